"""`spray cache`: what the store holds, why something would be computed, and what can go."""

from collections.abc import Callable
from pathlib import Path

import click

from spray.cli.messages import EXIT_CODES, plain_messages
from spray.cli.street_commands import JSON, OUT, PROJECT, options
from spray.cli.units import parse_age, parse_size
from spray.cli.voice import Voice

NOTHING_LOST = "Nothing is lost: what is not in the store is computed when it is needed."


def _unit(parse: Callable[[str], float]) -> Callable[..., float | None]:
    """Reads a size or an age."""

    def read(context: click.Context, parameter: click.Parameter, value: str | None) -> float | None:
        try:
            return None if value is None else parse(value)
        except ValueError as error:
            raise click.BadParameter(f"{value!r}: {error}.", context, parameter) from None

    return read


class Shown(click.Group):
    """Commands of which `show` is meant where none is named."""

    def parse_args(self, context: click.Context, args: list[str]) -> list[str]:
        named = args and (not args[0].startswith("-") or args[0] in context.help_option_names)
        completing = context.resilient_parsing
        return super().parse_args(context, args if named or completing else ["show", *args])


@click.group("cache", cls=Shown)
def cache_group() -> None:
    """Look at the store .spray/ next to --out, and make room.

    It holds the attributions of every sample and the result of every step of an analysis, each under a key made of
    all that decides it. What is removed is computed again when it is needed. Without a command: show.
    """


@cache_group.command("show", epilog=EXIT_CODES)
@options(PROJECT, OUT, JSON)
@click.option(
    "--explain",
    is_flag=True,
    help="Say which results PROJECT would compute, and which part of their key has changed.",
)
def show_command(project: Path | None, out: Path, machines: bool, explain: bool) -> None:
    """Show sizes, by function, with the time that is saved.

    \b
    Examples:
      spray cache show
      spray cache show my_data --explain
    """
    if project is not None and not explain:
        raise click.UsageError("PROJECT says what is needed, for --explain; leave it out, or add that.")
    with plain_messages(NOTHING_LOST, Voice(click.echo, machines)) as voice:
        if explain:
            from spray.cli.dryrun import dry_run

            dry_run(project or Path(), out, voice, explain=True)
        else:
            from spray.cli import cache

            cache.show(out, voice)


@cache_group.command("entries", epilog=EXIT_CODES)
@options(OUT, JSON)
@click.option(
    "--function", metavar="NAME", default="", help="Only results of functions whose name contains this."
)
def entries_command(out: Path, machines: bool, function: str) -> None:
    """List all that there is, the one used last first.

    \b
    Example:
      spray cache entries --function kmeans
    """
    with plain_messages(NOTHING_LOST, Voice(click.echo, machines)) as voice:
        from spray.cli import cache

        cache.list_entries(out, voice, function)


@cache_group.command("prune", epilog=EXIT_CODES)
@options(PROJECT, OUT, JSON)
@click.option(
    "--older-than",
    metavar="AGE",
    callback=_unit(parse_age),
    help="Remove what was not used for so long: 30d, 12h.",
)
@click.option(
    "--max-size",
    metavar="SIZE",
    callback=_unit(parse_size),
    help="Remove what was not used for longest, until no more than this is left: 5GB.",
)
@click.option("--unreachable", is_flag=True, help="Remove what PROJECT, as it is now, does not need.")
@click.option("--dry-run", is_flag=True, help="Say what would be removed; remove nothing.")
def prune_command(
    project: Path | None,
    out: Path,
    machines: bool,
    older_than: float | None,
    max_size: int | None,
    unreachable: bool,
    dry_run: bool,
) -> None:
    """Make room: remove what is old, too much, or not needed any more.

    \b
    Examples:
      spray cache prune --older-than 30d --max-size 20GB
      spray cache prune my_data --unreachable --dry-run
    """
    if older_than is None and max_size is None and not unreachable:
        raise click.UsageError(
            "say what to remove: --older-than, --max-size, --unreachable, or several of them."
        )
    if project is not None and not unreachable:
        raise click.UsageError("PROJECT says what is needed, for --unreachable; leave it out, or add that.")
    with plain_messages(NOTHING_LOST, Voice(click.echo, machines)) as voice:
        from spray.cli import cache

        cache.prune(
            out,
            voice,
            project=(project or Path()) if unreachable else None,
            older_than=older_than,
            most=max_size,
            dry=dry_run,
        )
