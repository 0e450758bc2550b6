"""What the reference cannot take at all, shown to raise there; and the right relevance here.

The right one is what the reference says of the same function in a spelling that it takes.
"""

import copy
import functools

import pytest
import torch
import torch.nn.functional as F
from nets import Fn, dense, images, inputs, settle
from oracle import distance, in_place_of
from torch import nn
from torch.utils.checkpoint import checkpoint

import lrpfx

pytestmark = pytest.mark.usefixtures("zennit")

L = nn.Linear
X, R = inputs(2, 4), inputs(2, 3, seed=2)


def plus(*canonizers):
    import zennit.composites

    return zennit.composites.EpsilonPlus(canonizers=list(canonizers))


def merge():
    import zennit.canonizers

    return zennit.canonizers.SequentialMergeBatchNorm()


def by_reference(model, x, R, *canonizers):
    return in_place_of(copy.deepcopy(model), x, R, plus(*canonizers))


def refuses(*errors):
    return pytest.raises(errors)


# ---- outputs and inputs -----------------------------------------------------------------------------------------

CONTAINERS = {
    "dict": (lambda z: {"logits": z, "rest": z * 2}, "logits"),
    "list": (lambda z: [z, z * 2], 0),
    "tuple": (lambda z: (z * 2, z), 1),
    "nested": (lambda z: {"heads": (z * 2, {"main": z})}, ("heads", 1, "main")),
}


@pytest.mark.parametrize("kind", CONTAINERS)
def test_a_module_may_return_its_result_in_a_container(kind):
    wrap, at = CONTAINERS[kind]
    model = Fn(lambda s, x: wrap(s.l(x)), l=settle(L(4, 3))).eval()
    plain = nn.Sequential(model.l)
    with refuses(AssertionError):
        by_reference(model, X, R)
    found = lrpfx.explain(model, X, target=R, composite="epsilon_plus", output=at)
    assert distance(found.relevance, by_reference(plain, X, R)) < 1e-9


def test_a_module_in_the_middle_may_return_a_dict():
    parts = {"a": settle(L(4, 5)), "b": settle(L(5, 3), 1)}
    made = Fn(lambda s, x: {"hidden": F.relu(s.a(x)), "unused": x}, a=parts["a"])
    model = Fn(lambda s, x: s.b(s.made(x)["hidden"]), made=made, b=parts["b"]).eval()
    plain = nn.Sequential(parts["a"], nn.ReLU(), parts["b"])
    found = lrpfx.explain(model, X, target=R, composite="epsilon_plus").relevance
    assert distance(found, by_reference(plain, X, R)) < 1e-9


class Optional(nn.Module):
    """A dense layer with an argument that may be left out, as attention masks are."""

    def __init__(self):
        super().__init__()
        self.l = L(4, 3)

    def forward(self, x, mask=None):
        z = self.l(x)
        return z if mask is None else z * mask


def test_a_positional_argument_may_be_none():
    import zennit.composites
    import zennit.rules

    inner = settle(Optional())
    model = Fn(lambda s, x: s.inner(x, None), inner=inner).eval()
    with refuses(AttributeError):
        composite = zennit.composites.EpsilonPlus(layer_map=[(Optional, zennit.rules.Norm())])
        in_place_of(copy.deepcopy(model), X, R, composite)
    wanted = by_reference(nn.Sequential(inner.l), X, R)
    assert distance(lrpfx.explain(model, X, target=R, composite="epsilon_plus").relevance, wanted) < 1e-9
    direct = lrpfx.explain(inner, (X, None), target=R, composite="epsilon_plus")
    assert distance(direct.relevance[0], wanted) < 1e-9
    assert direct.relevance[1] is None


def test_token_ids_are_explained_by_what_their_embeddings_get():
    model = settle(nn.Sequential(nn.Embedding(7, 5), nn.Flatten(), L(15, 3)))
    ids = torch.tensor([[1, 2, 3], [6, 0, 1]])
    with refuses(RuntimeError):
        by_reference(model, ids, R)
    explained = lrpfx.explain(model, ids, target=R, composite="epsilon_plus")
    vectors = model[0](ids).detach()
    wanted = by_reference(model[1:], vectors, R).sum(-1)
    assert explained.relevance.shape == ids.shape
    assert distance(explained.relevance, wanted) < 1e-9


