"""How a rule used its operator: where it called it, and where it transposed it."""

from dataclasses import dataclass, field, replace

from lrpfx.operator import Operator
from lrpfx.values import Array, Value

Params = tuple[Value | None, ...]


@dataclass(frozen=True)
class Call:
    """The operator at `x` and `params`."""

    x: Value
    params: Params


@dataclass(frozen=True)
class Transposed:
    """opᵀ(g; params); `spread` if it hands back evenly what the other summands absorb."""

    g: Value
    params: Params
    spread: bool = False


@dataclass(frozen=True)
class Recorder(Operator):
    """An operator that remembers how a rule used it, by the name of the result."""

    calls: dict[str, list[Call]] = field(default_factory=dict)
    transposed: dict[str, Transposed] = field(default_factory=dict)

    def __call__(self, x: Array, *params: Array | None) -> Array:
        z = super().__call__(x, *params)
        self.calls.setdefault(_name(z), []).append(Call(x, params))  # type: ignore[arg-type]  # values, in a graph
        return z

    def T(self, g: Array, *params: Array | None) -> Array:  # noqa: N802, as in Operator
        r = super().T(g, *params)
        self.transposed.setdefault(_name(r), Transposed(g, params))  # type: ignore[arg-type]
        return r

    def spread(self, r: Array) -> Array:
        shared = super().spread(r)
        self.transposed[_name(shared)] = replace(self.transposed[_name(shared)], spread=True)
        return shared


def _name(value: Array) -> str:
    assert isinstance(value, Value)
    return value.var.name
