"""What common code is made of: every operator has a rule, and hands on all the relevance that it gets.

Each model is linear, or picks, without biases, so that LRP-ε with a tiny ε has to conserve relevance.
"""

import pytest
import torch
import torch.nn.functional as F
from nets import Fn, inputs, settle
from torch import nn

import lrpfx
from lrpfx.errors import NoRuleError

IMAGE, SERIES, VOLUME, ROW = inputs(2, 4, 6, 8), inputs(2, 4, 9), inputs(2, 4, 5, 5, 5), inputs(2, 6)
TOKENS = inputs(2, 3, 5)
CONV = {1: (nn.Conv1d, SERIES), 2: (nn.Conv2d, IMAGE), 3: (nn.Conv3d, VOLUME)}
TRANSPOSED = {1: nn.ConvTranspose1d, 2: nn.ConvTranspose2d, 3: nn.ConvTranspose3d}


def w(*shape):
    return nn.Parameter(torch.zeros(shape))


def ids(*numbers):
    return torch.tensor(numbers)


def overwritten(x, at, value):
    y = x.clone()
    y[at] = value
    return y


CASES = {
    **{f"conv{n}d, {mode} padding": (
        lambda s, x: s.c(x), x, {"c": make(4, 3, 3, padding=1, padding_mode=mode, bias=False)})
       for n, (make, x) in CONV.items() for mode in ("zeros", "reflect", "replicate", "circular")},
    **{f"conv{n}d, same padding": (lambda s, x: s.c(x), x, {"c": make(4, 3, 2, padding="same", bias=False)})
       for n, (make, x) in CONV.items()},
    **{f"transposed conv{n}d in groups": (lambda s, x: s.c(x), CONV[n][1], {
        "c": make(4, 6, 3, stride=2, padding=1, output_padding=1, groups=2, dilation=2, bias=False)})
       for n, make in TRANSPOSED.items()},
    "linear over tokens": (lambda s, x: s.l(x), TOKENS, {"l": nn.Linear(5, 4, bias=False)}),
    "linear of a vector": (lambda s, x: F.linear(x, s.w)[:, None], ROW, {"w": w(6)}),
    "matrix by vector": (lambda s, x: x @ s.w, TOKENS, {"w": w(5)}),
    "matrix on the left": (lambda s, x: s.w @ x, TOKENS, {"w": w(4, 3)}),
    "matrices of weights": (lambda s, x: s.w @ x, IMAGE, {"w": w(4, 5, 6)}),
    "einsum, one layer": (lambda s, x: torch.einsum("nchw,dc->ndhw", x, s.w), IMAGE, {"w": w(3, 4)}),
    "einsum, a layer per head": (lambda s, x: torch.einsum("nhc,hcd->nhd", x, s.w), TOKENS, {"w": w(3, 5, 4)}),
    "einsum, all axes": (lambda s, x: torch.einsum("dc,nlc->nl", s.w, x), TOKENS, {"w": w(2, 5)}),
    "a convolution whose weight is an expression": (
        lambda s, x: F.conv2d(x, s.w.flip(0) * 2), IMAGE, {"w": w(3, 4, 3, 3)}),
    **{f"upsampling, {mode}": (lambda s, x, mode=mode: F.interpolate(x, scale_factor=2, mode=mode), x, {})
       for mode, x in (("nearest", IMAGE), ("nearest-exact", IMAGE), ("bilinear", IMAGE), ("bicubic", IMAGE),
                       ("area", IMAGE), ("linear", SERIES), ("trilinear", VOLUME))},
    "downsampling, antialiased": (
        lambda s, x: F.interpolate(x, size=(3, 5), mode="bilinear", antialias=True), IMAGE, {}),
    "sampling on a grid": (
        lambda s, x: F.grid_sample(x, s.g.tanh().expand(len(x), 4, 4, 2), align_corners=False, padding_mode="border"),
        IMAGE, {"g": inputs(1, 4, 4, 2)}),
    "unfold and fold": (lambda s, x: F.fold(F.unfold(x, 3, padding=1), (6, 8), 3, padding=1), IMAGE, {}),
    "windows": (lambda s, x: x.unfold(2, 3, 2), IMAGE, {}),
    "stack": (lambda s, x: torch.stack([x, 2 * x], 1), IMAGE, {}),
    "split": (lambda s, x: torch.cat(x.split([1, 3], 1)[::-1], 1), IMAGE, {}),
    "chunk": (lambda s, x: torch.cat(x.chunk(3, 2)[::-1], 2), IMAGE, {}),
    "unbind": (lambda s, x: sum(x.unbind(1)), IMAGE, {}),
    "narrow": (lambda s, x: x.narrow(1, 1, 2), IMAGE, {}),
    "pixel shuffle and back": (lambda s, x: F.pixel_unshuffle(F.pixel_shuffle(x, 2), 3), inputs(2, 4, 3, 6), {}),
    "channel shuffle": (lambda s, x: F.channel_shuffle(x, 2), IMAGE, {}),
    "roll, rotate and repeat": (lambda s, x: x.roll(2, 1).rot90(1, (2, 3)).repeat(1, 2, 1, 1), IMAGE, {}),
    "triangle": (lambda s, x: x.tril(-1), IMAGE, {}),
    "diagonal": (lambda s, x: x.diagonal(1, 2, 3), IMAGE, {}),
    "list of indices": (lambda s, x: x[:, [2, 0, 2]], IMAGE, {}),
    "two indices": (lambda s, x: x[:, s.i, s.i], IMAGE, {"i": ids(1, 3)}),
    "index_select": (lambda s, x: x.index_select(1, s.i), IMAGE, {"i": ids(1, 3, 1)}),
    "gather": (lambda s, x: x.take_along_dim(s.i[None, :, None, None], 1), IMAGE, {"i": ids(1, 3)}),
    "gather by an order": (lambda s, x: x.gather(1, x.argsort(1)), ROW, {}),
    "where": (lambda s, x: torch.where(x > 0, x, 2 * x), ROW, {}),
    "where with a number": (lambda s, x: torch.where(x > 0, x, 0.0), ROW, {}),
    "masked_fill": (lambda s, x: x.masked_fill(x < 0, 0.0), ROW, {}),
    "index_add": (lambda s, x: torch.zeros_like(x).index_add(1, s.i, x), IMAGE, {"i": ids(1, 3, 0, 0)}),
    "scatter_add": (
        lambda s, x: (2 * x).scatter_add(1, s.i.expand(x.shape), x), ROW, {"i": ids(0, 1, 1, 1, 5, 5)[None]}),
    "overwriting a slice": (lambda s, x: overwritten(x, (slice(None), 0), x[:, 1]), IMAGE, {}),
    "overwriting by indices": (lambda s, x: overwritten(x, (slice(None), [0, 2]), x[:, [1, 1]]), IMAGE, {}),
    "running sum": (lambda s, x: x.cumsum(1), ROW, {}),
    "sum in place with a factor": (lambda s, x: (3 * x).add_(x.flip(1), alpha=-2), ROW, {}),
    **{f"{kind} pooling, {n}d": (lambda s, x, name=f"{kind}_pool{n}d": getattr(F, name)(x, 2), CONV[n][1], {})
       for kind in ("max", "avg", "adaptive_max", "adaptive_avg") for n in (1, 2, 3)},
    "average pooling with all options": (
        lambda s, x: F.avg_pool2d(x, 3, 2, 1, ceil_mode=True, count_include_pad=False), IMAGE, {}),
    "max pooling with all options": (lambda s, x: F.max_pool2d(x, 3, 2, 1, 2, ceil_mode=True), IMAGE, {}),
    "fractional max pooling": (
        lambda s, x: F.fractional_max_pool2d(x, 2, output_size=(3, 4), _random_samples=s.r.expand(len(x), 4, 2)),
        IMAGE, {"r": inputs(1, 1, 2).sigmoid()}),
    "max unpooling": (lambda s, x: F.max_unpool2d(*F.max_pool2d(x, 2, return_indices=True), 2), IMAGE, {}),
    "power pooling": (lambda s, x: F.lp_pool2d(x, 2, 2), IMAGE, {}),
    "maximum over an axis": (lambda s, x: x.max(1).values + x.amin((1,)), IMAGE, {}),
    "maximum of two": (lambda s, x: torch.maximum(x, x.flip(1)) - torch.minimum(x, 2 * x), IMAGE, {}),
    "order statistics": (
        lambda s, x: x.sort(1).values[:, 1:3] + x.topk(2, 1).values + x.median(1, True).values, ROW, {}),
    "mean and sum": (lambda s, x: x.mean((2, 3)) + x.sum(3).mean(2), IMAGE, {}),
}  # fmt: skip

