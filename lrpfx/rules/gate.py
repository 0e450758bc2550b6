"""Relevance of a gated signal."""

from lrpfx.errors import RuleMismatchError
from lrpfx.operator import Operator
from lrpfx.ops import Kind
from lrpfx.rule import Params, rule
from lrpfx.values import Array, apply


@rule
def gate(op: Operator, x: Array, params: Params, R: Array, signal: int = 1) -> Array:
    """In a product of a gate and a signal the signal takes all relevance, and the gate nothing.

        R_x = R  where x is the signal,   R_x = 0  where x is the gate

    R is summed over the axes along which the signal was broadcast.

    The gate says how much of the signal goes on; what goes on is the signal's. So in LSTM and GRU cells, in
    squeeze-and-excitation blocks, in highway layers. It conserves relevance exactly.

    Args:
        signal: which argument of the product is the signal, 0 or 1.

    Raises:
        RuleMismatchError: if the operator is no product of two values that depend on the model's input.

    Source: Arras et al. 2017, "Explaining Recurrent Neural Network Predictions in Sentiment Analysis", section 3.2;
    Arras et al. 2019, "Explaining and Interpreting LSTMs", section 11.3 (LRP-all).
    """
    if op.kind is not Kind.PRODUCT or signal not in (0, 1):
        raise RuleMismatchError(
            f"`gate(signal={signal})` is for a product of two values that depend on the input, of which argument 0 or"
            f" 1 is the signal; `{op.op}` of {len(op.operands)} such values is none"
        )
    shape = tuple(x.shape)
    if op.operand != signal:
        return apply("zeros_of", [R], {"size": shape}, [shape])[0]
    return R if tuple(R.shape) == shape else apply("sum_to", [R], {"size": shape}, [shape])[0]
