"""What a rule did with relevance, read off the equations that it wrote.

A rule over symbolic values leaves its formula behind. Its result, as far as it is a sum of transposed operators, is

    R_x = Σ_t  c_t f_t ⊙ opᵀ(g_t; w_t)          g = N / s(z),   z = Σ_m c_m op(x_m; w_m, b_m)

In all published formulas a bias is the weight of one more input neuron, which is always 1. So beside each summand
with f_t = x_m and w_t = w_m there are, shaped like z,

    c_t b_m ⊙ g_t                     the relevance of the bias
    (c_t / c_m) (s(z) - z) ⊙ g_t      what the stabilizer takes, once for every g

Nothing is computed twice, and a rule is run as it is. What a formula of another form absorbs cannot be told apart.

Source: Bach et al. 2015, "On Pixel-Wise Explanations", section on the bias; Montavon et al. 2019, "Layer-Wise Relevance
Propagation: An Overview", section 10.2 (sums over 0, j, where neuron 0 is the bias).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from torch import Tensor

from lrpfx.composite import Composite
from lrpfx.graph import Attr
from lrpfx.operator import Operator
from lrpfx.ops import LINEAR, Kind
from lrpfx.recorder import Call, Params, Recorder
from lrpfx.relevance import Step, as_it_is
from lrpfx.values import Array, Value, full_like


@dataclass(frozen=True)
class Term:
    """One summand of a rule's result: scale · share ⊙ opᵀ(g; params)."""

    scale: float
    share: Value
    g: Value
    params: Params
    spread: bool


@dataclass(frozen=True)
class BiasPart:
    """scale · bias ⊙ g: relevance of a bias, to be summed; `bias` broadcasts to g."""

    scale: float
    bias: Value
    g: Value


@dataclass(frozen=True)
class StabilizerPart:
    """scale · (denominator - z) ⊙ g: what a stabilizer takes, to be summed."""

    scale: float
    denominator: Value
    z: Value
    g: Value


@dataclass(frozen=True)
class Reading:
    """A rule's result on one step, its summands, and what stands beside them.

    `complete` says whether the summands are all of the result. `routes` says that it is opᵀ(R) and nothing else.
    """

    result: Array
    terms: tuple[Term, ...] = ()
    biases: tuple[BiasPart, ...] = ()
    stabilizers: tuple[StabilizerPart, ...] = ()
    complete: bool = False
    routes: bool = False


class Reader:
    """Reads steps of one relevance graph, in the order in which they are written."""

    def __init__(self) -> None:
        self.dependent: set[str] = set()  # values that are computed from relevance
        self._read = 0

    def read(self, step: Step) -> Reading:
        """Run the rule of a step, and read what it wrote."""
        own = {name: getattr(step.op, name) for name in step.op.__dataclass_fields__}
        op = Recorder(**own)
        op.calls[_name(op.outs[0])] = [Call(step.x, step.params)]
        result = as_it_is(replace(step, op=op))
        if not isinstance(result, Value):
            return Reading(result)
        self._follow(step.R)
        one_step = _Step(self, step, op)
        terms = list(one_step.terms(result, 1.0, None))
        known = tuple(t for t in terms if t is not None)
        biases, stabilizers = one_step.absorbed(known)
        routes = len(known) == len(terms) == 1 and _same(known[0].g, step.R) and one_step.is_one(known[0])
        return Reading(result, known, biases, stabilizers, len(known) == len(terms), routes)

    def _follow(self, R: Value) -> None:
        """Learn which of the values written since the last step depend on relevance."""
        self.dependent.add(R.var.name)
        eqns = R.builder.eqns
        for eqn in eqns[self._read :]:
            if any(a is not None and a.name in self.dependent for a in eqn.args):
                self.dependent.update(v.name for v in eqn.outs)
        self._read = len(eqns)


