"""Class artefact compensation: a module whose output loses, or always has, the component of an artefact.

h' = h + (z - v · h) v        z = absent: projective; z = present: augmentative, of all samples or every second
"""

import copy
from typing import TypeGuard

import torch
from torch import Tensor, nn

from lrpfx.correct.direction import Artefact, submodule
from lrpfx.errors import ParameterError


class Shift(nn.Module):
    """h' = h + (z - v · h) v, where v is a direction in activations, and z the component that the result has.

    A direction in channels is shifted at every place by the same amount, so that the mean over places has z. Of a batch
    every sample is shifted, or the first of every so many.
    """

    direction: Tensor
    component: Tensor

    def __init__(self, direction: Tensor, component: float, every: int = 1) -> None:
        super().__init__()
        self.every = every
        self.register_buffer("direction", direction.clone())
        self.register_buffer("component", torch.tensor(float(component), dtype=direction.dtype))

    def forward(self, h: Tensor) -> Tensor:
        """Activations (batch, ...) -> the same shape."""
        if self.every == 1:
            return self._shifted(h)
        chosen = torch.arange(len(h), device=h.device) % self.every == 0
        return torch.where(chosen.reshape(-1, *[1] * (h.ndim - 1)), self._shifted(h), h)

    def _shifted(self, h: Tensor) -> Tensor:
        v = self.direction
        if v.shape == h.shape[1:]:
            along = (h * v).flatten(1).sum(1)
            return h + (self.component - along).reshape(-1, *[1] * v.ndim) * v
        if v.ndim == 1 and h.ndim == 3 and v.shape[0] == h.shape[2]:  # tokens
            along = (h.mean(1) * v).sum(1)
            return h + (self.component - along)[:, None, None] * v
        if v.ndim == 1 and v.shape[0] == h.shape[1]:
            along = (h.flatten(2).mean(2) * v).sum(1)
            shape = (-1, *[1] * (h.ndim - 1))
            return h + (self.component - along).reshape(shape) * v.reshape(1, -1, *[1] * (h.ndim - 2))
        raise ParameterError(
            f"a direction of shape {tuple(v.shape)} does not fit activations of shape {tuple(h.shape[1:])}; it was "
            "made for inputs of another size: `space='channels'` fits all"
        )


def projective(model: nn.Module, at: str, artefact: Artefact) -> nn.Module:
    """P-ClArC: a copy of the model in which the artefact's component after module `at` is that of samples without it.

        h' = (I - v vᵀ) h + v z₀,   z₀ the mean component of samples without the artefact

    Nothing is trained. Raises: `ParameterError` if the model has no such module.
    Source: Anders et al. 2022, eq. 9.
    """
    return _with(model, at, Shift(artefact.direction, artefact.absent))


def augmentative(model: nn.Module, at: str, artefact: Artefact, *, every: int = 1) -> nn.Module:
    """A-ClArC: a copy of the model in which every sample has the artefact after module `at`; to be trained.

        h' = (I - v vᵀ) h + v z₁,   z₁ the mean component of samples with the artefact

    Trained so (`fine_tune`), and without the shift again (`without`), it has learned that the artefact tells nothing.

    Args:
        every: 2: the first of every two samples of a batch has it, and the model goes on to see some without.

    Raises:
        ParameterError: if the model has no such module, or `every` is not positive.

    Source: Anders et al. 2022, eq. 8.
    """
    if every < 1:
        raise ParameterError(f"every={every}; needed is a positive number")
    return _with(model, at, Shift(artefact.direction, artefact.present, every))


def without(model: nn.Module, at: str | None = None) -> nn.Module:
    """A copy of a model without the shifts of `projective` and `augmentative`: its modules have their old names.

    Args:
        at: without the one alone that was last put after this module, whatever was corrected before.

    Raises:
        ParameterError: if no shift is after module `at`.
    """
    made = copy.deepcopy(model)
    if at is not None:
        pair = submodule(made, at)
        if not _shifted(pair):
            raise ParameterError(f"no shift is after module `{at}`")
        _put(made, at, pair[0])
        return made
    # one shift may be after another: the inner first
    for name, module in reversed(list(made.named_modules())):
        if _shifted(module):
            _put(made, name, module[0])
    return made


def _shifted(module: nn.Module) -> TypeGuard[nn.Sequential]:
    return isinstance(module, nn.Sequential) and len(module) == 2 and isinstance(module[1], Shift)


def _with(model: nn.Module, at: str, shift: Shift) -> nn.Module:
    made = copy.deepcopy(model)
    module = submodule(made, at)
    pair = nn.Sequential(module, shift)
    pair.training = shift.training = module.training  # all others keep theirs
    _put(made, at, pair)
    return made


def _put(model: nn.Module, at: str, module: nn.Module) -> None:
    parent, _, name = at.rpartition(".")
    setattr(model.get_submodule(parent), name, module)
