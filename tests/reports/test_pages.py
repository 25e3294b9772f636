"""Reports as a whole: golden files, sizes, and what every format promises."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import fields
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, get_args

import pytest

from derive.conventions import Convention, Layout, Reduction, Sign
from derive.errors import GradproofError
from reports.page import Block, render

ASCENT = Convention(Sign.LOG_LIKELIHOOD, Reduction.SUM, Layout.ROWS)
GOLDEN = [
    ("bce", Convention(), "html"),
    ("bce", Convention(), "latex"),
    ("bce", ASCENT, "json"),
    ("mse+tanh", Convention(), "json"),
]
ENDINGS = {"html": "html", "latex": "tex", "json": "json"}


@pytest.fixture(scope="module")
def page() -> str:
    return render()


@pytest.mark.parametrize(("problem", "convention", "form"), GOLDEN)
def test_golden(problem: str, convention: Convention, form: str, golden: Callable[[str, str], None]) -> None:
    name = f"{problem}-{convention.sign}-{convention.reduction}-{convention.layout}.{ENDINGS[form]}"
    golden(name, steady(render(problem, convention, form, plots=False)))


def steady(report: str) -> str:
    """Without the digits that the last bit of a machine's exp decides."""
    return re.sub(r"\d\.\d+(e−\d+|\\ensuremath\{-\}\d+)", "#", report)


def test_the_same_report_twice_is_the_same() -> None:
    assert render(plots=True) == render(plots=True)


class Elements(HTMLParser):
    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))
        if tag not in ("meta", "br", "circle", "path"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in ("circle", "path"):
            assert self.open.pop() == tag


def test_html_is_one_file_without_script_or_network(page: str) -> None:
    elements = Elements(page)
    assert elements.open == []
    assert {tag for tag, _ in elements.found} & {"script", "link", "iframe", "img", "object", "base"} == set()
    links = [attrs["href"] for tag, attrs in elements.found if tag == "a"]
    assert links
    assert all(link and link.startswith("#") for link in links)
    assert not re.search(r"https?://(?!www\.w3\.org)|url\(|@import|\bon[a-z]+=", page)
    assert "default-src 'none'; style-src 'unsafe-inline'; img-src data:" in page


def test_html_is_small_and_every_link_has_its_place(page: str) -> None:
    assert len(page.encode()) <= 400_000
    ids = re.findall(r'\bid="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'href="#([^"]+)"', page)) <= set(ids)


def test_html_has_no_untranslated_tex(page: str) -> None:
    text = re.sub(r"<style>.*?</style>", "", page, flags=re.DOTALL)
    assert not re.search(r"\\[a-zA-Z]+|merror|\$", text)


def blocks(content: Any, kind: str) -> Iterator[dict[str, Any]]:
    if isinstance(content, dict):
        if content.get("kind") == kind:
            yield content
        for value in content.values():
            yield from blocks(value, kind)
    elif isinstance(content, list):
        for value in content:
            yield from blocks(value, kind)


def test_json_holds_every_step_with_rule_and_proof() -> None:
    content = json.loads(render(form="json", plots=False))
    rows = [row for chain in blocks(content, "steps") for row in chain["rows"] if row["rule"]]
    assert len(rows) >= 70
    assert {row["word"] for row in rows} == {"right"}
    assert all(row["rule_id"] and row["evidence"].startswith("Proved exactly") for row in rows)


def test_json_holds_every_version_that_is_asked_for() -> None:
    content = json.loads(render(form="json"))
    cards = {card["id"]: card for card in blocks(content, "card")}
    assert len(cards) >= 18
    assert {card["word"] for card in cards.values()} == {"right", "wrong"}
    assert cards["sum-collapsed"]["badge"] == "right for one sample only"
    assert cards["rows"]["chart"] is None
    assert cards["sign-flipped"]["chart"]["series"]


@pytest.mark.parametrize(
    "problem", ["mse+sigmoid", "mse+tanh", "poisson", "logistic", "linear", "exponential+tanh"]
)
def test_other_problems_have_a_whole_report(problem: str) -> None:
    content = json.loads(render(problem, form="json"))
    rows = [row for chain in blocks(content, "steps") for row in chain["rows"] if row["rule"]]
    assert {row["word"] for row in rows} == {"right"}
    assert len(rows) >= 40
    assert render(problem)


def test_unknown_format_is_named() -> None:
    with pytest.raises(GradproofError, match="docx"):
        render(form="docx")


DOCUMENTED = (Path(__file__).parents[2] / "docs" / "report-json.md").read_text(encoding="utf-8")


def test_every_kind_of_block_and_every_field_is_documented() -> None:
    for kind in get_args(Block):
        line = next(
            row for row in DOCUMENTED.splitlines() if row.startswith(f"| `{kind.__name__.lower()}` |")
        )
        assert [
            field.name for field in fields(kind) if f"`{field.name}`" not in line and field.name != "mark"
        ] == []
