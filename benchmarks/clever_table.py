"""The table of `clever_hans.py`: what was found, in words that the intervals carry, then every number.

mean over runs with its 95 % interval: 2,000 bootstrap samples of the runs
difference     between two stacks on the same run, its mean and interval: of pairs, as some runs are harder than others
"better", "worse"      only where the interval of a difference leaves out 0, otherwise "not told apart"
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np
from clever_stacks import STACKS, rank
from numpy.typing import NDArray

RELIES = 0.1
OFTEN = 0.05  # a prevalence from which on clusters of the artefact's samples can be expected
KEY = ("data", "kind", "prevalence", "seed")
METRICS = ("rank", "auroc", "ap", "ari", "purity", "cluster", "images/s", "peak MB")
*OURS, PEER = STACKS
BOTH = "lrpfx, input or concept"

Run = Mapping[str, Any]
Runs = Sequence[Run]

NAMES = {
    "first": "found first", "rank": "rank", "auroc": "AUROC", "ap": "AP", "ari": "ARI", "purity": "purity",
    "cluster": "purity x recall", "images/s": "images/s", "peak MB": "peak MB",
}  # fmt: skip
LESS_IS_MORE = ("rank", "peak MB")
COLUMNS = f"""\
- **runs**: how many networks; only those that rely on the artefact. Means are over them, with a 95 % interval of
  {2000:,} bootstrap samples.
- **found first**: the share of runs in which the poisoned class is ranked first of all classes; **rank**: its place,
  1 is best. lrpfx + spray rank classes by strangeness. CoRelAy ranks none: taken is its largest eigengap.
  "input or concept" ranks by the greater strangeness of the two spaces.
- **AUROC**, **AP** (average precision): are the samples with the artefact put before the others of their class? By the
  suspicion of the most suspicious cluster that a sample is in; CoRelAy has no score: the smaller its cluster, the
  earlier, among as many clusters as the eigengap says. By chance AUROC is 0.5, and AP the prevalence.
- **ARI**: adjusted Rand index of "artefact or not" and the clustering that fits it best; **purity** of the cluster that
  fits best, and that **times recall**: the best choice among k-means with k = 2 to 10, which both stacks make, by one
  who knows the answer. They judge the clusters, not whether somebody would find them.
- **images/s**: explained and analysed, on one thread; **peak MB**: of the whole process, its libraries included. The
  stacks took turns within a run, on a machine that did other things too: they compare between stacks alone. Most of the
  time is k-means, of which lrpfx + spray takes the best of ten starts, and CoRelAy the only one.
