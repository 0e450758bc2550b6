"""Linear operators of positive and negative parts: what follows from two of them is not computed a third time.

A rule asks for sums of zᵅ >= 0, the contributions x_i w_ij that are positive, and zᵝ <= 0, those that are negative:

    z = op(x; w) = zᵅ + zᵝ        q = op(|x|; |w|) = zᵅ - zᵝ        op(x⁺; w⁺) + op(x⁻; w⁻) = zᵅ
    op(x; w + γ w⁺) = (1 + γ) zᵅ + zᵝ   for x >= 0                  biases are weights of an input that is 1

Each is p zᵅ + n zᵝ, so any two give all others. Differences of nearly equal numbers are never divided by:
v = p zᵅ + n zᵝ is derived only

    as the sum of others, with factors >= 0                 its error is that of a convolution, ε q
    as a divisor of what vanishes where z <= 0, if p > n    there zᵅ >= q / 2, so |v| >= (p - n) q / 2 is far from ε q
    as a divisor of what vanishes where z >= 0, if n > p    likewise

Transposed operators opᵀ(g; w⁺), opᵀ(g; w⁻), opᵀ(g; w) are linear in the same way.
"""

from dataclasses import dataclass, replace
from itertools import combinations
from math import isclose

from lrpfx.graph import Attrs, Eqn, Graph, Var
from lrpfx.optimize.dead import dead
from lrpfx.optimize.sign import signs
from lrpfx.optimize.support import Support, learned
from lrpfx.optimize.writer import Plan, Write, Writer
from lrpfx.values import Value

Site = tuple[str, Attrs, Var, Var]
"""A linear operator at one x and one w: what several parts of it have in common."""


@dataclass(frozen=True)
class Part:
    """`plus` v⁺ + `minus` v⁻ of a value v."""

    of: Var
    plus: float = 1.0
    minus: float = 1.0


@dataclass(frozen=True)
class Sum:
    """A sum of a linear operator's parts op(x⁺; w⁺), op(x⁺; w⁻), op(x⁻; w⁺), op(x⁻; w⁻), and of a part of its bias."""

    site: Site
    parts: tuple[float, ...]
    bias: Part | None

    def along(self, nonnegative: bool) -> tuple[float, ...]:
        """Its coordinates: those of the parts that are not zero for x >= 0, and those of the bias."""
        bias = () if self.bias is None else (self.bias.plus, self.bias.minus)
        return (*(self.parts[:2] if nonnegative else self.parts), *bias)

    def halves(self, nonnegative: bool) -> tuple[float, float] | None:
        """(p, n) of p zᵅ + n zᵝ; None if it is nothing of the kind."""
        p, n, *others = self.along(nonnegative)
        wanted = ([] if nonnegative else [n, p]) + ([] if self.bias is None else [p, n])
        return (p, n) if others == wanted else None


def halves(graph: Graph) -> Graph:
    """Derive linear operators of parts from each other."""
    graph, facts = learned(graph)
    return dead(Writer(graph, _plan(graph, facts)).write())


# ---- what is a part of what -------------------------------------------------------------------------------------


def _parts(graph: Graph) -> dict[Var, Part]:
    """Every value that is made of the positive and the negative part of another one."""
    known: dict[Var, Part] = {}
    for eqn in graph.eqns:
        given = [known.get(a, Part(a)) for a in eqn.args if a is not None]
        made = _part(eqn, given) if given else None
        if made is not None and (made.plus or made.minus):
            known[eqn.out] = made
    return known


