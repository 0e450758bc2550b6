"""What data are, by content, so that a state is not gone on from with other data."""

import hashlib
from typing import Any

import torch
from torch import Tensor
from torch.utils import _pytree as pytree

from lrpfx.content import content
from lrpfx.target import Target


class Digest:
    """The digest of samples and of what is explained of them, whichever batches they come in."""

    def __init__(self) -> None:
        self._parts: list[Any] = []

    def add(self, x: Any, target: Target, size: int) -> None:
        """The next samples: inputs, of which there are `size`, and their classes."""
        leaves, structure = pytree.tree_flatten(x)
        tensors = [v for v in leaves if isinstance(v, Tensor)]
        if not self._parts:
            others = [v for v in leaves if not isinstance(v, Tensor)]
            facts = [(str(t.dtype), tuple(t.shape[1:])) for t in tensors]
            self._parts = [hashlib.sha256(repr((str(structure), others, facts)).encode())]
            self._parts += [hashlib.sha256() for _ in range(len(tensors) + 1)]
        for part, tensor in zip(self._parts[1:-1], tensors, strict=False):
            part.update(content(tensor))
        self._parts[-1].update(_classes(target, size))

    def value(self) -> str:
        """Of all samples up to here."""
        return hashlib.sha256(b"".join(part.digest() for part in self._parts)).hexdigest()


def _classes(target: Target, size: int) -> bytes:
    """A class for every sample, -1 for the predicted one."""
    if target is None or isinstance(target, int):
        return content(torch.full((size,), -1 if target is None else target))
    return b"" if callable(target) else content(torch.as_tensor(target).long())
