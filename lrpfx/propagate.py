"""The rules that every LRP composite uses for operators without weights."""

from lrpfx.composite import Match, by_kind, gated, shifted, widened
from lrpfx.rule import Rule
from lrpfx.rules.gate import gate
from lrpfx.rules.lookup import lookup
from lrpfx.rules.norm import norm
from lrpfx.rules.pass_through import pass_through
from lrpfx.rules.route import route
from lrpfx.stabilizer import Stabilizer


def propagate(stabilizer: float | Stabilizer) -> tuple[tuple[Match, Rule], ...]:
    """Activations, shifts and scales hand relevance on, sums share it out, moves route it back, signals take it all."""
    return (
        (by_kind("activation", "normalisation", "scale"), pass_through()),
        (by_kind("sum", "average"), norm(stabilizer)),
        (shifted(), pass_through()),
        (widened(), norm(stabilizer)),
        (by_kind("move", "maximum"), route()),
        (by_kind("lookup"), lookup()),
        (gated(0), gate(signal=1)),
        (gated(1), gate(signal=0)),
    )
