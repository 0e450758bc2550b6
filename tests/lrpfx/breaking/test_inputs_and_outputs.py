"""Several inputs, keywords, nested structures, integers, and outputs of every form."""

import collections
import dataclasses

import pytest
import torch
import torch.nn.functional as F
from laws import assert_conserved, bias_free, distance, total
from nets import Fn, cnn, dense, images, inputs, settle
from torch import nn

import lrpfx
from lrpfx import composites, rules
from lrpfx.errors import InputError, LrpfxError, OutputShapeError, TargetError

L = nn.Linear


class Two(nn.Module):
    """Image and numbers, into one head."""

    def __init__(self):
        super().__init__()
        self.conv, self.dense, self.head = nn.Conv2d(3, 4, 3), L(5, 4), L(8, 3)

    def forward(self, image, numbers, *, scale=1.0, flip=False):
        a = F.relu(self.conv(image)).mean((2, 3))
        b = F.relu(self.dense(numbers))
        return self.head(torch.cat([b, a] if flip else [a, b], 1)) * scale


IMAGE, NUMBERS = images(), inputs(2, 5, seed=4)


def two():
    return bias_free(settle(Two()))


def test_relevance_of_several_inputs_adds_up_to_the_output():
    explanation = lrpfx.explain(two(), (IMAGE, NUMBERS), target=1, composite="epsilon_plus")
    assert isinstance(explanation.relevance, tuple)
    assert [r.shape for r in explanation.relevance] == [IMAGE.shape, NUMBERS.shape]
    assert_conserved(explanation)
    assert all(r.abs().sum() > 0 for r in explanation.relevance)


def test_keywords_in_any_order_are_the_same_call():
    by_position = lrpfx.explain(two(), (IMAGE, NUMBERS), target=1)
    forwards = lrpfx.explain(two(), {"image": IMAGE, "numbers": NUMBERS}, target=1)
    backwards = lrpfx.explain(two(), {"numbers": NUMBERS, "image": IMAGE}, target=1)
    for name, wanted in zip(("image", "numbers"), by_position.relevance, strict=True):
        assert torch.equal(forwards.relevance[name], wanted)
        assert torch.equal(backwards.relevance[name], wanted)
    assert set(backwards.relevance) == {"image", "numbers"}


def test_what_is_no_tensor_is_a_constant_that_must_not_change():
    explainer = lrpfx.compile(two(), {"image": IMAGE, "numbers": NUMBERS, "flip": True, "scale": 2.0})
    explanation = explainer({"image": IMAGE, "numbers": NUMBERS, "flip": True, "scale": 2.0}, target=1)
    wanted = two()(IMAGE, NUMBERS, flip=True, scale=2.0)
    torch.testing.assert_close(explanation.output, wanted.detach(), rtol=1e-10, atol=1e-10)
    assert explanation.relevance["flip"] is None
    with pytest.raises(InputError, match="False"):
        explainer({"image": IMAGE, "numbers": NUMBERS, "flip": False, "scale": 2.0})
    with pytest.raises(InputError, match="compiled for"):
        explainer((IMAGE, NUMBERS))


def test_each_input_is_checked_by_its_name():
    explainer = lrpfx.compile(two(), (IMAGE, NUMBERS))
    for bad in (NUMBERS[:1], NUMBERS.float(), NUMBERS[:, :4], NUMBERS / 0):
        with pytest.raises(InputError, match="numbers"):
            explainer((IMAGE, bad))


def test_inputs_of_a_batch_of_another_size_need_no_second_trace(monkeypatch):
    explainer = lrpfx.compile(two(), (IMAGE, NUMBERS))
    monkeypatch.setattr("lrpfx.traces.trace", lambda *a, **k: pytest.fail("traced again"))
    for batch in (1, 5):
        x = images(batch), inputs(batch, 5, seed=4)
        found = explainer(x, target=1)
        one = [explainer((x[0][i : i + 1], x[1][i : i + 1]), target=1) for i in range(batch)]
        for k in range(2):
            assert distance(found.relevance[k], torch.cat([e.relevance[k] for e in one])) < 1e-9


