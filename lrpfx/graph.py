"""The graph: a frozen value, single assignment, parameters as explicit inputs. A jaxpr over ATen operators.

    Graph ::= { params ; inputs . eqns in outputs }
    Eqn   ::= outs = op args [attrs]          args are Vars (or None where an optional tensor is absent)

No tensor lives in it, so equality, hashing, printing and comparing come for free.
"""

import hashlib
from collections.abc import Container, Iterator
from dataclasses import dataclass
from functools import cached_property

from lrpfx.errors import GraphError


@dataclass(frozen=True)
class Batch:
    """A size that is a multiple of the batch size N, bound when the graph is evaluated."""

    times: int = 1

    def __str__(self) -> str:
        return "N" if self.times == 1 else f"{self.times}N"

    __repr__ = __str__


Dim = int | Batch
Shape = tuple[Dim, ...]
Attr = None | bool | int | float | str | Batch | tuple["Attr", ...]
Attrs = tuple[tuple[str, Attr], ...]


@dataclass(frozen=True)
class Var:
    """A named value of known shape and dtype (`f32`, `f64`, `i64`, `b8`, ...)."""

    name: str
    shape: Shape
    dtype: str

    @property
    def is_real(self) -> bool:
        """Whether it is of floating point."""
        return self.dtype.startswith(("f", "bf"))

    def __hash__(self) -> int:
        return hash(self.name)  # which is unique in a graph; sets of variables are asked for often

    def __str__(self) -> str:
        return f"{self.name}:{self.dtype}[{','.join(map(str, self.shape))}]"


@dataclass(frozen=True)
class Eqn:
    """`outs = op args [attrs]`; `module` and `source` say where in the user's model it came from.

    In a relevance graph `rule` names the rule that wrote the equation; it is empty in the forward half.
    """

    outs: tuple[Var, ...]
    op: str
    args: tuple[Var | None, ...]
    attrs: Attrs = ()
    module: str = ""
    source: str = ""
    rule: str = ""

    @property
    def out(self) -> Var:
        """The first (usually the only) output."""
        return self.outs[0]

    def attr(self, name: str, default: Attr = None) -> Attr:
        """The attribute's value; attributes at their schema's default are not stored."""
        return dict(self.attrs).get(name, default)

    def __str__(self) -> str:
        outs = ", ".join(map(str, self.outs))
        args = " ".join("None" if a is None else a.name for a in self.args)
        attrs = " ".join(f"{k}={_plain(v)}" for k, v in self.attrs)
        return " ".join(filter(None, [f"{outs} = {self.op}", args, f"[{attrs}]" if attrs else ""]))


SIZE_ONLY = frozenset(
    (
        *("zeros_like", "ones_like", "full_like", "empty_like", "fill"),
        *("new_zeros", "new_ones", "new_full", "new_empty", "zeros_of", "windows"),
    )
)
"""Operators whose result depends on the size of their argument, not on its values."""


RANDOM = frozenset(
    ("bernoulli", "normal", "uniform", "rand", "randn", "rand_like", "randn_like", "native_dropout")
)
"""Operators whose result changes from call to call: no constants, so relevance must be told what to do with them."""


MATRICES = frozenset(("linear", "mm", "bmm", "matmul", "mv", "dot", "convolution"))
"""Products of matrices, of which one may be weights."""


TABLES = frozenset(("index", "index_select", "embedding"))
"""Operators whose first argument is a table, and whose others say which of its rows are wanted."""


