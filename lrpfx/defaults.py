"""Numbers that several rules and composites share."""

EPSILON = 1e-6
"""ε of LRP-ε; small against any relevance that matters, as in Bach et al. 2015."""

STABILIZER = 1e-6
"""What every other denominator is pushed away from zero by."""

GAMMA = 0.25
"""γ of LRP-γ, as in Montavon et al. 2019, section 10.3."""

POSITIONS = 0.01
"""γ of dense layers over the positions of an image: the least that the library of Achtibat et al. 2024 tries for vision
transformers. It keeps relevance from growing with depth; greater ones were less faithful (`benchmarks/positions.py`)"""

BOUND = 100.0
"""How many times relevance may grow or shrink on its way before the ledger warns. Through torchvision's networks with
random weights it grows 5- to 60-fold where composites favour one sign, most of it at the logit, and by LRP-ε up to 1e16
"""
