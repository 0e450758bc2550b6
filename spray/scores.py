"""The scores that a plan asks for, of one clustering."""

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from spray.analyses import Choice, registry
from spray.analyses.stability import SEEDS
from spray.memo import Step
from spray.steps import Given, Steps

NAMES = ("silhouette", "fisher", "fisher_null", "region", "stability", "agreement")
AGREEMENT = "agreement "
STANDARD = ("silhouette", "fisher", "agreement")
SEVERAL = (
    0.5  # a column with more different values than half of the samples is a name, and agrees with nothing
)


def wanted(
    names: Sequence[str],
    metadata: Mapping[str, Sequence[str]],
    steps: Steps,
    judged: Given,
    choice: Choice,
    here: Given,
) -> dict[str, Step[Any]]:
    """The steps of all scores, by name; an agreement by name and column.

    `judged` has features, points and labels; `here` is what the clustering was made from, for other seeds of it.
    """
    found: dict[str, Step[Any]] = {}
    for name in names:
        if name == "agreement":
            found.update(_agreement(metadata, steps, judged))
        elif name == "stability":
            found[name] = _stability(steps, judged, choice, here)
        else:
            found[name] = steps.of(registry()["score", name], judged)
    return found


def told(found: Mapping[str, Step[Any]]) -> tuple[dict[str, float], dict[str, Any]]:
    """Scores of the whole clustering, and of each cluster (by ascending label)."""
    whole: dict[str, float] = {}
    each: dict[str, Any] = {}
    for name, step in found.items():
        value = step.value
        if name.startswith(AGREEMENT):
            column = name.removeprefix(AGREEMENT)
            whole |= {f"{part} {column}": float(number) for part, number in value.items()}
        elif name == "stability":
            whole[name] = float(value)
        elif name == "silhouette":
            whole[name], each[name] = float(value["all"]), value["cluster"]
        elif name == "region":
            each |= {f"relevance {part}": value[part] for part in ("inside", "even", "outside", "area")}
        else:
            whole |= {part: float(number) for part, number in value.items()}
    return {name: value for name, value in whole.items() if math.isfinite(value)}, each


def _agreement(
    metadata: Mapping[str, Sequence[str]], steps: Steps, judged: Given
) -> Iterator[tuple[str, Step[Any]]]:
    for column, values in metadata.items():
        if 1 < len(set(values)) <= SEVERAL * len(values):
            given = {"labels": judged["labels"], "values": tuple(values)}
            yield f"{AGREEMENT}{column}", steps.once(registry()["score", "agreement"].function, given)


def _stability(steps: Steps, judged: Given, choice: Choice, here: Given) -> Step[Any]:
    """Agreement with the labels of other seeds; 1 where no seed has a part in them."""
    others = []
    for seed in range(1, SEEDS + 1):
        again = {name: value for name, value in here.items() if name not in ("kmeans_path",)}
        step = steps.of(
            choice.analysis, again | {"seed": int(np.uint32(here["seed"] + seed))}, choice.parameters
        )
        if step.key != judged["labels"].key:
            others.append(step)
    return steps.once(
        registry()["score", "stability"].function, {"labels": judged["labels"], "others": others}
    )
