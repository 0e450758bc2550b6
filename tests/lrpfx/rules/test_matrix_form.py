"""Every rule against its dense matrix form, on every kind of linear operator; and against published numbers."""

import pytest
import torch
from matrix_form import LINEAR_CASES, MATRIX_FORMS, by_matrix, matrix
from nets import inputs
from operators import LINEAR

from lrpfx import Stabilizer, rules
from lrpfx.operator import operator

REQUIRED = {"zbox": {"low": -3.0, "high": 4.0}}
NAMES = sorted(LINEAR)
WITH_WEIGHTS = ("epsilon", "gamma", "zplus", "alpha_beta", "zbox", "wsquare", "flat")
WITH_BIAS = ("epsilon", "gamma", "zplus", "alpha_beta", "wsquare")
FEW = [c for c in LINEAR_CASES if c.name in ("dense", "conv2d padding", "transposed conv2d groups")]


def test_every_rule_of_linear_operators_has_a_matrix_form():
    assert set(NAMES) <= set(MATRIX_FORMS), "write the new rule's matrix form in helpers/matrix_form.py"


def applied(name, case, x, w, b, R, **parameters):
    op = operator(case.op, x, w, b, **dict(case.attrs))
    return rules.REGISTRY[name](**parameters)(op, x, (w, b), R)


def relevance_for(case, x, w, b):
    return inputs(*case.function(x, w, b).shape, seed=14)


def assert_equals_its_matrix_form(name, case, bias=True, **parameters):
    x, w, b = case.tensors(bias)
    R = relevance_for(case, x, w, b)
    parameters = REQUIRED.get(name, {}) | parameters
    found = applied(name, case, x, w, b, R, **parameters)
    wanted = by_matrix(name, case, x, w, b, R, **parameters)
    torch.testing.assert_close(found, wanted, rtol=1e-9, atol=1e-9 * float(wanted.abs().max()) + 1e-300)


@pytest.mark.parametrize("bias", [True, False], ids=["bias", "no bias"])
@pytest.mark.parametrize("case", LINEAR_CASES, ids=str)
@pytest.mark.parametrize("name", NAMES)
def test_rule_equals_its_matrix_form(name, case, bias):
    assert_equals_its_matrix_form(name, case, bias)


@pytest.mark.parametrize(
    ("name", "parameters"),
    [
        ("epsilon", {"epsilon": 0.5}),
        ("norm", {"stabilizer": 0.5}),
        ("gamma", {"gamma": 2.0, "stabilizer": 0.5}),
        ("zplus", {"stabilizer": 0.5}),
        ("alpha_beta", {"alpha": 1.5, "beta": 0.5, "stabilizer": 0.5}),
        ("zbox", {"low": -2.5, "high": 5.0, "stabilizer": 0.5}),
        ("flat", {"stabilizer": 0.5}),
        ("wsquare", {"stabilizer": 0.5}),
    ],
)
def test_the_parameters_of_a_rule_are_those_of_its_matrix_form(name, parameters):
    assert_equals_its_matrix_form(name, FEW[1], **parameters)


@pytest.mark.parametrize("zero_params", [None, "bias", "weight", ["bias"], ("weight", "bias")], ids=str)
@pytest.mark.parametrize("case", FEW, ids=str)
@pytest.mark.parametrize("name", WITH_WEIGHTS)
def test_parameters_are_taken_as_zero(name, case, zero_params):
    assert_equals_its_matrix_form(name, case, zero_params=zero_params)


STABILIZERS = (
    Stabilizer(0.3),
    Stabilizer(0.3, clip=True),
    Stabilizer(0.3, norm_scale=True),
    Stabilizer(0.3, clip=True, norm_scale=True),
)


@pytest.mark.parametrize("how", STABILIZERS, ids=str)
@pytest.mark.parametrize("case", FEW, ids=str)
@pytest.mark.parametrize("name", sorted({*WITH_WEIGHTS, "norm"}))
def test_every_rule_takes_every_stabilizer(name, case, how):
    key = "epsilon" if name == "epsilon" else "stabilizer"
    assert_equals_its_matrix_form(name, case, **{key: how})


@pytest.mark.parametrize("zero_params", [None, "bias"])
@pytest.mark.parametrize("bias_factor", [0.5, 1.0])
@pytest.mark.parametrize("case", FEW, ids=str)
@pytest.mark.parametrize("name", WITH_BIAS)
def test_what_the_bias_absorbs_is_spread_over_the_inputs_in_reach(name, case, bias_factor, zero_params):
    assert_equals_its_matrix_form(name, case, bias_factor=bias_factor, zero_params=zero_params)


@pytest.mark.parametrize("case", LINEAR_CASES, ids=str)
@pytest.mark.parametrize("name", WITH_BIAS)
def test_with_the_absorbed_relevance_handed_back_a_layer_with_bias_conserves(name, case):
    x, w, b = case.tensors()
    R = relevance_for(case, x, w, b)
    key = "epsilon" if name == "epsilon" else "stabilizer"
    reached = (
        (matrix(case, w) != 0).any(1).reshape(R.shape[1:])
    )  # behind wide padding there is no input to take it
    found = applied(name, case, x, w, b, R * reached, bias_factor=1, **{key: 0.1})
    torch.testing.assert_close(found.flatten(1).sum(1), (R * reached).flatten(1).sum(1))


