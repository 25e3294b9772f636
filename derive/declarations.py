"""Domains as people write them: "p in (0,1)", "y in {0,1}", "0 < p < 1", "x positive", "(a, b, c) one-hot"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from fractions import Fraction

from derive.domains import POSITIVE, REALS, Domain, Domains, FiniteSet, Group, Interval, OneHot, Simplex
from derive.errors import GradproofError, ReadError
from derive.plain import read_condition
from derive.terms import AllOf, Compare, Condition, Num, Sym

ZERO = Fraction(0)
WORDS: Mapping[str, Domain] = {
    "real": REALS,
    "positive": POSITIVE,
    "negative": Interval(high=ZERO),
    "nonnegative": Interval(low=ZERO, open_low=False),
    "non-negative": Interval(low=ZERO, open_low=False),
    "nonpositive": Interval(high=ZERO, open_high=False),
    "integer": Interval(integer=True),
    "whole": Interval(integer=True),
    "natural": Interval(low=ZERO, open_low=False, integer=True),
    "label": FiniteSet((ZERO, Fraction(1))),
    "probability": Interval(ZERO, Fraction(1)),
}
_NAME = r"[^\s,<>=(){}|]+(?:\{[^{}]*\})*(?:\[[^\]]*\])?"
Declared = str | Domain


def declare(given: Mapping[str, Declared] | Iterable[str] | Domains | None) -> Domains:
    """The domains that were declared, by name or as sentences.

    Raises ``GradproofError`` for an empty domain, or for a symbol with two domains that do not go together.

    >>> declare({"p": "(0,1)"}).domain("p") == Interval(ZERO, Fraction(1))
    True
    >>> declare(["p > 1", "p < 0"])
    Traceback (most recent call last):
    derive.errors.GradproofError: the domain of p is empty (its declarations exclude each other)
    """
    if given is None:
        return Domains()
    if isinstance(given, Domains):
        return given
    found: dict[str, Domain] = {}
    groups: list[Group] = []
    if isinstance(given, Mapping):
        for name, domain in given.items():
            _declare_one(name, domain, found, groups)
    else:
        for sentence in given:
            try:
                _read_sentence(sentence, found, groups)
            except ReadError as problem:
                raise _place_in(sentence, problem) from None
    return Domains(found, tuple(groups))


def _declare_one(name: str, domain: Declared, found: dict[str, Domain], groups: list[Group]) -> None:
    if not isinstance(domain, str):
        _merge(name, domain, found)
        return
    text = domain.strip()
    if re.search(r"[<>]|\bin\b|∈", text):
        _read_sentence(text, found, groups)
    else:
        _merge(name, read_domain(text), found)


def _place_in(sentence: str, problem: ReadError) -> ReadError:
    # The place of what is wrong in the whole sentence, which is what was written.
    offset = max(0, sentence.find(problem.text))
    problem.start, problem.end, problem.text = problem.start + offset, problem.end + offset, sentence
    return problem


def _read_sentence(sentence: str, found: dict[str, Domain], groups: list[Group]) -> None:
    text = sentence.strip()
    if group := re.fullmatch(r"\((.+)\)\s*(?:is\s+|in\s+)?(one-?hot|simplex)", text):
        names = tuple(name.strip() for name in re.split(r",(?![^\[]*\])", group[1]))
        groups.append(Simplex(names) if group[2] == "simplex" else OneHot(names))
    elif member := re.fullmatch(rf"({_NAME}(?:\s*,\s*{_NAME})*)\s*(?:\bin\b|∈|\\in|\bis\b)\s*(.+)", text):
        for name in re.split(r",(?![^\[]*\])", member[1]):
            _merge(name.strip(), read_domain(member[2]), found)
    elif word := re.fullmatch(rf"({_NAME})\s+([a-z-]+)", text):
        _merge(word[1], read_domain(word[2]), found)
    else:
        _read_inequalities(text, found)


def read_domain(text: str) -> Domain:
    """One domain: an interval, a finite set or a word.

    >>> read_domain("{-1, 1}")
    FiniteSet(values=(Fraction(-1, 1), Fraction(1, 1)))
    """
    text = text.strip()
    if text.lower() in WORDS:
        return WORDS[text.lower()]
    if braces := re.fullmatch(r"\\?\{(.*?)\\?\}", text):
        return FiniteSet(
            tuple(sorted({_number(part, text) for part in braces[1].split(",") if part.strip()}))
        )
    if ends := re.fullmatch(r"([(\[\]])([^,]*),([^,]*)([)\]\[])(\s+whole|\s+integer)?", text):
        low, high = _end(ends[2], text), _end(ends[3], text)
        return Interval(low, high, ends[1] != "[", ends[4] != "]", bool(ends[5]))
    remedy = f'write "(0,1)", "[0,oo)", "{{0,1}}" or one of: {", ".join(WORDS)}'
    raise ReadError(f"{text!r} is no domain", end=max(1, len(text)), remedy=remedy, text=text)


def _end(text: str, whole: str) -> Fraction | None:
    return None if re.fullmatch(r"\s*[-+]?\s*(oo|inf|infinity|∞|\\infty)\s*", text) else _number(text, whole)


def _number(text: str, whole: str) -> Fraction:
    try:
        return Fraction(text.replace(" ", "").replace("−", "-"))
    except (ValueError, ZeroDivisionError):
        raise ReadError(f"{text.strip()!r} in {whole!r} is no number", end=len(whole), text=whole) from None


def _read_inequalities(text: str, found: dict[str, Domain]) -> None:
    condition = read_condition(text)
    for part in condition.parts if isinstance(condition, AllOf) else (condition,):
        name, domain = _half_line(part, text)
        _merge(name, domain, found)


def _half_line(part: Condition, text: str) -> tuple[str, Domain]:
    match part:
        case Compare(relation="<" | "<=", left=Sym(name=name), right=Num(value=value)):
            return name, Interval(high=value, open_high=part.relation == "<")
        case Compare(relation="<" | "<=", left=Num(value=value), right=Sym(name=name)):
            return name, Interval(low=value, open_low=part.relation == "<")
        case Compare(relation="=", left=Sym(name=name), right=Num(value=value)):
            return name, FiniteSet((value,))
        case _:
            raise ReadError(
                f"{text!r} does not say where one symbol lives",
                end=len(text),
                remedy='write it like "0 < p < 1"',
            )


def _merge(name: str, domain: Domain, found: dict[str, Domain]) -> None:
    merged = intersection(found.get(name, REALS), domain)
    if merged is None:
        raise GradproofError(f"the domain of {name} is empty", remedy="its declarations exclude each other")
    found[name] = merged


def intersection(a: Domain, b: Domain) -> Domain | None:
    """What lies in both domains; None if nothing does.

    >>> intersection(POSITIVE, FiniteSet((Fraction(-1), Fraction(1))))
    FiniteSet(values=(Fraction(1, 1),))
    """
    if isinstance(a, FiniteSet):
        kept = tuple(value for value in a.values if holds(b, value))
        return FiniteSet(kept) if kept else None
    if isinstance(b, FiniteSet):
        return intersection(b, a)
    low, open_low = max(
        ((e, o) for e, o in ((a.low, a.open_low), (b.low, b.open_low)) if e is not None), default=(None, True)
    )
    ends = [(e, not o) for e, o in ((a.high, a.open_high), (b.high, b.open_high)) if e is not None]
    high, closed = min(ends, default=(None, False))
    merged = Interval(low, high, open_low, not closed, a.integer or b.integer)
    return None if _is_empty(merged) else merged


def holds(domain: Domain, value: Fraction) -> bool:
    """Whether a value lies in a domain."""
    if isinstance(domain, FiniteSet):
        return value in domain.values
    above = domain.low is None or value > domain.low or (value == domain.low and not domain.open_low)
    below = domain.high is None or value < domain.high or (value == domain.high and not domain.open_high)
    return above and below and not (domain.integer and value.denominator != 1)


def _is_empty(domain: Interval) -> bool:
    if domain.low is None or domain.high is None:
        return False
    if domain.integer:
        first = -((-domain.low) // 1)
        return not any(holds(replace(domain), Fraction(first + k)) for k in (0, 1))
    return domain.low > domain.high or (domain.low == domain.high and (domain.open_low or domain.open_high))
