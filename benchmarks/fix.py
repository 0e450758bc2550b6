"""What `spray fix` does to models that rely on a planted artefact, beside doing nothing and training on.

    python benchmarks/fix.py --quick                                   # digits, two kinds, one seed: a minute
    python benchmarks/fix.py --out benchmarks/results/fix.md --rows rows.jsonl    # the grid; goes on where it stopped

The cases are those of `clever_hans.py`: kind x data x seed, the artefact in 20 % of the images of one class, half of
which show something of another class. Only networks that rely on it count. Of each finding, a selection as the page
exports it, `spray fix` makes a corrected project, whose model is loaded and tested on images that nothing was trained
or chosen on.

    finding     planted: all training images of the class with the artefact, the best that a person could select
                suspect: the most suspicious cluster of the class, by spray's own analysis, in the input or in concept
                space, whichever finds the class stranger; nobody has looked at it
                few: five of the planted ones;  wrong: as many others of the class, without the artefact
    nothing     the network as it was; never planted: trained on the same images without an artefact
    training    the network trained on: as many rounds and rates as the others, chosen likewise, on all samples
    without     the same without the selected samples
    p-clarc, a-clarc, rrr      `spray fix --method`, all else as it chooses itself
    clean       accuracy on the test images;   with it: on the same with the artefact
    drawn       share of the test images of other classes that become the poisoned class with the artefact
    intervals   of the mean over runs, 95 %, by 2,000 bootstrap samples
"""

import itertools
import json
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import artefacts
import clever_case
import clever_data
import clever_site
import clever_stacks
import click
import kept_rows
import machine
import numpy as np
import torch
from clever_table import RELIES, mean
from numpy.typing import NDArray
from torch import nn

SHARE = 0.2
FEW = 5
SETTLED = (
    "Constants (neighbours, shares, rates, weights) were settled on the seed 0. Five runs of the seed 2 had been seen, "
    "of tags, notices and borders, before unnamed carriers were sought in the artefact's class alone, and before those "
    "among its other samples were left out from the start."
)
"""What of the data the method has been fitted to. The table is of other seeds."""

FINDINGS = {"planted": True, "suspect": True, "few": False, "wrong": False}
"""Whether all is compared: of findings that are poor by intent, rrr and training on are not, which take longest."""

ALONE = ("nothing", "never planted", "training")
METHODS = ("p-clarc", "a-clarc", "rrr")
KEY = ("data", "kind", "seed")
Rows = NDArray[np.int64]


