"""Relevance of a forward graph on tensors, equation by equation: the rules without the symbolic values."""

from collections.abc import Mapping

import torch
from torch import Tensor

from lrpfx import Composite, Graph
from lrpfx.composite import live, takes_relevance
from lrpfx.operator import Operator
from lrpfx.ops import bind, resolve


@torch.no_grad()
def by_hand(
    graph: Graph, params: Mapping[str, Tensor], composite: Composite, xs: tuple[Tensor, ...], R: Tensor
) -> tuple[Tensor, ...]:
    """Relevance of every input, each rule run on the tensors of its equation."""
    batch = xs[0].shape[0]
    env: dict[str, Tensor | None] = dict(params) | dict(zip((v.name for v in graph.inputs), xs, strict=True))
    attrs = {e.out.name: resolve(e.attrs, batch) for e in graph.eqns}
    for eqn in graph.eqns:
        args = [None if a is None else env[a.name] for a in eqn.args]
        outs = bind(eqn.op, attrs[eqn.out.name], len(args))(*args)
        outs = outs if isinstance(outs, tuple | list) else (outs,)
        env.update(zip((v.name for v in eqn.outs), outs, strict=False))
    rules = composite.assign(graph)
    relevance = {graph.outputs[0].name: R}
    for eqn in reversed(live(graph)):
        if eqn.out.name not in relevance:
            continue
        args = tuple(None if a is None else env[a.name] for a in eqn.args)
        for i in graph.operands(eqn):
            var = eqn.args[i]
            if var is None or not takes_relevance(graph, var):
                continue
            others = args[:i] + args[i + 1 :]
            outs = tuple(env[v.name] for v in eqn.outs)
            op = Operator(eqn.op, attrs[eqn.out.name], i, args[i], others, outs, graph.operands(eqn))
            part = rules[eqn.out.name].rule(op, args[i], others, relevance[eqn.out.name])
            relevance[var.name] = relevance[var.name] + part if var.name in relevance else part
    return tuple(relevance.get(v.name, torch.zeros_like(x)) for v, x in zip(graph.inputs, xs, strict=True))
