"""What a composite is: a table from equations to rules, later entries overriding earlier ones.

    Composite = (Match -> Rule)*          Match = Graph -> the equations it picks

A match can pick by kind of operator, by operator, by module path, by position in the data flow, or by a predicate.
"""

import warnings
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from functools import lru_cache, partial
from math import prod
from typing import Literal

import torch
from torch import Tensor

from lrpfx.errors import NoRuleError
from lrpfx.factors import is_activated, is_attention, is_inverse_statistic
from lrpfx.gates import gate_of
from lrpfx.graph import Batch, Eqn, Graph, Var, place
from lrpfx.ops import LINEAR, Kind, base, chooses, kind_of
from lrpfx.registry import lookup
from lrpfx.rule import Rule


@dataclass(frozen=True)
class Match:
    """Picks equations of a graph; `label` says how, for tables and messages."""

    label: str
    picks: Callable[[Graph, Eqn], bool]
    must: bool = False
    """Whether picking nothing is most likely a mistake, as a module path that does not exist."""

    def __and__(self, other: "Match") -> "Match":
        """What both pick: `by_module("layer4.*") & by_kind("convolution")`."""
        return both(self, other)


@dataclass(frozen=True)
class Assigned:
    """The rule of one equation, and the entry that gave it."""

    rule: Rule
    why: str


@dataclass(frozen=True)
class Composite:
    """A rule for every equation. `|` puts entries on top, which override.

    >>> from lrpfx import composites, rules
    >>> mine = composites.epsilon_plus() | (composites.by_module("features.0"), rules.flat())
    """

    name: str
    entries: tuple[tuple[Match, Rule], ...]
    seed: Literal["output", "one"] = "output"
    """What the relevance of a class starts as: its output value, or 1, where relevance is a kind of gradient."""

    def __or__(self, entry: "tuple[Match, Rule] | Composite") -> "Composite":
        more = entry.entries if isinstance(entry, Composite) else (entry,)
        return replace(self, entries=self.entries + more)

    def within(self, *patterns: str) -> "Composite":
        """The same rules for equations of these modules alone; wildcards as in `by_module`.

        >>> from lrpfx import composites, packs
        >>> mine = composites.epsilon_plus() | packs.cp_lrp().within("encoder.layers.encoder_layer_0*")
        """
        return replace(self, entries=tuple((both(m, by_module(*patterns)), r) for m, r in self.entries))

    @property
    def tensors(self) -> dict[str, Tensor]:
        """The tensors among the parameters of its rules, to be joined with the parameters of a relevance graph."""
        return {name: tensor for _, rule in self.entries for name, tensor in rule.tensors.items()}

    def __str__(self) -> str:
        return f"{self.name}: {'; '.join(f'{match.label} -> {rule}' for match, rule in self.entries)}"

    def assign(self, graph: Graph) -> Mapping[str, Assigned]:
        """The rule of every equation that depends on an input and reaches an output, by the name of its first output.

        Raises:
            NoRuleError: listing every equation without a rule, its operator, module and source line, and the mend.
        """
        found: dict[str, Assigned] = {}
        missing: list[Eqn] = []
        for eqn in live(graph):
            entry = next(((m, r) for m, r in reversed(self.entries) if m.picks(graph, eqn)), None)
            if entry is None:
                missing.append(eqn)
            else:
                found[eqn.out.name] = Assigned(entry[1], entry[0].label)
        if missing:
            raise NoRuleError(self._lament(graph, missing))
        self._warn_of_idle_entries(graph)
        return found

    def _warn_of_idle_entries(self, graph: Graph) -> None:
        flow = live(graph)
        for match, rule in self.entries:
            if match.must and not any(match.picks(graph, eqn) for eqn in flow):
                modules = ", ".join(dict.fromkeys(f"`{eqn.module}`" for eqn in flow if eqn.module))
                warnings.warn(
                    f"composite `{self.name}`: {match.label} picks no equation, so `{rule}` is not used. Modules with"
                    f" equations: {modules}",
                    stacklevel=4,
                )

    def _lament(self, graph: Graph, missing: list[Eqn]) -> str:
        lines = [
            f"composite `{self.name}` has no rule for {len(missing)} equation{'s' * (len(missing) > 1)}:"
        ]
        lines += [f"  `{e.op}` in {place(e)}\n      {e}" for e in missing[:20]]
        if len(missing) > 20:
            lines.append(f"  ... and {len(missing) - 20} more")
        unreal = [e for e in missing if any(a is not None and a.dtype.startswith("c") for a in e.args)]
        missing = [e for e in missing if e not in unreal]
        names = ", ".join(dict.fromkeys(f'"{base(e.op)}"' for e in missing if len(graph.operands(e)) == 1))
        if names:
            lines.append(
                f"Give them one: `composite | (lrpfx.composites.by_operator({names}), lrpfx.rules.pass_through())`, or"
                " another rule of lrpfx.rules, or your own (`@lrpfx.rule`)."
            )
        if any(len(graph.operands(e)) > 1 for e in missing):
            lines.append(
                "What combines values that all depend on the input needs a rule that splits relevance between them."
                " Products have one, in `lrpfx.packs`. Where one of the values is a gate: `composite"
                ' | (lrpfx.composites.by_module("..."), lrpfx.rules.gate(signal=1))`, where the signal is argument 0 or'
                " 1; else your own rule (`@lrpfx.rule`)."
            )
        if unreal:
            lines.append(
                f"`{base(unreal[0].op)}` takes complex numbers, and relevance is of real ones: write a Fourier"
                " transform as products with matrices of cosines and of sines, so that its parts are values."
            )
        return "\n".join(lines)


