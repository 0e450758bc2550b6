"""An interpolation that is spelled as a step from one value towards another, as the weighted sum that it is.

    n + z (h - n)  =  (1 - z) n + z h

torch computes the new state of a GRU cell so. The shares of n and h in the sum are the same either way, but the step
shares relevance out by h - n, which may be close to zero where neither share is.
"""

from lrpfx.graph import Eqn, Graph, Var
from lrpfx.values import Builder, Value, rebuild


def split_interpolation(graph: Graph) -> Graph:
    """Write `n + z (h - n)` as `(1 - z) n + z h`.

    It does not apply where the difference or its product is used elsewhere too, or where shapes are broadcast.
    """
    env: dict[str, Value] = {}
    found = {e.out.name: parts for e in graph.eqns if (parts := _parts(graph, e)) is not None}

    def rewrite(builder: Builder, eqn: Eqn, args: tuple[Value | None, ...]) -> tuple[Value, ...] | None:
        env.update(
            (a.name, v) for a, v in zip(eqn.args, args, strict=True) if a is not None and v is not None
        )
        if eqn.out.name not in found:
            return None
        n, z, h = (env[v.name] for v in found[eqn.out.name])
        return ((-z + 1.0) * n + z * h,)

    return rebuild(graph, rewrite) if found else graph


def _parts(graph: Graph, eqn: Eqn) -> tuple[Var, Var, Var] | None:
    """n, z and h of n + z (h - n)."""
    if eqn.op != "add.Tensor" or eqn.attrs:
        return None
    for n, product in (eqn.args, eqn.args[::-1]):
        step = _only_used_here(graph, product, "mul.Tensor")
        for z, difference in (step.args, step.args[::-1]) if step is not None else ():
            minus = _only_used_here(graph, difference, "sub.Tensor")
            if minus is None or minus.attrs or minus.args[1] != n:
                continue
            h = minus.args[0]
            if (
                n is not None
                and z is not None
                and h is not None
                and {n.shape, z.shape, h.shape} == {eqn.out.shape}
            ):
                return n, z, h
    return None


def _only_used_here(graph: Graph, var: Var | None, op: str) -> Eqn | None:
    eqn = graph.producers.get(var.name) if var is not None else None
    alone = eqn is not None and len(graph.users[eqn.out.name]) == 1 and eqn.out not in graph.outputs
    return eqn if eqn is not None and alone and eqn.op == op else None
