"""The operator table: what an operator computes, what kind it is, and the primitives that rules add to ATen.

An operator's name is its ATen name, with the overload when it is not the default one: `convolution`, `add.Tensor`,
`mean.dim`. Tensors are positional arguments, everything else is an attribute under its name in the ATen schema.
"""

from collections.abc import Callable, Sequence
from enum import StrEnum
from functools import cache, partial
from typing import Any

import torch
from torch import Tensor

from lrpfx.errors import GraphError
from lrpfx.graph import Attr, Attrs, Batch

# ---- kinds: what a composite asks about an operator -------------------------------------------------------------


class Kind(StrEnum):
    """What an operator does to the values that depend on the input."""

    CONVOLUTION = "convolution"  # linear, with weights, slides over space
    DENSE = "dense"  # linear, with weights, matrix product
    SUM = "sum"  # a + b, a - b, with data or a constant
    SCALE = "scale"  # a * constant, a / constant
    PRODUCT = "product"  # a * b of two values that both depend on the input: gates
    AVERAGE = "average"  # mean, average pooling, sum over an axis, interpolation
    MAXIMUM = "maximum"  # max pooling, the greater of two
    MOVE = "move"  # every output value is one input value (or a constant): reshape, slice, concatenate, pad, choose
    LOOKUP = "lookup"  # rows of a constant table, chosen by integers of the input: embedding
    ACTIVATION = "activation"  # element by element, from one value
    NORMALISATION = "normalisation"  # batch normalisation with running statistics: affine per channel
    BILINEAR = "bilinear"  # product of two matrices that both depend on the input: attention
    QUOTIENT = "quotient"  # a / b of two values that both depend on the input
    SOFTMAX = "softmax"  # attention weights, probabilities
    STANDARDISATION = "standardisation"  # layer, group, instance normalisation: by statistics of the value
    STATISTIC = "statistic"  # a norm or a deviation over axes: homogeneous of degree one
    OTHER = "other"  # anything else: unknown operators, and known ones with data where others have a constant


LINEAR = (Kind.CONVOLUTION, Kind.DENSE)

_KINDS: dict[Kind, str] = {
    Kind.CONVOLUTION: "convolution",
    Kind.DENSE: "linear mm bmm mv dot",
    Kind.SUM: "add sub rsub index_add scatter_add",
    Kind.SCALE: "mul div neg",
    Kind.AVERAGE: "mean sum cumsum trace col2im avg_pool1d avg_pool2d avg_pool3d _adaptive_avg_pool2d "
    "_adaptive_avg_pool3d upsample_linear1d upsample_bilinear2d upsample_trilinear3d upsample_bicubic2d "
    "_upsample_bilinear2d_aa _upsample_bicubic2d_aa grid_sampler_2d grid_sampler_3d",
    Kind.MAXIMUM: "max_pool2d_with_indices max_pool3d_with_indices adaptive_max_pool2d adaptive_max_pool3d max amax "
    "min amin maximum minimum fmax fmin fractional_max_pool2d fractional_max_pool3d",
    Kind.MOVE: "reshape t transpose permute squeeze unsqueeze select slice cat stack expand repeat "
    "constant_pad_nd clone alias detach flip rot90 copy lift_fresh_copy _to_copy contiguous "
    "roll channel_shuffle pixel_shuffle pixel_unshuffle native_channel_shuffle index_fill "
    "reflection_pad1d reflection_pad2d reflection_pad3d replication_pad1d replication_pad2d replication_pad3d "
    "upsample_nearest1d upsample_nearest2d upsample_nearest3d _upsample_nearest_exact1d _upsample_nearest_exact2d "
    "_upsample_nearest_exact3d im2col unfold diagonal diag_embed tril triu where masked_fill gather index index_select "
    "as_strided embedding take slice_scatter select_scatter diagonal_scatter scatter index_copy masked_scatter "
    "index_put max_unpool2d max_unpool3d sort topk median nanmedian kthvalue mode nan_to_num",
    Kind.ACTIVATION: "relu leaky_relu elu gelu silu hardswish hardsigmoid hardtanh sigmoid tanh softplus mish "
    "_prelu_kernel rrelu_with_noise rrelu_with_noise_functional log_sigmoid_forward celu selu hardshrink softshrink "
    "threshold clamp clamp_min clamp_max softsign tanhshrink abs exp exp2 expm1 log log1p log2 log10 sqrt rsqrt pow "
    "reciprocal erf erfc sin cos tan sinh cosh asin acos atan asinh acosh atanh sign sgn logit sinc "
    "round floor ceil trunc frac",
    Kind.NORMALISATION: "native_batch_norm _native_batch_norm_legit_no_training",
    Kind.SOFTMAX: "_softmax _safe_softmax",
    Kind.STANDARDISATION: "native_layer_norm native_group_norm instance_norm _fused_rms_norm",
    Kind.STATISTIC: "linalg_vector_norm std",
}
_KIND_OF = {name: kind for kind, names in _KINDS.items() for name in names.split()}

