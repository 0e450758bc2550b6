"""The network of `fashion_mnist.py`."""

from torch import nn


def small_cnn(num_classes: int = 10) -> nn.Module:
    """(batch, 1, 28, 28) -> (batch, num_classes), with batch normalisation."""
    return nn.Sequential(
        *[nn.Conv2d(1, 8, 3, padding=1, bias=False), nn.BatchNorm2d(8), nn.ReLU(), nn.MaxPool2d(2)],
        *[nn.Conv2d(8, 16, 3, padding=1, bias=False), nn.BatchNorm2d(16), nn.ReLU(), nn.MaxPool2d(2)],
        *[nn.Flatten(), nn.Linear(16 * 7 * 7, 64), nn.ReLU(), nn.Linear(64, num_classes)],
    )
