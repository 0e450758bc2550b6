"""Integrated gradients: closed forms, completeness, Captum and Zennit."""

import math

import pytest
import torch
from nets import Fn, Residual, cnn, dense, images, inputs, settle
from torch import nn

from lrpfx import errors, methods
from lrpfx.perturb.quadrature import QUADRATURES, nodes


def close(found, wanted, rtol=1e-9):
    torch.testing.assert_close(found, wanted, rtol=rtol, atol=1e-11)


def polynomial(degree):
    """Σ x^degree: the gradient along the line from 0 is degree · x^(degree-1) α^(degree-1)."""
    return Fn(lambda s, x: (x**degree).sum(1, keepdim=True)).eval()


def smooth():
    return settle(nn.Sequential(nn.Linear(5, 7), nn.Tanh(), nn.Linear(7, 6), nn.GELU(), nn.Linear(6, 3)))


# ---- closed forms -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("quadrature", QUADRATURES)
@pytest.mark.parametrize("steps", [2, 3, 10])
def test_of_a_linear_model_it_is_input_times_weight(quadrature, steps):
    model, x = dense(4, 3), inputs(5, 4)
    explained = methods.integrated_gradients(model, x, quadrature=quadrature, steps=steps)(x, target=1)
    close(explained.relevance, x * model[0].weight[1])
    close(explained.info["convergence_delta"], torch.zeros(5).double())


@pytest.mark.parametrize(
    ("quadrature", "exact"),
    [("gauss_legendre", 5), ("midpoint", 1), ("trapezoid", 1), ("left", 0), ("right", 0)],
)
def test_a_quadrature_of_three_nodes_is_exact_up_to_its_degree(quadrature, exact):
    x = inputs(2, 4)
    for power in range(8):
        model = polynomial(power + 1)
        explained = methods.integrated_gradients(model, x, quadrature=quadrature, steps=3)(x, target=0)
        right = torch.allclose(explained.relevance, x ** (power + 1), rtol=1e-10, atol=1e-12)
        assert right == (power <= exact)
        delta = explained.relevance.sum(1) - model(x)[:, 0]
        close(explained.info["convergence_delta"], delta)


def test_the_trapezoid_has_weights_that_add_up_to_one():
    """Captum's add up to (n - 1) / n."""
    for name in QUADRATURES:
        for n in (2, 3, 10):
            alphas, weights = nodes(name, n)
            assert math.isclose(weights.sum(), 1, rel_tol=1e-14)
            assert ((alphas >= 0) & (alphas <= 1)).all()


def test_relevance_is_complete_on_a_smooth_net():
    model, x, start = smooth(), inputs(3, 5), inputs(1, 5, seed=4)
    for baseline in (0.0, start, lambda x: 0.5 * x, "mean"):
        absent = {0.0: torch.zeros(1, 5), "mean": x.mean(1, keepdim=True).expand(3, 5)}.get(
            baseline if not isinstance(baseline, torch.Tensor) else None,
            start if isinstance(baseline, torch.Tensor) else 0.5 * x,
        ).double()
        explained = methods.integrated_gradients(model, x, baseline=baseline)(x, target=2)
        close(explained.relevance.sum(1), (model(x) - model(absent))[:, 2], rtol=1e-7)
        assert explained.info["convergence_delta"].abs().max() < 1e-8


def test_the_delta_shrinks_with_the_steps_on_a_net_with_kinks():
    model, x = cnn(), images(3)
    deltas = [
        methods.integrated_gradients(model, x, steps=n)(x).info["convergence_delta"].abs().max()
        for n in (5, 50, 500)
    ]
    assert deltas[0] > deltas[1] > deltas[2]
    assert deltas[2] < 2e-3


