"""English phrases that say a value, read as formulas: "half the sum of squared residuals plus $\\lambda$ times …".

A phrase is read whole or not at all. "The log of $a$ plus $b$" says two things and is not read.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from derive.elaborate.told.worded.cursor import Cursor
from derive.elaborate.told.worded.nouns import Nouns, is_noun, is_plural, singular
from derive.elaborate.told.worded.operators import OPERATORS, Operator, squared
from derive.reader import syntax as s
from derive.reader.anatomy import base_of
from derive.reader.tree import rebuilt, walk

_ARTICLES = ("the", "a", "an", "all", "our", "these", "those", "each")
_APPOSITION = re.compile(r"sum|difference|product|ratio|expression|quantity|vector|matrix|number|score")
_LONGEST = 3
_HALF = s.Fraction(s.Number("1"), s.Number("2"))


class NoPhrase(Exception):
    """Words that are no value, or more than one."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What nouns mean, what "its" speaks of, and the index letter of the name that is told."""

    nouns: Nouns
    it: s.Node | None = None
    index: s.Node | None = None


@dataclass
class Phrase:
    """A reader of one phrase; ``is_open`` while it ends with an operand that may go on, ``is_sum`` with a sum."""

    at: Cursor
    around: Surroundings
    is_open: bool = field(default=False, init=False)
    is_sum: bool = field(default=False, init=False)
    of_whole: bool = field(default=False, init=False)
    counts: bool = field(default=False, init=False)

    def value(self) -> s.Node:
        """Terms with "plus" and "minus" between them."""
        node = self._term()
        while (sign := self.at.word()) in ("plus", "minus"):
            self.at.place += 1
            if self.is_open and not self._starts_clearly():
                raise NoPhrase
            node = (s.Add if sign == "plus" else s.Sub)(node, self._term())
        return node

    def operators(self) -> list[Operator]:
        """The operators of a list, up to its "of": "cosine and sine of"."""
        found = [self._wanted_operator()]
        while self.at.word() == "and" or self.at.sign() == ",":
            self.at.place += 1
            found.append(self._wanted_operator())
        if not self.at.follows("of"):
            raise NoPhrase
        return found

    def factor(self) -> s.Node:
        """A value without plus, minus, times or over in it."""
        self.is_open = self.is_sum = False
        if self.at.follows("half"):
            self.at.skip(("of",))
            return s.Product(_HALF, self.factor())
        if self.at.follows("twice"):
            return s.Product(s.Number("2"), self.factor())
        if self.at.follows("minus"):
            return s.Neg(self.factor())
        if self.at.follows("its") or self.at.follows("their"):
            return self._of_it()
        self.at.skip(_ARTICLES)
        return self._operated() or self._atom()

    def _term(self) -> s.Node:
        node = self.factor()
        while True:
            if self.at.follows("times") or self.at.follows("multiplied", "by"):
                self._refuse_open()
                node = s.Product(node, self.factor())
            elif self._is_range():
                self.at.place += 3
            elif self.at.follows("over") or self.at.follows("divided", "by"):
                self._refuse_open()
                node = s.Fraction(node, self._divisor(node))
            elif self.at.follows("squared"):
                self._refuse_open()
                node = squared(node)
            else:
                return node

    def _refuse_open(self) -> None:
        if self.is_open:
            raise NoPhrase

    def _starts_clearly(self) -> bool:
        """Whether a term begins with a word that no operand goes on with: "the log of a minus the log of b"."""
        held = self.at.place
        self.at.skip(_ARTICLES)
        clear = self.at.word() in ("half", "twice") or self._operator() is not None
        self.at.place = held
        return clear

    def _divisor(self, node: s.Node) -> s.Node:
        """What stands below: "their sum" is that of what was just said, for all members."""
        for words in (
            ("their", "sum"),
            ("the", "sum", "of", "all", "of", "them"),
            ("the", "sum", "of", "them"),
        ):
            if self.at.follows(*words):
                return self._total(node)
        return self.factor()

    def _total(self, node: s.Node) -> s.Node:
        index = self.around.index
        if not isinstance(index, s.Name):
            raise NoPhrase
        other = s.Name("j" if index.letter != "j" else "k")
        return s.Big("sum", _with_letter(node, index, other), other)

    def _of_it(self) -> s.Node:
        operator = self._operator()
        if operator is None or self.around.it is None:
            raise NoPhrase
        self.counts = operator.counts
        return operator.build(self.around.it)

    def _operated(self) -> s.Node | None:
        """A value with its operator: "the square root of …", "squared residuals", "the sum of …"."""
        for kind in ("sum", "difference", "product"):
            if self.at.follows(kind, "of") or self.at.follows(kind, "between"):
                return self._of_several(kind)
        for kind in ("gradient", "derivative", "slope"):
            if self.at.follows(kind, "of"):
                return self._slope()
        held = self.at.place
        operator = self._operator()
        if operator is not None and self.at.follows("of"):
            self.of_whole, self.counts = operator.of_whole, operator.counts
            node = operator.build(base_of(self.factor()) if operator.of_whole else self.factor())
            self.is_open = not operator.is_wide
            return node
        self.at.place = held
        if self.at.follows("squared"):
            return squared(self.factor())
        return None

    def _of_several(self, kind: str) -> s.Node:
        """The sum of two values, or of a family: "the sum of the squares of the residuals"."""
        self.at.skip(_ARTICLES)
        if kind == "sum" and self.at.follows("squares", "of"):
            return self._summed(squared(self.factor()))
        first = self.factor()
        if self.at.follows("and"):
            return _OF_TWO[kind](first, self.factor())
        if kind != "sum":
            raise NoPhrase
        return self._summed(first)

    def _slope(self) -> s.Node:
        """The gradient of the loss with respect to the output."""
        of = self.factor()
        if not any(self.at.follows(*words) for words in _BY):
            raise NoPhrase
        return s.Derivative(of, (self.factor(),))

    def _summed(self, node: s.Node) -> s.Node:
        letter = _only_letter(node)
        if letter is None:
            raise NoPhrase
        self.is_open, self.is_sum = False, True
        return s.Big("sum", node, letter)

    def _is_range(self) -> bool:
        """Whether "over the years", "over all $i$" or "for each $k$" says what a sum runs over, and no divisor."""
        if (self.at.word(), self.at.word(1)) not in _RANGES:
            return False
        token = self.at.at(2)
        if token is None or token.text == "sum" or token.text in OPERATORS:
            return False
        return self.is_sum or token.kind == "formula" or token.text not in self.around.nouns

    def _atom(self) -> s.Node:
        token, after = self.at.at(), self.at.at(1)
        named = token is not None and (
            _APPOSITION.fullmatch(token.text) is not None or token.text in self.around.nouns
        )
        if named and after is not None and after.kind == "formula":
            self.at.place += 1
            token = after
        if token is None:
            raise NoPhrase
        if token.kind == "word":
            return self._noun()
        if token.tree is None or any(isinstance(part, _NO_VALUE) for part in walk(token.tree)):
            raise NoPhrase
        self.at.place += 1
        return token.tree

    def _noun(self) -> s.Node:
        """A noun with words before it that say more of it: "the blurred signal"."""
        for run in range(_LONGEST):
            word = self.at.word(run)
            if word is None or not is_noun(word):
                break
            found = self.around.nouns.of(word)
            if found:
                self.at.place += run + 1
                return self._meant(found, is_plural(word))
        raise NoPhrase

    def _meant(self, found: Sequence[s.Node], plural: bool) -> s.Node:
        """The one thing that a noun means, with the index of the name that is told."""
        if len({base_of(node) for node in found}) != 1:
            raise NoPhrase
        index = self.around.index
        if index is None and not plural:
            return min(found, key=lambda node: isinstance(node, s.Index))
        node = self.around.nouns.of_members(max(found, key=lambda node: isinstance(node, s.Index)))
        own = _only_letter(node)
        return _with_letter(node, own, index) if index is not None and own is not None else node

    def _wanted_operator(self) -> Operator:
        self.at.skip(_ARTICLES)
        operator = self._operator()
        if operator is None:
            raise NoPhrase
        return operator

    def _operator(self) -> Operator | None:
        """The operator whose name stands here, the longest first; a squared length is an operator, too."""
        held = self.at.place
        is_squared = self.at.follows("squared")
        for count in (2, 1):
            words = [self.at.word(ahead) or "" for ahead in range(count)]
            words[-1] = singular(words[-1])
            operator = OPERATORS.get(" ".join(words))
            if operator is not None:
                self.at.place += count
                return _squaring(operator) if is_squared else operator
        self.at.place = held
        return None