@pytest.mark.parametrize("case", LINEAR_CASES, ids=str)
def test_the_transpose_of_a_linear_operator_is_its_transposed_matrix(case):
    x, w, b = case.tensors()
    g = relevance_for(case, x, w, b)
    op = operator(case.op, x, w, b, **dict(case.attrs))
    wanted = (g.reshape(len(g), -1) @ matrix(case, w)).reshape(x.shape)
    torch.testing.assert_close(op.T(g, w, b), wanted)
    torch.testing.assert_close(op(x, w, b), case.function(x, w, b))


# ---- published numbers ------------------------------------------------------------------------------------------


def f64(values):
    return torch.tensor(values, dtype=torch.float64)


GOLDEN_W, GOLDEN_B = [[1, -2, 0.5], [-0.75, 0.25, 1.5]], [0.3, -0.6]
GOLDEN = [
    ("epsilon", {}, [-0.160728633, 0.493448070, 0.385953818]),
    ("norm", {}, [-0.160728633, 0.493448070, 0.385953818]),
    ("epsilon", {"epsilon": 0.1}, [-0.135508850, 0.499631268, 0.356747788]),
    ("epsilon", {"zero_params": "bias"}, [-0.559522346, 0.261905617, 0.797617539]),
    ("epsilon", {"epsilon": Stabilizer(0.1, clip=True)}, [-0.160728911, 0.493447993, 0.385954136]),
    ("epsilon", {"epsilon": Stabilizer(0.1, norm_scale=True)}, [-0.081921961, 0.505602094, 0.292003236]),
    ("gamma", {}, [-0.119819654, 0.520720745, 0.285044885]),
    ("gamma", {"gamma": 0.5, "zero_params": "bias"}, [-0.309523389, 0.428571628, 0.380952079]),
    ("zplus", {}, [0.180180148, 0.720720591, -0.454954296]),
    ("zplus", {"zero_params": "bias"}, [0.190476154, 0.761904617, -0.452380295]),
    ("alpha_beta", {}, [0.563062889, 1.576576244, -0.909908593]),
    ("alpha_beta", {"zero_params": "bias"}, [0.680952068, 1.723809074, -0.904760590]),
    ("zbox", {"low": -3.0, "high": 3.0}, [0.146825396, 0.617063454, -0.263888842]),
    ("zbox", {"low": -3.0, "high": 3.0, "zero_params": "bias"}, [0.146825396, 0.617063454, -0.263888842]),
    ("wsquare", {}, [0.100326188, 0.739403564, -0.300942309]),
    ("wsquare", {"zero_params": "bias"}, [0.092650101, 0.751035055, -0.343685173]),
    ("flat", {}, [0.166666611, 0.166666611, 0.166666611]),
]


@pytest.mark.parametrize(("name", "parameters", "wanted"), GOLDEN, ids=str)
def test_rule_on_a_dense_layer_of_three_inputs_gives_the_numbers_of_zennit(name, parameters, wanted):
    """Computed once by Zennit 1.0.0 for W, b above, x = (1, -2, 0.5) and R = (1, -0.5)."""
    x, R, w, b, wanted = map(f64, ([[1, -2, 0.5]], [[1, -0.5]], GOLDEN_W, GOLDEN_B, [wanted]))
    found = rules.REGISTRY[name](**parameters)(operator("linear", x, w, b), x, (w, b), R)
    torch.testing.assert_close(found, wanted, rtol=0, atol=2e-9)


def test_gamma_takes_its_sign_from_the_output_with_bias_and_drops_relevance_at_zero():
    x, w, b, R = map(f64, ([[1, 1]], [[1, -0.5]], [-2], [[1]]))

    def relevance(bias, **parameters):
        return rules.gamma(**parameters)(operator("linear", x, w, bias), x, (w, bias), R)

    torch.testing.assert_close(relevance(b), f64([[-0.4706, 0.2941]]), rtol=0, atol=1e-4)
    torch.testing.assert_close(relevance(b, zero_params="bias"), f64([[2.6667, -1.6667]]), rtol=0, atol=1e-4)
    assert relevance(-w.sum(1)).abs().max() == 0
    torch.testing.assert_close(relevance(-w.sum(1), bias_factor=1), f64([[0.5, 0.5]]))


def test_the_bias_and_the_stabilizer_are_shared_out_as_arras_et_al_do():
    """R_ij = (x_i w_ij + (δ b_j + ε sign z_j) / N) / (z_j + ε sign z_j) R_j with δ = 1, their equation, by hand."""
    x, R, w, b = map(f64, ([[1, -2, 0.5]], [[1, -0.5]], GOLDEN_W, GOLDEN_B))
    z, e = [5.55, -1.1], 0.1
    wanted = [
        sum(
            (float(x[0, i] * w[j, i]) + (float(b[j]) + e * (1 if z[j] > 0 else -1)) / 3)
            / (z[j] + e * (1 if z[j] > 0 else -1)) * float(R[0, j])
            for j in range(2)
        )
        for i in range(3)
    ]  # fmt: skip
    found = rules.epsilon(0.1, bias_factor=1)(operator("linear", x, w, b), x, (w, b), R)
    torch.testing.assert_close(found, f64([wanted]))
