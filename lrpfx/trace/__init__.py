"""PyTorch model -> (Graph, Params). The only package that knows torch.fx.

    nn.Module ──copy of its structure, fake parameters──> make_fx(functionalize(forward)) ──> fx nodes ──> equations
                                            record.py                                          convert.py

The user's model is never called and never changed: its module tree is copied with every parameter and buffer replaced
by a fake tensor, which has a shape and no memory. The batch size is symbolic, so one trace serves every batch.
"""

import threading
from collections.abc import Mapping, Sequence
from typing import Any

from torch import Tensor, nn

from lrpfx.errors import InputError, TraceError
from lrpfx.graph import Graph, place
from lrpfx.ops import LINEAR, kind_of
from lrpfx.structure import Structure, structure_of
from lrpfx.trace.convert import Params, to_graph
from lrpfx.trace.output import Output, picking
from lrpfx.trace.record import ForwardError, record, tensors_of

_TRACING = threading.RLock()  # torch.fx patches nn.Module while it traces


def trace(model: nn.Module, x: Any, *, output: Output = None) -> tuple[Graph, Params]:
    """Trace the evaluation of `model` on inputs like `x`.

    Args:
        model: any module that maps tensors to tensors. It is traced in evaluation mode whatever its mode is, and is not
            changed.
        x: an example: a tensor (batch, ...), a tuple of the forward's positional arguments, or a dict of its keyword
            arguments. Values of tensors do not matter, their shapes (but for the batch) and dtypes do; what is no
            tensor is a constant of the graph. A forward that takes another path for a batch of one is traced along the
            path for larger batches.
        output: which tensor of the output: an index, a key, or a tuple of these; None: the only one.

    Returns:
        The graph, with one input for every tensor of `x`, and its parameters by name: those of the model's parameters
        and buffers.

    Raises:
        InputError: if there is no tensor in `x`, or its dtype is not the model's.
        TraceError: if the forward cannot be traced, with the line of the model at which tracing stopped.
        OutputShapeError: if the output holds several tensors and none is chosen, or the chosen one is not of floating
            point.
    """
    if not isinstance(model, nn.Module):
        raise InputError(f"the model is a {type(model).__name__}, not a torch.nn.Module")
    structure, xs = structure_of(model, x)
    _check_example(model, structure, xs)
    failures: dict[str, ForwardError] = {}
    with _TRACING:
        for symbolic in (True, False):
            compiling = False
            while True:
                try:
                    recorded = record(model, structure, xs, symbolic, picking(output), compiling)
                    return _checked(*to_graph(recorded))
                except ForwardError as error:
                    failures.setdefault(f"for {'any' if symbolic else 'this'} batch size", error)
                    if compiling or not error.depends_on_values:
                        break
                    compiling = True  # transformers and others look at values only outside of compilers
    raise TraceError(_lament(model, xs, failures)) from failures.popitem()[1].__cause__


def _lament(model: nn.Module, xs: Sequence[Tensor], failures: Mapping[str, ForwardError]) -> str:
    """What each attempt said, and the mend."""
    lines = [f"the forward of {type(model).__name__} cannot be traced"]
    lines += [f"  {how}: {error}" for how, error in failures.items()]
    if any(error.depends_on_values for error in failures.values()):
        lines.append(
            "Tracing follows one path for all inputs: Python control flow (`if`, `while`, `int(...)`, `.item()`) must"
            " not depend on the values of tensors, and NumPy must not be called on them. Use `torch.where`, or fix the"
            " path in a wrapper."
        )
    else:
        shapes = " and ".join(f"{tuple(x.shape)} ({x.dtype})" for x in xs)
        lines.append(f"Does the model run on an input of shape {shapes}? Call the model on it to see.")
        if any(not x.is_floating_point() for x in xs):
            lines.append(
                "Whole numbers are taken for addresses, such as token ids: `x.float()` makes them values."
            )
    return "\n".join(lines)


def _check_example(model: nn.Module, structure: Structure, xs: Sequence[Tensor]) -> None:
    floats = {t.dtype for t in tensors_of(model).values() if t.is_floating_point()}
    for name, x in zip(structure.names, xs, strict=True):
        what = "the input" if len(xs) == 1 else f"the input `{name}`"
        if x.is_complex():
            raise InputError(f"{what} is {x.dtype}; relevance needs real numbers: `torch.view_as_real(x)`")
        if x.is_floating_point() and floats and x.dtype not in floats:
            own = " and ".join(sorted(str(d) for d in floats))
            raise InputError(f"{what} is {x.dtype}, the model {own}; convert one of them")
        if 0 in x.shape or (len(xs) == 1 and x.ndim < 2):
            raise InputError(
                f"{what} has shape {tuple(x.shape)}; it needs a batch axis first and no empty axis"
            )


def _checked(graph: Graph, params: Params) -> tuple[Graph, Params]:
    """Refuse whole numbers that meet weights: fake tensors do not mind, real ones do."""
    for var in graph.inputs:
        for eqn in graph.users.get(var.name, ()):
            if not var.is_real and kind_of(eqn.op, graph.operands(eqn), eqn.attrs) in LINEAR:
                raise InputError(f"`{var}` meets the weights of `{eqn.op}` in {place(eqn)}. {_ADDRESSES}")
    return graph, params


_ADDRESSES = "Whole numbers are taken for addresses, such as token ids: `x.float()` makes them values."


__all__ = ["Output", "Params", "tensors_of", "trace"]
