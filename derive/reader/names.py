"""Names, their decorations and relation signs as TeX."""

from __future__ import annotations

from derive.reader import signs
from derive.reader.signs import words
from derive.reader.syntax import Name

RELATIONS = {
    "=": "=", "!=": r"\neq", "<": "<", "<=": r"\le", ">": ">", ">=": r"\ge", "<<": r"\ll", ">>": r"\gg",
    "approx": r"\approx", "propto": r"\propto", ":=": ":=", "=:": "=:", "<-": r"\leftarrow", "->": r"\to",
    "mapsto": r"\mapsto", "in": r"\in", "notin": r"\notin", "ni": r"\ni", "subset": r"\subseteq",
    "sim": r"\sim",
    "equiv": r"\equiv", "=>": r"\implies", "<=>": r"\iff", "perp": r"\perp", "colon": ":",
    "forall": r"\forall",
    "exists": r"\exists", "and": r"\land", "or": r"\lor",
    "succ": r"\succ", "succeq": r"\succeq", "prec": r"\prec", "preceq": r"\preceq",
}  # fmt: skip
MARKS = {
    "bold": r"\mathbf", "cal": r"\mathcal", "bb": r"\mathbb", "frak": r"\mathfrak", "sans": r"\mathsf",
    "hat": r"\hat",
    "tilde": r"\tilde", "bar": r"\bar", "vec": r"\vec", "dot": r"\dot", "ddot": r"\ddot", "check": r"\check",
    "breve": r"\breve", "underline": r"\underline", "acute": r"\acute", "grave": r"\grave",
    "ring": r"\mathring",
}  # fmt: skip
EXAMPLE, PAIR = "example", "pair"
"""The marks of a name that means one example of the data, or a pair and not its members; they are not shown."""

AT = "at "
"""How the mark of a name begins that means another thing at other index letters; it is not shown either."""

RAISED = {"star": "*", "dagger": r"\dagger", "plus": "+", "minus": "-", "circ": r"\circ"}
_COMMANDS = words(
    "log ln exp sin cos tan cot sinh cosh tanh max min sup inf lim arcsin arccos arctan det dim ker"
)


def name_tex(name: Name) -> str:
    r"""A name with its decorations as TeX.

    >>> name_tex(Name("y", ("bold", "hat")))
    '\\hat{\\mathbf{y}}'
    """
    text = name.letter
    if len(text) > 1 and not ("\\" in text or "^" in text or text[-1] == "'"):
        text = "\\" + text if text in _COMMANDS else _word(text)
    for mark in name.decorations:
        if mark in (EXAMPLE, PAIR) or mark.startswith(AT):
            continue
        text = f"{text}^{{{RAISED[mark]}}}" if mark in RAISED else f"{MARKS[mark]}{{{text}}}"
    return text


def _word(text: str) -> str:
    return rf"\operatorname{{{text}}}" if text in signs.FUNCTION_WORDS else rf"\text{{{text}}}"
