"""Everything traceable: which models are traced, whether every node has a rule, and whether relevance is conserved.

    python benchmarks/traceable.py                                    # all of them; takes a while
    python benchmarks/traceable.py --group timm --model vit --json
    python benchmarks/traceable.py --packs --out benchmarks/results/packs.md      # the packs, on transformers
    python benchmarks/traceable.py --out benchmarks/results/traceable.md --rows rows.jsonl    # goes on where it stopped

All classification, segmentation and video models of torchvision, some of its detectors, vision transformers of timm,
language models of HuggingFace from their configuration, recurrent layers; see `zoo.py`. Random weights, one input, the
greatest output (of language models the greatest logit behind the last token; of segmentation one class everywhere), the
default composite; float64, above 60 million parameters float32. What cannot be traced says why and where.

nodes with a rule    equations that relevance passes and that have a rule, of all that depend on the input
arrives              Σ R of the inputs / Σ R of the output; what is missing is absorbed, by cause:
rule                 softmax by its Taylor expansion, biases of normalisations
other constants      class tokens and positions, which are no inputs ("cut")
greatest             the greatest Σ|R| on the way / Σ|R| of the output: contributions of both signs that cancel
gap                  what is not accounted for, relative to the greatest Σ|R|
warnings             the ledger's, at a factor of 100: relevance that grows beyond it blows up; what vanishes is in the
                     column of its cause. Where it grows, what the warning proposes is tried
"""

import gc
import json
import math
import sys
import time
import warnings
from pathlib import Path
from typing import Any

import click
import kept_rows
import machine
import torch

sys.path.append(str(Path(__file__).resolve().parents[1]))
import zoo

import lrpfx
from lrpfx.composite import live
from lrpfx.errors import LrpfxError, NoRuleError
from lrpfx.structure import structure_of

LARGE = 60e6  # parameters
GAP = {"float64": 1e-9, "float32": 1e-4}
PACKS = ("libra", "cp_lrp", "attn_lrp")
GAMMA = {"linear": 0.05, "convolution": 0.25}
WITH_PACKS = (
    *("vit_b_32", "swin_t", "swin_v2_t", "maxvit_t", "vit_tiny_patch16_224", "pvt_v2_b0", "mobilevit_xxs"),
    *("GPT-2", "Llama", "Gemma 2", "Mixtral", "BERT"),
)


