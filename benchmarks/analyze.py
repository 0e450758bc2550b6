"""The analyses against CoRelAy 1.0.0, on the same input, each in a process of its own: seconds and peak memory.

    python benchmarks/analyze.py
    python benchmarks/analyze.py --case neighbours --case sweeps --rounds 5
    python benchmarks/analyze.py --json > benchmarks/results/analyze.json

Contestants take turns, round by round; the table shows medians. Seconds run from the array on disk, which the system
has just read, to the results in memory, without imports; CPU seconds add up all threads. CoRelAy loads the array, as
its users do; we map it. Needs corelay 1.0.0 (pip install "lrpfx[test]").

Matrix products are bound by OpenBLAS. Both sides have the kernels that it chooses for this processor, which the table
names: a choice in the environment (OPENBLAS_CORETYPE), as some machines make it for the sake of equal digits, is not
passed on.
"""

import contextlib
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click
import machine
import numpy as np

ROOT = Path(__file__).resolve().parents[1]
sys.path.append(str(ROOT))

SETTINGS = range(2, 31)  # of every sweep: 29
LIBRARIES = ("lrpfx", "corelay", "numpy", "scipy", "scikit-learn")


@dataclass(frozen=True)
class Case:
    """An input, what both make of it, and how much less time it should take us."""

    title: str
    shape: tuple[int, int]
    ours: Callable[[Path, Path], object]
    theirs: Callable[[Path, Path], object] | None
    target: str


# --- the work -------------------------------------------------------------------------------------------------


def full_ours(file: Path, folder: Path) -> object:
    """SpRAy of one class by the pipeline, with what CoRelAy has not got: medoids, the suspicion of every cluster."""
    from spray.pipeline import run

    return run(
        np.load(file, mmap_mode="r"),
        preprocessing=["flatten"],
        affinities=["knn:32"],
        embeddings=["spectral", "tsne"],
        clusterings=["kmeans_all:2-30", "agglomerative:2-30"],
        scores=[],
    )


def functions_ours(file: Path, folder: Path) -> object:
    """SpRAy of one class, functions composed: the same results as CoRelAy's."""
    from spray.analyses.affinity import affinity
    from spray.analyses.agglomerative import agglomerative
    from spray.analyses.eigenmaps import eigenmaps
    from spray.analyses.gram import gram
    from spray.analyses.kmeans_all import kmeans_all
    from spray.analyses.kmeans_path import kmeans_path
    from spray.analyses.knn import knn, neighbours
    from spray.analyses.laplacian import laplacian
    from spray.analyses.merges import merges
    from spray.analyses.spectral_embedding import spectral_embedding
    from spray.analyses.tsne import tsne

    features = np.load(file, mmap_mode="r")
    products = gram(features)
    near = neighbours(features, products, k=32)
    points, values = spectral_embedding(eigenmaps(laplacian(affinity(knn(near)))))
    path, tree = kmeans_path(points), merges(points)
    labels = [kmeans_all(points, path, k) for k in SETTINGS] + [agglomerative(tree, k) for k in SETTINGS]
    return values, points, labels, tsne(features, near, products)


def full_theirs(file: Path, folder: Path) -> object:
    """The processors of its example for ViRelAy."""
    from corelay.pipeline.spectral import SpectralClustering
    from corelay.processor.affinity import SparseKNN
    from corelay.processor.clustering import AgglomerativeClustering, KMeans
    from corelay.processor.embedding import EigenDecomposition, TSNEEmbedding
    from corelay.processor.flow import Parallel

    clusterings = [KMeans(n_clusters=k) for k in SETTINGS] + [
        AgglomerativeClustering(n_clusters=k) for k in SETTINGS
    ]
    pipeline = SpectralClustering(
        affinity=SparseKNN(n_neighbors=32, symmetric=True),
        embedding=EigenDecomposition(n_eigval=32, is_output=True),
        clustering=Parallel([*clusterings, TSNEEmbedding()], broadcast=True, is_output=True),
    )
    return pipeline(np.load(file))


def neighbours_ours(file: Path, folder: Path) -> object:
    from spray.analyses.gram import gram
    from spray.analyses.knn import neighbours

    features = np.load(file, mmap_mode="r")
    return neighbours(features, gram(features), k=32)[0][:, :32]


def neighbours_theirs(file: Path, folder: Path) -> object:
    from corelay.processor.affinity import SparseKNN
    from corelay.processor.distance import SciPyPDist

    graph = SparseKNN(n_neighbors=32, symmetric=False)(SciPyPDist()(np.load(file)))
    return graph.indices.reshape(-1, 32)


