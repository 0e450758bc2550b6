"""PyTorch model -> (Graph, Params). The only package that knows torch.fx.

    nn.Module ──copy of its structure, fake parameters──> make_fx(functionalize(forward)) ──> fx nodes ──> equations
                                            record.py                                          convert.py

The user's model is never called and never changed: its module tree is copied with every parameter and buffer replaced
by a fake tensor, which has a shape and no memory. The batch size is symbolic, so one trace serves every batch.
"""

import threading
from collections.abc import Mapping

from torch import Tensor, nn

from lrpfx.errors import InputError, TraceError
from lrpfx.graph import Graph
from lrpfx.trace.convert import Params, to_graph
from lrpfx.trace.record import ForwardError, record, tensors_of

_TRACING = threading.RLock()  # torch.fx patches nn.Module while it traces


def trace(model: nn.Module, x: Tensor) -> tuple[Graph, Params]:
    """Trace the evaluation of `model` on inputs like `x`.

    Args:
        model: any module that maps one tensor to one tensor of shape (batch, classes). It is traced in evaluation
            mode whatever its mode is, and is not changed.
        x: an example, (batch, ...). Its values do not matter, its shape (but for the batch) and dtype do. A forward
            that takes another path for a batch of one is traced along the path for larger batches.

    Returns:
        The graph, and its parameters by name: those of the model's parameters and buffers.

    Raises:
        InputError: if `x` is not a tensor of floating point with a batch axis.
        TraceError: if the forward cannot be traced, with the line of the model at which tracing stopped.
        OutputShapeError: if the output is not one tensor of shape (batch, classes).
    """
    _check_example(model, x)
    failures: dict[str, ForwardError] = {}
    with _TRACING:
        for symbolic in (True, False):
            try:
                return to_graph(record(model, x, symbolic))
            except ForwardError as error:
                failures[f"for {'any' if symbolic else 'this'} batch size"] = error
    raise TraceError(_lament(model, x, failures)) from failures.popitem()[1].__cause__


def _lament(model: nn.Module, x: Tensor, failures: Mapping[str, ForwardError]) -> str:
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
        lines.append(
            f"Does the model run on an input of shape {tuple(x.shape)} and {x.dtype}? Call `model(x)` to see."
        )
    return "\n".join(lines)


def _check_example(model: nn.Module, x: Tensor) -> None:
    if not isinstance(model, nn.Module):
        raise InputError(f"the model is a {type(model).__name__}, not a torch.nn.Module")
    if not isinstance(x, Tensor):
        raise InputError(f"the input is a {type(x).__name__}, not a torch.Tensor; use `torch.as_tensor`")
    if not x.is_floating_point():
        raise InputError(f"the input is {x.dtype}; relevance needs floating point: `x.float()`")
    floats = {t.dtype for t in tensors_of(model).values() if t.is_floating_point()}
    if floats and x.dtype not in floats:
        own = " and ".join(sorted(str(d) for d in floats))
        raise InputError(f"the input is {x.dtype}, the model {own}; convert one of them")
    if x.ndim < 2 or 0 in x.shape:
        raise InputError(
            f"the input has shape {tuple(x.shape)}; it needs a batch axis first and no empty axis"
        )


__all__ = ["Params", "tensors_of", "trace"]
