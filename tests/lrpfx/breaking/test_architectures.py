"""Shapes of networks: any number of axes, skips, shared parts, control flow, attention."""

import pytest
import torch
import torch.nn.functional as F
from laws import assert_conserved, bias_free, distance
from nets import Fn, images, inputs, settle
from torch import nn

import lrpfx
from lrpfx import composites, rules
from lrpfx.errors import LrpfxError

L, C = nn.Linear, nn.Conv2d


EVERYWHERE = composites.epsilon_plus() | (composites.by_kind("convolution", "dense"), rules.epsilon())
"""LRP-ε for all weights: it loses nothing where every contribution to a unit is negative, as LRP-z⁺ does."""


def plus(model, x, composite="epsilon_plus", **more):
    explanation = lrpfx.explain(model, x, composite=composite, **more)
    with torch.no_grad():
        torch.testing.assert_close(explanation.output, model(x), rtol=1e-9, atol=1e-10)
    return explanation


def net(n):
    conv = {1: nn.Conv1d, 2: nn.Conv2d, 3: nn.Conv3d}[n]
    norm = {1: nn.BatchNorm1d, 2: nn.BatchNorm2d, 3: nn.BatchNorm3d}[n]
    pool = {1: nn.MaxPool1d, 2: nn.MaxPool2d, 3: nn.MaxPool3d}[n]
    mean = {1: nn.AvgPool1d, 2: nn.AvgPool2d, 3: nn.AvgPool3d}[n]
    adaptive = {1: nn.AdaptiveAvgPool1d, 2: nn.AdaptiveAvgPool2d, 3: nn.AdaptiveAvgPool3d}[n]
    return nn.Sequential(
        conv(2, 4, 3, padding=1), norm(4), nn.ReLU(), pool(2), conv(4, 4, 2, groups=2), nn.LeakyReLU(0.1),
        mean(2, ceil_mode=True), conv(4, 3, 1), nn.ReLU(), adaptive(1), nn.Flatten(), L(3, 3),
    )  # fmt: skip


@pytest.mark.parametrize("axes", [1, 2, 3])
def test_convolutional_networks_in_any_number_of_dimensions(axes):
    model, x = bias_free(settle(net(axes))), inputs(2, 2, *[8] * axes)
    assert_conserved(plus(model, x, target=1), 1e-3)


class UNet(nn.Module):
    def __init__(self, up):
        super().__init__()
        self.a, self.b, self.c = C(3, 4, 3, padding=1), C(4, 6, 3, padding=1), C(6, 6, 3, padding=1)
        self.up2 = (
            nn.ConvTranspose2d(6, 6, 2, stride=2)
            if up == "transposed"
            else nn.Upsample(scale_factor=2, mode=up)
        )
        self.up1 = nn.ConvTranspose2d(6, 4, 2, stride=2) if up == "transposed" else nn.Sequential(
            nn.Upsample(scale_factor=2, mode=up), C(6, 4, 1))  # fmt: skip
        self.d, self.e = C(12, 6, 3, padding=1), C(8, 4, 3, padding=1)
        self.out = C(4, 2, 1)

    def forward(self, x):
        a = F.relu(self.a(x))
        b = F.relu(self.b(F.max_pool2d(a, 2)))
        c = F.relu(self.c(F.max_pool2d(b, 2)))
        d = F.relu(self.d(torch.cat([self.up2(c), b], 1)))
        return self.out(F.relu(self.e(torch.cat([self.up1(d), a], 1))))


@pytest.mark.parametrize("up", ["nearest", "bilinear", "transposed"])
def test_a_unet_conserves_the_relevance_of_a_class_and_of_a_pixel(up):
    model = bias_free(settle(UNet(up)))
    explanation = plus(model, images(), EVERYWHERE, target=1)
    torch.testing.assert_close(
        explanation.relevance.sum((1, 2, 3)), explanation.output[:, 1].sum((1, 2)), rtol=1e-3, atol=1e-3
    )
    at = torch.zeros(2, 2, 8, 8).double()
    at[:, 0, 3, 4] = 1
    pixel = plus(model, images(), EVERYWHERE, target=lambda z: z * at)
    torch.testing.assert_close(
        pixel.relevance.sum((1, 2, 3)), explanation.output[:, 0, 3, 4], rtol=1e-3, atol=1e-3
    )


