"""``gradproof explain [ID]``: a misconception for a reader, or the table of all of them."""

from __future__ import annotations

import json

import click

from derive.misconceptions import MISCONCEPTIONS, named_misconception
from derive.misconceptions.base import Misconception


@click.command()
@click.argument("name", metavar="[ID]", required=False)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "html", "md", "json"]),
    default="text",
    help="How to print it.",
)
def command(name: str | None, form: str) -> None:
    """Explain a misconception: the slip and the right way side by side, with a counterexample.

    Without ID, list them all. A misspelt ID is answered with the nearest one (exit code 2).
    """
    records = (named_misconception(name),) if name else MISCONCEPTIONS
    click.echo(_shown(records, form, whole=not name))


def _shown(records: tuple[Misconception, ...], form: str, whole: bool) -> str:
    from reports import explanation

    if form == "json":
        shown = [explanation.data(record) for record in records]
        return json.dumps(shown if whole else shown[0], ensure_ascii=False, indent=2)
    if form == "md":
        return (explanation.catalogue() if whole else explanation.markdown(records[0])).rstrip()
    if form == "html":
        from reports.formats.explain_html import print_explanations

        return print_explanations(records).rstrip()
    return explanation.listing() if whole else explanation.text(records[0])
