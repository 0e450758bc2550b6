"""How a project file names analyses and their parameters.

    spec        name  |  name:arguments  |  module:function  |  module:function:arguments
    arguments   value, key=value, ...          the first may leave out its key: the analysis says which it is
    value       3  |  0.5  |  ward  |  2-10  |  0.2-3 step 0.1  |  5|30|50

A range, and alternatives between bars, stand for one choice per value: "tsne:perplexity=5|30,early_exaggeration=4|12"
is four embeddings. Preprocessings can be chained: "resize:32 > absspectral". From Python, a function that
`spray.analysis` has decorated is a spec too.
"""

import importlib
import inspect
import itertools
import re
import sys
import types
import typing
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from spray.analyses import STANDARD, Analysis, Choice, accepted, names, registry
from spray.analyses.chain import chain
from spray.errors import UnknownAnalysisError

Spec = str | Callable[..., Any]
Valued = tuple[str, Any]

RANGE = re.compile(r"(\d+(?:\.\d+)?)-(\d+(?:\.\d+)?)(?: step (\d+(?:\.\d+)?))?")
NUMBER = re.compile(r"[0-9]{1,12}(\.[0-9]+)?(e-?[0-9]{1,2})?")
MOST = 10_000  # values of a range
SCORES = ("silhouette", "fisher", "fisher_null", "region", "stability", "agreement", "outlyingness")
"""The scores that can be asked for; the others are always computed, or part of these."""
FILLED = ("features", "points", "seed", "shape")
"""Parameters that are always filled; of a score, `labels` too."""
POSITIONAL = {"preprocessing": 1, "distance": 2}
"""How many parameters of a kind are filled by their place, whatever they are called."""


def choices(
    kind: str, specs: Iterable[Spec] | Spec, key: str, folder: Path | None = None
) -> tuple[Choice, ...]:
    """The choices that several specs, or one, stand for, each once, in the order of the specs."""
    found = (choice for spec in one_or_more(specs) for choice in parse(kind, spec, key, folder))
    return tuple({choice.name: choice for choice in found}.values())


def parse(kind: str, spec: Spec, key: str, folder: Path | None = None) -> tuple[Choice, ...]:
    """The choices that a spec stands for: one, or one per value of its ranges.

    `key` is where the spec was written, `folder` where modules are looked for besides `sys.path`.
    Raises `UnknownAnalysisError`, which lists the valid specs.
    """
    if not isinstance(spec, str):
        return _decorated(kind, spec, key)
    parts = [part.strip() for part in spec.split(">")]
    if len(parts) == 1 or kind != "preprocessing":
        return _single(kind, spec.strip(), spec, key, folder)
    steps = [_single(kind, part, spec, key, folder) for part in parts]
    return tuple(map(_chained, itertools.product(*steps)))


def _decorated(kind: str, function: Callable[..., Any], key: str) -> tuple[Choice, ...]:
    found = getattr(function, "analysis", None)
    name = getattr(function, "__name__", repr(function))
    if not isinstance(found, Analysis):
        raise UnknownAnalysisError(
            key, name, f'it is no analysis; decorate it with @spray.analysis("{kind}")', valid(kind)
        )
    if found.kind != kind:
        raise UnknownAnalysisError(key, name, f"it is a {found.kind}, not a {kind}", valid(kind))
    return tuple(_expanded(found, found.name, "", name, key))


def _single(kind: str, text: str, spec: str, key: str, folder: Path | None) -> tuple[Choice, ...]:
    name, _, arguments = (part.strip() for part in text.partition(":"))
    found, fixed = _known(kind, name)
    if found is None and arguments:
        function, _, rest = (part.strip() for part in arguments.partition(":"))
        found = _imported(kind, name, function, spec, key, folder)
        name, arguments = f"{name}:{function}", rest
        text = f"{name}:{rest}" if rest else name
    if found is None:
        module, colon, _ = name.partition(":")
        nor = f", and no module {module!r} is in {folder or 'sys.path'}" if colon else ""
        raise UnknownAnalysisError(key, spec, f"no {kind} is called {name!r}{nor}", valid(kind))
    if ":" in text.removeprefix(name) and not arguments:
        raise UnknownAnalysisError(key, spec, "nothing follows the colon", valid(kind))
    return tuple(_expanded(found, name, arguments, spec, key, fixed))


