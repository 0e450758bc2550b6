"""What depends on parameters alone, computed once."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

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
    folding = split(graph, frozenset(params))
    wanted = folding.wanted()
    values = computed(folding.steps, params, wanted.values())
    return folding.graph, {name: values[own] for name, own in wanted.items()}


@dataclass(frozen=True)
class Folding:
    """A graph, split: `steps` compute from parameters what is a parameter of `graph`, `named` says under which name."""

    graph: Graph
    steps: tuple[Eqn, ...]
    named: Mapping[str, str]

    def wanted(self) -> dict[str, str]:
        """For every parameter of the graph, its name in the steps."""
        return {p.name: self.named.get(p.name, p.name) for p in self.graph.params}


@lru_cache(maxsize=32)
def split(graph: Graph, known: frozenset[str]) -> Folding:
    """Tell what follows from the parameters in `known` from what does not; remembered, for the next checkpoint."""
    before: dict[str, str] = {}  # what folded results were called
    renamed: dict[str, Var] = {}
    kept: list[Eqn] = []
    steps: list[Eqn] = []
    taken = {v.name for v in graph.params + graph.inputs} | set(graph.producers)
    for eqn in graph.eqns:
        args = tuple(a if a is None else renamed.get(a.name, a) for a in eqn.args)
        given = [a.name for a in args if a is not None]
        constant = bool(given) and all(name in known or name in before for name in given)
        if eqn.out.name in graph.data or not constant or is_open(eqn.attrs) or is_random(eqn.op):
            kept.append(replace(eqn, args=args))
            continue
        steps.append(eqn)
        for var in eqn.outs:
            name = _fresh(given[0].rstrip("'"), taken)
            renamed[var.name] = replace(var, name=name)
            before[name] = var.name
    outputs = tuple(renamed.get(v.name, v) for v in graph.outputs)
    folded = tuple(renamed[own] for own in before.values())
    result = dead(Graph(graph.inputs, graph.params + folded, tuple(kept), outputs))
    return Folding(result, tuple(steps), before)


def computed(
    steps: Iterable[Eqn], params: Mapping[str, Tensor], wanted: Iterable[str]
) -> Mapping[str, Tensor]:
    """The wanted results of the steps, and parameters; nothing that they do not need is computed."""
    needed, chosen = set(wanted), []
    for eqn in reversed(tuple(steps)):
        if any(v.name in needed for v in eqn.outs):
            chosen.append(eqn)
            needed.update(a.name for a in eqn.args if a is not None)
    values: dict[str, Tensor] = {name: params[name] for name in needed if name in params}
    for eqn in reversed(chosen):
        with torch.inference_mode(False), torch.no_grad():
            results = bind(eqn.op, eqn.attrs, len(eqn.args))(
                *(None if a is None else values[a.name] for a in eqn.args)
            )
        several = results if isinstance(results, tuple) else (results,)
        values.update((var.name, value) for var, value in zip(eqn.outs, several, strict=False))
    return values


def _fresh(stem: str, taken: set[str]) -> str:
    name = f"{stem}'"
    while name in taken:
        name += "'"
    taken.add(name)
    return name
