"""PatternAttribution."""

from collections.abc import Mapping
from typing import Any

from lrpfx.composite import Composite
from lrpfx.composites.pattern_net import by_pattern
from lrpfx.rules.pattern_attribution import pattern_attribution as pattern_attribution_rule


def pattern_attribution(patterns: Mapping[str, Any]) -> Composite:
    """How much each value contributes to the output as signal: the gradient, with weight times pattern for weights.

    A linear layer without a pattern is an error.

    Args:
        patterns: for each linear layer, by its module path, a tensor shaped like its weight; from
            `lrpfx.estimate_patterns`.

    Source: Kindermans et al. 2018, "Learning How to Explain Neural Networks: PatternNet and PatternAttribution".
    """
    return by_pattern("pattern_attribution", patterns, pattern_attribution_rule)
