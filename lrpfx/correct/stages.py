"""Modules at all depths of a model, after which something could be taken out of all that flows on."""

import torch
from torch import Tensor, nn

MOST = 6


def stages(model: nn.Module, x: Tensor, most: int = MOST) -> list[str]:
    """Names of modules from the input to the output, of those that hand out one tensor (batch, ...), once.

    The parts of the model, and of the largest `Sequential` in it where there are few; the one that hands out the output
    is left out. The model is left as it is.

    Args:
        x: inputs, (batch, ...), two or more, so that a batch is told from other axes.
        most: how many at most, evenly over the depth.
    """
    calls: dict[str, list[object]] = {}

    def noting(name: str) -> object:
        def note(_: nn.Module, __: object, output: object) -> None:
            calls.setdefault(name, []).append(output)

        return note

    handles = [module.register_forward_hook(noting(name)) for name, module in model.named_modules()]
    training = [module for module in model.modules() if module.training]
    try:
        model.eval()
        with torch.no_grad():
            output = model(x)
    finally:
        for handle in handles:
            handle.remove()
        for module in training:
            module.training = True
    names = [name for name, _ in model.named_children()]
    while len(names) < most:
        inner = [name for name in names if isinstance(model.get_submodule(name), nn.Sequential)]
        if not inner:
            break
        largest = max(inner, key=lambda name: sum(p.numel() for p in model.get_submodule(name).parameters()))
        at = names.index(largest)
        names[at : at + 1] = [
            f"{largest}.{name}" for name, _ in model.get_submodule(largest).named_children()
        ]
    order = list(calls)  # by when they ended
    usable = [
        name
        for name in sorted(set(names) & set(order), key=order.index)
        if len(calls[name]) == 1 and _one_each(calls[name][0], len(x)) and calls[name][0] is not output
    ]
    last = len(usable) - 1
    return [usable[round(i * last / (most - 1))] for i in range(most)] if last >= most else usable


def _one_each(output: object, batch: int) -> bool:
    return isinstance(output, Tensor) and output.ndim > 1 and len(output) == batch
