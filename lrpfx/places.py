"""A place in the user's model -> the value of the graph that stands there."""

from fnmatch import fnmatchcase

from lrpfx.errors import PlaceError
from lrpfx.graph import Eqn, Graph, Var
from lrpfx.optimize.dead import dead


def find(graph: Graph, name: str) -> Var:
    """The value that leaves a module, or the value that an equation or an input of the printed graph is named after.

    `"layer3"` is what module `layer3` hands to the rest of the model. A module that is called several times hands
    out several values: `"fc:0"` is the first.

    Raises:
        PlaceError: if there is no such place, or several; the message lists what there is.
    """
    module, _, count = name.rpartition(":")
    if module and count.isdecimal():
        values = leaving(graph, module)
        if int(count) < len(values):
            return values[int(count)]
        raise PlaceError(f"module `{module}` hands out {_times(len(values))}; there is no `{name}`")
    values = leaving(graph, name)
    if len(values) == 1:
        return values[0]
    if values:
        raise PlaceError(
            f"module `{name}` hands out {len(values)} values; choose one: "
            + ", ".join(f"`{name}:{i}` ({value})" for i, value in enumerate(values))
        )
    bound = {v.name: v for v in (*graph.inputs, *(e.out for e in graph.eqns))}
    if name in bound:
        return bound[name]
    raise PlaceError(f"no place is called `{name}`{_hint(graph, name)}")


def leaving(graph: Graph, module: str) -> tuple[Var, ...]:
    """The values that a module hands to the rest of the model, in order."""
    inside = [e for e in graph.eqns if e.out.name in graph.data and _within(e, module)]
    names = {e.out.name for e in inside}
    outputs = {v.name for v in graph.outputs}
    return tuple(
        e.out
        for e in inside
        if e.out.name in outputs or any(u.out.name not in names for u in graph.users.get(e.out.name, ()))
    )


def until(graph: Graph, var: Var) -> Graph:
    """The part of a graph that computes one of its values."""
    return dead(Graph(graph.inputs, graph.params, graph.eqns, (var,)))


def _within(eqn: Eqn, module: str) -> bool:
    return module != "" and (eqn.module == module or eqn.module.startswith(f"{module}."))


def _times(count: int) -> str:
    return "nothing" if count == 0 else "one value" if count == 1 else f"{count} values"


def _hint(graph: Graph, name: str) -> str:
    modules = dict.fromkeys(e.module for e in graph.eqns if e.module and e.out.name in graph.data)
    near = [m for m in modules if name and fnmatchcase(m, f"*{name.rpartition('.')[2]}*")] or list(modules)
    shown = ", ".join(f"`{m}`" for m in near[:20]) + (" ..." if len(near) > 20 else "")
    return (
        f"; modules with equations: {shown}. A batch normalisation that was merged into the operator before it has none"
        " of its own; a module of its own may be called by the name of an equation in `print(explainer.forward)`"
    )
