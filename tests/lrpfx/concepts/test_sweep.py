"""All units of a place at once: the same as one condition after the other."""

import math
import sys

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from nets import Residual, cnn, dense, images, inputs, settle, torchvision_model
from torch import nn

import lrpfx
from lrpfx import condition, errors
from lrpfx.concepts import sweep

TIGHT = {"rtol": 1e-10, "atol": 1e-12}


class Attention(nn.Module):
    """Heads merged into the batch; `minor` puts the samples behind the heads, so that rows cannot be copied."""

    def __init__(self, minor=False):
        super().__init__()
        self.embed, self.mix, self.head = nn.Linear(3, 4), nn.Linear(2, 2), nn.Linear(4, 3)
        self.minor = minor

    def forward(self, x):
        order = (2, 0, 1, 3) if self.minor else (0, 2, 1, 3)
        h = F.relu(self.embed(x)).unflatten(2, (2, 2)).permute(order).flatten(0, 1)
        h = F.relu(self.mix(h))
        h = (
            h.unflatten(0, (2, -1)).permute(1, 2, 0, 3)
            if self.minor
            else h.unflatten(0, (-1, 2)).permute(0, 2, 1, 3)
        )
        return self.head(F.relu(h.flatten(2)).mean(1))


class Fixed(nn.Module):
    """A forward that fixes the batch size."""

    def __init__(self):
        super().__init__()
        self.a, self.b = nn.Linear(4, 5), nn.Linear(5, 3)

    def forward(self, x):
        h = F.relu(self.a(x))
        return self.b(torch.stack([h[i] for i in range(len(x))]))


def by_hand(model, x, place, units, composite="epsilon_plus_flat", **how):
    each = [lrpfx.explain(model, x, composite=composite, condition=condition(place, u, **how)) for u in units]
    return torch.stack([e.relevance for e in each], 1)


@pytest.mark.parametrize("composite", ["epsilon_plus_flat", "epsilon_alpha2_beta1", "gradient"])
def test_a_sweep_is_one_condition_after_the_other(composite):
    model, x = settle(Residual()), images(3)
    found = sweep(model, x, "conv", composite=composite)(x, chunk=4)
    torch.testing.assert_close(found.maps, by_hand(model, x, "conv", range(6), composite), **TIGHT)


def test_the_sum_over_channels_is_the_relevance_of_the_layer():
    model, x = settle(Residual()), images(3)
    found = sweep(model, x, "conv")(x, target=2)
    whole = lrpfx.explain(model, x, target=2, condition=condition("conv", range(6)), record=["conv"])
    torch.testing.assert_close(found.maps.sum(1), whole.relevance, **TIGHT)
    torch.testing.assert_close(found.relevance, whole.layers["conv"].relevance, **TIGHT)
    torch.testing.assert_close(found.totals, found.relevance.sum((2, 3)), **TIGHT)
    torch.testing.assert_close(found.activation, whole.layers["conv"].activation, **TIGHT)


def test_relevance_of_inputs_and_units_agree_where_nothing_absorbs():
    model, x = dense(4, 7, 6, 3), inputs(5, 4)
    for layer in model[::2]:
        nn.init.zeros_(layer.bias)
    found = sweep(model, x, "3", composite=lrpfx.composites.epsilon(epsilon=1e-13))(x)
    torch.testing.assert_close(found.maps.sum(2), found.totals, rtol=1e-9, atol=1e-10)


@pytest.mark.parametrize("chunk", [1, 2, 5, 100])
def test_chunks_bound_memory_and_change_nothing(chunk):
    model, x = settle(Residual()), images(4)
    swept = sweep(model, x, "conv", [0, 2, 5])
    assert [p.relevance.shape[0] * p.relevance.shape[1] <= max(1, chunk) for p in
            swept.stream(swept.arrive(x), chunk=chunk)].count(False) == 0  # fmt: skip
    torch.testing.assert_close(swept(x, chunk=chunk).maps, by_hand(model, x, "conv", [0, 2, 5]), **TIGHT)


def test_reduced_maps_are_reduced_whole_ones():
    model, x = settle(Residual()), images(2)
    swept = sweep(model, x, "conv")
    torch.testing.assert_close(swept(x, reduce=lambda R: R.sum(1)).maps, swept(x).maps.sum(2), **TIGHT)


