"""Numbers, bounds and pictures that the reference gets wrong, shown; and right here."""

import copy
import gc
import tracemalloc

import pytest
import torch
from nets import Fn, cnn, dense, images, inputs, settle
from oracle import distance, in_place_of
from torch import nn

import lrpfx
from lrpfx import composites, rules
from lrpfx.operator import operator

pytestmark = pytest.mark.usefixtures("zennit")

L = nn.Linear
X, R = inputs(2, 4), inputs(2, 3, seed=2)


# ---- parameters of rules ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("alpha", "beta"), [(1.15, 0.15), (1.4, 0.4), (1.1, 0.1)])
def test_any_pair_with_a_difference_of_one_is_accepted(alpha, beta):
    import zennit.rules

    if alpha - beta != 1.0:
        with pytest.raises(ValueError, match="alpha - beta"):
            zennit.rules.AlphaBeta(alpha=alpha, beta=beta)
    model = settle(nn.Sequential(L(4, 3, bias=False)))
    composite = composites.epsilon_plus() | (composites.by_kind("dense"), rules.alpha_beta(alpha, beta))
    found = lrpfx.explain(model, X, target=R, composite=composite).relevance
    by_parts = [
        lrpfx.explain(model, X, target=R,
                      composite=composites.epsilon_plus() | (composites.by_kind("dense"), rules.alpha_beta(*ab)))
        for ab in ((1, 0), (2, 1))
    ]  # fmt: skip
    mixed = by_parts[0].relevance + beta * (by_parts[1].relevance - by_parts[0].relevance)
    assert distance(found, mixed) < 1e-9


def test_parameters_are_zeroed_by_their_exact_name():
    """To the reference a string is a place to look for substrings: "as" zeroes nothing, "bias_and" the bias."""
    import zennit.composites

    model = settle(nn.Sequential(L(4, 3)))

    def theirs(zero):
        return in_place_of(copy.deepcopy(model), X, R, zennit.composites.EpsilonPlus(zero_params=zero))

    assert torch.equal(theirs("no bias at all"), theirs("bias"))
    assert distance(theirs("bias"), theirs(None)) > 1e-3

    def ours(zero):
        return lrpfx.explain(
            model, X, target=R, composite=composites.epsilon_plus(zero_params=zero)
        ).relevance

    assert distance(ours("bias"), theirs("bias")) < 1e-9
    assert distance(ours(["bias"]), theirs(["bias"])) < 1e-9
    assert distance(ours(None), theirs(None)) < 1e-9
    for unknown in ("no bias at all", "ias", ["biases"]):
        with pytest.raises(lrpfx.errors.LrpfxError, match=r"bias.*weight|weight.*bias"):
            ours(unknown)


def test_bounds_of_the_box_are_one_number_per_channel():
    """To the reference a tensor of shape (3,) lies along the batch: no error where there are three samples."""
    import zennit.composites

    model, x = settle(nn.Sequential(nn.Conv2d(3, 4, 3), nn.ReLU(), nn.Flatten(), L(144, 3))), images(3)
    R3 = inputs(3, 3, seed=2)
    low, high = torch.tensor([-4.0, -3.5, -5.0]).double(), torch.tensor([4.0, 5.0, 4.5]).double()

    def theirs(low, high):
        return in_place_of(copy.deepcopy(model), x, R3, zennit.composites.EpsilonGammaBox(low=low, high=high))

    wanted = theirs(low.reshape(1, 3, 1, 1), high.reshape(1, 3, 1, 1))
    assert distance(theirs(low, high), wanted) > 1e-3
    for box in (
        (low, high),
        (low.tolist(), high.tolist()),
        (low.reshape(1, 3, 1, 1), high.reshape(1, 3, 1, 1)),
    ):
        found = lrpfx.explain(model, x, target=R3, composite=composites.epsilon_gamma_box(*box)).relevance
        assert distance(found, wanted) < 1e-9


