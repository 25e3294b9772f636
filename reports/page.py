"""A report as data: sections of blocks, which every format prints in its own way.

Texts may contain formulas between dollar signs, code between backticks and **strong** words. ``render``
makes a report from its problem; ``reports.formats`` prints it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from derive.conventions import Convention
from derive.errors import GradproofError

if TYPE_CHECKING:
    from reports.plots import Chart

RunKind = Literal["text", "math", "code", "strong"]
Text = str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of running text."""

    text: Text


@dataclass(frozen=True, slots=True)
class Formula:
    """A displayed formula; ``boxed`` marks a result."""

    tex: str
    boxed: bool = False


@dataclass(frozen=True, slots=True)
class FormulaRow:
    """Several formulas in one row, or under each other where there is no room."""

    texs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StepRow:
    """One line of a chain: the left side where it is new, the line, its rule and the verdict on the step."""

    left: str
    tex: str
    rule: str = ""
    rule_id: str = ""
    word: str = ""
    mark: str = ""
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class Steps:
    """A chain of proved steps; ``rows[0]`` is where it starts, with no rule of its own."""

    id: str
    title: Text
    rows: tuple[StepRow, ...]
    remark: Text = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table; every cell is a text."""

    head: tuple[Text, ...]
    rows: tuple[tuple[Text, ...], ...]
    caption: Text = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """A chart with its caption."""

    chart: Chart
    caption: Text


@dataclass(frozen=True, slots=True)
class Listing:
    """Program text."""

    code: str
    caption: Text = ""


@dataclass(frozen=True, slots=True)
class Value:
    """A named number or row of numbers, with what is to be said about it."""

    label: Text
    value: str
    note: Text = ""


@dataclass(frozen=True, slots=True)
class Card:
    """One hand-written version: formula, code, verdict with its evidence, values, and a training curve."""

    id: str
    title: Text
    misconception: str
    tex: str
    code: str
    word: str
    mark: str
    badge: Text
    evidence: tuple[Text, ...]
    values: tuple[Value, ...]
    remark: Text
    chart: Chart | None


Block = Paragraph | Formula | FormulaRow | Steps | Table | Figure | Listing | Card


@dataclass(frozen=True, slots=True)
class Section:
    """A section with its blocks."""

    id: str
    title: Text
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """A whole report: title, the convention in words, a lead, the sections, and a closing line."""

    title: Text
    subtitle: Text
    lead: tuple[Block, ...]
    sections: tuple[Section, ...]
    closing: Text


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of a text: plain, a formula, or code."""

    kind: RunKind
    content: str


def runs(text: Text) -> Iterator[Run]:
    """The pieces of a text.

    >>> [run.kind for run in runs("the logit $s$ of `X`")]
    ['text', 'math', 'text', 'code']
    """
    for piece in re.split(r"(\$[^$]+\$|`[^`]+`|\*\*[^*]+\*\*)", text):
        if piece.startswith("$"):
            yield Run("math", piece[1:-1])
        elif piece.startswith("`"):
            yield Run("code", piece[1:-1])
        elif piece.startswith("**"):
            yield Run("strong", piece[2:-2])
        elif piece:
            yield Run("text", piece)


FORMATS = ("html", "latex", "json")


def render(
    problem: str = "bce", convention: Convention | None = None, form: str = "html", *, plots: bool = True
) -> str:
    """A report as a text in one of the formats html, latex and json.

    Raises GradproofError where the problem or the format is not known.

    >>> render("mse+tanh", form="json", plots=False)[:1]
    '{'
    """
    from reports.story import report

    return print_page(report(problem, convention or Convention(), plots=plots), form)


def print_page(page: Page, form: str) -> str:
    """A page in one of the formats."""
    match form:
        case "html":
            from reports.formats.html import print_html

            return print_html(page)
        case "latex":
            from reports.formats.latex import print_latex

            return print_latex(page)
        case "json":
            from reports.formats.json import print_json

            return print_json(page)
        case _:
            raise GradproofError(f"there is no format {form!r}", remedy="known: " + ", ".join(FORMATS))
