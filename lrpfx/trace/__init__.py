"""PyTorch model -> (Graph, Params). The only package that knows torch.fx.

    nn.Module ──copy of its structure, fake parameters──> make_fx(functionalize(forward)) ──> fx nodes ──> equations
                                            record.py                                          convert.py

The user's model is never called and never changed: its module tree is copied with every parameter and buffer replaced
by a fake tensor, which has a shape and no memory. The batch size is symbolic, so one trace serves every batch.
"""

import threading

from torch import Tensor, nn

from lrpfx.errors import InputError, OutputShapeError, TraceError
from lrpfx.graph import Graph, check
from lrpfx.trace.convert import Params, to_graph
from lrpfx.trace.record import BatchFixedError, explain_failure, record

_TRACING = threading.Lock()  # torch.fx patches nn.Module while it traces


def trace(model: nn.Module, x: Tensor) -> tuple[Graph, Params]:
    """Trace the evaluation of `model` on inputs like `x`.

    Args:
        model: any module that maps one tensor to one tensor of shape (batch, classes). It is traced in evaluation
            mode whatever its mode is, and is not changed.
        x: an example, (batch, ...). Its values do not matter, its shape (but for the batch) and dtype do.

    Returns:
        The graph, and its parameters by name: those of the model's parameters and buffers.

    Raises:
        InputError: if `x` is not a tensor of floating point with a batch axis.
        TraceError: if the forward cannot be traced, with the line of the model at which tracing stopped.
        OutputShapeError: if the output is not one tensor of shape (batch, classes).
    """
    _check_example(model, x)
    failures: list[str] = []
    with _TRACING:
        for symbolic in (True, False):
            try:
                recorded = record(model, x, symbolic)
                graph, params = to_graph(recorded)
            except BatchFixedError as error:
                failures.append(f"with any batch size: {error}")
            except (OutputShapeError, InputError, TraceError):
                raise
            except Exception as error:  # tracing runs the user's code: anything may be raised in it
                failures.append(f"with {'any' if symbolic else 'this'} batch size: {explain_failure(error)}")
            else:
                return check(graph), params
    raise TraceError(
        f"the forward of {type(model).__name__} cannot be traced.\n  "
        + "\n  ".join(dict.fromkeys(failures))
        + "\nTracing follows one path for all inputs: Python control flow (`if`, `while`, `int(...)`, `.item()`) must"
        " not depend on the values of tensors, and NumPy must not be called on them. Use `torch.where` or fix the path."
    )


def _check_example(model: nn.Module, x: Tensor) -> None:
    if not isinstance(model, nn.Module):
        raise InputError(f"the model is a {type(model).__name__}, not a torch.nn.Module")
    if not isinstance(x, Tensor):
        raise InputError(f"the input is a {type(x).__name__}, not a torch.Tensor; use `torch.as_tensor`")
    if not x.is_floating_point():
        raise InputError(f"the input is {x.dtype}; relevance needs floating point: `x.float()`")
    if x.ndim < 2 or 0 in x.shape:
        raise InputError(
            f"the input has shape {tuple(x.shape)}; it needs a batch axis first and no empty axis"
        )
