"""What follows from a model's parameters alone, kept once for explanations of all image sizes and their ledgers.

    key of a parameter      its name in the model
    key of a result         (operator, attributes, keys of the arguments)

Two graphs of one model in one state compute the same where the keys are the same, whatever their values are called.
"""

import itertools
from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass, field

from torch import Tensor

from lrpfx.graph import Graph, check_values
from lrpfx.optimize import simplified
from lrpfx.optimize.fold import Folding, computed, split
from lrpfx.optimize.layout import channels_last, laid_out

Keys = Mapping[str, int]
"""What the parameters of a graph are, by their names in it."""


@dataclass(eq=False)
class Folds:
    """Results by their keys, in the order in which kernels read them or as they are."""

    numbers: dict[Hashable, int] = field(default_factory=dict)
    values: dict[tuple[int, bool], Tensor] = field(default_factory=dict)
    unused: Iterator[int] = field(default_factory=itertools.count)

    def key(self, *what: Hashable) -> int:
        """A number for what a value is; the same for the same, and for nothing else, whichever thread asks."""
        return self.numbers.setdefault(what, next(self.unused))

    def own(self) -> int:
        """A number for what is like nothing else."""
        return next(self.unused)

    def emptied(self) -> "Folds":
        """The same keys, and no results: those of other numbers."""
        return Folds(dict(self.numbers), {}, itertools.count(next(self.unused)))

    def optimized(
        self,
        graph: Graph,
        params: Mapping[str, Tensor],
        keys: Keys,
        passes: tuple[str, ...],
        *,
        folded: bool = True,
    ) -> tuple[Graph, Mapping[str, Tensor]]:
        """`graph` after these passes (see `lrpfx.optimize`), with results that are known already.

        Args:
            keys: what the parameters are; those that are missing come from the composite, by their names.
            folded: whether what depends on parameters alone is computed now.
        """
        if not passes:
            return graph, params
        graph = simplified(graph, passes)
        check_values(graph, params)
        params = {p.name: params[p.name] for p in graph.params}
        keys = {name: keys[name] if name in keys else self.key("given", name) for name in params}
        folds, laid = folded and "fold" in passes, folded and "layout" in passes
        graph, params, _ = self(graph, params, keys, folded=folds, laid=laid)
        return graph, params

    def __call__(
        self, graph: Graph, params: Mapping[str, Tensor], keys: Keys, *, folded: bool, laid: bool
    ) -> tuple[Graph, Mapping[str, Tensor], Keys]:
        """`graph` and its parameters, folded (see `optimize.fold`) and laid out (see `optimize.layout`).

        Args:
            keys: what the parameters are.

        Returns:
            The same, and the keys of its parameters.
        """
        folding = split(graph, frozenset(params)) if folded else Folding(graph, (), {})
        keys = dict(keys)
        for eqn in folding.steps:
            of = tuple(None if a is None else keys[a.name] for a in eqn.args)
            keys.update((var.name, self.key(eqn.op, eqn.attrs, of, i)) for i, var in enumerate(eqn.outs))
        wanted, made = folding.wanted(), set(folding.named.values())
        weights = laid_out(folding.graph) if laid else frozenset()
        places = {name: (keys[own], name in weights) for name, own in wanted.items()}
        kept = {name for name, own in wanted.items() if own in made or name in weights}
        lacking = {name for name in kept if places[name] not in self.values}
        values = computed(folding.steps, params, [wanted[name] for name in lacking])
        for name in lacking:
            value = values[wanted[name]]
            self.values[places[name]] = channels_last(value) if name in weights else value
        found = {
            name: self.values[places[name]] if name in kept else params[name] for name in places
        }  # in the order of the graph's parameters
        return folding.graph, found, {name: key for name, (key, _) in places.items()}
