"""Training that takes an artefact away: with it in every sample, or with a penalty on relevance where it is."""

import copy
from collections.abc import Callable, Iterable
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn.functional import cross_entropy

from lrpfx.errors import NonFiniteError, ParameterError
from lrpfx.explainer import Explainer
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
    region: Tensor,
    *,
    weight: float = 1.0,
    composite: Any = "epsilon_plus",
    rounds: int = 1,
    rate: float = 1e-4,
    progress: Callable[[int, float], None] = lambda number, loss: None,
) -> nn.Module:
    """A copy of the model, trained with a penalty on the share of relevance that lies in a region.

        loss = cross entropy + λ mean_n ( Σ_p m_p R_np² / Σ_p R_np² )

    R is the relevance of each sample's class by a differentiable explainer of the model as it is at that step.

    Args:
        region: m, shaped like one input or broadcast to it: 1 where relevance is not wanted, 0 elsewhere.
        weight: λ.
        composite: of the explainer.
        batches, rounds, rate, progress: as for `fine_tune`.

    Raises:
        ParameterError: if the region does not fit the inputs.
        NonFiniteError: if the loss leaves the range of numbers.

    Source: Ross et al. 2017, "Right for the right reasons", eq. 1, with relevance in place of the gradient.
    """
    explainers: list[Explainer] = []

    def loss(trained: nn.Module, x: Tensor, y: Tensor) -> Tensor:
        try:
            mask = region.to(x).expand(x.shape[1:])
        except RuntimeError:
            raise ParameterError(
                f"the region has the shape {tuple(region.shape)}, the inputs {tuple(x.shape[1:])}; it has to fit one"
            ) from None
        if not explainers:
            explainers.append(lrp(trained, x, composite=composite, differentiable=True))
        squares: Tensor = explainers[0](x, target=y).relevance.square().flatten(1)
        inside: Tensor = (squares * mask.flatten()).sum(1)
        return (
            _plain(trained, x, y)
            + weight * (inside / squares.sum(1).clamp(min=torch.finfo(x.dtype).tiny)).mean()
        )

    return _trained(model, batches, loss, rounds, rate, progress)


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
