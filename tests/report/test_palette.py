"""Cluster colours stay apart for every eye and readable on both pages."""

import numpy as np
import pytest

from report import palette


def rgb(colour):
    return np.array([float(c) for c in bytes.fromhex(colour[1:])])


def luminance(colour):
    return float(palette.linear(rgb(colour)) @ [0.2126, 0.7152, 0.0722])


def contrast(a, b):
    light, dark = sorted([luminance(a), luminance(b)], reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_a_longer_palette_begins_like_a_shorter_one():
    assert palette.clusters(20) == palette.clusters(48)[:20]
    assert len(set(palette.clusters(48))) == 48


@pytest.mark.parametrize("page", ["#ffffff", "#181b1f"])
def test_every_colour_stands_out_from_the_page(page):
    assert min(contrast(colour, page) for colour in palette.clusters(48)) > 1.8


@pytest.mark.parametrize(("count", "apart"), [(8, 0.08), (12, 0.07), (24, 0.05)])
def test_colours_are_apart_on_average_of_normal_and_colour_blind_vision(count, apart):
    colours = [rgb(colour) for colour in palette.clusters(count)]
    for i, colour in enumerate(colours[1:], start=1):
        assert palette.distance(colour, np.array(colours[:i])).min() > apart
