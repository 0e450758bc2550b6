"""The last stage: results -> the site, of one project or of several, and results.json beside it."""

import warnings
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import lrpfx
import report
from spray import files, project, results_json
from spray.cli.companions import companions
from spray.cli.units import parse_size
from spray.errors import OutputError, ProjectError
from spray.project import Project
from spray.results import Results
from spray.words import some

NO_JEKYLL = ".nojekyll"
"""Has GitHub Pages publish the files of a branch as they are."""


@dataclass(frozen=True)
class Publication:
    """What a command says about the site, besides what the project file does.

    `also`: further project files, or their folders, for the same site. `max_size`: bytes that it may take.
    """

    also: tuple[Path, ...] = ()
    single_file: bool = False
    max_size: int | None = None


def load(argument: Path) -> Project:
    """The project file that a person means, read and checked."""
    methods = [
        name for name in lrpfx.methods.names() if name != "captum"
    ]  # whose models have no content hash
    choices = {
        "explain.method": methods,
        "explain.composite": lrpfx.composites.names(),
        "site.colormap": lrpfx.colormaps.names(),
    }
    return project.load(project.find(argument), choices)


def load_all(argument: Path, publication: Publication) -> tuple[Project, ...]:
    """The project, and those that are shown with it: its own `site.also` first, then the command's.

    Raises: `ProjectError` for a file that is not there or has faults, and for two projects of one name.
    """
    first = load(argument)
    others = [load(path) for path in (*map(first.path, first.site.also), *publication.also)]
    several = list({one.file: one for one in (first, *others)}.values())
    named: dict[str, Project] = {}
    for one in several:
        other = named.setdefault(one.name, one)
        if other is not one:
            raise ProjectError(
                f"{other.file.name} and {one.file.name} are both called {one.name!r}, and nobody could tell them "
                'apart on the page. Give each its name: [project] name = "..."'
            )
    return tuple(several)


def refuse_foreign(out: Path, several: int = 1) -> None:
    """Before hours of work: is there anything in the way that spray did not write?"""
    try:
        report.ours(out)
    except report.ForeignFolderError as error:
        if not out.is_dir():
            raise OutputError(f"{out} is a file. Give the path of a new folder: --out FOLDER.") from error
        raise OutputError(
            f"{out} is not empty, and spray did not write it. Give a new folder: --out FOLDER."
        ) from error
    for file in (out / _name(0), *(out.parent / _name(at) for at in range(several))):
        if file.exists() and not results_json.is_ours(file.read_text(encoding="utf-8", errors="replace")):
            raise OutputError(
                f"{file} is no result of spray and would be replaced. Move it, or change --out."
            )


def publish(several: Sequence[Results], out: Path, publication: Publication, first: Project) -> report.Built:
    """The site in `out`; results.json beside it for scripts, that of the first project also in it.

    What was done to keep within a size is said as a warning, and stands on the page. Raises: `ReportError`.
    """
    limit = publication.max_size
    if limit is None and first.site.max_size is not None:
        limit = parse_size(first.site.max_size)
    return write(several, out, single_file=publication.single_file or first.site.single_file, max_size=limit)


def write(
    several: Sequence[Results], out: Path, *, single_file: bool = False, max_size: int | None = None
) -> report.Built:
    """The same, for results that no project file belongs to.

    Pages that `spray concepts` and `spray tune` have left beside the site become part of it, and are linked.
    """
    besides = {_name(0): results_json.dumps(several[0]).encode(), NO_JEKYLL: b""}
    found = list(companions(out.parent))
    if found and single_file:
        warnings.warn(
            f"{some([one.file.name for one in found])} not linked: the site is one file.", stacklevel=2
        )
        found = []
    besides |= {one.page.path: one.file.read_bytes() for one in found}
    built = report.build(
        [replace(several[0], pages=tuple(one.page for one in found)), *several[1:]],
        out,
        single_file=report.ONE_FILE if single_file else report.SINGLE_FILE,
        max_size=max_size,
        besides=besides,
    )
    for note in built.notes:
        warnings.warn(note, stacklevel=2)
    write_results(several, out)
    return built


def write_results(several: Sequence[Results], out: Path) -> None:
    """results.json next to the site; of further projects results-1.json, results-2.json, ..."""
    for at, results in enumerate(several):
        files.write_atomic(out.parent / _name(at), results_json.dumps(results).encode())


def _name(at: int) -> str:
    return f"results-{at}.json" if at else "results.json"
