"""DeepLIFT by the rescale rule."""

from lrpfx.composite import Composite, Match, by_kind
from lrpfx.graph import Eqn, Graph
from lrpfx.ops import Kind, base, chooses, kind_of
from lrpfx.rules.cross_maximum import cross_maximum
from lrpfx.rules.gradient import gradient
from lrpfx.rules.midpoint import BILINEAR, midpoint
from lrpfx.rules.rescale import rescale


def deep_lift(tolerance: float = 1e-7) -> Composite:
    """Multipliers m of differences from a reference: m ⊙ (x - x₀) adds up to the difference of the output.

    Relevance is the multiplier; `lrpfx.methods.deep_lift` takes it times the difference. What orders values (sorting,
    median) or chooses them by other values, normalisation by statistics of the data and softmax have no rule.

    Args:
        tolerance: differences up to this are taken for none.

    Source: Shrikumar et al. 2017, "Learning Important Features Through Propagating Activation Differences".
    """
    linear = ("convolution", "dense", "sum", "scale", "average", "normalisation")
    entries = (
        (by_kind(*linear), gradient()),
        (_moved(), gradient()),
        (by_kind("activation"), rescale(tolerance)),
        (by_kind("maximum"), cross_maximum(tolerance)),
        (_product(), midpoint()),
    )
    return Composite("deep_lift", entries, seed="one")


ORDERING = ("sort", "topk", "median", "nanmedian", "kthvalue", "mode")


def _moved() -> Match:
    """Values that are moved, whatever they are."""

    def picks(graph: Graph, eqn: Eqn) -> bool:
        operands = graph.operands(eqn)
        fixed = base(eqn.op) not in ORDERING and not any(chooses(eqn.op, i) for i in operands)
        return fixed and kind_of(eqn.op, operands, eqn.attrs) is Kind.MOVE

    return Match("move", picks)


def _product() -> Match:
    """Products of two values that both depend on the input."""

    def picks(graph: Graph, eqn: Eqn) -> bool:
        operands = graph.operands(eqn)
        kind = kind_of(eqn.op, operands, eqn.attrs)
        return len(operands) == 2 and base(eqn.op) in BILINEAR and kind in (Kind.PRODUCT, Kind.BILINEAR)

    return Match("product of data", picks)
