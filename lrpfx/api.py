"""The street in one call: trace, canonize, assign rules, relevance graph, optimize, evaluate."""

from collections.abc import Iterable, Mapping
from typing import Any

from torch import nn

from lrpfx import methods
from lrpfx.composite import Composite
from lrpfx.condition import Conditions
from lrpfx.explainer import Explainer
from lrpfx.explanation import Explanation
from lrpfx.masks import Mask
from lrpfx.methods import Make
from lrpfx.methods.lrp import lrp
from lrpfx.optimize import Switch
from lrpfx.target import Target
from lrpfx.trace import Output


def explain(
    model: nn.Module,
    x: Any,
    *,
    target: Target = None,
    composite: str | Composite | None = None,
    method: str | Make = "lrp",
    output: Output = None,
    start: str | None = None,
    record: Iterable[str] = (),
    mask: Mapping[str, Mask] | None = None,
    condition: Conditions = None,
    differentiable: bool = False,
    optimize: Switch = True,
) -> Explanation:
    """Explain what `model` makes of `x`: how much each input value speaks for the target.

    Args:
        model: a module that maps tensors to tensors. It is not changed, whatever happens.
        x: inputs, (batch, ...), preprocessed as the model needs them: a tensor, a tuple of the forward's positional
            arguments, or a dict of its keyword arguments.
        target: what to explain. None is the class of the greatest output; an int, or one int per sample, is that
            class, counted along axis 1: relevance starts as its output value (composites such as `gradient` start
            as 1). A tensor shaped like the output, or a function from the output to one, is the relevance to start
            from.
        composite: which rule each operator gets: a name (see `lrpfx.composites.names()`) or a `Composite`. None: the
            method's own, "epsilon_plus_flat" for "lrp", the gradient for others. In vision transformers and the like
            `lrpfx.composites.libra(linear=0.01, convolution=0.25)` follows single pixels, which LRP-flat of the patches
            cannot; there the parameter `positions` of the others is the γ of dense layers over positions.
        method: a name (see `lrpfx.methods.names()`), or a function of a model and an example, such as
            `lrpfx.methods.get("smoothgrad", samples=50)`.
        output: which tensor to explain, where the model returns several: an index, a key, or a tuple of these.
        start: a place in the model whose value is explained in the place of the model's output: a module's path, or the
            name of an equation in `print(explainer.forward)`. `target` then chooses among its units.
        record: places whose value and relevance are wanted too: `explanation.layers["layer3"].relevance`.
        mask: for places, the units that relevance may flow through: an index or indices along axis 1, or a tensor that
            relevance is multiplied by.
        condition: what relevance has to flow through, see `lrpfx.condition`; several all have to hold.
        differentiable: whether the relevance can be differentiated, with respect to `x` and to the model's parameters,
            which are then read at every call.
        optimize: whether to simplify the relevance graph before it runs, or the names of the passes that do
            (`lrpfx.optimize.NAMES`); the result is the same.

    Returns:
        An `Explanation` with `.output`, `.relevance` (shaped like x) and `.target`.

    Raises:
        LrpfxError: see `lrpfx.errors`; every message names the place in the model and the mend.

    To explain many batches, `compile` once and call the explainer.
    """
    explainer = methods.build(
        model, x, method=method, composite=composite, output=output, start=start, record=record, mask=mask,
        condition=condition, differentiable=differentiable, optimize=optimize,
    )  # fmt: skip
    return explainer(x, target=target)


def compile(
    model: nn.Module,
    x: Any,
    *,
    composite: str | Composite = "epsilon_plus_flat",
    output: Output = None,
    start: str | None = None,
    record: Iterable[str] = (),
    mask: Mapping[str, Mask] | None = None,
    condition: Conditions = None,
    differentiable: bool = False,
    optimize: Switch = True,
) -> Explainer:
    """Build an explainer for inputs like `x`, of any batch size. Arguments as in `explain`.

    Inputs of another size that the model takes, such as larger images, can be explained too: the first one is traced.
    What depends on the parameters alone is computed here, once for all sizes. When the parameters change later, by
    training or by loading a checkpoint, the explainer refuses to be called (unless it is differentiable). Explainers of
    other methods are made by the functions of `lrpfx.methods`.
    """
    return lrp(
        model, x, composite=composite, output=output, start=start, record=record, mask=mask,
        condition=condition, differentiable=differentiable, optimize=optimize,
    )  # fmt: skip
