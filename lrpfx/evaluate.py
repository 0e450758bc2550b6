"""Graph x Params x inputs -> outputs. Frees every value at its last use."""

import copy
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import torch
from torch import Tensor

from lrpfx.chain import bind_step
from lrpfx.errors import InputError, NonFiniteError
from lrpfx.graph import Batch, Eqn, Graph, Var, check_values, place
from lrpfx.kernels import kernel
from lrpfx.liveness import Step, links, steps
from lrpfx.ops import bind, dtype_name, is_open, resolve
from lrpfx.stop import Stopped, heard

Seed = Callable[[Tensor], Tensor]
"""Relevance of the output as a function of the output."""


def evaluate(
    graph: Graph, params: Mapping[str, Tensor], *inputs: Tensor | Seed, differentiable: bool = False
) -> tuple[Tensor, ...]:
    """Run `graph`.

    Args:
        graph: from `trace`, `canonize` or `relevance_graph`.
        params: the tensors of its parameters, by name.
        inputs: one tensor per input of the graph, all with the same batch size. The last may be a function of the
            graph's first output, called once that output is known: so relevance of the output can depend on it.
        differentiable: whether the outputs can be differentiated with respect to inputs and parameters.

    Returns:
        The outputs of the graph. For a relevance graph: the output, and the relevance of each input.

    Raises:
        InputError: if an input does not fit.

    >>> import torch, lrpfx
    >>> graph, params = lrpfx.trace(torch.nn.Linear(3, 2), torch.ones(1, 3))
    >>> lrpfx.evaluate(graph, params, torch.ones(5, 3))[0].shape
    torch.Size([5, 2])
    """
    run = _Run(graph, params, inputs, differentiable)
    run.steps(_plan(graph, reuse=not differentiable))
    return run.outputs()


def evaluate_each(
    graph: Graph, params: Mapping[str, Tensor], *inputs: Tensor, seeds: Sequence[Tensor | Seed]
) -> Iterator[tuple[Tensor, ...]]:
    """Run `graph` once for every value of its last input; what does not depend on it is computed once.

    For a relevance graph: the forward half is shared by several relevances of the output.
    """
    before, after = _halves(graph)
    start = _Run(graph, params, (*inputs, _unknown))
    start.steps(before)
    for seed in seeds:
        run = start.fork(seed)
        run.steps(after)
        yield run.outputs()


def first_nonfinite(
    graph: Graph, params: Mapping[str, Tensor], *inputs: Tensor | Seed
) -> NonFiniteError | None:
    """The error that names the first equation whose result holds NaN or infinity; None if all are finite."""
    run = _Run(graph, params, inputs)
    try:
        run.steps(_plan(graph, reuse=False), watch=_refuse_nonfinite)
    except NonFiniteError as error:
        return error
    return None


# ---- the plan: what to run, what to free after it, and which memory to write to -----------------------------------


@dataclass(frozen=True)
class _Stage:
    """A step that is ready to run: from which values to which, and whether it waits for the last input."""

    step: Step
    run: Callable[..., Any] | None  # None where attributes wait for the batch size
    args: tuple[str | None, ...]
    results: tuple[str, ...]
    waits: bool


@lru_cache(maxsize=64)
def _plan(graph: Graph, reuse: bool = True) -> tuple[_Stage, ...]:
    return _stages(graph, graph.eqns, kept={v.name for v in graph.outputs}, reuse=reuse)


@lru_cache(maxsize=64)
def _halves(graph: Graph) -> tuple[tuple[_Stage, ...], tuple[_Stage, ...]]:
    """The equations that do not depend on the last input, and those that do."""
    late = {graph.inputs[-1].name}
    before: list[Eqn] = []
    after: list[Eqn] = []
    for eqn in graph.eqns:
        waits = any(a is not None and a.name in late for a in eqn.args)
        (after if waits else before).append(eqn)
        late.update(v.name for v in eqn.outs if waits)
    outputs = {v.name for v in graph.outputs}
    needed = outputs | {a.name for e in after for a in e.args if a is not None}
    return _stages(graph, before, kept=needed), _stages(graph, after, kept=outputs | (needed - late))