@click.command()
@click.option("--group", "groups", multiple=True, help="Only groups whose name holds this.")
@click.option("--model", "models", multiple=True, help="Only models whose name holds this.")
@click.option("--composite", default="epsilon_plus_flat", show_default=True)
@click.option(
    "--packs", is_flag=True, help="The packs, plain and with LRP-γ on all linear maps, on transformers."
)
@click.option(
    "--rows", "kept", type=click.Path(path_type=Path), help="Keep rows here, and measure no model twice."
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.option("--out", type=click.Path(path_type=Path), help="Write the table to a Markdown file.")
def main(
    groups: tuple[str, ...],
    models: tuple[str, ...],
    composite: str,
    packs: bool,
    kept: Path | None,
    as_json: bool,
    out: Path | None,
) -> None:
    """Print the table; fail if the relevance of a model is not accounted for."""
    torch.set_num_threads(1)
    rows = kept_rows.read(kept)
    known = {(row["group"], row["model"], row["composite"]) for row in rows}
    order = {(case.group, case.name): i for i, case in enumerate(zoo.cases())}
    for case in zoo.cases():
        if groups and not any(part in case.group for part in groups):
            continue
        wanted = models or (WITH_PACKS if packs else ())
        if wanted and not any(part == case.name or (part in case.name and not packs) for part in wanted):
            continue
        for name, chosen in _composites(composite, packs):
            if (case.group, case.name, name) in known:
                continue
            row = measure(case, name, chosen)
            rows = sorted([*rows, row], key=lambda row: order[row["group"], row["model"]])
            kept_rows.keep(kept, row)
            if not as_json:
                click.echo(line(row), err=out is not None)
    if out is not None:
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_text(markdown(rows, composite, packs))
    if as_json:
        click.echo(json.dumps({"about": about(), "rows": rows}, indent=1))
    astray = [row["model"] for row in rows if "gap" in row and row["gap"] > GAP[row["dtype"]]]
    if astray:
        raise SystemExit(f"relevance is not accounted for: {', '.join(astray)}")


def _composites(name: str, packs: bool) -> list[tuple[str, lrpfx.Composite]]:
    if not packs:
        return [(name, lrpfx.composites.get(name))]
    plain = [(pack, lrpfx.composites.get(pack)) for pack in PACKS]
    return plain + [(f"{pack}, γ", lrpfx.composites.get(pack, **GAMMA)) for pack in PACKS]


def about() -> dict[str, str]:
    """What the numbers depend on."""
    versions = machine.describe(("lrpfx", "torch", "torchvision", "timm", "transformers"))
    return {key: value for key, value in versions.items() if key not in ("processor", "memory", "system")}


# ---- one model --------------------------------------------------------------------------------------------------


def measure(case: zoo.Case, name: str, composite: lrpfx.Composite) -> dict[str, Any]:
    """One row: how much of the model has a rule, and where relevance goes; or why it cannot be traced."""
    gc.collect()
    model = case.make()
    parameters = sum(p.numel() for p in model.parameters())
    dtype = torch.float32 if parameters > LARGE or case.single else torch.float64
    model, x = model.to(dtype), case.x(dtype)
    shapes = [tuple(t.shape) for t in structure_of(model, x)[1]]
    row: dict[str, Any] = {
        "group": case.group, "model": case.name, "composite": name, "parameters": parameters,
        "input": " and ".join("x".join(map(str, shape[1:])) for shape in dict.fromkeys(shapes)),
        "dtype": str(dtype).removeprefix("torch."),
    }  # fmt: skip
    why, began = "", time.process_time()
    try:
        explainer = lrpfx.compile(model, x, composite=composite, output=case.output)
        graph = explainer.forward
    except NoRuleError as error:
        first, place, *_ = (part.strip() for part in str(error).splitlines())
        why = f"{first} the first is {place}"
        graph, _ = lrpfx.canonize(*lrpfx.trace(model, x, output=case.output))
    except LrpfxError as error:
        return row | {"untraced": reason(str(error))}
    flow = live(graph)
    ruled = [e for e in flow if any(match.picks(graph, e) for match, _ in composite.entries)]
    without = list(dict.fromkeys(e.op for e in flow if e not in ruled))
    row |= {
        "equations": len(graph.eqns),
        "nodes": len(flow),
        "ruled": len(ruled),
        "without": without,
        "why": why,
    }
    row |= {"compile": time.process_time() - began}
    if without:
        return row
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        ledger = explainer.ledger(x, target=case.target)
    whole, size = float(ledger.output.sum()), float(ledger.size_output.sum())
    inputs = float(sum(ledger.inputs.values()).sum())
    found = [finding.what for finding in ledger.findings]
    grown = next((finding for finding in ledger.findings if finding.what == "grows"), None)
    if grown is not None and grown.row.kind in ("convolution", "dense"):
        mended = composite | (lrpfx.composites.by_kind(grown.row.kind), lrpfx.rules.gamma())
        again = lrpfx.compile(model, x, composite=mended, output=case.output).ledger(
            x, target=case.target, bound=math.inf
        )
        row["mended"] = float(again.greatest.sum()) / float(again.size_output.sum())
    return row | {
        "inputs": inputs / whole, "greatest": float(ledger.greatest.sum()) / size, "gap": ledger.closing_error,
        "absorbed": {cause: float(sums.sum()) / whole for cause, sums in ledger.absorbed.items()},
        "grows": found.count("grows"), "vanishes": len(found) - found.count("grows"),
        "worst": str(ledger.findings[0]) if found else "",
    }  # fmt: skip


def reason(message: str) -> str:
    """The first cause that an error names: where tracing stopped, and why."""
    lines = [part.strip() for part in message.splitlines()]
    found = next((part for part in lines if part.startswith("for ") and ": " in part), lines[0])
    return found.partition(": ")[2].partition("  (")[0] if found.startswith("for ") else found


# ---- the table --------------------------------------------------------------------------------------------------


def line(row: dict[str, Any]) -> str:
    """A row for the terminal."""
    head = f"{row['model']:<38} {row['composite']:<18}"
    if "untraced" in row:
        return f"{head} not traced: {row['untraced']}"
    head += f" {row['equations']:>5} equations  {row['compile']:5.1f} s  {row['ruled']}/{row['nodes']} with a rule"
    if row["without"]:
        return f"{head}  none for {', '.join(row['without'])}"
    told = f"  WARNS: {row['worst'][:150]}" if row["worst"] else ""
    return (
        f"{head}  arrives {row['inputs']:8.2%}  greatest {row['greatest']:8.3g}  gap {row['gap']:.0e}{told}"
    )


def markdown(rows: list[dict[str, Any]], composite: str, packs: bool) -> str:
    """The whole table, with what the numbers depend on."""
    facts = ", ".join(f"{key} {value}" for key, value in about().items())
    title = "Packs of rules on transformers" if packs else "Everything traceable"
    gamma = (
        f"; γ is {GAMMA['linear']} in dense layers and {GAMMA['convolution']} in convolutions"
        if packs
        else ""
    )
    what = "" if packs else f"Composite `{composite}`, "
    lines = [
        f"# {title}", "",
        f"{what}One input, random weights{gamma}. {facts}. Written by `benchmarks/traceable.py`, which explains the"
        " columns.",
    ]  # fmt: skip
    explained = [row for row in rows if "gap" in row]
    for group in dict.fromkeys(row["group"] for row in explained):
        lines += [
            "", f"## {group}", "",
            "| model |" + (" composite |" if packs else " parameters | input |")
            + " equations | compile, s | nodes with a rule | arrives | bias | stabilizer | rule | other constants |"
            " greatest | gap | warnings |",
            f"| --- |{' --- |' if packs else ' ---: | ---: |'}" + " ---: |" * 11,
        ]  # fmt: skip
        lines += [_row(row, packs) for row in explained if row["group"] == group]
    lines += ["", *_summary(rows, packs)]
    return "\n".join(lines) + "\n"


def _row(row: dict[str, Any], packs: bool) -> str:
    absorbed = row["absorbed"]
    note = "" if row["dtype"] == "float64" else " (float32)"
    kinds = [f"{row[kind]} {kind}" for kind in ("grows", "vanishes") if row[kind]]
    own = row["composite"] if packs else f"{row['parameters'] / 1e6:.2f} M | {row['input']}"
    return (
        f"| {row['model']}{note} | {own} | {row['equations']} | {row['compile']:.1f} |"
        f" {row['ruled']} of {row['nodes']} |"
        f" {_share(row['inputs'])} | {_share(absorbed['bias'] + absorbed['normalisation'])} |"
        f" {_share(absorbed['stabilizer'])} | {_share(absorbed['rule'])} | {_share(absorbed['cut'])} |"
        f" {row['greatest']:.3g} | {row['gap']:.0e} | {', '.join(kinds) or 'none'} |"
    )


def _mended(row: dict[str, Any]) -> str:
    return f" So mended, the greatest is {row['mended']:.3g}." if "mended" in row else ""


def _share(share: float) -> str:
    return f"{share:.1%}" if abs(share) < 100 else f"{share:.1e}"


def _summary(rows: list[dict[str, Any]], packs: bool) -> list[str]:
    models = {(row["group"], row["model"]) for row in rows}
    explained = {(row["group"], row["model"]) for row in rows if "gap" in row}
    nodes = sum(row["nodes"] for row in rows if "nodes" in row)
    ruled = sum(row["ruled"] for row in rows if "nodes" in row)
    warned = [row for row in rows if row.get("worst")]
    measured = [row for row in rows if "gap" in row]
    grown, vanished = (sum(row[what] > 0 for row in measured) for what in ("grows", "vanishes"))
    lines = [
        f"{len(explained)} of {len(models)} models are explained. {ruled} of {nodes} nodes have a rule."
        f" Relevance grows beyond 100 times that of the output in {grown} of {len(measured)} explanations, the greatest"
        f" is {max((row['greatest'] for row in measured), default=0):.3g}; it vanishes somewhere in {vanished}."
    ]
    if warned:
        lines += ["", "The worst place of each that warns:", ""]
        lines += [f"- {row['model']}, {row['composite']}: {row['worst']}{_mended(row)}" for row in warned]
    refused = [row for row in rows if row.get("without")]
    if refused:
        lines += ["", "Without a rule:", ""]
        lines += [
            f"- {row['model']}: {', '.join(row['without'])}. {row.get('why', '')}".rstrip() for row in refused
        ]
    wanted = [case for case in zoo.cases() if not packs or case.name in WITH_PACKS]
    left = [case.name for case in wanted if (case.group, case.name) not in models]
    if left:
        lines += ["", f"Not measured in this run, {len(left)}: {', '.join(left)}."]
    untraced = [row for row in rows if "untraced" in row]
    if untraced:
        lines += ["", "Not traced:", "", *(f"- {row['model']}: {row['untraced']}" for row in untraced)]
    return lines


if __name__ == "__main__":
    main()
