"""A value that was taken apart into its sign and its magnitude, joined again.

    sign(v) ⊙ |v| = v

So torch.nn.LPPool takes the root of a sum of powers. Apart, it looks like a product of two values of the input.
"""

from lrpfx.graph import Eqn, Graph, Var
from lrpfx.ops import base
from lrpfx.values import Builder, Value, rebuild


def drop_sign(graph: Graph) -> Graph:
    """Replace `sign(v) * abs(v)`, and `sign(v) * relu(abs(v))`, by v.

    It does not apply where sign and magnitude are of different values.
    """
    env: dict[str, Value] = {}

    def rewrite(builder: Builder, eqn: Eqn, args: tuple[Value | None, ...]) -> tuple[Value, ...] | None:
        env.update(
            (a.name, v) for a, v in zip(eqn.args, args, strict=True) if a is not None and v is not None
        )
        v = _whole(graph, eqn)
        return None if v is None or v.name not in env else (env[v.name],)

    return rebuild(graph, rewrite)


def _whole(graph: Graph, eqn: Eqn) -> Var | None:
    """The value whose sign and magnitude `eqn` multiplies."""
    if base(eqn.op) != "mul" or len(eqn.args) != 2:
        return None
    for sign, magnitude in (eqn.args, eqn.args[::-1]):
        signed = _made_by(graph, sign, ("sign", "sgn"))
        positive = _made_by(graph, magnitude, ("relu",))
        absolute = _made_by(graph, positive if positive is not None else magnitude, ("abs",))
        if signed is not None and signed == absolute:
            return signed
    return None


def _made_by(graph: Graph, var: Var | None, ops: tuple[str, ...]) -> Var | None:
    """The argument of the operator that made `var`, if it is one of these."""
    eqn = graph.producers.get(var.name) if var is not None else None
    return eqn.args[0] if eqn is not None and base(eqn.op) in ops else None
