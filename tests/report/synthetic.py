"""Results with a planted artefact: part of the horses carry a bright tag, and the model looks at it.

Everything is drawn from seeds, so that two calls give equal results; sizes are arguments, so that tests stay small.
"""

import itertools
from dataclasses import dataclass

import numpy as np

from spray.results import (
    Analysis,
    Category,
    Cluster,
    Clustering,
    Embedding,
    Results,
    Samples,
    SiteOptions,
    Suspect,
)

HOSTILE = '<script>document.title="owned"</script>&amp;"\'></select>'
CLASSES = ("bird", "horse", "boat", HOSTILE)
TAGGED = 14


def tagged(row: int, horses: range) -> bool:
    """The last horses carry the tag."""
    return row in horses[-TAGGED:]


@dataclass(frozen=True, eq=False)
class Drawn:
    """Pictures made from the row's number: a shape per class, and the tag in the lower left corner."""

    label: np.ndarray
    tag: np.ndarray
    side: int
    channels: int

    def inputs(self, rows):
        return np.stack([self._input(int(row)) for row in rows])

    def relevance(self, rows):
        return np.stack([self._relevance(int(row)) for row in rows])

    def _axes(self):
        steps = np.linspace(-1, 1, self.side, dtype=np.float32)
        return np.meshgrid(steps, steps, indexing="ij")

    def _shape(self, row):
        rng = np.random.default_rng(row)
        y, x = self._axes()
        cx, cy = rng.uniform(-0.25, 0.25, 2)
        radius = rng.uniform(0.4, 0.6)
        angle = np.arctan2(y - cy, x - cx) * (2 + self.label[row])
        return np.hypot(x - cx, y - cy) < radius * (1 + 0.25 * np.cos(angle)), rng

    def _corner(self):
        y, x = self._axes()
        return (y > 0.62) & (y < 0.88) & (x < -0.2) & (x > -0.88)

    def _input(self, row):
        inside, rng = self._shape(row)
        y, _ = self._axes()
        ground, body = rng.uniform(60, 150, 3), rng.uniform(90, 220, 3)
        image = ground * (1 - 0.3 * y[..., None]) + rng.normal(0, 8, (self.side, self.side, 1))
        image[inside] = body
        if self.tag[row]:
            image[self._corner()] = (250, 240, 80)
        image = image.clip(0, 255).astype(np.uint8)
        return image if self.channels == 3 else image[..., :1]

    def _relevance(self, row):
        inside, rng = self._shape(row)
        heat = rng.normal(0, 0.08, (self.side, self.side)) + inside * rng.normal(0.35, 0.25, inside.shape)
        if self.tag[row]:
            heat = 0.25 * heat - 0.1 * inside
            heat[self._corner()] += rng.uniform(0.6, 1.0)
        return (heat * rng.uniform(0.5, 2.0)).astype(np.float32)


def palette(low, middle, high):
    """256 colours: `low` at entry 1, `middle` at 128, `high` at 255."""
    at = np.clip((np.arange(256) - 128) / 127, -1, 1)[:, None]
    low, middle, high = (np.array(colour, float) for colour in (low, middle, high))
    colours = np.where(at < 0, middle + (low - middle) * -at, middle + (high - middle) * at)
    return np.rint(colours).astype(np.uint8)


def fire():
    """A map with kinks, as `coldnhot` has."""
    at = np.clip((np.arange(256) - 128) / 127, -1, 1)
    ramp = [np.clip(3 * np.abs(at) - k, 0, 1) for k in range(3)]
    warm, cold = np.stack(ramp, 1), np.stack([np.zeros(256), ramp[1], ramp[0]], 1)
    return np.rint(255 * np.where(at[:, None] < 0, cold, warm)).astype(np.uint8)


COLORMAPS = {
    "bwr": palette((0, 0, 255), (255, 255, 255), (255, 0, 0)),
    "coldnhot": fire(),
    "gray-red": palette((40, 60, 255), (204, 204, 204), (255, 0, 0)),
}


