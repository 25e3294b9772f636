"""English phrases that say a value, read as formulas: "half the sum of squared residuals plus $\\lambda$ times …".

A phrase is read whole or not at all. Where it says two things, "the log of $a$ times $b$", both are kept.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from derive.elaborate.told.worded.basics import ARTICLES, NoPhrase, Words
from derive.elaborate.told.worded.families import as_members, has_letter, only_letter, with_letter
from derive.elaborate.told.worded.nouns import is_plural
from derive.elaborate.told.worded.operators import BINARY, Operator, squared
from derive.reader import syntax as s
from derive.reader.anatomy import base_of

Scope = Literal["term", "one", "sum"]
"""How far "of" reaches: over "times" and "over", over the next thing alone, or over "plus" and "minus", too."""
SCOPES: tuple[Scope, ...] = ("term", "one", "sum")
_HALF = s.Fraction(s.Number("1"), s.Number("2"))
_BY = (("with", "respect", "to"), ("in",), ("by",), ("wrt",), ("w.r.t.",))
_MADE = re.compile(r"makes|gives|returns|does|make")
_SEEN = re.compile(r"saw|see|observed?|measured?|have|recorded")


@dataclass
class Phrase(Words):
    """A reader of one phrase with one scope of its "of".

    ``of_whole`` says that an operator took all members of a family, ``counts`` that one may be a number of entries.
    """

    scope: Scope = "one"
    of_whole: bool = field(default=False, init=False)
    counts: bool = field(default=False, init=False)

    def value(self) -> s.Node:
        """Terms with "plus" and "minus" between them, also after a comma."""
        node = self.term()
        while (combine := self._sign()) is not None:
            node = combine(node, self.term())
        return self._positive(self._with_lines(node))

    def _with_lines(self, node: s.Node) -> s.Node:
        """X W + 1cᵀ of "X times W, with the row $c^T$ added to every row"; a column goes to every column."""
        held = self.at.place
        self.at.passes(",")
        if self.at.follows("with"):
            self.at.skip((*ARTICLES, "same"))
            kind, line = self.at.word(), self.atom()
            self.at.skip(("of", "offsets", "biases"))
            if kind in ("row", "column") and self.at.follows("added", "to"):
                self.at.skip(ARTICLES)
                if self.at.follows(kind):
                    return s.Add(node, _repeated(line, kind))
        self.at.place = held
        return node

    def _sign(self) -> Callable[[s.Node, s.Node], s.Node] | None:
        held = self.at.place
        self.at.passes(",")
        for words, combine in _SIGNS:
            if self.at.follows(*words):
                return combine
        self.at.place = held
        return None

    def operators(self) -> list[Operator]:
        """The operators of a list, up to its "of": "cosine and sine of"."""
        found = [self.wanted_operator()]
        while self.at.word() == "and" or self.at.sign() == ",":
            self.at.place += 1
            found.append(self.wanted_operator())
        if not self.at.follows("of"):
            raise NoPhrase
        return found

    def term(self) -> s.Node:
        """Factors with "times" and "over" between them, also after a comma."""
        node = self.factor()
        while True:
            held = self.at.place
            self.at.passes(",")
            if self.at.follows("times") or self.at.follows("multiplied", "by"):
                node = s.Product(node, self._one_and_more() or self.factor())
            elif self.passes_a_range() or any(self.at.follows(*words) for words in _ENTRYWISE):
                continue
            elif any(self.at.follows(*words) for words in _PER):
                node = s.Fraction(node, self._divisor(node))
            elif self.at.follows("applied", "to"):
                node = s.Product(node, self.factor())
            else:
                self.at.place = held
                return node

    def factor(self) -> s.Node:
        """A value without plus, minus, times or over in it."""
        node = self._operand()
        return squared(node) if self.at.follows("squared") else node

    def _one_and_more(self) -> s.Node | None:
        """The 1 + r of "K times one plus the ratio of …": nobody says that something is taken once."""
        if self.at.word() != "one" or self.at.word(1) not in ("plus", "minus"):
            return None
        return self.value()

    def _positive(self, node: s.Node) -> s.Node:
        """max(0, u) of "u if this is positive, else zero"."""
        held = self.at.place
        if self.at.follows("if") and self.at.word() in ("this", "that", "it"):
            self.at.place += 1
            if self.at.follows("is", "positive"):
                self.at.passes(",")
                self.at.skip(("and", "else", "otherwise", "is"))
                if self.at.follows("zero") or self.at.follows("nothing"):
                    return s.Call(s.Name("max"), (s.Number("0"), node))
        self.at.place = held
        return node

    def _operand(self) -> s.Node:
        self.is_sum = False
        if self.at.follows("half"):
            self.at.skip(("of",))
            return s.Product(_HALF, self.factor())
        if self.at.follows("twice"):
            return s.Product(s.Number("2"), self.factor())
        if self.at.follows("minus"):
            return s.Neg(self.term() if self.scope != "one" else self.factor())
        if self.at.follows("its") or self.at.follows("their"):
            return self._of_it()
        if self.at.follows("what"):
            return self._made()
        self.skip_articles()
        return self._operated() or self.atom()

    def _made(self) -> s.Node:
        """What the logistic function makes of $z$, what $X$ makes of the weights $w$, what we saw, what … predicts."""
        if self.at.word() in ("we", "i") and _SEEN.fullmatch(self.at.word(1) or ""):
            self.at.place += 2
            return self.meant(self.around.nouns.of("target"), False)
        self.skip_articles()
        if self.at.word(1) in ("predicts", "says") or self.at.word() in ("predicts",):
            self.at.skip((self.at.word() or "", "predicts", "says"))
            return self.meant(self.around.nouns.of("prediction"), False)
        operator = self.operator()
        matrix = self.atom() if operator is None else None
        if _MADE.fullmatch(self.at.word() or "") is None or self.at.word(1) not in ("of", "for", "to"):
            raise NoPhrase
        self.at.place += 2
        of = self.factor()
        return operator.build(of) if operator is not None else s.Product(matrix or _fail(), of)

    def _of_it(self) -> s.Node:
        for name, (combine, _) in BINARY.items():
            if len(self.around.them) == len(("one", "other")) and self.at.follows(*name.split()):
                return combine(*self.around.them)
        operator, it = self.operator(), self.last if self.last is not None else self.around.it
        if operator is None:
            return self.atom()
        if it is None:
            raise NoPhrase
        self.counts = operator.counts
        return operator.build(it)

    def _operated(self) -> s.Node | None:
        """A value with its operator: "the square root of …", "squared residuals", "the sum of …"."""
        held = self.at.place
        for start in (self._of_two, self._slope, self._summed, self._of_one, self._powered, self._entry):
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
        operator = self.operator()
        if operator is None or not self.at.follows("of"):
            return None
        self.of_whole, self.counts = operator.of_whole, operator.counts
        operand = self._operand() if operator.binds else self._reached()
        return operator.build(base_of(operand) if operator.of_whole else operand)

    def _reached(self) -> s.Node:
        """What follows an "of", as far as it reaches; "one plus …" is never one alone."""
        held = self.at.place
        if self.scope == "sum" or (self.at.word() == "one" and self.at.word(1) in ("plus", "minus")):
            return self._up_to_an_operator()
        if self.scope == "term":
            return self.term()
        self.at.place = held
        return self._operand()

    def _up_to_an_operator(self) -> s.Node:
        """A sum that stops before "minus the log of …": there the next value begins."""
        first = self.at.word() == "one"
        node = self.term()
        while self.at.word() in ("plus", "minus") and (first or not self._starts_clearly()):
            first = False
            combine = s.Add if self.at.word() == "plus" else s.Sub
            self.at.place += 1
            node = combine(node, self.term())
        return node

    def _starts_clearly(self) -> bool:
        held, self.at.place = self.at.place, self.at.place + 1
        self.at.skip(ARTICLES)
        operator = self.operator()
        clear = self.at.word() == "half" or (operator is not None and self.at.word() == "of")
        self.at.place = held
        return clear

    def _of_two(self) -> s.Node | None:
        """A value of two others: "the difference between $a$ and $b$", "the squared distance of $x$ from $c$"."""
        is_squared = self.at.follows("squared")
        start = self.at.place
        for name, (combine, words) in BINARY.items():
            for before, between in words:
                self.at.place = start
                if not self.at.follows_one(name) or not self.at.follows(before):
                    continue
                listed = self.at.follows("two", "things", ":") or self.at.follows("two", "terms", ":")
                first = self.term() if listed else self._operand()
                self.at.passes(",")
                if self.at.follows(between):
                    node = combine(first, self.term() if self.scope == "term" or listed else self.factor())
                    return squared(node) if is_squared else node
        return None

    def _powered(self) -> s.Node | None:
        """The $\\kappa$-th power of …."""
        token = self.at.at()
        if token is None or token.kind not in ("formula", "number") or self.at.word(1) != "th":
            return None
        self.at.place += 2
        if not self.at.follows("power", "of"):
            return None
        return s.Power(self._reached(), token.tree or _fail())

    def _entry(self) -> s.Node | None:
        """The entry of $q$ that belongs to the true class $c$."""
        if not any(self.at.follows(word, "of") for word in ("entry", "component", "element")):
            return None
        whole = self.factor()
        if not any(self.at.follows(*words) for words in _AT) or not isinstance(whole, s.Name):
            raise NoPhrase
        return s.Index(whole, s.Indices((self.factor(),)))

    def _summed(self) -> s.Node | None:
        """The sum or mean of a family: "the sum of the squares of the residuals", "the mean, over the days, of …"."""
        kind = self.at.word()
        if kind not in ("sum", "mean", "average"):
            return None
        self.at.place += 1
        self.at.passes(",")
        count = self.passes_a_range()
        self.at.passes(",")
        if not self.at.follows("of"):
            return None
        self.skip_articles()
        node = squared(self._member()) if self.at.follows("squares", "of") else self._member()
        node = as_members(node)
        letter = only_letter(node, self.around.index) or _fail()
        node = self._inside(node, letter)
        self.is_sum = True
        count = count or self.passes_a_range()
        return s.Big("sum", node, letter) if kind == "sum" else self._mean(node, letter, count)

    def _inside(self, node: s.Node, letter: s.Node) -> s.Node:
        """What belongs to each summand: "the sum of $q_k$ times the log of $q_k$"."""
        self.is_sum = True
        while not self.passes_a_range():
            held = self.at.place
            combine = next((make for words, make in _FACTORS if self.at.follows(*words)), None)
            if combine is None:
                return node
            try:
                factor = self.factor()
            except NoPhrase:
                factor = None
            if factor is None or not has_letter(factor, letter):
                self.at.place = held
                return node
            node = combine(node, factor)
        return node

    def _mean(self, node: s.Node, letter: s.Name, said: object) -> s.Node:
        """The mean of a family, where one letter alone says how many there are of anything."""
        counts = self.around.nouns.counts
        count = said if isinstance(said, s.Name) else next(iter(counts)) if len(counts) == 1 else _fail()
        first = s.Chain((letter, s.Number("1")), (s.Relation("="),))
        return s.Product(s.Fraction(s.Number("1"), count), s.Big("sum", node, first, count))

    def _member(self) -> s.Node:
        """One member of what is summed: an entry of a vector where its entries are."""
        self.skip_articles()
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
        for words in (
            ("their", "sum"),
            ("the", "sum", "of", "all", "of", "them"),
            ("the", "sum", "of", "them"),
        ):
            if self.at.follows(*words):
                return self._total(node)
        return self._both() or self.factor()

    def _both(self) -> s.Node | None:
        """The product of "both lengths"."""
        noun = self.at.word(1) or ""
        found = self.around.nouns.of(noun) if self.at.word() == "both" and is_plural(noun) else ()
        if len(found) != len(("one", "other")):
            return None
        self.at.place += 2
        return s.Product(found[0], found[1])

    def _total(self, node: s.Node) -> s.Node:
        index = self.around.index
        if not isinstance(index, s.Name):
            raise NoPhrase
        other = s.Name("j" if index.letter != "j" else "k")
        return s.Big("sum", with_letter(node, index, other), other)


_SIGNS: tuple[tuple[tuple[str, ...], Callable[[s.Node, s.Node], s.Node]], ...] = (
    (("plus",), s.Add),
    (("minus",), s.Sub),
    (("and", "to", "this", "we", "add"), s.Add),
    (("and", "to", "it", "we", "add"), s.Add),
)
_FACTORS: tuple[tuple[tuple[str, ...], Callable[[s.Node, s.Node], s.Node]], ...] = (
    (("times",), s.Product),
    (("multiplied", "by"), s.Product),
    (("over",), s.Fraction),
    (("divided", "by"), s.Fraction),
)
_PER = (("over",), ("divided", "by"), ("measured", "in", "units", "of"), ("in", "units", "of"))
_ENTRYWISE = (
    ("entry", "by", "entry"),
    ("element", "by", "element"),
    ("in", "every", "entry"),
    ("in", "each", "entry"),
    ("elementwise",),
    ("entrywise",),
    ("componentwise",),
)
_AT = (("that", "belongs", "to"), ("belonging", "to"), ("for",), ("at",), ("of",))


def _repeated(line: s.Node, kind: str) -> s.Node:
    ones = s.Name("1", ("bold",))
    return s.Product(ones, line) if kind == "row" else s.Product(line, s.Transpose(ones))


def _fail() -> s.Name:
    raise NoPhrase
