"""What is wrong with a project file, in words: the key, its value, and what would be right."""

import difflib
import json
from collections.abc import Collection, Iterator

from pydantic_core import ErrorDetails

from spray.settings import Settings, keys


def describe(faults: list[ErrorDetails]) -> Iterator[str]:
    """One line per key: a value that fits no member of a union is one fault, not several."""
    by_key: dict[tuple[str, ...], list[ErrorDetails]] = {}
    for fault in faults:
        if fault["type"] == "too_short" and fault["input"]:
            continue  # a list that has values, but wrong ones, which are faults of their own
        parts = (str(part) for part in fault["loc"])
        key = tuple(part for part in parts if not part.startswith(("literal[", "constrained-", "function-")))
        by_key.setdefault(key, []).append(fault)
    for key, same in by_key.items():
        yield _describe_key(key, same)


def _describe_key(parts: tuple[str, ...], faults: list[ErrorDetails]) -> str:
    fault, key = faults[0], ".".join(parts)
    if fault["type"] == "extra_forbidden":
        return _unknown_key(parts)
    if fault["type"] == "missing":
        return f"{key} is missing. {_meaning(parts)}".rstrip()
    if fault["type"] == "value_error" and isinstance(fault["input"], dict):
        return f"{fault['ctx']['error']}."
    why = " and ".join(_why(fault) for fault in faults)
    return f"{key} = {toml(fault['input'])}: {why}. {_meaning(parts)}".rstrip()


def _why(fault: ErrorDetails) -> str:
    if fault["type"] == "literal_error":
        return f"not one of {fault['ctx']['expected'].replace(' or ', ', ')}"
    if fault["type"] == "string_pattern_mismatch":
        return "not of the form it must have"
    if fault["type"] == "too_short":
        return "needs at least one value"
    message = fault["msg"].removeprefix("Value error, ")
    return message[0].lower() + message[1:]


def _meaning(parts: tuple[str, ...]) -> str:
    field = keys(parts[0]).get(parts[1]) if len(parts) > 1 else None
    return f"Meaning: {field.description}." if field is not None else ""


def _unknown_key(parts: tuple[str, ...]) -> str:
    *section, name = parts
    known = list(keys(section[0]) if section else Settings.model_fields)
    where = f"Keys of [{section[0]}]" if section else "Sections"
    mend = did_you_mean(name, known, f"{section[0]}." if section else "")
    return f"{'.'.join(parts)} is unknown.{mend} {where}: {', '.join(known)}."


def did_you_mean(value: str, known: Collection[str], prefix: str = "") -> str:
    """A sentence that offers the nearest known name, or nothing."""
    close = difflib.get_close_matches(value, known, n=1)
    return f" Did you mean {prefix}{close[0]}?" if close else ""


def toml(value: object) -> str:
    """A value much as the file has it, cut short."""
    try:
        text = json.dumps(value, ensure_ascii=False)
    except (TypeError, ValueError):
        text = str(value)
    return text if len(text) <= 80 else text[:77] + "..."
