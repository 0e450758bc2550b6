"""Analyse the explanations of a whole data set (SpRAy) and build the explorer."""

import contextlib
from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from pathlib import Path
from typing import TYPE_CHECKING

from spray.analyses import analysis

if TYPE_CHECKING:
    from spray.results import Results

__all__ = ["analysis", "build"]


def build(
    project: Path | str,
    out: Path | str = "site",
    *,
    executor: Executor | str | None = None,
    also: Sequence[Path | str] = (),
    single_file: bool = False,
    max_size: int | None = None,
    say: Callable[[str], None] = print,
) -> "Results":
    """What `spray build` does: explain, analyse and publish the data set of a project file.

    `also` are further project files for the same site; `single_file` writes all of it into one index.html; `max_size`
    are the bytes that it may take, for which pictures are stored smaller, with a warning.
    `executor` is where: any executor of `concurrent.futures`, or a name that `--executor` takes. Tasks are picklable,
    and depend on nothing but files that every worker sees under the same path.

        with concurrent.futures.ProcessPoolExecutor(4) as pool:
            spray.build("my_data", executor=pool)

    Returns the results that the page shows. Raises: `SprayError` and its kin, with the place and the mend.
    """
    from spray.cli.build import Publication
    from spray.cli.build import build as street
    from spray.executors import connect

    out = Path(out)
    with contextlib.ExitStack() as stack:
        if isinstance(executor, str):
            executor = stack.enter_context(connect(executor, out.resolve().parent / ".spray"))
        publication = Publication(tuple(map(Path, also)), single_file, max_size)
        return street(Path(project), out, say, executor, publication)
