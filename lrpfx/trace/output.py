"""Which tensor of what a forward returns is explained."""

from typing import Any

from torch import Tensor
from torch.utils import _pytree as pytree

from lrpfx.errors import OutputShapeError
from lrpfx.trace.record import Pick

Output = int | str | tuple[int | str, ...] | None
"""An index or a key of the model's output, or the way to a tensor in it; None: the only tensor."""


def picking(output: Output) -> Pick:
    """A function that takes the tensor at `output` out of a forward's result.

    It raises OutputShapeError if there is none, or if `output` is None and there are several; the message lists them.
    """
    steps = output if isinstance(output, tuple) else () if output is None else (output,)

    def pick(result: Any) -> Tensor:
        value = result
        for step in steps:
            value = _item(value, step, result)
        if isinstance(value, Tensor):
            return value
        tensors = _tensors(value)
        if len(tensors) == 1:
            return tensors[0][1]
        if not tensors:
            raise OutputShapeError(f"the model returns {type(result).__name__}, without any tensor in it")
        raise OutputShapeError(f"the model returns {len(tensors)} tensors; choose one: {_choices(result)}")

    return pick


def _item(value: Any, step: int | str, result: Any) -> Any:
    try:
        return value[step]
    except (KeyError, IndexError, TypeError):
        if isinstance(step, str) and hasattr(value, step):
            return getattr(value, step)
        raise OutputShapeError(
            f"the model's output has no `{step}`; choose one: {_choices(result)}"
        ) from None


def _tensors(value: Any) -> list[tuple[tuple[Any, ...], Tensor]]:
    """The tensors in it with the way to each."""
    found = pytree.tree_flatten_with_path(value)[0]
    return [(tuple(map(_step, path)), leaf) for path, leaf in found if isinstance(leaf, Tensor)]


def _step(key: Any) -> Any:
    return getattr(key, "idx", getattr(key, "key", getattr(key, "name", key)))


def _choices(result: Any) -> str:
    named = [
        f"output={path[0]!r}" if len(path) == 1 else f"output={path!r}" if path else "no output"
        for path, _ in _tensors(result)
    ]
    return ", ".join(named)
