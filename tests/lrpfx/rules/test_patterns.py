"""PatternNet and PatternAttribution: patterns against their definition, and the backward pass written out."""

import pytest
import torch
import torch.nn.functional as F
from matrix_form import LINEAR_CASES, matrix
from nets import Fn, cnn, images, inputs, settle
from torch import nn

import lrpfx
from lrpfx import composites, estimate_patterns, rules
from lrpfx.errors import GraphError, InputError, NoRuleError, ParameterError, RuleMismatchError
from lrpfx.operator import operator


def definition(x, y, w, two_parts):
    """The pattern of one unit from samples of its input, (samples, inputs), and of its output, (samples,)."""
    on = y > 0 if two_parts else torch.ones_like(y, dtype=torch.bool)
    if not on.any():
        return torch.zeros_like(w)
    C = (x[on] * y[on, None]).mean(0) - x[on].mean(0) * y.mean()
    return C / (w @ C)


def dense_by_definition(x, layer, two_parts):
    y = layer(x).detach()
    return torch.stack(
        [definition(x, y[:, j], layer.weight[j].detach(), two_parts) for j in range(y.shape[1])]
    )


@pytest.mark.parametrize("estimator", ["relu", "linear"])
def test_the_pattern_of_a_dense_layer_is_the_direction_that_varies_with_the_output(estimator):
    model = settle(nn.Sequential(nn.Linear(5, 8), nn.ReLU(), nn.Linear(8, 3)))
    x = inputs(60, 5) + 0.3
    found = estimate_patterns(model, x.split(20), estimator=estimator)
    assert list(found) == ["0", "2"]
    torch.testing.assert_close(found["0"], dense_by_definition(x, model[0], estimator == "relu"))
    h = model[1](model[0](x)).detach()
    torch.testing.assert_close(found["2"], dense_by_definition(h, model[2], False))  # no ReLU behind it


