r"""Logarithms to another base than e: \log_2 x and ld x as they are written, log x where words say what it means."""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Iterator
from dataclasses import dataclass

from derive.elaborate.symbols.rewriting import rewritten, written_trees
from derive.reader import syntax as s
from derive.reader.blocks import Document
from derive.reader.names import AT
from derive.reader.tree import rebuilt, walk

UNKNOWN = s.Name("b", (f"{AT}base",))
"""The natural logarithm of a base of which words only say that it may not be e."""
LN = s.Name("ln")
NATURAL, BITS, OPEN = "e", "bits", ""
_ALWAYS = {"ld": "2", "lb": "2"}
_LETTERS = "abBK"
_CLAUSE = re.compile(r"[.;:?](?=[\s)\"*]|$)|\n\s*\n|\bwhile\b|\bwhereas\b")
_LN = re.compile(r"\bln\b")
_LOG = re.compile(r"\blogs?\b|\blogarithms?\b")
_BASE = re.compile(
    r"\bbase(?:\s+of)?[\s~-]*\$?\{?(?P<digits>2|10|two|ten)\b"
    r"|\b(?P<binary>binary|dyadic|dual)\s+log|\b(?P<common>decimal|decadic|common|briggs\w*)\s+log"
    r"|\\log\b[^$]{0,6}(?:=|\\equiv|\$\s*(?:here\s+)?(?:is|means|denotes|stands\s+for|will\s+mean)\s*\$)\s*"
    r"\\log_\{?(?P<sign>2|10)\b"
)
_NATURAL = re.compile(
    r"\bnatural(?=\s+(?:log|one|base)|\W*$|\W*(?:here|again|from|in|throughout)\b|,)|\bnapierian\b|\bnats?\b|\bbase[\s~-]*\$?e\b"
)
_PROPERLY = re.compile(r"\bnatural|\bnapierian\b|\bbase[\s~-]*\$?e\b")
_FROM_HERE = re.compile(
    r"\b(?:from (?:here|now)|now|below|henceforth|in (?:this|the (?:next|following|last)) \w+)\b"
)
_ASIDE = re.compile(
    r"\b(?:belongs?|goes|known|familiar|recognis\w+|recogniz\w+|marks?|points?|credit|in place of)\b"
)
_TURNED_DOWN = re.compile(r"\b(?:not|no|never|rather than|instead of)\b[^,]{0,25}\bbase\b")
_LOOSE = re.compile(
    r"\b(?:if|would|could|some|often|usually|sometimes|unless|people|others?|may|might|can|not|switch\w*|convert\w*"
    r"|divid\w*|differ\w*|prefer\w*|chang\w*|conver\w*|either|any|whichever|traditionally|theorists?)\b"
)
_IN_BITS = re.compile(r"\b(?:in|into|of|as)\s+(?:\w+\s+)?bits\b")
_INFORMATION = re.compile(r"\b(?:entrop\w+|information|surprisal|nats|kl|likelihoods?|log-loss|divergence)\b")
_THROUGHOUT = re.compile(r"\b(?:all|every|everywhere|throughout|always)\b")


@dataclass(frozen=True, slots=True)
class Said:
    """What words say of logarithms at a place: to which base they are, OPEN where that cannot be told."""

    place: int
    base: str
    throughout: bool = False


def with_natural_logs(document: Document) -> Document:
    r"""The document with every logarithm to another base as a natural one over the logarithm of its base.

    >>> from derive.elaborate.symbols.rewriting import written_trees
    >>> from derive.reader.document import read_text
    >>> from derive.reader.sexpr import sexpr
    >>> [sexpr(tree) for tree in written_trees(with_natural_logs(read_text(r"So $\log_2 x = 3$.")))]
    ['(rel = (div (fn ln x) (fn ln 2)) 3)']
    """
    said = list(_said(document.prose))
    parts = (part for tree in written_trees(document) for part in walk(tree))
    if not any(_is_written(part, said) for part in parts):
        return document
    starts = [part.span.start for tree in written_trees(document) for part in walk(tree) if _is_log(part)]
    first = min(starts, default=0)
    return rewritten(document, lambda tree: _natural(tree, said, first))


def _is_log(part: object) -> bool:
    return isinstance(part, s.Name) and part.letter == "log" and not part.decorations


def _is_written(part: object, said: list[Said]) -> bool:
    """Whether a part is the name of a logarithm that may be to another base than e."""
    match part:
        case s.Name(letter="ld" | "lb" | "lg"):
            return True
        case s.Index(base=base):
            return _is_log(base)
    return _is_log(part) and any(each.base != NATURAL for each in said)