class Siamese(nn.Module):
    def __init__(self):
        super().__init__()
        self.encoder = nn.Sequential(C(3, 4, 3), nn.ReLU(), nn.Flatten(), L(144, 5))
        self.head = L(5, 2)

    def forward(self, a, b):
        return self.head((self.encoder(a) - self.encoder(b)).abs())


def test_a_shared_encoder_explains_both_of_its_inputs():
    model = bias_free(settle(Siamese()))
    a, b = images(seed=1), images(seed=2)
    explanation = lrpfx.explain(model, (a, b), target=0, composite="epsilon_plus")
    total = sum(r.sum((1, 2, 3)) for r in explanation.relevance)
    torch.testing.assert_close(total, explanation.output[:, 0], rtol=1e-3, atol=1e-3)
    swapped = lrpfx.explain(model, (b, a), target=0, composite="epsilon_plus")
    assert distance(swapped.relevance[0], explanation.relevance[1]) < 1e-9


class Pyramid(nn.Module):
    """Control flow on shapes: as many stages as the image is large."""

    def __init__(self):
        super().__init__()
        self.stem, self.stage, self.head = C(3, 4, 3, padding=1), C(4, 4, 3, padding=1), L(4, 3)

    def forward(self, x):
        x = F.relu(self.stem(x))
        while x.shape[-1] > 1:
            if x.shape[-1] % 2:
                x = F.pad(x, (0, 1, 0, 1))
            x = F.avg_pool2d(F.relu(self.stage(x)), 2)
        assert x.shape[1] == 4, "a check on a shape is no obstacle"
        return self.head(x.flatten(1))


@pytest.mark.parametrize("size", [4, 7, 8])
def test_control_flow_on_shapes(size):
    assert_conserved(plus(bias_free(settle(Pyramid())), images(2, size), target=1), 1e-3)


def test_a_forward_that_behaves_otherwise_for_large_batches_is_traced_for_each_or_refused():
    """Python's `if` on the batch size."""
    model = settle(Fn(lambda s, x: s.l(x) if x.shape[0] < 4 else s.l(x) * 2, l=L(4, 3)))
    explainer = lrpfx.compile(model, inputs(2, 4))
    for batch in (1, 2, 3, 4, 20):
        x = inputs(batch, 4)
        with torch.no_grad():
            torch.testing.assert_close(explainer(x, target=1).output, model(x), rtol=1e-10, atol=1e-10)


def test_an_average_over_the_size_of_the_batch_is_right_for_each():
    """The batch size as a number in the arithmetic."""
    model = settle(Fn(lambda s, x: s.l(x) / x.shape[0], l=L(4, 3)))
    explainer = lrpfx.compile(model, inputs(2, 4))
    for batch in (1, 2, 7, 11, 12):
        x = inputs(batch, 4)
        with torch.no_grad():
            torch.testing.assert_close(explainer(x, target=1).output, model(x), rtol=1e-10, atol=1e-10)


BATCH_AS_NUMBER = {
    "view": lambda s, x: s.l(x.view(x.size(0), -1)),
    "view of the rest": lambda s, x: s.l(x.view(-1, 12)),
    "tokens": lambda s, x: s.l(torch.cat([s.token.expand(x.shape[0], 1, 4), x[:, 1:].reshape(len(x), 2, 4)], 1)
                               .flatten(1)),
    "zeros of the size of the batch": lambda s, x: s.l(torch.zeros(x.shape[0], 12, dtype=x.dtype) + x.flatten(1)),
    "an index of the batch": lambda s, x: s.l(x.flatten(1)[torch.arange(x.shape[0])]),
    "repeat": lambda s, x: s.l(x.flatten(1)) + s.token.repeat(x.shape[0], 1, 1)[:, 0, :3],
    "chunks of the batch": lambda s, x: torch.cat([s.l(part.flatten(1)) for part in x.split(1)]),
    "a loop over samples": lambda s, x: torch.stack([s.l(sample.flatten()) for sample in x]),
    "a batch of pairs": lambda s, x: s.l(torch.cat([x, -x]).flatten(1)).view(2, x.shape[0], 3).sum(0),
    "a mean over the batch that cancels": lambda s, x: s.l(x.flatten(1)) + 0 * x.mean(),
}  # fmt: skip