LEAST = float(torch.finfo(torch.float16).min)
"""The least number of half precision; what is lower is no value, but a mask."""


def takes_relevance(graph: Graph, var: Var) -> bool:
    """Whether relevance flows to `var`: to floating point, and to integers (token ids) as far as they are inputs moved.

    Integers that are computed, such as positions counted from token ids, are addresses, which no relevance belongs to;
    nor does any belong to constants that a mask of integers chooses from, such as 0 and -∞ for attention's scores.
    """
    if var.name in _masks(graph):
        return False
    eqn = graph.producers.get(var.name)
    moved = eqn is None or (eqn.out == var and _kind(graph, eqn) is Kind.MOVE)
    return moved or var.is_real


@lru_cache(maxsize=64)
def _masks(graph: Graph) -> frozenset[str]:
    """Values that depend on inputs by the choice of constants alone, and on whole numbers alone."""
    counted = {v.name for v in graph.inputs if not v.is_real}  # values without any real number behind them
    masks: set[str] = set()
    for eqn in graph.eqns:
        operands = [(i, a.name) for i in graph.operands(eqn) if (a := eqn.args[i]) is not None]
        if not operands:
            continue
        if not eqn.out.is_real and all(name in counted for _, name in operands):
            counted.update(v.name for v in eqn.outs)
        chosen = base(eqn.op) in ("where", "masked_fill")
        known = counted | {name for _, name in operands} if _hides(eqn) else counted
        if all(name in masks or (chosen and name in known and chooses(eqn.op, i)) for i, name in operands):
            masks.update(v.name for v in eqn.outs)
    return frozenset(masks)


def _hides(eqn: Eqn) -> bool:
    """Whether it writes -∞, or the least number, which no softmax lets through: a mask, wherever it comes from."""
    value = eqn.attr("value")
    return base(eqn.op) == "masked_fill" and isinstance(value, float) and value <= LEAST


def live(graph: Graph) -> tuple[Eqn, ...]:
    """The equations through which relevance flows: from an input, to an output."""
    needed = {v.name for v in graph.outputs}
    flow: list[Eqn] = []
    for eqn in reversed(graph.eqns):
        wanted = any(v.name in needed for v in eqn.outs)
        if wanted and eqn.out.name in graph.data and takes_relevance(graph, eqn.out):
            flow.append(eqn)
            needed.update(a.name for a in eqn.args if a is not None)
    return tuple(reversed(flow))


# ---- ways to pick -----------------------------------------------------------------------------------------------


def by_kind(*kinds: Kind | str) -> Match:
    """Equations whose operator is of one of these kinds (see `lrpfx.ops.Kind`)."""
    wanted = _kinds(kinds)
    label = "any operator" if set(wanted) == set(Kind) else " or ".join(wanted)
    return Match(label, partial(_of_kind, wanted))


def by_operator(*names: str) -> Match:
    """Equations by ATen operator, with or without the overload: "relu", "mean.dim"."""
    return Match(f"operator {', '.join(names)}", partial(_of_operator, names))


def by_module(*patterns: str) -> Match:
    """Equations by module path, as in `model.named_modules()`; `*` and `?` are wildcards: "layer4.*".

    What a module with weights moves besides, such as the tokens of a dense layer into rows and back, is not picked.
    """
    return Match(f"module {', '.join(patterns)}", partial(_of_module, patterns), must=True)