def _part(eqn: Eqn, given: list[Part]) -> Part | None:
    v, (p, n) = given[0], (given[0].plus, given[0].minus)
    bounds = (eqn.attr("min"), eqn.attr("max"))
    if eqn.op == "clamp" and bounds in ((0, None), (None, 0)) and p >= 0 and n >= 0:
        return replace(v, minus=0.0) if bounds[0] == 0 else replace(v, plus=0.0)
    if eqn.op == "abs" and p >= 0 and n >= 0:
        return replace(v, minus=-n)
    if eqn.op == "neg":
        return Part(v.of, -p, -n)
    other = eqn.attr("other")
    if eqn.op == "mul.Scalar" and isinstance(other, int | float):
        return Part(v.of, other * p, other * n)
    if eqn.op in ("add.Tensor", "sub.Tensor") and len({g.of for g in given}) == 1 and not eqn.attrs:
        sign = 1 if eqn.op == "add.Tensor" else -1
        w = given[1] if len(given) > 1 else v
        return Part(v.of, p + sign * w.plus, n + sign * w.minus)
    return None


_LINEAR = ("convolution", "linear", "matmul")


def _sums(graph: Graph) -> dict[Var, Sum]:
    """Every value that is a sum of parts of a linear operator."""
    parts, known = _parts(graph), dict[Var, Sum]()
    for eqn in graph.eqns:
        args = [a for a in eqn.args if a is not None]
        if eqn.op in _LINEAR and graph.operands(eqn) == (0,):
            x, w, *b = (parts.get(a, Part(a)) for a in args)
            products = tuple(s * t for s in (x.plus, x.minus) for t in (w.plus, w.minus))
            known[eqn.out] = Sum((eqn.op, eqn.attrs, x.of, w.of), products, b[0] if b else None)
        elif eqn.op in ("add.Tensor", "sub.Tensor") and not eqn.attrs and all(a in known for a in args):
            made = _added(known[args[0]], known[args[-1]], 1 if eqn.op == "add.Tensor" else -1)
            known.update({} if made is None else {eqn.out: made})
    return known


def _added(a: Sum, b: Sum, sign: int) -> Sum | None:
    biases = [v.bias.of for v in (a, b) if v.bias is not None]
    if a.site != b.site or len(set(biases)) > 1:
        return None
    first, second = (v.bias or Part(biases[0], 0, 0) if biases else None for v in (a, b))
    bias = None
    if first is not None and second is not None:
        bias = Part(biases[0], first.plus + sign * second.plus, first.minus + sign * second.minus)
    parts = tuple(s + sign * t for s, t in zip(a.parts, b.parts, strict=True))
    return Sum(a.site, parts, bias)


# ---- what is derived from what ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Member:
    """A sum, by its coordinates.

    `side` says where all that is divided by it vanishes: "fall" where z <= 0, "rise" where z >= 0.
    """

    var: Var
    along: tuple[float, ...]
    halves: tuple[float, float] | None
    side: str | None = None

    @property
    def far(self) -> bool:
        """Whether it is far from zero wherever it is divided by."""
        p, n = self.halves or (0, 0)
        return (self.side == "fall" and p > n) or (self.side == "rise" and n > p)


def _plan(graph: Graph, facts: Support) -> Plan:
    """How to write what is derived, by name."""
    nonnegative = signs(graph).nonnegative
    groups: dict[tuple[Site, Var | None], list[tuple[Var, Sum]]] = {}
    for var, made in _sums(graph).items():
        key = (made.site, None if made.bias is None else made.bias.of)
        groups.setdefault(key, []).append((var, made))
    plan: Plan = {}
    for (site, bias), sums in groups.items():
        one_sided = site[2].name in nonnegative
        members = [Member(var, s.along(one_sided), s.halves(one_sided)) for var, s in sums]
        whole = next((m for m in members if set(m.along) == {1}), None)
        if whole is None:
            continue
        others = [replace(m, side=_side(graph, facts, m.var, whole)) for m in members if m is not whole]
        late = any(e.rule for e in graph.users.get(whole.var.name, ()))
        alone = not one_sided and (late or whole.var in facts.relu)
        plan.update(_derived(facts, whole, others, site, bias, alone))
    return plan


