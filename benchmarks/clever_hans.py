"""Does the street find what a network has learned in place of its class? Planted artefacts, in every combination.

    python benchmarks/clever_hans.py --quick                                  # one run of every kind, minutes
    python benchmarks/clever_hans.py --out benchmarks/results/clever_hans.md --rows rows.jsonl   # the grid; goes on
    python benchmarks/clever_hans.py --again benchmarks/results/clever_hans.json --out ... --rows ...   # with seeds
    python benchmarks/clever_hans.py --table benchmarks/results/clever_hans.json    # the table of runs that are known
    python benchmarks/clever_site.py FOLDER                                   # the same data in the explorer

kind x prevalence x data x seed: a share of the training images of one class carries an artefact. Half of these show
something of another class, as a photographer's tag would, so that nothing else tells their label. A small network is
trained, and its training images are explained and analysed by lrpfx + spray (in the input, at a layer, and in concept
space: relevance per channel of that layer) and by Zennit + CoRelAy on the same network, each in a process of its own.

The table tells what was found, with 95 % intervals, and what every column means (`clever_table.py`).
"""

import contextlib
import itertools
import json
import multiprocessing
from collections.abc import Iterator, Mapping
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
import torch
from clever_stacks import STACKS
from clever_table import KEY, report

PREVALENCES = (0.01, 0.02, 0.05, 0.1, 0.2)
OF_THE_MACHINE = ("images/s", "peak MB")


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
@click.option(
    "--again",
    type=click.Path(path_type=Path, exists=True),
    help="JSON of earlier runs: those in which CoRelAy had no seed, by it alone; what they took stays as it was.",
)
@click.option(
    "--table",
    type=click.Path(path_type=Path, exists=True),
    help="JSON of earlier runs, to write their table anew; nothing is run.",
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
    again: Path | None,
    table: Path | None,
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
    if table is not None:
        earlier = json.loads(table.read_text())
        text = report(earlier["runs"], earlier["machine"])
        table.with_suffix(".md").write_text(text)
        click.echo(text)
        return
    runs = kept_rows.read(kept)
    known = {tuple(one[key] for key in KEY) for one in runs}
    # Seeds come last, so that a run that is stopped has seen every combination before any for the second time.
    grid = list(itertools.product(range(seeds), sorted(shares, reverse=True), names, kinds))
    before: dict[Any, dict[str, Any]] = {}
    if again is not None:
        earlier = json.loads(again.read_text())
        about, before = earlier["machine"], {tuple(one[key] for key in KEY): one for one in earlier["runs"]}
        grid = [(one["seed"], one["prevalence"], one["data"], one["kind"]) for one in before.values()]
    with processes() as workers:
        for seed, share, data, kind in grid:
            if (data, kind, share, seed) in known:
                continue
            runs.append(run(workers, data, kind, share, seed, before.get((data, kind, share, seed))))
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


def run(
    workers: Mapping[str, Executor],
    name: str,
    kind: str,
    share: float,
    seed: int,
    before: dict[str, Any] | None = None,
) -> dict[str, Any]:
    """One case, and every stack looks at it; where it was run before, the peer alone, if it had no seed.

    Raises: `click.ClickException` if the network is not the one that it was.
    """
    if before is not None and before.get("peer seeded"):
        return before
    case = clever_case.make(name, kind, share, seed)
    found: dict[str, Any] = {
        "data": name, "kind": kind, "prevalence": share, "seed": seed,
        "poisoned": case.poisoned, "planted": int(case.planted.sum()), "of": int((case.label == case.poisoned).sum()),
        "accuracy": case.accuracy, "with the artefact": case.fooled, "reliance": case.reliance, "peer seeded": True,
    }  # fmt: skip
    for key in found if before is not None else ():
        if key != "peer seeded" and found[key] != before[key]:
            raise click.ClickException(
                f"{name}, {kind}, {share:.0%}, seed {seed}: {key} is {found[key]} and was {before[key]}. Another "
                "machine or version trains another network; run the whole grid anew."
            )
    given = {"inputs": clever_case.inputs(case.images).numpy(), "label": case.label}
    for stack in STACKS if before is None else STACKS[-1:]:
        work = workers[stack].submit(
            clever_stacks.analysed, stack, case.net.state_dict(), given, case.planted, case.poisoned
        )
        found[stack] = work.result()
    if before is not None:
        found[STACKS[-1]] |= {name: before[STACKS[-1]][name] for name in OF_THE_MACHINE}
    return (before or {}) | found


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


if __name__ == "__main__":
    main()
