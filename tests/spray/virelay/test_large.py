"""Projects that outgrow memory: what is held does not grow with the samples."""

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from spray import virelay
from spray.foreign_hdf5 import CACHE

ROOT = Path(__file__).parents[3]
SIDE = 48

IMPORT = """
import resource, sys
from pathlib import Path
import numpy as np
import report
from spray import virelay
from spray.results import SiteOptions

def peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10

import sklearn.cluster, spray.analyses.strangeness, spray.analyses.medoid
before = peak()
with virelay.opened(Path(sys.argv[1])) as files:
    site = SiteOptions("", 16, "grey", {"grey": np.zeros((256, 3), np.uint8)})
    results = virelay.results(files, site)
    for _ in report.files(results):
        pass
print(len(results.samples.id), len(results.categories), peak() - before)
"""


def make(folder: Path, samples: int, classes: int, side: int) -> Path:
    """Classes take turns, which is the worst order for reading them one after the other."""
    folder.mkdir()
    rng = np.random.default_rng(0)
    label = np.arange(samples) % classes
    with (
        virelay.DatasetWriter(folder / "dataset.h5") as data,
        virelay.AttributionWriter(folder / "attribution.h5") as heat,
    ):
        for start in range(0, samples, 256):
            some = label[start : start + 256]
            data.append(rng.integers(0, 256, (len(some), 3, side, side), dtype=np.uint8), some)
            outputs = rng.random((len(some), classes), dtype=np.float32)
            heat.append(rng.random((len(some), 3, side, side), dtype=np.float32), some, outputs)
    with virelay.AnalysisWriter(folder / "analysis.h5") as analyses:
        for index in range(classes):
            members = np.flatnonzero(label == index)
            points = rng.normal(size=(len(members), 4)).astype(np.float32)
            analyses.add(f"{index:08d}", members, {"spectral": points}, {"kmeans-02": members % 2})
    return virelay.write_project(
        folder,
        name="Large",
        classes=[str(index) for index in range(classes)],
        analyses={"one": ["analysis.h5"]},
    )


def imported(project: Path) -> tuple[int, int, int]:
    """Samples, categories, and the growth of the process in MB while they are imported and drawn."""
    done = subprocess.run(
        [sys.executable, "-c", IMPORT, str(project)],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert done.returncode == 0, done.stderr[-2000:]
    samples, categories, megabytes = map(int, done.stdout.split())
    return samples, categories, megabytes


@pytest.mark.slow
def test_memory_does_not_grow_with_the_samples(tmp_path: Path) -> None:
    # Both are larger than what is kept of decompressed chunks (CACHE), and that is the same for both.
    few = imported(make(tmp_path / "few", 3000, 4, SIDE))
    many = imported(make(tmp_path / "many", 9000, 4, SIDE))
    assert (tmp_path / "many" / "attribution.h5").stat().st_size > 3 * CACHE
    assert many[:2] == (9000, 4)
    # Coarse heatmaps of one class, its points, its labels and its sheets are held: some 20 kB per sample of it.
    assert many[2] - few[2] < 50


@pytest.mark.slow
def test_many_classes(tmp_path: Path) -> None:
    samples, categories, megabytes = imported(make(tmp_path / "classes", 4000, 1000, 8))
    assert (samples, categories) == (4000, 1000)
    assert megabytes < 250