def _derived(
    facts: Support, whole: Member, others: list[Member], site: Site, bias: Var | None, alone: bool
) -> Plan:
    """What is derived of the sums of one operator at one place.

    `alone` says that one half may be derived from z, as x has both signs and z, or its ReLU, is kept for the way back.
    """
    plan: Plan = {}
    clean = [m for m in others if m.halves is not None]
    direct = next((m for m in clean if not m.far), clean[0] if clean else None)
    for m in clean:
        factors = None if direct is None or m is direct or not m.far else _factors(whole, direct, m)
        if factors is not None and direct is not None:
            plan[m.var.name] = _from_two(_nearest(facts, whole, m), direct, factors)
    left = [m for m in others if m.var.name not in plan]
    for a, b in combinations(left, 2):
        factors = _factors(a, b, whole)
        if factors is not None and min(factors) >= 0:
            return plan | {whole.var.name: _from_two(a, b, factors)}
    if len(clean) == 1 and clean[0].far and alone:
        plan[clean[0].var.name] = _from_magnitudes(_nearest(facts, whole, clean[0]), clean[0], site, bias)
    return plan


def _side(graph: Graph, facts: Support, var: Var, whole: Member | None) -> str | None:
    """Where everything that is divided by `var` vanishes, if it is a divisor and nothing else."""
    if whole is None or var in graph.outputs:
        return None
    sides = {"fall", "rise"}
    for user in graph.users.get(var.name, ()):
        below = (
            graph.users.get(user.out.name, ())
            if user.op == "stabilize" and not user.attr("norm_scale") and user.attr("epsilon")
            else ()
        )
        if not below or user.out in graph.outputs:
            return None
        for quotient in below:
            if (
                quotient.op != "div.Tensor"
                or quotient.args[1] != user.out
                or quotient.args[0] in (None, user.out)
            ):
                return None
            assert quotient.args[0] is not None
            known = facts.at(quotient.args[0])
            sides &= {side for side, z in known if z == whole.var}
    return min(sides) if len(sides) == 1 else None


def _nearest(facts: Support, whole: Member, m: Member) -> Member:
    """z, or max(z, 0), which is as good where z > 0, and is kept anyway."""
    if m.side == "fall" and whole.var in facts.relu:
        return replace(whole, var=facts.relu[whole.var].var)
    return whole


def _factors(a: Member, b: Member, m: Member) -> tuple[float, float] | None:
    """s, t of m = s a + t b."""
    for i, j in combinations(range(len(m.along)), 2):
        determinant = a.along[i] * b.along[j] - a.along[j] * b.along[i]
        if determinant:
            s = (m.along[i] * b.along[j] - m.along[j] * b.along[i]) / determinant
            t = (a.along[i] * m.along[j] - a.along[j] * m.along[i]) / determinant
            sums = (s * x + t * y for x, y in zip(a.along, b.along, strict=True))
            return (s, t) if all(map(isclose, sums, m.along)) else None
    return None


def _from_two(a: Member, b: Member, factors: tuple[float, float]) -> Write:
    def write(writer: Writer, eqn: Eqn) -> Value:
        first, second = writer.value(a.var), writer.value(b.var)
        writer.stamp(eqn)
        return _combined(first, second, factors)

    return write


def _combined(a: Value, b: Value, factors: tuple[float, float]) -> Value:
    """s a + t b, in as few steps as there can be."""
    s, t = factors
    if s == t:
        return a + b if s == 1 else (a + b) * s
    first = a if s == 1 else a * s
    return first + b if t == 1 else first - b if t == -1 else first + b * t


def _from_magnitudes(z: Member, m: Member, site: Site, bias: Var | None) -> Write:
    """(p + n) / 2 z + (p - n) / 2 q."""

    def write(writer: Writer, eqn: Eqn) -> Value:
        op, attrs, x, w = site
        whole = writer.value(z.var)
        given = [writer.value(v) for v in (x, w, bias) if v is not None]
        writer.stamp(eqn)
        args = [v.abs() for v in given]
        q = writer.builder.emit(op, args, dict(attrs), [eqn.out.shape], [eqn.out.dtype])[0]
        p, n = m.halves or (0, 0)
        return _combined(whole, q, ((p + n) / 2, (p - n) / 2))

    return write
