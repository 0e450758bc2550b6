"""The memo returns what the function would return, whatever happens to its files."""

import errno
import json
import os
import resource
import signal
import subprocess
import sys
import textwrap
import time
import types
from pathlib import Path

import h5py
import numpy as np
import pytest
import scipy.sparse

from spray import files
from spray.errors import UnknownContentError, UnrepeatableError, UnstorableError
from spray.keys import Known
from spray.memo import Memo, MemoWarning

X = np.linspace(0, 1, 12, dtype=np.float32).reshape(4, 3)


def scale(x, factor=2.0):
    return x * factor


def shuffled(x, seed):
    return np.random.default_rng(seed).permutation(x)


def identity(x):
    return x


@pytest.fixture
def memo(tmp_path):
    return Memo(tmp_path / "memo")


def function_from(source, module="elsewhere", name="f"):
    """A function as if it had been read from a file of its own."""
    namespace = types.ModuleType(module).__dict__
    exec(textwrap.dedent(source), namespace)
    return namespace[name]


# --- the wrong answers that a cache of explanations has been seen to give ---------------------------------


def test_a_change_of_code_is_a_miss(memo):
    assert memo.call(function_from("def f(x): return x + 1"), 1) == 2
    assert memo.call(function_from("def f(x): return x + 2"), 1) == 3


def test_a_change_in_a_helper_of_the_same_package_is_a_miss(memo):
    source = "def helper(x): return x + {0}\ndef f(x): return helper(x)"
    assert memo.call(function_from(source.format(1)), 1) == 2
    assert memo.call(function_from(source.format(2)), 1) == 3


def test_a_change_of_a_constant_that_the_code_uses_is_a_miss(memo):
    source = "LIMIT = {0}\ndef f(x): return min(x, LIMIT)"
    assert memo.call(function_from(source.format(5)), 9) == 5
    assert memo.call(function_from(source.format(6)), 9) == 6


def test_equal_names_in_different_modules_do_not_collide(memo):
    source = "def f(x): return x * {0}"
    assert memo.call(function_from(source.format(2), "one"), 3) == 6
    assert memo.call(function_from(source.format(2), "two"), 3) == 6
    assert memo.counts == {"misses": 2}


def test_two_anonymous_functions_do_not_collide(memo):
    assert memo.call(lambda x: x + 1, 1) == 2
    assert memo.call(lambda x: x * 100, 1) == 100


def test_what_a_function_closes_over_is_part_of_its_key(memo):
    def adder(amount):
        return lambda x: x + amount

    assert [memo.call(adder(amount), 1) for amount in (1, 2)] == [2, 3]


def test_every_parameter_is_part_of_the_key(memo):
    assert memo.call(scale, X, factor=2.0).max() == 2
    assert memo.call(scale, X, factor=4.0).max() == 4
    assert memo.counts == {"misses": 2}


def test_a_default_counts_as_if_it_had_been_written(memo):
    for arguments, parameters in (((X,), {}), ((X, 2.0), {}), ((X,), {"factor": 2.0})):
        memo.call(scale, *arguments, **parameters)
    assert memo.counts == {"misses": 1, "hits": 2}


def test_the_seed_is_part_of_the_key(memo):
    first, second = (memo.call(shuffled, np.arange(50), seed=seed) for seed in (0, 1))
    assert not np.array_equal(first, second)


def test_a_random_function_without_a_seed_is_refused(memo):
    with pytest.raises(UnrepeatableError, match=r"shuffled with seed=None.* Pass a whole number as seed"):
        memo.call(shuffled, X, seed=None)


