"""Canonizers: the graph computes the same, canonizing twice is canonizing once, and only what may be merged is."""

import copy

import pytest
import torch
import torch.nn.functional as F
from nets import Fn, Residual, cnn, images, inputs, settle
from torch import nn
from torchvision.ops import FrozenBatchNorm2d

import lrpfx
from lrpfx.canonize import REGISTRY
from lrpfx.graph import check

C, C1, CT, BN, BN1, L = nn.Conv2d, nn.Conv1d, nn.ConvTranspose2d, nn.BatchNorm2d, nn.BatchNorm1d, nn.Linear


def flat(*layers):
    return settle(nn.Sequential(*layers, nn.Flatten()))


def frozen(channels):
    """A frozen batch normalisation with statistics of its own."""
    norm, g = FrozenBatchNorm2d(channels), torch.Generator().manual_seed(3)
    for name, buffer in norm.named_buffers():
        buffer.copy_(
            torch.randn(channels, generator=g).abs() + 0.5
            if "var" in name
            else torch.randn(channels, generator=g)
        )
    return norm


def twofold(first, then):
    """A forward whose intermediate value `first(s, x)` is used twice by `then(s, value)`."""
    return lambda s, x: then(s, first(s, x))


def twice(z, a, b):
    return (a(z) * 2 + b(z)).flatten(1)


class BackToFront(nn.Module):
    """The batch normalisation is defined before the convolution that it follows, another one in between."""

    def __init__(self):
        super().__init__()
        self.bn_b, self.b, self.bn_a, self.a = BN(3), C(4, 3, 3), BN(4), C(3, 4, 3)

    def forward(self, x):
        return self.bn_b(self.b(self.bn_a(self.a(x)).relu())).flatten(1)


