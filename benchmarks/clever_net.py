"""The network of `clever_hans.py` and `clever_site.py`."""

from torch import nn

LAYER = "4"  # the second convolution


def network(channels: int, classes: int) -> nn.Sequential:
    """(batch, channels, 28, 28) -> (batch, classes): two convolutions with batch normalisation, two dense layers."""
    return nn.Sequential(
        *[nn.Conv2d(channels, 12, 3, padding=1, bias=False), nn.BatchNorm2d(12), nn.ReLU(), nn.MaxPool2d(2)],
        *[nn.Conv2d(12, 24, 3, padding=1, bias=False), nn.BatchNorm2d(24), nn.ReLU(), nn.MaxPool2d(2)],
        *[nn.Flatten(), nn.Linear(24 * 7 * 7, 64), nn.ReLU(), nn.Linear(64, classes)],
    )
