"""Metrics against Quantus, on the same data and the same explanations, interleaved in one process.

    python benchmarks/metrics.py
    python benchmarks/metrics.py --samples 256 --rounds 5 --threads 4 --json
    python benchmarks/metrics.py --out benchmarks/results/metrics.md

Where a metric explains (max-sensitivity, MPRT), Quantus calls `lrpfx.quantus_explain`, so that both have the same
explanations, whose cost bounds the ratio; in a row of its own it calls Zennit, which it knows itself.

Every row is measured with torch's threads at one, and at `--threads`, for both contestants; lrpfx works on as many
batches at once. `times faster` compares the better of Quantus' two with lrpfx at `--threads`: the fair peer.

predicted, explained    how many images go through the network for the metric, as counted: lrpfx / Quantus
network, s              what these images cost in calls of the torch module, in the best of some sizes of batches: a
                        prediction a bare forward, an explanation a forward and the gradient of it, without any rule;
                        by the better number of threads
at most                 Quantus' seconds / that: what nobody can exceed who makes as many calls, one after the other
"""

import copy
import json
import statistics
import sys
import threading
import time
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click
import machine
import numpy as np
import torch
from torch import Tensor, nn

sys.path.append(str(Path(__file__).resolve().parents[1]))

import lrpfx
from lrpfx import metrics
from lrpfx.metrics import flipping, randomisation

TARGET = 10.0  # times faster
LIBRARIES = ("lrpfx", "torch", "numpy", "quantus")
HOW = {"composite": "epsilon_plus"}
SOME = 512  # of 3 · 64² values, replaced at once: Quantus wants a divisor of 64²


@dataclass(frozen=True)
class Setting:
    """A network, samples with masks, and their relevance."""

    model: nn.Module
    peer: nn.Module  # a copy: Quantus writes to the one it is given
    x: Tensor
    mask: Tensor
    explainer: lrpfx.Explainer
    relevance: Tensor
    target: Tensor


Run = Callable[[Setting], Any]


