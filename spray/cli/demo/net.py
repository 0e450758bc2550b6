"""A small convolutional network for grey images of 32 x 32 pixels."""

from torch import nn


def small_cnn(num_classes: int = 10) -> nn.Module:
    """(batch, 1, 32, 32) -> (batch, num_classes)."""
    return nn.Sequential(
        nn.Conv2d(1, 8, 3, padding=1),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Conv2d(8, 16, 3, padding=1),
        nn.ReLU(),
        nn.MaxPool2d(4),
        nn.Flatten(),
        nn.Linear(16 * 4 * 4, num_classes),
    )