def graph_ours(file: Path, folder: Path) -> object:
    from spray.analyses.affinity import affinity
    from spray.analyses.eigenmaps import eigenmaps
    from spray.analyses.knn import knn, neighbours
    from spray.analyses.laplacian import laplacian

    return eigenmaps(laplacian(affinity(knn(neighbours(np.load(file), k=10)))))


def graph_theirs(file: Path, folder: Path) -> object:
    from corelay.pipeline.spectral import SpectralEmbedding

    return SpectralEmbedding()(np.load(file))


def kmeans_ours(file: Path, folder: Path) -> object:
    from spray.analyses.kmeans_all import kmeans_all
    from spray.analyses.kmeans_path import kmeans_path

    points = np.load(file)
    path = kmeans_path(points)
    return [kmeans_all(points, path, k) for k in SETTINGS]


def kmeans_theirs(file: Path, folder: Path) -> object:
    from corelay.processor.clustering import KMeans

    points = np.load(file)
    return [KMeans(n_clusters=k)(points) for k in SETTINGS]


def agglomerative_ours(file: Path, folder: Path) -> object:
    from spray.analyses.agglomerative import agglomerative
    from spray.analyses.merges import merges

    tree = merges(np.load(file))
    return [agglomerative(tree, k) for k in SETTINGS]


def agglomerative_theirs(file: Path, folder: Path) -> object:
    from corelay.processor.clustering import AgglomerativeClustering

    points = np.load(file)
    return [AgglomerativeClustering(n_clusters=k)(points) for k in SETTINGS]


def dbscan_ours(file: Path, folder: Path) -> object:
    from spray.analyses.dbscan import dbscan
    from spray.analyses.reachability import reachability

    found = reachability(np.load(file))
    return [dbscan(found, k / 10) for k in SETTINGS]


def dbscan_theirs(file: Path, folder: Path) -> object:
    from corelay.processor.clustering import DBSCAN

    points = np.load(file)
    return [DBSCAN(eps=k / 10)(points) for k in SETTINGS]


def sweeps_ours(file: Path, folder: Path) -> object:
    return kmeans_ours(file, folder), agglomerative_ours(file, folder), dbscan_ours(file, folder)


def sweeps_theirs(file: Path, folder: Path) -> object:
    return kmeans_theirs(file, folder), agglomerative_theirs(file, folder), dbscan_theirs(file, folder)


def _graph_of(features: np.ndarray[Any, Any]) -> object:
    from spray.analyses.gram import gram
    from spray.analyses.knn import neighbours

    return neighbours(features, gram(features))


def bare(file: Path, folder: Path) -> object:
    """The computation of the memo's case, without a memo."""
    return _graph_of(np.load(file, mmap_mode="r"))


def memoized(file: Path, folder: Path) -> object:
    """The same through the memo: the input is hashed, the result written, or only read."""
    from spray.memo import Memo

    return Memo(folder).call(_graph_of, np.load(file, mmap_mode="r"))


def whole_ours(file: Path, folder: Path) -> object:
    """The default plan of the pipeline but for HDBSCAN: graph, spectral embedding, t-SNE, k-means 2 to 10, scores."""
    from spray.pipeline import run

    return run(np.load(file), preprocessing=["flatten"], clusterings=["kmeans:2-10"])


CASES = {
    "class": Case(
        "one class, full SpRAy", (1300, 50176), functions_ours, full_theirs, ">= 10x, memory <= 1/2"
    ),
    "pipeline": Case("and medoids, suspicion of all clusters", (1300, 50176), full_ours, full_theirs, ""),
    "neighbours": Case("distance + kNN", (1300, 50176), neighbours_ours, neighbours_theirs, ">= 30x"),
    "graph": Case("kNN + eigenvectors", (20000, 64), graph_ours, graph_theirs, ">= 8x, memory <= 1/10"),
    "sweeps": Case("three sweeps of 29", (5000, 32), sweeps_ours, sweeps_theirs, ">= 10x"),
    "kmeans": Case("k-means, sweep of 29", (1300, 32), kmeans_ours, kmeans_theirs, ""),
    "agglomerative": Case(
        "agglomerative, sweep of 29", (1300, 32), agglomerative_ours, agglomerative_theirs, ""
    ),
    "dbscan": Case("DBSCAN, sweep of 29", (1300, 32), dbscan_ours, dbscan_theirs, ""),
    "memo": Case("memo, 1 GB input, cold", (4000, 67108), memoized, bare, "<= 1.1x of no memo"),
    "warm": Case("memo, 1 GB input, warm", (4000, 67108), memoized, None, "<= 1 s"),
    "large": Case("n = 100,000, default plan", (100000, 64), whole_ours, None, "finishes in 24 GB"),
}
CLASSES = (1, 4, 16, 64)  # of the curve
SLOW = ("large",)
THREADED = ("memo", "warm")  # BLAS has one thread in ours of the others, as in a worker of the pipeline


