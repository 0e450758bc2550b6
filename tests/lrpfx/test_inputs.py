"""Inputs of any structure, outputs of any shape: relevance has the structure of the input."""

import sys

import pytest
import torch
from nets import dense, images, inputs, settle
from torch import nn

import lrpfx
from lrpfx import errors
from lrpfx.graph import Batch


class Fusion(nn.Module):
    """Two inputs, a number and a keyword; several outputs."""

    def __init__(self):
        super().__init__()
        self.a, self.b, self.head = nn.Linear(4, 5), nn.Linear(3, 5), nn.Linear(5, 2)

    def forward(self, left, right, scale=1.0, *, extra=None):
        hidden = torch.relu(self.a(left) + scale * self.b(right))
        if extra is not None:
            hidden = hidden + extra
        return {"scores": self.head(hidden), "hidden": [hidden, left]}


def fusion():
    model = settle(Fusion())
    nn.init.zeros_(model.a.bias), nn.init.zeros_(model.b.bias), nn.init.zeros_(model.head.bias)
    return model


LEFT, RIGHT, EXTRA = inputs(3, 4), inputs(3, 3, seed=2), inputs(3, 5, seed=3)


def conserved(explanation, *parts):
    start = explanation.output.gather(1, explanation.target[:, None])[:, 0]
    total = sum(p.flatten(1).sum(1) for p in parts)
    torch.testing.assert_close(total, start, rtol=1e-4, atol=1e-4)


def test_every_input_has_relevance_in_the_structure_of_the_input():
    model = fusion()
    by_position = lrpfx.explain(model, (LEFT, RIGHT), output="scores", composite="epsilon_plus")
    left, right = by_position.relevance
    assert left.shape == LEFT.shape
    assert right.shape == RIGHT.shape
    conserved(by_position, left, right)
    by_keyword = lrpfx.explain(
        model, {"right": RIGHT, "left": LEFT}, output="scores", composite="epsilon_plus"
    )
    assert torch.equal(by_keyword.relevance["left"], left)
    assert torch.equal(by_keyword.relevance["right"], right)


def test_what_is_no_tensor_is_a_constant_of_the_graph():
    model = fusion()
    explainer = lrpfx.compile(model, (LEFT, RIGHT, 2.0), output="scores", composite="epsilon_plus")
    assert explainer((LEFT, RIGHT, 2.0)).relevance[2] is None
    torch.testing.assert_close(explainer.predict((LEFT, RIGHT, 2.0)), model(LEFT, RIGHT, 2.0)["scores"])
    with pytest.raises(errors.InputError, match=r"holds 3.0 where the explainer was compiled for 2.0"):
        explainer((LEFT, RIGHT, 3.0))


def test_one_trace_serves_every_batch_size_of_several_inputs():
    model = fusion()
    x = {"left": LEFT, "right": RIGHT, "extra": EXTRA}
    explainer = lrpfx.compile(model, x, output="scores", composite="epsilon_plus")
    assert all(v.shape[0] == Batch() for v in explainer.graph.inputs)
    assert [v.name for v in explainer.forward.inputs] == ["extra", "left", "right"]
    together = explainer(x).relevance
    alone = [explainer({k: v[i : i + 1] for k, v in x.items()}).relevance for i in range(3)]
    for key in x:
        torch.testing.assert_close(torch.cat([a[key] for a in alone]), together[key])


def test_an_input_of_another_structure_is_refused():
    explainer = lrpfx.compile(fusion(), (LEFT, RIGHT), output="scores")
    with pytest.raises(
        errors.InputError, match=r"is Tensor; the explainer was compiled for \(Tensor, Tensor\)"
    ):
        explainer(LEFT)
    with pytest.raises(errors.InputError, match="the input `right` holds NaN"):
        lrpfx.compile(fusion(), {"left": LEFT, "right": RIGHT}, output="scores")(
            {"left": LEFT, "right": RIGHT / 0 * 0}
        )


@pytest.mark.parametrize("output", [("hidden", 0), ("hidden", 1)])
def test_any_tensor_of_the_output_can_be_explained(output):
    explained = lrpfx.explain(fusion(), (LEFT, RIGHT), output=output, target=1, composite="epsilon_plus")
    wanted = fusion()(LEFT, RIGHT)[output[0]][output[1]]
    torch.testing.assert_close(explained.output, wanted)
    conserved(explained, *explained.relevance)


def test_an_input_that_the_output_does_not_depend_on_has_no_relevance():
    explained = lrpfx.explain(fusion(), (LEFT, RIGHT), output=("hidden", 1), target=0)
    assert torch.equal(explained.relevance[1], torch.zeros_like(RIGHT))


class Tokens(nn.Module):
    """The mean of what an embedding says of the tokens."""

    def __init__(self, padding_idx=None):
        super().__init__()
        self.embedding = nn.Embedding(10, 4, padding_idx=padding_idx)
        self.head = nn.Linear(4, 3, bias=False)

    def forward(self, ids):
        return self.head(self.embedding(ids).mean(1))


