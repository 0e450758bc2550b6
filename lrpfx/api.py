"""The street in one call: trace, canonize, assign rules, relevance graph, optimize, evaluate."""

import hashlib
import warnings
from collections.abc import Mapping
from dataclasses import dataclass, field

import torch
from torch import Tensor, nn

from lrpfx import composites
from lrpfx.canonize import canonize
from lrpfx.composite import Assigned, Composite
from lrpfx.errors import InputError, ModelChangedError, NonFiniteError, UnknownNameError
from lrpfx.evaluate import Seed, evaluate, first_nonfinite
from lrpfx.explanation import Explanation
from lrpfx.graph import Batch, Graph
from lrpfx.optimize import optimize as optimized
from lrpfx.relevance import relevance_graph
from lrpfx.target import Target, seed
from lrpfx.trace import tensors_of, trace

METHODS = ("lrp",)


def explain(
    model: nn.Module,
    x: Tensor,
    *,
    target: Target = None,
    composite: str | Composite = "epsilon_plus_flat",
    method: str = "lrp",
    optimize: bool = True,
) -> Explanation:
    """Explain what `model` makes of `x`: how much each input value speaks for the target.

    Args:
        model: a module that maps one tensor to (batch, classes). It is not changed, whatever happens.
        x: inputs, (batch, ...), preprocessed as the model needs them.
        target: what to explain. None is the class of the greatest output; an int, or one int per sample, is that
            class: relevance starts as its output value. A tensor shaped like the output, or a function from the
            output to one, is the relevance to start from.
        composite: which rule each operator gets: a name (see `lrpfx.composites.names()`) or a `Composite`.
        method: "lrp".
        optimize: whether to simplify the relevance graph before it runs; the result is the same.

    Returns:
        An `Explanation` with `.output`, `.relevance` (shaped like x) and `.target`.

    Raises:
        LrpfxError: see `lrpfx.errors`; every message names the place in the model and the mend.

    To explain many batches, `compile` once and call the explainer.
    """
    explainer = compile(model, x, composite=composite, method=method, optimize=optimize)
    return explainer(x, target=target)


def compile(
    model: nn.Module,
    x: Tensor,
    *,
    composite: str | Composite = "epsilon_plus_flat",
    method: str = "lrp",
    optimize: bool = True,
) -> "Explainer":
    """Build an explainer for inputs like `x`, of any batch size. Arguments as in `explain`.

    What depends on the parameters alone is computed here, once. When the parameters change later, by training or by
    loading a checkpoint, the explainer refuses to be called.
    """
    if method not in METHODS:
        raise UnknownNameError(f"no method is called `{method}`; valid: {', '.join(METHODS)}")
    chosen = composites.get(composite) if isinstance(composite, str) else composite
    if not isinstance(chosen, Composite):
        raise UnknownNameError(
            f"the composite is a {type(chosen).__name__}; give a name ({', '.join(composites.names())}), or what a"
            " function of lrpfx.composites returns"
        )
    if getattr(model, "training", False):
        warnings.warn(
            f"{type(model).__name__} is in training mode; it is explained as in evaluation mode, and left as it is",
            stacklevel=2,
        )
    forward, params = canonize(*trace(model, x))
    graph = relevance_graph(forward, chosen)
    if optimize:
        graph, params = optimized(graph, params)
    return Explainer(forward, graph, params, chosen, model, optimize, _versions(model))


_State = tuple[int, int, bytes]


