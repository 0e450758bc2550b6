"""Half precision, memory layouts, extreme values."""

import copy

import pytest
import torch
from laws import distance, makeable
from nets import Fn, Residual, cnn, dense, images, inputs, settle
from torch import nn

import lrpfx
from lrpfx import composites
from lrpfx.errors import InputError, LrpfxError, NonFiniteError

HALF = {torch.float16: 2e-2, torch.bfloat16: 1e-1}


@pytest.mark.parametrize("dtype", HALF)
@pytest.mark.parametrize("name", ["epsilon_plus", "epsilon_plus_flat", "epsilon_alpha2_beta1_flat"])
@pytest.mark.parametrize("make", [cnn, lambda: settle(Residual())], ids=["cnn", "residual"])
def test_half_precision_is_finite_and_close(make, name, dtype):
    wanted = lrpfx.explain(make(), images(), target=1, composite=name)
    found = lrpfx.explain(make().to(dtype), images().to(dtype), target=1, composite=name)
    assert found.relevance.dtype == dtype
    assert torch.isfinite(found.relevance).all()
    assert distance(found.relevance, wanted.relevance) < 5 * HALF[dtype]
    assert distance(found.output, wanted.output) < HALF[dtype]


@pytest.mark.parametrize("dtype", HALF)
@pytest.mark.parametrize("name", makeable())
def test_dead_units_in_half_precision_give_no_infinity(name, dtype):
    """A whole layer of zeros: every denominator is the stabilizer alone."""
    model = settle(nn.Sequential(nn.Conv2d(3, 4, 3, bias=False), nn.ReLU(), nn.Conv2d(4, 4, 3, bias=False), nn.ReLU(),
                                 nn.Flatten(), nn.Linear(64, 3, bias=False)), dtype=dtype)  # fmt: skip
    with torch.no_grad():
        model[0].weight.copy_(-model[0].weight.abs())
    x = images().abs().to(dtype)
    composite = composites.get(name, **makeable((0.0, 4.0))[name])
    explanation = lrpfx.explain(model, x, target=torch.ones(2, 3, dtype=dtype), composite=composite)
    assert torch.isfinite(explanation.relevance).all()


def test_single_precision_is_close():
    wanted = lrpfx.explain(settle(Residual()), images(), target=1)
    found = lrpfx.explain(settle(Residual()).float(), images().float(), target=1)
    assert distance(found.relevance, wanted.relevance) < 1e-4


def test_autocast_around_the_call_changes_nothing():
    model, x = cnn().float(), images().float()
    wanted = lrpfx.explain(model, x, target=1)
    with torch.autocast("cpu", dtype=torch.bfloat16):
        found = lrpfx.explain(model, x, target=1)
        explainer = lrpfx.compile(model, x)
        again = explainer(x, target=1)
    for one in (found, again):
        assert one.relevance.dtype == torch.float32
        assert distance(one.relevance, wanted.relevance) < 1e-5


def test_batch_norm_in_single_precision_behind_a_convolution_in_half():
    """As mixed precision keeps it: the merged weight has the dtype of the convolution, or nothing is merged."""
    parts = cnn()
    model = nn.Sequential(
        parts[0].bfloat16(), parts[1].float(), nn.ReLU(), nn.Flatten(), settle(nn.Linear(384, 3)).bfloat16()
    )
    x = images().bfloat16()
    explanation = lrpfx.explain(model.eval(), x, target=1, composite="epsilon_plus")
    wanted = lrpfx.explain(copy.deepcopy(model).double(), images(), target=1, composite="epsilon_plus")
    assert explanation.relevance.dtype == torch.bfloat16
    assert distance(explanation.relevance, wanted.relevance) < 0.2


def test_autocast_inside_the_forward_is_part_of_the_model():
    class Casts(nn.Module):
        def __init__(self):
            super().__init__()
            self.net = cnn().float()

        def forward(self, x):
            with torch.autocast("cpu", dtype=torch.bfloat16):
                return self.net(x).float()

    model, x = Casts().eval(), images().float()
    explanation = lrpfx.explain(model, x, target=1)
    assert distance(explanation.output, model(x)) < 2e-2
    assert distance(explanation.relevance, lrpfx.explain(model.net, x, target=1).relevance) < 0.2


LAYOUTS = {
    "channels last": lambda x: x.contiguous(memory_format=torch.channels_last),
    "transposed": lambda x: x.transpose(2, 3).contiguous().transpose(2, 3),
    "strided": lambda x: x.repeat_interleave(2, dim=3)[..., ::2],
    "a view into more": lambda x: torch.cat([x, x], 0)[: x.shape[0]],
    "permuted from images of other libraries": lambda x: (
        x.permute(0, 2, 3, 1).contiguous().permute(0, 3, 1, 2)
    ),
    "flipped": lambda x: x.flip(3).flip(3),
}


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("when", ["compiled", "called"])
def test_the_layout_of_the_input_does_not_matter(layout, when):
    x = images()
    laid = LAYOUTS[layout](x)
    assert torch.equal(laid, x)
    explainer = lrpfx.compile(cnn(), laid if when == "compiled" else x)
    wanted = lrpfx.explain(cnn(), x, target=1)
    found = explainer(laid, target=1)
    assert distance(found.relevance, wanted.relevance) < 1e-12
    assert found.relevance.shape == x.shape


