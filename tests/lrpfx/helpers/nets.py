"""Small networks in the spellings that users write; float64, seeded, in evaluation mode."""

import math
from collections.abc import Callable
from itertools import pairwise

import torch
import torch.nn.functional as F
from torch import Tensor, nn

BATCH_NORMS = (nn.BatchNorm1d, nn.BatchNorm2d, nn.BatchNorm3d)


class Fn(nn.Module):
    """A forward given as a function `f(self, x)`; tensors among the members become buffers."""

    def __init__(self, f: Callable[["Fn", Tensor], object], **members: object) -> None:
        super().__init__()
        for name, member in members.items():
            if isinstance(member, Tensor) and not isinstance(member, nn.Parameter):
                self.register_buffer(name, member)
            else:
                setattr(self, name, member)
        self.f = f

    def forward(self, x: Tensor) -> object:
        return self.f(self, x)


def settle(model: nn.Module, seed: int = 0, dtype: torch.dtype = torch.float64) -> nn.Module:
    """`model` in `dtype` and evaluation mode, with seeded weights of a healthy size, biases, and random statistics."""
    g = torch.Generator().manual_seed(seed)
    model = model.to(dtype).eval()

    def normal(like: Tensor, scale: float) -> Tensor:
        return (torch.randn(like.shape, generator=g, dtype=torch.float64) * scale).to(dtype)

    with torch.no_grad():
        for p in model.parameters():
            fan_in = p[0].numel() if p.ndim > 1 else 1
            p.copy_(normal(p, math.sqrt(2 / fan_in) if p.ndim > 1 else 0.1))
        for m in model.modules():
            if isinstance(m, BATCH_NORMS):
                if m.running_mean is not None:
                    m.running_mean.copy_(normal(m.running_mean, 0.3))
                    m.running_var.copy_(normal(m.running_var, 1.0).abs() + 0.5)
                if m.weight is not None:
                    m.weight.copy_(1 + normal(m.weight, 0.3))
                    m.bias.copy_(normal(m.bias, 0.2))
    return model


def inputs(*shape: int, seed: int = 1, dtype: torch.dtype = torch.float64) -> Tensor:
    """Seeded normal numbers."""
    return torch.randn(shape, generator=torch.Generator().manual_seed(seed), dtype=torch.float64).to(dtype)


def images(batch: int = 2, size: int = 8, seed: int = 1) -> Tensor:
    return inputs(batch, 3, size, size, seed=seed)


def dense(*widths: int, seed: int = 0) -> nn.Module:
    """Linear layers with ReLU between them."""
    layers: list[nn.Module] = []
    for a, b in pairwise(widths):
        layers += [nn.Linear(a, b), nn.ReLU()]
    return settle(nn.Sequential(*layers[:-1]), seed)


def cnn(seed: int = 0) -> nn.Module:
    """conv, bn, relu, max pool, conv, relu, average pool, dense; for images of 8 by 8."""
    return settle(
        nn.Sequential(
            nn.Conv2d(3, 6, 3, padding=1), nn.BatchNorm2d(6), nn.ReLU(), nn.MaxPool2d(2),
            nn.Conv2d(6, 8, 3), nn.ReLU(), nn.AvgPool2d(2), nn.Flatten(), nn.Linear(8, 4),
        ),
        seed,
    )  # fmt: skip


class Residual(nn.Module):
    """A stem, a block `x + f(x)` with batch norm, and a head that is registered before them."""

    def __init__(self) -> None:
        super().__init__()
        self.head = nn.Linear(6, 4)
        self.stem = nn.Conv2d(3, 6, 3, padding=1)
        self.bn0 = nn.BatchNorm2d(6)
        self.conv = nn.Conv2d(6, 6, 3, padding=1, bias=False)
        self.bn1 = nn.BatchNorm2d(6)

    def forward(self, x: Tensor) -> Tensor:
        x = F.relu(self.bn0(self.stem(x)))
        x = F.relu(x + self.bn1(self.conv(x)))
        return self.head(x.mean((2, 3)))


def torchvision_model(name: str, dtype: torch.dtype = torch.float64) -> nn.Module:
    """A torchvision network with ten classes; the wide classifiers of AlexNet and VGG are narrowed to 64."""
    import torchvision

    with torch.device("meta"):
        model: nn.Module = getattr(torchvision.models, name)(num_classes=10)
        classifier = getattr(model, "classifier", nn.Identity())
        width = 0
        for i, layer in enumerate(classifier.children()):
            if isinstance(layer, nn.Linear):
                last = layer.out_features == 10
                classifier[i] = nn.Linear(width or layer.in_features, 10 if last else 64)
                width = 64
    model = model.to_empty(device="cpu")
    for module in model.modules():
        if isinstance(module, BATCH_NORMS):
            module.reset_running_stats()
    return settle(model, dtype=dtype)
