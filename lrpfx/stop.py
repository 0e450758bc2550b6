"""Ends explanations that nobody has a use for any more, from another thread.

listen(event.is_set)        from now on, in this thread,
explainer(x)                raises Stopped at the next equation once the event is set
"""

import threading
from collections.abc import Callable

Asked = Callable[[], bool]
"""Whether the end is asked for."""

_local = threading.local()


class Stopped(BaseException):
    """The end was asked for; like KeyboardInterrupt no fault, and not to be handled as one."""


def listen(asked: Asked | None) -> None:
    """End what this thread evaluates once `asked()` is true; None: never."""
    _local.asked = asked


def heard() -> Asked | None:
    """What this thread listens to."""
    asked: Asked | None = getattr(_local, "asked", None)
    return asked
