"""Padding with zeros, merged into the convolution that it feeds.

    conv(pad(x; l, r); p)  =  conv(x; P)[k : k + n]          P = l + p + k s >= r + p,   s the stride, n the size

What a convolution pads itself is no input of it. Spelled out, the zeros look like inputs, and rules that do not
multiply by the input (flat, w², z^B) hand them relevance, which is lost. So torch spells `padding="same"` where it
falls on one side more than on the other, and so do convolutions of one's own that pad in their forward.
"""

from lrpfx.graph import Attr, Eqn, Graph
from lrpfx.ops import base
from lrpfx.values import Builder, Value, rebuild


def merge_padding(graph: Graph) -> Graph:
    """Merge padding with zeros into the convolution behind it, within one module.

    It does not apply where the padding is a module of its own (nn.ZeroPad2d), whose zeros the model takes for inputs of
    the convolution, where it has another value, crops, or reaches beyond the axes that the convolution
    slides over, nor before transposed convolutions.
    """
    env: dict[str, Value] = {}

    def rewrite(builder: Builder, eqn: Eqn, args: tuple[Value | None, ...]) -> tuple[Value, ...] | None:
        env.update(
            (a.name, v) for a, v in zip(eqn.args, args, strict=True) if a is not None and v is not None
        )
        pad = _padding(graph, eqn)
        if pad is None or pad.args[0] is None:
            return None
        return (_merged(builder, eqn, (env[pad.args[0].name], *args[1:]), pad),)

    return rebuild(graph, rewrite)


def _padding(graph: Graph, eqn: Eqn) -> Eqn | None:
    """The padding that feeds a convolution, if it can be merged."""
    if eqn.op != "convolution" or eqn.attr("transposed") or eqn.args[0] is None:
        return None
    pad = graph.producers.get(eqn.args[0].name)
    if pad is None or base(pad.op) != "constant_pad_nd" or pad.attr("value", 0) not in (0, None):
        return None
    widths = _numbers(pad.attr("pad"))
    inside = len(widths) // 2 <= len(eqn.out.shape) - 2 and all(w >= 0 for w in widths)
    fixed = all(isinstance(size, int) for size in eqn.out.shape[2:])
    return pad if inside and fixed and pad.module == eqn.module else None


def _merged(builder: Builder, eqn: Eqn, args: tuple[Value | None, ...], pad: Eqn) -> Value:
    """The convolution of the value before the padding, without the outputs that wider padding adds."""
    space = len(eqn.out.shape) - 2
    widths = _numbers(pad.attr("pad"))
    widths += (0,) * (2 * space - len(widths))
    padding, strides = (
        _each(eqn.attr(name, default), space) for name, default in (("padding", 0), ("stride", 1))
    )
    dilation = _each(eqn.attr("dilation", 1), space)
    wide, skipped, sizes = [], [], []
    x, w = args[0], args[1]
    assert x is not None
    assert w is not None
    for i in range(space):
        left, right = (p + padding[i] for p in widths[2 * (space - 1 - i) : 2 * (space - i)])
        skip = max(0, -((left - right) // strides[i]))  # ⌈(right - left) / stride⌉
        wide.append(left + skip * strides[i])
        skipped.append(skip)
        reach = dilation[i] * (_int(w.shape[2 + i]) - 1) + 1
        sizes.append((_int(x.shape[2 + i]) + 2 * wide[i] - reach) // strides[i] + 1)
    attrs: dict[str, Attr] = dict(eqn.attrs) | {"padding": tuple(wide)}
    shape = (*eqn.out.shape[:2], *sizes)
    z = builder.emit(eqn.op, args, attrs, [shape], [eqn.out.dtype], [f"{eqn.out.name}_pad"])[0]
    for i, (skip, size, wanted) in enumerate(zip(skipped, sizes, eqn.out.shape[2:], strict=True), 2):
        if size != wanted:
            shape = (*shape[:i], wanted, *shape[i + 1 :])
            bounds: dict[str, Attr] = {"dim": i, "start": skip, "end": skip + _int(wanted)}
            z = builder.emit("slice.Tensor", [z], bounds, [shape], [eqn.out.dtype])[0]
    return z


def _numbers(value: Attr) -> tuple[int, ...]:
    return tuple(map(_int, value)) if isinstance(value, tuple) else (_int(value),)


def _each(value: Attr, space: int) -> tuple[int, ...]:
    numbers = _numbers(value)
    return numbers * space if len(numbers) == 1 else numbers


def _int(value: object) -> int:
    assert isinstance(value, int)
    return value
