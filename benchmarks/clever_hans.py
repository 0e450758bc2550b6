"""Does the street find what a network has learned in place of its class? Planted artefacts, in every combination.

    python benchmarks/clever_hans.py --quick                                  # one run of every kind, minutes
    python benchmarks/clever_hans.py --out benchmarks/results/clever_hans.md --rows rows.jsonl   # the grid; goes on
    python benchmarks/clever_site.py FOLDER                                   # the same data in the explorer

kind x prevalence x data x seed: a share of the training images of one class carries an artefact. Half of these show
something of another class, as a photographer's tag would, so that nothing else tells their label. A small network is
trained, and its training images are explained and analysed by lrpfx + spray (in the input, at a layer, and in concept
space: relevance per channel of that layer) and by Zennit + CoRelAy on the same network, each in a process of its own.

    reliance    share of the test images of other classes that the artefact turns into the poisoned class. Runs with
                less than 10 % are told apart: a network that does not use the artefact has nothing to be found.
    rank        of the poisoned class among all, by strangeness; CoRelAy ranks no classes: by the largest eigengap.
                "input or concept": by the greater of its strangeness in the two spaces
    AUROC, AP   of the artefact's samples within the poisoned class, by the suspicion of the best cluster that they are
                in; without a score (CoRelAy): the smaller the cluster among as many as the eigengap says, the first
    ARI         adjusted Rand index of the best clustering, and purity of the best cluster, the one of the greatest
                purity x recall: choices among k-means with k = 2 .. 10, which both make
    intervals   of the mean over runs, 95 %, by 2,000 bootstrap samples
"""

import contextlib
import itertools
import json
import multiprocessing
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor
from pathlib import Path
from typing import Any

import artefacts
import clever_case
import clever_data
import clever_stacks
import click
import kept_rows
import machine
import numpy as np
import torch
from clever_stacks import STACKS

RELIES = 0.1
PREVALENCES = (0.01, 0.02, 0.05, 0.1, 0.2)
METRICS = ("rank", "auroc", "ap", "ari", "purity", "cluster", "images/s", "peak MB")
BOTH = "lrpfx, input or concept"
KEY = ("data", "kind", "prevalence", "seed")


@click.command()
@click.option(
    "--kind", "kinds", multiple=True, type=click.Choice(list(artefacts.KINDS)), help="[default: all]"
)
@click.option(
    "--data", "names", multiple=True, type=click.Choice(list(clever_data.SETS)), help="[default: all here]"
)
@click.option("--prevalence", "shares", multiple=True, type=float, default=PREVALENCES, show_default=True)
@click.option("--seeds", default=2, show_default=True)
@click.option("--quick", is_flag=True, help="Digits, 20 %, one seed.")
@click.option(
    "--rows", "kept", type=click.Path(path_type=Path), help="Keep runs here, and make none of them twice."
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    help="Write the table to a Markdown file, every run to JSON beside.",
)
def main(
    kinds: tuple[str, ...],
    names: tuple[str, ...],
    shares: tuple[float, ...],
    seeds: int,
    quick: bool,
    kept: Path | None,
    as_json: bool,
    out: Path | None,
) -> None:
    """Print the table."""
    torch.set_num_threads(1)
    here = [n for n in clever_data.SETS if n != "fashion" or clever_data.FASHION.exists()]
    names, kinds = names or tuple(here), kinds or tuple(artefacts.KINDS)
    if quick:
        names, shares, seeds = ("digits",), (0.2,), 1
    about = machine.describe(("lrpfx", "torch", "zennit", "corelay", "scikit-learn"))
    runs = kept_rows.read(kept)
    known = {tuple(one[key] for key in KEY) for one in runs}
    # Seeds come last, so that a run that is stopped has seen every combination before any for the second time.
    grid = list(itertools.product(range(seeds), sorted(shares, reverse=True), names, kinds))
    with processes() as workers:
        for seed, share, data, kind in grid:
            if (data, kind, share, seed) in known:
                continue
            runs.append(run(workers, data, kind, share, seed))
            if not as_json:
                click.echo(told(runs[-1]), err=True)
            kept_rows.keep(kept, runs[-1])
    if out is not None:
        out.parent.mkdir(parents=True, exist_ok=True)
        out.with_suffix(".json").write_text(json.dumps({"machine": about, "runs": runs}, indent=1) + "\n")
        out.write_text(report(runs, about))
    click.echo(json.dumps({"machine": about, "runs": runs}, indent=1) if as_json else report(runs, about))


@contextlib.contextmanager
def processes() -> Iterator[dict[str, Executor]]:
    """One for every stack, so that the memory of each is its own."""
    fresh = multiprocessing.get_context("spawn")
    with contextlib.ExitStack() as stack:
        yield {name: stack.enter_context(ProcessPoolExecutor(1, mp_context=fresh)) for name in STACKS}


