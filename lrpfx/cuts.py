"""Where the flow of relevance is restricted: masks and directions at values of a graph, and edges that are closed.

mask         R ← R ⊙ m
directions   R ← a ⊙ Eᵀ(g ⊙ D(R / a)),   g = 1, or h > 0 where the directions have a threshold,   h = E a + b
closed       an edge that leads past a cut: from a value that is not below it to one that is

All of them are linear in R.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from lrpfx.graph import Dim, Graph, Shape, Var
from lrpfx.values import Array, Builder, Value, apply, full_like, where


@dataclass(frozen=True)
class Cut:
    """A restriction of the relevance of one value.

    Attributes:
        var: the value.
        directions: how many directions along `axis` relevance is restricted to; 0: it is multiplied by a mask.
        axis: the axis of `var` along which directions are.
        gated: whether directions have a threshold.
        group: the number of the cut that this is an edge of: what passes no edge of the group is dropped. None: what
            does not pass here flows on.
    """

    var: Var
    directions: int = 0
    axis: int = 1
    gated: bool = False
    group: int | None = None

    def inputs(self, taken: set[str]) -> tuple[Var, ...]:
        """The inputs of the relevance graph that say what is kept: a mask; or decoder, encoder, and threshold."""
        dtype, name = self.var.dtype, self.var.name
        shapes: dict[str, Shape] = {"mask": self.var.shape}
        if self.directions:
            size = self.var.shape[self.axis]
            shapes = {"decoder": (self.directions, size), "encoder": (self.directions, size)}
            shapes |= {"threshold": (self.directions,)} if self.gated else {}
        return tuple(Var(_free(f"{what}.{name}", taken), shape, dtype) for what, shape in shapes.items())

    def restrict(self, a: Array, R: Array, given: Sequence[Array]) -> Array:
        """The relevance that is let through. Computes on tensors, writes equations on values."""
        if not self.directions:
            return R * given[0]
        decoder, encoder, *threshold = given
        active = a.abs() > 0
        one = full_like(a, 1.0)
        context = where(active, R / where(active, a, one), full_like(a, 0.0))
        share = _along(self.axis, context, decoder)
        if threshold:
            share = share * _positive(_along(self.axis, a, encoder, threshold[0]))
        return a * _along(self.axis, share, _transposed(encoder))


def as_cuts(places: Iterable[Var | Cut]) -> tuple[Cut, ...]:
    """Restrictions, of values and restrictions: of a value alone it is a mask that leaves other paths open."""
    return tuple(p if isinstance(p, Cut) else Cut(p) for p in places)


@dataclass(frozen=True)
class Restrictions:
    """The cuts of a relevance graph under construction, with the inputs that belong to them."""

    at: Mapping[str, Sequence[tuple[Cut, tuple[Value, ...]]]]
    inputs: tuple[Var, ...]
    closed: Callable[[str, str], bool]

    def restrict(self, name: str, a: Value, R: Value) -> Value:
        """Relevance `R` of the value called `name`, as far as it is let through."""
        for cut, given in self.at.get(name, ()):
            R.builder.rule = "mask"
            R = cut.restrict(a, R, given)  # type: ignore[assignment]  # of values it is one
        return R


def restrictions(graph: Graph, builder: Builder, cuts: Sequence[Cut]) -> Restrictions:
    """Enter the inputs of all cuts."""
    taken: set[str] = set()
    at: dict[str, list[tuple[Cut, tuple[Value, ...]]]] = {}
    inputs: list[Var] = []
    for cut in cuts:
        own = cut.inputs(taken)
        inputs += own
        at.setdefault(cut.var.name, []).append((cut, tuple(builder.bind(v) for v in own)))
    return Restrictions(at, tuple(inputs), bypasses(graph, cuts))


def bypasses(graph: Graph, cuts: Sequence[Cut]) -> Callable[[str, str], bool]:
    """Whether relevance that goes from a value to one that it was computed from leads past a cut.

    An edge does if it goes to a value below the cut from one that is neither below it nor one of its places: whatever
    takes it reaches the inputs without having passed.
    """
    groups = [
        (
            {c.var.name for c in cuts if c.group == group},
            below(graph, (c.var for c in cuts if c.group == group)),
        )
        for group in dict.fromkeys(c.group for c in cuts if c.group is not None)
    ]
    return lambda start, end: any(end in low and start not in low | places for places, low in groups)


def below(graph: Graph, places: Iterable[Var]) -> frozenset[str]:
    """Names of the values that these are computed from."""
    found: set[str] = set()
    stack = [v.name for v in places]
    while stack:
        made = graph.producers.get(stack.pop())
        for arg in () if made is None else made.args:
            if arg is not None and arg.name not in found:
                found.add(arg.name)
                stack.append(arg.name)
    return frozenset(found)


def _along(axis: int, x: Array, matrix: Array, bias: Array | None = None) -> Array:
    """A matrix, (out, in), applied along one axis."""
    shape: list[Dim] = list(x.shape)
    axis %= len(shape)
    order = (*(i for i in range(len(shape)) if i != axis), axis)
    last = [shape[i] for i in order]
    moved = apply("permute", [x], {"dims": order}, [tuple(last)])[0]
    done = apply("linear", [moved, matrix, bias], {}, [(*last[:-1], matrix.shape[0])])[0]
    shape[axis] = matrix.shape[0]
    back = tuple(order.index(i) for i in range(len(shape)))
    return apply("permute", [done], {"dims": back}, [tuple(shape)])[0]


def _transposed(matrix: Array) -> Array:
    return apply("permute", [matrix], {"dims": (1, 0)}, [(matrix.shape[1], matrix.shape[0])])[0]


def _positive(h: Array) -> Array:
    """1 where h > 0, else 0."""
    return where(h > 0, full_like(h, 1.0), full_like(h, 0.0))


def _free(name: str, taken: set[str]) -> str:
    free = next(n for n in (name, *(f"{name}_{i}" for i in range(1, len(taken) + 2))) if n not in taken)
    taken.add(free)
    return free
