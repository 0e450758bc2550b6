"""Explanations as HTML, for notebooks and as a file: no script, nothing from outside, readable on light and dark.

A sample is a header and one block for every tensor of the input: images, signals, vectors or tokens.
"""

from lrpfx.notebook.look import Look, Part
from lrpfx.notebook.page import View, view

__all__ = ["Look", "Part", "View", "view"]
