"""One pass over a data set: the right samples, resumed to the bit, in memory that does not grow."""

import numpy as np
import pytest
import torch
from nets import Fn, cnn, dense, images, inputs, settle
from torch import nn

import lrpfx
from lrpfx import condition, errors
from lrpfx.concepts import card, concept_vectors, flows, maximise, receptive_field, state_key, sweep

DATA = images(26, seed=3)


def batches(size=4, data=DATA):
    return [(data[i : i + size], None) for i in range(0, len(data), size)]


def concepts():
    return sweep(cnn(), DATA[:2], "5", composite="epsilon_plus")


def by_hand(c):
    found = c(DATA, reduce=lambda R: R.sum(1))
    return concept_vectors(found.totals), found.activation, found.target


def test_the_top_samples_are_those_of_the_greatest_values():
    c = concepts()
    shares, activation, target = by_hand(c)
    made = []
    found = maximise(c, batches(), k=5, vectors=lambda first, v: made.append((first, v)))
    assert found.seen == 26 == found.counts.sum()
    for unit in range(8):
        order = shares[:, unit].argsort(descending=True, stable=True)[:5]
        assert found.top(unit).sample[0].tolist() == order.tolist()
        np.testing.assert_allclose(found.top(unit).value[0], shares[order, unit], rtol=1e-12)
        top = activation[:, unit].flatten(1).max(1)
        order = top.values.argsort(descending=True, stable=True)[:5]
        assert found.top(unit, "activation").sample[0].tolist() == order.tolist()
        np.testing.assert_array_equal(found.top(unit, "activation").position[0], top.indices[order])
    for label in target.unique().tolist():
        own = (target == label).nonzero()[:, 0]
        order = own[shares[own, 2].argsort(descending=True, stable=True)][:5]
        best = found.top(2, label=label).sample[0]
        assert best[best >= 0].tolist() == order.tolist()
    assert [first for first, _ in made] == [0, 4, 8, 12, 16, 20, 24]
    np.testing.assert_allclose(np.concatenate([v for _, v in made]), shares, rtol=1e-12)
    np.testing.assert_allclose(np.abs(made[0][1]).sum(1), 1)


def test_the_size_of_batches_changes_nothing():
    one, other = maximise(concepts(), batches(1), k=4), maximise(concepts(), batches(26), k=4)
    for kind in ("relevance", "activation"):
        np.testing.assert_array_equal(one.overall[kind].sample, other.overall[kind].sample)
        np.testing.assert_array_equal(one.by_class[kind].sample, other.by_class[kind].sample)


class KilledError(Exception):
    pass


def dying(after):
    for i, batch in enumerate(batches()):
        if i == after:
            raise KilledError
        yield batch


@pytest.mark.parametrize("after", [1, 4])
def test_a_killed_run_goes_on_where_it_stopped_and_ends_the_same_to_the_bit(tmp_path, after):
    whole = maximise(concepts(), batches(), k=3)
    file = tmp_path / "state.npz"
    with pytest.raises(KilledError):
        maximise(concepts(), dying(after), k=3, state=file, every=2)
    c = concepts()
    runs = []
    true = type(c).arrive
    counting = lambda self, x, **k: runs.append(1) or true(self, x, **k)
    type(c).arrive = counting
    try:
        resumed = maximise(c, batches(), k=3, state=file, every=2)
    finally:
        type(c).arrive = true
    assert len(runs) == 7 - after // 2 * 2
    again = maximise(concepts(), [], k=3, state=file)
    for found in (resumed, again):
        assert found.seen == 26
        assert found.units == whole.units
        for kind in ("relevance", "activation"):
            for a, b in ((found.overall, whole.overall), (found.by_class, whole.by_class)):
                assert a[kind].value.tobytes() == b[kind].value.tobytes()
                assert a[kind].sample.tobytes() == b[kind].sample.tobytes()
                assert a[kind].position.tobytes() == b[kind].position.tobytes()
        assert found.counts.tobytes() == whole.counts.tobytes()
    assert [p.name for p in tmp_path.iterdir()] == ["state.npz"]


