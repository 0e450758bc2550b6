"""The page's script: built from its modules to the byte, typed, linted, with the licences of what it holds.

Without node the slow tests are skipped, but in CI they fail.
"""

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from report import assets

ROOT = Path(__file__).parents[2]
SOURCES = sorted((ROOT / "templates" / "js").rglob("*.js"))


@pytest.fixture(scope="module")
def checkout(tmp_path_factory):
    """The sources of the script in a folder of their own, with the tools at the versions of the lock file."""
    if shutil.which("npm") is None:
        give_up = pytest.fail if os.environ.get("CI") else pytest.skip
        give_up("no npm on the path")
    folder = tmp_path_factory.mktemp("script")
    for name in ("package.json", "package-lock.json", "tsconfig.json", "eslint.config.js"):
        shutil.copy(ROOT / name, folder)
    shutil.copytree(ROOT / "templates", folder / "templates")
    out_of_reach(folder)
    node(folder, "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund")
    return folder


def out_of_reach(folder):
    """Without a registry nothing can be said of the script: an expected failure, which the report lists."""
    asked = subprocess.run(
        ["npm", "view", "esbuild", "version", "--fetch-retries=1", "--fetch-timeout=20000"],
        cwd=folder, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL,
    )  # fmt: skip
    if asked.returncode:
        pytest.xfail(f"the registry of npm is out of reach: {asked.stderr.strip()[-200:]}")


def node(folder, *command):
    result = subprocess.run(
        command, cwd=folder, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL
    )
    assert result.returncode == 0, result.stdout + result.stderr


@pytest.mark.slow
def test_the_script_is_what_its_modules_give(checkout):
    node(checkout, "node", "templates/build.js", "--out", "again.js")
    assert (checkout / "again.js").read_text() == assets.script(), "run: npm run build"


@pytest.mark.slow
def test_the_modules_keep_their_types(checkout):
    node(checkout, "npm", "run", "--silent", "types")


@pytest.mark.slow
def test_the_modules_are_clean(checkout):
    node(checkout, "npm", "run", "--silent", "lint")


def test_the_script_names_what_it_holds_under_which_licence():
    head = assets.script().partition("*/")[0]
    held = json.loads((ROOT / "package.json").read_text())["dependencies"]
    for name, version in held.items():
        assert f"{name} {version}\n" in head
    assert head.count("Permission to use, copy") + head.count("Permission is hereby granted") >= len(held)


def test_the_lock_file_names_no_registry():
    lock = json.loads((ROOT / "package-lock.json").read_text())
    assert all("resolved" not in package for package in lock["packages"].values())


def test_modules_are_small_and_say_what_they_are_for():
    for path in SOURCES:
        text = path.read_text(encoding="utf-8")
        assert text.startswith("// "), path
        assert len(text.splitlines()) <= 300, path
