"""Which rule each equation has, and why: a mapping that prints as a table."""

import html
from collections.abc import Iterator, Mapping, Sequence

from lrpfx.composite import Assigned
from lrpfx.graph import Graph

HEADER = ("equation", "shape", "module", "source", "rule", "because of")


class RuleTable(Mapping[str, Assigned]):
    """The rules of a graph, by the name of the equation's value, in the order of the forward pass."""

    def __init__(self, graph: Graph, rules: Mapping[str, Assigned]) -> None:
        self.graph, self.assigned = graph, rules

    def __getitem__(self, name: str) -> Assigned:
        return self.assigned[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.assigned)

    def __len__(self) -> int:
        return len(self.assigned)

    def rows(self) -> list[tuple[str, ...]]:
        """A row for every equation that has a rule; the columns are those of `HEADER`."""
        eqns = [e for e in self.graph.eqns if e.out.name in self.assigned]
        return [
            (
                f"{e.out.name} = {e.op}",
                f"{e.out.dtype}[{','.join(map(str, e.out.shape))}]",
                e.module or "-",
                e.source or "-",
                str(self[e.out.name].rule),
                self[e.out.name].why,
            )
            for e in eqns
        ]

    def __str__(self) -> str:
        return aligned(HEADER, self.rows())

    __repr__ = __str__

    def _repr_html_(self) -> str:
        head = "".join(f"<th>{html.escape(h)}</th>" for h in HEADER)
        body = "".join(
            "<tr>" + "".join(f"<td>{html.escape(cell)}</td>" for cell in row) + "</tr>" for row in self.rows()
        )
        return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def aligned(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Text columns, as wide as their widest cell."""
    widths = [max(map(len, column)) for column in zip(header, *rows, strict=True)]
    lines = [header, ["-" * width for width in widths], *rows]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
        for line in lines
    )
