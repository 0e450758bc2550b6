"""The store: a shard is whole or it is not there, and damage is seen."""

import errno
import io
import os
import pickle
from pathlib import Path
from typing import Any

import h5py
import numpy as np
import pytest

from spray import files
from spray.errors import StoreError
from spray.store import Arrays, Store, content_key

SHAPE = (7, 2, 3, 3)


def shard(store: Store, number: int) -> Arrays:
    rows = store.rows(number)
    rng = np.random.default_rng(number)
    return {
        "attribution": rng.random((len(rows), *SHAPE[1:]), dtype=np.float32),
        "output": rng.random((len(rows), 4), dtype=np.float32),
        "label": rows % 3,
        "index": rows,
        "id": np.array([f"päth/{row}.png" for row in rows], dtype=object),
    }


@pytest.fixture
def store(tmp_path: Path) -> Store:
    store = Store(tmp_path, "key", SHAPE, shard_size=3)
    for number in store.shards:
        store.write(number, shard(store, number))
    return store


def test_rows_are_read_in_any_order(store: Store) -> None:
    everything = np.concatenate([shard(store, number)["attribution"] for number in store.shards])
    for rows in ([], [6], [5, 0, 3, 3, 6], list(range(7)), [0, 6]):
        np.testing.assert_array_equal(store.read(np.array(rows, dtype=int)), everything[rows])
    assert store.outputs().shape == (7, 4)
    assert [store.state(number) for number in store.shards] == ["whole"] * 3
    assert store.stored() == len(store) == 7


def test_a_store_travels_to_another_process(store: Store) -> None:
    copy = pickle.loads(pickle.dumps(store))  # noqa: S301, our own object
    np.testing.assert_array_equal(copy.read(np.array([4])), store.read(np.array([4])))


def test_the_same_arrays_give_the_same_bytes(store: Store, tmp_path: Path) -> None:
    other = Store(tmp_path / "other", "key", SHAPE, shard_size=3)
    for number in store.shards:
        other.write(number, shard(store, number))
        assert other.path(number).read_bytes() == store.path(number).read_bytes()


def test_a_disk_that_is_full_at_any_write_is_an_error_and_leaves_what_was_there(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Full(io.FileIO):
        """Takes what is written in pieces, and after some of them no more."""

        left = 0

        def write(self, content: Any) -> int:
            Full.left -= 1
            if Full.left < 0:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            return super().write(content[:100])

    before = store.path(0).read_bytes()
    monkeypatch.setattr(Path, "open", lambda path, *_, **__: io.BufferedWriter(Full(path, "w"), 100))
    for room in range(1000):
        Full.left = room
        try:
            store.write(0, shard(store, 0))
            break
        except StoreError as error:
            assert "No space left on device" in str(error)  # noqa: PT017, it may also be none
        assert os.path.getsize(store.path(0)) == len(before)
        assert [path.name for path in store.path(0).parent.glob("*.part")] == []
    assert 10 < room < 1000
    monkeypatch.undo()
    assert store.path(0).read_bytes() == before


@pytest.mark.parametrize("at", [0.0, 0.3, 0.5, 0.9])
def test_damage_is_seen(store: Store, at: float) -> None:
    content = bytearray(store.path(1).read_bytes())
    array = shard(store, 1)["attribution"].tobytes()
    content[content.index(array) + int(at * len(array))] ^= 1
    store.path(1).write_bytes(content)
    assert store.state(1) == "damaged"
    store.path(1).write_bytes(content[: len(content) // 2])
    assert store.state(1) == "damaged"
    store.path(1).write_bytes(b"")
    assert store.state(1) == "damaged"
    store.path(1).unlink()
    assert store.state(1) == "missing"
    with pytest.raises(StoreError, match=r"00001.h5 cannot be read .* Run the same command again"):
        store.read(np.array([3]))


def test_a_shard_of_another_key_or_place_is_damage(store: Store) -> None:
    store.path(2).write_bytes(store.path(0).read_bytes())
    assert store.state(2) == "damaged"
    assert Store(store.folder, "key", (7, 2, 3, 4), 3).state(0) == "damaged"


def test_a_full_disk_is_one_clear_error_and_loses_nothing(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = store.path(0).read_bytes()

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(
        StoreError, match=r"Cannot store .* No space left on device.* is kept: make room, and run"
    ):
        store.write(0, shard(store, 1))
    assert store.path(0).read_bytes() == before
    assert not list(store.folder.rglob("*.part"))


def test_parts_of_dead_writers_are_removed_and_those_of_others_kept(tmp_path: Path) -> None:
    dead = tmp_path / f"a[1].h5.{files.HOST}.4194305.1.part"
    living = tmp_path / f"a[1].h5.{files.HOST}.{os.getppid()}.1.part"
    elsewhere, mine = tmp_path / "a[1].h5.another-host.4194305.1.part", tmp_path / "film.4194305.part"
    for path in (living, dead, elsewhere, mine):
        path.touch()
    files.write_atomic(tmp_path / "a[1].h5", b"new")
    assert sorted(tmp_path.iterdir()) == sorted([living, elsewhere, mine, tmp_path / "a[1].h5"])


def test_a_key_depends_on_every_part() -> None:
    parts = {"a": 1, "b": "x"}
    assert content_key(parts) == content_key(dict(reversed(parts.items())))
    assert len({content_key(parts), content_key({**parts, "a": 2}), content_key({**parts, "b": "y"})}) == 3


def test_a_shard_that_leads_elsewhere_or_claims_too_much_is_damaged(store: Store, tmp_path: Path) -> None:
    def links(file: h5py.File) -> None:
        file["output"] = h5py.ExternalLink(str(tmp_path / "other.h5"), "output")

    def claims(file: h5py.File) -> None:
        file.create_dataset("output", shape=(10**7, 10**7), chunks=(100, 100), dtype="f4")

    def other(file: h5py.File) -> None:
        file["output"] = "text"

    for change in (links, claims, other):
        store.write(0, shard(store, 0))
        assert store.state(0) == "whole"
        with h5py.File(store.path(0), "a") as file:
            del file["output"]
            change(file)
        assert store.state(0) == "damaged"
