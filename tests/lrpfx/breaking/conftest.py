"""Helpers on the path of the tests beside it."""

import sys
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).parent))  # test folders are not packages

QUICK = ("test_places.py",)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The long hunt for what breaks: the whole of it with the slow tests, a part always."""
    here = Path(__file__).parent
    for item in items:
        if item.path.parent == here and item.path.name not in QUICK:
            item.add_marker(pytest.mark.slow)
