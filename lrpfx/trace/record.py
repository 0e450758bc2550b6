"""Recording: the forward of a structural copy, run once on fake tensors, as fx nodes with their places."""

import copy
import logging
import os
import sys
import types
import warnings
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, ClassVar

import torch
from torch import Tensor, fx, nn
from torch._subclasses.fake_tensor import FakeTensorMode
from torch.fx.experimental.proxy_tensor import get_proxy_mode, make_fx
from torch.fx.experimental.symbolic_shapes import DimDynamic, ShapeEnv, StatelessSymbolicContext
from torch.overrides import TorchFunctionMode
from torch.utils._python_dispatch import TorchDispatchMode

from lrpfx.errors import InputError, LrpfxError, TraceError
from lrpfx.evaluate import plain_arithmetic
from lrpfx.graph import in_words
from lrpfx.structure import Structure
from lrpfx.trace.flexible import uncompiled
from lrpfx.trace.in_place import counterpart, mutates, replace_steps
from lrpfx.trace.spellings import spell

Places = dict[fx.Node, tuple[str, str]]
"""Module path and `file:line` of fx nodes."""

Pick = Callable[[Any], Tensor]
"""Takes the tensor to be explained out of what a forward returns."""


class ForwardError(Exception):
    """The forward raises, or does what a graph cannot express.

    `depends_on_values` tells whether it wanted to know the values of a tensor.
    """

    def __init__(self, message: str, depends_on_values: bool = False) -> None:
        super().__init__(message)
        self.depends_on_values = depends_on_values


@dataclass
class Recorded:
    """What fx recorded, and what its placeholders stand for."""

    traced: fx.GraphModule  # the nodes, and the tensors that the forward itself created
    names: list[str]  # of the placeholders: the parameters', then the inputs'
    tensors: dict[str, Tensor]  # the parameters' real values
    inputs: tuple[str, ...]  # the names of the inputs
    batch_symbol: Any = None
    batch: int = 0
    where: Places = field(default_factory=dict)


def record(
    model: nn.Module,
    structure: Structure,
    xs: Sequence[Tensor],
    symbolic: bool,
    pick: Pick,
    compiling: bool = False,
) -> Recorded:
    """Run the forward of a structural copy on fake tensors under make_fx; `pick` takes one tensor of the result.

    `compiling` is what `torch.compiler.is_compiling()` says meanwhile: libraries then leave out checks of values.
    """
    shapes = _Sizes() if symbolic else None
    mode = FakeTensorMode(shape_env=shapes, allow_non_fake_inputs=True)
    tensors, batch = tensors_of(model), batch_size(xs)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        fakes = {name: _fake(mode, tensor) for name, tensor in tensors.items()}
        # sizes that are "duck" are equal where they are equal in the example; a single one need not be
        kind = DimDynamic.DYNAMIC if len(xs) == 1 else DimDynamic.DUCK
        opens = [symbolic and x.ndim > 0 and x.shape[0] == batch for x in xs]
        examples = [
            _fake_example(mode, x, kind if opened else None) for x, opened in zip(xs, opens, strict=True)
        ]
    clone = _copy_structure(model, tensors, fakes)
    modules = {id(m): name for name, m in clone.named_modules()}
    where: Places = {}

    def forward(*args: Tensor) -> Any:
        with _Spell(), _Locate(where, lambda: _locate(modules)):
            positional, keywords = structure.arguments(args[len(fakes) :])
            return pick(clone(*positional, **keywords))

    with (
        plain_arithmetic(xs),
        mode,
        _quiet(),
        _attention_in_parts(),
        uncompiled(),
        _said_to_compile(compiling),
    ):
        try:
            traced = make_fx(forward)(*fakes.values(), *examples)
            for _ in range(2):  # torch decomposes some operators into steps in place
                if replace_steps(traced):
                    break
                traced, where = _replay(traced, where, *fakes.values(), *examples)
        except LrpfxError:
            raise
        except Exception as error:  # the user's code runs here: anything may be raised
            raise _failure(error, modules) from error
    if not replace_steps(traced):
        raise ForwardError("an operation in place cannot be expressed by values")
    symbol = None
    if shapes is not None:
        sizes: list[Any] = [e.shape[0] for e in examples if e.ndim]
        symbol = next(size.node.expr for size in sizes if isinstance(size, torch.SymInt))
        if symbol in shapes.replacements or shapes.asked:
            raise ForwardError("the forward fixes the batch size")
    names = _free(structure.names, tensors)
    return Recorded(traced, [*tensors, *names], tensors, names, symbol, batch, where)


