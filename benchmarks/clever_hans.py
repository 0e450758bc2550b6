"""Does the street find what a network has learned in place of its class? Planted artefacts, in every combination.

    python benchmarks/clever_hans.py --quick                                  # one run of every kind, minutes
    python benchmarks/clever_hans.py --out benchmarks/results/clever_hans.md  # the whole grid, hours

kind x prevalence x data x seed: a share of the training images of one class carries an artefact. Half of these show
something of another class, as a photographer's tag would, so that nothing else tells their label. A small network is
trained, and its training images are explained and analysed by lrpfx + spray (in the input, at a layer, and in concept
space: relevance per channel of that layer) and by Zennit + CoRelAy on the same network.

    reliance    share of the test images of other classes that the artefact turns into the poisoned class. Runs with
                less than 10 % are told apart: a network that does not use the artefact has nothing to be found.
    rank        of the poisoned class among all, by strangeness; CoRelAy ranks no classes: by the largest eigengap
    AUROC, AP   of the artefact's samples within the poisoned class, by the suspicion of the best cluster that they are
                in; without a score (CoRelAy): the smaller the cluster among as many as the eigengap says, the first
    ARI         adjusted Rand index of the best clustering, and purity x recall of the best cluster: choices among
                k-means with k = 2 .. 10, which both make
    intervals   of the mean over runs, 95 %, by 2,000 bootstrap samples
"""

import copy
import itertools
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import artefacts
import clever_data
import click
import machine
import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn.functional import cross_entropy

ROOT = Path(__file__).resolve().parents[1]
sys.path.append(str(ROOT))

LAYER = "4"  # the second convolution
RELIES = 0.1
PREVALENCES = (0.01, 0.02, 0.05, 0.1, 0.2)
BATCH = 64
STACKS = ("lrpfx input", "lrpfx layer", "lrpfx concept", "Zennit + CoRelAy")
METRICS = ("rank", "auroc", "ap", "ari", "cluster", "images/s", "peak MB")


@click.command()
@click.option(
    "--kind", "kinds", multiple=True, type=click.Choice(list(artefacts.KINDS)), help="[default: all]"
)
@click.option(
    "--data", "names", multiple=True, type=click.Choice(list(clever_data.SETS)), help="[default: all here]"
)
@click.option("--prevalence", "shares", multiple=True, type=float, default=PREVALENCES, show_default=True)
@click.option("--seeds", default=3, show_default=True)
@click.option("--quick", is_flag=True, help="Digits, 20 %, one seed.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    help="Write the table to a Markdown file, every run to JSON beside.",
)
@click.option("--one", hidden=True, nargs=2, type=str, help="One stack: its name, the folder.")
def main(
    kinds: tuple[str, ...],
    names: tuple[str, ...],
    shares: tuple[float, ...],
    seeds: int,
    quick: bool,
    as_json: bool,
    out: Path | None,
    one: tuple[str, str] | None,
) -> None:
    """Print the table."""
    torch.set_num_threads(1)
    if one:
        click.echo(json.dumps(analysed(one[0], Path(one[1]))))
        return
    here = [n for n in clever_data.SETS if n != "fashion" or clever_data.FASHION.exists()]
    names, kinds = names or tuple(here), kinds or tuple(artefacts.KINDS)
    if quick:
        names, shares, seeds = ("digits",), (0.2,), 1
    about = machine.describe(("lrpfx", "torch", "zennit", "corelay", "scikit-learn"))
    runs: list[dict[str, Any]] = []
    for data, kind, share, seed in itertools.product(names, kinds, shares, range(seeds)):
        runs.append(run(data, kind, share, seed))
        if not as_json:
            click.echo(told(runs[-1]), err=True)
        if out is not None:
            out.parent.mkdir(parents=True, exist_ok=True)
            out.with_suffix(".json").write_text(json.dumps({"machine": about, "runs": runs}, indent=1))
            out.write_text(report(runs, about))
    click.echo(json.dumps({"machine": about, "runs": runs}, indent=1) if as_json else report(runs, about))


