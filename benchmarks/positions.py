"""Networks with dense layers over the positions of an image: how faithful explanations are, and how relevance grows.

    python benchmarks/positions.py
    python benchmarks/positions.py --net mixer --json
    python benchmarks/positions.py --out benchmarks/results/positions.md --rows rows.jsonl    # goes on where it stopped

Small vision transformers, an MLP-Mixer and a ConvNeXt, trained on Fashion-MNIST (see `fashion_mnist.py` for the data),
explained by the default composite with several γ in the place of `lrpfx.defaults.POSITIONS` (0 is LRP-ε), by composites
with one rule for all linear maps, and by input times gradient.

SRG          symmetric relevance gain of pixel flipping, on images of the test set, with a bootstrap interval
minus ε      the paired difference from the default composite with γ = 0 on the same images
greatest     the greatest Σ|R| on the way / Σ|R| of the output, in the worst of 32 images; input times gradient has none
"""

import json
import sys
import warnings
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import click
import kept_rows
import machine
import torch
import torchvision
from fashion_mnist import DATA, MEAN, STD, read
from torch import Tensor, nn
from torch.nn.functional import cross_entropy

sys.path.append(str(Path(__file__).resolve().parents[1]))

import lrpfx
from lrpfx import metrics
from lrpfx.defaults import POSITIONS

GAMMAS = (0.0, 0.01, 0.05, 0.25, 1.0)
STEPS, BATCH, RATE = 600, 64, 2e-3

Way = Callable[[nn.Module, Tensor], Any]


def composed(composite: lrpfx.Composite, model: nn.Module, x: Tensor) -> lrpfx.Explainer:
    return lrpfx.compile(model, x[:2], composite=composite)


DEFAULT = {g: f"epsilon_plus_flat, γ = {g:g}" for g in GAMMAS}
WAYS: dict[str, Way] = {
    **{
        name: partial(composed, lrpfx.composites.get("epsilon_plus_flat", positions=g))
        for g, name in DEFAULT.items()
    },
    "libra": partial(composed, lrpfx.composites.libra()),
    "libra(linear=0.01, convolution=0.25)": partial(
        composed, lrpfx.composites.libra(linear=0.01, convolution=0.25)
    ),
    "input × gradient": lambda model, x: lrpfx.methods.input_x_gradient(model, x[:2]),
}


# ---- networks ---------------------------------------------------------------------------------------------------


def vit() -> nn.Module:
    model = torchvision.models.VisionTransformer(28, 4, 8, 4, 64, 128, num_classes=10)
    model.conv_proj = nn.Conv2d(1, 64, 4, 4)
    return model


def pvt() -> nn.Module:
    from timm.models.pvt_v2 import PyramidVisionTransformerV2

    return PyramidVisionTransformerV2(
        in_chans=1, num_classes=10, depths=(2, 3, 3), embed_dims=(24, 48, 96), num_heads=(1, 2, 4),
        sr_ratios=(4, 2, 1), mlp_ratios=(4, 4, 4), linear=True,
    )  # fmt: skip


def mixer() -> nn.Module:
    from timm.models.mlp_mixer import MlpMixer

    return MlpMixer(num_classes=10, img_size=28, in_chans=1, patch_size=4, num_blocks=8, embed_dim=64)


def convnext() -> nn.Module:
    from timm.models.convnext import ConvNeXt

    return ConvNeXt(
        in_chans=1,
        num_classes=10,
        depths=(2, 2, 4, 2),
        dims=(16, 32, 64, 96),
        patch_size=1,
        ls_init_value=0.3,
    )


NETS: dict[str, Callable[[], nn.Module]] = {"vit": vit, "pvt": pvt, "mixer": mixer, "convnext": convnext}


