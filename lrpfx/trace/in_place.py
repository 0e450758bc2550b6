"""Steps in place, replaced by their counterparts in a recording, where nobody can tell.

    x.relu_()        r = relu(x), if from here on nothing reads x, or a view of its memory, but as r

So most models are recorded once, without torch's functionalization, which doubles the time. It is needed where a view
is written to and what lies under it is read:

    y = x[:, 0]      y.zero_()      x + 1
"""

from collections.abc import Sequence
from operator import getitem
from typing import Any

import torch
from torch import Tensor, fx
from torch._ops import OpOverload

_ELEMENTWISE = frozenset(
    (
        *(
            "add",
            "sub",
            "mul",
            "div",
            "neg",
            "abs",
            "exp",
            "log",
            "sqrt",
            "rsqrt",
            "reciprocal",
            "pow",
            "square",
        ),
        *("relu", "clamp", "clamp_min", "clamp_max", "hardtanh", "leaky_relu", "elu", "silu", "mish"),
        *(
            "hardswish",
            "hardsigmoid",
            "sigmoid",
            "tanh",
            "addcmul",
            "addcdiv",
            "lerp",
            "masked_fill",
            "threshold",
        ),
    )
)
"""Operators whose result has the dtype of their operands if these have the same."""


def mutates(node: fx.Node) -> bool:
    """Whether a node writes to one of its arguments."""
    return isinstance(node.target, OpOverload) and node.target._schema.is_mutable


def counterpart(step: OpOverload, args: Sequence[Any]) -> OpOverload | None:
    """The operator that returns what `step` writes to its first argument; None if there is none of the same numbers.

    Of operands of several dtypes the result might be rounded in another way.
    """
    name = step._schema.name.removeprefix("aten::").removesuffix("_")
    if step._schema.name != f"aten::{name}_":
        return None
    if name == "copy":
        return torch.ops.aten.copy.default
    into, *others = (_value(a) for a in args)
    if name not in _ELEMENTWISE or not isinstance(into, Tensor) or not into.is_floating_point():
        return None
    if any(isinstance(o, Tensor) and o.is_floating_point() and o.dtype != into.dtype for o in others):
        return None
    found: OpOverload | None = getattr(getattr(torch.ops.aten, name), step._overloadname, None)
    return found


def replace_steps(traced: fx.GraphModule) -> bool:
    """Replace all steps in place; False, and nothing is replaced, if what they write to is read by another name."""
    made: dict[fx.Node, int] = {}  # nodes -> the step that made them
    written: dict[int, int] = {}  # memory -> the last step that wrote to it
    constants: set[int] = set()  # memory that may be that of a tensor which the forward found somewhere
    steps: dict[fx.Node, OpOverload] = {}
    for i, node in enumerate(traced.graph.nodes):
        read = node.all_input_nodes
        if any(made[a] < written.get(_memory(a), 0) for a in read):
            return False
        made[node] = made[read[0]] if node.target is getitem else i
        if any(a.op == "get_attr" for a in read):
            constants.add(_memory(node))
        if mutates(node):
            memory, operator = _memory(read[0]), counterpart(node.target, node.args)
            if operator is None or not memory or memory in constants:
                return False
            steps[node], written[memory] = operator, i
    for node, operator in steps.items():
        node.target = operator
        node._rename(operator._opname)
    return True


def _value(arg: Any) -> Any:
    return arg.meta.get("val") if isinstance(arg, fx.Node) else arg


def _memory(node: fx.Node) -> int:
    """What is equal for values that share memory; 0 if the node is no tensor."""
    value = _value(node)
    return value.untyped_storage()._cdata if isinstance(value, Tensor) else 0