@pytest.mark.parametrize("case", [c for c in LINEAR_CASES if c.name.startswith("conv2d")], ids=str)
def test_every_position_of_a_convolution_is_a_sample(case):
    x, w, b = case.tensors(batch=9)
    attrs = dict(case.attrs)
    padding, groups = attrs["padding"], attrs["groups"]
    model = Fn(lambda s, x: torch.relu(case.function(x, s.w, s.b)), w=w, b=b).eval()
    (found,) = estimate_patterns(model, x.split(4)).values()
    padded = F.pad(x, (padding[1], padding[1], padding[0], padding[0]))
    windows = F.unfold(padded, w.shape[2:], dilation=attrs["dilation"], stride=attrs["stride"])
    per_group = windows.reshape(len(x), groups, -1, windows.shape[-1])
    y = case.function(x, w, b)
    for j, unit in enumerate(w):
        seen = per_group[:, j * groups // len(w)].transpose(1, 2).flatten(0, 1)
        wanted = definition(seen, y[:, j].flatten(), unit.flatten(), True)
        torch.testing.assert_close(found[j].flatten(), wanted)


@pytest.mark.parametrize("case", LINEAR_CASES, ids=str)
def test_the_response_to_a_pattern_is_one(case):
    """wᵀ a = 1 for every unit, transposed and grouped convolutions among them."""
    x, w, b = case.tensors(batch=12)
    model = Fn(lambda s, x: torch.relu(case.function(x, s.w, s.b)), w=w, b=b).eval()
    (pattern,) = estimate_patterns(model, [x]).values()
    product = w * pattern
    if dict(case.attrs).get("transposed"):
        groups = dict(case.attrs)["groups"]
        product = torch.cat(product.chunk(groups), 1).transpose(0, 1)
    torch.testing.assert_close(product.flatten(1).sum(1), torch.ones(len(product), dtype=w.dtype))


def test_the_pattern_finds_the_signal_that_the_weight_does_not_point_to():
    """The source's figure 1: x = signal a y + distractor d; the weight is orthogonal to the distractor."""
    signal, distractor = torch.tensor([1.0, 0.0]).double(), torch.tensor([1.0, 1.0]).double()
    x = inputs(400, 1) * signal + inputs(400, 1, seed=2) * distractor
    weight = torch.tensor([[1.0, -1.0]]).double()
    model = Fn(lambda s, x: F.linear(x, s.w), w=weight).eval()
    (found,) = estimate_patterns(model, [x]).values()
    torch.testing.assert_close(found, signal[None], rtol=0, atol=0.1)


def test_a_unit_that_is_never_on_has_a_pattern_of_zeros():
    model = settle(nn.Sequential(nn.Linear(5, 4), nn.ReLU(), nn.Linear(4, 2)))
    with torch.no_grad():
        model[0].bias[1] = -1e3
    pattern = estimate_patterns(model, [inputs(30, 5)])["0"]
    assert pattern[1].abs().max() == 0
    assert pattern[0].abs().max() > 0


def test_a_layer_used_twice_has_one_pattern_of_all_its_uses():
    model = settle(Fn(lambda s, x: s.l(torch.relu(s.l(x))), l=nn.Linear(5, 5)))
    x = inputs(40, 5)
    found = estimate_patterns(model, [x], estimator="linear")
    both = torch.cat([x, torch.relu(model.l(x)).detach()])
    torch.testing.assert_close(found["l"], dense_by_definition(both, model.l, False))
    assert torch.isfinite(lrpfx.explain(model, x, composite=composites.pattern_net(found)).relevance).all()


def test_two_functional_layers_of_one_module_are_told_apart_by_their_values():
    model = Fn(lambda s, x: F.linear(F.linear(x, s.a).relu(), s.b), a=inputs(4, 5), b=inputs(3, 4)).eval()
    found = estimate_patterns(model, [inputs(30, 5)])
    assert {tuple(p.shape) for p in found.values()} == {(4, 5), (3, 4)}
    lrpfx.explain(model, inputs(2, 5), composite=composites.pattern_attribution(found))


# ---- the rules --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("case", LINEAR_CASES, ids=str)
def test_the_rules_are_the_transposed_matrix_of_the_pattern(case):
    x, w, b = case.tensors()
    pattern = inputs(*w.shape, seed=3)
    op = operator(case.op, x, w, b, **dict(case.attrs))
    R = inputs(*op.outs[0].shape, seed=5)
    for rule, weight in (
        (rules.pattern_net(pattern), pattern),
        (rules.pattern_attribution(pattern), w * pattern),
    ):
        wanted = (R.flatten(1) @ matrix(case, weight)).reshape(x.shape)
        torch.testing.assert_close(rule(op, x, (w, b), R), wanted)


def test_equal_patterns_are_equal_rules_and_enter_the_graph_by_their_content():
    pattern = inputs(4, 5)
    rule = rules.pattern_net(pattern)
    assert rule == rules.pattern_net(pattern.clone())
    assert rule != rules.pattern_net(pattern + 1e-12)
    assert rule != rules.pattern_net(pattern.float())
    assert str(rule).startswith("pattern_net(pattern=f64[4,5]#")
    assert list(rule.tensors) == [f"given.{str(rule)[-13:-1]}"]
    assert torch.equal(next(iter(rule.tensors.values())), pattern)


def test_a_pattern_of_another_precision_is_taken_in_that_of_the_model():
    model = settle(nn.Sequential(nn.Linear(5, 4), nn.ReLU(), nn.Linear(4, 3)))
    patterns = estimate_patterns(model, [inputs(30, 5)])
    x = inputs(3, 5)
    wanted = lrpfx.explain(model, x, composite=composites.pattern_net(patterns), target=1).relevance
    rough = {key: p.float() for key, p in patterns.items()}
    found = lrpfx.explain(model, x, composite=composites.pattern_net(rough), target=1).relevance
    assert found.dtype == torch.float64
    torch.testing.assert_close(found, wanted, rtol=1e-5, atol=1e-6)


# ---- the composites ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["pattern_net", "pattern_attribution"])
def test_a_network_is_gone_through_as_by_the_gradient_with_patterns_for_weights(name):
    model = settle(nn.Sequential(nn.Linear(5, 8), nn.ReLU(), nn.Linear(8, 6), nn.ReLU(), nn.Linear(6, 3)))
    patterns = estimate_patterns(model, inputs(90, 5, seed=4).split(30))
    x = inputs(3, 5)
    found = lrpfx.explain(model, x, composite=composites.get(name, patterns=patterns), target=1)
    with torch.no_grad():
        h = model[1](model[0](x))
        g = model[3](model[2](h))
        R = torch.zeros(3, 3, dtype=x.dtype)
        R[:, 1] = model(x)[:, 1]
        for key, on in (("4", g > 0), ("2", h > 0), ("0", None)):
            weight = patterns[key] * (model[int(key)].weight if name == "pattern_attribution" else 1)
            R = R @ weight
            R = R if on is None else R * on
    torch.testing.assert_close(found.relevance, R)


def test_pattern_attribution_conserves_relevance_of_a_dense_network():
    model = settle(nn.Sequential(nn.Linear(5, 4)))
    patterns = estimate_patterns(model, [inputs(30, 5)])
    found = lrpfx.explain(model, inputs(3, 5), composite=composites.pattern_attribution(patterns), target=1)
    torch.testing.assert_close(found.relevance.sum(1), found.output[:, 1])


@pytest.mark.parametrize("optimize", [True, False])
@pytest.mark.parametrize("name", ["pattern_net", "pattern_attribution"])
def test_a_network_with_batch_norm_and_pooling_is_explained(name, optimize):
    model, x = cnn(), images(16)
    patterns = estimate_patterns(model, [x])
    assert {key: tuple(p.shape) for key, p in patterns.items()} == {
        "0": (6, 3, 3, 3),
        "4": (8, 6, 3, 3),
        "8": (4, 8),
    }
    found = lrpfx.explain(model, x[:2], composite=composites.get(name, patterns=patterns), optimize=optimize)
    assert torch.isfinite(found.relevance).all()
    assert found.relevance.abs().max() > 0


# ---- errors -----------------------------------------------------------------------------------------------------


def test_a_layer_without_a_pattern_is_an_error_that_names_it():
    model, x = cnn(), images()
    patterns = estimate_patterns(model, [x])
    del patterns["4"]
    with pytest.raises(NoRuleError, match=r"no rule for 1 equation:\n.*in module `4`"):
        lrpfx.explain(model, x, composite=composites.pattern_net(patterns))


def test_a_pattern_for_no_layer_is_reported():
    model, x = cnn(), images()
    patterns = estimate_patterns(model, [x]) | {"11": inputs(2, 2)}
    with pytest.warns(UserWarning, match="pattern of 11 picks no equation"):
        lrpfx.explain(model, x, composite=composites.pattern_net(patterns))


def test_a_pattern_of_another_shape_is_an_error_with_its_place():
    model, x = cnn(), images()
    patterns = estimate_patterns(model, [x]) | {"8": inputs(8, 4)}
    with pytest.raises(
        RuleMismatchError, match=r"needs a pattern of the weight's shape \(4, 8\), not .*\(8, 4\).*`8`"
    ):
        lrpfx.explain(model, x, composite=composites.pattern_attribution(patterns))


def test_what_is_no_mapping_no_data_and_no_estimator_is_refused():
    with pytest.raises(ParameterError, match="mapping from module paths to tensors"):
        composites.pattern_net([inputs(2, 2)])
    with pytest.raises(ParameterError, match="composite `pattern_net`"):
        composites.get("pattern_net")
    with pytest.raises(ParameterError, match="there is no batch"):
        estimate_patterns(cnn(), [])
    with pytest.raises(ParameterError, match="valid: relu, linear"):
        estimate_patterns(cnn(), [images()], estimator="attribution")
    product = Fn(lambda s, x: s.w @ x, w=inputs(4, 5)).eval()
    with pytest.raises(InputError, match=r"patterns are estimated for dense layers and convolutions"):
        estimate_patterns(product, [inputs(2, 5, 3)])


def test_a_graph_without_the_values_of_its_patterns_says_what_to_join():
    model, x = cnn(), images()
    graph, params = lrpfx.canonize(*lrpfx.trace(model, x))
    composite = composites.pattern_net(estimate_patterns(model, [x]))
    relevance = lrpfx.relevance_graph(graph, composite)
    for step in (
        lambda: lrpfx.optimize(relevance, params),
        lambda: lrpfx.evaluate(relevance, params, x, model(x)),
    ):
        with pytest.raises(
            GraphError, match=r"`given\..*` of the graph has no value: .* `composite.tensors`"
        ):
            step()
    lrpfx.evaluate(relevance, {**params, **composite.tensors}, x, model(x).detach())
