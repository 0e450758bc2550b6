"""What holds for every explanation, as assertions."""

import inspect

import torch
from torch import Tensor, nn

import lrpfx
from lrpfx import composites


def makeable(box: tuple[float, float] = (-3.0, 3.0)) -> dict[str, dict[str, float]]:
    """The composites that need nothing but numbers, and these; patterns are of one model."""
    known = {"low": box[0], "high": box[1]}
    found = {}
    for name in composites.names():
        parameters = inspect.signature(composites.REGISTRY[name]).parameters.values()
        needed = [p.name for p in parameters if p.default is p.empty]
        if all(n in known for n in needed):
            found[name] = {n: known[n] for n in needed}
    return found


def total(relevance: object) -> Tensor:
    """Relevance of each sample, over all inputs: a tensor, or a tuple or dict of tensors."""
    if isinstance(relevance, Tensor):
        return relevance.reshape(relevance.shape[0], -1).sum(1)
    parts = relevance.values() if isinstance(relevance, dict) else relevance
    return sum(total(part) for part in parts if part is not None)


def explained(value: lrpfx.Explanation) -> Tensor:
    """The relevance that an explanation of a class started from, per sample."""
    return value.output.gather(1, value.target[:, None])[:, 0]


def assert_conserved(value: lrpfx.Explanation, tolerance: float = 1e-4) -> None:
    """Σ R_in = the explained output, for each sample."""
    wanted = explained(value)
    scale = float(wanted.abs().max().clamp(min=1e-2))
    difference = float((total(value.relevance) - wanted).abs().max())
    assert difference <= tolerance * scale, f"{total(value.relevance)} is not {wanted}"


def assert_same_forward(
    model: nn.Module, value: lrpfx.Explanation, wanted: Tensor, tolerance: float = 1e-10
) -> None:
    torch.testing.assert_close(value.output, wanted.detach(), rtol=tolerance, atol=tolerance)


def distance(found: Tensor, wanted: Tensor) -> float:
    """max|found - wanted| / max|wanted|."""
    found, wanted = found.detach().double(), wanted.detach().double()
    return float((found - wanted).abs().max() / wanted.abs().max().clamp(min=1e-300))


def bias_free(model: nn.Module) -> nn.Module:
    """The model with every bias, and every shift of a normalisation, at zero."""
    with torch.no_grad():
        for name, parameter in [*model.named_parameters(), *model.named_buffers()]:
            if "bias" in name or name.endswith(("running_mean", "beta")):
                parameter.zero_()
    return model
