"""Training that takes an artefact away: with it in every sample, or with a penalty on relevance that it has."""

import copy
import math
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn.functional import cross_entropy

from lrpfx.correct.direction import Artefact
from lrpfx.errors import NonFiniteError, ParameterError
from lrpfx.explainer import Explainer
from lrpfx.explanation import Layer
from lrpfx.methods.lrp import lrp

Batches = Callable[[], Iterable[tuple[Tensor, Tensor]]]
"""One round through the data: (inputs, classes) of every batch, each time it is called."""


def fine_tune(
    model: nn.Module,
    batches: Batches,
    *,
    rounds: int = 1,
    rate: float = 1e-4,
    progress: Callable[[int, float], None] = lambda number, loss: None,
) -> nn.Module:
    """A copy of the model, trained on: Adam on the cross entropy, batch statistics as they are.

    Args:
        batches: see `Batches`.
        rounds: through the data.
        rate: of learning.
        progress: is told the number of every batch and its loss.

    Raises:
        NonFiniteError: if the loss leaves the range of numbers; the rate is too large.
    """
    return _trained(model, batches, _plain, rounds, rate, progress)


def right_reasons(
    model: nn.Module,
    batches: Batches,
    region: Tensor | Artefact,
    *,
    at: str | None = None,
    suspects: Batches | None = None,
    weight: float = 1.0,
    composite: Any = "epsilon_plus",
    rounds: int = 1,
    rate: float = 1e-4,
    progress: Callable[[int, float], None] = lambda number, loss: None,
) -> nn.Module:
    """A copy of the model, trained with a penalty on relevance in a region of the input, or of an artefact in a layer.

        loss = cross entropy + λ mean_n q_n
        of a region m of the input              q_n = Σ_p m_p R_np² / Σ_p R_np²
        of a direction v after the module `at`  q_n = ((v · h_n - z₀) Σ_i v_i R_ni / h_ni)² / (Σ_i |R_ni|)²

    R is the relevance by a differentiable explainer of the model as it is at that step: of each sample's class in the
    input; after the module that of the sum of all classes with random signs, for an artefact also speaks for a class
    where it speaks against the others. z₀ is the component of samples without it, and R_i / h_i = 0 where h_i = 0.

    Args:
        region: m, shaped like one input or broadcast to it: 1 where relevance is not wanted, 0 elsewhere; or an
            artefact's direction in what `at` hands out, which an artefact that is all over the input has as well.
        at: the module of the direction.
        suspects: what the penalty is on, where that is not what the cross entropy is of: samples with the artefact,
            whose labels the model is not to learn again. A round ends with `batches`, and they start again as they end.
        weight: λ.
        composite: of the explainer.
        batches, rounds, rate, progress: as for `fine_tune`.

    Raises:
        ParameterError: if the region does not fit the inputs, or the direction comes without `at`.
        PlaceError: if there is no such module.
        NonFiniteError: if the loss leaves the range of numbers.

    Source: Ross et al. 2017, "Right for the right reasons", eq. 1, with relevance in place of the gradient; of a
    direction, Dreyer et al. 2024, "From Hope to Safety: Unlearning Biases of Deep Models via Gradient Penalization in
    Latent Space", eq. 6.
    """
    if (at is None) == isinstance(region, Artefact):
        raise ParameterError("a direction needs `at`, the module that it is after, and a region takes none")
    explainers: list[Explainer] = []
    others = None if suspects is None else _endless(suspects)
    generator = torch.Generator().manual_seed(0)

    def loss(trained: nn.Module, x: Tensor, y: Tensor) -> Tensor:
        own = _plain(trained, x, y)
        x, y = (x, y) if others is None else next(others)
        if not explainers:
            record = () if at is None else (at,)
            explainers.append(lrp(trained, x, composite=composite, record=record, differentiable=True))
        if isinstance(region, Artefact):
            explained = explainers[0](x, target=lambda output: output * _signs(output, generator))
            part = _along(explained.layers[str(at)], region)
        else:
            part = _inside(explainers[0](x, target=y).relevance, region)
        return own + weight * part.mean()

    return _trained(model, batches, loss, rounds, rate, progress)


def _endless(batches: Batches) -> Iterator[tuple[Tensor, Tensor]]:
    """Round after round. Raises: `ParameterError` if there is nothing in one."""
    while True:
        empty = True
        for one in batches():
            empty = False
            yield one
        if empty:
            raise ParameterError("`suspects` gives no batch; needed is one at least")


def _signs(output: Tensor, generator: torch.Generator) -> Tensor:
    """1 or -1 for every class of every sample."""
    return torch.randint(0, 2, output.shape, generator=generator).mul(2).sub(1).to(output)


def _inside(relevance: Tensor, region: Tensor) -> Tensor:
    """The share of squared relevance in a region, (batch,)."""
    try:
        mask = region.to(relevance).expand(relevance.shape[1:])
    except RuntimeError:
        raise ParameterError(
            f"the region has the shape {tuple(region.shape)}, the inputs {tuple(relevance.shape[1:])}; it has to fit "
            "one"
        ) from None
    squares = relevance.square().flatten(1)
    inside: Tensor = (squares * mask.flatten()).sum(1)
    return inside / squares.sum(1).clamp(min=torch.finfo(squares.dtype).tiny)


def _along(layer: Layer, artefact: Artefact) -> Tensor:
    """The squared share of relevance that an artefact's component has, (batch,)."""
    v, h, relevance = artefact.direction.to(layer.relevance), layer.activation, layer.relevance
    if v.shape != h.shape[1:]:  # a direction in channels is the same at all places
        places = h.shape[1:-1] if h.ndim == 3 else h.shape[2:]
        v = v / math.prod(places)
        v = v.expand(h.shape[1:]) if h.ndim == 3 else v.reshape(-1, *[1] * len(places)).expand(h.shape[1:])
        component = (h.detach() * v).flatten(1).sum(1) - artefact.absent
        v = v * math.prod(places)
    else:
        component = (h.detach() * v).flatten(1).sum(1) - artefact.absent
    there = h.abs() > torch.finfo(h.dtype).eps
    factor = torch.where(there, relevance / torch.where(there, h, 1), 0)
    mine = component * (factor * v).flatten(1).sum(1)
    whole = relevance.abs().flatten(1).sum(1).clamp(min=torch.finfo(h.dtype).eps)
    return (mine / whole).square()


def _plain(model: nn.Module, x: Tensor, y: Tensor) -> Tensor:
    return cross_entropy(model(x), y)


def _trained(
    model: nn.Module,
    batches: Batches,
    loss_of: Callable[[nn.Module, Tensor, Tensor], Tensor],
    rounds: int,
    rate: float,
    progress: Callable[[int, float], None],
) -> nn.Module:
    trained = copy.deepcopy(model).eval().requires_grad_(True)
    optimizer = torch.optim.Adam(trained.parameters(), rate)
    number = 0
    with torch.enable_grad():
        for _ in range(rounds):
            for x, y in batches():
                optimizer.zero_grad()
                loss = loss_of(trained, x, y)
                if not torch.isfinite(loss):
                    raise NonFiniteError(
                        f"the loss of batch {number} is {loss.item()}; a smaller `rate` may keep it finite"
                    )
                torch.autograd.backward(loss)
                optimizer.step()
                progress(number, loss.item())
                number += 1
    for own, given in zip(trained.parameters(), model.parameters(), strict=True):
        own.requires_grad_(given.requires_grad)
        own.grad = None
    for module, before in zip(trained.modules(), model.modules(), strict=True):
        module.training = before.training
    return trained