def results(sizes=(60, 90, 40, 12), *, side=32, channels=3, image_size=64, colormap="coldnhot", notes=()):
    """Four classes by default, the second with the tag, the last with a hostile name."""
    names = tuple(CLASSES[i] if i < len(CLASSES) else f"class {i:03d}" for i in range(len(sizes)))
    label = np.repeat(np.arange(len(sizes)), sizes)
    starts = np.concatenate([[0], np.cumsum(sizes)])
    ranges = [range(int(a), int(b)) for a, b in itertools.pairwise(starts)]
    tag = np.zeros(len(label), bool)
    if len(sizes) > 1 and sizes[1] > 2 * TAGGED:
        tag[list(ranges[1][-TAGGED:])] = True
    rng = np.random.default_rng(1)
    prediction = np.where(rng.random(len(label)) < 0.08, (label + 1) % max(1, len(sizes)), label)
    samples = Samples(
        id=tuple(f"{HOSTILE if c == 3 else names[c]}/{row:04d}.png" for row, c in enumerate(label)),
        label=label,
        prediction=prediction,
        score=rng.uniform(0.4, 1, len(label)).astype(np.float32),
        metadata={
            "tag": tuple("yes" if t else "no" for t in tag),
            "camera <b>": tuple(f"<i>{row % 3}</i>" for row in range(len(label))),
        },
    )
    categories = [category(names[c], c, ranges[c], tag) for c in range(len(sizes))]
    ranked = sorted(categories, key=lambda one: -one.strangeness)
    ranked = tuple(_ranked(one, at + 1) for at, one in enumerate(ranked))
    return Results(
        project="Planted tag",
        classes=names,
        samples=samples,
        categories=ranked,
        pictures=Drawn(label, tag, side, channels),
        site=SiteOptions("Horses with a tag", image_size, colormap, COLORMAPS),
        provenance={
            "Model": {
                "factory": "nets:small_cnn",
                "checkpoint sha256": "9f86d081884c7d65",
                "parameters": "61,706",
            },
            "Data": {"source": "horses"},
            "Explanation": {"composite": "epsilon_plus_flat", "target": "true_label"},
            "Analysis": {"seed": "0", "preprocessing": "spectral", "clusterings": "kmeans:2-5, hdbscan"},
            "Versions": {"lrpfx": "0.1.0", "torch": "2.14.1", HOSTILE: HOSTILE},
        },
        notes=tuple(notes),
    )


def _ranked(one, rank):
    values = {name: getattr(one, name) for name in one.__dataclass_fields__}
    return Category(**{**values, "rank": rank})


def category(name, index, rows, tag):
    """A class with the analyses that its size allows: none below 3 samples."""
    rows, members = np.array(rows, int), len(rows)
    hot = tag[rows]
    if members < 3:
        note = f"only {members} samples: nothing can be clustered"
        return Category(
            name, index, rows, 0, 0.0, {}, None, f"{name} has too few samples to analyse.", (), (note,)
        )
    rng = np.random.default_rng(index + 7)
    group = np.where(hot, 2, rng.integers(0, 2, members))
    centres = np.array([[-4.0, 0.0], [3.0, 2.5], [4.5, -7.0]])
    flat = centres[group] + rng.normal(0, 1.2, (members, 2))
    deep = np.column_stack([flat / 10, rng.normal(0, 0.1, (members, 3))])
    step = 0.35 if hot.any() else 0.02
    groups = 3 if hot.any() else 2
    eigenvalues = np.cumsum([0.0, *[0.03] * (groups - 1), step, *[0.02] * 5])[:5]
    embeddings = (
        Embedding("spectral", deep, tuple(f"eigenvector {d + 1}" for d in range(5)), eigenvalues),
        Embedding("tsne", flat, ("t-SNE 1", "t-SNE 2")),
    )
    clusterings = tuple(
        clustering(
            f"kmeans-{k}",
            "kmeans",
            {"k": k},
            np.where(hot, k - 1, rng.integers(0, k - 1, members)),
            rows,
            tag,
        )
        for k in (2, 3, 4)
    )
    noisy = np.where(rng.random(members) < 0.1, -1, group if hot.any() else group % 2)
    clusterings += (clustering("hdbscan", "hdbscan", {"min_size": 5}, noisy, rows, tag),)
    second = (clustering("kmeans-2", "kmeans", {"k": 2}, group % 2, rows, tag),)
    analyses = (
        Analysis("spectral", embeddings, clusterings),
        Analysis("histogram", embeddings[1:], second, ("histograms of 16 bins",)),
    )
    if hot.any():
        suspect = Suspect("spectral", "kmeans-3", 2)
        summary = f"Cluster 2 of {name} ({hot.sum()} of {members} samples) lies apart from the rest; tag = yes in all."
        return Category(name, index, rows, 0, 0.94, {"separability": 0.97}, suspect, summary, analyses)
    summary = f"No cluster of {name} stands out."
    return Category(name, index, rows, 0, 0.3 / (index + 1), {"separability": 0.2}, None, summary, analyses)


def clustering(name, method, parameters, labels, rows, tag):
    """Its clusters, with suspicion for those that hold the tag."""
    clusters = []
    for label in np.unique(labels):
        inside = rows[labels == label]
        share = float(tag[inside].mean())
        value, purity = ("yes", share) if share > 0.5 else ("no", 1 - share)
        clusters.append(
            Cluster(
                label=int(label),
                size=len(inside),
                share=len(inside) / len(rows),
                separability=0.5 + share / 2,
                suspicion=0.1 + 0.85 * share,
                medoid=int(inside[len(inside) // 2]),
                purity={"tag": (value, purity), "camera <b>": ("<i>0</i>", 0.34)},
            )
        )
    return Clustering(name, method, parameters, "spectral", labels, tuple(clusters), {"silhouette": 0.53})
