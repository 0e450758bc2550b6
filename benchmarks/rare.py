"""Artefacts too rare for a cluster: are they found by local outlier factors?

    python benchmarks/rare.py --data digits --seed 12                                   # minutes
    python benchmarks/rare.py --out benchmarks/results/rare.md --rows rows.jsonl       # the grid; goes on

Cases of `clever_hans.py`, on other seeds than its table, at the input and in concept space (relevance per channel). On
the same relevance of the same networks:

    clusters     k-means with k = 2 .. 10 in the spectral embedding: classes by strangeness, samples by the suspicion of
                 the most suspicious cluster that they are in
    known        what strangeness would be if the artefact's samples were a cluster: they are handed to it. Where the
                 class is not first even so, better clusters would not help; where it is, they would
    outliers     classes by the largest local outlier factor (`spray.analyses.outliers`), samples by their own

    found first  share of the networks in which the poisoned class is ranked first;   AUROC, AP: of the samples
    own          AUROC of those artefact's samples that show their class, of which an outlier is nothing but the
                 artefact: half of them show another class
    recall, purity       of the samples whose factor is above 1.5
    intervals    of the mean over networks that rely on the artefact, 95 %, by 2,000 bootstrap samples
"""

import itertools
import json
from collections.abc import Iterator, Mapping, Sequence
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
from clever_table import KEY, RELIES, interval, mean, shown, spread
from numpy.typing import NDArray

SPACES = ("input", "concept")
SETTLED = (
    "The method was chosen among fifteen on digits of the seeds 10 and 11 and Fashion-MNIST of the seed 10."
)
COLUMNS = ("first", "auroc", "own", "ap")


