"""Where Zennit is wrong because it thinks in modules: relevance follows the data flow, however the model is written."""

import copy

import pytest
import torch
import torch.nn.functional as F
from nets import Fn, Residual, cnn, images, inputs, settle
from torch import nn

import lrpfx
from lrpfx import composites, rules
from lrpfx.ops import Kind, kind_of

L = nn.Linear
COMPOSITES = ("epsilon_plus", "epsilon_plus_flat", "epsilon_gamma_box")


def composite(name):
    return composites.get(name, **({"low": -3.0, "high": 3.0} if name == "epsilon_gamma_box" else {}))


def same_relevance(a, b, x, name="epsilon_plus"):
    wanted, found = (lrpfx.explain(m, x, composite=composite(name)) for m in (a, b))
    torch.testing.assert_close(found.output, wanted.output)
    torch.testing.assert_close(found.relevance, wanted.relevance)


@pytest.mark.parametrize("name", COMPOSITES)
def test_functional_spelling_equals_modules(name):
    modules = settle(
        nn.Sequential(nn.Conv2d(3, 4, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2), nn.Conv2d(4, 5, 3), nn.ReLU(),
                      nn.AvgPool2d(2), nn.Flatten(), L(5, 4))
    )  # fmt: skip

    def forward(s, x):
        x = F.max_pool2d(F.relu(F.conv2d(x, s.w0, s.b0, padding=1)), 2)
        x = F.avg_pool2d(torch.relu_(F.conv2d(x, s.w1, s.b1)), 2)
        return torch.addmm(s.b2, x.view(x.size(0), -1), s.w2.t())

    members = {f"{k}{i}": v for i, m in enumerate((modules[0], modules[3], modules[7]))
               for k, v in (("w", m.weight), ("b", m.bias))}  # fmt: skip
    same_relevance(modules, Fn(forward, **members).eval(), images(), name)


@pytest.mark.parametrize("spelling", ["x + y", "torch.add", "+=", "sum", "add_", "operator", "alpha"])
def test_every_spelling_of_a_sum_shares_relevance_between_its_summands(spelling):
    import operator

    forms = {
        "x + y": lambda a, b: a + b,
        "torch.add": torch.add,
        "+=": operator.iadd,
        "sum": lambda a, b: sum([a, b]),
        "add_": lambda a, b: a.add_(b),
        "operator": operator.add,
        "alpha": lambda a, b: torch.add(a, b / 2, alpha=2),
    }
    model = settle(Fn(lambda s, x: forms[spelling](x[:, :1] * 1, x[:, 1:])))
    explained = lrpfx.explain(
        model, torch.tensor([[2.0, 6.0]]).double(), target=torch.tensor([[3.0]]).double()
    )
    assert explained.relevance.tolist()[0] == pytest.approx([0.75, 2.25], rel=1e-6)


def test_residual_blocks_conserve_relevance_where_a_copied_gradient_would_double_it():
    class Blocks(nn.Module):
        def __init__(self):
            super().__init__()
            self.layers = nn.ModuleList(L(6, 6, bias=False) for _ in range(8))

        def forward(self, x):
            for layer in self.layers:
                x = x + layer(x)
            return x

    x, R = inputs(3, 6), inputs(3, 6, seed=2)
    composite = composites.epsilon_plus(epsilon=1e-12, stabilizer=1e-12)
    found = lrpfx.explain(settle(Blocks()), x, target=R, composite=composite).relevance
    torch.testing.assert_close(found.sum(1), R.sum(1))


def test_a_difference_gives_the_subtrahend_relevance_of_its_own_sign():
    model = settle(Fn(lambda s, x: x[:, :1] - x[:, 1:]))
    explained = lrpfx.explain(
        model, torch.tensor([[6.0, 2.0]]).double(), target=torch.tensor([[1.0]]).double()
    )
    assert explained.relevance.tolist()[0] == pytest.approx([1.5, -0.5], rel=1e-6)


@pytest.mark.parametrize("name", COMPOSITES)
def test_a_module_used_twice_equals_two_modules_with_copied_weights(name):
    layer, relu = settle(L(6, 6)), nn.ReLU()
    shared = nn.Sequential(layer, relu, layer, relu).eval()
    copied = nn.Sequential(layer, nn.ReLU(), copy.deepcopy(layer), nn.ReLU()).eval()
    same_relevance(copied, shared, inputs(3, 6), name)


def test_a_convolution_used_on_two_scales_equals_two_with_copied_weights():
    a, b, head = settle(nn.Conv2d(3, 4, 3)), settle(nn.Conv2d(3, 4, 3)), settle(L(4, 3))

    def forward(s, x):
        return s.head(s.a(x).relu().mean((2, 3)) + s.b(F.avg_pool2d(x, 2)).relu().mean((2, 3)))

    same_relevance(Fn(forward, a=a, b=b, head=head).eval(), Fn(forward, a=a, b=a, head=head).eval(), images())


def test_tied_weights_equal_copied_weights():
    tied = settle(nn.Sequential(L(6, 6), nn.ReLU(), L(6, 6)))
    tied[2].weight = tied[0].weight
    copied = copy.deepcopy(tied)
    copied[2].weight = nn.Parameter(tied[0].weight.detach().clone())
    same_relevance(copied, tied, inputs(3, 6))


