"""What depends on parameters alone, computed once."""

from collections.abc import Mapping
from dataclasses import replace

import torch
from torch import Tensor

from lrpfx.graph import Eqn, Graph, Var
from lrpfx.ops import bind, is_open, is_random
from lrpfx.optimize.dead import dead


def fold(graph: Graph, params: Mapping[str, Tensor]) -> tuple[Graph, Mapping[str, Tensor]]:
    """Compute the equations that no input reaches; their results become parameters.

    A result is named after the parameter that it comes from: `conv1.weight'`, `conv1.weight''`. Results that only
    other folded equations need are not kept.
    """
    values: dict[str, Tensor] = dict(params)
    renamed: dict[str, Var] = {}
    kept: list[Eqn] = []
    folded: list[Var] = []
    taken = {v.name for v in graph.params + graph.inputs} | set(graph.producers)
    for eqn in graph.eqns:
        args = tuple(a if a is None else renamed.get(a.name, a) for a in eqn.args)
        known = any(a is not None for a in args) and all(a is None or a.name in values for a in args)
        if eqn.out.name in graph.data or not known or is_open(eqn.attrs) or is_random(eqn.op):
            kept.append(replace(eqn, args=args))
            continue
        with torch.inference_mode(False), torch.no_grad():
            results = bind(eqn.op, eqn.attrs, len(args))(
                *(None if a is None else values[a.name] for a in args)
            )
        stem = next(a.name for a in args if a is not None).rstrip("'")
        for var, value in zip(eqn.outs, results if isinstance(results, tuple) else (results,), strict=False):
            name = _fresh(stem, taken)
            renamed[var.name] = replace(var, name=name)
            values[name] = value
            folded.append(renamed[var.name])
    outputs = tuple(renamed.get(v.name, v) for v in graph.outputs)
    result = dead(Graph(graph.inputs, graph.params + tuple(folded), tuple(kept), outputs))
    return result, {p.name: values[p.name] for p in result.params}


def _fresh(stem: str, taken: set[str]) -> str:
    name = f"{stem}'"
    while name in taken:
        name += "'"
    taken.add(name)
    return name
