"""Collecting members by scanning a package: a new file is a new member, no list to edit."""

import pkgutil
from collections.abc import Iterable
from importlib import import_module
from typing import Any, TypeVar

from lrpfx.errors import LrpfxError, UnknownNameError

T = TypeVar("T")


def scan(package: str, path: Iterable[str], kind: type[T]) -> dict[str, T]:
    """The value in each module of `package` that bears the module's name, by name.

    Raises:
        LrpfxError: if a module defines no such value.
    """
    members: dict[str, T] = {}
    for name in sorted(info.name for info in pkgutil.iter_modules(list(path))):
        member = getattr(import_module(f"{package}.{name}"), name, None)
        if not isinstance(member, kind):
            raise LrpfxError(f"{package}/{name}.py must define `{name}`, a {kind.__name__}")
        members[name] = member
    return members


def lookup(what: str, name: str, members: dict[str, Any]) -> Any:
    """The member called `name`.

    Raises:
        UnknownNameError: listing the valid names.
    """
    if name not in members:
        raise UnknownNameError(f"no {what} is called `{name}`; valid: {', '.join(sorted(members))}")
    return members[name]
