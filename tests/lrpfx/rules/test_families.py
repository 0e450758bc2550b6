"""Every rule on every family of operators, as modules of torch.nn spell them: on tensors and through a graph alike."""

import pytest
import torch
from eager import by_hand
from nets import Fn, inputs, settle
from torch import nn

import lrpfx
from lrpfx import composites, rules

pytestmark = pytest.mark.filterwarnings("ignore:Using padding='same'")  # torch says it once per process

CONVOLUTIONS = {
    **{f"conv{d}d": (getattr(nn, f"Conv{d}d")(2, 3, 2, stride=2), (2, *(5,) * d)) for d in (1, 2, 3)},
    **{f"transposed {d}d": (getattr(nn, f"ConvTranspose{d}d")(2, 3, 2, stride=2), (2, *(3,) * d)) for d in (1, 2, 3)},
    "grouped": (nn.Conv2d(4, 6, 2, groups=2), (4, 4, 4)),
    "depthwise": (nn.Conv2d(3, 6, 3, groups=3, padding=1), (3, 4, 4)),
    "dilated": (nn.Conv2d(2, 3, 2, dilation=(2, 3)), (2, 5, 6)),
    "same": (nn.Conv2d(2, 3, (2, 3), padding="same"), (2, 4, 5)),
    "valid": (nn.Conv1d(2, 3, 3, padding="valid"), (2, 6)),
    **{f"{mode} {d}d": (getattr(nn, f"Conv{d}d")(2, 3, 3, padding=2, padding_mode=mode), (2, *(4,) * d))
       for mode in ("zeros", "reflect", "replicate", "circular") for d in (1, 2, 3)},
    "dense": (nn.Linear(5, 3), (5,)),
    "dense over tokens": (nn.Linear(5, 3), (4, 5)),
    "matrix": (Fn(lambda s, x: x @ s.w, w=inputs(5, 3)), (5,)),
    "matrix from the left": (Fn(lambda s, x: s.w @ x, w=inputs(4, 5)), (5, 3)),
    "batched matrices": (Fn(lambda s, x: torch.matmul(x, s.w), w=inputs(2, 5, 3)), (2, 4, 5)),
    "einsum": (Fn(lambda s, x: torch.einsum("bic,cd->bid", x, s.w), w=inputs(5, 3)), (4, 5)),
    "bilinear, one operand data": (
        Fn(lambda s, x: s.l(x, s.y.expand(len(x), -1)), l=nn.Bilinear(5, 4, 3), y=inputs(1, 4)), (5,)),
}  # fmt: skip
AVERAGES = {
    **{f"avg {d}d": (getattr(nn, f"AvgPool{d}d")(2, 1, padding=1), (2, *(4,) * d)) for d in (1, 2, 3)},
    **{f"adaptive avg {d}d": (getattr(nn, f"AdaptiveAvgPool{d}d")(3), (2, *(5,) * d)) for d in (1, 2, 3)},
    "ceiled avg": (nn.AvgPool2d(3, 2, ceil_mode=True, count_include_pad=False, padding=1), (2, 6, 6)),
    **{f"lp {d}d": (getattr(nn, f"LPPool{d}d")(2, 2), (2, *(4,) * d)) for d in (1, 2, 3)},
    **{f"up {mode}": (nn.Upsample(scale_factor=2, mode=mode), (2, *(3,) * d))
       for mode, d in (("linear", 1), ("bilinear", 2), ("bicubic", 2), ("trilinear", 3))},
    "aligned": (nn.Upsample(size=7, mode="bilinear", align_corners=True), (2, 4, 4)),
    "mean": (Fn(lambda s, x: x.mean((1, 2))), (3, 4, 2)),
    "sum": (Fn(lambda s, x: x.sum(-1, keepdim=True)), (3, 4)),
    "fold": (nn.Fold((4, 4), 2), (8, 9)),
}  # fmt: skip
MAXIMA = {
    **{f"max {d}d": (getattr(nn, f"MaxPool{d}d")(2, 1, padding=1), (2, *(4,) * d)) for d in (1, 2, 3)},
    **{f"adaptive max {d}d": (getattr(nn, f"AdaptiveMaxPool{d}d")(3), (2, *(5,) * d)) for d in (1, 2, 3)},
    "dilated, ceiled max": (nn.MaxPool2d(2, 3, dilation=2, ceil_mode=True), (2, 7, 7)),
    "amax": (Fn(lambda s, x: x.amax((2, 3))), (2, 3, 4)),
    "max over an axis": (Fn(lambda s, x: x.max(1).values), (3, 4)),
}
MOVES = {
    **{f"up nearest {d}d": (nn.Upsample(scale_factor=2), (2, *(3,) * d)) for d in (1, 2, 3)},
    "up nearest-exact": (nn.Upsample(scale_factor=2, mode="nearest-exact"), (2, 3, 3)),
    "shuffle": (nn.PixelShuffle(2), (8, 3, 3)),
    "unshuffle": (nn.PixelUnshuffle(2), (2, 4, 4)),
    "channels shuffled": (nn.ChannelShuffle(2), (4, 3, 3)),
    "flatten": (nn.Flatten(), (2, 3)),
    "unfold": (nn.Unfold(2), (2, 4, 4)),
    **{f"{kind} pad {d}d": (getattr(nn, f"{kind}Pad{d}d")(1), (2, *(3,) * d))
       for kind in ("Zero", "Reflection", "Replication", "Circular") for d in (1, 2, 3)},
    "constant pad": (nn.ConstantPad2d(1, 3.0), (2, 3, 3)),
    "cat": (Fn(lambda s, x: torch.cat([x, x.flip(1)], 1)), (3, 2)),
    "indices": (Fn(lambda s, x: x[:, [0, 2, 2]]), (3, 2)),
}  # fmt: skip

