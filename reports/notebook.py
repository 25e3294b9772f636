"""How results show themselves in a notebook: as the formulas and tables of a report."""

from __future__ import annotations

from typing import Any

from derive.derivation import Derivation
from derive.derivation.steps import Part
from derive.review import Review
from numeric.compare import Comparison
from reports.formats.html import print_html
from reports.formats.review_text import review_text
from reports.page import Page, Section
from reports.side_by_side import side_by_side
from reports.steps import steps
from reports.story import CLOSING, subtitle


def show_derivation(found: Derivation, include: Any = None, exclude: Any = None) -> dict[str, str]:
    """The MIME bundle of a derivation: its chains as HTML, and one line of text.

    >>> from derive.derivation import derivation
    >>> sorted(show_derivation(derivation("linear")))
    ['text/html', 'text/plain']
    """
    sections = tuple(
        Section(name, title, tuple(map(steps, parts)))
        for name, title, parts in (
            ("one-weight", "One sample, one weight", found.one_weight),
            ("one-sample", "One sample, all weights", found.one_sample),
            ("batch", "The whole batch", found.batch),
        )
    )
    page = Page(found.problem.title, subtitle(found.convention), (), sections, CLOSING)
    return {"text/html": print_html(page), "text/plain": _line(found.problem.title, found.parts)}


def _line(title: str, parts: tuple[Part, ...]) -> str:
    count = sum(len(part.steps) for part in parts)
    return f"{title}: {len(parts)} chains, {count} proved steps"


def attach() -> None:
    """Let derivations, comparisons, reviews and pages show themselves in notebooks."""
    Derivation._repr_mimebundle_ = show_derivation  # type: ignore[attr-defined]
    Page._repr_mimebundle_ = _show_page  # type: ignore[attr-defined]
    Comparison._repr_mimebundle_ = _show_comparison  # type: ignore[attr-defined]
    Review._repr_mimebundle_ = _show_review  # type: ignore[attr-defined]


def _show_comparison(found: Comparison, include: Any = None, exclude: Any = None) -> dict[str, str]:
    section = side_by_side(found, plots=False)
    page = Page(section.title, "", (), (section,), CLOSING)
    return {"text/html": print_html(page), "text/plain": f"{section.title}: {len(found.rows)} versions"}


def _show_review(review: Review, include: Any = None, exclude: Any = None) -> dict[str, str]:
    return {"text/plain": review_text(review)}


def _show_page(page: Page, include: Any = None, exclude: Any = None) -> dict[str, str]:
    return {"text/html": print_html(page), "text/plain": page.title}
