"""Explain every sample of a data set, once.

    rows --batches of fixed composition--> inputs --explain--> output, relevance --shards--> Store

Several batches may be explained side by side, each by a thread of its own. On processors that is faster than several
threads for one batch, which wait for each other after every layer, and what else has to be done, decoding and storing,
stops none of them.

The composition of batches and shards follows from shapes alone, and a shard is stored whole or not at all:
a run that was killed and run again stores the same bytes as one that was not, wherever its shards were made.
"""

import contextlib
import threading
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

import h5py
import numpy as np
from numpy.typing import NDArray

from spray.errors import ResourceError
from spray.executors import results
from spray.store import Arrays, Store, content_key
from spray.threads import in_order

VERSION = 3  # raised whenever the same inputs would be stored differently
BATCH_VALUES = 1 << 21  # "auto": input values per batch; 8 images of 224x224x3, 256 of 28x28
WIDE = 1 << 22  # the same on an accelerator, which explains one batch at a time
MOST_BATCH = 256
SHARD_BYTES = 1 << 25  # lost, at most, when a run is killed
AHEAD = 2  # batches at least that are decoded while others are explained

Ints = NDArray[np.integer[Any]]
Floats = NDArray[np.float32]
Explain = Callable[[Floats, Ints | None], tuple[Floats, Floats]]
"""(inputs (n, C, H, W), targets (n,) or None: the arg max) -> output (n, classes), relevance (n, C, H, W)."""

Load = Callable[["Samples"], Explain]
"""Gives the function that explains such samples, wherever it is called; can be pickled."""

Item = TypeVar("Item")
Made = TypeVar("Made")


@dataclass(frozen=True)
class Lanes:
    """How many batches are explained at once, each by a thread of its own, and what such a thread begins with.

    `begin(ended)` is called with a function that says whether the thread's work has become useless: a lane that asks it
    now and then ends soon after Ctrl-C. One lane without a beginning is the thread that calls.
    """

    count: int = 1
    begin: Callable[[Callable[[], bool]], None] | None = None


class Samples(Protocol):
    """What is needed of a data set."""

    @property
    def id(self) -> tuple[str, ...]: ...
    @property
    def label(self) -> Ints: ...
    @property
    def shape(self) -> tuple[int, int, int]: ...
    @property
    def fingerprint(self) -> str: ...
    def inputs(self, rows: Ints) -> Floats:
        """Model inputs of some rows."""
        ...

    def only(self, rows: Ints) -> "Samples":
        """Some of the samples, as a data set by itself; can be pickled."""
        ...


