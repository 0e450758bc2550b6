"""`spray tune`: γ by depth against a metric, as JSON, as a chart, and as lines for the project file."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import torch

import lrpfx
from spray import files, model
from spray.cli.companions import head
from spray.cli.progress import Progress
from spray.cli.publication import load
from spray.cli.voice import Say, Voice
from spray.datasets import Dataset, open_dataset
from spray.errors import ProjectError

LEAST = 8  # samples: fewer choose by accident


def tune(
    argument: Path, out: Path, say: Say | Voice, *, samples: int, depths: int, score: str
) -> lrpfx.metrics.Tuning:
    """Choose γ on half of some samples, compare on the other half, and write `out`.json and `out`.html."""
    voice, settings = Voice.of(say), load(argument)
    dataset = open_dataset(settings.data, settings.folder, seed=settings.analyze.seed)
    rows = chosen(dataset, samples, settings.analyze.seed)
    loaded = model.load(
        settings.model.factory,
        settings.model.arguments,
        settings.path(settings.model.checkpoint) if settings.model.checkpoint else None,
        settings.folder,
    )
    device = model.device(settings.explain.device)
    x = torch.from_numpy(dataset.inputs(rows)).to(device)
    labels = torch.from_numpy(np.asarray(dataset.label[rows]))
    target = labels if settings.explain.target == "true_label" else None
    with Progress("tuning", "evaluation", voice) as progress:
        found = lrpfx.metrics.tune(
            loaded.module.to(device), x, target=target, depths=depths, metric=METRICS[score],
            default=lrpfx.composites.get("epsilon_plus_flat"), progress=progress,
        )  # fmt: skip
    write(found, out, settings.title, score)
    voice(f"  chosen    {found.held_out} on {len(x) - len(x) // 2} samples that chose nothing", "tuned",
          gammas=found.gammas, score=found.held_out.mean)  # fmt: skip
    voice(f"  default   {found.default} (epsilon_plus_flat)", "default", score=found.default.mean)
    voice(f"  gain      {found.gain}", "gain", gain=found.gain.mean)
    voice("For the project file:\n\n  [explain]\n  composite = \"gamma_by_depth\"\n"
          f"  parameters = {{ gammas = {list(found.gammas)} }}\n", "settings")  # fmt: skip
    voice(f"Open {out.with_suffix('.html')}; the curve is {out.with_suffix('.json').name}.", "done")
    return found


METRICS = {
    "srg": lrpfx.metrics.srg,
    "abpc": lambda explainer, x, classes: (
        lrpfx.metrics.pixel_flipping(explainer, x, target=classes, output="logit").abpc
    ),
}


def chosen(dataset: Dataset, samples: int, seed: int) -> Any:
    """A seeded choice of rows, in random order, so that both halves have all classes."""
    rows = np.random.default_rng(seed).permutation(len(dataset.id))[:samples]
    if len(rows) < LEAST:
        raise ProjectError(f"There are {len(rows)} samples; tuning needs {LEAST}, half of them to compare.")
    return rows


def write(found: lrpfx.metrics.Tuning, out: Path, title: str, score: str) -> None:
    """The curve as JSON, and as a page that needs nothing else."""
    low, high = found.gain.interval()
    facts = {
        "metric": score, "gammas": list(found.gammas), "held_out": found.held_out.mean,
        "default": found.default.mean, "gain": found.gain.mean, "gain_interval": [low, high],
        "curve": found.records(),
    }  # fmt: skip
    out.parent.mkdir(parents=True, exist_ok=True)
    files.write_atomic(out.with_suffix(".json"), json.dumps(facts, indent=2).encode())
    drawn = chart(facts, title).to_html(inline=True)
    about = head("tune", f"{title}: γ by depth", f"{score.upper()} over γ, on the samples that chose it.")
    files.write_atomic(out.with_suffix(".html"), drawn.replace("<head>", f"<head>{about}", 1).encode())


def chart(facts: dict[str, Any], title: str) -> Any:
    """The score over γ, with its interval, a line for what was varied."""
    import altair as alt

    score = facts["metric"].upper()
    # a logarithmic axis has no zero: γ = 0 stands at a place of its own, in the order of the grid
    order = [f"{g:g}" for g in sorted({row["gamma"] for row in facts["curve"]})]
    rows = [{**row, "γ": f"{row['gamma']:g}"} for row in facts["curve"]]
    gain, (low, high) = facts["gain"], facts["gain_interval"]
    note = f"chosen, from input to output: {', '.join(f'{g:g}' for g in facts['gammas'])}; gain over the default on"
    data = alt.Data(values=rows)  # type: ignore[no-untyped-call]  # Altair's
    base = alt.Chart(data).encode(
        x=alt.X("γ:O", sort=order, title="γ"),
        color=alt.Color("varied:N", title="varied"),
    )
    line = base.mark_line(point=True).encode(
        y=alt.Y("score:Q", title=f"{score}, mean and 95 % interval", scale=alt.Scale(zero=False)),
        tooltip=["varied:N", "gamma:Q", "gammas:N", "score:Q", "low:Q", "high:Q"],
    )
    band = base.mark_rule(opacity=0.35).encode(y="low:Q", y2="high:Q")
    lines = [note, f"samples that chose nothing: {gain:+.3f} [{low:+.3f}, {high:+.3f}]"]
    return (band + line).properties(
        title={"text": f"{title}: γ by depth", "subtitle": lines}, width=560, height=320
    )
