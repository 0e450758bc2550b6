"""What a command says: lines for people, or one JSON object per line for machines."""

import json
from collections.abc import Callable
from typing import Any

Say = Callable[[str], None]


class Voice:
    """Call it with a text and, for machines, with the name and the facts of what has happened."""

    def __init__(self, say: Say, machines: bool = False) -> None:
        self.say, self.machines = say, machines

    def __call__(self, text: str, event: str = "message", **facts: Any) -> None:
        if not self.machines:
            self.say(text)
        else:
            self.tell(event, **facts, text=text.strip())

    def tell(self, event: str, **facts: Any) -> None:
        """For machines only."""
        if self.machines:
            self.say(json.dumps({"event": event, **facts}))

    @classmethod
    def of(cls, say: "Say | Voice") -> "Voice":
        """A voice that says lines, unless it is one already."""
        return say if isinstance(say, Voice) else cls(say)
