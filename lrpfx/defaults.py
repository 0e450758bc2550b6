"""Numbers that several rules and composites share."""

EPSILON = 1e-6
"""ε of LRP-ε; small against any relevance that matters, as in Bach et al. 2015."""

STABILIZER = 1e-6
"""What every other denominator is pushed away from zero by."""

GAMMA = 0.25
"""γ of LRP-γ, as in Montavon et al. 2019, section 10.3."""
