"""The rules. One file each; a new file in this folder is a new rule.

A rule takes relevance R at the output of an operator to relevance at its input x. In the formulas
z = op(x; w, b), opᵀ is the transpose with respect to x, s(z) pushes denominators away from zero, and
v⁺ = max(v, 0), v⁻ = min(v, 0).
"""

from collections.abc import Callable
from types import FunctionType

from lrpfx.registry import scan
from lrpfx.rule import Rule, rule

REGISTRY: dict[str, Callable[..., Rule]] = scan(__name__, __path__, FunctionType)
globals().update(REGISTRY)

__all__ = ["Rule", "rule", *REGISTRY]  # noqa: PLE0604, the names are those of the files