@click.command(help=__doc__)
@click.option("--net", "nets", multiple=True, type=click.Choice(list(NETS)), help="Only these networks.")
@click.option("--samples", default=128, show_default=True)
@click.option("--seed", default=0, show_default=True)
@click.option("--data", type=click.Path(path_type=Path), default=DATA, show_default=True)
@click.option(
    "--rows", "kept", type=click.Path(path_type=Path), help="Keep rows here, and measure nothing twice."
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.option("--out", type=click.Path(path_type=Path), help="Write the table to a Markdown file.")
def main(
    nets: tuple[str, ...],
    samples: int,
    seed: int,
    data: Path,
    kept: Path | None,
    as_json: bool,
    out: Path | None,
) -> None:
    """Train, explain, measure."""
    torch.set_num_threads(1)
    rows = kept_rows.read(kept)
    x, y = images(data, "t10k")
    for name in nets or NETS:
        missing = [way for way in WAYS if not any((row["net"], row["way"]) == (name, way) for row in rows)]
        if not missing:
            continue
        model = train(name, data, seed)
        right = float((model(x[-2000:]).argmax(1) == y[-2000:]).float().mean())
        for found in measure(model, x[:samples], missing):
            row = {"net": name, "accuracy": right, **found}
            rows.append(row)
            kept_rows.keep(kept, row)
            if not as_json:
                click.echo(line(row))
    rows.sort(key=lambda row: (list(NETS).index(row["net"]), list(WAYS).index(row["way"])))
    if out is not None:
        out.write_text(markdown(rows, samples))
    if as_json:
        click.echo(json.dumps({"machine": machine.describe(("torch", "torchvision", "timm")), "rows": rows}))


def images(folder: Path, part: str) -> tuple[Tensor, Tensor]:
    """Normalised images (n, 1, 28, 28) and their labels."""
    split = read(folder, part)
    x = torch.tensor(split.images, dtype=torch.float32)[:, None] / 255
    return (x - MEAN) / STD, torch.tensor(split.label, dtype=torch.long)


def train(name: str, folder: Path, seed: int) -> nn.Module:
    """The network after some steps of AdamW: enough to be right, far from as good as it could be."""
    torch.manual_seed(seed)
    model, (x, y) = NETS[name](), images(folder, "train")
    optimizer = torch.optim.AdamW(model.parameters(), weight_decay=0.02)
    for step in range(STEPS):
        for group in optimizer.param_groups:
            group["lr"] = RATE * min(1, (step + 1) / 50) * (1 - step / STEPS)
        chosen = torch.randint(len(x), (BATCH,))
        optimizer.zero_grad()
        cross_entropy(model(x[chosen]), y[chosen]).backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
    return model.eval().requires_grad_(False)


def measure(model: nn.Module, x: Tensor, ways: Sequence[str] = tuple(WAYS)) -> Iterator[dict[str, Any]]:
    """A row for every way to explain, as soon as it is known."""
    classes = model(x).argmax(1)

    def explain(way: str) -> tuple[Any, metrics.Score]:
        explainer = WAYS[way](model, x)
        return explainer, metrics.pixel_flipping(explainer, x, target=classes).srg

    by_epsilon = explain(DEFAULT[0.0])[
        1
    ]  # what all others are compared with, whether it is among them or not
    for way in ways:
        explainer, srg = explain(way)
        gain = srg - by_epsilon
        yield {
            "way": way, "srg": srg.mean, "interval": srg.interval(),
            "gain": gain.mean, "gain interval": gain.interval(), "greatest": greatest(explainer, x[:32]),
        }  # fmt: skip


def greatest(explainer: Any, x: Tensor) -> float | None:
    """How much relevance grows on its way, if it is layer-wise."""
    if not isinstance(explainer, lrpfx.Explainer):
        return None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        ledger = explainer.ledger(x)
    return float((ledger.greatest / ledger.size_output).max())


def line(row: dict[str, Any]) -> str:
    """A row of the table; the default is marked."""
    (low, high), (worse, better) = row["interval"], row["gain interval"]
    way = f"**{row['way']}**" if row["way"] == DEFAULT[POSITIONS] else row["way"]
    gain = "" if row["way"] == DEFAULT[0.0] else f"{row['gain']:+.3f} [{worse:+.3f}, {better:+.3f}]"
    grows = "" if row["greatest"] is None else f"{row['greatest']:.3g}"
    return (
        f"| {row['net']} | {row['accuracy']:.1%} | {way} | {row['srg']:.3f} [{low:.3f}, {high:.3f}] | {gain} |"
        f" {grows} |"
    )


def markdown(rows: list[dict[str, Any]], samples: int) -> str:
    """The table, with what it depends on."""
    facts = ", ".join(
        f"{k} {v}" for k, v in machine.describe(("lrpfx", "torch", "torchvision", "timm")).items()
    )
    return "\n".join([
        "# Networks with dense layers over the positions of an image", "",
        f"Fashion-MNIST, {STEPS} steps of training, {samples} images of the test set; the default in bold, γ = 0 is"
        f" LRP-ε. {facts}. Written by `benchmarks/positions.py`, which explains the columns.", "",
        "| network | accuracy | explained by | SRG | minus ε | greatest |", "| --- | ---: | --- | ---: | ---: | ---: |",
        *map(line, rows), "",
    ])  # fmt: skip


if __name__ == "__main__":
    main()
