"""Analyse the explanations of a whole data set (SpRAy) and build the explorer."""

from spray.analyses import analysis

__all__ = ["analysis"]
