"""Gradients and what is made of them, against automatic differentiation, Captum and Zennit."""

import pytest
import torch
from nets import Residual, cnn, dense, images, inputs, settle
from torch import nn

import lrpfx
from lrpfx import errors, methods

NETS = {
    "cnn": (cnn, images),
    "residual": (lambda: settle(Residual()), images),
    "dense": (lambda: dense(6, 5, 4), lambda: inputs(2, 6)),
}


@pytest.fixture(params=NETS)
def case(request):
    net, data = NETS[request.param]
    return net(), data()


def autograd(model, x, target):
    x = x.clone().requires_grad_()
    return torch.autograd.grad(model(x)[:, target].sum(), x)[0]


def close(found, wanted):
    torch.testing.assert_close(found, wanted, rtol=1e-9, atol=1e-12)


def test_gradient_is_that_of_automatic_differentiation(case):
    model, x = case
    close(methods.gradient(model, x)(x, target=1).relevance, autograd(model, x, 1))


def test_saliency_is_captums(case):
    attr = pytest.importorskip("captum.attr")
    model, x = case
    wanted = attr.Saliency(model).attribute(x.clone().requires_grad_(), target=1)
    close(methods.saliency(model, x)(x, target=1).relevance, wanted)


def test_input_x_gradient_is_captums(case):
    attr = pytest.importorskip("captum.attr")
    model, x = case
    wanted = attr.InputXGradient(model).attribute(x.clone().requires_grad_(), target=1).detach()
    close(methods.input_x_gradient(model, x)(x, target=1).relevance, wanted)


@pytest.mark.parametrize(
    ("name", "theirs"), [("guided_backprop", "GuidedBackprop"), ("deconvnet", "Deconvolution")]
)
def test_gradients_of_relus_are_captums(name, theirs):
    attr = pytest.importorskip("captum.attr")
    model, x = cnn(), images()
    with pytest.warns(UserWarning, match="backward hooks on ReLU"):
        wanted = getattr(attr, theirs)(cnn()).attribute(x.clone().requires_grad_(), target=1).detach()
    close(methods.get(name)(model, x)(x, target=1).relevance, wanted)


@pytest.mark.usefixtures("zennit")
@pytest.mark.parametrize(
    ("name", "theirs"),
    [("gradient", None), ("guided_backprop", "guided_backprop"), ("deconvnet", "deconvnet"),
     ("excitation_backprop", "excitation_backprop")],
)  # fmt: skip
def test_gradients_are_those_of_zennit(name, theirs):
    import zennit.attribution
    import zennit.composites

    model, x = cnn(), images()
    one = torch.zeros(2, 4, dtype=torch.float64)
    one[:, 1] = 1
    composite = None if theirs is None else zennit.composites.COMPOSITES[theirs]()
    if name == "excitation_backprop":
        model = settle(nn.Sequential(nn.Conv2d(3, 4, 3), nn.ReLU(), nn.Flatten(), nn.Linear(144, 4)))
    with zennit.attribution.Gradient(model, composite) as attributor:
        wanted = attributor(x.clone(), one)[1].detach()
    fresh = cnn() if name != "excitation_backprop" else model
    torch.testing.assert_close(
        methods.get(name)(fresh, x)(x, target=1).relevance,
        wanted,
        rtol=1e-6,
        atol=1e-9 * float(wanted.abs().max()),
    )


def test_input_x_gradient_conserves_without_biases():
    model = settle(nn.Sequential(nn.Linear(6, 5, bias=False), nn.ReLU(), nn.Linear(5, 4, bias=False)))
    x = inputs(3, 6)
    explained = methods.input_x_gradient(model, x)(x, target=2)
    close(explained.relevance.sum(1), explained.output[:, 2])


def test_tokens_have_the_product_of_their_embedding_and_its_gradient():
    class Tokens(nn.Module):
        def __init__(self):
            super().__init__()
            self.embedding, self.head = nn.Embedding(10, 4), nn.Linear(4, 3)

        def forward(self, ids):
            return self.head(torch.tanh(self.embedding(ids)).mean(1))

    model, ids = settle(Tokens()), torch.tensor([[1, 2, 3, 3], [4, 5, 6, 0]])
    rows = model.embedding(ids).detach().requires_grad_()
    (slope,) = torch.autograd.grad(model.head(torch.tanh(rows).mean(1))[:, 2].sum(), rows)
    close(methods.input_x_gradient(model, ids)(ids, target=2).relevance, (rows.detach() * slope).sum(-1))
    close(methods.gradient(model, ids)(ids, target=2).relevance, slope.sum(-1))
    close(methods.saliency(model, ids)(ids, target=2).relevance, slope.sum(-1).abs())
    of_explainer = methods.input_x_gradient(methods.gradient(model, ids))
    with pytest.raises(
        errors.InputError, match=r"`input_x_gradient\(model, x\)` multiplies their embeddings"
    ):
        of_explainer(ids)


def test_saliency_of_an_explainer_is_the_size_of_its_relevance(case):
    model, x = case
    explainer = lrpfx.compile(model, x, composite="epsilon_plus")
    assert torch.equal(methods.saliency(explainer)(x).relevance, explainer(x).relevance.abs())
    assert torch.equal(methods.input_x_gradient(explainer)(x).relevance, explainer(x).relevance * x)


@pytest.mark.parametrize("name", ["gradient", "guided_backprop", "deconvnet", "excitation_backprop"])
def test_a_method_that_is_a_composite_takes_no_other(name):
    with pytest.raises(errors.ParameterError, match=f"`{name}` is a composite itself and takes no other"):
        methods.build(cnn(), images(), method=name, composite="epsilon_plus")


def test_options_of_the_model_reach_it():
    model, x = cnn(), images()
    explainer = methods.gradient(model, x, start="5", record=["4"])
    explained = explainer(x, target=3)
    assert explained.output.shape == (2, 8, 2, 2)
    assert explained.layers["4"].relevance.shape == (2, 8, 2, 2)
