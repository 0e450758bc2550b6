"""A Dask cluster on this machine: `dask scheduler` and some `dask worker`, as one starts them by hand."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[3]


@dataclass
class Cluster:
    """Its name for `--executor`, and its workers."""

    executor: str
    workers: list["subprocess.Popen[str]"]

    def busy(self) -> int:
        """The process of a worker (they are children of their nannies) that uses the processor most."""

        def ticks(pid: int) -> int:
            with contextlib.suppress(OSError):
                fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
                return int(fields[11]) + int(fields[12])
            return -1

        children = [child for worker in self.workers for child in _children(worker.pid)]
        before = {pid: ticks(pid) for pid in children}
        time.sleep(0.3)
        return max(children, key=lambda pid: ticks(pid) - before[pid])


@contextlib.contextmanager
def cluster(folder: Path, workers: int = 2) -> Iterator[Cluster]:
    """A scheduler and workers, which end with the block; `folder` gets their logs."""
    port = _free_port()
    started: list[subprocess.Popen[str]] = []
    try:
        started.append(
            _start(folder, "scheduler", "--host", "127.0.0.1", "--port", str(port), "--no-dashboard")
        )
        place = f"127.0.0.1:{port}"
        _wait_for(port)
        for _ in range(workers):
            options = (
                "--nthreads",
                "1",
                "--host",
                "127.0.0.1",
                "--no-dashboard",
                "--local-directory",
                str(folder),
            )
            started.append(_start(folder, "worker", f"tcp://{place}", *options))
        yield Cluster(f"dask://{place}", started[1:])
    finally:
        for process in reversed(started):
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _start(folder: Path, *arguments: str) -> "subprocess.Popen[str]":
    with (folder / f"{arguments[0]}.log").open("a") as log:
        return subprocess.Popen(
            [sys.executable, "-m", "dask", *arguments],
            env={**os.environ, "PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1"},
            stdout=log,
            stderr=log,
            text=True,
            start_new_session=True,
        )


def _wait_for(port: int) -> None:
    end = time.monotonic() + 120
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            if time.monotonic() > end:
                raise
            time.sleep(0.1)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _children(pid: int) -> list[int]:
    found = []
    for status in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            if int(status.read_text().rpartition(")")[2].split()[1]) == pid:
                found.append(int(status.parent.name))
    return [*found, *(grandchild for child in found for grandchild in _children(child))]
