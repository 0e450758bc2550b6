"""Explaining a data set: everything once, in batches that do not depend on what happened before."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from spray.attribute import Explain, Lanes, attribute, automatic_batch, plan
from spray.errors import ResourceError, StoreError
from spray.store import Store


@dataclass(frozen=True)
class Toy:
    """Twenty-three samples of 1x4x4, all different."""

    count: int = 23
    shape: tuple[int, int, int] = (1, 4, 4)
    fingerprint: str = "toy"
    loaded: list[int] = field(default_factory=list)

    @property
    def id(self) -> tuple[str, ...]:
        return tuple(f"toy/{row}" for row in range(self.count))

    @property
    def label(self) -> Any:
        return np.arange(self.count) % 3

    def inputs(self, rows: Any) -> Any:
        self.loaded.extend(rows.tolist())
        return np.random.default_rng(7).random((self.count, *self.shape), dtype=np.float32)[rows]

    def only(self, rows: Any) -> "Part":
        return Part(self, tuple(rows.tolist()))


@dataclass(frozen=True)
class Part:
    """Some of the samples of a toy."""

    whole: Toy
    rows: tuple[int, ...]

    @property
    def id(self) -> tuple[str, ...]:
        return tuple(self.whole.id[row] for row in self.rows)

    @property
    def label(self) -> Any:
        return self.whole.label[list(self.rows)]

    def inputs(self, rows: Any) -> Any:
        return self.whole.inputs(np.array(self.rows)[rows])


@dataclass
class Counting:
    """Relevance is the input times the target; the batch size leaves its trace, as it does in real sums."""

    batches: list[int] = field(default_factory=list)
    stop_at: int | None = None
    error: type[BaseException] = KeyboardInterrupt

    def __call__(self, inputs: Any, targets: Any) -> tuple[Any, Any]:
        if self.stop_at is not None and len(self.batches) >= self.stop_at:
            raise self.error("stop")
        self.batches.append(len(inputs))
        output = np.stack([inputs.sum((1, 2, 3)), inputs.max((1, 2, 3)), np.ones(len(inputs))], 1).astype(
            np.float32
        )
        target = output.argmax(1) if targets is None else targets
        return output, inputs * (1 + target[:, None, None, None]) + np.float32(len(inputs))


def run(folder: Path, samples: Toy, explain: Explain, target: str = "true_label", **more: Any) -> Store:
    store, batch = plan(samples, folder=folder, explainer="e", target=target, batch_size=4)
    store = replace(store, shard_size=8)
    attribute(samples, explain, store, batch, target=target, **more)
    return store


def content(store: Store) -> list[bytes]:
    return [store.path(shard).read_bytes() for shard in store.shards]


def test_every_sample_is_explained_once(tmp_path: Path) -> None:
    explain, samples = Counting(), Toy()
    store = run(tmp_path, samples, explain)
    assert explain.batches == [4, 4, 4, 4, 4, 3]
    assert sorted(samples.loaded) == list(range(23))
    rows = np.array([22, 0, 9])
    expected = Counting()(samples.inputs(rows), samples.label[rows])[1] - 3
    np.testing.assert_allclose(
        store.read(rows), expected + np.array([3, 4, 4])[:, None, None, None], rtol=1e-6
    )
    assert store.outputs().shape == (23, 3)


def test_a_second_run_explains_nothing(tmp_path: Path) -> None:
    run(tmp_path, Toy(), Counting())
    explain, samples, seen = Counting(), Toy(), []
    run(tmp_path, samples, explain, progress=lambda done, total: seen.append((done, total)))
    assert explain.batches == samples.loaded == []
    assert seen == [(23, 23)]


@pytest.mark.parametrize("stop", range(6))
def test_a_run_that_was_interrupted_goes_on_and_stores_the_same_bytes(tmp_path: Path, stop: int) -> None:
    whole = run(tmp_path / "whole", Toy(), Counting())
    with pytest.raises(KeyboardInterrupt):
        run(tmp_path / "stopped", Toy(), Counting(stop_at=stop))
    explain, seen = Counting(), []
    again = run(tmp_path / "stopped", Toy(), explain, progress=lambda done, total: seen.append(done))
    assert content(again) == content(whole)
    assert sum(explain.batches) == 23 - stop // 2 * 8
    assert seen[0] == stop // 2 * 8
    assert seen[-1] == 23


def test_a_damaged_shard_is_made_anew_with_a_warning(tmp_path: Path) -> None:
    store = run(tmp_path, Toy(), Counting())
    before = content(store)
    store.path(1).write_bytes(before[1][:-100])
    explain, warned = Counting(), []
    run(tmp_path, Toy(), explain, warn=warned.append)
    assert content(store) == before
    assert explain.batches == [4, 4]
    assert warned == ["The shard 00001.h5 of stored attributions is damaged; it is made anew."]


def test_the_target_is_the_label_or_the_arg_max(tmp_path: Path) -> None:
    seen: list[Any] = []

    def explain(inputs: Any, targets: Any) -> tuple[Any, Any]:
        seen.append(targets)
        return Counting()(inputs, targets)

    labelled = run(tmp_path, Toy(count=4), explain)
    predicted = run(tmp_path, Toy(count=4), explain, target="predicted_label")
    assert seen[0].tolist() == [0, 1, 2, 0]
    assert seen[1] is None
    assert labelled.key != predicted.key


def test_an_error_says_which_samples_it_was_about(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="stop") as caught:
        run(tmp_path, Toy(), Counting(stop_at=1, error=ValueError))
    assert caught.value.__notes__ == ["This happened while explaining toy/4 ... toy/7."]


def test_the_key_depends_on_everything_that_decides_the_bytes(tmp_path: Path) -> None:
    settings: dict[str, Any] = {"folder": tmp_path, "explainer": "e", "target": "true_label", "batch_size": 4}
    variants = [{}, {"explainer": "f"}, {"target": "predicted_label"}, {"batch_size": 8}]
    keys = {plan(Toy(), **{**settings, **variant})[0].key for variant in variants}
    keys.add(plan(Toy(fingerprint="other"), **settings)[0].key)
    assert len(keys) == 5
    assert plan(Toy(), **{**settings, "folder": tmp_path / "elsewhere"})[0].key in keys


@pytest.mark.parametrize(("values", "batch"), [(784, 256), (3 * 224 * 224, 8), (1, 256), (1 << 30, 1)])
def test_the_automatic_batch_follows_from_the_shape(values: int, batch: int) -> None:
    assert automatic_batch(values) == batch


def test_shards_hold_whole_batches_and_are_bounded(tmp_path: Path) -> None:
    for shape, batch in (((1, 28, 28), 256), ((3, 224, 224), 5), ((3, 1000, 1000), 1), ((1, 8, 8), 1000)):
        settings: dict[str, Any] = {"folder": tmp_path, "explainer": "", "target": "", "batch_size": batch}
        store, _ = plan(Toy(shape=shape), **settings)
        assert store.shard_size % batch == 0
        assert store.shard_size == batch or store.shard_size * int(np.prod(shape)) * 4 <= 1 << 25


def load(samples: Any) -> Explain:
    """What a process elsewhere loads."""
    return Counting()


@pytest.mark.parametrize("stop", [None, 3])
def test_shards_that_an_executor_makes_have_the_same_bytes(tmp_path: Path, stop: int | None) -> None:
    whole, seen = run(tmp_path / "whole", Toy(), Counting()), []
    if stop is not None:
        with pytest.raises(KeyboardInterrupt):
            run(tmp_path / "apart", Toy(), Counting(stop_at=stop))
    with ThreadPoolExecutor(2) as executor:
        apart = run(
            tmp_path / "apart",
            Toy(),
            Counting(stop_at=0),
            executor=executor,
            load=load,
            progress=lambda done, total: seen.append((done, total)),
        )
    assert content(apart) == content(whole)
    assert seen[0] == (0 if stop is None else 8, 23)
    assert seen[-1] == (23, 23)


@pytest.mark.parametrize("room", [3, 2, 1])
def test_a_batch_that_does_not_fit_is_explained_in_parts(tmp_path: Path, room: int) -> None:
    sizes, said = [], []

    def explain(inputs: Any, targets: Any) -> tuple[Any, Any]:
        sizes.append(len(inputs))
        if len(inputs) > room:
            raise ResourceError("full")
        return np.stack([inputs.sum((1, 2, 3))] * 3, 1), inputs * (1 + targets[:, None, None, None])

    samples = Toy()
    store = run(tmp_path, samples, explain, warn=said.append)
    rows = np.arange(len(samples.id))
    inputs = samples.inputs(rows)
    assert np.allclose(store.read(rows), inputs * (1 + samples.label[:, None, None, None]))
    assert sizes.count(4) == 1  # the size that did not fit is not tried again
    assert said[0] == "A batch of 4 does not fit into the memory: 2 samples are explained at a time now."


def test_a_sample_that_does_not_fit_is_an_error(tmp_path: Path) -> None:
    def explain(inputs: Any, targets: Any) -> tuple[Any, Any]:
        raise ResourceError(f"{len(inputs)} do not fit")

    with pytest.raises(ResourceError, match="1 do not fit"):
        run(tmp_path, Toy(), explain)


def test_a_shard_is_stored_while_the_next_one_is_explained(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    explained, explain, write = threading.Event(), Counting(), Store.write

    def slow(store: Store, shard: int, arrays: Any) -> None:
        if shard == 0:
            assert explained.wait(10), "nothing was explained meanwhile"
        write(store, shard, arrays)

    def watched(inputs: Any, targets: Any) -> tuple[Any, Any]:
        if len(explain.batches) >= 2:  # batches of 4, shards of 8: the first shard is complete
            explained.set()
        return explain(inputs, targets)

    monkeypatch.setattr(Store, "write", slow)
    store = run(tmp_path, Toy(), watched)
    assert set(store.states()) == {"whole"}


def test_an_error_of_a_shard_that_was_being_stored_is_raised(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(store: Store, shard: int, arrays: Any) -> None:
        raise StoreError(f"no room for {shard}")

    monkeypatch.setattr(Store, "write", full)
    with pytest.raises(StoreError, match="no room for 0"):
        run(tmp_path, Toy(), Counting())


@pytest.mark.parametrize("count", [1, 2, 5])
def test_lanes_store_the_same_bytes(tmp_path: Path, count: int) -> None:
    begun: list[int] = []
    lanes = Lanes(count, begin=lambda ended: begun.append(threading.get_ident()))
    whole = run(tmp_path / "in turn", Toy(), Counting())
    explain, seen = Counting(), []
    beside = run(
        tmp_path / "beside", Toy(), explain, lanes=lanes, progress=lambda done, total: seen.append(done)
    )
    assert content(beside) == content(whole)
    assert sorted(explain.batches) == [3, 4, 4, 4, 4, 4]
    assert seen == [0, 4, 8, 12, 16, 20, 23]  # in order, whichever was ready first
    assert threading.get_ident() not in begun
    assert 1 <= len(begun) == len(set(begun)) <= count


def test_lanes_explain_at_the_same_time(tmp_path: Path) -> None:
    both = threading.Barrier(2)

    def explain(inputs: Any, targets: Any) -> tuple[Any, Any]:
        both.wait(10)  # raises BrokenBarrierError where a batch is explained alone
        return Counting()(inputs, targets)

    run(tmp_path, Toy(count=16), explain, lanes=Lanes(2))


def test_an_error_in_a_lane_says_which_samples_it_was_about_and_keeps_what_is_whole(tmp_path: Path) -> None:
    def explain(inputs: Any, targets: Any) -> tuple[Any, Any]:
        if inputs[0, 0, 0, 0] == Toy().inputs(np.array([12]))[0, 0, 0, 0]:
            raise ValueError("stop")
        return Counting()(inputs, targets)

    with pytest.raises(ValueError, match="stop") as caught:
        run(tmp_path, Toy(), explain, lanes=Lanes(3))
    assert caught.value.__notes__ == ["This happened while explaining toy/12 ... toy/15."]
    store = replace(
        plan(Toy(), folder=tmp_path, explainer="e", target="true_label", batch_size=4)[0], shard_size=8
    )
    assert next(iter(store.states())) == "whole"


def test_lanes_that_fail_together_halve_once(tmp_path: Path) -> None:
    said: list[str] = []
    both = threading.Barrier(2)

    def explain(inputs: Any, targets: Any) -> tuple[Any, Any]:
        if len(inputs) > 2:
            both.wait(10)
            raise ResourceError("full")
        return Counting()(inputs, targets)

    run(tmp_path, Toy(count=8), explain, lanes=Lanes(2), warn=said.append)
    assert said == ["A batch of 4 does not fit into the memory: 2 samples are explained at a time now."]


def test_lanes_hear_that_their_work_is_useless(tmp_path: Path) -> None:
    asked: dict[int, Any] = {}
    lanes = Lanes(2, begin=lambda ended: asked.update({threading.get_ident(): ended}))

    def explain(inputs: Any, targets: Any) -> tuple[Any, Any]:
        if inputs[0, 0, 0, 0] == Toy().inputs(np.array([0]))[0, 0, 0, 0]:
            raise KeyboardInterrupt
        for _ in range(1000):
            if asked[threading.get_ident()]():
                raise SystemExit
            time.sleep(0.01)
        raise AssertionError("nobody said that it is useless")

    began = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        run(tmp_path, Toy(), explain, lanes=lanes)
    assert time.monotonic() - began < 5
    assert len(asked) == 2
