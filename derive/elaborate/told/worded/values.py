"""English phrases that say a value, read as formulas: "half the sum of squared residuals plus $\\lambda$ times …".

A phrase is read whole or not at all. "The log of $a$ plus $b$" says two things and is not read.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from derive.elaborate.told.worded.cursor import Cursor
from derive.elaborate.told.worded.families import only_letter, with_letter
from derive.elaborate.told.worded.nouns import Nouns, is_noun, is_plural, singular
from derive.elaborate.told.worded.operators import BINARY, NUMBERS, OPERATORS, Operator, squared
from derive.reader import syntax as s
from derive.reader.anatomy import base_of
from derive.reader.tree import walk

_ARTICLES = ("the", "a", "an", "all", "our", "these", "those", "each")
_APPOSITION = re.compile(
    r"sum|difference|product|ratio|expression|quantity|vector|matrix|number|score|value|angle"
)
_LONGEST = 3
_HALF = s.Fraction(s.Number("1"), s.Number("2"))
_NO_VALUE = (s.Chain, s.Sequence, s.Hole, s.Dots)
_BY = (("with", "respect", "to"), ("in",), ("by",), ("wrt",), ("w.r.t.",))
_MADE = re.compile(r"makes|gives|returns|does")


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
    """A reader of one phrase; ``is_open`` while it ends with an operand that may go on, ``is_sum`` with a sum.

    ``of_whole`` says that an operator took all members of a family, ``counts`` that one may be a number of entries.
    """

    at: Cursor
    around: Surroundings
    is_open: bool = field(default=False, init=False)
    is_sum: bool = field(default=False, init=False)
    of_whole: bool = field(default=False, init=False)
    counts: bool = field(default=False, init=False)
    last: s.Node | None = field(default=None, init=False)

    def value(self) -> s.Node:
        """Terms with "plus" and "minus" between them."""
        node = self.term()
        while (sign := self.at.word()) in ("plus", "minus"):
            self.at.place += 1
            if self.is_open and not self._starts_clearly():
                raise NoPhrase
            node = (s.Add if sign == "plus" else s.Sub)(node, self.term())
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

    def term(self) -> s.Node:
        """Factors with "times" and "over" between them."""
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
            else:
                return node

    def factor(self) -> s.Node:
        """A value without plus, minus, times or over in it."""
        node = self._operand()
        if self.at.follows("squared"):
            self._refuse_open()
            node = squared(node)
        return node

    def _operand(self) -> s.Node:
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
        if self.at.follows("what"):
            return self._made()
        self.at.skip(_ARTICLES)
        return self._operated() or self._atom()

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

    def _made(self) -> s.Node:
        """What the logistic function makes of $z$."""
        operator = self._wanted_operator()
        if _MADE.fullmatch(self.at.word() or "") is None or self.at.word(1) not in ("of", "for", "to"):
            raise NoPhrase
        self.at.place += 2
        return operator.build(self.factor())

    def _of_it(self) -> s.Node:
        operator, it = self._operator(), self.last if self.last is not None else self.around.it
        if operator is None or it is None:
            raise NoPhrase
        self.counts = operator.counts
        return operator.build(it)

    def _operated(self) -> s.Node | None:
        """A value with its operator: "the square root of …", "squared residuals", "the sum of …"."""
        held = self.at.place
        for start in (self._of_two, self._slope, self._summed, self._of_one):
            try:
                node = start()
            except NoPhrase:
                node = None
            if node is not None:
                return node
            self.at.place = held
        if self.at.follows("squared"):
            return squared(self.factor())
        return None

    def _of_one(self) -> s.Node | None:
        operator = self._operator()
        if operator is None or not self.at.follows("of"):
            return None
        self.of_whole, self.counts = operator.of_whole, operator.counts
        node = operator.build(base_of(self._operand()) if operator.of_whole else self._operand())
        self.is_open = not operator.is_wide
        return node

    def _of_two(self) -> s.Node | None:
        """A value of two others: "the difference between $a$ and $b$", "the squared distance of $x$ from $c$"."""
        is_squared = self.at.follows("squared")
        for name, (combine, words) in BINARY.items():
            held = self.at.place
            if not self.at.follows(*name.split()):
                continue
            for before, between in words:
                if self.at.follows(before):
                    first = self._operand()
                    if self.at.follows(between):
                        node = combine(first, self._second())
                        return squared(node) if is_squared else node
                self.at.place = held + len(name.split())
            self.at.place = held
        return None

    def _second(self) -> s.Node:
        """The second of two values; "the sum of a and b times c" says two things."""
        token = self.at.at()
        node = self.term()
        is_product = isinstance(node, s.Product | s.Fraction) and token is not None
        if is_product and token is not None and token.tree is not None and token.tree != node:
            raise NoPhrase
        return node

    def _summed(self) -> s.Node | None:
        """The sum of a family: "the sum of the squares of the residuals", "of the entries of $v$"."""
        total = self.at.follows("sum", "of")
        if not total and not any(self.at.follows(mean, "of") for mean in ("mean", "average")):
            return None
        self.at.skip(_ARTICLES)
        node = squared(self._member()) if self.at.follows("squares", "of") else self._member()
        letter = only_letter(node)
        if letter is None:
            raise NoPhrase
        self.is_open, self.is_sum = False, True
        return s.Big("sum", node, letter) if total else self._mean(node, letter)

    def _mean(self, node: s.Node, letter: s.Name) -> s.Node:
        """The mean of a family, where one letter alone says how many there are of anything."""
        counts = self.around.nouns.counts
        if len(counts) != 1:
            raise NoPhrase
        (count,) = counts
        first = s.Chain((letter, s.Number("1")), (s.Relation("="),))
        return s.Product(s.Fraction(s.Number("1"), count), s.Big("sum", node, first, count))

    def _member(self) -> s.Node:
        """One member of what is summed: an entry of a vector where its entries are."""
        self.at.skip(_ARTICLES)
        if self.at.word() in ("entries", "components", "elements", "coordinates") and self.at.word(1) == "of":
            self.at.place += 2
            whole = self._operand()
            if not isinstance(whole, s.Name):
                raise NoPhrase
            return self.around.nouns.members.get(whole) or s.Index(whole, s.Indices((s.Name("i"),)))
        return self.factor()

    def _slope(self) -> s.Node | None:
        """The gradient of the loss with respect to the output."""
        if not any(self.at.follows(kind, "of") for kind in ("gradient", "derivative", "slope")):
            return None
        of = self.factor()
        if not any(self.at.follows(*words) for words in _BY):
            raise NoPhrase
        return s.Derivative(of, (self.factor(),))

    def _divisor(self, node: s.Node) -> s.Node:
        """What stands below: "their sum" is that of what was just said, for all members."""
        for words in (("their",), ("the", "sum", "of", "all", "of"), ("the", "sum", "of")):
            if self.at.follows(*words, "sum" if words == ("their",) else "them"):
                return self._total(node)
        return self.factor()

    def _total(self, node: s.Node) -> s.Node:
        index = self.around.index
        if not isinstance(index, s.Name):
            raise NoPhrase
        other = s.Name("j" if index.letter != "j" else "k")
        return s.Big("sum", with_letter(node, index, other), other)

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
        named = token is not None and (_APPOSITION.fullmatch(token.text) or token.text in self.around.nouns)
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
        self.last = token.tree
        return token.tree

    def _noun(self) -> s.Node:
        """A number, or a noun with words before it that say more of it: "the blurred signal"."""
        number = NUMBERS.get(self.at.word() or "")
        if number is not None:
            self.at.place += 1
            return s.Number(number)
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
        own = only_letter(node)
        return with_letter(node, own, index) if index is not None and own is not None else node

    def _wanted_operator(self) -> Operator:
        self.at.skip(_ARTICLES)
        operator = self._operator()
        if operator is None:
            raise NoPhrase
        return operator

    def _operator(self) -> Operator | None:
        """The operator whose name stands here, the longest first; a squared or a negative one is its own, too."""
        held = self.at.place
        change = next((_CHANGES[word] for word in _CHANGES if self.at.follows(word)), None)
        for count in (2, 1):
            words = [self.at.word(ahead) or "" for ahead in range(count)]
            words[-1] = singular(words[-1])
            operator = OPERATORS.get(" ".join(words))
            if operator is not None:
                self.at.place += count
                return operator if change is None else _changed(operator, change)
        self.at.place = held
        return None


_CHANGES: dict[str, Callable[[s.Node], s.Node]] = {"squared": squared, "negative": s.Neg}
_RANGES = {
    ("over", "the"),
    ("over", "all"),
    ("over", "every"),
    ("for", "each"),
    ("for", "every"),
    ("for", "all"),
}


def _changed(operator: Operator, change: Callable[[s.Node], s.Node]) -> Operator:
    return replace(operator, build=lambda of: change(operator.build(of)))