def test_a_model_in_channels_last():
    wanted = lrpfx.explain(settle(Residual()), images(), target=1)
    model = settle(Residual()).to(memory_format=torch.channels_last)
    x = images().contiguous(memory_format=torch.channels_last)
    assert distance(lrpfx.explain(model, x, target=1).relevance, wanted.relevance) < 1e-12


def test_an_expanded_input_gets_relevance_of_its_own_memory():
    x = images(1)[:, :1].expand(3, 3, 8, 8)
    explanation = lrpfx.explain(cnn(), x, target=1)
    wanted = lrpfx.explain(cnn(), x.contiguous(), target=1)
    assert distance(explanation.relevance, wanted.relevance) < 1e-12
    explanation.relevance[0, 0, 0, 0] += 1
    assert explanation.relevance[1, 1, 0, 0] == wanted.relevance[1, 1, 0, 0]


def test_views_in_the_forward_of_a_strided_input():
    """`.view` fits contiguous tensors alone; the explanation of others must fail like the model or be right."""
    model = settle(Fn(lambda s, x: s.l(x.view(x.shape[0], -1)), l=nn.Linear(192, 3)))
    explainer = lrpfx.compile(model, images())
    x = images().transpose(2, 3)
    with pytest.raises(RuntimeError):
        model(x)
    wanted = explainer(x.contiguous(), target=1)
    assert torch.equal(explainer(x, target=1).relevance, wanted.relevance)


HUGE = {torch.float64: 1e100, torch.float32: 1e30}


@pytest.mark.parametrize("dtype", HUGE)
@pytest.mark.parametrize(
    "make", [lambda: dense(4, 5, 3), lambda: nn.Sequential(nn.Flatten(), dense(4, 3)).eval()]
)
def test_huge_values_are_explained_or_the_place_is_named(make, dtype):
    model, x = make().to(dtype), inputs(2, 4).to(dtype) * HUGE[dtype]
    try:
        explanation = lrpfx.explain(model, x, target=1)
    except NonFiniteError as error:
        assert "first appears in" in str(error)  # noqa: PT017
        return
    assert torch.isfinite(explanation.relevance).all()
    small = lrpfx.explain(model, x / HUGE[dtype], target=1)
    assert explanation.relevance.sign().eq(small.relevance.sign()).double().mean() > 0.9


def test_tiny_values_are_explained():
    model = dense(4, 5, 3)
    explanation = lrpfx.explain(model, inputs(2, 4) * 1e-30, target=1)
    assert torch.isfinite(explanation.relevance).all()


@pytest.mark.parametrize("value", [float("nan"), float("inf"), -float("inf")])
@pytest.mark.parametrize("where", ["0.weight", "1.running_mean", "1.running_var", "8.bias"])
def test_a_weight_that_is_no_number_names_its_place_if_the_output_shows_it(where, value):
    """ReLU takes -inf away, and a variance of infinity divides to zero: then there is nothing to complain of."""
    model = cnn()
    with torch.no_grad():
        model.state_dict()[where].view(-1)[0] = value
        wanted = model(images())
    if torch.isfinite(wanted).all():
        explanation = lrpfx.explain(model, images(), target=0)
        torch.testing.assert_close(explanation.output, wanted)
        assert torch.isfinite(explanation.relevance).all()
    else:
        with pytest.raises(LrpfxError, match=r"NaN|infinity"):
            lrpfx.explain(model, images(), target=0)


def test_infinite_values_that_the_model_uses_are_no_error():
    """Attention masks are made of -inf, which softmax or relu takes away."""
    mask = torch.tensor([0.0, 0.0, float("-inf"), 0.0]).double()
    model = settle(
        Fn(lambda s, x: s.b(torch.relu(s.a(x) + s.mask)), a=nn.Linear(4, 4), b=nn.Linear(4, 3), mask=mask)
    )
    explanation = lrpfx.explain(model, inputs(2, 4), target=1, composite="epsilon_plus")
    torch.testing.assert_close(explanation.output, model(inputs(2, 4)).detach())
    assert torch.isfinite(explanation.relevance).all()


def test_an_input_of_another_precision_is_refused_in_words():
    with pytest.raises(InputError, match=r"float32.*float64"):
        lrpfx.explain(cnn(), images().float())
    explainer = lrpfx.compile(cnn(), images())
    for dtype in (torch.float32, torch.float16, torch.int64):
        with pytest.raises(InputError):
            explainer(images().to(dtype))


@pytest.mark.parametrize("dtype", [torch.complex64, torch.bool])
def test_inputs_that_no_relevance_belongs_to_are_refused(dtype):
    with pytest.raises(LrpfxError):
        lrpfx.explain(cnn(), images().to(dtype))
