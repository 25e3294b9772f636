"""The words of a phrase one by one: articles, nouns, formulas, the names of functions, and ranges."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from derive.elaborate.told.worded.cursor import Cursor
from derive.elaborate.told.worded.families import only_letter, with_letter
from derive.elaborate.told.worded.nouns import Nouns, is_noun, is_plural, singular
from derive.elaborate.told.worded.operators import NUMBERS, OPERATORS, Operator, squared
from derive.reader import syntax as s
from derive.reader.anatomy import base_of
from derive.reader.tree import walk

ARTICLES = ("the", "a", "an", "all", "our", "these", "those", "each", "every", "both")
ORDINALS = ("first", "second", "third", "fourth")
_LONGEST = 4
_NO_VALUE = (s.Chain, s.Sequence, s.Hole, s.Dots)
_CHANGED = re.compile(
    r"(?:re)?scaled|normali[sz]ed|standardi[sz]ed|weighted|cent(?:er|re)d|shifted|transposed|inverted|relative|absolute|log|logged"
    r"|mean|average|averaged|total|regulari[sz]ed|smoothed|clipped|masked|reduced|transformed|corrected|adjusted|inverse|negated"
)
"""What makes something else of a thing: the scaled logits are not the logits."""
_EACH = ("elementwise", "entrywise", "componentwise", "element-wise", "entry-wise", "component-wise", "usual")
_ADJECTIVE = re.compile(
    r"observed|measured|known|predicted|fitted|modell?ed|model|forecast|estimated|recorded"
)
_MANY = re.compile(r"rows|columns|entries|elements|components")
_RANGE = re.compile(r"over|across|for")


class NoPhrase(Exception):
    """Words that are no value, or more than one."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What nouns mean, what "its" and "their" speak of, and the index letter of the name that is told."""

    nouns: Nouns
    it: s.Node | None = None
    index: s.Node | None = None
    them: tuple[s.Node, ...] = ()


@dataclass
class Words:
    """A reader of the words of a phrase; ``last`` is the formula read last, ``is_sum`` says that it ends a sum."""

    at: Cursor
    around: Surroundings
    is_sum: bool = field(default=False, init=False)
    last: s.Node | None = field(default=None, init=False)

    def skip_articles(self) -> None:
        """Pass articles, "elementwise", and an aside of one word: "the (positive) root"."""
        self.at.skip(ARTICLES)
        self.at.skip(_EACH)
        if self.at.sign() == "(" and self.at.word(1) is not None and self.at.text(2) == ")":
            self.at.place += 3

    def passes_a_range(self) -> s.Node | bool:
        """Pass "over the years", "over all $n$ points", "for each $k$": what a sum runs over; the count it says."""
        if _RANGE.fullmatch(self.at.word() or "") is None or self.at.word(1) not in ARTICLES:
            return False
        ahead = 2 + (self.at.word(2) in ARTICLES)
        token = self.at.at(ahead)
        if token is None or token.text == "sum" or token.text in OPERATORS:
            return False
        if token.kind == "word" and token.text in self.around.nouns and not self.is_sum:
            return False
        counted = token.kind == "formula" and is_plural(self.at.word(ahead + 1) or "")
        self.at.place += ahead + 1 + counted
        return token.tree if counted and token.tree is not None else True

    def atom(self) -> s.Node:
        """A formula, also with words that say what it is, or a noun."""
        for run in range(_LONGEST + 1):
            token = self.at.at(run)
            if token is None or (token.kind == "word" and not _leads_to_a_formula(token.text)):
                break
            if token.kind != "word":
                if token.tree is None or any(isinstance(part, _NO_VALUE) for part in walk(token.tree)):
                    break
                self.at.place += run + 1
                self.last = token.tree
                return token.tree
        return self._noun()

    def _noun(self) -> s.Node:
        """A number, or a noun with words before it that say more of it: "the blurred signal"."""
        number = NUMBERS.get(self.at.word() or "")
        if number is not None:
            self.at.place += 1
            return s.Number(number)
        if self.at.word() in ORDINALS and (numbered := self._numbered()) is not None:
            return numbered
        for run in range(_LONGEST):
            word = self.at.word(run)
            if word is None or not is_noun(word) or _CHANGED.fullmatch(word):
                break
            both = f"{word} {self.at.word(run + 1) or ''}"
            for text, count in ((both, 2), (word, 1)):
                found = self.around.nouns.of(text)
                if found:
                    self.at.place += run + count
                    self._pass_kind(word)
                    self._pass_whose()
                    return self.meant(found, is_plural(text))
        raise NoPhrase

    def _pass_kind(self, word: str) -> None:
        """Pass the noun of "the measured value", "the fitted concentration"."""
        kind = self.at.word()
        if (
            _ADJECTIVE.fullmatch(word)
            and kind is not None
            and is_noun(kind)
            and kind not in self.around.nouns
        ):
            self.at.place += 1

    def _pass_whose(self) -> None:
        """Pass "of a pair", "of each sample": whose score it is."""
        if self.at.word() in ("of", "for") and self.at.word(1) in ARTICLES:
            whose = self.at.word(2)
            if whose is not None and is_noun(whose) and whose not in self.around.nouns:
                self.at.place += 3

    def _numbered(self) -> s.Node | None:
        """The x_1 of "the first input", where the inputs are x_1 and x_2."""
        number = s.Number(str(ORDINALS.index(self.at.word() or "") + 1))
        found = self.around.nouns.of(self.at.word(1) or "")
        fitting = [
            node
            for node in found
            if isinstance(node, s.Index) and node.below and node.below.items == (number,)
        ]
        if len(fitting) != 1:
            return None
        self.at.place += 2
        return fitting[0]

    def meant(self, found: Sequence[s.Node], plural: bool) -> s.Node:
        """The one thing that a noun means, with the index of the name that is told."""
        if not found or len({base_of(node) for node in found}) != 1:
            raise NoPhrase
        index = self.around.index
        if index is None and not plural:
            return min(found, key=lambda node: isinstance(node, s.Index))
        node = self.around.nouns.of_members(max(found, key=lambda node: isinstance(node, s.Index)))
        own = only_letter(node)
        return with_letter(node, own, index) if index is not None and own is not None else node

    def wanted_operator(self) -> Operator:
        self.skip_articles()
        operator = self.operator()
        if operator is None:
            raise NoPhrase
        return operator

    def operator(self) -> Operator | None:
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


def _leads_to_a_formula(word: str) -> bool:
    """Whether a word may say what the formula after it is: "the unknown column β", "the number b", not "rows β"."""
    return word == "number" or (is_noun(word) and _MANY.fullmatch(word) is None)


def _changed(operator: Operator, change: Callable[[s.Node], s.Node]) -> Operator:
    return replace(operator, build=lambda of: change(operator.build(of)))
