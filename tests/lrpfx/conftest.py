"""What the tests of lrpfx share: helper modules on the path, the oracle, and golden files."""

import difflib
import sys
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).with_name("helpers")))  # test folders are not packages

GOLDEN = Path(__file__).parents[1] / "golden"


@pytest.fixture(scope="session")
def zennit():
    """The oracle. Where it is not installed its tests are skipped; in CI a skipped test fails (tests/conftest.py)."""
    return pytest.importorskip("zennit", reason="zennit is not installed: pip install '.[test]'")


@pytest.fixture
def golden(request: pytest.FixtureRequest):
    """`golden(name, text)`: the text equals the file tests/golden/<name>; `--update-golden` writes the file."""

    def compare(name: str, text: str) -> None:
        path = GOLDEN / name
        if request.config.getoption("--update-golden", default=False):
            path.write_text(text + "\n")
            return
        assert path.exists(), f"{path.name} is missing: run `pytest --update-golden` and look at it"
        wanted = path.read_text().removesuffix("\n")
        difference = difflib.unified_diff(
            wanted.splitlines(), text.splitlines(), "golden", "now", lineterm=""
        )
        assert text == wanted, "\n".join(difference)

    return compare