_CHOOSER: dict[str, int] = {
    "where": 0,
    **dict.fromkeys(("gather", "index_select", "embedding", "take", "masked_fill", "masked_scatter"), 1),
    **dict.fromkeys(("scatter", "scatter_add", "index_add", "index_copy", "index_fill"), 1),
    **dict.fromkeys(("max_unpool2d", "max_unpool3d"), 1),
}
"""The argument that says where values come from or go to (integers, a mask), and is none of these values itself."""

_FROM_ONE = (
    *(Kind.ACTIVATION, Kind.AVERAGE, Kind.MAXIMUM, Kind.SOFTMAX, Kind.STANDARDISATION, Kind.STATISTIC),
)
_FROM_TWO = ("maximum", "minimum", "fmax", "fmin")
_LOOKUPS = ("embedding", "index", "index_select", "gather", "take")


def base(op: str) -> str:
    """The operator without its overload: `mean.dim` -> `mean`."""
    return op.split(".", 1)[0]


def chooses(op: str, position: int) -> bool:
    """Whether the argument at `position` says where values come from or go to: an index or a mask."""
    return position >= 1 if base(op) == "index" else _CHOOSER.get(base(op)) == position


def kind_of(op: str, operands: Sequence[int], attrs: Attrs = ()) -> Kind:
    """The kind of operator `op` whose arguments at `operands` depend on the input.

    A product of two values that both depend on the input is linear in neither: `PRODUCT` if it goes element by
    element, `BILINEAR` if it is one of matrices. Batch normalisation by the statistics of the batch is `OTHER`, and so
    is whatever has data where the others of its kind have a constant.
    """
    name, positions = base(op), tuple(operands)
    kind = _KIND_OF.get(name, Kind.OTHER)
    if (kind in LINEAR and positions == (0, 1)) or (name == "_trilinear" and positions == (0, 2)):
        return Kind.BILINEAR
    if name == "div" and positions == (0, 1):
        return Kind.QUOTIENT
    if kind in LINEAR:
        fits = len(positions) == 1 and (kind is Kind.DENSE or positions[0] == 0)
    elif kind is Kind.SCALE:
        if name == "mul" and len(positions) == 2:
            return Kind.PRODUCT
        fits = len(positions) == 1 and (name != "div" or positions[0] == 0)
    elif kind is Kind.NORMALISATION:
        fits = positions == (0,) and not dict(attrs).get("training", False)
    elif kind in _FROM_ONE and name not in _FROM_TWO:
        fits = positions == (0,)
    else:
        fits = any(not chooses(op, p) for p in positions)
        if not fits and name in _LOOKUPS:
            return Kind.LOOKUP
    return kind if fits else Kind.OTHER


# ---- primitives beside ATen -------------------------------------------------------------------------------------


def _stabilize(
    z: Tensor,
    *,
    epsilon: float,
    clip: bool = False,
    norm_scale: bool = False,
    dim: int | tuple[int, ...] | None = None,
) -> Tensor:
    amount: Any = max(epsilon, least(z.dtype)) if epsilon else 0.0
    if norm_scale:
        axes = (tuple(range(1, z.ndim)) or None) if dim is None else dim
        wide = z.float() if z.dtype in (torch.float16, torch.bfloat16) else z  # squares overflow
        root = wide.square().mean(axes, keepdim=True).sqrt()
        amount = (epsilon * root).clamp(min=least(z.dtype) if epsilon else 0.0).to(z.dtype)
    if clip:
        return torch.where(z < 0, z.clamp(max=-amount), z.clamp(min=amount))
    if norm_scale:
        return torch.where(z < 0, z - amount, z + amount)
    away = z.new_full((), amount)  # ±ε, then the sum: two arrays in the place of four
    return torch.where(z < 0, -away, away).add_(z)


