"""Where the real ViRelAy is, and how it is asked."""

import importlib.util
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest

from spray import virelay
from spray.results import Results, SiteOptions

ORACLE = Path(__file__).with_name("oracle.py")
PYTHON = "VIRELAY_PYTHON"

PALETTE = np.repeat(np.arange(256, dtype=np.uint8)[:, None], 3, axis=1)
SITE = SiteOptions("", 32, "grey", {"grey": PALETTE})


@pytest.fixture(scope="session")
def virelay_python() -> str:
    """An interpreter that has ViRelAy: its releases ask for libraries older than ours, so it has its own.

    python -m venv DIR && DIR/bin/pip install virelay && export VIRELAY_PYTHON=DIR/bin/python
    """
    python = os.environ.get(PYTHON) or sys.executable
    found = subprocess.run([python, "-c", "import virelay.server"], capture_output=True, check=False)
    if found.returncode:
        pytest.skip(f"{PYTHON} names no interpreter with ViRelAy")
    return python


@pytest.fixture
def ask(virelay_python: str, tmp_path: Path) -> Callable[..., tuple[dict[str, Any], dict[str, np.ndarray]]]:
    """What the real ViRelAy says of a project, and its arrays: see oracle.py."""

    def asked(*projects: Path) -> tuple[dict[str, Any], dict[str, np.ndarray]]:
        out = tmp_path / "asked.npz"
        done = subprocess.run(
            [virelay_python, str(ORACLE), str(out), *map(str, projects)],
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr[-3000:]
        with np.load(out) as arrays:
            return json.loads(done.stdout), dict(arrays)

    return asked


@pytest.fixture
def imported(request: pytest.FixtureRequest) -> Callable[..., Results]:
    """The results of a project; its files stay open until the test has ended."""

    def results(project: Path, *, outside: bool = False, site: SiteOptions = SITE) -> Results:
        opened = virelay.opened(project, outside)
        files = opened.__enter__()
        request.addfinalizer(lambda: opened.__exit__(None, None, None))
        return virelay.results(files, site)

    return results


def load(path: Path) -> ModuleType:
    """A module beside the tests, loaded by path, because test folders are not packages."""
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[path.stem] = module  # its dataclasses look for themselves there
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def projects() -> ModuleType:
    """Makes ViRelAy projects."""
    return load(Path(__file__).with_name("projects.py"))


@pytest.fixture(scope="session")
def synthetic() -> ModuleType:
    """Makes results with a planted artefact."""
    return load(Path(__file__).parents[2] / "report" / "synthetic.py")
