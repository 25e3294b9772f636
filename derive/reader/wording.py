"""Words in formulas: what is a word, what is a row of letters, and what hides a function."""

from __future__ import annotations

import re

from derive.reader import signs

WORD = re.compile(r"[A-Za-z][A-Za-z0-9]*(?:-[A-Za-z0-9]+)*")
CANONICAL = {
    "trace": "tr", "sgn": "sign", "lse": "logsumexp", "var": "Var", "cov": "Cov", "logs": "log"
}  # fmt: skip
PLAIN_CONNECTIVES = signs.words("if for when where otherwise else such that then with given and unless")
_SPELLED = signs.words("ReLU ELU GELU SiLU LSE LogSumExp LeakyReLU Log Exp Max Min")
_ENGLISH = re.compile(r"[A-Z]?[a-z]*[aeiou][a-z]*")
_NO_SPACE = re.compile(r"[\s~]|\\[,;:! ]")
_LAST_WORDS = ("MSE", "BCE", "NLL", "RSS", "SSE", "SSR", "BPR", "NCE", "WCE", "CE", "FL")


def is_word(run: str) -> bool:
    """Whether letters typed side by side are one word; TR and LL are products, tr and loss are not.

    >>> [is_word(run) for run in ("softmax", "loss", "WX", "TR", "ylog", "MSE", "by")]
    [True, True, False, False, False, True, False]
    """
    if run in ("sum", "prod") or run in signs.NAME_WORDS or run in PLAIN_CONNECTIVES or _is_function(run):
        return True
    english = len(run) >= 4 and len(set(run.lower())) > 2 and _ENGLISH.fullmatch(run)
    return bool(english) and not any(len(piece(run, at)) > 1 for at in range(3))


def _is_function(run: str) -> bool:
    lower = run.lower()
    if lower not in signs.FUNCTION_WORDS:
        return False
    return run == lower or run in _SPELLED or (len(run) > 3 and run[1:].islower())


def is_greek(run: str) -> bool:
    """Whether a word is a Greek letter spelled out: theta."""
    return run in signs.GREEK and len(run) >= 3 and run not in ("ell", "Box")


def piece(run: str, at: int) -> str:
    """The function that begins at a place in a row of letters, or the one letter there.

    >>> piece("ylog", 0), piece("ylog", 1)
    ('y', 'log')
    """
    for word in signs.PLAIN_FUNCTIONS:
        if run.startswith(word, at) and at <= 3 and len(run) - at - len(word) <= 3:
            return word
    for word in _LAST_WORDS:
        if at and run[at:] == word:
            return word
    return run[at]


def is_operator(content: str) -> bool:
    """Whether the text of an operator is a known function: arg\\,max."""
    return squeezed(content).lower() in signs.FUNCTION_WORDS


def squeezed(content: str) -> str:
    """A text without its space."""
    return _NO_SPACE.sub("", content)


def spaced(content: str) -> str:
    """A text with plain space only."""
    return _NO_SPACE.sub(" ", content)


def closing_brace(text: str, at: int) -> int | None:
    """The offset of the brace that closes the one at ``at``; None where nothing closes it."""
    if at >= len(text) or text[at] != "{":
        return None
    depth = 0
    while at < len(text):
        sign = text[at]
        at += 2 if sign == "\\" else 1
        depth += (sign == "{") - (sign == "}")
        if depth == 0:
            return at - 1
    return None
