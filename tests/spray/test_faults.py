"""What can happen to a machine: processes are killed, bits flip, disks fill up, files are somebody else's."""

import errno
import hashlib
import json
import os
import shutil
import subprocess
import sys
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path

import h5py
import numpy as np
import pytest
import scipy.sparse
from click.testing import CliRunner, Result

from spray import digest, entries, files
from spray.cli import main
from spray.errors import StoreError
from spray.memo import Memo, MemoWarning
from spray.store import Store

pytest.importorskip("torch")

from small_project import make_project

ROOT = Path(__file__).parents[2]
HELPERS = Path(__file__).with_name("helpers")
KILLS = int(os.environ.get("SPRAY_KILLS", "40"))
"""How many processes are killed; 200 take half a minute on a quiet machine."""

X = np.linspace(0, 1, 1200, dtype=np.float32).reshape(400, 3)


def scale(x, factor=2.0):
    return x * factor


def python(*arguments: object, **more: object) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-W", "error", *map(str, arguments)],
        env={**os.environ, "PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1"},
        capture_output=True,
        text=True,
        check=False,
        **more,
    )


# ---- killed -----------------------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "fork"), reason="forks")
def test_processes_killed_at_random_moments_lose_what_was_in_flight_and_nothing_else(tmp_path: Path) -> None:
    done = python(HELPERS / "killed.py", tmp_path, KILLS, KILLS)
    assert done.returncode == 0, done.stderr
    results, shards, stored = map(int, done.stdout.split())
    assert results > KILLS / 4
    assert shards > KILLS / 8
    assert results <= stored <= results + KILLS  # what was in flight may have arrived


# ---- damaged ----------------------------------------------------------------------------------------------


def entry(memo: Memo) -> Path:
    assert memo.folder is not None
    (path,) = memo.folder.rglob("*.h5")
    return path


@pytest.mark.slow
def test_any_flipped_bit_of_an_entry_is_seen(tmp_path: Path) -> None:
    memo = Memo(tmp_path, quiet=True)
    memo.call(scale, X[:4])
    whole, path = entry(memo).read_bytes(), entry(memo)
    for place in range(0, len(whole), 7):
        damaged = bytearray(whole)
        damaged[place] ^= 1 << place % 8
        path.write_bytes(damaged)
        assert np.array_equal(memo.call(scale, X[:4]), X[:4] * 2)
        assert memo.counts["damaged"] == place // 7 + 1
    assert memo.counts["hits"] == 0


def sealed(key: str, head: dict[str, object], fill: Callable[[h5py.File], None], path: Path) -> None:
    """An entry with the right checksum, which somebody has filled as they liked."""
    lines = json.dumps(head).encode() + b"\n"
    with h5py.File(path, "w", userblock_size=4096, libver=("v110", "v110")) as file:
        fill(file)
    raw = bytearray(path.read_bytes())
    raw[entries.START : entries.START + len(lines)] = lines
    content = digest.of_bytes(memoryview(raw)[entries.START :])
    seal = hashlib.sha256(f"{key} {content}".encode()).hexdigest()
    raw[: entries.START] = entries.MAGIC + seal.encode() + b"\n"
    path.write_bytes(raw)


def array(name: str, dtype: str = "'<f4'", shape: tuple[int, ...] = (2,)) -> dict[str, object]:
    return {"array": name, "dtype": dtype, "shape": shape}


