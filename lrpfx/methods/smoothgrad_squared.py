"""SmoothGrad²."""

from typing import Any

from torch import nn

from lrpfx.method import Explains, Method
from lrpfx.methods.smoothgrad import smoothgrad


def smoothgrad_squared(
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
    """The mean square of the relevance of noisy copies of the input.

        R = 1/n Σ_k g(x + σ ν_k)²

    Arguments and errors as in `smoothgrad`.

    Source: Hooker et al. 2019, "A Benchmark for Interpretability Methods in Deep Neural Networks", section 4.2.
    """
    return smoothgrad(
        explainer, x, samples=samples, noise=noise, relative=relative, clean=clean, statistic="square", seed=seed,
        batch_size=batch_size, **options,
    )  # fmt: skip
