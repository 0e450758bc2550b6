"""`spray selection`: reads what was selected on the page."""

from pathlib import Path

import click

from spray.cli.messages import plain_messages


@click.command("selection", short_help="Read a selection that the page has exported.")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--json", "form", flag_value="json", help="Everything, as one JSON object.")
@click.option("--csv", "form", flag_value="csv", help="A line for every sample.")
@click.option("--finding", metavar="NAME", help="The samples of this named finding, not the selected ones.")
def selection_command(file: Path, form: str | None, finding: str | None) -> None:
    """Read a selection that the page, or ViRelAy, has exported: FILE -> rows, ids, file names.

    In Python: spray.selection.load("finding.json").

    \b
    Examples:
      spray selection finding.json
      spray selection finding.json --csv > samples.csv
      spray selection finding.json --finding "copyright tag" --json
    """
    with plain_messages():
        from spray.cli import selection

        show = {"json": selection.as_json, "csv": selection.as_csv}.get(form or "", selection.as_text)
        click.echo(show(file, finding))
