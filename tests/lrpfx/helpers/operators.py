"""Which rules are for which operators, and small operators to try every rule on."""

from dataclasses import dataclass, field, replace

import torch
from matrix_form import LINEAR_CASES, LinearCase
from nets import inputs
from torch import Tensor

from lrpfx import rules
from lrpfx.operator import Operator, operator

ELEMENTWISE = {"pass_through", "relu_deconvnet", "relu_guided_backprop", "relu_beta_smooth"}
"""Rules of operators that take one value to one value."""

POOLING = {"smooth_maximum"}
"""Rules of max pooling."""

CHOOSING = {"gate", "lookup"}
"""Rules of products of data and of tables, tried on operators of their own."""

ATTENDING = {"softmax_taylor", "split", "hold", "standardise"}
"""Rules of attention and of normalisation by statistics of the data."""

COMPARING = {"rescale", "cross_maximum", "midpoint", "reveal_cancel"}
"""Rules of differences from a reference."""

PATTERNED = {"pattern_net", "pattern_attribution"}
"""Rules of linear operators with a pattern, a tensor shaped like the weight."""

LINEAR = set(rules.REGISTRY) - ELEMENTWISE - POOLING - CHOOSING - ATTENDING - COMPARING - PATTERNED
"""All others: rules of linear operators, which have a matrix form."""


