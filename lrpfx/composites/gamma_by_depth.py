"""γ for linear layers, one value for every range of depths: what `spray tune` chooses."""

from collections.abc import Sequence
from functools import partial

from lrpfx.composite import Composite, Match, live
from lrpfx.defaults import STABILIZER
from lrpfx.errors import ParameterError
from lrpfx.graph import Eqn, Graph
from lrpfx.ops import LINEAR, kind_of
from lrpfx.propagate import propagate
from lrpfx.rules.epsilon import epsilon as epsilon_rule
from lrpfx.rules.gamma import gamma as gamma_rule
from lrpfx.stabilizer import Stabilizer


def gamma_by_depth(
    gammas: Sequence[float] = (0.5, 0.25, 0.0),
    stabilizer: float | Stabilizer = STABILIZER,
) -> Composite:
    """LRP-γ for linear layers, with γ by depth; LRP-ε where γ is zero.

    The linear layers (convolutions and dense layers) in the order of the forward pass fall into as many ranges of equal
    length as there are `gammas`; the first is that at the input.

    Args:
        gammas: γ of every range, from the input to the output.
        stabilizer: what denominators are pushed away from zero by, a number or a `Stabilizer`; ε where γ is zero.

    Raises:
        ParameterError: if there is no γ, or one is negative.

    Source: Montavon et al. 2019, "Layer-Wise Relevance Propagation: An Overview", section 10.3: γ near the input, ε
    above, 0 at the output.
    """
    values = tuple(float(g) for g in gammas)
    if not values or any(not g >= 0 for g in values):
        raise ParameterError(f"gammas={gammas!r}: needed is a number >= 0 for every range of depths")
    entries = tuple(
        (
            Match(f"linear, depth {i + 1} of {len(values)}", partial(_at_depth, i, len(values))),
            gamma_rule(g, stabilizer) if g else epsilon_rule(stabilizer),
        )
        for i, g in enumerate(values)
    )
    return Composite("gamma_by_depth", propagate(stabilizer) + entries)


# A function of this module and not a closure, so that a composite can be sent to another process.


def _at_depth(depth: int, depths: int, graph: Graph, eqn: Eqn) -> bool:
    if kind_of(eqn.op, graph.operands(eqn), eqn.attrs) not in LINEAR:
        return False
    linear = [e.out.name for e in live(graph) if kind_of(e.op, graph.operands(e), e.attrs) in LINEAR]
    return eqn.out.name in linear and linear.index(eqn.out.name) * depths // len(linear) == depth
