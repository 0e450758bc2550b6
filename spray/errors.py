"""What can go wrong in `spray`: one class per cause. A message states the fact, the place, and the mend."""


class SprayError(Exception):
    """The base of every error that `spray` raises on purpose. Comes whole from one process to another."""

    def __reduce__(self) -> tuple[object, ...]:
        return _rebuilt, (type(self), self.args, self.__dict__)


def _rebuilt(kind: type[SprayError], arguments: tuple[object, ...], state: dict[str, object]) -> SprayError:
    error = kind.__new__(kind, *arguments)
    error.__dict__.update(state)
    return error


class ProjectError(SprayError):
    """The project file cannot be read, or a key or a value of it is wrong; lists every fault."""


class FactoryError(SprayError):
    """The model's factory cannot be imported, or does not return a `torch.nn.Module`."""


class MethodError(SprayError):
    """The method of the project file does not take these options, or cannot explain this model."""


class CheckpointError(SprayError):
    """The checkpoint cannot be read safely, or does not fit the model."""


class DataError(SprayError):
    """The data set has a form that cannot be explained."""


class LabelError(DataError):
    """A label has no place in the label map, or in the model's output."""


class DamagedSamplesError(DataError):
    """Some samples cannot be decoded, or are not finite; lists them."""


class ForeignFileError(DataError):
    """A file from elsewhere is damaged, claims what cannot be, or leads out of itself."""


class OutsideError(DataError):
    """A project from elsewhere names files outside of its own folder."""


class ForeignProjectError(DataError):
    """A project file from elsewhere cannot be read, or lacks what it needs; lists every fault."""


class FormatError(DataError):
    """Arrays that do not fit together, or do not fit the format that they are meant for."""


class StoreError(SprayError):
    """Attributions cannot be stored."""


class OutputError(SprayError):
    """The place of an output is taken by something that spray did not write."""


class UnknownAnalysisError(SprayError):
    """A spec that names no analysis, or gives it an argument it does not take."""

    def __init__(self, key: str, spec: str, why: str, valid: tuple[str, ...]) -> None:
        super().__init__(f"{key} = {spec!r}: {why}. Valid are {'; '.join(valid)}.")


class OwnAnalysisError(SprayError):
    """A function of one's own returned what the pipeline cannot use."""

    def __init__(self, kind: str, name: str, what: str, wanted: str) -> None:
        super().__init__(f"the {kind} {name!r} returned {what}; it has to return {wanted}.")


class MissingExtraError(SprayError):
    """An analysis needs a library that is not installed."""

    def __init__(self, extra: str, library: str) -> None:
        super().__init__(
            f'the analysis {extra!r} needs {library}, which is not installed: pip install "lrpfx[{extra}]".'
        )


class DuplicateAnalysisError(SprayError):
    """Two files of `spray.analyses` claim one name."""

    def __init__(self, kind: str, name: str, module: str) -> None:
        super().__init__(
            f"spray/analyses/{module}.py registers the {kind} {name!r}, "
            "which another file has already. Rename one."
        )


class UnknownContentError(SprayError):
    """Something that a memo key cannot be made of."""

    def __init__(self, what: str, why: str) -> None:
        self.what, self.why = what, why
        super().__init__(
            f"cannot memoize {what}: {why}. Pass numbers, text, arrays, sparse matrices, plain functions, "
            "or tuples, lists and mappings of them; a torch tensor as .numpy()."
        )


class UnrepeatableError(SprayError):
    """A random function without a seed: its first outcome would be kept for ever."""

    def __init__(self, function: str, name: str = "seed") -> None:
        super().__init__(
            f"cannot memoize {function} with {name}=None: its result is random. Pass a whole number as {name}."
        )


class UnstorableError(SprayError):
    """A result that an entry of the memo cannot hold."""

    def __init__(self, kind: str) -> None:
        super().__init__(
            f"cannot store a result of type {kind}. Return numbers, text, None, arrays, sparse matrices, "
            "or tuples, lists and dicts of them."
        )


class ChangedArgumentError(SprayError):
    """An array was changed between the moment when a step was planned and the one when it was computed."""

    def __init__(self, function: str, names: str) -> None:
        super().__init__(
            f"cannot compute {function}: {names} changed after the step was planned. Pass a copy, or ask for the "
            "value before you change it."
        )


class DamagedError(SprayError):
    """An entry of the memo whose checksum is wrong."""

    def __init__(self, path: object) -> None:
        super().__init__(f"the entry {path} is damaged")


class StageError(SprayError):
    """A stage was asked for before the one that it needs has finished."""

    def __init__(self, what: str, stage: str) -> None:
        super().__init__(f"{what}. Run `spray {stage}` first, or `spray build`, which does all.")


class ResourceError(SprayError):
    """This machine has not got enough of something."""


class CategoriesError(SprayError):
    """Samples can be grouped by label or by prediction, and by nothing else."""

    def __init__(self, given: str, valid: tuple[str, ...]) -> None:
        super().__init__(
            f"analyze.categories = {given!r} is unknown. Valid are {', '.join(map(repr, valid))}."
        )


class ExecutorError(SprayError):
    """A name that stands for no executor."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"executor = {name!r} is unknown. Valid are local (one process per processor), local:N, "
            "dask://HOST:PORT."
        )


class WorkerLostError(SprayError):
    """Processes that compute end before they have finished anything, and do so again when started anew."""

    def __init__(self, waiting: int) -> None:
        super().__init__(
            f"the processes that compute were ended from outside; {waiting} tasks are not done, what is finished is "
            "kept. Most often memory runs out: use fewer processes (--executor local:1) or a larger machine. On a "
            "cluster, its log says more."
        )


class ClusterError(SprayError):
    """A cluster that does not answer, has no workers, or has workers that are not like this process."""


class TaskError(SprayError):
    """An error of a task elsewhere that cannot be sent as it is."""


class SelectionError(SprayError):
    """A file that is no exported selection, or a damaged one."""