def test_several_baselines_are_averaged():
    model, x = cnn(), images(3)
    starts = [0.0, images(1, seed=5), "blur", lambda x: x.flip(3)]
    each = [methods.integrated_gradients(model, x, steps=6, baseline=b)(x) for b in starts]
    together = methods.integrated_gradients(model, x, steps=6, baseline=starts)(x)
    close(together.relevance, torch.stack([e.relevance for e in each]).mean(0))
    close(
        together.info["convergence_delta"], torch.stack([e.info["convergence_delta"] for e in each]).mean(0)
    )


def test_a_baseline_for_each_sample_goes_with_its_sample():
    model, x, starts = cnn(), images(5), images(5, seed=5)
    together = methods.integrated_gradients(model, x, steps=4, baseline=starts, batch_size=2)(x, target=1)
    for i in range(5):
        alone = methods.integrated_gradients(model, x, steps=4, baseline=starts[i])(x[i : i + 1], target=1)
        close(alone.relevance, together.relevance[i : i + 1])


def test_all_forms_of_a_target_are_complete():
    model, x = smooth(), inputs(4, 5)
    explainer = methods.integrated_gradients(model, x)
    R = inputs(4, 3, seed=9)
    explained = explainer(x, target=R)
    close(explained.relevance.sum(1), ((model(x) - model(torch.zeros_like(x))) * R).sum(1), rtol=1e-7)
    assert explained.info["convergence_delta"].abs().max() < 1e-8
    assert not explainer(x, target=lambda z: z * R).info, (
        "a function explains another quantity at every point"
    )


def test_a_pixelwise_output_is_explained_as_a_whole():
    model, x = settle(nn.Sequential(nn.Conv2d(3, 4, 3), nn.Tanh())), images(2)
    explained = methods.integrated_gradients(model, x, steps=40)(x, target=1)
    close(
        explained.relevance.sum((1, 2, 3)),
        (model(x) - model(torch.zeros_like(x)))[:, 1].sum((1, 2)),
        rtol=1e-6,
    )
    with pytest.raises(errors.TargetError, match="no one greatest value"):
        methods.integrated_gradients(model, x)(x)


def test_one_value_per_sample_needs_no_target():
    model, x = Fn(lambda s, x: torch.tanh(x).sum(1)).eval(), inputs(3, 4)
    explained = methods.integrated_gradients(model, x)(x)
    close(explained.relevance, torch.tanh(x))
    assert explained.target is None


# ---- Captum and Zennit ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("net", [cnn, lambda: settle(Residual())], ids=["cnn", "residual"])
@pytest.mark.parametrize(
    ("ours", "theirs"),
    [("gauss_legendre", "gausslegendre"), ("left", "riemann_left"), ("right", "riemann_right"),
     ("midpoint", "riemann_middle")],
)  # fmt: skip
def test_it_is_captums(in_double, net, ours, theirs):
    attr = pytest.importorskip("captum.attr")
    model, x, start = net(), images(2), images(1, seed=8)
    wanted, delta = in_double(
        attr.IntegratedGradients(model).attribute,
        x, start, target=1, n_steps=7, method=theirs, return_convergence_delta=True,
    )  # fmt: skip
    explained = methods.integrated_gradients(model, x, steps=7, quadrature=ours, baseline=start)(x, target=1)
    close(explained.relevance, wanted)
    close(explained.info["convergence_delta"], delta)


def test_captums_trapezoid_lacks_one_step(in_double):
    attr = pytest.importorskip("captum.attr")
    model, x, n = dense(4, 3), inputs(2, 4), 5
    captums = attr.IntegratedGradients(model).attribute
    theirs = in_double(captums, x, target=1, n_steps=n, method="riemann_trapezoid")
    ours = methods.integrated_gradients(model, x, steps=n, quadrature="trapezoid")(x, target=1).relevance
    close(theirs * n / (n - 1), ours)
    close(ours.sum(1), (model(x) - model(torch.zeros_like(x)))[:, 1])


