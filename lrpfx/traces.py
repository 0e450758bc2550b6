"""Traces, remembered by what they depend on: the model's structure and the input's, not the values of either.

A second batch, another checkpoint of the same architecture, or another composite needs no second trace. The key holds,
for every module, its class and its forward with what that refers to, its attributes that are no tensors, its hooks, and
name, shape and dtype of its tensors. A model with an attribute of another kind than these is traced each time.

Another image size is another trace, because sizes are constants of a graph: they are what torch computes the windows of
adaptive pooling from, the positions of an embedding and the rows of a flattened image, and what a forward may ask for
(`if x.shape[-1] > 256`). Open, every size behind a stride would be an expression such as (H + 1) // 2, of which nobody
knows whether two are equal, and with that whether two values can be added, until H is known; the batch size is open
because every size is a multiple of it. So the passes, which compare shapes, run again too; what follows from
parameters alone does not (see `lrpfx.folds`).
"""

import enum
import threading
import types
from collections import OrderedDict
from collections.abc import Mapping
from functools import partial
from typing import Any

import torch
from torch import Tensor, nn

from lrpfx.graph import Batch, Graph
from lrpfx.structure import Structure, structure_of
from lrpfx.trace import Output, tensors_of, trace

SIZE = 32
"""How many traces are remembered; the one that was used longest ago is forgotten first."""


class Traces:
    """A memory of traces. `traced` and `remembered` count how often each happened."""

    def __init__(self) -> None:
        self.traced = self.remembered = 0
        self._known: OrderedDict[Any, tuple[Graph, dict[str, Tensor]]] = OrderedDict()
        self._lock = threading.Lock()

    def __call__(self, model: nn.Module, x: Any, output: Output = None) -> tuple[Graph, Mapping[str, Tensor]]:
        """`lrpfx.trace(model, x, output=output)`. Arguments and errors as there."""
        keys = _keys(model, x, output)
        with self._lock:
            found = next((k for k in keys if k in self._known), None)
            if found is not None:
                self._known.move_to_end(found)
                self.remembered += 1
                graph, constants = self._known[found]
        if found is not None:
            now = {**{n: t.detach() for n, t in tensors_of(model).items()}, **constants}
            return graph, {p.name: now[p.name] for p in graph.params}
        graph, params = trace(model, x, output=output)
        own = tensors_of(model) if keys else {}
        with self._lock:
            self.traced += 1
            if keys:
                opened = any(isinstance(d, Batch) for v in graph.inputs for d in v.shape)
                constants = {name: t for name, t in params.items() if name not in own}
                self._known[keys[0] if opened else keys[-1]] = (graph, constants)
                while len(self._known) > SIZE:
                    self._known.popitem(last=False)
        return graph, params

    def clear(self) -> None:
        """Forget all traces."""
        with self._lock:
            self._known.clear()


traces = Traces()
"""The memory that explainers share."""


class _UnknownError(Exception):
    """What a trace may depend on cannot be compared."""


def _keys(model: object, x: Any, output: Output) -> tuple[Any, ...]:
    """The key of a trace for any batch size, where there can be one, and that for the size of `x`; none if unknown."""
    if not isinstance(model, nn.Module):
        return ()
    try:
        structure, xs = structure_of(model, x)
        state = (_model(model), _structure(structure), _frozen(output), torch.get_default_dtype(), _device())
        sizes = tuple((tuple(t.shape), t.dtype, t.device) for t in xs)
        exact = (*state, sizes)
        hash(exact)
    # Of a module that cannot be looked at, or an input that does not fit, tracing says what is wrong.
    except Exception:
        return ()
    if any(0 in t.shape for t in xs):
        return ()
    if len(xs) > 1 or not xs[0].ndim:
        return (exact,)
    return (*state, tuple((tuple(t.shape[1:]), t.dtype, t.device) for t in xs), "any"), exact


def _device() -> torch.device:
    return torch.get_default_device()


def _structure(structure: Structure) -> Any:
    return (structure.spec, _frozen(structure.constants), structure.count, structure.names)


