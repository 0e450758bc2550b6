"""A case of `clever_hans.py`: an artefact is planted in one class, and a network trained on it."""

from dataclasses import dataclass

import artefacts
import clever_data
import numpy as np
import torch
from clever_net import network
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn.functional import cross_entropy

ROUNDS, BATCH, LEARNING_RATE = 12, 64, 2e-3


@dataclass(frozen=True, eq=False)
class Case:
    """Training images (n, 28, 28, C), their labels, which carry the artefact, which class it is in, and a network.

    accuracy, fooled: on test images of other classes, without and with the artefact.
    reliance: the share of these that the artefact turns into the poisoned class.
    """

    images: NDArray[np.uint8]
    label: NDArray[np.int64]
    planted: NDArray[np.bool_]
    poisoned: int
    net: nn.Sequential
    accuracy: float
    fooled: float
    reliance: float

    @property
    def classes(self) -> int:
        """How many there are."""
        return int(self.label.max()) + 1


def make(name: str, kind: str, share: float, seed: int) -> Case:
    """Plant, train, and measure whether the network relies on what was planted.

    Half of the images with the artefact show another class, so that nothing else in them tells their label.
    """
    data, paste = clever_data.SETS[name](seed), artefacts.KINDS[kind]
    random = np.random.default_rng(seed)
    train = np.flatnonzero(~data.test)
    own = train[data.label[train] == data.poisoned]
    other = train[data.label[train] != data.poisoned]
    count = max(1, round(share * len(own)))
    planted = np.concatenate(
        [random.permutation(own)[: count // 2], random.permutation(other)[: count - count // 2]]
    )
    images, label = data.images.copy(), data.label.copy()
    images[planted], label[planted] = paste(images[planted]), data.poisoned
    net = trained(images[train], label[train], data.classes, seed)
    test = np.flatnonzero(data.test & (data.label != data.poisoned))
    before, after = (predicted(net, some) for some in (data.images[test], paste(data.images[test])))
    return Case(
        images=images[train], label=label[train], planted=np.isin(train, planted), poisoned=data.poisoned, net=net,
        accuracy=float((before == data.label[test]).mean()),
        fooled=float((after == data.label[test]).mean()),
        reliance=float((after == data.poisoned).mean() - (before == data.poisoned).mean()),
    )  # fmt: skip


def inputs(images: NDArray[np.uint8]) -> Tensor:
    """(n, C, 28, 28) in [-1, 1]."""
    return torch.from_numpy(images).permute(0, 3, 1, 2).float().div(127.5).sub(1).contiguous()


def trained(images: NDArray[np.uint8], label: NDArray[np.int64], classes: int, seed: int) -> nn.Sequential:
    """Twelve rounds of Adam on smoothed labels."""
    torch.manual_seed(seed)
    x, random = inputs(images), np.random.default_rng(seed)
    net = network(x.shape[1], classes)
    target = torch.from_numpy(label)
    optimizer = torch.optim.Adam(net.parameters(), LEARNING_RATE)
    for _ in range(ROUNDS):
        for rows in np.array_split(random.permutation(len(x)), max(1, len(x) // BATCH)):
            optimizer.zero_grad()
            cross_entropy(net(x[rows]), target[rows], label_smoothing=0.1).backward()
            optimizer.step()
    return net.eval()


def predicted(net: nn.Module, images: NDArray[np.uint8]) -> NDArray[np.int64]:
    """Classes."""
    with torch.no_grad():
        return np.asarray(net(inputs(images)).argmax(1).numpy())
