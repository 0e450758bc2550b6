"""Conditional relevance of all channels of a layer against zennit-crp, interleaved in one process.

    python benchmarks/concepts.py
    python benchmarks/concepts.py --place layer2.1.conv2 --size 224 --rounds 3 --json
    python benchmarks/concepts.py --out benchmarks/results/concepts.md

One image, one heatmap for every channel. zennit-crp runs in its fastest form, `CondAttribution.generate`: one forward
pass, conditions in batches of 32. Its package asks for zennit <= 0.4.6 but runs with 1.0.0:
`pip install --no-deps zennit-crp==0.6.0`.
"""

import copy
import json
import statistics
import sys
import time
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
import machine
import torch
import torchvision
from torch import Tensor

sys.path.append(str(Path(__file__).resolve().parents[1]))

import lrpfx
from lrpfx.concepts import sweep

TARGET = 5.0  # times faster
IN_DOUBLE = 16  # channels that are compared in double precision too
LIBRARIES = ("lrpfx", "torch", "torchvision", "zennit", "zennit-crp")


@click.command(help=__doc__, context_settings={"max_content_width": 110})
@click.option("--model", default="resnet18", help="A network of torchvision, with random weights.")
@click.option(
    "--place", "places", multiple=True, default=["layer3.1.conv2"], help="The layer; may be repeated."
)
@click.option("--size", default=128, help="Height and width of the image.")
@click.option("--rounds", default=3)
@click.option("--chunk", default=16, help="Rows at once, ours.")
@click.option("--batch", default=32, help="Conditions at once, theirs.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.option("--out", type=click.Path(path_type=Path), help="Write the table to a Markdown file.")
def main(
    model: str,
    places: tuple[str, ...],
    size: int,
    rounds: int,
    chunk: int,
    batch: int,
    as_json: bool,
    out: Path | None,
) -> None:
    """Measure, print, write."""
    facts = machine.describe(LIBRARIES) | {"threads": str(torch.get_num_threads())}
    rows = [measure(model, place, size, rounds, chunk, batch) for place in places]
    if as_json:
        click.echo(json.dumps({"machine": facts, "rows": rows}, indent=2))
        return
    text = table(facts, rows, size, rounds)
    click.echo(text)
    if out is not None:
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_text(text + "\n", encoding="utf-8")


def measure(name: str, place: str, size: int, rounds: int, chunk: int, batch: int) -> dict[str, Any]:
    """One row: medians, the ratio of a round, and how far the results are apart."""
    torch.manual_seed(0)
    model = getattr(torchvision.models, name)().eval().requires_grad_(False)
    x = torch.randn(1, 3, size, size)
    target = int(model(x).argmax())
    began = time.perf_counter()
    swept = sweep(model, x, place)
    compiled = time.perf_counter() - began
    whole = lrpfx.compile(model, x, record=[place], condition=lrpfx.condition(place, torch.ones(())))(
        x, target=target
    )
    contestants: dict[str, Callable[[], Tensor]] = {
        "lrpfx": lambda: swept(x, target=target, chunk=chunk, reduce=lambda R: R.sum(1)).maps[0],
        "crp": crp(copy.deepcopy(model), x, target, place, len(swept.units), batch),
    }
    times: dict[str, list[float]] = {c: [] for c in contestants}
    found = {}
    for _ in range(rounds):
        for contestant, run in contestants.items():
            began = time.perf_counter()
            found[contestant] = run()
            times[contestant].append(time.perf_counter() - began)
    largest = float(found["crp"].abs().max())
    exact, largest64 = in_double(model, x, target, place, batch)
    layer = whole.relevance.sum(1)[0]
    return {
        "model": name, "place": place, "channels": len(swept.units), "compile": compiled,
        "lrpfx": statistics.median(times["lrpfx"]), "crp": statistics.median(times["crp"]),
        "times_faster": statistics.median(b / a for a, b in zip(times["lrpfx"], times["crp"], strict=True)),
        "difference": float((found["lrpfx"] - found["crp"]).abs().max()) / largest,
        "double": exact / largest64,
        "sum": float((found["lrpfx"].sum(0) - layer).abs().max() / layer.abs().max()),
    }  # fmt: skip


def in_double(model: torch.nn.Module, x: Tensor, target: int, place: str, batch: int) -> tuple[float, float]:
    """How far both are apart in double precision in some channels, and the largest value: rounding is none of it."""
    model, x = copy.deepcopy(model).double(), x.double()
    ours = sweep(model, x, place, range(IN_DOUBLE))(x, target=target, reduce=lambda R: R.sum(1)).maps[0]
    theirs = crp(model, x, target, place, IN_DOUBLE, batch)()
    return float((ours - theirs).abs().max()), float(theirs.abs().max())


def crp(
    model: torch.nn.Module, x: Tensor, target: int, place: str, channels: int, batch: int
) -> Callable[[], Tensor]:
    """The same by zennit-crp."""
    from crp.attribution import CondAttribution
    from zennit.composites import EpsilonPlusFlat
    from zennit.torchvision import ResNetCanonizer

    attribution = CondAttribution(model)
    conditions = [{"y": [target], place: [channel]} for channel in range(channels)]

    def run() -> Tensor:
        composite = EpsilonPlusFlat(canonizers=[ResNetCanonizer()])
        data = x.clone().requires_grad_()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of hooks on modules whose input needs no gradient
            results = attribution.generate(data, conditions, composite, batch_size=batch, verbose=False)
            return torch.cat([r.heatmap for r in results])

    return run


def table(facts: dict[str, str], rows: list[dict[str, Any]], size: int, rounds: int) -> str:
    """Markdown."""
    lines = [
        "# Conditional relevance of all channels of a layer", "",
        f"One image of {size} by {size}, one heatmap per channel; medians of {rounds} interleaved rounds in one",
        "process. `sum` is how far the sum over all channels is from the relevance that flows through the layer,",
        "`difference` how far the heatmaps are from those of zennit-crp, both in shares of the largest value; times"
        " and",
        f"these in single precision, `in double` is the difference of {IN_DOUBLE} channels in double precision.", "",
        *(f"- {name}: {value}" for name, value in facts.items()), "",
        "| model | place | channels | compile, s | lrpfx, s | zennit-crp, s | times faster | difference | in double"
        " | sum |",
        "| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]  # fmt: skip
    lines += [
        f"| {r['model']} | `{r['place']}` | {r['channels']} | {r['compile']:.2f} | {r['lrpfx']:.2f} | {r['crp']:.2f}"
        f" | {r['times_faster']:.1f} | {r['difference']:.1e} | {r['double']:.1e} | {r['sum']:.1e} |"
        for r in rows
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    main()