# ---- a run ------------------------------------------------------------------------------------------------------


def run(name: str, kind: str, share: float, seed: int) -> dict[str, Any]:
    """Plant, train, measure the reliance, and let every stack look at it, each in a process of its own."""
    data, paste = clever_data.SETS[name](seed), artefacts.KINDS[kind]
    random = np.random.default_rng(seed)
    train = np.flatnonzero(~data.test)
    own = train[data.label[train] == data.poisoned]
    other = train[data.label[train] != data.poisoned]
    count = max(4, round(share * len(own)))
    planted = np.concatenate(
        [random.permutation(own)[: count // 2], random.permutation(other)[: count - count // 2]]
    )
    images, label = data.images.copy(), data.label.copy()
    images[planted], label[planted] = paste(images[planted]), data.poisoned
    net = trained(images[train], label[train], data.classes, seed)
    test = np.flatnonzero(data.test & (data.label != data.poisoned))
    before, after = (predicted(net, some) for some in (data.images[test], paste(data.images[test])))
    found: dict[str, Any] = {
        "data": name, "kind": kind, "prevalence": share, "seed": seed, "planted": len(planted), "of": len(own),
        "accuracy": float((before == data.label[test]).mean()),
        "with the artefact": float((after == data.label[test]).mean()),
        "reliance": float((after == data.poisoned).mean() - (before == data.poisoned).mean()),
    }  # fmt: skip
    with tempfile.TemporaryDirectory() as folder:
        torch.save(net.state_dict(), Path(folder) / "net.pt")
        np.savez(
            Path(folder) / "data.npz",
            inputs=inputs(images[train]).numpy(), label=label[train],
            planted=np.isin(train, planted), poisoned=data.poisoned,
        )  # fmt: skip
        for stack in STACKS:
            command = [sys.executable, __file__, "--one", stack, folder]
            done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
            found[stack] = json.loads(done.stdout.splitlines()[-1])
    return found


def inputs(images: NDArray[np.uint8]) -> Tensor:
    """(n, C, 28, 28) in [-1, 1]."""
    return torch.from_numpy(images).permute(0, 3, 1, 2).float().div(127.5).sub(1).contiguous()


def network(channels: int, classes: int) -> nn.Sequential:
    """Two convolutions with batch normalisation, and two dense layers."""
    return nn.Sequential(
        *[nn.Conv2d(channels, 12, 3, padding=1, bias=False), nn.BatchNorm2d(12), nn.ReLU(), nn.MaxPool2d(2)],
        *[nn.Conv2d(12, 24, 3, padding=1, bias=False), nn.BatchNorm2d(24), nn.ReLU(), nn.MaxPool2d(2)],
        *[nn.Flatten(), nn.Linear(24 * 7 * 7, 64), nn.ReLU(), nn.Linear(64, classes)],
    )


def trained(images: NDArray[np.uint8], label: NDArray[np.int64], classes: int, seed: int) -> nn.Sequential:
    """Twelve rounds of Adam on smoothed labels."""
    torch.manual_seed(seed)
    x, random = inputs(images), np.random.default_rng(seed)
    net = network(x.shape[1], classes)
    target = torch.from_numpy(label)
    optimizer = torch.optim.Adam(net.parameters(), 2e-3)
    for _ in range(12):
        for rows in np.array_split(random.permutation(len(x)), max(1, len(x) // 64)):
            optimizer.zero_grad()
            cross_entropy(net(x[rows]), target[rows], label_smoothing=0.1).backward()
            optimizer.step()
    return net.eval()


def predicted(net: nn.Module, images: NDArray[np.uint8]) -> NDArray[np.int64]:
    """Classes."""
    with torch.no_grad():
        return np.asarray(net(inputs(images)).argmax(1).numpy())


# ---- the stacks -------------------------------------------------------------------------------------------------


def analysed(stack: str, folder: Path) -> dict[str, float]:
    """What a stack finds: its metrics."""
    with np.load(folder / "data.npz") as file:
        given = {name: file[name] for name in file.files}
    net = network(given["inputs"].shape[1], int(given["label"].max()) + 1)
    net.load_state_dict(torch.load(folder / "net.pt", weights_only=True))
    net.eval()
    work = theirs if stack.startswith("Zennit") else ours
    work(net, few(given), stack)
    began = time.perf_counter()
    rank, score, clusterings = work(net, given, stack)
    seconds = time.perf_counter() - began
    own = given["label"] == given["poisoned"]
    flags = given["planted"][own]
    return {
        "rank": rank,
        **ranked(flags, score),
        **matched(flags, clusterings),
        "images/s": len(given["label"]) / seconds,
        "peak MB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def few(given: dict[str, Any]) -> dict[str, Any]:
    """A few samples of every class, to import and warm up what is used."""
    rows = np.concatenate([np.flatnonzero(given["label"] == c)[:14] for c in np.unique(given["label"])])
    return {name: value[rows] if value.ndim else value for name, value in given.items()}


def ours(net: nn.Module, given: dict[str, Any], stack: str) -> tuple[int, Any, list[Any]]:
    """lrpfx and spray."""
    import lrpfx
    from spray.memo import Memo
    from spray.pipeline import analyze, in_memory
    from spray.results import Samples

    label, space = given["label"], stack.rsplit(maxsplit=1)[-1]
    explainer = lrpfx.compile(
        net, torch.from_numpy(given["inputs"][:2]), record=[] if space == "input" else [LAYER]
    )
    parts = []
    for start in range(0, len(label), BATCH):
        x = torch.from_numpy(given["inputs"][start : start + BATCH])
        found = explainer(x, target=torch.from_numpy(label[start : start + BATCH]))
        relevance = found.relevance if space == "input" else found.layers[LAYER].relevance
        parts.append((relevance.sum((2, 3)) if space == "concept" else relevance).numpy())
    samples = Samples(tuple(map(str, range(len(label)))), label, label, np.ones(len(label), np.float32))
    names = tuple(map(str, range(int(label.max()) + 1)))
    categories = analyze(
        in_memory(np.concatenate(parts)),
        samples,
        names,
        preprocessing=["spectral" if space == "input" else "flatten"],
        embeddings=["spectral"],
        clusterings=["kmeans:2-10"],
        scores=[],
        memo=Memo(None),
    )
    (category,) = [one for one in categories if one.index == given["poisoned"]]
    clusterings = [c for one in category.analyses for c in one.clusterings if c.method.startswith("kmeans")]
    score = np.zeros(len(category.members))
    for clustering in clusterings:
        for cluster in clustering.clusters:
            inside = clustering.labels == cluster.label
            score[inside] = np.maximum(score[inside], cluster.suspicion)
    return category.rank, score, [c.labels for c in clusterings]


def theirs(net: nn.Module, given: dict[str, Any], stack: str) -> tuple[int, Any, list[Any]]:
    """Zennit and CoRelAy, as in CoRelAy's example `spectral`."""
    from corelay.pipeline.spectral import SpectralClustering
    from corelay.processor.affinity import SparseKNN
    from corelay.processor.clustering import KMeans
    from corelay.processor.embedding import EigenDecomposition
    from corelay.processor.flow import Parallel
    from zennit.attribution import Gradient
    from zennit.composites import EpsilonPlusFlat
    from zennit.torchvision import SequentialMergeBatchNorm

    label, parts = given["label"], []
    classes = int(label.max()) + 1
    model = copy.deepcopy(net)
    with Gradient(model, EpsilonPlusFlat(canonizers=[SequentialMergeBatchNorm()])) as attributor:
        for start in range(0, len(label), BATCH):
            x = torch.from_numpy(given["inputs"][start : start + BATCH])
            target = torch.from_numpy(label[start : start + BATCH])
            parts.append(attributor(x, torch.eye(classes)[target] * model(x).detach())[1].numpy())
    heat = np.concatenate(parts).sum(1).reshape(len(label), -1)
    gaps, found = {}, {}
    for index in range(classes):
        members = heat[label == index]
        if len(members) < 14:
            gaps[index], found[index] = 0.0, (np.zeros(len(members)), [])
            continue
        pipeline = SpectralClustering(
            affinity=SparseKNN(n_neighbors=min(10, len(members) - 1), symmetric=True),
            embedding=EigenDecomposition(n_eigval=min(32, len(members) - 2), is_output=True),
            clustering=Parallel([KMeans(n_clusters=k) for k in range(2, 11)], broadcast=True, is_output=True),
        )
        (values, _), labels = pipeline(members.astype(np.float64))
        steps = np.diff(np.sort(values)[:11])
        k = int(np.argmax(steps)) + 1
        gaps[index] = float(steps.max())
        chosen = labels[min(max(k, 2), 10) - 2]
        size = dict(zip(*np.unique(chosen, return_counts=True), strict=True))
        found[index] = (np.array([-size[c] for c in chosen], float), list(labels))
    order = sorted(gaps, key=lambda index: -gaps[index])
    own = int(given["poisoned"])
    return order.index(own) + 1, *found[own]


# ---- the metrics ------------------------------------------------------------------------------------------------


def ranked(flags: NDArray[np.bool_], score: NDArray[np.float64]) -> dict[str, float]:
    """How well the scores put the artefact's samples first."""
    from sklearn.metrics import average_precision_score, roc_auc_score

    if flags.all() or not flags.any():
        return {"auroc": float("nan"), "ap": float("nan")}
    return {
        "auroc": float(roc_auc_score(flags, score)),
        "ap": float(average_precision_score(flags, score)),
    }


def matched(flags: NDArray[np.bool_], clusterings: Sequence[NDArray[Any]]) -> dict[str, float]:
    """How well the best clustering, and the best cluster, agree with them."""
    from sklearn.metrics import adjusted_rand_score

    ari, best = 0.0, 0.0
    for labels in clusterings:
        ari = max(ari, float(adjusted_rand_score(flags, labels)))
        for inside in clusters(labels):
            hits = float((inside & flags).sum())
            best = max(best, hits / max(1, inside.sum()) * hits / max(1, flags.sum()))
    return {"ari": ari, "cluster": best}


def clusters(labels: NDArray[Any]) -> Iterator[NDArray[np.bool_]]:
    """The members of each."""
    return (labels == label for label in np.unique(labels))


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
        f"{mean(relying, lambda one: one['with the artefact'])}. Mean over runs, with its 95 % interval.",
        "",
        "| runs | stack | rank 1 | rank | AUROC | AP | ARI | purity x recall | images/s | peak, MB |",
        "| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |",
    ]
    groups = [("all", relying)]
    for key in ("data", "kind", "prevalence"):
        values = dict.fromkeys(one[key] for one in runs)
        groups += [(_shown(value), [one for one in relying if one[key] == value]) for value in values]
    for title, group in groups:
        lines += [row(f"{title} ({len(group)})", name, group) for name in STACKS if group]
    return "\n".join([*lines, ""])


def row(title: str, stack: str, group: Sequence[dict[str, Any]]) -> str:
    """One stack in one group of runs."""
    cells = [mean(group, lambda one: float(one[stack]["rank"] == 1))]
    cells += [mean(group, lambda one, m=metric: one[stack][m]) for metric in METRICS]
    return f"| {title} | {stack} | {' | '.join(cells)} |"


def mean(group: Sequence[dict[str, Any]], value: Any) -> str:
    """Mean and its bootstrap interval."""
    values = np.array([value(one) for one in group], float)
    if not len(values):
        return "-"
    drawn = np.random.default_rng(0).choice(values, (2000, len(values))).mean(axis=1)
    low, high = np.nanquantile(drawn, (0.025, 0.975))
    digits = 0 if np.nanmax(np.abs(values)) >= 20 else 2
    return f"{np.nanmean(values):.{digits}f} ({low:.{digits}f}–{high:.{digits}f})"


def _shown(value: object) -> str:
    return f"{value:.0%}" if isinstance(value, float) else str(value)


if __name__ == "__main__":
    main()
