"""PyTorch model -> (Graph, Params). The only module that knows torch.fx.

    nn.Module ──copy of its structure, fake parameters──> make_fx(functionalize(forward)) ──> fx nodes ──> equations

The user's model is never called and never changed: its module tree is copied with every parameter and buffer replaced
by a fake tensor, which has a shape and no memory. The batch size is symbolic, so one trace serves every batch.
"""

import copy
import os
import sys
import threading
import types
import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from operator import getitem
from typing import Any

import torch
from torch import Tensor, fx, nn
from torch._subclasses.fake_tensor import FakeTensorMode
from torch.fx.experimental.proxy_tensor import get_proxy_mode, make_fx
from torch.fx.experimental.symbolic_shapes import DimDynamic, ShapeEnv, StatelessSymbolicContext
from torch.utils._python_dispatch import TorchDispatchMode

from lrpfx.errors import InputError, OutputShapeError, TraceError
from lrpfx.graph import Attr, Batch, Dim, Eqn, Graph, Shape, Var, check
from lrpfx.ops import Kind, defaults, is_tensor, is_tensor_list, kind_of
from lrpfx.values import rebuild

Params = Mapping[str, Tensor]
"""The tensors that a graph's parameters stand for, by name. They share memory with the model's."""

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
                recorded = _record(model, x, symbolic)
                graph, params = _to_graph(recorded)
            except _BatchFixedError as error:
                failures.append(f"with any batch size: {error}")
            except (OutputShapeError, InputError, TraceError):
                raise
            except Exception as error:  # tracing runs the user's code: anything may be raised in it
                failures.append(f"with {'any' if symbolic else 'this'} batch size: {_explain(error)}")
            else:
                return check(graph), params
    raise TraceError(
        f"the forward of {type(model).__name__} cannot be traced.\n  "
        + "\n  ".join(dict.fromkeys(failures))
        + "\nTracing follows one path for all inputs: Python control flow (`if`, `while`, `int(...)`, `.item()`) must not"
        " depend on the values of tensors, and NumPy must not be called on them. Use `torch.where` or fix the path."
    )


class _BatchFixedError(Exception):
    """The forward fixes the batch size, or combines it in a way that the graph cannot express."""


@dataclass
class _Recorded:
    """What fx recorded, and what its placeholders stand for."""

    nodes: fx.Graph
    names: list[str]  # of the placeholders: the parameters', then "x"
    tensors: dict[str, Tensor]  # the parameters' real values
    constants: Any  # the fx module, which holds tensors created by the forward itself
    batch_symbol: Any = None
    batch: int = 0
    where: dict[fx.Node, tuple[str, str]] = field(default_factory=dict)


# ---- recording --------------------------------------------------------------------------------------------------


def _record(model: nn.Module, x: Tensor, symbolic: bool) -> _Recorded:
    """Run the forward of a structural copy on fake tensors under make_fx."""
    shapes = ShapeEnv() if symbolic else None
    mode = FakeTensorMode(shape_env=shapes, allow_non_fake_inputs=True)
    tensors = _tensors(model)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        fakes = {name: _fake(mode, tensor) for name, tensor in tensors.items()}
        example = _fake_example(mode, x, symbolic)
    clone = _copy_structure(model, tensors, fakes)
    modules = {id(m): name for name, m in clone.named_modules()}
    where: dict[fx.Node, tuple[str, str]] = {}

    def forward(*args: Tensor) -> Any:
        with _Locate(modules, where):
            return clone(args[-1])

    with mode, torch.no_grad(), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of the copy's forward; the user sees those of the real one
        traced = make_fx(torch.func.functionalize(forward, remove="mutations"))(*fakes.values(), example)
    symbol = example.shape[0].node.expr if symbolic else None
    if shapes is not None and symbol in shapes.replacements:
        raise _BatchFixedError("the forward fixes the batch size")
    return _Recorded(traced.graph, [*tensors, "x"], tensors, traced, symbol, x.shape[0], where)


