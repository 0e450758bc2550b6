"""How the tensors of an input are arranged: one tensor, positional arguments, keywords, nested.

    x = t                       model(t)
    x = (a, b)                  model(a, b)            a tuple or a list holds positional arguments
    x = {"ids": a, "mask": b}   model(ids=a, mask=b)   a dict holds keyword arguments

A graph has one input for every tensor; what is no tensor is a constant of the trace.
"""

import inspect
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from torch import Tensor, nn
from torch.utils import _pytree as pytree

from lrpfx.errors import InputError


@dataclass(frozen=True)
class Structure:
    """Where the tensors of an input stand, and everything in it that is no tensor."""

    spec: Any
    constants: tuple[tuple[int, Any], ...]
    count: int
    names: tuple[str, ...] = ()

    def join(self, tensors: Sequence[Any], constants: bool = False) -> Any:
        """Put one thing in the place of each tensor, and None (or the constants) in that of the rest."""
        leaves: list[Any] = [None] * (len(self.constants) + self.count)
        fixed = dict(self.constants)
        given = iter(tensors)
        for i in range(len(leaves)):
            leaves[i] = (fixed[i] if constants else None) if i in fixed else next(given)
        return pytree.tree_unflatten(leaves, self.spec)

    def arguments(self, tensors: Sequence[Tensor]) -> tuple[tuple[Any, ...], Mapping[str, Any]]:
        """The positional and the keyword arguments of a call at these tensors."""
        return arguments_of(self.join(tensors, constants=True))

    def split(self, x: Any) -> tuple[Tensor, ...]:
        """The tensors of an input of this structure, in order.

        Raises:
            InputError: if its structure is another, or a constant has another value.
        """
        leaves, spec = pytree.tree_flatten(in_order(x))
        tensors = tuple(leaf for leaf in leaves if isinstance(leaf, Tensor))
        _check_some(x, tensors)
        if spec != self.spec or len(tensors) != self.count:
            raise InputError(
                f"the input is {in_short(x)}; the explainer was compiled for"
                f" {in_short(self.join([...] * self.count))}: compile for it"
            )
        for at, value in self.constants:
            if not _same(leaves[at], value):
                raise InputError(
                    f"the input holds {leaves[at]!r} where the explainer was compiled for {value!r}, a constant of the"
                    " graph: compile for it, or pass it as a tensor"
                )
        return tensors


def structure_of(model: nn.Module, x: Any) -> tuple[Structure, tuple[Tensor, ...]]:
    """The structure of `x` and its tensors, named after the arguments of the model's forward.

    Raises:
        InputError: if `x` holds no tensor.
    """
    x = in_order(x)
    leaves, spec = pytree.tree_flatten(x)
    tensors = tuple(leaf for leaf in leaves if isinstance(leaf, Tensor))
    _check_some(x, tensors)
    constants = tuple((i, leaf) for i, leaf in enumerate(leaves) if not isinstance(leaf, Tensor))
    names = ("x",) if isinstance(x, Tensor) else tuple(_names(model, x))
    return Structure(spec, constants, len(tensors), names), tensors


def _check_some(x: Any, tensors: Sequence[Tensor]) -> None:
    if not tensors:
        raise InputError(
            f"the input is {in_short(x)}, not a torch.Tensor, nor a tuple or dict of tensors; use `torch.as_tensor`"
        )


def in_short(x: Any) -> str:
    """An input's structure in a few words: `(Tensor, Tensor)`, `{'ids': Tensor}`."""
    if isinstance(x, dict):
        return "{" + ", ".join(f"{k!r}: {in_short(v)}" for k, v in x.items()) + "}"
    if isinstance(x, tuple | list):
        return "(" + ", ".join(map(in_short, x)) + ("," if len(x) == 1 else "") + ")"
    return "Tensor" if isinstance(x, Tensor) or x is ... else type(x).__name__


def in_order(x: Any) -> Any:
    """Keyword arguments in one order, whatever the order they are given in."""
    return dict(sorted(x.items())) if type(x) is dict else x


def arguments_of(x: Any) -> tuple[tuple[Any, ...], Mapping[str, Any]]:
    """The positional and the keyword arguments that an input stands for."""
    if isinstance(x, dict):
        return (), x
    return (tuple(x), {}) if isinstance(x, tuple | list) else ((x,), {})


def _names(model: nn.Module, x: Any) -> list[str]:
    """A name for every tensor: its argument's, with the way to it inside the argument."""
    args, kwargs = arguments_of(x)
    try:
        bound: Mapping[str, Any] = inspect.signature(model.forward).bind(*args, **kwargs).arguments
    except (TypeError, ValueError):  # the call itself will say what does not fit
        bound = dict(kwargs) if kwargs else {f"x.{i}": a for i, a in enumerate(args)}
    own = [
        (f"{name}{_path(path)}", leaf)
        for name, value in bound.items()
        for path, leaf in pytree.tree_flatten_with_path(value)[0]
        if isinstance(leaf, Tensor)
    ]
    order = [id(leaf) for leaf in pytree.tree_leaves(x) if isinstance(leaf, Tensor)]
    named: list[str] = []
    for at in order:  # keywords may stand in another order than the forward's arguments
        index = next(i for i, (_, leaf) in enumerate(own) if id(leaf) == at)
        named.append(own.pop(index)[0])
    return named


def _path(path: Sequence[Any]) -> str:
    return "".join(f".{getattr(key, 'idx', getattr(key, 'key', key))}" for key in path)


def _same(a: Any, b: Any) -> bool:
    try:
        return bool(a is b or (type(a) is type(b) and a == b))
    except (TypeError, ValueError):
        return False
