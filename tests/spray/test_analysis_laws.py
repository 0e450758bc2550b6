"""Laws that every registered analysis obeys; a new file in `spray/analyses` is tested on arrival."""

import copy
import dataclasses
import inspect
from functools import cache

import numpy as np
import pytest
import scipy.sparse

import spray
from spray.analyses import KINDS, accepted, names, registry
from spray.errors import UnknownAnalysisError
from spray.memo import Memo
from spray.specs import choices, parse
from spray.steps import step_of

SLOW = (("embedding", "umap"), ("embedding", "umap_spectral"))
"""They compile for half a minute: tests/spray/analyses/test_embeddings.py."""
MEMBERS = sorted(registry())
QUICK = [member for member in MEMBERS if member not in SLOW]
KEY = "analyze.clusterings"
N = 48


def relevance(kind, n=N, seed=0):
    """Attributions (n, 2, 6, 6) of one of several kinds, the hard ones among them."""
    rng = np.random.default_rng(seed)
    noise = rng.standard_normal((n, 2, 6, 6)).astype(np.float32)
    noise[: n // 3, :, 1:3, 1:3] += 3
    apart = np.zeros_like(noise)
    apart[: n // 3, :, 1:3, 1:3] = apart[n // 3 :, :, 4:, 4:] = 1
    return {
        "ordinary": noise,
        "apart": apart + noise / 50,
        "zero": np.zeros_like(noise),
        "constant": np.full_like(noise, 0.25),
        "duplicates": noise[rng.integers(0, min(4, n), n)],
        "some zero": noise * (np.arange(n) % 3 > 0)[:, None, None, None],
        "tiny": noise * np.float32(1e-38),
        "huge": noise * np.float32(1e37),
    }[kind]


@cache
def inputs(kind, n, seed=0):
    """What the pipeline gives to an analysis, by parameter name; computed by the analyses themselves."""
    memo = Memo(None)
    given = {"relevance": relevance(kind, n, seed), "seed": 0, "shape": (2, 6, 6)}
    given["features"] = registry()["preprocessing", "spectral"].function(given["relevance"])
    given["points"] = step_of(memo, registry()["embedding", "spectral"], dict(given), {}).value[0]
    given["labels"] = step_of(memo, registry()["clustering", "kmeans"], dict(given), {"k": 3}).value
    return given


def run(member, given, **parameters):
    """The result of an analysis on such inputs; a distance between all samples."""
    analysis = registry()[member]
    if analysis.kind != "distance":
        return step_of(Memo(None), analysis, dict(given), parameters).value
    rows = given["features"]
    if analysis.prepare is not None:
        taken = inspect.signature(analysis.prepare).parameters
        rows = analysis.prepare(**{name: value for name, value in given.items() if name in taken})
    return analysis.function(rows, rows)


def arrays(value):
    """Every array in a result."""
    if isinstance(value, tuple | list):
        return [array for item in value for array in arrays(item)]
    if isinstance(value, dict):
        return [array for item in value.values() for array in arrays(item)]
    if scipy.sparse.issparse(value):
        return [value.data]
    if dataclasses.is_dataclass(value):
        return arrays([getattr(value, field.name) for field in dataclasses.fields(value)])
    return [] if value is None else [np.asarray(value)]


def identical(one, other):
    return all(np.array_equal(a, b) for a, b in zip(arrays(one), arrays(other), strict=True))


def permuted(given, order):
    """The same samples in another order."""
    return {name: value if name in ("seed", "shape") else value[order] for name, value in given.items()}


# --- every member --------------------------------------------------------------------------------------------


def test_every_kind_has_members():
    assert all(names(kind) for kind in KINDS)
    assert {kind for kind, _ in MEMBERS} == set(KINDS)


@pytest.mark.parametrize("member", QUICK, ids="-".join)
@pytest.mark.parametrize("kind", ["ordinary", "zero", "constant", "duplicates", "some zero", "tiny", "huge"])
@pytest.mark.parametrize("n", [1, 2, 5, 7, N])
def test_results_are_finite_on_any_input(member, kind, n):
    result = run(member, inputs(kind, n))
    assert all(np.isfinite(array).all() for array in arrays(result))


@pytest.mark.parametrize("member", QUICK, ids="-".join)
def test_the_same_input_gives_the_same_bytes(member):
    assert identical(run(member, inputs("ordinary", N)), run(member, copy.deepcopy(inputs("ordinary", N))))


@pytest.mark.parametrize("member", QUICK, ids="-".join)
def test_inputs_are_not_changed(member):
    given = inputs("ordinary", N)
    before = copy.deepcopy(given)
    run(member, given)
    assert all(np.array_equal(given[name], before[name]) for name in given)


@pytest.mark.parametrize("member", MEMBERS, ids="-".join)
def test_every_parameter_is_part_of_the_memo_key(member):
    analysis, memo = registry()[member], Memo(None)
    signature = inspect.signature(analysis.function)
    required = {name: 0 for name, p in signature.parameters.items() if p.default is p.empty}
    keys = [memo.step(analysis.function, **required).key]
    for name in signature.parameters:
        keys.append(memo.step(analysis.function, **(required | {name: 7})).key)
    assert len(set(keys)) == len(keys)


@pytest.mark.parametrize("member", MEMBERS, ids="-".join)
def test_the_documentation_has_a_formula_shapes_and_a_source(member):
    text = inspect.getdoc(registry()[member].function)
    assert text.splitlines()[0].endswith(".")
    assert "\n\n    " in text, "a formula, indented"
    assert "Returns" in text
    assert "(n" in text or "eigenvalues" in text


@pytest.mark.parametrize("member", MEMBERS, ids="-".join)
def test_an_argument_of_a_spec_is_a_parameter_of_the_function(member):
    analysis = registry()[member]
    assert analysis.argument is None or analysis.argument in accepted(analysis.function)


# --- the order of samples ------------------------------------------------------------------------------------

ORDER = np.random.default_rng(5).permutation(N)
AS_IT_IS = {"flatten", "sum", "abs", "resize", "rescale", "pooling"}  # steps of a chain that ends in a scale


@pytest.mark.parametrize("name", names("preprocessing"))
def test_preprocessing_treats_each_sample_alone(name):
    whole = run(("preprocessing", name), inputs("ordinary", N))
    moved = run(("preprocessing", name), permuted(inputs("ordinary", N), ORDER))
    assert np.array_equal(whole[ORDER], moved)


@pytest.mark.parametrize("name", sorted(set(names("preprocessing")) - AS_IT_IS))
def test_preprocessing_does_not_see_the_scale(name):
    function = registry()["preprocessing", name].function
    ordinary = relevance("ordinary")
    assert np.allclose(function(ordinary), function(3e4 * ordinary), atol=1e-6)


def distances(points):
    return np.sqrt(np.square(points[:, None] - points[None]).sum(axis=2))


# A gradient descent amplifies the last bit: another order of sums ends in another map of the same neighbours.
@pytest.mark.parametrize(
    "name", sorted(set(names("embedding")) - {"tsne", "tsne_spectral", "umap", "umap_spectral"})
)
def test_embeddings_follow_the_order_of_samples(name):
    points, values = run(("embedding", name), inputs("ordinary", N))
    moved, moved_values = run(("embedding", name), permuted(inputs("ordinary", N), ORDER))
    assert np.allclose(distances(points)[np.ix_(ORDER, ORDER)], distances(moved), atol=1e-5)
    assert (values is None) == (moved_values is None)
    assert values is None or np.allclose(values, moved_values, atol=1e-8)


def test_tsne_keeps_neighbours_in_any_order_of_samples():
    given = inputs("ordinary", N)
    group = np.arange(N) < N // 3
    for order in (np.arange(N), ORDER):
        points, _ = run(("embedding", "tsne"), permuted(given, order))
        apart = distances(points) + np.diag(np.full(N, np.inf))
        assert (group[order][apart.argmin(axis=1)] == group[order]).mean() > 0.95


@pytest.mark.parametrize("name", names("clustering"))
def test_clusterings_follow_the_order_of_samples(name):
    given = inputs("apart", N)
    given = given | {"points": run(("embedding", "spectral"), given, dimensions=2)[0]}
    fixed = {"k": 2} if registry()["clustering", name].argument == "k" else {}
    labels = run(("clustering", name), given, **fixed)
    moved = run(("clustering", name), permuted(given, ORDER), **fixed)
    assert len(set(labels)) > 1 or name == "outliers", "where all are in groups, none is odd"
    together = labels[:, None] == labels
    assert (together[np.ix_(ORDER, ORDER)] == (moved[:, None] == moved)).mean() > 0.95


@pytest.mark.parametrize("name", names("score"))
def test_scores_follow_the_order_of_samples(name):
    given = inputs("ordinary", N)
    result, moved = run(("score", name), given), run(("score", name), permuted(given, ORDER))
    if name == "medoid":  # the only score that is a position
        moved = ORDER[moved]
    for one, other in zip(arrays(result), arrays(moved), strict=True):
        assert np.allclose(one, other, atol=1e-5)


@pytest.mark.parametrize("name", names("clustering"))
@pytest.mark.parametrize("kind", ["ordinary", "duplicates", "zero"])
@pytest.mark.parametrize("n", [1, 2, 5, N])
def test_labels_are_numbered_by_size_from_zero_and_noise_is_minus_one(name, kind, n):
    labels = run(("clustering", name), inputs(kind, n))
    assert labels.shape == (n,)
    assert labels.min() >= -1
    sizes = np.bincount(labels[labels >= 0])
    assert (sizes > 0).all()
    assert (np.diff(sizes) <= 0).all()


@pytest.mark.parametrize("name", sorted(set(names("embedding")) - {"umap", "umap_spectral"}))
@pytest.mark.parametrize("n", [1, 2, 5, N])
def test_embeddings_have_one_finite_row_per_sample(name, n):
    points, values = run(("embedding", name), inputs("ordinary", n))
    assert points.shape[0] == n
    assert points.ndim == 2
    assert values is None or len(values) == points.shape[1]


# --- specs -----------------------------------------------------------------------------------------------------


def test_a_sweep_is_one_choice_per_value():
    choices = parse("clustering", "kmeans:2-4", KEY)
    assert [choice.title for choice in choices] == ["k-means 2", "k-means 3", "k-means 4"]
    assert [dict(choice.parameters) for choice in choices] == [{"k": 2}, {"k": 3}, {"k": 4}]
    assert [choice.name for choice in parse("clustering", "kmeans:4", KEY)] == ["kmeans:4"]
    assert len(parse("clustering", "kmeans", KEY)) == 9


def test_a_spec_without_argument_leaves_the_default():
    (choice,) = parse("clustering", "hdbscan", KEY)
    assert dict(choice.parameters) == {}
    assert dict(parse("clustering", "hdbscan:8", KEY)[0].parameters) == {"min_cluster_size": 8}


def test_numbers_words_and_alternatives():
    (radius,) = parse("clustering", "dbscan:0.5", KEY)
    assert (radius.name, radius.title, dict(radius.parameters)) == ("dbscan:0.5", "DBSCAN 0.5", {"eps": 0.5})
    steps = parse("clustering", "dbscan:0.2-0.5 step 0.1,min_samples=8", KEY)
    assert [dict(choice.parameters) for choice in steps] == [
        {"eps": eps, "min_samples": 8} for eps in (0.2, 0.3, 0.4, 0.5)
    ]
    assert steps[0].title == "DBSCAN 0.2, min samples 8"
    grid = parse("embedding", "tsne:perplexity=5|30,early_exaggeration=4|12", "analyze.embeddings")
    assert [tuple(choice.parameters.values()) for choice in grid] == [(5, 4), (5, 12), (30, 4), (30, 12)]
    assert grid[0].name == "tsne:perplexity=5.0,early_exaggeration=4.0"
    (merged,) = parse("clustering", "agglomerative:3,linkage=average,metric=cityblock", KEY)
    assert dict(merged.parameters) == {"k": 3, "linkage": "average", "metric": "cityblock"}


def test_a_parameter_that_the_function_has_not_got_goes_to_what_it_is_made_from():
    given = inputs("ordinary", N)
    assert run(("embedding", "spectral"), given, dimensions=5)[0].shape == (N, 5)
    few, many = (run(("affinity", "knn"), given, k=k).nnz for k in (3, 9))
    assert few < many
    walk = run(("embedding", "spectral"), given, k=3)[1]
    assert not np.array_equal(walk, run(("embedding", "spectral"), given)[1])


def test_every_scipy_distance_is_a_name():
    (choice,) = parse("distance", "cityblock", "analyze.distances")
    assert dict(choice.parameters) == {"metric": "cityblock"}
    (choice,) = parse("distance", "minkowski:3", "analyze.distances")
    assert dict(choice.parameters) == {"metric": "minkowski", "p": 3}


def test_preprocessings_can_be_chained():
    (choice,) = parse("preprocessing", "pooling:2 > absspectral", "analyze.preprocessing")
    maps = relevance("ordinary")
    pooled = registry()["preprocessing", "pooling"].function(maps, 2)
    wanted = registry()["preprocessing", "absspectral"].function(pooled)
    assert np.array_equal(choice.analysis.function(maps, **choice.parameters), wanted)
    assert choice.name == "pooling:2 > absspectral"


@pytest.mark.parametrize("word", ["l1", "l2", "max", "sum", "std"])
def test_a_word_after_the_colon_is_not_compared_with_a_least_number(word):
    (choice,) = parse("preprocessing", f"normalise:{word}", "analyze.preprocessing")
    assert choice.parameters == {"by": word}
    assert registry()["preprocessing", "normalise"].spelling == '"normalise", "normalise:l1"'


def test_a_spec_given_twice_is_one_choice():
    assert [choice.name for choice in choices("clustering", ["kmeans:2", "kmeans:2-3"], KEY)] == [
        "kmeans:2",
        "kmeans:3",
    ]


@pytest.mark.parametrize(
    "spec",
    ["", "means", "kmeans:", "kmeans:1", "kmeans:4-2", "kmeans:2-", "kmeans:-3", "kmeans:2-3-4", "kmeans:x",
     "kmeans:2.5", "kmeans:²", "kmeans:123456", "kmeans:2,3", "kmeans:q=3", "kmeans:2,k=3", "kmeans:seed=3",
     "hdbscan:1", "KMEANS", "dbscan:0.2-3 step 0", "dbscan:1e400", "no_such_module:function"],
)  # fmt: skip
def test_a_wrong_spec_is_an_error_that_lists_the_valid_ones(spec):
    with pytest.raises(UnknownAnalysisError) as caught:
        parse("clustering", spec, KEY)
    message = str(caught.value)
    assert message.startswith(f"{KEY} = {spec!r}: ")
    assert '"hdbscan", "hdbscan:N"; "kmeans", "kmeans:2-10", "kmeans:N"; ' in message


def test_an_argument_where_none_is_taken_is_an_error():
    with pytest.raises(UnknownAnalysisError, match="spectral takes no argument"):
        parse("preprocessing", "spectral:3", "analyze.preprocessing")
    with pytest.raises(UnknownAnalysisError, match=r"spectral has no parameter 'size'; it has k, dimensions"):
        parse("embedding", "spectral:size=3", "analyze.embeddings")


# --- a function of one's own -------------------------------------------------------------------------------------


@spray.analysis("clustering", version=2)
def by_sign(points):
    return (points[:, 0] > 0).astype(int)


def test_a_decorated_function_is_a_spec():
    (choice,) = parse("clustering", by_sign, KEY)
    assert (choice.name, choice.title, choice.analysis.function) == ("by_sign", "by_sign", by_sign)


def test_what_is_no_analysis_or_one_of_another_kind_is_refused():
    with pytest.raises(UnknownAnalysisError, match=r"decorate it with @spray.analysis\(\"clustering\"\)"):
        parse("clustering", lambda points: points, KEY)
    with pytest.raises(UnknownAnalysisError, match="it is a clustering, not a embedding"):
        parse("embedding", by_sign, "analyze.embeddings")
    with pytest.raises(ValueError, match="no kind of analysis is called 'cluster'"):
        spray.analysis("cluster")


def test_the_version_of_a_function_is_part_of_its_key():
    def key(version):
        @spray.analysis("clustering", version=version)
        def mine(points):
            return points

        return Memo(None).step(mine, np.zeros((2, 2))).key

    assert key(1) != key(2)
    assert key(1) == key(1)