def test_the_sign_of_zero_is_plus_in_every_stabilizer():
    """0 / s(0) is 0, never NaN; of -0., too."""
    zero = torch.tensor([[0.0, -0.0]], dtype=torch.float64)
    op = operator("linear", zero, torch.eye(2).double())
    for how in (1e-6, lrpfx.Stabilizer(0.1, clip=True), lrpfx.Stabilizer(0.1)):
        relevance = rules.epsilon(how)(op, zero, (torch.eye(2).double(),), torch.ones(1, 2).double())
        assert torch.equal(relevance, torch.zeros(1, 2).double())
    import zennit.core

    theirs = zennit.core.stabilize(zero, epsilon=0.5)
    assert torch.equal(theirs, torch.full((1, 2), 0.5).double())
    assert torch.equal(lrpfx.values.stabilize(zero, 0.5), theirs)


def test_a_denominator_in_half_precision_is_not_infinite():
    import zennit.core

    zero = torch.zeros(1, dtype=torch.float16)
    assert torch.isinf(1 / zennit.core.stabilize(zero)).all()
    assert torch.isfinite(1 / lrpfx.values.stabilize(zero)).all()


def test_beta_smooth_reads_the_input_of_an_activation_in_place():
    """The reference keeps a reference to the input, which the activation has overwritten when it is read."""
    import zennit.composites

    def net(inplace):
        return settle(nn.Sequential(L(4, 5), nn.ReLU(inplace), L(5, 3)))

    def theirs(inplace):
        return in_place_of(net(inplace), X, R, zennit.composites.BetaSmooth(beta_smooth=3.0))

    assert distance(theirs(True), theirs(False)) > 1e-3
    for inplace in (True, False):
        composite = composites.get("beta_smooth", beta_smooth=3.0)
        found = lrpfx.explain(net(inplace), X, target=R, composite=composite).relevance
        assert distance(found, theirs(False)) < 1e-9


# ---- methods ----------------------------------------------------------------------------------------------------


def quadratic(scale=3.0):
    """Σ s x³ / 3 per sample: its gradient at a x is s a² x², so the exact integral is known."""
    return Fn(lambda s, x: (x * x * x).sum(1, keepdim=True) * (s.scale / 3), scale=scale).eval()


def test_integrated_gradients_integrate_in_the_precision_of_the_input():
    """The reference's steps are single precision whatever the input: the sum is off in the eighth digit."""
    import zennit.attribution

    model, x, n = quadratic(), inputs(2, 4), 7
    steps = torch.arange(1, n + 1, dtype=torch.float64) / n
    exact = x**3 * 3 * (steps**2).mean()  # the right Riemann sum that the reference documents
    with zennit.attribution.IntegratedGradients(model, n_iter=n) as attributor:
        _, theirs = attributor(x, torch.ones(2, 1).double())
    assert 1e-10 < distance(theirs, exact) < 1e-6
    explainer = lrpfx.methods.integrated_gradients(lrpfx.methods.gradient(model, x), steps=2000)
    found = explainer(x, target=0)
    torch.testing.assert_close(found.relevance.sum(1), model(x)[:, 0], rtol=1e-4, atol=1e-6)
    assert found.relevance.dtype == torch.float64


def test_occlusion_does_not_wrap_around_the_border():
    import zennit.attribution

    w = torch.zeros(1, 1, 1, 10, dtype=torch.float64)
    w[..., 0] = 1.0
    model = Fn(lambda s, x: (x * s.w).flatten(1).sum(1, keepdim=True), w=w).eval()
    x = torch.ones(1, 1, 1, 10, dtype=torch.float64)
    with zennit.attribution.Occlusion(model, window=(1, 1, 4), stride=(1, 1, 4)) as attributor:
        _, theirs = attributor(x, torch.ones(1, 1).double())
    assert theirs[0, 0, 0, 8:].abs().sum() > 0, "the last window reaches the first pixel from behind"
    found = lrpfx.methods.occlusion(model, x, window=(1, 4), stride=(1, 4))(x, target=0).relevance
    assert torch.equal(found[0, 0, 0, 4:], torch.zeros(6).double())
    assert (found[0, 0, 0, :4] > 0).all()