def _stages(graph: Graph, eqns: Sequence[Eqn], kept: Set[str], reuse: bool = True) -> tuple[_Stage, ...]:
    last = graph.inputs[-1].name
    return tuple(_stage(last, step, reuse) for step in steps(eqns, kept, last, reuse))


def _stage(last: str, step: Step, reuse: bool) -> _Stage:
    run: Callable[..., Any] | None
    if reuse and (step.into or links(step.eqns[0])):
        run = bind_step(step)
        args: tuple[str | None, ...] = tuple(a.name for a in step.arguments)
    else:
        eqn = step.eqns[0]
        unread = {v.name for v in eqn.outs[1:]} <= set(step.frees)
        run = None if is_open(eqn.attrs) else kernel(eqn.op, eqn.attrs, len(eqn.args), unread)
        args = tuple(None if a is None else a.name for a in eqn.args)
    return _Stage(step, run, args, tuple(v.name for v in step.results), last in args)


class _Run:
    """The values of a graph while it runs."""

    def __init__(
        self,
        graph: Graph,
        params: Mapping[str, Tensor],
        inputs: Sequence[Tensor | Seed],
        differentiable: bool = False,
    ) -> None:
        self.graph, self.differentiable = graph, differentiable
        self.batch = _check_inputs(graph, inputs)
        check_values(graph, params)
        self.env: dict[str, Any] = {v.name: params[v.name] for v in graph.params}
        self.env.update(zip((v.name for v in graph.inputs), inputs, strict=True))
        self.seed = graph.inputs[-1].name

    def fork(self, seed: Tensor | Seed) -> "_Run":
        """A run that goes on from here with another last input."""
        run = copy.copy(self)
        run.env = {**self.env, self.seed: seed}
        if isinstance(seed, Tensor):
            _check_input(self.graph.inputs[-1], seed, self.batch)
        return run

    def steps(
        self,
        stages: Sequence[_Stage],
        watch: Callable[[Eqn, Sequence[Tensor], Mapping[str, Any]], None] | None = None,
    ) -> None:
        with plain_arithmetic(self.env.values(), self.differentiable):
            asked = heard()
            for stage in stages:
                if asked is not None and asked():
                    raise Stopped
                self._step(stage, watch)

    def _step(
        self, stage: _Stage, watch: Callable[[Eqn, Sequence[Tensor], Mapping[str, Any]], None] | None
    ) -> None:
        env, eqn = self.env, stage.step.eqns[0]
        if stage.waits:
            self._start()
        run = stage.run or bind(eqn.op, resolve(eqn.attrs, self.batch), len(eqn.args))
        results = run(*[None if name is None else env[name] for name in stage.args])
        if not isinstance(results, tuple | list):
            results = (results,)
        if watch is not None:
            watch(eqn, results, env)
        env.update(zip(stage.results, results, strict=False))
        for name in stage.step.frees:
            env.pop(name, None)

    def _start(self) -> None:
        """The last input, now that the output is known."""
        if callable(self.env[self.seed]):
            self.env[self.seed] = self.env[self.seed](self.env[self.graph.outputs[0].name])

    def outputs(self) -> tuple[Tensor, ...]:
        if any(v.name == self.seed for v in self.graph.outputs):
            self._start()
        return tuple(self.env[v.name] for v in self.graph.outputs)


@contextmanager
def plain_arithmetic(values: Iterable[Any], differentiable: bool = False) -> Iterator[None]:
    """Every operation in the precision of its operands, recorded for differentiation only where that is asked for."""
    devices = {v.device.type for v in values if isinstance(v, Tensor)} - {"meta"}
    with ExitStack() as stack:
        stack.enter_context(torch.inference_mode(False))
        stack.enter_context(torch.set_grad_enabled(differentiable))
        for device in sorted(devices):
            stack.enter_context(torch.autocast(device, enabled=False))
        yield


def _unknown(output: Tensor) -> Tensor:
    raise AssertionError("the half before the seed does not read it")


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