MERGED = {
    "conv1d": (lambda: flat(C1(3, 4, 3), BN1(4)), inputs(2, 3, 8)),
    "conv2d": (lambda: flat(C(3, 4, 3), BN(4)), images()),
    "conv2d without bias": (lambda: flat(C(3, 4, 3, bias=False), BN(4)), images()),
    "conv2d in groups": (lambda: flat(C(4, 6, 3, groups=2), BN(6)), inputs(2, 4, 5, 5)),
    "conv3d": (lambda: flat(nn.Conv3d(2, 3, 2), nn.BatchNorm3d(3)), inputs(2, 2, 3, 3, 3)),
    "dense": (lambda: settle(nn.Sequential(L(5, 4), BN1(4))), inputs(3, 5)),
    "dense without bias": (lambda: settle(nn.Sequential(L(5, 4, bias=False), BN1(4))), inputs(3, 5)),
    "transposed": (lambda: flat(CT(3, 4, 3, stride=2, output_padding=1), BN(4)), images()),
    "transposed in groups": (lambda: flat(CT(4, 6, 3, groups=2), BN(6)), inputs(2, 4, 5, 5)),
    "transposed, depthwise": (lambda: flat(nn.ConvTranspose1d(4, 4, 3, groups=4), BN1(4)), inputs(2, 4, 5)),
    "not affine": (lambda: flat(C(3, 4, 3), BN(4, affine=False)), images()),
    "large eps": (lambda: flat(C(3, 4, 3), BN(4, eps=0.7)), images()),
    "in another order": (lambda: settle(BackToFront()), images()),
    "with dropout between": (lambda: flat(C(3, 4, 3), nn.Dropout(0.5), nn.Identity(), BN(4)), images()),
    "two in a row": (lambda: flat(C(3, 4, 3), BN(4), BN(4)), images()),
    "functional": (
        lambda: settle(
            Fn(
                lambda s, x: F.batch_norm(F.conv2d(x, s.w), s.mean, s.var).flatten(1),
                w=nn.Parameter(torch.zeros(4, 3, 3, 3)),
                mean=inputs(4),
                var=inputs(4).abs() + 1,
            )
        ),
        images(),
    ),
    "one convolution and one normalisation on two inputs": (
        lambda: settle(Fn(lambda s, x: (s.b(s.c(x)) + s.b(s.c(x.flip(3)))).flatten(1), c=C(3, 4, 3), b=BN(4))),
        images(),
    ),
    "residual": (lambda: settle(Residual()), images()),
    "frozen": (lambda: flat(C(3, 4, 3), frozen(4)), images()),
    "synchronised": (lambda: flat(C(3, 4, 3), nn.SyncBatchNorm(4)), images()),
    "through a flatten of one pixel": (
        lambda: settle(nn.Sequential(C(3, 4, 8), nn.Flatten(), BN1(4))), images()),
    "through an unflatten": (
        lambda: flat(L(5, 12), nn.Unflatten(1, (3, 2, 2)), BN(3)), inputs(2, 5)),
    "through axes exchanged, over tokens": (
        lambda: settle(Fn(lambda s, x: s.b(s.l(x).transpose(1, 2)).mean(2), l=L(6, 5), b=BN1(5))),
        inputs(2, 3, 6)),
    "through axes permuted": (
        lambda: settle(Fn(lambda s, x: s.b(s.l(x.permute(0, 2, 3, 1)).permute(0, 3, 1, 2)).flatten(1),
                          l=L(3, 5), b=BN(5))), images()),
    "through zero padding": (lambda: flat(C(3, 4, 3), nn.ZeroPad2d((1, 0, 2, 1)), BN(4)), images()),
    "through padding with a number": (lambda: flat(C(3, 4, 3), nn.ConstantPad2d(1, 1.5), BN(4)), images()),
    "through reflection": (lambda: flat(C(3, 4, 3), nn.ReflectionPad2d(2), BN(4)), images()),
    "through replication": (lambda: flat(C1(3, 4, 3), nn.ReplicationPad1d(2), BN1(4)), inputs(2, 3, 8)),
    "through average pooling": (lambda: flat(C(3, 4, 3), nn.AvgPool2d(2, ceil_mode=True), BN(4)), images(2, 9)),
    "through average pooling that does not count its padding": (
        lambda: flat(C(3, 4, 3), nn.AvgPool2d(3, 2, 1, count_include_pad=False), BN(4)), images()),
    "through the mean over space": (
        lambda: settle(Fn(lambda s, x: s.b(s.c(x).mean((2, 3))), c=C(3, 4, 3), b=BN1(4))), images()),
    "through adaptive pooling": (lambda: flat(C(3, 4, 3), nn.AdaptiveAvgPool2d(2), BN(4)), images()),
    "through upsampling": (lambda: flat(C(3, 4, 3), nn.Upsample(scale_factor=2), BN(4)), images()),
    "through interpolation": (lambda: flat(C(3, 4, 3), nn.Upsample(scale_factor=2, mode="bilinear"), BN(4)), images()),
    "through concatenation": (
        lambda: settle(Fn(lambda s, x: s.n(torch.cat([s.a(x), s.b(x), s.c(x)], 1)).flatten(1),
                          a=C(3, 2, 3), b=C(3, 4, 3, bias=False), c=CT(3, 1, 3, padding=2), n=BN(7))),
        images()),
    "through concatenation with a constant": (
        lambda: settle(Fn(lambda s, x: s.n(torch.cat([s.a(x), s.k.expand(x.shape[0], 1, 6, 6)], 1)).flatten(1),
                          a=C(3, 2, 3), k=inputs(1, 1, 6, 6), n=BN(3))), images()),
    "through a sum of two": (
        lambda: settle(Fn(lambda s, x: s.n(s.a(x) - s.b(x.flip(3))).flatten(1), a=C(3, 4, 3), b=C(3, 4, 3), n=BN(4))),
        images()),
    "through a scale and a shift by numbers": (
        lambda: settle(Fn(lambda s, x: s.n(2 - s.a(x) / 4).flatten(1), a=C(3, 4, 3), n=BN(4))), images()),
    "before a convolution": (lambda: flat(C(3, 4, 3), nn.ReLU(), BN(4), C(4, 5, 3)), images()),
    "before a convolution without bias": (lambda: flat(C(3, 4, 3), nn.ReLU(), BN(4), C(4, 5, 3, bias=False)), images()),
    "before a convolution that pads": (lambda: flat(C(3, 4, 3), nn.ReLU(), BN(4), C(4, 5, 3, padding=1)), images()),
    "before a convolution that pads, strides and dilates in groups": (
        lambda: flat(C(3, 4, 3), nn.ReLU(), BN(4), C(4, 6, 3, stride=2, padding=2, dilation=2, groups=2)), images()),
    "before explicit zero padding": (
        lambda: flat(C(3, 4, 3), nn.ReLU(), BN(4), nn.ZeroPad2d((0, 1, 2, 0)), C(4, 5, 3)), images()),
    "before padding with a number": (
        lambda: flat(C(3, 4, 3), nn.ReLU(), BN(4), nn.ConstantPad2d(1, -2.0), C(4, 5, 3, padding=1)), images()),
    "before conv1d and conv3d": (
        lambda: flat(C1(3, 4, 3), nn.Tanh(), BN1(4), C1(4, 4, 3, padding=1),
                     nn.Unflatten(2, (2, 1, 3)), nn.Tanh(), nn.BatchNorm3d(4), nn.Conv3d(4, 2, (2, 1, 2), padding=1)),
        inputs(2, 3, 8)),
    "before a dense layer": (
        lambda: settle(nn.Sequential(L(5, 4), nn.ReLU(), BN1(4), L(4, 3))), inputs(2, 5)),
    "before a flatten and a dense layer without bias": (
        lambda: settle(nn.Sequential(
            C(3, 4, 3), nn.ReLU(), BN(4), nn.Dropout(), nn.Flatten(), L(144, 3, bias=False))), images()),
    "before axes permuted and a dense layer": (
        lambda: settle(Fn(lambda s, x: s.l(s.b(s.c(x).relu()).permute(0, 2, 3, 1).flatten(1)),
                          c=C(3, 4, 3), b=BN(4), l=L(144, 3))), images()),
    "before two convolutions": (
        lambda: settle(Fn(twofold(lambda s, x: s.b(s.s(x).relu()), lambda s, y: (s.a(y) + s.c(y).relu()).flatten(1)),
                          s=C(3, 4, 3), a=C(4, 2, 3), c=C(4, 2, 3), b=BN(4))), images()),
    "frozen, before a convolution": (lambda: flat(C(3, 4, 3), nn.ReLU(), frozen(4), C(4, 5, 3, padding=1)), images()),
    "after max pooling and before a convolution": (
        lambda: flat(C(3, 4, 3), nn.MaxPool2d(2), BN(4), C(4, 5, 2)), images()),
}  # fmt: skip