def _known(kind: str, name: str) -> tuple[Analysis | None, Mapping[str, Any]]:
    """The analysis of a name, or of an alias with the parameters that it stands for."""
    for (this, _), analysis in registry().items():
        if this == kind and name in analysis.aliases:
            return analysis, analysis.aliases[name]
    return registry().get((kind, name)), {}


def _imported(kind: str, module: str, name: str, spec: str, key: str, folder: Path | None) -> Analysis | None:
    """The analysis of a decorated function; None if there is no such module."""
    if not all(part.isidentifier() for part in (*module.split("."), name)):
        return None
    if folder is not None and str(folder) not in sys.path:
        sys.path.append(str(folder))  # for good: processes that compute look there too
    try:
        found = importlib.import_module(module)
    except ModuleNotFoundError as error:
        if error.name is None or module.partition(".")[0] != error.name:
            raise
        return None
    function = getattr(found, name, None)
    analysis = getattr(function, "analysis", None)
    if not isinstance(analysis, Analysis):
        what = (
            "no function of that name is there"
            if function is None
            else f'decorate it with @spray.analysis("{kind}")'
        )
        raise UnknownAnalysisError(key, spec, f"{module} was imported, but {what}", valid(kind))
    if analysis.kind != kind:
        raise UnknownAnalysisError(key, spec, f"it is a {analysis.kind}, not a {kind}", valid(kind))
    return analysis


def valid(kind: str) -> tuple[str, ...]:
    """How specs of a kind may look, for messages."""
    if kind == "score":
        return (*(f'"{name}"' for name in SCORES), '"module:function"')
    return (*(registry()[kind, known].spelling for known in names(kind)), '"module:function"')


def one_or_more(specs: Iterable[Spec] | Spec) -> tuple[Spec, ...]:
    """A spec that stands alone as several."""
    return (specs,) if isinstance(specs, str) or callable(specs) else tuple(specs)


def _expanded(
    analysis: Analysis, name: str, text: str, spec: str, key: str, fixed: Mapping[str, Any] | None = None
) -> Iterator[Choice]:
    """A choice for every combination of values."""
    fixed = fixed or {}

    def fail(why: str) -> UnknownAnalysisError:
        return UnknownAnalysisError(key, spec, why, valid(analysis.kind))

    known = accepted(analysis.function) | (accepted(analysis.prepare) if analysis.prepare else {})
    if not text and analysis.sweep is not None:
        text = "-".join(map(str, analysis.sweep))
    options: list[list[Valued]] = []
    for position, part in enumerate(filter(None, (part.strip() for part in text.split(",")))):
        argument, equals, value = (piece.strip() for piece in part.rpartition("="))
        if not equals:
            if analysis.argument is None or position:
                rest = f"; it has {', '.join(known)}" if known else ""
                raise fail(
                    f"{name} takes no argument without a name{rest}" if known else f"{name} takes no argument"
                )
            argument = analysis.argument
        if argument not in known or argument in fixed:
            raise fail(f"{name} has no parameter {argument!r}; it has {', '.join(known) or 'none'}")
        number = argument == analysis.argument and _type(known[argument]) is not str
        least = analysis.minimum if number else None
        values = _values(value, _type(known[argument]), least)
        if values is None:
            raise fail(_wanted(argument if equals else "", _type(known[argument]), least))
        options.append([(argument, one) for one in values])
    if len({option[0][0] for option in options}) < len(options):
        raise fail("a parameter is given twice")
    if unfilled := next(_unfilled(analysis, {option[0][0] for option in options}), ""):
        filled = _fills(analysis.kind)
        there = f", or the name of what there is: {', '.join(filled)}" if filled else ""
        raise fail(f"nothing fills its parameter {unfilled!r}. Give it a default{there}")
    for given in itertools.product(*options):
        yield Choice(
            analysis,
            _named(analysis, name, given, bare="=" not in text),
            _titled(analysis, name, given),
            dict(fixed) | dict(given),
        )