def test_a_table_that_happens_to_be_as_long_as_the_batch_is_not_taken_for_one():
    """Compiled with four samples and a table of four rows; then two samples with the same table."""
    model = settle(Fn(lambda s, pair: s.l(F.relu(pair["x"] + pair["table"].sum(0))), l=L(4, 3)))
    table = inputs(4, 4, seed=3)
    explainer = lrpfx.compile(model, ({"x": inputs(4, 4), "table": table},))
    for batch in (4, 2):
        x = inputs(batch, 4)
        try:
            explanation = explainer(({"x": x, "table": table},), target=1)
        except InputError as error:
            assert batch != 4
            assert "x.table" in str(error)  # noqa: PT017, and says what it was traced for
            continue
        wanted = model({"x": x, "table": table})
        torch.testing.assert_close(explanation.output, wanted.detach(), rtol=1e-10, atol=1e-10)
        assert explanation.relevance[0]["table"].shape == (4, 4)


def test_a_tensor_without_axes_is_an_input():
    model = settle(Fn(lambda s, pair: s.l(pair[0]) + pair[1], l=L(4, 3)))
    explanation = lrpfx.explain(model, ((inputs(2, 4), torch.tensor(2.0).double()),), target=1)
    assert torch.isfinite(explanation.relevance[0][0]).all()


@dataclasses.dataclass
class Pair:
    a: torch.Tensor
    b: torch.Tensor


NESTED = {
    "tuple": (lambda s, x: s.l(x[0] + x[1]), lambda a, b: (a, b)),
    "list": (lambda s, x: s.l(x[0] + x[1]), lambda a, b: [a, b]),
    "dict": (lambda s, x: s.l(x["a"] + x["b"]), lambda a, b: {"b": b, "a": a}),
    "ordered dict": (lambda s, x: s.l(x["a"] + x["b"]), lambda a, b: collections.OrderedDict(a=a, b=b)),
    "deep": (
        lambda s, x: s.l(x["a"][0] + x["a"][1]["b"]),
        lambda a, b: {"a": (a, {"b": b}), "n": 3, "none": None},
    ),
}


@pytest.mark.parametrize("kind", NESTED)
def test_an_argument_may_hold_tensors_in_any_structure(kind):
    forward, make = NESTED[kind]
    model = bias_free(settle(Fn(forward, l=L(4, 3))))
    a, b = inputs(2, 4), inputs(2, 4, seed=7)
    explanation = lrpfx.explain(model, (make(a, b),), target=2, composite="epsilon_plus")
    together = lrpfx.explain(model.l, a + b, target=2, composite="epsilon_plus").relevance
    leaves = torch.utils._pytree.tree_leaves(explanation.relevance)
    parts = [leaf for leaf in leaves if leaf is not None]
    assert distance(parts[0] + parts[1], together) < 1e-4
    assert type(explanation.relevance[0]) is type(make(a, b))


def test_an_input_that_is_used_twice_or_not_at_all():
    model = settle(Fn(lambda s, t: s.l(t[0] + t[0]), l=L(4, 3)))
    a = inputs(2, 4)
    explanation = lrpfx.explain(model, ((a, a),), target=0)
    assert torch.equal(explanation.relevance[0][1], torch.zeros_like(a))
    assert explanation.relevance[0][0].abs().sum() > 0


# ---- integers ---------------------------------------------------------------------------------------------------


class Tokens(nn.Module):
    def __init__(self, bag=False):
        super().__init__()
        self.words, self.places = nn.Embedding(9, 6, padding_idx=0), nn.Embedding(5, 6)
        self.head = L(6, 3, bias=False)

    def forward(self, ids, mask=None):
        at = torch.arange(ids.shape[1], device=ids.device)
        h = F.relu(self.words(ids) + self.places(at))
        if mask is not None:
            h = h * mask[..., None]
        return self.head(h.mean(1))


IDS = torch.tensor([[1, 2, 3, 0], [8, 1, 1, 5]])


@pytest.mark.parametrize("dtype", [torch.int64, torch.int32])
def test_token_ids_get_one_number_per_token(dtype):
    explanation = lrpfx.explain(settle(Tokens()), IDS.to(dtype), target=1, composite="epsilon_plus")
    assert explanation.relevance.shape == IDS.shape
    assert explanation.relevance.dtype == torch.float64
    for i in range(2):
        one = lrpfx.explain(settle(Tokens()), IDS[i : i + 1].to(dtype), target=1, composite="epsilon_plus")
        assert distance(explanation.relevance[i : i + 1], one.relevance) < 1e-9


MASK = torch.tensor([[1, 1, 1, 0], [1, 1, 1, 1]])


