"""An explainer is traced once and called often."""

import pytest
import torch

import lrpfx
from lrpfx.errors import ModelChangedError


def net() -> torch.nn.Sequential:
    torch.manual_seed(0)
    layers = [torch.nn.Conv2d(1, 2, 3), torch.nn.BatchNorm2d(2), torch.nn.ReLU(), torch.nn.Flatten()]
    return torch.nn.Sequential(*layers, torch.nn.Linear(8, 3)).eval()


def test_an_explainer_refuses_a_model_that_was_trained_since() -> None:
    """Some of its constants would be old and some new."""
    model, x = net(), torch.rand(2, 1, 4, 4)
    explainer = lrpfx.compile(model, x)
    explainer(x)
    model(x).sum().backward()
    torch.optim.SGD(model.parameters(), lr=0.1).step()
    with pytest.raises(ModelChangedError, match=r"`0\.weight` first.*call `lrpfx\.compile` again"):
        explainer(x)


def test_an_explainer_refuses_a_model_whose_running_statistics_moved() -> None:
    model, x = net(), torch.rand(2, 1, 4, 4)
    explainer = lrpfx.compile(model, x)
    model.train()(x)
    with pytest.raises(ModelChangedError, match=r"1\.running_mean"):
        explainer(x)


def test_an_explainer_of_a_model_made_in_inference_mode_works() -> None:
    with torch.inference_mode():
        model = net()
    x = torch.rand(2, 1, 4, 4)
    assert lrpfx.compile(model, x)(x).relevance.shape == x.shape


def test_calling_the_model_and_its_explainer_in_turns_is_fine() -> None:
    model, x = net(), torch.rand(2, 1, 4, 4)
    explainer = lrpfx.compile(model, x)
    first = explainer(x).relevance
    model(x).sum().backward()
    assert torch.equal(explainer(x).relevance, first)


def test_equal_models_have_equal_keys_and_other_weights_another() -> None:
    x = torch.rand(2, 1, 4, 4)
    model = net()
    key = lrpfx.compile(net(), x).key
    assert lrpfx.compile(model, x).key == key
    with torch.no_grad():
        model[4].bias += 1
    assert lrpfx.compile(model, x).key != key


def test_a_module_path_that_picks_nothing_is_reported_with_those_that_would() -> None:
    composite = lrpfx.composites.epsilon_plus() | (lrpfx.composites.by_module("o"), lrpfx.rules.flat())
    with pytest.warns(
        UserWarning, match=r"module o picks no equation, so `flat\(.*Modules with equations: `0`, `2`"
    ):
        lrpfx.compile(net(), torch.rand(2, 1, 4, 4), composite=composite)


def test_an_explainer_shows_itself_in_one_line() -> None:
    text = repr(lrpfx.compile(net(), torch.rand(2, 1, 4, 4)))
    assert text.startswith("Explainer(Sequential, epsilon_plus_flat: 4 equations of the model, ")
    assert "\n" not in text


def test_relevance_that_several_users_hand_back_is_summed_under_its_own_name() -> None:
    class Twice(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.a, self.b = torch.nn.Linear(3, 3), torch.nn.Linear(3, 2)

        def forward(self, x: torch.Tensor) -> torch.Tensor:
            h = torch.relu(self.a(x))
            return self.b(h + self.a(h))

    explainer = lrpfx.compile(Twice().eval(), torch.rand(2, 3))
    assert [eqn.op for eqn in explainer.graph.eqns if eqn.rule == "sum"] == ["add.Tensor"]
