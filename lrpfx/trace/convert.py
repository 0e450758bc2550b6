"""Converting: fx nodes -> equations. Each fx node that is a tensor becomes a variable of its own name."""

from collections.abc import Mapping, Sequence
from operator import getitem
from typing import Any

import torch
from torch import Tensor, fx

from lrpfx.errors import OutputShapeError, TraceError
from lrpfx.graph import Attr, Batch, Dim, Eqn, Graph, Shape, Var, check, in_words
from lrpfx.ops import Kind, defaults, dtype_name, is_default, is_tensor, is_tensor_list, kind_of
from lrpfx.optimize.dead import dead
from lrpfx.trace.record import ForwardError, Recorded
from lrpfx.values import Builder, Value, rebuild

Params = Mapping[str, Tensor]
"""The tensors that a graph's parameters stand for, by name. They share memory with the model's."""


def to_graph(recorded: Recorded) -> tuple[Graph, Params]:
    """The recorded nodes as equations; each fx node that is a tensor becomes a variable of its own name."""
    convert = _Converter(recorded)
    for node in recorded.traced.graph.nodes:
        convert.add(node)
    graph = Graph(tuple(convert.inputs), tuple(convert.params), tuple(convert.eqns), tuple(convert.outputs))
    graph = check(dead(rebuild(dead(graph), _raise_linear)))
    if graph.outputs[0].name not in graph.data:
        raise TraceError(
            "the output does not depend on the input: no operation of torch leads from one to the other. Is the result"
            " computed outside torch, or is it a constant?"
        )
    return graph, {p.name: convert.tensors[p.name].detach() for p in graph.params}


