"""How much an explanation changes where the input hardly does."""

import torch
from torch import Tensor

from lrpfx.errors import ParameterError
from lrpfx.method import Explains
from lrpfx.metrics.batch import batch_of, rows_at_once
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
        batch_size: how many inputs are explained at once; None: 64, or more where they surely fit.

    Source: Yeh et al. 2019, "On the (In)fidelity and Sensitivity of Explanations".
    """
    if radius < 0 or samples < 1:
        raise ParameterError(f"radius={radius}, samples={samples}: one is too small")
    step = rows_at_once(explainer, batch_size, 64, x, explained=True)
    batch = batch_of(explainer, x, target, None)
    if noise is None:
        chance = torch.Generator().manual_seed(seed)
        drawn = torch.rand((samples, 1, *x.shape[1:]), generator=chance, dtype=torch.float64)
        noise = (radius * (2 * drawn - 1)).to(x)
    moved = (x[None] + noise.to(x)).flatten(0, 1)
    classes = batch.classes.repeat(len(noise))
    clean = batch.relevance.flatten(1)
    size = torch.linalg.vector_norm(clean, dim=1) if relative else torch.ones_like(clean[:, 0])
    changes = []
    for first in range(0, len(moved), step):
        rows = slice(first, first + step)
        R = explainer(moved[rows], target=classes[rows]).relevance.flatten(1)
        which = torch.arange(first, first + len(R), device=R.device) % len(x)
        changes.append(torch.linalg.vector_norm(R - clean[which], dim=1) / size[which])
    return Score("max-sensitivity", torch.cat(changes).reshape(len(noise), len(x)).amax(0))