def batch_size(xs: Sequence[Tensor]) -> int:
    """The first size of the first input of floating point, or of the first input."""
    first = next((x for x in xs if x.is_floating_point()), xs[0])
    return first.shape[0] if first.ndim else 1


def _free(names: Sequence[str], taken: Collection[str]) -> tuple[str, ...]:
    """The names of the inputs, numbered where a parameter has the same."""
    free: list[str] = []
    for name in names:
        candidates = (name, *(f"{name}_{i}" for i in range(len(taken) + len(names))))
        free.append(next(c for c in candidates if c not in taken and c not in free))
    return tuple(free)


@contextmanager
def _attention_in_parts() -> Iterator[None]:
    """Attention as the matrix products and the softmax that it is, not as one operator of a back end."""
    fast = torch.backends.mha.get_fastpath_enabled()
    torch.backends.mha.set_fastpath_enabled(False)
    try:
        with torch.nn.attention.sdpa_kernel(torch.nn.attention.SDPBackend.MATH):
            yield
    finally:
        torch.backends.mha.set_fastpath_enabled(fast)


@contextmanager
def _said_to_compile(compiling: bool) -> Iterator[None]:
    """`torch.compiler.is_compiling()`, which libraries ask before they look at values, says that it is."""
    before = torch.compiler._is_compiling_flag
    torch.compiler._is_compiling_flag = before or compiling
    try:
        yield
    finally:
        torch.compiler._is_compiling_flag = before


class _Sizes(ShapeEnv):
    """Symbolic sizes, and whether the forward took a path because of one.

    Inside an operator (below `__torch_dispatch__`) torch asks for sizes to choose a kernel, which changes no result.
    """

    asked = False

    def evaluate_expr(self, *args: Any, **kwargs: Any) -> Any:
        before = len(self.guards)
        answer = super().evaluate_expr(*args, **kwargs)
        if len(self.guards) > before:
            frame: types.FrameType | None = sys._getframe(1)
            while frame is not None and frame.f_code.co_name != "__torch_dispatch__":
                if frame.f_code.co_filename.startswith(_HERE):
                    self.asked = True
                    break
                frame = frame.f_back
        return answer


def _replay(traced: fx.GraphModule, where: Places, *args: Tensor) -> tuple[fx.GraphModule, Places]:
    """Record a recording once more, by values: torch.func.functionalize knows what shares memory with what."""
    interpreter = _Replay(traced)
    places: Places = {}

    def forward(*values: Tensor) -> Any:
        with _Locate(places, lambda: where.get(interpreter.at, ("", ""))):
            return interpreter.run(*values)

    return make_fx(torch.func.functionalize(forward, remove="mutations"))(*args), places


class _Replay(fx.Interpreter):
    """Runs fx nodes and knows which one it is at."""

    at: fx.Node

    def run_node(self, n: fx.Node) -> Any:
        self.at = n
        return super().run_node(n)

    def call_function(self, target: Any, args: Any, kwargs: Any) -> Any:
        """A step in place is written as copy_(x, f(x)), which functionalization knows for open sizes."""
        operator = counterpart(target, args) if mutates(self.at) else None
        if operator is None or operator is torch.ops.aten.copy.default:
            return super().call_function(target, args, kwargs)
        return args[0].copy_(operator(*args, **kwargs))


