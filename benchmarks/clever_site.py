"""The planted artefacts of `clever_hans.py` in the explorer: one project per artefact and space, in one site.

    python benchmarks/clever_site.py FOLDER                                      # all kinds, digits, 20 %
    python benchmarks/clever_site.py FOLDER --data photos --kind border --kind cast --prevalence 0.05 --seed 1
    python benchmarks/clever_site.py FOLDER --runs benchmarks/results/clever_hans.json    # names with what was measured

Cases are those of the benchmark, to the bit. FOLDER holds a project for each, and site/index.html. A column `artefact`
says of every sample whether it carries it, so that each cluster tells how pure it is.
"""

import csv
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import artefacts
import clever_case
import clever_data
import click
import h5py
import numpy as np
import torch
from clever_net import LAYER
from safetensors.torch import save_file

HERE = Path(__file__).resolve().parent
SPACES = {"input": "attributions", "layer": f"relevance:{LAYER}", "concept": f"concepts:{LAYER}"}
PROJECT = """\
[project]
name = {name}

[model]
factory = "clever_net:network"
arguments = {{ channels = {channels}, classes = {classes} }}
checkpoint = "net.safetensors"

[data]
hdf5 = "data.h5"
label_map = "labels.json"
metadata = "metadata.csv"
mean = {half}
std = {half}

[analyze]
space = "{space}"
seed = {seed}
"""


@click.command(help=__doc__, context_settings={"max_content_width": 110})
@click.argument("folder", type=click.Path(path_type=Path))
@click.option(
    "--kind", "kinds", multiple=True, type=click.Choice(list(artefacts.KINDS)), help="[default: all]"
)
@click.option("--data", type=click.Choice(list(clever_data.SETS)), default="digits", show_default=True)
@click.option("--prevalence", "share", default=0.2, show_default=True)
@click.option("--seed", default=0, show_default=True)
@click.option("--runs", type=click.Path(path_type=Path, exists=True), help="JSON that clever_hans.py wrote.")
def main(folder: Path, kinds: tuple[str, ...], data: str, share: float, seed: int, runs: Path | None) -> None:
    """Write the projects, and build their site."""
    torch.set_num_threads(1)
    known = [] if runs is None else json.loads(runs.read_text())["runs"]
    projects: list[Path] = []
    for kind in kinds or tuple(artefacts.KINDS):
        wanted = {"data": data, "kind": kind, "prevalence": share, "seed": seed}
        measured = [one for one in known if all(one[key] == value for key, value in wanted.items())]
        case = clever_case.make(data, kind, share, seed)
        projects += write(folder.resolve() / kind, case, data, kind, share, seed, measured)
        click.echo(f"{kind}: {len(SPACES)} projects", err=True)
    first, *others = projects
    more = [part for project in others for part in ("--also", str(project))]
    path = os.pathsep.join([str(HERE.parent), os.environ.get("PYTHONPATH", "")])
    command = [
        sys.executable,
        "-m",
        "spray",
        "build",
        str(first),
        *more,
        "--out",
        str(folder.resolve() / "site"),
    ]
    raise SystemExit(subprocess.run(command, check=False, env={**os.environ, "PYTHONPATH": path}).returncode)


def write(
    folder: Path,
    case: clever_case.Case,
    data: str,
    kind: str,
    share: float,
    seed: int,
    measured: Sequence[dict[str, dict[str, float]]],
) -> list[Path]:
    """The case as projects, one for every space; `measured`: its run, if there is one."""
    folder.mkdir(parents=True, exist_ok=True)
    with h5py.File(folder / "data.h5", "w") as file:
        file.create_dataset("data", data=case.images, track_times=False)
        file.create_dataset("label", data=case.label, track_times=False)
    with (folder / "metadata.csv").open("w", newline="") as stream:
        csv.writer(stream).writerows([("row", "artefact"), *enumerate(np.where(case.planted, kind, "none"))])
    named = (f"{c}, with a planted {kind}" if c == case.poisoned else str(c) for c in range(case.classes))
    names = [{"index": index, "name": name} for index, name in enumerate(named)]
    (folder / "labels.json").write_text(json.dumps(names))
    shutil.copy(HERE / "clever_net.py", folder)
    save_file(case.net.state_dict(), folder / "net.safetensors")
    written = []
    channels = case.images.shape[-1]
    for title, space in SPACES.items():
        name = f"{kind} in {data}, {share:.0%}, by {title}; relied on in {case.reliance:.0%}"
        for one in measured:
            name += f"; rank {one[f'lrpfx {title}']['rank']:.0f}, AUROC {one[f'lrpfx {title}']['auroc']:.2f}"
        written.append(folder / f"{title}.toml")
        written[-1].write_text(
            PROJECT.format(
                name=json.dumps(name), channels=channels, classes=case.classes, half=[0.5] * channels, space=space,
                seed=seed,
            )
        )  # fmt: skip
    return written


if __name__ == "__main__":
    main()
