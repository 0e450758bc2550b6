"""The model at a second input, the reference, beside the model at its input: what rules of differences compare with.

    z₀ = op(x₀, *params₀)          op.reference is op at x₀, its params there, and its outs

The second forward half is written into the relevance graph when the first rule asks for it, and never else.
"""

from lrpfx.graph import Eqn, Graph, Var
from lrpfx.operator import Operator
from lrpfx.ops import is_random
from lrpfx.values import Builder, Value, keep


class Reference:
    """The values of a forward graph at the reference, which is one more input for each of its inputs."""

    def __init__(self, graph: Graph, builder: Builder, forward: dict[str, Value]) -> None:
        self.graph, self.builder, self.forward = graph, builder, forward
        self.inputs: tuple[Var, ...] = ()
        self._env: dict[str, Value] = {}

    def operator(self, eqn: Eqn, position: int) -> Operator:
        """An equation at the reference, as a function of the operand at `position`."""
        if not self._env:
            self._write()
        return operator_at(self.graph, eqn, position, self._env)

    def _write(self) -> None:
        """Random numbers are those of the first half: the two are the same model."""
        builder = self.builder
        was = builder.module, builder.source, builder.rule
        self.inputs = tuple(Var(f"reference.{v.name}", v.shape, v.dtype) for v in self.graph.inputs)
        values = (builder.bind(v) for v in self.inputs)
        env = {v.name: self.forward[v.name] for v in self.graph.params}
        env.update(zip((v.name for v in self.graph.inputs), values, strict=True))
        for eqn in self.graph.eqns:
            builder.module, builder.source, builder.rule = eqn.module, eqn.source, ""
            args = [None if a is None else env[a.name] for a in eqn.args]
            again = (
                [self.forward[v.name] for v in eqn.outs] if is_random(eqn.op) else keep(builder, eqn, args)
            )
            env.update(zip((v.name for v in eqn.outs), again, strict=True))
        self._env = env
        builder.module, builder.source, builder.rule = was


def operator_at(graph: Graph, eqn: Eqn, position: int, env: dict[str, Value]) -> Operator:
    """An equation with these values, as a function of the operand at `position`."""
    args = tuple(None if a is None else env[a.name] for a in eqn.args)
    x = args[position]
    assert x is not None
    params = args[:position] + args[position + 1 :]
    outs = tuple(env[v.name] for v in eqn.outs)
    return Operator(eqn.op, eqn.attrs, position, x, params, outs, graph.operands(eqn))
