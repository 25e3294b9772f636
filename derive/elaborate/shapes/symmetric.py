"""Matrices that the words of a document call symmetric, and those of which they say that they are not."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from derive.calculus import free_symbols, substitute_all
from derive.domains import Domains
from derive.elaborate.shapes.typed import Reading
from derive.elaborate.symbols.memory import TEXTS
from derive.elaborate.symbols.scope import Scope
from derive.judgement import WORK, prove_arrays
from derive.model import Reason, Right, Unknown, Verdict, Wrong
from derive.terms import Term, sym

SYMMETRIC = (
    "symmetric",
    "covariance",
    "principal component",
    "scatter matrix",
    "positive definite",
    "positive-definite",
    "gram",
    "kernel",
    "precision",
)


_DENIED = re.compile(
    r"\b(?:not?|non|nor|without|never|nobody|neither|\w+n't)\b(?:(?!\bbut\b)[^.;]){0,30}\bsymmetr(?:ic|y)\b(?!\s+factors?\b)|\b(?:a|un)symmetric"
    r"|\bindependent\W{1,3}(?:entries|elements|components)"
)
_NAMED = re.compile(
    r"(?:^|[\s(])(?:\$(\\?[a-z]+)|(?<=let )([b-z])(?= )|(?<=where )([b-z])(?= )"
    r"|(?<=that )([a-z])(?= (?:is|be|need|has)\b))"
)
_NEAR = 100
_PATIENCE = 4
"""How much more work a proof with symmetric matrices may take: with inverses in it, it is the only one there is."""
_STOP = re.compile(r"[.;!?](?=\s|$)|\n\s*\n")


@lru_cache(maxsize=TEXTS)
def is_said(words: str) -> bool:
    """Whether a text, in small letters, speaks of something symmetric other than to deny it.

    >>> is_said("a symmetric matrix"), is_said("for non-symmetric $a$")
    (True, False)
    >>> is_said("here $a = a^t$")
    True
    """
    plain = _DENIED.sub(" ", words)
    written = any(pattern.search(plain) for pattern in (_MIRRORED, _IS_TURNED))
    return written or any(word in plain for word in SYMMETRIC)


def denied(words: str) -> Iterator[str]:
    """The names of which a text, in small letters, says that they are not symmetric.

    >>> list(denied("where $a$ need not be symmetric, but $s$ is symmetric"))
    ['a']
    >>> list(denied("let x be square with independent entries (no symmetry!)"))
    ['x', 'x']
    >>> list(denied("where nobody promises that a is symmetric")), list(denied("$m$ isn't symmetric"))
    (['a'], ['m'])
    >>> list(denied("$a, b, c$ are given matrices without any symmetry and $x$ is not"))
    ['a', 'b', 'c']
    >>> list(denied("for constant $a$ and $b$. no symmetry is assumed for $a$"))
    ['a']
    """
    words = _LISTED.sub(_one_by_one, words)
    for match in _DENIED.finditer(words):
        begin, end = _sentence_around(words, match)
        own = _last_listed(words, begin, match.end()) or _named_between(words, match.end(), end)[:1]
        yield from own or _named_between(words, max(0, match.start() - _NEAR), begin)[-1:]


def _sentence_around(words: str, match: re.Match[str]) -> tuple[int, int]:
    """Where the sentence around a match begins and ends, no further away than what is near."""
    first = max(0, match.start() - _NEAR)
    begin = max((stop.end() for stop in _STOP.finditer(words, first, match.start())), default=first)
    stop = _STOP.search(words, match.end(), match.end() + _NEAR)
    return begin, stop.start() if stop else match.end() + _NEAR


def _named_between(words: str, start: int, end: int) -> list[str]:
    return [_name(each) for each in _NAMED.finditer(words, start, end)]


def _last_listed(words: str, start: int, end: int) -> list[str]:
    """The last name between two places, with those that stand in one list with it."""
    found = list(_NAMED.finditer(words, start, end))
    first = len(found) - 1
    while first > 0 and _JOINS.fullmatch(words, found[first - 1].end(), found[first].start() + 1):
        first -= 1
    return [_name(each) for each in found[max(first, 0) :]]


_JOINS = re.compile(r"[^$]{0,40}\$\s*(?:,|and|,\s*and)\s*")


def _name(match: re.Match[str]) -> str:
    return next(each for each in match.groups() if each)


_KIND = r"\(?(?:symmetric|covariance|precision|gram|kernel|scatter|positive[\s-]+(?:semi[\s-]?)?definite)\b"
_ONE = (
    r"\$\s*(?:\\(?:mathbf|boldsymbol|bm|mathrm|mathsf|mathcal)\s*\{?)?"
    r"((?:\\(?:wide)?(?:hat|tilde|bar)\b\s*\{?\s*)?\\?[a-z]+)\}*[^$]{0,40}\$"
)
_BARE = r"(?<![\w$\\])([b-z])(?![\w$])"
_LINKING = (
    r"(?:(?:is|are|be|being|denotes?|as|an?|the|any|some|all|both|(?:ranges?|runs?|varies)\s+over|in|among)\s+)*"
    r"(?:[a-z-]+\s+){0,2}?"
)
_MATRIX = rf"{_ONE}[\s,]*(?:\([^()]*\)\s*)?{_LINKING}"
_AFTER, _BEFORE = re.compile(_MATRIX + _KIND), re.compile(rf"{_KIND}\)?(?:[\s-]+[a-z]+){{0,4}}\s+{_ONE}")
_APPENDED = re.compile(
    rf"{_ONE}\s+(?:is|are|be|denotes)\s+(?:(?:the|an?|our)\s+)?(?:[a-z-]+\s+){{0,3}}[a-z-]+,\s+symmetric(?=\s*(?:[,.;:)]|and\b))"
)
"""Names of which a text says two things: "$a$ is the weight matrix of the graph, symmetric;"."""
_BRACKETED = re.compile(rf"{_ONE}\s*\(\s*\$[^$]{{1,40}}\$\s*[,;]\s*(?:and\s+|real\s+)?symmetric\b")
"""Names with their sizes and the word in brackets: "$a$ ($n \\times n$, symmetric)"."""
_BARELY = re.compile(
    rf"(?:\b(?:that|let|where)\s+(?=a\b)|(?<![\w$\\])(?=[b-z]\b))([a-z])(?![\w$])\s+(?:is|be|being|denotes)\s+(?:an?\s+)?{_KIND}"
)
"""Names that stand in a text without dollars: "where K is a symmetric matrix"."""
_TAKEN = re.compile(
    r"\b(?:take|takes|taking|let|assume|assuming|suppose|make|have|having)\s+([a-z])\s+(?:to\s+be\s+)?symmetric\b"
)
"""The same with "take A symmetric"."""
_ALL = re.compile(
    r"\b(?:both|all|these)\s+(?:the\s+|these\s+|of\s+\w+\s+)?(?:matrices\s+)?(?:are\s+)?(?:[a-z-]+\s+)?"
    + _KIND
)
"""Where a text calls symmetric what it has just named: "both matrices are symmetric"."""
_MIRRORED = re.compile(
    r"(?<![a-z\\{])(\\?[a-z]+)_\{?\s*([a-z])\s*,?\s*([a-z])\s*\}?\s*&?=\s*\1_\{?\s*\3\s*,?\s*\2\s*\}?(?!\w)"
)
"""w_ij = w_ji, in a formula or in plain words."""
_TURNED = r"\s*\^\s*\{?\s*(?:t|\\top|\\intercal|\\mathsf\s*\{?t\}?|\\mathrm\s*\{?t\}?|⊤)\s*\}?|ᵀ|⊤"
_IS_TURNED = re.compile(
    rf"(?<![a-z\\{{_^])(\\?[a-z]+)\s*(?:&?=\s*\1(?:{_TURNED})|(?:{_TURNED})\s*&?=\s*\1(?![a-z\s\\(_^+*-]))"
)
"""S = Sᵀ."""
_LISTED = re.compile(r"\$(?!\s)((?:\\?[a-z]+\s*,\s*)+\\?[a-z]+)(?![a-z({_^])([^$]{0,40})\$")
"""Names in one formula: $a, b, c$ or $a, b \\succ 0$."""
_PLURAL = re.compile(
    rf"{_KIND}\)?(?:[\s-]+[a-z]+){{0,3}}\s+matrices\s+((?:{_ONE}(?:\s*,\s*(?:and\s+)?|\s+and\s+))+{_ONE})"
)
"""Matrices in a list: "with symmetric matrices $a$, $b$ and $c$"."""
_AND = re.compile(rf"{_ONE}\s*(?:,|and|or|,\s*and)\s*(?=\$)")


@lru_cache(maxsize=TEXTS)
def named(words: str) -> frozenset[str]:
    r"""The names that a text, in small letters, calls symmetric, with those that stand in one list with them.

    >>> sorted(named("with $p, q$ symmetric and $w_{ij} = w_{ji}$"))
    ['p', 'q', 'w']
    >>> sorted(named("with $a$ and $b$ symmetric, a covariance matrix $s$; $x$ is data"))
    ['a', 'b', 's']
    >>> sorted(named("let $s = s^t$, and $q^t = q$; then $m^t = m c$")), sorted(named("where k is symmetric"))
    (['q', 's'], ['k'])
    >>> sorted(named("where k is a symmetric positive definite matrix"))
    ['k']
    >>> sorted(named("so take a symmetric in this answer, and assume that c is symmetric"))
    ['a', 'c']
    >>> sorted(named("with symmetric matrices $q$, $r$ and $p$, and a symmetric matrix $s$, $b$ any"))
    ['p', 'q', 'r', 's']
    >>> sorted(named(r"$\hat a \in \mathbb{r}^{n \times n}$ is a matrix, symmetric; $b$ any, and the symmetric $c$"))
    ['\\hat{a}', 'c']
    """
    words = _LISTED.sub(_one_by_one, words)
    plain = _DENIED.sub(" ", words)
    mirrored = {m[1] for pattern in (_MIRRORED, _IS_TURNED) for m in pattern.finditer(plain)}
    found = {
        m[1]
        for pattern in (_AFTER, _APPENDED, _BRACKETED, _BEFORE, _BARELY, _TAKEN)
        for m in pattern.finditer(words)
    }
    found |= {m[1] for plural in _PLURAL.finditer(words) for m in re.finditer(_ONE, plural[1])}
    listed = [(m[1], m.end()) for m in _AND.finditer(words)]
    for name, end in reversed(listed):
        following = re.compile(_ONE).match(words, end)
        found |= {name} if following is not None and following[1] in found else set()
    return frozenset(map(_key, found | mirrored))


_DECORATED = re.compile(r"\\(?:wide)?(hat|tilde|bar)\b\s*\{?\s*(\\?[a-z]+)")


def _key(name: str) -> str:
    return _DECORATED.sub(r"\\\1{\2}", name)


def _one_by_one(match: re.Match[str]) -> str:
    return ", ".join(f"${name.strip()}{match[2]}$" for name in match[1].split(","))


@lru_cache(maxsize=TEXTS)
def _all_denied(words: str) -> frozenset[str]:
    return frozenset(denied(words))


def _denied_among(names: frozenset[str], scope: Scope) -> frozenset[str]:
    keys = _all_denied(scope.words)
    return frozenset(name for name in names if name.split("[")[0].lower() in keys)


@dataclass(frozen=True, slots=True)
class Turned:
    """Both sides with one symbol for each pair of mirrored entries, and what that takes for granted."""

    lefts: tuple[Term, ...]
    rights: tuple[Term, ...]
    told: str


def if_symmetric(
    lefts: Sequence[Term], rights: Sequence[Term], domains: Domains, reading: Reading
) -> Right | Unknown | None:
    """Right where the matrices that the words call symmetric are, or the given ones if no name stands with the word.

    Open where a line is right only with others symmetric as well, or where that could not be decided.
    """
    meant = _meant(lefts, rights, reading)
    if meant is None:
        return None
    if meant.contested:
        names = meant.possible | meant.contested
        verdict = _judged(_turned(names, lefts, rights, reading), domains)
        return None if verdict is None or isinstance(verdict, Wrong) else Unknown(Reason.UNDECIDED, UNDECIDED)
    verdict = _judged(_turned(meant.possible, lefts, rights, reading), domains)
    if not isinstance(verdict, Right):
        return Unknown(Reason.UNDECIDED, UNDECIDED) if isinstance(verdict, Unknown) else None
    if meant.are_called:
        return verdict
    sure = _judged(_turned(meant.called, lefts, rights, reading), domains)
    doubt = Unknown(Reason.READINGS_DISAGREE, "which of its matrices are symmetric")
    return sure if isinstance(sure, Right) else doubt


def sides_if_symmetric(lefts: Sequence[Term], rights: Sequence[Term], reading: Reading) -> Turned | None:
    """The sides where what the words call symmetric is; None where they speak of nothing symmetric in them."""
    meant = _meant(lefts, rights, reading)
    names = None if meant is None else meant.possible if meant.are_called else meant.called
    return None if names is None else _turned(names, lefts, rights, reading)


UNDECIDED = "whether it holds where its matrices are symmetric"


@dataclass(frozen=True, slots=True)
class _Meant:
    """The symbols that may belong to symmetric matrices, and those of which the words say so.

    ``contested`` are those of which they say that and the opposite, as of entries that are treated as independent.
    """

    possible: frozenset[str]
    called: frozenset[str]
    contested: frozenset[str]
    are_called: bool


def _meant(lefts: Sequence[Term], rights: Sequence[Term], reading: Reading) -> _Meant | None:
    scope = reading.scope
    if not is_said(scope.words):
        return None
    given = free_symbols(*lefts, *rights)
    denied_names = _denied_among(given, scope)
    names = given - denied_names
    meant = named(scope.words)
    origins = _origins(meant, {name.split("[")[0] for name in names if _mirrored(name, reading)}, scope)
    called = frozenset(
        name for name in names if name.split("[")[0].lower() in meant or name.split("[")[0] in origins
    )
    of_all = scope.shows(_ALL)
    contested = frozenset(name for name in denied_names if name.split("[")[0].lower() in meant)
    return _Meant(names, called, contested, not meant or called == names or of_all)


def _origins(meant: Collection[str], squares: Collection[str], scope: Scope) -> frozenset[str]:
    """The data of which alone a matrix that is called symmetric is made: d_ab where K_ab = exp(−d_ab) is."""
    made = (key for key in scope.definitions if key.lower() in meant)
    data = (scope.ancestors_of(key) & frozenset(squares) for key in made)
    return frozenset(key for keys in data if len(keys) == 1 for key in keys)


def _turned(
    names: frozenset[str], lefts: Sequence[Term], rights: Sequence[Term], reading: Reading
) -> Turned | None:
    swapped = {name: turned for name in names if (turned := _mirrored(name, reading))}
    if not swapped:
        return None
    mapping = tuple(sorted(swapped.items()))
    keys = ", ".join(sorted({name.split("[")[0] for name in swapped}))
    turned_lefts, turned_rights = (_with_names(tuple(side), mapping) for side in (lefts, rights))
    return Turned(turned_lefts, turned_rights, f"{keys} symmetric")


@lru_cache(maxsize=8)
def _with_names(terms: tuple[Term, ...], names: tuple[tuple[str, str], ...]) -> tuple[Term, ...]:
    """The terms with other names for some symbols: one question asks for the same ones several times."""
    return tuple(substitute_all(terms, {name: sym(other) for name, other in names}))


def _judged(turned: Turned | None, domains: Domains) -> Verdict | None:
    if turned is None:
        return None
    verdict = prove_arrays(turned.lefts, turned.rights, domains, work=_PATIENCE * WORK, simplest=False)
    if not isinstance(verdict, Right):
        return verdict
    return replace(verdict, conditions=(*verdict.conditions, turned.told))


def _mirrored(name: str, reading: Reading) -> str | None:
    """The entry above the diagonal that equals one below it, in a square matrix of data or in a family of them."""
    key, _, label = name.rstrip("]").partition("[")
    *members, last_but_one, last = label.split(",") if "," in label else ("", "", "")
    dims = reading.axes.get(key, ())
    square = len(dims) == len(members) + 2 and reading.dims.find(dims[-1]) == reading.dims.find(dims[-2])
    if not square or not (last_but_one.isdigit() and last.isdigit()) or int(last_but_one) <= int(last):
        return None
    return f"{key}[{','.join((*members, last, last_but_one))}]"
