"""The synthetic results, loaded by path, because test folders are not packages."""

import importlib.util
from pathlib import Path

import pytest


def load(path):
    spec = importlib.util.spec_from_file_location(path.stem, path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def synthetic():
    return load(Path(__file__).with_name("synthetic.py"))


@pytest.fixture
def results(synthetic):
    return synthetic.results()