class _Converter:
    """Turns fx nodes into equations, one by one."""

    def __init__(self, recorded: Recorded) -> None:
        self.recorded = recorded
        self.tensors = dict(recorded.tensors)
        self.env: dict[fx.Node, Var] = {}
        self.lists: dict[fx.Node, tuple[fx.Node, str]] = {}
        self.placeholders = iter(recorded.names)
        self.params: list[Var] = []
        self.eqns: list[Eqn] = []
        self.outputs: list[Var] = []
        self.eqn_of: dict[fx.Node, Eqn] = {}
        self.inputs: list[Var] = []

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
        (self.inputs if name in self.recorded.inputs else self.params).append(var)

    def _constant(self, node: fx.Node) -> None:
        """A tensor that the forward itself created."""
        value = getattr(self.recorded.traced, str(node.target))
        name = f"constant.{len(self.params)}"
        self.tensors[name] = value.detach()
        self.env[node] = self._var(name, value)
        self.params.append(self.env[node])

    def _output(self, node: fx.Node) -> None:
        result = node.args[0]
        var = self.env.get(result) if isinstance(result, fx.Node) else None
        if var is None:
            raise OutputShapeError(
                "the model returns a tensor that no operation of torch computed from the input"
            )
        if self.recorded.batch_symbol is not None and not any(isinstance(d, Batch) for d in var.shape):
            raise ForwardError("the forward fixes the batch size")
        if not var.shape or var.shape[0] not in (Batch(), self.recorded.batch):
            shape = ", ".join("batch" if d == Batch() else str(d) for d in var.shape)
            raise OutputShapeError(
                f"the model returns a tensor of shape ({shape}), whose first axis is not the batch; wrap the model, and"
                " return one row for every sample"
            )
        if not var.is_real:
            raise OutputShapeError(
                f"the model returns {var.dtype} values; relevance needs scores in floating point"
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
            raise TraceError(f"`{target}` is not an ATen operator: {in_words(*self._where(node))}")
        overload = target._schema.overload_name  # type: ignore[union-attr]
        if name in _SPLITS:
            self.lists[node] = (node.args[0], name)  # type: ignore[assignment]
            return
        args, attrs, scalar = self._arguments(node)
        if name == "copy" and args[0] is not None and args[1] is not None:
            self._copy(node, args[0], args[1])
            return
        if name == "copy_":
            return  # what functionalization writes back to an input at the end: a graph has no such effect
        if name == "_to_copy" and scalar:  # a number that vmap made a tensor of
            self._emit(node, "scalar_tensor", [], {"s": attrs["self"], "dtype": str(node.meta["val"].dtype)})
            return
        if scalar and _has_overload(name, "Scalar"):
            overload = "Scalar"
        op = f"{name}.{overload}" if overload else name
        if op in ("view", "_unsafe_view"):
            # the same values; unlike a view, whatever the memory layout of the input
            op, attrs = "reshape", {"shape": attrs["size"]}
        if name == "_convolution":  # as scripted modules spell it, with the choice of a back end
            backend = ("benchmark", "deterministic", "cudnn_enabled", "allow_tf32")
            op, attrs = "convolution", {k: v for k, v in attrs.items() if k not in backend}
        if name == "squeeze":
            # a batch of one is not squeezed
            op, attrs = "reshape", {"shape": self._shape(node.meta["val"].shape)}
        self._emit(node, op, args, attrs)

    def _copy(self, node: fx.Node, into: Var, source: Var) -> None:
        """`copy(into, source)` is the source, in the shape and dtype of `into`."""
        if source.dtype != into.dtype:
            self._emit(node, "_to_copy", [source], {"dtype": str(node.meta["val"].dtype)})
            source = self.env[node]
        if source.shape != into.shape:
            self._emit(node, "expand", [source], {"size": into.shape})
            return
        self.env[node] = source

    def _emit(self, node: fx.Node, op: str, args: Sequence[Var | None], attrs: Mapping[str, Attr]) -> None:
        known = defaults(op)
        stored = tuple(
            sorted((k, v) for k, v in attrs.items() if k not in known or not is_default(v, known[k]))
        )
        value = node.meta["val"]
        values = list(value) if isinstance(value, tuple | list) else [value]
        if kind_of(op, (0,)) is not Kind.MAXIMUM:
            # extra results that nobody uses are dropped, but for the indices that say who won
            used = [u.args[1] for u in node.users if u.target is getitem and u.users]
            values = values[: 1 + max((int(i) for i in used), default=0)]  # type: ignore[arg-type]
        stem = node.name
        while stem in self.tensors or stem in self.recorded.inputs:  # a parameter of the same name
            stem += "_"
        names = [stem] + [f"{stem}.{i}" for i in range(1, len(values))]
        outs = tuple(self._var(n, v) for n, v in zip(names, values, strict=True) if isinstance(v, Tensor))
        eqn = Eqn(outs, op, tuple(args), stored, *self._where(node))
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
            value = (
                node.args[i] if i < len(node.args) else node.kwargs.get(argument.name, argument.default_value)
            )
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
            width = size[axis]
            if not isinstance(width, int):
                raise ForwardError("a split along the batch")
            starts.append(starts[-1] + width)
        attrs: dict[str, Attr] = {"dim": axis, "start": starts[index], "end": starts[index + 1]}
        self._emit(node, "slice.Tensor", [self.env[whole]], attrs)

    def _var(self, name: str, value: Tensor) -> Var:
        return Var(name, self._shape(value.shape), dtype_name(value.dtype))

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
            raise ForwardError(f"a size is {expression}, not a multiple of the batch size")
        return Batch(int(times))

    def _attr(self, value: Any) -> Attr:
        if isinstance(value, list | tuple):
            return tuple(self._attr(v) for v in value)
        if isinstance(value, fx.Node):
            value = value.meta["val"]
        if isinstance(value, torch.SymInt):
            return self._dim(value)
        if isinstance(value, torch.SymFloat | torch.SymBool):
            raise ForwardError("a number is computed from the batch size")
        if isinstance(value, torch.dtype | torch.layout | torch.memory_format):
            return str(value)
        if isinstance(value, torch.device):
            return None
        if value is None or isinstance(value, bool | int | float | str):
            return value
        raise TraceError(f"an argument of type {type(value).__name__} cannot be an attribute")

    def _where(self, node: fx.Node) -> tuple[str, str]:
        return self.recorded.where.get(node, ("", ""))


_SPLITS = ("split", "split_with_sizes", "unsafe_split", "unsafe_split_with_sizes", "unbind", "chunk")


def _has_overload(name: str, overload: str) -> bool:
    return overload in getattr(torch.ops.aten, name).overloads()


def _raise_linear(builder: Builder, eqn: Eqn, args: tuple[Value | None, ...]) -> tuple[Value, ...] | None:
    """`addmm(b, x, m)` and `mm(x, m)` as the `linear(x, w, b)` that they are, w = mᵀ."""
    if eqn.op not in ("addmm", "mm") or eqn.attrs:
        return None
    bias, x, matrix = args if eqn.op == "addmm" else (None, *args)
    assert matrix is not None
    if bias is not None and len(bias.shape) != 1:
        return None
    produced = builder.producer(matrix)
    if produced is not None and produced.op == "t" and produced.args[0] is not None:
        weight = builder.bind(produced.args[0])
    else:
        weight = builder.emit("t", [matrix], {}, [matrix.shape[::-1]])[0]
    return builder.emit("linear", [x, weight, bias], {}, [eqn.out.shape], [eqn.out.dtype], [eqn.out.name])
