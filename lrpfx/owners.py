"""Whose relevance it is that a constant of the graph holds: which parameters of the model it is computed from."""

from collections.abc import Iterator, Mapping, Sequence

from lrpfx.graph import Eqn, Graph, Var
from lrpfx.operator import Operator
from lrpfx.ops import Kind, base, chooses, kind_of
from lrpfx.values import Value


class Owners:
    """Which parameters of the model the relevance of a constant belongs to."""

    def __init__(self, graph: Graph, values: Mapping[str, Value], trainable: frozenset[str]) -> None:
        self.graph, self.values, self.trainable = graph, values, trainable
        self.params = {v.name for v in graph.params}
        self.merged: dict[str, tuple[str, ...]] = {}

    def of(self, var: Var, relevance: Value) -> Iterator[tuple[str, Value]]:
        """Relevance of a constant, as relevance of the parameters that it is computed from.

        Moved values are followed back, a factor per row or channel is passed by; a sum stands under its first name.
        """
        eqn = self.graph.producers.get(var.name)
        if eqn is None:
            yield var.name, relevance
            return
        if kind_of(eqn.op, (0,), eqn.attrs) is Kind.MOVE:
            for at, arg in enumerate(eqn.args):
                if arg is not None and not chooses(eqn.op, at):
                    yield from self.of(arg, self._moved(eqn, at, relevance))
            return
        factors = [a for a in eqn.args if a is not None and a.shape == var.shape and self._leaves(a)]
        leaves = self._leaves(var)
        if base(eqn.op) in ("mul", "div", "neg", "_to_copy") and factors:
            for name, share in self.of(self._proper(factors), relevance):
                self._merge(name, leaves)
                yield name, share
            return
        fitting = [leaf for leaf in leaves if leaf.shape == var.shape]
        name = fitting[0].name if fitting else var.name
        self._merge(name, leaves)
        yield name, relevance

    def _merge(self, name: str, leaves: Sequence[Var]) -> None:
        others = [leaf.name for leaf in leaves if leaf.name != name]
        if others:
            self.merged[name] = tuple(dict.fromkeys((*self.merged.get(name, ()), *others)))

    def _moved(self, eqn: Eqn, at: int, relevance: Value) -> Value:
        args = [None if a is None else self.values[a.name] for a in eqn.args]
        x = args.pop(at)
        assert x is not None
        outs = tuple(self.values[v.name] for v in eqn.outs)
        result = Operator(eqn.op, eqn.attrs, at, x, tuple(args), outs, (at,)).T(relevance, *args)
        assert isinstance(result, Value)
        return result

    def _proper(self, factors: Sequence[Var]) -> Var:
        """The factor that is a parameter proper, not a mask or a scale; the first if several are."""
        proper = [f for f in factors if any(leaf.name in self.trainable for leaf in self._leaves(f))]
        return (proper or list(factors))[0]

    def _leaves(self, var: Var) -> list[Var]:
        """The parameters that a constant is computed from, in the order of the formula."""
        eqn = self.graph.producers.get(var.name)
        if eqn is None:
            return [var] if var.name in self.params else []
        found = [leaf for a in eqn.args if a is not None for leaf in self._leaves(a)]
        return list(dict.fromkeys(found))
