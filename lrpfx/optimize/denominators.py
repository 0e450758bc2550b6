"""Denominators that cannot be negative are pushed away from zero by a plain sum: s(z) = z + ε where z >= 0."""

from lrpfx.graph import Eqn, Graph
from lrpfx.ops import dtype_of, least
from lrpfx.optimize.sign import Signs
from lrpfx.values import Builder, Value, keep, rebuild


def denominators(graph: Graph) -> Graph:
    """Write s(z) = z + ε, or max(z, ε) where the stabilizer clips, for what is known to be nonnegative."""
    facts = Signs()

    def rewrite(builder: Builder, eqn: Eqn, args: tuple[Value | None, ...]) -> tuple[Value, ...]:
        z = args[0] if args else None
        simple = eqn.op == "stabilize" and not eqn.attr("norm_scale") and z is not None
        if simple and z is not None and z.var.name in facts.nonnegative:
            given = eqn.attr("epsilon")
            assert isinstance(given, int | float)
            epsilon = max(given, least(dtype_of(z.var.dtype))) if given else 0.0
            if eqn.attr("clip"):
                values: tuple[Value, ...] = (z.clamp(min=epsilon),)
            else:
                values = (z + epsilon if epsilon else z,)
        else:
            values = keep(builder, eqn, args)
        facts.learn(eqn, args, values[0])
        return values

    return rebuild(graph, rewrite)
