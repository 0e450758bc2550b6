"""Normalisation by statistics of the value itself: layer, group, instance and RMS normalisation."""

from lrpfx.errors import RuleMismatchError
from lrpfx.graph import Attr
from lrpfx.operator import Operator
from lrpfx.ops import Kind, base
from lrpfx.rule import Params, rule
from lrpfx.stabilizer import Stabilizer
from lrpfx.values import Array, apply, stabilize


@rule
def standardise(
    op: Operator, x: Array, params: Params, R: Array, stabilizer: float | Stabilizer = 1e-6
) -> Array:
    """The deviation is held constant; what is left is affine, and shares relevance out by contribution.

        y = w ⊙ (x - μ) / σ + β,   μ and σ over the normalised axes
        R_x = x ⊙ (h - mean h),   h = w ⊙ R / (σ s(y))          mean over the same axes

    RMS normalisation has no μ, so there R_x = R but for the stabilizer. The bias β absorbs its share.

    Args:
        stabilizer: what the denominators are pushed away from zero by: a number or a `Stabilizer`.

    Raises:
        RuleMismatchError: if the operator is no normalisation by statistics of its input.

    Source: Ali et al. 2022, "XAI for Transformers: Better Explanations through Conservative Propagation", section 4 (σ
    is a constant); Achtibat et al. 2024, "AttnLRP: Attention-Aware Layer-Wise Relevance Propagation for Transformers",
    the rule for normalization layers.
    """
    if op.kind is not Kind.STANDARDISATION:
        raise RuleMismatchError(
            f"`standardise` is for normalisation by statistics of its input, not for `{op.op}`"
        )
    weight, centre = _weight(op, x, params), base(op.op) != "_fused_rms_norm"
    shape, grouped, dims = tuple(x.shape), _grouped(op, x), _axes(op, x)
    kept = tuple(1 if i in dims else size for i, size in enumerate(grouped))
    values = x if grouped == shape else x.reshape(*grouped)
    eps = op.attr("eps") or 0.0
    attrs: dict[str, Attr] = {"dim": dims, "eps": eps, "centre": centre}
    h = R / stabilize(op.outs[0], stabilizer)
    h = h if weight is None else h * weight
    h = h if grouped == shape else h.reshape(*grouped)
    if centre:
        h = h - apply("mean.dim", [h], {"dim": dims, "keepdim": True}, [kept])[0]
    scaled = values * (h * apply("rstd", [values], attrs, [kept])[0])
    return scaled if grouped == shape else scaled.reshape(*shape)


def _grouped(op: Operator, x: Array) -> tuple[int, ...]:
    """The shape of x with the channels of each group along an axis of their own."""
    if base(op.op) != "native_group_norm":
        return tuple(x.shape)
    n, channels, *space = x.shape
    groups = op.attr("group")
    assert isinstance(groups, int)
    return (n, groups, channels // groups, *space)


def _axes(op: Operator, x: Array) -> tuple[int, ...]:
    """The normalised axes of the grouped shape."""
    rank = len(_grouped(op, x))
    if base(op.op) in ("native_group_norm", "instance_norm"):
        return tuple(range(2, rank))
    normalised = op.attr("normalized_shape")
    assert isinstance(normalised, tuple)
    return tuple(range(rank - len(normalised), rank))


def _weight(op: Operator, x: Array, params: Params) -> Array | None:
    """The weight, shaped to broadcast to x."""
    weight = params[0] if params else None
    if weight is None or base(op.op) not in ("native_group_norm", "instance_norm"):
        return weight
    return weight.reshape(1, weight.shape[0], *[1] * (len(x.shape) - 2))
