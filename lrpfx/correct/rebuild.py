"""A corrected model, built anew from the factory of the one it was: what a checkpoint of it is loaded into."""

import pkgutil
from collections.abc import Mapping, Sequence
from typing import Any

import torch
from torch import nn

from lrpfx.correct.direction import Artefact
from lrpfx.correct.project import projective


def corrected(
    factory: str, at: str, shape: Sequence[int], arguments: Mapping[str, Any] | None = None
) -> nn.Module:
    """The model of `factory`, with room for a shift after module `at`; `load_state_dict` fills both.

        [model]
        factory = "lrpfx.correct:corrected"
        arguments = { factory = "nets:small_cnn", at = "layer3", shape = [64] }
        checkpoint = "fixed.safetensors"

    Args:
        factory: "module:callable" of the model that was corrected.
        at: the module after which it was.
        shape: of the direction.
        arguments: of the factory.

    Raises:
        ParameterError: if the model has no such module.
    """
    made = pkgutil.resolve_name(factory)
    return projective(made(**(arguments or {})), at, Artefact(torch.zeros(*shape), 0.0, 0.0, 0.0))