KEPT = {
    "after relu": (lambda: flat(C(3, 4, 3), nn.ReLU(), BN(4)), images()),
    "after functional relu": (
        lambda: settle(Fn(lambda s, x: s.b(F.relu(s.c(x))).flatten(1), c=C(3, 4, 3), b=BN(4))),
        images(),
    ),
    "first": (lambda: flat(BN(3), C(3, 4, 3)), images()),
    "between activations": (lambda: flat(C(3, 4, 3), nn.ReLU(), BN(4), nn.ReLU(), C(4, 5, 3)), images()),
    "before a transposed convolution": (
        lambda: flat(C(3, 4, 3), nn.ReLU(), BN(4), CT(4, 5, 3)), images()),
    "before a convolution, and used elsewhere": (
        lambda: settle(Fn(twofold(lambda s, x: s.b(s.c(x).relu()), lambda s, y: (s.d(y) + y).flatten(1)),
                          c=C(3, 4, 3), d=C(4, 4, 3, padding=1), b=BN(4))), images()),
    "through max pooling": (lambda: flat(C(3, 4, 3), nn.MaxPool2d(2), BN(4)), images()),
    "through average pooling that counts its padding": (
        lambda: flat(C(3, 4, 3), nn.AvgPool2d(3, 2, 1), BN(4)), images()),
    "through a flatten of many pixels": (
        lambda: settle(nn.Sequential(C(3, 2, 3), nn.Flatten(), BN1(72))), images()),
    "concatenated with the input": (
        lambda: settle(Fn(lambda s, x: s.n(torch.cat([s.a(x), x], 1)).flatten(1), a=C(3, 2, 3, padding=1), n=BN(5))),
        images()),
    "instance normalisation with running statistics": (
        lambda: flat(C(3, 4, 3), nn.InstanceNorm2d(4, affine=True, track_running_stats=True)), images()),
    "the convolution's result is used elsewhere": (
        lambda: settle(Fn(lambda s, x: twice(s.c(x), s.b, nn.Identity()), c=C(3, 4, 3), b=BN(4))),
        images(),
    ),
    "tokens, which are not channels": (
        lambda: settle(Fn(lambda s, x: s.b(x @ s.w).mean(2), w=nn.Parameter(torch.zeros(6, 5)), b=BN1(3))),
        inputs(2, 3, 6),
    ),
}  # fmt: skip


