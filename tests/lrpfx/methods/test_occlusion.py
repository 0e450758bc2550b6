"""Occlusion: the loop that it is, its borders, Captum's, and Zennit's."""

import itertools

import pytest
import torch
from nets import Fn, cnn, dense, images, inputs, settle
from torch import nn

from lrpfx import errors, methods
from lrpfx.perturb.windows import windows


def close(found, wanted):
    torch.testing.assert_close(found, wanted, rtol=1e-9, atol=1e-11)


def by_hand(model, x, target, window, stride, baseline):
    """The definition, window by window; sums, and how often each value was covered."""
    clean = model(x)[:, target]
    total, covers = torch.zeros_like(x), torch.zeros_like(x)
    starts = []
    for n, size, step in zip(x.shape[1:], window, stride, strict=True):
        axis = [0]
        while axis[-1] + size < n:
            axis.append(axis[-1] + step)
        starts.append(axis)
    for offset in itertools.product(*starts):
        at = (slice(None), *(slice(o, o + size) for o, size in zip(offset, window, strict=True)))
        occluded = x.clone()
        occluded[at] = baseline.expand_as(x)[at]
        drop = (clean - model(occluded)[:, target]).reshape(-1, *[1] * (x.ndim - 1))
        total[at] += drop
        covers[at] += 1
    return total, covers


@pytest.mark.parametrize(
    ("window", "stride", "whole"),
    [
        (4, None, ((3, 4, 4), (3, 4, 4))),
        (3, 2, ((3, 3, 3), (3, 2, 2))),
        ((1, 5, 3), (1, 3, 3), ((1, 5, 3), (1, 3, 3))),
        ((2, 3), 1, ((3, 2, 3), (3, 1, 1))),
        (100, 100, ((3, 8, 8), (3, 8, 8))),
        ((2, 5, 8), None, ((2, 5, 8), (2, 5, 8))),
    ],
)
@pytest.mark.parametrize("overlap", ["mean", "sum"])
def test_it_is_the_loop_over_its_windows(window, stride, whole, overlap):
    model, x = cnn(), images(2)
    baseline = images(1, seed=9)
    total, covers = by_hand(model, x, 1, *whole, baseline)
    found = methods.occlusion(model, x, window=window, stride=stride, baseline=baseline, overlap=overlap)
    close(found(x, target=1).relevance, total / covers if overlap == "mean" else total)


@pytest.mark.parametrize(
    ("window", "stride"),
    [((3, 4, 4), (3, 4, 4)), ((3, 3, 3), (3, 2, 2)), ((1, 5, 3), (1, 3, 3)), ((2, 8, 2), (1, 1, 2))],
)  # fmt: skip
def test_it_is_captums(in_double, window, stride):
    attr = pytest.importorskip("captum.attr")
    model, x = cnn(), images(2)
    theirs = attr.Occlusion(model).attribute
    wanted = in_double(theirs, x, sliding_window_shapes=window, strides=stride, target=1, baselines=0.5)
    found = methods.occlusion(model, x, window=window, stride=stride, baseline=0.5)(x, target=1).relevance
    close(found, wanted.double())


def test_single_features_of_a_linear_model_are_its_contributions():
    model, x, start = dense(6, 3), inputs(4, 6), inputs(1, 6, seed=3)
    found = methods.occlusion(model, x, window=1, baseline=start)(x, target=1)
    close(found.relevance, (x - start) * model[0].weight[1])
    assert not found.info


def test_the_difference_is_to_the_clean_score():
    """What does not matter has no relevance, whatever the score."""
    model = Fn(lambda s, x: 100 + x[:, :1]).eval()
    x = inputs(2, 4)
    found = methods.occlusion(model, x, window=1)(x, target=0).relevance
    close(found, torch.cat([x[:, :1], torch.zeros(2, 3).double()], 1))


def test_windows_are_cut_off_at_the_border_and_none_is_idle():
    x = torch.zeros(1, 10)
    for window, stride, ranges in (
        (4, None, [(0, 4), (4, 8), (8, 10)]),
        (4, 3, [(0, 4), (3, 7), (6, 10)]),
        (4, 2, [(0, 4), (2, 6), (4, 8), (6, 10)]),
        (7, 5, [(0, 7), (5, 10)]),
        (10, 1, [(0, 10)]),
        (99, None, [(0, 10)]),
    ):
        slides = windows(x, window, stride)
        wanted = torch.zeros(len(ranges), 1, 10, dtype=torch.bool)
        for k, (a, b) in enumerate(ranges):
            wanted[k, :, a:b] = True
        assert len(slides) == len(ranges)
        assert torch.equal(slides.masks(range(len(slides)), x.device), wanted)


@pytest.mark.parametrize("stride", [(5, 5), 5, (4, 5)])
def test_a_stride_that_leaves_gaps_is_refused(stride):
    with pytest.raises(errors.ParameterError, match="leaves gaps between windows"):
        methods.occlusion(cnn(), images(), window=4, stride=stride)(images())


@pytest.mark.parametrize("window", [0, (0, 4), (-1,), (1, 2, 3, 4)])
def test_a_window_that_does_not_fit_is_refused(window):
    with pytest.raises(
        errors.ParameterError, match=r"needed is a positive whole number, or one for each of the last"
    ):
        methods.occlusion(cnn(), images(), window=window)(images())
    with pytest.raises(errors.ParameterError, match="valid: 'mean', 'sum'"):
        methods.occlusion(cnn(), images(), overlap="max")