def test_the_state_of_something_else_is_refused(tmp_path):
    file = tmp_path / "state.npz"
    maximise(concepts(), batches(), k=3, state=file)
    with pytest.raises(errors.StateError, match="another maximisation"):
        maximise(concepts(), batches(), k=4, state=file)
    with pytest.raises(errors.StateError, match="begins before sample 26 and ends after"):
        maximise(concepts(), batches(20, images(60)), k=3, state=file)
    file.write_bytes(file.read_bytes()[:200])
    with pytest.raises(errors.StateError, match="damaged"):
        maximise(concepts(), batches(), k=3, state=file)


@pytest.mark.slow
def test_memory_does_not_grow_with_the_data():
    few, many = maximise(concepts(), batches(), k=3), maximise(concepts(), batches() * 4, k=3)
    size = lambda m: sum(t.value.nbytes for t in (*m.overall.values(), *m.by_class.values()))
    assert size(few) == size(many)
    assert many.seen == 4 * few.seen


def test_what_cannot_be_maximised_is_refused():
    with pytest.raises(errors.ParameterError, match="no batch"):
        maximise(concepts(), [])
    with pytest.raises(errors.ParameterError, match="k=0"):
        maximise(concepts(), batches(), k=0)
    with pytest.raises(errors.ParameterError, match="needs classes"):
        maximise(concepts(), [(DATA[:2], lambda z: z)])
    for k, every in ((2.5, 1), (3, 0.5)):
        with pytest.raises(errors.ParameterError, match="positive whole numbers"):
            maximise(concepts(), batches(), k=k, every=every)
    for batch, kind in ((DATA[:2], "a Tensor"), ((DATA[:2],), "a tuple of 1")):
        with pytest.raises(errors.ParameterError, match=rf"a batch is \(inputs, target\).* is {kind}"):
            maximise(concepts(), [batch])
    with pytest.raises(errors.ParameterError, match="valid: 'relevance', 'activation'"):
        maximise(concepts(), batches()).top(0, "other")


# ---- cards ------------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_a_card_shows_the_conditional_heatmap_and_the_field_of_the_best_position():
    torch.manual_seed(0)
    model = (
        nn.Sequential(nn.Conv2d(1, 2, 3, bias=False), nn.ReLU(), nn.Flatten(), nn.Linear(2 * 36, 2))
        .double()
        .eval()
    )
    with torch.no_grad():
        model[0].weight.fill_(1 / 9)
        model[3].weight.fill_(1.0)
    x = torch.zeros(3, 1, 8, 8).double()
    x[0, 0, 1:3, 1:3], x[1, 0, 4:7, 2:5] = 1, 1
    c = sweep(model, x, "1", composite="epsilon")
    maxima = maximise(c, [(x, 0)], k=3)
    made = card(c, maxima, 0, lambda i: (x[i], 0), kind="activation")
    assert [r.sample for r in made.references] == [1, 0, 2]
    best = made.references[0]
    assert best.box == (4, 2, 7, 5)  # the window of the position that sees the whole square
    np.testing.assert_allclose(best.heatmap.sum(), c(x[1:2]).activation[0, 0].sum(), rtol=1e-5)
    relevance = card(c, maxima, 0, lambda i: (x[i], 0), count=2)
    assert len(relevance.references) == 2
    for r in relevance.references:
        alone = c(x[r.sample][None], target=0, reduce=lambda R: R.sum(1)).maps[0, 0]
        np.testing.assert_allclose(r.heatmap, alone, rtol=1e-10)