def test_tokens_with_a_mask_of_real_numbers_have_two_factors_and_no_gate():
    """Real numbers might be anything, so the two share; or the user says which of the two is the signal."""
    x = {"ids": IDS, "mask": MASK.double()}
    shared = lrpfx.explain(settle(Tokens()), x, target=1, composite="epsilon_plus")
    half = shared.output[:, 1] / 2
    torch.testing.assert_close(shared.relevance["mask"].sum(1), half, rtol=1e-4, atol=1e-4)
    composite = composites.epsilon_plus() | (composites.by_operator("mul"), rules.gate(signal=0))
    explanation = lrpfx.explain(settle(Tokens()), x, target=1, composite=composite)
    assert explanation.relevance["ids"][0, 3] == 0
    assert explanation.relevance["mask"].abs().sum() == 0


@pytest.mark.parametrize("dtype", [torch.bool, torch.int64])
def test_tokens_with_a_mask_of_whole_numbers(dtype):
    mask = MASK.to(dtype)
    model = settle(Tokens())
    explanation = lrpfx.explain(model, {"ids": IDS, "mask": mask}, target=1, composite="epsilon_plus")
    torch.testing.assert_close(explanation.output, model(IDS, mask).detach(), rtol=1e-10, atol=1e-10)
    assert explanation.relevance["ids"][0, 3] == 0  # masked


def test_whole_numbers_that_are_converted_are_inputs_like_any():
    """Bytes of an image, scaled in the forward."""
    net = cnn()
    model = Fn(lambda s, x: s.net(x.double() / 255), net=net).eval()
    x = (images().abs() * 60).clamp(0, 255).to(torch.uint8)
    explanation = lrpfx.explain(model, x, target=1)
    wanted = lrpfx.explain(net, x.double() / 255, target=1)
    assert explanation.relevance.shape == x.shape
    assert explanation.relevance.is_floating_point()
    assert distance(explanation.relevance, wanted.relevance) < 1e-9


# ---- outputs ----------------------------------------------------------------------------------------------------

Named = collections.namedtuple("Named", ["logits", "hidden"])


@dataclasses.dataclass
class Output:
    logits: torch.Tensor
    hidden: torch.Tensor


RETURNS = {
    "tuple": (lambda z, h: (h, z), 1),
    "list": (lambda z, h: [z, h], 0),
    "dict": (lambda z, h: {"hidden": h, "logits": z}, "logits"),
    "named tuple": (Named, "logits"),
    "named tuple by index": (Named, 0),
    "dataclass": (Output, "logits"),
    "nested": (lambda z, h: {"out": [h, {"logits": z}]}, ("out", 1, "logits")),
    "negative index": (lambda z, h: (h, z), -1),
    "with constants": (lambda z, h: (z, 3, None, "text"), 0),
}


@pytest.mark.parametrize("kind", RETURNS)
def test_one_tensor_of_what_a_model_returns_is_chosen(kind):
    wrap, at = RETURNS[kind]
    net = dense(4, 5, 3)

    def forward(s, x):
        hidden = s.net[:2](x)
        return wrap(s.net[2](hidden), hidden)

    model = Fn(forward, net=net).eval()
    wanted = lrpfx.explain(net, inputs(2, 4), target=1)
    found = lrpfx.explain(model, inputs(2, 4), target=1, output=at)
    assert torch.equal(found.output, wanted.output)
    assert distance(found.relevance, wanted.relevance) < 1e-12


def test_several_outputs_without_a_choice_are_listed():
    model = Fn(lambda s, x: {"a": s.l(x), "b": [x, x]}, l=settle(L(4, 3))).eval()
    with pytest.raises(OutputShapeError, match=r"(?s)output='a'.*\('b', 0\)"):
        lrpfx.explain(model, inputs(2, 4))
    with pytest.raises(OutputShapeError, match="no `c`"):
        lrpfx.explain(model, inputs(2, 4), output="c")
    with pytest.raises(OutputShapeError):
        lrpfx.explain(Fn(lambda s, x: {"none": None}).eval(), inputs(2, 4))


