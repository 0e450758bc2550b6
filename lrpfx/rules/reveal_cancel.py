"""DeepLIFT's RevealCancel rule, for a linear operator and the activation that it feeds."""

from lrpfx.graph import Attr
from lrpfx.operator import Operator
from lrpfx.rule import Params, rule
from lrpfx.values import Array, apply, full_like, where


@rule
def reveal_cancel(
    op: Operator, x: Array, params: Params, R: Array, activation: str = "relu", tolerance: float = 1e-7
) -> Array:
    """Take relevance for a multiplier: positive and negative contributions move the activation apart from each other.

        Δ  = x - x₀,   z₀ = op(x₀; w, b)
        p  = op(Δ⁺; w⁺) + op(Δ⁻; w⁻) >= 0                      n  = op(Δ⁺; w⁻) + op(Δ⁻; w⁺) <= 0
        Δp = ½ [f(z₀+p) - f(z₀)] + ½ [f(z₀+n+p) - f(z₀+n)]     Δn = ½ [f(z₀+n) - f(z₀)] + ½ [f(z₀+p+n) - f(z₀+p)]
        m  = R Δp / p,   m' = R Δn / n                         f'(z) R where p, or n, is none
        u  = opᵀ(m; w⁺) + opᵀ(m'; w⁻),   v = opᵀ(m; w⁻) + opᵀ(m'; w⁺)
        R_x = u where Δ > 0,   v where Δ < 0,   (u + v) / 2 where Δ = 0

    f is the activation behind the operator, which itself hands multipliers on unchanged (`pass_through`), so that R is
    the multiplier of f(z). R_x ⊙ Δ adds up to R ⊙ (f(z) - f(z₀)).

    Args:
        activation: the operator f, with its default attributes: "relu", "sigmoid", "tanh", ...
        tolerance: differences up to this are taken for none.

    Raises:
        RuleMismatchError: if the operator has no weights, or there is no reference.

    Source: Shrikumar et al. 2017, "Learning Important Features Through Propagating Activation Differences", sections
    3.5.1 and 3.5.3.
    """
    w, _ = op.weights()
    delta, z, z0 = x - op.reference.x, op.outs[0], op.reference.outs[0]
    dp, dn = delta.clamp(min=0), delta.clamp(max=0)
    wp, wn = w.clamp(min=0), w.clamp(max=0)
    p = op(dp, wp, None) + op(dn, wn, None)
    n = op(dp, wn, None) + op(dn, wp, None)
    f = [_at(activation, v) for v in (z0, z0 + p, z0 + n, z)]
    attrs: dict[str, Attr] = {"op": activation, "operand": 0, "attrs": ()}
    local = apply("vjp", [R, z], attrs, [tuple(z.shape)])[0]
    mp = _multiplier(R, local, (f[1] - f[0]) + (f[3] - f[2]), p, tolerance)
    mn = _multiplier(R, local, (f[2] - f[0]) + (f[3] - f[1]), n, tolerance)
    u = op.T(mp, wp) + op.T(mn, wn)
    v = op.T(mp, wn) + op.T(mn, wp)
    return where(delta > 0, u, where(delta < 0, v, (u + v) * 0.5))


def _at(activation: str, z: Array) -> Array:
    return apply(activation, [z], {}, [tuple(z.shape)])[0]


def _multiplier(R: Array, local: Array, twice: Array, moved: Array, tolerance: float) -> Array:
    """R Δ / moved with 2 Δ = twice; the gradient where nothing moved."""
    far = moved.abs() > tolerance
    return where(far, R * (twice / where(far, moved, full_like(moved, 1.0))) * 0.5, local)
