"""Where relevance blows up or vanishes: named, with the mend.

    growth at an equation     Σ|R handed on| / Σ|R received|        > bound, or < 1/bound
    growth on the way         Σ|R handed on| / Σ|R of the output|   > bound, by many small steps
    what arrives              Σ|R of the inputs| / Σ|R of the output|   < 1/bound

Magnitudes, because a sum hides large relevance of either sign. What is less than a hundredth of the output's relevance
is passed over. Contributions of both signs that cancel blow relevance up; biases and stabilizers make it vanish.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from lrpfx.defaults import BOUND
from lrpfx.graph import in_words
from lrpfx.ledger.row import Row, Sums, ratio

WORTH = 0.01
"""The share of the output's relevance below which an equation is passed over."""


@dataclass(frozen=True)
class Finding:
    """An equation where relevance grows, vanishes or is not finite, in the sample where it is worst.

    `factor` is that of the equation. `overall` is Σ|R| against that of the output: behind the equation where relevance
    grows, at the inputs where it vanishes. `steps`: the equation is one of many that grow together.
    """

    row: Row
    sample: int
    what: str
    factor: float
    overall: float
    steps: bool = False

    def __str__(self) -> str:
        row = self.row
        place = f"`{row.equation}` (`{row.rule}`, {in_words(row.module, row.source)}), sample {self.sample}"
        if self.what == "not finite":
            return f"it is not finite from {place} on. {mend(row, self.sample, grows=True)}"
        if self.what == "grows":
            to = f"{', one of many steps' if self.steps else ''}, to {self.overall:.3g} times that of the output"
            return (
                f"it grows {self.factor:.3g}-fold in {place}{to}. {mend(row, self.sample, True, self.steps)}"
            )
        lost, left = 100 - 100 * self.factor, 100 * self.overall
        fact = f"{lost:.4g} % of it vanish in {place}; {left:.3g} % arrive at the inputs."
        return f"{fact} {mend(row, self.sample, grows=False)}"


def findings(rows: Sequence[Row], output: Sums, inputs: Sums, bound: float = BOUND) -> tuple[Finding, ...]:
    """The equations that go beyond the bound, the worst first; if only all together do, those with the largest part.

    Args:
        rows: the accounts, from the output to the inputs.
        output, inputs: Σ|R| of the output and of all inputs, (samples,).
    """
    masked = any(row.kind == "mask" for row in rows)
    rows = [row for row in rows if row.kind != "mask"]  # what a mask cuts is cut on purpose
    arrives = np.where(output > 0, ratio(inputs, output), 1)
    found = [f for row in rows for f in _local(row, output, arrives, bound)]
    named = {f.what for f in found}
    if "not finite" in named:
        return (next(f for f in found if f.what == "not finite"),)
    if "grows" not in named:
        found += _grown(rows, output, bound)
    if "vanishes" not in named and not masked:
        found += _vanished(rows, arrives, bound)
    return tuple(sorted(found, key=lambda f: -abs(np.log(max(f.factor, 1e-300)))))


def _local(row: Row, output: Sums, arrives: Sums, bound: float) -> list[Finding]:
    """What one equation does beyond the bound."""
    lost = np.isfinite(row.size_received) & ~np.isfinite(row.size_out)
    if lost.any():
        return [Finding(row, int(lost.argmax()), "not finite", float("inf"), float("inf"))]
    overall = ratio(row.size_out, output)
    growth = np.where(row.size_out >= WORTH * output, row.amplification, 0)
    if len(growth) and np.nanmax(growth, initial=0) > bound:
        at = int(np.nanargmax(growth))
        return [Finding(row, at, "grows", float(growth[at]), float(overall[at]))]
    if not row.handed:  # rows of a table that no input chose: a constant
        return []
    absorbs = ~np.isclose(row.out, row.received, rtol=1e-3, atol=0)  # signs that cancel are no loss
    worth = (row.size_received >= WORTH * output) & (row.size_received > 0)
    kept = np.where(worth & absorbs, row.amplification, 1)
    if len(kept) and kept.min() < 1 / bound:
        at = int(kept.argmin())
        return [Finding(row, at, "vanishes", float(kept[at]), float(arrives[at]))]
    return []


