"""Input that cannot be used is told in one line, and no input makes the reader crash or hang."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from derive.errors import GradproofError, ReadError
from derive.reader.blocks import Formula
from derive.reader.document import read_document, read_text
from derive.reader.files import documents_in, kind_of
from derive.reader.grammar import lex
from derive.reader.header import from_mapping, header
from derive.reader.notation import PLAIN
from derive.reader.statements import statements
from derive.reader.syntax import Span
from derive.reader.tex import tex
from derive.reader.tree import readings

MANY = 10_000


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("wide.md", b"\xff\xfea\x00", "UTF-16"),
        ("odd.md", b"caf\xe9 $x$", "not UTF-8 at byte 3"),
        ("binary.md", b"a\x00b", "not a text"),
        ("big.md", b"a" * 5_000_000, "larger than"),
        ("n.ipynb", b"{not json", "not a notebook"),
        ("n2.ipynb", b'{"cells": 3}', "not a notebook"),
        ("n4.ipynb", b'{"cells": [{"cell_type": "markdown", "source": 5}]}', "not a notebook"),
        ("n3.ipynb", b"[" * 100_000, "not a notebook"),
        ("bomb.md", b"---\ngradproof:\n  a: &a [x, x]\n  b: [*a, *a]\n---\n", "aliases"),
        ("yaml.md", b"---\ngradproof: [\n---\n", "not YAML"),
        ("typo.md", b"---\ngradproof: {shape: {}}\n---\n", "does not know shape"),
    ],
)
def test_a_file_that_cannot_be_used(tmp_path: Path, name: str, content: bytes, words: str) -> None:
    file = tmp_path / name
    file.write_bytes(content)
    with pytest.raises(GradproofError, match=words) as failure:
        read_document(str(file))
    assert "\n" not in str(failure.value)


def test_missing_files_and_empty_folders(tmp_path: Path) -> None:
    with pytest.raises(GradproofError, match="no such file"):
        read_document(str(tmp_path / "none.md"))
    with pytest.raises(GradproofError, match="no documents"):
        documents_in(str(tmp_path))
    (tmp_path / "a.md").write_text("$x$")
    (tmp_path / ".hidden.md").write_text("$x$")
    (tmp_path / "b.png").write_bytes(b"")
    assert documents_in(str(tmp_path)) == [str(tmp_path / "a.md")]


@pytest.mark.parametrize("text", ["", "\n\n", "no formula at all", "\ufeff", "$", "$$", "$$$$", "\\(", "$ $"])
def test_a_document_without_formulas(text: str) -> None:
    assert all(
        not block.formulas or block.formulas[0].failure is not None for block in read_text(text).blocks
    )


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("<!DOCTYPE html>\n<html></html>", "html"),
        ('{\n "cells": []}', "notebook"),
        ("% notes\n\\documentclass{article}", "tex"),
        ("Let $x = 1$.", "markdown"),
    ],
)
def test_what_has_no_name_is_told_by_how_it_begins(text: str, kind: str) -> None:
    assert kind_of("-", text) == kind
    assert kind_of("a.txt", text) == "text"


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ([], "mapping"),
        ({"symbols": ["a"]}, "mapping"),
        ({"shapes": {"X": "3 ! 4"}}, "shape"),
        ({"convention": {"colour": "red"}}, "colour"),
        ({"definitions": 3}, "definitions"),
    ],
)
def test_a_header_that_makes_no_sense(given: object, words: str) -> None:
    with pytest.raises(GradproofError, match=words):
        from_mapping(given)


def test_front_matter_of_others_is_left_alone() -> None:
    assert header("layout: post\ntags: [a, *b]").problem is None


@pytest.mark.parametrize(
    "formula",
    [
        "{" * MANY + "}" * MANY, "(" * MANY, "a(" * MANY, r"\frac{" * MANY, "^{" * MANY, "x^" * MANY, "-" * MANY,
        "x" + "!" * MANY, r"\sum_i a_i + " * 3000, "a+" * MANY, "a" * MANY, "a:b" * 4000, "=a" * 5000, "|a" * 5000,
        r"\begin{pmatrix}" * 3000, r"a \over " * 3000, r"\left(" * 5000, "1/2" * 4000, r"\sqrt[" * 3000,
        r"\underbrace{" * 300 + "x" + "}" * 300, "a(b)" * 3000, r"\mathbf{" * 500,
    ],
    ids=lambda text: text[:12],
)  # fmt: skip
def test_the_work_is_bounded(formula: str) -> None:
    survives(formula)


FORMULAS = (
    r"J(\hat y) = \frac{-1}{m}\sum_{i=1}^m y_i\log(\hat y_i)+(1-y_i)\log(1-\hat y_i)",
    r"\frac{\partial L}{\partial w} = \mathbf{X}^T \left(\hat{y} - y\right) \odot \sigma'(z)",
    r"\begin{pmatrix} \frac{1}{z_1}, \dots, \frac{1}{z_N} \end{pmatrix}^T",
    r"W(n+1) = W(n) - \eta \nabla_w \|w\|_2^2",
    r"\begin{cases} 0 & \text{if } x < 0 \\ x & \text{otherwise} \end{cases}",
    r"dL &= g : d\hat y \cr &= \big(a - b\big) : dx",
)
PIECES = [
    *r"abxyσ∂_^{}()[]|\'=+-*/.,:;&$!~ 01",
    "\\frac", "\\sum", "\\left", "\\right", "\\begin{cases}", "\\end{cases}", "\\log", "\\partial", "\\hat", "\\text{",
    "d", "\\\\", "\\nabla", "\\begin{pmatrix}", "\\end{pmatrix}", "\\over", "\\mid", "\\|", "\\cdot", "\\overset",
    "\\underbrace", "\\max", "\\odot", "\\mathbf", "\\boxed", "\n", "²", "ŷ",
]  # fmt: skip


def survives(formula: str) -> None:
    """A tree, or a ReadError with its place; what was read can be printed."""
    for one in read(formula):
        assert one.failure is None or one.failure.start < one.failure.end
        if one.tree is not None:
            tex(one.tree)
            assert next(readings(one.tree, 2))


def read(formula: str) -> list[Formula]:
    """The statements of a formula; one without a tree where no tokens can be made of it."""
    try:
        return statements(lex(formula), PLAIN)
    except ReadError as failure:
        return [Formula(Span(0, len(formula)), None, failure=failure)]


@pytest.mark.parametrize("formula", FORMULAS)
def test_every_deletion_of_one_sign(formula: str) -> None:
    for at in range(len(formula)):
        survives(formula[:at] + formula[at + 1 :])


@pytest.mark.parametrize("formula", FORMULAS)
def test_every_exchange_of_one_sign(formula: str) -> None:
    for at in range(0, len(formula), 2):
        for sign in r"{}()\_^&=":
            survives(formula[:at] + sign + formula[at + 1 :])


@settings(max_examples=400, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=30))
def test_any_row_of_signs(pieces: list[str]) -> None:
    survives("".join(pieces))


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=60))
def test_any_bytes(data: bytes) -> None:
    survives(data.decode("latin-1"))
    for kind in ("markdown", "text", "html", "tex"):
        read_text("$$" + data.decode("latin-1") + "$$", kind)


@pytest.mark.soak
def test_long_rows_of_signs() -> None:
    chance = random.Random(7)
    for _ in range(20_000):
        survives("".join(chance.choice(PIECES) for _ in range(chance.randint(1, 60))))


@pytest.mark.parametrize("formula", [r"(a + b", r"a + b)", r"\frac{a}{b", r"\left[ a", r"\|x"])
def test_a_repair_that_changes_signs_is_never_silent(formula: str) -> None:
    assert all(one.repairs or one.failure is not None for one in read(formula))
