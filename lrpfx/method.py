"""What a method is: an explainer over an explainer.

    explainer     x, target -> Explanation,   and  predict: x -> output
    method        explainer -> explainer

So methods compose: `smoothgrad(input_x_gradient(lrp(model, x)))` is an explainer like every other.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

import torch
from torch import Tensor

from lrpfx.explanation import Explanation
from lrpfx.target import Target


class Explains(Protocol):
    """What methods ask of an explainer; `lrpfx.compile` returns one, and so does every method."""

    def __call__(self, x: Any, *, target: Target = None) -> Explanation: ...

    def predict(self, x: Any) -> Tensor: ...


Run = Callable[..., Explanation]
"""run(explainer, x, target, **parameters)"""


@dataclass(frozen=True, eq=False)
class Method:
    """An explainer made from another one: call it on inputs.

    `run` computes the explanation from `explainer`, the inputs, the target and the `parameters`.
    """

    name: str
    explainer: Explains
    run: Run = field(repr=False)
    parameters: Mapping[str, Any]

    def __call__(self, x: Any, *, target: Target = None) -> Explanation:
        """Explain a batch. Arguments and errors as in `lrpfx.explain`."""
        with torch.inference_mode(False), torch.set_grad_enabled(self.differentiable):
            return self.run(self.explainer, x, target, **self.parameters)

    def predict(self, x: Any) -> Tensor:
        """The output alone."""
        return self.explainer.predict(x)

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


def _short(value: Any) -> str:
    return f"tensor{list(value.shape)}" if isinstance(value, Tensor) else repr(value)
