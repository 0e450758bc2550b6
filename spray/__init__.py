"""Analyse the explanations of a whole data set (SpRAy) and build the explorer."""
