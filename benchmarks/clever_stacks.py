"""The stacks that `clever_hans.py` compares, and how well what they find agrees with what was planted."""

import copy
import gc
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from clever_net import LAYER, network
from numpy.typing import NDArray
from torch import nn

sys.path.append(str(Path(__file__).resolve().parents[1]))

BATCH = 64
SEED = 0  # of every stack's k-means
WARM: set[str] = set()
STACKS = ("lrpfx input", "lrpfx layer", "lrpfx concept", "Zennit + CoRelAy")


@dataclass(frozen=True, eq=False)
class Found:
    """What a stack says: a number per class, the greatest first, and of the poisoned class scores and clusterings."""

    classes: dict[int, float]
    score: NDArray[np.float64]
    clusterings: list[NDArray[Any]]


def analysed(
    stack: str,
    state: dict[str, Any],
    given: dict[str, NDArray[Any]],
    planted: NDArray[np.bool_],
    poisoned: int,
) -> dict[str, Any]:
    """What a stack finds: its metrics. To be called in a process of its own, which it warms up with its first call.

    given: "inputs" (n, C, 28, 28) and "label" (n,). planted: (n,), which the stack does not see.
    """
    torch.set_num_threads(1)
    net = network(given["inputs"].shape[1], int(given["label"].max()) + 1)
    net.load_state_dict(state)
    net.eval()
    work = theirs if stack.startswith("Zennit") else ours
    if stack not in WARM:
        work(net, few(given), stack, poisoned)
        WARM.add(stack)
    gc.collect()
    forget_peak()
    began = time.perf_counter()
    found = work(net, given, stack, poisoned)
    seconds = time.perf_counter() - began
    flags = planted[given["label"] == poisoned]
    return {
        "rank": rank(found.classes, poisoned),
        **ranked(flags, found.score),
        **matched(flags, found.clusterings),
        "images/s": len(given["label"]) / seconds,
        "peak MB": peak_kb() / 1024,
        "classes": [found.classes[index] for index in sorted(found.classes)],
    }


def forget_peak() -> None:
    """The greatest memory so far is that of now (Linux)."""
    Path("/proc/self/clear_refs").write_text("5")


def peak_kb() -> float:
    """The greatest resident memory since then."""
    lines = Path("/proc/self/status").read_text().splitlines()
    (line,) = [line for line in lines if line.startswith("VmHWM:")]
    return float(line.split()[1])


def few(given: dict[str, NDArray[Any]]) -> dict[str, Any]:
    """A few samples of every class, to import and warm up what is used."""
    rows = np.concatenate([np.flatnonzero(given["label"] == c)[:14] for c in np.unique(given["label"])])
    return {name: value[rows] for name, value in given.items()}


def ours(net: nn.Module, given: dict[str, NDArray[Any]], stack: str, poisoned: int) -> Found:
    """lrpfx and spray."""
    categories = categories_of(net, given, stack.rsplit(maxsplit=1)[-1])
    (category,) = [one for one in categories if one.index == poisoned]
    clusterings = [c for one in category.analyses for c in one.clusterings if c.method.startswith("kmeans")]
    score = suspicions(category)
    return Found({one.index: one.strangeness for one in categories}, score, [c.labels for c in clusterings])


def suspicions(category: Any) -> NDArray[np.float64]:
    """Of every sample: that of the most suspicious cluster of k-means that it is in."""
    score = np.zeros(len(category.members))
    for clustering in (c for one in category.analyses for c in one.clusterings):
        for cluster in clustering.clusters if clustering.method.startswith("kmeans") else ():
            inside = clustering.labels == cluster.label
            score[inside] = np.maximum(score[inside], cluster.suspicion)
    return score


