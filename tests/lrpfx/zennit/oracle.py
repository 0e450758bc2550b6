"""Zennit 1.0.0 as an oracle: output, relevance of the input and of every layer, by its own documented means.

Zennit changes the model that it is given, so it gets a copy each time, spelled as it needs it: modules in the place of
functions, a module for each use of an activation, and a canonizer that knows the architecture. What it does to models
in another spelling is the subject of the tests named after its defects.
"""

import copy
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

import torch
from torch import Tensor, nn

Canonizers = Callable[[nn.Module], list[object]]


@dataclass(frozen=True)
class Told:
    """What Zennit says: the output, the relevance of the input, and that of module outputs by module path."""

    output: Tensor
    relevance: Tensor
    layers: Mapping[str, Tensor] = field(default_factory=dict)


def ask(
    model: nn.Module,
    x: Tensor,
    R: Tensor | Callable[[Tensor], Tensor],
    composite: str,
    record: Iterable[str] = (),
    **parameters: object,
) -> Told:
    """Relevance by one of Zennit's composites; `model` is copied, respelled and canonized."""
    import zennit.attribution
    import zennit.composites

    subject, canonizers = respelled(model)
    made = zennit.composites.COMPOSITES[composite](**parameters, canonizers=canonizers)
    with zennit.attribution.Gradient(subject, made) as attributor, listening(subject, record) as heard:
        output, relevance = attributor(x.clone(), R)
    return Told(output.detach(), relevance, heard)


@contextmanager
def listening(model: nn.Module, names: Iterable[str]) -> Iterator[dict[str, Tensor]]:
    """Gradients at the outputs of modules, which inside a composite's context are their relevance."""
    heard: dict[str, Tensor] = {}

    def hear(name: str) -> Callable[..., None]:
        def note(grad: Tensor) -> None:
            heard[name] = grad.detach().clone()

        return lambda module, args, output: output.register_hook(note) and None

    modules = dict(model.named_modules())
    handles = [modules[name].register_forward_hook(hear(name)) for name in names]
    try:
        yield heard
    finally:
        for handle in handles:
            handle.remove()


# ---- the spelling that Zennit understands -----------------------------------------------------------------------


def respelled(model: nn.Module) -> tuple[nn.Module, list[object]]:
    """A copy of the model that Zennit's rules reach everywhere, and the canonizers for it."""
    import zennit.torchvision

    subject = copy.deepcopy(model).eval()
    for module in subject.modules():
        if hasattr(module, "inplace"):
            module.inplace = False  # else a rule that reads the input of an activation is given its output
    match type(model).__name__:
        case "VGG":
            return subject, [zennit.torchvision.VGGCanonizer()]
        case "ResNet":
            return _one_activation_per_use(subject), [zennit.torchvision.ResNetCanonizer()]
        case "DenseNet":
            return _head_of_modules(subject), [_merge_inside_dense_layers(subject)]
    return subject, []


class Turns(nn.Module):
    """A module that is called `n` times in a forward, as `n` modules that take turns."""

    def __init__(self, module: nn.Module, n: int) -> None:
        super().__init__()
        self.each = nn.ModuleList(copy.deepcopy(module) for _ in range(n))
        self.calls = 0

    def forward(self, x: Tensor) -> Tensor:
        self.calls += 1
        return self.each[(self.calls - 1) % len(self.each)](x)


def _one_activation_per_use(resnet: nn.Module) -> nn.Module:
    """A block of a ResNet calls one ReLU after each convolution; a hook keeps the input of the last call alone."""
    for block in resnet.modules():
        uses = sum(name.startswith("conv") for name, _ in block.named_children())
        if uses > 1:
            block.relu = Turns(block.relu, uses)
    return resnet


def _head_of_modules(densenet: nn.Module) -> nn.Module:
    """torchvision's DenseNet ends in functions, which no rule of Zennit reaches."""
    head = [("relu", nn.ReLU()), ("pool", nn.AdaptiveAvgPool2d(1)), ("flatten", nn.Flatten())]
    parts = [("features", densenet.features), *head, ("classifier", densenet.classifier)]
    return nn.Sequential(OrderedDict(parts)).eval()


def _merge_inside_dense_layers(densenet: nn.Module) -> object:
    """Normalisations that follow a convolution in the data flow, by name; in the order of registration others do."""
    import zennit.canonizers

    pairs = [(["features.conv0"], "features.norm0")]
    for name, module in densenet.named_modules():
        if type(module).__name__ == "_DenseLayer":
            pairs.append(([f"{name}.conv1"], f"{name}.norm2"))
    return zennit.canonizers.NamedMergeBatchNorm(pairs)


def leaves(model: nn.Module) -> tuple[str, ...]:
    """Paths of the modules whose outputs both sides can name: called once in a forward, with one tensor as result."""
    skipped = (nn.Dropout, nn.Identity)
    shared = {f"{n}.relu" for n, m in model.named_modules() if hasattr(m, "conv2") and hasattr(m, "relu")}
    return tuple(
        name
        for name, module in model.named_modules()
        if name not in shared and not isinstance(module, skipped) and not any(module.children())
    )


def distance(found: Tensor, wanted: Tensor) -> float:
    """max|found - wanted| / max|wanted|."""
    found, wanted = found.detach(), wanted.detach()
    return float((found - wanted).abs().max() / wanted.abs().max().clamp(min=torch.finfo(wanted.dtype).tiny))


def in_place_of(model: nn.Module, x: Tensor, R: Tensor, composite: object) -> Tensor:
    """Relevance by Zennit on the very model that is given, which is what a user of it does; `None` is the gradient."""
    import zennit.attribution

    with zennit.attribution.Gradient(model, composite) as attributor:
        return attributor(x.clone(), R)[1].detach()
