"""Every rule against its dense matrix form, on every kind of linear operator; and against published numbers."""

import pytest
import torch
from matrix_form import LINEAR_CASES, MATRIX_FORMS, by_matrix, matrix
from nets import inputs

from lrpfx import rules
from lrpfx.operator import operator

REQUIRED = {"zbox": {"low": -3.0, "high": 4.0}}
SHAPE_KEEPING = {"pass_through"}
NAMES = sorted(set(rules.REGISTRY) - SHAPE_KEEPING)


def test_every_rule_has_a_matrix_form():
    assert set(NAMES) <= set(MATRIX_FORMS), "write the new rule's matrix form in helpers/matrix_form.py"


def applied(name, case, x, w, b, R, **parameters):
    op = operator(case.op, x, w, b, **dict(case.attrs))
    return rules.REGISTRY[name](**parameters)(op, x, (w, b), R)


def relevance_for(case, x, w, b):
    return inputs(*case.function(x, w, b).shape, seed=14)


@pytest.mark.parametrize("bias", [True, False], ids=["bias", "no bias"])
@pytest.mark.parametrize("case", LINEAR_CASES, ids=str)
@pytest.mark.parametrize("name", NAMES)
def test_rule_equals_its_matrix_form(name, case, bias):
    x, w, b = case.tensors(bias)
    R = relevance_for(case, x, w, b)
    parameters = REQUIRED.get(name, {})
    found = applied(name, case, x, w, b, R, **parameters)
    wanted = by_matrix(name, case, x, w, b, R, **parameters)
    torch.testing.assert_close(found, wanted, rtol=1e-9, atol=1e-9 * float(wanted.abs().max()))


@pytest.mark.parametrize(
    ("name", "parameters"),
    [
        ("epsilon", {"epsilon": 0.5}),
        ("norm", {"stabilizer": 0.5}),
        ("gamma", {"gamma": 2.0, "stabilizer": 0.5}),
        ("zplus", {"stabilizer": 0.5}),
        ("zbox", {"low": -2.5, "high": 5.0, "stabilizer": 0.5}),
        ("flat", {"stabilizer": 0.5}),
    ],
)
def test_the_parameters_of_a_rule_are_those_of_its_matrix_form(name, parameters):
    case = next(c for c in LINEAR_CASES if c.name == "conv2d padding")
    x, w, b = case.tensors()
    R = relevance_for(case, x, w, b)
    torch.testing.assert_close(
        applied(name, case, x, w, b, R, **parameters), by_matrix(name, case, x, w, b, R, **parameters)
    )


@pytest.mark.parametrize("case", LINEAR_CASES, ids=str)
def test_the_transpose_of_a_linear_operator_is_its_transposed_matrix(case):
    x, w, b = case.tensors()
    g = relevance_for(case, x, w, b)
    op = operator(case.op, x, w, b, **dict(case.attrs))
    wanted = (g.reshape(len(g), -1) @ matrix(case, w)).reshape(x.shape)
    torch.testing.assert_close(op.T(g, w, b), wanted)
    torch.testing.assert_close(op(x, w, b), case.function(x, w, b))


def f64(values):
    return torch.tensor(values, dtype=torch.float64)


GOLDEN_W, GOLDEN_B = [[1, -2, 0.5], [-0.75, 0.25, 1.5]], [0.3, -0.6]
GOLDEN = [
    ("epsilon", {}, True, [-0.160728633, 0.493448070, 0.385953818]),
    ("norm", {}, True, [-0.160728633, 0.493448070, 0.385953818]),
    ("epsilon", {"epsilon": 0.1}, True, [-0.135508850, 0.499631268, 0.356747788]),
    ("epsilon", {}, False, [-0.559522346, 0.261905617, 0.797617539]),
    ("gamma", {}, True, [-0.119819654, 0.520720745, 0.285044885]),
    ("zplus", {}, True, [0.180180148, 0.720720591, -0.454954296]),
    ("zplus", {}, False, [0.190476154, 0.761904617, -0.452380295]),
    ("zbox", {"low": -3.0, "high": 3.0}, True, [0.146825396, 0.617063454, -0.263888842]),
    ("flat", {}, True, [0.166666611, 0.166666611, 0.166666611]),
]


@pytest.mark.parametrize(("name", "parameters", "bias", "wanted"), GOLDEN)
def test_rule_on_a_dense_layer_of_three_inputs_gives_the_numbers_of_zennit(name, parameters, bias, wanted):
    """Computed once by Zennit 1.0.0 for W, b above, x = (1, -2, 0.5) and R = (1, -0.5)."""
    x, R, w, b, wanted = map(f64, ([[1, -2, 0.5]], [[1, -0.5]], GOLDEN_W, GOLDEN_B, [wanted]))
    params = (w, b if bias else None)
    found = rules.REGISTRY[name](**parameters)(operator("linear", x, *params), x, params, R)
    torch.testing.assert_close(found, wanted, rtol=0, atol=1e-9)


def test_gamma_takes_its_sign_from_the_output_with_bias_and_drops_relevance_at_zero():
    x, w, b, R = map(f64, ([[1, 1]], [[1, -0.5]], [-2], [[1]]))

    def relevance(bias):
        return rules.gamma()(operator("linear", x, w, bias), x, (w, bias), R)

    torch.testing.assert_close(relevance(b), f64([[-0.4706, 0.2941]]), rtol=0, atol=1e-4)
    assert relevance(-w.sum(1)).abs().max() == 0


def test_the_sign_of_zero_is_positive():
    from lrpfx.values import stabilize

    z = torch.tensor([0.0, -0.0, 2.0, -2.0])
    assert stabilize(z, 0.5).tolist() == [0.5, 0.5, 2.5, -2.5]
