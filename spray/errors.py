"""What can go wrong in `spray`: one class per cause. A message states the fact, the place, and the mend."""


class SprayError(Exception):
    """The base of every error that `spray` raises on purpose."""
