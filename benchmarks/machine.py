"""What every benchmark prints: the machine, the versions, and the memory of a process with its children."""

import os
import platform
import subprocess
import threading
from collections.abc import Iterable
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

LIBRARIES = ("lrpfx", "torch", "numpy", "scipy", "scikit-learn", "h5py", "altair")


def describe(libraries: Iterable[str] = LIBRARIES) -> dict[str, str]:
    """Processor, cores, memory, operating system, Python and libraries."""
    return {
        "processor": _processor(),
        "cores": str(len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()),
        "memory": f"{os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / 2**30:.0f} GiB",
        "system": platform.platform(terse=True),
        "Python": platform.python_version(),
        **{name: _version(name) for name in libraries},
    }


class Peak:
    """The largest sum of resident memory over a process and its descendants, in bytes, while it runs.

    Sampled ten times a second from /proc (Linux). Pages that processes share count once for each of them.
    """

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process, self.bytes = process, 0
        self.thread = threading.Thread(target=self._watch, daemon=True)
        self.thread.start()

    def _watch(self) -> None:
        while self.process.poll() is None:
            self.bytes = max(self.bytes, sum(map(_resident, _family(self.process.pid))))
            threading.Event().wait(0.1)


def _family(pid: int) -> list[int]:
    try:
        children = [
            int(child)
            for task in Path(f"/proc/{pid}/task").iterdir()
            for child in (task / "children").read_text().split()
        ]
    except OSError:
        return []  # it has ended in the meantime
    return [pid, *(one for child in children for one in _family(child))]


def _resident(pid: int) -> int:
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    except (OSError, IndexError):
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE")


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "from the checkout" if name == "lrpfx" else "not installed"
