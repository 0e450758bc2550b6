"""Running what works element by element: into memory that is there, and chains piece by piece.

A piece is so small that whatever a chain computes in it stays in the cache. Every operator of a chain rounds each
number for itself, so pieces change no bit.
"""

from collections.abc import Callable, Sequence
from functools import partial, reduce
from typing import Any

import torch
from torch import Tensor

from lrpfx.graph import Attrs, Eqn
from lrpfx.liveness import Step
from lrpfx.ops import dtype_of, least

PIECES = {"cpu": 1 << 15}
"""Numbers in a piece by device and thread: what torch gives one thread at least, and of which the cache of a core
holds a few; two threads' worth in any case."""
ELSEWHERE = 1 << 22
"""On all other devices, where every kernel takes its time to start."""


Run = Callable[..., tuple[Tensor, ...]]
"""From the arguments of a step to its results."""


def bind_step(step: Step) -> Run:
    """A function that runs a chain, or an equation whose result goes into the memory of an argument."""
    names = [a.name for a in step.arguments]
    places = {name: i for i, name in enumerate(names)}
    for eqn in step.eqns:
        places[eqn.out.name] = len(places)
    links = [_Link.of(eqn, places) for eqn in step.eqns]
    hosts = {places[result]: places[argument] for result, argument in step.into.items()}
    kept = [places[v.name] for v in step.results]
    alike = all(a.shape == step.eqns[0].out.shape for a in step.arguments)
    return partial(_run, links, hosts, kept, alike)


class _Link:
    """One equation of a chain: a kernel, and where its arguments and its result are."""

    __slots__ = ("args", "dtype", "kernel", "out")

    def __init__(
        self, kernel: Callable[..., object], args: tuple[int, ...], out: int, dtype: torch.dtype
    ) -> None:
        self.kernel, self.args, self.out, self.dtype = kernel, args, out, dtype

    @classmethod
    def of(cls, eqn: Eqn, places: dict[str, int]) -> "_Link":
        args = tuple(places[a.name] for a in eqn.args if a is not None)
        return cls(_kernel(eqn.op, eqn.attrs), args, places[eqn.out.name], dtype_of(eqn.out.dtype))


def _run(
    links: Sequence[_Link], hosts: dict[int, int], kept: Sequence[int], alike: bool, *args: Tensor
) -> tuple[Tensor, ...]:
    size = _size(args[0].device)
    whole = not alike or args[0].numel() <= 2 * size
    arrays: list[Tensor] = list(args) if whole else _alike(args)
    arrays += [arrays[0]] * len(links)
    for link in links:
        dtype = _dtype(link, arrays)
        if link.out in hosts and arrays[hosts[link.out]].dtype == dtype:
            arrays[link.out] = arrays[hosts[link.out]]
        elif whole or link.out in kept or link.out in hosts:
            arrays[link.out] = torch.empty_like(arrays[0], dtype=dtype)
        else:
            arrays[link.out] = arrays[0].new_empty(size, dtype=dtype)
    if whole:
        _each(links, arrays)
    else:
        _pieces(links, arrays, size, {*range(len(args)), *kept})
    return tuple(arrays[place] for place in kept)


def _size(device: torch.device) -> int:
    """Numbers in a piece: every thread has a part of it in its cache."""
    each = PIECES.get(device.type)
    return ELSEWHERE if each is None else each * max(2, torch.get_num_threads())


def _dtype(link: _Link, arrays: Sequence[Tensor]) -> torch.dtype:
    """That of the result: as the graph says, or as the arguments say where a model casts to another precision."""
    given = [arrays[place].dtype for place in link.args]
    floats = [dtype for dtype in given if dtype.is_floating_point]
    if not link.dtype.is_floating_point or not floats or link.dtype in floats:
        return link.dtype
    return reduce(torch.promote_types, floats)


def _each(links: Sequence[_Link], arrays: Sequence[Tensor]) -> None:
    for link in links:
        link.kernel(*(arrays[place] for place in link.args), out=arrays[link.out])


def _pieces(links: Sequence[_Link], arrays: Sequence[Tensor], size: int, long: set[int]) -> None:
    """Arrays in `long` are cut into pieces of a size; the others are one piece each, used again and again."""
    cut = {place: torch.split(_flat(arrays[place]), size) for place in long}
    now = list(arrays)
    for number, first in enumerate(cut[0]):
        for place, pieces in cut.items():
            now[place] = pieces[number]
        if first.numel() < size:  # the last one
            now = [array if place in long else array[: first.numel()] for place, array in enumerate(now)]
        _each(links, now)


def _flat(array: Tensor) -> Tensor:
    return array.as_strided((array.numel(),), (1,))


def _alike(args: Sequence[Tensor]) -> list[Tensor]:
    """The arguments in one order of memory, without gaps: that of the first that has none."""
    first = next((a for a in args if _dense(a)), None)
    if first is None:
        first = args[0].contiguous()
    strides = first.stride()
    return [a if a.stride() == strides else torch.empty_like(first, dtype=a.dtype).copy_(a) for a in args]


def _dense(array: Tensor) -> bool:
    """Whether every number has a place of its own, and there is no gap between them."""
    size = 1
    for stride, length in sorted(zip(array.stride(), array.shape, strict=True)):
        if length == 1:
            continue
        if stride != size:
            return False
        size *= length
    return True


# ---- kernels: what an operator is called with the memory of its result ------------------------------------------


def _kernel(op: str, attrs: Attrs) -> Callable[..., object]:
    given: dict[str, Any] = dict(attrs)
    if op == "threshold_backward":
        return partial(_threshold_backward, threshold=given["threshold"])
    if op == "stabilize":
        return partial(_stabilize, epsilon=given["epsilon"], clip=bool(given.get("clip")))
    if op == "where.ScalarOther":
        return partial(_where, other=given["other"])
    if op == "relu":
        return partial(torch.clamp_min, min=0)
    return partial(getattr(torch, op.split(".", 1)[0]), **given)


def _threshold_backward(g: Tensor, x: Tensor, *, out: Tensor, threshold: float) -> Tensor:
    result: Tensor = torch.ops.aten.threshold_backward.grad_input(g, x, threshold, grad_input=out)
    return result


def _where(condition: Tensor, x: Tensor, *, out: Tensor, other: float) -> Tensor:
    if other or condition.dtype != torch.bool:
        return torch.where(condition, x, x.new_full((), other), out=out)
    # Bytes become numbers faster than truth does.
    kept = torch.empty_like(x).copy_(condition.view(torch.uint8))
    return _threshold_backward(x, kept, out=out, threshold=0)


def _stabilize(z: Tensor, *, out: Tensor, epsilon: float, clip: bool) -> Tensor:
    amount = max(epsilon, least(z.dtype)) if epsilon else 0.0
    if clip:
        return torch.where(z < 0, z.clamp(max=-amount), z.clamp(min=amount), out=out)
    sign = torch.copysign(z.new_full((), amount), z + 0.0)  # -0 + 0 is 0, whose sign is 1
    return torch.add(sign, z, out=out)
