r"""From signs to tokens: numbers, letters, words, Unicode; what commands mean is in ``tokens``."""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

from derive.errors import ReadError, Refused
from derive.reader import signs, wording


class Token(NamedTuple):
    """One sign: its kind, its canonical text, and where it stands.

    Kinds: number letter accented word big text upd op rel open close group endgroup ^ _ prime amp row soft
    wide
    comma semicolon colon dots bar mid bang partial nabla bb bf cal accent style command begin end eof.
    """

    kind: str
    text: str
    start: int
    end: int


class UnknownCommand(ReadError):
    """A command that neither TeX nor the document defines."""


LIMIT = 20_000

PATTERN = re.compile(
    r"(?P<space>[ \t\r\n~\u00a0\u2009\u200a\u202f\u200b]+|(?<!\\)%[^\n]*\n?)"
    r"|\\(?P<command>[A-Za-z]+\*?|.|$)"
    r"|(?P<number>\d+(?:\.\d+)?(?:[eE]-\d+)?|\.\d+)"
    r"|(?P<dots>\.\s?\.(?:\s?\.)*…?|\.…)"
    r"|(?P<accented>[A-Za-z][\u0300-\u036f\u20d7]+)"
    r"|(?P<letters>[A-Za-z]+(?![\u0300-\u036f\u20d7]))"
    r"|(?P<relation>:=|=:|==|<=|>=|!=|->|=>|[=<>])"
    r"|(?P<raised>[⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾ⁱⁿᵀᵗˡᵏʲᵐʸˣ⁼ᴸ]+)|(?P<lowered>[₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ᵢⱼₖₗₘₙₓₜₚₛₕ]+)"
    r"|(?P<other>.)",
    re.DOTALL,
)
_AFTER_NAME = re.compile(r"\s*(?:\(|\[|_|=|\\left|\\[bB]ig|$)")


