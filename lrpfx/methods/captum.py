"""A bridge to the attribution algorithms of Captum, where it is installed."""

import copy
import random
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from types import ModuleType
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from lrpfx.errors import MissingPackageError, ParameterError, PlaceError, UnknownNameError
from lrpfx.explanation import Explanation
from lrpfx.method import Explains, Method
from lrpfx.methods.lrp import lrp
from lrpfx.perturb.checks import at_least
from lrpfx.perturb.fixed import Fixed, fix
from lrpfx.perturb.inputs import Inputs, inputs_of
from lrpfx.structure import arguments_of
from lrpfx.target import Target
from lrpfx.trace import Output
from lrpfx.trace.output import picking


def captum(
    model: nn.Module,
    x: Any,
    *,
    algorithm: str | type,
    construct: Mapping[str, Any] | None = None,
    seed: int = 0,
    output: Output = None,
    **parameters: Any,
) -> Method:
    """An algorithm of `captum.attr`, called as everything here: same targets, same result.

        captum(model, x, algorithm="KernelShap", n_samples=200)(x, target=3).relevance

    Algorithms that perturb inputs (Lime, KernelShap, ShapleyValueSampling, FeatureAblation, ...) are given the traced
    forward; those that go back through modules (DeepLift, GuidedGradCam, ...) a copy of the model in evaluation mode.

    Args:
        algorithm: a class of `captum.attr`, or its name, whose result is shaped like the input.
        construct: arguments of the class beside the model; a `layer` may be the path of a module.
        seed: of the global random numbers that Captum draws, whose states are restored.
        output: as in `lrpfx.compile`.
        parameters: arguments of its `attribute`, such as `n_samples`, `baselines`, `feature_mask`; arguments that go
            with the input have one entry for each tensor of floating point, in order.

    Raises:
        MissingPackageError: if Captum is not installed.
        UnknownNameError: if it has no such algorithm; the message lists those that it has.
        ParameterError: on a call, if the result is not shaped like the input.

    Source: Kokhlikyan et al. 2020, "Captum: A unified and generic model interpretability library for PyTorch".
    """
    at_least("captum", 0, seed=seed)
    for option in ("composite", "start", "record", "mask", "differentiable", "optimize"):
        if option in parameters:
            raise ParameterError(
                f"the method `captum` takes no `{option}`: its algorithms do not go over explainers"
            )
    attr = _package()
    chosen = _algorithm(attr, algorithm)
    perturbs = issubclass(chosen, attr.PerturbationAttribution)
    explainer = lrp(model, x, composite="gradient", output=output, optimize=False)
    subject = None if perturbs else copy.deepcopy(model).eval()
    made = {"algorithm": chosen, "construct": dict(construct or {}), "seed": seed, "given": parameters}
    return Method("captum", explainer, _run, {**made, "model": subject, "output": output}, exclusive=True)


def _run(
    explainer: Explains,
    x: Any,
    target: Target,
    *,
    algorithm: Any,
    construct: Mapping[str, Any],
    seed: int,
    given: Mapping[str, Any],
    model: nn.Module | None,
    output: Output,
) -> Explanation:
    inputs = inputs_of(x, integers=model is None)
    clean = explainer.predict(x)
    asked = _Asked(inputs, fix(clean, target), explainer if model is None else _Model(model, output))
    rows = torch.arange(inputs.batch, device=inputs.tensors[0].device)
    arguments = {
        name: _place(model, value) if name == "layer" else value for name, value in construct.items()
    }
    given_inputs = tuple(t.detach().clone().requires_grad_(model is not None) for t in inputs.tensors)
    with _randomness(seed, rows.device), _no_idle_warnings(), torch.enable_grad():
        told = algorithm(asked, **arguments).attribute(given_inputs, additional_forward_args=(rows,), **given)
    with_delta = bool(given.get("return_convergence_delta"))
    relevance = _shaped(algorithm, told[0] if with_delta else told, inputs, clean.dtype)
    info = {"convergence_delta": told[1].detach()} if with_delta else {}
    return Explanation(x, clean, inputs.join(relevance), asked.target.classes, info=info)


