"""Every classification model of torchvision: what is traced, how long it takes, and where relevance goes.

    python benchmarks/torchvision_models.py                          # all of them, by size; takes a while
    python benchmarks/torchvision_models.py --model resnet18 --model efficientnet_b0 --json
    python benchmarks/torchvision_models.py --out benchmarks/results/torchvision_models.md --rows rows.jsonl

Float64, one image, random weights, batch normalisation as after training; the relevance of the greatest output, by the
default composite. Models above 200 million parameters run in float32. Seconds are processor time on one core.

The ledger of each explanation has to close: relevance of the output = relevance of the input + absorbed, to 1e-6 of the
greatest sum of magnitudes on the way (1e-4 in float32). Absorbed by the stabilizer is also what LRP-z⁺ gives to a unit
none of whose contributions is positive; a depthwise convolution has nine of them. Therefore two more columns, with all
biases at zero: what is lost by the default composite, and by LRP-ε on every layer with ε = 1e-9, where nothing but ε
takes anything. A model that has no rule yet must say so.
"""

import gc
import json
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click
import kept_rows
import machine
import torch
import torchvision
from torch import Tensor, nn

sys.path.append(str(Path(__file__).resolve().parents[1]))
import lrpfx
from lrpfx.errors import NoRuleError

NAMES = tuple(torchvision.models.list_models(module=torchvision.models))
SIZES = {"inception_v3": 96, "maxvit_t": 224} | {name: 224 for name in NAMES if name.startswith("vit_")}
SIZE = 64
LARGE = 200e6  # parameters
EPSILON = 1e-9
BOUND = {torch.float64: 1e-6, torch.float32: 1e-4}


