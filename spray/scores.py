"""The scores that a plan asks for, of one clustering."""

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from spray.analyses import Choice, registry
from spray.analyses.stability import SEEDS
from spray.steps import Given, Steps

NAMES = ("silhouette", "fisher", "fisher_null", "region", "stability", "agreement")
STANDARD = ("silhouette", "fisher", "agreement")
SEVERAL = (
    0.5  # a column with more different values than half of the samples is a name, and agrees with nothing
)


def of(
    names: Sequence[str],
    metadata: Mapping[str, Sequence[str]],
    steps: Steps,
    judged: Given,
    choice: Choice,
    here: Given,
) -> tuple[dict[str, float], dict[str, Any]]:
    """Scores of the whole clustering, and of each cluster (by ascending label).

    `judged` has features, points and labels; `here` is what the clustering was made from, for other seeds of it.
    """
    whole: dict[str, float] = {}
    each: dict[str, Any] = {}
    for name in names:
        if name == "agreement":
            whole |= _agreement(metadata, steps, judged)
        elif name == "stability":
            whole[name] = _stability(steps, judged, choice, here)
        else:
            found = steps.of(registry()["score", name], judged).value
            if name == "silhouette":
                whole[name], each[name] = float(found["all"]), found["cluster"]
            elif name == "region":
                each |= {f"relevance {part}": found[part] for part in ("inside", "even", "outside", "area")}
            else:
                whole |= {part: float(value) for part, value in found.items()}
    return {name: value for name, value in whole.items() if math.isfinite(value)}, each


def _agreement(metadata: Mapping[str, Sequence[str]], steps: Steps, judged: Given) -> dict[str, float]:
    found: dict[str, float] = {}
    for column, values in metadata.items():
        if 1 < len(set(values)) <= SEVERAL * len(values):
            given = {"labels": judged["labels"], "values": tuple(values)}
            value = steps.once(registry()["score", "agreement"].function, given).value
            found |= {f"{name} {column}": float(number) for name, number in value.items()}
    return found


def _stability(steps: Steps, judged: Given, choice: Choice, here: Given) -> float:
    """Agreement with the labels of other seeds; 1 where no seed has a part in them."""
    others = []
    for seed in range(1, SEEDS + 1):
        again = {name: value for name, value in here.items() if name not in ("kmeans_path",)}
        step = steps.of(
            choice.analysis, again | {"seed": int(np.uint32(here["seed"] + seed))}, choice.parameters
        )
        if step.key != judged["labels"].key:
            others.append(step)
    return float(
        steps.once(
            registry()["score", "stability"].function, {"labels": judged["labels"], "others": others}
        ).value
    )
