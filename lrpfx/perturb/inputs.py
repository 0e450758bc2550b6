"""An input of any structure as a batch of samples that can be copied.

x, tensors (N, ...)   --rows-->   copies (C, N, ...) as one batch (C·N, ...)   --copies-->   relevance (C, N, ...)
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor
from torch.utils import _pytree as pytree

from lrpfx.errors import InputError
from lrpfx.structure import in_order, in_short


@dataclass(frozen=True, eq=False)
class Inputs:
    """The leaves of an input; `moved` are the positions of the tensors that a method perturbs."""

    leaves: tuple[Any, ...]
    spec: Any
    moved: tuple[int, ...]

    @property
    def tensors(self) -> tuple[Tensor, ...]:
        """The tensors that are perturbed, (batch, ...)."""
        return tuple(self.leaves[i] for i in self.moved)

    @property
    def batch(self) -> int:
        """How many samples."""
        return int(self.tensors[0].shape[0])

    @property
    def all(self) -> tuple[Tensor, ...]:
        """All tensors, those that are carried along too."""
        return tuple(leaf for leaf in self.leaves if isinstance(leaf, Tensor))

    @property
    def x(self) -> Any:
        """The input as the explainer takes it."""
        return pytree.tree_unflatten(list(self.leaves), self.spec)

    def part(self, samples: slice) -> "Inputs":
        """Some of the samples."""
        leaves = (leaf[samples] if isinstance(leaf, Tensor) else leaf for leaf in self.leaves)
        return Inputs(tuple(leaves), self.spec, self.moved)

    def at(self, rows: Tensor, moved: Sequence[Tensor]) -> Any:
        """Any rows, given as (rows, ...) for each perturbed tensor; `rows` says of which sample each is a copy."""
        leaves = [leaf[rows] if isinstance(leaf, Tensor) else leaf for leaf in self.leaves]
        for i, tensor in zip(self.moved, moved, strict=True):
            leaves[i] = tensor
        return pytree.tree_unflatten(leaves, self.spec)

    def rows(self, moved: Sequence[Tensor]) -> Any:
        """Copies, (copies, batch, ...) for each perturbed tensor, as one input of copies · batch samples.

        The other tensors are repeated.
        """
        copies = moved[0].shape[0]
        leaves: list[Any] = [
            leaf.repeat(copies, *[1] * (leaf.ndim - 1)) if isinstance(leaf, Tensor) else leaf
            for leaf in self.leaves
        ]
        for i, tensor in zip(self.moved, moved, strict=True):
            leaves[i] = tensor.expand(copies, self.batch, *tensor.shape[2:]).flatten(0, 1)
        return pytree.tree_unflatten(leaves, self.spec)

    def copies(self, tree: Any) -> tuple[Tensor, ...]:
        """What an explainer returned for `rows`: a tensor (copies, batch, ...) for each tensor of the input."""
        found = pytree.tree_leaves(tree)
        return tuple(apart(t, self.batch) for t in found if isinstance(t, Tensor))

    def join(self, tensors: Sequence[Tensor]) -> Any:
        """One tensor for each tensor of the input, in its structure; None in the place of the rest."""
        given = iter(tensors)
        leaves = [next(given) if isinstance(leaf, Tensor) else None for leaf in self.leaves]
        return pytree.tree_unflatten(leaves, self.spec)

    def in_moved(self, values: Sequence[Tensor], like: torch.dtype) -> tuple[Tensor, ...]:
        """Values of the perturbed tensors, and zeros for those that are carried along, for each tensor."""
        given = dict(zip(self.moved, values, strict=True))
        return tuple(
            given[i] if i in given else torch.zeros(leaf.shape, dtype=like, device=leaf.device)
            for i, leaf in enumerate(self.leaves)
            if isinstance(leaf, Tensor)
        )


def apart(t: Tensor, batch: int) -> Tensor:
    """Rows (copies · batch, ...) as (copies, batch, ...)."""
    return t.reshape(-1, batch, *t.shape[1:])


def inputs_of(x: Any, *, integers: bool = False) -> Inputs:
    """The leaves of an input. Tensors of floating point are perturbed, integers (token ids) are carried along.

    Args:
        integers: whether integers are perturbed where nothing is of floating point.

    Raises:
        InputError: if there is nothing to perturb, or a tensor has no batch axis.
    """
    leaves, spec = pytree.tree_flatten(in_order(x))
    tensors = {i: leaf for i, leaf in enumerate(leaves) if isinstance(leaf, Tensor)}
    moved = tuple(i for i, t in tensors.items() if t.is_floating_point())
    if not moved and integers:
        moved = tuple(tensors)
    if not tensors:
        raise InputError(
            f"the input is {in_short(x)}, not a torch.Tensor, nor a tuple or dict of tensors; use `torch.as_tensor`"
        )
    if not moved:
        raise InputError(
            "the input holds whole numbers alone, such as token ids, which cannot be perturbed: give a model that takes"
            " their embeddings, or explain by `lrpfx.methods.lrp`, `gradient`, `input_x_gradient` or `occlusion`"
        )
    batch = tensors[moved[0]].shape[:1]
    for tensor in tensors.values():
        if tensor.shape[:1] != batch or not batch:
            shapes = ", ".join(str(tuple(t.shape)) for t in tensors.values())
            raise InputError(
                f"the tensors of the input have shapes {shapes}; to be copied, each needs the batch as its first axis:"
                " `tensor.expand(batch, ...)`"
            )
    return Inputs(tuple(leaves), spec, moved)
