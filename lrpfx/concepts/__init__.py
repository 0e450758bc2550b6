"""Concepts: what units of a layer stand for, and how relevance flows through them.

    sweep.py    the conditional relevance of all units of a place at once
    units.py    channels, neurons, heads, tokens, positions, directions
    split.py    a relevance graph, cut in two at a place

Source: Achtibat et al. 2023, "From attribution maps to human-understandable explanations through Concept Relevance
Propagation".
"""

from lrpfx.concepts.sweep import Concepts, Sweep, sweep
from lrpfx.concepts.units import Units

__all__ = ["Concepts", "Sweep", "Units", "sweep"]
