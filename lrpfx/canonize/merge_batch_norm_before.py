"""Batch normalisation, merged into the linear operators that it feeds, where none before it can take it.

    op(s ⊙ u + t; w, b)  =  op(u; s w, b + Σ w t)  +  border          s, t along the input channels

A convolution that pads with zeros pads what is normalised, so at the border of the image the shift is missing from
some of its windows. What they lack is added, a constant map that is zero in the interior: border = op(t; w) - Σ w t.
"""

from collections.abc import Mapping

from lrpfx.affine import expand
from lrpfx.canonize.merge_batch_norm import scale_and_shift
from lrpfx.composite import behind_linear
from lrpfx.graph import Attr, Eqn, Graph
from lrpfx.ops import LINEAR, Kind, base, kind_of
from lrpfx.values import Builder, Value, rebuild

Env = Mapping[str, Value]


def merge_batch_norm_before(graph: Graph) -> Graph:
    """Merge batch normalisation with running statistics into the convolutions and dense layers behind it.

    Between them may lie padding with zeros, and before a dense layer reshapes and permutations of one sample.

    It does not apply

    - before the first linear operator: the relevance of a pixel is that of its normalised value, and bounds of pixels
      (`zbox`) are bounds of what the first layer sees
    - where an activation, a sum, a transposed convolution or an output uses the normalised value too
    - to BN → ReLU → convolution (DenseNet). There σ(s u + t) = |s| σ(±u + t / |s|), so that the scale could move into
      the weights behind. Contributions to the convolution are |s| σ w either way, and with them every relevance of a
      rule that shares by contributions; what is left is a threshold of the ReLU. As such the normalisation is kept, and
      hands relevance on: exactly conserved, and the same as in Zennit.
    - where the statistics are those of the batch, or the precision is not one and the same.

    Source: Guillemot et al. 2020, "Breaking Batch Normalization for better explainability of Deep Neural Networks
    through Layer-wise Relevance Propagation", section 3.
    """
    env: dict[str, Value] = {}
    chains = {
        e.out.name: c for e in graph.eqns if _is_linear(graph, e) and (c := _chain(graph, e)) is not None
    }

    def rewrite(builder: Builder, eqn: Eqn, args: tuple[Value | None, ...]) -> tuple[Value, ...] | None:
        env.update(
            (a.name, v) for a, v in zip(eqn.args, args, strict=True) if a is not None and v is not None
        )
        if eqn.out.name not in chains:
            return None
        return (_merge(builder, eqn, args, *chains[eqn.out.name], env),)

    return rebuild(graph, rewrite) if chains else graph


# ---- where it applies -------------------------------------------------------------------------------------------


def _is_linear(graph: Graph, eqn: Eqn) -> bool:
    ordinary = eqn.op == "linear" or (eqn.op == "convolution" and not eqn.attr("transposed"))
    constant = kind_of(eqn.op, graph.operands(eqn), eqn.attrs) in LINEAR
    return ordinary and graph.operands(eqn) == (0,) and constant


def _chain(graph: Graph, linear: Eqn) -> tuple[Eqn, tuple[Eqn, ...]] | None:
    """The normalisation that feeds `linear` and nothing but linear operators, and the moves between them, in order."""
    moves: list[Eqn] = []
    before = _producer(graph, linear)
    while before is not None and _lets_through(before, linear):
        moves.insert(0, before)
        before = _producer(graph, before)
    if before is None or kind_of(before.op, graph.operands(before), before.attrs) is not Kind.NORMALISATION:
        return None
    alone = all(len(graph.users[e.out.name]) == 1 for e in moves)
    users = graph.users[before.out.name]
    together = (
        len(users) == 1
        if moves
        else all(_is_linear(graph, u) and before.out not in u.args[1:] for u in users)
    )
    kept = any(e.out in graph.outputs for e in (before, *moves))
    fixed = all(isinstance(size, int) for size in before.out.shape[1:])
    alike = all(a is None or a.dtype == linear.out.dtype for a in (*before.args, *linear.args))
    applies = alone and together and fixed and alike and not kept and behind_linear(graph, before)
    return (before, tuple(moves)) if applies else None


def _producer(graph: Graph, eqn: Eqn) -> Eqn | None:
    return None if eqn.args[0] is None else graph.producers.get(eqn.args[0].name)


