"""Samples without an artefact that are otherwise like those with it: what an artefact is to be told from."""

import torch
from torch import Tensor

from lrpfx.errors import ParameterError

NEIGHBOURS = 5
ROUNDS = 3
USUAL = 0.2  # of the samples of a class are nearer to others than what is taken to show another class
APART = 4.0  # standard deviations, from where on a sample on the artefact's side is taken to carry it


def matched(
    activation: Tensor, present: Tensor, own: Tensor | None = None, *, neighbours: int = NEIGHBOURS
) -> Tensor:
    """Weights of the samples without the artefact, under which they show what those with it show, but for the artefact.

        w_c = Σ_n [c is among the k nearest of n] / (k N₁)

    Distances leave out the direction that was found, v ∝ m₁ - Σ_c w_c h_c, and are found anew with it, three times.
    Samples that carry the artefact too, though nobody says so, are nobody's neighbours once that direction tells them.

    A sample with the artefact may show another class, from which the artefact alone has drawn it. It is told from
    others of its class unless it is nearer to other classes, by comparison, than four of five of these are: otherwise
    neighbours of other classes, of which there are more, would let a direction take up what makes out the class.

    Args:
        activation: h, (samples, ...).
        present: (samples,) bool: which of them carry the artefact.
        own: (samples without,) bool: which of the others are of the same class. None: that is not known.
        neighbours: k.

    Returns:
        (samples without,), in their order; their sum is 1.

    Raises:
        ParameterError: if there are no samples of one of the two kinds, or `neighbours` is not positive.

    Source: Rubin 1973, "Matching to remove bias in observational studies".
    """
    t = present.to(activation.device, torch.bool)
    if t.all() or not t.any() or neighbours < 1:
        raise ParameterError(
            f"{int(t.sum())} of {len(t)} samples carry the artefact, {neighbours} neighbours each; matching needs "
            "samples with it and without, and a positive number of neighbours"
        )
    flat = activation.flatten(1)
    flat = flat.to(torch.promote_types(flat.dtype, torch.float32))
    with_it, without_it = flat[t], flat[~t]
    mine = torch.zeros(len(without_it), dtype=torch.bool) if own is None else own.to(torch.bool)
    mine = mine.to(flat.device)
    rows = torch.cat([with_it, without_it[mine]])
    distance = torch.cdist(rows, without_it).square()
    # None is its own neighbour.
    distance[torch.arange(len(with_it), len(rows)), mine.nonzero()[:, 0]] = torch.inf
    barred = torch.zeros(len(without_it), dtype=torch.bool, device=flat.device)
    if mine.any():  # a third of the class that carries it unnamed would be all the neighbours that there are
        v = with_it.mean(0) - without_it[mine].mean(0)
        some = without_it[mine] @ v
        barred[mine] = carrying(some, with_it @ v, torch.ones_like(some))
    along = torch.zeros(len(with_it)).to(flat), torch.zeros(len(without_it)).to(flat)
    for _ in range(ROUNDS):
        no = (
            _of_another_class(
                distance.masked_fill(barred, torch.inf), mine & ~barred, len(with_it), neighbours
            )
            | barred
        )
        apart = distance[: len(with_it)] - (along[0][:, None] - along[1]).square()
        weight = _shared(apart.masked_fill(no, torch.inf), neighbours)
        v = with_it.mean(0) - weight @ without_it
        v = v / v.norm().clamp(min=torch.finfo(v.dtype).tiny)
        along = with_it @ v, without_it @ v
        barred = carrying(along[1], along[0], weight)
    return weight


def _of_another_class(distance: Tensor, own: Tensor, count: int, neighbours: int) -> Tensor:
    """Which columns are not of the class that each of the first `count` rows is taken for: the artefact's, or others.

    The other rows are samples of the artefact's class, which tell how near to others such a sample usually is. What the
    artefact adds to all distances of a row goes out of their difference.
    """
    if int(own.sum()) <= neighbours or bool(own.all()):
        return torch.zeros_like(distance[:count], dtype=torch.bool)
    near = [part.topk(min(neighbours, part.shape[1]), dim=1, largest=False).values.mean(1)
            for part in (distance[:, own], distance[:, ~own])]  # fmt: skip
    nearer = near[1] - near[0]
    known = nearer[count:][nearer[count:].isfinite()]
    other = nearer[:count] < (known.quantile(USUAL) if len(known) else -torch.inf)
    return other[:, None] == own


def carrying(component: Tensor, present: Tensor, weight: Tensor) -> Tensor:
    """Which samples lie on the artefact's side, though they were not named: nearer to those with it than to the others.

    component, weight: v · h and w of the samples without it; present: v · h of those with it. None where the two groups
    are less than four standard deviations apart, or where hardly any would be left.
    """
    found = component > ((weight * component).sum() / weight.sum() + present.mean()) / 2
    rest = weight * ~found  # those that are found would widen the spread that they are found by
    mass = rest.sum().clamp(min=torch.finfo(rest.dtype).tiny)
    absent = (rest * component).sum() / mass
    spread = (present.var(correction=0) + (rest * (component - absent).square()).sum() / mass) / 2
    apart = present.mean() - absent > APART * spread.sqrt()
    return found if bool(apart) and int(found.sum()) * 2 < len(found) else torch.zeros_like(found)


def _shared(distance: Tensor, neighbours: int) -> Tensor:
    """Every row gives the same weight to its nearest columns."""
    values, nearest = distance.topk(min(neighbours, distance.shape[1]), dim=1, largest=False)
    there = values.isfinite().to(distance.dtype)
    share = there / there.sum(1, keepdim=True).clamp(min=1) / len(distance)
    weight = torch.zeros(distance.shape[1], dtype=distance.dtype, device=distance.device)
    weight.index_add_(0, nearest.flatten(), share.flatten())
    return weight / weight.sum()
