"""What a result depends on, as texts for the page and for results.json."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from spray import versions
from spray.cli.explainer import Explained
from spray.datasets import Dataset
from spray.project import Project
from spray.space import preprocessing_of
from spray.words import count


def collect(settings: Project, dataset: Dataset, explained: Explained, key: str) -> dict[str, dict[str, str]]:
    """What was run, as texts: names of files, never where they lay, and never when it was."""
    data, wanted = settings.data, settings.analyze
    chosen = "preprocessing" in wanted.model_fields_set
    groups: dict[str, dict[str, Any]] = {
        "Model": {
            "factory": settings.model.factory,
            "arguments": settings.model.arguments,
            "checkpoint": _name(settings.model.checkpoint),
            "checkpoint SHA-256": explained.checkpoint,
            "outputs": explained.classes,
        },
        "Data": {
            "source": _name(data.images or data.hdf5),
            "samples": len(dataset),
            "classes": len(np.unique(dataset.label)),
            "input shape": "x".join(map(str, dataset.shape)),
            "fingerprint": dataset.fingerprint,
            **{key: getattr(data, key) for key in ("limit", "resize", "crop", "mean", "std")},
        },
        "Explanation": {
            "method": explained.recipe.method,
            "options": explained.recipe.options,
            "composite": explained.recipe.composite,
            "parameters": explained.recipe.parameters,
            "rules": explained.composite,
            "target": settings.explain.target,
            "device": explained.recipe.device,
            "key": key,
        },
        "Analysis": {key: getattr(wanted, key) for key in type(wanted).model_fields}
        | {"preprocessing": preprocessing_of(wanted.space, wanted.preprocessing, chosen)},
        "Correction": correction(settings.file.with_suffix(".json")),
        "Versions": versions.all_versions(),
    }
    told = {
        group: {key: _shown(value) for key, value in rows.items() if value not in (None, {}, ())}
        for group, rows in groups.items()
    }
    return {group: rows for group, rows in told.items() if rows or group != "Correction"}


EFFECTS = {
    "clean": "accuracy without the artefact",
    "artefact": "accuracy with the artefact",
    "planted": "accuracy of others, planted",
    "drawn": "planted ones taken for the class",
}


def correction(file: Path) -> dict[str, str]:
    """What `spray fix` wrote beside the project file that it wrote: how the model was changed, and what that does."""
    try:
        told = json.loads(file.read_text(encoding="utf-8"))
        before, after = told["before"], told["after"]
        facts = {
            "correction": f"{told['method']} at {told['at']}",
            "finding": f"{told['finding']}, {count(len(told['samples']), 'sample')}",
        }
        for name, what in EFFECTS.items():
            if before[name] is not None and after[name] is not None:
                facts[what] = f"{before[name]:.1%} before, {after[name]:.1%} after"
    except (OSError, ValueError, KeyError, TypeError):
        return {}  # another file of that name, or none
    return facts


def _name(path: str | None) -> str | None:
    """A path as the project file has it, unless it says where on this machine."""
    return path if path is None or not Path(path).expanduser().is_absolute() else Path(path).name


def _shown(value: Any) -> str:
    if isinstance(value, tuple | list):
        return ", ".join(map(_shown, value))
    if isinstance(value, Mapping):
        return ", ".join(f"{key} = {_shown(item)}" for key, item in sorted(value.items()))
    return f"{value:.6g}" if isinstance(value, float) else str(value)