def test_parameters_of_an_inner_step_reach_the_outer_key(memo):
    def outer(factor):
        return memo.call(identity, memo.step(scale, X, factor=factor)).max()

    assert [outer(1.0), outer(3.0), outer(1.0)] == [1, 3, 1]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (np.float64(0.5), np.float64(0.5024)),
        (np.array([1000]), np.array([1001])),
        (np.array([1.0]), np.nextafter([1.0], 2)),
        (np.array([0.0]), np.array([-0.0])),
        (np.zeros(4, np.float32), np.zeros(4, np.float64)),
        (np.zeros((2, 2)), np.zeros(4)),
        (np.array(["a"]), np.array(["b"])),
        (1, 1.0),
        (1, True),
        ("1", 1),
        ((1, 2), [1, 2]),
        (None, "None"),
        ({"a": 1}, {"a": 2}),
        (scipy.sparse.csr_array(np.eye(2)), scipy.sparse.csr_array(np.eye(3))),
    ],
)
def test_values_that_differ_at_all_have_different_keys(memo, one, other):
    assert memo.step(identity, one).key != memo.step(identity, other).key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (X, X.copy()),
        (X, np.asfortranarray(X)),
        (X[::2], X[::2].copy()),
        ({"a": 1, "b": 2}, {"b": 2, "a": 1}),
        (("foo", "foo"), ("foo", "".join(["f", "oo"]))),
        (np.zeros((0, 3)), np.zeros((0, 3))),
        (scipy.sparse.csr_array(np.eye(2)), scipy.sparse.csr_array(np.eye(2))),
    ],
)
def test_equal_values_have_equal_keys(memo, one, other):
    assert memo.step(identity, one).key == memo.step(identity, other).key


