"""Several preprocessings, one after the other."""

from collections.abc import Callable, Mapping
from typing import Any

from spray.analyses.channels import Floats


def chain(relevance: Floats, steps: tuple[tuple[Callable[..., Any], Mapping[str, Any]], ...]) -> Floats:
    """Every step is given what the one before has made: x -> f_1 -> f_2 -> ... ."""
    for function, parameters in steps:
        relevance = function(relevance, **parameters)
    return relevance