def test_a_card_of_maxima_of_other_concepts_is_refused():
    maxima = maximise(concepts(), batches(), k=3)
    for other in (sweep(cnn(), DATA[:2], "5", range(4)), sweep(cnn(), DATA[:2], "2")):
        with pytest.raises(errors.ParameterError, match="the maxima are of 8 concepts of `5`, not of the"):
            card(other, maxima, 1, lambda i: (DATA[i], 0))


def test_what_makes_a_concept_active_is_shown_also_where_the_class_does_not_need_it():
    """Channel 0 has no weight to any class: its conditional relevance is zero, what activates it is not."""
    model, x = cnn(), DATA[:4]
    with torch.no_grad():
        model[8].weight[:, 0] = 0
    c = sweep(model, x, "5", composite="epsilon_plus")
    maxima = maximise(c, [(x, 1)], k=3)
    best = card(c, maxima, 0, lambda i: (x[i], 1), kind="activation", count=1).references[0]
    a = c(x[best.sample][None], target=1).activation[0, 0]
    assert best.score == a.max() > 0
    assert best.heatmap.sum() > 0.5 * a.sum()
    assert not c(x[best.sample][None], target=1).maps[:, 0].any()


@pytest.mark.parametrize(
    "how",
    [{"axis": (2, 3), "units": [(0, 1), (1, 1)]}, {"axis": 2}, {"heads": 4}, {"direction": "some"},
     {"direction": "some", "bias": "some"}],
    ids=["positions", "rows", "heads", "directions", "features of an autoencoder"],
)  # fmt: skip
@pytest.mark.parametrize("kind", ["relevance", "activation"])
def test_cards_are_of_any_concept(how, kind):
    some = {"direction": inputs(3, 8, seed=1), "bias": inputs(3, seed=3)}
    how = {k: some[k] if v == "some" else v for k, v in how.items()}
    model, x = cnn(), DATA[:6]
    c = sweep(model, x, "5", composite="epsilon_plus", **how)
    maxima = maximise(c, [(x, 1)], k=3)
    made = card(c, maxima, 1, lambda i: (x[i], 1), kind=kind, count=2)
    assert made.unit == c.units.positions[1]
    assert made.references
    for r in made.references:
        top, left, bottom, right = r.box
        assert 0 <= top < bottom <= 8
        assert 0 <= left < right <= 8
        one = c(x[r.sample][None], target=1, reduce=lambda R: R.sum(1))
        if kind == "relevance":
            np.testing.assert_allclose(r.heatmap, one.maps[0, 1], rtol=1e-9, atol=1e-12)
        else:
            a = one.activation
            h = c.units.activation(a)[0, 1]
            assert r.score == pytest.approx(float(h.max()))
            assert np.isfinite(r.heatmap).all()
            made_of = c.units.makeup(a, 1)
            if "direction" in how:  # Σ_c a_c e_c = e · a where it counts
                read = torch.einsum("e,nehw->hw", c.units.direction.encoder[1], a).flatten()
                torch.testing.assert_close(made_of.sum(1).flatten(), torch.where(h > 0, read, 0))
            else:
                torch.testing.assert_close(made_of.sum(), h.sum())


def test_an_attribution_graph_joins_features_of_tokens_to_channels_of_maps():
    x = inputs(2, 3, 8, 8)
    layers = {"a": nn.Conv2d(3, 5, 4, stride=4), "b": nn.Linear(5, 6), "h": nn.Linear(6, 3)}
    model = settle(Fn(lambda s, x: s.h(s.b(s.a(x).relu().flatten(2).mT).relu().mean(1)), **layers))
    c = sweep(model, x, "b", axis=-1, composite="epsilon", record=["a"], inputs=False)
    found = flows(c, x, "a", target=1, lower_axis=1)
    assert found.edges.shape == (6, 5)
    one = lrpfx.explain(model, x, target=1, composite="epsilon", record=["a"],
                        condition=condition("b", found.units[0], axis=-1))  # fmt: skip
    torch.testing.assert_close(
        found.edges[0], one.layers["a"].relevance.sum((0, 2, 3)), rtol=1e-9, atol=1e-12
    )


