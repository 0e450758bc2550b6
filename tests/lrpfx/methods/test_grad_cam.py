"""Grad-CAM and its guided form, against Captum's parts and by hand."""

import pytest
import torch
import torch.nn.functional as F
from nets import Residual, cnn, dense, images, inputs, settle
from torch import nn

import lrpfx
from lrpfx import errors, methods


def close(found, wanted):
    torch.testing.assert_close(found, wanted, rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize(
    ("net", "layer"), [(cnn, "4"), (cnn, "5"), (cnn, "3"), (lambda: settle(Residual()), "conv")]
)
@pytest.mark.parametrize("interpolation", ["linear", "nearest"])
@pytest.mark.parametrize("relu", [True, False])
def test_it_is_captums(net, layer, interpolation, relu):
    attr = pytest.importorskip("captum.attr")
    x = images(2)
    # a normalisation behind the layer is merged into it here, and is part of it
    theirs, place = net(), layer
    module = theirs.bn1 if layer == "conv" else theirs.get_submodule(place)
    small = attr.LayerGradCam(theirs, module).attribute(x, target=1, relu_attributions=relu).detach()
    mode = {"linear": "bilinear", "nearest": "nearest"}[interpolation]
    wanted = attr.LayerAttribution.interpolate(small, (8, 8), interpolate_mode=mode)
    explained = methods.grad_cam(net(), x, layer=layer, interpolation=interpolation, relu=relu)(x, target=1)
    close(explained.info["map"], small[:, 0])
    close(explained.relevance.sum(1), wanted[:, 0])
    close(explained.relevance[:, 0], explained.relevance[:, 2])


def test_of_a_global_average_it_is_the_class_activation_map():
    """Zhou et al. 2016: where a dense layer reads averages, weights are the gradients but for a factor."""
    model = settle(
        nn.Sequential(nn.Conv2d(3, 5, 3), nn.ReLU(), nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(5, 4))
    )
    x = images(2)
    activation = model[:2](x)
    wanted = (activation * model[4].weight[1].reshape(1, -1, 1, 1)).sum(1) / 36
    explained = methods.grad_cam(model, x, layer="1", relu=False)(x, target=1)
    close(explained.info["map"], wanted.detach())


def test_the_guided_form_is_captums():
    attr = pytest.importorskip("captum.attr")
    x, theirs = images(2), cnn()
    with pytest.warns(UserWarning, match="hooks on ReLU"):
        wanted = attr.GuidedGradCam(theirs, theirs[4]).attribute(
            x.clone().requires_grad_(), target=1, interpolate_mode="bilinear"
        )
    explained = methods.guided_grad_cam(cnn(), x, layer="4")(x, target=1)
    close(explained.relevance, wanted.detach())
    guided = methods.guided_backprop(cnn(), x)(x, target=1).relevance
    large = F.interpolate(explained.info["map"][:, None], (8, 8), mode="bilinear")
    close(explained.relevance, guided * large)


def test_relevance_of_any_explainer_weighs_channels():
    model, x = cnn(), images(2)
    explainer = lrpfx.compile(model, x, composite="epsilon_plus", record=["4"])
    at = explainer(x, target=1).layers["4"]
    wanted = (at.relevance.mean((2, 3), keepdim=True) * at.activation).sum(1).clamp(min=0)
    close(methods.grad_cam(explainer, layer="4")(x, target=1).info["map"], wanted)
    smooth = methods.smoothgrad(explainer, samples=3)
    assert methods.grad_cam(smooth, layer="4")(x, target=1).relevance.shape == x.shape


@pytest.mark.parametrize("rank", [3, 5])
def test_signals_and_volumes_have_maps_too(rank):
    conv = {3: nn.Conv1d, 5: nn.Conv3d}[rank]
    head = nn.Linear(4 * 4 ** (rank - 2), 3)
    model = settle(nn.Sequential(conv(2, 4, 3), nn.ReLU(), nn.Flatten(), head))
    x = inputs(2, 2, *[6] * (rank - 2))
    explained = methods.grad_cam(model, x, layer="1")(x, target=1)
    assert explained.relevance.shape == x.shape
    assert explained.info["map"].shape == (2, *[4] * (rank - 2))


def test_tokens_are_brought_to_the_form_of_images():
    class Patches(nn.Module):
        def __init__(self):
            super().__init__()
            self.embed, self.mix, self.head = nn.Conv2d(3, 5, 2, 2), nn.Linear(5, 5), nn.Linear(5, 4)

        def forward(self, x):
            tokens = torch.tanh(self.mix(self.embed(x).flatten(2).transpose(1, 2)))
            return self.head(tokens.mean(1))

    model, x = settle(Patches()), images(2)
    with pytest.raises(
        errors.InputError, match=r"`mix` has shape \(2, 16, 5\), the input \(2, 3, 8, 8\).*`reshape`"
    ):
        methods.grad_cam(model, x, layer="mix")(x)
    explained = methods.grad_cam(
        model, x, layer="mix", reshape=lambda t: t.transpose(1, 2).reshape(len(t), 5, 4, 4)
    )(x)
    assert explained.relevance.shape == x.shape
    assert explained.info["map"].shape == (2, 4, 4)


def test_a_layer_that_is_not_there_or_not_recorded_says_so():
    x = images(2)
    with pytest.raises(errors.PlaceError, match="no place is called `layer9`"):
        methods.grad_cam(cnn(), x, layer="layer9")
    with pytest.raises(errors.ParameterError, match=r"compile it with `record=\['4'\]`"):
        methods.grad_cam(lrpfx.compile(cnn(), x), layer="4")(x)
    with pytest.raises(errors.InputError, match=r"`0` has shape \(3, 5\)"):
        methods.grad_cam(dense(6, 5, 4), inputs(3, 6), layer="0")(inputs(3, 6))
    with pytest.raises(errors.ParameterError, match="valid: 'linear', 'nearest'"):
        methods.grad_cam(cnn(), x, layer="4", interpolation="cubic")


def test_other_places_can_be_recorded_beside():
    x = images(2)
    explained = methods.grad_cam(cnn(), x, layer="4", record="0")(x)
    assert set(explained.layers) == {"0", "4"}