- **lrpfx input**, **layer**, **concept**: relevance in the image, at the second convolution, and there per channel."""


def report(runs: Runs, about: Mapping[str, str]) -> str:
    """All of it, in Markdown."""
    runs = sorted(runs, key=lambda one: [str(one[key]) for key in KEY])
    relying = [one for one in runs if one["reliance"] >= RELIES]
    lines = [
        "# Planted artefacts",
        "",
        "A share of the training images of one class carries an artefact; half of these show something of another "
        "class. A network is trained on them, and two tools look at it, which are not told: which class is it, and "
        "which samples? `python benchmarks/clever_hans.py`; "
        + ", ".join(f"{k} {v}" for k, v in about.items())
        + ".",
        "",
        "## What was found",
        "",
        *(f"- {line}" for line in findings(relying)),
        "",
        *(compared(relying) if relying else ()),
        "",
        f'Found first, by the greater strangeness in input and concept space ("{BOTH}"), of the runs that count:',
        "",
        *matrix(relying),
        "",
        "## Do the networks rely on it?",
        "",
        f"{len(runs)} runs; in {len(relying)} the network relies on the artefact: at least {RELIES:.0%} of the test "
        "images of other classes become the poisoned class when they get it. Only these count: what a network does not "
        "use cannot be found in it. Accuracy is on test images of other classes, before they got it and after.",
        "",
        *reliance(runs),
        "",
        f"By prevalence: {coverage(runs)}. The artefact is planted in few samples where it is rare, in one to three at "
        "1 %: no cluster of its own can be expected of these, and purity x recall of a cluster that holds a single one "
        "is a matter of its size alone. What tells of these is in `rare.md`.",
        "",
        "## Every number",
        "",
        COLUMNS,
        *seeds(runs),
        "",
        "| runs | stack | found first | rank | AUROC | AP | ARI | purity | purity x recall | images/s | peak MB |",
        "| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |",
    ]
    groups = [("all", relying)]
    for key in ("data", "kind", "prevalence"):
        values = dict.fromkeys(one[key] for one in runs)
        groups += [(shown(value), [one for one in relying if one[key] == value]) for value in values]
    for title, group in groups:
        for name in (*OURS, BOTH, PEER) if group else ():
            lines.append(row(f"{title} ({len(group)})", name, group))
    return "\n".join([*lines, ""])


# ---- in words ----------------------------------------------------------------------------------------------------


def findings(relying: Runs) -> Iterator[str]:
    """What the intervals tell, a sentence each."""
    for many, title in ((True, f"{OFTEN:.0%} or more"), (False, f"less than {OFTEN:.0%}")):
        own = [one for one in relying if (one["prevalence"] >= OFTEN) == many]
        if not own:
            continue
        chance = float(np.mean([1 / len(one[PEER]["classes"]) for one in own]))
        told = "; ".join(
            f"{mean(own, lambda one, s=stack: first(one, s))} {name}{against(own, stack, chance)}"
            for stack, name in (
                (BOTH, "by lrpfx + spray"),
                (PEER, "by the largest eigengap of Zennit + CoRelAy"),
            )
        )
        yield (
            f"Where {title} of the class carries the artefact, the poisoned class is found first in a share of "
            f"{told}. By chance it would be {chance:.2f}. {len(own)} runs."
        )
    if not relying:
        return
    for metric, what in (
        ("auroc", "AUROC of the samples with it, within their class"),
        ("purity", "Purity of the cluster that fits best, whoever would find it"),
        ("images/s", "Images per second"),
        ("peak MB", "Peak memory in MB"),
    ):
        yield (
            f"{what}: lrpfx + spray at the input {mean(relying, lambda one, m=metric: one[OURS[0]][m])}, Zennit + "
            f"CoRelAy {mean(relying, lambda one, m=metric: one[PEER][m])}; {verdict(relying, OURS[0], metric)}."
        )


def against(group: Runs, stack: str, chance: float) -> str:
    """Whether the share of runs in which a stack finds the class first is more than chance."""
    low, high = interval(np.array([first(one, stack) for one in group]))
    return (
        ", more than chance"
        if low > chance
        else ", less than chance"
        if high < chance
        else ", no more than chance"
    )


def verdict(group: Runs, stack: str, metric: str) -> str:
    """How a stack compares with the peer, by the interval of the difference."""
    gap = paired(group, stack, metric)
    low, high = interval(gap)
    if metric in LESS_IS_MORE:
        low, high = -high, -low
    return "better" if low > 0 else "worse" if high < 0 else "not told apart"


def compared(relying: Runs) -> list[str]:
    """Every metric of the stacks, and the differences from the peer."""
    head = ["metric", *OURS, PEER, *(f"{name}: difference" for name in OURS)]
    lines = [f"| {' | '.join(head)} |", "| --- " * len(head) + "|"]
    for metric, name in NAMES.items():
        cells = [mean(relying, lambda one, s=stack, m=metric: value(one, s, m)) for stack in STACKS]
        for stack in OURS:
            gap = spread(paired(relying, stack, metric))
            cells.append(f"{gap} {verdict(relying, stack, metric)}")
        lines.append(f"| {name}{', less is better' * (metric in LESS_IS_MORE)} | {' | '.join(cells)} |")
    return lines


def matrix(relying: Runs) -> list[str]:
    """In how many runs of each kind and prevalence the class is found first."""
    shares = sorted({one["prevalence"] for one in relying})
    lines = [f"| kind | {' | '.join(map(shown, shares))} |", "| --- " * (len(shares) + 1) + "|"]
    for kind in sorted({one["kind"] for one in relying}):
        cells = []
        for share in shares:
            own = [one for one in relying if (one["kind"], one["prevalence"]) == (kind, share)]
            cells.append(f"{sum(both(one) == 1 for one in own)} of {len(own)}" if own else "-")
        lines.append(f"| {kind} | {' | '.join(cells)} |")
    return lines


def reliance(runs: Runs) -> list[str]:
    """What the networks do with the artefact, by kind."""
    lines = [
        "| kind | runs | rely on it | accuracy without it | with it |",
        "| --- | --- | --- | --- | --- |",
    ]
    for kind in ("all", *sorted({one["kind"] for one in runs})):
        own = [one for one in runs if kind in ("all", one["kind"])]
        rely = [one for one in own if one["reliance"] >= RELIES]
        cells = [mean(rely, lambda one, k=key: one[k]) for key in ("accuracy", "with the artefact")]
        lines.append(f"| {kind} | {len(own)} | {len(rely)} | {' | '.join(cells)} |")
    return lines


def coverage(runs: Runs) -> str:
    """How many runs there are of each prevalence, in how many the network relies on it, and on how many samples."""
    told = []
    for share in sorted({one["prevalence"] for one in runs}):
        own = [one for one in runs if one["prevalence"] == share]
        planted = sorted({one["planted"] for one in own})
        samples = f"{planted[0]} to {planted[-1]}" if len(planted) > 1 else f"{planted[0]}"
        relying = sum(one["reliance"] >= RELIES for one in own)
        told.append(
            f"{share:.0%} ({samples} samples planted) in {len(own)} runs, {relying} of which rely on it"
        )
    return "; ".join(told)


def seeds(runs: Runs) -> list[str]:
    """A word on runs from before CoRelAy's random steps were given seeds."""
    without = sum(not one.get("peer seeded") for one in runs)
    if not without:
        return [
            "- **seeds**: all random steps are seeded; CoRelAy has no seeds of its own and was given them."
        ]
    return [
        f"- **seeds**: in {without} of {len(runs)} runs CoRelAy's k-means and the start of its eigenvectors had none, "
        "as by its defaults: its columns would differ somewhat if these were repeated. All else is seeded."
    ]


