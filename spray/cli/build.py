"""The one street: project file -> model, samples -> attributions -> analyses -> results.json and the site.

Every stage gets what the one before has made. What was made before, with the same content, is not made again.
"""

from concurrent.futures import Executor
from pathlib import Path

import lrpfx
import report
from spray import files, findings, project, results_json
from spray.cli.stages import Run, Stages, analyse, explain, explained_before, opening, tasks_of
from spray.cli.voice import Say, Voice
from spray.errors import OutputError, StageError
from spray.project import Project
from spray.results import Results
from spray.wanted import everything
from spray.words import count


def build(argument: Path, out: Path, say: Say | Voice, executor: Executor | None = None) -> Results:
    """Everything from the project file to the site; `say` prints a line for the user.

    An `executor` explains and analyses; without one samples are explained in this process, and categories are
    analysed by one process per processor.
    Raises: `SprayError`, `LrpfxError`, `ReportError` and their kin, with the place and the mend.
    """
    stages, voice, out = Stages(), Voice.of(say), out.resolve()
    settings = load(argument)
    refuse_foreign(out)
    run = analysed(settings, out.parent / ".spray", voice, stages, executor)
    with stages.time("site"):
        built = publish(run.results, out)
    voice("\n" + findings.describe(run.results) + "\n", "findings")
    if not (run.fresh or run.computed or built.written):
        voice("Nothing had to be computed again: all of it came from .spray/.", "unchanged")
    _finish(voice, stages, built)
    return run.results


def attribute_only(argument: Path, out: Path, say: Say | Voice, executor: Executor | None = None) -> None:
    """Explain what is not explained yet, and no more."""
    stages, voice = Stages(), Voice.of(say)
    opened = opening(load(argument), out.resolve().parent / ".spray", voice, stages)
    explain(opened, voice, stages, executor)
    voice(f"Time: {stages}.", "time", seconds=stages.seconds)


def analyze_only(argument: Path, out: Path, say: Say | Voice, executor: Executor | None = None) -> Results:
    """Analyse what was explained before, and write results.json. Raises: `StageError` if not all of it is."""
    stages, voice, out = Stages(), Voice.of(say), out.resolve()
    settings = load(argument)
    refuse_foreign(out)
    attributed = explained_before(opening(settings, out.parent / ".spray", voice, stages))
    run = analyse(attributed, voice, stages, executor)
    _write_results(run.results, out.parent)
    voice("\n" + findings.describe(run.results) + "\n", "findings")
    voice(f"Time: {stages}.", "time", seconds=stages.seconds)
    return run.results


def report_only(argument: Path, out: Path, say: Say | Voice) -> Results:
    """The site of what was explained and analysed before. Raises: `StageError` if not all of it is."""
    stages, voice, out = Stages(), Voice.of(say), out.resolve()
    settings = load(argument)
    refuse_foreign(out)
    attributed = explained_before(opening(settings, out.parent / ".spray", voice, stages))
    lacking = sum(
        not task.memo.stored(step) for task in tasks_of(attributed) for step in everything(task) if step.kept
    )
    if lacking:
        raise StageError(f"{count(lacking, 'result')} of the analysis are missing", "analyze")
    run = analyse(attributed, voice, stages)
    with stages.time("site"):
        built = publish(run.results, out)
    _finish(voice, stages, built)
    return run.results


def load(argument: Path) -> Project:
    """The project file that a person means, read and checked."""
    return project.load(project.find(argument), _choices())


def analysed(
    settings: Project, store: Path, say: Say | Voice, stages: Stages, executor: Executor | None = None
) -> Run:
    """From the project file to the results; what is in the store is not made again."""
    voice = Voice.of(say)
    opened = opening(settings, store, voice, stages, executor)
    return analyse(explain(opened, voice, stages, executor), voice, stages, executor)


def publish(results: Results, out: Path) -> report.Built:
    """The site in `out`, and results.json beside the site for scripts, inside it for whoever it is sent to."""
    built = report.build(results, out)
    _write_results(results, out, out.parent)
    return built


def build_demo(out: Path, say: Say | Voice, executor: Executor | None = None) -> Results:
    """The ordinary build of a small project that is made on the spot."""
    from spray.cli import demo

    voice = Voice.of(say)
    results = build(demo.prepare(out.resolve().parent / ".spray" / "demo"), out, voice, executor)
    voice(demo.verdict(results), "verdict")
    return results


def refuse_foreign(out: Path) -> None:
    """Before hours of work: is there anything in the way that spray did not write?"""
    try:
        report.ours(out)
    except report.ForeignFolderError as error:
        if not out.is_dir():
            raise OutputError(f"{out} is a file. Give the path of a new folder: --out FOLDER.") from error
        raise OutputError(
            f"{out} is not empty, and spray did not write it. Give a new folder: --out FOLDER."
        ) from error
    for file in (out.parent / "results.json", out / "results.json"):
        if file.exists() and not results_json.is_ours(file.read_text(encoding="utf-8", errors="replace")):
            raise OutputError(
                f"{file} is no result of spray and would be replaced. Move it, or change --out."
            )


def _write_results(results: Results, *folders: Path) -> None:
    text = results_json.dumps(results).encode()
    for folder in folders:
        files.write_atomic(folder / "results.json", text)


def _finish(voice: Voice, stages: Stages, built: report.Built) -> None:
    voice(f"Time: {stages}.", "time", seconds=stages.seconds)
    voice(
        f"{count(built.files, 'file')}, {built.bytes / 1e6:.1f} MB. Open {built.path}",
        "built",
        path=str(built.path),
        files=built.files,
        bytes=built.bytes,
    )


def _choices() -> project.Choices:
    methods = [
        name for name in lrpfx.methods.names() if name != "captum"
    ]  # whose models have no content hash
    return {
        "explain.method": methods,
        "explain.composite": lrpfx.composites.names(),
        "site.colormap": lrpfx.colormaps.names(),
    }