# ---- what stands in the window ----------------------------------------------------------------------------------


def test_the_mean_is_that_of_each_sample_and_channel():
    model, x = cnn(), images(2)
    found = methods.occlusion(model, x, window=4, baseline="mean")(x, target=1).relevance
    average = x.mean((2, 3), keepdim=True).expand_as(x)
    close(found, methods.occlusion(model, x, window=4, baseline=average)(x, target=1).relevance)
    vectors = inputs(2, 6)
    found = methods.occlusion(dense(6, 3), vectors, window=2, baseline="mean")(vectors, target=1).relevance
    average = vectors.mean(1, keepdim=True).expand_as(vectors)
    close(
        found,
        methods.occlusion(dense(6, 3), vectors, window=2, baseline=average)(vectors, target=1).relevance,
    )


def test_a_blur_keeps_what_is_constant_and_flattens_what_is_not():
    from lrpfx.perturb.baseline import blur

    flat = torch.full((2, 3, 9, 7), 0.7, dtype=torch.float64)
    close(blur(flat), flat)
    x = inputs(1, 2, 40, 40)
    once, twice = blur(x), blur(x, 0.2)
    assert x.var() > 4 * once.var() > 8 * twice.var()
    spike = torch.zeros(1, 1, 41, dtype=torch.float64)
    spike[..., 20] = 1
    bell = blur(spike, 0.05)[0, 0]
    close(bell.sum(), torch.tensor(1.0).double())
    at = torch.arange(41) - 20
    assert float((bell * at**2).sum().sqrt()) == pytest.approx(0.05 * 41, rel=0.01)


def test_a_function_of_the_output_can_be_explained():
    model, x = cnn(), images(2)
    found = methods.occlusion(model, x, window=4, scores=lambda z: z.softmax(1))(x, target=1)
    close(found.output, model(x))
    by_target = methods.occlusion(model, x, window=4)(
        x, target=lambda z: z.softmax(1) * torch.eye(4, dtype=torch.float64)[1]
    )
    close(found.relevance, by_target.relevance)


def test_token_ids_are_occluded_by_another_id():
    class Tokens(nn.Module):
        def __init__(self):
            super().__init__()
            self.embedding, self.head = nn.Embedding(10, 4), nn.Linear(4, 3)

        def forward(self, ids):
            return self.head(self.embedding(ids).mean(1))

    model, ids = settle(Tokens()), torch.tensor([[1, 2, 3, 3], [4, 5, 6, 0]])
    found = methods.occlusion(model, ids, window=1, baseline=7)(ids, target=2)
    alone = model.embedding(ids) @ model.head.weight[2] / 4
    absent = model.embedding.weight[7] @ model.head.weight[2] / 4
    close(found.relevance, alone - absent)
    assert found.relevance.dtype == torch.float64
    with pytest.raises(errors.ParameterError, match=r"is for floating point; give an id"):
        methods.occlusion(model, ids, baseline="blur")(ids)


def test_an_output_of_nan_for_an_occluded_input_is_an_error():
    model = Fn(lambda s, x: torch.log(x.sum(1, keepdim=True))).eval()
    x = torch.tensor([[1.0, -0.5]]).double()
    with pytest.raises(errors.NonFiniteError, match="for a perturbed input holds NaN"):
        methods.occlusion(model, x, window=1)(x, target=0)


# ---- Zennit -----------------------------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.usefixtures("zennit")
@pytest.mark.parametrize(
    ("window", "stride"), [(8, 8), (4, 4), (3, 2), ((1, 4, 4), (1, 4, 4)), ((5, 3), (3, 3)), ((4,), (3,)), (2, 3)]
)  # fmt: skip
@pytest.mark.parametrize("function", [False, True])
def test_zennits_variant_is_zennits(window, stride, function):
    import zennit.attribution

    model, x = cnn(), images(2)
    one = torch.eye(4, dtype=torch.float64)[1]
    with zennit.attribution.Occlusion(cnn(), window=window, stride=stride) as attributor:
        _, wanted = attributor(x, lambda z: (z * z if function else z) * one)
    found = methods.zennit_occlusion(model, x, window=window, stride=stride)
    close(found(x, target=(lambda z: z * z * one) if function else 1).relevance, wanted)


@pytest.mark.usefixtures("zennit")
def test_zennits_variant_takes_what_is_left_outside():
    from functools import partial

    import zennit.attribution

    model, x = cnn(), images(2)
    fill = images(1, seed=9)
    blank = partial(zennit.attribution.occlude_independent, fill_fn=fill.expand_as, invert=False)
    with zennit.attribution.Occlusion(cnn(), occlusion_fn=blank, window=4, stride=4) as attributor:
        _, wanted = attributor(x, lambda z: z * torch.eye(4, dtype=torch.float64)[1])
    found = methods.zennit_occlusion(model, x, window=4, stride=4, baseline=fill)(x, target=1).relevance
    close(found, wanted)
    with pytest.raises(errors.ParameterError, match="window="):
        methods.zennit_occlusion(model, x, window=0)(x)