def test_two_convolutions_that_follow_an_untouched_input_see_it_untouched():
    """An in-place ReLU on a branch must not change what the other branch, recorded before, was given."""

    def forward(s, x):
        y = s.a(x)
        z = s.b(y)
        return s.head(torch.cat([y.relu_(), z], 1).mean((2, 3)))

    members = {"a": nn.Conv2d(3, 4, 3), "b": nn.Conv2d(4, 4, 3, padding=1), "head": L(8, 3)}
    model = settle(Fn(forward, **members))
    clean = Fn(lambda s, x: s.head(torch.cat([s.a(x).relu(), s.b(s.a(x))], 1).mean((2, 3))), **members)
    same_relevance(clean.eval(), model, images())


def test_the_first_layer_is_the_first_in_the_data_flow():
    """The head is registered before the stem; flat belongs to the stem alone."""
    model = settle(Residual())
    explainer = lrpfx.compile(model, images())
    flat = {e.module for e in explainer.graph.eqns if e.rule.startswith("flat")}
    assert flat == {"stem"}
    assert [a.rule.name for a in explainer.rules().values()].count("flat") == 1


def test_every_branch_that_starts_at_the_input_has_a_first_layer():
    model = settle(Fn(lambda s, x: s.c((s.a(x) + s.b(x.flip(1))).relu()), a=L(6, 5), b=L(6, 5), c=L(5, 3)))
    graph = lrpfx.compile(model, inputs(2, 6)).graph
    assert {e.module for e in graph.eqns if e.rule.startswith("flat")} == {"a", "b"}


def test_relevance_of_all_parts_of_a_split_arrives():
    model = settle(Fn(lambda s, x: s.l(torch.cat([c.relu() for c in x.chunk(3, 1)], 1)), l=L(6, 4)))
    whole = settle(Fn(lambda s, x: s.l(x.relu()), l=model.l))
    same_relevance(whole, model, inputs(3, 6))


def overwritten(x):
    x = x.clone()
    x[:, :2] = 0
    return x


@pytest.mark.parametrize(
    "assign",
    [
        lambda x: torch.cat([torch.zeros_like(x[:, :2]), x[:, 2:]], 1),
        lambda x: x.index_fill(1, torch.tensor([0, 1]), 0.0),
        overwritten,
    ],
    ids=["cat", "index_fill", "slice assignment"],
)
def test_values_that_were_overwritten_get_no_relevance(assign):
    model = settle(Fn(lambda s, x: s.l(assign(x)), l=L(6, 4)))
    explained = lrpfx.explain(model, inputs(3, 6), composite="epsilon_plus")
    reference = lrpfx.explain(settle(Fn(lambda s, x: s.l(F.pad(x[:, 2:], (2, 0))), l=model.l)), inputs(3, 6),
                              composite="epsilon_plus")  # fmt: skip
    torch.testing.assert_close(explained.relevance, reference.relevance)
    assert explained.relevance[:, :2].abs().max() == 0


def test_a_value_whose_numbers_do_not_matter_is_no_path_of_relevance():
    model = settle(Fn(lambda s, x: s.l(x + torch.ones_like(x)) + x.new_zeros(x.shape[0], 4), l=L(6, 4)))
    reference = settle(Fn(lambda s, x: s.l(x + 1), l=model.l))
    same_relevance(reference, model, inputs(3, 6))


def test_weights_on_the_left_equal_weights_on_the_right():
    layer = settle(L(6, 4, bias=False))
    left = Fn(lambda s, x: (s.w @ x.t()).t(), w=layer.weight).eval()
    same_relevance(layer, left, inputs(4, 6))


def test_addmm_equals_linear():
    layer = settle(L(6, 4))
    spelled = Fn(lambda s, x: torch.addmm(s.b, x, s.w.t().contiguous()), w=layer.weight, b=layer.bias)
    same_relevance(layer, spelled.eval(), inputs(3, 6))


@pytest.mark.parametrize("padding", ["reflect", "replicate", "circular"])
def test_a_convolution_that_pads_equals_padding_by_index(padding):
    model = settle(
        nn.Sequential(nn.Conv2d(3, 4, 3, padding=1, padding_mode=padding), nn.ReLU(), nn.Flatten(), L(256, 3))
    )
    x = images()
    explained = lrpfx.explain(model, x, composite="epsilon_plus")
    rows = F.pad(torch.arange(8.0)[None], (1, 1), mode=padding)[0].long()
    padded = x[:, :, rows][:, :, :, rows]
    inner = nn.Sequential(copy.deepcopy(model[0]), *model[1:]).eval()
    inner[0].padding_mode, inner[0].padding = "zeros", (0, 0)
    R = lrpfx.explain(inner, padded, composite="epsilon_plus").relevance
    folded = torch.zeros_like(x)
    for i, a in enumerate(rows):
        for j, b in enumerate(rows):
            folded[:, :, a, b] += R[:, :, i, j]
    torch.testing.assert_close(explained.relevance, folded)


