"""CP-LRP: conservative propagation."""

from lrpfx.composite import Composite, activated, attended, of_pack
from lrpfx.defaults import STABILIZER
from lrpfx.packs.attn_lrp import attn_lrp, signals
from lrpfx.rules.hold import hold
from lrpfx.stabilizer import Stabilizer


def cp_lrp(stabilizer: float | Stabilizer = STABILIZER) -> Composite:
    """Attention weights are held constant, and so are the activated factors of gated linear units; else as AttnLRP.

    So queries and keys get nothing, and relevance is conserved but for biases.

    Args:
        stabilizer: what the denominators are pushed away from zero by: a number or a `Stabilizer`.

    Source: Ali et al. 2022, "XAI for Transformers: Better Explanations through Conservative Propagation", section 4;
    gated units as in LXT, the library of Achtibat et al. 2024.
    """
    constant = of_pack(
        "cp_lrp",
        (activated(0), hold(0)),
        (activated(1), hold(1)),
        (attended(0), hold(0, stabilizer)),
        (attended(1), hold(1, stabilizer)),
    )
    return Composite("cp_lrp", (*attn_lrp(stabilizer).entries, *constant, *signals()))