def first(*kinds: Kind | str) -> Match:
    """Linear equations of these kinds (default: any) that the input reaches without passing another linear one.

    This is the order of the data flow, whatever the order in which the model defines its modules.
    """
    wanted = _kinds(kinds) or LINEAR
    return Match(f"first {' or '.join(wanted)}", partial(_first_of_kind, wanted))


def over_positions() -> Match:
    """Dense layers at every position of an image or a video: over patches, over pixels with their channels last.

    Such a layer is a convolution of size 1 by another name. It has several rows for one sample, and comes from an input
    of images or videos: of floating point, with two or three axes behind those of samples and channels. Classifier
    heads are none, nor are layers over the tokens of a text or the steps of a recurrent layer.
    """
    return Match("dense over positions of an image", _over_positions)


def where(predicate: Callable[[Eqn], bool], label: str = "predicate") -> Match:
    """Equations for which `predicate(eqn)` is true."""
    return Match(label, partial(_satisfying, predicate))


def both(first: Match, second: Match) -> Match:
    """Equations that both pick."""
    return Match(f"{first.label} in {second.label}", partial(_both, first, second))


def of_pack(name: str, *entries: tuple[Match, Rule]) -> tuple[tuple[Match, Rule], ...]:
    """Entries whose labels name the pack that they come from."""
    return tuple((replace(match, label=f"{match.label} ({name})"), rule) for match, rule in entries)


def attended(weights: int) -> Match:
    """Products with attention weights, a softmax, in argument 0 or 1; see `lrpfx.factors`."""
    return Match(f"product with attention weights in argument {weights}", partial(_attends, weights))


def standardised(statistic: int) -> Match:
    """Products with an inverted statistic of the data in argument 0 or 1; see `lrpfx.factors`."""
    return Match(f"product with a statistic in argument {statistic}", partial(_standardises, statistic))


def activated(unit: int) -> Match:
    """Products of an activation, in argument 0 or 1, and a value that is none: gated linear units."""
    return Match(f"product with an activation in argument {unit}", partial(_activates, unit))


def gated(gate: int) -> Match:
    """Products of a gate, which is argument 0 or 1, and a signal; see `lrpfx.gates` for what a gate is."""
    return Match(f"product with a gate in argument {gate}", partial(_with_gate, gate))


def shifted() -> Match:
    """Sums of a value and a constant that is no bias, as the normalisation of an image.

    A constant that is added to the result of a linear operator, or to a sum of such, is a bias; so are positions that
    are added to embeddings, and what is added to attention's scores and to normalised values.
    """
    return Match("sum with a constant that is no bias", _shifts)


def widened() -> Match:
    """Products with a constant that broadcast a value to a larger shape."""
    return Match("scale that broadcasts", _scales_and_widens)


# Functions of this module and not closures, so that a composite can be sent to another process.


def _of_kind(wanted: tuple[Kind, ...], graph: Graph, eqn: Eqn) -> bool:
    return _kind(graph, eqn) in wanted


def _of_operator(names: tuple[str, ...], graph: Graph, eqn: Eqn) -> bool:
    return eqn.op in names or base(eqn.op) in names


def _of_module(patterns: tuple[str, ...], graph: Graph, eqn: Eqn) -> bool:
    if not any(fnmatchcase(eqn.module, pattern) for pattern in patterns):
        return False
    return _kind(graph, eqn) is not Kind.MOVE or eqn.module not in _with_weights(graph)


@lru_cache(maxsize=64)
def _with_weights(graph: Graph) -> frozenset[str]:
    """Modules with a linear equation of their own."""
    return frozenset(eqn.module for eqn in graph.eqns if _kind(graph, eqn) in LINEAR)


def _first_of_kind(wanted: tuple[Kind, ...], graph: Graph, eqn: Eqn) -> bool:
    return _kind(graph, eqn) in wanted and not behind_linear(graph, eqn)


def _over_positions(graph: Graph, eqn: Eqn) -> bool:
    if _kind(graph, eqn) is not Kind.DENSE or eqn.out.name not in _pictured(graph):
        return False
    (at,) = graph.operands(eqn)
    x = eqn.args[at]
    assert x is not None
    summed = max(len(x.shape) - (2 if at == 1 and base(eqn.op) != "linear" else 1), 0)
    rows = [size for axis, size in enumerate(x.shape) if axis != summed]
    samples = 1 if any(isinstance(size, Batch) for size in rows) else _samples(graph)
    return prod(size.times if isinstance(size, Batch) else size for size in rows) > samples


