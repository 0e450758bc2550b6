"""DeepLIFT's rule for maxima."""

from lrpfx.errors import RuleMismatchError
from lrpfx.operator import Operator
from lrpfx.ops import Kind, base
from lrpfx.rule import Params, rule
from lrpfx.values import Array, apply, full_like, where

MINIMA = ("min", "amin", "minimum", "fmin")


@rule
def cross_maximum(op: Operator, x: Array, params: Params, R: Array, tolerance: float = 1e-7) -> Array:
    """Take relevance for a multiplier: the winner at x has a rise of the maximum, that at the reference a fall.

        c   = max(z, z₀),   Δx = x - x₀                 min for a minimum
        R_x = (opᵀ(R ⊙ (c - z₀)) + op₀ᵀ(R ⊙ (z - c))) / Δx   where |Δx| > tolerance,   opᵀ(R) elsewhere

    op₀ᵀ goes to the winners at the reference. R_x ⊙ Δx adds up to R ⊙ Δz, whichever values won, windows that overlap
    included.

    Args:
        tolerance: differences up to this are taken for none.

    Raises:
        RuleMismatchError: if the operator is no maximum, or there is no reference.

    Source: the max pooling of DeepLIFT in Lundberg and Lee 2017, "A Unified Approach to Interpreting Model
    Predictions" (DeepExplainer), for the summation to Δ of Shrikumar et al. 2017, section 3.2.
    """
    if op.kind is not Kind.MAXIMUM:
        raise RuleMismatchError(f"`cross_maximum` is for maxima and minima; `{op.op}` is none")
    there = op.reference
    z, z0 = op.outs[0], there.outs[0]
    extreme = "minimum" if base(op.op) in MINIMA else "maximum"
    c = apply(extreme, [z, z0], {}, [tuple(z.shape)])[0]
    given = op.T(R * (c - z0), *params) + there.T(R * (z - c), *there.params)
    dx = x - there.x
    far = dx.abs() > tolerance
    return where(far, given / where(far, dx, full_like(dx, 1.0)), op.T(R, *params))
