"""The command line: a lazy group, so that each call imports only the command that it runs."""

from __future__ import annotations

import sys
from difflib import get_close_matches
from importlib import import_module

import click

from derive.errors import GradproofError

COMMANDS = {
    "report": "Write the proved derivation as an HTML, LaTeX, PDF or JSON report.",
    "check": "Judge every line of a derivation, or student code.",
    "prove": "Prove or refute that two expressions are equal.",
    "explain": "Explain a misconception, or list them all.",
    "train": "Fit a CSV file with the proved gradient.",
    "init-assignment": "Draft an assignment for a student's file.",
}

WRONG_LINE, USAGE, INTERNAL, CANNOT_TELL = 1, 2, 3, 4


class LazyGroup(click.Group):
    """A group whose commands live in ``reports.commands``, a module each with a ``command``."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module = import_module("reports.commands." + cmd_name.replace("-", "_"))
        command: click.Command = module.command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        name = args[0] if args else ""
        if name and name not in COMMANDS:
            near = get_close_matches(name, COMMANDS, n=1)
            hint = f" Did you mean {near[0]}?" if near else " Try: gradproof --help"
            raise click.UsageError(f"There is no command {name!r}.{hint}", ctx=ctx)
        return super().resolve_command(ctx, args)


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--debug", is_flag=True, help="Show a traceback where something goes wrong inside gradproof.")
@click.version_option("0.1.0", prog_name="gradproof")
@click.pass_context
def gradproof(ctx: click.Context, debug: bool) -> None:
    """Judge gradient work: right, wrong or cannot tell, line by line, with the evidence."""
    ctx.obj = {"debug": debug}


def main(arguments: list[str] | None = None) -> None:
    """Run the command line and leave with its exit code.

    0 no wrong line, 1 a wrong line, 2 usage or unreadable input, 3 internal error, 4 cannot tell (prove).
    """
    args = sys.argv[1:] if arguments is None else arguments
    try:
        code = gradproof.main(args, prog_name="gradproof", standalone_mode=False)
    except click.exceptions.Abort:
        click.echo("gradproof: stopped", err=True)
        sys.exit(130)
    except click.ClickException as problem:
        problem.show()
        sys.exit(USAGE)
    except GradproofError as problem:
        click.echo(f"gradproof: {problem}", err=True)
        sys.exit(USAGE)
    except Exception as problem:
        if "--debug" in args:
            raise
        click.echo(f"gradproof: internal error: {type(problem).__name__}: {problem}", err=True)
        click.echo("gradproof: this is a mistake in gradproof; run again with --debug to see where", err=True)
        sys.exit(INTERNAL)
    sys.exit(code if isinstance(code, int) else 0)