_TENSORS = ("_parameters", "_buffers")
_CALLED = ("_forward_hooks", "_forward_pre_hooks")
_IGNORED = frozenset(
    (
        *("_backward_hooks", "_backward_pre_hooks", "_non_persistent_buffers_set", "_is_full_backward_hook"),
        *(
            "_state_dict_hooks",
            "_state_dict_pre_hooks",
            "_load_state_dict_pre_hooks",
            "_load_state_dict_post_hooks",
        ),
        *("_forward_hooks_with_kwargs", "_forward_hooks_always_called", "_forward_pre_hooks_with_kwargs"),
        *("_backward_hooks_always_called", "_compiled_call_impl", "_modules", *_TENSORS, *_CALLED),
    )
)


def _model(model: nn.Module) -> Any:
    order: dict[int, int] = {}  # tensors that several modules share
    rows: list[Any] = []
    for name, module in model.named_modules(remove_duplicate=False):
        own = vars(module)
        tensors = {
            **own["_parameters"],
            **own["_buffers"],
            **{k: v for k, v in own.items() if isinstance(v, Tensor)},
        }
        values = {k: v for k, v in own.items() if k not in _IGNORED and k not in tensors}
        rows.append(
            (
                (name, type(module), order.setdefault(id(module), len(order))),
                _frozen(type(module).forward),
                tuple((k, _tensor(v, order)) for k, v in tensors.items()),
                tuple((k, _frozen(v)) for k, v in values.items()),
                tuple(_frozen(tuple(own[k].values())) for k in _CALLED),
                own.get("_compiled_call_impl") is None,
            )
        )
    return tuple(rows)


def _tensor(value: Tensor | None, order: dict[int, int]) -> Any:
    if value is None:
        return None
    if type(value) not in (Tensor, nn.Parameter):
        raise _UnknownError
    return order.setdefault(id(value), len(order)), tuple(value.shape), value.dtype, value.device


_SIMPLE = (
    *(
        type(None),
        bool,
        int,
        float,
        complex,
        str,
        bytes,
        enum.Enum,
        type,
        types.BuiltinFunctionType,
        types.ModuleType,
    ),
    *(torch.dtype, torch.device, torch.memory_format, torch.layout),
)


def _frozen(value: Any, depth: int = 0) -> Any:
    """A value that can be compared, equal for what a trace cannot tell apart."""
    if depth > 8:
        raise _UnknownError
    if isinstance(value, _SIMPLE):
        return type(value), value
    if isinstance(value, tuple | list | torch.Size):
        return type(value), tuple(_frozen(v, depth + 1) for v in value)
    if isinstance(value, set | frozenset):
        return type(value), frozenset(_frozen(v, depth + 1) for v in value)
    if isinstance(value, dict):
        return type(value), tuple((_frozen(k, depth + 1), _frozen(v, depth + 1)) for k, v in value.items())
    if isinstance(value, partial):
        return _frozen((value.func, value.args, value.keywords), depth + 1)
    if isinstance(value, types.FunctionType):
        return value.__code__, *_referred(value, depth)
    raise _UnknownError


def _referred(function: types.FunctionType, depth: int) -> tuple[Any, ...]:
    """What a function refers to: its defaults, what it closes over, and global values that are plain."""
    cells = tuple(cell.cell_contents for cell in function.__closure__ or ())
    own = (function.__defaults__, function.__kwdefaults__, cells)
    if function.__module__.split(".")[0] in ("torch", "torchvision"):
        return tuple(_frozen(v, depth + 1) for v in own)
    names = [name for name in function.__code__.co_names if name in function.__globals__]
    known = {name: function.__globals__[name] for name in names}
    plain = {k: v for k, v in known.items() if not isinstance(v, types.FunctionType)}
    functions = tuple((k, v.__code__) for k, v in known.items() if isinstance(v, types.FunctionType))
    return *(_frozen(v, depth + 1) for v in own), _frozen(plain, depth + 1), functions
