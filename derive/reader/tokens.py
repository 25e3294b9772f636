r"""From TeX as people type it to tokens, each with its place.

Sizes, colours, boxes, spacing, labels and the like are left out here; words, accents, styles and brackets are
brought to one spelling, so that \text{softmax}, softmax and \operatorname{softmax} are the same token.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from derive.reader import signs, wording
from derive.reader.gaps import GAP, WIDE, with_gaps_settled
from derive.reader.lexer import LIMIT, PATTERN, Lexer, Token, UnknownCommand
from derive.reader.physical_units import is_unit

_ROW_SKIP = re.compile(r"\s*\[\s*-?[\d.]+\s*(?:ex|em|pt|mm|cm|in|px|\\[a-z]+)\s*\]")
_LENGTH = re.compile(r"\s*-?[\d.]+\s*(?:mu|em|ex|pt|mm|cm|in|px)")
_SOFT_ROW = re.compile(r"(?:[ \t]|\\[ ,])*\n")
_SPACES = frozenset(",;:>")
_SPACED = re.compile(r"(?<!\\)\\[ ,;:>]\s*\Z")
_MUCH_SPACE = re.compile(r"(?:\\[ ;:]\s*){2}\\[ ;:]\Z")
_BRACE = re.compile(r"\s*\{")
_DELIMITER = re.compile(r"\s*(\\[A-Za-z]+|\\.|[^\s])")


def tokens(text: str, start: int = 0, lenient: bool = False) -> list[Token]:
    """The tokens of a formula; places are offsets from ``start``. ReadError where a sign has no meaning.

    ``lenient``: commands that nobody defines are names.

    >>> [token.text for token in tokens(r"\\hat y_i^{\\top}")]
    ['hat', 'y', '_', 'i', '^', '{', '\\\\top', '}', '']
    """
    found = with_gaps_settled(CommandLexer(text, start, lenient).run())
    return _single_digits(_without_narrow_braces(_without_empty_bases(found)))


def _without_empty_bases(found: list[Token]) -> list[Token]:
    """Leave out the {} of A^{[1]}{}^T, which people type so that TeX takes two superscripts behind each other."""
    empty = {
        place
        for place in range(1, len(found) - 2)
        if (found[place].kind, found[place + 1].kind) == ("group", "endgroup")
        and found[place - 1].kind in ("letter", "endgroup", "close", "prime")
        and found[place + 2].kind in ("^", "_")
    }
    return [token for place, token in enumerate(found) if not {place, place - 1} & empty] if empty else found


def _without_narrow_braces(found: list[Token]) -> list[Token]:
    """Leave out the braces of k{=}y, which people type so that TeX sets a sign without space around it."""
    spaced = {
        place
        for place in range(1, len(found) - 2)
        if (found[place].kind, found[place + 2].kind) == ("group", "endgroup")
        and found[place + 1].kind in ("rel", "op")
        and found[place - 1].kind not in ("^", "_", "command", "accent", "style")
    }
    braces = spaced | {place + 2 for place in spaced}
    return [token for place, token in enumerate(found) if place not in braces] if braces else found


def _single_digits(found: list[Token]) -> list[Token]:
    r"""Cut the digits that a command takes as its arguments without braces: \frac12, \sqrt2x, \tfrac12 3."""
    if not any(token.kind == "command" and token.text in _ARGUMENTS for token in found):
        return found
    out: list[Token] = []
    outer: list[int] = []
    wanted = 0
    for token in found:
        while wanted and token.kind == "number" and len(token.text) > 1:
            out.append(token._replace(text=token.text[0], end=token.start + 1))
            token = token._replace(text=token.text[1:], start=token.start + 1)
            wanted -= 1
        out.append(token)
        if token.kind in ("group", "begin"):
            outer.append(wanted)
            wanted = 0
        elif token.kind in ("endgroup", "end"):
            wanted = max(outer.pop() - 1, 0) if outer else 0
        elif token.kind == "command":
            wanted = max(wanted - 1, 0) + _ARGUMENTS.get(token.text, 0)
        elif token.kind not in ("accent", "style"):
            wanted = max(wanted - 1, 0)
    return out


_ARGUMENTS = {
    **dict.fromkeys(("frac", "dfrac", "tfrac", "cfrac", "nicefrac", "sfrac", "binom", "dbinom", "tbinom"), 2),
    **dict.fromkeys(("sqrt", "sqrtsign"), 1),
}


_UPRIGHT_D = re.compile(r"\s*d")
_SIDED = {"\\lVert": "open", "\\lvert": "open", "\\rVert": "close", "\\rvert": "close"}


class CommandLexer(Lexer):
    """Reads the commands of TeX."""

    __slots__ = ()

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
            self._unknown(plain)

    def _unknown(self, name: str) -> None:
        """A command from a set-up that is not here: a name, unless it has arguments of which we know nothing."""
        if not self.lenient or _BRACE.match(self.text, self.at):
            raise UnknownCommand(
                f"the command \\{name} is not known", start=self.base + self.begin, end=self.base + self.at
            )
        self.emit("letter", "\\" + name)

    def _sign(self, sign: tuple[str, str], name: str) -> None:
        if name in ("hspace", "hskip"):
            self._skip_argument()
        self.emit(*sign)
        if sign[0] == "row":
            skipped = _ROW_SKIP.match(self.text, self.at)
            self.at = skipped.end() if skipped else self.at

    def _soft_row(self) -> None:
        found = _SOFT_ROW.match(self.text, self.at - 1)
        if self.matrices and found and not _SPACED.search(self.text, 0, self.begin):
            self.emit("soft", "")
        else:
            self._spaced()

    def _spaced(self) -> None:
        """A gap where several spaces follow one another, which alone mean nothing."""
        if _SPACED.search(self.text, 0, self.begin):
            self.emit(GAP, WIDE if _MUCH_SPACE.search(self.text, 0, self.at) else "")

    def _silent(self, name: str) -> None:
        if name in _SPACES:
            self._spaced()
            return
        length = _LENGTH.match(self.text, self.at) if name in ("mkern", "kern", "mskip") else None
        if length is not None:
            self.at = length.end()
            return
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
        if content is not None and is_unit(self.text, self.begin, content, self.at):
            self.emit("wide", "")
        elif content is None and name == "mathrm" and (found := _UPRIGHT_D.match(self.text, self.at)):
            self.at = found.end()
            self.emit("upd", "d")
        elif content is None:
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
                self.out.extend(CommandLexer(piece, self.base + place, self.lenient).run()[:-1])
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
        if found[1] in _SIDED:
            self.emit(_SIDED[found[1]], delimiter)
        else:
            self._bracket(name, delimiter)

    def _bracket(self, name: str, delimiter: str) -> None:
        if name.endswith("r") and delimiter in "|‖" and self.text.startswith("_", self.at):
            self.emit("bar", delimiter)
        elif name in ("left", "bigl", "Bigl", "biggl", "Biggl"):
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
        found = PATTERN.match(self.text, self.at)
        while found is not None and found.lastgroup == "space":
            found = PATTERN.match(self.text, found.end())
        negations = {"=": "!=", "in": "notin", "equiv": "!="}
        sign = (found["relation"] or found["command"]) if found else None
        if found is None or sign not in negations:
            raise self.fail("\\not stands before a sign it cannot negate")
        self.at = found.end()
        self.emit("rel", negations[sign])

    def _operator(self, text: str) -> Callable[[str], None]:
        return lambda _: self.emit("word", text)


_COMMANDS: dict[str, Callable[[CommandLexer, str], None]] = {
    **dict.fromkeys(signs.STRUCTURES, CommandLexer._structure),
    **dict.fromkeys(("left", "right", "middle", *signs.SIZES), CommandLexer._delimited),
    **dict.fromkeys(("begin", "end"), CommandLexer._environment),
    "not": CommandLexer._negated,
}

__all__ = ["LIMIT", "Token", "UnknownCommand", "tokens"]
