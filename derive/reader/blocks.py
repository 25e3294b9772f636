"""What a file becomes: blocks of mathematics with their formulas, the words around them, and a header."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import PurePath

from derive.errors import Place, ReadError
from derive.reader.prose import Prose, prose, prose_of_page
from derive.reader.syntax import Chain, Node, Repair, Span


class Role(StrEnum):
    """Which part of a page a block belongs to."""

    BODY = "body"
    QUESTION = "question"
    ANSWER = "answer"
    COMMENT = "comment"
    SOLUTION = "solution"


@dataclass(frozen=True, slots=True)
class Formula:
    """One statement of a block: a chain of relations, or a lone term.

    ``tree`` is None where it could not be read (then ``failure`` says why). Where the statement begins with
    its
    relation, the first member of the chain is a Hole and ``carried`` is the member it continues from (or
    None).
    ``carried_repairs`` are those of the formula it comes from.
    ``label`` holds words that stand in the formula as a label ("Chain rule:"), ``conditions`` what
    restricts it
    ("if i = j", "i = 1, …, n") as trees. ``starts`` lists the place of each member, also of the carried one.
    """

    span: Span
    tree: Node | None
    repairs: tuple[Repair, ...] = ()
    conditions: tuple[Node, ...] = ()
    carried: Node | None = None
    carried_repairs: tuple[Repair, ...] = ()
    label: str = ""
    failure: ReadError | None = None
    expect_wrong: bool = False

    @property
    def chain(self) -> Chain | None:
        """The tree where it is a chain of relations."""
        return self.tree if isinstance(self.tree, Chain) else None


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of mathematics in a text: where it stands, its formulas in order, and the words around it.

    ``before`` and ``after`` are the words of the same paragraph (inline formulas in them as written);
    ``post``
    counts the posts of a page from 0 (question 0), ``cell`` the cells of a notebook from 1.
    """

    span: Span
    display: bool
    formulas: tuple[Formula, ...]
    before: str = ""
    after: str = ""
    heading: str = ""
    post: int = 0
    role: Role = Role.BODY
    cell: int | None = None


@dataclass(frozen=True, slots=True)
class Code:
    """A piece of code in a document, for the judge of programs."""

    text: str
    language: str
    span: Span
    cell: int | None = None


@dataclass(frozen=True, slots=True)
class Header:
    """What an author declares under ``gradproof:`` in the front matter, or on the command line.

    ``symbols`` maps a name to its kind ("scalar", "vector", …), ``shapes`` to sizes (("M", "N")),
    ``domains`` to a
    domain as text ("{0,1}", "(0,1)", "real"), ``definitions`` are equations in TeX, ``convention`` maps
    "layout",
    "sign", "reduction" to a word, ``problem`` names one of the catalogue.
    """

    symbols: Mapping[str, str] = field(default_factory=dict)
    shapes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    domains: Mapping[str, str] = field(default_factory=dict)
    definitions: tuple[str, ...] = ()
    convention: Mapping[str, str] = field(default_factory=dict)
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """A file as read. All spans are offsets into ``text`` (for a notebook: its cells, joined by blank lines).

    ``cells`` holds the offset at which each notebook cell begins, with its number; ``parts`` the offset at
    which
    text from another file begins, with the file and the lines of it that stand before. ``visible`` is what is seen
    of a page that is written in tags.
    """

    path: str
    kind: str
    text: str
    blocks: tuple[Block, ...]
    header: Header = field(default_factory=Header)
    code: tuple[Code, ...] = ()
    cells: tuple[tuple[int, int], ...] = ()
    parts: tuple[tuple[int, str, int], ...] = ()
    warnings: tuple[str, ...] = ()
    visible: Prose | None = None

    @property
    def prose(self) -> str:
        """All that a reader sees, without its markup: where words are looked for."""
        return self._prose().words

    def words(self, start: int, end: int) -> str:
        """The prose between two offsets."""
        found = self._prose()
        return found.words[bisect_left(found.places, start) : bisect_left(found.places, end)]

    def in_text(self, start: int, end: int) -> Span:
        """Where a part of the prose stands in the text."""
        return self._prose().span(start, end)

    def blank(self, spans: Sequence[tuple[int, int]], sign: str = " ") -> Document:
        """The document with blanks, or another sign, for the words between some offsets; its formulas stay.

        >>> Document("", "markdown", "One. Two.", ()).blank([(0, 4)]).prose
        '     Two.'
        """
        text = self.text
        for begin, end in spans:
            text = text[:begin] + _blanks(text[begin:end], sign) + text[end:]
        if self.visible is None:
            return replace(self, text=text)
        seen = zip(self.visible.words, self.visible.places, strict=True)
        words = "".join(_blanks(one, sign) if _is_within(place, spans) else one for one, place in seen)
        return replace(self, text=text, visible=replace(self.visible, words=words))

    def _prose(self) -> Prose:
        return prose(self.text) if self.visible is None else prose_of_page(self.visible)

    def place(self, offset: int) -> Place:
        """The line and column of an offset, within its notebook cell or the file that was read in there."""
        begin = max((start for start, _ in self.cells if start <= offset), default=0)
        path, before = self.path, 0
        for start, name, lines in self.parts:
            if start <= offset:
                begin, path, before = start, name, lines
        line = self.text.count("\n", begin, offset) + 1 + before
        column = offset - max(self.text.rfind("\n", 0, offset) + 1, begin if self.cells else 0) + 1
        return Place(line=line, column=column, path=path)

    def cell(self, offset: int) -> int | None:
        """The number of the notebook cell that holds an offset."""
        return max(((start, number) for start, number in self.cells if start <= offset), default=(0, None))[1]

    @property
    def name(self) -> str:
        """The file's name without its folders."""
        return PurePath(self.path).name


def _blanks(text: str, sign: str) -> str:
    return "".join("\n" if one == "\n" else sign for one in text)


def _is_within(place: int, spans: Sequence[tuple[int, int]]) -> bool:
    return any(begin <= place < end for begin, end in spans)