def _said(text: str) -> Iterator[Said]:
    """What a text says of the base of its logarithms, clause by clause."""
    start, has_base = 0, False
    lower = text.lower()
    for end in [*(match.end() for match in _CLAUSE.finditer(lower)), len(lower)]:
        clause = lower[start:end]
        base = _said_base(clause)
        if base is None and _IN_BITS.search(clause) and _INFORMATION.search(clause):
            base = BITS
        if base == NATURAL and has_base:
            base = _unless_aside(clause)
        if base is not None:
            has_base = has_base or base in ("2", "10")
            yield Said(start, base, _THROUGHOUT.search(clause) is not None)
        start = end


def _said_base(clause: str) -> str | None:
    """The base that a clause in small letters says; OPEN where it names one without saying that it is meant.

    >>> _said_base("here log means log to base 2"), _said_base("if you use log base 10"), _said_base("log p")
    ('2', '', None)
    >>> _said_base("all logarithms are natural, not to base 2")
    'e'
    """
    if _LOG.search(clause) is None:
        return None
    found, natural = _BASE.search(clause), _NATURAL.search(clause)
    names_ln = _LN.search(clause) is not None
    if found is None:
        return NATURAL if natural is not None and not (names_ln or _LOOSE.search(clause)) else None
    if natural is not None and _TURNED_DOWN.search(clause):
        return NATURAL
    if _LOOSE.search(clause) or clause.rstrip().endswith("?"):
        return OPEN
    if natural is not None and not names_ln:
        return OPEN
    is_two = found["binary"] or (found["digits"] or found["sign"]) in ("2", "two")
    return "2" if is_two else "10"


def _unless_aside(clause: str) -> str | None:
    """What a clause about nats or natural logarithms says after another base was told: hardly that it is given up.

    >>> _unless_aside("the answer -log p - 1 belongs to nats"), _unless_aside("from here on log is natural")
    (None, 'e')
    """
    if _FROM_HERE.search(clause):
        return NATURAL
    if _ASIDE.search(clause):
        return None
    return NATURAL if _PROPERLY.search(clause) else OPEN


def _base_at(said: list[Said], place: int, first: int) -> str:
    """To which base a plain log at a place is; ``first`` is where the first of a document stands."""
    here = bisect([each.place for each in said], place)
    if here == 0:
        return _base_above(said, first)
    base = said[0].base
    for each in said[1:here]:
        base = each.base if each.base != BITS else base if base == "2" else OPEN
    return OPEN if base == BITS else base


def _base_above(said: list[Said], first: int) -> str:
    """The base before anything is said of it: what is said of all logarithms further down, else e."""
    after = next((each for each in said if each.base not in (OPEN, BITS)), None)
    if after is None or after.base == NATURAL:
        return NATURAL
    if after.throughout and len(said) == 1:
        return after.base
    return OPEN if first < after.place else NATURAL


def _natural(node: s.Node, said: list[Said], first: int) -> s.Node:
    changed: s.Node = rebuilt(node, lambda part: _natural(part, said, first))
    match changed:
        case s.Call(function=s.Power(base=function, exponent=exponent)):
            below = _log_of_base(function, said, first)
            return changed if below is None else s.Power(_over(changed, below), exponent, changed.span)
        case s.Call(function=function):
            below = _log_of_base(function, said, first)
            return changed if below is None else _over(changed, below)
    return changed


def _over(call: s.Call, below: s.Node) -> s.Node:
    return s.Fraction(s.Call(LN, call.arguments, call.style, call.span), below, span=call.span)


def _log_of_base(function: s.Node, said: list[Said], first: int) -> s.Node | None:
    """The natural logarithm of the base of a function's logarithm; None where it is natural or no logarithm."""
    match function:
        case s.Index(base=name, below=s.Indices(items=(only,)), above=None) if _is_log(name):
            return s.Call(LN, (only,)) if _is_a_base(only) else None
        case s.Name(letter="lg"):
            bases = {each.base for each in said} - {OPEN, NATURAL, BITS}
            return _log_of(bases.pop()) if len(bases) == 1 else None
        case s.Name(letter=letter) if letter in _ALWAYS and not function.decorations:
            return _log_of(_ALWAYS[letter])
        case s.Name(span=span) if _is_log(function) and said:
            base = _base_at(said, span.start, first)
            return None if base == NATURAL else UNKNOWN if base == OPEN else _log_of(base)
    return None


def _log_of(base: str) -> s.Node:
    return s.Call(LN, (s.Number(base),))


def _is_a_base(node: s.Node) -> bool:
    match node:
        case s.Number(text=text):
            return text not in ("0", "1")
        case s.Name(letter=letter):
            return letter in _LETTERS
    return False