@pytest.mark.usefixtures("zennit")
@pytest.mark.parametrize("composite", [None, "epsilon_plus"])
def test_it_is_zennits(in_double, composite):
    import zennit.attribution
    import zennit.composites

    model, x, start = cnn_of_modules(), images(2), images(1, seed=8)
    one = torch.zeros(2, 4, dtype=torch.float64)
    one[:, 1] = 1
    theirs = None if composite is None else zennit.composites.COMPOSITES[composite]()
    with zennit.attribution.IntegratedGradients(
        cnn_of_modules(), theirs, baseline_fn=start.expand_as, n_iter=7
    ) as attributor:
        _, wanted = in_double(attributor, x, one)
    explainer = methods.lrp(model, x, composite=composite or "gradient")
    found = methods.integrated_gradients(explainer, steps=7, quadrature="right", baseline=start)(
        x, target=one
    )
    close(found.relevance, wanted, rtol=1e-8)


def cnn_of_modules():
    return settle(
        nn.Sequential(nn.Conv2d(3, 4, 3), nn.ReLU(), nn.AvgPool2d(2), nn.Flatten(), nn.Linear(36, 4))
    )


# ---- several inputs, precision, errors --------------------------------------------------------------------------


class Pair(nn.Module):
    def __init__(self):
        super().__init__()
        self.a, self.b = nn.Linear(4, 3), nn.Linear(2, 3)

    def forward(self, left, right):
        return torch.tanh(self.a(left)) * torch.tanh(self.b(right))


def test_several_inputs_share_the_line_and_are_complete_together(in_double):
    attr = pytest.importorskip("captum.attr")
    model, left, right = settle(Pair()), inputs(3, 4), inputs(3, 2, seed=2)
    starts = (inputs(1, 4, seed=6), 0.5)
    explained = methods.integrated_gradients(model, (left, right), baseline=starts)((left, right), target=1)
    wanted = in_double(attr.IntegratedGradients(model).attribute, (left, right), starts, target=1, n_steps=50)
    for found, theirs in zip(explained.relevance, wanted, strict=True):
        close(found, theirs)
    assert explained.info["convergence_delta"].abs().max() < 1e-8
    named = methods.integrated_gradients(
        model, {"left": left, "right": right}, baseline={"right": 0.5, "left": starts[0]}
    )({"right": right, "left": left}, target=1)
    close(named.relevance["left"], explained.relevance[0])


@pytest.mark.parametrize("dtype", [torch.float32, torch.bfloat16])
def test_half_precision_is_summed_in_single(dtype):
    model, x = dense(4, 3).to(dtype), inputs(5, 4).to(dtype)
    found = methods.integrated_gradients(model, x, steps=300, quadrature="left")(x, target=1).relevance
    torch.testing.assert_close(found, x * model[0].weight[1].detach(), rtol=0.02, atol=1e-6)


@pytest.mark.parametrize(
    ("parameters", "message"),
    [
        ({"steps": 0}, "steps must be a whole number >= 1"),
        (
            {"quadrature": "simpson"},
            "no quadrature is called `simpson`; valid: gauss_legendre, left, midpoint",
        ),
        ({"quadrature": "trapezoid", "steps": 1}, "at least 2 steps"),
        ({"baseline": []}, "baseline is an empty list"),
    ],
)
def test_a_parameter_out_of_its_range_is_refused_when_the_method_is_made(parameters, message):
    with pytest.raises(errors.LrpfxError, match=message):
        methods.integrated_gradients(cnn(), images(), **parameters)


@pytest.mark.parametrize(
    ("baseline", "message"),
    [
        (
            torch.zeros(5, 5),
            r"a tensor of shape \(5, 5\), which does not fit the input of shape \(2, 3, 8, 8\)",
        ),
        (float("nan"), "holds NaN or infinity"),
        ("black", "no baseline is called `black`; valid: blur, mean"),
        ((0.0, 1.0), "holds 2 values; the input has 1 tensors"),
        (lambda x: None, "which does not fit"),
    ],
)
def test_a_baseline_that_does_not_fit_says_so(baseline, message):
    with pytest.raises(errors.LrpfxError, match=message):
        methods.integrated_gradients(cnn(), images(), baseline=baseline)(images())
