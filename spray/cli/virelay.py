"""`spray import virelay` and `spray export virelay`."""

import contextlib
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import lrpfx
from spray import findings, label_map, virelay
from spray.cli import build, publication
from spray.cli.progress import Progress
from spray.cli.stages import Stages
from spray.results import Results, SiteOptions
from spray.settings import SiteSection
from spray.words import count

Say = Callable[[str], None]


def import_projects(
    projects: Sequence[Path],
    out: Path,
    say: Say,
    *,
    title: str = "",
    image_size: int = 128,
    outside: bool = False,
    single_file: bool = False,
    max_size: int | None = None,
) -> tuple[Results, ...]:
    """One explorer of some ViRelAy projects, the first one opened; `say` prints a line for the user.

    Raises: `DataError` and its kin, with the file, the key and the mend.
    """
    stages = Stages()
    out = out.resolve()
    build.refuse_foreign(out, len(projects))
    palettes = {name: lrpfx.colormaps.palette(name) for name in lrpfx.colormaps.names()}
    colormap = str(SiteSection.model_fields["colormap"].default)
    site = SiteOptions(title, image_size, colormap, palettes)
    several: list[Results] = []
    with contextlib.ExitStack() as stack:
        for project in projects:
            one = Stages()
            with one.time("files"), Progress("scoring", "group") as progress:
                opened = stack.enter_context(virelay.opened(project, outside))
                results = virelay.results(opened, site if not several else replace(site, title=""), progress)
            stages.add(one)
            several.append(results)
            say(f"{results.site.title} ({project.name})")
            say(f"  {count(len(results.samples.id), 'sample')}, {count(len(results.categories), 'category')}")
            for note in results.notes:
                say(f"  note: {note}")
        with stages.time("site"):
            built = publication.write(several, out, single_file=single_file, max_size=max_size)
    for results in several:
        say("\n" + findings.describe(results) + "\n")
    say(f"Time: {stages}.")
    say(f"{count(built.files, 'file')}, {built.bytes / 1e6:.1f} MB. Open {built.path}")
    return tuple(several)


def export_project(argument: Path, out: Path, say: Say) -> Path:
    """A ViRelAy project of what a project file comes to; `say` prints a line for the user."""
    stages = Stages()
    out = out.resolve()
    settings = build.load(argument)
    virelay.refuse_foreign(out)
    run = build.analysed(settings, out.parent / ".spray", say, stages)
    with stages.time("export"), Progress("writing") as progress:
        path = virelay.export(
            run.results,
            out,
            attributions=run.attributions,
            outputs=run.attributions.output,
            word_net_ids=_word_net_ids(
                settings.path(settings.data.label_map) if settings.data.label_map else None
            ),
            progress=progress,
        )
    size = sum(file.stat().st_size for file in out.iterdir())
    say(f"Time: {stages}.")
    say(f"{size / 1e6:.1f} MB. Open it: virelay {path}")
    return path


def _word_net_ids(file: Path | None) -> dict[int, str]:
    return {} if file is None else {entry.index: entry.word_net_id for entry in label_map.read(file).entries}