def _tensors(model: nn.Module) -> dict[str, Tensor]:
    """Every tensor of the model by its first name: parameters, buffers, and plain attributes."""
    found: dict[int, tuple[str, Tensor]] = {}
    for prefix, module in model.named_modules():
        own = {**module._parameters, **module._buffers, **vars(module)}
        for name, value in own.items():
            if isinstance(value, Tensor) and id(value) not in found:
                found[id(value)] = (f"{prefix}.{name}" if prefix else name, value)
    if any(isinstance(t, nn.UninitializedParameter) for _, t in found.values()):
        raise InputError("the model has lazy parameters without values; call it once before it is explained")
    return dict(found.values())


def _copy_structure(model: nn.Module, tensors: Mapping[str, Tensor], fakes: Mapping[str, Tensor]) -> nn.Module:
    """The module tree with fake tensors in the place of the real ones; nothing of the model is shared but hooks."""
    memo: dict[int, Any] = {id(tensor): fakes[name] for name, tensor in tensors.items()}
    try:
        clone: nn.Module = copy.deepcopy(model, memo)
    except Exception as error:
        raise TraceError(
            f"the structure of {type(model).__name__} cannot be copied, which tracing needs to leave the model alone: "
            f"{type(error).__name__}: {error}. Give the modules a `__deepcopy__`, or take the attribute out."
        ) from error
    return clone.eval()


def _fake(mode: FakeTensorMode, tensor: Tensor) -> Tensor:
    """A tensor of the same shape without memory; a parameter stays a parameter."""
    fake: Tensor = mode.from_tensor(tensor.detach(), static_shapes=True)
    return nn.Parameter(fake, requires_grad=False) if isinstance(tensor, nn.Parameter) else fake


def _fake_example(mode: FakeTensorMode, x: Tensor, symbolic: bool) -> Tensor:
    """An example without memory; a batch of one is traced as two, because one is special to broadcasting."""
    x = x.detach()
    if not symbolic:
        return mode.from_tensor(x, static_shapes=True)
    example = x.new_empty((1, *x.shape[1:])).expand(2, *x.shape[1:]) if x.shape[0] == 1 else x
    dims = [DimDynamic.DYNAMIC] + [DimDynamic.STATIC] * (x.ndim - 1)
    context = StatelessSymbolicContext(dynamic_sizes=dims)
    fake: Tensor = mode.from_tensor(example.contiguous(), symbolic_context=context)
    return fake


class _Locate(TorchDispatchMode):
    """Notes for every fx node which module and which line of the user's code it came from."""

    def __init__(self, modules: Mapping[int, str], where: dict[fx.Node, tuple[str, str]]) -> None:
        super().__init__()
        self.modules, self.where = modules, where

    def __torch_dispatch__(
        self, func: Any, types: Any, args: Sequence[Any] = (), kwargs: Mapping[str, Any] | None = None
    ) -> Any:
        result = func(*args, **(kwargs or {}))
        place: tuple[str, str] | None = None
        mode = get_proxy_mode()
        for node in reversed(mode.tracer.graph.nodes if mode is not None else ()):
            if node in self.where or node.op == "placeholder":
                break
            place = place or _locate(self.modules)
            self.where[node] = place
        return result


_LIBRARY = os.path.dirname(torch.__file__) + os.sep
_HERE = os.path.dirname(__file__) + os.sep


def _locate(modules: Mapping[int, str]) -> tuple[str, str]:
    """The innermost module and the innermost line outside torch on the stack."""
    module = source = ""
    frame: types.FrameType | None = sys._getframe(2)
    while frame is not None and not (module and source):
        code = frame.f_code
        if not source and not code.co_filename.startswith((_LIBRARY, _HERE, "<frozen")):
            source = f"{os.path.basename(code.co_filename)}:{frame.f_lineno}"
        if not module and code.co_varnames[:1] == ("self",):
            module = modules.get(id(frame.f_locals.get("self")), "")
        if code.co_filename.startswith(_HERE) and code.co_name == "forward":
            break  # below here is lrpfx itself
        frame = frame.f_back
    return module, source


def _explain(error: Exception) -> str:
    """What was raised, and the user's line that raised it."""
    lines = [
        f"{summary.f_code.co_filename}:{lineno}"
        for summary, lineno in _frames(error)
        if not summary.f_code.co_filename.startswith((_LIBRARY, _HERE, "<frozen"))
    ]
    message = str(error).strip().split("\n\n")[0].split("\n")[0]
    at = f" at {lines[-1]}" if lines else ""
    return f"{type(error).__name__}{at}: {message}"