@contextmanager
def _quiet() -> Iterator[None]:
    """The copy's forward warns and logs in silence: the user sees what the real one has to say."""
    log = logging.getLogger("torch._subclasses.fake_tensor")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        log.addFilter(_nothing)
        try:
            yield
        finally:
            log.removeFilter(_nothing)


def _nothing(record: logging.LogRecord) -> bool:
    return False


def tensors_of(model: nn.Module) -> dict[str, Tensor]:
    """Every tensor of the model by its first name: parameters, buffers, and plain attributes."""
    found: dict[int, tuple[str, Tensor]] = {}
    for prefix, module in model.named_modules():
        own = {**module._parameters, **module._buffers, **vars(module)}
        for name, value in own.items():
            if isinstance(value, Tensor) and id(value) not in found:
                found[id(value)] = (f"{prefix}.{name}" if prefix else name, value)
    if any(isinstance(t, nn.UninitializedParameter) for _, t in found.values()):
        raise InputError("the model has lazy parameters without values; call it once before it is explained")
    packed = next((name for name, m in model.named_modules() if hasattr(m, "_packed_params")), None)
    if packed is not None:
        raise InputError(
            f"module `{packed}` is quantized: its weights are packed for a back end, and relevance needs them as"
            " numbers. Explain the model that it was made from"
        )
    return dict(found.values())


def _copy_structure(
    model: nn.Module, tensors: Mapping[str, Tensor], fakes: Mapping[str, Tensor]
) -> nn.Module:
    """The module tree with fake tensors in the place of the real ones; nothing of the model is shared but hooks."""
    memo: dict[int, Any] = {id(tensor): fakes[name] for name, tensor in tensors.items()}
    try:
        clone: nn.Module = copy.deepcopy(model, memo)
    except Exception as error:
        raise TraceError(
            f"the structure of {type(model).__name__} cannot be copied, which tracing needs to leave the model alone: "
            f"{type(error).__name__}: {error}. Give the modules a `__deepcopy__`, or take the attribute out."
        ) from error
    return _uncompiled(clone).eval()


def _uncompiled(model: nn.Module) -> nn.Module:
    """Every part that went through torch.compile as the module that it was."""
    # Slow to import, and nothing is compiled without it.
    compiler = sys.modules.get("torch._dynamo.eval_frame")
    if compiler is None:
        return model
    compiled: type[nn.Module] = compiler.OptimizedModule
    for parent in list(model.modules()):
        for name, child in list(parent.named_children()):
            if isinstance(child, compiled):
                setattr(parent, name, child._orig_mod)
    original = model._orig_mod if isinstance(model, compiled) else model
    assert isinstance(original, nn.Module)
    return original


def _fake(mode: FakeTensorMode, tensor: Tensor) -> Tensor:
    """A tensor of the same shape without memory; a parameter stays a parameter."""
    fake: Tensor = mode.from_tensor(tensor.detach(), static_shapes=True)
    return nn.Parameter(fake, requires_grad=False) if isinstance(tensor, nn.Parameter) else fake


_BATCH = 11
"""The batch size that stands for any: unlike 1 it is not special, unlike 3 it is no other size of common models."""


def _fake_example(mode: FakeTensorMode, x: Tensor, batch: DimDynamic | None) -> Tensor:
    """An example without memory, of the batch size of `x` or of any; all inputs have the same."""
    if batch is None:
        return mode.from_tensor(x.detach(), static_shapes=True)
    example = torch.empty((_BATCH, *x.shape[1:]), dtype=x.dtype, device=x.device)
    dims = [batch] + [DimDynamic.STATIC] * (x.ndim - 1)
    context: Any = StatelessSymbolicContext(dynamic_sizes=dims)
    fake: Tensor = mode.from_tensor(example, symbolic_context=context)
    return fake


