"""Input times gradient."""

from dataclasses import replace
from typing import Any

from torch import Tensor, nn
from torch.utils import _pytree as pytree

from lrpfx import composites
from lrpfx.errors import InputError
from lrpfx.explanation import Explanation
from lrpfx.method import Explains, Method
from lrpfx.methods.lrp import over
from lrpfx.operator import Operator
from lrpfx.rule import Params, rule
from lrpfx.rules.lookup import lookup
from lrpfx.structure import in_order
from lrpfx.target import Target
from lrpfx.values import Array


def input_x_gradient(explainer: Explains | nn.Module, x: Any = None, **options: Any) -> Method:
    """The input times a relevance; of a model, times its gradient.

        R = x ⊙ ∂S/∂x              tensors of floating point
        R_t = ⟨e_t, ∂S/∂e_t⟩       token ids with embeddings e_t, of a model

    Of a model without biases whose activations are ReLUs it is LRP-ε with ε = 0, and conserves.

    Args:
        explainer: an explainer; or a model, with an example input `x` and the options of `lrpfx.compile`.

    Raises:
        InputError: on a call with token ids, if it was made from an explainer.

    Source: Shrikumar et al. 2016, "Not Just a Black Box: Learning Important Features Through Propagating Activation
    Differences".
    """
    of_model = isinstance(explainer, nn.Module) and "composite" not in options
    if of_model:
        entry = (composites.by_kind("lookup"), _row_times_gradient())
        options["composite"] = composites.get("gradient") | entry
    inner = over("input_x_gradient", explainer, x, options)
    return Method("input_x_gradient", inner, _of_model if of_model else _run, {})


@rule
def _row_times_gradient(op: Operator, x: Array, params: Params, R: Array) -> Array:
    """z = table[x]:   R_x = Σ_d z_d R_d"""
    return lookup()(op, x, params, R * op.outs[0])


def _run(explainer: Explains, x: Any, target: Target, lookups: bool = False) -> Explanation:
    explained = explainer(x, target=target)

    def product(value: Any, R: Any) -> Any:
        if not isinstance(value, Tensor):
            return R
        if value.is_floating_point():
            return value * R
        if lookups:
            return R
        raise InputError(
            "the input holds whole numbers, such as token ids, which cannot be multiplied by relevance:"
            " `input_x_gradient(model, x)` multiplies their embeddings"
        )

    relevance = pytree.tree_map(product, in_order(x), explained.relevance)
    return replace(explained, relevance=relevance)


def _of_model(explainer: Explains, x: Any, target: Target) -> Explanation:
    return _run(explainer, x, target, lookups=True)