def least(dtype: torch.dtype) -> float:
    """The least denominator that relevance up to 64 can be divided by.

    In float16, where 1 / 1e-6 is infinite, that is 2⁻¹⁰, its relative precision. All others, bfloat16 too, reach so far
    down that only it is ever seen.
    """
    return 64 / torch.finfo(dtype).max


def _zeros(like: Tensor, *, size: Sequence[int]) -> Tensor:
    return like.new_zeros(()).expand(tuple(size))


def _constant(like: Tensor, *, values: Any, size: Sequence[int]) -> Tensor:
    return torch.as_tensor(values, dtype=like.dtype, device=like.device).reshape(tuple(size))


def _sum_to(g: Tensor, *, size: Sequence[int]) -> Tensor:
    return g.sum_to_size(tuple(size))


def _scatter_slice(g: Tensor, *, size: Sequence[int], dim: int, start: int, step: int) -> Tensor:
    out = g.new_zeros(tuple(size))
    index = [slice(None)] * out.ndim
    index[dim] = slice(start, start + (g.shape[dim] - 1) * step + 1, step)
    if g.shape[dim]:
        out[tuple(index)] = g
    return out


def _windows(
    like: Tensor,
    *,
    size: int,
    out: int,
    kernel_size: int = 0,
    stride: int = 0,
    padding: int = 0,
    dilation: int = 1,
) -> Tensor:
    first, last, step = [], [], dilation
    for j in range(out):
        first.append(j * stride - padding if kernel_size else j * size // out)
        last.append(first[j] + step * (kernel_size - 1) if kernel_size else -((j + 1) * -size // out) - 1)
    i = torch.arange(size, device=like.device)
    low, high = (torch.tensor(v, device=like.device)[:, None] for v in (first, last))
    return ((i >= low) & (i <= high) & ((i - low) % step == 0)).to(like.dtype)


def _vjp(g: Tensor, *args: Tensor | None, op: str, operand: int, attrs: Attrs) -> Tensor:
    differentiable = torch.is_grad_enabled()
    with torch.enable_grad():
        x = args[operand]
        assert x is not None
        # of integers that are moved the values do not matter
        x = x if x.is_floating_point() else x.to(g.dtype)
        # the same memory, seen anew; a tensor of inference mode cannot be differentiated, a copy of it can
        x = x.clone() if x.is_inference() else x
        x = x.view_as(x) if differentiable and x.requires_grad else x.detach().requires_grad_()
        outs = bind(op, attrs, len(args))(*args[:operand], x, *args[operand + 1 :])
        out = outs[0] if isinstance(outs, tuple) else outs
        return torch.autograd.grad(out, x, g, create_graph=differentiable)[0]


def _convolution_weight(g: Tensor, x: Tensor, *, size: Sequence[int], **attrs: Attr) -> Tensor:
    given = {**DEFAULTS["convolution"], **attrs}
    names = ("stride", "padding", "dilation", "transposed", "output_padding", "groups")
    settings = [list(v) if isinstance(v := given[name], tuple) else v for name in names]
    weight, mask = x.new_empty(tuple(size)), [False, True, False]
    result: Tensor = torch.ops.aten.convolution_backward(g, x, weight, None, *settings, mask)[1]
    return result


def _linear_weight(g: Tensor, x: Tensor) -> Tensor:
    return g.reshape(-1, g.shape[-1]).T @ x.reshape(-1, x.shape[-1])


def _rstd(x: Tensor, *, dim: tuple[int, ...], eps: float, centre: bool) -> Tensor:
    wide = x.float() if x.dtype in (torch.float16, torch.bfloat16) else x  # squares overflow
    off = wide - wide.mean(dim, keepdim=True) if centre else wide
    inverse: Tensor = (off.square().mean(dim, keepdim=True) + eps).rsqrt()
    return inverse.to(x.dtype)


def _per_sample(x: Tensor, *, outer: int, samples: int, axis: int | None = None) -> Tensor:
    if axis is None:
        return x.sum(dtype=torch.float64).reshape(1)
    others = [i for i in range(x.ndim) if i != axis]
    sums = x.sum(others, dtype=torch.float64) if others else x.double()
    return sums.reshape(outer, samples, -1).sum((0, 2))


def _batch_statistics(x: Tensor, *args: Tensor | None, eps: Any) -> Any:
    weight, bias = args[:2]
    return torch.ops.aten.native_batch_norm(x, weight, bias, None, None, True, 0.0, eps)


PRIMITIVES: dict[str, Callable[..., Tensor]] = {
    "stabilize": _stabilize,  # z + ε sign(z) and its variants, sign(0) = 1; see lrpfx.stabilizer
    "zeros_of": _zeros,  # zeros of a size; the argument gives dtype and device
    "constant": _constant,  # given values; the argument gives dtype and device
    "windows": _windows,  # which inputs are in which pooling window along an axis, (out, size); adaptive without kernel
    "sum_to": _sum_to,  # the transpose of broadcasting
    "scatter_slice": _scatter_slice,  # the transpose of slicing
    "softsign": torch.nn.functional.softsign,
    "tanhshrink": torch.nn.functional.tanhshrink,
    "vjp": _vjp,  # the transpose of any other operator, by automatic differentiation at its input
    "convolution_weight": _convolution_weight,  # the transpose of a convolution with respect to its weight
    "linear_weight": _linear_weight,  # the same of a dense layer
    "rstd": _rstd,  # 1 / the standard deviation over axes, or 1 / the root mean square
    "per_sample": _per_sample,  # the sum over all axes but that of the samples, (samples,), in double precision
}


DEFAULTS: dict[str, dict[str, Attr]] = {
    "convolution": {
        "stride": (1,),
        "padding": (0,),
        "dilation": (1,),
        "transposed": False,
        "output_padding": (0,),
        "groups": 1,
    },
    "native_batch_norm": {"training": False, "momentum": 0.1},
}
"""Defaults that ATen's schema does not give; attributes at their default are not stored, so prints stay short."""


def defaults(op: str) -> dict[str, Attr]:
    """The default of every attribute of `op` that has one."""
    return {a.name: _frozen(a.default_value) for a in aten(op)._schema.arguments} | DEFAULTS.get(op, {})


def dtype_name(dtype: torch.dtype) -> str:
    """`torch.float32` -> `f32`, `torch.bfloat16` -> `bf16`, `torch.bool` -> `b8`."""
    name = str(dtype).removeprefix("torch.")
    if name == "bool":
        return "b8"
    for long, short in (("bfloat", "bf"), ("float", "f"), ("complex", "c"), ("uint", "u"), ("int", "i")):
        if name.startswith(long):
            return short + name.removeprefix(long)
    return name


@cache
def dtype_of(name: str) -> torch.dtype:
    """`f32` -> `torch.float32`: the inverse of `dtype_name`."""
    return next(d for d in vars(torch).values() if isinstance(d, torch.dtype) and dtype_name(d) == name)


def is_default(value: Attr, default: Attr) -> bool:
    """Whether an attribute is at its default: a default of one element stands for as many as there are axes."""
    if isinstance(value, tuple) and isinstance(default, tuple) and len(default) == 1:
        return all(v == default[0] for v in value)
    return value == default and type(value) is type(default)


# ---- running an operator ----------------------------------------------------------------------------------------


def bind(op: str, attrs: Attrs, arity: int) -> Callable[..., Any]:
    """A function of `arity` tensors that runs `op` with `attrs` (which hold no open batch size).

    Raises:
        GraphError: if there is no such operator.
    """
    if op == "native_batch_norm" and dict(attrs).get("training"):
        # it would move the running statistics, which are the user's; the functional twin returns the moved ones
        return partial(_batch_statistics, eps=dict(attrs)["eps"])
    if op in PRIMITIVES:
        return partial(PRIMITIVES[op], **dict(attrs))
    overload = aten(op)
    slots, keywords = _arrange(op, attrs, arity)

    def run(*args: Tensor | None) -> Any:
        return overload(*(_fill(slot, args) for slot in slots), **keywords)

    return run


def calling(op: str, attrs: Attrs, args: Sequence[Any]) -> tuple[list[Any], dict[str, Any]]:
    """What ATen's `op` is called with, positions and keywords, whatever stands for the tensors in `args`."""
    slots, keywords = _arrange(op, attrs, len(args))
    return [_fill(slot, tuple(args)) for slot in slots], keywords


def resolve(attrs: Attrs, batch: int) -> Attrs:
    """`attrs` with every open batch size bound to `batch`."""
    return tuple((name, _resolve(value, batch)) for name, value in attrs)


@cache
def is_random(op: str) -> bool:
    """Whether `op` gives other results each time."""
    return op not in PRIMITIVES and torch.Tag.nondeterministic_seeded in aten(op).tags


def is_open(attrs: Attrs) -> bool:
    """Whether an attribute holds an open batch size."""
    return any(_open(value) for _, value in attrs)


@cache
def aten(op: str) -> Any:
    """The ATen overload called `op`.

    Raises:
        GraphError: if ATen has no such operator.
    """
    name, _, overload = op.partition(".")
    packet = getattr(torch.ops.aten, name, None)
    if packet is None or (overload or "default") not in packet.overloads():
        raise GraphError(f"no operator `{op}`: neither ATen nor lrpfx.ops knows it")
    return getattr(packet, overload or "default")


class _Take:
    """Where a tensor argument goes: one of them, or a list of all up to `end`."""

    def __init__(self, at: int, end: int | None = None) -> None:
        self.at, self.end = at, end


def _arrange(op: str, attrs: Attrs, arity: int) -> tuple[list[Any], dict[str, Any]]:
    """Tensor arguments and attributes in the order of the schema."""
    given = {**DEFAULTS.get(op, {}), **dict(attrs)}
    slots: list[Any] = []
    keywords: dict[str, Any] = {}
    taken = 0
    schema = _schema(op)
    for i, (argument, listed, single) in enumerate(schema):
        if listed:
            end = arity - sum(after for _, _, after in schema[i + 1 :])
            slots.append(_Take(taken, end))
            taken = end
        elif single:
            if taken < arity:
                slots.append(_Take(taken))
                taken += 1
            else:
                slots.append(None)
        else:
            value = _native(argument, given.get(argument.name, argument.default_value))
            if argument.kwarg_only:
                keywords[argument.name] = value
            else:
                slots.append(value)
    return slots, keywords


@cache
def _schema(op: str) -> tuple[tuple[Any, bool, bool], ...]:
    """Every argument of `op`, and whether it is a list of tensors or a tensor."""
    return tuple((a, is_tensor_list(a), is_tensor(a)) for a in aten(op)._schema.arguments)


def is_tensor(argument: Any) -> bool:
    """Whether a schema's argument is a tensor or an optional tensor."""
    return str(argument.type) in ("Tensor", "Optional[Tensor]")


def is_tensor_list(argument: Any) -> bool:
    """Whether a schema's argument is a list of tensors."""
    return str(argument.type) in ("List[Tensor]", "List[Optional[Tensor]]")


def _fill(slot: Any, args: tuple[Tensor | None, ...]) -> Any:
    if not isinstance(slot, _Take):
        return slot
    return args[slot.at] if slot.end is None else list(args[slot.at : slot.end])


def _native(argument: Any, value: Attr) -> Any:
    """An attribute as torch takes it: dtypes are stored by name, lists as tuples."""
    if isinstance(value, str) and value.startswith("torch."):
        return getattr(torch, value.removeprefix("torch."))
    return list(value) if isinstance(value, tuple) else value


def _frozen(value: Any) -> Attr:
    return tuple(map(_frozen, value)) if isinstance(value, list | tuple) else value


def _resolve(value: Attr, batch: int) -> Attr:
    if isinstance(value, Batch):
        return value.times * batch
    return tuple(_resolve(v, batch) for v in value) if isinstance(value, tuple) else value


def _open(value: Attr) -> bool:
    return isinstance(value, Batch) or (isinstance(value, tuple) and any(map(_open, value)))
