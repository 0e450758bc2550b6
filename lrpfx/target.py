"""What relevance starts from: the target, as a function from the output to the relevance of the output."""

from collections.abc import Callable, Sequence

import torch
from torch import Tensor

from lrpfx.errors import TargetError

Target = int | Sequence[int] | Tensor | Callable[[Tensor], Tensor] | None
"""None: the class of the greatest output, per sample.  int: one class.  Sequence of ints: a class per sample.
Tensor shaped like the output, or a function output -> tensor: the relevance of the output itself."""


def seed(output: Tensor, target: Target) -> tuple[Tensor, Tensor | None]:
    """Relevance of the output, (batch, classes), and the target classes, (batch,), where the target is classes.

        R_out[i, t_i] = output[i, t_i],   zero elsewhere

    Raises:
        TargetError: if the target does not fit the output.
    """
    if callable(target):
        return _as_relevance(target(output), output, "the target function returns"), None
    if isinstance(target, Tensor) and (target.is_floating_point() or target.shape == output.shape):
        return _as_relevance(target, output, "the target is"), None
    classes = _classes(output, target)
    return torch.zeros_like(output).scatter(1, classes[:, None], output.gather(1, classes[:, None])), classes


def _classes(output: Tensor, target: int | Sequence[int] | Tensor | None) -> Tensor:
    batch, count = output.shape
    if target is None:
        return output.argmax(dim=1)
    try:
        classes = torch.as_tensor(target, device=output.device)
    except (TypeError, ValueError, RuntimeError) as error:
        raise TargetError(
            f"the target {target!r} is neither a class, classes, a tensor nor a function: {error}"
        ) from None
    if classes.is_floating_point() or classes.dtype in (torch.bool, torch.complex64, torch.complex128):
        raise TargetError(f"target classes must be integers, not {classes.dtype}")
    classes = classes.long()
    if classes.ndim == 0:
        classes = classes.expand(batch)
    if classes.shape != (batch,):
        raise TargetError(
            f"the target has shape {tuple(classes.shape)}; needed is one class for each of {batch} samples, or a tensor"
            f" of the output's shape {tuple(output.shape)}"
        )
    outside = classes[(classes < 0) | (classes >= count)]
    if len(outside):
        raise TargetError(f"target class {int(outside[0])} is outside the model's classes 0 to {count - 1}")
    return classes


def _as_relevance(relevance: object, output: Tensor, what: str) -> Tensor:
    if not isinstance(relevance, Tensor) or relevance.shape != output.shape:
        found = (
            f"of shape {tuple(relevance.shape)}"
            if isinstance(relevance, Tensor)
            else type(relevance).__name__
        )
        raise TargetError(
            f"{what} {found}; relevance of the output must have its shape {tuple(output.shape)}"
        )
    return relevance.to(output)
