"""Excitation backpropagation."""

from lrpfx.composite import Composite, by_kind, shifted
from lrpfx.composites.gradient import gradient
from lrpfx.defaults import STABILIZER
from lrpfx.operator import ZeroParams
from lrpfx.ops import LINEAR
from lrpfx.rules.gradient import gradient as gradient_rule
from lrpfx.rules.norm import norm
from lrpfx.rules.zplus import zplus
from lrpfx.stabilizer import Stabilizer


def excitation_backprop(
    stabilizer: float | Stabilizer = STABILIZER, zero_params: ZeroParams = None
) -> Composite:
    """LRP-z⁺ for all linear layers, shares for sums and averages, the gradient for all else.

    Args:
        stabilizer: what the denominators are pushed away from zero by: a number or a `Stabilizer`.
        zero_params: parameters of linear layers taken as zero: "bias", "weight", or both.

    Source: Zhang et al. 2018, "Top-Down Neural Attention by Excitation Backprop".
    """
    entries = (
        (by_kind("sum", "average"), norm(stabilizer)),
        (shifted(), gradient_rule()),
        (by_kind(*LINEAR), zplus(stabilizer, zero_params)),
    )
    return Composite("excitation_backprop", (*gradient().entries, *entries), seed="one")
