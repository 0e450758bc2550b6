"""Runs of a relevance graph on a batch, part by part where the batch is large (see `parts`)."""

from collections.abc import Iterator, Mapping, Sequence

import torch
from torch import Tensor

from lrpfx.evaluate import evaluate, evaluate_each
from lrpfx.graph import Graph
from lrpfx.start import Start


def run(
    graph: Graph,
    params: Mapping[str, Tensor],
    inputs: Sequence[Tensor],
    start: Start,
    size: int,
    differentiable: bool = False,
) -> Sequence[Tensor]:
    """The results of `graph`, of at most `size` samples after the other."""
    starts = start.parts(length(inputs), size)
    if len(starts) == 1:
        return evaluate(graph, params, *inputs, start, differentiable=differentiable)
    results = [
        evaluate(graph, params, *(v[i * size : (i + 1) * size] for v in inputs), each)
        for i, each in enumerate(starts)
    ]
    start.join(starts)
    return [torch.cat(of_parts) for of_parts in zip(*results, strict=True)]


def run_each(
    graph: Graph, params: Mapping[str, Tensor], inputs: Sequence[Tensor], starts: Sequence[Start], size: int
) -> Iterator[Sequence[Tensor]]:
    """The same for several relevances of the output; each part's forward half is run once."""
    batch = length(inputs)
    parted = [start.parts(batch, size) for start in starts]
    if any(len(own) == 1 for own in parted):
        yield from evaluate_each(graph, params, *inputs, seeds=starts)
        return
    runs = [
        list(evaluate_each(graph, params, *(v[i : i + size] for v in inputs), seeds=seeds))
        for i, seeds in zip(range(0, batch, size), zip(*parted, strict=True), strict=True)
    ]
    for start, own, results in zip(starts, parted, zip(*runs, strict=True), strict=True):
        start.join(own)
        yield [torch.cat(of_parts) for of_parts in zip(*results, strict=True)]


def length(inputs: Sequence[Tensor]) -> int:
    """How many samples may be parted."""
    return inputs[0].shape[0] if inputs[0].ndim else 1
