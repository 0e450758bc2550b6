"""Kills processes that fill a memo and a store, at random moments, and looks at what is left of their work.

    python killed.py FOLDER RUNS SEED

A child says what it has finished by a byte in a pipe. After every kill all of that must be there and right, and every
other file either whole or none of ours. Prints the number of results and shards that were found.
"""

import os
import signal
import sys
import time
import warnings
from pathlib import Path

import numpy as np
import scipy.sparse

from spray.memo import Memo
from spray.store import Store

EACH = 1000  # calls of one run, at most
SHAPE = (EACH, 1, 16, 16)


def result(run: int, i: int) -> object:
    """Something else each time: small, large, sparse, nested."""
    if i % 7 == 3:
        return np.full(300_000, run + i / EACH)
    if i % 7 == 5:
        return scipy.sparse.csr_array(np.diag(np.arange(50.0) + run + i))
    return {"run": run, "all": (np.arange(200) + i, float(i), None)}


def shard(run: int, i: int) -> dict[str, np.ndarray]:
    relevance = np.full((1, *SHAPE[1:]), run * EACH + i, np.float32)
    whole = {"attribution": relevance, "output": relevance[:, 0, 0, :3], "label": np.array([0])}
    return whole | {"index": np.array([i]), "id": np.array([f"{run}/{i}"], dtype=object)}


def work(folder: Path, run: int, pipe: int) -> None:
    memo, store = Memo(folder / "memo"), Store(folder, f"run{run}", SHAPE, 1)
    for i in range(EACH):
        memo.call(result, run, i)
        if i % 4 == 0:
            store.write(i, shard(run, i))
        os.write(pipe, b".")


def same(one: object, other: object) -> bool:
    if isinstance(one, dict) and isinstance(other, dict):
        return all(same(one[name], other[name]) for name in (*one, *other))
    if isinstance(one, tuple) and isinstance(other, tuple):
        return all(map(same, one, other))
    if scipy.sparse.issparse(one):
        return (one != other).nnz == 0
    return np.array_equal(one, other) if isinstance(one, np.ndarray) else one == other


def look(folder: Path, run: int, finished: int) -> tuple[int, int]:
    """What a run has left: all that it said it had finished, and at most what was in flight."""
    memo, store = Memo(folder / "memo"), Store(folder, f"run{run}", SHAPE, 1)
    for i in range(finished):
        assert same(memo.call(result, run, i), result(run, i)), (run, i)
    assert memo.counts["hits"] == memo.counts.total() == finished, memo.counts
    states = [store.state(i) for i in range(0, EACH, 4)]
    assert "damaged" not in states
    whole = [4 * i for i, state in enumerate(states) if state == "whole"]
    assert len(range(0, finished, 4)) <= len(whole) <= len(range(0, finished, 4)) + 1
    for i in whole[-3:]:
        assert (store.read(np.array([i])) == run * EACH + i).all()
    return finished, len(whole)


def main(folder: Path, runs: int, seed: int) -> None:
    for i in range(8):  # whatever is loaded and remembered once: a child shall work from its first moment
        Memo(folder / "warm").call(result, 0, i)
    rng, results, shards = np.random.default_rng(seed), 0, 0
    for run in range(runs):
        read, write = os.pipe()
        child = os.fork()
        if not child:
            os.close(read)
            work(folder, run, write)
            os._exit(0)
        os.close(write)
        time.sleep(rng.uniform(0.0, 0.12))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        with os.fdopen(read, "rb") as pipe:
            found = look(folder, run, len(pipe.read()))
        results, shards = results + found[0], shards + found[1]
    print(results, shards, len(list((folder / "memo").rglob("*.h5"))))


if __name__ == "__main__":
    warnings.simplefilter("error")
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
