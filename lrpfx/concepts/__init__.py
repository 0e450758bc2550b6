"""Concepts: what units of a layer stand for, and how relevance flows through them.

    sweep.py    the conditional relevance of all units of a place at once
    units.py    channels, neurons, heads, tokens, positions, directions
    split.py    a relevance graph, cut in two at a place
    maximise.py the samples that concepts are most relevant in, in one pass over a data set
    maxima.py   what it finds
    state.py    the file that a killed pass goes on from
    card.py     these samples with conditional heatmaps and crops
    flows.py    the attribution graph: relevance from the concepts of one place to those of a lower one

Source: Achtibat et al. 2023, "From attribution maps to human-understandable explanations through Concept Relevance
Propagation".
"""

from lrpfx.concepts.card import Card, Reference, card, receptive_field
from lrpfx.concepts.flows import Flows, flows
from lrpfx.concepts.maxima import Maxima
from lrpfx.concepts.maximise import concept_vectors, maximise, state_key
from lrpfx.concepts.sweep import Concepts, Sweep, sweep
from lrpfx.concepts.units import Units

__all__ = [
    "Card", "Concepts", "Flows", "Maxima", "Reference", "Sweep", "Units", "card", "concept_vectors", "flows",
    "maximise", "receptive_field", "state_key", "sweep",
]  # fmt: skip
