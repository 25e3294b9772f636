"""``gradproof init-assignment FILE``: draft an assignment for a student's file."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from derive.errors import GradproofError


@click.command()
@click.argument("path")
@click.option("--output", "-o", default="-", help="Where to write the draft; - is stdout.")
def command(path: str, output: str) -> None:
    """Draft an assignment for PATH (a Python file or a notebook; - is stdin).

    Where a built-in assignment fits what the file defines, it is the draft. Complete the objective, the shapes
    and the domains, then run: gradproof check PATH --assignment DRAFT.
    """
    from numeric.submissions.draft import draft

    text = draft(_read(path), "stdin.py" if path == "-" else path)
    if output == "-":
        click.echo(text, nl=False)
        return
    if Path(output).exists():
        raise GradproofError(f"{output} exists already", remedy="choose another name with -o")
    Path(output).write_text(text, encoding="utf-8")


def _read(path: str) -> str:
    if path == "-":
        return sys.stdin.read()
    try:
        return Path(path).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as problem:
        raise GradproofError(f"{path} cannot be read: {problem}") from problem
