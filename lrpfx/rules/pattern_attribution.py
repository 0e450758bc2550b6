"""PatternAttribution's rule for linear operators."""

from typing import Any

from lrpfx.operator import Operator
from lrpfx.rule import Params, rule
from lrpfx.rules.pattern_net import check_pattern
from lrpfx.values import Array


@rule
def pattern_attribution(op: Operator, x: Array, params: Params, R: Array, pattern: Any) -> Array:
    """Share relevance out by what the pattern a, the direction of the signal, contributes through the weight.

        R_x = opᵀ(R; w ⊙ a)

    A Taylor decomposition whose root point lies along the signal. As wᵀ a = 1 for every unit, it conserves relevance
    where no output is at the border of a padded image.

    Args:
        pattern: a, shaped like the weight; see `lrpfx.estimate_patterns`.

    Raises:
        RuleMismatchError: if the operator has no weights, or the pattern is not shaped like them.

    Source: Kindermans et al. 2018, "Learning How to Explain Neural Networks: PatternNet and PatternAttribution",
    section 4.
    """
    w = check_pattern("pattern_attribution", op, pattern)
    return op.T(R, w * pattern)
