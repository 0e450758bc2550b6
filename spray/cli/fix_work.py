"""What `spray fix` does with a model and its samples: choose a module, find a direction, correct, measure."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from lrpfx import correct
from lrpfx.errors import NonFiniteError, ParameterError
from spray import model, selection
from spray.attribute import automatic_batch
from spray.cli.explainer import check_labels
from spray.datasets import Dataset
from spray.errors import FactoryError, ProjectError
from spray.project import Project
from spray.words import count, some

HELD_OUT = 0.25
CHOOSING = 0.2  # of the others, where a module or a rate of learning is to be chosen
RATES = (1e-4, 1e-3, 1e-2)
WEIGHTS = (10.0, 100.0)
BATCH = 64  # of training, at most
JUDGES = 1000  # of these, at most
COMPARED = 5000  # samples of other classes, at most, beside which those that carry it unnamed are told
CONTROLS = 1000  # samples without the artefact that a direction is told from: of its class, and of all others
VALUES = 1 << 27  # numbers that their activations may have

Rows = np.ndarray[Any, np.dtype[np.int64]]


@dataclass(frozen=True)
class Wanted:
    """How to correct: see the options of the command."""

    at: str | None = None
    method: str = "p-clarc"
    finding: str | None = None
    space: str = "values"
    rounds: int = 5
    rate: float | None = None
    weight: float | None = None


@dataclass(frozen=True)
class Training:
    """The rate of learning, and the weight of the penalty."""

    rate: float
    weight: float


@dataclass(frozen=True)
class Effect:
    """Accuracy on held-out samples; None where there are none.

    `clean`: those that were not selected. `artefact`: those that were. `planted`: the clean ones of other classes with
    the artefact planted into the input (`lrpfx.correct.plant`); `drawn`: the share of these that becomes its class,
    `usual`: that is taken for it without the artefact.
    """

    clean: float | None
    artefact: float | None
    planted: float | None
    drawn: float | None
    usual: float | None


@dataclass(frozen=True, eq=False)
class Parts:
    """Rows of the data set: with the artefact; others of its class; to train on, to choose by, and held out."""

    flagged: Rows
    rest: Rows
    train: Rows
    judges: Rows
    test: Rows
    label: int


def parted(dataset: Dataset, chosen: selection.Selection, name: str | None, seed: int) -> Parts:
    """Which rows carry the artefact. Raises: `ProjectError` for samples of another data set, or of several classes."""
    ids = list(chosen.finding(name).ids) if name else [one for one in chosen.ids if one is not None]
    row = {one: i for i, one in enumerate(dataset.id)}
    unknown = [one for one in ids if one not in row]
    if unknown or not ids:
        what = (
            f"{count(len(unknown), 'sample')} that the project has not: {some(unknown)}"
            if unknown
            else "no sample by its id"
        )
        raise ProjectError(f"the finding has {what}. Name the project that it was found in.")
    flagged = np.array(sorted(row[one] for one in ids))
    labels = sorted(set(dataset.label[flagged].tolist()))
    if len(labels) > 1:
        named = some([dataset.classes[label] for label in labels])
        raise ProjectError(
            f"the finding has samples of several classes ({named}). Select those of one class."
        )
    rest = np.setdiff1d(np.flatnonzero(dataset.label == labels[0]), flagged)
    order = np.random.default_rng(seed).permutation(len(dataset))
    held, judging = np.zeros(len(dataset), bool), np.zeros(len(dataset), bool)
    for group in (flagged, rest, np.flatnonzero(dataset.label != labels[0])):
        mine = order[np.isin(order, group)]
        apart, others = np.split(mine, [round(HELD_OUT * len(mine))])
        held[apart] = True
        if group is not flagged:  # there are few of these, and what is chosen by needs none of them
            judging[others[: round(CHOOSING * len(others))]] = True
    train, judges, test = (np.flatnonzero(part) for part in (~held & ~judging, judging, held))
    judges = np.sort(order[np.isin(order, judges)][:JUDGES])
    return Parts(flagged, rest, train, judges, test, labels[0])


class Work:
    """A model with its samples."""

    def __init__(self, settings: Project, dataset: Dataset, parts: Parts, wanted: Wanted) -> None:
        self.settings, self.dataset, self.parts, self.wanted = settings, dataset, parts, wanted
        explain, own = settings.explain, settings.model
        checkpoint = settings.path(own.checkpoint) if own.checkpoint else None
        self.device = model.device(explain.device)
        self.net: nn.Module = model.load(own.factory, own.arguments, checkpoint, settings.folder).module.to(
            self.device
        )
        values = int(np.prod(dataset.shape))
        self.batch = automatic_batch(values) if explain.batch_size == "auto" else int(explain.batch_size)
        self.flagged = np.intersect1d(parts.flagged, parts.train)
        if len(self.flagged) < correct.direction.LEAST:
            raise ParameterError(
                f"{count(len(parts.flagged), 'sample')} selected, {len(self.flagged)} of them not held out; a "
                f"direction needs at least {correct.direction.LEAST} with it. Select more that carry the artefact."
            )
        self.others = np.setdiff1d(parts.train, self.flagged)
        self._check_classes()
        self.plant = self._plant()

    def batches(self, rows: Rows, batch: int | None = None) -> Iterator[tuple[Tensor, Tensor]]:
        """Inputs and labels of some rows."""
        size = batch or self.batch
        for start in range(0, len(rows), size):
            here = rows[start : start + size]
            x = torch.from_numpy(self.dataset.inputs(here)).to(self.device)
            yield x, torch.from_numpy(np.asarray(self.dataset.label[here], np.int64)).to(self.device)

    def shuffled(self, rows: Rows) -> correct.Batches:
        """Rounds of training, each in another order."""
        random = np.random.default_rng(self.settings.analyze.seed)
        return lambda: self.batches(random.permutation(rows), min(self.batch, BATCH))

    def controls(self, values: int) -> Rows:
        """Samples that were not selected, of the class and of all others, as many as memory has room for."""
        most = max(2, min(CONTROLS, VALUES // max(1, 2 * values)))
        random = np.random.default_rng(self.settings.analyze.seed)
        own = self.dataset.label[self.others] == self.parts.label
        drawn = [random.permutation(group)[:most] for group in (self.others[own], self.others[~own])]
        return np.sort(np.concatenate(drawn))

    def module(self, progress: Callable[[int, int], None]) -> str:
        """The module that is asked for; or, of some at all depths, the one after which projecting does best."""
        if self.wanted.at is not None:
            correct.direction.submodule(self.net, self.wanted.at)
            return self.wanted.at
        tried: list[tuple[float, str]] = []
        x, _ = next(self.batches(self.flagged[:2]))
        names = correct.stages(self.net, x)
        for number, at in enumerate(names):
            progress(number, len(names))
            try:
                artefact = self.artefact(at)
            except ParameterError:
                continue  # nothing tells the samples apart there
            tried.append((self.worth(correct.projective(self.net, at, artefact)), at))
            progress(number + 1, len(names))
        if not tried:
            raise ParameterError(
                f"samples with the artefact and without have the same activations after {some(names)}; name another "
                "module with --at"
            )
        return max(tried, key=lambda one: one[0])[1]

    def artefact(self, at: str) -> correct.Artefact:
        """The direction after a module, from samples that are neither held out nor chosen by."""
        (first,) = correct.activations(self.net, at, (x for x, _ in self.batches(self.flagged[:1])))
        controls = self.controls(first.numel())
        h, present = self._both(
            controls,
            lambda rows: correct.activations(self.net, at, (x for x, _ in self.batches(rows))),
        )
        space: Any = self.wanted.space
        return correct.artefact_direction(h, present, space=space, weight=self._matched(h, present, controls))

    def alike(self, at: str, artefact: correct.Artefact) -> Rows:
        """Rows of its class that were not selected, but lie on the artefact's side after the module.

        In other classes an artefact tells nothing of this one: these samples are trained on like any other.
        """
        others = np.flatnonzero(self.dataset.label != self.parts.label)
        others = np.random.default_rng(self.settings.analyze.seed).permutation(others)[:COMPARED]
        rows = np.sort(np.concatenate([self.parts.rest, others]))
        present, component = (
            torch.cat([self._component(at, artefact, x) for x, _ in self.batches(some_)])
            for some_ in (self.flagged, rows)
        )
        found = rows[correct.carrying(component, present, torch.ones_like(component)).cpu().numpy()]
        return np.intersect1d(found, self.parts.rest)

    def corrected(
        self, at: str, artefact: correct.Artefact, alike: Rows, progress: Callable[[int, int], None]
    ) -> tuple[nn.Module, Training | None]:
        """The model without the artefact, and how it was trained, if it was.

        The rate of learning is chosen with the first weight of the penalty, and then the weight at this rate.
        """
        wanted = self.wanted
        if wanted.method == "p-clarc":
            return correct.projective(self.net, at, artefact), None
        # samples with the artefact, whose label it may be that they have from it, would teach it again
        rows = self._balanced(np.setdiff1d(self.others, alike))
        suspects = np.union1d(self.flagged, np.intersect1d(alike, self.parts.train))
        rates = RATES if wanted.rate is None else (wanted.rate,)
        weights = WEIGHTS if wanted.weight is None else (wanted.weight,)
        weights = weights if wanted.method == "rrr" else weights[:1]
        each = wanted.rounds * -(-len(rows) // min(self.batch, BATCH))
        total = (len(rates) + len(weights) - 1) * each
        tried: list[tuple[float, Training, nn.Module]] = []

        def attempt(how: Training, before: int, last: bool) -> None:
            def told(number: int, loss: float) -> None:
                progress(before + number + 1, total)

            try:
                fixed = self._trained(at, artefact, rows, suspects, how, told)
            except NonFiniteError:
                if last and not tried:
                    raise
            else:
                tried.append((self.worth(fixed), how, fixed))

        for i, rate in enumerate(rates):
            attempt(Training(rate, weights[0]), i * each, rate == rates[-1])
        best = max(tried, key=lambda one: one[0])[1]
        for i, weight in enumerate(weights[1:], len(rates)):
            attempt(Training(best.rate, weight), i * each, False)
        _, how, fixed = max(tried, key=lambda one: one[0])
        return fixed, how

    def held_out(self, alike: Sequence[int] | Rows = ()) -> dict[str, int]:
        """How many samples each number of an `Effect` is the share of."""
        clean, flagged = self._tested(alike)
        others = len(self._of_others(clean))
        return {"clean": len(clean), "artefact": len(flagged), "planted": others, "drawn": others}

    def effect(self, net: nn.Module, alike: Sequence[int] | Rows = ()) -> Effect:
        """Accuracy of a model on the held-out samples; those alike count with neither side."""
        clean, flagged = self._tested(alike)
        right, _ = self._predicted(net, clean)
        with_it, _ = self._predicted(net, flagged)
        plant, drawn = self._predicted(net, self._of_others(clean), self.plant)
        _, usual = self._predicted(net, self._of_others(clean))
        return Effect(right, with_it, plant, drawn, usual)

    def _tested(self, alike: Sequence[int] | Rows) -> tuple[Rows, Rows]:
        """The held-out samples without the artefact, and with it."""
        carriers = np.concatenate([self.parts.flagged, np.asarray(alike, np.int64)])
        test = self.parts.test
        return np.setdiff1d(test, carriers), np.intersect1d(self.parts.flagged, test)

    def _check_classes(self) -> None:
        """Raises: `FactoryError` for a model that fails on the samples, or gives no score per class."""
        x, _ = next(self.batches(self.flagged[:2]))
        made = f"model.factory: {self.settings.model.factory}"
        try:
            with torch.no_grad():
                output = self.net(x)
        except Exception as error:  # the user's code may raise anything
            raise FactoryError(
                f"{made} cannot take the samples, {tuple(x.shape)}: {type(error).__name__}: {error}"
            ) from error
        if not isinstance(output, Tensor) or output.ndim != 2 or len(output) != len(x):
            what = f"of shape {tuple(output.shape)}" if isinstance(output, Tensor) else type(output).__name__
            raise FactoryError(
                f"{made} returns {what} for {len(x)} samples; it must be a tensor (batch, classes), one score per "
                "class. Wrap the model in one that pools or chooses."
            )
        check_labels(self.settings, self.dataset, output.shape[1])

    def worth(self, net: nn.Module) -> float:
        """What is chosen by: accuracy without the artefact and with it, on samples that nothing was estimated from."""
        clean, _ = self._predicted(net, self.parts.judges)
        planted, _ = self._predicted(net, self._of_others(self.parts.judges), self.plant)
        return (clean or 0.0) + (planted or 0.0)

    def _trained(
        self, at: str, artefact: correct.Artefact, rows: Rows, suspects: Rows, how: Training,
        progress: Callable[[int, float], None],
    ) -> nn.Module:  # fmt: skip
        told: dict[str, Any] = {"rounds": self.wanted.rounds, "rate": how.rate, "progress": progress}
        if self.wanted.method == "a-clarc":
            # one half stays as it is, so that the model does not forget what samples look like without the artefact;
            # a fourth has it after the module, and a fourth in the input, where it may be that no direction tells it
            augmented = correct.augmentative(self.net, at, artefact, every=4)
            return correct.without(correct.fine_tune(augmented, self._sown(rows), **told), at)
        penalised = self.shuffled(suspects)
        return correct.right_reasons(
            self.net, self.shuffled(rows), artefact, at=at, suspects=penalised, weight=how.weight, **told
        )

    def _sown(self, rows: Rows) -> correct.Batches:
        """Rounds of training with the artefact planted into the third of every four samples."""
        rounds = self.shuffled(rows)

        def sown() -> Iterator[tuple[Tensor, Tensor]]:
            for x, y in rounds():
                x[2::4] = self.plant(x[2::4])
                yield x, y

        return sown

    def _balanced(self, rows: Rows) -> Rows:
        """The same samples, those of the artefact's class as often as it had samples."""
        own = rows[self.dataset.label[rows] == self.parts.label]
        missing = int((self.dataset.label[self.parts.train] == self.parts.label).sum()) - len(own)
        return np.concatenate([rows, np.resize(own, missing)]) if len(own) else rows

    def _both(self, controls: Rows, read: Callable[[Rows], Tensor]) -> tuple[Tensor, Tensor]:
        """What `read` makes of samples with the artefact and then without, and which are which."""
        flagged = self.flagged[: 2 * CONTROLS]
        if not len(controls):
            raise ParameterError(
                "every sample that is not held out was selected; a direction needs some without it"
            )
        present = torch.arange(len(flagged) + len(controls)) < len(flagged)
        return read(np.concatenate([flagged, controls])), present

    def _plant(self) -> correct.Plant:
        rows = self.controls(int(np.prod(self.dataset.shape)))
        x, present = self._both(rows, lambda rows: torch.from_numpy(self.dataset.inputs(rows)))
        return correct.plant(x, present, self._matched(x, present, rows))

    def _matched(self, h: Tensor, present: Tensor, controls: Rows) -> Tensor:
        return correct.matched(h, present, torch.from_numpy(self.dataset.label[controls] == self.parts.label))

    def _component(self, at: str, artefact: correct.Artefact, x: Tensor) -> Tensor:
        h = correct.activations(self.net, at, [x])
        if artefact.direction.shape != h.shape[1:]:
            h = correct.direction.pooled(h)
        found: Tensor = (h * artefact.direction).flatten(1).sum(1)
        return found

    def _of_others(self, rows: Rows) -> Rows:
        found: Rows = rows[self.dataset.label[rows] != self.parts.label]
        return found

    def _predicted(
        self, net: nn.Module, rows: Rows, change: Callable[[Tensor], Tensor] = lambda x: x
    ) -> tuple[float | None, float | None]:
        """The share of right predictions, and of those for the artefact's class."""
        if not len(rows):
            return None, None
        right, drawn = 0, 0
        with torch.no_grad():
            for x, y in self.batches(rows):
                found = net(change(x)).argmax(1)
                right += int((found == y).sum())
                drawn += int((found == self.parts.label).sum())
        return right / len(rows), drawn / len(rows)
