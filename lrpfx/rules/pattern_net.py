"""PatternNet's rule for linear operators."""

from typing import Any

from lrpfx.errors import RuleMismatchError
from lrpfx.operator import Operator
from lrpfx.rule import Params, rule
from lrpfx.values import Array


@rule
def pattern_net(op: Operator, x: Array, params: Params, R: Array, pattern: Any) -> Array:
    """Project back by the pattern a, the direction of the signal in the data, in the place of the weight.

        R_x = opᵀ(R; a)

    Weights tell signal from distractor, so they point away from the distractor and not along the signal.

    Args:
        pattern: a, shaped like the weight; see `lrpfx.estimate_patterns`.

    Raises:
        RuleMismatchError: if the operator has no weights, or the pattern is not shaped like them.

    Source: Kindermans et al. 2018, "Learning How to Explain Neural Networks: PatternNet and PatternAttribution",
    section 4.
    """
    check_pattern("pattern_net", op, pattern)
    return op.T(R, pattern)


def check_pattern(rule_name: str, op: Operator, pattern: Any) -> Array:
    """The weight that a pattern is of.

    Raises:
        RuleMismatchError: if the operator has none, or of another shape.
    """
    w, _ = op.weights()
    if tuple(getattr(pattern, "shape", ())) != tuple(w.shape):
        found = f"one of shape {tuple(pattern.shape)}" if hasattr(pattern, "shape") else repr(pattern)
        raise RuleMismatchError(
            f"`{rule_name}` needs a pattern of the weight's shape {tuple(w.shape)}, not {found}"
        )
    return w
