"""AttnLRP, with any rule for linear maps."""

from lrpfx.composite import Composite
from lrpfx.defaults import STABILIZER
from lrpfx.packs.attn_lrp import attn_lrp as pack
from lrpfx.propagate import with_pack
from lrpfx.rule import Rule
from lrpfx.stabilizer import Stabilizer


def attn_lrp(
    linear: Rule | float = 0.0, convolution: Rule | float = 0.0, stabilizer: float | Stabilizer = STABILIZER
) -> Composite:
    """Softmax by its Taylor expansion, products of data split evenly, deviations held constant; LRP-ε for linear maps.

    The rules are those of `lrpfx.packs.attn_lrp`. Softmax absorbs relevance, all of it where its inputs are close to
    zero, and where they are large relevance may blow up: `print(explanation.ledger())` says where. For vision
    transformers the authors recommend LRP-γ for linear maps: `attn_lrp(linear=0.05, convolution=0.25)`.

    Args:
        linear: the rule of dense layers, of packed query, key and value projections and of attention's output
            projections too; a number is the γ of LRP-γ, and 0 stands for LRP-ε.
        convolution: the rule of convolutions, likewise.
        stabilizer: what all denominators are pushed away from zero by: a number or a `Stabilizer`.

    Source: Achtibat et al. 2024, "AttnLRP: Attention-Aware Layer-Wise Relevance Propagation for Transformers".
    """
    return with_pack(pack(stabilizer), linear, convolution, stabilizer)
