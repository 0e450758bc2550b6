"""The command `spray tune`."""

from pathlib import Path

import click

from spray.cli.messages import plain_messages


@click.command("tune", short_help="Choose the rules' γ against a metric, not by eye.")
@click.argument("project", required=False, type=click.Path(path_type=Path))
@click.option("--out", default="tune", show_default=True, type=click.Path(path_type=Path),
              help="Names tune.json, the curve, and tune.html, its chart.")  # fmt: skip
@click.option("--samples", default=128, show_default=True, type=click.IntRange(8),
              help="How many: half choose, half compare.")  # fmt: skip
@click.option("--depths", default=3, show_default=True, type=click.IntRange(1, 16),
              help="Ranges of the linear layers that have a γ each.")  # fmt: skip
@click.option("--metric", "score", default="srg", show_default=True, type=click.Choice(["srg", "abpc"]),
              help="srg: area between the flipping curves, in probabilities; abpc: the same in logits.")  # fmt: skip
def tune_command(project: Path | None, out: Path, samples: int, depths: int, score: str) -> None:
    """Choose γ for every range of depths: PROJECT -> lines for the project file.

    γ is tried on a grid, for all depths together and then for one range after the other; the metric decides, on half of
    the samples. The other half says how much is gained over the default composite, with an interval.

    \b
    Example:
      spray tune my_data --samples 256 --depths 3
    """
    with plain_messages("Run the same command again."):
        from spray.cli.tune import tune

        tune(project or Path(), out, click.echo, samples=samples, depths=depths, score=score)
