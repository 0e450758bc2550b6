"""What is analysed: attributions read and preprocessed a chunk at a time, and first facts about them."""

from collections.abc import Callable, Mapping
from hashlib import blake2b
from typing import Any

import numpy as np
from numpy.typing import NDArray

from spray.own import is_own, preprocessed
from spray.results import Ints
from spray.room import room
from spray.store import Attributions

CHUNK = 256  # samples read and preprocessed at a time, at most
VALUES = 1 << 20  # of them: what a chunk makes on the way then stays in the cache
SHOWN = 8  # neighbours that a person sees
SAMPLED = 64  # values of a row that tell most rows apart


def read_features(
    attributions: Attributions, rows: Ints, preprocessing: Callable[..., Any], parameters: Mapping[str, Any]
) -> NDArray[np.floating[Any]]:
    """Features (len(rows), d) of some attributions, a chunk at a time; what is not finite counts as no relevance.

    Raises `OwnAnalysisError` where a function of one's own makes no finite rows of them.
    """
    size = max(1, int(np.prod(attributions.shape[1:])))
    step = max(1, min(CHUNK, VALUES // size))
    features: NDArray[np.floating[Any]] | None = None
    chained = [function for function, _ in parameters.get("steps", ())]
    own = [function.analysis.name for function in (preprocessing, *chained) if is_own(function)]
    for start in range(0, len(rows), step):
        relevance = np.asarray(attributions.read(rows[start : start + step]))
        if not np.issubdtype(relevance.dtype, np.floating):
            relevance = relevance.astype(np.float32)
        if relevance.ndim == 1:
            relevance = relevance[:, None]
        finite = np.isfinite(relevance).reshape(len(relevance), -1).all(axis=1)
        if not finite.all():
            relevance = np.where(finite.reshape(-1, *[1] * (relevance.ndim - 1)), relevance, 0)
        made = preprocessing(relevance, **parameters)
        if own:
            made = preprocessed(made, own[-1], rows[start : start + step])
        made = made.reshape(len(relevance), -1)
        if features is None:
            features = room((len(rows), made.shape[1]), made.dtype)
        features[start : start + step] = made
    return np.empty((0, 0), np.float32) if features is None else features


def look(features: NDArray[np.floating[Any]]) -> dict[str, Any]:
    """Which samples carry no relevance, and how many different ones there are."""
    few = np.ascontiguousarray(features[:, :: max(1, features.shape[1] // SAMPLED)])
    alike: dict[bytes, list[int]] = {}
    for i, row in enumerate(few):
        alike.setdefault(row.tobytes(), []).append(i)
    different = sum(
        1 if len(rows) == 1 else len({_digest(features[i]) for i in rows}) for rows in alike.values()
    )
    empty = [i for i, row in enumerate(features) if not row.any()]
    return {"empty": np.array(empty, np.int64), "different": different}


def nearest(neighbours: tuple[Ints, Any, int]) -> Ints:
    """Positions (n, at most 8) of the rows nearest to every row, nearest first; see `spray.analyses.knn`."""
    return neighbours[0][:, :SHOWN].astype(np.int32)


def _digest(row: NDArray[np.floating[Any]]) -> bytes:
    return blake2b(row.tobytes(), digest_size=16).digest()


def first(pair: tuple[Any, Any]) -> Any:
    """The first of two results."""
    return pair[0]
