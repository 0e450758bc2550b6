"""Masks that relevance does not need, because it is zero there anyway.

Relevance of the result u of a ReLU, or a ReLU6, is often u ⊙ (...): it vanishes where u does, where the argument z is
<= 0. Then

    [z > 0] ⊙ R = R        [z < 0] ⊙ R = 0        ReLU'(z) ⊙ R = R
    R / s(z) = R / s(u)    behind a ReLU, so z need not be kept for the way back
"""

from collections.abc import Callable

from lrpfx.graph import Eqn, Graph, Var
from lrpfx.ops import base
from lrpfx.values import Builder, Value, keep, rebuild

Where = tuple[str, Var]
"""Where a value vanishes: ("zero", u) where u is 0; ("fall", z) where z <= 0; ("rise", z) where z >= 0."""

SIDES = {"gt.Scalar": "fall", "lt.Scalar": "rise"}
"""The masks [z > 0] and [z < 0], and where they vanish."""


def support(graph: Graph) -> Graph:
    """Drop masks of what vanishes under them, and divide by what is kept anyway."""
    facts = Support()

    def rewrite(builder: Builder, eqn: Eqn, args: tuple[Value | None, ...]) -> tuple[Value, ...] | None:
        given = [a for a in args if a is not None]
        simpler = _SIMPLER[eqn.op](builder, facts, eqn, given) if eqn.op in _SIMPLER else None
        values = (simpler,) if simpler is not None else keep(builder, eqn, args)
        facts.learn(builder, values[0])
        return values

    return rebuild(graph, rewrite)


def _product(builder: Builder, facts: "Support", eqn: Eqn, args: list[Value]) -> Value | None:
    for mask, R in (args, args[::-1]):
        made = builder.producer(mask)
        if made is None or made.op not in SIDES or made.attr("other") != 0 or R.shape != mask.shape:
            continue
        side, z = SIDES[made.op], made.args[0]
        assert z is not None
        if (side, z) in facts.of(R):
            return R
        if ("rise" if side == "fall" else "fall", z) in facts.of(R):
            return builder.emit("zeros_of", [R], {"size": R.shape}, [R.shape])[0]
    return None


def _derivative(builder: Builder, facts: "Support", eqn: Eqn, args: list[Value]) -> Value | None:
    g, u = args
    return g if eqn.attr("threshold") == 0 and ("zero", u.var) in facts.of(g) else None


def _quotient(builder: Builder, facts: "Support", eqn: Eqn, args: list[Value]) -> Value | None:
    R, below = args
    made = builder.producer(below)
    if made is None or made.op != "stabilize" or made.attr("norm_scale") or made.args[0] is None:
        return None
    z = made.args[0]
    if z not in facts.relu or ("fall", z) not in facts.of(R):
        return None
    if not made.attr("epsilon"):
        return None  # 0 / z is 0, and 0 / relu(z) is not
    nearer = builder.emit("stabilize", [facts.relu[z]], dict(made.attrs), [below.shape])[0]
    return builder.emit(eqn.op, [R, nearer], dict(eqn.attrs), [eqn.out.shape])[0]


_SIMPLER = {"mul.Tensor": _product, "threshold_backward": _derivative, "div.Tensor": _quotient}


