"""A tensor among the parameters of a rule: hashable by its content, and a named parameter of the relevance graph.

rule    pattern(pattern=f64[8,3,3,3]#1f0c9a7be2d4)
graph   { ... given.1f0c9a7be2d4:f64[8,3,3,3] ; x . ... }       no tensor lives in either
"""

import hashlib
from dataclasses import dataclass, field
from functools import cached_property

from torch import Tensor

from lrpfx.content import content
from lrpfx.graph import Var
from lrpfx.ops import dtype_name
from lrpfx.values import Array, Value


@dataclass(frozen=True, eq=False)
class Given:
    """A copy of a tensor, equal to every other of the same dtype, shape and bytes."""

    tensor: Tensor = field(repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "tensor", self.tensor.detach().clone().contiguous())

    @cached_property
    def digest(self) -> str:
        """The beginning of the SHA-256 of dtype, shape and bytes."""
        facts = f"{self.tensor.dtype} {tuple(self.tensor.shape)}".encode()
        return hashlib.sha256(facts + content(self.tensor)).hexdigest()[:12]

    @property
    def var(self) -> Var:
        """The parameter that it is in a graph."""
        return Var(f"given.{self.digest}", tuple(self.tensor.shape), dtype_name(self.tensor.dtype))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Given) and self.var == other.var

    def __hash__(self) -> int:
        return hash(self.digest)

    def __str__(self) -> str:
        return f"{self.var.dtype}[{','.join(map(str, self.var.shape))}]#{self.digest}"

    def beside(self, other: Array) -> Array:
        """The tensor where `other` is: on its device and in its dtype, or a parameter of the graph it is written in."""
        if not isinstance(other, Value):
            assert isinstance(other, Tensor)
            return self.tensor.to(other)
        value = other.builder.parameter(self.var)
        if value.var.dtype == other.var.dtype:
            return value
        dtype = f"torch.{_long(other.var.dtype)}"
        return other.builder.emit("_to_copy", [value], {"dtype": dtype}, [value.shape], [other.var.dtype])[0]


def _long(dtype: str) -> str:
    """`bf16` -> `bfloat16`: the way back from `dtype_name`, for floating point."""
    return dtype.replace("bf", "bfloat") if dtype.startswith("bf") else dtype.replace("f", "float")
