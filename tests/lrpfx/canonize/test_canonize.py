"""Canonizers: the graph computes the same, canonizing twice is canonizing once, and only what may be merged is."""

import pytest
import torch
import torch.nn.functional as F
from nets import Fn, Residual, cnn, images, inputs, settle
from torch import nn

import lrpfx
from lrpfx.canonize import REGISTRY
from lrpfx.graph import check

C, BN = nn.Conv2d, nn.BatchNorm2d


def flat(*layers):
    return settle(nn.Sequential(*layers, nn.Flatten()))


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
    "conv1d": (lambda: flat(nn.Conv1d(3, 4, 3), nn.BatchNorm1d(4)), inputs(2, 3, 8)),
    "conv2d": (lambda: flat(C(3, 4, 3), BN(4)), images()),
    "conv2d without bias": (lambda: flat(C(3, 4, 3, bias=False), BN(4)), images()),
    "conv2d in groups": (lambda: flat(C(4, 6, 3, groups=2), BN(6)), inputs(2, 4, 5, 5)),
    "conv3d": (lambda: flat(nn.Conv3d(2, 3, 2), nn.BatchNorm3d(3)), inputs(2, 2, 3, 3, 3)),
    "dense": (lambda: settle(nn.Sequential(nn.Linear(5, 4), nn.BatchNorm1d(4))), inputs(3, 5)),
    "dense without bias": (lambda: settle(nn.Sequential(nn.Linear(5, 4, bias=False), nn.BatchNorm1d(4))), inputs(3, 5)),
    "transposed": (lambda: flat(nn.ConvTranspose2d(3, 4, 3, stride=2, output_padding=1), BN(4)), images()),
    "transposed in groups": (lambda: flat(nn.ConvTranspose2d(4, 6, 3, groups=2), BN(6)), inputs(2, 4, 5, 5)),
    "transposed, depthwise": (lambda: flat(nn.ConvTranspose1d(4, 4, 3, groups=4), nn.BatchNorm1d(4)), inputs(2, 4, 5)),
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
}  # fmt: skip

KEPT = {
    "after relu": (lambda: flat(C(3, 4, 3), nn.ReLU(), BN(4)), images()),
    "after functional relu": (
        lambda: settle(Fn(lambda s, x: s.b(F.relu(s.c(x))).flatten(1), c=C(3, 4, 3), b=BN(4))),
        images(),
    ),
    "first": (lambda: flat(BN(3), C(3, 4, 3)), images()),
    "the convolution's result is used elsewhere": (
        lambda: settle(Fn(lambda s, x: twice(s.c(x), s.b, nn.Identity()), c=C(3, 4, 3), b=BN(4))),
        images(),
    ),
    "tokens, which are not channels": (
        lambda: settle(Fn(lambda s, x: s.b(x @ s.w).mean(2), w=nn.Parameter(torch.zeros(6, 5)), b=nn.BatchNorm1d(3))),
        inputs(2, 3, 6),
    ),
}  # fmt: skip


def norms(graph):
    return [e for e in graph.eqns if "batch_norm" in e.op]


def same_forward(model, x, graph, params):
    for batch in (x, torch.cat([x, x.flip(0), x])):
        with torch.no_grad():
            torch.testing.assert_close(
                lrpfx.evaluate(graph, params, batch)[0], model(batch), rtol=1e-10, atol=1e-10
            )


@pytest.mark.parametrize("name", MERGED)
def test_batch_norm_behind_a_linear_operator_is_merged_and_the_forward_stays(name):
    make, x = MERGED[name]
    model = make()
    graph, params = lrpfx.trace(model, x)
    assert norms(graph)
    graph, params = lrpfx.canonize(graph, params)
    assert not norms(check(graph))
    same_forward(model, x, graph, params)


@pytest.mark.parametrize("name", KEPT)
def test_batch_norm_behind_anything_else_is_kept_and_the_forward_stays(name):
    make, x = KEPT[name]
    model = make()
    graph, params = lrpfx.canonize(*lrpfx.trace(model, x))
    assert len(norms(check(graph))) == 1
    same_forward(model, x, graph, params)


@pytest.mark.parametrize("name", [*MERGED, *KEPT])
def test_canonizing_twice_is_canonizing_once(name):
    make, x = {**MERGED, **KEPT}[name]
    once = lrpfx.canonize(*lrpfx.trace(make(), x))
    twice = lrpfx.canonize(*once)
    assert twice[0].key == once[0].key
    assert all(torch.equal(once[1][k], twice[1][k]) for k in once[1])


@pytest.mark.parametrize("name", sorted(REGISTRY))
@pytest.mark.parametrize("make", [cnn, lambda: settle(Residual())], ids=["cnn", "residual"])
def test_every_canonizer_alone_keeps_the_forward(name, make):
    model, x = make(), images()
    graph, params = lrpfx.trace(model, x)
    before = str(graph)
    same_forward(model, x, check(REGISTRY[name](graph)), params)
    assert str(graph) == before


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
    model = settle(nn.Sequential(C(3, 4, 3), BN(4), nn.ReLU(), nn.Flatten(), nn.Linear(144, 3)))
    conv, bn = model[0], model[1]
    scale = (bn.weight / (bn.running_var + bn.eps).sqrt()).detach()
    merged = nn.Sequential(C(3, 4, 3).double(), *model[2:]).eval()
    with torch.no_grad():
        merged[0].weight.copy_(conv.weight * scale[:, None, None, None])
        merged[0].bias.copy_((conv.bias - bn.running_mean) * scale + bn.bias)
    for name in ("epsilon_plus", "epsilon_plus_flat"):
        a, b = (lrpfx.explain(m, images(), composite=name).relevance for m in (model, merged))
        torch.testing.assert_close(a, b)