@dataclass(frozen=True)
class Graph:
    """A program: equations in order, each value assigned once."""

    inputs: tuple[Var, ...]
    params: tuple[Var, ...]
    eqns: tuple[Eqn, ...]
    outputs: tuple[Var, ...]

    @cached_property
    def key(self) -> str:
        """SHA-256 of what the graph computes; modules and source lines do not enter."""
        lines = [f"params {' '.join(map(str, self.params))}", f"inputs {' '.join(map(str, self.inputs))}"]
        lines += map(str, self.eqns)
        lines += [f"outputs {' '.join(map(str, self.outputs))}"]
        return hashlib.sha256("\n".join(lines).encode()).hexdigest()

    def __hash__(self) -> int:
        return hash(self.key)

    def __eq__(self, other: object) -> bool:
        """Whether both compute the same by equations of the same places."""
        if self is other or not isinstance(other, Graph):
            return self is other
        return self.key == other.key and self._places == other._places

    @cached_property
    def _places(self) -> str:
        """SHA-256 of what the key leaves out."""
        places = "\n".join(f"{e.module}\t{e.source}\t{e.rule}" for e in self.eqns)
        return hashlib.sha256(places.encode()).hexdigest()

    @cached_property
    def producers(self) -> dict[str, Eqn]:
        """The equation that assigns each value."""
        return {v.name: e for e in self.eqns for v in e.outs}

    @cached_property
    def users(self) -> dict[str, tuple[Eqn, ...]]:
        """The equations that read each value."""
        users: dict[str, list[Eqn]] = {}
        for eqn in self.eqns:
            for name in dict.fromkeys(a.name for a in eqn.args if a is not None):
                users.setdefault(name, []).append(eqn)
        return {name: tuple(eqns) for name, eqns in users.items()}

    @cached_property
    def data(self) -> frozenset[str]:
        """Names of the values that depend on an input; all others depend on parameters, or on sizes, alone."""
        names = {v.name for v in self.inputs}
        for eqn in self.eqns:
            operator = eqn.op.split(".")[0]
            if operator in SIZE_ONLY:
                continue
            if operator in RANDOM or any(a is not None and a.name in names for a in eqn.args):
                names.update(v.name for v in eqn.outs)
        return frozenset(names)

    @cached_property
    def chosen(self) -> frozenset[str]:
        """Names of the values that are rows of a constant, chosen by whole numbers that the forward computed.

        So a router chooses the weights of experts. Which ones depends on an input; what they are does not.
        """
        computed, chosen = set[str](), set[str]()
        for eqn in self.eqns:
            data = [a for a in eqn.args if a is not None and a.name in self.data]
            if not data:
                continue
            if not eqn.out.is_real:
                if any(a.is_real or a.name in computed for a in data):
                    computed.update(v.name for v in eqn.outs)
                continue
            # the second result of a maximum, or of a sort, is where it was found
            computed.update(v.name for v in eqn.outs[1:] if not v.is_real)
            looked_up = eqn.op.split(".")[0] in TABLES and eqn.args[0] not in data
            if all(a.name in (computed if looked_up else chosen) for a in data):
                chosen.add(eqn.out.name)
        return frozenset(chosen)

    def operands(self, eqn: Eqn) -> tuple[int, ...]:
        """Positions of the arguments of `eqn` that depend on an input; weights that are `chosen` are weights."""
        found = tuple(i for i, a in enumerate(eqn.args) if a is not None and a.name in self.data)
        if len(found) > 1 and eqn.op.split(".")[0] in MATRICES:
            return tuple(i for i in found if eqn.args[i].name not in self.chosen) or found  # type: ignore[union-attr]
        return found

    def __str__(self) -> str:
        from lrpfx.show import show

        return show(self)


def in_words(module: str, source: str) -> str:
    """A place in the user's model, from a module path and a source line, either of which may be empty."""
    where = f"module `{module}`" if module else "the model itself"
    return f"{where}, {source}" if source else where


def place(eqn: Eqn) -> str:
    """Where an equation comes from, in words."""
    return in_words(eqn.module, eqn.source)


def check(graph: Graph) -> Graph:
    """Return `graph` if it is well formed.

    - every value is bound once, before its first use
    - inputs, parameters and outputs are bound

    Raises:
        GraphError: with the equation at fault and its neighbours.
    """
    bound: dict[str, Var] = {}
    for var in _bindings(graph):
        if var.name in bound:
            raise GraphError(f"`{var.name}` is bound twice{_around(graph, var.name)}")
        bound[var.name] = var
    seen = {v.name for v in graph.inputs + graph.params}
    for eqn in graph.eqns:
        for arg in eqn.args:
            if arg is not None and arg.name not in seen:
                raise GraphError(f"`{arg.name}` is read before it is bound{_around(graph, eqn.out.name)}")
            if arg is not None and arg is not bound[arg.name] and arg != bound[arg.name]:
                raise GraphError(
                    f"`{arg}` is read, but bound as `{bound[arg.name]}`{_around(graph, eqn.out.name)}"
                )
        seen.update(v.name for v in eqn.outs)
    for var in graph.outputs:
        if var.name not in seen:
            raise GraphError(f"the output `{var.name}` is never bound")
    return graph


def check_values(graph: Graph, values: Container[str]) -> None:
    """Refuse to run a graph without the values of all its parameters.

    Raises:
        GraphError: naming those that are missing.
    """
    missing = [v.name for v in graph.params if v.name not in values]
    if missing:
        mend = "give all parameters that the trace returned"
        if missing[0].startswith("given."):
            mend = "it is a tensor of a rule: give {**params, **composite.tensors}; `composite.tensors` holds them"
        raise GraphError(f"the parameter `{missing[0]}` of the graph has no value: {mend}")


def _bindings(graph: Graph) -> Iterator[Var]:
    yield from graph.inputs
    yield from graph.params
    for eqn in graph.eqns:
        yield from eqn.outs


def _around(graph: Graph, name: str, margin: int = 5) -> str:
    """The equations around the one that binds `name`, for an error message."""
    at = next((i for i, e in enumerate(graph.eqns) if any(v.name == name for v in e.outs)), None)
    if at is None:
        return ""
    low = max(0, at - margin)
    lines = (
        f"{'>' if i == at else ' '} {i:4d}  {eqn}"
        for i, eqn in enumerate(graph.eqns[low : at + margin + 1], start=low)
    )
    return " in\n" + "\n".join(lines)


def _plain(value: Attr) -> str:
    """An attribute as it is printed: tuples without spaces."""
    if isinstance(value, tuple):
        return f"({','.join(map(_plain, value))}{',' if len(value) == 1 else ''})"
    return str(value)