_HINTS = (nn.modules.transformer._detect_is_causal_mask.__code__,)
"""Functions of torch that look at values to choose a faster kernel: the answer "no" changes no result."""


class _Spell(TorchFunctionMode):
    """Calls functions by their spelling, and refuses to hand values to NumPy or Python: a result computed there would
    be a constant of the graph.
    """

    _EXITS: ClassVar[set[Any]] = {Tensor.numpy, Tensor.__array__, Tensor.tolist}

    def __torch_function__(
        self, func: Any, types: Any, args: Sequence[Any] = (), kwargs: Mapping[str, Any] | None = None
    ) -> Any:
        if func in self._EXITS:
            raise ForwardError(f"`{func.__name__}` takes values out of torch", depends_on_values=True)
        if func is Tensor.__bool__ and sys._getframe(1).f_code in _HINTS:
            return False
        kwargs = dict(kwargs or {})
        spelling = spell(func, args, kwargs)
        if spelling is None:
            return func(*args, **kwargs)
        with self:  # a spelling may call functions that have one
            return spelling(*args, **kwargs)


class _Locate(TorchDispatchMode):  # type: ignore[no-untyped-call]  # torch's __init_subclass__
    """Notes for every fx node which module and which line of the user's code it came from."""

    def __init__(self, where: Places, locate: Callable[[], tuple[str, str]]) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.where, self.locate = where, locate

    def __torch_dispatch__(
        self, func: Any, types: Any, args: Sequence[Any] = (), kwargs: Mapping[str, Any] | None = None
    ) -> Any:
        result = func(*args, **(kwargs or {}))
        place: tuple[str, str] | None = None
        mode = get_proxy_mode()
        nodes: Any = mode.tracer.graph.nodes if mode is not None else ()
        for node in reversed(nodes):
            if node in self.where or node.op == "placeholder":
                break
            place = place or self.locate()
            self.where[node] = place
        return result


_LIBRARY = os.path.dirname(torch.__file__) + os.sep
_HERE = os.path.dirname(__file__) + os.sep


def _locate(modules: Mapping[int, str]) -> tuple[str, str]:
    """The innermost module and the innermost line outside torch on the stack; torch's own line if there is none."""
    frames = []
    frame: types.FrameType | None = sys._getframe(3)
    while frame is not None and not (
        frame.f_code.co_filename.startswith(_HERE) and frame.f_code.co_name == "forward"
    ):
        frames.append((frame, frame.f_lineno))
        frame = frame.f_back
    return _place(frames, modules)


def _place(frames: Sequence[tuple[types.FrameType, int]], modules: Mapping[int, str]) -> tuple[str, str]:
    """Module path and `file:line`, from frames, the innermost first."""
    module = source = inside = ""
    for frame, line in frames:
        code = frame.f_code
        if not module and code.co_varnames[:1] == ("self",) and id(frame.f_locals.get("self")) in modules:
            module = modules[id(frame.f_locals["self"])]
            inside = inside or f"{os.path.basename(code.co_filename)}:{line}"
        if not source and not code.co_filename.startswith((_LIBRARY, _HERE, "<")):
            source = f"{os.path.basename(code.co_filename)}:{line}"
        if source and module:
            break
    return module, source or inside


def _failure(error: Exception, modules: Mapping[int, str]) -> ForwardError:
    """What was raised, the module and the user's line that raised it."""
    frames, tb = [], error.__traceback__
    while tb is not None:
        frames.append((tb.tb_frame, tb.tb_lineno))
        tb = tb.tb_next
    module, source = _place(frames[::-1], modules)
    message = str(error).strip().split("\n")[0]
    place = f"in {in_words(module, source)}: " if source else ""
    depends = isinstance(error, ForwardError) or any(
        word in type(error).__name__ for word in ("DataDependent", "DynamicOutputShape")
    )
    kind = "" if isinstance(error, ForwardError) else f"{type(error).__name__}: "
    return ForwardError(f"{place}{kind}{message}", depends)
