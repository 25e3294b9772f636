"""How results show themselves in a notebook: as the formulas and tables of a report."""

from __future__ import annotations

from typing import Any

from derive.derivation import Derivation
from derive.derivation.steps import Part
from reports.formats.html import print_html
from reports.page import Page, Section
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
    """Let derivations and pages show themselves in notebooks."""
    Derivation._repr_mimebundle_ = show_derivation  # type: ignore[attr-defined]
    Page._repr_mimebundle_ = _show_page  # type: ignore[attr-defined]


def _show_page(page: Page, include: Any = None, exclude: Any = None) -> dict[str, str]:
    return {"text/html": print_html(page), "text/plain": page.title}