def test_an_override_by_module_path_reaches_that_module_alone():
    model = cnn()
    mine = composites.epsilon_plus() | (composites.by_module("4"), rules.gamma(0.5))
    assigned = lrpfx.compile(model, images(), composite=mine).rules()
    modules = {v: k for k, v in ((n, str(a.rule)) for n, a in assigned.items()) if v.startswith("gamma")}
    assert list(modules) == ["gamma(gamma=0.5, stabilizer=1e-06)"]
    default = lrpfx.explain(model, images(), composite="epsilon_plus").relevance
    assert not torch.allclose(lrpfx.explain(model, images(), composite=mine).relevance, default)


def test_every_equation_knows_its_module_and_line():
    model = settle(Residual())
    graph, _ = lrpfx.canonize(*lrpfx.trace(model, images()))
    linear = [e for e in graph.eqns if kind_of(e.op, (0,)) in (Kind.CONVOLUTION, Kind.DENSE)]
    assert [e.module for e in linear] == ["stem", "conv", "head"]
    assert all(e.source.startswith("nets.py:") for e in graph.eqns)


# ---- batch sizes ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("traced_with", [1, 2, 5])
@pytest.mark.parametrize("make", [cnn, lambda: settle(Residual())], ids=["cnn", "residual"])
def test_a_batch_is_explained_like_its_samples_with_one_trace(make, traced_with, monkeypatch):
    model, x = make(), images(5)
    explainer = lrpfx.compile(model, x[:traced_with])
    monkeypatch.setattr("lrpfx.options.traces", None)  # tracing again would fail
    together = explainer(x).relevance
    for sizes in ((1, 1, 1, 1, 1), (2, 2, 1), (4, 1)):
        pieces = [explainer(piece).relevance for piece in x.split(sizes)]
        torch.testing.assert_close(torch.cat(pieces), together)


def test_a_model_that_fixes_the_batch_size_is_explained_and_retraced_for_another_size():
    class Fixed(nn.Module):
        def __init__(self):
            super().__init__()
            self.l = L(6, 4)

        def forward(self, x):
            n = int(x.shape[0])
            return self.l(x) * n

    model = settle(Fixed())
    explainer = lrpfx.compile(model, inputs(2, 6))
    for n in (2, 3, 1):
        x = inputs(n, 6, seed=n)
        explained = explainer(x, target=1)
        torch.testing.assert_close(explained.output, model(x))
        torch.testing.assert_close(explained.relevance, lrpfx.explain(model, x, target=1).relevance)


@pytest.mark.parametrize("name", ["relu6", "hardswish"])
def test_common_layers_need_no_second_trace_for_the_last_batch(name):
    models = {
        "relu6": (
            nn.Sequential(nn.Conv2d(3, 4, 3), nn.ReLU6(inplace=True), nn.Flatten(), L(144, 3)),
            images(3),
        ),
        "hardswish": (nn.Sequential(nn.Hardswish(inplace=True), nn.Flatten(), L(192, 3)), images(3)),
    }
    model, x = models[name]
    graph, params = lrpfx.trace(settle(model), x)
    torch.testing.assert_close(lrpfx.evaluate(graph, params, x[:2])[0], model(x[:2]))


def test_random_numbers_drawn_twice_are_two_draws():
    """Equal expressions are computed once, but a random one is equal to none."""
    model = settle(Fn(lambda s, x: s.l(x) + torch.rand(4) - torch.rand(4), l=L(6, 4)))
    graph, params = lrpfx.canonize(*lrpfx.trace(model, inputs(2, 6)))
    assert not torch.allclose(lrpfx.evaluate(graph, params, inputs(2, 6))[0], model.l(inputs(2, 6)))


def test_relevance_goes_through_a_change_of_precision_and_keeps_the_dtype_of_the_input():
    model = settle(Fn(lambda s, x: s.b(s.a(x.float()).relu().double()), a=L(6, 5), b=L(5, 4)))
    model.a.float()
    explained = lrpfx.explain(model, inputs(3, 6), composite="epsilon_plus")
    assert explained.relevance.dtype == torch.float64
    wanted = lrpfx.explain(settle(Fn(lambda s, x: s.b(s.a(x).relu()), a=L(6, 5), b=L(5, 4))), inputs(3, 6),
                           composite="epsilon_plus")  # fmt: skip
    torch.testing.assert_close(explained.relevance, wanted.relevance, rtol=1e-3, atol=1e-4)


@pytest.mark.parametrize("axes", [(0, 2, 3, 1), (0, 3, 1, 2)], ids=str)
def test_a_dense_layer_over_the_last_axis_is_dense_however_its_input_lies_in_memory(axes):
    """As in ConvNeXt and Swin; torch writes it as a product with expanded weights where a view is impossible."""
    members = {"l": L(3 if axes[-1] == 1 else 8, 4)}
    model = settle(Fn(lambda s, x: s.l(x.permute(axes)).relu().mean((1, 2)), **members))
    copied = Fn(lambda s, x: s.l(x.permute(axes).contiguous()).relu().mean((1, 2)), **members).eval()
    same_relevance(copied, model, images())
