"""Writes a graph anew where what is written in place of an equation may need values that come later."""

from collections.abc import Callable

from lrpfx.graph import Eqn, Graph, Var
from lrpfx.values import Builder, Value, keep

Write = Callable[["Writer", Eqn], Value]
Plan = dict[str, Write]
"""What is written in the place of an equation, by the name of its result."""


class Writer:
    """Writes a graph anew, with some values derived from others, which are written first."""

    def __init__(self, graph: Graph, plan: Plan) -> None:
        self.graph, self.plan, self.builder = graph, plan, Builder()
        self.env = {v: self.builder.bind(v) for v in graph.inputs + graph.params}
        self._begun: set[str] = set()

    def write(self) -> Graph:
        for eqn in self.graph.eqns:
            self.value(eqn.out)
        outputs = [self.value(v) for v in self.graph.outputs]
        return self.builder.graph(self.graph.inputs, self.graph.params, outputs)

    def value(self, var: Var) -> Value:
        """The value in the new graph, written now if it is not there yet.

        Where two values are to be derived from each other, the first is written as it was.
        """
        if var not in self.env:
            eqn = self.graph.producers[var.name]
            planned = None if eqn.out.name in self._begun else self.plan.get(eqn.out.name)
            self._begun.add(eqn.out.name)
            args = [None if a is None else self.value(a) for a in eqn.args] if planned is None else []
            self.stamp(eqn)
            values = keep(self.builder, eqn, args) if planned is None else (planned(self, eqn),)
            if var not in self.env:
                self.env.update(zip(eqn.outs, values, strict=True))
        return self.env[var]

    def stamp(self, eqn: Eqn) -> None:
        """What is written next stands for this equation."""
        self.builder.module, self.builder.source, self.builder.rule = eqn.module, eqn.source, eqn.rule