def test_keys_do_not_depend_on_the_process(memo):
    code = "import numpy as np; from spray.analyses.kmeans import kmeans; from spray.memo import Memo\n"
    code += "print(Memo(None).step(kmeans, np.arange(6.0).reshape(3, 2), k=2, seed=0).key)"
    keys = {
        subprocess.run(
            [sys.executable, "-c", code],
            env=os.environ | {"PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(keys) == 1


# --- what can be stored ----------------------------------------------------------------------------------

VALUES = {
    "none": None,
    "bool": True,
    "big integer": -(10**30),
    "not a number": float("nan"),
    "complex": 1 - 2j,
    "text": "ü\0\U0001f600",
    "bytes": b"\0\xff",
    "scalar": np.float32(0.1),
    "scalar array": np.array(3, np.int8),
    "empty": np.zeros((0, 3)),
    "booleans": np.array([True, False]),
    "texts": np.array(["a", "bcd"]),
    "dates": np.array(["2020-01-01"], "datetime64[D]"),
    "big endian": np.arange(3, dtype=">i4"),
    "half": np.arange(3, dtype=np.float16),
    "nested": ({"a": [1, (X, None)]}, {1: "one", None: ()}),
    "many": tuple(np.array([i]) for i in range(1200)),
}


def same(one, other):
    if isinstance(one, dict):
        return list(one) == list(other) and all(same(one[key], other[key]) for key in one)
    if isinstance(one, tuple | list):
        return type(one) is type(other) and len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, np.ndarray | np.generic):
        return type(one) is type(other) and one.dtype == other.dtype and np.array_equal(one, other)
    return type(one) is type(other) and repr(one) == repr(other)


@pytest.mark.parametrize("value", VALUES.values(), ids=VALUES)
def test_a_stored_value_comes_back_as_it_was(memo, value):
    fresh, stored = memo.call(lambda: value), memo.call(lambda: value)
    assert same(value, fresh)
    assert same(value, stored)
    assert memo.counts == {"misses": 1, "hits": 1}


@pytest.mark.parametrize("form", ["csr", "csc", "coo", "bsr", "dia"])
@pytest.mark.parametrize("kind", ["array", "matrix"])
def test_a_stored_sparse_matrix_comes_back_as_it_was(memo, form, kind):
    make = getattr(scipy.sparse, f"{form}_{kind}")
    value = make(np.diag([1.0, 0.0, 3.0]))
    memo.call(lambda: value)
    stored = memo.call(lambda: value)
    assert type(stored) is make
    assert stored.dtype == value.dtype
    assert np.array_equal(stored.toarray(), value.toarray())


def test_a_result_that_no_entry_can_hold_is_an_error_each_time(memo):
    for _ in range(2):
        with pytest.raises(UnstorableError, match=r"type builtins.set. Return numbers"):
            memo.call(lambda: {1})


def test_an_argument_without_content_is_an_error_that_names_it(memo):
    with pytest.raises(UnknownContentError, match=r"argument 'x', a builtins.object: it has no content"):
        memo.call(identity, object())


def test_a_method_is_refused(memo):
    with pytest.raises(UnknownContentError, match="not a plain function"):
        memo.call([1].count, 1)


def test_an_exception_leaves_nothing_behind(memo):
    def fails(x):
        raise ZeroDivisionError

    for _ in range(2):
        with pytest.raises(ZeroDivisionError):
            memo.call(fails, 1)
    assert list(memo.folder.rglob("*.h5")) == []


def test_results_cannot_be_changed_in_place(memo):
    for _ in range(2):
        with pytest.raises(ValueError, match="read-only"):
            memo.call(scale, X)[0] = 0


# --- laziness and chaining --------------------------------------------------------------------------------


def test_a_warm_chain_reads_only_its_last_result(memo):
    class Unreadable:
        key = "content"

        def read(self):
            raise AssertionError("the input is not needed")

    def load(source):
        return source.read()

    def chain(source):
        return memo.step(scale, memo.transient(load, Known(source, source.key)), factor=3.0)

    readable = Unreadable()
    readable.read = lambda: X
    assert np.array_equal(chain(readable).value, X * 3)
    assert np.array_equal(chain(Unreadable()).value, X * 3)


def test_a_step_inside_a_tuple_or_mapping_is_resolved_and_keyed(memo):
    def total(pair, options):
        return float(pair[0].sum() + options["add"])

    def call(factor):
        return memo.call(total, (memo.step(scale, X, factor=factor), 1), {"add": memo.step(identity, 1)})

    assert call(1.0) == pytest.approx(float(X.sum()) + 1)
    assert call(2.0) == pytest.approx(2 * float(X.sum()) + 1)


def test_without_a_folder_everything_is_computed():
    memo = Memo(None)
    assert [memo.call(identity, 1) for _ in range(2)] == [1, 1]
    assert memo.counts == {"misses": 2}


# --- it says why -------------------------------------------------------------------------------------------


def test_it_explains_hits_and_misses(memo):
    assert memo.explain(scale, X) == f"miss: {__name__}.scale: no call of it is stored yet"
    memo.call(scale, X, factor=2.0)
    assert memo.explain(scale, X).startswith(f"hit: {__name__}.scale: every part of the key agrees")
    assert memo.explain(scale, X, factor=5.0).splitlines() == [
        f"miss: {__name__}.scale: the nearest of 1 stored calls differs in",
        "  argument factor: float 5.0, stored float 2.0",
    ]


def test_versions_of_the_numeric_libraries_are_part_of_the_key(memo, monkeypatch):
    memo.call(scale, X)
    monkeypatch.setattr("spray.keys.versions", lambda: {"version numpy": "0.1"})
    assert "version numpy: 0.1, stored" in memo.explain(scale, X)


# --- damage ------------------------------------------------------------------------------------------------


def entry(memo):
    (path,) = memo.folder.rglob("*.h5")
    return path


@pytest.mark.parametrize("position", [0, 40, 500, 600, -1, 0.3, 0.5, 0.8])
def test_a_flipped_bit_anywhere_is_computed_again_with_a_warning(memo, position):
    memo.call(scale, X)
    raw = bytearray(entry(memo).read_bytes())
    place = int(position * len(raw)) if isinstance(position, float) else position
    raw[place] ^= 4
    entry(memo).write_bytes(raw)
    with pytest.warns(MemoWarning, match=r"\.h5 is damaged; it is computed again"):
        assert np.array_equal(memo.call(scale, X), X * 2)
    assert np.array_equal(memo.call(scale, X), X * 2)
    assert memo.counts == {"misses": 2, "damaged": 1, "hits": 1}


@pytest.mark.parametrize("length", [0, 100, 512, 1000])
def test_a_cut_entry_is_computed_again_with_a_warning(memo, length):
    memo.call(scale, X)
    entry(memo).write_bytes(entry(memo).read_bytes()[:length])
    with pytest.warns(MemoWarning, match="damaged"):
        assert np.array_equal(memo.call(scale, X), X * 2)


def test_an_entry_under_a_foreign_name_is_not_believed(memo):
    memo.call(scale, X)
    wanted = memo.path(memo.step(scale, X, factor=3.0))
    entry(memo).rename(wanted)
    with pytest.warns(MemoWarning, match="damaged"):
        assert np.array_equal(memo.call(scale, X, factor=3.0), X * 3)


def test_a_full_disk_costs_the_entry_and_not_the_result(memo, monkeypatch):
    def refuse(*arguments, **more):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patch:
        patch.setattr(files, "replacing", refuse)
        with pytest.warns(
            MemoWarning, match=r"results cannot be kept in .*memo and .*: No space left on device"
        ):
            assert np.array_equal(memo.call(scale, X), X * 2)
    memo.call(scale, X)
    assert memo.counts == {"misses": 2}


def test_a_disk_that_takes_only_a_part_leaves_no_piece_behind(memo):
    small, large = memo.call(identity, X), np.ones(100_000)
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, limits[1]))
    try:
        with pytest.warns(MemoWarning, match="results cannot be kept in"):
            assert np.array_equal(memo.call(identity, large), large)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert np.array_equal(memo.call(identity, X), small)
    assert [path.suffix for path in memo.folder.rglob("*") if path.is_file()] == [".h5"]