class _Asked(nn.Module):
    """What is asked of an input, as one number for each row; a module, which some algorithms insist on.

    The last argument says which sample of the batch each row is a copy of: Captum expands it with the inputs.
    """

    def __init__(self, inputs: Inputs, target: Fixed, predictor: Any) -> None:
        super().__init__()
        self.predictor = predictor
        self.inputs, self.target = inputs, target

    def forward(self, *args: Tensor) -> Tensor:
        *tensors, rows = args
        output = self.predictor.predict(self.inputs.at(rows, tensors))
        if self.target.function is None:
            return self.target.part(rows).score(output)
        batches = torch.split(output, self.inputs.batch)
        return torch.cat([self.target.score(batch) for batch in batches])


class _Model(nn.Module):
    """A model with the call of an explainer."""

    def __init__(self, model: nn.Module, output: Output) -> None:
        super().__init__()
        self.model, self.output = model, output

    def predict(self, x: Any) -> Tensor:
        args, kwargs = arguments_of(x)
        return picking(self.output)(self.model(*args, **kwargs))


def _package() -> ModuleType:
    try:
        import captum.attr
    except ImportError:
        raise MissingPackageError(
            "`lrpfx.methods.captum` needs the package captum, which is not installed: `pip install captum`"
        ) from None
    attr: ModuleType = captum.attr
    return attr


def _algorithm(attr: ModuleType, algorithm: str | type) -> Any:
    valid = sorted(
        name
        for name, member in vars(attr).items()
        if isinstance(member, type) and issubclass(member, attr.Attribution) and _of_input(name)
    )
    if isinstance(algorithm, type) and issubclass(algorithm, attr.Attribution):
        return algorithm
    if algorithm not in valid:
        raise UnknownNameError(
            f"captum.attr has no algorithm `{algorithm}` of inputs; valid: {', '.join(valid)}"
        )
    return getattr(attr, str(algorithm))


def _of_input(name: str) -> bool:
    """Whether the algorithm tells of inputs, and not of layers, neurons, or of another algorithm."""
    apart = ("Layer", "Neuron", "LLM", "NoiseTunnel", "DataLoader", "Remote", "Internal")
    return not name.startswith(apart) and name not in (
        "Attribution",
        "GradientAttribution",
        "PerturbationAttribution",
    )


def _place(model: nn.Module | None, layer: Any) -> Any:
    """The module at a path in the copy of the model."""
    if not isinstance(layer, str) or model is None:
        return layer
    try:
        return model.get_submodule(layer)
    except AttributeError:
        modules = ", ".join(f"`{name}`" for name, _ in model.named_modules() if name)
        raise PlaceError(f"the model has no module `{layer}`; it has {modules}") from None


def _shaped(algorithm: type, told: Any, inputs: Inputs, dtype: torch.dtype) -> tuple[Tensor, ...]:
    found = told if isinstance(told, tuple) else (told,)
    shapes = [tuple(t.shape) for t in inputs.tensors]
    own = [tuple(getattr(t, "shape", ())) for t in found]
    if own != shapes:
        raise ParameterError(
            f"{algorithm.__name__} returns results of shape {own}, the input has {shapes}: it is no explanation of the"
            " input"
        )
    return inputs.in_moved([t.detach().to(dtype) for t in found], dtype)


@contextmanager
def _no_idle_warnings() -> Iterator[None]:
    """Without the warnings that modules get hooks, which here is a copy's affair, and that a batch is one by one."""
    with warnings.catch_warnings():
        for idle in (
            "Setting forward, backward hooks",
            "Setting backward hooks",
            "You are providing multiple inputs for Lime",
        ):
            warnings.filterwarnings("ignore", message=idle)
        yield


@contextmanager
def _randomness(seed: int, device: torch.device) -> Iterator[None]:
    """The global random numbers that Captum draws, seeded; and afterwards as they were."""
    states = random.getstate(), np.random.get_state()
    devices = [device] if device.type == "cuda" else []
    with torch.random.fork_rng(devices=devices):
        torch.default_generator.manual_seed(seed)
        if devices:
            torch.cuda.manual_seed(seed)
        random.seed(seed)
        np.random.seed(seed % 2**32)
        try:
            yield
        finally:
            random.setstate(states[0])
            np.random.set_state(states[1])
