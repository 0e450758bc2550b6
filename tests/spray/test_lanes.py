"""Batches explained side by side: what is stored does not depend on how many threads there are."""

from pathlib import Path

import pytest

pytest.importorskip("torch")

import torch
from small_project import make_project

from spray.attribute import Lanes, attribute
from spray.cli.explainer import Explained, compiled, lanes, recipe
from spray.datasets import Dataset, open_dataset
from spray.memory import side_by_side
from spray.project import Project, load
from spray.store import Store


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Project:
    return load(make_project(tmp_path_factory.mktemp("project"), {"ape": 30, "bee": 20}))


@pytest.fixture(scope="module")
def dataset(settings: Project) -> Dataset:
    return open_dataset(settings.data, settings.folder, seed=0)


@pytest.fixture(scope="module")
def explained(settings: Project, dataset: Dataset) -> Explained:
    return compiled(recipe(settings, dataset, "cpu"), dataset)


@pytest.mark.parametrize("threads", [1, 2, 3])
def test_bytes_do_not_depend_on_the_number_of_threads(
    explained: Explained, dataset: Dataset, tmp_path: Path, threads: int
) -> None:
    before = torch.get_num_threads()

    def stored(name: str, count: int) -> list[bytes]:
        store = Store(tmp_path / name, "key", (len(dataset), *dataset.shape), 16)
        torch.set_num_threads(count)
        try:
            with lanes(explained, 8) as side:
                assert side.count == count
                attribute(dataset, explained.explain, store, 8, lanes=side)
            assert torch.get_num_threads() == count  # as before
        finally:
            torch.set_num_threads(before)
        return [store.path(shard).read_bytes() for shard in store.shards]

    assert stored("threads", threads) == stored("one", 1)


def test_in_a_lane_torch_uses_one_thread(explained: Explained, dataset: Dataset, tmp_path: Path) -> None:
    seen, before = list[int](), torch.get_num_threads()

    def explain(inputs, targets):  # type: ignore[no-untyped-def]
        seen.append(torch.get_num_threads())
        return explained.explain(inputs, targets)

    store = Store(tmp_path, "key", (len(dataset), *dataset.shape), 16)
    torch.set_num_threads(3)
    try:
        with lanes(explained, 8) as side:
            attribute(dataset, explain, store, 8, lanes=side)
        assert torch.get_num_threads() == 3
    finally:
        torch.set_num_threads(before)
    assert set(seen) == {1}


def test_an_accelerator_takes_one_batch_after_the_other(explained: Explained) -> None:
    with lanes(explained.on("cuda"), 8) as side:
        assert side == Lanes()


def test_there_are_as_many_lanes_as_fit_into_half_of_what_is_free() -> None:
    assert side_by_side(4, 8, 10, 2 * 3 * 80) == 3
    assert side_by_side(4, 8, 10, 10_000) == 4
    assert side_by_side(4, 8, 10, 1) == 1
    assert side_by_side(4, 8, 10, None) == side_by_side(4, 8, 0, 5) == 4
