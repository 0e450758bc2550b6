"""Batch normalisation, merged into the linear operator that feeds it.

    bn(z) = γ (z - μ) / √(σ² + eps) + β,   z = op(x; w, b)
          = op(x; s w, s (b - μ) + β),     s = γ / √(σ² + eps), along the output channels

"Feeds" is read off the data flow: the normalisation's input is the result of a convolution or a dense layer with
constant weights, and nothing else uses that result.
"""

from lrpfx.graph import Eqn, Graph
from lrpfx.ops import LINEAR, Kind, kind_of
from lrpfx.values import Builder, Value, rebuild


def merge_batch_norm(graph: Graph) -> Graph:
    """Merge batch normalisation with running statistics into the linear operator before it.

    It does not apply, and leaves the equation as it is, where the normalisation uses the statistics of the batch,
    where its input comes from anything but a linear operator, or where that input is used elsewhere too.

    Source: Guillemot et al. 2020, "Breaking Batch Normalization for better explainability of Deep Neural Networks
    through Layer-wise Relevance Propagation".
    """

    def rewrite(builder: Builder, eqn: Eqn, args: tuple[Value | None, ...]) -> tuple[Value, ...] | None:
        linear = _feeding(graph, eqn)
        if linear is None:
            return None
        z = args[0]
        assert z is not None
        written = builder.producer(z)
        assert written is not None
        x, w, b = (builder.bind(a) if a is not None else None for a in (*written.args, None)[:3])
        assert w is not None
        scale, shift = _scale_and_shift(eqn, args[1:], b)
        builder.module, builder.source = linear.module, linear.source
        weight = w * _along_outputs(linear, w, scale)
        attrs = dict(linear.attrs)
        return builder.emit(
            linear.op, [x, weight, shift], attrs, [eqn.out.shape], [eqn.out.dtype], [f"{linear.out.name}_bn"]
        )

    return rebuild(graph, rewrite)


def _feeding(graph: Graph, eqn: Eqn) -> Eqn | None:
    """The linear equation that `eqn`, a batch normalisation, can be merged into."""
    if kind_of(eqn.op, graph.operands(eqn), eqn.attrs) is not Kind.NORMALISATION:
        return None
    before = graph.producers.get(eqn.args[0].name) if eqn.args[0] is not None else None
    if before is None or before.op not in ("convolution", "linear"):
        return None
    alone = len(graph.users[before.out.name]) == 1 and before.out not in graph.outputs
    constant = kind_of(before.op, graph.operands(before), before.attrs) in LINEAR
    per_channel = len(before.out.shape) == 2 or before.op == "convolution"
    return before if alone and constant and per_channel else None


def _scale_and_shift(eqn: Eqn, args: tuple[Value | None, ...], bias: Value | None) -> tuple[Value, Value]:
    """s and the new bias."""
    gamma, beta, mean, variance = args[:4]
    assert mean is not None
    assert variance is not None
    eps = eqn.attr("eps")
    assert isinstance(eps, float)
    root = (variance + eps).sqrt()
    scale = 1.0 / root if gamma is None else gamma / root
    if bias is not None:
        shift = (bias - mean) * scale
        return scale, shift if beta is None else shift + beta
    return scale, -mean * scale if beta is None else beta - mean * scale


def _along_outputs(linear: Eqn, w: Value, scale: Value) -> Value:
    """The scale, shaped to multiply the weight along its output channels."""
    rest = [1] * (w.ndim - 2)
    if not linear.attr("transposed"):
        return scale.reshape(scale.shape[0], *([1] * (w.ndim - 1)))
    # a transposed convolution's weight is (in, out / groups, ...): one row of output channels for each group of inputs
    groups, inputs, outputs = linear.attr("groups", 1), w.shape[0], w.shape[1]
    assert isinstance(groups, int)
    assert isinstance(inputs, int)
    per_group = scale.reshape(groups, 1, outputs)
    spread = w.builder.emit(
        "expand",
        [per_group],
        {"size": (groups, inputs // groups, outputs)},
        [(groups, inputs // groups, outputs)],
    )[0]
    return spread.reshape(inputs, outputs, *rest)
