"""Graph -> text, in the manner of a jaxpr: the form that people read and golden tests compare."""

from lrpfx.graph import Eqn, Graph


def show(graph: Graph) -> str:
    """One line per equation: operator, arguments, attributes, then the rule, the module and the source line.

    { params ; inputs .
      let
        conv:f32[N,8,6,6] = convolution x conv.weight conv.bias [stride=(1,1)]     # conv      net.py:12
        mul_4:f32[N,3,8,8] = mul x convolution_7                                   # zplus()   conv
      in (fc, mul_4) }
    """
    lines = [str(eqn) for eqn in graph.eqns]
    column = min(max(map(len, lines), default=0), 110)
    body = "\n".join(
        f"    {line:<{column}}  {comment}".rstrip()
        for line, comment in zip(lines, map(_comment, graph.eqns), strict=True)
    )
    params = "\n  ".join(map(str, graph.params))
    inputs = " ".join(map(str, graph.inputs))
    outputs = ", ".join(v.name for v in graph.outputs)
    return f"{{ {params} ;\n  {inputs} .\n  let\n{body}\n  in ({outputs}) }}"


def _comment(eqn: Eqn) -> str:
    parts = [part for part in (eqn.rule, eqn.module, eqn.source) if part]
    return f"# {'  '.join(parts)}" if parts else ""
