"""What a result depends on, as texts for the page and for results.json."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from spray import versions
from spray.cli.explainer import Explained
from spray.datasets import Dataset
from spray.project import Project


def collect(settings: Project, dataset: Dataset, explained: Explained, key: str) -> dict[str, dict[str, str]]:
    """What was run, as texts: names of files, never where they lay, and never when it was."""
    data, wanted = settings.data, settings.analyze
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
        "Analysis": {key: getattr(wanted, key) for key in type(wanted).model_fields},
        "Versions": versions.all_versions(),
    }
    return {
        group: {key: _shown(value) for key, value in rows.items() if value not in (None, {}, ())}
        for group, rows in groups.items()
    }


def _name(path: str | None) -> str | None:
    """A path as the project file has it, unless it says where on this machine."""
    return path if path is None or not Path(path).expanduser().is_absolute() else Path(path).name


def _shown(value: Any) -> str:
    if isinstance(value, tuple | list):
        return ", ".join(map(_shown, value))
    if isinstance(value, Mapping):
        return ", ".join(f"{key} = {_shown(item)}" for key, item in sorted(value.items()))
    return f"{value:.6g}" if isinstance(value, float) else str(value)
