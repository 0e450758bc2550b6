"""The command `spray concepts`."""

from pathlib import Path

import click

from spray.cli.messages import plain_messages


@click.command("concepts", short_help="Show what the channels of a layer stand for.")
@click.argument("project", required=False, type=click.Path(path_type=Path))
@click.option("--layer", required=True, help="Path of a module, such as layer3.")
@click.option(
    "--lower",
    help="A layer below it: the page then has the attribution graph between the two, after a pass for it as well.",
)
@click.option("--out", default="concepts.html", show_default=True, type=click.Path(dir_okay=False, path_type=Path),
              help="The page; the state of the pass lies in .spray/ next to it.")  # fmt: skip
@click.option("--concepts", "most", default=12, show_default=True, type=click.IntRange(1),
              help="How many, over all samples.")  # fmt: skip
@click.option("--references", default=6, show_default=True, type=click.IntRange(1, 8),
              help="Samples that a concept is shown by.")  # fmt: skip
def concepts_command(
    project: Path | None, layer: str, lower: str | None, out: Path, most: int, references: int
) -> None:
    """Show what the channels of a layer stand for: PROJECT -> concepts.html.

    One pass over the samples finds those in which each channel (of tokens, each feature) is most relevant, and most
    active, overall and per class; the page shows what it sees there, the relevance that flows through it, and what
    makes it active. Interrupt it at any time, and run it again to go on.

    \b
    Example:
      spray concepts my_data --layer layer3 --lower layer2
    """
    with plain_messages("Run the same command again: it goes on where it was stopped."):
        from spray.cli.concepts import Wanted, concepts

        concepts(project or Path(), out, click.echo, Wanted(layer, lower, most, references))
