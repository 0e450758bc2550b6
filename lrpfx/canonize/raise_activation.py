"""Activations that are spelled in several operators, as the one operator that they are.

    softsign(x)    = x / (1 + |x|)                    hardsigmoid(x) = relu6(x + 3) / 6
    tanhshrink(x)  = x - tanh(x)                      hardswish(x)   = x hardsigmoid(x) = x relu6(x + 3) / 6
    sigmoid(x)     = 1 / (1 + exp(-x))                mish(x)        = x tanh(softplus(x))
    silu(x)        = x sigmoid(x) = x / (1 + exp(-x))

Spelled out, they look like products and sums of data; raised, they are activations and hand relevance on.
"""

import math

from lrpfx.graph import Eqn, Graph, Var
from lrpfx.values import Builder, Value, rebuild


def raise_activation(graph: Graph) -> Graph:
    """Raise softsign, tanhshrink, sigmoid, silu, hardsigmoid, hardswish and mish from their parts.

    It does not apply where the parts have other constants or other arguments.
    """
    env: dict[str, Value] = {}
    parts = _Parts(graph)
    found = {e.out.name: what for e in graph.eqns if (what := parts.activation(e)) is not None}

    def rewrite(builder: Builder, eqn: Eqn, args: tuple[Value | None, ...]) -> tuple[Value, ...] | None:
        env.update(
            (a.name, v) for a, v in zip(eqn.args, args, strict=True) if a is not None and v is not None
        )
        if eqn.out.name not in found:
            return None
        name, x = found[eqn.out.name]
        return builder.emit(name, [env[x.name]], {}, [eqn.out.shape], [eqn.out.dtype], [eqn.out.name])

    return rebuild(graph, rewrite) if found else graph


class _Parts:
    """Reads expressions backwards. Each method returns the x of `value = f(x)`, or None if it is no such value."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph

    def activation(self, eqn: Eqn) -> tuple[str, Var] | None:
        """The name and the argument of the activation that `eqn` is the last step of."""
        found = {
            "sub.Tensor": self._difference, "div.Tensor": self._quotient, "mul.Tensor": self._product,
            "div.Scalar": self._sixth, "mul.Scalar": self._sixth, "reciprocal": self._reciprocal,
        }.get(eqn.op)  # fmt: skip
        return None if found is None or "alpha" in dict(eqn.attrs) else found(eqn)

    def _difference(self, eqn: Eqn) -> tuple[str, Var] | None:
        x, part = eqn.args
        return ("tanhshrink", x) if x is not None and self._applied("tanh", part) == x else None

    def _quotient(self, eqn: Eqn) -> tuple[str, Var] | None:
        x, part = eqn.args
        if x is not None and self._applied("abs", self._plus(part, 1)) == x:
            return "softsign", x
        return ("silu", x) if x is not None and self._one_plus_exp(part) == x else None

    def _reciprocal(self, eqn: Eqn) -> tuple[str, Var] | None:
        x = self._one_plus_exp(eqn.args[0])
        return None if x is None else ("sigmoid", x)

    def _product(self, eqn: Eqn) -> tuple[str, Var] | None:
        for x, factor in (eqn.args, eqn.args[::-1]):
            if x is None:
                continue
            if self._applied("sigmoid", factor) == x:
                return "silu", x
            if self._applied("hardsigmoid", factor) == x:
                return "hardswish", x
            if self._applied("softplus", self._applied("tanh", factor)) == x:
                return "mish", x
        return None

    def _sixth(self, eqn: Eqn) -> tuple[str, Var] | None:
        number, whole = eqn.attr("other"), 6.0 if eqn.op == "div.Scalar" else 1 / 6
        if not isinstance(number, int | float) or not math.isclose(number, whole, rel_tol=1e-12):
            return None
        part = eqn.args[0]
        x = self._relu6_of_three_more(part)
        if x is not None:
            return "hardsigmoid", x
        product = self._made_by("mul.Tensor", part)
        for x, factor in (product.args, product.args[::-1]) if product is not None else ():
            if x is not None and self._relu6_of_three_more(factor) == x:
                return "hardswish", x
        return None

    def _relu6_of_three_more(self, value: Var | None) -> Var | None:
        eqn = self._made_by("hardtanh", value) or self._made_by("clamp", value)
        if eqn is None:
            return None
        low, high = ("min", "max") if eqn.op == "clamp" else ("min_val", "max_val")
        return self._plus(eqn.args[0], 3) if (eqn.attr(low), eqn.attr(high)) == (0, 6) else None

    def _one_plus_exp(self, value: Var | None) -> Var | None:
        """The x of 1 + exp(-x)."""
        return self._applied("neg", self._applied("exp", self._plus(value, 1)))

    def _plus(self, value: Var | None, number: float) -> Var | None:
        """The x of x + number."""
        eqn = self._made_by("add.Scalar", value)
        plain = eqn is not None and eqn.attr("other") == number and eqn.attr("alpha", 1) == 1
        return eqn.args[0] if eqn is not None and plain else None

    def _applied(self, op: str, value: Var | None) -> Var | None:
        """The x of op(x), with the operator's default attributes."""
        eqn = self._made_by(op, value)
        return eqn.args[0] if eqn is not None and not eqn.attrs else None

    def _made_by(self, op: str, value: Var | None) -> Eqn | None:
        eqn = self.graph.producers.get(value.name) if value is not None else None
        return eqn if eqn is not None and eqn.op == op else None
