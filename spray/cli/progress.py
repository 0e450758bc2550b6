"""Progress of a long stage on stderr: a bar with rate and time left, or now and then a line in a log.

With a voice for machines it is told there instead, as events with `done`, `total` and `seconds_left`.
"""

import sys
import time
from types import TracebackType
from typing import Any

from spray.cli.voice import Voice
from spray.words import count

EVERY = 10.0  # seconds between two lines of a log
OFTEN = 1.0  # seconds between two events for machines


class Progress:
    """Call it with (done, total); use it as a context manager, so that the bar ends with the stage."""

    def __init__(self, name: str, unit: str = "image", voice: Voice | None = None) -> None:
        self.name, self.unit, self.voice = name, unit, voice
        self.done = self.total = self.start = 0
        self.began = self.said = time.monotonic()
        self.bar: Any = None

    def __call__(self, done: int, total: int) -> None:
        if not self.total:
            self.start, self.total, self.began = done, total, time.monotonic()
        self.done = done
        if self.voice is not None and self.voice.machines:
            if time.monotonic() - self.said >= OFTEN or done in (self.start, total):
                self.said = time.monotonic()
                self.voice.tell("progress", stage=self.name, done=done, total=total, seconds_left=self.left())
        elif sys.stderr.isatty():
            self._draw()
        elif time.monotonic() - self.said >= EVERY and done < total:
            self.said = time.monotonic()
            print(self.line(), file=sys.stderr, flush=True)

    def left(self) -> float | None:
        """Seconds that the rest takes at the rate so far; None before anything is done."""
        done = self.done - self.start
        return round((self.total - self.done) * (time.monotonic() - self.began) / done, 1) if done else None

    def line(self) -> str:
        """How far, how fast, how long still."""
        seconds = max(time.monotonic() - self.began, 1e-9)
        rate, rest = (self.done - self.start) / seconds, self.left()
        left = "" if rest is None else f", {duration(rest)} left"
        return f"{self.name}: {self.done:,} of {count(self.total, self.unit)}, {rate:.3g}/s{left}"

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


def duration(seconds: float) -> str:
    """ "0.31 s", "12 s", "3 min 20 s", "2 h 5 min"."""
    if seconds < 60:
        return f"{seconds:.2g} s" if seconds < 9.95 else f"{seconds:.0f} s"
    minutes, rest = divmod(round(seconds), 60)
    if minutes < 60:
        return f"{minutes} min {rest} s"
    return f"{minutes // 60} h {minutes % 60} min"