def _versions(model: nn.Module) -> dict[str, _State]:
    """Which tensor every name of the model is, how often it was written to, and some of its values.

    The count misses what is written through `.data`; sixteen values, evenly spaced, do not: averaging, clipping and
    loading change them.
    """
    states: dict[str, _State] = {}
    for name, tensor in tensors_of(model).items():
        flat = tensor.detach().reshape(-1)
        few = flat[:: max(1, flat.numel() // 16)][:16]
        written = 0 if tensor.is_inference() else tensor._version
        states[name] = (id(tensor), written, few.cpu().contiguous().view(torch.uint8).numpy().tobytes())
    return states


def _own(result: Tensor, x: Tensor) -> Tensor:
    """The result in memory of its own: not that of the input, and not one number spread over a shape."""
    shared = result.untyped_storage().data_ptr() == x.untyped_storage().data_ptr()
    return result.clone() if shared else result.contiguous()


@dataclass(frozen=True, eq=False)
class Explainer:
    """A compiled explanation: call it on inputs.

    `forward` is the canonized graph of the model, `graph` the relevance graph that is run, `params` its parameters.
    `versions` is the state of the model when it was compiled; `others` are explainers for other batch sizes, where the
    model's forward fixes the size.
    """

    forward: Graph
    graph: Graph
    params: Mapping[str, Tensor] = field(repr=False)
    composite: Composite
    model: nn.Module = field(repr=False)
    optimize: bool = True
    versions: Mapping[str, "_State"] = field(default_factory=dict, repr=False)
    others: dict[int, "Explainer"] = field(default_factory=dict, repr=False)

    def __repr__(self) -> str:
        sizes = f"{len(self.forward.eqns)} equations of the model, {len(self.graph.eqns)} with its relevance"
        return f"Explainer({type(self.model).__name__}, {self.composite.name}: {sizes})"

    def __call__(self, x: Tensor, *, target: Target = None) -> Explanation:
        """Explain a batch. Arguments and errors as in `lrpfx.explain`.

        Raises:
            ModelChangedError: if a parameter was written to since the explainer was compiled.
        """
        self._check_unchanged()
        _check_input(x)
        fixed = self.graph.inputs[0].shape[0]
        if not isinstance(fixed, Batch) and fixed != x.shape[0]:
            return self._of_size(x)(x, target=target)
        chosen: list[Tensor | None] = []

        def start(output: Tensor) -> Tensor:
            R, classes = seed(output, target)
            chosen.append(classes)
            return R

        output, relevance = evaluate(self.graph, self.params, x, start)
        self._check_finite(x, output, relevance, start)
        return Explanation(x, _own(output, x), _own(relevance, x), chosen[0])

    def _of_size(self, x: Tensor) -> "Explainer":
        """The model's forward fixes the batch size, so each size has an explainer of its own."""
        size = x.shape[0]
        if size not in self.others:
            self.others[size] = compile(self.model, x, composite=self.composite, optimize=self.optimize)
        return self.others[size]

    def rules(self) -> Mapping[str, Assigned]:
        """The rule of each forward equation and the entry of the composite that gave it."""
        return self.composite.assign(self.forward)

    @property
    def key(self) -> str:
        """SHA-256 of the relevance graph and the bytes of its parameters: equal keys, equal explanations."""
        digest = hashlib.sha256(self.graph.key.encode())
        for name in sorted(self.params):
            value = self.params[name].detach().cpu().contiguous()
            digest.update(f"{name} {value.dtype} {tuple(value.shape)}".encode())
            digest.update(value.reshape(-1).view(torch.uint8).numpy().tobytes())
        return digest.hexdigest()

    def _check_unchanged(self) -> None:
        now = _versions(self.model)
        changed = [name for name, version in self.versions.items() if now.get(name) != version]
        if changed:
            raise ModelChangedError(
                f"{len(changed)} parameters or buffers of the model changed since it was compiled (`{changed[0]}`"
                " first), by training or by loading a checkpoint: call `lrpfx.compile` again"
            )

    def _check_finite(self, x: Tensor, output: Tensor, relevance: Tensor, start: Seed) -> None:
        if bool(torch.isfinite(output).all()) and bool(torch.isfinite(relevance).all()):
            return
        error = first_nonfinite(self.graph, self.params, x, start)
        raise error or NonFiniteError("the relevance is not finite")


def _check_input(x: Tensor) -> None:
    if not isinstance(x, Tensor):
        raise InputError(f"the input is a {type(x).__name__}, not a torch.Tensor; use `torch.as_tensor`")
    if x.ndim == 0 or x.shape[0] == 0:
        raise InputError(f"the input has shape {tuple(x.shape)}: an empty batch; give at least one sample")
    if not bool(torch.isfinite(x).all()):
        samples = (~torch.isfinite(x.reshape(x.shape[0], -1)).all(dim=1)).nonzero().flatten().tolist()
        raise InputError(
            f"the input holds NaN or infinity, in sample {', '.join(map(str, samples[:5]))} of the batch"
        )
