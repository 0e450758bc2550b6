"""`spray build`, and its stages `spray attribute`, `spray analyze` and `spray report`."""

import contextlib
from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from pathlib import Path
from typing import Any, TypeVar

import click

from spray.cli.messages import EXIT_CODES, RESUME, plain_messages
from spray.cli.units import parse_size
from spray.cli.voice import Voice

F = TypeVar("F", bound=Callable[..., Any])

PROJECT = click.argument("project", required=False, type=click.Path(path_type=Path))
OUT = click.option(
    "--out",
    default="site",
    show_default=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder of the explorer; results.json and the store .spray/ lie next to it.",
)
EXECUTOR = click.option(
    "--executor",
    metavar="WHERE",
    help="Where to compute: local (one process per processor), local:N, or dask://HOST:PORT. When left out, "
    "samples are explained in this process, or on its accelerator, and categories are analysed as by local.",
)
DRY_RUN = click.option(
    "--dry-run", is_flag=True, help="Say what would be computed and how long it would take; do nothing."
)
EXPLAIN = click.option(
    "--explain",
    is_flag=True,
    help="With --dry-run: say why a result would be computed, part by part of its key.",
)
JSON = click.option(
    "--json", "machines", is_flag=True, help="Speak to machines: one JSON object per line on stdout."
)


ALSO = click.option(
    "--also",
    multiple=True,
    metavar="OTHER",
    type=click.Path(path_type=Path),
    help="Another project file, or its folder, for the same site: other data, or another method. May be repeated.",
)
SINGLE_FILE = click.option(
    "--single-file", is_flag=True, help="Write everything into one index.html, however large."
)


def _size(context: click.Context, parameter: click.Parameter, value: str | None) -> int | None:
    try:
        return None if value is None else parse_size(value)
    except ValueError as error:
        raise click.BadParameter(f"{value!r}: {error}.", context, parameter) from None


MAX_SIZE = click.option(
    "--max-size",
    metavar="SIZE",
    callback=_size,
    help="What the site may take, such as 1GB, the limit of GitHub Pages: pictures are stored smaller until it fits, "
    "and the page says so. No sample is left out.",
)


def options(*decorators: Callable[[F], F]) -> Callable[[F], F]:
    """Several options at once, in the order of the help."""

    def decorate(function: F) -> F:
        for decorator in reversed(decorators):
            function = decorator(function)
        return function

    return decorate


@click.command("build", epilog=EXIT_CODES, short_help="Explain, analyse and publish a data set.")
@options(PROJECT, OUT, ALSO, SINGLE_FILE, MAX_SIZE, EXECUTOR, DRY_RUN, EXPLAIN, JSON)
@click.option("--demo", is_flag=True, help="Build the explorer of a small data set that is made on the spot.")
def build_command(
    project: Path | None,
    demo: bool,
    out: Path,
    also: tuple[Path, ...],
    single_file: bool,
    max_size: int | None,
    executor: str | None,
    dry_run: bool,
    explain: bool,
    machines: bool,
) -> None:
    """Explain, analyse and publish a data set: PROJECT -> index.html.

    PROJECT is a project file (TOML) or the folder that holds one; without it, the current folder. Work that was done
    before is found in .spray/ and not repeated: interrupt a build at any time, and run it again to go on. After a
    change of the project file only what depends on the change is computed.

    \b
    Examples:
      spray build experiments/huskies.toml --out public
      spray build my_data --also smoothgrad.toml --max-size 1GB
      spray build --dry-run
      spray build --executor dask://10.0.0.1:8786 --out /shared/site
    """
    if demo and project is not None:
        raise click.UsageError("--demo brings its own project; leave PROJECT out.")
    if explain and not dry_run:
        raise click.UsageError("--explain says why --dry-run would compute something; give both.")
    with _speaking(machines) as voice:
        if dry_run:
            from spray.cli.dryrun import dry_run as say_only

            for one in (_demo(out) if demo else project or Path(), *also):
                say_only(one, out, voice, explain)
            return
        from spray.cli import build as street
        from spray.cli.publication import Publication

        publication = Publication(also, single_file, max_size)

        with _connected(executor, out) as used:
            if demo:
                street.build_demo(out, voice, used, publication)
            else:
                street.build(project or Path(), out, voice, used, publication)


@click.command("attribute", epilog=EXIT_CODES, short_help="Explain every sample: stage 1 of a build.")
@options(PROJECT, OUT, EXECUTOR, JSON)
def attribute_command(project: Path | None, out: Path, executor: str | None, machines: bool) -> None:
    """Explain every sample, and no more: the first stage of a build.

    Attributions are kept in .spray/ next to --out. Run this where the accelerator is, and the other stages where you
    like.

    \b
    Example:
      spray attribute my_data && spray analyze my_data && spray report my_data
    """
    with _speaking(machines) as voice:
        from spray.cli import build as street

        with _connected(executor, out) as used:
            street.attribute_only(project or Path(), out, voice, used)


@click.command("analyze", epilog=EXIT_CODES, short_help="Group and rank the classes: stage 2.")
@options(PROJECT, OUT, EXECUTOR, JSON)
def analyze_command(project: Path | None, out: Path, executor: str | None, machines: bool) -> None:
    """Group the explanations of each class and rank the classes: the second stage of a build.

    Writes results.json next to --out. Needs all samples explained, by `spray attribute`, on whatever device.

    \b
    Example:
      spray analyze my_data --executor local:8
    """
    with _speaking(machines) as voice:
        from spray.cli import build as street

        with _connected(executor, out) as used:
            street.analyze_only(project or Path(), out, voice, used)


@click.command("report", epilog=EXIT_CODES, short_help="Write the explorer: stage 3.")
@options(PROJECT, OUT, ALSO, SINGLE_FILE, MAX_SIZE, JSON)
def report_command(
    project: Path | None,
    out: Path,
    also: tuple[Path, ...],
    single_file: bool,
    max_size: int | None,
    machines: bool,
) -> None:
    """Write the explorer: the last stage of a build.

    Computes nothing: needs what `spray attribute` and `spray analyze` have stored.

    \b
    Examples:
      spray report my_data --out public
      spray report my_data --also smoothgrad.toml --single-file
    """
    with _speaking(machines) as voice:
        from spray.cli import build as street
        from spray.cli.publication import Publication

        street.report_only(project or Path(), out, voice, Publication(also, single_file, max_size))


def _speaking(machines: bool) -> contextlib.AbstractContextManager[Voice]:
    return plain_messages(RESUME, Voice(click.echo, machines))


@contextlib.contextmanager
def _connected(executor: str | None, out: Path) -> Iterator[Executor | None]:
    if executor is None:
        yield None
        return
    from spray.executors import connect

    with connect(executor, out.resolve().parent / ".spray") as used:
        yield used


def _demo(out: Path) -> Path:
    from spray.cli import demo

    return demo.prepare(out.resolve().parent / ".spray" / "demo")
