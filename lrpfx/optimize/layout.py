"""Weights of convolutions in the order in which the processor's kernels read them: channels last.

A convolution whose weights lie so takes and returns images with the channels of a pixel side by side, and all that
works element by element keeps that order, so no kernel has to rearrange what another one left. Numbers do not change,
but for the order in which sums are rounded.
"""

from collections.abc import Mapping

import torch
from torch import Tensor

from lrpfx.graph import Graph
from lrpfx.kernels import pack

_DTYPES = (torch.float32, torch.bfloat16, torch.float16)
"""Those for which there are such kernels."""


def layout(graph: Graph, params: Mapping[str, Tensor]) -> Mapping[str, Tensor]:
    """The parameters, with the weights of two-dimensional convolutions on the CPU channels last.

    Images of one pixel have no order, and kernels for them would rearrange the weights in every call.
    """
    weights = laid_out(graph)
    return {name: channels_last(value) if name in weights else value for name, value in params.items()}


def laid_out(graph: Graph) -> frozenset[str]:
    """The names of the parameters whose order matters."""
    return frozenset(
        e.args[1].name
        for e in graph.eqns
        if e.op == "convolution"
        and e.args[1] is not None
        and len(e.out.shape) == 4
        and e.out.shape[2:] != (1, 1)
    )


def channels_last(weight: Tensor) -> Tensor:
    """The weight in that order, where there are such kernels for it."""
    if weight.device.type != "cpu" or weight.dtype not in _DTYPES:
        return weight
    with torch.inference_mode(False), torch.no_grad():
        return pack(weight.detach().contiguous(memory_format=torch.channels_last))
