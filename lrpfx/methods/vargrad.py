"""VarGrad."""

from typing import Any

from torch import nn

from lrpfx.method import Explains, Method
from lrpfx.methods.smoothgrad import smoothgrad


def vargrad(
    explainer: Explains | nn.Module,
    x: Any = None,
    *,
    samples: int = 20,
    noise: float = 0.1,
    relative: bool = True,
    clean: bool = False,
    seed: int = 0,
    batch_size: int = 32,
    **options: Any,
) -> Method:
    """The variance of the relevance of noisy copies of the input.

        R = 1/n Σ_k (g(x + σ ν_k) - mean)²

    Arguments and errors as in `smoothgrad`.

    Source: Adebayo et al. 2018, "Local Explanation Methods for Deep Neural Networks Lack Sensitivity to Parameter
    Values".
    """
    return smoothgrad(
        explainer, x, samples=samples, noise=noise, relative=relative, clean=clean, statistic="variance", seed=seed,
        batch_size=batch_size, **options,
    )  # fmt: skip
