"""AttnLRP."""

from lrpfx.composite import Composite, Match, by_kind, gated, of_pack, standardised
from lrpfx.defaults import STABILIZER
from lrpfx.rule import Rule
from lrpfx.rules.gate import gate
from lrpfx.rules.hold import hold
from lrpfx.rules.norm import norm
from lrpfx.rules.softmax_taylor import softmax_taylor
from lrpfx.rules.split import split
from lrpfx.rules.standardise import standardise
from lrpfx.stabilizer import Stabilizer


def attn_lrp(stabilizer: float | Stabilizer = STABILIZER) -> Composite:
    """Softmax by its Taylor expansion, products of data split evenly, statistics of the data held constant.

    Gates that saturate at 0 and 1 keep their own rule: their signal takes all.

    Where this is not what LXT, the authors' library, computes (in its "efficient" form, input times changed gradients):

        denominators            ε with the sign of the denominator, and ε = 1e-6; LXT has none. With ε = 1e-12 the two
                                agree to 3e-7 on GPT-2, Llama, Qwen2, BERT and ViT in small, with 1e-6 to 4e-4
        activations             all hand relevance on; LXT: those that it patches, the others have their gradient, such
                                as the tanh of BERT's pooler (its own copy of BERT patches that one)
        vision transformers     LXT holds attention weights constant: the pack `libra`
        γ of linear maps        reaches packed and output projections of attention too; LXT's reaches modules alone
        layer normalisation     one module or many operations; LXT: the classes it patches, no subclass of them

    Args:
        stabilizer: what the denominators are pushed away from zero by: a number or a `Stabilizer`.

    Source: Achtibat et al. 2024, "AttnLRP: Attention-Aware Layer-Wise Relevance Propagation for Transformers"; gates by
    Arras et al. 2017, "Explaining Recurrent Neural Network Predictions in Sentiment Analysis".
    """
    entries = of_pack(
        "attn_lrp",
        (by_kind("softmax"), softmax_taylor()),
        (by_kind("bilinear", "product"), split(stabilizer)),
        (by_kind("quotient"), hold(1)),
        (by_kind("standardisation"), standardise(stabilizer)),
        (by_kind("statistic"), norm(stabilizer)),
    )
    return Composite("attn_lrp", entries + signals())


def signals() -> tuple[tuple[Match, Rule], ...]:
    """Products that are none of two values: with a statistic, or with a gate. The other factor takes all."""
    return (
        *of_pack("attn_lrp", (standardised(0), hold(0)), (standardised(1), hold(1))),
        (gated(0), gate(signal=1)),
        (gated(1), gate(signal=0)),
    )