@dataclass(frozen=True)
class _Step:
    """What is read of one step."""

    reader: Reader
    step: Step
    op: Recorder

    def is_one(self, term: Term) -> bool:
        """Whether a summand is opᵀ(g) itself."""
        return term.scale == 1 and _same(term.share, self._ones())

    # ---- the result, as a sum of transposed operators -----------------------------------------------------------

    def terms(self, value: Value, scale: float, share: Value | None) -> Iterator[Term | None]:
        """The summands of scale · share ⊙ value; None for what is no transposed operator."""
        if value.var.name in self.op.transposed:
            made = self.op.transposed[value.var.name]
            yield Term(scale, self._shaped(share), made.g, made.params, made.spread)
            return
        if _same(value, self.step.R):  # handed on unchanged, without the operator
            return
        parts = self._summands(value)
        if parts is not None:
            for factor, part in parts:
                yield from self.terms(part, scale * factor, share)
            return
        op, args = self._made(value)
        if op == "mul.Tensor" and len(moving := [a for a in args if self._depends(a)]) == 1:
            (other,) = [a for a in args if not self._depends(a)]
            yield from self.terms(moving[0], scale, other if share is None else share * other)
        elif op == "div.Tensor" and self._depends(args[0]) and not self._depends(args[1]):
            yield from self.terms(args[0], scale, (1.0 if share is None else share) / args[1])
        else:
            yield None

    def _summands(self, value: Value) -> list[tuple[float, Value]] | None:
        """`value` as a sum of values that depend on relevance, each with a number before it; None if it is no sum."""
        op, args = self._made(value)
        if (
            op in ("add.Tensor", "sub.Tensor")
            and all(map(self._depends, args))
            and not self._attr(value, "alpha")
        ):
            return [(1.0, args[0]), (1.0 if op == "add.Tensor" else -1.0, args[1])]
        if op == "neg":
            return [(-1.0, args[0])]
        other = self._attr(value, "other")
        if op == "mul.Scalar" and isinstance(other, int | float):
            return [(other, args[0])]
        if op == "div.Scalar" and isinstance(other, int | float) and other != 0:
            return [(1 / other, args[0])]
        return None

    # ---- what stands beside the summands ------------------------------------------------------------------------

    def absorbed(self, terms: tuple[Term, ...]) -> tuple[tuple[BiasPart, ...], tuple[StabilizerPart, ...]]:
        """The shares of biases and stabilizers, less what is spread over the inputs again."""
        left = 1.0 - sum(t.scale for t in terms if t.spread)
        biases: list[BiasPart] = []
        factors: dict[str, set[float]] = {}
        quotients: dict[str, StabilizerPart] = {}
        for term in terms:
            for factor, g in [] if term.spread else self._quotients(term.g, term.scale):
                below = self._denominator(g)
                z = None if below is None else self._made(below)[1][0]
                found = [] if z is None else list(self._calls(z, 1.0))
                call, coefficient = self._beside(term, found)
                if call is not None and (bias := self._bias(call)) is not None:
                    biases.append(BiasPart(factor * left, bias, g))
                if below is not None and z is not None and found and call is not None:
                    quotients[g.var.name] = StabilizerPart(factor / coefficient * left, below, z, g)
                    factors.setdefault(g.var.name, set()).add(factor / coefficient)
        stabilizers = [s for name, s in quotients.items() if len(factors[name]) == 1]
        return tuple(b for b in biases if b.scale), tuple(s for s in stabilizers if s.scale)

    def _quotients(self, g: Value, scale: float) -> Iterator[tuple[float, Value]]:
        """g as a sum of quotients, each with a number before it."""
        parts = self._summands(g)
        if parts is None:
            yield scale, g
        for factor, part in parts or ():
            yield from self._quotients(part, scale * factor)

    def _denominator(self, g: Value) -> Value | None:
        """s(z) of g = h ⊙ N / s(z)."""
        op, args = self._made(g)
        moving = [a for a in args if self._depends(a)]
        if op == "div.Tensor" and not self._depends(args[1]) and self._made(args[1])[0] == "stabilize":
            return args[1]
        if op in ("div.Tensor", "mul.Tensor", "mul.Scalar", "div.Scalar", "neg") and len(moving) == 1:
            return self._denominator(moving[0]) if not _same(moving[0], self.step.R) else None
        return None

    def _calls(self, z: Value, scale: float) -> Iterator[tuple[float, Call]]:
        """z as a sum of the operator at several places, as far as it is one."""
        if z.var.name in self.op.calls:
            yield from ((scale, call) for call in self.op.calls[z.var.name])
            return
        op, args = self._made(z)
        if op in ("add.Tensor", "sub.Tensor") and not self._attr(z, "alpha"):
            yield from self._calls(args[0], scale)
            yield from self._calls(args[1], scale if op == "add.Tensor" else -scale)
        elif op == "neg":
            yield from self._calls(args[0], -scale)

    def _beside(self, term: Term, found: list[tuple[float, Call]]) -> tuple[Call | None, float]:
        """The call whose bias belongs to a summand: at the same x, by the same weights; and the number before it."""
        matching = [(c, call) for c, call in found if self._fits(term, call)]
        if matching or found:
            return (matching[0][1], matching[0][0]) if matching else (None, 1.0)
        calls = [call for calls in self.op.calls.values() for call in calls if self._fits(term, call)]
        biases = {None if (b := self._bias(call)) is None else b.var.name for call in calls}
        return (calls[0] if len(biases) == 1 else None), 1.0

    def _fits(self, term: Term, call: Call) -> bool:
        count = 1 if self.op.kind in LINEAR else None  # what follows the weight is the bias
        return _same(term.share, call.x) and _names(term.params[:count]) == _names(call.params[:count])

    def _bias(self, call: Call) -> Value | None:
        """What the operator adds whatever x is: op(0; params), shaped to broadcast to z."""
        if self.op.kind in LINEAR:
            bias = call.params[1] if len(call.params) > 1 else None
            if bias is None or self.op.op == "linear":
                return bias
            return bias.reshape(1, bias.shape[0], *[1] * (len(self.op.x.shape) - 2))
        if self.op.kind in (Kind.SUM, Kind.NORMALISATION) and len(self.op.operands) == 1:
            constant = Operator.__call__(self.op, full_like(call.x, 0.0), *call.params)
            return constant if isinstance(constant, Value) else None
        return None

    # ---- equations ----------------------------------------------------------------------------------------------

    def _made(self, value: Value) -> tuple[str, list[Value]]:
        """The operator that made a value, and its arguments."""
        eqn = value.builder.producer(value)
        if eqn is None:
            return "", []
        return eqn.op, [Value(value.builder, a) for a in eqn.args if a is not None]

    def _attr(self, value: Value, name: str) -> Attr:
        eqn = value.builder.producer(value)
        return None if eqn is None else eqn.attr(name)

    def _depends(self, value: Value) -> bool:
        return value.var.name in self.reader.dependent

    def _ones(self) -> Array:
        return full_like(self.step.x, 1.0)

    def _shaped(self, share: Value | None) -> Value:
        """The factor before a transposed operator, shaped like x."""
        ones = self._ones()
        assert isinstance(ones, Value)
        if share is None:
            return ones
        return share if share.shape == ones.shape else ones * share


def with_given(params: Mapping[str, Tensor], composite: Composite) -> Mapping[str, Tensor]:
    """The parameters of a model and those of the rules, on one device."""
    device = next((t.device for t in params.values()), None)
    return {**{name: t.to(device=device) for name, t in composite.tensors.items()}, **params}


def _name(value: Array) -> str:
    assert isinstance(value, Value)
    return value.var.name


def _same(a: Array, b: Array) -> bool:
    return _name(a) == _name(b)


def _names(params: Params) -> list[str | None]:
    return [None if p is None else p.var.name for p in params]
