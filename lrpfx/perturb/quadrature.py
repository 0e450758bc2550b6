"""Nodes and weights on [0, 1]:   ∫₀¹ f(α) dα ≈ Σ_k w_k f(α_k),   Σ_k w_k = 1."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from lrpfx.errors import ParameterError
from lrpfx.registry import lookup

Nodes = tuple[NDArray[np.float64], NDArray[np.float64]]


def left(n: int) -> Nodes:
    """α_k = k / n,  k = 0 ... n-1"""
    return np.arange(n) / n, np.full(n, 1 / n)


def right(n: int) -> Nodes:
    """α_k = k / n,  k = 1 ... n"""
    return np.arange(1, n + 1) / n, np.full(n, 1 / n)


def midpoint(n: int) -> Nodes:
    """α_k = (k + ½) / n,  k = 0 ... n-1"""
    return (np.arange(n) + 0.5) / n, np.full(n, 1 / n)


def trapezoid(n: int) -> Nodes:
    """α_k = k / (n-1),  k = 0 ... n-1,  the ends with half the weight of the others"""
    if n < 2:
        raise ParameterError(f"the trapezoidal rule needs at least 2 steps, not {n}")
    weights = np.full(n, 1 / (n - 1))
    weights[[0, -1]] /= 2
    return np.arange(n) / (n - 1), weights


def gauss_legendre(n: int) -> Nodes:
    """The zeros of the n-th Legendre polynomial: exact for polynomials of degree up to 2n - 1."""
    nodes, weights = np.polynomial.legendre.leggauss(n)
    return (1 + nodes) / 2, weights / 2


QUADRATURES: dict[str, Callable[[int], Nodes]] = {
    f.__name__: f for f in (gauss_legendre, left, midpoint, right, trapezoid)
}


def nodes(name: str, steps: int) -> Nodes:
    """The nodes and weights of a rule by its name.

    Raises:
        UnknownNameError: if there is none; the message lists the valid names.
    """
    rule: Callable[[int], Nodes] = lookup("quadrature", name, QUADRATURES)
    return rule(steps)
