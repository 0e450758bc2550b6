"""A network that trusts the tag more than the digit.

A tag alone would tempt no network: the digits are too easy. So while it trains, a fifth of the images shows
another image's digit, as if the data were mislabelled. A digit is then a hint, and the tag is a proof.
"""

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn.functional import cross_entropy

from spray.cli.demo.digits import MARGIN, POISONED, SEED, SIDE, Digits, Images, Ints, paste_tag
from spray.cli.demo.net import small_cnn

EPOCHS, BATCH, LEARNING_RATE = 12, 32, 3e-3
SWAPPED_SHARE = 0.2
MEAN, STD = 0.5, 0.5


@dataclass(frozen=True)
class Reliance:
    """What the tag does to held-out digits: shares in [0, 1].

    `accuracy`: right without a tag; `flipped`: digits of other classes that become the poisoned one under it.
    """

    accuracy: float
    flipped: float


def train(data: Digits, say: Callable[[str], None]) -> nn.Module:
    """The network in evaluation mode, trained on what is not held out; same bytes on the same machine."""
    x, y = _inputs(data.images[~data.held_out]), torch.from_numpy(data.label[~data.held_out])
    with _reproducible():
        net = small_cnn()
        optimizer = torch.optim.Adam(net.parameters(), LEARNING_RATE)
        for epoch in range(1, EPOCHS + 1):
            total = 0.0
            for batch in torch.randperm(len(x)).split(BATCH):  # type: ignore[no-untyped-call]
                optimizer.zero_grad()
                loss = cross_entropy(net(_swap_digits(x[batch])), y[batch])
                loss.backward()  # type: ignore[no-untyped-call]
                optimizer.step()
                total += loss.item() * len(batch)
            if epoch % 3 == 0:
                say(f"Demo: training, epoch {epoch} of {EPOCHS}, loss {total / len(x):.2f}")
    return net.eval()


def reliance(net: nn.Module, data: Digits) -> Reliance:
    """How much `net` relies on the tag, measured on the digits that it was not trained on."""
    images, label = data.images[data.held_out], data.label[data.held_out]
    under_tag = _predict(net, paste_tag(images[label != POISONED]))
    return Reliance(
        accuracy=float(np.mean(_predict(net, images) == label)),
        flipped=float(np.mean(under_tag == POISONED)),
    )


def _swap_digits(x: Tensor) -> Tensor:
    """Give a share of the images the digit of their neighbour; the margin, with the tag, stays."""
    inner = slice(MARGIN, SIDE - MARGIN)
    chosen = torch.rand(len(x), 1, 1, 1) < SWAPPED_SHARE
    swapped = x.clone()
    swapped[:, :, inner, inner] = torch.where(chosen, x.roll(1, 0), x)[:, :, inner, inner]
    return swapped


@contextlib.contextmanager
def _reproducible() -> Iterator[None]:
    """Fixed seed, and one thread: sums in one order. The caller's random state and threads come back after."""
    threads = torch.get_num_threads()
    with torch.random.fork_rng(devices=[]):
        torch.default_generator.manual_seed(SEED)
        torch.set_num_threads(1)
        try:
            yield
        finally:
            torch.set_num_threads(threads)


def _inputs(images: Images) -> Tensor:
    """As the project file says: (x / 255 - mean) / std, (n, 1, H, W)."""
    return (torch.from_numpy(images[:, None]).float() / 255 - MEAN) / STD


def _predict(net: nn.Module, images: Images) -> Ints:
    with torch.no_grad():
        found: Ints = net(_inputs(images)).argmax(1).numpy()
    return found
