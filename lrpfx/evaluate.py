"""Graph x Params x inputs -> outputs. Frees every value at its last use."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import torch
from torch import Tensor

from lrpfx.errors import InputError, NonFiniteError
from lrpfx.graph import Batch, Eqn, Graph, Var, place
from lrpfx.ops import bind, dtype_name, is_open, resolve

Seed = Callable[[Tensor], Tensor]
"""Relevance of the output as a function of the output."""


def evaluate(graph: Graph, params: Mapping[str, Tensor], *inputs: Tensor | Seed) -> tuple[Tensor, ...]:
    """Run `graph`.

    Args:
        graph: from `trace`, `canonize` or `relevance_graph`.
        params: the tensors of its parameters, by name.
        inputs: one tensor per input of the graph, all with the same batch size. The last may be a function of the
            graph's first output, called once that output is known: so relevance of the output can depend on it.

    Returns:
        The outputs of the graph. For a relevance graph: the output, and the relevance of each input.

    Raises:
        InputError: if an input does not fit.

    >>> import torch, lrpfx
    >>> graph, params = lrpfx.trace(torch.nn.Linear(3, 2), torch.ones(1, 3))
    >>> lrpfx.evaluate(graph, params, torch.ones(5, 3))[0].shape
    torch.Size([5, 2])
    """
    batch = _check_inputs(graph, inputs)
    with torch.inference_mode(False), torch.no_grad():
        return _run(_plan(graph), graph, params, inputs, batch)


def first_nonfinite(
    graph: Graph, params: Mapping[str, Tensor], *inputs: Tensor | Seed
) -> NonFiniteError | None:
    """The error that names the first equation whose result holds NaN or infinity; None if all are finite."""
    batch = _check_inputs(graph, inputs)
    with torch.inference_mode(False), torch.no_grad():
        try:
            _run(_plan(graph), graph, params, inputs, batch, watch=_refuse_nonfinite)
        except NonFiniteError as error:
            return error
    return None


# ---- the plan: what to run, and what to free after it -----------------------------------------------------------


@dataclass(frozen=True)
class _Step:
    eqn: Eqn
    run: Callable[..., Any] | None  # None where attributes wait for the batch size
    frees: tuple[str, ...]


@lru_cache(maxsize=64)
def _plan(graph: Graph) -> tuple[_Step, ...]:
    last: dict[str, int] = {}
    for i, eqn in enumerate(graph.eqns):
        last.update((v.name, i) for v in eqn.outs)
        last.update((a.name, i) for a in eqn.args if a is not None)
    for var in graph.outputs:
        last.pop(var.name, None)
    dying: dict[int, list[str]] = {}
    for name, i in last.items():
        dying.setdefault(i, []).append(name)
    return tuple(
        _Step(
            eqn,
            None if is_open(eqn.attrs) else bind(eqn.op, eqn.attrs, len(eqn.args)),
            tuple(dying.get(i, ())),
        )
        for i, eqn in enumerate(graph.eqns)
    )


def _run(
    plan: Sequence[_Step],
    graph: Graph,
    params: Mapping[str, Tensor],
    inputs: Sequence[Tensor | Seed],
    batch: int,
    watch: Callable[[Eqn, Sequence[Tensor], Mapping[str, Any]], None] | None = None,
) -> tuple[Tensor, ...]:
    env: dict[str, Any] = {v.name: params[v.name] for v in graph.params}
    env.update(zip((v.name for v in graph.inputs), inputs, strict=True))
    seed = graph.inputs[-1].name if callable(inputs[-1]) else None
    for step in plan:
        eqn = step.eqn
        if seed is not None and any(a is not None and a.name == seed for a in eqn.args):
            env[seed] = env[seed](env[graph.outputs[0].name])
            seed = None
        run = step.run or bind(eqn.op, resolve(eqn.attrs, batch), len(eqn.args))
        results = run(*(None if a is None else env[a.name] for a in eqn.args))
        results = results if isinstance(results, tuple | list) else (results,)
        if watch is not None:
            watch(eqn, results, env)
        env.update(zip((v.name for v in eqn.outs), results, strict=False))
        for name in step.frees:
            env.pop(name, None)
    if seed is not None and any(v.name == seed for v in graph.outputs):
        env[seed] = env[seed](env[graph.outputs[0].name])
    return tuple(env[v.name] for v in graph.outputs)


def _refuse_nonfinite(eqn: Eqn, results: Sequence[Tensor], env: Mapping[str, Any]) -> None:
    out = results[0]
    if not out.is_floating_point() or bool(torch.isfinite(out).all()):
        return
    what = "NaN" if bool(out.isnan().any()) else "infinity"
    half = "relevance" if eqn.rule else "forward pass"
    rule = f" by rule `{eqn.rule}`" if eqn.rule else ""
    raise NonFiniteError(f"{what} in the {half} first appears in `{eqn.op}`{rule}, {place(eqn)}:\n  {eqn}")


# ---- checks -----------------------------------------------------------------------------------------------------


def _check_inputs(graph: Graph, inputs: Sequence[Tensor | Seed]) -> int:
    """The batch size, if the inputs fit the graph.

    Raises:
        InputError: if they do not.
    """
    if len(inputs) != len(graph.inputs):
        names = ", ".join(v.name for v in graph.inputs)
        raise InputError(f"the graph takes {len(graph.inputs)} inputs ({names}), not {len(inputs)}")
    batch: int | None = None
    for var, value in zip(graph.inputs, inputs, strict=True):
        if isinstance(value, Tensor):
            batch = _check_input(var, value, batch)
    return batch or 0


def _check_input(var: Var, value: Tensor, batch: int | None) -> int | None:
    fits = len(value.shape) == len(var.shape)
    for size, wanted in zip(value.shape, var.shape, strict=False):
        if isinstance(wanted, Batch):
            batch = size // wanted.times if batch is None else batch
            fits = fits and size == wanted.times * batch
        else:
            fits = fits and size == wanted
    if dtype_name(value.dtype) != var.dtype:
        raise InputError(
            f"`{var.name}` is {value.dtype}; the graph was traced for {var.dtype}: convert the input, or compile for it"
        )
    if not fits:
        shape = ", ".join(map(str, var.shape))
        raise InputError(f"`{var.name}` has shape {tuple(value.shape)}; the graph was traced for ({shape})")
    return batch