FOLDED = {
    "a bias added by hand": (
        lambda: settle(Fn(lambda s, x: s.l(x) + s.b, l=L(5, 4, bias=False), b=inputs(4))), inputs(2, 5)),
    "numbers": (lambda: settle(Fn(lambda s, x: 3 - (-s.l(x) * 2 - 1) / 5, l=L(5, 4, bias=False))), inputs(2, 5)),
    "numbers, before a bias": (lambda: settle(Fn(lambda s, x: (s.c(x) + 0.5).flatten(1), c=C(3, 4, 3))), images()),
    "a scale per channel": (
        lambda: settle(Fn(lambda s, x: (s.k * s.c(x)).flatten(1), c=C(3, 4, 3), k=inputs(4, 1, 1))), images()),
    "a scale per channel after axes permuted": (
        lambda: settle(Fn(lambda s, x: (s.k * s.l(x.permute(0, 2, 3, 1)).permute(0, 3, 1, 2)).flatten(1),
                          l=L(3, 4), k=inputs(4, 1, 1))), images()),
    "a subtraction from a constant with alpha": (
        lambda: settle(Fn(lambda s, x: torch.sub(s.k, s.l(x), alpha=3), l=L(5, 4), k=inputs(1, 4))), inputs(2, 5)),
    "rsub": (lambda: settle(Fn(lambda s, x: torch.rsub(s.l(x), s.k, alpha=3), l=L(5, 4), k=inputs(4))), inputs(2, 5)),
    "division of a transposed convolution": (
        lambda: settle(Fn(lambda s, x: (s.c(x) / s.k).flatten(1), c=CT(3, 4, 3), k=inputs(4, 1, 1) + 3)),
        images()),
}  # fmt: skip

NOT_FOLDED = {
    "a map that varies over space": (
        lambda: settle(Fn(lambda s, x: (s.c(x) + s.k).flatten(1), c=C(3, 4, 3), k=inputs(1, 4, 6, 6))), images()),
    "after an activation": (lambda: settle(Fn(lambda s, x: s.l(x).relu() * 2, l=L(5, 4))), inputs(2, 5)),
    "used elsewhere": (
        lambda: settle(Fn(twofold(lambda s, x: s.l(x), lambda s, y: y * 2 + y), l=L(5, 4))), inputs(2, 5)),
    "broadcasting": (
        lambda: settle(Fn(lambda s, x: (s.l(x)[:, :, None] * s.k).flatten(1), l=L(5, 4), k=inputs(4, 3))),
        inputs(2, 5)),
}  # fmt: skip

ALL = {**MERGED, **{f"kept: {k}": v for k, v in KEPT.items()}, **FOLDED, **NOT_FOLDED}


def norms(graph):
    return [e for e in graph.eqns if "batch_norm" in e.op]


def constants(graph):
    """Products with and sums with a constant."""
    return [
        e
        for e in graph.eqns
        if len(graph.operands(e)) == 1 and e.op.split(".")[0] in ("add", "sub", "rsub", "mul", "div", "neg")
    ]