class Lexer:
    """Walks over a text and writes down its tokens; commands are for the class that is built on it."""

    __slots__ = ("at", "base", "begin", "lenient", "matrices", "out", "text")

    def __init__(self, text: str, base: int, lenient: bool) -> None:
        self.text = text
        self.lenient = lenient
        self.base = base
        self.at = 0
        self.begin = 0
        self.matrices = 0
        self.out: list[Token] = []

    def run(self) -> list[Token]:
        match, text, size = PATTERN.match, self.text, len(self.text)
        while self.at < size:
            found = match(text, self.at)
            assert found is not None
            self.begin, self.at = self.at, found.end()
            kind = str(found.lastgroup)
            if kind != "space":
                getattr(self, kind)(found[kind])
            if len(self.out) > LIMIT:
                raise Refused("the formula is too long to read", start=self.base, end=self.base + size)
        self.out.append(Token("eof", "", self.base + size, self.base + size))
        return self.out

    def emit(self, kind: str, text: str) -> None:
        self.out.append(Token(kind, text, self.base + self.begin, self.base + self.at))

    def fail(self, message: str) -> ReadError:
        return ReadError(message, start=self.base + self.begin, end=self.base + self.at)

    # -- one method for each kind of match -------------------------------------------------------------------

    def number(self, text: str) -> None:
        self.emit("number", text)

    def dots(self, _: str) -> None:
        self.emit("dots", "")

    def relation(self, text: str) -> None:
        self.emit("rel", signs.RELATIONS[text])

    def accented(self, text: str) -> None:
        names = [signs.COMBINING[mark] for mark in text[1:] if mark in signs.COMBINING]
        self.emit("accented", ",".join((text[0], *names)))

    def raised(self, text: str) -> None:
        self._script("^", "".join(signs.RAISED[sign] for sign in text))

    def lowered(self, text: str) -> None:
        self._script("_", "".join(signs.LOWERED[sign] for sign in text))

    def _script(self, position: str, text: str) -> None:
        self.emit(position, position)
        self.emit("group", "{")
        for token in type(self)(text, 0, self.lenient).run()[:-1]:
            self.emit(token.kind, token.text)
        self.emit("endgroup", "}")

    def letters(self, run: str) -> None:
        """A run of letters: a known word, a word of a language, or letters with known functions between."""
        if len(run) > 1 and self.out and self.out[-1].kind == "^" and run[0] == "T":
            self.at = self.begin + 1
            self.emit("letter", "T")
        elif self._takes_one_letter(run):
            self.at = self.begin + 1
            self.emit("letter", run[0])
        elif len(run) == 1:
            self.emit("letter", run)
        elif wording.is_greek(run):
            self.emit("letter", "\\" + run)
        elif wording.is_word(run) or (run in signs.SHORT_NAMES and self._stands_alone(run)):
            self._word(run)
        else:
            self._split(run)

    def _takes_one_letter(self, run: str) -> bool:
        """TeX's rule for scripts without braces: y_if_i is y_i f_i; a longer word that ends there is a label, w_new."""
        below = bool(self.out) and self.out[-1].kind in ("_", "^")
        return below and len(run) > 1 and (len(run) == 2 or self.text[self.at : self.at + 1] in ("_", "^"))

    def _stands_alone(self, run: str) -> bool:
        """KL(…), CE = …, D_{KL}: two capitals that are a name, not a product; pl and ll only where they are called."""
        if run.islower():
            return self.text.startswith("(", self.at)
        before = [token.kind for token in self.out[-2:]]
        return before == ["_", "group"] or bool(_AFTER_NAME.match(self.text, self.at))

    def _split(self, run: str) -> None:
        begin, end = self.begin, self.at
        at = 0
        while at < len(run):
            word = wording.piece(run, at)
            self.begin, self.at = begin + at, begin + at + len(word)
            if len(word) == 1:
                self.emit("letter", word)
            else:
                self._word(word)
            at += len(word)
        self.begin, self.at = begin, end

    def _word(self, run: str) -> None:
        if run in signs.COMMAND_WORDS and self.text.startswith("{", self.at):
            raise self.fail(f"{run} stands without its backslash")
        lower = run.lower()
        if run in signs.CONNECTIVES:
            self.emit("text", run)
        elif lower in signs.BIG and (run[0].islower() or lower != run):
            self._big(lower)
        elif lower in signs.FUNCTION_WORDS or lower in wording.CANONICAL:
            self.emit("word", wording.CANONICAL.get(lower, lower))
        else:
            self.emit("word", run)

    def _big(self, word: str) -> None:
        previous = self.out[-1] if self.out else None
        if word in ("max", "min") and previous is not None and previous.text == "arg":
            self.out.pop()
            self.begin = previous.start - self.base
            word = "arg" + word
        self.emit("big", signs.BIG[word])

    def other(self, sign: str) -> None:
        known = signs.UNICODE.get(sign)
        if known is not None:
            self.emit(*known)
        elif sign in signs.FRACTIONS:
            self._fraction(sign)
        elif sign == ".":
            return
        else:
            self._foreign(sign)

    def _fraction(self, sign: str) -> None:
        self.emit("command", "frac")
        for digit in signs.FRACTIONS[sign]:
            self.emit("number", digit)

    def _foreign(self, sign: str) -> None:
        plain = unicodedata.normalize("NFD", sign)
        if len(plain) > 1 and plain[0].isascii() and plain[1] in signs.COMBINING:
            self.accented(plain)
        elif sign.isalpha() and "MATHEMATICAL" in unicodedata.name(sign, ""):
            self._mathematical(sign)
        elif sign.isalpha():
            self._foreign_words()
        elif not unicodedata.category(sign).startswith(("C", "M", "Z")):
            raise self.fail(f"the sign {sign} has no meaning in a formula")

    def _mathematical(self, sign: str) -> None:
        letter = unicodedata.normalize("NFKC", sign)
        known = signs.UNICODE.get(letter, ("letter", letter))
        if "BOLD" in unicodedata.name(sign):
            self.emit("bf", known[1])
        else:
            self.emit(*known)

    def _foreign_words(self) -> None:
        while self.at < len(self.text) and (
            self.text[self.at].isalpha() and not self.text[self.at].isascii()
        ):
            self.at += 1
        self.emit("text", self.text[self.begin : self.at])