@pytest.mark.slow
def test_tokens_positions_and_directions_are_swept_too():
    model, x = settle(Attention()), inputs(3, 5, 3)
    found = sweep(model, x, "embed", axis=1)(x)
    torch.testing.assert_close(found.maps, by_hand(model, x, "embed", range(5), axis=1), **TIGHT)
    heads = sweep(model, x, "embed", axis=2, heads=2)(x)
    torch.testing.assert_close(heads.maps, by_hand(model, x, "embed", range(2), axis=2, heads=2), **TIGHT)
    torch.testing.assert_close(heads.totals, heads.relevance.reshape(3, 5, 2, 2).sum((1, 3)), **TIGHT)
    positions = [(1, 2), (4, 0)]
    at = sweep(model, x, "embed", positions, axis=(1, 2))(x)
    torch.testing.assert_close(
        at.maps, by_hand(model, x, "embed", [[p] for p in positions], axis=(1, 2)), **TIGHT
    )
    D, E, b = inputs(6, 4, seed=2), inputs(6, 4, seed=3), inputs(6, seed=4)
    how = {"direction": D, "encoder": E, "bias": b, "axis": 2}
    some = sweep(model, x, "embed", [1, 5], **how)(x)
    torch.testing.assert_close(some.maps, by_hand(model, x, "embed", [1, 5], **how), **TIGHT)


@pytest.mark.slow
def test_inputs_that_are_no_tensors_have_no_relevance():
    class Flagged(nn.Module):
        def __init__(self):
            super().__init__()
            self.embedding, self.layer, self.head = nn.Embedding(9, 4), nn.Linear(4, 6), nn.Linear(6, 3)

        def forward(self, ids, twice=False):
            hidden = self.layer(self.embedding(ids)).relu()
            return self.head((2 * hidden if twice else hidden).mean(1))

    model = settle(Flagged())
    x = {"ids": torch.tensor([[1, 5, 2], [7, 0, 8]]), "twice": True}
    swept = sweep(model, x, "layer", axis=2)(x, target=1)
    assert swept.maps["twice"] is None
    whole = lrpfx.explain(model, x, target=1).relevance["ids"]
    torch.testing.assert_close(swept.maps["ids"].sum(1), whole)


@pytest.mark.parametrize("minor", [False, True])
def test_rows_of_samples_are_told_apart_where_heads_are_merged_into_the_batch(minor):
    model, x = settle(Attention(minor)), inputs(3, 5, 3)
    place = next(e.out.name for e in reversed(lrpfx.compile(model, x).forward.eqns) if e.op == "relu")
    swept = sweep(model, x, place, axis=2)
    assert swept.halves.copied is not minor
    torch.testing.assert_close(swept(x).maps, by_hand(model, x, place, range(4), axis=2), **TIGHT)
    torch.testing.assert_close(swept(x[1:2]).maps, swept(x).maps[1:2], **TIGHT)


def test_the_upper_half_runs_once(monkeypatch):
    swept, x = sweep(settle(Residual()), images(), "conv"), images()
    runs = []
    own = sys.modules["lrpfx.concepts.sweep"]
    true = own.evaluate
    monkeypatch.setattr(own, "evaluate", lambda graph, *a: runs.append(graph) or true(graph, *a))
    swept(x, chunk=2)
    assert runs.count(swept.halves.above) == 1
    assert runs.count(swept.halves.below) == 6
    upper = {e.module for e in swept.halves.above.eqns if e.rule}
    assert "head" in upper
    assert "head" not in {e.module for e in swept.halves.below.eqns}


def test_conditions_above_and_records_below():
    model, x = dense(4, 7, 6, 5, 3), inputs(5, 4)
    above = condition("5", [0, 1])
    found = sweep(model, x, "3", condition_above=above, record=["1"], inputs=False)(x)
    assert found.maps is None
    for k in range(6):
        both = lrpfx.explain(model, x, condition=above & condition("3", k), record=["1"])
        torch.testing.assert_close(found.layers["1"][:, k], both.layers["1"].relevance, **TIGHT)


@pytest.mark.slow
def test_a_model_whose_forward_fixes_the_batch_size():
    model = settle(Fixed())
    swept = sweep(model, inputs(2, 4), "a")
    x = inputs(3, 4, seed=9)
    torch.testing.assert_close(swept(x).maps, by_hand(model, x, "a", range(5)), **TIGHT)


@pytest.mark.parametrize(
    ("how", "error", "message"),
    [
        ({"units": 6}, errors.PlaceError, "keeps unit 6, but there are units 0 to 5"),
        ({"units": []}, errors.ParameterError, "no units"),
        ({"axis": (2, 3)}, errors.ParameterError, "must be listed"),
        ({"direction": torch.ones(2, 5)}, errors.PlaceError, "have 5 values; axis 1 of `conv` has 6"),
        ({"differentiable": True}, errors.ParameterError, "neither `differentiable`"),
    ],
)
def test_a_sweep_that_cannot_be_says_why(how, error, message):
    with pytest.raises(error, match=message):
        sweep(settle(Residual()), images(), "conv", **how)