# ---- growth -----------------------------------------------------------------------------------------------------


def alive():
    gc.collect()
    return sum(issubclass(type(o), torch.Tensor) for o in gc.get_objects())


@pytest.mark.slow
def test_nothing_grows_from_call_to_call():
    import zennit.attribution
    import zennit.composites

    theirs = cnn()
    composite = zennit.composites.EpsilonPlus()
    with zennit.attribution.Gradient(theirs, composite) as attributor:
        counts = []
        for _ in range(4):
            attributor(images(), inputs(2, 4, seed=2))
            counts.append(sum(len(hook.tensor_handles) for hook in composite_hooks(theirs)))
    assert counts == sorted(set(counts)), "the reference keeps two more handles for every hook and call"

    model = cnn()
    explainer = lrpfx.compile(model, images())
    explainer(images())
    before = alive()
    gc.disable()  # nothing waits for the collector
    tracemalloc.start()
    try:
        for _ in range(50):
            explainer(images())
        assert sum(issubclass(type(o), torch.Tensor) for o in gc.get_objects()) == before
        gc.collect()
        assert tracemalloc.get_traced_memory()[0] < 20_000
    finally:
        tracemalloc.stop()
        gc.enable()
    assert all(
        not getattr(m, kind) for m in model.modules() for kind in ("_forward_hooks", "_forward_pre_hooks")
    )


def composite_hooks(model):
    """The hooks of the reference on a registered model, by way of the bound methods that torch keeps."""
    hooks = {}
    for module in model.modules():
        for hook in [*module._forward_hooks.values(), *module._forward_pre_hooks.values()]:
            owner = getattr(hook, "__self__", None)
            if hasattr(owner, "tensor_handles"):
                hooks[id(owner)] = owner
    return hooks.values()


@pytest.mark.slow
def test_explaining_many_models_keeps_none_of_them():
    """Plans are cached by graph, and graphs hold no tensors."""
    lrpfx.explain(dense(4, 5, 3), X)
    before = alive()
    for seed in range(6):
        lrpfx.explain(dense(4, 5, 3, seed=seed), X)
    assert alive() <= before


# ---- compilation ------------------------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")  # of torch's compiler about this machine
def test_a_compiled_model_is_explained_like_the_model_that_it_compiles():
    model = settle(nn.Sequential(nn.Conv2d(3, 4, 3), nn.ReLU(), nn.Flatten(), L(144, 3)))
    compiled = torch.compile(model, backend="eager")
    torch.testing.assert_close(compiled(images()), model(images()))
    wanted = lrpfx.explain(model, images(), target=R).relevance
    assert torch.equal(lrpfx.explain(compiled, images(), target=R).relevance, wanted)


IN_PLACE = {
    "relu": lambda s, x: s.b(torch.relu_(s.a(x))),
    "functional relu": lambda s, x: s.b(torch.nn.functional.relu(s.a(x), inplace=True)),
    "module": lambda s, x: s.b(s.relu(s.a(x))),
    "method": lambda s, x: s.b(s.a(x).relu_()),
    "after it was stored": lambda s, x: s.b((kept := s.a(x)).clone().relu_()) + 0 * kept.sum(1, keepdim=True),
}


@pytest.mark.parametrize("how", IN_PLACE)
def test_operations_in_place_are_those_out_of_place(how):
    parts = {"a": settle(L(4, 5)), "b": settle(L(5, 3), 1)}
    model = Fn(IN_PLACE[how], relu=nn.ReLU(inplace=True), **parts).eval()
    plain = nn.Sequential(parts["a"], nn.ReLU(), parts["b"]).eval()
    wanted = lrpfx.explain(plain, X, target=R, composite="epsilon_plus").relevance
    assert distance(lrpfx.explain(model, X, target=R, composite="epsilon_plus").relevance, wanted) < 1e-3
