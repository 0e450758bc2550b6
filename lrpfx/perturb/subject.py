"""A batch that is explained by perturbed copies of itself: in chunks of bounded size, whose size changes no result.

A chunk is as many copies of the batch as fit into `batch_size` rows; a batch that is larger is taken in parts.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import torch
from torch import Tensor
from torch.utils import _pytree as pytree

from lrpfx.errors import NonFiniteError
from lrpfx.explanation import Explanation, Layer
from lrpfx.finite import finite
from lrpfx.method import Explains
from lrpfx.perturb.fixed import Fixed, fix
from lrpfx.perturb.inputs import Inputs, apart, inputs_of
from lrpfx.target import Target


@dataclass(frozen=True, eq=False)
class Found:
    """Relevance of each tensor of an input, and what else a method found."""

    relevance: Sequence[Tensor]
    info: Mapping[str, Tensor] = field(default_factory=dict)
    layers: Mapping[str, Layer] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class Subject:
    """A batch, its clean output, and the target that was fixed from it."""

    explainer: Explains
    inputs: Inputs
    output: Tensor
    target: Fixed
    batch_size: int
    scores: Callable[[Tensor], Tensor] | None = None

    def chunks(self, copies: int) -> Iterator[range]:
        """The numbers of the copies, as many at once as fit."""
        step = max(1, self.batch_size // self.inputs.batch)
        return (range(i, min(i + step, copies)) for i in range(0, copies, step))

    def explain(self, moved: Sequence[Tensor]) -> Found:
        """Explain copies, given as (copies, batch, ...) for each perturbed tensor; so is what is found.

        A tensor of size 1 along the batch stands for all samples.
        """
        target = self.target.rows(len(moved[0]), self.inputs.batch)
        explained = self.explainer(self.inputs.rows(moved), target=target)
        batch = self.inputs.batch
        layers = {
            name: Layer(apart(at.activation, batch), apart(at.relevance, batch))
            for name, at in explained.layers.items()
        }
        return Found(self.inputs.copies(explained.relevance), {}, layers)

    def relevance(self, moved: Sequence[Tensor]) -> tuple[Tensor, ...]:
        """Relevance of the perturbed tensors of copies, (copies, batch, ...)."""
        found = dict(zip(self._positions, self.explain(moved).relevance, strict=True))
        return tuple(found[i] for i in self.inputs.moved)

    def score(self, moved: Sequence[Tensor]) -> Tensor:
        """What copies say of the target, (copies, batch), without the cost of relevance."""
        outputs = _scored(self.explainer.predict(self.inputs.rows(moved)), self.scores)
        return torch.stack([self.target.score(output) for output in torch.split(outputs, self.inputs.batch)])

    @property
    def clean_score(self) -> Tensor:
        """What the clean batch says of the target, (batch,)."""
        return self.target.score(_scored(self.output, self.scores))

    def explained(self, x: Any, work: Callable[..., Found], beside: Any = ()) -> Explanation:
        """The explanation of `x` by `work(part, beside of the part)`, for one part of the batch after the other.

        Args:
            beside: tensors (batch, ...), in any structure.
        """
        found = []
        for samples in self._parts():
            part = Subject(
                self.explainer, self.inputs.part(samples), self.output[samples], self.target.part(samples),
                self.batch_size, self.scores,
            )  # fmt: skip
            found.append(work(part, pytree.tree_map_only(Tensor, partial(_some, samples), beside)))
        relevance = [torch.cat(parts) for parts in zip(*(f.relevance for f in found), strict=True)]
        info = {name: torch.cat([f.info[name] for f in found]) for name in found[0].info}
        layers = {
            name: Layer(
                torch.cat([f.layers[name].activation for f in found]),
                torch.cat([f.layers[name].relevance for f in found]),
            )
            for name in found[0].layers
        }
        joined = self.inputs.join(relevance)
        return Explanation(x, self.output, joined, self.target.classes, layers, info=info)

    def _parts(self) -> list[slice]:
        batch = self.inputs.batch
        if self.target.function is not None:  # it is a function of the output of the whole batch
            return [slice(0, batch)]
        return [slice(i, i + self.batch_size) for i in range(0, batch, self.batch_size)]

    @property
    def _positions(self) -> tuple[int, ...]:
        return tuple(i for i, leaf in enumerate(self.inputs.leaves) if isinstance(leaf, Tensor))


def subject(
    explainer: Explains,
    x: Any,
    target: Target,
    batch_size: int,
    *,
    integers: bool = False,
    scores: Callable[[Tensor], Tensor] | None = None,
) -> Subject:
    """A batch, ready to be explained.

    Args:
        integers: whether integers are perturbed where nothing is of floating point.
        scores: a function of the output that is explained in its place; None: the output.

    Raises:
        InputError: if the input does not fit, or holds nothing that can be perturbed.
        TargetError: if the target does not fit the output.
    """
    inputs = inputs_of(x, integers=integers)
    starts = range(0, max(1, inputs.batch), batch_size)
    output = torch.cat([explainer.predict(inputs.part(slice(i, i + batch_size)).x) for i in starts])
    fixed = fix(output if scores is None else scores(output), target)
    return Subject(explainer, inputs, output, fixed, batch_size, scores)


def _some(samples: slice, tensor: Tensor) -> Tensor:
    return tensor[samples]


def _scored(output: Tensor, scores: Callable[[Tensor], Tensor] | None) -> Tensor:
    output = output if scores is None else scores(output)
    if not finite(output):
        raise NonFiniteError(
            "the model's output for a perturbed input holds NaN or infinity: `lrpfx.explain(model, x)` names the"
            " equation, where the input itself is the cause"
        )
    return output