def test_relevance_that_overflows_below_the_place_names_the_equation():
    @lrpfx.rule
    def blows_up(op, x, params, R):
        """R_x = R / 0"""
        return op.T(R, *params) / (x - x)

    model, x = dense(4, 7, 3), inputs(2, 4)
    mine = lrpfx.composites.epsilon() | (lrpfx.composites.by_module("0"), blows_up())
    with pytest.raises(errors.NonFiniteError, match=r"rule `blows_up\(\)`, module `0`"):
        sweep(model, x, "1", composite=mine)(x)


@pytest.mark.parametrize("composite", ["epsilon", "epsilon_plus", "epsilon_alpha2_beta1"])
def test_directions_before_a_relu_are_swept_as_they_are_conditioned_on(composite):
    """Relevance of the place is zero where z <= 0; that of a direction is not, and is divided by z, not by its ReLU."""
    model, x = cnn(), images(3)
    W = torch.linalg.qr(inputs(8, 8, seed=4))[0]
    found = sweep(model, x, "4", direction=W, composite=composite)(x, target=1).maps
    for k in (0, 5):
        one = lrpfx.explain(model, x, target=1, composite=composite, condition=condition("4", k, direction=W))
        torch.testing.assert_close(found[:, k], one.relevance, rtol=1e-8, atol=1e-10)
    assert found.abs().max() < 1e3


@pytest.mark.parametrize(
    ("how", "error", "message"),
    [
        ({"axis": 4}, errors.PlaceError, "axis 4 of `conv` has no units; the place has axes 1 to 3"),
        ({"axis": 0}, errors.PlaceError, "axis 0 of `conv` has no units"),
        ({"units": torch.tensor([1, 2])}, errors.ParameterError, r"takes numbers: `units\.tolist\(\)`"),
        ({"units": np.ones(6)}, errors.ParameterError, "no numbers; a sweep takes whole numbers"),
        ({"units": 0.5}, errors.ParameterError, "the units of `conv` are 0.5"),
        ({"axis": "c"}, errors.ParameterError, "axis='c' of `conv`"),
        ({"heads": 0}, errors.ParameterError, "heads=0 of `conv`"),
    ],
)
def test_units_that_are_none_are_refused(how, error, message):
    with pytest.raises(error, match=message):
        sweep(settle(Residual()), images(), "conv", **how)


def test_units_of_numpy_are_those_of_python():
    model, x = settle(Residual()), images()
    found = sweep(model, x, "conv", np.array([4, 1]))
    assert found.units.positions == (4, 1)
    assert torch.equal(found(x).maps, sweep(model, x, "conv", [4, 1])(x).maps)


def test_a_chunk_of_nothing_is_refused():
    with pytest.raises(errors.ParameterError, match="chunk=0"):
        sweep(settle(Residual()), images(), "conv")(images(), chunk=0)


@pytest.mark.slow
@pytest.mark.parametrize(("name", "place"), [("resnet18", "layer3.1.conv2"), ("densenet121", "features.denseblock3"),
                                             ("vit_b_32", "encoder.layers.encoder_layer_2")])  # fmt: skip
def test_the_sum_over_units_is_the_relevance_of_the_layer_in_real_networks(name, place):
    size = 224 if name.startswith("vit") else 32
    model, x = torchvision_model(name), inputs(1, 3, size, size)
    if name.startswith("vit"):
        return _tokens(model, x, place)
    swept = sweep(model, x, place, range(16), composite="epsilon_plus")
    rest = lrpfx.explain(model, x, composite="epsilon_plus", condition=condition(place, range(16)))
    maps = swept(x, chunk=16).maps
    torch.testing.assert_close(maps.sum(1), rest.relevance, rtol=1e-10, atol=1e-10 * float(maps.abs().max()))
    assert math.isfinite(float(maps.abs().max()))


def _tokens(model, x, place):
    swept = sweep(model, x, place, range(4), axis=1, composite="epsilon")
    found = swept(x, chunk=16, reduce=lambda R: R.sum(1))
    whole = lrpfx.explain(model, x, composite="epsilon", condition=condition(place, range(4), axis=1))
    scale = float(found.maps.abs().max())
    torch.testing.assert_close(found.maps.sum(1), whole.relevance.sum(1), rtol=1e-9, atol=1e-10 * scale)


def test_a_record_that_is_not_below_the_place_is_refused_and_one_name_is_a_record():
    model, x = dense(4, 7, 6, 5, 3), inputs(5, 4)
    assert set(sweep(model, x, "3", record="1")(x).layers) == {"1"}
    with pytest.raises(errors.ParameterError, match="no relevance flows from `3` to `5`: it is not below it"):
        sweep(model, x, "3", record=["5"])(x)


@pytest.mark.parametrize("chunk", [2.5, -1])
def test_a_chunk_that_is_no_number_of_rows_is_refused(chunk):
    with pytest.raises(errors.ParameterError, match=f"chunk={chunk}"):
        sweep(settle(Residual()), images(), "conv")(images(), chunk=chunk)