@lru_cache(maxsize=64)
def _pictured(graph: Graph) -> frozenset[str]:
    """Values that come from an input of images or videos."""
    known = {v.name for v in graph.inputs if v.is_real and len(v.shape) in (4, 5)}
    for eqn in graph.eqns:
        if any(a is not None and a.name in known for a in eqn.args):
            known.update(v.name for v in eqn.outs)
    return frozenset(known)


def _samples(graph: Graph) -> int:
    """The batch size, where it is a number."""
    return next((v.shape[0] for v in graph.inputs if v.shape and isinstance(v.shape[0], int)), 1)


def _satisfying(predicate: Callable[[Eqn], bool], graph: Graph, eqn: Eqn) -> bool:
    return predicate(eqn)


def _with_gate(gate: int, graph: Graph, eqn: Eqn) -> bool:
    return gate_of(graph, eqn) == gate


def _both(first: Match, second: Match, graph: Graph, eqn: Eqn) -> bool:
    return first.picks(graph, eqn) and second.picks(graph, eqn)


def _attends(weights: int, graph: Graph, eqn: Eqn) -> bool:
    product = _kind(graph, eqn) in (Kind.BILINEAR, Kind.PRODUCT)
    return product and _alone(graph, eqn, weights, is_attention)


def _standardises(statistic: int, graph: Graph, eqn: Eqn) -> bool:
    return _kind(graph, eqn) is Kind.PRODUCT and _alone(graph, eqn, statistic, is_inverse_statistic)


def _activates(unit: int, graph: Graph, eqn: Eqn) -> bool:
    return _kind(graph, eqn) is Kind.PRODUCT and _alone(graph, eqn, unit, is_activated)


def _alone(graph: Graph, eqn: Eqn, position: int, holds: Callable[[Graph, Var], bool]) -> bool:
    """Whether it holds for one factor of a product, and not for the other."""
    factors = [a for i in graph.operands(eqn) if (a := eqn.args[i]) is not None]
    return holds(graph, factors[position]) and not holds(graph, factors[1 - position])


def _shifts(graph: Graph, eqn: Eqn) -> bool:
    alone = base(eqn.op) in ("add", "sub", "rsub") and len(graph.operands(eqn)) == 1
    return alone and not _widens(graph, eqn) and not _from_linear(graph, eqn)


def _scales_and_widens(graph: Graph, eqn: Eqn) -> bool:
    return _kind(graph, eqn) is Kind.SCALE and _widens(graph, eqn)


def _widens(graph: Graph, eqn: Eqn) -> bool:
    return all(a is None or a.shape != eqn.out.shape for a in (eqn.args[i] for i in graph.operands(eqn)))


def _from_linear(graph: Graph, eqn: Eqn) -> bool:
    """Whether an operand of `eqn` is the result of a linear operator, or of what a bias belongs to as well.

    It may be moved, scaled or summed. A bias belongs to a table of embeddings (positions), to attention's scores
    (relative positions), and to a normalisation, spelled out or not.
    """
    stack, seen = [eqn], {eqn.out.name}
    while stack:
        here = stack.pop()
        for before in (graph.producers.get(a.name) for i in graph.operands(here) if (a := here.args[i])):
            if before is None or before.out.name in seen:
                continue
            kind = _kind(graph, before)
            statistic = kind is Kind.QUOTIENT or any(_standardises(i, graph, before) for i in (0, 1))
            if kind in _BIASED or statistic:
                return True
            if kind in (Kind.MOVE, Kind.SCALE, Kind.SUM):
                seen.add(before.out.name)
                stack.append(before)
    return False


_BIASED = (*LINEAR, Kind.LOOKUP, Kind.BILINEAR, Kind.STANDARDISATION)


def _kinds(names: tuple[Kind | str, ...]) -> tuple[Kind, ...]:
    return tuple(lookup("kind of operator", name, {kind.value: kind for kind in Kind}) for name in names)


def _kind(graph: Graph, eqn: Eqn) -> Kind:
    return kind_of(eqn.op, graph.operands(eqn), eqn.attrs)


def behind_linear(graph: Graph, eqn: Eqn) -> bool:
    """Whether a linear equation lies between the input and `eqn`."""
    stack, seen = [eqn], {eqn.out.name}
    while stack:
        for arg in stack.pop().args:
            before = None if arg is None or arg.name not in graph.data else graph.producers.get(arg.name)
            if before is None or before.out.name in seen:
                continue
            if _kind(graph, before) in LINEAR:
                return True
            seen.add(before.out.name)
            stack.append(before)
    return False