HOSTILE: dict[str, tuple[object, Callable[[h5py.File], object]]] = {
    "an array in another file": (
        array("0"),
        lambda file: file.__setitem__("0", h5py.ExternalLink("/etc/passwd", "x")),
    ),
    "a link within": (array("0"), lambda file: file.__setitem__("0", h5py.SoftLink("/skeleton"))),
    "values in another file": (
        array("0"),
        lambda file: file.create_dataset("0", (2,), "f4", external=[("/etc/passwd", 0, 8)]),
    ),
    "more than there is": (
        array("0", shape=(10**9,)),
        lambda file: file.create_dataset("0", (10**9,), "f4", chunks=(10**6,)),
    ),
    "another shape": (array("0", shape=(1000, 1000)), lambda file: file.create_dataset("0", data=np.ones(2))),
    "Python objects": (array("0", "'|O'"), lambda file: file.create_dataset("0", data=np.ones(2))),
    "code for a type": (
        array("0", "__import__('os')"),
        lambda file: file.create_dataset("0", data=np.ones(2)),
    ),
    "no such array": (array("7"), lambda file: None),
    "no such kind": ({"pickle": "gASVAA=="}, lambda file: None),
    "no such matrix": (
        {"sparse": "linalg_array", "data": array("0"), "index": array("0"), "shape": [2, 2]},
        lambda file: file.create_dataset("0", data=np.ones(2, np.float32)),
    ),
    "columns outside of a matrix": (
        {
            "sparse": "csr_array",
            "data": array("0"),
            "index": {"tuple": [array("1", "'<i4'"), array("2", "'<i4'", (3,))]},
            "shape": [2, 2],
        },
        lambda file: [
            file.create_dataset("0", data=np.ones(2, np.float32)),
            file.create_dataset("1", data=np.array([0, 10**6], np.int32)),
            file.create_dataset("2", data=np.array([0, 1, 2], np.int32)),
        ],
    ),
    "too deep": (None, lambda file: None),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_an_entry_that_somebody_has_sealed_can_do_no_harm(tmp_path: Path, name: str) -> None:
    skeleton, fill = HOSTILE[name]
    memo = Memo(tmp_path / "memo")
    memo.call(scale, X)
    step = memo.step(scale, X)
    text = json.dumps(skeleton) if skeleton is not None else '{"tuple": [' * 5000 + "]}" * 5000

    def write(file: h5py.File) -> None:
        file.create_dataset("skeleton", data=np.frombuffer(text.encode(), np.uint8))
        fill(file)

    sealed(step.key, {"parts": {}}, write, entry(memo))
    with pytest.warns(MemoWarning, match=r"\.h5 is damaged; it is computed again"):
        assert np.array_equal(step.value, X * 2)
    assert memo.counts == {"misses": 2, "damaged": 1}


def test_a_file_of_another_version_or_of_somebody_else_is_no_entry(tmp_path: Path) -> None:
    for content in (b"", b"spray entry 1\n" + bytes(600), b"\x89HDF\r\n\x1a\n" + bytes(600), b"my thesis"):
        memo = Memo(tmp_path / "memo")
        memo.call(scale, X)
        entry(memo).write_bytes(content)
        with pytest.warns(MemoWarning, match="damaged"):
            assert np.array_equal(memo.call(scale, X), X * 2)


# ---- full -------------------------------------------------------------------------------------------------


@pytest.fixture
def small_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[tuple[Path, Callable[[int], None]]]:
    """A folder on a disk of 24 MB, and a function that leaves so many bytes of it free.

    Where one may not mount a disk, one that refuses all that is written by way of `spray.files`.
    """
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=24m,mode=755", "tmpfs", str(folder)]
    if hasattr(os, "geteuid") and os.geteuid() == 0 and subprocess.run(mount, check=False).returncode == 0:
        try:
            yield folder, lambda left: fill(folder, left)
        finally:
            subprocess.run(["umount", "--lazy", str(folder)], check=True)
        return
    free = [1 << 40]
    sync = files._sync

    def refuse(path: Path) -> None:
        free[0] -= path.stat().st_size if path.is_file() else 0
        if free[0] < 0:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        sync(path)

    monkeypatch.setattr(files, "_sync", refuse)
    yield folder, lambda left: free.__setitem__(0, left)


def fill(folder: Path, left: int) -> None:
    """A file that leaves so much room."""
    filler = folder / "filler"
    filler.unlink(missing_ok=True)
    free = shutil.disk_usage(folder).free
    with filler.open("wb") as stream:
        stream.write(bytes(max(0, free - left)))


def test_a_full_disk_costs_results_their_place_and_attributions_an_error(
    small_disk: tuple[Path, Callable[[int], None]],
) -> None:
    folder, leave = small_disk
    store = Store(folder, "key", (4, 1, 256, 256), 2)
    relevance = np.ones((2, 1, 256, 256), np.float32)
    arrays = {
        "attribution": relevance,
        "output": relevance[:, 0, 0, :3],
        "label": np.zeros(2),
        "index": np.arange(2),
    }
    arrays["id"] = np.array(["a", "b"], dtype=object)
    store.write(0, arrays)
    leave(300_000)
    with pytest.raises(
        StoreError, match=r"No space left on device\. All that was stored before is kept: make room"
    ):
        store.write(1, arrays)
    assert store.state(0) == "whole"
    assert store.state(1) == "missing"
    large = np.ones(200_000)
    if os.path.ismount(folder):  # a memo does without `files._sync`
        memo = Memo(folder / "memo")
        with pytest.warns(
            MemoWarning, match=r"results cannot be kept in .*memo and .*: No space left on device"
        ):
            assert np.array_equal(memo.call(scale, large), large * 2)
        with warnings.catch_warnings():
            warnings.simplefilter("error")  # said once, not for each of ten thousand results
            memo.call(scale, large * 3)
        assert list(folder.rglob("*.part")) == []
        memo.call(scale, X)
    leave(20_000_000)
    store.write(1, arrays)
    assert store.state(1) == "whole"
    assert list(folder.rglob("*.part")) == []


def spray(*arguments: object) -> Result:
    return CliRunner().invoke(main, [*map(str, arguments)], prog_name="spray")


def contents(folder: Path) -> dict[str, bytes]:
    found = [*(folder / "site").rglob("*"), folder / "results.json"]
    return {str(path.relative_to(folder)): path.read_bytes() for path in found if path.is_file()}


@pytest.mark.slow
def test_a_build_on_a_full_disk_says_so_at_every_stage_and_goes_on_when_there_is_room(
    tmp_path: Path, small_disk: tuple[Path, Callable[[int], None]]
) -> None:
    project = make_project(tmp_path, {"ape": 20, "bee": 9})
    folder, leave = small_disk
    whole = spray("build", project, "--out", tmp_path / "whole" / "site")
    assert whole.exit_code == 0, whole.output
    stopped = []
    for left in (0, 16_000, 100_000, 700_000, 1_500_000):
        leave(left)
        result = spray("build", project, "--out", folder / "site")
        assert "Traceback" not in result.output
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        if result.exit_code:
            assert result.exit_code == 1
            assert "No space left on device" in result.stderr
            assert str(folder) in result.stderr
            stopped.append(len(result.stdout.splitlines()))
        assert list(folder.rglob("*.part")) == []
    assert len(stopped) >= 3
    assert stopped == sorted(stopped)  # the more room, the further it came
    leave(20_000_000)
    assert spray("build", project, "--out", folder / "site").exit_code == 0
    assert contents(folder) == contents(tmp_path / "whole")


# ---- somebody else's --------------------------------------------------------------------------------------


def test_a_store_that_may_only_be_read_gives_its_hits_and_says_what_it_cannot_keep(
    small_disk: tuple[Path, Callable[[int], None]], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, _ = small_disk
    memo, store = Memo(folder / "memo"), Store(folder, "key", (1, 1, 2, 2), 1)
    one = np.ones((1, 1, 2, 2), np.float32)
    memo.call(scale, X)
    read_only(folder, monkeypatch)
    assert np.array_equal(memo.call(scale, X), X * 2)
    why = r"(Read-only file system|Permission denied)"
    with pytest.warns(
        MemoWarning, match=rf"results cannot be kept in .*memo and are computed anew next time: {why}"
    ):
        assert np.array_equal(memo.call(scale, X, factor=3.0), X * 3)
    assert memo.counts == {"misses": 2, "hits": 1}
    with pytest.raises(StoreError, match=rf"Cannot store 0 MB in .*disk: {why}\. All that was stored before"):
        store.write(
            0,
            dict.fromkeys(("attribution", "output", "label", "index"), one) | {"id": np.array(["a"], object)},
        )


def read_only(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Mounted again, or rights are taken away; to root, who needs none, refusal is played."""
    if os.path.ismount(folder):
        subprocess.run(["mount", "-o", "remount,ro", str(folder)], check=True)
    elif os.geteuid():
        for path in (folder, *folder.rglob("*")):
            path.chmod(0o555 if path.is_dir() else 0o444)
    else:
        refusal = OSError(errno.EROFS, os.strerror(errno.EROFS))
        monkeypatch.setattr(files, "_sync", lambda path: (_ for _ in ()).throw(refusal))
        monkeypatch.setattr(entries.Stream, "write", lambda stream, data: (_ for _ in ()).throw(refusal))


def test_results_in_every_form_survive_another_process(tmp_path: Path) -> None:
    """Sparse, scalar, dict, tuple: what one process has stored, another finds."""
    memo = Memo(tmp_path)

    def give(kind):
        return {
            "sparse": scipy.sparse.csr_array(np.eye(3)),
            "scalar": np.float64(0.1),
            "dict": {"a": (1, None)},
            "tuple": (np.arange(3), "text"),
        }[kind]

    for kind in ("sparse", "scalar", "dict", "tuple"):
        memo.call(give, kind)
    (folder,) = (path for path in tmp_path.iterdir() if path.is_dir())
    code = (
        "import sys, pathlib\nfrom spray import entries\n"
        "for path in pathlib.Path(sys.argv[1]).glob('*.h5'):\n"
        "    print(type(entries.read(path, path.stem)).__name__)"
    )
    assert sorted(python("-c", code, folder).stdout.split()) == ["csr_array", "dict", "float64", "tuple"]
