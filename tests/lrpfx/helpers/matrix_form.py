"""The rules written anew over dense matrices of contributions, as independent references.

An operator z = f(x; w, b) that is linear in x has a matrix: z_j = Σ_i A_ji x_i + c_j. The matrix is the Jacobian of
f as torch.nn.functional computes it. One sample at a time, so nothing can leak between samples.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import torch
import torch.nn.functional as F
from nets import inputs
from torch import Tensor


@dataclass(frozen=True)
class LinearCase:
    """An operator of lrpfx, and the same function of torch.nn.functional."""

    name: str
    function: Callable[[Tensor, Tensor, Tensor | None], Tensor]
    op: str
    x: tuple[int, ...]
    w: tuple[int, ...]
    outputs: int
    attrs: tuple[tuple[str, object], ...] = ()

    def __str__(self) -> str:
        return self.name

    def tensors(self, bias: bool = True, batch: int = 3) -> tuple[Tensor, Tensor, Tensor | None]:
        """Seeded x, w and b, of both signs."""
        b = inputs(self.outputs, seed=13) if bias else None
        return inputs(batch, *self.x, seed=11), inputs(*self.w, seed=12), b


def _conv(name: str, x: tuple[int, ...], w: tuple[int, ...], **attrs: object) -> LinearCase:
    space = len(x) - 1
    function = partial(getattr(F, f"conv{space}d"), **attrs)
    spread = {k: (v,) * space if isinstance(v, int) and k != "groups" else v for k, v in attrs.items()}
    defaults = {
        "stride": (1,) * space, "padding": (0,) * space, "dilation": (1,) * space, "groups": 1,
        "transposed": False, "output_padding": (0,) * space,
    }  # fmt: skip
    return LinearCase(name, function, "convolution", x, w, w[0], tuple(sorted((defaults | spread).items())))


def _conv_transpose(name: str, x: tuple[int, ...], w: tuple[int, ...], **attrs: object) -> LinearCase:
    case = _conv("", x, w, **{k: v for k, v in attrs.items() if k != "output_padding"})
    space = len(x) - 1
    more = {"transposed": True, "output_padding": (attrs.get("output_padding", 0),) * space}
    function = partial(getattr(F, f"conv_transpose{space}d"), **attrs)
    outputs = w[1] * int(attrs.get("groups", 1))
    return LinearCase(
        name, function, "convolution", x, w, outputs, tuple(sorted((dict(case.attrs) | more).items()))
    )


LINEAR_CASES = (
    LinearCase("dense", F.linear, "linear", (5,), (4, 5), 4),
    LinearCase("dense over tokens", F.linear, "linear", (3, 5), (4, 5), 4),
    _conv("conv1d", (2, 7), (3, 2, 3)),
    _conv("conv1d stride padding dilation", (2, 9), (3, 2, 3), stride=2, padding=2, dilation=2),
    _conv("conv2d", (2, 5, 4), (3, 2, 3, 2)),
    _conv("conv2d stride leaves a rest", (2, 6, 7), (2, 2, 3, 3), stride=(2, 3)),
    _conv("conv2d padding", (2, 4, 4), (2, 2, 3, 3), padding=(1, 2)),
    _conv("conv2d dilation", (1, 6, 6), (2, 1, 3, 2), dilation=(2, 3)),
    _conv("conv2d groups", (4, 4, 4), (6, 2, 3, 3), groups=2),
    _conv("conv2d depthwise", (3, 5, 5), (6, 1, 3, 3), groups=3, padding=1, stride=2),
    _conv("conv2d 1x1", (3, 3, 3), (4, 3, 1, 1)),
    _conv("conv3d", (2, 3, 4, 3), (2, 2, 2, 3, 2), stride=(1, 2, 1), padding=1),
    _conv_transpose("transposed conv1d", (2, 4), (2, 3, 3), stride=2),
    _conv_transpose("transposed conv2d", (2, 3, 3), (2, 3, 3, 2), stride=2, padding=1, output_padding=1),
    _conv_transpose("transposed conv2d groups", (4, 3, 3), (4, 2, 2, 2), groups=2),
    _conv_transpose(
        "transposed conv2d dilated, extra rows", (2, 3, 3), (2, 2, 2, 2), dilation=3, output_padding=2
    ),
    _conv_transpose("transposed conv3d", (2, 2, 2, 2), (2, 2, 2, 2, 2), stride=2),
)


def matrix(case: LinearCase, w: Tensor) -> Tensor:
    """A, (outputs, inputs), of one sample."""
    zero = torch.zeros(1, *case.x, dtype=w.dtype)
    jacobian = torch.autograd.functional.jacobian(lambda x: case.function(x, w, None), zero)
    return jacobian.reshape(-1, zero.numel())


def constant(case: LinearCase, w: Tensor, b: Tensor | None) -> Tensor:
    """c, (outputs,): what the bias adds to every output."""
    return case.function(torch.zeros(1, *case.x, dtype=w.dtype), w, b).reshape(-1)


def stabilized(z: Tensor, how: object) -> Tensor:
    """One number after the other; `how` is ε, or has the fields of a Stabilizer."""
    epsilon = getattr(how, "epsilon", how)
    if getattr(how, "norm_scale", False):
        epsilon = epsilon * math.sqrt(sum(v * v for v in z.tolist()) / z.numel())
    clip = getattr(how, "clip", False)

    def one(v: float) -> float:
        sign = -1 if v < 0 else 1
        return sign * max(abs(v), epsilon) if clip else v + sign * epsilon

    return torch.tensor([one(v) for v in z.tolist()], dtype=z.dtype)


def shares(numerator: Tensor, denominator: Tensor, R: Tensor, how: object) -> Tensor:
    """Messages R_ij = n_ji / s(d_j) R_j, (outputs, inputs)."""
    return numerator * (R / stabilized(denominator, how))[:, None]


def zeroed(A: Tensor, c: Tensor, zero_params: object) -> tuple[Tensor, Tensor]:
    names = [zero_params] if isinstance(zero_params, str) else zero_params or []
    return A * ("weight" not in names), c * ("bias" not in names)


def _epsilon(A, c, x, R, epsilon=1e-6, zero_params=None):
    A, c = zeroed(A, c, zero_params)
    return shares(A * x, (A * x).sum(1) + c, R, epsilon)


def _norm(A, c, x, R, stabilizer=1e-6):
    return _epsilon(A, c, x, R, stabilizer)


def _zplus(A, c, x, R, stabilizer=1e-6, zero_params=None):
    return _alpha_beta(A, c, x, R, 1.0, 0.0, stabilizer, zero_params)


def _alpha_beta(A, c, x, R, alpha=2.0, beta=1.0, stabilizer=1e-6, zero_params=None):
    A, c = zeroed(A, c, zero_params)
    plus, minus = (A * x).clamp(min=0), (A * x).clamp(max=0)
    positive = shares(plus, plus.sum(1) + c.clamp(min=0), R, stabilizer)
    negative = shares(minus, minus.sum(1) + c.clamp(max=0), R, stabilizer)
    return alpha * positive - beta * negative


def _gamma(A, c, x, R, gamma=0.25, stabilizer=1e-6, zero_params=None):
    z = (A * x).sum(1) + c
    A, c = zeroed(A, c, zero_params)
    M = A * x
    total = torch.zeros_like(M)
    for agrees, sign in ((lambda v: v.clamp(min=0), z > 0), (lambda v: v.clamp(max=0), z < 0)):
        favoured = M + gamma * agrees(M)
        total += shares(favoured, favoured.sum(1) + c + gamma * agrees(c), R * sign, stabilizer)
    return total


def _zbox(A, c, x, R, low, high, stabilizer=1e-6, zero_params=None):
    A, _ = zeroed(A, c, zero_params)
    M = A * x - A.clamp(min=0) * low - A.clamp(max=0) * high
    return shares(M, M.sum(1), R, stabilizer)


def reach(A: Tensor) -> Tensor:
    """Seeded normal weights: an entry is zero only where input and output are not connected."""
    return (A != 0).to(A)


def _flat(A, c, x, R, stabilizer=1e-6, zero_params=None):
    ones, _ = zeroed(reach(A), c, zero_params)
    return shares(ones, ones.sum(1), R, stabilizer)


def _wsquare(A, c, x, R, stabilizer=1e-6, zero_params=None):
    A, c = zeroed(A, c, zero_params)
    return shares(A**2, (A**2).sum(1) + c**2, R, stabilizer)


def _gradient(A, c, x, R):
    return A * R[:, None]


MATRIX_FORMS = {
    "epsilon": _epsilon, "norm": _norm, "zplus": _zplus, "alpha_beta": _alpha_beta, "gamma": _gamma,
    "zbox": _zbox, "flat": _flat, "wsquare": _wsquare, "route": _gradient, "gradient": _gradient,
}  # fmt: skip


def by_matrix(
    name: str,
    case: LinearCase,
    x: Tensor,
    w: Tensor,
    b: Tensor | None,
    R: Tensor,
    bias_factor: float = 0.0,
    **parameters: object,
) -> Tensor:
    """The relevance of a batch by the rule called `name`, sample by sample.

    What of R_j is in no message goes, times `bias_factor`, in equal parts to the inputs in reach of output j.
    """
    A, c = matrix(case, w), constant(case, w, b)
    rows = []
    for xi, Ri in zip(x, R, strict=True):
        messages = MATRIX_FORMS[name](A, c, xi.reshape(-1), Ri.reshape(-1), **parameters)
        absorbed = Ri.reshape(-1) - messages.sum(1)
        even = reach(A) / reach(A).sum(1, keepdim=True).clamp(min=1)
        rows.append((messages + bias_factor * even * absorbed[:, None]).sum(0))
    return torch.stack(rows).reshape(x.shape)
