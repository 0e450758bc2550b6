"""DeepLIFT by the RevealCancel rule."""

from collections.abc import Sequence

from lrpfx.composite import Composite, Match, by_kind
from lrpfx.composites.deep_lift import deep_lift
from lrpfx.graph import Eqn, Graph
from lrpfx.ops import LINEAR, Kind, kind_of
from lrpfx.rules.pass_through import pass_through
from lrpfx.rules.reveal_cancel import reveal_cancel

ACTIVATIONS = (
    *("relu", "sigmoid", "tanh", "silu", "gelu", "mish", "softplus", "elu", "hardswish", "hardsigmoid"),
    *("leaky_relu", "softsign"),
)


def deep_lift_reveal_cancel(kinds: Sequence[Kind | str] = LINEAR, tolerance: float = 1e-7) -> Composite:
    """DeepLIFT that keeps positive and negative contributions apart where a linear layer feeds an activation.

    All other operators, an activation behind a sum or with parameters of its own among them, have the rules of
    `deep_lift`. The source's choice for genomics is RevealCancel for dense layers alone, `kinds=["dense"]`.

    Args:
        kinds: kinds of linear operators: "dense", "convolution".
        tolerance: differences up to this are taken for none.

    Source: Shrikumar et al. 2017, "Learning Important Features Through Propagating Activation Differences", section
    3.5.3.
    """
    base = deep_lift(tolerance)
    wanted = by_kind(*([kinds] if isinstance(kinds, str) else kinds))
    entries = tuple(
        entry
        for name in ACTIVATIONS
        for entry in (
            (_feeding(wanted, name), reveal_cancel(name, tolerance)),
            (_behind(wanted, name), pass_through()),
        )
    )
    return Composite("deep_lift_reveal_cancel", base.entries + entries, seed="one")


def _feeding(linear: Match, activation: str) -> Match:
    """Linear operators whose result an activation takes, and nothing else."""

    def picks(graph: Graph, eqn: Eqn) -> bool:
        users = graph.users.get(eqn.out.name, ())
        alone = len(users) == 1 and eqn.out not in graph.outputs
        return alone and linear.picks(graph, eqn) and _plain(graph, users[0], activation)

    return Match(f"{linear.label} that feeds {activation}", picks)


def _behind(linear: Match, activation: str) -> Match:
    """These activations."""
    feeding = _feeding(linear, activation)

    def picks(graph: Graph, eqn: Eqn) -> bool:
        before = graph.producers.get(eqn.args[0].name) if eqn.args and eqn.args[0] is not None else None
        return before is not None and _plain(graph, eqn, activation) and feeding.picks(graph, before)

    return Match(f"{activation} behind {linear.label}", picks)


def _plain(graph: Graph, eqn: Eqn, activation: str) -> bool:
    """Whether it is this activation, of one argument and with its default attributes."""
    return (
        eqn.op == activation and len(eqn.args) == 1 and not eqn.attrs and _kind(graph, eqn) is Kind.ACTIVATION
    )


def _kind(graph: Graph, eqn: Eqn) -> Kind:
    return kind_of(eqn.op, graph.operands(eqn), eqn.attrs)