@click.command()
@click.option("--model", "models", multiple=True, type=click.Choice(NAMES), help="Default: all.")
@click.option("--composite", default="epsilon_plus_flat", show_default=True)
@click.option(
    "--rows", "kept", type=click.Path(path_type=Path), help="Keep rows here, and measure no model twice."
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.option("--out", type=click.Path(path_type=Path), help="Write the table to a Markdown file.")
def main(models: tuple[str, ...], composite: str, kept: Path | None, as_json: bool, out: Path | None) -> None:
    """Print the table; fail if the relevance of a model is not accounted for."""
    torch.set_num_threads(1)  # seconds are those of one processor, whatever else it does
    rows = [row for row in kept_rows.read(kept) if row["composite"] == composite]
    for name in models or NAMES:
        if name in {row["model"] for row in rows}:
            continue
        row = measure(name, composite) | {"composite": composite}
        rows = sorted([*rows, row], key=lambda row: NAMES.index(row["model"]))
        kept_rows.keep(kept, row)
        if not as_json:
            click.echo(line(row), err=out is not None)
    if out is not None:
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_text(markdown(rows, composite))
    if as_json:
        click.echo(json.dumps({"about": about(), "composite": composite, "rows": rows}, indent=1))
    astray = [row["model"] for row in rows if "refused" not in row and row["gap"] > row["bound"]]
    if astray:
        raise SystemExit(f"relevance is not accounted for: {', '.join(astray)}")


def about() -> dict[str, str]:
    """What the numbers depend on."""
    versions = machine.describe(("lrpfx", "torch", "torchvision"))
    return {key: versions[key] for key in ("lrpfx", "torch", "torchvision", "Python", "cores")}


# ---- one model --------------------------------------------------------------------------------------------------


def measure(name: str, composite: str) -> dict[str, Any]:
    """One row: sizes, seconds, and where relevance goes; or why the model is refused."""
    gc.collect()
    model = build(name)
    parameters = sum(p.numel() for p in model.parameters())
    dtype = torch.float32 if parameters > LARGE else torch.float64
    model = model.to(dtype)
    size = SIZES.get(name, SIZE)
    x = torch.randn(1, 3, size, size, generator=torch.Generator().manual_seed(1), dtype=torch.float64).to(
        dtype
    )
    began = time.process_time()
    graph, params = lrpfx.trace(model, x)
    traced = time.process_time() - began
    row: dict[str, Any] = {
        "model": name, "parameters": parameters, "size": size, "dtype": str(dtype).removeprefix("torch."),
        "bound": BOUND[dtype], "equations": len(graph.eqns), "trace": traced,
    }  # fmt: skip
    try:
        began = time.process_time()
        explainer = lrpfx.compile(model, x, composite=composite)
        row |= {"compile": time.process_time() - began, **account(explainer, x)}
    except NoRuleError as error:
        return row | {"refused": str(error)}
    del explainer
    graph, params = lrpfx.canonize(graph, without_biases(params))
    row["without_biases"] = lost(graph, params, lrpfx.composites.get(composite), x)
    row["epsilon"] = lost(graph, params, lrpfx.composites.epsilon(EPSILON), x)
    return row


def account(explainer: lrpfx.Explainer, x: Tensor) -> dict[str, Any]:
    """Seconds of an explanation, and its ledger: shares of the relevance of the output."""
    began = time.process_time()
    explanation = explainer(x)
    seconds = time.process_time() - began
    ledger = explanation.ledger(bound=float("inf"))
    whole = float(ledger.output[0])
    return {
        "canonized": len(explainer.forward.eqns), "with_relevance": len(explainer.graph.eqns), "explain": seconds,
        "inputs": float(sum(ledger.inputs.values())[0]) / whole,
        "absorbed": {cause: float(sums[0]) / whole for cause, sums in ledger.absorbed.items()},
        "gap": ledger.closing_error,
    }  # fmt: skip


def lost(graph: lrpfx.Graph, params: Mapping[str, Tensor], composite: lrpfx.Composite, x: Tensor) -> float:
    """The share of the relevance of the greatest output that does not reach the input."""
    chosen: list[Tensor] = []

    def start(output: Tensor) -> Tensor:
        chosen.append(torch.where(output == output.amax(), output, 0.0))
        return chosen[0]

    graph, params = lrpfx.optimize(lrpfx.relevance_graph(graph, composite), params)
    relevance = lrpfx.evaluate(graph, params, x, start)[1]
    whole = chosen[0].sum()
    return float((whole - relevance.sum()).abs() / whole.abs())


def build(name: str) -> nn.Module:
    """The model with torchvision's random weights, and batch normalisation as after training.

    Its statistics are those of a random batch, so that activations are of a healthy size in every layer.
    """
    torch.manual_seed(0)
    keywords = {"init_weights": True} if name in ("googlenet", "inception_v3") else {}
    model: nn.Module = torchvision.models.get_model(name, **keywords).eval().requires_grad_(False)
    norms = [module for module in model.modules() if isinstance(module, nn.BatchNorm2d)]
    for norm in norms:
        norm.weight.uniform_(0.5, 1.5)
        norm.bias.normal_(0, 0.2)
        norm.train().momentum = None  # the plain average
        norm.reset_running_stats()
    if norms:
        size = SIZES.get(name, SIZE)
        model(torch.randn(4, 3, size, size))
    for module in model.modules():
        if isinstance(module, nn.Linear) and not module.weight.any():
            module.weight.normal_(0, 0.02)  # a head that begins at zero explains nothing
    return model.eval()


def without_biases(params: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """The parameters of a traced model, those that add a constant at zero."""
    return {
        name: torch.zeros_like(value) if name.endswith(("bias", "running_mean")) else value
        for name, value in params.items()
    }


# ---- the table --------------------------------------------------------------------------------------------------


def line(row: dict[str, Any]) -> str:
    """A row for the terminal."""
    head = f"{row['model']:<22} {row['equations']:>5} equations  trace {row['trace']:6.1f} s"
    if "refused" in row:
        return f"{head}  refused: {reason(row)}"
    return (
        f"{head}  compile {row['compile']:6.1f} s  explain {row['explain']:5.1f} s  at the input {row['inputs']:8.2%}"
        f"  gap {row['gap']:.0e}  without biases lost {row['without_biases']:.0e}, by ε {row['epsilon']:.0e}"
    )


def reason(row: dict[str, Any]) -> str:
    """Which operators have no rule."""
    operators = [part.split("`")[1] for part in row["refused"].splitlines() if part.startswith("  `")]
    counted = {op: operators.count(op) for op in dict.fromkeys(operators)}
    return "no rule for " + ", ".join(f"{op}" for op in counted)


def markdown(rows: list[dict[str, Any]], composite: str) -> str:
    """The whole table, with what the numbers depend on."""
    facts = ", ".join(f"{key} {value}" for key, value in about().items())
    explained = [row for row in rows if "refused" not in row]
    refused = [row for row in rows if "refused" in row]
    lines = [
        "# Every classification model of torchvision",
        "",
        f"Composite `{composite}`, one image, random weights, batch norm as after training, seconds of one core."
        f" {facts}. Written by `benchmarks/torchvision_models.py`, where the columns are explained.",
        "",
        "| model | parameters | pixels | equations traced / canonized / with relevance | trace, s | compile, s |"
        " explain, s | arrives at the input | bias | stabilizer | other | not accounted for | lost without biases |"
        f" ... with ε = {EPSILON:g} everywhere |",
        "| --- |" + " ---: |" * 13,
    ]
    for row in explained:
        absorbed = row["absorbed"]
        other = sum(share for cause, share in absorbed.items() if cause not in ("bias", "stabilizer"))
        note = "" if row["dtype"] == "float64" else " (float32)"
        lines.append(
            f"| {row['model']}{note} | {row['parameters'] / 1e6:.1f} M | {row['size']} |"
            f" {row['equations']} / {row['canonized']} / {row['with_relevance']} | {row['trace']:.1f} |"
            f" {row['compile']:.1f} | {row['explain']:.1f} | {row['inputs']:.2%} | {absorbed['bias']:.2%} |"
            f" {absorbed['stabilizer']:.2%} | {other:.0e} | {row['gap']:.0e} | {row['without_biases']:.0e} |"
            f" {row['epsilon']:.0e} |"
        )
    lines += ["", f"{len(explained)} of {len(rows)} models are explained."]
    if refused:
        lines += [
            "The others have operators without a rule, and are refused with an error that lists them:",
            "",
            "| model | parameters | pixels | equations traced | trace, s | no rule for |",
            "| --- | ---: | ---: | ---: | ---: | --- |",
        ]
        lines += [
            f"| {row['model']} | {row['parameters'] / 1e6:.1f} M | {row['size']} | {row['equations']} |"
            f" {row['trace']:.1f} | {reason(row).removeprefix('no rule for ')} |"
            for row in refused
        ]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
