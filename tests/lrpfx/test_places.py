"""Relevance anywhere: recorded at a module, started at a module, and let through some units alone."""

import pytest
import torch
import torch.nn.functional as F
from nets import Residual, cnn, images, inputs, settle
from torch import nn

import lrpfx
from lrpfx import errors
from lrpfx.places import find, leaving


class Shared(nn.Module):
    """One module called twice."""

    def __init__(self):
        super().__init__()
        self.step, self.head = nn.Linear(4, 4, bias=False), nn.Linear(4, 2, bias=False)

    def forward(self, x):
        return self.head(F.relu(self.step(F.relu(self.step(x)))))


def test_a_recorded_layer_is_what_the_module_returns():
    model, x = settle(Residual()), images()
    seen = {}
    hooks = [
        m.register_forward_hook(lambda m, a, out, n=n: seen.update({n: out}))
        for n, m in model.named_modules()
    ]
    model(x)
    for hook in hooks:
        hook.remove()
    explained = lrpfx.explain(model, x, record=["head", "stem"])
    torch.testing.assert_close(explained.layers["head"].activation, seen["head"])
    # batch normalisation is merged into the convolution before it: the merged value is that of the normalisation
    torch.testing.assert_close(explained.layers["stem"].activation, seen["bn0"])


def test_a_recorded_relevance_carries_what_flows():
    model, x = cnn(), images()
    for layer in model:
        if getattr(layer, "bias", None) is not None:
            nn.init.zeros_(layer.bias)
    model[1].running_mean.zero_()
    explained = lrpfx.explain(model, x, record=["0", "4", "8"], composite="epsilon_plus")
    start = explained.output.max(1).values
    for layer in explained.layers.values():
        assert layer.relevance.shape == layer.activation.shape
        torch.testing.assert_close(layer.relevance.flatten(1).sum(1), start, rtol=1e-3, atol=1e-4)


def test_an_equation_of_the_printed_graph_is_a_place():
    explainer = lrpfx.compile(cnn(), images())
    name = next(e.out.name for e in explainer.forward.eqns if e.op == "relu")
    explained = lrpfx.explain(cnn(), images(), record=[name])
    assert (explained.layers[name].activation >= 0).all()


def test_the_input_is_a_place():
    x = images()
    explained = lrpfx.explain(cnn(), x, record=["x"])
    assert torch.equal(explained.layers["x"].activation, x)
    assert torch.equal(explained.layers["x"].relevance, explained.relevance)


def test_a_module_called_twice_hands_out_two_values():
    model, x = settle(Shared()), inputs(3, 4)
    explained = lrpfx.explain(model, x, record=["step:0", "step:1"], composite="epsilon_plus")
    torch.testing.assert_close(explained.layers["step:0"].activation, model.step(x))
    torch.testing.assert_close(explained.layers["step:1"].activation, model.step(F.relu(model.step(x))))
    with pytest.raises(errors.PlaceError, match=r"hands out 2 values; choose one: `step:0` .*, `step:1`"):
        lrpfx.compile(model, x, record=["step"])
    with pytest.raises(errors.PlaceError, match="hands out 2 values; there is no `step:2`"):
        lrpfx.compile(model, x, record=["step:2"])


@pytest.mark.parametrize("option", ["record", "start", "mask"])
def test_a_place_that_does_not_exist_lists_those_that_do(option):
    value = {"record": ["layer9"], "start": "layer9", "mask": {"layer9": 0}}[option]
    with pytest.raises(errors.PlaceError, match="no place is called `layer9`; modules with equations: `0`, "):
        lrpfx.compile(cnn(), images(), **{option: value})


def test_a_merged_normalisation_says_where_it_went():
    with pytest.raises(errors.PlaceError, match="merged into the operator before it"):
        lrpfx.compile(cnn(), images(), record=["1"])


# ---- start ------------------------------------------------------------------------------------------------------


def test_starting_at_a_module_equals_explaining_the_model_that_ends_there():
    model, x = cnn(), images()
    short = model[:6].eval()
    started = lrpfx.explain(model, x, start="5", target=3, composite="epsilon_plus")
    ended = lrpfx.explain(short, x, target=3, composite="epsilon_plus")
    assert torch.equal(started.relevance, ended.relevance)
    torch.testing.assert_close(started.output, short(x))


def test_one_neuron_of_a_layer_sees_its_receptive_field_alone():
    model, x = cnn(), images()

    def neuron(z):
        R = torch.zeros_like(z)
        R[:, 2, 0, 0] = z[:, 2, 0, 0]
        return R

    relevance = lrpfx.explain(model, x, start="0", target=neuron, composite="epsilon_plus").relevance
    assert relevance[:, :, :2, :2].abs().sum() > 0
    assert relevance[:, :, 2:].abs().sum() == relevance[:, :, :, 2:].abs().sum() == 0


# ---- masks ------------------------------------------------------------------------------------------------------


def test_relevance_through_parts_of_a_layer_adds_up_to_the_whole():
    model, x = cnn(), images()
    explainer = lrpfx.compile(model, x, mask={"4": list(range(8))}, record=["4"], composite="epsilon_plus")
    whole = explainer(x, target=1).relevance
    torch.testing.assert_close(whole, lrpfx.explain(model, x, target=1, composite="epsilon_plus").relevance)
    parts = [explainer(x, target=1, mask={"4": units}) for units in (0, [1, 2, 3], range(4, 8))]
    torch.testing.assert_close(sum(p.relevance for p in parts), whole)
    kept = parts[1].layers["4"].relevance
    assert kept[:, 1:4].abs().sum() > 0
    assert kept[:, 0].abs().sum() == kept[:, 4:].abs().sum() == 0


def test_a_mask_may_be_a_tensor_that_broadcasts():
    model, x = cnn(), images()
    half = torch.zeros(8, 1, 1)
    half[3] = 1
    by_tensor = lrpfx.explain(model, x, mask={"4": half}).relevance
    assert torch.equal(by_tensor, lrpfx.explain(model, x, mask={"4": 3}).relevance)


@pytest.mark.parametrize(
    ("mask", "message"),
    [
        ({"4": 8}, "keeps unit 8, but there are units 0 to 7"),
        ({"4": -1}, "keeps unit -1"),
        (
            {"4": torch.ones(5, 5)},
            r"has shape \(5, 5\), which does not broadcast to the place's \(2, 8, 2, 2\)",
        ),
        ({"0": 1}, "no mask was compiled at `0`, but at `4`"),
    ],
)
def test_a_mask_that_does_not_fit_says_so(mask, message):
    explainer = lrpfx.compile(cnn(), images(), mask={"4": 0})
    with pytest.raises(errors.PlaceError, match=message):
        explainer(images(), mask=mask)


def test_skip_connections_flow_around_a_mask():
    """A mask inside the block cuts the block; what goes around it stays."""
    model, x = settle(Residual()), images()
    cut = lrpfx.explain(
        model, x, target=0, mask={"conv": torch.zeros(1)}, record=["stem"], composite="epsilon_plus"
    )
    whole = lrpfx.explain(model, x, target=0, record=["stem"], composite="epsilon_plus")
    assert 0 < cut.layers["stem"].relevance.abs().sum() != whole.layers["stem"].relevance.abs().sum()


def test_what_leaves_a_module_is_what_is_used_outside():
    graph, params = lrpfx.trace(settle(Residual()), images())
    graph, _ = lrpfx.canonize(graph, params)
    assert [v.name for v in leaving(graph, "head")] == [graph.outputs[0].name]
    assert find(graph, "head") == graph.outputs[0]
    assert leaving(graph, "nothing") == ()
