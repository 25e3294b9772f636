"""gradproof explain: text, tables, formats, misspelt ids, and the generated catalogue page."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from derive.misconceptions import MISCONCEPTIONS
from reports.commands.explain import command
from reports.explanation import catalogue

ROOT = Path(__file__).resolve().parent.parent.parent


def printed(*arguments: str) -> str:
    done = CliRunner().invoke(command, list(arguments), catch_exceptions=False)
    assert done.exit_code == 0
    return done.output


def test_without_an_id_all_are_listed() -> None:
    output = printed()
    assert all(record.id in output and record.title in output for record in MISCONCEPTIONS)


def test_one_record_shows_the_two_ways_and_where_they_differ() -> None:
    output = printed("extra-sigma-prime")
    for part in (
        "What people do",
        "Why it tempts",
        "What is right",
        "  right  d loss/dw",
        "  slip   d loss/dw",
        "At ",
    ):
        assert part in output


def test_code_examples_stand_side_by_side() -> None:
    assert "The slip:" in printed("lost-expression")


@pytest.mark.parametrize(("form", "start"), [("md", "## `margin-sign`"), ("html", "<!"), ("json", "{")])
def test_other_formats(form: str, start: str) -> None:
    assert printed("margin-sign", "--format", form).lower().startswith(start.lower())


def test_json_holds_the_counterexample() -> None:
    found = json.loads(printed("margin-sign", "--format", "json"))
    assert found["id"] == "margin-sign"
    assert found["examples"][0]["point"]
    assert found["examples"][0]["right_value"] != found["examples"][0]["slip_value"]


def test_the_catalogue_page_is_fresh() -> None:
    page = (ROOT / "docs" / "misconceptions.md").read_text(encoding="utf-8")
    assert page == catalogue(), "run: gradproof explain --format md > docs/misconceptions.md"