# ---- numbers -----------------------------------------------------------------------------------------------------


def row(title: str, stack: str, group: Runs) -> str:
    """One stack in one group of runs."""
    metrics = ("first", "rank") if stack == BOTH else ("first", *METRICS)
    cells = [mean(group, lambda one, m=metric: value(one, stack, m)) for metric in metrics]
    return f"| {title} | {stack} | {' | '.join(cells)} |" + " |" * (len(METRICS) + 1 - len(cells))


def value(one: Run, stack: str, metric: str) -> float:
    """A number of a stack in a run."""
    if metric == "first":
        return first(one, stack)
    if stack == BOTH:
        return both(one)
    return float(one[stack].get(metric, np.nan))


def first(one: Run, stack: str) -> float:
    """1 where the poisoned class is ranked before all others, 0 otherwise."""
    return float((both(one) if stack == BOTH else one[stack]["rank"]) == 1)


def both(one: Run) -> float:
    """The place of the poisoned class by the greater of its strangeness in the input and in concept space."""
    spaces = [one[stack]["classes"] for stack in ("lrpfx input", "lrpfx concept")]
    greater = dict(enumerate(map(max, *spaces)))
    return rank(greater, one["poisoned"])


def paired(group: Runs, stack: str, metric: str) -> NDArray[np.float64]:
    """By how much a stack differs from the peer, run by run."""
    gaps = np.array([value(one, stack, metric) - value(one, PEER, metric) for one in group])
    return gaps[~np.isnan(gaps)]


def mean(group: Runs, of: Callable[[Any], Any]) -> str:
    """Mean and its bootstrap interval."""
    values = np.array([of(one) for one in group], float)
    return spread(values[~np.isnan(values)])


def spread(values: NDArray[np.float64]) -> str:
    """Mean and interval of numbers."""
    if not len(values):
        return "-"
    low, high = interval(values)
    digits = 0 if np.abs(values).max() >= 20 else 2
    told = f"{values.mean():.{digits}f} ({low:.{digits}f}–{high:.{digits}f})"
    return told.replace("-", "−")


def interval(values: NDArray[np.float64]) -> tuple[float, float]:
    """95 % of the means of 2,000 samples drawn with replacement."""
    if not len(values):
        return float("-inf"), float("inf")
    drawn = np.random.default_rng(0).choice(values, (2000, len(values))).mean(axis=1)
    low, high = np.quantile(drawn, (0.025, 0.975))
    return float(low), float(high)


def shown(value: object) -> str:
    """A share in per cent; anything else as it is."""
    return f"{value:.0%}" if isinstance(value, float) else str(value)
