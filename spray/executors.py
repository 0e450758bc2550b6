"""Where work is done: in processes of this machine, on a cluster, or wherever an executor of one's own takes it.

    with connect("local", store) as executor:              one process per processor; "local:4" for four
    with connect("dask://host:8786", store) as executor:   a Dask cluster, see `spray.cluster`
    with concurrent.futures.ThreadPoolExecutor() ...       or any other

    for number, result in results(executor, function, tasks): ...

A function and its tasks are picklable, and what it does depends on nothing else: a task may run anywhere, and twice.
"""

import contextlib
import multiprocessing
import os
import pickle
import re
import signal
import sys
import threading
import warnings
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor, as_completed
from multiprocessing.context import SpawnContext, SpawnProcess
from pathlib import Path
from types import ModuleType
from typing import Any, ParamSpec, TypeVar

from spray.errors import ExecutorError, TaskError, WorkerLostError
from spray.machine import processors
from spray.threads import SHARE, at_most, share

# Numerical libraries read these when they are loaded, so the parent sets them for its children. With one
# thread, sums have one order: results do not depend on the number of processors.
THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS")
ATTEMPTS = 3
"""How many times workers may be lost with no task finished in between."""

P = ParamSpec("P")
T = TypeVar("T")
Task = TypeVar("Task")


class WithoutScript(SpawnProcess):
    """A process that does not run the script of its parent again, so that script needs no `if __name__ == ...`."""

    @staticmethod
    def _Popen(process_obj: Any) -> Any:  # noqa: N802, the name that multiprocessing calls
        script, sys.modules["__main__"] = sys.modules["__main__"], ModuleType("__main__")
        try:
            return SpawnProcess._Popen(process_obj)
        finally:
            sys.modules["__main__"] = script


class ScriptlessContext(SpawnContext):
    """How processes are started for functions that no script has defined."""

    Process = WithoutScript


class Processes(Executor):
    """Processes of this machine, which start when they are given work, and can be started anew when one is lost.

    `script`: whether they import the script that is running, which has to hide what it does from them behind
    `if __name__ == "__main__":`. They must where it defines functions that they are to call.
    """

    def __init__(self, workers: int, script: bool = True) -> None:
        self.workers, self.script = workers, script
        self.pool = self._start()

    def submit(self, function: Callable[P, T], /, *arguments: P.args, **parameters: P.kwargs) -> Future[T]:
        return self.pool.submit(function, *arguments, **parameters)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        self.pool.shutdown(wait, cancel_futures=cancel_futures)

    def renew(self) -> None:
        """Go on with half as many processes: most often one is lost because there was no memory for all."""
        self.pool.shutdown(wait=False, cancel_futures=True)
        before, self.workers = self.workers, max(1, self.workers // 2)
        warnings.warn(
            "A worker process was ended from outside (is there enough memory?). "
            f"Its work is done again; {self.workers} of {before} go on.",
            stacklevel=2,
        )
        self.pool = self._start()

    def _start(self) -> ProcessPoolExecutor:
        context = multiprocessing.get_context("spawn") if self.script else ScriptlessContext()
        return ProcessPoolExecutor(self.workers, context, initializer=_prepare)


@contextlib.contextmanager
def connect(name: str, store: Path) -> Iterator[Executor]:
    """The executor of a name; `store` is the folder that its workers read and write.

    Raises `ExecutorError` for a name that stands for nothing, `ClusterError` for a cluster that cannot work.
    """
    kind, place = parse(name)
    if kind == "dask":
        from spray import cluster

        with cluster.connect(place, store) as executor:
            yield executor
    else:
        with local(int(place or processors()), script=False) as executor:
            yield executor


def parse(name: str) -> tuple[str, str]:
    """("local", number or ""), ("dask", "host:port"). Raises `ExecutorError`."""
    match = re.fullmatch(r"(local)(?::([1-9]\d{0,3}))?|(dask)://([^\s/]+:\d+)/?", name)
    if match is None:
        raise ExecutorError(name)
    return match[1] or match[3], match[2] or match[4] or ""


@contextlib.contextmanager
def local(workers: int, script: bool = True) -> Iterator[Processes]:
    """Processes with one thread each, never left behind; on an exception they are ended at once.

    `script` as of `Processes`. Where there are fewer of them than processors, the few steps that several threads can
    share use the rest.
    """
    before = {name: os.environ.get(name) for name in (*THREADS, SHARE)}
    os.environ.update(dict.fromkeys(THREADS, "1") | {SHARE: str(max(1, processors() // workers))})
    executor = Processes(workers, script)
    others = set(multiprocessing.active_children())
    try:
        yield executor
    except BaseException:
        executor.shutdown(wait=False, cancel_futures=True)
        for child in set(multiprocessing.active_children()) - others:
            child.terminate()
        raise
    finally:
        executor.shutdown()
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


def results(
    executor: Executor | None, function: Callable[[Task], T], tasks: Sequence[Task]
) -> Iterator[tuple[int, T]]:
    """The number of each task with its result, as they come; without an executor, one by one in this process.

    A lost worker costs what it was doing: that is done again. Raises `WorkerLostError` when nothing else happens any
    more, and whatever the function raises; tasks that have not begun are then cancelled.
    """
    if executor is None:
        yield from ((number, function(task)) for number, task in enumerate(tasks))
        return
    waiting, lost = dict(enumerate(tasks)), 0
    while waiting:
        futures: dict[Future[T], int] = {}
        try:
            with contextlib.suppress(BrokenExecutor):
                for number, task in waiting.items():
                    futures[executor.submit(_whole, function, task)] = number
            for future in as_completed(futures):
                try:
                    result = future.result()
                except _losses(executor):
                    continue
                del waiting[futures[future]]
                lost = 0
                yield futures[future], result
        finally:
            for future in futures:
                future.cancel()
        if waiting:
            lost += 1
            renew: Callable[[], Any] | None = getattr(executor, "renew", None)
            if renew is None or lost == ATTEMPTS:
                raise WorkerLostError(len(waiting))
            renew()


def _whole(function: Callable[[Task], T], task: Task) -> T:
    """The result, or an error that can be sent: one that cannot would end the process that it arrives at.

    Others work beside this process, so it uses no more threads than its share.
    """
    try:
        with at_most(share()):
            return function(task)
    except Exception as error:
        try:
            pickle.loads(pickle.dumps(error))  # noqa: S301, our own bytes
        except Exception:
            told = TaskError(f"{type(error).__name__}: {error}")
            for note in getattr(error, "__notes__", ()):
                told.add_note(note)
            raise told from None
        raise


def _losses(executor: Executor) -> tuple[type[BaseException], ...]:
    """The exceptions by which an executor says that the process of a task is no more."""
    return (BrokenExecutor, *getattr(executor, "losses", ()))


def _prepare() -> None:
    """Ctrl-C is the parent's to handle; when the parent is gone, however it died, so is the child."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_follow, args=(parent,), daemon=True).start()


def _follow(parent: "multiprocessing.process.BaseProcess") -> None:
    parent.join()
    os._exit(1)
