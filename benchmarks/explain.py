"""Time of an explanation against the plain input gradient and against Zennit, in one process, interleaved.

    python benchmarks/explain.py
    python benchmarks/explain.py --model resnet18 --composite epsilon_plus --batch 4 --rounds 9 --json

Every round times the three in turn on the same input; the table shows medians, and medians of the ratios within a
round, which a busy machine disturbs least. Random weights, parameters without gradient. Needs Zennit 1.0.0.
"""

import copy
import json
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
import machine
import torch
import torchvision
from torch import Tensor, nn

sys.path.append(str(Path(__file__).resolve().parents[1]))
import lrpfx

MODELS = ("vgg16", "resnet50")
COMPOSITES: dict[str, dict[str, Any]] = {
    "epsilon_plus": {},
    "epsilon_plus_flat": {},
    "epsilon_gamma_box": {"low": -3.0, "high": 3.0},
}
BOUND = 1e-4  # float32: Zennit differs from itself by 4e-5 of max|R|


@click.command()
@click.option("--model", "models", multiple=True, default=MODELS, show_default=True)
@click.option(
    "--composite", "names", multiple=True, default=tuple(COMPOSITES), type=click.Choice(list(COMPOSITES))
)
@click.option("--batch", default=2, show_default=True)
@click.option("--size", default=224, show_default=True, help="Side of the images, in pixels.")
@click.option("--rounds", default=5, show_default=True)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def main(
    models: tuple[str, ...], names: tuple[str, ...], batch: int, size: int, rounds: int, as_json: bool
) -> None:
    """Print the table."""
    about = machine.describe(("lrpfx", "torch", "torchvision", "zennit"))
    rows = [measure(model, name, batch, size, rounds) for model in models for name in names]
    if as_json:
        click.echo(json.dumps({"machine": about, "batch": batch, "size": size, "rows": rows}, indent=1))
        return
    for key, value in about.items():
        click.echo(f"{key:>14}  {value}")
    click.echo(f"\nbatch {batch}, {size} x {size}, float32, median of {rounds} rounds, seconds\n")
    click.echo(
        f"{'model':<10} {'composite':<18} {'compile':>8} {'gradient':>9} {'Zennit':>8} {'lrpfx':>8}", nl=False
    )
    click.echo(f" {'of gradient':>12} {'over Zennit':>12} {'convolutions':>13} {'difference':>11}")
    for row in rows:
        click.echo(
            f"{row['model']:<10} {row['composite']:<18} {row['compile']:8.2f} {row['gradient']:9.2f}"
            f" {row['zennit']:8.2f} {row['lrpfx']:8.2f} {row['times_gradient']:11.2f}x"
            f" {row['times_faster']:11.2f}x {row['convolutions']:>13} {row['difference']:11.1e}"
        )


def measure(model_name: str, composite_name: str, batch: int, size: int, rounds: int) -> dict[str, Any]:
    """One row: seconds, ratios, convolutions of the relevance graph and of the forward, and the difference."""
    torch.manual_seed(0)
    model = getattr(torchvision.models, model_name)().eval().requires_grad_(False)
    x = torch.randn(batch, 3, size, size)
    composite = lrpfx.composites.get(composite_name, **COMPOSITES[composite_name])
    began = time.perf_counter()
    explainer = lrpfx.compile(model, x, composite=composite)
    compiled = time.perf_counter() - began
    peer = zennit(copy.deepcopy(model), composite_name)
    found, wanted = explainer(x).relevance, peer(x)
    difference = float((found - wanted).abs().max() / wanted.abs().max())
    assert difference < BOUND, (
        f"{model_name}, {composite_name}: differs from Zennit by {difference:.1e} of max|R|"
    )
    contestants: dict[str, Callable[[Tensor], object]] = {
        "gradient": lambda x: gradient(model, x),
        "zennit": peer,
        "lrpfx": explainer,
    }
    times: dict[str, list[float]] = {name: [] for name in contestants}
    for _ in range(rounds):
        for name, function in contestants.items():
            began = time.perf_counter()
            function(x)
            times[name].append(time.perf_counter() - began)
    return {
        "model": model_name,
        "composite": composite_name,
        "compile": compiled,
        **{name: statistics.median(seconds) for name, seconds in times.items()},
        "times_gradient": ratio(times["lrpfx"], times["gradient"]),
        "times_faster": ratio(times["zennit"], times["lrpfx"]),
        "convolutions": f"{convolutions(explainer.graph)}/{convolutions(explainer.forward)}",
        "difference": difference,
    }


def ratio(above: list[float], below: list[float]) -> float:
    """Median of the ratios within a round."""
    return statistics.median(a / b for a, b in zip(above, below, strict=True))


def convolutions(graph: lrpfx.Graph) -> int:
    """How many convolutions a graph runs."""
    return sum(eqn.op == "convolution" for eqn in graph.eqns)


def gradient(model: nn.Module, x: Tensor) -> Tensor:
    """The plain gradient of the greatest output."""
    x = x.clone().requires_grad_()
    output = model(x)
    return torch.autograd.grad(output.max(dim=1).values.sum(), x)[0]


def zennit(model: nn.Module, name: str) -> Callable[[Tensor], Tensor]:
    """The same composite in Zennit, on a model of its own, registered once; relevance starts as the greatest output."""
    from zennit.attribution import Gradient
    from zennit.composites import COMPOSITES as THEIRS
    from zennit.torchvision import ResNetCanonizer, VGGCanonizer

    canonizer = ResNetCanonizer() if isinstance(model, torchvision.models.ResNet) else VGGCanonizer()
    attributor = Gradient(model, THEIRS[name](canonizers=[canonizer], **COMPOSITES[name]))
    attributor.__enter__()  # for the life of the process: registering anew costs time that users pay once

    def start(output: Tensor) -> Tensor:
        top = output.argmax(dim=1, keepdim=True)
        return torch.zeros_like(output).scatter(1, top, output.gather(1, top)).detach()

    def explain(x: Tensor) -> Tensor:
        relevance: Tensor = attributor(x.clone(), start)[1]
        return relevance

    return explain


if __name__ == "__main__":
    main()