def categories_of(net: nn.Module, given: dict[str, NDArray[Any]], space: str) -> Sequence[Any]:
    """The classes as spray sees them in the input, at a layer, or in concept space."""
    from spray.memo import Memo
    from spray.pipeline import analyze, in_memory
    from spray.results import Samples

    label = given["label"]
    samples = Samples(tuple(map(str, range(len(label)))), label, label, np.ones(len(label), np.float32))
    names = tuple(map(str, range(int(label.max()) + 1)))
    return analyze(
        in_memory(relevance_of(net, given, space)),
        samples,
        names,
        preprocessing=["spectral" if space == "input" else "flatten"],
        embeddings=["spectral"],
        clusterings=["kmeans:2-10"],
        scores=[],
        seed=SEED,
        memo=Memo(None),
    )


def relevance_of(net: nn.Module, given: dict[str, NDArray[Any]], space: str) -> NDArray[Any]:
    """Relevance by lrpfx, (n, C, H, W); in concept space (n, C)."""
    import lrpfx

    label, parts = given["label"], []
    explainer = lrpfx.compile(
        net, torch.from_numpy(given["inputs"][:2]), record=[] if space == "input" else [LAYER]
    )
    for start in range(0, len(label), BATCH):
        x = torch.from_numpy(given["inputs"][start : start + BATCH])
        explained = explainer(x, target=torch.from_numpy(label[start : start + BATCH]))
        relevance = explained.relevance if space == "input" else explained.layers[LAYER].relevance
        parts.append((relevance.sum((2, 3)) if space == "concept" else relevance).numpy())
    return np.concatenate(parts)


def theirs(net: nn.Module, given: dict[str, NDArray[Any]], stack: str, poisoned: int) -> Found:
    """Zennit and CoRelAy, as in CoRelAy's example `spectral`.

    Neither of CoRelAy's two random steps has a seed; the eigenvectors' start and k-means are given one as arguments
    that they pass on, so that a run can be repeated.
    """
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
    gaps: dict[int, float] = {}
    clustered: dict[int, tuple[NDArray[np.float64], list[NDArray[Any]]]] = {}
    for index in range(classes):
        members = heat[label == index]
        if len(members) < 14:
            gaps[index], clustered[index] = 0.0, (np.zeros(len(members)), [])
            continue
        pipeline = SpectralClustering(
            affinity=SparseKNN(n_neighbors=min(10, len(members) - 1), symmetric=True),
            embedding=EigenDecomposition(
                n_eigval=min(32, len(members) - 2),
                kwargs={"v0": np.random.default_rng(SEED).uniform(-1, 1, len(members))},
                is_output=True,
            ),
            clustering=Parallel(
                [KMeans(n_clusters=k, kwargs={"random_state": SEED + k}) for k in range(2, 11)],
                broadcast=True,
                is_output=True,
            ),
        )
        (values, _), labels = pipeline(members.astype(np.float64))
        steps = np.diff(np.sort(values)[:11])
        k = int(np.argmax(steps)) + 1
        gaps[index] = float(steps.max())
        chosen = labels[min(max(k, 2), 10) - 2]
        size = dict(zip(*np.unique(chosen, return_counts=True), strict=True))
        clustered[index] = (np.array([-size[c] for c in chosen], float), list(labels))
    return Found(gaps, *clustered[poisoned])


# ---- the metrics ------------------------------------------------------------------------------------------------


def rank(classes: dict[int, float], own: int) -> float:
    """The place of a class by its number, the greatest first; among equals, the middle of their places."""
    values = np.array(list(classes.values()))
    mine = classes[own]
    return float((values > mine).sum() + ((values == mine).sum() + 1) / 2)


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

    ari, best, pure = 0.0, 0.0, 0.0
    for labels in clusterings:
        ari = max(ari, float(adjusted_rand_score(flags, labels)))
        for inside in _clusters(labels):
            hits = float((inside & flags).sum())
            purity, recall = hits / max(1, inside.sum()), hits / max(1, flags.sum())
            best, pure = max((best, pure), (purity * recall, purity))
    return {"ari": ari, "cluster": best, "purity": pure}


def _clusters(labels: NDArray[Any]) -> Iterator[NDArray[np.bool_]]:
    return (labels == label for label in np.unique(labels))