class Support:
    """Where the values written so far vanish. `relu` holds max(z, 0) of every z of which the graph computes it."""

    def __init__(self) -> None:
        self.relu: dict[Var, Value] = {}
        self._known: dict[Var, frozenset[Where]] = {}

    def of(self, value: Value) -> frozenset[Where]:
        """Where a value is known to vanish."""
        return self.at(value.var)

    def at(self, var: Var) -> frozenset[Where]:
        """The same, for the variable."""
        return self._known.get(var, frozenset()) | {("zero", var)}

    def learn(self, builder: Builder, out: Value) -> None:
        """Enter what the equation that made `out` says of it."""
        eqn = builder.producer(out)
        if eqn is None or eqn.out != out.var or out.var in self._known:
            return
        if eqn.op == "relu" and eqn.args[0] is not None:
            self.relu.setdefault(eqn.args[0], out)
        x, *others = [Value(builder, a) for a in eqn.args if a is not None] or [out]
        known = set(self._where(builder, eqn, x, others))
        for side, u in (*known, ("zero", out.var)):
            z = builder.producer(Value(builder, u)) if side == "zero" else None
            if z is not None and _cuts_off(z) and z.args[0] is not None:
                known.add(("fall", z.args[0]))
        self._known[out.var] = frozenset(known)

    def _where(self, builder: Builder, eqn: Eqn, x: Value, others: list[Value]) -> frozenset[Where]:
        name = base(eqn.op)
        alike = [v for v in (x, *others) if v.shape == eqn.out.shape]
        if eqn.op in SIDES and eqn.attr("other") == 0:
            return frozenset({(SIDES[eqn.op], x.var)})
        if eqn.op == "mul.Tensor":
            return frozenset[Where]().union(*map(self.of, alike))
        if eqn.op in ("add.Tensor", "sub.Tensor"):
            return self.of(x) & self.of(others[0]) if len(alike) == 2 else frozenset()
        if name == "threshold_backward":
            return self.of(x) | {("zero", others[0].var)} if eqn.attr("threshold") == 0 else frozenset()
        if name in _KEEPS_ZEROS and x in alike:
            bounds = [b for b in (eqn.attr("min"), eqn.attr("max")) if b is not None]
            return self.of(x) if all(b == 0 for b in bounds) else frozenset()
        undoes = _UNDOES.get(name)
        return frozenset[Where]() if undoes is None else self._undone(builder, eqn, x, undoes)

    def _undone(self, builder: Builder, eqn: Eqn, x: Value, undoes: "Undoes") -> frozenset[Where]:
        """Where what was moved vanished, if `eqn` moves x back from there."""
        made = (builder.producer(Value(builder, u)) for side, u in self.of(x) if side == "zero")
        sources = [undoes(m, eqn) for m in made if m is not None]
        return frozenset(("zero", v) for v in sources if v is not None and v.shape == eqn.out.shape)


Undoes = Callable[[Eqn, Eqn], Var | None]
"""The argument of the first equation that the second one moves back to its place, or None."""


def _unshaped(made: Eqn, eqn: Eqn) -> Var | None:
    return made.args[0] if made.op == eqn.op else None


def _unsliced(made: Eqn, eqn: Eqn) -> Var | None:
    """The slice of a concatenation that is one of its parts."""
    rank = len(eqn.out.shape)
    if (
        made.op != "cat"
        or eqn.attr("step", 1) != 1
        or any(p is None or len(p.shape) != rank for p in made.args)
    ):
        return None
    dim, start = _number(made.attr("dim", 0)) % rank, 0
    for part in made.args:
        assert part is not None
        end = start + _number(part.shape[dim])
        if (_number(eqn.attr("dim", 0)) % rank, eqn.attr("start", 0), eqn.attr("end")) == (dim, start, end):
            return part
        start = end
    return None


def _unpooled(made: Eqn, eqn: Eqn) -> Var | None:
    """Max pooling hands back to winners alone: where a winner is zero, so was the maximum of its window."""
    same = len(made.outs) > 1 and made.outs[1] == eqn.args[2] and made.args[0] == eqn.args[1]
    return made.args[0] if same else None


_BOUNDS = {"hardtanh": ("min_val", "max_val"), "clamp": ("min", "max")}


def _cuts_off(eqn: Eqn) -> bool:
    """Whether the result is 0 where the argument is <= 0, and nowhere else: a ReLU, or min(max(z, 0), 6)."""
    low, high = (eqn.attr(name) for name in _BOUNDS.get(base(eqn.op), ("", "")))
    return eqn.op == "relu" or (low == 0 and (high is None or (isinstance(high, int | float) and high > 0)))


def _number(value: object) -> int:
    return value if isinstance(value, int) else -1


_UNDOES: dict[str, Undoes] = {
    "reshape": _unshaped,
    "slice": _unsliced,
    "max_pool2d_with_indices_backward": _unpooled,
    "max_pool3d_with_indices_backward": _unpooled,
    "adaptive_max_pool2d_backward": _unpooled,
    "adaptive_max_pool3d_backward": _unpooled,
}

_KEEPS_ZEROS = frozenset(("neg", "abs", "relu", "clamp", "mul", "div", "sqrt", "clone"))
"""Operators, with numbers or other values as their further arguments, that make zero of zero."""


def learned(graph: Graph) -> tuple[Graph, Support]:
    """The graph, written anew as it is, and what is known of where its values are zero."""
    facts = Support()

    def learn(builder: Builder, eqn: Eqn, args: tuple[Value | None, ...]) -> tuple[Value, ...]:
        values = keep(builder, eqn, args)
        facts.learn(builder, values[0])
        return values

    return rebuild(graph, learn), facts
