"""The rules that every LRP composite uses for operators without weights."""

from lrpfx.composite import Composite, Match, by_kind, over_positions, shifted, widened
from lrpfx.operator import ZeroParams
from lrpfx.packs.libra import libra
from lrpfx.rule import Rule
from lrpfx.rules.epsilon import epsilon
from lrpfx.rules.gamma import gamma
from lrpfx.rules.lookup import lookup
from lrpfx.rules.norm import norm
from lrpfx.rules.pass_through import pass_through
from lrpfx.rules.route import route
from lrpfx.stabilizer import Stabilizer


def propagate(stabilizer: float | Stabilizer) -> tuple[tuple[Match, Rule], ...]:
    """Activations, shifts and scales hand relevance on, sums share it out, moves route it back, signals take it all.

    Attention, products of data and normalisation by statistics of the data have the rules of `packs.libra`: attention
    weights are held constant, because the other packs lose or blow up relevance there on Swin and MaxViT.
    """
    return (
        (by_kind("activation", "normalisation", "scale"), pass_through()),
        (by_kind("sum", "average"), norm(stabilizer)),
        (shifted(), pass_through()),
        (widened(), norm(stabilizer)),
        (by_kind("move", "maximum"), route()),
        (by_kind("lookup"), lookup()),
        *libra(stabilizer).entries,
    )


def dense(
    epsilon_rule: Rule, positions: float, stabilizer: float | Stabilizer, zero_params: ZeroParams
) -> tuple[tuple[Match, Rule], ...]:
    """LRP-ε for dense layers, LRP-γ for those over the positions of an image, which are convolutions of size 1.

    The composites of convolutional networks say nothing of these. By LRP-ε relevance grows with every block of a vision
    transformer, 100-fold and more through MViT v2 and PVT v2, because contributions of both signs cancel. Achtibat et
    al. 2024, "AttnLRP", take LRP-γ there and LRP-ε in language models, which stay as they are here, too.

    Args:
        epsilon_rule: the rule of the others.
        positions: γ of LRP-γ; 0 leaves these, too, to the rule of the others.
    """
    others = (by_kind("dense"), epsilon_rule)
    if not positions:
        return (others,)
    return (others, (over_positions(), gamma(positions, stabilizer, zero_params)))


def with_pack(
    pack: Composite, linear: Rule | float, convolution: Rule | float, stabilizer: float | Stabilizer
) -> Composite:
    """A composite of a pack, named after it: its rules, and one for each kind of linear operator.

    Args:
        linear: the rule of dense layers, packed projections included; a number is the γ of LRP-γ, 0 for LRP-ε.
        convolution: the rule of convolutions, likewise.
    """
    entries = ((by_kind("dense"), linear), (by_kind("convolution"), convolution))
    chosen = tuple((match, _linear(given, stabilizer)) for match, given in entries)
    return Composite(pack.name, (*propagate(stabilizer), *pack.entries, *chosen))


def _linear(given: Rule | float, stabilizer: float | Stabilizer) -> Rule:
    if isinstance(given, Rule):
        return given
    return gamma(given, stabilizer) if given else epsilon(stabilizer)