@pytest.mark.parametrize("name", BATCH_AS_NUMBER)
@pytest.mark.parametrize("compiled_with", [1, 3, 11])
def test_the_batch_size_in_the_forward_is_right_for_every_batch(name, compiled_with):
    model = settle(Fn(BATCH_AS_NUMBER[name], l=L(12, 3), token=nn.Parameter(torch.zeros(1, 1, 4))))
    try:
        explainer = lrpfx.compile(model, inputs(compiled_with, 3, 4), composite="epsilon_plus")
    except LrpfxError:
        assert "batch" in name or "loop" in name
        return
    for batch in (1, 2, 3, 11, 13):
        x = inputs(batch, 3, 4)
        try:
            explanation = explainer(x, target=1)
        except LrpfxError:
            assert "batch" in name or "loop" in name
            continue
        with torch.no_grad():
            torch.testing.assert_close(explanation.output, model(x), rtol=1e-10, atol=1e-10)
        if "mean" not in name:
            alone = [explainer(x[i : i + 1], target=1).relevance for i in range(min(batch, 3))]
            assert distance(explanation.relevance[:3], torch.cat(alone)) < 1e-6


FUNCTIONAL = {
    "einsum": lambda s, x: torch.einsum("bchw,kc->bk", x, s.w[:, :3]),
    "matmul": lambda s, x: x.mean((2, 3)) @ s.w[:, :3].T,
    "tensordot": lambda s, x: torch.tensordot(x.mean((2, 3)), s.w[:, :3], dims=([1], [1])),
    "weighted sum": lambda s, x: (x.mean((2, 3))[:, None] * s.w[:, :3]).sum(-1),
    "addmm": lambda s, x: torch.addmm(s.b * 0, x.mean((2, 3)), s.w[:, :3].T),
    "baddbmm": lambda s, x: torch.bmm(x.mean((2, 3))[:, None], s.w[:, :3].T.expand(x.shape[0], -1, -1))[:, 0],
    "conv as unfold": lambda s, x: (s.w[:, :12] @ F.unfold(x, 2)).mean(2),
    "stack and sum": lambda s, x: torch.stack([x.mean((2, 3)), x.amax((2, 3))], 1).sum(1) @ s.w[:, :3].T,
    "index": lambda s, x: x[:, [0, 2, 1]][..., 2, 3] @ s.w[:, :3].T,
    "gather": lambda s, x: x.flatten(1).gather(1, s.at.expand(x.shape[0], -1)) @ s.w[:, :3].T,
    "where": lambda s, x: torch.where(x > 0, x, 0.1 * x).mean((2, 3)) @ s.w[:, :3].T,
    "maximum": lambda s, x: torch.maximum(x[:, 0], x[:, 1]).flatten(1)[:, :3] @ s.w[:, :3].T,
    "max of axes": lambda s, x: x.max(3).values.max(2)[0] @ s.w[:, :3].T,
    "roll and flip": lambda s, x: (x.roll(1, 2) + x.flip(3)).mean((2, 3)) @ s.w[:, :3].T,
    "pixel shuffle": lambda s, x: F.pixel_unshuffle(x, 2).mean((2, 3)) @ s.w[:, :12].T,
    "interpolate": lambda s, x: F.interpolate(x, size=5, mode="bilinear").mean((2, 3)) @ s.w[:, :3].T,
    "cumulative": lambda s, x: x.mean((2, 3)).cumsum(1) @ s.w[:, :3].T,
    "norm of the weight": lambda s, x: x.mean((2, 3)) @ F.normalize(s.w[:, :3], dim=1).T,
    "numbers": lambda s, x: (2 * x.mean((2, 3)) / 4 - x.mean((2, 3)) * 0.25) @ s.w[:, :3].T,
    "bilinear": lambda s, x: F.bilinear(x.mean((2, 3)), s.fixed.expand(x.shape[0], -1), s.cube),
}


@pytest.mark.parametrize("name", FUNCTIONAL)
def test_functions_of_torch_without_bias_conserve_relevance_or_are_refused(name):
    members = {
        "w": nn.Parameter(torch.zeros(3, 12)),
        "b": nn.Parameter(torch.zeros(3)),
        "at": torch.tensor([[5, 0, 9]]),
        "fixed": torch.ones(1, 2).double(),
        "cube": nn.Parameter(torch.zeros(3, 3, 2)),
    }
    model = settle(Fn(FUNCTIONAL[name], **members))
    try:
        explanation = plus(model, images(), target=1)
    except LrpfxError as error:
        assert "`" in str(error)  # noqa: PT017, it names the operator
        pytest.fail(f"{name} is not explained: {error}")
    assert_conserved(explanation, 1e-3)


