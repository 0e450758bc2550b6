"""What relevance starts from: the target, as a function from the output to the relevance of the output."""

from collections.abc import Callable, Sequence
from functools import partial

import torch
from torch import Tensor

from lrpfx.errors import TargetError

Target = int | Sequence[int] | Tensor | Callable[[Tensor], Tensor] | None
"""None: the class of the greatest output, per sample.  int: one class.  Sequence of ints: a class per sample.
Tensor shaped like the output, or a function output -> tensor: the relevance of the output itself."""


def token(position: int = -1, word: int | None = None) -> Callable[[Tensor], Tensor]:
    """A target for language models, whose output is (batch, positions, words): one word at one position.

        explanation = lrpfx.explain(model, {"input_ids": ids, "use_cache": False}, output="logits",
                                    target=lrpfx.token(-1))
        explanation.relevance["input_ids"]             # one value per token, (batch, tokens)

    Args:
        position: where the word is predicted; -1 is behind the last token.
        word: its number in the vocabulary; None is the one with the greatest logit, per sample.

    Returns:
        The target: a function of the output. Relevance of the output is the word's logit, and zero elsewhere.

    Raises (when called):
        TargetError: if the output is not of this form, or has no such position or word.
    """
    return partial(_of_token, position, word)


def _of_token(position: int, word: int | None, output: Tensor) -> Tensor:
    if output.ndim != 3:
        raise TargetError(
            f"the output has shape {tuple(output.shape)}; a token is a target in (batch, positions, words), which"
            " language models return as `logits`"
        )
    _, positions, words = output.shape
    if not -positions <= position < positions or not (word is None or 0 <= word < words):
        raise TargetError(
            f"there is no word {word} at position {position} of {positions} positions and {words} words"
        )
    logits = output[:, position]
    chosen = (
        logits.argmax(1, keepdim=True)
        if word is None
        else torch.full_like(logits[:, :1], word, dtype=torch.long)
    )
    relevance = torch.zeros_like(output)
    relevance[:, position] = torch.zeros_like(logits).scatter(1, chosen, logits.gather(1, chosen))
    return relevance


def seed(output: Tensor, target: Target, start: str = "output") -> tuple[Tensor, Tensor | None]:
    """Relevance of the output, and the target classes, (batch,), where the target is classes.

        R_out[i, t_i, ...] = output[i, t_i, ...],   zero elsewhere         start = "output"
        R_out[i, t_i, ...] = 1,                     zero elsewhere         start = "one"

    Classes are counted along axis 1 of the output, (batch, classes, ...): further axes are explained as a whole. An
    output (batch,) has one value for each sample, which the target None explains.

    Raises:
        TargetError: if the target does not fit the output.
    """
    if callable(target):
        return _as_relevance(target(output), output, "the target function returns"), None
    if isinstance(target, Tensor) and (target.is_floating_point() or target.shape == output.shape):
        return _as_relevance(target, output, "the target is"), None
    value = torch.ones_like(output) if start == "one" else output
    if output.ndim == 1 and target is None:
        return value, None
    classes = _classes(output, target)
    at = classes.reshape(-1, *[1] * (output.ndim - 1)).expand(-1, 1, *output.shape[2:])
    return torch.zeros_like(output).scatter(1, at, value.gather(1, at)), classes


def _classes(output: Tensor, target: int | Sequence[int] | Tensor | None) -> Tensor:
    if output.ndim < 2:
        raise TargetError(
            f"the output has shape {tuple(output.shape)}, one value for each sample, which has no classes: the target"
            " must be None, a tensor of that shape, or a function"
        )
    batch, count = output.shape[:2]
    if target is None:
        if output.ndim > 2:
            raise TargetError(
                f"the output has shape {tuple(output.shape)}: there is no one greatest value to explain; give a class"
                " (an index along axis 1), a tensor of that shape, or a function such as `lambda z: z * mask`"
            )
        return output.argmax(dim=1)
    try:
        classes = torch.as_tensor(target, device=output.device)
    except (TypeError, ValueError, RuntimeError) as error:
        raise TargetError(
            f"the target {target!r} is neither a class, classes, a tensor nor a function: {error}"
        ) from None
    if classes.is_floating_point() or classes.dtype in (torch.bool, torch.complex64, torch.complex128):
        raise TargetError(f"target classes must be integers, not {classes.dtype}")
    classes = classes.long()
    if classes.ndim == 0:
        classes = classes.expand(batch)
    if classes.shape != (batch,):
        raise TargetError(
            f"the target has shape {tuple(classes.shape)}; needed is one class for each of {batch} samples, or a tensor"
            f" of the output's shape {tuple(output.shape)}"
        )
    outside = classes[(classes < 0) | (classes >= count)]
    if len(outside):
        raise TargetError(f"target class {int(outside[0])} is outside the model's classes 0 to {count - 1}")
    return classes


def _as_relevance(relevance: object, output: Tensor, what: str) -> Tensor:
    if not isinstance(relevance, Tensor) or relevance.shape != output.shape:
        found = (
            f"of shape {tuple(relevance.shape)}"
            if isinstance(relevance, Tensor)
            else type(relevance).__name__
        )
        raise TargetError(
            f"{what} {found}; relevance of the output must have its shape {tuple(output.shape)}"
        )
    return relevance.to(output)
