"""Instance normalisation, as the one operator that it is.

torch spells it as batch normalisation of one large sample, whose channels are those of all samples:

    reshape(batch_norm(reshape(x, (1, N C, ...)), w repeated, b repeated, training=True), (N, C, ...))

Raised, it does not look as if samples were normalised together, and has its rule.
"""

from lrpfx.graph import Attr, Eqn, Graph, Var
from lrpfx.ops import base
from lrpfx.values import Builder, Value, rebuild


def raise_instance_norm(graph: Graph) -> Graph:
    """Raise `instance_norm` from its parts.

    It does not apply where the weights are not one weight per channel, repeated for every sample.
    """
    env: dict[str, Value] = {}
    found = {e.out.name: parts for e in graph.eqns if (parts := _parts(graph, e)) is not None}

    def rewrite(builder: Builder, eqn: Eqn, args: tuple[Value | None, ...]) -> tuple[Value, ...] | None:
        env.update(
            (a.name, v) for a, v in zip(eqn.args, args, strict=True) if a is not None and v is not None
        )
        if eqn.out.name not in found:
            return None
        x, weight, bias, eps = found[eqn.out.name]
        given = [
            None if v is None else env[v.name] if v.name in env else builder.bind(v)
            for v in (x, weight, bias)
        ]
        attrs: dict[str, Attr] = {
            "use_input_stats": True,
            "momentum": 0.1,
            "eps": eps,
            "cudnn_enabled": False,
        }
        shape, dtype, name = [eqn.out.shape], [eqn.out.dtype], [eqn.out.name]
        return builder.emit("instance_norm", [*given, None, None], attrs, shape, dtype, name)

    return rebuild(graph, rewrite) if found else graph


Parts = tuple[Var, Var | None, Var | None, float]


def _parts(graph: Graph, eqn: Eqn) -> Parts | None:
    """x, weight, bias and eps of instance normalisation whose last step is `eqn`."""
    if eqn.op != "reshape" or eqn.args[0] is None:
        return None
    norm = graph.producers.get(eqn.args[0].name)
    if (
        norm is None
        or base(norm.op) != "native_batch_norm"
        or not norm.attr("training")
        or norm.args[0] is None
    ):
        return None
    before = graph.producers.get(norm.args[0].name)
    if before is None or before.op != "reshape" or before.args[0] is None or norm.out.shape[0] != 1:
        return None
    x, eps = before.args[0], norm.attr("eps")
    assert isinstance(eps, float)
    if x.shape != eqn.out.shape or len(x.shape) < 3 or norm.out.shape[2:] != x.shape[2:]:
        return None
    weights = [_once(graph, w, x) if w is not None else None for w in norm.args[1:3]]
    given = [w for w in norm.args[1:3] if w is not None]
    return None if len(given) != sum(w is not None for w in weights) else (x, weights[0], weights[1], eps)


def _once(graph: Graph, repeated: Var, x: Var) -> Var | None:
    """What is repeated for every sample, if it has one number per channel."""
    eqn = graph.producers.get(repeated.name)
    once = eqn.args[0] if eqn is not None and base(eqn.op) == "repeat" else None
    return once if once is not None and once.shape == (x.shape[1],) else None
