"""A scale and a shift per channel, spelled in two operators, as the batch normalisation that they are.

    x ⊙ s + t  =  bn(x; γ = s, β = t, μ = 0, σ² = 1, eps = 0)          s, t one number per channel

torchvision's `FrozenBatchNorm2d` and exported networks spell it so. As one operator it merges into linear operators
like any batch normalisation, and where it does not, it hands relevance on.
"""

from lrpfx.graph import Eqn, Graph
from lrpfx.ops import base
from lrpfx.values import Builder, Value, rebuild


def raise_batch_norm(graph: Graph) -> Graph:
    """Raise a product with and a sum with constants of one number per channel.

    It does not apply where one of the two is missing, where a constant varies along other axes or is one number for all
    channels, or where the product is used elsewhere too.
    """
    env: dict[str, Value] = {}

    def rewrite(builder: Builder, eqn: Eqn, args: tuple[Value | None, ...]) -> tuple[Value, ...] | None:
        env.update(
            (a.name, v) for a, v in zip(eqn.args, args, strict=True) if a is not None and v is not None
        )
        if eqn.op != "add.Tensor" or eqn.attrs or len(graph.operands(eqn)) != 1:
            return None
        at = graph.operands(eqn)[0]
        product, shift = eqn.args[at], args[1 - at]
        scaled = graph.producers.get(product.name) if product is not None else None
        if scaled is None or scaled.op != "mul.Tensor" or len(graph.operands(scaled)) != 1:
            return None
        first = graph.operands(scaled)[0]
        x, factor = scaled.args[first], scaled.args[1 - first]
        assert x is not None
        assert factor is not None
        scale = env[factor.name]
        alone = len(graph.users[scaled.out.name]) == 1 and scaled.out not in graph.outputs
        fits = x.shape == eqn.out.shape and all(
            v is not None and _per_channel(v, eqn) for v in (scale, shift)
        )
        if not alone or not fits or shift is None:
            return None
        channels = (x.shape[1],)
        weight, bias = scale.reshape(*channels), shift.reshape(*channels)
        zeros = builder.emit("zeros_of", [weight], {"size": channels}, [channels])[0]
        norm = [env[x.name], weight, bias, zeros, zeros + 1.0]
        return builder.emit("native_batch_norm", norm, {"eps": 0.0}, [x.shape], [x.dtype], [eqn.out.name])

    return rebuild(graph, rewrite)


def _per_channel(constant: Value, eqn: Eqn) -> bool:
    """Whether a constant has one number per channel, the second axis, and is alike along all others."""
    rank, channels = len(eqn.out.shape), eqn.out.shape[1] if len(eqn.out.shape) > 1 else None
    form = (*[1] * (rank - constant.ndim), *constant.shape)
    same = constant.var.dtype == eqn.out.dtype and base(eqn.op) == "add"
    return same and rank > 1 and form == (1, channels, *[1] * (rank - 2))
