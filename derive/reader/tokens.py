r"""From TeX as people type it to tokens, each with its place.

Sizes, colours, boxes, spacing, labels and the like are left out here; words, accents, styles and brackets are
brought to one spelling, so that \text{softmax}, softmax and \operatorname{softmax} are the same token.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from typing import NamedTuple

from derive.errors import ReadError
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


LIMIT = 20_000

_PATTERN = re.compile(
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
_ROW_SKIP = re.compile(r"\s*\[\s*-?[\d.]+\s*(?:ex|em|pt|mm|cm|in|px|\\[a-z]+)\s*\]")
_SOFT_ROW = re.compile(r"(?:[ \t]|\\[ ,])*\n")
_AFTER_NAME = re.compile(r"\s*(?:\(|\[|_|=|\\left|\\[bB]ig|$)")
_DELIMITER = re.compile(r"\s*(\\[A-Za-z]+|\\.|[^\s])")


def tokens(text: str, start: int = 0) -> list[Token]:
    """The tokens of a formula; places are offsets from ``start``. ReadError where a sign has no meaning.

    >>> [token.text for token in tokens(r"\\hat y_i^{\\top}")]
    ['hat', 'y', '_', 'i', '^', '{', '\\\\top', '}', '']
    """
    return _Lexer(text, start).run()


class _Lexer:
    __slots__ = ("at", "base", "begin", "matrices", "out", "text")

    def __init__(self, text: str, base: int) -> None:
        self.text = text
        self.base = base
        self.at = 0
        self.begin = 0
        self.matrices = 0
        self.out: list[Token] = []

    def run(self) -> list[Token]:
        match, text, size = _PATTERN.match, self.text, len(self.text)
        while self.at < size:
            found = match(text, self.at)
            assert found is not None
            self.begin, self.at = self.at, found.end()
            kind = found.lastgroup
            if kind != "space":
                _LEX[kind](self, found[kind])  # type: ignore[index]
            if len(self.out) > LIMIT:
                raise ReadError("the formula is too long to read", start=self.base, end=self.base + size)
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
        for token in tokens(text)[:-1]:
            self.emit(token.kind, token.text)
        self.emit("endgroup", "}")

    def letters(self, run: str) -> None:
        """A run of letters: a known word, a word of a language, or letters with known functions between."""
        if len(run) > 1 and self.out and self.out[-1].kind == "^" and run[0] == "T":
            self.at = self.begin + 1
            self.emit("letter", "T")
        elif len(run) == 1:
            self.emit("letter", run)
        elif wording.is_greek(run):
            self.emit("letter", "\\" + run)
        elif wording.is_word(run) or (run in signs.SHORT_NAMES and self._stands_alone()):
            self._word(run)
        else:
            self._split(run)

    def _stands_alone(self) -> bool:
        """KL(…), CE = …, D_{KL}: two capitals that are a name, not a product."""
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

    # -- commands
    # ---------------------------------------------------------------------------------------------

    def command(self, name: str) -> None:
        plain = name.rstrip("*") or name
        sign = signs.SIGNS.get(plain)
        if sign is not None:
            self._sign(sign, plain)
        elif plain in signs.ACCENTS:
            self.emit("accent", signs.ACCENTS[plain])
        elif plain in signs.RELATIONS:
            self.emit("rel", signs.RELATIONS[plain])
        elif plain in signs.UPRIGHT:
            self._upright(plain)
        elif plain in signs.STYLES:
            self.emit("style", signs.STYLES[plain])
        elif plain in _COMMANDS:
            _COMMANDS[plain](self, plain)
        elif plain in signs.BIG:
            self._big(plain)
        elif plain.lower() in signs.FUNCTION_WORDS:
            self._word(plain)
        elif plain in signs.SILENT:
            self._silent(plain)
        elif plain == " " or plain.isspace():
            self._soft_row()
        elif plain == "_":
            self.emit("_", "_")
        elif plain in ("%", "#", "$", "&", ""):
            return
        else:
            raise self.fail(f"the command \\{plain} is not known")

    def _sign(self, sign: tuple[str, str], name: str) -> None:
        if name in ("hspace", "hskip"):
            self._skip_argument()
        self.emit(*sign)
        if sign[0] == "row":
            skipped = _ROW_SKIP.match(self.text, self.at)
            self.at = skipped.end() if skipped else self.at

    def _soft_row(self) -> None:
        found = _SOFT_ROW.match(self.text, self.at - 1)
        if self.matrices and found:
            self.emit("soft", "")

    def _silent(self, name: str) -> None:
        for _ in range(signs.SILENT[name]):
            self._skip_argument()

    def _skip_argument(self) -> None:
        braced = self._braced()
        if braced is None and self.at < len(self.text):
            found = _DELIMITER.match(self.text, self.at)
            self.at = found.end() if found and found[1] not in "{}$&\\" else self.at

    def _braced(self) -> str | None:
        """The text of the brace group that follows, and step behind it; None where none follows."""
        opening = self.at
        while opening < len(self.text) and self.text[opening] in " \t\r\n*":
            opening += 1
        if opening == len(self.text) or self.text[opening] != "{":
            return None
        end = wording.closing_brace(self.text, opening)
        if end is None:
            raise self.fail("a brace { is never closed")
        self.at = end + 1
        return self.text[opening + 1 : end]

    def _upright(self, name: str) -> None:
        after = self.at
        content = self._braced()
        if content is None:
            self.emit("style", "upright")
        elif "$" in content or "\\(" in content:
            self._mixed_text(content, self.at - 1 - len(content))
        elif name in ("mathrm", "operatorname", "textbf") and re.search(
            r"\\[A-Za-z]|[\^_{]", wording.squeezed(content)
        ):
            self.at = after
            self.emit("style", "upright")
        else:
            self._upright_text(content)

    def _upright_text(self, content: str) -> None:
        word = wording.squeezed(content) if wording.is_operator(content) else content.strip()
        if word == "d":
            self.emit("upd", "d")
        elif len(word) == 1 and word.isalpha():
            self.emit("letter", word)
        elif word.isdigit():
            self.emit("number", word)
        elif wording.WORD.fullmatch(word):
            self._word(word)
        elif wording.squeezed(content):
            self.emit("text", " ".join(wording.spaced(content).split()))
        else:
            self.emit("wide", "")

    def _mixed_text(self, content: str, offset: int) -> None:
        """Words with formulas in them: kept apart where the words are connectives only, else a remark."""
        pieces = re.split(r"\$|\\\(|\\\)", content)
        words = " ".join(pieces[::2]).replace(",", " ").split()
        if not all(word.lower() in signs.CONNECTIVES for word in words):
            self.emit("text", " ".join(content.split()))
            return
        end = self.at
        for number, piece in enumerate(pieces):
            place = content.index(piece) + offset
            if number % 2:
                self.out.extend(tokens(piece, self.base + place)[:-1])
            elif piece.strip():
                self.begin, self.at = place, place + len(piece)
                self.emit("text", piece.strip())
        self.at = end

    def _delimited(self, name: str) -> None:
        found = _DELIMITER.match(self.text, self.at)
        delimiter = signs.DELIMITERS.get(found[1]) if found else None
        if found is None or delimiter is None:
            if name in ("left", "right"):
                self._bracket(name, ".")
            return
        self.at = found.end()
        self._bracket(name, delimiter)

    def _bracket(self, name: str, delimiter: str) -> None:
        if name in ("left", "bigl", "Bigl", "biggl", "Biggl"):
            self.emit("open", delimiter)
        elif name in ("right", "bigr", "Bigr", "biggr", "Biggr"):
            self.emit("close", delimiter)
        elif delimiter in "([{⟨⌊":
            self.emit("open", delimiter)
        elif delimiter in ")]}⟩⌋":
            self.emit("close", delimiter)
        elif delimiter == "/":
            self.emit("op", "/")
        else:
            self.emit("mid" if name in ("middle", "bigm", "Bigm") and delimiter == "|" else "bar", delimiter)

    def _structure(self, name: str) -> None:
        self.emit("command", name)

    def _environment(self, kind: str) -> None:
        name = self._braced()
        if name is None:
            raise self.fail(f"\\{kind} has no name behind it")
        name = name.strip().rstrip("*")
        known = name in signs.ROW_ENVIRONMENTS or name in signs.MATRICES or name in signs.CASES
        if not known:
            raise self.fail(f"the environment {name} is not known")
        step = 1 if kind == "begin" else -1
        self.matrices += step * (name in signs.MATRICES)
        if kind == "begin" and name in ("array", "alignat", "alignedat", "IEEEeqnarray"):
            self._optional()
            self._braced()
        self.emit(kind, name)

    def _optional(self) -> None:
        found = re.compile(r"\s*\[[^\]]*\]").match(self.text, self.at)
        self.at = found.end() if found else self.at

    def _negated(self, _: str) -> None:
        found = _PATTERN.match(self.text, self.at)
        while found is not None and found.lastgroup == "space":
            found = _PATTERN.match(self.text, found.end())
        negations = {"=": "!=", "in": "notin", "equiv": "!="}
        sign = (found["relation"] or found["command"]) if found else None
        if found is None or sign not in negations:
            raise self.fail("\\not stands before a sign it cannot negate")
        self.at = found.end()
        self.emit("rel", negations[sign])

    def _operator(self, text: str) -> Callable[[str], None]:
        return lambda _: self.emit("word", text)


_LEX: dict[str, Callable[[_Lexer, str], None]] = {
    "number": _Lexer.number,
    "dots": _Lexer.dots,
    "relation": _Lexer.relation,
    "accented": _Lexer.accented,
    "raised": _Lexer.raised,
    "lowered": _Lexer.lowered,
    "letters": _Lexer.letters,
    "other": _Lexer.other,
    "command": _Lexer.command,
}

_COMMANDS: dict[str, Callable[[_Lexer, str], None]] = {
    **dict.fromkeys(signs.STRUCTURES, _Lexer._structure),
    **dict.fromkeys(("left", "right", "middle", *signs.SIZES), _Lexer._delimited),
    **dict.fromkeys(("begin", "end"), _Lexer._environment),
    "not": _Lexer._negated,
}