# which rule goes to which family; the layers around are moves and constants
FAMILIES = {
    "convolutions": (CONVOLUTIONS, ("convolution", "dense"),
                     ("epsilon", "gamma", "zplus", "alpha_beta", "zbox", "wsquare", "flat", "norm", "gradient")),
    "averages": (AVERAGES, ("average",), ("norm", "epsilon", "gradient")),
    "maxima": (MAXIMA, ("maximum",), ("route", "smooth_maximum", "gradient")),
    "moves": (MOVES, ("move",), ("route", "gradient")),
}  # fmt: skip
BOX = {"zbox": {"low": -4.0, "high": 5.0}}
CASES = [
    pytest.param(model, shape, kinds, rule, id=f"{rule}-{name}")
    for members, kinds, names in FAMILIES.values()
    for name, (model, shape) in members.items()
    for rule in names
]


def composite_of(rule, kinds):
    """The rule for these kinds; all else as in every LRP composite, gradients where the rule is one."""
    base = composites.gradient() if rule == "gradient" else composites.epsilon(1e-12)
    made = rules.REGISTRY[rule](**BOX.get(rule, {}))
    return base | (composites.by_kind(*kinds), made)


@pytest.mark.slow
@pytest.mark.parametrize(("model", "shape", "kinds", "rule"), CASES)
def test_rule_through_the_graph_equals_the_rule_on_tensors(model, shape, kinds, rule):
    model, x = settle(model), inputs(3, *shape)
    composite = composite_of(rule, kinds)
    forward, params = lrpfx.canonize(*lrpfx.trace(model, x))
    assert any(str(a.rule).startswith(rule) for a in composite.assign(forward).values())
    R = inputs(*model(x).shape, seed=4)
    (wanted,) = by_hand(forward, params, composite, (x,), R)
    graph = lrpfx.relevance_graph(forward, composite)
    for g, p in ((graph, params), lrpfx.optimize(graph, params)):
        output, found = lrpfx.evaluate(g, p, x, R)
        torch.testing.assert_close(output, model(x))
        torch.testing.assert_close(found, wanted, rtol=1e-9, atol=1e-9 * float(wanted.abs().max()))


@pytest.mark.parametrize(("model", "shape", "kinds", "rule"), [c for c in CASES if c.values[3] == "gradient"])
def test_the_gradient_rule_is_automatic_differentiation(model, shape, kinds, rule):
    model, x = settle(model), inputs(3, *shape)
    variable = x.clone().requires_grad_()
    output = model(variable)
    R = inputs(*output.shape, seed=4)
    (wanted,) = torch.autograd.grad(output, variable, R)
    found = lrpfx.explain(model, x, target=R, composite=composite_of(rule, kinds)).relevance
    torch.testing.assert_close(found, wanted)


CONSERVED = [
    c for c in CASES
    if c.values[3] in ("zplus", "gamma", "flat", "wsquare", "smooth_maximum", "norm")
    and c.id != "norm-up bicubic"  # negative weights
]  # fmt: skip


@pytest.mark.parametrize(("model", "shape", "kinds", "rule"), CONSERVED)
def test_relevance_is_conserved_where_every_output_has_an_input_to_take_it(model, shape, kinds, rule):
    """Positive inputs, positive weights, no bias: nothing is cancelled; outputs over padding alone get none."""
    model, x = settle(model), inputs(3, *shape).abs() + 0.1
    with torch.no_grad():
        for name, p in model.named_parameters():
            p.copy_(p.abs() + 0.1 if "bias" not in name else 0 * p)
        for b in model.buffers():
            b.copy_(b.abs() + 0.1)
    output = model(x)
    R = inputs(*output.shape, seed=4) * (output > 0)
    found = lrpfx.explain(model, x, target=R, composite=composite_of(rule, kinds)).relevance
    torch.testing.assert_close(found.flatten(1).sum(1), R.flatten(1).sum(1), rtol=1e-4, atol=1e-4)


def test_a_bilinear_form_of_two_inputs_has_the_gradient_of_each_and_half_the_relevance():
    model = settle(nn.Bilinear(5, 4, 3))
    x, y, R = inputs(2, 5), inputs(2, 4), inputs(2, 3, seed=2)
    leaves = x.clone().requires_grad_(), y.clone().requires_grad_()
    wanted = torch.autograd.grad(model(*leaves), leaves, R)
    found = lrpfx.explain(model, (x, y), target=R, composite="gradient").relevance
    for a, b in zip(found, wanted, strict=True):
        torch.testing.assert_close(a, b)
    model.bias = None
    halves = lrpfx.explain(model, (x, y), target=R, composite=lrpfx.composites.epsilon(1e-12)).relevance
    for half in halves:
        torch.testing.assert_close(half.sum(1), R.sum(1) / 2)


def test_rows_of_a_table_hand_their_relevance_to_the_token():
    model = settle(nn.Sequential(nn.Embedding(6, 4), nn.Flatten(), nn.Linear(12, 3, bias=False)))
    tokens = torch.tensor([[1, 5, 0], [2, 2, 4]])
    for rule in ("epsilon", "zplus"):
        composite = composites.epsilon(1e-12) | (composites.by_kind("dense"), rules.REGISTRY[rule]())
        R = inputs(2, 3).abs()
        forward, params = lrpfx.canonize(*lrpfx.trace(model, tokens))
        (wanted,) = by_hand(forward, params, composite, (tokens,), R)
        found = lrpfx.explain(model, tokens, target=R, composite=composite).relevance
        torch.testing.assert_close(found, wanted)
        torch.testing.assert_close(found.sum(), R.sum(), rtol=1e-4, atol=1e-4)
