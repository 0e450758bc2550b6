"""Time, arithmetic and memory of an explanation against the plain input gradient and against Zennit, interleaved.

    python benchmarks/explain.py --out benchmarks/results/explain.md
    python benchmarks/explain.py --model vgg16 --no-memory --rows rows.json     in parts: rows that are there are kept,
    python benchmarks/explain.py --model vgg16 --rounds 0 --rows rows.json      and get the columns that are no times
    python benchmarks/explain.py --model none --rows rows.json --out ...        later
    python benchmarks/explain.py --model resnet18 --composite epsilon_plus --case 4x64 --rounds 9 --json
    python benchmarks/explain.py --device cuda --case 32x224 --no-memory
    python benchmarks/explain.py --dtype bfloat16 --channels-last --rounds 0 --no-memory     accuracy against float32

A case is batch x side of the images. Every round times the three in turn on the same input, in one process; the table
shows medians, and medians of the ratios within a round, which a busy machine disturbs least. Random weights, parameters
without gradient. Needs Zennit 1.0.0. The columns:

    of gradient, over Zennit    time against the plain gradient, speed against Zennit
    arithmetic                  counted, in forward passes; the gradient's is 2
    second                      what one more target for the same batch adds, in units of the gradient
    first                       compiling and explaining once, nothing being remembered, in calls of Zennit
    difference                  of max|R|, to Zennit on a model with channels last, the order that lrpfx computes in; or
                                to float32 in its own layout
    Zennit's own                the same of Zennit in its two layouts: how much rounding alone changes the relevance
    MiB                         the greatest sum that the allocator had handed out during a call: on the CPU from the
                                events of torch's profiler, on CUDA from the allocator's own count
    compiled                    speed of torch.compile (inductor) on the lowered graph over lrpfx's own
"""

import copy
import gc
import json
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
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
    "epsilon": {},
    "epsilon_plus": {},
    "epsilon_plus_flat": {},
    "epsilon_gamma_box": {"low": -3.0, "high": 3.0},
    "epsilon_alpha2_beta1": {},
    "epsilon_alpha2_beta1_flat": {},
    "excitation_backprop": {},
    "guided_backprop": {},
    "deconvnet": {},
}
BOUND = 1e-2
"""Of max|R| in float32, where Zennit does not differ from itself by more; it does by 6e-2 in the worst case here."""
CASES = ("8x224", "1x32")


