"""Everything that a person can name says what it is, and the README's code runs."""

import contextlib
import doctest
import importlib
import inspect
import io
import pkgutil
import re
import shlex
import tomllib
from pathlib import Path

import click
import pytest

import lrpfx
import report
import spray
import spray.analyses
import spray.cli
from report import panels
from spray.settings import Settings

ROOT = Path(__file__).parents[1]
SOURCE = re.compile(r"Source: .*\b(19|20)\d\d\b", re.DOTALL)  # authors and a year


def commands(group=spray.cli.main, path=""):
    """Every command that does something, by its words after `spray`."""
    found = {}
    for name, command in group.commands.items():
        inside = isinstance(command, click.Group)
        found |= commands(command, f"{path}{name} ") if inside else {f"{path}{name}": command}
    return found


MEMBERS = {
    **{f"rule {name}": value for name, value in lrpfx.rules.REGISTRY.items()},
    **{f"canonizer {name}": value for name, value in lrpfx.canonize.__globals__["REGISTRY"].items()},
    **{f"composite {name}": value for name, value in lrpfx.composites.REGISTRY.items()},
    **{f"{kind} {name}": value.function for (kind, name), value in spray.analyses.registry().items()},
    **{f"panel {name}": value for name, value in panels.makers().items()},
    **{f"command {name}": value.callback for name, value in commands().items()},
    **{f"lrpfx.{name}": getattr(lrpfx, name) for name in lrpfx.__all__ if callable(getattr(lrpfx, name))},
}


@pytest.mark.parametrize("name", sorted(MEMBERS))
def test_every_member_says_what_it_is_in_its_first_line(name):
    first = (inspect.getdoc(MEMBERS[name]) or "").partition("\n")[0]
    assert re.fullmatch(r".*\w.*[.:]", first), f"the first line of {name} is no sentence: {first!r}"


@pytest.mark.parametrize("name", sorted(lrpfx.rules.REGISTRY))
def test_every_rule_shows_its_formula_and_its_source(name):
    text = inspect.getdoc(lrpfx.rules.REGISTRY[name])
    assert re.search(r"R_x\w* = ", text), "no line of the form R_x = ..."
    assert SOURCE.search(text), "no source with authors and year"


@pytest.mark.parametrize("name", sorted(lrpfx.composites.REGISTRY))
def test_every_composite_names_its_source(name):
    assert SOURCE.search(inspect.getdoc(lrpfx.composites.REGISTRY[name]))


def parameters(name):
    """Parameters that a person may choose: a rule's come after (op, x, params, R)."""
    if name in lrpfx.rules.REGISTRY:
        return list(inspect.signature(lrpfx.rules.REGISTRY[name]).parameters)
    return list(inspect.signature(lrpfx.composites.REGISTRY[name]).parameters)


@pytest.mark.parametrize("name", sorted([*lrpfx.rules.REGISTRY, *lrpfx.composites.REGISTRY]))
def test_every_parameter_of_a_rule_or_composite_is_described(name):
    text = inspect.getdoc(lrpfx.rules.REGISTRY.get(name) or lrpfx.composites.REGISTRY[name])
    assert [
        key for key in parameters(name) if not re.search(rf"^ *.*\b{key}\b.*: ", text, re.MULTILINE)
    ] == []


@pytest.mark.parametrize("name", sorted(commands()))
def test_every_command_has_an_example_and_every_option_its_help(name):
    command = commands()[name]
    assert f"spray {name}" in command.help
    options = [parameter for parameter in command.params if isinstance(parameter, click.Option)]
    assert [option.name for option in options if not option.help] == []


MODULES = sorted(
    info.name
    for package in (lrpfx, spray, report)
    for info in pkgutil.walk_packages(package.__path__, f"{package.__name__}.")
    if ".templates" not in info.name and not info.name.endswith("__main__")
)


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_in_docstrings_run(name):
    found = doctest.testmod(importlib.import_module(name), optionflags=doctest.ELLIPSIS)
    assert found.failed == 0


def test_there_are_examples_in_docstrings():
    finder = doctest.DocTestFinder()
    examples = [t for n in MODULES for t in finder.find(importlib.import_module(n)) if t.examples]
    assert len(examples) >= 3


def readme():
    return (ROOT / "README.md").read_text(encoding="utf-8")


def blocks(*languages):
    """The code blocks of the README in these languages."""
    found = re.findall(r"^```(\w+)\n(.*?)^```$", readme(), re.DOTALL | re.MULTILINE)
    return [text for language, text in found if language in languages]


@pytest.mark.slow
def test_the_python_of_the_readme_runs(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    namespace = {"__name__": "readme"}
    assert blocks("python")
    with contextlib.redirect_stdout(io.StringIO()):
        for number, text in enumerate(blocks("python"), start=1):
            exec(compile(text, f"README.md, python block {number}", "exec"), namespace)


def test_the_project_files_of_the_readme_are_valid():
    projects = [tomllib.loads(text) for text in blocks("toml")]
    projects = [project for project in projects if "model" in project]
    assert projects
    for project in projects:
        Settings.model_validate(project)


def test_the_commands_of_the_readme_exist():
    lines = [
        line.removeprefix("$ ") for text in blocks("console", "bash", "sh") for line in text.splitlines()
    ]
    calls = [shlex.split(part, comments=True) for line in lines for part in line.split("&&")]
    calls = [call[1:] for call in calls if call[:1] == ["spray"]]
    assert ["build", "--demo"] in [call[:2] for call in calls]
    for call in calls:
        command, arguments = spray.cli.main, call
        while isinstance(command, click.Group) and arguments and not arguments[0].startswith("-"):
            command, arguments = command.commands[arguments[0]], arguments[1:]
        options = {option for parameter in command.params for option in parameter.opts}
        options |= set(command.get_help_option_names(click.Context(command)))
        assert [one for one in arguments if one.startswith("-") and one not in options] == []


def test_the_pictures_and_files_that_the_readme_links_to_are_there():
    targets = re.findall(r"\]\(([^)#\s]+)", readme()) + re.findall(r'(?:src|href)="([^"#]+)"', readme())
    local = [target for target in targets if "://" not in target and not target.startswith("mailto:")]
    assert [target for target in local if not (ROOT / target).exists()] == []