def test_a_folder_that_cannot_be_written_costs_the_entry_and_not_the_result(tmp_path):
    (tmp_path / "memo").write_text("a file where the folder should be")
    with pytest.warns(MemoWarning) as caught:
        assert np.array_equal(Memo(tmp_path / "memo").call(scale, X), X * 2)
    assert any("results cannot be kept" in str(warning.message) for warning in caught)


def test_entries_are_plain_hdf5_behind_a_header(memo):
    memo.call(scale, X)
    with h5py.File(entry(memo)) as file:
        assert np.array_equal(file["0"][()], X * 2)
        assert sorted(file) == ["0", "skeleton"]
    first, _, third = entry(memo).read_bytes().split(b"\n", 3)[:3]
    assert first == b"spray entry 2"
    assert json.loads(third)["parts"]["argument factor"] == "float 2.0"


def test_the_same_call_writes_the_same_bytes_but_for_the_time_it_took(tmp_path):
    written = []
    for name in ("one", "two"):
        memo = Memo(tmp_path / name)
        memo.call(scale, X)
        head, content = entry(memo).read_bytes().split(b"\n", 3)[2:]
        written.append((json.loads(head) | {"seconds": None}, content.lstrip(b"\0")))
    assert written[0] == written[1]


# --- processes ---------------------------------------------------------------------------------------------

WORK = """
    import sys
    import numpy as np
    from spray.memo import Memo

    def square(i, size=2000):
        return np.full(size, i * i)

    if __name__ == "__main__":
        memo = Memo(sys.argv[1])
        for i in range(int(sys.argv[2])):
            value = memo.call(square, i)
            assert value.shape == (2000,) and (value == i * i).all()
            print(i, flush=True)
        print(dict(memo.counts))
"""


@pytest.fixture
def script(tmp_path):
    path = tmp_path / "work.py"
    path.write_text(textwrap.dedent(WORK))
    return path


def start(script, folder, calls):
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).parents[2])}
    command = [sys.executable, "-W", "error", str(script), str(folder), str(calls)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment)


@pytest.mark.slow
def test_a_killed_process_loses_only_the_entry_in_flight(tmp_path, script):
    for moment in np.random.default_rng(0).uniform(0, 0.15, size=6):
        with start(script, tmp_path / "memo", 100_000) as process:
            process.stdout.readline()
            time.sleep(moment)
            process.send_signal(signal.SIGKILL)
            # The last line may be cut.
            finished = 1 + max(map(int, process.stdout.read().split()[:-1]), default=0)
        # What it said it had finished is there, and whole: a damaged entry would be a warning, hence an error.
        with start(script, tmp_path / "memo", finished) as after:
            assert after.stdout.read().splitlines()[-1] == str({"hits": finished})


@pytest.mark.slow
def test_two_processes_share_a_folder(tmp_path, script):
    with start(script, tmp_path / "memo", 150) as one, start(script, tmp_path / "memo", 150) as other:
        ends = [process.stdout.read().splitlines()[-1] for process in (one, other)]
    assert all(end.startswith("{") for end in ends)
    assert len(list((tmp_path / "memo").rglob("*.h5"))) == 150
    assert list((tmp_path / "memo").rglob("*.part")) == []