def _grown(rows: Sequence[Row], output: Sums, bound: float) -> list[Finding]:
    """The equations that grow most, if they exceed the bound together."""
    sizes = np.max([row.size_out for row in rows], axis=0) if rows else output
    overall = np.where(output > 0, ratio(sizes, output), 0)
    if overall.max(initial=0) <= bound:
        return []
    at = int(overall.argmax())
    worth = [row for row in rows if row.size_out[at] >= WORTH * output[at]]
    most = sorted(worth, key=lambda row: -row.amplification[at])[:3]
    return [
        Finding(row, at, "grows", float(row.amplification[at]), float(overall[at]), steps=True)
        for row in most
    ]


def _vanished(rows: Sequence[Row], arrives: Sums, bound: float) -> list[Finding]:
    """The equations that absorb most, if too little arrives at the inputs."""
    if not len(arrives) or arrives.min() >= 1 / bound or not rows:
        return []
    at = int(arrives.argmin())
    losing = [row for row in rows if row.size_out[at] < row.size_received[at]]
    most = sorted(losing, key=lambda row: row.size_out[at] - row.size_received[at])[:3]
    return [Finding(row, at, "vanishes", float(row.amplification[at]), float(arrives[at])) for row in most]


# ---- in words ---------------------------------------------------------------------------------------------------


def lament(found: Sequence[Finding], composite: str, bound: float, most: int = 5) -> str:
    """The warning: what is found, by how much, where, and the mend."""
    lines = [f"relevance is not kept within a factor of {bound:g} by composite `{composite}`:"]
    lines += [f"  {finding}" for finding in found[:most]]
    if len(found) > most:
        lines.append(f"  ... and {len(found) - most} more")
    lines.append("`print(explanation.ledger())` shows every equation; its argument `bound` sets the factor.")
    return "\n".join(lines)


def mend(row: Row, sample: int, grows: bool, steps: bool = False) -> str:
    """What to do about an equation; `steps`: about it and all of its kind."""
    layer = row.kind in ("convolution", "dense")
    match = f'by_operator("{row.operator.split(".")[0]}")'
    if layer and row.module:
        match = f'by_module("{row.module}")'
    if layer and steps:
        match = f'by_kind("{row.kind}")'
    where = f"lrpfx.composites.{match}"
    if grows and layer:
        return (
            f"Contributions of both signs cancel, so denominators are near zero: favour one sign{' in all' * steps},"
            f" `composite | ({where}, lrpfx.rules.gamma())` or `zplus()`, or give the rule a larger stabilizer."
        )
    if grows and row.kind in ("bilinear", "product"):
        return (
            "Denominators of a product of data are near zero: give all of them a larger stabilizer,"
            " `composite | lrpfx.packs.libra(stabilizer=0.01)`, or another pack."
        )
    if grows:
        return (
            "Denominators are near zero: give it a larger stabilizer,"
            f" `composite | ({where}, lrpfx.rules.norm(stabilizer=0.01))`, or another rule."
        )
    if row.kind == "softmax":
        return _SOFTMAX
    cause = max(row.absorbed, key=lambda name: abs(row.absorbed[name][sample]))
    return _MENDS[cause].format(where=where, name=row.rule.partition("(")[0])


_SOFTMAX = (
    "Softmax absorbs what its inputs do not explain, which is all where they are near zero:"
    " `composite | lrpfx.packs.libra()` or `cp_lrp()` hold attention weights constant."
)

_MENDS = {
    "bias": 'The bias takes it: `composite | ({where}, lrpfx.rules.{name}(..., zero_params="bias"))` shares it out by'
    " contribution, `bias_factor=1` evenly.",
    "stabilizer": "The stabilizer takes it: nothing that this rule counts contributes to these outputs. Give the rule a"
    " smaller stabilizer, or take one that counts both signs: `composite | ({where}, lrpfx.rules.gamma())`.",
    "normalisation": "A batch normalisation that was not merged takes it:"
    " `composite | ({where}, lrpfx.rules.pass_through())` hands it on.",
    "cut": "It leads to padding or to constants, not to an input: nothing is wrong with the rule.",
    "rule": "The rule does not conserve it: choose another, `composite | ({where}, lrpfx.rules....)`.",
}
