"""``gradproof check`` from end to end: verdicts, places, exit codes, JSON and what cannot be read."""

from __future__ import annotations

import json
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from click.testing import CliRunner, Result

from derive.reader.document import read_text
from derive.reader.syntax import Span
from derive.review import Counterexample, RelationReview, Review
from reports.commands.check import command, exit_code
from reports.formats.review_json import document_record, report
from reports.formats.review_text import review_text

SCHEMA = json.loads((files("reports.formats") / "review.schema.json").read_text(encoding="utf-8"))
Check = Callable[..., Result]

RIGHT = "Let $L = (y - wx)^2$. Then $$\\frac{\\partial L}{\\partial w} = -2x(y - wx)$$\n"
WRONG = "Let $L = (y - wx)^2$. Then $$\\frac{\\partial L}{\\partial w} = 2x(y - wx)$$\n"


@pytest.fixture
def check(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Check:
    """Run the command in a fresh folder on files that are given by name and content."""
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str, stdin: str | None = None, **contents: str) -> Result:
        for name, content in contents.items():
            Path(name.replace("__", ".")).write_text(content, encoding="utf-8")
        return CliRunner().invoke(command, list(arguments), input=stdin, standalone_mode=False)

    return run


def records(result: Result) -> list[dict[str, Any]]:
    """The files of a JSON answer, checked against the schema."""
    answer = json.loads(result.stdout)
    jsonschema.validate(answer, SCHEMA)
    found: list[dict[str, Any]] = answer["files"]
    return found


def test_a_right_document(check: Check) -> None:
    result = check("a.md", a__md=RIGHT)
    assert result.return_value == 0
    assert "1:30: right" in result.output


def test_a_wrong_line_has_its_place_and_its_evidence(check: Check) -> None:
    result = check("a.md", a__md=WRONG)
    assert result.return_value == 1
    assert "1:30: wrong, the first wrong line" in result.output
    assert "^^^" in result.output
    assert "evidence:" in result.output


def test_json_follows_its_schema(check: Check) -> None:
    (record,) = records(check("a.md", "--format", "json", a__md=WRONG))
    definition, claim = record["relations"]
    assert record["first_wrong"] == claim["index"] == 2
    assert (claim["line"], claim["column"]) == (1, 30)
    assert (claim["lhs"], claim["rhs"]) == (r"\frac{\partial L}{\partial w}", "2x(y - wx)")
    assert claim["verdict"] == "wrong"
    assert claim["counterexample"]["point"]
    assert (definition["role"], definition["inline"]) == ("definition", True)


def test_the_standard_input(check: Check) -> None:
    assert check("-", stdin=WRONG).return_value == 1


def test_the_code_of_a_notebook_is_offered_beside_its_text(check: Check) -> None:
    cells = [("markdown", RIGHT), ("code", "def gradient(w, X, y):\n    return w")]
    notebook = {"nbformat": 4, "cells": [{"cell_type": kind, "source": text} for kind, text in cells]}
    (found,) = records(check("n.ipynb", "--format", "json", n__ipynb=json.dumps(notebook)))
    assert found["kind"] == "document"
    assert found["relations"][-1]["verdict"] == "right"
    assert found["code"]["notes"][1] == "Found: gradient(w, X, y)."
    notebook["cells"].pop()
    (found,) = records(check("n.ipynb", "--format", "json", n__ipynb=json.dumps(notebook)))
    assert "code" not in found


def test_a_folder(check: Check, tmp_path: Path) -> None:
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "a.md").write_text(RIGHT)
    (tmp_path / "notes" / "b.md").write_text(WRONG)
    found = records(check("notes", "--format", "json"))
    assert [Path(record["path"]).name for record in found] == ["a.md", "b.md"]


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("none.md", None, "no such file"),
        ("n.ipynb", b"{", "not a notebook"),
        ("u.md", "ü".encode("utf-16"), "UTF-16"),
        ("h.md", b"---\ngradproof: {shaps: 1}\n---\n", "does not know shaps"),
    ],
)
def test_what_cannot_be_read_is_told_and_the_rest_is_judged(
    check: Check, tmp_path: Path, name: str, content: bytes | None, words: str
) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    result = check(name, "good.md", good__md=RIGHT)
    assert result.return_value == 2
    assert words in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1
    assert "right" in result.stdout
    unreadable, good = records(check(name, "good.md", "--format", "json"))
    assert unreadable["kind"] == "unreadable"
    assert words in unreadable["error"]
    assert good["kind"] == "document"


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("m.tex", r"\newcommand{\a}{\b}\newcommand{\b}{\a} $$x = \a$$", "expands without end"),
        ("i.tex", r"\input{/etc/passwd} $$x = y$$", "only files beside the document"),
        ("i.tex", r"\input{i} $$x = y$$", "it reads itself in"),
        ("d.md", "$$" + "{" * 10_000 + "x" + "}" * 10_000 + " = 1$$", "too long to read"),
        ("p.md", "$$" + "(" * 500 + "x" + ")" * 500 + " = 1$$", "nested more than"),
    ],
)
def test_what_is_refused_in_a_document_is_told(
    check: Check, tmp_path: Path, name: str, content: str, words: str
) -> None:
    (tmp_path / name).write_text(content)
    result = check(name, "good.md", good__md=RIGHT)
    assert result.return_value == 2
    assert len([line for line in result.stdout.splitlines() if "note:" in line and words in line]) == 1
    assert "right" in result.stdout