def test_several_inputs_each_get_their_relevance():
    import zennit.attribution

    model = settle(Fn(lambda s, a: s.c(F.relu(s.a(a) + s.b(a))), a=L(4, 5), b=L(4, 5), c=L(5, 3)))

    class Two(nn.Module):
        def __init__(self):
            super().__init__()
            self.a, self.b, self.c = model.a, model.b, model.c

        def forward(self, left, right):
            return self.c(F.relu(self.a(left) + self.b(right)))

    with (
        refuses(TypeError, AttributeError),
        zennit.attribution.Gradient(copy.deepcopy(Two().eval()), plus()) as attributor,
    ):
        attributor((X, X), R)
    together = lrpfx.explain(model, X, target=R, composite="epsilon_plus").relevance
    apart = lrpfx.explain(Two().eval(), (X, X), target=R, composite="epsilon_plus").relevance
    keywords = lrpfx.explain(
        Two().eval(), {"right": X, "left": X}, target=R, composite="epsilon_plus"
    ).relevance
    assert distance(apart[0] + apart[1], together) < 1e-12
    assert torch.equal(keywords["left"], apart[0])
    assert torch.equal(keywords["right"], apart[1])


# ---- normalisations ---------------------------------------------------------------------------------------------


def batch_normed(norm, conv=None):
    conv = conv or nn.Conv2d(3, 4, 3, padding=1)
    return settle(nn.Sequential(conv, norm, nn.ReLU(), nn.Flatten(), L(256, 3)))


