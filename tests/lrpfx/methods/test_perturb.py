"""What methods are made of: moments, draws, targets, and inputs that cannot be copied."""

import pytest
import torch
from nets import Fn, dense, images, inputs, settle
from torch import nn

import lrpfx
from lrpfx import errors, methods
from lrpfx.perturb.draws import choice, generator, normal, uniform
from lrpfx.perturb.fixed import fix
from lrpfx.perturb.inputs import inputs_of
from lrpfx.perturb.moments import Moments


def test_moments_do_not_cancel_and_do_not_depend_on_the_chunks():
    """Mean of squares minus square of the mean leaves nothing of a variance of 1 around 1e8."""
    values = inputs(1000, 3) + 1e8
    together, apart = Moments(), Moments()
    together.add([values])
    for chunk in values.split(7):
        apart.add([chunk])
    torch.testing.assert_close(together.variance[0], values.var(0, correction=0), rtol=1e-6, atol=0)
    assert (values.square().mean(0) - values.mean(0).square() - 1).abs().max() > 0.1
    assert torch.equal(together.mean[0], apart.mean[0])
    assert torch.equal(together.variance[0], apart.variance[0])


def test_half_precision_is_summed_in_single():
    values = torch.full((5000, 1), 0.1, dtype=torch.float16)
    moments = Moments()
    moments.add([values])
    assert moments.mean[0].dtype == torch.float16
    assert float(moments.mean[0]) == pytest.approx(0.1, rel=1e-3)
    assert float(moments.variance[0]) == 0


def test_draws_are_a_sequence_whatever_the_chunks():
    like = [inputs(2, 3, 5), inputs(2, 4)]
    once = normal(generator(3), 5, like)
    chance = generator(3)
    parts = [normal(chance, n, like) for n in (2, 1, 2)]
    for i in (0, 1):
        assert torch.equal(once[i], torch.cat([p[i] for p in parts]))
        assert once[i].shape == (5, 1, *like[i].shape[1:])
    numbers = [uniform(chance) for _ in range(2000)]
    assert sum(numbers) / 2000 == pytest.approx(0.5, abs=0.02)
    assert {choice(chance, 3) for _ in range(50)} == {0, 1, 2}


def test_the_score_of_a_target_is_what_relevance_starts_from():
    output = inputs(3, 4)
    R = inputs(3, 4, seed=2)
    torch.testing.assert_close(fix(output, [0, 3, 1]).score(output), output[[0, 1, 2], [0, 3, 1]])
    torch.testing.assert_close(fix(output, R).score(output), (output * R).sum(1))
    torch.testing.assert_close(fix(output, lambda z: z * z * R).score(output), (output**2 * R).sum(1))
    torch.testing.assert_close(fix(output, None).score(output), output.amax(1))
    maps = inputs(3, 4, 5, 5)
    torch.testing.assert_close(fix(maps, 2).score(maps), maps[:, 2].sum((1, 2)))
    numbers = inputs(3)
    torch.testing.assert_close(fix(numbers, None).score(numbers), numbers)


@pytest.mark.parametrize("x", [(inputs(3, 4), inputs(4)), (inputs(3, 4), torch.tensor(1.0))])
def test_a_tensor_without_the_batch_axis_cannot_be_copied(x):
    with pytest.raises(errors.InputError, match="each needs the batch as its first axis"):
        inputs_of(x)


def test_an_input_as_wide_as_its_batch_is_expanded_by_the_user():
    model = Fn(lambda s, pair: s.l(pair[0] * pair[1]), l=nn.Linear(4, 3))
    model = settle(model)
    x, scale = inputs(3, 4), inputs(4, seed=2)
    alone = methods.smoothgrad(model, ([x, scale.expand(3, 4).contiguous()],), samples=2)
    assert alone(([x, scale.expand(3, 4)],)).relevance[0][1].shape == (3, 4)


def test_a_method_of_a_differentiable_explainer_is_differentiable_at_any_depth():
    model, x = dense(4, 5, 3), inputs(2, 4)
    explainer = lrpfx.compile(model, x, composite="epsilon_plus", differentiable=True)
    made = methods.saliency(methods.smoothgrad(methods.integrated_gradients(explainer, steps=2), samples=2))
    assert made.differentiable
    assert not methods.saliency(lrpfx.compile(model, x)).differentiable
    relevance = made(x, target=1).relevance
    (slope,) = torch.autograd.grad(relevance.sum(), model[0].weight)
    step = 1e-6
    with torch.no_grad():
        model[0].weight[0, 0] += step
    up = made(x, target=1).relevance.sum().detach()
    with torch.no_grad():
        model[0].weight[0, 0] -= 2 * step
    down = made(x, target=1).relevance.sum().detach()
    torch.testing.assert_close(slope[0, 0], (up - down) / (2 * step), rtol=1e-4, atol=1e-6)


@pytest.mark.parametrize("suffix", [".npz", ".safetensors"])
def test_what_a_method_found_is_kept_with_the_explanation(tmp_path, suffix):
    model, x = dense(4, 5, 3), inputs(2, 4)
    explained = methods.integrated_gradients(model, x)(x)
    explained.save(tmp_path / f"explained{suffix}")
    loaded = lrpfx.Explanation.load(tmp_path / f"explained{suffix}")
    assert torch.equal(loaded.info["convergence_delta"], explained.info["convergence_delta"])


def test_images_of_methods_are_drawn():
    x = images()
    model = settle(nn.Sequential(nn.Flatten(), nn.Linear(192, 3)))
    assert methods.occlusion(model, x, window=4)(x).heatmap().size[0] > 8
