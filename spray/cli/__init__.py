"""The command `spray`: commands only parse, call one function, and print.

Nothing heavy is imported before a command runs, so that `spray --help` answers at once.
"""

from pathlib import Path

import click

from spray.cli.cache_commands import cache_group
from spray.cli.concepts_command import concepts_command
from spray.cli.fix_command import fix_command
from spray.cli.messages import RESUME, plain_messages
from spray.cli.selection_command import selection_command
from spray.cli.street_commands import (
    MAX_SIZE,
    SINGLE_FILE,
    analyze_command,
    attribute_command,
    build_command,
    options,
    report_command,
)
from spray.cli.tune_command import tune_command

EPILOG = """\b
Examples:
  spray build --demo                           a first explorer, without data
  spray init my_data && spray build my_data    one of your own
"""


class InOrder(click.Group):
    """Lists its commands in the order in which they were added, as a newcomer meets them."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)


def _show_version(context: click.Context, _: click.Parameter, wanted: bool) -> None:
    if wanted:
        from spray.versions import own

        click.echo(f"spray {own()}")
        context.exit()


@click.group(
    cls=InOrder,
    epilog=EPILOG,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.option(
    "--version",
    is_flag=True,
    expose_value=False,
    is_eager=True,
    callback=_show_version,
    help="Show the version and exit.",
)
def main() -> None:
    """Find out what an image classifier has learned, and where it cheats.

    spray explains every sample of a data set (lrpfx), groups the explanations of each class (SpRAy), ranks
    the classes by how strange they look, and writes a static explorer: an index.html to open by double click.
    """


main.add_command(build_command)


@main.command("init", short_help="Write a commented project file from what lies in a folder.")
@click.argument(
    "folder", required=False, default=".", type=click.Path(exists=True, file_okay=False, path_type=Path)
)
@click.option("--force", is_flag=True, help="Replace the file if it is there.")
@click.option(
    "--pages",
    is_flag=True,
    help="Write a GitHub workflow instead, which builds the project and publishes its explorer on Pages.",
)
def init_command(folder: Path, force: bool, pages: bool) -> None:
    """Write a commented project file, FOLDER/spray.toml, from what lies in FOLDER.

    Images, HDF5 files, checkpoints, label maps and the models in Python files are found and filled in; Python
    files are read, not run.

    \b
    Examples:
      spray init my_data
      spray init --pages
    """
    with plain_messages("Nothing was written."):
        if pages:
            from spray.cli.pages import write_workflow

            write_workflow(folder, force, click.echo)
            return
        from spray.cli import init as starter

        starter.init(folder, force, click.echo)


for _command in (
    attribute_command,
    analyze_command,
    report_command,
    selection_command,
    concepts_command,
    fix_command,
    tune_command,
    cache_group,
):
    main.add_command(_command)


@main.group("import")
def import_group() -> None:
    """Build the explorer from what another tool has made.

    \b
    Example:
      spray import virelay old/project.yaml
    """


@import_group.command("virelay", short_help="Build the explorer of a ViRelAy project.")
@click.argument(
    "projects",
    nargs=-1,
    required=True,
    metavar="PROJECTS",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
)
@click.option(
    "--out",
    default="site",
    show_default=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder of the explorer; results.json lies next to it.",
)
@click.option("--title", default="", help="Title of the page; the project's name when left out.")
@click.option(
    "--image-size",
    default=128,
    show_default=True,
    type=click.IntRange(16, 1024),
    help="Longer side of the pictures on the page, in pixels.",
)
@click.option(
    "--outside",
    is_flag=True,
    help="Also read files that lie outside of the folder of PROJECT; off for strangers'.",
)
@options(SINGLE_FILE, MAX_SIZE)
def import_virelay_command(
    projects: tuple[Path, ...],
    out: Path,
    title: str,
    image_size: int,
    outside: bool,
    single_file: bool,
    max_size: int | None,
) -> None:
    """Build one explorer of ViRelAy PROJECTS: project.yaml -> index.html.

    Several projects are shown in one explorer. Every analysis, category, embedding and clustering of their files
    appears; no model is needed. The files may come from anyone: nothing in them is executed, and none is followed out
    of itself.

    \b
    Example:
      spray import virelay old/project.yaml --out public
      spray import virelay lrp.yaml smoothgrad.yaml --max-size 1GB
    """
    with plain_messages("Run the same command again."):
        from spray.cli import virelay

        virelay.import_projects(
            projects,
            out,
            click.echo,
            title=title,
            image_size=image_size,
            outside=outside,
            single_file=single_file,
            max_size=max_size,
        )


@main.group("export")
def export_group() -> None:
    """Write the results for another tool.

    \b
    Example:
      spray export virelay my_data
    """


@export_group.command("virelay", short_help="Write a project that ViRelAy opens.")
@click.argument("project", required=False, type=click.Path(path_type=Path))
@click.option(
    "--out",
    default="virelay",
    show_default=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder of the ViRelAy project; the store .spray/ of an earlier build is looked for next to it.",
)
def export_virelay_command(project: Path | None, out: Path) -> None:
    """Write a project that ViRelAy opens: PROJECT -> project.yaml, HDF5 files, label map.

    PROJECT is a project file (TOML) or the folder that holds one. What a build has computed is taken from .spray/,
    the rest is computed now.

    \b
    Example:
      spray export virelay my_data && virelay virelay/project.yaml
    """
    with plain_messages(RESUME):
        from spray.cli import virelay

        virelay.export_project(project or Path(), out, click.echo)


@main.command("completion")
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion_command(shell: str) -> None:
    """Print what completes commands and options in a SHELL.

    \b
    Put one of these into the file that your shell reads when it starts:
      bash   eval "$(spray completion bash)"        ~/.bashrc
      zsh    eval "$(spray completion zsh)"         ~/.zshrc
      fish   spray completion fish | source         ~/.config/fish/config.fish
    """
    from click.shell_completion import get_completion_class

    kind = get_completion_class(shell)
    if kind is None:
        raise click.UsageError(f"click knows no completion for {shell}.")
    click.echo(kind(main, {}, "spray", "_SPRAY_COMPLETE").source())
