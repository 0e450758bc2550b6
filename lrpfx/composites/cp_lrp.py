"""CP-LRP, with any rule for linear maps."""

from lrpfx.composite import Composite
from lrpfx.defaults import STABILIZER
from lrpfx.packs.cp_lrp import cp_lrp as pack
from lrpfx.propagate import with_pack
from lrpfx.rule import Rule
from lrpfx.stabilizer import Stabilizer


def cp_lrp(
    linear: Rule | float = 0.0, convolution: Rule | float = 0.0, stabilizer: float | Stabilizer = STABILIZER
) -> Composite:
    """Attention weights, activated factors and deviations held constant; LRP-ε for linear maps.

    The rules are those of `lrpfx.packs.cp_lrp`. Relevance is conserved but for biases, and queries and keys get none.

    Args:
        linear: the rule of dense layers, of packed query, key and value projections and of attention's output
            projections too; a number is the γ of LRP-γ, and 0 stands for LRP-ε.
        convolution: the rule of convolutions, likewise.
        stabilizer: what all denominators are pushed away from zero by: a number or a `Stabilizer`.

    Source: Ali et al. 2022, "XAI for Transformers: Better Explanations through Conservative Propagation".
    """
    return with_pack(pack(stabilizer), linear, convolution, stabilizer)