def _frames(error: BaseException) -> list[tuple[types.FrameType, int]]:
    frames, tb = [], error.__traceback__
    while tb is not None:
        frames.append((tb.tb_frame, tb.tb_lineno))
        tb = tb.tb_next
    return frames


# ---- fx nodes -> equations --------------------------------------------------------------------------------------


def _to_graph(recorded: _Recorded) -> tuple[Graph, Params]:
    """The recorded nodes as equations; each fx node that is a tensor becomes a variable of its own name."""
    convert = _Converter(recorded)
    for node in recorded.nodes.nodes:
        convert.add(node)
    graph = Graph((convert.input,), tuple(convert.params), tuple(convert.eqns), tuple(convert.outputs))
    graph = rebuild(_prune(graph), _raise_linear)
    used = {a.name for e in graph.eqns for a in e.args if a is not None} | {v.name for v in graph.outputs}
    params = tuple(p for p in graph.params if p.name in used)
    graph = _prune(Graph(graph.inputs, params, graph.eqns, graph.outputs))
    return graph, {p.name: convert.tensors[p.name].detach() for p in params}


class _Converter:
    """Turns fx nodes into equations, one by one."""

    def __init__(self, recorded: _Recorded) -> None:
        self.recorded = recorded
        self.tensors = dict(recorded.tensors)
        self.env: dict[fx.Node, Var] = {}
        self.lists: dict[fx.Node, tuple[fx.Node, str]] = {}
        self.placeholders = iter(recorded.names)
        self.params: list[Var] = []
        self.eqns: list[Eqn] = []
        self.outputs: list[Var] = []
        self.eqn_of: dict[fx.Node, Eqn] = {}
        self.input: Var

    def add(self, node: fx.Node) -> None:
        if node.op == "placeholder":
            self._placeholder(node)
        elif node.op == "get_attr":
            self._constant(node)
        elif node.op == "output":
            self._output(node)
        elif node.target is getitem:
            self._item(node)
        elif isinstance(node.meta.get("val"), Tensor | tuple | list):
            self._call(node)
        # what is left computes sizes, which are attributes

    def _placeholder(self, node: fx.Node) -> None:
        name = next(self.placeholders)
        var = self._var(name, node.meta["val"])
        self.env[node] = var
        if name == "x":
            self.input = var
        else:
            self.params.append(var)

    def _constant(self, node: fx.Node) -> None:
        """A tensor that the forward itself created."""
        value = getattr(self.recorded.constants, str(node.target))
        name = f"constant.{len(self.params)}"
        self.tensors[name] = value.detach()
        self.env[node] = self._var(name, value)
        self.params.append(self.env[node])

    def _output(self, node: fx.Node) -> None:
        result = node.args[0]
        var = self.env.get(result) if isinstance(result, fx.Node) else None
        if var is None:
            kind = type(result).__name__ if not isinstance(result, list | tuple) else f"{len(result)} values"
            raise OutputShapeError(
                f"the model returns {kind}, not one tensor of shape (batch, classes); wrap it so that it returns that one"
            )
        if self.recorded.batch_symbol is not None and not any(isinstance(d, Batch) for d in var.shape):
            raise _BatchFixedError("the forward fixes the batch size")
        if len(var.shape) != 2 or var.shape[0] not in (Batch(), self.recorded.batch):
            shape = ", ".join("batch" if d == Batch() else str(d) for d in var.shape)
            raise OutputShapeError(
                f"the model returns a tensor of shape ({shape}), not (batch, classes); pool or flatten it in a wrapper"
            )
        self.outputs.append(var)

    def _item(self, node: fx.Node) -> None:
        source, index = node.args
        assert isinstance(source, fx.Node)
        assert isinstance(index, int)
        if source in self.lists:
            self._piece(node, source, index)
        elif index < len(self.eqn_of[source].outs):
            self.env[node] = self.eqn_of[source].outs[index]

    def _call(self, node: fx.Node) -> None:
        target = node.target
        name = target._schema.name.removeprefix("aten::")  # type: ignore[union-attr]  # an ATen overload
        if not target._schema.name.startswith("aten::"):  # type: ignore[union-attr]
            raise TraceError(f"`{target}` is not an ATen operator: {self._place(node)}")
        overload = target._schema.overload_name  # type: ignore[union-attr]
        if name in _SPLITS:
            self.lists[node] = (node.args[0], name)  # type: ignore[assignment]
            return
        args, attrs, scalar = self._arguments(node)
        if scalar and _has_overload(name, "Scalar"):
            overload = "Scalar"
        op = f"{name}.{overload}" if overload else name
        self._emit(node, op, args, attrs)

    def _emit(self, node: fx.Node, op: str, args: Sequence[Var | None], attrs: Mapping[str, Attr]) -> None:
        known = defaults(op)
        stored = tuple(sorted((k, v) for k, v in attrs.items() if k not in known or not _at_default(v, known[k])))
        value = node.meta["val"]
        values = list(value) if isinstance(value, tuple | list) else [value]
        if kind_of(op, (0,)) is not Kind.MAXIMUM:  # its indices say who won; other extra results are dropped if unused
            used = [u.args[1] for u in node.users if u.target is getitem and u.users]
            values = values[: 1 + max((int(i) for i in used), default=0)]  # type: ignore[arg-type]
        names = [node.name] + [f"{node.name}.{i}" for i in range(1, len(values))]
        outs = tuple(self._var(n, v) for n, v in zip(names, values, strict=True) if isinstance(v, Tensor))
        module, source = self.recorded.where.get(node, ("", ""))
        eqn = Eqn(outs, op, tuple(args), stored, module, source)
        self.eqns.append(eqn)
        self.env[node] = outs[0]
        self.eqn_of[node] = eqn

    def _arguments(self, node: fx.Node) -> tuple[list[Var | None], dict[str, Attr], bool]:
        """Tensors in order, everything else by its schema name, and whether a number stands in a tensor's place."""
        args: list[Var | None] = []
        attrs: dict[str, Attr] = {}
        scalar = False
        schema = node.target._schema.arguments  # type: ignore[union-attr]
        for i, argument in enumerate(schema):
            value = node.args[i] if i < len(node.args) else node.kwargs.get(argument.name, argument.default_value)
            if is_tensor_list(argument):
                args += [None if v is None else self.env[v] for v in value]  # type: ignore[union-attr, index]
            elif is_tensor(argument) and isinstance(value, fx.Node) and value in self.env:
                args.append(self.env[value])
            elif is_tensor(argument) and value is None:
                args.append(None)
            elif is_tensor(argument):
                scalar, attrs[argument.name] = True, self._attr(value)
            else:
                attrs[argument.name] = self._attr(value)
        return args, {k: v for k, v in attrs.items() if v is not None}, scalar

    def _piece(self, node: fx.Node, source: fx.Node, index: int) -> None:
        """One piece of a split as the slice that it is."""
        whole, name = self.lists[source]
        sizes = [self._shape(v.shape) for v in source.meta["val"]]
        dim = source.args[1] if name == "unbind" and len(source.args) > 1 else None
        rank = len(self.env[whole].shape)
        if name == "unbind":
            axis = int(dim or 0) % rank  # type: ignore[arg-type]
            self._emit(node, "select.int", [self.env[whole]], {"dim": axis, "index": index})
            return
        given = source.args[2] if len(source.args) > 2 else source.kwargs.get("dim", 0)
        axis = int(given) % rank  # type: ignore[arg-type]
        starts = [0]
        for size in sizes:
            if not isinstance(size[axis], int):
                raise _BatchFixedError("a split along the batch")
            starts.append(starts[-1] + size[axis])  # type: ignore[arg-type]
        attrs: dict[str, Attr] = {"dim": axis, "start": starts[index], "end": starts[index + 1]}
        self._emit(node, "slice.Tensor", [self.env[whole]], attrs)

    def _var(self, name: str, value: Tensor) -> Var:
        return Var(name, self._shape(value.shape), _dtype_name(value.dtype))

    def _shape(self, shape: Sequence[Any]) -> Shape:
        return tuple(self._dim(size) for size in shape)

    def _dim(self, size: Any) -> Dim:
        """A size as a number or as a multiple of the batch size."""
        if isinstance(size, fx.Node):
            size = size.meta["val"]
        if not isinstance(size, torch.SymInt):
            return int(size)
        expression = size.node.expr
        if expression.is_number:
            return int(expression)
        times = expression / self.recorded.batch_symbol
        if not times.is_Integer:
            raise _BatchFixedError(f"a size is {expression}, not a multiple of the batch size")
        return Batch(int(times))

    def _attr(self, value: Any) -> Attr:
        if isinstance(value, list | tuple):
            return tuple(self._attr(v) for v in value)
        if isinstance(value, fx.Node):
            value = value.meta["val"]
        if isinstance(value, torch.SymInt):
            return self._dim(value)
        if isinstance(value, torch.SymFloat | torch.SymBool):
            raise _BatchFixedError("a number is computed from the batch size")
        if isinstance(value, torch.dtype | torch.layout | torch.memory_format):
            return str(value)
        if isinstance(value, torch.device):
            return None
        if value is None or isinstance(value, bool | int | float | str):
            return value
        raise TraceError(f"an argument of type {type(value).__name__} cannot be an attribute")

    def _place(self, node: fx.Node) -> str:
        module, source = self.recorded.where.get(node, ("", ""))
        return f"module `{module}`, {source}"