IN_PLACE = {
    "chain": lambda s, x: s.l(s.c(x).relu_().mul_(2).add_(s.c(x)).clamp_(min=0).mean((2, 3))),
    "slice assignment": lambda s, x: s.l(_assigned(s.c(x))),
    "augmented": lambda s, x: s.l(_augmented(s.c(x))),
    "masked fill": lambda s, x: s.l(s.c(x).masked_fill_(torch.arange(6) % 2 == 0, 0.0).mean((2, 3))),
    "index copy": lambda s, x: s.l(s.c(x).index_copy_(1, torch.tensor([0]), torch.zeros(x.shape[0], 1, 6, 6).double())
                                   .mean((2, 3))),
    "squeeze and transpose": lambda s, x: s.l(s.c(x).transpose_(2, 3).unsqueeze_(1).squeeze_(1).mean((2, 3))),
    "out of a buffer": lambda s, x: s.l(torch.add(s.c(x), s.c(x), out=torch.empty(x.shape[0], 4, 6, 6).double())
                                        .mean((2, 3))),
}  # fmt: skip


def _assigned(h):
    h[:, 0] = h[:, 1] * 2
    h[:, :, ::2] = 0
    return h.mean((2, 3))


def _augmented(h):
    h += h.flip(2)
    h *= 0.5
    h[:, 1:] -= h[:, :-1].clone()
    return h.mean((2, 3))


@pytest.mark.parametrize("name", IN_PLACE)
def test_chains_of_operations_in_place(name):
    model = bias_free(settle(Fn(IN_PLACE[name], c=C(3, 4, 3), l=L(4, 3))))
    assert_conserved(plus(model, images(), target=1), 1e-3)


class Transformer(nn.Module):
    def __init__(self):
        super().__init__()
        self.layer = nn.TransformerEncoderLayer(4, 2, 8, batch_first=True)
        self.head = L(4, 3)

    def forward(self, x):
        return self.head(self.layer(x).mean(1))


ATTENTION = {
    "multi-head": lambda: Fn(lambda s, x: s.l(s.a(x, x, x)[0].mean(1)),
                             a=nn.MultiheadAttention(4, 2, batch_first=True), l=L(4, 3)),
    "multi-head, no weights": lambda: Fn(lambda s, x: s.l(s.a(x, x, x, need_weights=False)[0].mean(1)),
                                         a=nn.MultiheadAttention(4, 2, batch_first=True), l=L(4, 3)),
    "scaled dot product": lambda: Fn(lambda s, x: s.l(F.scaled_dot_product_attention(x, x, x).mean(1)), l=L(4, 3)),
    "encoder layer": Transformer,
}  # fmt: skip


@pytest.mark.parametrize("name", ATTENTION)
def test_attention_is_traced_exactly_and_explained_or_refused_with_its_place(name):
    model, x = settle(ATTENTION[name]()), inputs(2, 5, 4)
    graph, params = lrpfx.canonize(*lrpfx.trace(model, x))
    torch.testing.assert_close(lrpfx.evaluate(graph, params, x)[0], model(x).detach(), rtol=1e-9, atol=1e-9)
    try:
        explanation = plus(model, x, target=1)
    except LrpfxError as error:
        assert "softmax" in str(error) or "layer_norm" in str(error)  # noqa: PT017, what has no rule
    else:
        assert torch.isfinite(explanation.relevance).all()


NORMALISED = {
    "layer norm": lambda: nn.LayerNorm(6), "group norm": lambda: nn.GroupNorm(2, 6),
    "rms norm": lambda: nn.RMSNorm(6), "instance norm": lambda: nn.InstanceNorm1d(6),
    "local response": lambda: nn.LocalResponseNorm(2), "softmax": lambda: nn.Softmax(1),
}  # fmt: skip


@pytest.mark.parametrize("name", NORMALISED)
def test_normalisations_over_the_sample_are_explained_or_refused_never_the_gradient(name):
    inner = NORMALISED[name]()

    def forward(s, x):
        z = s.a(x)
        if name in ("instance norm", "local response"):
            z = z[:, :, None] * torch.arange(1, 4)
        return s.b(s.n(z).reshape(x.shape[0], -1)[:, :6])

    model = settle(Fn(forward, a=L(4, 6), n=inner, b=L(6, 3)))
    try:
        explanation = plus(model, inputs(2, 4), target=1)
    except LrpfxError as error:
        assert "has no rule" in str(error)  # noqa: PT017
    else:
        gradient = torch.autograd.functional.jacobian(lambda x: model(x)[:, 1].sum(), inputs(2, 4))
        assert not torch.allclose(explanation.relevance, gradient)