def _lets_through(eqn: Eqn, linear: Eqn) -> bool:
    """Whether `eqn` only moves the values of one sample, and, before a convolution, leaves the channels alone."""
    x, name = eqn.args[0] if eqn.args else None, base(eqn.op)
    if x is None:
        return False
    if name == "constant_pad_nd":
        pad = eqn.attr("pad")
        return isinstance(pad, tuple) and len(pad) // 2 <= len(x.shape) - 2
    if linear.op == "convolution" or x.shape[:1] != eqn.out.shape[:1]:
        return False
    if name == "permute":
        dims = eqn.attr("dims")
        return isinstance(dims, tuple) and dims[0] == 0
    if name == "transpose":
        rank = len(x.shape)
        return all(isinstance(d := eqn.attr(n), int) and d % rank != 0 for n in ("dim0", "dim1"))
    return name in _RESHAPES and all(isinstance(size, int) for size in eqn.out.shape[1:])


_RESHAPES = ("reshape", "squeeze", "unsqueeze")


# ---- the merged operator ----------------------------------------------------------------------------------------


def _merge(
    builder: Builder, linear: Eqn, args: tuple[Value | None, ...], norm: Eqn, moves: tuple[Eqn, ...], env: Env
) -> Value:
    """op(moves(s ⊙ u + t); w, b), with s and t in the weights."""
    _, w, b = (*args, None)[:3]
    u = env[norm.args[0].name]  # type: ignore[union-attr]  # a normalisation has an input
    assert w is not None
    scale, shift = scale_and_shift(norm, tuple(None if a is None else env[a.name] for a in norm.args[1:]))
    form = (1, *norm.out.shape[1:])
    per_channel = (1, norm.out.shape[1], *[1] * (len(form) - 2))
    t = _moved(moves, expand(shift.reshape(*per_channel), form), sample=True)
    u = _moved(moves, u, sample=False)
    builder.module, builder.source = linear.module, linear.source
    name = f"{linear.out.name}_bn"
    if linear.op == "linear":
        s = _moved(moves, expand(scale.reshape(*per_channel), form), sample=True)
        missing = builder.emit("linear", [t, w], {}, [(1, w.shape[0])])[0].reshape(w.shape[0])
        bias = missing if b is None else b + missing
        return builder.emit("linear", [u, w * s, bias], {}, [linear.out.shape], [linear.out.dtype], [name])[0]
    attrs, dims = dict(linear.attrs), tuple(range(1, w.ndim))
    weighted = w * _along_inputs(linear, w, shift)
    interior = builder.emit("sum.dim_IntList", [weighted], {"dim": dims}, [w.shape[:1]])[0]
    bias = interior if b is None else b + interior
    weight = w * _along_inputs(linear, w, scale)
    z = builder.emit(linear.op, [u, weight, bias], attrs, [linear.out.shape], [linear.out.dtype], [name])[0]
    if not moves and not _any(linear.attr("padding", 0)):
        return z
    everywhere = builder.emit(linear.op, [t, w, None], attrs, [(1, *linear.out.shape[1:])])[0]
    return z + (everywhere - interior.reshape(1, w.shape[0], *[1] * (w.ndim - 2)))


def _moved(moves: tuple[Eqn, ...], value: Value, sample: bool) -> Value:
    """The value moved likewise: that of one sample, or a batch, which padding fills with zeros."""
    for eqn in moves:
        shape = (1, *eqn.out.shape[1:]) if sample else eqn.out.shape
        if base(eqn.op) in _RESHAPES:
            value = value.reshape(*shape)
            continue
        attrs = {k: v for k, v in eqn.attrs if sample or k != "value"}
        value = value.builder.emit(eqn.op, [value], attrs, [shape])[0]
    return value


def _along_inputs(linear: Eqn, w: Value, v: Value) -> Value:
    """One number per input channel, shaped to multiply the weight (out, in / groups, ...)."""
    groups, outputs, inputs = (linear.attr("groups", 1), *w.shape[:2])
    assert isinstance(groups, int)
    assert isinstance(outputs, int)
    per_group = v.reshape(groups, 1, inputs)
    spread = expand(per_group, (groups, outputs // groups, inputs))
    return spread.reshape(outputs, inputs, *([1] * (w.ndim - 2)))


def _any(padding: Attr) -> bool:
    return any(padding) if isinstance(padding, tuple) else bool(padding)
