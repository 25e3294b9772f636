"""A page as one HTML file: MathML, inline SVG, no script, no network."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import Environment, FunctionLoader, Template
from markupsafe import Markup

from reports.mathml import mathml
from reports.page import Block, Formula, Page, StepRow, Text, runs

if TYPE_CHECKING:
    from reports.plots import Chart

TEMPLATES = Path(__file__).parent.parent / "templates"


def print_html(page: Page) -> str:
    """The page as HTML.

    >>> from reports.page import Section
    >>> "<h1>A title</h1>" in print_html(Page("A title", "", (), (), ""))
    True
    """
    return _template("page.html.jinja").render(page=page, style=Markup(_read("page.css"))) + "\n"


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FunctionLoader(_read), autoescape=True, trim_blocks=True, lstrip_blocks=True, optimized=False
    )
    environment.filters |= {
        "rich": _rich,
        "display": _display,
        "svg": _svg,
        "within": _within,
        "slug": _slug,
        "emphasis": _emphasis,
        "relation": _relation,
        "proof": _proof,
    }
    environment.globals["show"] = _show
    return environment


@cache
def _template(name: str) -> Template:
    return _environment().get_template(name)


@cache
def _read(name: str) -> str:
    return (TEMPLATES / name).read_text(encoding="utf-8")


def _show(block: Block) -> Markup:
    macro = getattr(_template("blocks.html.jinja").module, type(block).__name__.lower())
    return Markup(macro(block))


def _rich(text: Text) -> Markup:
    shown = {"text": _plain, "math": _inline, "code": _code, "strong": _strong}
    return Markup("").join(shown[run.kind](run.content) for run in runs(text))


def _plain(content: str) -> Markup:
    return Markup.escape(content)


def _code(content: str) -> Markup:
    return Markup("<code>{}</code>").format(content)


def _strong(content: str) -> Markup:
    return Markup("<strong>{}</strong>").format(content)


def _inline(tex: str) -> Markup:
    return Markup(mathml(tex))


def _display(tex: str) -> Markup:
    return Markup(mathml(tex, display=True)) if tex else Markup("")


def _svg(chart: Chart | None) -> Markup:
    from reports.plots import svg

    return Markup(svg(chart)) if chart else Markup("")


def _within(content: str, markup: str) -> Markup:
    """What is there inside of an element; nothing where there is nothing."""
    return Markup(markup) % content if content else Markup("")


def _slug(word: str) -> str:
    return word.replace(" ", "-")


def _emphasis(block: Formula) -> str:
    return "boxed" if block.boxed else ""


def _relation(row: StepRow) -> str:
    return f"= {row.tex}" if row.tex else ""


def _proof(row: StepRow) -> Markup:
    word = "proved" if row.word == "right" else row.word
    markup = '<span class="proof {}" title="{}"><span aria-hidden="true">{}</span> {}</span></span>'
    return Markup(markup).format(_slug(row.word), row.evidence, row.mark, word) if row.rule else Markup("")
