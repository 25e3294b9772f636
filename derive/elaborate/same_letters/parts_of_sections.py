r"""Parts within a section: "**Second model.** …", "\textbf{Exercise 2.} …", "3. …", and a letter that is set anew."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from derive.elaborate.same_letters.own_sections import (
    Alone,
    Heading,
    heading_of,
    kinds_beside,
    made_in,
    said_anew,
    used_in,
    with_what_it_needs,
)
from derive.elaborate.symbols.rewriting import all_trees
from derive.reader import syntax as s
from derive.reader.blocks import Block, Document

STOP = "."
"""What stands for words left out: a sentence that ends, and no long gap in which patterns search for what follows."""
MARK = "\n"
"""Between a heading and the number of a part below it."""
_SPACE = r"(?:\\(?:(?:small|med|big)skip|noindent|par)\b|\s|\\\\)*"
LEADS = re.compile(
    r"(?:^|\n)[ \t]*(?:>[ \t]*)?(?:"
    r"(?:\*\*|__)(?=\S)[^*_\n]{2,80}(?:\*\*|__)"
    rf"|{_SPACE}\\(?:textbf|textit|textsc|emph|underline)\{{[^{{}}\n]{{2,80}}\}}"
    r"|\(?(?:\d{1,2}|[a-h])[.)]\s"
    r"|\\item\b"
    r"|(?:Exercise|Problem|Example|Question|Part|Case|Model|Task|Aufgabe|Beispiel|Exercice|Ejercicio)\s+\w{1,3}\b"
    r")|<(?:p|li|div)\b[^>]*>\s*<(?:b|strong|em|i)>|<li\b",
    re.IGNORECASE,
)
_ON = re.compile(
    r"\b(?:throughout|always|every(?:where)?|all|as usual"
    r"|in (?:this|the) (?:following|note|page|text)|convention)\b",
    re.IGNORECASE,
)
"""Words that hold beyond their own section."""
_FROM = re.compile(r"\b(?:from (?:now|here) on|henceforth)\b", re.IGNORECASE)
"""Words that hold for the sections behind."""
_PARAGRAPH = re.compile(r"\n[ \t]*\n|<p\b|\\par\b")


def with_parts_as_sections(document: Document) -> Document:
    r"""The document with a heading of its own for each part of a section; itself where no section has parts.

    >>> from derive.reader.document import read_text
    >>> text = "**One.** Let $f = x^2$.\n\n**Two.** Let $f = \\sin y$."
    >>> len({block.heading for block in with_parts_as_sections(read_text(text)).blocks})
    2
    """
    cuts = sorted({*_leads(document), *_set_anew(document)})
    if not cuts:
        return document
    blocks = tuple(
        replace(block, heading=f"{block.heading}{MARK}{sum(cut <= block.span.start for cut in cuts)}")
        for block in document.blocks
    )
    return replace(document, blocks=blocks)


def _leads(document: Document) -> Iterator[int]:
    """Where a paragraph begins with words that stand for a heading, or with a number."""
    for match in LEADS.finditer(document.text):
        yield match.end()


def _set_anew(document: Document) -> Iterator[int]:
    """Where the paragraph begins that makes a name which another one has made."""
    made: set[str] = set()
    here: set[str] = set()
    begin = -1
    for block in document.blocks:
        start = _paragraph(document.text, block.span.start)
        if start != begin:
            made |= here
            here, begin = set(), start
        new = {name for tree in all_trees([block]) for name in made_in(tree)}
        if new & made and not here & made:
            yield begin
        here |= new


def _paragraph(text: str, at: int) -> int:
    """The offset at which the paragraph of a place begins; a display belongs to the words before it."""
    ends = _paragraph_ends(text)
    for end in reversed(ends[: bisect_right(ends, at)]):
        if text[end:at].strip(" \t\n$\\[") or not text[end:at].strip():
            return end
    return 0


@lru_cache(maxsize=4)
def _paragraph_ends(text: str) -> tuple[int, ...]:
    return tuple(match.end() for match in _PARAGRAPH.finditer(text))


def by_themselves(document: Document, heading: Heading, plainly: bool) -> Iterator[Document]:
    """A section with what it needs, without the words of the others; then without what it says anew of its names.

    Not ``plainly``, only the latter.
    """
    seen = set[tuple[Block, ...]]()
    anew = said_anew(document, heading)
    for names in (frozenset[str](), anew) if anew and plainly else (anew,):
        quiet = quietly_alone(document, heading, names)
        if quiet is not None and quiet.blocks not in seen and quiet.text != document.text:
            seen.add(quiet.blocks)
            yield quiet


def quietly_alone(document: Document, heading: Heading, anew: frozenset[str]) -> Document | None:
    """A section with what it needs but for what it says ``anew``, without the words of the others."""
    alone = with_what_it_needs(document, heading, anew)
    return None if alone is None else _without_words_of_others(alone, document, anew)


def _without_words_of_others(alone: Alone, whole: Document, anew: frozenset[str]) -> Document:
    """Some sections with the words of the others blank, and what these declare; but for what holds from now on.

    Words stay that say of what kind a name is which these sections use and say nothing of.
    """
    own = alone.headings
    kept = [block for block in whole.blocks if heading_of(block) in own]
    making = {heading_of(block) for block in whole.blocks if any(map(_makes, all_trees([block])))}
    text, ends = whole.text, [match.start() for match in _PARAGRAPH.finditer(whole.text)]
    last = max(block.span.start for block in kept)
    open_here = used_in(kept) - anew - frozenset[str]().union(*map(kinds_beside, kept))
    blank: list[tuple[int, int]] = []
    telling: list[tuple[int, int]] = []
    for block in whole.blocks:
        begin = _paragraph(text, block.span.start)
        end = next((end for end in ends if end >= block.span.end), len(text))
        mine = any(begin <= one.span.start < end for one in kept)
        holds = _ON.search(text, begin, end) or (begin < last and _FROM.search(text, begin, end))
        if open_here & kinds_beside(block):
            telling.append((begin, end))
        if heading_of(block) in making - own and not mine and not holds:
            blank.append((begin, end))
    blank = [place for place in blank if place not in telling]
    blocks = (
        block
        for block in alone.document.blocks
        if not any(begin <= block.span.start < end for begin, end in blank)
    )
    return replace(alone.document.blank(blank, STOP), blocks=tuple(blocks))


def _makes(tree: s.Node) -> bool:
    return any(True for _ in made_in(tree))