def same_forward(model, x, graph, params):
    fixed = isinstance(graph.inputs[0].shape[0], int)  # torch fixes the batch size of some operators
    for batch in (x,) if fixed else (x, torch.cat([x, x.flip(0), x])):
        with torch.no_grad():
            torch.testing.assert_close(
                lrpfx.evaluate(graph, params, batch)[0], model(batch), rtol=1e-10, atol=1e-10
            )


@pytest.mark.parametrize("name", MERGED)
def test_batch_norm_behind_a_linear_operator_is_merged_and_the_forward_stays(name):
    make, x = MERGED[name]
    model = make()
    graph, params = lrpfx.trace(model, x)
    assert norms(graph) or "frozen" in name
    graph, params = lrpfx.canonize(graph, params)
    assert not norms(check(graph))
    assert "frozen" not in name or not constants(graph) or "before" in name
    same_forward(model, x, graph, params)


@pytest.mark.parametrize("name", KEPT)
def test_batch_norm_behind_anything_else_is_kept_and_the_forward_stays(name):
    make, x = KEPT[name]
    model = make()
    graph, params = lrpfx.canonize(*lrpfx.trace(model, x))
    assert len(norms(check(graph))) == 1
    same_forward(model, x, graph, params)


@pytest.mark.parametrize("name", FOLDED)
def test_constants_behind_a_linear_operator_are_folded_and_the_forward_stays(name):
    make, x = FOLDED[name]
    model = make()
    graph, params = lrpfx.canonize(*lrpfx.trace(model, x))
    assert not constants(check(graph))
    same_forward(model, x, graph, params)


@pytest.mark.parametrize("name", NOT_FOLDED)
def test_other_constants_are_kept_and_the_forward_stays(name):
    make, x = NOT_FOLDED[name]
    model = make()
    graph, params = lrpfx.canonize(*lrpfx.trace(model, x))
    assert constants(check(graph))
    same_forward(model, x, graph, params)


@pytest.mark.parametrize("name", ALL)
def test_canonizing_twice_is_canonizing_once_and_leaves_the_model_alone(name):
    make, x = ALL[name]
    model = make()
    before = copy.deepcopy(model.state_dict())
    once = lrpfx.canonize(*lrpfx.trace(model, x))
    twice = lrpfx.canonize(*once)
    assert twice[0].key == once[0].key
    assert all(torch.equal(once[1][k], twice[1][k]) for k in once[1])
    assert before.keys() == model.state_dict().keys()
    assert all(torch.equal(v, before[k]) for k, v in model.state_dict().items())


@pytest.mark.slow
@pytest.mark.parametrize("name", [*ALL, "cnn"])
def test_every_canonizer_alone_keeps_the_forward(name):
    make, x = {**ALL, "cnn": (cnn, images())}[name]
    model = make()
    graph, params = lrpfx.trace(model, x)
    before = str(graph)
    for canonizer in REGISTRY.values():
        rewritten = check(canonizer(graph))
        if rewritten.key != graph.key:
            same_forward(model, x, rewritten, params)
    assert str(graph) == before


@pytest.mark.parametrize("left_out", sorted(REGISTRY))
def test_a_canonizer_can_be_left_out(left_out):
    model = settle(Residual())
    graph, params = lrpfx.canonize(*lrpfx.trace(model, images()), without=[left_out])
    assert bool(norms(graph)) == (left_out == "merge_batch_norm")
    same_forward(model, images(), graph, params)


def test_a_canonizer_that_is_left_out_must_exist():
    with pytest.raises(lrpfx.errors.UnknownNameError, match="merge_batch_norm"):
        lrpfx.canonize(*lrpfx.trace(cnn(), images()), without=["merge_bath_norm"])


def test_normalisation_by_the_statistics_of_the_batch_is_not_merged():
    untracked = settle(nn.Sequential(C(3, 4, 3), BN(4, track_running_stats=False), nn.Flatten()))
    graph, params = lrpfx.canonize(*lrpfx.trace(untracked, images()))
    assert len(norms(graph)) == 1
    same_forward(untracked, images(), graph, params)