@pytest.mark.parametrize("shape", [(), (1,)])
def test_one_score_per_sample_is_explained(shape):
    net = bias_free(settle(nn.Sequential(L(4, 5), nn.ReLU(), L(5, 1))))
    model = Fn(lambda s, x: s.net(x).reshape(-1, *shape), net=net).eval()
    explanation = lrpfx.explain(model, inputs(3, 4), composite="epsilon_plus")
    torch.testing.assert_close(
        total(explanation.relevance), explanation.output.reshape(3), rtol=1e-4, atol=1e-6
    )
    with pytest.raises(TargetError):
        lrpfx.explain(model, inputs(3, 4), target=1)


def test_an_output_of_the_shape_of_an_image_is_explained_class_by_class():
    """Segmentation: an int target is a channel, all its pixels together."""
    model = bias_free(settle(nn.Sequential(nn.Conv2d(3, 4, 3, padding=1), nn.ReLU(), nn.Conv2d(4, 5, 1))))
    explanation = lrpfx.explain(model, images(), target=2, composite="epsilon_plus")
    wanted = torch.zeros_like(explanation.output)
    wanted[:, 2] = explanation.output[:, 2]
    by_tensor = lrpfx.explain(model, images(), target=wanted, composite="epsilon_plus")
    assert distance(explanation.relevance, by_tensor.relevance) < 1e-12
    with pytest.raises(TargetError):
        lrpfx.explain(model, images(), composite="epsilon_plus")
    one_pixel = lrpfx.explain(
        model, images(), target=lambda z: z * (z == z[0].max()), composite="epsilon_plus"
    )
    assert one_pixel.relevance[0].abs().sum() > 0
    assert one_pixel.relevance[1].abs().sum() == 0


# ---- batches ----------------------------------------------------------------------------------------------------


def test_a_batch_of_one():
    explainer = lrpfx.compile(cnn(), images(1))
    many = lrpfx.compile(cnn(), images(3))
    x = images(3)
    alone = torch.cat([explainer(x[i : i + 1], target=1).relevance for i in range(3)])
    assert distance(alone, many(x, target=1).relevance) < 1e-9


@pytest.mark.parametrize("x", [images(0), inputs(0, 4), inputs(0)])
def test_an_empty_batch_is_refused_in_words(x):
    with pytest.raises(InputError, match="empty"):
        lrpfx.explain(cnn() if x.ndim == 4 else dense(4, 3), x)
    if x.ndim == 4:
        with pytest.raises(InputError, match="empty"):
            lrpfx.compile(cnn(), images())(x)


def test_the_batch_is_not_the_first_axis_of_the_middle():
    """Sequences laid out (time, batch, features) inside the model."""
    model = bias_free(
        settle(Fn(lambda s, x: s.b(F.relu(s.a(x.transpose(0, 1))).mean(0)), a=L(4, 5), b=L(5, 3)))
    )
    x = inputs(3, 6, 4)
    explanation = lrpfx.explain(model, x, target=1, composite="epsilon_plus")
    assert_conserved(explanation)
    alone = [
        lrpfx.explain(model, x[i : i + 1], target=1, composite="epsilon_plus").relevance for i in range(3)
    ]
    assert distance(explanation.relevance, torch.cat(alone)) < 1e-9


def test_samples_folded_into_patches_and_back():
    def forward(s, x):
        n = x.shape[0]
        patches = x.reshape(n, 3, 4, 2, 4, 2).permute(0, 2, 4, 1, 3, 5).reshape(n * 16, 12)
        return s.b(F.relu(s.a(patches)).reshape(n, 16, 5).mean(1))

    model = bias_free(settle(Fn(forward, a=L(12, 5), b=L(5, 3))))
    explainer = lrpfx.compile(model, images(), composite="epsilon_plus")
    for batch in (1, 2, 5):
        assert_conserved(explainer(images(batch), target=1))


def test_what_mixes_samples_is_refused_or_right_for_every_batch():
    """Scores relative to the mean of the batch: relevance of one sample reaches the others."""
    model = bias_free(settle(Fn(lambda s, x: s.l(x) - s.l(x).mean(0, keepdim=True), l=L(4, 3))))
    x = inputs(3, 4)
    try:
        explanation = lrpfx.explain(model, x, target=1, composite="epsilon_plus")
    except LrpfxError as error:
        assert str(error)  # noqa: PT017, said rather than guessed
        return
    torch.testing.assert_close(explanation.output, model(x).detach())
    wanted = explanation.output[:, 1].sum()
    torch.testing.assert_close(explanation.relevance.sum(), wanted, rtol=1e-4, atol=1e-4)