def _unfilled(analysis: Analysis, given: set[str]) -> Iterator[str]:
    """Parameters that have to have a value, and get none."""
    parameters = list(inspect.signature(analysis.function).parameters.values())
    for parameter in parameters[POSITIONAL.get(analysis.kind, 0) :]:
        required = parameter.default is parameter.empty and parameter.kind not in (
            parameter.VAR_POSITIONAL,
            parameter.VAR_KEYWORD,
        )
        if required and parameter.name not in (*_fills(analysis.kind), *given):
            yield parameter.name


def _fills(kind: str) -> tuple[str, ...]:
    """The names of parameters that are filled, of a function of this kind."""
    if kind in POSITIONAL:
        return ()
    return (*FILLED, *(("labels",) if kind == "score" else ()), *STANDARD, *names("graph"))


def _named(analysis: Analysis, name: str, given: Sequence[Valued], bare: bool) -> str:
    if not given:
        return name
    if bare:
        return f"{name}:{given[0][1]}"
    return f"{name}:" + ",".join(f"{argument}={value}" for argument, value in given)


def _titled(analysis: Analysis, name: str, given: Sequence[Valued]) -> str:
    title = analysis.title or name
    for argument, value in given:
        title += f" {value}" if argument == analysis.argument else f", {argument.replace('_', ' ')} {value}"
    return title


def _chained(steps: tuple[Choice, ...]) -> Choice:
    """Several preprocessings, one after the other, as one."""
    pieces = tuple((choice.analysis.function, dict(choice.parameters)) for choice in steps)
    name = " > ".join(choice.name for choice in steps)
    return Choice(Analysis(name, "preprocessing", chain), name, name, {"steps": pieces})


def _type(parameter: inspect.Parameter) -> type:
    """What a spec may say for a parameter, by its annotation or its default: int, float, bool or str."""
    told = parameter.annotation
    members = typing.get_args(told) if isinstance(told, types.UnionType) else (told,)
    for kind in (bool, int, float, str):
        if kind in members:
            return kind
    default = parameter.default
    return type(default) if type(default) in (bool, int, float, str) else str


def _values(text: str, kind: type, least: float | None) -> list[Any] | None:
    """The values that a text stands for; None if it stands for none."""
    found: list[Any] = []
    for piece in (piece.strip() for piece in text.split("|")):
        values = _range(piece, kind) if RANGE.fullmatch(piece) and kind is not str else [_value(piece, kind)]
        if not values or any(value is None for value in values):
            return None
        found += values
    if least is not None and any(value < least for value in found):
        return None
    return found


def _value(text: str, kind: type) -> Any:
    if kind is str:
        return text or None
    if kind is bool:
        return {"true": True, "false": False}.get(text.lower())
    if not NUMBER.fullmatch(text) or not text.isascii():
        return None
    if kind is int:
        return int(text) if text.isdigit() and len(text) < 6 else None
    return float(text)


def _range(text: str, kind: type) -> list[Any]:
    """2-10 in steps of one, 0.2-3 step 0.1 in decimal arithmetic, which hits its end."""
    parts = RANGE.fullmatch(text)
    if parts is None or not text.isascii() or (kind is int and "." in text):
        return []
    first, last, step = Decimal(parts[1]), Decimal(parts[2]), Decimal(parts[3] or 1)
    if step <= 0 or (last - first) / step >= MOST:
        return []
    return [kind(first + step * i) for i in range(int((last - first) // step) + 1)] if last >= first else []


def _wanted(argument: str, kind: type, least: float | None) -> str:
    where = f"for {argument}" if argument else "after the colon"
    what = {
        int: "a whole number or a range such as 2-10",
        float: "a number or a range such as 0.2-3 step 0.1",
        bool: "true or false",
        str: "a word",
    }[kind]
    return f"{where} goes {what}" + (f", at least {least}" if least is not None else "")
