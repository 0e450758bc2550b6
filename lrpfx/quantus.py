"""The function that Quantus, the metrics toolkit, asks for explanations.

quantus.PixelFlipping(...)(model, x_batch, y_batch, explain_func=lrpfx.quantus_explain,
                           explain_func_kwargs={"composite": "epsilon_plus"})
"""

from collections.abc import Mapping
from dataclasses import dataclass
from threading import Lock
from typing import Any

import numpy as np
import torch
from numpy.typing import ArrayLike, NDArray
from torch import nn

from lrpfx.api import compile
from lrpfx.errors import ModelChangedError
from lrpfx.explainer import Explainer

KEPT = 4
"""Explainers that are kept, with their models: a metric may go to and fro between a model and perturbed copies."""


def quantus_explain(
    model: nn.Module,
    inputs: ArrayLike,
    targets: ArrayLike,
    *,
    device: str | torch.device | None = None,
    **how: Any,
) -> NDArray[Any]:
    """Relevance of `inputs` for the classes `targets`, shaped like `inputs`: Quantus's `explain_func`.

    A model is compiled when it is first seen, and again when its parameters change or the inputs have another shape;
    every other call reuses its explainer.

    Args:
        inputs: (batch, ...), of any precision: they are explained in the model's.
        targets: a class for every sample, (batch,).
        device: where to compute. None is where the model is.
        how: as in `lrpfx.compile`: `composite`, `method`, ...
    """
    weights = next(iter(model.parameters()), torch.empty(0))
    x = torch.as_tensor(np.asarray(inputs), device=device or weights.device)
    x = x.to(weights.dtype) if x.is_floating_point() else x
    target = torch.as_tensor(np.asarray(targets)).reshape(-1)
    try:
        explanation = _explainer(model, x, how)(x, target=target)
    except ModelChangedError:
        _forget(model)
        explanation = _explainer(model, x, how)(x, target=target)
    relevance: NDArray[Any] = explanation.numpy()
    return relevance


@dataclass(frozen=True, eq=False)
class _Compiled:
    model: nn.Module
    how: Mapping[str, Any]
    shape: tuple[int, ...]
    explainer: Explainer


_recent: list[_Compiled] = []
_lock = Lock()


def _explainer(model: nn.Module, x: torch.Tensor, how: Mapping[str, Any]) -> Explainer:
    with _lock:
        for entry in _recent:
            if entry.model is model and entry.shape == x.shape[1:] and _same(entry.how, how):
                _recent.remove(entry)
                _recent.append(entry)
                return entry.explainer
        entry = _Compiled(model, how, tuple(x.shape[1:]), compile(model, x, **how))
        _recent.append(entry)
        del _recent[:-KEPT]
        return entry.explainer


def _forget(model: nn.Module) -> None:
    with _lock:
        _recent[:] = [entry for entry in _recent if entry.model is not model]


def _same(a: Mapping[str, Any], b: Mapping[str, Any]) -> bool:
    def equal(v: Any, w: Any) -> bool:
        try:
            return v is w or bool(v == w)
        except (RuntimeError, ValueError):  # tensors and arrays are equal only to themselves
            return False

    return a.keys() == b.keys() and all(equal(a[key], b[key]) for key in a)
