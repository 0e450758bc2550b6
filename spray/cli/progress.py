"""Progress of a long stage on stderr: a bar with rate and time left, or now and then a line in a log."""

import shutil
import sys
import time
from types import TracebackType
from typing import Any

EVERY = 10.0  # seconds between two lines of a log


class Progress:
    """Call it with (done, total); use it as a context manager, so that the bar ends with the stage."""

    def __init__(self, name: str, unit: str = "image") -> None:
        self.name, self.unit = name, unit
        self.done = self.total = self.start = 0
        self.began = self.said = time.monotonic()
        self.bar: Any = None

    def __call__(self, done: int, total: int) -> None:
        if not self.total:
            self.start, self.total, self.began = done, total, time.monotonic()
        self.done = done
        if sys.stderr.isatty():
            self._draw()
        elif time.monotonic() - self.said >= EVERY and done < total:
            self.said = time.monotonic()
            print(self.line(), file=sys.stderr, flush=True)

    def line(self) -> str:
        """How far, how fast, how long still."""
        seconds = max(time.monotonic() - self.began, 1e-9)
        rate = (self.done - self.start) / seconds
        left = f", {duration((self.total - self.done) / rate)} left" if rate > 0 else ""
        return f"{self.name}: {self.done:,} of {self.total:,} {self.unit}s, {rate:.3g}/s{left}"

    def _draw(self) -> None:
        if self.bar is None:
            from tqdm import tqdm

            self.bar = tqdm(
                desc=self.name,
                total=self.total,
                initial=self.done,
                unit=self.unit,
                leave=False,
                dynamic_ncols=True,
            )
        self.bar.update(self.done - self.bar.n)

    def __enter__(self) -> "Progress":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.bar is not None:
            self.bar.close()


class Status:
    """What a stage is busy with, in one line that the next one replaces; in a log, a line now and then."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.said = time.monotonic()

    def __call__(self, text: str) -> None:
        if sys.stderr.isatty():
            width = shutil.get_terminal_size().columns - 1
            print("\r\x1b[K" + f"{self.name}: {text}"[:width], end="", file=sys.stderr, flush=True)
        elif time.monotonic() - self.said >= EVERY:
            self.said = time.monotonic()
            print(f"{self.name}: {text}", file=sys.stderr, flush=True)

    def __enter__(self) -> "Status":
        return self

    def __exit__(self, *_: object) -> None:
        if sys.stderr.isatty():
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)


def duration(seconds: float) -> str:
    """ "0.31 s", "12 s", "3 min 20 s", "2 h 5 min"."""
    if seconds < 60:
        return f"{seconds:.2g} s" if seconds < 9.95 else f"{seconds:.0f} s"
    minutes, rest = divmod(round(seconds), 60)
    if minutes < 60:
        return f"{minutes} min {rest} s"
    return f"{minutes // 60} h {minutes % 60} min"
