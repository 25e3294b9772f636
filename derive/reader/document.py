"""From a file to its blocks of mathematics: the whole way, in the order in which it happens."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple

from derive.errors import ReadError, Refused
from derive.reader import header, htmlfile, macros, markdown, notebook, pages, texfile
from derive.reader.blocks import Block, Document, Formula
from derive.reader.files import kind_of, text_of
from derive.reader.grammar import lex
from derive.reader.inference import GAMMA, infer, with_gamma
from derive.reader.notation import Macro, Notation
from derive.reader.prose import Prose, prose
from derive.reader.scanner import Math, mathematics
from derive.reader.source import Source
from derive.reader.statements import statements
from derive.reader.syntax import Ambiguous, Chain, Hole, Node, Repair, Span
from derive.reader.tokens import Token
from derive.reader.tree import walk
from derive.reader.unmarked import unmarked, values_in_code, with_labels

_DEFINES = re.compile(r"\\(?:new|renew|provide)command|\\g?def\b|\\let\b|\\DeclareMathOperator")
_EXPECTED = re.compile(r"(?:<!--|%)\s*gradproof:\s*expect wrong")
_CASE = re.compile(
    r"\b(?:if|when|case|for)\b[^.]*\$[^$]*(?:=|\\ne|\\neq|\\in)[^$]*\$"
    r"[\s,:.]*(?:then|we (?:have|get))?[\s,:]*$",
    re.I,
)
_CARD = re.compile(r"\A---[ \t]*\n|^#{1,4} ", re.MULTILINE)
_SENTENCE = re.compile(r"[.:;?!][\s*_)]|\n\s*\n")
_PARAGRAPH = re.compile(r"\n[ \t]*\n")
_WORDS = 600


def read_document(path: str) -> Document:
    """Read a file ("-": the standard input). Raises GradproofError where the file cannot be used."""
    text = text_of(path)
    return read_text(text, kind_of(path, text), path)


def read_text(text: str, kind: str = "markdown", path: str = "") -> Document:
    """Read a text of the given kind: markdown, text, tex, html or notebook.

    >>> document = read_text("The loss is $L = (y - wx)^2$, so $dL/dw = -2x(y - wx)$.")
    >>> [formula.chain.relations[0].sign for block in document.blocks for formula in block.formulas]
    ['=', '=']
    """
    source = _source(text, kind, path)
    commands, plain = macros.definitions(source.text) if _DEFINES.search(source.text) else ({}, source.text)
    if kind == "html":
        commands = {**macros.configured(text), **commands}
    plain = macros.with_displays(plain, commands)
    drafts = [_draft(source, plain, piece, commands) for piece in _pieces(source, plain, kind)]
    notation = with_gamma(infer((tree for draft in drafts for tree in draft.trees()), commands), plain)
    blocks = [
        _block(source, plain, draft, notation, drafts[at - 1] if at else None)
        for at, draft in enumerate(drafts)
    ]
    whole = source.text if source.whole is None else source.whole
    refused = (one.failure for block in blocks for one in block.formulas if isinstance(one.failure, Refused))
    return Document(
        path=path,
        kind=kind,
        text=whole,
        blocks=tuple(_marked(whole, list(_carried(blocks, whole)))),
        header=header.header(source.header, path),
        code=source.code,
        cells=source.cells,
        parts=source.parts,
        warnings=(*source.warnings, *dict.fromkeys(failure.message for failure in refused)),
        visible=_visible(source, plain, commands),
    )


def _visible(source: Source, plain: str, commands: dict[str, Macro]) -> Prose | None:
    """What a reader sees of a page with tags, or of a text with commands of its own; None where that is the text."""
    try:
        words, places = macros.spelled(plain, commands)
    except ReadError:
        words, places = plain, tuple(range(len(plain)))
    if words == plain:
        return None if source.places is None else Prose(source.text, tuple(source.places))
    if source.places is not None:
        places = tuple(source.places[place] for place in places)
    return Prose(words, places)


def _pieces(source: Source, plain: str, kind: str) -> list[Math]:
    """The mathematics of a text; in one without TeX also what is not marked."""
    found = mathematics(plain, source.skipped)
    if kind not in ("text", "markdown"):
        return found
    skipped = source.skipped if kind == "markdown" else ()
    values = values_in_code(plain, source.skipped) if kind == "markdown" and found else []
    return sorted((*found, *values, *unmarked(plain, found, skipped)), key=lambda piece: piece.outside)


def _source(text: str, kind: str, path: str) -> Source:
    match kind:
        case "notebook":
            return notebook.source(text, path)
        case "tex":
            return texfile.source(text, path)
        case "html":
            return htmlfile.source(text)
        case "text":
            return pages.source(text) if _is_page(text) or not _CARD.search(text) else markdown.source(text)
        case _:
            return pages.source(text) if _is_page(text) else markdown.source(text)


def _is_page(text: str) -> bool:
    return pages.is_page(text) and not text.startswith("---\n")


# -- one block


@dataclass(frozen=True, slots=True)
class _Draft:
    """A piece of mathematics read without knowledge of the rest."""

    math: Math
    tokens: tuple[Token, ...]
    formulas: tuple[Formula, ...]

    def trees(self) -> Iterator[Node]:
        """What was read, conditions included."""
        for formula in self.formulas:
            if formula.tree is not None:
                yield formula.tree
            yield from formula.conditions


def _draft(source: Source, text: str, math: Math, commands: dict[str, Macro]) -> _Draft:
    notation = Notation(macros=commands)
    inside = text[math.inside.start : math.inside.end]
    try:
        read = list(lex(inside, notation, math.inside.start))
        tokens = tuple(source.token(token) for token in (with_labels(read) if math.plain else read))
    except ReadError as failure:
        failure.start, failure.end = source.span(Span(failure.start, failure.end))
        return _Draft(math, (), (Formula(source.span(math.inside), None, failure=failure),))
    return _Draft(math, tokens, tuple(statements(list(tokens), notation)))


def _block(source: Source, text: str, draft: _Draft, notation: Notation, previous: _Draft | None) -> Block:
    formulas = draft.formulas
    if _depends_on(draft, notation):
        formulas = tuple(statements(list(draft.tokens), notation))
    outside = draft.math.outside
    post, role = source.post(outside.start)
    return Block(
        span=source.span(draft.math.inside),
        display=draft.math.display,
        formulas=formulas,
        before=_before(text, outside.start, previous),
        after=_after(text, outside.end),
        heading=source.heading(outside.start),
        post=post,
        role=role,
        cell=source.cell(outside.start),
    )


def _depends_on(draft: _Draft, notation: Notation) -> bool:
    """Whether the notation of the document can change how a piece is read."""
    if notation.d_is_a_name and any(token.text == "d" for token in draft.tokens):
        return True
    factors = {
        key.split()[-1].rstrip("_")
        for key, choice in notation.choices.items()
        if choice in ("product", "open") or key == GAMMA
    }
    if any(token.text in factors for token in draft.tokens):
        return True
    asked = any(isinstance(part, Ambiguous) for tree in draft.trees() for part in walk(tree))
    return asked or any(token.kind == "prime" for token in draft.tokens)


def _before(text: str, at: int, previous: _Draft | None) -> str:
    """The words before a formula: from the display before it, or the beginning of its paragraph."""
    start = max(0, at - _WORDS)
    if previous is not None and previous.math.display:
        start = max(start, previous.math.outside.end)
    words = text[start:at]
    paragraphs = _PARAGRAPH.split(words.rstrip())
    return prose(paragraphs[-1].strip()).words


def _after(text: str, at: int) -> str:
    words = text[at : at + _WORDS]
    stop = _PARAGRAPH.search(words)
    words = words[: stop.start()] if stop else words
    return prose(words.split("$$")[0].strip()).words


# -- what goes over several blocks


class _End(NamedTuple):
    """The first and the last member of a formula, and what had to be repaired in it."""

    head: Node | None
    tail: Node | None
    repairs: tuple[Repair, ...] = ()


_Ends = dict[tuple[int, str], _End]


def _carried(blocks: list[Block], whole: str) -> Iterator[Block]:
    """Give every statement that begins with its relation the member from which it goes on."""
    last: _Ends = {}
    end = 0
    for block in blocks:
        apart = not block.display and _SENTENCE.search(whole, end, block.span.start) is not None
        yield replace(block, formulas=tuple(_with_left(block, last, apart)))
        end = block.span.end


def _with_left(block: Block, last: _Ends, apart: bool) -> Iterator[Formula]:
    """``apart``: another sentence has begun, so that nothing is carried into the block."""
    key = (block.post, block.role.value)
    first_of_block = True
    for formula in block.formulas:
        chain = formula.chain
        if chain is not None and isinstance(chain.members[0], Hole) and not (apart and first_of_block):
            ends = last.get(key, _End(None, None))
            branches = first_of_block and _CASE.search(block.before) is not None
            member = ends.head if branches else ends.tail
            formula = replace(formula, carried=member, carried_repairs=ends.repairs)
        if block.display or _goes_on(chain):
            _remember(key, formula, last)
        first_of_block = False
        yield formula


def _goes_on(chain: Chain | None) -> bool:
    return chain is not None and chain.relations[0].sign == "="


def _remember(key: tuple[int, str], formula: Formula, last: _Ends) -> None:
    chain, repairs = formula.chain, formula.repairs
    if chain is None:
        last[key] = _End(formula.tree, formula.tree, repairs)
    elif isinstance(chain.members[0], Hole):
        last[key] = _End(last.get(key, _End(None, None)).head, chain.members[-1], repairs)
    else:
        last[key] = _End(chain.members[0], chain.members[-1], repairs)


def _marked(text: str, blocks: list[Block]) -> Iterator[Block]:
    """Mark the formulas that an author expects to be wrong: on the line of the mark, else the next one."""
    marks = [match.start() for match in _EXPECTED.finditer(text)]
    if not marks:
        yield from blocks
        return
    formulas = [formula for block in blocks for formula in block.formulas]
    expected = {id(formula) for mark in marks for formula in _expected(text, mark, formulas)}
    for block in blocks:
        yield replace(
            block,
            formulas=tuple(
                replace(one, expect_wrong=True) if id(one) in expected else one for one in block.formulas
            ),
        )


def _expected(text: str, mark: int, formulas: list[Formula]) -> list[Formula]:
    start = text.rfind("\n", 0, mark) + 1
    end = text.find("\n", mark)
    end = len(text) if end < 0 else end
    here = [formula for formula in formulas if formula.span.start < end and formula.span.end > start]
    return here or [formula for formula in formulas if formula.span.start >= mark][:1]