_NO_VALUE = (s.Chain, s.Sequence, s.Hole, s.Dots)
_BY = (("with", "respect", "to"), ("in",), ("by",), ("wrt",))
_OF_TWO: dict[str, Callable[[s.Node, s.Node], s.Node]] = {
    "sum": s.Add,
    "difference": s.Sub,
    "product": s.Product,
}
_RANGES = {
    ("over", "the"),
    ("over", "all"),
    ("over", "every"),
    ("for", "each"),
    ("for", "every"),
    ("for", "all"),
}


def _squaring(operator: Operator) -> Operator:
    return replace(operator, build=lambda of: squared(operator.build(of)))


def _only_letter(node: s.Node) -> s.Name | None:
    """The one index letter of a formula that no sum in it runs over."""
    parts = list(walk(node))
    below = [part.below for part in parts if isinstance(part, s.Index) and part.below is not None]
    letters = {
        name for each in below for item in each.items for name in walk(item) if isinstance(name, s.Name)
    }
    ranges = [part.below for part in parts if isinstance(part, s.Big) and part.below is not None]
    free = letters - {part for each in ranges for part in walk(each) if isinstance(part, s.Name)}
    return free.pop() if len(free) == 1 else None


def _with_letter(node: s.Node, old: s.Node, new: s.Node) -> s.Node:
    if node == old:
        return new
    changed: s.Node = rebuilt(node, lambda part: _with_letter(part, old, new))
    return changed
