"""A Dask cluster as an executor.

    dask scheduler                                          on one machine
    dask worker tcp://host:8786 --nworkers 8 --nthreads 1   on each of the others

Workers have the same versions of everything that computes, and see the store under the same path: a folder on a
shared file system. Both are looked at before a task begins, on every worker, also on one that joins later. A process
does one task at a time, whatever its number of threads. A worker that dies costs what it was doing; Dask gives that
to another one.
"""

import contextlib
import os
import pickle
import platform
import secrets
import sys
import threading
import warnings
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import CancelledError, Executor, Future
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

from spray import versions
from spray.errors import ClusterError

TIMEOUT = 15  # seconds for the scheduler to answer, and for the first worker to be there
TOKEN = "cluster"
ONE_AT_A_TIME = threading.Lock()

P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True)
class Conditions:
    """What a worker must have: the file that the one who asks has written, and the same versions."""

    token: Path
    secret: str
    versions: tuple[tuple[str, str], ...]


class Cluster(Executor):
    """The executor of a Dask client, whose workers look at the conditions first."""

    def __init__(self, client: Any, conditions: Conditions) -> None:
        from distributed import KilledWorker

        self.executor = client.get_executor(pure=False)
        self.conditions, self.losses = conditions, (KilledWorker, CancelledError)

    def submit(self, function: Callable[P, T], /, *arguments: P.args, **parameters: P.kwargs) -> Future[T]:
        import cloudpickle

        # Pickled here, and read there only when the modules that it names can be found.
        work = cloudpickle.dumps((function, arguments, parameters))
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", "Sending large graph", UserWarning)
            future: Future[T] = self.executor.submit(perform, self.conditions, tuple(sys.path), work)
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        self.executor.shutdown(wait=wait and not cancel_futures)


@contextlib.contextmanager
def connect(place: str, store: Path) -> Iterator[Cluster]:
    """The cluster whose scheduler listens at "host:port".

    Raises `ClusterError` without Dask, if no scheduler answers, or if no worker can work.
    """
    try:
        from distributed import Client
    except ImportError:
        raise ClusterError(
            'a Dask cluster needs dask and distributed, which are not installed: pip install "lrpfx[cluster]".'
        ) from None
    try:
        client: Any = Client(f"tcp://{place}", timeout=TIMEOUT, set_as_default=False)
    except (OSError, ValueError) as error:
        raise ClusterError(
            f"no Dask scheduler answers at {place}. Start one: dask scheduler --port 8786"
        ) from error
    token = store / f"{TOKEN}-{platform.node()}-{os.getpid()}"
    try:
        with contextlib.suppress(TimeoutError):
            client.wait_for_workers(1, timeout=TIMEOUT)
        if not client.scheduler_info()["workers"]:
            raise ClusterError(
                f"the Dask scheduler at {place} has no workers. "
                f"Start some: dask worker tcp://{place} --nworkers 4 --nthreads 1"
            )
        secret = secrets.token_hex()
        store.mkdir(parents=True, exist_ok=True)
        token.write_text(secret)
        conditions = Conditions(token, secret, _versions())
        _try(client, conditions)
        yield Cluster(client, conditions)
    finally:
        token.unlink(missing_ok=True)
        client.close()


def perform(conditions: Conditions, path: Sequence[str], work: bytes) -> Any:
    """What a worker does; modules are found where the one who asks finds them."""
    with ONE_AT_A_TIME:
        check(conditions)
        sys.path += [folder for folder in path if folder not in sys.path]
        function, arguments, parameters = pickle.loads(work)  # noqa: S301, the one who asks may run anything here
        return function(*arguments, **parameters)


def check(conditions: Conditions) -> None:
    """Raise `ClusterError` if this worker computes with other versions, or does not see the store."""
    mine = dict(_versions())
    pairs = [(name, mine.get(name, "missing"), wanted) for name, wanted in conditions.versions]
    wrong = [f"{name} {found} instead of {wanted}" for name, found, wanted in pairs if found != wanted]
    if wrong:
        raise ClusterError(
            f"the worker on {platform.node()} has {'; '.join(wrong)}: its results could differ. "
            "Give all workers the environment of this process."
        )
    try:
        seen = conditions.token.read_text()
    except OSError:
        seen = ""
    if seen != conditions.secret:
        raise ClusterError(
            f"the worker on {platform.node()} does not see {conditions.token.parent} as this process does. "
            "Put the output on a file system that all machines share, under the same path: --out /shared/site"
        )


def _try(client: Any, conditions: Conditions) -> None:
    """See that a worker can work, before there is anything to lose."""
    try:
        client.submit(check, conditions, pure=False).result(timeout=60)
    except ClusterError:
        raise
    except Exception as error:  # whatever a foreign environment raises
        raise ClusterError(
            f"the workers cannot run spray ({type(error).__name__}: {error}). "
            "Give them the environment of this process."
        ) from error


@cache
def _versions() -> tuple[tuple[str, str], ...]:
    python = ".".join(map(str, sys.version_info[:2]))
    return tuple((versions.all_versions() | {"Python": python}).items())