@dataclass(frozen=True)
class Setting:
    """An operator, its operand x and its other arguments; `batched` says which of these have the batch axis."""

    name: str
    op: str
    x: Tensor
    params: tuple[Tensor | None, ...] = ()
    attrs: dict[str, object] = field(default_factory=dict)
    operand: int = 0
    operands: tuple[int, ...] = ()
    batched: tuple[bool, ...] = ()
    case: LinearCase | None = None
    compared: bool = False
    given: dict[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.name

    @property
    def operator(self) -> Operator:
        built = operator(self.op, self.x, *self.params, operand=self.operand, **self.attrs)
        built = replace(built, operands=self.operands or (self.operand,))
        return replace(built, twin=lambda: self.reference.operator) if self.compared else built

    @property
    def reference(self) -> "Setting":
        """The same at a reference: other values of x, and of all arguments that have the batch axis."""
        batched = self.batched or (False,) * len(self.params)
        params = tuple(_other(p) if b else p for p, b in zip(self.params, batched, strict=True))
        return replace(self, x=_other(self.x), params=params, compared=False)

    def relevance(self, seed: int = 5) -> Tensor:
        return inputs(*self.operator.outs[0].shape, seed=seed)

    def sample(self, i: int) -> "Setting":
        """The setting of one sample alone."""
        batched = self.batched or (False,) * len(self.params)
        params = tuple(p[i : i + 1] if b else p for p, b in zip(self.params, batched, strict=True))
        return replace(self, x=self.x[i : i + 1], params=params)


def _other(x: Tensor) -> Tensor:
    """Values that depend on those of each sample alone; where they are near 1, on neither side of which is a step."""
    return torch.where((x - 1).abs() < 0.2, x, x.cos() - 0.5)


FEW = ("dense", "dense over tokens", "conv1d", "conv2d groups", "transposed conv2d groups", "conv3d")

POOLS = (
    Setting("max pool", "max_pool2d_with_indices", inputs(3, 2, 6, 6), attrs={"kernel_size": (2,), "stride": ()}),
    Setting("overlapping, padded, dilated, ceiled", "max_pool2d_with_indices", inputs(3, 2, 7, 8), attrs={
        "kernel_size": (3, 2), "stride": (2, 3), "padding": (1, 1), "dilation": (2, 1), "ceil_mode": True}),
    Setting("windows apart", "max_pool2d_with_indices", inputs(3, 2, 7, 7), attrs={
        "kernel_size": (2,), "stride": (3,)}),
    Setting("max pool 3d", "max_pool3d_with_indices", inputs(2, 2, 4, 5, 4), attrs={
        "kernel_size": (2, 3, 2), "stride": (2, 1, 2)}),
    Setting("adaptive", "adaptive_max_pool2d", inputs(3, 2, 7, 5), attrs={"output_size": (3, 4)}),
    Setting("adaptive 3d", "adaptive_max_pool3d", inputs(2, 2, 4, 5, 3), attrs={"output_size": (3, 2, 1)}),
    Setting("amax", "amax", inputs(3, 2, 4, 5), attrs={"dim": (-1, 2)}),
    Setting("amax that keeps axes", "amax", inputs(3, 2, 4, 5), attrs={"dim": (1,), "keepdim": True}),
    Setting("max over an axis", "max.dim", inputs(3, 2, 4), attrs={"dim": 1}),
    Setting("nothing positive", "max_pool2d_with_indices", -inputs(3, 2, 4, 4).abs(), attrs={"kernel_size": (2,)}),
)  # fmt: skip

IDS = torch.tensor([[0, 2], [1, 1], [2, 0]])

PRODUCTS = [
    Setting(f"{name}, operand {i}", op, *pair, operand=i, operands=(0, 1), batched=(True,))
    for name, op, a, b in (
        ("product", "mul.Tensor", inputs(3, 2, 4), inputs(3, 2, 1, seed=2)),
        ("matrices", "bmm", inputs(3, 2, 4), inputs(3, 4, 5, seed=2)),
    )
    for i, pair in enumerate([(a, (b,)), (b, (a,))])
]

TOKENS = inputs(3, 4, 5)


def standardisations(bias: bool) -> list[Setting]:
    """Layer normalisation over one axis and over two, with a weight and perhaps a bias, and without either."""
    weights = [inputs(5, seed=2), inputs(4, 5, seed=3)]
    return [
        Setting(f"layer norm {tuple(w.shape)}", "native_layer_norm", TOKENS, (w, w.sin() if bias else None),
                {"normalized_shape": tuple(w.shape), "eps": 1e-5}, batched=(False, False))
        for w in weights
    ] + [Setting("layer norm, plain", "native_layer_norm", TOKENS, (None, None),
                 {"normalized_shape": (5,), "eps": 1e-5}, batched=(False, False))]  # fmt: skip


_SETTINGS = {
    "softmax_taylor": [
        Setting("softmax", "_softmax", TOKENS, attrs={"dim": -1, "half_to_float": False}),
        Setting("softmax of rows", "_safe_softmax", TOKENS, attrs={"dim": 1}),
    ],
    "split": PRODUCTS,
    "hold": [replace(s, given={"constant": c}) for s in PRODUCTS for c in (0, 1)],
    "midpoint": PRODUCTS,
    "rescale": [Setting(op, op, inputs(3, 2, 4)) for op in ("relu", "sigmoid", "gelu")],
    "cross_maximum": [
        *POOLS,
        Setting("min pool", "amin", inputs(3, 2, 4, 5), attrs={"dim": (-1,)}),
        Setting("greater of two", "maximum", inputs(3, 4), (inputs(3, 4, seed=2),), operands=(0, 1), batched=(True,)),
    ],
    "gate": PRODUCTS[:2],
    "lookup": [Setting("embedding", "embedding", IDS, (inputs(3, 4),), operand=1, batched=(False,))],
}  # fmt: skip


def linear(case: LinearCase, bias: bool = True) -> Setting:
    x, w, b = case.tensors(bias)
    return Setting(case.name, case.op, x, (w, b), dict(case.attrs), batched=(False, False), case=case)


def settings(name: str, bias: bool = True) -> list[Setting]:
    """Operators for the rule called `name`; `given` are the parameters that it needs there."""
    if name in PATTERNED:
        plain = [linear(c, bias) for c in LINEAR_CASES if c.name in FEW]
        return [replace(s, given={"pattern": inputs(*s.params[0].shape, seed=21)}) for s in plain]
    if name in COMPARING:
        compared = _SETTINGS.get(name) or [linear(c, bias) for c in LINEAR_CASES if c.name in FEW]
        return [replace(s, compared=True) for s in compared]
    if name == "standardise":
        return standardisations(bias)
    if name in ELEMENTWISE:
        return [Setting(op, op, inputs(3, 2, 4)) for op in ("relu", "sigmoid")]
    if name in POOLING:
        return list(POOLS)
    return _SETTINGS.get(name) or [linear(c, bias) for c in LINEAR_CASES if c.name in FEW]
