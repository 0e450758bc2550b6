"""LibraGrad's balanced paths, with any rule for linear maps."""

from lrpfx.composite import Composite
from lrpfx.defaults import STABILIZER
from lrpfx.packs.libra import libra as pack
from lrpfx.propagate import with_pack
from lrpfx.rule import Rule
from lrpfx.stabilizer import Stabilizer


def libra(
    linear: Rule | float = 0.0, convolution: Rule | float = 0.0, stabilizer: float | Stabilizer = STABILIZER
) -> Composite:
    """Attention weights and deviations held constant, products split evenly; LRP-ε for linear maps.

    The rules are those of `lrpfx.packs.libra`. With the ε of linear maps close to zero this is input times the gradient
    that the source balances.

    Args:
        linear: the rule of dense layers, of packed query, key and value projections and of attention's output
            projections too; a number is the γ of LRP-γ, and 0 stands for LRP-ε.
        convolution: the rule of convolutions, likewise.
        stabilizer: what all denominators are pushed away from zero by: a number or a `Stabilizer`.

    Source: Mehri et al. 2025, "LibraGrad: Balancing Gradient Flow for Universally Better Vision Transformer
    Attributions".
    """
    return with_pack(pack(stabilizer), linear, convolution, stabilizer)
