"""The command `spray`: commands only parse, call one function, and print.

Nothing heavy is imported before a command runs, so that `spray --help` answers at once.
"""

import contextlib
import sys
import warnings
from collections.abc import Iterator
from pathlib import Path

import click

INTERRUPTED = 130  # what shells expect of a program that was ended by Ctrl-C
EPILOG = """\b
Examples:
  spray build --demo                    a first explorer, nothing to prepare
  spray init my_data && spray build my_data
\b
Completion of commands and options, for bash (zsh and fish likewise):
  eval "$(_SPRAY_COMPLETE=bash_source spray)"
"""


def _show_version(context: click.Context, _: click.Parameter, wanted: bool) -> None:
    if wanted:
        from spray.versions import own

        click.echo(f"spray {own()}")
        context.exit()


@click.group(
    epilog=EPILOG, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100}
)
@click.option(
    "--version",
    is_flag=True,
    expose_value=False,
    is_eager=True,
    callback=_show_version,
    help="Show the version and exit.",
)
def main() -> None:
    """Find out what an image classifier has learned, and where it cheats.

    spray explains every sample of a data set (lrpfx), groups the explanations of each class (SpRAy), ranks
    the classes by how strange they look, and writes a static explorer: an index.html to open by double click.
    """


@main.command("build")
@click.argument("project", required=False, type=click.Path(path_type=Path))
@click.option("--demo", is_flag=True, help="Build the explorer of a small data set that is made on the spot.")
@click.option(
    "--out",
    default="site",
    show_default=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder of the explorer; results.json and the store .spray/ lie next to it.",
)
def build_command(project: Path | None, demo: bool, out: Path) -> None:
    """Explain, analyse and publish a data set: PROJECT -> index.html.

    PROJECT is a project file (TOML) or the folder that holds one; without it, the current folder. Work that
    was done before is found in .spray/ and not repeated: interrupt a build at any time, and run it again to
    go on.

    \b
    Example:
      spray build experiments/huskies.toml --out public

    Exit codes: 0 done, 1 a fault that the message explains, 2 wrong usage, 130 interrupted.
    """
    if demo and project is not None:
        raise click.UsageError("--demo brings its own project; leave PROJECT out.")
    with _plain_messages("Run the same command again to go on: what is finished is kept in .spray/."):
        from spray.cli import build as street

        if demo:
            street.build_demo(out, click.echo)
        else:
            street.build(project or Path(), out, click.echo)


@main.command("init")
@click.argument(
    "folder", required=False, default=".", type=click.Path(exists=True, file_okay=False, path_type=Path)
)
@click.option("--force", is_flag=True, help="Replace a spray.toml that is there.")
def init_command(folder: Path, force: bool) -> None:
    """Write a commented project file, FOLDER/spray.toml, from what lies in FOLDER.

    Images, HDF5 files, checkpoints, label maps and the models in Python files are found and filled in; Python
    files are read, not run.

    \b
    Example:
      spray init my_data
    """
    with _plain_messages("Nothing was written."):
        from spray.cli import init as starter

        starter.init(folder, force, click.echo)


@main.group("import")
def import_group() -> None:
    """Build the explorer from what another tool has made."""


@import_group.command("virelay")
@click.argument("project", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--out",
    default="site",
    show_default=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder of the explorer; results.json lies next to it.",
)
@click.option("--title", default="", help="Title of the page; the project's name when left out.")
@click.option(
    "--image-size",
    default=128,
    show_default=True,
    type=click.IntRange(16, 1024),
    help="Longer side of the pictures on the page, in pixels.",
)
@click.option(
    "--outside",
    is_flag=True,
    help="Also read files that lie outside of the folder of PROJECT; off for strangers'.",
)
def import_virelay_command(project: Path, out: Path, title: str, image_size: int, outside: bool) -> None:
    """Build the explorer of a ViRelAy project: project.yaml -> index.html.

    Every analysis, category, embedding and clustering of its files appears; no model is needed. The files may come
    from anyone: nothing in them is executed, and none is followed out of itself.

    \b
    Example:
      spray import virelay old/project.yaml --out public
    """
    with _plain_messages("Run the same command again."):
        from spray.cli import virelay

        virelay.import_project(project, out, click.echo, title=title, image_size=image_size, outside=outside)


@main.group("export")
def export_group() -> None:
    """Write the results for another tool."""


@export_group.command("virelay")
@click.argument("project", required=False, type=click.Path(path_type=Path))
@click.option(
    "--out",
    default="virelay",
    show_default=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder of the ViRelAy project; the store .spray/ of an earlier build is looked for next to it.",
)
def export_virelay_command(project: Path | None, out: Path) -> None:
    """Write a project that ViRelAy opens: PROJECT -> project.yaml, HDF5 files, label map.

    PROJECT is a project file (TOML) or the folder that holds one. What a build has computed is taken from .spray/,
    the rest is computed now.

    \b
    Example:
      spray export virelay my_data && virelay virelay/project.yaml
    """
    with _plain_messages("Run the same command again to go on: what is finished is kept in .spray/."):
        from spray.cli import virelay

        virelay.export_project(project or Path(), out, click.echo)


@contextlib.contextmanager
def _plain_messages(interrupted: str) -> Iterator[None]:
    """Known errors and warnings as messages for people; anything else is a defect and keeps its traceback."""
    with warnings.catch_warnings():
        warnings.simplefilter("default")
        warnings.showwarning = lambda message, *_: click.echo(f"Warning: {message}", err=True)
        try:
            yield
        except KeyboardInterrupt as error:
            click.echo(" ".join(["\nInterrupted.", *getattr(error, "__notes__", ()), interrupted]), err=True)
            raise SystemExit(INTERRUPTED) from None
        except _known_errors() as error:
            text = "\n".join([_text(error), *getattr(error, "__notes__", ())])
            raise click.ClickException(text) from None


def _known_errors() -> tuple[type[Exception], ...]:
    # A package that was not imported has raised nothing; importing it here would only cost time.
    names = {"spray.errors": "SprayError", "report.errors": "ReportError", "lrpfx.errors": "LrpfxError"}
    return (
        OSError,
        *(getattr(sys.modules[module], name) for module, name in names.items() if module in sys.modules),
    )


def _text(error: Exception) -> str:
    if isinstance(error, OSError) and error.strerror:
        return f"{error.filename}: {error.strerror}." if error.filename else f"{error.strerror}."
    return str(error)
