"""Graph -> torch.fx.GraphModule: the graph as PyTorch itself runs it, to compile, export or inspect.

module = lrpfx.lower(explainer.graph, explainer.params)
output, relevance = torch.compile(module, fullgraph=True)(x, R)
"""

import operator
from collections.abc import Mapping
from typing import Any

from torch import Tensor, fx, nn

from lrpfx.errors import GraphError
from lrpfx.graph import Batch, Eqn, Graph, check_values
from lrpfx.ops import PRIMITIVES, aten, bind, calling


def lower(graph: Graph, params: Mapping[str, Tensor]) -> fx.GraphModule:
    """The graph as a module from its inputs to a tuple of its outputs; its parameters are buffers.

    The last input of a relevance graph, R, is a tensor here, no function of the output. Any batch size is taken.

    Raises:
        GraphError: if a parameter has no value.
    """
    check_values(graph, params)
    root, lowered = nn.Module(), fx.Graph()
    env: dict[str, fx.Node] = {v.name: lowered.placeholder(_name(v.name)) for v in graph.inputs}
    batch = _batch(graph, lowered, env)
    for i, var in enumerate(graph.params):
        root.register_buffer(f"param_{i}", params[var.name].detach())
        env[var.name] = lowered.get_attr(f"param_{i}")
    for eqn in graph.eqns:
        node = _call(lowered, eqn, [None if a is None else env[a.name] for a in eqn.args], batch)
        if len(eqn.outs) == 1 and not _several(eqn.op):
            env[eqn.out.name] = node
            continue
        for i, out in enumerate(eqn.outs):
            env[out.name] = lowered.call_function(operator.getitem, (node, i))
    lowered.output(tuple(env[v.name] for v in graph.outputs))
    lowered.lint()
    return fx.GraphModule(root, lowered)


def _call(lowered: fx.Graph, eqn: Eqn, args: list[fx.Node | None], batch: fx.Node | None) -> fx.Node:
    if eqn.op in PRIMITIVES:
        keywords = {name: _sized(lowered, value, batch) for name, value in eqn.attrs}
        return lowered.call_function(PRIMITIVES[eqn.op], tuple(args), keywords)
    if eqn.op == "native_batch_norm" and eqn.attr("training"):
        return lowered.call_function(bind(eqn.op, eqn.attrs, len(args)), tuple(args))
    positional, given = calling(eqn.op, eqn.attrs, args)
    sized = [_sized(lowered, v, batch) for v in positional]
    return lowered.call_function(
        aten(eqn.op), tuple(sized), {k: _sized(lowered, v, batch) for k, v in given.items()}
    )


def _sized(lowered: fx.Graph, value: Any, batch: fx.Node | None) -> Any:
    """An attribute with every open size in it computed from the batch size."""
    if isinstance(value, Batch):
        if batch is None:
            raise GraphError(
                "a size is a multiple of the batch size, and no input has the batch as its first axis"
            )
        return batch if value.times == 1 else lowered.call_function(operator.mul, (batch, value.times))
    if isinstance(value, list | tuple):
        return type(value)(_sized(lowered, v, batch) for v in value)
    return value


def _batch(graph: Graph, lowered: fx.Graph, env: Mapping[str, fx.Node]) -> fx.Node | None:
    """The batch size, read off the first input that has it."""
    for var in graph.inputs:
        for axis, size in enumerate(var.shape):
            if size == Batch():
                return lowered.call_method("size", (env[var.name], axis))
    return None


def _several(op: str) -> bool:
    return op not in PRIMITIVES and len(aten(op)._schema.returns) > 1


def _name(name: str) -> str:
    return "".join(c if c.isalnum() else "_" for c in name)