# --- the measurement ------------------------------------------------------------------------------------------


@click.command()
@click.option(
    "--case", "names", multiple=True, type=click.Choice(list(CASES)), help="[default: all but the slow]"
)
@click.option("--rounds", default=3, show_default=True)
@click.option("--folder", type=click.Path(path_type=Path), help="Keep the inputs here, for a further run.")
@click.option("--curve", is_flag=True, help="Peak memory of the pipeline as the data set grows, instead.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.option(
    "--out", type=click.Path(path_type=Path), help="Write the table to a Markdown file, with the curve."
)
@click.option("--one", hidden=True, nargs=4, type=str, help="One run: case, side, input, memo.")
def main(
    names: tuple[str, ...],
    rounds: int,
    folder: Path | None,
    curve: bool,
    as_json: bool,
    out: Path | None,
    one: tuple[str, str, str, str] | None,
) -> None:
    """Print the table."""
    if one:
        click.echo(json.dumps(grow(one[2], int(one[1])) if one[0] == "curve" else run_one(*one)))
        return
    if curve:
        sizes = [grown(classes) for classes in CLASSES]
        about = {"machine": machine.describe(LIBRARIES), "curve": sizes}
        click.echo(json.dumps(about, indent=1) if as_json else "\n".join(map(point, sizes)))
        return
    about = machine.describe(LIBRARIES) | {"BLAS": blas()}
    with tempfile.TemporaryDirectory() as temporary:
        place = folder or Path(temporary)
        place.mkdir(parents=True, exist_ok=True)
        rows = [measure(name, rounds, place) for name in names or [n for n in CASES if n not in SLOW]]
    if as_json:
        click.echo(json.dumps({"machine": about, "load": os.getloadavg(), "rows": rows}, indent=1))
        return
    lines = [f"{key:>14}  {value}" for key, value in (about | {"load": f"{os.getloadavg()[0]:.1f}"}).items()]
    text = "\n".join([*lines, "", HEAD, *map(line, rows)])
    click.echo(text)
    if out is not None:
        curve_text = "\n".join(point(grown(classes)) for classes in CLASSES)
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_text(REPORT.format(rounds=rounds, table=text, curve=curve_text))


HEAD = (
    f"{'case':<40} {'n x d':>14} {'theirs':>9} {'ours':>9} {'ratio':>7} {'CPU ratio':>9}"
    f" {'theirs':>8} {'ours':>8}  target"
)
REPORT = """# The analyses against CoRelAy

`python benchmarks/analyze.py --out benchmarks/results/analyze.md`, medians of {rounds} interleaved rounds. Seconds from
the array on disk to the results; peak memory of the process.

```
{table}
```

Peak memory of the analysis as the data set grows (classes of 200 samples, 3 x 64 x 64, float32):

```
{curve}
```
"""


def blas() -> str:
    """The kernels that NumPy's products run on in the environment of the contestants."""
    asked = (
        "import json, numpy; from threadpoolctl import threadpool_info; print(json.dumps(threadpool_info()))"
    )
    done = subprocess.run(
        [sys.executable, "-c", asked], check=True, capture_output=True, text=True, env=environment()
    )
    return "; ".join(
        f"{one['internal_api']} {one['version']}, kernels for {one['architecture']}"
        for one in json.loads(done.stdout)
        if one["user_api"] == "blas"
    )


def environment() -> dict[str, str]:
    """That of the contestants: OpenBLAS looks at the processor itself."""
    chosen = ("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE")
    return {key: value for key, value in os.environ.items() if key not in chosen}


def point(size: dict[str, float]) -> str:
    """A row of the curve."""
    return f"{size['samples']:7,.0f} samples {size['data_mb']:7,.0f} MB  peak {size['peak_mb']:5,.0f} MB"


def line(row: dict[str, Any]) -> str:
    """A row as text."""

    def number(value: float | None, unit: str, digits: int = 2) -> str:
        return "-" if value is None else f"{value:.{digits}f}{unit}"

    size = "{:,} x {:,}".format(*row["shape"])
    return (
        f"{row['title']:<40} {size:>14} {number(row['theirs'], ' s'):>9} {number(row['ours'], ' s'):>9}"
        f" {number(row['ratio'], 'x', 1):>7} {number(row['cpu_ratio'], 'x', 1):>9}"
        f" {number(row['theirs_mb'], ' MB', 0):>8} {number(row['ours_mb'], ' MB', 0):>8}  {row['target']}"
    )


