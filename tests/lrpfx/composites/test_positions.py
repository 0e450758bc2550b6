"""Dense layers over the positions of an image: which they are, and that relevance does not grow through them."""

import pytest
import torch
from nets import Fn, dense, images, inputs, settle
from torch import nn
from torchvision.models import VisionTransformer

import lrpfx
from lrpfx import composites
from lrpfx.errors import ParameterError

slow = pytest.mark.slow
OF_CONVOLUTIONS = ("epsilon_plus", "epsilon_plus_flat", "epsilon_alpha2_beta1", "epsilon_alpha2_beta1_flat")
TOKENS = torch.tensor([[1, 2, 3], [4, 5, 6]])


def rules_of(model, x, **parameters):
    """The names of the rules of all dense layers, in the order of the forward pass."""
    explainer = lrpfx.compile(model, x, composite=composites.epsilon_plus(**parameters))
    graph, table = explainer.forward, explainer.rules()
    dense_layers = composites.by_kind("dense")
    return [table[e.out.name].rule.name for e in graph.eqns if dense_layers.picks(graph, e)]


def channels_last(s, x):
    return s.head(s.b(s.a(x.permute(0, 2, 3, 1)).relu()).mean((1, 2)))


def net_of_pixels():
    return settle(Fn(channels_last, a=nn.Linear(3, 5), b=nn.Linear(5, 6), head=nn.Linear(6, 4)))


def test_layers_over_pixels_have_gamma_and_the_head_has_epsilon():
    assert rules_of(net_of_pixels(), images()) == ["gamma", "gamma", "epsilon"]


def test_the_table_of_rules_says_why():
    table = lrpfx.compile(net_of_pixels(), images(), composite="epsilon_plus").rules()
    assert "dense over positions of an image" in str(table)
    assert "gamma(gamma=0.01" in str(table)


@slow
def test_of_a_vision_transformer_all_but_the_head_are_over_positions():
    model = settle(VisionTransformer(16, 4, 2, 2, 16, 24, num_classes=20))
    assert rules_of(model, images(size=16)) == ["gamma"] * 8 + ["epsilon"]


@pytest.mark.parametrize("name", OF_CONVOLUTIONS)
def test_every_composite_of_convolutional_networks_has_them(name):
    of = {
        w: lrpfx.compile(net_of_pixels(), images(), composite=composites.get(name, positions=w))
        for w in (0, 0.5)
    }
    chosen = {w: [a.rule for a in e.rules().values() if a.rule.name == "gamma"] for w, e in of.items()}
    assert chosen[0] == []
    assert {str(rule) for rule in chosen[0.5]} == {"gamma(gamma=0.5, stabilizer=1e-06)"}


def test_a_layer_over_pixels_is_explained_as_the_convolution_of_size_1_that_it_is():
    """Written with channels last or as a convolution, as in timm's ConvNeXt: the same function, the same relevance."""
    pixels = net_of_pixels()
    a, b = nn.Conv2d(3, 5, 1), nn.Conv2d(5, 6, 1)
    convolved = (
        Fn(lambda s, x: s.head(s.b(s.a(x).relu()).mean((2, 3))), a=a, b=b, head=pixels.head).double().eval()
    )
    with torch.no_grad():
        for mine, theirs in ((a, pixels.a), (b, pixels.b)):
            mine.weight.copy_(theirs.weight[..., None, None])
            mine.bias.copy_(theirs.bias)
    composite = composites.epsilon_gamma_box(-9.0, 9.0, gamma=0.3, positions=0.3)
    composite = composite | (composites.first(), lrpfx.rules.flat())  # the box rule is for convolutions alone
    wanted, found = (lrpfx.explain(m, images(), target=1, composite=composite) for m in (convolved, pixels))
    torch.testing.assert_close(found.output, wanted.output)
    torch.testing.assert_close(found.relevance, wanted.relevance, rtol=1e-9, atol=1e-12)


# ---- what is over features, texts or steps stays at ε -----------------------------------------------------------


