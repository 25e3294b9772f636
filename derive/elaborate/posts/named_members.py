"""Definitions that name a thing before they write it out: J = E[r] = Σ π_a r_a defines J by what can be worked out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from derive.elaborate.symbols.names import Letters
from derive.elaborate.symbols.roles import EQUALITIES, PROBABILITIES, Link, head_of
from derive.reader import syntax as s
from derive.reader.tree import walk


def past_named_members(links: Sequence[Link], letters: Letters) -> tuple[list[Link], frozenset[int]]:
    """The links with every definition at the first member that is written out, and the places of those before it."""
    heads = {head.key for link in links if link.begins and (head := head_of(link.left, letters)) is not None}
    found, passed = list(links), set[int]()
    for place in range(len(links) - 1):
        link, after = found[place], links[place + 1]
        if _names_only(link, heads, letters) and after.left == link.right and after.sign in EQUALITIES:
            found[place + 1] = replace(after, left=link.left, begins=True)
            passed.add(place)
    return found, frozenset(passed)


def _names_only(link: Link, heads: Iterable[str], letters: Letters) -> bool:
    introduces = link.begins and link.sign in EQUALITIES and head_of(link.left, letters) is not None
    return introduces and any(_is_named(part, heads, letters) for part in walk(link.right))


def _is_named(part: object, heads: Iterable[str], letters: Letters) -> bool:
    """Whether a part only says in words or signs what it is: an expectation, an integral, an unknown probability."""
    match part:
        case s.Expectation() | s.Big(symbol="int"):
            return True
        case s.Call(function=s.Name(letter=letter), arguments=arguments):
            spoken = letter in PROBABILITIES or any(isinstance(each, s.Conditional) for each in arguments)
            head = head_of(part, letters)
            return spoken and (head is None or head.key not in heads)
    return False