TINY = lrpfx.composites.epsilon(1e-13)


@pytest.mark.parametrize("name", CASES)
def test_an_operator_hands_on_all_the_relevance_it_gets(name):
    f, x, members = CASES[name]
    model = settle(Fn(lambda s, x: f(s, x).flatten(1), **members))
    explained = lrpfx.explain(model, x, target=lambda z: z, composite=TINY)
    with torch.no_grad():
        torch.testing.assert_close(explained.output, model(x))
    found = explained.relevance.flatten(1).sum(1)
    torch.testing.assert_close(found, explained.output.sum(1), rtol=1e-7, atol=1e-7)


@pytest.mark.parametrize("name", [n for n in CASES if "maxim" not in n and "power" not in n])
def test_relevance_of_what_is_linear_is_input_times_gradient(name):
    """With R = z LRP-0 gives every input what it adds to the sum of the outputs."""
    f, x, members = CASES[name]
    model = settle(Fn(lambda s, x: f(s, x).flatten(1), **members))
    variable = x.clone().requires_grad_()
    (gradient,) = torch.autograd.grad(model(variable).sum(), variable)
    found = lrpfx.explain(model, x, target=lambda z: z, composite=TINY).relevance
    torch.testing.assert_close(found, (x * gradient), rtol=1e-6, atol=1e-7)


