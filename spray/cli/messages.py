"""How a command ends: with a message for people, an event for machines, and an exit code for scripts."""

import contextlib
import signal
import sys
import threading
import warnings
from collections.abc import Iterator
from types import FrameType

import click

from spray.cli.voice import Voice

FAULT, EARLIER, INTERRUPTED, TERMINATED = 1, 3, 130, 143
"""A fault that the message explains; an earlier stage has to run first; Ctrl-C; SIGTERM. Wrong usage is 2."""
EXIT_CODES = """\b
Exit codes:
  0    done
  1    a fault that the message explains
  2    wrong usage
  3    an earlier stage has to run first
  130  interrupted by Ctrl-C
  143  ended by SIGTERM
"""
RESUME = "Run the same command again to go on: what is finished is kept in .spray/."


class Terminated(KeyboardInterrupt):
    """SIGTERM, which is what batch systems send before they kill."""


@contextlib.contextmanager
def plain_messages(interrupted: str = RESUME, voice: Voice | None = None) -> Iterator[Voice]:
    """Known errors and warnings as messages for people; anything else is a defect and keeps its traceback.

    Yields the voice, one for people if none is given.
    """
    voice = voice or Voice(click.echo)
    with warnings.catch_warnings(), _terminated():
        warnings.simplefilter("default")
        warnings.showwarning = lambda message, *_: _warn(str(message), voice)
        try:
            yield voice
        except KeyboardInterrupt as error:
            text = " ".join(["Interrupted.", *getattr(error, "__notes__", ()), interrupted])
            _end(text, "interrupted", TERMINATED if isinstance(error, Terminated) else INTERRUPTED, voice)
        except BrokenPipeError:
            raise  # whoever read the output has seen enough; click ends in silence
        except _known_errors() as error:
            text = "\n".join([_text(error), *getattr(error, "__notes__", ())])
            kind = type(error).__name__
            _end(f"Error: {text}", kind, EARLIER if kind == "StageError" else FAULT, voice)


def _warn(text: str, voice: Voice) -> None:
    voice.tell("warning", text=text)
    click.echo(f"Warning: {text}", err=True)


def _end(text: str, kind: str, code: int, voice: Voice) -> None:
    voice.tell("error", kind=kind, text=text.removeprefix("Error: "), exit_code=code)
    click.echo(("\n" if kind == "interrupted" else "") + text, err=True)
    raise SystemExit(code)


@contextlib.contextmanager
def _terminated() -> Iterator[None]:
    """SIGTERM as an exception, so that worker processes are ended and what is finished is told."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def end(number: int, frame: FrameType | None) -> None:
        raise Terminated

    before = signal.signal(signal.SIGTERM, end)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _known_errors() -> tuple[type[Exception], ...]:
    # A package that was not imported has raised nothing; importing it here would only cost time.
    names = {"spray.errors": "SprayError", "report.errors": "ReportError", "lrpfx.errors": "LrpfxError"}
    return (
        OSError,
        *(getattr(sys.modules[module], name) for module, name in names.items() if module in sys.modules),
    )


def _text(error: Exception) -> str:
    if isinstance(error, OSError) and error.strerror:
        return f"{error.filename}: {error.strerror}." if error.filename else f"{error.strerror}."
    return str(error)
