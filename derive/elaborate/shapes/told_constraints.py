r"""What words tell of data that a proof has to know: unit vectors, centred data, orthogonal matrices, projections."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from derive.calculus import free_symbols, substitute_all
from derive.domains import Domains
from derive.elaborate.shapes.typed import Reading
from derive.elaborate.symbols.memory import TEXTS
from derive.judgement import prove_arrays
from derive.model import Reason, Right, Unknown, Wrong
from derive.terms import ONE, ZERO, Num, Term, num, sym

_NOT = re.compile(r"\b(?:not?|non|nor|never|without|need|un)\b[^.;$]{0,30}\Z|n't\b[^.;$]{0,30}\Z")
_STYLE = r"(?:\\(?:mathbf|boldsymbol|bm|mathrm|vec)\s*\{?\s*)?"
_ONE = rf"\$\s*(?:\\\||\\lvert|\\lvert)?\s*{_STYLE}(?P<NAME>(?:\\(?:hat|bar|tilde)\s*\{{?)?\\?[a-z]+)\b"
_UNIT = r"unit[\s-]+(?:vectors?|norm|length)|(?:norm|length)\s+(?:one|1)|normali[sz]ed\s+to\s+(?:unit|length)"
_UNIT_NAME = re.compile(
    rf"{_ONE.replace('NAME', 'a')}[^$.;]{{0,40}}\$[\s,]*"
    rf"(?:(?:is|are|be|being|has|have|with|of|having|both|also|an?|the)\s+)*(?:{_UNIT})"
    rf"|\b(?:{_UNIT})\s+{_ONE.replace('NAME', 'b')}[^$]{{0,20}}\$"
)
_UNIT_FORMULA = re.compile(
    rf"(?:\\\||\\lVert|\\lvert\\lvert|\|\|?)\s*{_STYLE}(?P<a>\\?[a-z]+)\}}?(?:_\{{?\w\}}?)?\s*(?:\\\||\\rvert\\rvert|\\rVert|\|\|?)"
    r"(?:_\{?2\}?)?(?:\^\{?2\}?)?\s*=\s*1\s*[$,.]"
    rf"|(?<![a-z+-])(?P<b>\\?[a-z]+)\s*\^\s*\{{?\s*(?:t|\\top|\\intercal)\s*\}}?\s*(?P=b)\s*=\s*1\s*[$,.]",
    re.IGNORECASE,
)
_OTHERS = re.compile(
    r"\b(?:orthogonal(?!\s+to\b)|orthonormal|idempotent|projection\s+matri(?:x|ces)|projectors?|whitened|standardi[sz]ed"
    r"|(?:row|column)[\s-]?stochastic|permutation\s+matri(?:x|ces))\b"
    r"|\^\s*\{?(?:t|\\top|\\intercal)\}?\s*\\?[a-z]+\s*=\s*i(?:_\{?\w+\}?)?\s*(?=\$)"
    r"|(?<![a-z])(?P<twice>\\?[a-z]+)\s*\^\s*\{?2\}?\s*=\s*(?P=twice)(?![a-z])"
)
"""What else is told of names and cannot be put into a proof."""
_CENTRED = re.compile(
    r"\b(?:cent(?:red|ered)|mean[\s-]+zero|zero[\s-]+mean|(?:sums?|adds?)\s+(?:up\s+)?to\s+(?:0|zero))\b"
    r"|\\sum[^$=]*=\s*0\s*(?=\$)"
)
"""That the members of something add up to nothing."""
_LINKING = re.compile(
    r"[\s,(]*(?:(?:is|are|be|being|was|were|has|have|having|with|assumed|to|also|all|already|both|an?|the|some|now|then)\s+)*"
)
_NEXT = re.compile(r"(?:\s+[a-z-]+){0,2}[\s(]*")
"""What stands between a name and what is told of it."""
_FIRST = re.compile(
    r"(?<![a-z\\])(\\?[a-z]+)_(?:0|\{(?:[a-z],?\s*)?0\})(?:\^\{?\(?[a-z]\)?\}?)?\s*(?:=|:=|\\equiv)\s*(-?)\s*1"
    r"(?![\d.]*\d|\s*[-+*/\\^_(a-z])"
)
"""That a member of number 0 is 1, as that of a bias is: x_0 = 1, x_{i0} ≡ 1."""
_SENTENCE = re.compile(r"[.!?;](?=\s|$)|\n[ \t]*\n|\$\$|\\begin|\\end")
_LETTER, _INDEX = re.compile(r"\\?[a-z]+"), re.compile(r"_(?:\{[^{}]*\}|\w)")
TOLD = "whether it holds by what the words tell of {}"


@dataclass(frozen=True, slots=True)
class _Told:
    units: frozenset[str]
    centred: frozenset[str]
    others: frozenset[str]
    first: Mapping[str, int]


def if_told(
    lefts: Sequence[Term], rights: Sequence[Term], domains: Domains, reading: Reading
) -> Right | Unknown | None:
    """Right where vectors have the unit length that words tell; open where a line may hold by what else they tell."""
    told = _told(reading.scope.words)
    if all(isinstance(term, Num) for term in rights):
        return None
    names = free_symbols(*lefts, *rights)
    keys = {name.partition("[")[0] for name in names}
    others = sorted(key for key in keys if key.lower() in told.others)
    units = sorted(key for key in keys if key.lower() in told.units)
    if units:
        mapping = {name: value for key in units for name, value in _units(key, names, reading)}
        left, right = (substitute_all(side, mapping) for side in (lefts, rights))
        verdict = prove_arrays(left, right, domains, simplest=False)
        if isinstance(verdict, Right) and mapping:
            said = tuple(f"{key} of unit length" for key in units)
            conditions = tuple(one for one in verdict.conditions if _PARAMETER not in one)
            return replace(verdict, conditions=(*conditions, *said))
        if not isinstance(verdict, Wrong):
            return Unknown(Reason.UNDECIDED, TOLD.format(", ".join(units)))
    zeroth = {name: told.first.get(_of_number_zero(name)) for name in names}
    mapping = {name: num(value) for name, value in zeroth.items() if value is not None}
    if mapping:
        left, right = (substitute_all(side, mapping) for side in (lefts, rights))
        verdict = prove_arrays(left, right, domains, simplest=False)
        if isinstance(verdict, Right):
            said = tuple(f"{name.partition('[')[0]}_0 = {zeroth[name]}" for name in sorted(mapping))
            return replace(verdict, conditions=(*verdict.conditions, *dict.fromkeys(said)))
        others += sorted(mapping) if isinstance(verdict, Unknown) else []
    centred = [key for key in keys if key.lower() in told.centred]
    mapping = {name: value for key in centred for name, value in _centred(key, names, reading)}
    if mapping:
        left, right = (substitute_all(side, mapping) for side in (lefts, rights))
        if not isinstance(prove_arrays(left, right, domains, simplest=False), Wrong):
            others += centred
    if others:
        return Unknown(Reason.UNDECIDED, TOLD.format(", ".join(others)))
    return None


_PARAMETER = "?unit"


def _units(key: str, names: frozenset[str], reading: Reading) -> Iterator[tuple[str, Term]]:
    """The entries of every vector of a name, as those of a point of the sphere that is seen from one of its poles."""
    dims = reading.axes.get(key, ())
    if not dims:
        return
    size = reading.size(dims[-1])
    labels = {
        name.rstrip("]").partition("[")[2].rpartition(",")[0] for name in names if name.startswith(f"{key}[")
    }
    for label in sorted(labels):
        prefix = f"{key}[{label}," if label else f"{key}["
        free = [sym(f"{_PARAMETER} {prefix}{k}]") for k in range(1, size)]
        squares = sum((each * each for each in free), ZERO)
        for k, each in enumerate(free, start=1):
            yield f"{prefix}{k}]", num(2) * each / (ONE + squares)
        yield f"{prefix}{size}]", (squares - ONE) / (ONE + squares)


def _of_number_zero(name: str) -> str:
    """The name, in small letters, of the family of which a symbol is the member of number 0; "" for any other."""
    key, _, label = name.rstrip("]").partition("[")
    return key.lower() if label.rpartition(",")[2] == "0" else ""


def _centred(key: str, names: frozenset[str], reading: Reading) -> Iterator[tuple[str, Term]]:
    """The last member of data as what makes their sum nothing."""
    dims = reading.axes.get(key, ())
    size = reading.size(dims[0]) if dims else 1
    for name in names:
        first, comma, rest = name.rstrip("]").partition("[")[2].partition(",")
        if size > 1 and name.startswith(f"{key}[") and first == str(size):
            yield name, sum((-sym(f"{key}[{k}{comma}{rest}]") for k in range(1, size)), ZERO)


@lru_cache(maxsize=TEXTS)
def _told(words: str) -> _Told:
    r"""The names that a text, in small letters, calls unit vectors, and those of which it tells what no proof knows.

    >>> told = _told(r"let $w$ be a unit vector and $\|u\| = 1$. the data $x_i$ are centred. $q$ is not orthogonal.")
    >>> sorted(told.units), sorted(told.centred), sorted(told.others)
    (['u', 'w'], ['x'], [])
    """
    units: set[str] = set()
    centred: set[str] = set()
    others: set[str] = set()
    for sentence in _SENTENCE.split(words):
        matches = [*_UNIT_NAME.finditer(sentence), *_UNIT_FORMULA.finditer(sentence)]
        units |= {match["a"] or match["b"] for match in matches if not _NOT.search(sentence[: match.start()])}
        for pattern, found in ((_OTHERS, others), (_CENTRED, centred)):
            for match in pattern.finditer(sentence):
                found |= frozenset() if _NOT.search(sentence[: match.start()]) else _beside(sentence, match)
    first = {match[1]: -1 if match[2] else 1 for match in _FIRST.finditer(words)}
    return _Told(frozenset(units), frozenset(centred), frozenset(others - units), first)


def _beside(sentence: str, match: re.Match[str]) -> frozenset[str]:
    """The names in the formulas before and behind some words, or in the one that they belong to."""
    pieces = sentence[: match.start()].split("$")
    if len(pieces) % 2 == 0:
        return _names(pieces[-1] + match[0])
    behind = sentence[match.end() :].split("$")
    found = _names(pieces[-2]) if len(pieces) > 1 and _LINKING.fullmatch(pieces[-1]) else frozenset[str]()
    return found | (_names(behind[1]) if len(behind) > 1 and _NEXT.fullmatch(behind[0]) else frozenset[str]())


def _names(formula: str) -> frozenset[str]:
    """The names of a formula without its indices."""
    return frozenset(_LETTER.findall(_INDEX.sub("", formula)))