def by_hand(model):
    """The same network with its normalisation merged by hand."""
    conv, norm = copy.deepcopy(model[0]), model[1]
    gamma = norm.weight if norm.weight is not None else torch.ones_like(norm.running_var)
    beta = norm.bias if norm.bias is not None else torch.zeros_like(norm.running_mean)
    scale = (gamma / (norm.running_var + norm.eps).sqrt()).detach()
    with torch.no_grad():
        shape = (1, -1, 1, 1) if isinstance(conv, nn.ConvTranspose2d) and conv.groups == 1 else (-1, 1, 1, 1)
        if isinstance(conv, nn.ConvTranspose2d) and conv.groups > 1:
            per_input = scale.reshape(conv.groups, 1, -1).expand(-1, conv.in_channels // conv.groups, -1)
            conv.weight.mul_(per_input.reshape(conv.in_channels, -1, 1, 1))
        else:
            conv.weight.mul_(scale.reshape(shape))
        conv.bias.copy_((conv.bias - norm.running_mean) * scale + beta)
    return nn.Sequential(conv, *model[2:]).eval()


def test_batch_norm_without_affine_parameters_is_merged():
    model = batch_normed(nn.BatchNorm2d(4, affine=False))
    with refuses(TypeError, AttributeError):
        by_reference(model, images(), R, merge())
    found = lrpfx.explain(model, images(), target=R, composite="epsilon_plus").relevance
    assert distance(found, by_reference(by_hand(model), images(), R)) < 1e-9


def test_batch_norm_by_the_statistics_of_the_batch_is_refused_with_its_place():
    model = batch_normed(nn.BatchNorm2d(4, track_running_stats=False))
    with refuses(TypeError, AttributeError):
        by_reference(model, images(), R, merge())
    with pytest.raises(lrpfx.errors.NoRuleError, match="module `1`"):
        lrpfx.explain(model, images(), target=R, composite="epsilon_plus")


def test_synchronised_batch_norm_is_merged():
    model = batch_normed(nn.SyncBatchNorm(4))
    with torch.no_grad():
        model[1].running_mean.copy_(inputs(4, seed=5))
        model[1].running_var.copy_(inputs(4, seed=6).abs() + 0.5)
    wanted = by_reference(by_hand(model), images(), R)
    assert distance(by_reference(model, images(), R, merge()), wanted) > 1e-3  # not merged, and not told
    found = lrpfx.explain(model, images(), target=R, composite="epsilon_plus").relevance
    assert distance(found, wanted) < 1e-9


def test_a_grouped_transposed_convolution_is_merged_with_its_batch_norm():
    conv = nn.ConvTranspose2d(4, 4, 3, padding=1, groups=2)
    model, x = batch_normed(nn.BatchNorm2d(4), conv), inputs(2, 4, 8, 8)
    with refuses(RuntimeError):
        by_reference(model, x, R, merge())
    same = by_hand(model)
    torch.testing.assert_close(same(x), model(x), rtol=1e-10, atol=1e-10)
    found = lrpfx.explain(model, x, target=R, composite="epsilon_plus").relevance
    assert distance(found, by_reference(same, x, R)) < 1e-9


# ---- machinery of torch around the model ------------------------------------------------------------------------


@pytest.mark.parametrize("reentrant", [True, False])
def test_modules_under_checkpointing_are_explained(reentrant):
    plain = dense(4, 5, 3)
    block = functools.partial(checkpoint, use_reentrant=reentrant)
    model = Fn(lambda s, x: s.last(block(s.first, x)), first=plain[:2], last=plain[2:]).eval()
    if reentrant:
        with refuses(RuntimeError):
            by_reference(model, X, R)
    found = lrpfx.explain(model, X, target=R, composite="epsilon_plus").relevance
    assert distance(found, by_reference(plain, X, R)) < 1e-9


def test_a_forward_that_maps_itself_over_samples_is_explained():
    plain = dense(4, 5, 3)
    model = Fn(lambda s, x: torch.func.vmap(s.net)(x), net=plain).eval()
    wanted = by_reference(plain, X, R)
    assert distance(by_reference(model, X, R), in_place_of(model, X, R, None)) < 1e-12  # the plain gradient
    assert distance(in_place_of(model, X, R, None), wanted) > 1e-3
    found = lrpfx.explain(model, X, target=R, composite="epsilon_plus").relevance
    assert (
        distance(found, wanted) < 1e-4
    )  # a mapped layer adds its bias in a step of its own, with an ε of its own


class Straight(torch.autograd.Function):
    """Identity with a gradient of its own, in the style that most code has: `forward(ctx, ...)`."""

    @staticmethod
    def forward(ctx, x):
        return x.clone()

    @staticmethod
    def backward(ctx, grad):
        return -grad


def test_a_function_with_a_backward_of_its_own_is_explained_by_its_forward():
    """The reference follows the gradient, here of a gradient reversal: the relevance changes its sign."""
    plain = dense(4, 5, 3)
    model = Fn(lambda s, x: s.last(Straight.apply(s.first(x))), first=plain[:2], last=plain[2:]).eval()
    wanted = by_reference(plain, X, R)
    assert distance(by_reference(model, X, R), -wanted) < 1e-9
    found = lrpfx.explain(model, X, target=R, composite="epsilon_plus").relevance
    assert distance(found, wanted) < 1e-9


def test_no_grad_is_no_obstacle():
    model = dense(4, 5, 3)
    wanted = by_reference(model, X, R)
    with torch.no_grad():
        with refuses(RuntimeError):
            by_reference(model, X, R)
        found = lrpfx.explain(model, X, target=R, composite="epsilon_plus").relevance
    assert distance(found, wanted) < 1e-9


def test_rules_and_composites_are_values():
    """The reference's are templates with closures, compared by identity; a copy of ours is equal."""
    import zennit.composites

    assert zennit.composites.EpsilonPlus() != zennit.composites.EpsilonPlus()
    assert lrpfx.rules.gamma(0.3) == lrpfx.rules.gamma(gamma=0.3)
    assert lrpfx.rules.gamma(0.3) != lrpfx.rules.gamma(0.2)
    assert copy.deepcopy(lrpfx.rules.gamma(0.3)) == lrpfx.rules.gamma(0.3)
    assert str(lrpfx.composites.get("epsilon_plus")) == str(lrpfx.composites.get("epsilon_plus"))


def test_an_explainer_can_be_copied_and_goes_on_explaining():
    model = dense(4, 5, 3)
    explainer = lrpfx.compile(model, X)
    twin = copy.deepcopy(explainer)
    assert torch.equal(twin(X, target=R).relevance, explainer(X, target=R).relevance)