def test_token_ids_have_one_relevance_each_which_is_that_of_their_embedding():
    model = settle(Tokens())
    ids = torch.tensor([[1, 2, 3, 3, 0], [9, 9, 9, 1, 4]])
    explained = lrpfx.explain(model, ids, target=1, composite="epsilon_plus", record=["embedding"])
    assert explained.relevance.shape == ids.shape
    assert explained.relevance.dtype == torch.float64
    torch.testing.assert_close(explained.relevance, explained.layers["embedding"].relevance.sum(-1))
    torch.testing.assert_close(explained.relevance.sum(1), explained.output[:, 1], rtol=1e-4, atol=1e-5)
    # the mean of rows times a matrix is a sum over tokens: token t contributes what it says alone
    alone = model.embedding(ids) @ model.head.weight[1] / 5
    torch.testing.assert_close(explained.relevance, alone, rtol=1e-4, atol=1e-5)


def test_two_axes_of_tokens_and_a_floating_mask():
    class Masked(Tokens):
        def forward(self, ids, mask):
            weights = mask.to(torch.float64)[..., None]
            return self.head((self.embedding(ids) * weights).sum(1))

    ids, mask = torch.tensor([[1, 2, 3], [4, 5, 0]]), torch.tensor([[1.0, 1, 1], [1, 1, 0]]).double()
    model = settle(Masked())
    model.head.bias = None
    explained = lrpfx.explain(model, (ids, mask), target=1, composite="epsilon_plus")
    of_ids, of_mask = explained.relevance  # both factors depend on the input, and share
    torch.testing.assert_close(of_ids, of_mask)
    torch.testing.assert_close(of_ids.sum(1) * 2, explained.output[:, 1], rtol=1e-4, atol=1e-4)
    assert of_ids[1, 2] == 0


# ---- outputs ----------------------------------------------------------------------------------------------------


def test_a_class_of_an_output_with_more_axes_is_explained_as_a_whole():
    model = settle(nn.Conv2d(3, 4, 3, bias=False))
    x = images()
    explained = lrpfx.explain(model, x, target=2, composite="epsilon_plus")
    one = torch.zeros(2, 4, 6, 6, dtype=torch.float64)
    one[:, 2] = 1
    same = lrpfx.explain(model, x, target=lambda z: z * one, composite="epsilon_plus")
    assert torch.equal(explained.relevance, same.relevance)
    assert explained.target.tolist() == [2, 2]


def test_without_a_target_an_output_with_more_axes_says_what_to_give():
    with pytest.raises(errors.TargetError, match="no one greatest value"):
        lrpfx.explain(settle(nn.Conv2d(3, 4, 3)), images())


def test_an_output_with_one_value_per_sample_needs_no_target():
    class Score(nn.Module):
        def __init__(self):
            super().__init__()
            self.l = nn.Linear(4, 1, bias=False)

        def forward(self, x):
            return self.l(x)[:, 0]

    model = settle(Score())
    explained = lrpfx.explain(model, LEFT, composite="epsilon_plus")
    torch.testing.assert_close(explained.relevance.sum(1), model(LEFT), rtol=1e-4, atol=1e-5)
    assert explained.target is None
    with pytest.raises(errors.TargetError, match="has no classes"):
        lrpfx.explain(model, LEFT, target=0)


# ---- several targets --------------------------------------------------------------------------------------------


def test_several_targets_equal_one_call_each():
    model = dense(6, 5, 4)
    explainer = lrpfx.compile(model, inputs(3, 6), record=["0"])
    x, R = inputs(3, 6), inputs(3, 4, seed=9)
    targets = [0, [1, 2, 3], None, R, lambda z: 2 * z]
    for explained, target in zip(explainer.each(x, targets), targets, strict=True):
        alone = explainer(x, target=target)
        assert torch.equal(explained.relevance, alone.relevance)
        assert torch.equal(explained.layers["0"].relevance, alone.layers["0"].relevance)
        assert (explained.target is None) == (alone.target is None)


def test_several_targets_share_the_forward_half(monkeypatch):
    explainer = lrpfx.compile(dense(6, 5, 4), inputs(3, 6))
    ran = []
    module = sys.modules["lrpfx.evaluate"]  # the package has the function under this name
    step = module._Run._step

    def counted(self, step_, watch):
        ran.extend(step_.step.eqns)
        return step(self, step_, watch)

    monkeypatch.setattr(module._Run, "_step", counted)
    explainer.each(inputs(3, 6), [0, 1, 2])
    forward = [e for e in ran if not e.rule]
    assert len(forward) == len(set(forward)), "an equation of the forward pass ran twice"
    assert len(ran) > len(set(ran)), "the relevance half runs once for each target"


def test_a_wrong_target_among_several_says_which_classes_there_are():
    with pytest.raises(errors.TargetError, match="class 7 is outside the model's classes 0 to 3"):
        lrpfx.compile(dense(6, 5, 4), inputs(3, 6)).each(inputs(3, 6), [0, 7])
