"""Graph with rules -> relevance graph: the transposed walk that makes every relevance an equation.

R of an output            a new input, `R`
R of a value              the sum of what its users hand back, times the mask if it has one
what a user hands back    rule(op, x, params, R of the user's output)
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

from lrpfx.composite import Assigned, Composite, live, takes_relevance
from lrpfx.cuts import Cut, as_cuts, restrictions
from lrpfx.errors import NoRuleError, OutputShapeError, RuleMismatchError
from lrpfx.graph import Eqn, Graph, Var, place
from lrpfx.operator import Operator, located
from lrpfx.reference import Reference, operator_at
from lrpfx.values import Array, Builder, Value, keep


@dataclass(frozen=True)
class Step:
    """One operand of one equation, as a rule sees it; `why` names the entry of the composite that chose the rule."""

    eqn: Eqn
    chosen: Assigned
    op: Operator
    x: Value
    params: tuple[Value | None, ...]
    R: Value


Interpreter = Callable[[Step], Array]
"""How a rule is run on a step: as it is, or with accounts of what it absorbs."""


def as_it_is(step: Step) -> Array:
    """The rule's own result."""
    return step.chosen.rule(step.op, step.x, step.params, step.R)


@dataclass(frozen=True)
class Walked:
    """A relevance graph under construction, after the walk: its values can still be computed with.

    `forward` holds the values of the forward half, `relevance` those of their relevance, by name of the forward value;
    `rules` are the rules by the name of the equation's value, `seed` is the relevance of the output, `masks` are the
    inputs that say what masks and conditions let through; `reference` is the model at a second input, if a rule
    compares with it.
    """

    builder: Builder
    forward: Mapping[str, Value]
    relevance: Mapping[str, Value]
    rules: Mapping[str, Assigned]
    seed: Var
    masks: tuple[Var, ...]
    reference: Reference = field(repr=False)
    graph: Graph = field(repr=False)

    def relevance_of(self, var: Var) -> Value:
        """Relevance of a value of the forward half; zero where none flows."""
        if var.name in self.relevance:
            return self.relevance[var.name]
        self.builder.module, self.builder.source, self.builder.rule = "", "", "sum"
        like = Value(self.builder, self.seed)
        return self.builder.emit("zeros_of", [like], {"size": var.shape}, [var.shape])[0]

    def finish(self, outputs: Sequence[Value]) -> Graph:
        """The graph that computes `outputs` from the inputs, the masks, the reference if there is one, and `R`."""
        inputs = (*self.graph.inputs, *self.masks, *self.reference.inputs, self.seed)
        return self.builder.graph(inputs, self.graph.params, outputs)


def relevance_graph(
    graph: Graph, composite: Composite, *, record: Sequence[Var] = (), mask: Sequence[Var | Cut] = ()
) -> Graph:
    """One graph that computes the output of `graph` and the relevance of each of its inputs.

    Its inputs are those of `graph`, a mask for every value of `mask`, the reference of every input if a rule compares
    with it, and `R`, shaped like the output. Its outputs are the output, the relevance of each input, then the value
    and the relevance of every value of `record`.

    Args:
        record: values of the graph whose relevance is wanted too; see `lrpfx.places.find`.
        mask: values whose relevance is multiplied by a mask of their shape before it flows on; or restrictions of
            another kind, see `lrpfx.cuts`, each with its own inputs.

    Raises:
        NoRuleError: if the composite has no rule for an equation.
        RuleMismatchError: if it gives an equation a rule that is not defined for its operator.
        OutputShapeError: if the graph has not exactly one output.
    """
    walked = walk(graph, composite, mask=mask)
    outputs = [walked.forward[graph.outputs[0].name]]
    outputs += [walked.relevance_of(v) for v in graph.inputs]
    for var in record:
        outputs += [walked.forward[var.name], walked.relevance_of(var)]
    return walked.finish(outputs)


def walk(
    graph: Graph, composite: Composite, *, mask: Sequence[Var | Cut] = (), interpret: Interpreter = as_it_is
) -> Walked:
    """Write the forward half, then the relevance of every value, from the last equation to the first.

    Errors as in `relevance_graph`.
    """
    if len(graph.outputs) != 1:
        raise OutputShapeError(f"the graph has {len(graph.outputs)} outputs; relevance starts from one")
    rules = composite.assign(graph)
    builder = Builder()
    env = {v.name: builder.bind(v) for v in graph.inputs + graph.params}
    output = graph.outputs[0]
    seed = builder.bind(Var(_free_name(graph), output.shape, output.dtype))
    restricted = restrictions(graph, builder, as_cuts(mask))
    for eqn in graph.eqns:
        builder.module, builder.source = eqn.module, eqn.source
        args = [None if a is None else env[a.name] for a in eqn.args]
        env.update(zip((v.name for v in eqn.outs), keep(builder, eqn, args), strict=True))
    reference = Reference(graph, builder, env)
    handed: dict[str, list[Value]] = {output.name: [seed]}
    relevance: dict[str, Value] = {}

    def collect(name: str) -> Value | None:
        """Relevance of a value, once all its users have handed theirs back."""
        if name not in handed:
            return None
        builder.rule = "sum"
        total = _total(handed.pop(name))
        total = restricted.restrict(name, env[name], total)
        relevance[name] = total
        return total

    for eqn in reversed(live(graph)):
        builder.module, builder.source = eqn.module, eqn.source
        for extra in eqn.outs[1:]:
            if extra.name in handed:
                raise NoRuleError(f"relevance flows into the second output of `{eqn.op}`: {place(eqn)}")
        R = collect(eqn.out.name)
        if R is None:
            continue
        chosen = rules[eqn.out.name]
        builder.rule = str(chosen.rule)
        for position in graph.operands(eqn):
            arg = eqn.args[position]
            if arg is None or restricted.closed(eqn.out.name, arg.name):
                continue
            if takes_relevance(graph, arg):
                part = _apply(graph, eqn, position, chosen, env, reference, R, interpret)
                handed.setdefault(arg.name, []).append(part)
    builder.module, builder.source = "", ""
    for var in graph.inputs:
        collect(var.name)
    return Walked(builder, env, relevance, rules, seed.var, restricted.inputs, reference, graph)


def _apply(
    graph: Graph,
    eqn: Eqn,
    position: int,
    chosen: Assigned,
    env: dict[str, Value],
    reference: Reference,
    R: Value,
    interpret: Interpreter,
) -> Value:
    """Relevance of one operand of an equation."""
    op = replace(operator_at(graph, eqn, position, env), twin=partial(reference.operator, eqn, position))
    with located(f"rule `{chosen.rule}` ({chosen.why}) on `{eqn.op}`, {place(eqn)}"):
        result = interpret(Step(eqn, chosen, op, op.x, op.params, R))  # type: ignore[arg-type]  # values
        if not isinstance(result, Value) or result.shape != op.x.shape:
            found = result.shape if isinstance(result, Value) else type(result).__name__
            raise RuleMismatchError(f"the rule returns {found}, not relevance of shape {op.x.shape}")
    return result


def _total(parts: Sequence[Value]) -> Value:
    total = parts[0]
    for part in parts[1:]:
        total = total + part
    return total


def _free_name(graph: Graph) -> str:
    taken = {v.name for v in graph.inputs + graph.params} | set(graph.producers)
    return next(name for name in ("R", *(f"R_{i}" for i in range(len(taken)))) if name not in taken)
