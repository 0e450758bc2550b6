"""The state of a model: what tells that a parameter was written to."""

from torch import nn

from lrpfx.content import content
from lrpfx.trace import tensors_of

State = tuple[int, int, bytes]
"""Which tensor it is, how often it was written to, and some of its values."""


def versions(model: nn.Module) -> dict[str, State]:
    """Which tensor every name of the model is, how often it was written to, and some of its values.

    The count misses what is written through `.data`; sixteen values, evenly spaced, do not: averaging, clipping and
    loading change them.
    """
    states: dict[str, State] = {}
    for name, tensor in tensors_of(model).items():
        flat = tensor.detach().reshape(-1)
        few = flat[:: max(1, flat.numel() // 16)][:16]
        written = 0 if tensor.is_inference() else tensor._version
        values = b"" if few.is_meta else content(few)
        states[name] = (id(tensor), written, values)
    return states
