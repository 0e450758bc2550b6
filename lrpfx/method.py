"""What a method is: an explainer over an explainer.

    explainer     x, target -> Explanation,   and  predict: x -> output
    method        explainer -> explainer

So methods compose: `smoothgrad(input_x_gradient(lrp(model, x)))` is an explainer like every other.
"""

import hashlib
import threading
from collections.abc import Callable, Mapping
from contextlib import nullcontext
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any, Protocol

import torch
from torch import Tensor

from lrpfx.content import content
from lrpfx.errors import ParameterError
from lrpfx.explanation import Explanation
from lrpfx.target import Target


class Explains(Protocol):
    """What methods ask of an explainer; `lrpfx.compile` returns one, and so does every method."""

    def __call__(self, x: Any, *, target: Target = None) -> Explanation: ...

    def predict(self, x: Any) -> Tensor: ...


Run = Callable[..., Explanation]
"""run(explainer, x, target, **parameters)"""

_ALONE = threading.RLock()


@dataclass(frozen=True, eq=False)
class Method:
    """An explainer made from another one: call it on inputs.

    `run` computes the explanation from `explainer`, the inputs, the target and the `parameters`. One that is
    `exclusive` takes hold of what threads share, such as global random numbers: two threads take turns in it.
    """

    name: str
    explainer: Explains
    run: Run = field(repr=False)
    parameters: Mapping[str, Any]
    exclusive: bool = False

    def __call__(self, x: Any, *, target: Target = None) -> Explanation:
        """Explain a batch. Arguments and errors as in `lrpfx.explain`."""
        with (
            _ALONE if self.exclusive else nullcontext(),
            torch.inference_mode(False),
            torch.set_grad_enabled(self.differentiable),
        ):
            return self.run(self.explainer, x, target, **self.parameters)

    def predict(self, x: Any) -> Tensor:
        """The output alone."""
        return self.explainer.predict(x)

    @property
    def key(self) -> str:
        """SHA-256 of the method, its parameters, and the key of the explainer inside: equal keys, equal explanations.

        Raises:
            ParameterError: if a parameter, such as a function, is nothing that can be told by its content.
        """
        given = {name: _content(self.name, name, value) for name, value in sorted(self.parameters.items())}
        inner: Any = self.explainer
        return hashlib.sha256(repr((self.name, given, _source(), inner.key)).encode()).hexdigest()

    @property
    def differentiable(self) -> bool:
        """Whether the relevance can be differentiated, as that of the explainer inside can."""
        inner = self.explainer
        return inner.differentiable if isinstance(inner, Method) else _differentiable(inner)

    def __repr__(self) -> str:
        given = ", ".join(f"{name}={_short(value)}" for name, value in self.parameters.items())
        return f"{self.name}({given}) of {self.explainer!r}"


def _differentiable(explainer: Explains) -> bool:
    return bool(getattr(getattr(explainer, "options", None), "differentiable", False))


def _content(method: str, name: str, value: Any) -> Any:
    if value is None or isinstance(value, bool | int | float | complex | str | bytes):
        return value
    if isinstance(value, Tensor):
        return str(value.dtype), tuple(value.shape), hashlib.sha256(content(value)).hexdigest()
    if isinstance(value, tuple | list):
        return tuple(_content(method, name, one) for one in value)
    if isinstance(value, Mapping):
        return {str(key): _content(method, name, one) for key, one in sorted(value.items())}
    if hasattr(value, "key"):  # another explainer
        return value.key
    raise ParameterError(
        f"method `{method}` has no key: its `{name}` is a {type(value).__name__}, and only numbers, texts, tensors and"
        " tuples of these are told by their content"
    )


@cache
def _source() -> str:
    """The content of all that methods are made of."""
    digest = hashlib.sha256()
    for folder in ("methods", "perturb"):
        for file in _python(files("lrpfx") / folder):
            digest.update(file.read_bytes())
    return digest.hexdigest()


def _python(folder: Traversable) -> list[Traversable]:
    return sorted(
        (file for file in folder.iterdir() if file.name.endswith(".py")), key=lambda file: file.name
    )


def _short(value: Any) -> str:
    return f"tensor{list(value.shape)}" if isinstance(value, Tensor) else repr(value)
