"""What can go wrong in `spray`: one class per cause. A message states the fact, the place, and the mend."""


class SprayError(Exception):
    """The base of every error that `spray` raises on purpose."""


class ProjectError(SprayError):
    """The project file cannot be read, or a key or a value of it is wrong; lists every fault."""


class FactoryError(SprayError):
    """The model's factory cannot be imported, or does not return a `torch.nn.Module`."""


class CheckpointError(SprayError):
    """The checkpoint cannot be read safely, or does not fit the model."""


class DataError(SprayError):
    """The data set has a form that cannot be explained."""


class LabelError(DataError):
    """A label has no place in the label map, or in the model's output."""


class DamagedSamplesError(DataError):
    """Some samples cannot be decoded, or are not finite; lists them."""


class StoreError(SprayError):
    """Attributions cannot be stored."""


class OutputError(SprayError):
    """The place of an output is taken by something that spray did not write."""
