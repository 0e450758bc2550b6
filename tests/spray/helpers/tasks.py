"""Tasks that other processes can find."""

import os
import signal
from pathlib import Path


def square(i: int) -> int:
    return i * i


def die_once(task: tuple[str, int]) -> int:
    """Ends its process the first time that it is given a three."""
    folder, i = task
    if i == 3:
        try:
            (Path(folder) / "died").touch(exist_ok=False)
        except FileExistsError:
            return i
        os.kill(os.getpid(), signal.SIGKILL)
    return i


def die(i: int) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


class PickyError(Exception):
    """An error that can be pickled and not unpickled."""

    def __init__(self, one: str, two: str) -> None:
        super().__init__(f"{one} {two}")


def fail(i: int) -> None:
    error = PickyError("no", "luck")
    error.add_note("While it was tried.")
    raise error
