"""The project file and the label map of a ViRelAy project, written."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

from spray import files
from spray.virelay.project_file import LARGEST, OWN_KEY

FILE = "project.yaml"
LABEL_MAP = "label-map.json"
DATASET = "dataset.h5"
ATTRIBUTION = "attribution.h5"


def word_net_ids(classes: int, given: Mapping[int, str]) -> list[str]:
    """One name per class, all different and fit for an HDF5 file: as given, or else the index in eight digits."""
    names = [given.get(index) or f"{index:08d}" for index in range(classes)]
    fit = len(set(names)) == classes and not any("/" in name or name == "." for name in names)
    return names if fit else [f"{index:08d}" for index in range(classes)]


def write_project(
    folder: Path | str,
    *,
    name: str,
    classes: Sequence[str],
    model: str = "unknown",
    word_net_ids: Sequence[str] | None = None,
    dataset_name: str = "",
    dataset: str = DATASET,
    attribution_method: str = "unknown",
    attribution_strategy: str = "true_label",
    attributions: Sequence[str] = (ATTRIBUTION,),
    analyses: Mapping[str, Sequence[str]] | None = None,
    notes: Mapping[str, Any] | None = None,
) -> Path:
    """Write project.yaml and label-map.json into the folder of the HDF5 files; returns the path of the former.

    `classes` are names by index; `word_net_ids` are what analysis files call their categories, the index in eight
    digits when left out. `analyses` maps a method to its files.
    """
    folder = Path(folder)
    ids = word_net_ids or [f"{index:08d}" for index in range(len(classes))]
    entries = [
        {"index": index, "word_net_id": word_net_id, "name": title}
        for index, (word_net_id, title) in enumerate(zip(ids, classes, strict=True))
    ]
    files.write_atomic(
        folder / LABEL_MAP, (json.dumps(entries, ensure_ascii=False, indent=1) + "\n").encode()
    )
    project = {
        "name": name,
        "model": model,
        "label_map": LABEL_MAP,
        "dataset": {"name": dataset_name or name, "type": "hdf5", "path": dataset},
        "attributions": {
            "attribution_method": attribution_method,
            "attribution_strategy": attribution_strategy,
            "sources": list(attributions),
        },
        "analyses": [
            {"analysis_method": method, "sources": list(sources)}
            for method, sources in (analyses or {}).items()
        ],
    }
    content = {"project": project, **({OWN_KEY: dict(notes)} if notes else {})}
    text = yaml.safe_dump(content, sort_keys=False, allow_unicode=True, width=110)
    files.write_atomic(folder / FILE, text.encode())
    return folder / FILE


def is_ours(file: Path) -> bool:
    """Whether a project file looks like one that spray wrote."""
    try:
        if file.stat().st_size > LARGEST:
            return False
        content = yaml.safe_load(file.read_text(encoding="utf-8"))
    except (OSError, ValueError, yaml.YAMLError, RecursionError):
        return False
    return isinstance(content, dict) and isinstance(content.get(OWN_KEY), dict)