def squares(x):
    return x[:, None, None].expand(-1, 1, 6, 6)


NORMALISING = {
    "standardisation": lambda x: (x - x.mean(1, keepdim=True)) / x.std(1, keepdim=True),
    "root mean square": lambda x: x * torch.rsqrt(x.pow(2).mean(1, keepdim=True) + 1e-6),
    "unit length": F.normalize,
    "softmax by hand": lambda x: x.exp() / x.exp().sum(1, keepdim=True),
    "layer normalisation": lambda x: F.layer_norm(x, (6,)),
    "group normalisation": lambda x: F.group_norm(x, 2),
    "local response normalisation": lambda x: F.local_response_norm(x[:, :, None], 3).flatten(1),
    "standard deviation": lambda x: x.std(1, keepdim=True) + x,
    "cosine": lambda x: F.cosine_similarity(x, x.flip(1))[:, None] + x,
}  # fmt: skip


@pytest.mark.parametrize("name", NORMALISING)
def test_statistics_that_values_are_divided_by_are_constants_and_relevance_is_conserved(name):
    model = settle(Fn(lambda s, x: NORMALISING[name](x)))
    found = lrpfx.explain(model, ROW, target=lambda z: z, composite=TINY)
    torch.testing.assert_close(found.relevance.sum(1), found.output.sum(1), rtol=1e-6, atol=1e-7)


REFUSED = {
    "variance": lambda x: x.var(1, keepdim=True) + x,
    "log-sum-exp": lambda x: x.logsumexp(1, keepdim=True) + x,
    "product over an axis": lambda x: x.prod(1, keepdim=True) + x,
    "noise": lambda x: x + torch.randn_like(x),
    "random pooling": lambda x: F.fractional_max_pool2d(squares(x), 2, output_size=2).flatten(1),
    "a power by data": lambda x: x.abs().pow(x.sigmoid()),
    "clamped by data": lambda x: x.clamp(min=x.flip(1)),
    "a step": lambda x: torch.where(x > 0, 1.0, 0.0) + 0 * x,
    "a grid of data": lambda x: F.grid_sample(squares(x), x.reshape(-1, 1, 3, 2), align_corners=False).flatten(1),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_what_needs_a_rule_of_its_own_is_refused_with_its_place(name):
    model = settle(Fn(lambda s, x: REFUSED[name](x)))
    with pytest.raises(NoRuleError, match=r"test_common_operators\.py"):
        lrpfx.explain(model, ROW)
