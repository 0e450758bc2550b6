"""What a relevance graph is called with: the model's inputs, then masks, what a condition lets through, references."""

from collections.abc import Mapping, Sequence
from typing import Any

import torch
from torch import Tensor

from lrpfx.condition import Conditions, joined
from lrpfx.errors import InputError, ParameterError, PlaceError
from lrpfx.finite import finite
from lrpfx.graph import Batch, Graph, Var
from lrpfx.masks import Mask, mask_of, size_in
from lrpfx.ops import dtype_of
from lrpfx.options import Options, restrictions
from lrpfx.places import find
from lrpfx.restriction import same_places, tensors
from lrpfx.structure import Structure


def check_inputs(
    names: Sequence[str], xs: Sequence[Tensor], variables: Sequence[Var], device: torch.device
) -> None:
    """Raise an InputError for a tensor on another device, without numbers, without samples, or with NaN."""
    for name, x, var in zip(names, xs, variables, strict=False):
        what = "the input" if len(xs) == 1 else f"the input `{name}`"
        if x.device != device:
            raise InputError(f"{what} is on device {x.device}, the model on {device}: `x.to('{device}')`")
        if x.is_meta:
            raise InputError(f"{what} is on the device meta, without numbers; `explainer.cost(x)` takes it")
        if var.shape and (x.ndim == 0 or x.shape[0] == 0):
            raise InputError(f"{what} has shape {tuple(x.shape)}: an empty batch; give at least one sample")
        if x.is_floating_point() and not finite(x):
            rows = x.reshape(len(x) if x.ndim else 1, -1)
            samples = (~torch.isfinite(rows).all(dim=1)).nonzero().flatten().tolist()
            raise InputError(
                f"{what} holds NaN or infinity, in sample {', '.join(map(str, samples[:5]))} of the batch"
            )


def batch_of(xs: Sequence[Tensor]) -> int:
    """How many samples there are: the first axis of the first tensor of numbers."""
    return next((t.shape[0] for t in xs if t.is_floating_point()), xs[0].shape[0])


# ---- sizes ------------------------------------------------------------------------------------------------------


def takes(graph: Graph, sizes: Sequence[torch.Size]) -> bool:
    """Whether inputs of these sizes are what was compiled: one batch, everything else as it was."""
    axes = [
        (have, want)
        for size, var in zip(sizes, graph.inputs, strict=False)
        for have, want in zip(size, var.shape, strict=False)
    ]
    batches = {have / want.times for have, want in axes if isinstance(want, Batch)}
    return len(batches) <= 1 and all(isinstance(want, Batch) or have == want for have, want in axes)


def same_axes(graph: Graph, sizes: Sequence[torch.Size]) -> bool:
    """Whether inputs of these sizes have as many axes as those that were compiled."""
    return all(len(size) == len(var.shape) for size, var in zip(sizes, graph.inputs, strict=False))


# ---- what follows the inputs ------------------------------------------------------------------------------------


def masks(
    graph: Graph, options: Options, xs: Sequence[Tensor], chosen: Mapping[str, Mask]
) -> tuple[Tensor, ...]:
    """A tensor for every masked place."""
    unknown = [name for name in chosen if name not in options.mask]
    if unknown:
        places = ", ".join(f"`{m}`" for m in options.mask) or "no place"
        raise PlaceError(
            f"no mask was compiled at `{unknown[0]}`, but at {places}: compile with `mask={{...}}`"
        )
    batch, device = batch_of(xs), xs[0].device
    variables = graph.inputs[len(xs) : len(xs) + len(options.mask)]
    return tuple(
        mask_of(name, chosen[name], [size_in(d, batch) for d in var.shape], dtype_of(var.dtype), device)
        for name, var in zip(options.mask, variables, strict=True)
    )


def conditions(
    forward: Graph, options: Options, xs: Sequence[Tensor], condition: Conditions
) -> tuple[Tensor, ...]:
    """What the condition lets through, a tensor for every input of the graph that says so."""
    compiled, chosen = options.condition, joined(condition) or options.condition
    if chosen is None:
        return ()
    if compiled is None or not same_places(compiled, chosen):
        found = "no condition" if compiled is None else f"a condition on {compiled}"
        raise PlaceError(
            f"the explainer was compiled with {found}, not with one on {chosen}: compile with `condition=...`"
        )
    batch = batch_of(xs)
    shapes = {t.place: find(forward, t.place).shape for t in chosen.throughs}
    sizes = {name: [size_in(d, batch) for d in shape] for name, shape in shapes.items()}
    like = torch.zeros((), dtype=dtype_of(forward.outputs[0].dtype), device=xs[0].device)
    return tensors(chosen, sizes, like)


def references(
    graph: Graph, forward: Graph, options: Options, structure: Structure, xs: Sequence[Tensor], reference: Any
) -> tuple[Tensor, ...]:
    """The reference of every tensor, where a rule compares with it; zeros where none is given."""
    before = len(xs) + sum(len(cut.inputs(set())) for cut in restrictions(forward, options))
    compared = graph.inputs[before:-1]
    if not compared and reference is not None:
        raise ParameterError(
            f"no rule of the composite `{options.composite.name}` compares with a reference; those of"
            " `lrpfx.composites.deep_lift` do"
        )
    given = [torch.zeros_like(t) for t in xs] if reference is None else structure.split(reference)
    try:
        return tuple(g.to(t).expand(t.shape) for g, t, _ in zip(given, xs, compared, strict=False))
    except RuntimeError:
        shapes = ", ".join(str(tuple(g.shape)) for g in given)
        raise InputError(
            f"the reference has shape {shapes}, which does not broadcast to that of the input,"
            f" {', '.join(str(tuple(t.shape)) for t in xs)}"
        ) from None
