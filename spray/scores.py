"""The scores that a plan asks for, of one clustering."""

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from spray.analyses import Choice, registry
from spray.analyses.stability import SEEDS
from spray.errors import OwnAnalysisError
from spray.memo import Step
from spray.specs import SCORES
from spray.steps import Given, Steps

NAMES = SCORES
AGREEMENT = "agreement "
STANDARD = ("silhouette", "fisher", "agreement")
SEVERAL = (
    0.5  # a column with more different values than half of the samples is a name, and agrees with nothing
)


def wanted(
    names: Sequence[str | Choice],
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
        if isinstance(name, Choice):
            found[name.name] = steps.of(name.analysis, judged, name.parameters)
        elif name == "agreement":
            found.update(_agreement(metadata, steps, judged))
        elif name == "stability":
            found[name] = _stability(steps, judged, choice, here)
        else:
            found[name] = steps.of(registry()["score", name], judged)
    return found


def told(found: Mapping[str, Step[Any]], clusters: int) -> tuple[dict[str, float], dict[str, Any]]:
    """Scores of the whole clustering, and of each of its clusters (by ascending label)."""
    whole: dict[str, float] = {}
    each: dict[str, Any] = {}
    for name, step in found.items():
        value = step.value
        if name.startswith(AGREEMENT):
            column = name.removeprefix(AGREEMENT)
            whole |= {f"{part} {column}": float(number) for part, number in value.items()}
        elif name not in NAMES:
            _tell_own(name, value, clusters, whole, each)
        elif name == "stability":
            whole[name] = float(value)
        elif name == "silhouette":
            whole[name], each[name] = float(value["all"]), value["cluster"]
        elif name == "region":
            each |= {f"relevance {part}": value[part] for part in ("inside", "even", "outside", "area")}
        else:
            whole |= {part: float(number) for part, number in value.items()}
    return {name: value for name, value in whole.items() if math.isfinite(value)}, each


def _tell_own(name: str, value: Any, clusters: int, whole: dict[str, float], each: dict[str, Any]) -> None:
    """What a score of one's own has returned: a number, numbers by name, or one for each cluster."""
    if isinstance(value, Mapping):
        whole |= {f"{name} {part}": number for part, number in value.items()}
    elif isinstance(value, float):
        whole[name] = value
    elif len(value) == clusters:
        each[name] = value
    else:
        raise OwnAnalysisError("score", name, f"{len(value)} numbers", f"one for each of {clusters} clusters")


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
