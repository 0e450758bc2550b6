"""What was found and where an analysis had to adapt, in plain English."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from spray.analyses import Choice, names, registry
from spray.results import Cluster, Suspect
from spray.words import count, some

APART = 0.75
"""Suspicion from which a group is said to stand apart: `spray.analyses.strangeness` says how rare that is."""


def summary(samples: int, cluster: Cluster | None, suspect: Suspect | None) -> str:
    """One sentence about a category: its most suspicious cluster, or that there is none."""
    if samples == 1:
        return "One sample: there is nothing to compare it with."
    if cluster is None or suspect is None:
        return f"The {samples:,} samples show no smaller group."
    percent = 100 * cluster.share
    share = f"{cluster.size:,} of {samples:,} samples ({percent:{'.0f' if percent >= 1 else '.1g'}} %)"
    place = f"{suspect.clustering}, cluster {suspect.cluster}"
    if cluster.suspicion >= APART:
        return f"{share} form a tight group apart from the rest: {place}."
    return f"No group stands clearly apart; {share} differ most: {place}."


def of_size(samples: int, choices: Sequence[Choice]) -> tuple[str, ...]:
    """What the analyses change for so few samples, each said once."""
    graphs = (registry()["graph", name].adapts(samples) for name in names("graph"))
    said = (choice.analysis.adapts(samples, **choice.parameters) for choice in choices)
    return tuple(dict.fromkeys(note for note in (*graphs, *said) if note))


def of_heatmaps(ids: tuple[str, ...], facts: Mapping[str, Any]) -> tuple[str, ...]:
    """Samples without relevance, and samples that are alike."""
    empty, different, samples = [ids[i] for i in facts["empty"]], facts["different"], len(ids)
    said = []
    if empty:
        said.append(
            f"{len(empty)} of {count(samples, 'sample')} without finite, non-zero relevance: {some(empty)}."
        )
    if different == 1 < samples:
        said.append(f"All {samples} samples have the same heatmap: there is nothing to group.")
    elif different < samples:
        said.append(f"Only {different} of {samples} heatmaps are different from each other.")
    return tuple(said)


def of_omissions(
    clusterings: Sequence[Choice], different: int, possible: Callable[[Choice, int], bool]
) -> tuple[str, ...]:
    """Clusterings into more groups than there are different samples."""
    left = [choice.title for choice in clusterings if not possible(choice, different)]
    if not left:
        return ()
    names = left[0] if len(left) == 1 else f"{left[0]} to {left[-1]}"
    return (f"Left out for {count(different, 'different sample')}: {names}.",)
