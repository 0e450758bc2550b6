"""LibraGrad's balanced paths."""

from lrpfx.composite import Composite, attended, of_pack
from lrpfx.defaults import STABILIZER
from lrpfx.packs.attn_lrp import attn_lrp, signals
from lrpfx.rules.hold import hold
from lrpfx.stabilizer import Stabilizer


def libra(stabilizer: float | Stabilizer = STABILIZER) -> Composite:
    """Paths through attention weights, deviations and gates of activations are pruned; products are scaled by a half.

        A v        the path through A is pruned          x / σ(x), x Φ(x)    the path through σ, Φ is pruned
        a ⊙ b      both paths are scaled by 1/2          affine maps         as they are

    Every composite of LRP has these rules unless another pack is put on top. Outside of attention they are those of
    AttnLRP, whose authors, too, hold attention weights constant in vision transformers.

    The source states this for gradients, to be multiplied by inputs. With LRP-ε and ε → 0 for linear maps relevance is
    that product, and complete: it adds up to the output, less the shares of biases.

    Args:
        stabilizer: what the denominators are pushed away from zero by: a number or a `Stabilizer`.

    Source: Mehri et al. 2025, "LibraGrad: Balancing Gradient Flow for Universally Better Vision Transformer
    Attributions", and the authors' reference implementation for Llama.
    """
    pruned = of_pack("libra", (attended(0), hold(0, stabilizer)), (attended(1), hold(1, stabilizer)))
    return Composite("libra", (*attn_lrp(stabilizer).entries, *pruned, *signals()))