def test_a_receptive_field_is_the_least_box():
    map_ = torch.zeros(6, 7)
    map_[2, 3], map_[4, 1], map_[0, 0] = 1.0, 0.5, 0.001
    assert receptive_field(map_) == (2, 1, 5, 4)
    assert receptive_field(torch.zeros(2, 3)) == (0, 0, 2, 3)


# ---- flows ------------------------------------------------------------------------------------------------------


def test_edges_into_lower_concepts_carry_what_the_upper_concept_has():
    model, x = cnn(), images(5)
    for layer in model:
        if getattr(layer, "bias", None) is not None:
            nn.init.zeros_(layer.bias)
    model[1].running_mean.zero_()
    c = sweep(model, x, "5", composite="epsilon_plus", record=["3"], inputs=False)
    found = flows(c, x, "3", count=4)
    assert found.edges.shape == (4, 6)
    torch.testing.assert_close(found.edges.sum(1), found.relevance, rtol=1e-4, atol=1e-6)
    assert found.relevance.abs().tolist() == sorted(found.relevance.abs().tolist(), reverse=True)
    assert [e[0] for e in found.strongest(2)] == [u for u in found.units for _ in range(2)]
    chunked = flows(c, x, "3", count=4, chunk=3)
    torch.testing.assert_close(chunked.edges, found.edges)
    with pytest.raises(errors.ParameterError, match="not recorded"):
        flows(c, x, "2")
    upward = sweep(model, x, "3", composite="epsilon_plus", record=["5"], inputs=False)
    with pytest.raises(errors.ParameterError, match="it is not below it"):
        flows(upward, x, "5")


# ---- units that are no channels ---------------------------------------------------------------------------------


def test_the_activation_of_a_direction_is_how_much_of_it_there_is():
    """E a, whatever its vectors sum to; ReLU(E a + b) of a sparse autoencoder's features."""
    D, E, b = inputs(4, 8, seed=1), inputs(4, 8, seed=2), inputs(4, seed=3)
    D -= D.mean(1, keepdim=True)
    for bias in (None, b):
        c = sweep(cnn(), DATA[:2], "5", direction=D, encoder=E, bias=bias, composite="epsilon_plus")
        found = maximise(c, batches(), k=3)
        a = torch.einsum("ke,nehw->nkhw", E, c(DATA[:26]).activation).flatten(2)
        a = a if bias is None else (a + bias[:, None]).relu()
        for unit in range(4):
            best = a[:, unit].max(1)
            order = best.values.argsort(descending=True, stable=True)[:3]
            np.testing.assert_allclose(found.top(unit, "activation").value[0], best.values[order], rtol=1e-10)
            assert found.top(unit, "activation").sample[0].tolist() == order.tolist()


@pytest.mark.parametrize(
    ("how", "of"),
    [
        ({"axis": (1, 2), "units": [(3, 1), (7, 0)]}, lambda v: torch.stack([v[:, 3, 1], v[:, 7, 0]], 1)),
        ({"axis": -1}, lambda v: v.movedim(3, 1).flatten(2)),
        ({"heads": 4}, lambda v: v.unflatten(1, (4, 2)).sum(2).flatten(2)),
    ],
    ids=["several axes", "columns", "heads"],
)
def test_maps_of_units_are_those_of_the_place(how, of):
    c = sweep(cnn(), DATA[:2], "5", composite="epsilon_plus", **how)
    arrived = c.arrive(DATA[:3])
    a, R = arrived.activation - 0.5, arrived.relevance
    torch.testing.assert_close(c.units.maps(a, R), of(R), rtol=1e-12, atol=1e-14)
    torch.testing.assert_close(c.units.activation(a), of(a), rtol=1e-12, atol=1e-14)
    each = [c.units.relevance(a, R, slice(i, i + 1)).flatten(2).sum(2) for i in range(len(c.units))]
    torch.testing.assert_close(c.units.totals(a, R), torch.cat(each, 1), rtol=1e-12, atol=1e-14)