def run(workers: Mapping[str, Executor], name: str, kind: str, share: float, seed: int) -> dict[str, Any]:
    """One case, and every stack looks at it."""
    case = clever_case.make(name, kind, share, seed)
    found: dict[str, Any] = {
        "data": name, "kind": kind, "prevalence": share, "seed": seed,
        "poisoned": case.poisoned, "planted": int(case.planted.sum()), "of": int((case.label == case.poisoned).sum()),
        "accuracy": case.accuracy, "with the artefact": case.fooled, "reliance": case.reliance,
    }  # fmt: skip
    given = {"inputs": clever_case.inputs(case.images).numpy(), "label": case.label}
    for stack in STACKS:
        work = workers[stack].submit(
            clever_stacks.analysed, stack, case.net.state_dict(), given, case.planted, case.poisoned
        )
        found[stack] = work.result()
    return found


# ---- the table --------------------------------------------------------------------------------------------------


def told(one: dict[str, Any]) -> str:
    """A run in a line."""
    stacks = "  ".join(
        f"{name}: rank {one[name]['rank']} AUROC {one[name]['auroc']:.2f} ARI {one[name]['ari']:.2f}"
        for name in STACKS
    )
    return (
        f"{one['data']:<8} {one['kind']:<8} {one['prevalence']:>4.0%} seed {one['seed']}  "
        f"reliance {one['reliance']:>4.0%}  {stacks}"
    )


def report(runs: Sequence[dict[str, Any]], about: dict[str, str]) -> str:
    """The table in Markdown: all runs that rely on the artefact, then by kind, by prevalence and by data."""
    runs = sorted(runs, key=lambda one: [str(one[key]) for key in KEY])
    relying = [one for one in runs if one["reliance"] >= RELIES]
    lines = [
        "# Planted artefacts",
        "",
        "`python benchmarks/clever_hans.py`; the columns are explained there. "
        + ", ".join(f"{k} {v}" for k, v in about.items())
        + ".",
        "",
        f"{len(runs)} runs; in {len(relying)} the network relies on the artefact (at least {RELIES:.0%} of the test "
        "images of other classes become the poisoned class with it), and only these count. Accuracy on clean test "
        f"images of other classes {mean(relying, lambda one: one['accuracy'])}, with the artefact "
        f"{mean(relying, lambda one: one['with the artefact'])}. Mean over runs, with its 95 % interval. By chance the "
        f"rank is {mean(relying, lambda one: (len(one[STACKS[0]]['classes']) + 1) / 2)}. The stacks take turns within "
        "a run, on a machine that did other things too: images/s and peak memory compare between stacks alone.",
        "",
        f"By prevalence: {coverage(runs)}. The artefact is planted in few samples where it is rare, in one to three at "
        "1 %: no cluster of its own can be expected of these, and purity x recall of a cluster that holds a single "
        "one is a matter of its size alone.",
        "",
        "| runs | stack | rank 1 | rank | AUROC | AP | ARI | purity | purity x recall | images/s | peak, MB |",
        "| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |",
    ]
    groups = [("all", relying)]
    for key in ("data", "kind", "prevalence"):
        values = dict.fromkeys(one[key] for one in runs)
        groups += [(_shown(value), [one for one in relying if one[key] == value]) for value in values]
    for title, group in groups:
        for name in (*STACKS[:3], BOTH, *STACKS[3:]) if group else ():
            lines.append(row(f"{title} ({len(group)})", name, group))
    return "\n".join([*lines, ""])


def coverage(runs: Sequence[dict[str, Any]]) -> str:
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


def row(title: str, stack: str, group: Sequence[dict[str, Any]]) -> str:
    """One stack in one group of runs."""
    if stack == BOTH:
        places = {id(one): both(one) for one in group}
        cells = [
            mean(group, lambda one: float(places[id(one)] == 1)),
            mean(group, lambda one: places[id(one)]),
        ]
        return f"| {title} | {stack} | {' | '.join(cells)} |" + " |" * (len(METRICS) - 1)
    cells = [mean(group, lambda one: float(one[stack]["rank"] == 1))]
    cells += [mean(group, lambda one, m=metric: one[stack].get(m, np.nan)) for metric in METRICS]
    return f"| {title} | {stack} | {' | '.join(cells)} |"


def both(one: dict[str, Any]) -> float:
    """The place of the poisoned class by the greater of its strangeness in the input and in concept space."""
    spaces = [one[stack]["classes"] for stack in ("lrpfx input", "lrpfx concept")]
    greater = dict(enumerate(map(max, *spaces)))
    return clever_stacks.rank(greater, one["poisoned"])


def mean(group: Sequence[dict[str, Any]], value: Any) -> str:
    """Mean and its bootstrap interval."""
    values = np.array([value(one) for one in group], float)
    values = values[~np.isnan(values)]
    if not len(values):
        return "-"
    drawn = np.random.default_rng(0).choice(values, (2000, len(values))).mean(axis=1)
    low, high = np.quantile(drawn, (0.025, 0.975))
    digits = 0 if np.abs(values).max() >= 20 else 2
    return f"{values.mean():.{digits}f} ({low:.{digits}f}–{high:.{digits}f})"


def _shown(value: object) -> str:
    return f"{value:.0%}" if isinstance(value, float) else str(value)


if __name__ == "__main__":
    main()
