"""Many perturbed copies of a batch, explained or predicted in chunks of bounded size: what methods are made of.

    inputs.py      which tensors of an input are perturbed, and how copies become rows of one larger batch
    fixed.py       the target, fixed from the clean output, for any copy
    subject.py     a batch with its clean output and its target; explains copies of itself
    baseline.py    the absence of a feature: numbers, tensors, functions, the mean, a blur
    draws.py       seeded random numbers that depend on nothing but the seed and the shape of a sample
    moments.py     running means and variances
    quadrature.py  nodes and weights on [0, 1]
    windows.py     sliding windows, cut off at the border
    enlarge.py     small maps at the size of the input
    checks.py      ranges of parameters

A sample's explanation does not depend on its neighbours in the batch, nor on the size of the chunks.
"""