_SPLITS = ("split", "split_with_sizes", "unbind", "chunk")


def _has_overload(name: str, overload: str) -> bool:
    return overload in getattr(torch.ops.aten, name).overloads()


def _at_default(value: Attr, default: Attr) -> bool:
    """Whether an attribute is at its default; a default of one element stands for as many as there are axes."""
    if isinstance(value, tuple) and isinstance(default, tuple) and len(default) == 1:
        return all(v == default[0] for v in value)
    return value == default and type(value) is type(default)


def _dtype_name(dtype: torch.dtype) -> str:
    """`torch.float32` -> `f32`, `torch.bfloat16` -> `bf16`, `torch.bool` -> `b8`."""
    name = str(dtype).removeprefix("torch.")
    if name == "bool":
        return "b8"
    for long, short in (("bfloat", "bf"), ("float", "f"), ("complex", "c"), ("uint", "u"), ("int", "i")):
        if name.startswith(long):
            return short + name.removeprefix(long)
    return name


def _prune(graph: Graph) -> Graph:
    """Without the equations that no output needs."""
    needed = {v.name for v in graph.outputs}
    kept: list[Eqn] = []
    for eqn in reversed(graph.eqns):
        if any(v.name in needed for v in eqn.outs):
            kept.append(eqn)
            needed.update(a.name for a in eqn.args if a is not None)
    return Graph(graph.inputs, graph.params, tuple(reversed(kept)), graph.outputs)


