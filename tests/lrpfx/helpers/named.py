"""Parameters for every composite that has some without default, so that tests may go over all of them by name."""

from torch import Tensor, nn

import lrpfx


def needed(name: str, model: nn.Module | None = None, x: Tensor | None = None) -> dict[str, object]:
    """What the composite called `name` cannot do without; patterns are estimated from `x`."""
    if name == "epsilon_gamma_box":
        return {"low": -3.0, "high": 3.0}
    if name.startswith("pattern_"):
        return {"patterns": {} if model is None else lrpfx.estimate_patterns(model, [x])}
    return {}
