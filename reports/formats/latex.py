"""A page as LaTeX for pdflatex with the latex-base and latex-recommended collections of TeX Live."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from jinja2 import Environment, FunctionLoader, Template

from reports.page import Block, Formula, Page, StepRow, Table, Text, runs
from reports.plots import Chart, tex_picture

TEMPLATES = Path(__file__).parent.parent / "templates"


def print_latex(page: Page) -> str:
    """The page as a LaTeX document.

    >>> print_latex(Page("A title", "", (), (), ""))[:14]
    '\\\\documentclass'
    """
    return _template("page.tex.jinja").render(page=page) + "\n"


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FunctionLoader(_read),
        autoescape=False,
        trim_blocks=True,
        lstrip_blocks=True,
        block_start_string="<%",
        block_end_string="%>",
        variable_start_string="<<",
        variable_end_string=">>",
        comment_start_string="<#",
        comment_end_string="#>",
    )
    environment.filters |= {
        "rich": rich,
        "plain": plain,
        "picture": _picture,
        "row": step_row,
        "boxed": _boxed,
        "cells": _cells,
        "columns": _columns,
        "colour": _colour,
    }
    environment.globals["show"] = _show
    return environment


@cache
def _template(name: str) -> Template:
    return _environment().get_template(name)


@cache
def _read(name: str) -> str:
    return (TEMPLATES / name).read_text(encoding="utf-8")


def _show(block: Block) -> str:
    macro = getattr(_template("blocks.tex.jinja").module, type(block).__name__.lower())
    return str(macro(block))


SPECIAL = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "#": r"\#",
    "%": r"\%",
    "&": r"\&",
    "_": r"\_",
    "$": r"\$",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "|": r"\textbar{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
}
LETTERS = {
    "ŷ": r"\ensuremath{\hat y}",
    "σ": r"\ensuremath{\sigma}",
    "δ": r"\ensuremath{\delta}",
    "ε": r"\ensuremath{\varepsilon}",
    "′": r"\ensuremath{'}",
    "−": r"\ensuremath{-}",
    "→": r"\ensuremath{\to}",
    "±": r"\ensuremath{\pm}",
    "∞": r"\ensuremath{\infty}",
    "×": r"\ensuremath{\times}",
    "∂": r"\ensuremath{\partial}",
    "∇": r"\ensuremath{\nabla}",
    "ℓ": r"\ensuremath{\ell}",
    "η": r"\ensuremath{\eta}",
    "⊙": r"\ensuremath{\odot}",
    "²": r"\ensuremath{^2}",
    "³": r"\ensuremath{^3}",
    "¹": r"\ensuremath{^1}",
    "ⁿ": r"\ensuremath{^n}",
    "⁻": r"\ensuremath{^-}",
    "ᵢ": r"\ensuremath{_i}",
    "≤": r"\ensuremath{\leq}",
    "≈": r"\ensuremath{\approx}",
    "≠": r"\ensuremath{\neq}",
    "·": r"\ensuremath{\cdot}",
    "‖": r"\ensuremath{\|}",
    "½": r"\ensuremath{\frac12}",
    "λ": r"\ensuremath{\lambda}",
    "Δ": r"\ensuremath{\Delta}",
    "Σ": r"\ensuremath{\sum}",
    "…": r"\dots{}",
    "–": "--",
    "ᵀ": r"\ensuremath{^{\mathsf T}}",
    "✓": r"\ensuremath{\checkmark}",
    "✗": r"\ensuremath{\times}",
    "“": "``",
    "”": "''",
    "ä": r"\"a",
}
SUBSCRIPTS = str.maketrans("₀₁₂₃₄₅₆₇₈₉", "0123456789")


def plain(text: str) -> str:
    """Text with everything escaped that TeX would read as a command.

    >>> plain("50 % of x_1")
    '50 \\\\% of x\\\\_1'
    """
    escaped = "".join(SPECIAL.get(letter) or LETTERS.get(letter) or letter for letter in text)
    return re.sub(r"[₀-₉]+", lambda found: rf"\ensuremath{{_{{{found[0].translate(SUBSCRIPTS)}}}}}", escaped)


def rich(text: Text) -> str:
    """Text with its formulas and code."""
    return "".join(_run(run.kind, run.content) for run in runs(text))


def _run(kind: str, content: str) -> str:
    match kind:
        case "math":
            return f"${content}$"
        case "code":
            return rf"\texttt{{{plain(content)}}}"
        case "strong":
            return rf"\textbf{{{plain(content)}}}"
        case _:
            return plain(content)


def step_row(row: StepRow) -> str:
    """One line of a chain as a row of an alignment."""
    relation = f"= {row.tex}" if row.tex else ""
    word = "proved" if row.word == "right" else row.word
    note = rf"\rulename{{{plain(row.rule)}}}{{{plain(word)}}}" if row.rule else ""
    return rf"{row.left} &{relation} & {note}"


def _picture(chart: Chart | None) -> str:
    return tex_picture(chart) if chart else ""


def _boxed(block: Formula) -> str:
    return rf"\boxed{{{block.tex}}}" if block.boxed else block.tex


def _columns(table: Table) -> str:
    """The columns of a table as wide as the page, each with a share of it by the length of its longest cell."""
    columns = zip(table.head, *table.rows, strict=True)
    longest = [max(sum(len(run.content) for run in runs(cell)) for cell in column) for column in columns]
    needed = [min(max(length, LEAST_LETTERS), MOST_LETTERS) for length in longest]
    room = rf"\dimexpr\linewidth-{2 * len(needed)}\tabcolsep\relax"
    return "".join(rf"p{{{share / sum(needed):.3f}{room}}}" for share in needed)


LEAST_LETTERS, MOST_LETTERS = 14, 40  # a longer cell is broken into lines


def _cells(texts: tuple[Text, ...], style: str = "") -> str:
    return " & ".join(rf"\raggedright {style}{rich(text)}" for text in texts)


def _colour(word: str) -> str:
    return {"right": "right", "wrong": "wrong"}.get(word, "unsure")
