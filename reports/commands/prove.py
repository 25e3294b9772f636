"""``gradproof prove LEFT RIGHT``: prove or refute that two expressions are equal."""

from __future__ import annotations

import json
from typing import assert_never

import click

from derive.errors import ReadError
from derive.evidence import snippet, to_json, verdict_text
from derive.model import Right, Unknown, Verdict, Wrong
from derive.prove import prove_equal

RIGHT, WRONG, USAGE, CANNOT_TELL = 0, 1, 2, 4
AROUND = 60
SPACES = str.maketrans("\n\t", "  ")


@click.command()
@click.argument("left")
@click.argument("right")
@click.option(
    "--domain", "domains", multiple=True, help='Where a symbol lives: "p in (0,1)", "y in {0,1}", "x > 0".'
)
@click.option(
    "--size", "sizes", multiple=True, help='How far a sum runs: "N=5". Without it, N = 1, 2 and 3 are tried.'
)
@click.option("--tex", is_flag=True, help="LEFT and RIGHT are TeX.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="How to answer.")
def command(
    left: str, right: str, domains: tuple[str, ...], sizes: tuple[str, ...], tex: bool, form: str
) -> int:
    """Prove or refute that LEFT and RIGHT are equal wherever both are defined.

    Expressions are written like Python: "(p - y)*x", "sigmoid(z)**2", "sum(w[i]*x[i], i, 1, N)".
    Exit code: 0 right, 1 wrong, 4 cannot tell, 2 unreadable.
    """
    try:
        verdict = prove_equal(left, right, domains=list(domains), sizes=dict(map(_size, sizes)), tex=tex)
    except ReadError as problem:
        _show_place(problem)
        return USAGE
    click.echo(
        json.dumps(to_json(verdict), ensure_ascii=False, indent=2) if form == "json" else _text(verdict)
    )
    return _code(verdict)


def _size(text: str) -> tuple[str, int]:
    name, _, value = text.partition("=")
    if not name.strip() or not value.strip().isdigit():
        raise click.BadParameter(f'{text!r} is no size; write "N=5"')
    return name.strip(), int(value)


def _text(verdict: Verdict) -> str:
    lines = [verdict_text(verdict)]
    if isinstance(verdict, Wrong) and verdict.gap:
        lines.append(f"  left - right = {verdict.gap}")
    if isinstance(verdict, Wrong) and (line := snippet(verdict)):
        lines.append(f"  see for yourself: python -c {json.dumps(line)}")
    return "\n".join(lines)


def _show_place(problem: ReadError) -> None:
    # The caret stands under the place that cannot be read; of a long text, only what is around it is shown.
    click.echo(f"gradproof: {problem}", err=True)
    if problem.text:
        first = max(0, problem.start - AROUND)
        shown = problem.text[first : problem.end + AROUND].translate(SPACES)
        carets = "^" * max(1, min(problem.end, len(problem.text) + 1) - problem.start)
        click.echo(f"  {shown}\n  {' ' * (problem.start - first)}{carets}", err=True)


def _code(verdict: Verdict) -> int:
    match verdict:
        case Right():
            return RIGHT
        case Wrong():
            return WRONG
        case Unknown():
            return CANNOT_TELL
        case _:
            assert_never(verdict)