def test_a_classifier_over_a_flat_image_is_no_layer_over_positions():
    model = settle(nn.Sequential(nn.Flatten(), nn.Linear(192, 6), nn.ReLU(), nn.Linear(6, 4)))
    assert rules_of(model, images()) == ["epsilon"] * 2


def test_a_classifier_whose_matrix_stands_left_is_none_either():
    model = settle(Fn(lambda s, x: (s.w @ x.flatten(1).T).T, w=nn.Parameter(torch.randn(6, 192))))
    assert rules_of(model, images()) == ["epsilon"]


def test_layers_over_the_tokens_of_a_text_are_none():
    embedded = settle(
        Fn(
            lambda s, ids: s.b(s.a(s.e(ids)).relu()).mean(1),
            e=nn.Embedding(9, 4),
            a=nn.Linear(4, 5),
            b=nn.Linear(5, 3),
        )
    )
    assert rules_of(embedded, TOKENS) == ["epsilon"] * 2
    given = settle(Fn(lambda s, x: s.b(s.a(x).relu()).mean(1), a=nn.Linear(4, 5), b=nn.Linear(5, 3)))
    assert rules_of(given, inputs(2, 3, 4)) == ["epsilon"] * 2


class ImageAndText(nn.Module):
    def __init__(self):
        super().__init__()
        self.a, self.b, self.head = nn.Linear(3, 5), nn.Linear(4, 5), nn.Linear(5, 2)

    def forward(self, image, text):
        return self.head(self.a(image.permute(0, 2, 3, 1)).mean((1, 2)) + self.b(text).mean(1))


def test_of_an_image_and_a_text_the_layers_of_the_image_are():
    explainer = lrpfx.compile(settle(ImageAndText()), (images(), inputs(2, 3, 4)), composite="epsilon_plus")
    table = explainer.rules()
    found = {e.module: table[e.out.name].rule.name for e in explainer.forward.eqns if e.op == "linear"}
    assert found == {"a": "gamma", "b": "epsilon", "head": "epsilon"}


def test_where_the_forward_fixes_the_batch_the_head_is_still_told_apart():
    def forward(s, x):
        rows = s.a(x.permute(0, 2, 3, 1).reshape(2 * 64, 3)).relu()
        return s.head(rows.reshape(2, 64, 5).mean(1))

    model = settle(Fn(forward, a=nn.Linear(3, 5), head=nn.Linear(5, 4)))
    assert rules_of(model, images()) == ["gamma", "epsilon"]


def test_a_network_without_positions_has_the_same_relevance_whatever_their_gamma():
    model, x = dense(6, 5, 4), inputs(2, 6)
    zero, one = (
        lrpfx.explain(model, x, target=1, composite=composites.epsilon_plus(positions=w)) for w in (0, 1)
    )
    assert torch.equal(zero.relevance, one.relevance)


def test_a_negative_gamma_is_an_error():
    with pytest.raises(ParameterError):
        composites.epsilon_plus(positions=-0.1)


# ---- growth -----------------------------------------------------------------------------------------------------


def grown(model, x, **parameters):
    """The greatest Σ|R| on the way / Σ|R| of the output."""
    explainer = lrpfx.compile(model, x, composite=composites.epsilon_plus_flat(**parameters))
    ledger = explainer.ledger(x, bound=1e9)
    return float((ledger.greatest / ledger.size_output).max())


@slow
def test_relevance_grows_through_a_pyramid_transformer_by_epsilon_and_not_by_default():
    """Contributions of both signs cancel in the first layer of every block; 100-fold with this seed's image."""
    timm = pytest.importorskip("timm")
    torch.manual_seed(0)
    model = timm.create_model("pvt_v2_b2_li", pretrained=False).double().eval()
    x = inputs(1, 3, 64, 64)
    by_epsilon, by_default = grown(model, x, positions=0), grown(model, x)
    assert by_epsilon > 3 * by_default
    assert by_default < lrpfx.defaults.BOUND / 3
