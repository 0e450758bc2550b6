"""The command `spray fix`."""

from pathlib import Path

import click

from spray.cli.messages import plain_messages


@click.command("fix", short_help="Take an artefact that was found out of the model.")
@click.argument("finding", type=click.Path(path_type=Path))
@click.argument("project", required=False, type=click.Path(path_type=Path))
@click.option(
    "--at",
    metavar="MODULE",
    show_default="chosen",
    help="After which module of the model, such as layer3.",
)
@click.option(
    "--method",
    default="p-clarc",
    show_default=True,
    type=click.Choice(["p-clarc", "a-clarc", "rrr"]),
    help="Project it out; train with it in every second sample; train with a penalty on its relevance.",
)
@click.option(
    "--finding", "name", metavar="NAME", help="The samples of this named finding, not the selected ones."
)
@click.option("--space", default="values", show_default=True, type=click.Choice(["values", "channels"]),
              help="Artefacts that are always in one place, or anywhere.")  # fmt: skip
@click.option(
    "--rounds", default=5, show_default=True, type=click.IntRange(1), help="Of training, through the samples."
)
@click.option("--rate", type=click.FloatRange(0, min_open=True), show_default="chosen", help="Of learning.")
@click.option("--weight", type=click.FloatRange(0), show_default="chosen", help="Of the penalty of rrr.")
@click.option("--out", default="fixed", show_default=True, metavar="NAME",
              help="Names NAME.toml, NAME.safetensors and NAME.json beside the project file.")  # fmt: skip
@click.option("--force", is_flag=True, help="Replace files of these names.")
def fix_command(
    finding: Path, project: Path | None, at: str | None, method: str, name: str | None, space: str, rounds: int,
    rate: float | None, weight: float | None, out: str, force: bool,
) -> None:  # fmt: skip
    """Take an artefact out of the model: FINDING, an export of the page, and PROJECT -> a corrected project.

    The selected samples carry the artefact, the others do not. Their activations after a module, and those of others
    that show the like without it, give its direction. The module, and a rate of learning, are chosen by samples set
    apart for that. The corrected model is a copy; what it costs and gains is measured on samples that were held out.

    \b
    Examples:
      spray fix finding.json my_data
      spray fix finding.json my_data --at layer3 --method a-clarc --rounds 3
      spray build my_data/fixed.toml --also my_data
    """
    with plain_messages("Nothing was written."):
        from spray.cli.fix import fix
        from spray.cli.fix_work import Wanted

        wanted = Wanted(
            at=at, method=method, finding=name, space=space, rounds=rounds, rate=rate, weight=weight
        )
        fix(finding, project or Path(), out, wanted, click.echo, force=force)
