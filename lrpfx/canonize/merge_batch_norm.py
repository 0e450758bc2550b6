"""Batch normalisation, merged into the linear operator that feeds it.

    bn(z) = γ (z - μ) / √(σ² + eps) + β,   z = op(x; w, b)
          = op(x; s w, s (b - μ) + β),     s = γ / √(σ² + eps), along the output channels

"Feeds" is read off the data flow: the normalisation's input is the result of a convolution or a dense layer with
constant weights, or of several that are concatenated or summed, and nothing else uses that result.
"""

from lrpfx.affine import take, takes
from lrpfx.graph import Eqn, Graph, Shape, Var
from lrpfx.ops import Kind, kind_of
from lrpfx.optimize.dead import dead
from lrpfx.values import Builder, Value, rebuild


def merge_batch_norm(graph: Graph) -> Graph:
    """Merge batch normalisation with running statistics into the linear operators before it.

    It gets there through what lets a map per channel through: reshapes, permutations, slices, concatenation (each piece
    gets its channels), sums (one term gets the shift), padding, upsampling, and averages whose weights sum to one.
    Padding with a constant is followed by what the border lacks, as a constant.

    It does not apply, and leaves the equation as it is, where the normalisation uses the statistics of the batch, where
    its input comes from anything but linear operators (an activation, max pooling), where that input is used elsewhere
    too, or where its precision is another than the normalisation's.

    Source: Guillemot et al. 2020, "Breaking Batch Normalization for better explainability of Deep Neural Networks
    through Layer-wise Relevance Propagation".
    """
    while merged := [e for e in graph.eqns if _applies(graph, e)]:  # one normalisation may wait for another
        graph = dead(_merge(graph, {e.out.name for e in merged}))
    return graph


def _applies(graph: Graph, eqn: Eqn) -> bool:
    z = eqn.args[0] if eqn.args else None
    if z is None or kind_of(eqn.op, graph.operands(eqn), eqn.attrs) is not Kind.NORMALISATION:
        return False
    same = all(a is None or a.dtype == z.dtype for a in eqn.args)
    return same and isinstance(z.shape[1], int) and takes(graph, z, _form(z))


def _form(z: Var) -> Shape:
    return (1, z.shape[1], *[1] * (len(z.shape) - 2))


def _merge(graph: Graph, merged: set[str]) -> Graph:
    env: dict[str, Value] = {}

    def rewrite(builder: Builder, eqn: Eqn, args: tuple[Value | None, ...]) -> tuple[Value, ...] | None:
        env.update(
            (a.name, v) for a, v in zip(eqn.args, args, strict=True) if a is not None and v is not None
        )
        if eqn.out.name not in merged or eqn.args[0] is None:
            return None
        scale, shift = (factor.reshape(*_form(eqn.args[0])) for factor in scale_and_shift(eqn, args[1:]))
        return (take(graph, builder, env, eqn.args[0], scale, shift, "_bn"),)

    return rebuild(graph, rewrite)


def scale_and_shift(eqn: Eqn, args: tuple[Value | None, ...]) -> tuple[Value, Value]:
    """s = γ / √(σ² + eps) and t = β - s μ, from weight, bias, mean and variance."""
    gamma, beta, mean, variance = args[:4]
    assert mean is not None
    assert variance is not None
    eps = eqn.attr("eps")
    assert isinstance(eps, float)
    root = (variance + eps).sqrt()
    scale = 1.0 / root if gamma is None else gamma / root
    return scale, -mean * scale if beta is None else beta - mean * scale
