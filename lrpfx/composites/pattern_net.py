"""PatternNet."""

from collections.abc import Callable, Mapping
from typing import Any

from lrpfx.composite import Composite, Match, by_kind
from lrpfx.errors import ParameterError
from lrpfx.graph import Eqn, Graph
from lrpfx.ops import LINEAR, Kind, kind_of
from lrpfx.rule import Rule
from lrpfx.rules.gradient import gradient
from lrpfx.rules.pattern_net import pattern_net as pattern_net_rule


def pattern_net(patterns: Mapping[str, Any]) -> Composite:
    """The signal in the input that the output responds to: the gradient, with patterns in the place of weights.

    A linear layer without a pattern is an error.

    Args:
        patterns: for each linear layer, by its module path, a tensor shaped like its weight; from
            `lrpfx.estimate_patterns`.

    Source: Kindermans et al. 2018, "Learning How to Explain Neural Networks: PatternNet and PatternAttribution".
    """
    return by_pattern("pattern_net", patterns, pattern_net_rule)


def by_pattern(name: str, patterns: Mapping[str, Any], rule: Callable[[Any], Rule]) -> Composite:
    """A composite of the rule of each pattern, and the gradient for all that has no weights.

    Raises:
        ParameterError: if the patterns are not given by layer.
    """
    if not isinstance(patterns, Mapping):
        raise ParameterError(
            f"composite `{name}`: patterns are a mapping from module paths to tensors, as `lrpfx.estimate_patterns`"
            f" returns, not a {type(patterns).__name__}"
        )
    others = by_kind(*(kind for kind in Kind if kind not in LINEAR))
    entries = tuple((_layer(key), rule(pattern)) for key, pattern in patterns.items())
    return Composite(name, ((others, gradient()), *entries))


def _layer(key: str) -> Match:
    """The linear equations of a module, or the one whose value is called so in the printed graph."""

    def picks(graph: Graph, eqn: Eqn) -> bool:
        linear = kind_of(eqn.op, graph.operands(eqn), eqn.attrs) in LINEAR
        return linear and key in (eqn.module, eqn.out.name)

    return Match(f"pattern of {key}", picks, must=True)