def test_normalisation_that_is_always_in_training_mode_is_neither_merged_nor_given_a_rule():
    def forward(self, x):
        return F.batch_norm(self.c(x), self.mean, self.var, training=True).flatten(1)

    model = settle(Fn(forward, c=C(3, 4, 3), mean=torch.zeros(4).double(), var=torch.ones(4).double()))
    graph, _ = lrpfx.canonize(*lrpfx.trace(model, images()))
    assert len(norms(graph)) == 1
    with pytest.raises(lrpfx.errors.NoRuleError, match="batch_norm"):
        lrpfx.relevance_graph(graph, lrpfx.composites.epsilon_plus())


def test_a_convolution_followed_by_two_normalisations_is_not_changed_for_either():
    """Merging into a shared convolution in place would give one of them the other's scale."""
    once = Fn(lambda s, x: twice(s.c(x), s.a, s.b), c=C(3, 4, 3), a=BN(4), b=BN(4))
    again = Fn(lambda s, x: (s.a(s.c(x)) * 2 + s.b(s.c(x))).flatten(1), c=C(3, 4, 3), a=BN(4), b=BN(4))
    for model in map(settle, (once, again)):
        same_forward(model, images(), *lrpfx.canonize(*lrpfx.trace(model, images())))


def test_relevance_of_the_merged_net_is_that_of_the_net_with_merged_weights():
    model = settle(nn.Sequential(C(3, 4, 3), BN(4), nn.ReLU(), nn.Flatten(), L(144, 3)))
    conv, bn = model[0], model[1]
    scale = (bn.weight / (bn.running_var + bn.eps).sqrt()).detach()
    merged = nn.Sequential(C(3, 4, 3).double(), *model[2:]).eval()
    with torch.no_grad():
        merged[0].weight.copy_(conv.weight * scale[:, None, None, None])
        merged[0].bias.copy_((conv.bias - bn.running_mean) * scale + bn.bias)
    for name in ("epsilon_plus", "epsilon_plus_flat"):
        a, b = (lrpfx.explain(m, images(), composite=name).relevance for m in (model, merged))
        torch.testing.assert_close(a, b)


def test_relevance_of_a_normalisation_merged_with_the_layer_behind_is_that_of_the_merged_weights():
    model = settle(nn.Sequential(L(5, 4), nn.ReLU(), BN1(4), L(4, 3)))
    norm, head = model[2], model[3]
    scale = (norm.weight / (norm.running_var + norm.eps).sqrt()).detach()
    merged = nn.Sequential(*model[:2], L(4, 3).double()).eval()
    with torch.no_grad():
        merged[2].weight.copy_(head.weight * scale)
        merged[2].bias.copy_(head.bias + head.weight @ (norm.bias - norm.running_mean * scale))
    x = inputs(2, 5)
    for name in ("epsilon_plus", "epsilon_plus_flat"):
        a, b = (lrpfx.explain(m, x, target=1, composite=name).relevance for m in (model, merged))
        torch.testing.assert_close(a, b)


def test_at_the_border_of_a_padded_convolution_the_missing_shift_is_a_constant_that_is_accounted_for():
    model = settle(
        nn.Sequential(C(3, 4, 3), nn.ReLU(), BN(4), C(4, 5, 3, padding=1), nn.Flatten(), L(180, 3))
    )
    explanation = lrpfx.explain(model, images(), target=1, composite="epsilon_plus")
    (border,) = constants(lrpfx.canonize(*lrpfx.trace(model, images()))[0])
    assert border.op == "add.Tensor"
    assert explanation.ledger(bound=float("inf")).closing_error < 1e-10


def test_a_changed_sign_changes_which_contributions_are_positive():
    turned = settle(Fn(lambda s, x: -s.c(x).flatten(1), c=C(3, 4, 3, bias=False)))
    model = settle(Fn(lambda s, x: s.c(x).flatten(1), c=C(3, 4, 3, bias=False)))
    with torch.no_grad():
        model.c.weight.neg_()
    x = images().abs()
    found, wanted = (
        lrpfx.explain(m, x, target=lambda z: z, composite="epsilon_plus").relevance for m in (turned, model)
    )
    torch.testing.assert_close(found, wanted)
    assert (found >= 0).sum() > 0