def plan(
    samples: Samples,
    *,
    folder: Any,
    explainer: str,
    target: str,
    batch_size: int | str = "auto",
    most: int = BATCH_VALUES,
) -> tuple[Store, int]:
    """Where the attributions of these samples are stored, and the batch size that "auto" stands for.

    `explainer` is the content hash of the relevance graph and its parameters, with the device it runs on; `most` is how
    many input values an automatic batch has at most.
    """
    values = int(np.prod(samples.shape))
    batch = automatic_batch(values, most) if batch_size == "auto" else int(batch_size)
    parts = {
        "version": VERSION,
        "explainer": explainer,
        "samples": samples.fingerprint,
        "target": target,
        "batch": batch,
    }
    shard = batch * max(1, min(SHARD_BYTES // (4 * values), MOST_BATCH) // batch)
    return Store(folder, content_key(parts), (len(samples.id), *samples.shape), shard), batch


def automatic_batch(values: int, most: int = BATCH_VALUES) -> int:
    """A power of two from the size of one input, never from free memory: the batch decides the bytes."""
    samples = max(1, min(MOST_BATCH, most // max(1, values)))
    return 1 << (samples.bit_length() - 1)


@dataclass(frozen=True, eq=False)
class ShardTask:
    """A shard to make: its samples and no others, and how to get a model that explains them."""

    samples: Samples
    load: Load
    store: Store
    shard: int
    batch: int
    target: str


def attribute(
    samples: Samples,
    explain: Explain,
    store: Store,
    batch: int,
    *,
    target: str = "true_label",
    progress: Callable[[int, int], None] = lambda done, total: None,
    warn: Callable[[str], None] = lambda message: None,
    lanes: Lanes = Lanes(),
    executor: Executor | None = None,
    load: Load | None = None,
) -> int:
    """Explain what the store lacks; returns the number of samples that were explained now.

    In this process by `explain`, in `lanes`, or, with an `executor`, a shard at a time by what `load` gives there. The
    bytes are the same. `progress(done, total)` is called with what was stored before, then after every batch or shard;
    `warn` for damaged shards, which are made anew. Whatever `explain` raises gets a note with the samples it was given.
    """
    lacking = missing(store, warn)
    before = len(store) - sum(len(store.rows(shard)) for shard in lacking)
    explained = 0
    progress(before, len(store))
    if executor is not None and load is not None:
        tasks = [
            ShardTask(samples.only(store.rows(shard)), load, store, shard, batch, target) for shard in lacking
        ]
        made = _elsewhere(executor, tasks)
    else:
        made = _in_turn(samples, sparing(explain, warn), store, lacking, batch, target, lanes)
    with contextlib.closing(made):
        for count in made:
            explained += count
            progress(before + explained, len(store))
    return explained


def sparing(explain: Explain, warn: Callable[[str], None] = lambda message: None) -> Explain:
    """The same, by halves of a batch from the moment on at which a whole one did not fit into the memory.

    Raises: `ResourceError` if one sample alone does not.
    """
    most = [0]  # samples at once; 0: as many as come
    lock = threading.Lock()  # lanes may fail together

    def explained(inputs: Floats, targets: Ints | None) -> tuple[Floats, Floats]:
        while True:
            size = most[0] or len(inputs)
            try:
                parts = [
                    explain(inputs[at], None if targets is None else targets[at])
                    for at in (slice(start, start + size) for start in range(0, len(inputs), size))
                ]
            except ResourceError:
                if size == 1:
                    raise
                failed = min(size, len(inputs))
            else:
                return _whole([part[0] for part in parts]), _whole([part[1] for part in parts])
            # Outside the handler, which keeps the frames of what failed, and with them its memory.
            with lock:
                if most[0] in (0, size):
                    most[0] = (failed + 1) // 2
                    warn(
                        f"A batch of {failed} does not fit into the memory: {most[0]} samples are explained at a time"
                        " now."
                    )

    return explained


def missing(store: Store, warn: Callable[[str], None] = lambda message: None) -> list[int]:
    """The shards that are not there, or not whole."""
    lacking = []
    for shard, state in zip(store.shards, store.states(), strict=True):
        if state == "damaged":
            warn(f"The shard {store.path(shard).name} of stored attributions is damaged; it is made anew.")
        if state != "whole":
            lacking.append(shard)
    return lacking


def make_shard(task: ShardTask) -> int:
    """Explain and store the samples of a shard; returns their number."""
    explain, rows = sparing(task.load(task.samples)), task.store.rows(task.shard)
    made = _Shard(len(rows))
    for here in _split(np.arange(len(rows)), task.batch):
        made.add(_explain(task.samples, explain, here, task.samples.inputs(here), task.target))
    task.store.write(task.shard, made.arrays | {"index": rows.astype(np.int64)})
    return len(rows)


def _elsewhere(executor: Executor, tasks: Sequence[ShardTask]) -> Generator[int]:
    """The number of samples of every shard, as they come."""
    for _, count in results(executor, make_shard, tasks):
        yield count


def _in_turn(
    samples: Samples,
    explain: Explain,
    store: Store,
    lacking: Sequence[int],
    batch: int,
    target: str,
    lanes: Lanes,
) -> Generator[int]:
    """The number of samples of every batch, its shard stored when it is complete."""
    batches = [rows for shard in lacking for rows in _split(store.rows(shard), batch)]

    def loaded(rows: Ints) -> tuple[Ints, Floats]:
        return rows, samples.inputs(rows)

    def explained(given: tuple[Ints, Floats]) -> tuple[Ints, Arrays]:
        return given[0], _explain(samples, explain, *given, target)

    inputs = _ahead(loaded, batches, Lanes(max(AHEAD, lanes.count)))
    parts = _ahead(explained, inputs, lanes)
    with contextlib.closing(inputs), contextlib.closing(parts), _Writer(store) as writer:
        for rows, part in parts:
            shard = int(rows[0]) // store.shard_size
            whole = store.rows(shard)
            if rows[0] == whole[0]:
                made = _Shard(len(whole))
            made.add(part)
            if rows[-1] == whole[-1]:
                writer.write(shard, made.arrays)
            yield len(rows)


class _Shard:
    """The arrays of a shard, filled batch by batch: what is explained is kept once, where it is written from."""

    def __init__(self, size: int) -> None:
        self.size, self.filled = size, 0
        self.arrays: dict[str, NDArray[Any]] = {}

    def add(self, part: Arrays) -> None:
        """Take over the next batch."""
        start, self.filled = self.filled, self.filled + len(part["index"])
        for name, values in part.items():
            if name not in self.arrays:
                self.arrays[name] = np.empty((self.size, *values.shape[1:]), values.dtype)
            self.arrays[name][start : self.filled] = values


class _Writer:
    """Stores a shard while the next one is explained; one at a time, so that memory holds two."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.pool = ThreadPoolExecutor(1)
        self.running: Future[None] | None = None

    def __enter__(self) -> "_Writer":
        return self

    def write(self, shard: int, arrays: Arrays) -> None:
        """Begin to store a shard; raises what the one before has raised."""
        self._finish()
        self.running = self.pool.submit(self.store.write, shard, arrays)

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        try:
            self._finish()
        except Exception:
            if kind is None:  # otherwise the error that is on its way came first
                raise
        finally:
            self.pool.shutdown()

    def _finish(self) -> None:
        running, self.running = self.running, None
        if running is not None:
            running.result()


def _split(rows: Ints, batch: int) -> Iterator[Ints]:
    return (rows[start : start + batch] for start in range(0, len(rows), batch))


def _whole(parts: Sequence[NDArray[Any]]) -> NDArray[Any]:
    return np.concatenate(parts) if len(parts) > 1 else parts[0]


def _explain(samples: Samples, explain: Explain, rows: Ints, inputs: Floats, target: str) -> Arrays:
    labels = samples.label[rows]
    ids = [samples.id[row] for row in rows]
    try:
        output, relevance = explain(inputs, labels if target == "true_label" else None)
    except Exception as error:
        error.add_note(
            f"This happened while explaining {ids[0]}" + (f" ... {ids[-1]}." if len(ids) > 1 else ".")
        )
        raise
    return {
        "attribution": relevance.astype(np.float32, copy=False),
        "output": output.astype(np.float32, copy=False),
        "label": labels.astype(np.int64),
        "index": rows.astype(np.int64),
        "id": np.array(ids, dtype=h5py.string_dtype()),
    }


def _ahead(function: Callable[[Item], Made], items: Iterable[Item], lanes: Lanes) -> Generator[Made]:
    """Results in the order of the items, each made in one of the lanes before it is asked for."""
    if lanes.count == 1 and lanes.begin is None:
        yield from map(function, items)
        return
    ended = threading.Event()
    begin = () if lanes.begin is None else (lanes.begin, (ended.is_set,))
    pool = ThreadPoolExecutor(lanes.count, "lane", *begin)
    try:
        yield from in_order(pool, function, items, lanes.count)
    finally:
        ended.set()
        pool.shutdown(cancel_futures=True)
