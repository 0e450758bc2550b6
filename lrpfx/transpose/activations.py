"""Transposes of activations that are cheaper from the result than by differentiation at the argument."""

from typing import TYPE_CHECKING

from lrpfx.transpose.common import Params, Transpose
from lrpfx.values import Array, apply

if TYPE_CHECKING:
    from lrpfx.operator import Operator


def _relu(op: "Operator", g: Array, params: Params) -> Array:
    """[z > 0] ⊙ g: of the result alone, so that the argument need not be kept."""
    return apply("threshold_backward", [g, op.outs[0]], {"threshold": 0}, [tuple(op.x.shape)])[0]


TRANSPOSES: dict[str, Transpose] = {"relu": _relu}
