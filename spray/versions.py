"""Versions of what takes part in a result."""

import platform
import tomllib
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

LIBRARIES = ("torch", "numpy", "scipy", "scikit-learn", "h5py", "pillow")


def own() -> str:
    """The version of lrpfx, spray and report, which are released together; also from a bare checkout."""
    try:
        return version("lrpfx")
    except PackageNotFoundError:
        with (Path(__file__).parents[1] / "pyproject.toml").open("rb") as stream:
            return str(tomllib.load(stream)["project"]["version"])


def all_versions() -> dict[str, str]:
    """Names and versions of everything that decides the numbers."""
    return {
        "lrpfx": own(),
        "Python": platform.python_version(),
        **{name: version(name) for name in LIBRARIES},
    }
