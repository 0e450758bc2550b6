"""One class per cause. Every message states the fact, the place in the user's model, and the mend."""


class LrpfxError(Exception):
    """Base of all errors that lrpfx raises on purpose."""


class TraceError(LrpfxError):
    """The model's forward could not be traced into a graph."""


class InputError(LrpfxError):
    """The input does not fit the traced model: wrong type, shape, dtype, or it holds NaN."""


class OutputShapeError(LrpfxError):
    """The model's output holds no tensor of floating point with the batch first, or several and none is chosen."""


class TargetError(LrpfxError):
    """The target does not fit the output."""


class NoRuleError(LrpfxError):
    """The composite has no rule for one or more equations."""


class RuleMismatchError(LrpfxError):
    """A rule was given an operator that it is not defined for."""


class UnknownNameError(LrpfxError, ValueError):
    """A composite, rule, colour map or method by a name that is not registered."""


class ColorMapError(LrpfxError, ValueError):
    """The text of a colour map cannot be read."""


class NonFiniteError(LrpfxError):
    """NaN or infinity in an output or a relevance."""


class ModelChangedError(LrpfxError):
    """The model's parameters changed after the explainer was compiled."""


class PlaceError(LrpfxError, ValueError):
    """No module or equation of the graph has this name, or several values leave it."""


class GraphError(LrpfxError):
    """A graph is not well formed: a value is unbound, bound twice, or unknown."""


class ParameterError(LrpfxError, ValueError):
    """A parameter of a rule, composite or function is out of its range."""


class MissingPackageError(LrpfxError, ImportError):
    """An optional package is not installed."""


class ArchiveError(LrpfxError):
    """A file holds no explanation, or an explanation holds what no file can."""


class DetachedError(LrpfxError):
    """What is asked of an explanation needs the explainer that made it, which it has not."""


class StateError(LrpfxError):
    """A file holds the state of another computation, or is damaged."""


class RelevanceWarning(UserWarning):
    """Relevance blows up or vanishes on its way through the model."""
