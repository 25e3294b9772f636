"""Mathematics that nobody marked: the line "    ∂S/∂β = −2Xᵀe" of a plain text, "we have e = y − Xβ" in a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from derive.reader.scanner import Math
from derive.reader.syntax import Span
from derive.reader.tokens import Token

_RELATION = re.compile(r"[=≈≠≤≥≡∝←]|:=|<-")
_MATHEMATICAL = re.compile(
    r"[Α-Ωα-ωϕℓ∂∇∑∏√∞∈±×·⊙⊗∘½¼⅓²³¹⁰-⁹⁻⁺⁽⁾ᵀᵗᵢⱼₖₗₘₙ₀-₉ₐ-ₜ′‖⟨⟩ℝℒ\u0302\u0303\u0304]"
    r"|[a-zA-Z]_[a-zA-Z0-9{]|[a-zA-Z)]\^|/d[a-zA-Z]\b|\\[a-z]{2}"
)
_FUNCTIONS = frozenset(
    ("log", "ln", "exp", "max", "min", "tanh", "sin", "cos", "tan", "sinh", "cosh", "sigmoid", "softmax", "relu", "tr",
     "trace", "diag", "det", "sign", "sgn", "sqrt", "sum", "prod", "abs", "argmax", "argmin", "softplus",
     "logit", "erf")
)  # fmt: skip
_JOINING = frozenset(("if", "for", "else", "otherwise", "and"))
_SHORT = frozenset(
    ("am", "an", "as", "at", "be", "by", "do", "go", "he", "if", "in", "is", "it", "me", "my", "no", "of", "oh", "on",
     "or", "so", "to", "up", "us", "vs", "we")
)  # fmt: skip
"""English words of two letters; other pairs of letters are products."""

_WORD = re.compile(r"(?<![\\A-Za-z_^{])[A-Za-z]{2,}(?![A-Za-z_^{(′ᵀ⊤'])")
_TOKEN = re.compile(r"\\?[A-Za-z]{2,}|\S")
_LABEL = re.compile(r"(?:[-*•]\s+|\(?[0-9a-z]{1,2}[.)]\s+)?[^=≈≠≤≥←]{0,60}?(?::\s+|\s{2,})(?=\S)")
_APPLIED = rf"(?!(?:{'|'.join(sorted(_FUNCTIONS))}) [A-Za-z](?![A-Za-z]))"
"""Not a function at a letter, such as ln a."""

_ITEM = re.compile(r"(?:\([0-9a-z]{1,2}\)|[0-9a-z]{1,2}[.)]|[-*•])\s+(?![=≈≠≤≥+*/^−-])")
_REMARK = re.compile(
    r"\s{2,}\((?=[^()]*[A-Za-z]{3,}).*$|\s{2,}(?:\(?[A-Za-z]{3,}|\[|%|<-|--).*$"
    rf"|\s*[(\[](?=[^()]*(?<![A-Za-z]){_APPLIED}[A-Za-z]{{2,}} [A-Za-z]).*$|\s{{3,}}\(\d+\)\s*$"
)
WIDE = 3
"""How many spaces set a remark or a condition apart."""

_END = re.compile(r"[\s.,;:]+$")
_SIDE = r"[-−+|(]*(?:[A-Za-zα-ω]{1,2}(?![A-Za-z])(?:_\{?\w+\}?)?|\d+(?:\.\d+)?)[|)]*(?:\([A-Za-zα-ω]\))?"
_TERM = rf"{_SIDE}(?:\s?[-−+*/]?\s?{_SIDE}){{0,4}}"
_SPOKEN = re.compile(
    rf"\b(?:if|when|whenever|where|wherever|for|while|provided|until|unless)\s+"
    rf"({_TERM}\s*(?:[<>]=?|[≤≥])\s*{_TERM})(?=[\s,.;:)]|$)",
    re.IGNORECASE,
)
"""A condition in a sentence of words: "if h_i > 0 then"."""

_VALUE_IN_CODE = re.compile(r"`([A-Za-zα-ω](?:_?\d)?\s*=\s*[-−+]?\d+(?:\.\d+)?)`")
_REST_OF_LIST = re.compile(r"[^()=]*\)")
_CODE = re.compile(
    r"\*\*|==|\bnp\.|\bdef\b|\bimport\b|\breturn\b|\bprint\b|[\[(]:|\+=|-=|#|\$|\\\\|`|://|</|^\s*\S+:\s*\S+\s*$"
)


def unmarked(text: str, found: Sequence[Math], skipped: Sequence[tuple[int, int]]) -> list[Math]:
    r"""The formulas of a text that are not marked as such: lines, and equations in its sentences.

    What has no sign that only mathematics has counts where something else has one.

    >>> text = "The loss is\n\n    S(β) = eᵀe   (a number)\n\nwhere e = y - Xβ, as before."
    >>> [text[m.inside.start : m.inside.end] for m in unmarked(text, [], [])]
    ['S(β) = eᵀe', 'e = y - Xβ']
    """
    taken = [*(piece.outside for piece in found), *(Span(*one) for one in skipped)]
    lines = [span for span in _lines(text) if not any(a < span.end and span.start < b for a, b in taken)]
    lines = [line for line in lines if _may_hold(text[line.start : line.end])]
    pieces = [piece for line in lines for piece in _pieces(text, line, _formula(text, line))]
    if not any(_is_certain(text, piece.inside) for piece in pieces):
        return list(_spoken_conditions(text, taken))
    return [*pieces, *_spoken_conditions(text, [*taken, *(piece.outside for piece in pieces)])]


def values_in_code(text: str, skipped: Sequence[tuple[int, int]]) -> list[Math]:
    """The values that spans of code give to letters in a text of formulas: `x = 1.5`.

    >>> [one.inside for one in values_in_code("With `x = 1.5` and `f(x)`.", [(5, 14), (19, 25)])]
    [Span(start=6, end=13)]
    """
    found: list[Math] = []
    for start, end in skipped:
        match = _VALUE_IN_CODE.fullmatch(text, start, end)
        if match is not None:
            found.append(Math(Span(*match.span(1)), Span(start, end), False, plain=True))
    return found


def _spoken_conditions(text: str, taken: Sequence[tuple[int, int]]) -> Iterator[Math]:
    """The comparisons that sentences of words restrict a formula by."""
    for match in _SPOKEN.finditer(text):
        span = Span(*match.span(1))
        if not any(a < span.end and span.start < b for a, b in taken):
            yield Math(span, span, False, plain=True)


def _pieces(text: str, line: Span, span: Span | None) -> Iterator[Math]:
    if span is not None:
        yield Math(span, span, True, plain=True)
    else:
        yield from (Math(inline, inline, False, plain=True) for inline in _in_sentence(text, line))


def _lines(text: str) -> Iterator[Span]:
    at = 0
    for line in text.split("\n"):
        yield Span(at, at + len(line))
        at += len(line) + 1


def _may_hold(line: str) -> bool:
    return _RELATION.search(line) is not None and _CODE.search(line) is None


def _is_certain(text: str, span: Span) -> bool:
    return _MATHEMATICAL.search(text, span.start, span.end) is not None


def _formula(text: str, line: Span) -> Span | None:
    """The part of a line that is a formula, where a label and a remark are all that it holds beside it."""
    written = text[line.start : line.end]
    begin = len(written) - len(written.lstrip())
    item = _ITEM.match(written, begin)
    begin = item.end() if item is not None else begin
    label = _LABEL.match(written[begin:])
    for start in (begin, begin + label.end()) if label is not None else (begin,):
        body = _END.sub("", _REMARK.sub("", written[start:]))
        if _RELATION.search(body) and not any(_is_prose(word) for word in _WORD.findall(body)):
            return Span(line.start + start, line.start + start + len(body))
    return None


def _is_prose(word: str) -> bool:
    """Whether letters make a word rather than a product such as Wx or XWb."""
    if word.lower() in _FUNCTIONS or word in _JOINING or re.fullmatch(r"d[A-Za-z]", word):
        return False
    if len(word) == 2:
        return word.lower() in _SHORT
    return len(word) > 4 or word.islower() or word.istitle() or word.isupper()


def _in_sentence(text: str, line: Span) -> Iterator[Span]:
    """The equations in a line of words: what stands between two words and has a relation."""
    start: int | None = None
    end = line.start
    for token in _TOKEN.finditer(text, line.start, line.end):
        goes_on = _closes(text, start, token) or _is_listed(text, start, line.end, token)
        if _ends_equation(text, token) and not goes_on:
            if start is not None:
                yield from _equation(text, start, end)
            start = None
        else:
            start = token.start() if start is None else start
            end = token.end()
    if start is not None:
        yield from _equation(text, start, end)


def _ends_equation(text: str, token: re.Match[str]) -> bool:
    word = token.group()
    if word.startswith("\\") and len(word) > 1:
        return False
    if len(word) > 1:
        return _is_prose(word) or word in _JOINING
    return word in ",;:.!?[]" and not text[token.end() : token.end() + 1].isalnum()


def _closes(text: str, start: int | None, token: re.Match[str]) -> bool:
    """Whether a bracket ends what began in the same equation: 1[k = c]."""
    inside = text[start : token.start()] if start is not None else ""
    return token.group() == "]" and inside.count("[") > inside.count("]")


def _is_listed(text: str, start: int | None, end: int, token: re.Match[str]) -> bool:
    """Whether a comma or a dot stands between the brackets of a list that began in the equation: diag(a, ..., c)."""
    inside = text[start : token.start()] if start is not None else ""
    if token.group() not in ",." or inside.count("(") <= inside.count(")"):
        return False
    rest = _REST_OF_LIST.match(text, token.end(), end)
    held = inside.rpartition("(")[2] + (rest.group() if rest is not None else "")
    return rest is not None and not any(_is_prose(word) for word in _WORD.findall(held))


def _equation(text: str, start: int, end: int) -> Iterator[Span]:
    while start < end and _is_unbalanced(text[start:end], text[start]):
        start += 1
    while start < end and _is_unbalanced(text[start:end], text[end - 1]):
        end -= 1
    body = text[start:end]
    relation = _RELATION.search(body)
    if relation is not None and body[: relation.start()].strip() and body[relation.end() :].strip():
        yield Span(start, end)


def _is_unbalanced(body: str, sign: str) -> bool:
    """Whether a bracket at the edge of a piece belongs to the words around it."""
    pair = next((pair for pair in ("()", "[]", "{}") if sign in pair), "")
    return sign.isspace() or (bool(pair) and body.count(pair[0]) != body.count(pair[1]))


def with_labels(tokens: Sequence[Token]) -> Iterator[Token]:
    """The tokens of a plain formula with z1 as z_1: a number right behind a letter is a label.

    Several spaces separate a formula from what restricts it.
    """
    before: Token | None = None
    for token in tokens:
        if before is not None and token.start - before.end >= WIDE and token.kind == "open":
            yield Token("wide", " ", before.end, token.start)
        named = before is not None and before.kind in ("letter", "accented") and before.end == token.start
        if named and token.kind == "number" and token.text.isdigit():
            yield Token("_", "_", token.start, token.start)
        yield token
        before = token
