"""Random networks: a strategy that draws sequences of layers whose shapes fit, with seeded weights."""

from dataclasses import dataclass

import torch
from hypothesis import strategies as st
from nets import settle
from torch import nn

CHANNELS = st.integers(1, 5)


@dataclass(frozen=True)
class Drawn:
    """A network, the shape of one input, and whether Zennit's rules reach all of its modules."""

    model: nn.Module
    shape: tuple[int, ...]
    plain: bool

    def __repr__(self) -> str:
        return f"input {self.shape}, {self.model}"


class Residual(nn.Module):
    def __init__(self, inner: nn.Module) -> None:
        super().__init__()
        self.inner = inner

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return x + self.inner(x)


class Concat(nn.Module):
    def __init__(self, *branches: nn.Module) -> None:
        super().__init__()
        self.branches = nn.ModuleList(branches)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return torch.cat([branch(x) for branch in self.branches], 1)


ACTIVATIONS = (nn.ReLU, nn.LeakyReLU, nn.ELU, nn.Tanh, nn.SiLU, nn.Softplus)


def convolution(draw: st.DrawFn, shape: tuple[int, ...], bias: bool, same: bool = False) -> nn.Module:
    channels, size = shape[0], shape[1]
    if same:
        kernel = draw(st.sampled_from([1, 3]))
        return nn.Conv2d(channels, draw(CHANNELS), kernel, padding=kernel // 2, bias=bias)
    groups = channels if draw(st.booleans()) else 1
    kernel = draw(st.integers(1, min(3, size)))
    padding = draw(st.integers(0, kernel // 2))
    mode = draw(
        st.sampled_from(["zeros", "zeros", "replicate", "reflect" if padding < size else "zeros", "circular"])
    )
    out = groups * draw(st.integers(1, 2)) if groups > 1 else draw(CHANNELS)
    stride = draw(st.integers(1, 2))
    if draw(st.integers(0, 4)) == 0:
        return nn.ConvTranspose2d(channels, out, kernel, stride, groups=groups, bias=bias)
    return nn.Conv2d(channels, out, kernel, stride, padding, groups=groups, bias=bias, padding_mode=mode)


def pooling(draw: st.DrawFn, shape: tuple[int, ...]) -> nn.Module:
    kernel = draw(st.integers(1, min(3, shape[1])))
    kind = draw(st.sampled_from([nn.MaxPool2d, nn.AvgPool2d, nn.AdaptiveAvgPool2d]))
    if kind is nn.AdaptiveAvgPool2d:
        return kind(draw(st.integers(1, shape[1])))
    stride = draw(st.integers(1, kernel))
    return kind(kernel, stride, padding=draw(st.integers(0, kernel // 2)), ceil_mode=draw(st.booleans()))


def shape_after(
    layer: nn.Module, shape: tuple[int, ...], dtype: torch.dtype = torch.float32
) -> tuple[int, ...]:
    with torch.no_grad():
        return tuple(layer.eval()(torch.zeros(1, *shape, dtype=dtype)).shape[1:])


def blocks(draw: st.DrawFn, shape: tuple[int, ...], bias: bool, plain: bool, relu: bool) -> list[nn.Module]:
    """One step of a network: a few layers that belong together."""
    activation = nn.ReLU() if relu else draw(st.sampled_from(ACTIVATIONS))()
    kinds = ["conv", "conv", "pool", "activation"] + ([] if plain else ["residual", "concat"])
    match draw(st.sampled_from(kinds)):
        case "conv":
            conv = convolution(draw, shape, bias)
            norm = [nn.BatchNorm2d(conv.out_channels)] if draw(st.booleans()) else []
            return [conv, *norm, activation]
        case "pool":
            return [pooling(draw, shape)]
        case "residual":
            inner = nn.Sequential(convolution(draw, shape, bias, same=True), activation)
            wide = shape_after(inner, shape)[0]
            return [Residual(nn.Sequential(*inner, nn.Conv2d(wide, shape[0], 1, bias=bias))), nn.ReLU()]
        case "concat":
            branch = nn.Sequential(convolution(draw, shape, bias, same=True), activation)
            return [Concat(branch, nn.Identity()), nn.ReLU()]
    return [activation]


@st.composite
def networks(draw: st.DrawFn, plain: bool = False, bias: bool | None = None, relu: bool = False) -> Drawn:
    """A network from images of at most eight pixels to three classes, of one to five steps."""
    shape = start = (draw(st.integers(1, 3)), *[draw(st.integers(3, 8))] * 2)
    biased = draw(st.booleans()) if bias is None else bias
    layers: list[nn.Module] = []
    for _ in range(draw(st.integers(1, 4))):
        for layer in blocks(draw, shape, biased, plain, relu):
            layers.append(layer)
            shape = shape_after(layer, shape)
    if draw(st.booleans()):
        layers += [nn.AdaptiveAvgPool2d(1)]
        shape = (shape[0], 1, 1)
    layers.append(nn.Flatten())
    width = shape[0] * shape[1] * shape[2]
    if draw(st.booleans()):
        layers += [nn.Linear(width, 5, bias=biased), nn.ReLU()]
        width = 5
    layers.append(nn.Linear(width, 3, bias=biased))
    return Drawn(settle(nn.Sequential(*layers), seed=draw(st.integers(0, 99))), start, plain)