@click.command(help=__doc__, context_settings={"max_content_width": 110})
@click.option(
    "--kind", "kinds", multiple=True, type=click.Choice(list(artefacts.KINDS)), help="[default: all]"
)
@click.option(
    "--data", "names", multiple=True, type=click.Choice(list(clever_data.SETS)), help="[default: all here]"
)
@click.option(
    "--prevalence", "shares", multiple=True, type=float, default=(0.01, 0.02, 0.05, 0.2), show_default=True
)
@click.option("--seed", "seeds", multiple=True, type=int, default=(12,), show_default=True)
@click.option(
    "--rows", "kept", type=click.Path(path_type=Path), help="Keep runs here, and make none of them twice."
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.option("--out", type=click.Path(path_type=Path), help="Write the table to a Markdown file.")
def main(
    kinds: tuple[str, ...],
    names: tuple[str, ...],
    shares: tuple[float, ...],
    seeds: tuple[int, ...],
    kept: Path | None,
    as_json: bool,
    out: Path | None,
) -> None:
    """Print the table."""
    torch.set_num_threads(1)
    here = tuple(n for n in clever_data.SETS if n != "fashion" or clever_data.FASHION.exists())
    about = machine.describe(("lrpfx", "torch", "scikit-learn"))
    runs = kept_rows.read(kept)
    known = {tuple(one[key] for key in KEY) for one in runs}
    for seed, name, share, kind in itertools.product(seeds, names or here, shares, kinds or artefacts.KINDS):
        if (name, kind, share, seed) not in known:
            runs.append(run(name, kind, share, seed))
            kept_rows.keep(kept, runs[-1])
            click.echo(f"{name} {kind} {share:.0%} {seed}: relied on in {runs[-1]['reliance']:.0%}", err=True)
    text = report(runs, about)
    if out is not None:
        out.write_text(text)
    click.echo(json.dumps({"machine": about, "runs": runs}, indent=1) if as_json else text)


def run(name: str, kind: str, share: float, seed: int) -> dict[str, Any]:
    """One network, and every way to look at its relevance."""
    case = clever_case.make(name, kind, share, seed)
    clean = clever_data.SETS[name](seed)
    flags = case.planted[case.label == case.poisoned]
    shows = clean.label[~clean.test][case.label == case.poisoned] == case.poisoned
    found: dict[str, Any] = {
        "data": name, "kind": kind, "prevalence": share, "seed": seed, "reliance": case.reliance,
        "planted": int(flags.sum()),
    }  # fmt: skip
    if case.reliance < RELIES:
        return found
    given = {"inputs": clever_case.inputs(case.images).numpy(), "label": case.label}
    for space in SPACES:
        found[space] = looked_at(case, given, space, flags, shows)
    return found


def looked_at(
    case: clever_case.Case, given: Mapping[str, NDArray[Any]], space: str, flags: Any, shows: Any
) -> dict[str, dict[str, float]]:
    """The numbers of clusters, of the cluster that nobody has found, and of outliers."""
    from spray.analyses.outliers import THRESHOLD, local_outlier_factor
    from spray.analyses.spectral import spectral
    from spray.analyses.strangeness import strangeness

    categories = clever_stacks.categories_of(case.net, dict(given), space)
    relevance = clever_stacks.relevance_of(case.net, dict(given), space)
    strange = {one.index: one.strangeness for one in categories}
    (own,) = [one for one in categories if one.index == case.poisoned]
    rows = {c: relevance[given["label"] == c] for c in strange}
    features = {c: spectral(some) if space == "input" else some for c, some in rows.items()}
    factor = {c: local_outlier_factor(some) for c, some in features.items()}
    suspicion = clever_stacks.suspicions(own)
    told = strangeness(features[case.poisoned], own.analyses[0].embeddings[0].points, flags.astype(np.int64))
    known = float(told["suspicion"][-1])
    odd = factor[case.poisoned] > THRESHOLD
    hits = float((odd & flags).sum())
    return {
        "clusters": ranks(strange, case.poisoned) | judged(flags, shows, suspicion),
        "known": ranks(strange | {case.poisoned: known}, case.poisoned),
        "outliers": ranks({c: float(some.max()) for c, some in factor.items()}, case.poisoned)
        | judged(flags, shows, factor[case.poisoned])
        | {"recall": hits / flags.sum(), "purity": hits / odd.sum() if odd.any() else float("nan")},
    }


def ranks(classes: dict[int, float], poisoned: int) -> dict[str, float]:
    """Whether a class is the first."""
    return {"first": float(clever_stacks.rank(classes, poisoned) == 1)}


def judged(
    flags: NDArray[np.bool_], shows: NDArray[np.bool_], score: NDArray[np.float64]
) -> dict[str, float]:
    """How well the samples with the artefact are put first; "own": those that show their class."""
    mine = ~flags | shows
    return clever_stacks.ranked(flags, score) | {
        "own": clever_stacks.ranked(flags[mine], score[mine])["auroc"]
    }


def report(runs: Sequence[Mapping[str, Any]], about: Mapping[str, str]) -> str:
    """The table in Markdown, by space and prevalence."""
    relying = [one for one in runs if one["reliance"] >= RELIES]
    seeds = ", ".join(map(str, sorted({one["seed"] for one in runs})))
    lines = [
        "# Rare artefacts",
        "",
        "`python benchmarks/rare.py`; the columns are explained there. "
        + ", ".join(f"{k} {v}" for k, v in about.items())
        + ".",
        "",
        f"{len(runs)} networks of the seeds {seeds}, {len(relying)} of which rely on the artefact and count. {SETTLED} "
        "Mean with its 95 % interval.",
        "",
        "Outliers instead of clusters, the difference on the same network:",
        "",
        *(f"- {line}" for line in differences(relying)),
        "",
        "| artefact in | space | by | found first | AUROC | own | AP | recall | purity |",
        "| --- | --- | --- | --- | --- | --- | --- | --- | --- |",
    ]
    for share, space in itertools.product(sorted({one["prevalence"] for one in relying}), SPACES):
        own = [one for one in relying if one["prevalence"] == share]
        for way in ("clusters", "known", "outliers"):
            cells = [
                mean(own, lambda one, s=space, w=way, m=metric: one[s][w].get(m, np.nan))
                for metric in (*COLUMNS, "recall", "purity")
            ]
            lines.append(f"| {shown(share)} ({len(own)}) | {space} | {way} | {' | '.join(cells)} |")
    return "\n".join([*lines, ""])


def differences(relying: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """Whether outliers find more than clusters do, by prevalence."""
    for share, space in itertools.product(sorted({one["prevalence"] for one in relying}), SPACES):
        own = [one[space] for one in relying if one["prevalence"] == share]
        told = []
        for metric, name in (("first", "found first"), ("auroc", "AUROC"), ("ap", "AP")):
            gaps = np.array([one["outliers"][metric] - one["clusters"][metric] for one in own])
            low, high = interval(gaps)
            word = "more" if low > 0 else "less" if high < 0 else "not told apart"
            told.append(f"{name} {spread(gaps)} {word}")
        yield f"{shown(share)}, {space}: {'; '.join(told)}"


if __name__ == "__main__":
    main()