def test_totals_of_directions_are_those_of_their_conditional_relevance():
    D, E, b = inputs(4, 8, seed=1), inputs(4, 8, seed=2), inputs(4, seed=3)
    c = sweep(cnn(), DATA[:2], "5", direction=D, encoder=E, bias=b, composite="epsilon_plus")
    arrived = c.arrive(DATA[:3])
    a, R = arrived.activation, arrived.relevance
    each = c.units.relevance(a, R, slice(0, 4)).flatten(2).sum(2)
    torch.testing.assert_close(c.units.totals(a, R), each, rtol=1e-10, atol=1e-12)


def test_a_state_is_of_these_directions_heads_and_conditions_alone(tmp_path):
    def keys(**how):
        return state_key(sweep(cnn(), DATA[:2], "5", composite="epsilon_plus", **how), 3)

    D = inputs(4, 8, seed=1)
    above = [{"condition_above": condition("6", weight)} for weight in (torch.ones(()), torch.zeros(()))]
    found = [
        keys(),
        keys(heads=4),
        keys(units=range(4)),
        keys(direction=D),
        keys(direction=2 * D),
        keys(direction=D, encoder=D),
        keys(direction=D, bias=D[:, 0]),
        *(keys(**a) for a in above),
    ]
    assert len(set(found)) == len(found)
    assert keys(direction=D.clone()) == keys(direction=D)
    file = tmp_path / "state.npz"
    maximise(concepts(), batches(), k=3, state=file)
    with pytest.raises(errors.StateError, match="of 4 classes, not of 7"):
        maximise(concepts(), batches(), k=3, state=file, classes=7)


@pytest.mark.parametrize("how", [{"heads": 3}, {"direction": "turned"}, {"units": [5, 1, 2]}], ids=str)
def test_edges_are_those_of_the_conditional_relevance_of_each_concept(how):
    """Of heads and directions too: relevance of the lower channels under the condition on the concept alone."""
    model, x = dense(5, 6, 6, 3), inputs(4, 5)
    how = {"direction": torch.linalg.qr(inputs(6, 6, seed=4))[0]} if "direction" in how else how
    c = sweep(model, x, "2", composite="epsilon", record=["0"], inputs=False, **how)
    found = flows(c, x, "0", target=1, count=3)
    for unit, edges, total in zip(found.units, found.edges, found.relevance, strict=True):
        one = c.units.condition(c.units.positions.index(unit))
        alone = lrpfx.explain(model, x, target=1, composite="epsilon", record=["0", "2"], condition=one)
        torch.testing.assert_close(edges, alone.layers["0"].relevance.sum(0), rtol=1e-9, atol=1e-12)
        torch.testing.assert_close(total, alone.layers["2"].relevance.sum(), rtol=1e-9, atol=1e-12)


def test_edges_of_tokens_are_between_tokens_and_those_of_features_between_features():
    x = inputs(2, 4, 6)
    layers = {"a": nn.Linear(6, 7), "b": nn.Linear(7, 5), "h": nn.Linear(5, 3)}
    model = settle(Fn(lambda s, x: s.h(s.b(s.a(x).relu()).relu().mean(1)), **layers))
    shapes = []
    for axis in (1, 2, -1):
        c = sweep(model, x, "b", axis=axis, composite="epsilon", record=["a"], inputs=False)
        shapes.append(tuple(flows(c, x, "a", count=9).edges.shape))
    assert shapes == [(4, 4), (5, 7), (5, 7)]
    late = sweep(model, x, "b", axis=2, composite="epsilon", record=["mean"], inputs=False)
    with pytest.raises(errors.LrpfxError):
        flows(late, x, "mean")
