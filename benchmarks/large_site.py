"""Results of any size for the page: planted groups, drawn pictures, nothing computed by a model.

    from large_site import results
    results(100_000)                        one category of 100,000 samples
    results(50_000, categories=1_000)       many categories

Every category has a small group of its own far from the rest: the samples that carry a bright tag.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from spray.results import (
    Analysis,
    Bytes,
    Category,
    Cluster,
    Clustering,
    Embedding,
    Floats,
    Ints,
    Results,
    Samples,
    SiteOptions,
    Suspect,
)

GROUPS = 5
TAGGED = 0.02
NEIGHBOURS = 8


@dataclass(frozen=True, eq=False)
class Drawn:
    """Pictures of blobs, computed from the row; tagged rows have a bright corner, where the relevance is."""

    tagged: NDArray[np.bool_]
    side: int

    def inputs(self, rows: Ints) -> Bytes:
        """uint8 (n, side, side, 3)."""
        blob, noise = self._blobs(rows)
        planes = [120 + 90 * blob * np.cos(rows % (5 + c))[:, None, None] + 12 * noise for c in range(3)]
        image = np.stack(planes, -1)
        image[self.tagged[rows], -self.side // 4 :, : self.side // 4] = (250, 240, 80)
        return np.asarray(image.clip(0, 255).astype(np.uint8))

    def relevance(self, rows: Ints) -> Floats:
        """float32 (n, side, side)."""
        blob, noise = self._blobs(rows)
        heat = blob + 0.15 * noise
        heat[self.tagged[rows], -self.side // 4 :, : self.side // 4] += 3
        return np.asarray(heat.astype(np.float32))

    def _blobs(self, rows: Ints) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        steps = np.linspace(-1, 1, self.side)
        y, x = steps[:, None], steps[None, :]
        cx, cy = (np.sin(rows * k)[:, None, None] * 0.5 for k in (1.7, 2.3))
        noise = np.random.default_rng(int(rows[0])).normal(size=(len(rows), self.side, self.side))
        return np.exp(-4 * ((x - cx) ** 2 + (y - cy) ** 2)), noise


def results(
    samples: int, *, categories: int = 1, side: int = 16, image_size: int = 64, seed: int = 0
) -> Results:
    """`samples` in `categories` of equal size, with a spectral and a t-SNE-like embedding and three clusterings."""
    rng = np.random.default_rng(seed)
    label = np.arange(samples) % categories
    tagged = rng.random(samples) < TAGGED
    names = tuple(f"class {index:04d}" for index in range(categories))
    prediction = np.where(rng.random(samples) < 0.1, (label + 1) % categories, label)
    order = np.argsort(label, kind="stable")
    members = np.split(order, np.cumsum(np.bincount(label, minlength=categories))[:-1])
    found = [_category(names[index], index, rows, tagged, rng) for index, rows in enumerate(members)]
    ranked = sorted(found, key=lambda one: -one.strangeness)
    ramp = 2 * np.arange(256)
    bwr = np.stack([ramp, 255 - np.abs(ramp - 256), 510 - ramp], 1).clip(0, 255)
    return Results(
        project=f"{samples:,} samples",
        classes=names,
        samples=Samples(
            id=tuple(f"{names[c]}/{row:06d}.png" for row, c in enumerate(label.tolist())),
            label=label,
            prediction=prediction,
            score=rng.uniform(0.3, 1, samples).astype(np.float32),
            metadata={"tag": tuple("yes" if tag else "no" for tag in tagged)},
        ),
        categories=tuple(Category(**{**vars(one), "rank": rank}) for rank, one in enumerate(ranked, start=1)),
        pictures=Drawn(tagged, side),
        site=SiteOptions(f"{samples:,} samples", image_size, "bwr", {"bwr": bwr.astype(np.uint8)}),
        provenance={"Model": {"factory": "none"}, "Explanation": {"composite": "none", "target": "none"}},
    )


def _category(
    name: str, index: int, rows: Ints, tagged: NDArray[np.bool_], rng: np.random.Generator
) -> Category:
    size = len(rows)
    group = np.where(tagged[rows], GROUPS, rng.integers(0, GROUPS, size))
    angle = 2 * np.pi * np.arange(GROUPS) / GROUPS
    centres = np.vstack([np.column_stack([np.cos(angle), np.sin(angle)]) * 5, [[14.0, 9.0]]])
    flat = centres[group] + rng.normal(0, 1.2, (size, 2))
    deep = np.column_stack([flat, rng.normal(0, 1, (size, 6))]) / 20
    eigenvalues = np.concatenate([np.linspace(0, 0.05, GROUPS + 1), np.linspace(0.4, 0.5, 8 - GROUPS - 1)])
    embeddings = (
        Embedding("tsne", flat, ("t-SNE 1", "t-SNE 2")),
        Embedding("spectral", deep, tuple(f"eigenvector {i + 1}" for i in range(8)), eigenvalues),
    )
    clusterings = tuple(
        _clustering(f"k-means {k}", k, np.where(group == GROUPS, k - 1, group % (k - 1)), rows, tagged)
        for k in (2, 4, 6)
    )
    near = rng.integers(0, size, (size, min(NEIGHBOURS, size))).astype(np.int32)
    suspect = None if not tagged[rows].any() else Suspect("spectral", "k-means 6", 5)
    share = float(tagged[rows].mean())
    return Category(
        name=name,
        index=index,
        members=rows,
        rank=0,
        strangeness=min(1.0, 10 * share) * 0.9,
        scores={"strangeness": min(1.0, 10 * share) * 0.9, "eigengap": 0.35},
        suspect=suspect,
        summary=f"{int(tagged[rows].sum())} of {size} samples form a tight group apart from the rest.",
        analyses=(Analysis("spectral", embeddings, clusterings, (), near),),
    )


def _clustering(name: str, k: int, labels: Ints, rows: Ints, tagged: NDArray[np.bool_]) -> Clustering:
    clusters = []
    for label in np.unique(labels):
        inside = rows[labels == label]
        share = float(tagged[inside].mean())
        clusters.append(
            Cluster(
                label=int(label),
                size=len(inside),
                share=len(inside) / len(rows),
                separability=0.5 + share / 2,
                suspicion=0.9 * share,
                medoid=int(inside[len(inside) // 2]),
                purity={"tag": ("yes", share) if share > 0.5 else ("no", 1 - share)},
            )
        )
    return Clustering(name, "kmeans", {"k": k}, "spectral", labels, tuple(clusters))
