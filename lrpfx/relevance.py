"""Graph with rules -> relevance graph: the transposed walk that makes every relevance an equation.

R of an output            a new input, `R`
R of a value              the sum of what its users hand back
what a user hands back    rule(op, x, params, R of the user's output)
"""

from collections.abc import Mapping, Sequence

from lrpfx.composite import Assigned, Composite, live
from lrpfx.errors import NoRuleError, OutputShapeError, RuleMismatchError
from lrpfx.graph import Eqn, Graph, Var, place
from lrpfx.operator import Operator, located
from lrpfx.values import Builder, Value, keep


def relevance_graph(graph: Graph, composite: Composite) -> Graph:
    """One graph that computes the outputs of `graph` and the relevance of each of its inputs.

    Its inputs are those of `graph` and `R`, shaped like the output; its outputs are the output and the relevances.

    Raises:
        NoRuleError: if the composite has no rule for an equation.
        RuleMismatchError: if it gives an equation a rule that is not defined for its operator.
        OutputShapeError: if the graph has not exactly one output.
    """
    if len(graph.outputs) != 1:
        raise OutputShapeError(
            f"the model returns {len(graph.outputs)} tensors; explain one: wrap it and return that one"
        )
    rules = composite.assign(graph)
    builder = Builder()
    env = {v.name: builder.bind(v) for v in graph.inputs + graph.params}
    seed = builder.bind(Var(_free_name(graph), graph.outputs[0].shape, graph.outputs[0].dtype))
    for eqn in graph.eqns:
        builder.module, builder.source = eqn.module, eqn.source
        args = [None if a is None else env[a.name] for a in eqn.args]
        env.update(zip((v.name for v in eqn.outs), keep(builder, eqn, args), strict=True))
    relevance = _walk(graph, rules, builder, env, {graph.outputs[0].name: [seed]})
    outputs = [env[graph.outputs[0].name], *(_of_input(builder, relevance, env, v) for v in graph.inputs)]
    return builder.graph((*graph.inputs, seed.var), graph.params, outputs)


def _walk(
    graph: Graph,
    rules: Mapping[str, Assigned],
    builder: Builder,
    env: Mapping[str, Value],
    handed: dict[str, list[Value]],
) -> dict[str, list[Value]]:
    """What each value is handed back by its users, equation by equation from the last to the first."""
    for eqn in reversed(live(graph)):
        chosen = rules[eqn.out.name]
        builder.module, builder.source, builder.rule = eqn.module, eqn.source, "sum"
        for extra in eqn.outs[1:]:
            if extra.name in handed:
                raise NoRuleError(f"relevance flows into the second output of `{eqn.op}`: {place(eqn)}")
        if eqn.out.name not in handed:
            continue
        R = _total(handed.pop(eqn.out.name))
        builder.rule = str(chosen.rule)
        for position in graph.operands(eqn):
            arg = eqn.args[position]
            if arg is not None and arg.dtype.startswith(("f", "bf")):
                handed.setdefault(arg.name, []).append(_apply(graph, eqn, position, chosen, env, R))
    return handed


def _apply(
    graph: Graph, eqn: Eqn, position: int, chosen: Assigned, env: Mapping[str, Value], R: Value
) -> Value:
    """Relevance of one operand of an equation."""
    args = tuple(None if a is None else env[a.name] for a in eqn.args)
    x = args[position]
    assert x is not None
    params = args[:position] + args[position + 1 :]
    outs = tuple(env[v.name] for v in eqn.outs)
    op = Operator(eqn.op, eqn.attrs, position, x, params, outs, graph.operands(eqn))
    with located(f"rule `{chosen.rule}` ({chosen.why}) on `{eqn.op}`, {place(eqn)}"):
        result = chosen.rule(op, x, params, R)
        if not isinstance(result, Value) or result.shape != x.shape:
            found = result.shape if isinstance(result, Value) else type(result).__name__
            raise RuleMismatchError(f"the rule returns {found}, not relevance of shape {x.shape}")
    return result


def _total(parts: Sequence[Value]) -> Value:
    total = parts[0]
    for part in parts[1:]:
        total = total + part
    return total


def _of_input(
    builder: Builder, handed: Mapping[str, list[Value]], env: Mapping[str, Value], var: Var
) -> Value:
    """Relevance of an input; zero where none flows."""
    builder.module, builder.source, builder.rule = "", "", "sum"
    if var.name in handed:
        return _total(handed[var.name])
    return builder.emit("zeros_of", [env[var.name]], {"size": var.shape}, [var.shape])[0]


def _free_name(graph: Graph) -> str:
    taken = {v.name for v in graph.inputs + graph.params} | set(graph.producers)
    return next(name for name in ("R", *(f"R_{i}" for i in range(len(taken)))) if name not in taken)
