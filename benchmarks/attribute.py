"""Images per second of `spray attribute` against the bare explainer on inputs that are in memory already.

    python benchmarks/attribute.py
    python benchmarks/attribute.py --model resnet18 --images 256 --rounds 5 --out benchmarks/results/attribute.md

What the data set costs beside the explaining: JPEG files are decoded, resized and cropped, relevance is hashed and
written to the store. The bare explainer takes one batch after the other, with all threads of torch, as a loop of one's
own would; `spray attribute` explains as many batches at once, by one thread each. Both explain the same batches, in one
process, with random weights; medians of the ratios within a round.
"""

import json
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import click
import machine
import numpy as np
import torch
from PIL import Image

ROOT = Path(__file__).resolve().parents[1]
sys.path.append(str(ROOT))

from spray.attribute import attribute, plan  # noqa: E402, found from the checkout
from spray.cli.explainer import compiled, lanes, recipe  # noqa: E402
from spray.datasets import open_dataset  # noqa: E402
from spray.project import load  # noqa: E402

PROJECT = """
[model]
factory = "torchvision.models:{model}"
[data]
images = "images"
resize = 256
crop = 224
mean = [0.485, 0.456, 0.406]
std = [0.229, 0.224, 0.225]
"""
HEAD = f"{'model':<14} {'images':>6} {'batch':>5} {'bare':>12} {'spray':>12} {'of bare':>8}  target"
REPORT = """# Images per second of a data set

`python benchmarks/attribute.py --out benchmarks/results/attribute.md`, medians of {rounds} interleaved rounds.

```
{table}
```
"""


@click.command()
@click.option("--model", "models", multiple=True, default=("resnet18", "resnet50"), show_default=True)
@click.option("--images", default=144, show_default=True, help="JPEG files of 500 x 375.")
@click.option("--rounds", default=9, show_default=True)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.option("--out", type=click.Path(path_type=Path), help="Write the table to a Markdown file.")
def main(models: tuple[str, ...], images: int, rounds: int, as_json: bool, out: Path | None) -> None:
    """Print the table."""
    about = machine.describe()
    with tempfile.TemporaryDirectory() as folder:
        photographs(Path(folder) / "images", images)
        rows = [measure(Path(folder), model, rounds) for model in models]
    if as_json:
        click.echo(json.dumps({"machine": about, "rows": rows}, indent=1))
        return
    text = "\n".join([*(f"{key:>14}  {value}" for key, value in about.items()), "", HEAD, *map(line, rows)])
    click.echo(text)
    if out is not None:
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_text(REPORT.format(rounds=rounds, table=text))


def line(row: dict[str, Any]) -> str:
    """A row as text."""
    return (
        f"{row['model']:<14} {row['images']:>6} {row['batch']:>5} {row['bare']:>8.2f} im/s {row['spray']:>8.2f} im/s"
        f" {row['ratio']:>8.1%}  >= 90 %"
    )


def photographs(folder: Path, count: int) -> None:
    """Smooth colour with grain: about 60 kB each, as photographs have."""
    random = np.random.default_rng(0)
    for number in range(count):
        path = folder / f"class{number % 4}" / f"{number:04d}.jpg"
        path.parent.mkdir(parents=True, exist_ok=True)
        coarse = Image.fromarray(random.integers(0, 256, (24, 32, 3), dtype=np.uint8)).resize((500, 375), 3)
        grain = np.asarray(coarse, np.float32) + random.normal(0, 6, (375, 500, 1))
        Image.fromarray(grain.clip(0, 255).astype(np.uint8)).save(path, quality=90)


def measure(folder: Path, model: str, rounds: int) -> dict[str, Any]:
    """Both in turn."""
    (folder / "spray.toml").write_text(PROJECT.format(model=model))
    settings = load(folder / "spray.toml")
    dataset = open_dataset(settings.data, folder, seed=0)
    explained = compiled(recipe(settings, dataset, "cpu"), dataset)
    _, batch = plan(dataset, folder=folder, explainer="", target="true_label")
    rows = np.arange(len(dataset))
    batches = [rows[start : start + batch] for start in range(0, len(rows), batch)]
    loaded = [(dataset.inputs(here), dataset.label[here]) for here in batches]
    explained.explain(*loaded[0])

    def bare(_: int) -> None:
        for inputs, labels in loaded:
            explained.explain(inputs, labels)

    def whole(number: int) -> None:
        key = f"{model}, round {number}"
        store, _ = plan(dataset, folder=folder / "store", explainer=key, target="true_label")
        with lanes(explained, batch) as side_by_side:
            attribute(dataset, explained.explain, store, batch, lanes=side_by_side)

    seconds: dict[str, list[float]] = {"bare": [], "spray": []}
    for number in range(rounds):
        for name, work in (("bare", bare), ("spray", whole)):
            began = time.perf_counter()
            work(number)
            seconds[name].append(time.perf_counter() - began)
    return {
        "model": model,
        "images": len(rows),
        "batch": batch,
        "threads": torch.get_num_threads(),
        **{name: len(rows) / statistics.median(took) for name, took in seconds.items()},
        "ratio": statistics.median(b / s for b, s in zip(seconds["bare"], seconds["spray"], strict=True)),
    }


if __name__ == "__main__":
    main()