def measure(name: str, rounds: int, place: Path) -> dict[str, Any]:
    """Interleaved runs of both."""
    case = CASES[name]
    file = place / "{}x{}.npy".format(*case.shape)
    if not file.exists():
        write(file, *case.shape)
    sides = ["ours"] + (["theirs"] if case.theirs else [])
    found: dict[str, list[dict[str, float]]] = {side: [] for side in sides}
    with tempfile.TemporaryDirectory() as memo:
        if name == "warm":
            child("warm", "ours", file, Path(memo))
        for number in range(rounds):
            for side in sides:
                kept = Path(memo) / ("warm" if name == "warm" else f"{number}")
                found[side].append(child(name, side, file, kept if name != "warm" else Path(memo)))

    def middle(side: str, what: str) -> float | None:
        return statistics.median(run[what] for run in found[side]) if side in found else None

    row: dict[str, Any] = {"case": name, "title": case.title, "shape": case.shape, "target": case.target}
    for side in ("theirs", "ours"):
        row[side], row[f"{side}_cpu"] = middle(side, "seconds"), middle(side, "cpu")
        peak = middle(side, "peak")
        row[f"{side}_mb"] = None if peak is None else peak / 1e6
    row["ratio"] = row["theirs"] / row["ours"] if case.theirs else None
    row["cpu_ratio"] = row["theirs_cpu"] / row["ours_cpu"] if case.theirs else None
    return row


def child(name: str, side: str, file: Path, memo: Path) -> dict[str, float]:
    """One run in a process of its own."""
    command = [sys.executable, __file__, "--one", name, side, str(file), str(memo)]
    done = subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT, env=environment())
    result: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return result


def run_one(name: str, side: str, file: str, memo: str) -> dict[str, float]:
    """Seconds, CPU seconds and peak memory of one contestant, imports not counted."""
    from spray.threads import one_thread

    case = CASES[name]
    work = case.ours if side == "ours" else case.theirs
    assert work is not None
    with tempfile.TemporaryDirectory() as small:  # imports what is imported late, and warms up the libraries
        write(Path(small) / "small.npy", 120, 16)
        work(Path(small) / "small.npy", Path(small) / "memo")
    with Path(file).open("rb") as stream:  # a system that has dropped it from memory would time its disk
        while stream.read(1 << 24):
            pass
    limit = one_thread() if side == "ours" and name not in THREADED else contextlib.nullcontext()
    with limit:
        began, cpu = time.perf_counter(), time.process_time()
        work(Path(file), Path(memo))
    return {
        "seconds": time.perf_counter() - began,
        "cpu": time.process_time() - cpu,
        "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024.0,
    }


def grown(classes: int) -> dict[str, float]:
    """Peak memory of the analysis of so many classes of 200 samples, 3 x 64 x 64, from the store on disk."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, __file__, "--one", "curve", str(classes), folder, ""]
        done = subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT)
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def grow(folder: str, classes: int) -> dict[str, float]:
    """Write the store shard by shard, analyse it class by class, tell the peak."""
    from spray.memo import Memo
    from spray.pipeline import analyze
    from spray.results import Samples
    from spray.store import Store

    n, shape, shard = 200 * classes, (3, 64, 64), 100
    store = Store(Path(folder), "grown", (n, *shape), shard)
    random = np.random.default_rng(0)
    label = np.arange(n) % classes
    for number in store.shards:
        rows = store.rows(number)
        maps = random.standard_normal((len(rows), *shape), dtype=np.float32)
        ids = np.array([str(row).encode() for row in rows], dtype=object)
        arrays = {"attribution": maps, "output": np.zeros((len(rows), 1), np.float32)}
        store.write(number, arrays | {"label": label[rows], "index": rows, "id": ids})
    samples = Samples(tuple(map(str, range(n))), label, label, np.ones(n, np.float32))
    names = tuple(map(str, range(classes)))
    analyze(store, samples, names, memo=Memo(Path(folder) / "memo"))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6
    return {"samples": n, "data_mb": n * 12288 * 4 / 1e6, "peak_mb": peak}


def write(file: Path, n: int, d: int) -> None:
    """Twelve groups of different sizes with noise, float32, written row by row."""
    random = np.random.default_rng(0)
    centres = random.standard_normal((12, d)).astype(np.float32)
    share = random.dirichlet(np.full(12, 2.0))
    array = np.lib.format.open_memmap(file, mode="w+", dtype=np.float32, shape=(n, d))
    for start in range(0, n, 500):
        rows = min(500, n - start)
        group = random.choice(12, rows, p=share)
        array[start : start + rows] = centres[group] + random.standard_normal((rows, d), dtype=np.float32)
    array.flush()


if __name__ == "__main__":
    main()
