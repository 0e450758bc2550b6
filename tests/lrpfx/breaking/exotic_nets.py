"""Random networks of everything: layers in any order, normalisation anywhere, in one to three dimensions."""

import torch
import torch.nn.functional as F
from hypothesis import strategies as st
from nets import settle
from random_nets import Concat, Drawn, Residual, shape_after
from torch import nn

CONVS = {1: nn.Conv1d, 2: nn.Conv2d, 3: nn.Conv3d}
TRANSPOSED = {1: nn.ConvTranspose1d, 2: nn.ConvTranspose2d, 3: nn.ConvTranspose3d}
NORMS = {1: nn.BatchNorm1d, 2: nn.BatchNorm2d, 3: nn.BatchNorm3d}
ACTIVATIONS = (
    nn.ReLU, nn.ReLU6, nn.LeakyReLU, nn.PReLU, nn.ELU, nn.CELU, nn.SELU, nn.GELU, nn.SiLU, nn.Mish, nn.Hardswish,
    nn.Hardsigmoid, nn.Hardtanh, nn.Sigmoid, nn.Tanh, nn.Softplus, nn.Softsign, nn.Tanhshrink, nn.Hardshrink,
    nn.Softshrink, nn.LogSigmoid, nn.RReLU, nn.Identity, nn.Dropout,
)  # fmt: skip


class Call(nn.Module):
    """A function as a module, with a name for printing."""

    def __init__(self, name, function):
        super().__init__()
        self.name, self.function = name, function

    def forward(self, x):
        return self.function(x)

    def extra_repr(self):
        return self.name


def functions(shape):
    """Moves, sums and scales of torch that keep all but the batch axis free."""
    axes = len(shape)
    found = {
        "x + x": lambda x: x + x,
        "x - 0.3 x": lambda x: torch.sub(x, x, alpha=0.3),
        "2 x / 3": lambda x: 2 * x / 3,
        "-x": lambda x: -x,
        "1 - x": lambda x: 1 - x,
        "x + 1": lambda x: x + 1,
        "flip": lambda x: x.flip(axes),
        "roll": lambda x: x.roll(1, axes),
        "transpose": lambda x: x.transpose(1, axes).contiguous().transpose(1, axes),
        "pad": lambda x: F.pad(x, (1, 0)),
        "crop": lambda x: x[..., -min(3, x.shape[-1]):],
        "step": lambda x: x[..., ::2],
        "repeat": lambda x: torch.cat([x, x.flip(1)], 1),
        "split": lambda x: torch.cat(x.split(1, 1)[::-1], 1),
        "unbind": lambda x: torch.stack(x.unbind(1), 1),
        "mean keepdim": lambda x: x - 0.5 * x.mean(axes, keepdim=True),
        "in place": lambda x: x.clone().mul_(2).add_(1).relu_(),
        "index": lambda x: x[:, list(range(x.shape[1]))[::-1]],
        "where": lambda x: torch.where(x > 0, x, 0.1 * x),
        "maximum": lambda x: torch.maximum(x, 0.5 * x.flip(1)),
        "chunked": lambda x: sum(x.chunk(2, -1)[:1]) if x.shape[-1] > 1 else x,
        "expand": lambda x: x.unsqueeze(1).expand(-1, 2, *x.shape[1:]).mean(1),
    }  # fmt: skip
    if axes == 3:
        found["interpolate"] = lambda x: F.interpolate(x, scale_factor=2, mode="nearest")
        found["bilinear"] = lambda x: F.interpolate(x, size=(3, 4), mode="bilinear", align_corners=False)
        found["replicate"] = lambda x: F.pad(x, (1, 1, 0, 1), mode="replicate")
    return found


def convolution(draw, shape, bias):
    space, small = len(shape) - 1, min(shape[1:])
    groups = shape[0] if draw(st.booleans()) else 1
    kernel = draw(st.integers(1, min(3, small)))
    out = groups * draw(st.integers(1, 2 if groups > 1 else 4))
    stride = draw(st.integers(1, 2))
    if small < 6 and draw(st.integers(0, 2)) == 0:
        return TRANSPOSED[space](shape[0], out, kernel, stride, groups=groups, bias=bias)
    dilation = draw(st.integers(1, 2)) if (kernel - 1) * 2 < small else 1
    padding = draw(st.sampled_from([0, kernel // 2] if stride > 1 else [0, kernel // 2, "same"]))
    return CONVS[space](shape[0], out, kernel, stride, padding, dilation, groups, bias)


def pooling(draw, shape, bias):
    space, small = len(shape) - 1, min(shape[1:])
    kernel = draw(st.integers(1, min(3, small)))
    name = draw(st.sampled_from(["MaxPool", "AvgPool", "AdaptiveAvgPool", "AdaptiveMaxPool"]))
    kind = getattr(nn, f"{name}{space}d")
    if name.startswith("Adaptive"):
        return kind(draw(st.integers(1, small)))
    more = {"count_include_pad": draw(st.booleans())} if name == "AvgPool" else {}
    stride, padding = draw(st.integers(1, kernel)), draw(st.integers(0, kernel // 2))
    return kind(kernel, stride, padding, ceil_mode=draw(st.booleans()), **more)


KINDS = {
    "convolution": convolution,
    "pooling": pooling,
    "norm": lambda draw, shape, bias: NORMS[len(shape) - 1](shape[0], affine=draw(st.booleans())),
    "activation": lambda draw, shape, bias: draw(st.sampled_from(ACTIVATIONS))(),
    "function": lambda draw, shape, bias: Call(*draw(st.sampled_from(sorted(functions(shape).items())))),
}
OFTEN = ("convolution", "convolution", "norm", "pooling", "activation", "function", "function")


@st.composite
def exotic(draw: st.DrawFn) -> Drawn:
    """A network of up to seven layers on inputs of one to three axes beside the channels."""
    space = draw(st.integers(1, 3))
    shape = start = (draw(st.integers(1, 3)), *[draw(st.integers(2, 6)) for _ in range(space)])
    bias, layers = draw(st.booleans()), []
    for _ in range(draw(st.integers(1, 6))):
        step = KINDS[draw(st.sampled_from(OFTEN))](draw, shape, bias)
        after = shape_after(step.double(), shape, torch.float64)
        how = draw(st.sampled_from(["alone", "alone", "alone", "beside", "around"]))
        if how == "beside" and after[1:] == shape[1:]:
            step = Concat(step, nn.Identity())
        elif how == "around" and after == shape:
            step = Residual(step)
        after = shape_after(step, shape, torch.float64)
        if max(after) > 12 or min(after) < 1:
            continue
        layers.append(step)
        shape = after
    layers.append(nn.Flatten())
    size = 1
    for n in shape:
        size *= n
    layers.append(nn.Linear(size, 3, bias=bias))
    return Drawn(settle(nn.Sequential(*layers), seed=draw(st.integers(0, 99))), start, False)
