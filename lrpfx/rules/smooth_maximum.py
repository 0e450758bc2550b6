"""Max pooling whose relevance is shared within the window."""

from lrpfx.errors import RuleMismatchError
from lrpfx.graph import Attr, Shape
from lrpfx.operator import Operator
from lrpfx.ops import base
from lrpfx.rule import Params, rule
from lrpfx.stabilizer import Stabilizer
from lrpfx.values import Array, apply, full_like, least, stabilize

WINDOWED = ("max_pool2d_with_indices", "max_pool3d_with_indices")
ADAPTIVE = ("adaptive_max_pool2d", "adaptive_max_pool3d")
OVER_AXES = ("amax", "max")


@rule
def smooth_maximum(op: Operator, x: Array, params: Params, R: Array, power: float = 1.0) -> Array:
    """Share relevance out among the positive values of each window; in `route` the greatest value takes all.

        v   = (x⁺)^p
        R_x = v ⊙ Wᵀ([W v > 0] ⊙ R / W v) + opᵀ([W v = 0] ⊙ R)

    W sums over the windows. These are the shares that the inputs of a p-norm have in its value; p = 1 treats max
    pooling as sum pooling, p -> ∞ as `route` does. Where a window has no positive value, its greatest takes all.
    Relevance is conserved exactly.

    Args:
        power: p > 0; the larger, the more goes to the greatest values.

    Raises:
        RuleMismatchError: if the operator is no max pooling (with fixed or adaptive windows) and no maximum over axes.

    Source: Montavon et al. 2017, "Explaining Nonlinear Classification Decisions with Deep Taylor Decomposition" (sum
    pooling); Boureau et al. 2010, "A Theoretical Analysis of Feature Pooling in Visual Recognition" (the p-norms
    between average and maximum).
    """
    if base(op.op) not in WINDOWED + ADAPTIVE + OVER_AXES:
        known = ", ".join(WINDOWED + ADAPTIVE + OVER_AXES)
        raise RuleMismatchError(
            f"`smooth_maximum` shares out by the windows of {known}; `{op.op}` is none of them"
        )
    v = x.clamp(min=0)
    if power != 1:
        v = (v / _greatest(v, _axes(op))) ** power
    total = _summed(op, v)
    one = full_like(total, 1.0)
    shared = (total > least(total)) * one
    own = _kept(op, R)
    spread = _spread(op, own * shared / (total + (one - shared)))
    return v * spread + op.T((own * (one - shared)).reshape(*R.shape), *params)


def _axes(op: Operator) -> tuple[int, ...]:
    """The axes along which windows extend."""
    rank = len(op.x.shape)
    if base(op.op) not in OVER_AXES:
        return tuple(range(rank - (3 if "3d" in op.op else 2), rank))
    dims = op.attr("dim")
    chosen = dims if isinstance(dims, tuple) else () if dims is None else (dims,)
    return tuple(sorted(int(d) % rank for d in chosen)) or tuple(range(rank))  # type: ignore[arg-type]  # axes


def _kept(op: Operator, R: Array) -> Array:
    """R with the axes of length one that a maximum over axes may have dropped."""
    if base(op.op) not in OVER_AXES:
        return R
    axes = _axes(op)
    return R.reshape(*(1 if i in axes else size for i, size in enumerate(op.x.shape)))


def _summed(op: Operator, v: Array) -> Array:
    """W v: the sum over each window."""
    if base(op.op) in OVER_AXES:
        axes = _axes(op)
        shape = tuple(1 if i in axes else size for i, size in enumerate(v.shape))
        return apply("sum.dim_IntList", [v], {"dim": axes, "keepdim": True}, [shape])[0]
    for i, axis in enumerate(_axes(op)):
        v = _along(v, axis, _windows(op, i))
    return v


def _spread(op: Operator, g: Array) -> Array:
    """Wᵀ g: to each input the sum over the windows that it is in."""
    if base(op.op) in OVER_AXES:
        return g  # broadcast over the window
    for i, axis in enumerate(_axes(op)):
        matrix = _windows(op, i)
        g = _along(g, axis, apply("t", [matrix], {}, [tuple(matrix.shape)[::-1]])[0])
    return g


def _windows(op: Operator, i: int) -> Array:
    """Which inputs are in which window along the i-th axis: a matrix of zeros and ones, (windows, inputs)."""
    axis = _axes(op)[i]
    size, out = op.x.shape[axis], op.outs[0].shape[axis]
    attrs: dict[str, Attr] = {"size": size, "out": out}
    if base(op.op) in WINDOWED:
        given = {name: op.attr(name) for name in ("kernel_size", "stride", "padding", "dilation")}
        given["stride"] = given["stride"] or given["kernel_size"]
        attrs |= {name: _at(value, i) for name, value in given.items()}
    return apply("windows", [op.x], attrs, [(out, size)])[0]


def _at(value: Attr, i: int) -> Attr:
    """The number for the i-th axis, where one number may stand for all."""
    return (value[i] if len(value) > 1 else value[0]) if isinstance(value, tuple) else value


def _along(v: Array, axis: int, matrix: Array) -> Array:
    """The matrix applied along one axis: Σ_i m_ji v_(..i..)."""
    last = len(v.shape) - 1
    swap: dict[str, Attr] = {"dim0": axis, "dim1": last}
    swapped = _swapped(tuple(v.shape), axis)
    v = apply("transpose.int", [v], swap, [swapped])[0]
    mixed = (*swapped[:-1], matrix.shape[0])
    v = apply("linear", [v, matrix], {}, [mixed])[0]
    return apply("transpose.int", [v], swap, [_swapped(mixed, axis)])[0]


def _swapped(shape: Shape, axis: int) -> Shape:
    sizes = list(shape)
    sizes[axis], sizes[-1] = sizes[-1], sizes[axis]
    return tuple(sizes)


def _greatest(v: Array, axes: tuple[int, ...]) -> Array:
    """The greatest value over whole axes, so that powers stay in range; no share depends on it."""
    shape = tuple(1 if i in axes else size for i, size in enumerate(v.shape))
    greatest = apply("amax", [v], {"dim": axes, "keepdim": True}, [shape])[0]
    return stabilize(greatest, Stabilizer(1e-6, clip=True))
