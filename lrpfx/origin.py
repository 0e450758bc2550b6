"""How an explanation was made: what its ledger and relevance of weights are computed from, when they are asked for."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from torch import Tensor

from lrpfx.composite import Composite
from lrpfx.cuts import Cut
from lrpfx.errors import DetachedError
from lrpfx.evaluate import Seed
from lrpfx.folds import Folds, Keys
from lrpfx.graph import Graph
from lrpfx.ledger import Books, Ledger, books, measure
from lrpfx.optimize import NAMES, Finish
from lrpfx.weights import WeightGraph, WeightRelevance, weight_graph, weight_relevance


@dataclass(frozen=True, eq=False)
class Accounts:
    """The graphs of an explainer that are written when they are asked for, once.

    Attributes:
        forward, params, keys: the canonized graph of the model, its parameters, and what they are.
        folds: what is known to follow from them.
        unfolded: the same for inputs like these, where what depends on parameters alone is computed in the graph.
        mask: where relevance is restricted.
        trainable: the names of the model's parameters proper.
    """

    forward: Graph
    params: Mapping[str, Tensor] = field(repr=False)
    keys: Keys = field(repr=False)
    composite: Composite
    folds: Folds = field(repr=False)
    unfolded: Callable[[Any], tuple[Graph, Mapping[str, Tensor], Keys]]
    mask: tuple[Cut, ...] = ()
    trainable: tuple[str, ...] = ()
    passes: tuple[str, ...] = NAMES
    _written: dict[str, Any] = field(default_factory=dict, repr=False)

    def books(self) -> Books:
        """The relevance graph with its books."""
        if "books" not in self._written:
            self._written["books"] = books(
                self.forward,
                _quiet(self.composite),
                self.params,
                mask=self._values(self.forward),
                finish=self._finish(self.keys),
            )
        written: Books = self._written["books"]
        return written

    def weights(self, x: Any) -> WeightGraph:
        """The relevance graph with the relevance of the parameters, for inputs like `x`."""
        if "weights" not in self._written:
            graph, params, keys = self.unfolded(x)
            self._written["weights"] = weight_graph(
                graph, _quiet(self.composite), params, mask=self._values(graph), trainable=self.trainable,
                finish=self._finish(keys),
            )  # fmt: skip
        written: WeightGraph = self._written["weights"]
        return written

    def _finish(self, keys: Keys) -> Finish:
        return lambda graph, params: self.folds.optimized(graph, params, keys, self.passes)

    def _values(self, graph: Graph) -> list[Cut]:
        known = {v.name: v for v in (*graph.inputs, *(v for e in graph.eqns for v in e.outs))}
        return [replace(cut, var=known[cut.var.name]) for cut in self.mask]


def _quiet(composite: Composite) -> Composite:
    """The same composite; of entries that pick nothing it has warned when the explainer was compiled."""
    return replace(composite, entries=tuple((replace(m, must=False), rule) for m, rule in composite.entries))


@dataclass(frozen=True, eq=False)
class Origin:
    """One run of an explainer: its accounts, the inputs as given and as tensors with the masks, and the start.

    `relevance` is what came out of it; an explanation that holds another is not of this origin.
    """

    accounts: Accounts
    x: Any = field(repr=False)
    inputs: tuple[Tensor, ...] = field(repr=False)
    start: Seed = field(repr=False)
    check: Callable[[], None] = field(repr=False)
    relevance: Any = field(repr=False, default=None)
    written: tuple[int, ...] = field(repr=False, init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "written", tuple(map(_written, self.inputs)))

    def _check(self) -> None:
        """Refuse to account for another model, or another input, than those that were explained."""
        self.check()
        if self.written != tuple(map(_written, self.inputs)):
            raise DetachedError(
                "the input was written to since it was explained, so its relevance cannot be accounted for: explain it"
                " again, or explain a copy, `x.clone()`"
            )

    def ledger(self, bound: float) -> Ledger:
        """The accounts of the run."""
        self._check()
        return measure(self.accounts.books(), *self.inputs, self.start, bound=bound)

    def weights(self, per_sample: bool) -> WeightRelevance:
        """The relevance of the model's parameters in the run."""
        self._check()
        return weight_relevance(
            self.accounts.weights(self.x), *self.inputs, self.start, per_sample=per_sample
        )


def _written(x: Tensor) -> int:
    """How often a tensor was written to."""
    return 0 if x.is_inference() else x._version


__all__ = ["Accounts", "Origin"]