def test_an_empty_folder(check: Check, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    result = check("empty")
    assert result.return_value == 2
    assert "no documents" in result.stderr


@pytest.mark.parametrize("text", ["", "Words only.\n", "It costs $5 and $6.\n"])
def test_a_document_without_relations_says_so(check: Check, text: str) -> None:
    result = check("a.md", a__md=text)
    assert result.return_value == 0
    assert "there is no relation in this document" in result.output


@pytest.mark.parametrize(
    "arguments",
    [("--domain", "p maybe"), ("--shape", "X"), ("--shape", "X = 3 ! 4")],
)
def test_options_that_make_no_sense(check: Check, arguments: tuple[str, ...]) -> None:
    result = check("a.md", *arguments, a__md=RIGHT)
    assert result.exception is not None
    assert "not understood" in str(result.exception)


def test_definitions_and_domains_from_the_command_line(check: Check) -> None:
    text = "$$\\frac{\\partial L}{\\partial p} = -\\frac{y}{p}$$\n"
    result = check("a.md", "--define", "L = -y \\log p", "--domain", "p in (0,1)", a__md=text)
    assert "right" in result.output
    assert result.return_value == 0


# -- the formats by themselves ------------------------------------------------------------------------------------

DOCUMENT = read_text("One.\n\n$$a + b = c$$\n\n$$d = e$$", path="note.md")


def relation(index: int = 1, **fields: Any) -> RelationReview:
    given: dict[str, Any] = {
        "relation": "=",
        "lhs": "a + b",
        "rhs": "c",
        "reading": "a + b = c",
        "inline": False,
    }
    given |= {"role": "claim", "verdict": "wrong", "span": Span(8, 17), "term": Span(12, 13)}
    return RelationReview(index=index, **(given | fields))


FULL = relation(
    layout="denominator",
    notes=("layouts-mixed",),
    readings=("a", "b"),
    follows_from=2,
    residual="a - b",
    conditions=("y in {0,1}",),
    sizes="N=1..3",
    reason="It is so.",
    misconceptions=(("sign-flipped",), ("missing-mean-factor", "sign-flipped")),
    correction="c - b",
    counterexample=Counterexample({"x": ["1", ["1/2"]], "N": 2}, "3", "4"),
    repairs=((Span(10, 10), "inserted )"),),
)


def test_every_field_is_shown() -> None:
    text = review_text(Review(DOCUMENT, (FULL,)))
    for words in (
        "note.md", "3:3: wrong, the first wrong line", "| $$a + b = c$$", "|       ^", "read as:    a + b = c",
        "at x = [1, [1/2]], N = 2: left 3, right 4", "should be:  c - b", "difference: a - b",
        "(gradproof explain sign-flipped)", "a  or  b", "repaired at 3:5: inserted )", "layouts-mixed",
        "1 wrong; the first wrong line is 3:3",
    ):  # fmt: skip
        assert words in text, words


def test_every_field_is_in_the_json() -> None:
    record = report([document_record(Review(DOCUMENT, (FULL,)))])
    jsonschema.validate(record, SCHEMA)
    (found,) = record["files"][0]["relations"]
    assert found["term"] == {"line": 3, "column": 7, "end_line": 3, "end_column": 8}
    assert found["repairs"] == [{"line": 3, "column": 5, "what": "inserted )"}]
    assert found["counterexample"]["point"] == {"x": ["1", ["1/2"]], "N": 2}


@pytest.mark.parametrize(
    ("verdict", "expected", "fail_on", "code"),
    [
        ("right", False, "wrong", 0),
        ("wrong", False, "wrong", 1),
        ("wrong", True, "wrong", 0),
        ("right", True, "wrong", 1),
        ("cannot-tell", True, "wrong", 1),
        ("cannot-tell", False, "wrong", 0),
        ("cannot-tell", False, "cannot-tell", 4),
        ("unread", False, "cannot-tell", 4),
        ("definition", False, "cannot-tell", 0),
    ],
)
def test_exit_codes(verdict: str, expected: bool, fail_on: str, code: int) -> None:
    review = Review(DOCUMENT, (relation(verdict=verdict, expect_wrong=expected),))
    assert exit_code(review, fail_on) == code


def test_a_line_that_was_to_be_wrong_and_is_not_is_a_finding() -> None:
    text = review_text(Review(DOCUMENT, (relation(verdict="right", expect_wrong=True),)))
    assert "marked as wrong on purpose, but it is not found wrong" in text


def test_long_lines_are_cut_around_the_term() -> None:
    document = read_text("$$" + "a + " * 60 + "b" + " + a" * 60 + "$$")
    place = document.text.index("b")
    text = review_text(Review(document, (relation(span=Span(2, 400), term=Span(place, place + 1)),)))
    shown, carets = [line for line in text.splitlines() if line.startswith("    | ")]
    assert len(shown) < 120
    assert shown[carets.index("^")] == "b"
