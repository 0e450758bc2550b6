"""Functions of one's own: whether the pipeline can use what they return.

    preprocessing    (n, ...) of finite numbers        clustering    (n,) whole numbers, -1 for noise
    affinity         (n, n) symmetric, >= 0            embedding     (n, e) finite, or that and eigenvalues (e,)
    laplacian        (n, n) finite                     score         a number, numbers by name, or one per cluster

A check is a step that follows the function's own, and is never stored: what comes from disk is checked as well.
"""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from spray.errors import OwnAnalysisError
from spray.words import some

ROUNDING = 1e-8


def is_own(function: Callable[..., Any]) -> bool:
    """Whether the decorator `spray.analysis` has made an analysis of it."""
    return hasattr(function, "analysis")


def preprocessed(value: Any, name: str, rows: NDArray[np.integer[Any]]) -> NDArray[Any]:
    """Features of these samples, one row each, finite."""
    wanted = "an array (n, ...) of finite numbers, one row per sample it was given"
    made = _numbers(value, "preprocessing", name, wanted)
    if len(made) != len(rows):
        raise OwnAnalysisError("preprocessing", name, f"{len(made)} rows for {len(rows)} samples", wanted)
    _finite(made, "preprocessing", name, wanted, rows)
    return made


def clustering(value: Any, name: str, samples: int | None) -> NDArray[np.int64]:
    """Labels (n,)."""
    wanted = f"{_count(samples)} whole numbers, one label per sample, -1 for noise"
    labels = np.asarray(value)
    if labels.dtype.kind not in "iub" or labels.ndim != 1 or samples not in (None, len(labels)):
        raise OwnAnalysisError("clustering", name, _told(value, labels), wanted)
    if labels.size and labels.min() < -1:
        raise OwnAnalysisError("clustering", name, f"a label of {labels.min()}", wanted)
    return labels.astype(np.int64)


def embedding(value: Any, name: str, samples: int | None) -> tuple[NDArray[Any], NDArray[Any] | None]:
    """Points (n, e), and eigenvalues (e,) or None."""
    wanted = (
        f"{_count(samples)} points, an array (n, e) of finite numbers, or a pair of that and eigenvalues (e,)"
    )
    pair = isinstance(value, tuple | list) and len(value) == 2 and np.ndim(value[0]) == 2
    first, second = value if pair else (value, None)
    points = _numbers(first, "embedding", name, wanted)
    points = points[:, None] if points.ndim == 1 else points
    if points.ndim != 2 or 0 in points.shape or samples not in (None, len(points)):
        raise OwnAnalysisError("embedding", name, _told(first, points), wanted)
    _finite(points, "embedding", name, wanted, np.arange(len(points)))
    if second is None:
        return points, None
    eigenvalues = _numbers(second, "embedding", name, wanted)
    if eigenvalues.shape != points.shape[1:]:
        raise OwnAnalysisError("embedding", name, f"eigenvalues of shape {eigenvalues.shape}", wanted)
    return points, eigenvalues


def affinity(value: Any, name: str, samples: int | None) -> Any:
    """Weights of a graph: sparse, symmetric, not negative."""
    wanted = f"weights {_square(samples)}, sparse or dense, symmetric, finite and not negative"
    weights = _matrix(value, "affinity", name, wanted, samples)
    if weights.nnz and weights.data.min() < 0:
        raise OwnAnalysisError("affinity", name, f"a weight of {weights.data.min()}", wanted)
    apart = abs(weights - weights.T)
    if apart.nnz and apart.max() > ROUNDING * weights.data.max():
        raise OwnAnalysisError("affinity", name, "weights that are not symmetric", wanted + ": (A + A.T) / 2")
    return weights


def laplacian(value: Any, name: str, samples: int | None) -> Any:
    """Of a graph: sparse."""
    return _matrix(value, "laplacian", name, f"a finite matrix {_square(samples)}", samples)


def score(value: Any, name: str, samples: int | None) -> Any:
    """A number, numbers by name, or an array of one number per cluster."""
    wanted = "a number, a dict of numbers, or an array with a number for every cluster, by ascending label"
    if isinstance(value, Mapping):
        return {str(part): float(_numbers(one, "score", name, wanted)) for part, one in value.items()}
    numbers = _numbers(value, "score", name, wanted)
    if numbers.ndim > 1:
        raise OwnAnalysisError("score", name, _told(value, numbers), wanted)
    return numbers.astype(float) if numbers.ndim else float(numbers)


CHECKS: Mapping[str, Callable[..., Any]] = {
    "clustering": clustering,
    "embedding": embedding,
    "affinity": affinity,
    "laplacian": laplacian,
    "score": score,
}
"""By kind; preprocessings are checked chunk by chunk, in `spray.features`."""


def _numbers(value: Any, kind: str, name: str, wanted: str) -> NDArray[Any]:
    try:
        numbers = np.asarray(value)
    except ValueError:  # lists of several lengths
        raise OwnAnalysisError(kind, name, f"a {type(value).__name__} that is no array", wanted) from None
    if numbers.dtype.kind not in "biuf":
        raise OwnAnalysisError(kind, name, _told(value, numbers), wanted)
    return numbers


def _finite(numbers: NDArray[Any], kind: str, name: str, wanted: str, rows: NDArray[np.integer[Any]]) -> None:
    bad = np.flatnonzero(~np.isfinite(numbers).reshape(len(numbers), -1).all(axis=1))
    if bad.size:
        what = f"NaN or infinite numbers for sample {some([str(row) for row in rows[bad]])}"
        raise OwnAnalysisError(kind, name, what, wanted)


def _matrix(value: Any, kind: str, name: str, wanted: str, samples: int | None) -> Any:
    from scipy.sparse import csr_array, issparse

    matrix = (
        csr_array(value) if issparse(value) else csr_array(np.atleast_2d(_numbers(value, kind, name, wanted)))
    )
    if matrix.ndim != 2 or matrix.shape[0] != matrix.shape[1] or samples not in (None, matrix.shape[0]):
        raise OwnAnalysisError(kind, name, f"a matrix of shape {matrix.shape}", wanted)
    if not np.isfinite(matrix.data).all():
        raise OwnAnalysisError(kind, name, "numbers that are not finite", wanted)
    return matrix.astype(np.float64)


def _told(value: Any, array: NDArray[Any]) -> str:
    if value is None or array.dtype.hasobject:
        return f"{type(value).__name__ if value is not None else 'None'}"
    return f"{array.dtype} of shape {array.shape}"


def _count(samples: int | None) -> str:
    return "n" if samples is None else str(samples)


def _square(samples: int | None) -> str:
    return f"({_count(samples)}, {_count(samples)})"