@click.command(help=__doc__, context_settings={"max_content_width": 110})
@click.option(
    "--kind", "kinds", multiple=True, type=click.Choice(list(artefacts.KINDS)), help="[default: all]"
)
@click.option(
    "--data", "names", multiple=True, type=click.Choice(list(clever_data.SETS)), help="[default: all here]"
)
@click.option("--seed", "seeds", multiple=True, type=int, default=(2, 3), show_default=True)
@click.option(
    "--finding", "findings", multiple=True, type=click.Choice(list(FINDINGS)), help="[default: all]"
)
@click.option("--quick", is_flag=True, help="Digits, a tag and a blur, one seed, what was planted.")
@click.option(
    "--rows", "kept", type=click.Path(path_type=Path), help="Keep runs here, and make none of them twice."
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.option("--out", type=click.Path(path_type=Path), help="Write the table to a Markdown file.")
def main(
    kinds: tuple[str, ...], names: tuple[str, ...], seeds: tuple[int, ...], findings: tuple[str, ...], quick: bool,
    kept: Path | None, as_json: bool, out: Path | None,
) -> None:  # fmt: skip
    """Print the table."""
    torch.set_num_threads(1)
    here = tuple(n for n in clever_data.SETS if n != "fashion" or clever_data.FASHION.exists())
    names, kinds, findings = names or here, kinds or tuple(artefacts.KINDS), findings or tuple(FINDINGS)
    if quick:
        names, kinds, seeds, findings = ("digits",), ("tag", "blur"), seeds[:1], ("planted",)
    about = machine.describe(("lrpfx", "torch", "scikit-learn"))
    runs = kept_rows.read(kept)
    known = {tuple(one[key] for key in KEY) for one in runs}
    for seed, kind, data in itertools.product(seeds, kinds, names):
        if (data, kind, seed) in known:
            continue
        runs.append(run(data, kind, seed, findings))
        if not as_json:
            click.echo(told(runs[-1]), err=True)
        kept_rows.keep(kept, runs[-1])
    if out is not None:
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_text(report(runs, about))
    click.echo(json.dumps({"machine": about, "runs": runs}, indent=1) if as_json else report(runs, about))


def run(data: str, kind: str, seed: int, findings: Sequence[str]) -> dict[str, Any]:
    """One case: what everything makes of it."""
    case = clever_case.make(data, kind, SHARE, seed)
    test = Test.of(case, data, kind, seed)
    one: dict[str, Any] = {
        "data": data, "kind": kind, "seed": seed, "reliance": case.reliance, "results": [],
    }  # fmt: skip
    if case.reliance < RELIES:
        return one
    one["results"].append({"finding": "", "method": "nothing", **test(case.net)})
    one["results"].append({"finding": "", "method": "never planted", **test(unspoilt(data, seed))})
    with tempfile.TemporaryDirectory() as name:
        project, *_ = clever_site.write(Path(name), case, data, kind, SHARE, seed, [])
        known: dict[bytes, list[dict[str, Any]]] = {}
        for finding in findings:
            rows = selected(case, finding, seed)
            if rows.tobytes() in known:  # the suspect is what was planted, to the sample
                one["results"] += [r | {"finding": finding} for r in known[rows.tobytes()]]
                continue
            right = {"purity": float(case.planted[rows].mean()), "recall": float(_recall(case, rows))}
            found = [
                {"finding": finding, "method": method, **test(net), **right, **more}
                for method, net, more in fixed(project, rows, whole=FINDINGS[finding])
            ]
            known[rows.tobytes()] = found
            one["results"] += found
        exported = export(Path(name), selected(case, "planted", seed))
        plain = trained_on(project, exported, np.array([], np.int64))
        one["results"].append({"finding": "", "method": "training", **test(plain)})
    return one


def unspoilt(data: str, seed: int) -> nn.Module:
    """The network, trained on the same images without an artefact, and on their own labels."""
    drawn = clever_data.SETS[data](seed)
    train = ~drawn.test
    return clever_case.trained(drawn.images[train], drawn.label[train], drawn.classes, seed)


def _recall(case: clever_case.Case, rows: Rows) -> float:
    return float(case.planted[rows].sum() / case.planted.sum())


class Test:
    """Test images without the artefact and with it; called with a network, how right it is on them."""

    def __init__(
        self, clean: NDArray[np.uint8], planted: NDArray[np.uint8], label: Rows, poisoned: int
    ) -> None:
        self.clean, self.planted, self.label, self.poisoned = clean, planted, label, poisoned

    @classmethod
    def of(cls, case: clever_case.Case, data: str, kind: str, seed: int) -> "Test":
        """Those that `clever_case.make` has trained nothing on."""
        drawn = clever_data.SETS[data](seed)
        images = drawn.images[drawn.test]
        return cls(images, artefacts.KINDS[kind](images), drawn.label[drawn.test], case.poisoned)

    def __call__(self, net: nn.Module) -> dict[str, float]:
        before, after = (clever_case.predicted(net, images) for images in (self.clean, self.planted))
        others = self.label != self.poisoned
        return {
            "clean": float((before == self.label).mean()),
            "with it": float((after == self.label).mean()),
            "drawn": float((after[others] == self.poisoned).mean()),
        }


# ---- findings and fixes -----------------------------------------------------------------------------------------


def selected(case: clever_case.Case, finding: str, seed: int) -> Rows:
    """The rows that a finding is of."""
    random, own = np.random.default_rng(seed), case.label == case.poisoned
    planted = np.flatnonzero(case.planted)
    if finding == "suspect":
        return suspect(case)
    if finding == "few":
        return np.sort(random.permutation(planted)[:FEW])
    if finding == "wrong":
        return np.sort(random.permutation(np.flatnonzero(own & ~case.planted))[: len(planted)])
    return planted


def suspect(case: clever_case.Case) -> Rows:
    """The most suspicious cluster of the poisoned class, in the space that finds the class stranger."""
    from spray import findings

    given = {"inputs": clever_case.inputs(case.images).numpy(), "label": case.label}
    found = []
    for space in ("input", "concept"):
        categories = clever_stacks.categories_of(case.net, given, space)
        (own,) = [one for one in categories if one.index == case.poisoned]
        found.append(own)
    category = max(found, key=lambda one: one.strangeness)
    suspected = findings.suspect(category)
    assert suspected is not None
    clustering, cluster = suspected
    return np.sort(np.asarray(category.members)[clustering.labels == cluster.label])


def fixed(project: Path, rows: Rows, *, whole: bool) -> Iterator[tuple[str, nn.Module, dict[str, Any]]]:
    """(method, network, what `spray fix` said) of everything that is compared."""
    from spray import model
    from spray.cli.fix import fix
    from spray.cli.fix_work import Wanted
    from spray.project import load

    finding, at = export(project.parent, rows), None
    for method in METHODS if whole else METHODS[:2]:
        # the module is chosen by projecting, whatever the method: once
        told = fix(finding, project, "fixed", Wanted(at=at, method=method), lambda line: None, force=True)
        at = told["at"]
        own = load(project.parent / "fixed.toml")
        checkpoint = project.parent / "fixed.safetensors"
        loaded = model.load(own.model.factory, own.model.arguments, checkpoint, own.folder)
        kept = ("at", "rate", "weight", "separation", "before", "after")
        yield method, loaded.module, {key: told[key] for key in kept} | {"alike": len(told["alike"])}
    if whole:
        yield "without", trained_on(project, finding, rows), {}


def trained_on(project: Path, finding: Path, left_out: Rows) -> nn.Module:
    """Training on, at the rate that is best by the same samples as that of the others."""
    from lrpfx import correct
    from spray import selection
    from spray.cli.fix_work import RATES, Wanted, Work, parted
    from spray.datasets import open_dataset
    from spray.project import load

    settings = load(project)
    dataset = open_dataset(settings.data, settings.folder, seed=settings.analyze.seed)
    parts = parted(dataset, selection.load(finding), None, settings.analyze.seed)
    work = Work(settings, dataset, parts, Wanted())
    rows = work.shuffled(np.setdiff1d(parts.train, left_out))
    nets = [correct.fine_tune(work.net, rows, rounds=work.wanted.rounds, rate=rate) for rate in RATES]
    return max(nets, key=work.worth)


def export(folder: Path, rows: Rows) -> Path:
    """What the page exports when these samples are selected."""
    ids, names = list(map(str, rows)), ("projectName", "modelName", "datasetName", "selectedAnalysisMethod",
             "selectedAnalysisCategory", "selectedCategoryHumanReadableName", "selectedEmbeddingName",
             "selectedClustering", "selectedColorMap", "categoryKey", "projectKey", "address", "note")  # fmt: skip
    told: dict[str, Any] = dict.fromkeys(names, "") | {
        "projectId": 0, "numberOfClusters": 2, "selectedImageMode": "input",
        "selectedEmbeddingVectorsIndices": rows.tolist(), "selectedEmbeddingVectorsClusters": [0] * len(rows),
        "allEmbeddingVectorsIndices": rows.tolist(), "allEmbeddingVectorsClusters": [0] * len(rows),
        "selectionVersion": 1, "created": "2026-01-01T00:00:00Z", "embeddingAxes": [0, 1], "provenance": {},
        "selectedSamples": [{"id": one, "label": None, "prediction": None, "score": None} for one in ids],
        "findings": [],
    }  # fmt: skip
    file = folder / "finding.json"
    file.write_text(json.dumps(told))
    return file


# ---- the table --------------------------------------------------------------------------------------------------


def told(one: Mapping[str, Any]) -> str:
    """A run in lines."""
    lines = [f"{one['data']:<8} {one['kind']:<8} seed {one['seed']}  reliance {one['reliance']:>4.0%}"]
    for result in one["results"]:
        how = " ".join(str(result[key]) for key in ("at", "rate", "alike") if result.get(key) is not None)
        lines.append(
            f"    {result['finding']:<8} {result['method']:<9} clean {result['clean']:.3f}  with it "
            f"{result['with it']:.3f}  drawn {result['drawn']:.3f}  {how}"
        )
    return "\n".join(lines)


def report(runs: Sequence[Mapping[str, Any]], about: Mapping[str, str]) -> str:
    """The table in Markdown: of all runs, then by kind and by data."""
    runs = sorted(runs, key=lambda one: [str(one[key]) for key in KEY])
    relying = [one for one in runs if one["reliance"] >= RELIES]
    seeds = ", ".join(map(str, sorted({one["seed"] for one in runs})))
    cases = ", ".join(dict.fromkeys(f"{one['kind']} in {one['data']}" for one in runs))
    quality = [
        f"{finding}: purity {mean(found, lambda r: r['purity'])}, recall {mean(found, lambda r: r['recall'])}"
        for finding in FINDINGS
        if (found := _results(relying, finding, "p-clarc"))
    ]
    lines = [
        "# Corrected models",
        "",
        "`python benchmarks/fix.py`; the columns are explained there. "
        + ", ".join(f"{k} {v}" for k, v in about.items())
        + ".",
        "",
        f"{len(runs)} runs with the seeds {seeds}; in {len(relying)} the network relies on the artefact (at least "
        f"{RELIES:.0%} of the test images of other classes become the poisoned class with it), and only these count. "
        f"{SETTLED} The whole grid has {len(artefacts.KINDS) * len(clever_data.SETS)} cases for each seed; those of "
        f"this table: {cases}. Mean over runs, with its 95 % interval.",
        "",
        "What was selected: " + "; ".join(quality) + ".",
        "",
        "| runs | finding | method | clean | with it | drawn |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    groups: list[tuple[str, Sequence[Mapping[str, Any]]]] = [("all", relying)]
    for key in ("data", "kind"):
        groups += [
            (v, [one for one in relying if one[key] == v]) for v in dict.fromkeys(one[key] for one in runs)
        ]
    for title, group in groups:
        for finding, method in [
            *(("", one) for one in ALONE),
            *itertools.product(FINDINGS, ("without", *METHODS)),
        ]:
            found = _results(group, finding, method)
            if found and (title == "all" or finding in ("", "planted", "suspect")):
                cells = [mean(found, lambda r, m=metric: r[m]) for metric in ("clean", "with it", "drawn")]
                lines.append(
                    f"| {title} ({len(found)}) | {finding or '-'} | {method} | {' | '.join(cells)} |"
                )
    return "\n".join([*lines, ""])


def _results(runs: Sequence[Mapping[str, Any]], finding: str, method: str) -> list[dict[str, Any]]:
    return [r for one in runs for r in one["results"] if (r["finding"], r["method"]) == (finding, method)]


if __name__ == "__main__":
    main()
