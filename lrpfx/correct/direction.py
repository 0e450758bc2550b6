"""Where in the activations of a layer an artefact is: a direction, and how far along it samples are."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

import torch
from torch import Tensor, nn

from lrpfx.errors import ParameterError

LEAST = 2  # samples with the artefact, and without


@dataclass(frozen=True, eq=False)
class Artefact:
    """A direction of unit length in the activations of a layer, of one sample's shape or of that of its channels.

    Attributes:
        direction: v, |v| = 1: (C,) where only the channel counts, otherwise shaped like the activation of a sample.
        present: v · h of samples with the artefact, in the mean.
        absent: v · h of samples without.
        separation: (present - absent) over the standard deviation within the two groups.
    """

    direction: Tensor = field(repr=False)
    present: float
    absent: float
    separation: float


def activations(model: nn.Module, at: str, batches: Iterable[Tensor]) -> Tensor:
    """What the module `at` hands out for all samples of some batches, (samples, ...); the model is left as it is.

    Raises:
        ParameterError: if the model has no module of this name, or the module hands out no tensor with a batch.
    """
    module, found = submodule(model, at), []

    def keep(_: nn.Module, __: object, output: object) -> None:
        if not isinstance(output, Tensor) or output.ndim < 2:
            raise ParameterError(
                f"module `{at}` hands out no tensor (batch, ...); name one inside or around it"
            )
        found.append(output.detach())

    training = [m for m in model.modules() if m.training]
    handle = module.register_forward_hook(keep)
    try:
        model.eval()
        with torch.no_grad():
            for x in batches:
                model(x)
    finally:
        handle.remove()
        for one in training:
            one.training = True
    return torch.cat(found)


def artefact_direction(
    activation: Tensor,
    present: Tensor,
    *,
    kind: Literal["signal", "filter"] = "signal",
    space: Literal["values", "channels"] = "values",
    ridge: float = 1.0,
    weight: Tensor | None = None,
) -> Artefact:
    """The direction that an artefact adds to activations, from samples with it and without.

        signal    v ∝ cov(h, t) = p (1 - p) (m₁ - m₀)                       what the artefact changes
        filter    v ∝ (cov(h, h) + λ tr cov(h, h) / d · I)⁻¹ cov(h, t)      what tells it from everything else

    The filter also takes up what merely disturbs the telling (Haufe et al. 2014); the signal is what is to be removed.

    Args:
        activation: h, (samples, ...).
        present: t, (samples,) bool: which of them carry the artefact.
        kind: "signal" or "filter".
        space: "values" keeps the place of every value, for artefacts that are always there; "channels" is the mean
            over places, for those that move.
        ridge: λ of the filter.
        weight: of the samples without it, (samples without,), in means and covariances; None: all count the same.
            Those of `matched` make them show what the samples with it show.

    Raises:
        ParameterError: if there are fewer than two samples with the artefact or without, they do not differ, or there
            is not a weight for each.

    Source: Pahde et al. 2022, "PatClArC" (signal); Anders et al. 2022 (filter; theirs is a support vector machine).
    """
    if kind not in ("signal", "filter") or space not in ("values", "channels"):
        raise ParameterError(
            f"no direction of the kind {kind!r} in {space!r}: 'signal' or 'filter', 'values' or 'channels'"
        )
    t = present.to(activation.device, torch.bool)
    if t.shape != activation.shape[:1] or min(int(t.sum()), int((~t).sum())) < LEAST:
        raise ParameterError(
            f"{int(t.sum())} of {len(activation)} samples carry the artefact, given as {tuple(t.shape)}; "
            f"a direction needs at least {LEAST} with it and {LEAST} without"
        )
    if weight is not None and weight.shape != (int((~t).sum()),):
        raise ParameterError(
            f"{int((~t).sum())} samples are without the artefact, but the weights have the shape {tuple(weight.shape)}"
        )
    h = pooled(activation) if space == "channels" else activation
    flat = h.flatten(1).double()
    mass = _mass(t, weight)
    centred = flat - mass @ flat
    covariance = centred.T @ (mass * (t.double() - t.double().mean()))
    v = covariance if kind == "signal" else _filter(centred * mass.sqrt()[:, None], covariance, ridge)
    length = v.norm()
    if not length > 0:
        raise ParameterError(
            "samples with the artefact and without have the same activations here; name another module"
        )
    v = v / length
    along, (present_, absent) = flat @ v, [mass * one / (mass * one).sum() for one in (t, ~t)]
    means = present_ @ along, absent @ along
    variances = [part @ (along - mean).square() for part, mean in zip((present_, absent), means, strict=True)]
    spread = (variances[0] * t.sum() + variances[1] * (~t).sum()) / (len(t) - 2)
    return Artefact(
        v.reshape(h.shape[1:]).to(activation.dtype),
        float(means[0]),
        float(means[1]),
        float(means[0] - means[1]) / max(float(spread.sqrt()), torch.finfo(torch.float64).tiny),
    )


def _mass(t: Tensor, weight: Tensor | None) -> Tensor:
    """The share of every sample, (samples,): the two groups by their size, those without the artefact by weight."""
    mass = torch.full(t.shape, 1 / len(t), dtype=torch.float64, device=t.device)
    if weight is not None:
        mass[~t] = (weight / weight.sum() * (~t).sum() / len(t)).to(mass)
    return mass


def _filter(centred: Tensor, covariance: Tensor, ridge: float) -> Tensor:
    """(S + λ I)⁻¹ c, in the space of the samples where there are fewer of them: S = XᵀX, X times √ of their shares."""
    n, d = centred.shape
    weight = ridge * centred.square().sum() / d
    if d <= n:
        own = centred.T @ centred
        small: Tensor = torch.linalg.solve(
            own + weight * torch.eye(d, dtype=own.dtype, device=own.device), covariance
        )
        return small
    # (XᵀX + λ)⁻¹ c = (c - Xᵀ (XXᵀ + λ)⁻¹ X c) / λ
    gram = centred @ centred.T
    inner = torch.linalg.solve(
        gram + weight * torch.eye(n, dtype=gram.dtype, device=gram.device), centred @ covariance
    )
    found: Tensor = (covariance - centred.T @ inner) / weight
    return found


def pooled(activation: Tensor) -> Tensor:
    """(samples, C): the mean over places; tokens and features of (samples, tokens, features) count as they come."""
    if activation.ndim == 3:
        return activation.mean(1)
    return activation.flatten(2).mean(2) if activation.ndim > 2 else activation


def submodule(model: nn.Module, at: str) -> nn.Module:
    """The module of this name. Raises: `ParameterError` with those that there are."""
    try:
        found = model.get_submodule(at) if at else None
    except AttributeError:
        found = None
    if found is None:
        names = [name for name, _ in model.named_modules() if name]
        raise ParameterError(
            f"the model has no module `{at}`; it has {', '.join(names[:12])}{', ...' if len(names) > 12 else ''}"
        )
    return found
