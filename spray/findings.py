"""What was found, in words, for the terminal."""

from spray.results import Category, Cluster, Clustering, Results
from spray.words import count

SHOWN = 5


def describe(results: Results, shown: int = SHOWN) -> str:
    """The strangest categories, and the suspicious cluster of each: size, share, purity."""
    lines = ["Strangest first:"]
    for category in results.categories[:shown]:
        lines.append(f"  {category.rank:>2}. {category.name}: {category.summary}")
        lines += [f"      {line}" for line in _suspect(category)]
    hidden = results.categories[shown:]
    if hidden:
        lines.append(f"  and {len(hidden)} more in results.json.")
    return "\n".join(lines)


def _suspect(category: Category) -> list[str]:
    found = suspect(category)
    if found is None:
        return []
    clustering, cluster = found
    where = f"{clustering.name} on {clustering.embedding}"
    line = (
        f"cluster {cluster.label} of {where}: {cluster.size} of {count(len(category.members), 'sample')} "
        f"({cluster.share:.0%}), separability {cluster.separability:.2f}"
    )
    pure = [f"{share:.0%} have {name} = {value}" for name, (value, share) in cluster.purity.items()]
    return [line, *pure]


def suspect(category: Category) -> tuple[Clustering, Cluster] | None:
    """The most suspicious cluster of a category, if it has one."""
    if category.suspect is None:
        return None
    for analysis in category.analyses:
        for clustering in analysis.clusterings:
            if (analysis.name, clustering.name) == (category.suspect.analysis, category.suspect.clustering):
                for cluster in clustering.clusters:
                    if cluster.label == category.suspect.cluster:
                        return clustering, cluster
    return None
