"""The rules that every LRP composite uses for operators without weights."""

from lrpfx.composite import Match, by_kind
from lrpfx.rule import Rule
from lrpfx.rules.norm import norm
from lrpfx.rules.pass_through import pass_through
from lrpfx.rules.route import route
from lrpfx.stabilizer import Stabilizer


def propagate(stabilizer: float | Stabilizer) -> tuple[tuple[Match, Rule], ...]:
    """Activations and per-channel scaling hand relevance on, sums share it out, moves route it back."""
    return (
        (by_kind("activation", "normalisation", "scale"), pass_through()),
        (by_kind("sum", "average"), norm(stabilizer)),
        (by_kind("move", "maximum"), route()),
    )
