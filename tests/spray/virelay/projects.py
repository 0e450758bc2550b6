"""ViRelAy projects, made on the spot in every form that its loader takes."""

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import h5py
import numpy as np
import yaml
from PIL import Image

CLASSES = 3
PER_CLASS = 8
COUNT = CLASSES * PER_CLASS
SIDE = 12


def rng(seed: int = 0) -> np.random.Generator:
    return np.random.default_rng(seed)


LABEL = np.repeat(np.arange(CLASSES), PER_CLASS)
DATA = rng(1).integers(0, 256, (COUNT, 3, SIDE, SIDE), dtype=np.uint8)
HEAT = rng(2).normal(size=(COUNT, 3, SIDE, SIDE)).astype(np.float32)
OUTPUT = rng(3).normal(size=(COUNT, CLASSES)).astype(np.float32)


def label_map(folder: Path, entries: list[dict[str, Any]] | None = None) -> None:
    entries = entries or [
        {"index": index, "word_net_id": f"{index:08d}", "name": f"Class {index}"} for index in range(CLASSES)
    ]
    (folder / "label-map.json").write_text(json.dumps(entries))


def write(path: Path, **arrays: Any) -> None:
    """An HDF5 file; a dict becomes a group."""
    path.unlink(missing_ok=True)  # it may be open, and then cannot be written to
    with h5py.File(path, "w") as file:
        _fill(file, arrays)


def _fill(group: h5py.Group, members: dict[str, Any]) -> None:
    for name, value in members.items():
        if isinstance(value, dict):
            _fill(group.require_group(name), value)
        elif isinstance(value, With):
            group[name] = value.value
            for key, attribute in value.attributes.items():
                group[name].attrs[key] = attribute
        else:
            group[name] = value


@dataclass(frozen=True)
class With:
    """An array with attributes."""

    value: Any
    attributes: dict[str, Any] = field(default_factory=dict)


def members(category: int) -> np.ndarray:
    return np.flatnonzero(category == LABEL)


def category(index: np.ndarray, seed: int = 5) -> dict[str, Any]:
    """What meta_analysis.py writes for a class, with fewer settings."""
    n, random = len(index), rng(seed)
    eigenvalues = np.sort(random.uniform(0, 1, 4)).astype(np.float32)[::-1]
    dimensions = {"embedding": "spectral", "index": np.arange(4, dtype=np.uint32)}
    return {
        "index": index.astype(np.uint32),
        "embedding": {
            "spectral": With(random.normal(size=(n, 4)).astype(np.float32), {"eigenvalue": eigenvalues}),
            "tsne": With(
                random.normal(size=(n, 2)).astype(np.float32),
                {"embedding": "spectral", "index": np.array([0, 1])},
            ),
        },
        "cluster": {
            "kmeans-02": With(random.integers(0, 2, n).astype(np.int32), {**dimensions, "k": 2}),
            "dbscan-eps=0.3": With(random.integers(-1, 2, n), dimensions),
            "train_split": random.random(n) < 0.5,
        },
    }


def analysis(folder: Path, name: str = "analysis.h5", **categories: Any) -> None:
    write(
        folder / name,
        **(categories or {f"{label:08d}": category(members(label), label) for label in range(CLASSES)}),
    )


def attribution(folder: Path, name: str = "attribution.h5", **arrays: Any) -> None:
    given = {"attribution": HEAT, "prediction": OUTPUT, "label": LABEL.astype(np.uint16)}
    write(folder / name, **{key: value for key, value in (given | arrays).items() if value is not None})


def dataset(folder: Path, **arrays: Any) -> None:
    write(folder / "input.h5", **({"data": DATA, "label": LABEL.astype(np.uint16)} | arrays))


def grouped(values: Any, prefix: str = "sample-", dtype: Any = None) -> dict[str, Any]:
    """One member per sample, named so that their order is that of the samples."""
    return {f"{prefix}{at:05d}": np.asarray(value, dtype) for at, value in enumerate(values)}


def settings(**changes: Any) -> dict[str, Any]:
    """What make_project.py writes."""
    return {
        "name": "Test Project",
        "model": "No Model",
        "label_map": "label-map.json",
        "dataset": {
            "name": "Random Data",
            "type": "hdf5",
            "path": "input.h5",
            "input_width": SIDE,
            "input_height": SIDE,
            "down_sampling_method": "none",
            "up_sampling_method": "none",
        },
        "attributions": {
            "attribution_method": "Random Attribution",
            "attribution_strategy": "true_label",
            "sources": ["attribution.h5"],
        },
        "analyses": [{"analysis_method": "Spectral Analysis", "sources": ["analysis.h5"]}],
    } | changes


def project(folder: Path, **changes: Any) -> Path:
    content = {key: value for key, value in settings(**changes).items() if value is not None}
    (folder / "project.yaml").write_text(yaml.dump({"project": content}, default_flow_style=False))
    return folder / "project.yaml"


def example(folder: Path) -> Path:
    """The example project of ViRelAy's guide, small."""
    folder.mkdir(parents=True, exist_ok=True)
    label_map(folder)
    dataset(folder)
    attribution(folder)
    analysis(folder)
    return project(folder)


def image_directory(folder: Path, sizes: Any = ((SIDE, SIDE),), name: str = "images") -> list[Path]:
    """Images in label-0, label-1, ..., sizes (width, height) in turn; the order is ViRelAy's."""
    paths = []
    for label in range(CLASSES):
        for number in range(PER_CLASS):
            path = folder / name / f"label-{label}" / f"image-{number}.png"
            path.parent.mkdir(parents=True, exist_ok=True)
            width, height = sizes[number % len(sizes)]
            pixels = rng(label * PER_CLASS + number).integers(0, 256, (height, width, 3), dtype=np.uint8)
            Image.fromarray(pixels).save(path)
            paths.append(path)
    return sorted(paths)


def directory_settings(**changes: Any) -> dict[str, Any]:
    return {
        "name": "Images",
        "type": "image_directory",
        "path": "images",
        "input_width": SIDE,
        "input_height": SIDE,
        "up_sampling_method": "none",
        "down_sampling_method": "none",
        "label_index_regex": r".*/label-(\d+)/.*",
        "label_word_net_id_regex": None,
    } | changes
