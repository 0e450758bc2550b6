"""The project file: what to explain, how to analyse it, and how the page looks. TOML, see `spray.settings`."""

import json
import tomllib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from spray.errors import ProjectError, SprayError
from spray.faults import describe, did_you_mean, toml
from spray.settings import (
    AnalyzeSection,
    DataSection,
    ExplainSection,
    ModelSection,
    Settings,
    SiteSection,
)

Choices = Mapping[str, Collection[str]]
"""Valid values of a key, where they come from a registry: {"explain.composite": (...)}."""

PATHS = {
    "model.checkpoint": "file",
    "data.images": "folder",
    "data.hdf5": "file",
    "data.label_map": "file",
    "data.metadata": "file",
}

SPECS = {
    "preprocessing": "preprocessing",
    "distances": "distance",
    "affinities": "affinity",
    "laplacians": "laplacian",
    "embeddings": "embedding",
    "clusterings": "clustering",
    "cluster_on": "embedding",
}
"""Keys of [analyze] that name analyses, and of which kind."""


@dataclass(frozen=True)
class Project:
    """A project file that was read: `file`, and its sections. Paths in it are relative to its folder."""

    file: Path
    name: str
    model: ModelSection
    data: DataSection
    explain: ExplainSection
    analyze: AnalyzeSection
    site: SiteSection

    @property
    def folder(self) -> Path:
        """The folder of the project file."""
        return self.file.parent

    @property
    def title(self) -> str:
        """Title of the page."""
        return self.site.title or self.name

    def path(self, relative: str) -> Path:
        """A path of the project file as one that can be opened."""
        return self.folder / Path(relative).expanduser()


def find(argument: Path) -> Path:
    """The project file that a person means: the file itself, or the one in the folder.

    Raises: `ProjectError` if there is none, or more than one.
    """
    if argument.is_file():
        return argument.resolve()
    if not argument.is_dir():
        folder = argument.parent.is_dir() and argument.suffix == ".toml"
        mend = f" `spray init {argument.parent}` writes a project file." if folder else ""
        raise ProjectError(f"{argument}: no such file or folder.{mend}")
    if (argument / "spray.toml").is_file():
        return (argument / "spray.toml").resolve()
    found = sorted(path for path in argument.glob("*.toml") if path.name != "pyproject.toml")
    if len(found) == 1:
        return found[0].resolve()
    if found:
        names = ", ".join(path.name for path in found)
        raise ProjectError(
            f"{argument} holds several project files: {names}. Name one: `spray build {found[0]}`."
        )
    raise ProjectError(f"{argument} holds no project file. `spray init {argument}` writes one (spray.toml).")


def load(file: Path, choices: Choices | None = None) -> Project:
    """Read and validate a project file; `choices` are the valid values that only the caller knows.

    Raises: `ProjectError` that lists every fault with its key, its value and the valid ones.
    """
    file = file.resolve()
    table = _parse(file)
    try:
        settings = Settings.model_validate(table)
    except ValidationError as error:
        raise _faulty(file, list(describe(error.errors()))) from None
    project = Project(
        file=file,
        name=settings.project.name or file.parent.name or file.stem,
        model=settings.model,
        data=settings.data,
        explain=settings.explain,
        analyze=settings.analyze,
        site=settings.site,
    )
    faults = [*_wrong_choices(project, choices or {}), *_wrong_specs(project), *_missing_paths(project)]
    if faults:
        raise _faulty(file, faults)
    return project


def _parse(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise ProjectError(f"{file.name} is not valid TOML: {error}.") from None
    except UnicodeDecodeError as error:
        raise ProjectError(f"{file.name} is not UTF-8 text (byte {error.start}). TOML files are.") from None
    except OSError as error:
        raise ProjectError(f"{file}: {error.strerror}.") from None


def _faulty(file: Path, faults: list[str]) -> ProjectError:
    return ProjectError("\n  ".join([f"{file.name}: {len(faults)} fault{'s' * (len(faults) > 1)}", *faults]))


def _wrong_choices(project: Project, choices: Choices) -> Iterator[str]:
    for key, valid in choices.items():
        section, name = key.split(".")
        value = getattr(getattr(project, section), name)
        if value not in valid:
            known = ", ".join(json.dumps(choice) for choice in sorted(valid))
            yield f"{key} = {toml(value)}: not one of {known}.{did_you_mean(value, valid)}"


def _wrong_specs(project: Project) -> Iterator[str]:
    """Names and parameters such as "kmeans:2-10" are checked by the analyses themselves."""
    from spray import plan, specs  # scan the analyses, which costs time that `spray --help` has not got

    for key, kind in SPECS.items():
        for spec in getattr(project.analyze, key):
            try:
                specs.parse(kind, spec, f"analyze.{key}", project.folder)
            except SprayError as error:
                yield str(error)
    try:
        plan.checked(project.analyze.scores, project.folder)
    except SprayError as error:
        yield str(error)


def _missing_paths(project: Project) -> Iterator[str]:
    for key, kind in PATHS.items():
        section, name = key.split(".")
        value = getattr(getattr(project, section), name)
        if value is None:
            continue
        path = project.path(value)
        if not (path.is_dir() if kind == "folder" else path.is_file()):
            siblings = [entry.name for entry in path.parent.iterdir()] if path.parent.is_dir() else []
            mend = did_you_mean(path.name, siblings)
            yield f"{key} = {toml(value)}: no such {kind} in {path.parent}.{mend}"
