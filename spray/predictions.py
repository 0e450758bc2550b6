"""The class that a model's outputs stand for."""

from typing import Any

import numpy as np
from numpy.typing import NDArray


def predicted(
    output: NDArray[Any], probabilities: bool = False
) -> tuple[NDArray[np.intp], NDArray[np.float32]]:
    """Class with the largest output (n,), and its softmax probability (n,), of finite outputs (n, classes).

        prediction = argmax_c o_c          score = exp(o_prediction) / Σ_c exp(o_c)

    With `probabilities` the outputs are such already, and the score is the largest of them.
    """
    output = output.astype(np.float64)
    prediction = output.argmax(axis=1)
    if probabilities:
        return prediction, output.max(axis=1).astype(np.float32)
    odds = np.exp(output - output.max(axis=1, keepdims=True))
    return prediction, (odds.max(axis=1) / odds.sum(axis=1)).astype(np.float32)