@click.command(help=__doc__, context_settings={"max_content_width": 110})
@click.option("--samples", default=128)
@click.option("--few", default=16, help="Samples of the largest network.")
@click.option("--rounds", default=3)
@click.option("--threads", default=2, help="Threads, beside one.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.option("--out", type=click.Path(path_type=Path), help="Write the table to a Markdown file.")
def main(samples: int, few: int, rounds: int, threads: int, as_json: bool, out: Path | None) -> None:
    """Measure, print, write."""
    facts = machine.describe(LIBRARIES) | {"threads": f"1 and {threads}"}
    counts = tuple(dict.fromkeys((1, threads)))
    small, large, tiny = setting(samples, 28), setting(samples, 224), digits(samples)
    real = resnet(few)
    ours_theirs: list[tuple[str, Setting, Run, Run]] = [
        ("pixel flipping, 28²", small, flipping_ours, flipping_theirs),
        ("relevance mass accuracy, 224²", large, mass_ours, mass_theirs),
        ("relevance rank accuracy, 224²", large, rank_ours, rank_theirs),
        ("pointing game, 224²", large, pointing_ours, pointing_theirs),
        ("max-sensitivity, 28², 10 draws", small, sensitivity_ours, sensitivity_theirs),
        ("max-sensitivity, Quantus asking Zennit", small, sensitivity_ours, sensitivity_zennit),
        ("MPRT, 28²", small, mprt_ours, mprt_theirs),
        ("MPRT, Quantus asking Zennit", small, mprt_ours, mprt_zennit),
        ("pixel flipping, digits", tiny, flipping_ours, flipping_theirs),
        ("max-sensitivity, digits, 10 draws", tiny, sensitivity_ours, sensitivity_theirs),
        ("max-sensitivity, digits, Zennit", tiny, sensitivity_ours, sensitivity_zennit),
        ("MPRT, digits", tiny, mprt_ours, mprt_theirs),
        ("MPRT, digits, Zennit", tiny, mprt_ours, mprt_zennit),
        ("pixel flipping, ResNet-18, Zennit", real, explained_ours, explained_zennit),
        ("max-sensitivity, ResNet-18, Zennit", real, sensitivity_ours, sensitivity_zennit),
        ("MPRT, ResNet-18, Zennit", real, mprt_ours, mprt_zennit),
    ]
    before = torch.get_num_threads()
    try:
        rows = [
            measure(name, s, ours, theirs, min(rounds, 3) if s is real else rounds, counts)
            for name, s, ours, theirs in ours_theirs
        ]
    finally:
        torch.set_num_threads(before)
    if as_json:
        click.echo(json.dumps({"machine": facts, "rows": rows}, indent=2))
        return
    text = table(facts, rows, samples, few, rounds)
    click.echo(text)
    if out is not None:
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_text(text + "\n", encoding="utf-8")


def setting(samples: int, size: int) -> Setting:
    """A LeNet-sized network with random weights; a box per sample as the mask."""
    torch.manual_seed(0)
    model = nn.Sequential(
        nn.Conv2d(1, 6, 5), nn.ReLU(), nn.MaxPool2d(2), nn.Conv2d(6, 16, 5), nn.ReLU(), nn.AdaptiveMaxPool2d(4),
        nn.Flatten(), nn.Linear(256, 120), nn.ReLU(), nn.Linear(120, 10),
    ).eval().requires_grad_(False)  # fmt: skip
    return setting_of(model, torch.randn(samples, 1, size, size), size)


def digits(samples: int) -> Setting:
    """A dense network of one hidden layer, trained on scikit-learn's digits, 8 by 8: its own cost is next to none."""
    from sklearn.datasets import load_digits

    torch.manual_seed(0)
    bunch = load_digits()
    x, label = torch.from_numpy(bunch.images).float()[:, None] / 8 - 1, torch.from_numpy(bunch.target)
    model = nn.Sequential(nn.Flatten(), nn.Linear(64, 32), nn.ReLU(), nn.Linear(32, 10))
    optimizer = torch.optim.Adam(model.parameters(), 1e-2)
    for _ in range(60):
        optimizer.zero_grad()
        nn.functional.cross_entropy(model(x), label).backward()
        optimizer.step()
    return setting_of(model.eval().requires_grad_(False), x[:samples].clone(), 8)


def resnet(samples: int) -> Setting:
    """torchvision's ResNet-18 with random weights at 64 by 64: one that costs what networks of users cost."""
    from torchvision.models import resnet18

    torch.manual_seed(0)
    model = resnet18(num_classes=10).eval().requires_grad_(False)
    return setting_of(model, torch.randn(samples, 3, 64, 64), 64)


def setting_of(model: nn.Module, x: Tensor, size: int) -> Setting:
    """A box per sample as the mask, and relevance."""
    samples = len(x)
    mask = torch.zeros(samples, 1, size, size, dtype=torch.bool)
    for i in range(samples):
        low = i % (size // 2)
        mask[i, 0, low : low + size // 3, low : low + size // 2] = True
    explainer = lrpfx.compile(model, x[:2], **HOW)
    explained = explainer(x)
    assert explained.target is not None
    # without ties, which Quantus breaks at random
    relevance = explained.relevance + 1e-6 * torch.randn(x.shape)
    return Setting(model, copy.deepcopy(model), x, mask, explainer, relevance, explained.target)


def measure(
    name: str, s: Setting, ours: Run, theirs: Run, rounds: int, counts: tuple[int, ...]
) -> dict[str, Any]:
    """One row: medians by numbers of threads, the ratio within a round, and how far the scores are apart."""
    times: dict[tuple[str, int], list[float]] = {}
    found = {}
    for _ in range(rounds):
        for threads in counts:
            for contestant, run in (("lrpfx", ours), ("quantus", theirs)):
                torch.set_num_threads(threads)
                began = time.perf_counter()
                with warnings.catch_warnings():
                    warnings.simplefilter("ignore")
                    found[contestant] = np.asarray(run(s), float)
                times.setdefault((contestant, threads), []).append(time.perf_counter() - began)
    a, b = found["lrpfx"], found["quantus"]
    comparable = "sensitivity" not in name and "Zennit" not in name  # other noise, or other explanations
    medians = {key: statistics.median(each) for key, each in times.items()}
    best = min(counts, key=lambda threads: medians["quantus", threads])
    ours_at, theirs_at = times["lrpfx", counts[-1]], times["quantus", best]
    return {
        "metric": name,
        "lrpfx": {threads: medians["lrpfx", threads] for threads in counts},
        "quantus": {threads: medians["quantus", threads] for threads in counts},
        "best": best,
        "times_faster": statistics.median(q / o for o, q in zip(ours_at, theirs_at, strict=True)),
        "by_one_thread": statistics.median(
            q / o for o, q in zip(times["lrpfx", 1], times["quantus", 1], strict=True)
        ),
        "difference": float(np.nanmax(np.abs(a - b))) if comparable else None,
        **bound(s, ours, theirs, medians["quantus", best], counts),
    }


def bound(s: Setting, ours: Run, theirs: Run, seconds: float, threads: tuple[int, ...]) -> dict[str, Any]:
    """How many images each contestant takes through the network, and what the fewer of them cost at the least."""
    counts = [counted(s, run) for run in (ours, theirs)]
    predicted, explained = (min(count[i] for count in counts) for i in (0, 1))
    least = min(_network(s, predicted, explained, count) for count in threads)
    return {
        "predicted": [count[0] for count in counts], "explained": [count[1] for count in counts],
        "network": least, "at_most": seconds / least if least else None,
    }  # fmt: skip


def _network(s: Setting, predicted: int, explained: int, threads: int) -> float:
    torch.set_num_threads(threads)
    return cheapest(s, predicted, False) + cheapest(s, explained, True)


def counted(s: Setting, run: Run) -> tuple[int, int]:
    """Images that are predicted, and images that are explained, by lrpfx or by torch's backward."""
    count, counting_alone = {"predict": 0, "explain": 0}, threading.Lock()
    kind = type(s.explainer)
    plain = {"predict": kind.predict, "explain": kind.__call__}

    def counting(name: str) -> Any:
        def call(self: Any, x: Any, *more: Any, **how: Any) -> Any:
            with counting_alone:
                count[name] += len(x)
            return plain[name](self, x, *more, **how)

        return call

    def passes(module: nn.Module, given: tuple[Any, ...]) -> None:
        count["explain" if torch.is_grad_enabled() and given[0].requires_grad else "predict"] += len(given[0])

    def of_states(explainer: Any, x: Tensor, target: Any, states: Any, *how: Any) -> Any:
        count["explain"] += len(x) * len(states)
        return several(explainer, x, target, states, *how)

    def predicting(explainer: Any, x: Tensor) -> Any:
        def call(rows: Tensor) -> Tensor:
            with counting_alone:
                count["predict"] += len(rows)
            found: Tensor = predict(rows)
            return found

        predict = of_rows(explainer, x)
        return call

    of_rows = flipping.predictions
    flipping.predictions = predicting
    several = randomisation.under_states
    hook = s.peer.register_forward_pre_hook(passes)
    randomisation.under_states = of_states
    kind.predict, kind.__call__ = counting("predict"), counting("explain")  # type: ignore[method-assign]
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            run(s)
    finally:
        kind.predict, kind.__call__ = plain["predict"], plain["explain"]  # type: ignore[method-assign]
        randomisation.under_states = several
        flipping.predictions = of_rows
        hook.remove()
    return count["predict"], count["explain"]


def cheapest(s: Setting, images: int, gradient: bool) -> float:
    """Seconds that the module alone takes for so many images, in the best size of batches."""
    if not images:
        return 0.0
    key = (id(s), gradient, torch.get_num_threads())
    if key not in _per_image:
        _per_image[key] = min(_seconds(s, SIZES[-1], gradient, size) for size in SIZES) / SIZES[-1]
    return _per_image[key] * images


SIZES = (32, 64, 128)
_per_image: dict[tuple[int, bool, int], float] = {}


def _seconds(s: Setting, images: int, gradient: bool, size: int) -> float:
    x = s.x.repeat(-(-size // len(s.x)), 1, 1, 1)[:size]
    times = []
    for _ in range(3):
        began = time.perf_counter()
        for first in range(0, images, size):
            part = x[: min(size, images - first)].detach().requires_grad_(gradient)
            with torch.set_grad_enabled(gradient):
                found = s.model(part)
                if gradient:
                    torch.autograd.grad(found.sum(), part)
        times.append(time.perf_counter() - began)
    return statistics.median(times)


def quantus_of(s: Setting, metric: Any, explain: str = "") -> Any:
    """Run one of their metrics; `explain` says whom it asks for explanations."""
    import quantus

    how: dict[str, Any] = {}
    if explain == "lrpfx":
        how = {"explain_func": lrpfx.quantus_explain, "explain_func_kwargs": dict(HOW)}
    elif explain == "zennit":
        how = {"explain_func": quantus.explain, "explain_func_kwargs": {"xai_lib": "zennit", **HOW}}
    given = None if explain else s.relevance.numpy()
    return metric(
        model=s.peer, x_batch=s.x.numpy(), y_batch=s.target.numpy(), s_batch=s.mask.numpy(), device="cpu",
        a_batch=given, softmax=True, **how,
    )  # fmt: skip


def quiet(name: str, **how: Any) -> Any:
    """One of their metrics, without its warnings."""
    import quantus

    metric = getattr(quantus, name)
    return metric(disable_warnings=True, display_progressbar=False, normalise=False, abs=False, **how)


def flipping_ours(s: Setting) -> Any:
    found = metrics.pixel_flipping(
        s.explainer,
        s.x,
        target=s.target,
        relevance=s.relevance,
        order="morf",
        step=s.x.shape[-1],
        channels="apart",
    )
    return found.curves["morf"][:, 1:]


def flipping_theirs(s: Setting) -> Any:
    return quantus_of(s, quiet("PixelFlipping", features_in_step=s.x.shape[-1], perturb_baseline=0.0))


def explained_ours(s: Setting) -> Any:
    found = metrics.pixel_flipping(
        s.explainer, s.x, target=s.target, order="morf", step=SOME, channels="apart"
    )
    return found.curves["morf"][:, 1:]


def explained_zennit(s: Setting) -> Any:
    return quantus_of(s, quiet("PixelFlipping", features_in_step=SOME, perturb_baseline=0.0), "zennit")


def mass_ours(s: Setting) -> Any:
    return metrics.mass_accuracy(s.relevance, s.mask, pool="signed").values


def mass_theirs(s: Setting) -> Any:
    return quantus_of(s, quiet("RelevanceMassAccuracy"))


def rank_ours(s: Setting) -> Any:
    return metrics.rank_accuracy(s.relevance, s.mask, pool="signed").values


def rank_theirs(s: Setting) -> Any:
    return quantus_of(s, quiet("RelevanceRankAccuracy"))


def pointing_ours(s: Setting) -> Any:
    return metrics.pointing_game(s.relevance, s.mask, pool="signed").score.values


def pointing_theirs(s: Setting) -> Any:
    return quantus_of(s, quiet("PointingGame"))


def sensitivity_ours(s: Setting) -> Any:
    return metrics.max_sensitivity(s.explainer, s.x, target=s.target, samples=10).values


def sensitivity_theirs(s: Setting) -> Any:
    return quantus_of(s, quiet("MaxSensitivity", nr_samples=10), "lrpfx")


def sensitivity_zennit(s: Setting) -> Any:
    return quantus_of(s, quiet("MaxSensitivity", nr_samples=10), "zennit")


def mprt_ours(s: Setting) -> Any:
    found = metrics.mprt(s.model, s.x, target=s.target, seed=43, **HOW)
    return np.stack(list(found.similarity.values()))


def mprt_theirs(s: Setting) -> Any:
    return _layers(quantus_of(s, quiet("MPRT", seed=42), "lrpfx"))


def mprt_zennit(s: Setting) -> Any:
    return _layers(quantus_of(s, quiet("MPRT", seed=42), "zennit"))


def _layers(found: dict[str, list[float]]) -> Any:
    found.pop("original")
    return np.stack(list(found.values()))


def table(facts: dict[str, str], rows: list[dict[str, Any]], samples: int, few: int, rounds: int) -> str:
    """Markdown."""
    enough = [r for r in rows if r["times_faster"] >= TARGET]
    forbidden = [r for r in rows if r not in enough and (r["at_most"] or TARGET) < TARGET]
    rest = [r for r in rows if r not in enough and r not in forbidden]
    threads = list(rows[0]["lrpfx"])
    seconds = [f"{who}, {_threads(n)}, s" for who in ("lrpfx", "Quantus") for n in threads]
    lines = [
        "# Metrics", "",
        f"{samples} samples, a LeNet-sized network with random weights; medians of {rounds} interleaved rounds in one",
        "process. Where a metric explains, Quantus asks lrpfx, or Zennit, which it knows. `difference` is the largest",
        "between two scores; the noise of max-sensitivity is drawn by each itself; tests give both the same.",
        "Relevance is in single precision, whose last digits change ranks in MPRT; in double precision tests hold all",
        "of them to 1e-6.",
        "",
        f"Both have {' and '.join(map(_threads, threads))} of torch. lrpfx works on as many batches at once, each",
        "by one thread, with the same scores to the last bit; Quantus takes one batch after the other, each by all",
        f"threads. `times faster` is lrpfx with {_threads(threads[-1])} against Quantus with the number that is better",
        "for it, which stands in bold.",
        "",
        f"- {TARGET:.0f} times and more: {_names(enough)}",
        f"- less, which calls of the module one after the other could not reach either: {_names(forbidden)}",
        f"- less: {_names(rest)}",
        "",
        "`predicted` and `explained` count the images that go through the network: lrpfx / Quantus. `network, s` is",
        "what the fewer of them cost as calls of the torch module, bare forwards and gradients, in the best of three",
        "sizes of batches and by the better number of threads, and `at most` the ratio that nobody exceeds who makes",
        "as many calls of the module, one after the other. It is no bound on lrpfx, which works on several batches at",
        "once and, as it has the network as a graph, does less within a call: predictions pool without looking for",
        "where the greatest value is, batch normalisation is folded, weights are rearranged once, and MPRT computes",
        "what lies below a randomised layer once for all states.",
        "",
        "The rows \"digits\" are of a dense network with one hidden layer of 32, trained on scikit-learn's digits, 8²:",
        "one that costs next to nothing, where the libraries' own cost shows. Those of ResNet-18 (torchvision's,",
        f"random weights, 64², {few} samples, {min(rounds, 3)} rounds) include the explanations, for which Quantus",
        "asks Zennit.",
        "",
        *(f"- {name}: {value}" for name, value in facts.items()), "",
        f"| metric | {' | '.join(seconds)} | times faster | by one thread | difference | predicted | explained"
        " | network, s | at most |",
        f"| --- |{' ---: |' * (len(seconds) + 7)}",
    ]  # fmt: skip
    lines += [
        f"| {r['metric']} | {_seconds_of(r['lrpfx'])} | {_seconds_of(r['quantus'], r['best'])}"
        f" | {r['times_faster']:.1f} | {r['by_one_thread']:.1f}"
        f" | {'' if r['difference'] is None else format(r['difference'], '.1e')}"
        f" | {_counts(r['predicted'])} | {_counts(r['explained'])}"
        f" | {r['network']:.3f} | {'' if r['at_most'] is None else format(r['at_most'], '.1f')} |"
        for r in rows
    ]
    return "\n".join(lines)


def _threads(count: int) -> str:
    return "1 thread" if count == 1 else f"{count} threads"


def _seconds_of(medians: dict[int, float], strong: int = 0) -> str:
    return " | ".join(f"**{t:.3f}**" if count == strong else f"{t:.3f}" for count, t in medians.items())


def _names(rows: list[dict[str, Any]]) -> str:
    return "; ".join(f"{r['metric']} ({r['times_faster']:.1f})" for r in rows) or "none"


def _counts(counts: list[int]) -> str:
    return " / ".join(f"{count:,}" for count in counts)


if __name__ == "__main__":
    main()