def _raise_linear(builder: Any, eqn: Eqn, args: tuple[Any, ...]) -> Any:
    """`addmm(b, x, t(w))` and `mm(x, t(w))` as the `linear(x, w, b)` that they are."""
    if eqn.op not in ("addmm", "mm") or eqn.attrs:
        return None
    bias, x, matrix = args if eqn.op == "addmm" else (None, *args)
    if bias is not None and len(bias.shape) != 1:
        return None
    produced = next((e for e in reversed(builder.eqns) if e.out is matrix.var), None)
    if produced is None or produced.op != "t":
        return None
    weight = builder.bind(produced.args[0])
    return builder.emit("linear", [x, weight, bias], {}, [eqn.out.shape], [eqn.out.dtype], [eqn.out.name])


def _check_example(model: nn.Module, x: Tensor) -> None:
    if not isinstance(model, nn.Module):
        raise InputError(f"the model is a {type(model).__name__}, not a torch.nn.Module")
    if not isinstance(x, Tensor):
        raise InputError(f"the input is a {type(x).__name__}, not a torch.Tensor; use `torch.as_tensor`")
    if not x.is_floating_point():
        raise InputError(f"the input is {x.dtype}; relevance needs floating point: `x.float()`")
    if x.ndim < 2 or 0 in x.shape:
        raise InputError(f"the input has shape {tuple(x.shape)}; it needs a batch axis first and no empty axis")

