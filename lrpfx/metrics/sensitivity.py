"""How much an explanation changes where the input hardly does."""

import torch
from torch import Tensor

from lrpfx.errors import InputError, ParameterError
from lrpfx.method import Explains
from lrpfx.metrics.batch import batch_of, copies, rows_at_once, tensor_of, working
from lrpfx.metrics.score import Score
from lrpfx.target import Target


def max_sensitivity(
    explainer: Explains,
    x: Tensor,
    *,
    target: Target = None,
    radius: float = 0.02,
    samples: int = 10,
    seed: int = 0,
    noise: Tensor | None = None,
    relative: bool = True,
    batch_size: int | None = None,
) -> Score:
    """The greatest change of the relevance in a ball around the input, estimated by samples.

        S = max_{‖δ‖∞ ≤ r} ‖R(x + δ) - R(x)‖ / ‖R(x)‖

    The class that is explained is that of the clean input.

    Args:
        explainer, x, target: as in `pixel_flipping`.
        radius: r.
        samples: how many δ are drawn, uniformly, the same for all samples of the batch.
        noise: the δ themselves, (samples, batch or 1, ...), in the place of drawn ones.
        relative: whether the change is divided by the size of the relevance.
        batch_size: how many inputs are explained at once; None: on a processor as many as stay in its cache, and some;
            elsewhere 64, or more where they surely fit.

    Raises:
        ParameterError, InputError: if an argument does not fit.

    Source: Yeh et al. 2019, "On the (In)fidelity and Sensitivity of Explanations".
    """
    if not radius >= 0 or samples < 1:
        raise ParameterError(f"radius={radius}, samples={samples}: one is too small")
    x = tensor_of(x)
    if noise is None:
        chance = torch.Generator().manual_seed(seed)
        drawn = torch.rand((samples, 1, *x.shape[1:]), generator=chance, dtype=torch.float64)
        noise = radius * (2 * drawn - 1)
    elif (
        noise.ndim != x.ndim + 1
        or not len(noise)
        or noise.shape[1] not in (1, len(x))
        or noise.shape[2:] != x.shape[1:]
    ):
        raise InputError(
            f"the noise has shape {tuple(noise.shape)}; needed is (samples, {len(x)} or 1,"
            f" {', '.join(map(str, x.shape[1:]))})"
        )
    noise = noise.to(x).expand(-1, *x.shape)
    rows = len(noise) * len(x)
    size = rows_at_once(explainer, batch_size, 64, x, rows, explained=True)
    with working(explainer, x) as each:
        batch = batch_of(explainer, x, target, None, each=each, size=size)
        clean = batch.relevance.flatten(1)

        def changes(first: int) -> Tensor:
            pieces = copies(range(first, min(first + size, rows)), len(x))
            moved = torch.cat([x[own] + noise[copy, own] for copy, own in pieces])
            classes = torch.cat([batch.classes[own] for _, own in pieces])
            R = explainer(moved, target=classes).relevance.detach().flatten(1)
            before = torch.cat([clean[own] for _, own in pieces])
            change: Tensor = torch.linalg.vector_norm(R - before, dim=1)
            return change

        found = torch.cat(each(changes, range(0, rows, size))).reshape(len(noise), len(x))
        greatest = found.amax(0)
        greatest = greatest / torch.linalg.vector_norm(clean, dim=1) if relative else greatest
    return Score("max-sensitivity", greatest)