@click.command()
@click.option("--model", "models", multiple=True, default=MODELS, show_default=True)
@click.option(
    "--composite", "names", multiple=True, default=tuple(COMPOSITES), type=click.Choice(list(COMPOSITES))
)
@click.option("--case", "cases", multiple=True, default=CASES, show_default=True, help="Batch x side.")
@click.option("--rounds", default=5, show_default=True)
@click.option("--device", default="cpu", show_default=True)
@click.option("--dtype", default="float32", show_default=True)
@click.option("--channels-last", is_flag=True, help="Model and input in this layout.")
@click.option("--memory/--no-memory", default=True, show_default=True)
@click.option("--difference/--no-difference", "compared", default=True, show_default=True)
@click.option("--compiled", is_flag=True, help="Time torch.compile too; takes minutes, and a C++ compiler.")
@click.option(
    "--rows", "known", type=click.Path(path_type=Path), help="Keep rows in this file; measure what lacks."
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.option("--out", type=click.Path(path_type=Path), help="Write the table to this file too.")
def main(
    models: tuple[str, ...], names: tuple[str, ...], cases: tuple[str, ...], rounds: int, device: str, dtype: str,
    channels_last: bool, memory: bool, compared: bool, compiled: bool, known: Path | None, as_json: bool,
    out: Path | None,
) -> None:  # fmt: skip
    """Print the table."""
    about = machine.describe(("lrpfx", "torch", "torchvision", "zennit"))
    about["device"] = torch.cuda.get_device_name() if device.startswith("cuda") else device
    about["threads"] = str(torch.get_num_threads())
    form = Form(device, getattr(torch, dtype), channels_last)
    rows = json.loads(known.read_text()) if known is not None and known.exists() else []
    for case in cases:
        batch, size = map(int, case.split("x"))
        for model in models if models != ("none",) else ():
            for name in names:
                found = measure(model, name, batch, size, rounds, form, memory, compared, compiled)
                click.echo(f"{model} {name} {case}: {found.get('lrpfx', 0):.2f} s", err=True)
                rows = merged(rows, found)
                if known is not None:
                    known.write_text(json.dumps(rows, indent=1) + "\n")
    text = table(about, rows)
    if out is not None:
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_text(text + "\n")
    click.echo(json.dumps({"machine": about, "rows": rows}, indent=1) if as_json else text)


def merged(rows: list[dict[str, Any]], found: dict[str, Any]) -> list[dict[str, Any]]:
    """The rows with this one, which takes over what it lacks from one of the same case."""
    key = ("model", "composite", "case", "form")
    same = [r for r in rows if all(r.get(k) == found.get(k) for k in key)]
    others = [r for r in rows if r not in same]
    return [*others, *({**r, **found} for r in same)] if same else [*rows, found]


class Form:
    """Where and how numbers are kept."""

    def __init__(self, device: str, dtype: torch.dtype, channels_last: bool) -> None:
        self.device, self.dtype = device, dtype
        self.layout = torch.channels_last if channels_last else torch.contiguous_format

    def __call__(self, thing: Any) -> Any:
        return thing.to(self.device, self.dtype, memory_format=self.layout)

    def __str__(self) -> str:
        layout = ", channels last" if self.layout is torch.channels_last else ""
        return f"{str(self.dtype).removeprefix('torch.')}{layout}"

    @property
    def plain(self) -> bool:
        return self.dtype is torch.float32 and self.layout is torch.contiguous_format


def measure(
    model_name: str,
    composite_name: str,
    batch: int,
    size: int,
    rounds: int,
    form: Form,
    memory: bool,
    compared: bool,
    compiled: bool,
) -> dict[str, Any]:
    """One row."""
    torch.manual_seed(0)
    original = getattr(torchvision.models, model_name)().eval().requires_grad_(False)
    example = torch.randn(batch, 3, size, size)
    model, x = form(copy.deepcopy(original)), form(example)
    composite = lrpfx.composites.get(composite_name, **COMPOSITES[composite_name])
    forget()
    began = time.perf_counter()
    explainer = lrpfx.compile(model, x, composite=composite)
    compile_time = time.perf_counter() - began
    found = explainer(x).relevance
    first = time.perf_counter() - began
    theirs = partial(zennit, name=composite_name, seed=composite.seed)
    row: dict[str, Any] = {"model": model_name, "composite": composite_name, "case": f"{batch}x{size}"}
    if not form.plain:
        row["form"] = str(form)
    if compared and form.plain:
        last = {"memory_format": torch.channels_last}
        with theirs(copy.deepcopy(model).to(**last)) as alike, theirs(copy.deepcopy(model)) as peer:
            wanted, other = alike(x.to(**last)), peer(x)
        row |= {"difference": relative(found, wanted), "own": relative(other, wanted)}
        assert row["difference"] < max(BOUND, row["own"]), (
            f"{model_name}, {composite_name}: differs from Zennit by {row['difference']:.1e} of max|R|"
        )
    elif compared:
        exact = lrpfx.explain(original, example, composite=composite, target=explainer(x).target)
        row["difference"] = relative(found.cpu().float(), exact.relevance)
    with theirs(copy.deepcopy(model)) as peer:
        contestants = contest(model, x, explainer, peer, compiled)
        if memory:
            held = {name: peak(contestants[name], x, form) for name in ("gradient", "zennit", "lrpfx")}
            row |= {f"memory_{name}": size for name, size in held.items()}
        times = timed(contestants, x, rounds, form)
    if not rounds:
        return row
    cost = explainer.cost(x)
    row |= {name: statistics.median(seconds) for name, seconds in times.items()}
    row |= {
        "rounds": rounds,
        "compile": compile_time,
        "times_gradient": ratio(times["lrpfx"], times["gradient"]),
        "times_faster": ratio(times["zennit"], times["lrpfx"]),
        "images_per_second": batch / row["lrpfx"],
        "second": statistics.median(
            (two - one) / g for one, two, g in zip(times["one"], times["two"], times["gradient"], strict=True)
        ),
        "first": first / row["zennit"],
        "arithmetic": cost.passes,
        "convolutions": f"{cost.convolutions}/{sum(e.op == 'convolution' for e in explainer.forward.eqns)}",
    }
    if compiled:
        row["times_compiled"] = ratio(times["lrpfx"], times["compiled"])
    return row


def contest(
    model: nn.Module, x: Tensor, explainer: lrpfx.Explainer, peer: Callable[[Tensor], Tensor], compiled: bool
) -> dict[str, Callable[[Tensor], object]]:
    """Whose time is taken."""
    targets = [torch.zeros(len(x), dtype=torch.long), torch.ones(len(x), dtype=torch.long)]
    contestants: dict[str, Callable[[Tensor], object]] = {
        "gradient": lambda x: gradient(model, x),
        "zennit": peer,
        "lrpfx": explainer,
        "one": lambda x: explainer.each(x, targets[:1]),
        "two": lambda x: explainer.each(x, targets),
    }
    if compiled:
        lowered = torch.compile(lrpfx.lower(explainer.graph, explainer.params), fullgraph=True)
        R = torch.ones_like(explainer.predict(x))
        contestants |= {"compiled": lambda x: run(lowered, x, R)}
        contestants["compiled"](x)
    return contestants


def timed(
    contestants: dict[str, Callable[[Tensor], object]], x: Tensor, rounds: int, form: Form
) -> dict[str, list[float]]:
    """Seconds of every contestant in every round; in turns."""
    times: dict[str, list[float]] = {name: [] for name in contestants}
    for _ in range(rounds):
        for name, function in contestants.items():
            began = time.perf_counter()
            function(x)
            if form.device.startswith("cuda"):
                torch.cuda.synchronize()
            times[name].append(time.perf_counter() - began)
    return times


def forget() -> None:
    """As in a process that has compiled nothing yet."""
    from lrpfx.canonize import _canonized
    from lrpfx.optimize import simplified
    from lrpfx.optimize.fold import split
    from lrpfx.traces import traces

    traces.clear()
    for remembered in (_canonized, simplified, split):
        remembered.cache_clear()
    gc.collect()


def table(about: dict[str, str], rows: list[dict[str, Any]]) -> str:
    """The table, as Markdown."""
    columns: dict[str, Callable[[dict[str, Any]], str]] = {
        "model": lambda r: r["model"],
        "composite": lambda r: r["composite"],
        "case": lambda r: r["case"],
        "numbers": lambda r: r["form"],
        "gradient s": lambda r: f"{r['gradient']:.3f}",
        "Zennit s": lambda r: f"{r['zennit']:.3f}",
        "lrpfx s": lambda r: f"{r['lrpfx']:.3f}",
        "of gradient": lambda r: f"{r['times_gradient']:.2f}",
        "over Zennit": lambda r: f"{r['times_faster']:.2f}",
        "arithmetic": lambda r: f"{r['arithmetic']:.3f}",
        "second": lambda r: f"{r['second']:.2f}",
        "first": lambda r: f"{r['first']:.2f}",
        "images/s": lambda r: f"{r['images_per_second']:.1f}",
        "rounds": lambda r: f"{r['rounds']}",
        "difference": lambda r: f"{r['difference']:.0e}",
        "Zennit's own": lambda r: f"{r['own']:.0e}",
    }
    for name, title in (("gradient", "gradient MiB"), ("zennit", "Zennit MiB"), ("lrpfx", "lrpfx MiB")):
        columns[title] = lambda r, name=name: f"{r[f'memory_{name}']:.0f}"  # type: ignore[misc]
    columns["compiled"] = lambda r: f"{r['times_compiled']:.2f}"
    shown = {name: show for name, show in columns.items() if any(cell(show, row) for row in rows)}
    lines = [f"- {key}: {value}" for key, value in about.items()]
    lines += [
        "",
        "Medians, by `benchmarks/explain.py`, which says what the columns are; float32 where nothing else is said.",
        "",
    ]
    lines += ["| " + " | ".join(shown) + " |", "|" + "---|" * len(shown)]
    lines += ["| " + " | ".join(cell(show, row) for show in shown.values()) + " |" for row in rows]
    return "\n".join(lines)


def cell(show: Callable[[dict[str, Any]], str], row: dict[str, Any]) -> str:
    """A cell; empty if it was not measured."""
    try:
        return show(row)
    except KeyError:
        return ""


def relative(found: Tensor, wanted: Tensor) -> float:
    """The greatest difference over the greatest value."""
    return float((found - wanted).abs().max() / wanted.abs().max())


def ratio(above: list[float], below: list[float]) -> float:
    """Median of the ratios within a round."""
    return statistics.median(a / b for a, b in zip(above, below, strict=True))


def peak(function: Callable[[Tensor], object], x: Tensor, form: Form) -> float:
    """The greatest number of MiB that were allocated at once during a call, beyond what was before it."""
    if form.device.startswith("cuda"):
        torch.cuda.reset_peak_memory_stats()
        before = torch.cuda.memory_allocated()
        function(x)
        return float((torch.cuda.max_memory_allocated() - before) / 2**20)
    with torch.profiler.profile(
        activities=[torch.profiler.ProfilerActivity.CPU], profile_memory=True
    ) as profile:
        function(x)
    results: Any = profile.profiler.kineto_results  # type: ignore[union-attr]  # it has run
    events = sorted((e.start_ns(), e.nbytes()) for e in results.events() if e.name() == "[memory]")
    now = most = 0
    for _, size in events:
        now += size
        most = max(most, now)
    return float(most / 2**20)


@torch.no_grad()
def run(module: Callable[..., object], *args: Tensor) -> object:
    """A call without recording for differentiation."""
    return module(*args)


def gradient(model: nn.Module, x: Tensor) -> Tensor:
    """The plain gradient of the greatest output."""
    x = x.clone().requires_grad_()
    output = model(x)
    return torch.autograd.grad(output.max(dim=1).values.sum(), x)[0]


@contextmanager
def zennit(model: nn.Module, name: str, seed: str) -> Iterator[Callable[[Tensor], Tensor]]:
    """The same composite in Zennit, on a model of its own, registered once; relevance starts at the greatest output."""
    from zennit.attribution import Gradient
    from zennit.composites import COMPOSITES as THEIRS
    from zennit.composites import LayerMapComposite, layer_map_base
    from zennit.rules import Epsilon
    from zennit.torchvision import ResNetCanonizer, VGGCanonizer
    from zennit.types import Convolution

    canonizers = [ResNetCanonizer() if isinstance(model, torchvision.models.ResNet) else VGGCanonizer()]
    if name == "epsilon":
        layers = [(Convolution, Epsilon()), (nn.Linear, Epsilon())]
        composite = LayerMapComposite(layer_map=layers + layer_map_base(), canonizers=canonizers)
    else:
        composite = THEIRS[name](canonizers=canonizers, **COMPOSITES[name])

    def start(output: Tensor) -> Tensor:
        top = output.argmax(dim=1, keepdim=True)
        value = torch.ones_like(top, dtype=output.dtype) if seed == "one" else output.gather(1, top)
        return torch.zeros_like(output).scatter(1, top, value).detach()

    with Gradient(model, composite) as attributor:  # once: registering anew costs time that users pay once

        def explain(x: Tensor) -> Tensor:
            relevance: Tensor = attributor(x.clone(), start)[1]
            return relevance

        yield explain


if __name__ == "__main__":
    main()
