"""What follows from a model's parameters alone, kept once for the explainers of all its image sizes.

    key of a parameter      its name in the model
    key of a result         (operator, attributes, keys of the arguments)

Two graphs of one model in one state compute the same where the keys are the same, whatever their values are called.
"""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field

from torch import Tensor

from lrpfx.graph import Graph
from lrpfx.optimize.fold import Folding, computed, split
from lrpfx.optimize.layout import channels_last, laid_out

Keys = Mapping[str, int]
"""What the parameters of a graph are, by their names in it."""


@dataclass(eq=False)
class Folds:
    """Results by their keys, in the order in which kernels read them or as they are."""

    numbers: dict[Hashable, int] = field(default_factory=dict)
    values: dict[tuple[int, bool], Tensor] = field(default_factory=dict)

    def key(self, *what: Hashable) -> int:
        """A number for what a value is; the same for the same."""
        return self.numbers.setdefault(what, len(self.numbers))

    def own(self) -> int:
        """A number for what is like nothing else."""
        return self.key("own", len(self.numbers))

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
