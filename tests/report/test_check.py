"""Results that contradict themselves are refused with the place of the contradiction."""

from dataclasses import replace

import numpy as np
import pytest

from report.check import check
from report.errors import BadResultsError
from spray.results import Suspect


def first(results, **changes):
    return replace(results, categories=(replace(results.categories[0], **changes), *results.categories[1:]))


def analysis(results, **changes):
    category = results.categories[0]
    return first(results, analyses=(replace(category.analyses[0], **changes), *category.analyses[1:]))


def clustering(results, **changes):
    found = results.categories[0].analyses[0].clusterings
    return analysis(results, clusterings=(replace(found[0], **changes), *found[1:]))


def embedding(results, **changes):
    found = results.categories[0].analyses[0].embeddings
    return analysis(results, embeddings=(replace(found[0], **changes), *found[1:]))


BROKEN = {
    "samples.label has length 3, but samples.id has 202": lambda r: replace(
        r, samples=replace(r.samples, label=np.zeros(3, int))
    ),
    "samples.id holds 'bird/0000.png' twice": lambda r: replace(
        r, samples=replace(r.samples, id=(*r.samples.id[:-1], r.samples.id[0]))
    ),
    "samples.prediction holds 9 .. 9, but there are 4 class numbers": lambda r: replace(
        r, samples=replace(r.samples, prediction=np.full(202, 9))
    ),
    "samples.score is not finite": lambda r: replace(
        r, samples=replace(r.samples, score=np.full(202, np.nan))
    ),
    "site.colormap 'viridis' is not among site.colormaps (bwr, coldnhot, gray-red)": lambda r: replace(
        r, site=replace(r.site, colormap="viridis")
    ),
    "site.colormaps['bwr'] is float64 (2, 3)": lambda r: replace(
        r, site=replace(r.site, colormap="bwr", colormaps={"bwr": np.zeros((2, 3))})
    ),
    "site.image_size is 0": lambda r: replace(r, site=replace(r.site, image_size=0)),
    "two categories have the same index": lambda r: replace(r, categories=(r.categories[0], r.categories[0])),
    "category 'horse': members holds -1 .. -1": lambda r: first(r, members=np.array([-1])),
    "category 'horse': members holds a sample twice": lambda r: first(r, members=np.array([5, 5])),
    "its suspect Suspect(analysis='spectral', clustering='kmeans-3', cluster=7) is not among its clusters": lambda r: (
        first(r, suspect=Suspect("spectral", "kmeans-3", 7))
    ),
    "embedding 'spectral': points have to be finite": lambda r: embedding(r, points=np.full((90, 5), np.inf)),
    "embedding 'spectral': points has length 4": lambda r: embedding(r, points=np.zeros((4, 5))),
    "embedding 'spectral': axes has length 1": lambda r: embedding(r, axes=("x",)),
    "clustering 'kmeans-2': its clusters have sizes": lambda r: clustering(r, labels=np.zeros(90, int)),
    "clustering 'kmeans-2': the medoid of cluster 0 is no member": lambda r: clustering(
        r,
        clusters=tuple(
            replace(one, medoid=0) if one.label == 0 else one
            for one in r.categories[0].analyses[0].clusterings[0].clusters
        ),
    ),
}


@pytest.mark.parametrize("message", BROKEN)
def test_a_contradiction_is_named(results, message):
    with pytest.raises(BadResultsError) as caught:
        check(BROKEN[message](results))
    assert message in str(caught.value)


@pytest.mark.parametrize("sizes", [(), (0,), (1,), (2, 5), (60, 90, 40, 12)])
def test_sound_results_pass(synthetic, sizes):
    check(synthetic.results(sizes))
