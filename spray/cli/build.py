"""The one street: project file -> model, samples -> attributions -> analyses -> results.json and the site.

Every stage gets what the one before has made. What was made before, with the same content, is not made again. Several
projects of one site go down the street one after the other, and share the store.
"""

from collections.abc import Sequence
from concurrent.futures import Executor
from pathlib import Path

import report
from spray import findings
from spray.cli.publication import Publication, load, load_all, publish, refuse_foreign, write_results
from spray.cli.stages import Run, Stages, analyse, explain, explained_before, opening, tasks_of
from spray.cli.voice import Say, Voice
from spray.errors import StageError
from spray.project import Project
from spray.results import Results
from spray.wanted import everything
from spray.words import count

__all__ = [
    "Publication",
    "analyze_only",
    "attribute_only",
    "build",
    "build_demo",
    "load",
    "refuse_foreign",
    "report_only",
]

ALONE = Publication()


def build(
    argument: Path,
    out: Path,
    say: Say | Voice,
    executor: Executor | None = None,
    publication: Publication = ALONE,
) -> Results:
    """Everything from the project file to the site; `say` prints a line for the user.

    An `executor` explains and analyses; without one samples are explained in this process, and categories are
    analysed by one process per processor. Returns the results of the first project, if there are several.
    Raises: `SprayError`, `LrpfxError`, `ReportError` and their kin, with the place and the mend.
    """
    total, voice, out = Stages(), Voice.of(say), out.resolve()
    several = load_all(argument, publication)
    refuse_foreign(out, len(several))
    runs = []
    for settings in several:
        stages = Stages()
        runs.append(analysed(settings, out.parent / ".spray", voice, stages, executor))
        total.add(stages)
    results = [run.results for run in runs]
    with total.time("site"):
        built = publish(results, out, publication, several[0])
    _tell(results, voice)
    if not (any(run.fresh or run.computed for run in runs) or built.written):
        voice("Nothing had to be computed again: all of it came from .spray/.", "unchanged")
    _finish(voice, total, built)
    return results[0]


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
    write_results([run.results], out)
    _tell([run.results], voice)
    voice(f"Time: {stages}.", "time", seconds=stages.seconds)
    return run.results


def report_only(argument: Path, out: Path, say: Say | Voice, publication: Publication = ALONE) -> Results:
    """The site of what was explained and analysed before. Raises: `StageError` if not all of it is."""
    total, voice, out = Stages(), Voice.of(say), out.resolve()
    several = load_all(argument, publication)
    refuse_foreign(out, len(several))
    results = []
    for settings in several:
        stages = Stages()
        run = _analysed_before(settings, out, voice, stages, len(several) > 1)
        results.append(run.results)
        total.add(stages)
    with total.time("site"):
        built = publish(results, out, publication, several[0])
    _finish(voice, total, built)
    return results[0]


def _analysed_before(settings: Project, out: Path, voice: Voice, stages: Stages, several: bool) -> Run:
    attributed = explained_before(opening(settings, out.parent / ".spray", voice, stages))
    lacking = sum(
        not task.memo.stored(step) for task in tasks_of(attributed) for step in everything(task) if step.kept
    )
    if lacking:
        of_which = f" of {settings.name!r}" if several else ""
        raise StageError(f"{count(lacking, 'result')} of the analysis{of_which} are missing", "analyze")
    return analyse(attributed, voice, stages)


def analysed(
    settings: Project, store: Path, say: Say | Voice, stages: Stages, executor: Executor | None = None
) -> Run:
    """From the project file to the results; what is in the store is not made again."""
    voice = Voice.of(say)
    opened = opening(settings, store, voice, stages, executor)
    return analyse(explain(opened, voice, stages, executor), voice, stages, executor)


def build_demo(
    out: Path, say: Say | Voice, executor: Executor | None = None, publication: Publication = ALONE
) -> Results:
    """The ordinary build of a small project that is made on the spot."""
    from spray.cli import demo

    voice = Voice.of(say)
    project = demo.prepare(out.resolve().parent / ".spray" / "demo")
    results = build(project, out, voice, executor, publication)
    voice(demo.verdict(results), "verdict")
    return results


def _tell(several: Sequence[Results], voice: Voice) -> None:
    for results in several:
        head = f"\n{results.project}" if len(several) > 1 else ""
        voice(f"{head}\n{findings.describe(results)}\n", "findings")


def _finish(voice: Voice, stages: Stages, built: report.Built) -> None:
    voice(f"Time: {stages}.", "time", seconds=stages.seconds)
    voice(
        f"{count(built.files, 'file')}, {built.bytes / 1e6:.1f} MB. Open {built.path}",
        "built",
        path=str(built.path),
        files=built.files,
        bytes=built.bytes,
    )
