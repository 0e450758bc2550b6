"""Layer-wise Relevance Propagation as an explicit graph.

    explanation = lrpfx.explain(model, x)            # one call
    explainer = lrpfx.compile(model, x)              # traced once, called often
    print(explainer.graph)                           # every equation, its rule and its module

The stages, each a pure function:

    graph, params = lrpfx.trace(model, x)
    graph, params = lrpfx.canonize(graph, params)
    relevance = lrpfx.relevance_graph(graph, lrpfx.composites.epsilon_plus())
    output, R = lrpfx.evaluate(relevance, params, x, R_out)
"""

from lrpfx import colormaps, composites, concepts, errors, heatmap, methods, metrics, packs, rules
from lrpfx.api import compile, explain
from lrpfx.canonize import canonize
from lrpfx.composite import Composite
from lrpfx.condition import Condition, condition
from lrpfx.evaluate import evaluate
from lrpfx.explainer import Explainer
from lrpfx.explanation import Explanation
from lrpfx.graph import Eqn, Graph, Var
from lrpfx.lower import lower
from lrpfx.optimize import optimize
from lrpfx.patterns import estimate_patterns
from lrpfx.quantus import quantus_explain
from lrpfx.relevance import relevance_graph
from lrpfx.rule import Rule, rule
from lrpfx.stabilizer import Stabilizer
from lrpfx.target import token
from lrpfx.trace import trace

__all__ = [
    "Composite", "Condition", "Eqn", "Explainer", "Explanation", "Graph", "Rule", "Stabilizer", "Var", "canonize",
    "colormaps", "compile", "composites", "concepts", "condition", "errors", "estimate_patterns", "evaluate",
    "explain", "heatmap", "lower", "methods", "metrics", "optimize", "packs", "quantus_explain",
    "relevance_graph", "rule", "rules", "token", "trace",
]  # fmt: skip
