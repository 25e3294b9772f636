"""What a document says of its names in words: "where $g$ is the logistic function", "the rows of $X$"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

_FUNCTIONS = {
    "logistic": "sigmoid",
    "sigmoid": "sigmoid",
    "hyperbolic tangent": "tanh",
    "rectifier": "relu",
    "relu": "relu",
    "softplus": "softplus",
    "softmax": "softmax",
    "heaviside": "step",
    "unit step": "step",
    "step function": "step",
}
_NAME = r"\$\s*(\\?[A-Za-z]+)\s*(?:\([^()$]*\))?\s*\$"
_WORD = "|".join(_FUNCTIONS)
_AFTER = re.compile(
    rf"{_NAME},?\s+(?:is|denotes|be|being|for|stands for)\s+(?:the|a)\s+(?:\w+\s+)?({_WORD})\b", re.IGNORECASE
)
_BEFORE = re.compile(
    rf"\b({_WORD})(?:\s+(?:function|activation|nonlinearity|sigmoid))*\s+{_NAME}(?!\s*=)", re.IGNORECASE
)


def named_functions(text: str) -> Mapping[str, str]:
    r"""The functions of ``derive.functions`` by the names that the words of a text give them.

    >>> named_functions(r"where $g$ is the logistic function and the sigmoid $\sigma$ is used")
    {'g': 'sigmoid', '\\sigma': 'sigmoid'}
    """
    return {name: kind for name, kind, _, _ in told_functions(text)}


def told_functions(text: str) -> Iterator[tuple[str, str, int, int]]:
    """Where the words of a text say which function a name is: the name, the function, the place of the word for it."""
    for pattern, name, word in ((_AFTER, 1, 2), (_BEFORE, 2, 1)):
        for match in pattern.finditer(text):
            yield match[name], _FUNCTIONS[match[word].lower()], match.start(word), match.end(word)


_MATHS = r"\$([^$]{1,60})\$"
_COUNTED = r"(?!\s+(?:ones|zeros|entries|elements|numbers|values|samples|examples|units|rows|columns))"
_OF = re.compile(
    r"\b(row|column)s?\s+(?:of|in|into|to form|form|make up)\s+"
    rf"(?:(?:the|a|an|our|its)\s+)?(?:[\w-]+\s+){{0,3}}?{_MATHS}{_COUNTED}"
    rf"(?:(?:,\s*|\s+and\s+|,\s*and\s+){_MATHS})?(?:(?:\s+and\s+|,\s*and\s+){_MATHS}(?!\s*(?:has|have|is|are)\b))?"
)
_WHOSE = re.compile(
    rf"{_MATHS}[^$.;]{{0,60}}?\b(?:whose|with(?!\s+respect\b)|has|have|having|contains?|holds?)\b"
    rf"[^$.;]{{0,30}}?(?:{_MATHS}[^$.;]{{0,30}}?)?\b(row|column)s?\b"
)
_CALLED = (
    r"(?:\s+(?:is\s+|are\s+|be\s+)?(?:the|our|all)\s+(?!(?:first|last|same|next)\b)[a-z-]+(?:\s+[a-z-]+)?)?"
)
_WITHIN = re.compile(rf"{_MATHS}{_CALLED}\s*\((?:[^()$]|\$[^$]*\$)*?\b(row|column)s?\s+{_MATHS}")
_IS_ROW = re.compile(rf"\b(row|column)\s+(?:\$[^$]+\$\s+)?of\s+{_MATHS}{_COUNTED}")
_EMPHASIS = re.compile(r"(?:\*{1,2}|\\(?:emph|textbf|textit)\{)((?:as\s+)?(?:rows?|columns?))(?:\*{1,2}|\})")
_CAPITAL = re.compile(
    r"(?:\\(?:mathbf|boldsymbol|bm|mathsf|mathrm|mathit)\s*)?\{?\s*((?:\\[A-Z][a-z]+)|[A-Z])\s*\}?(?:\s*(?:\\in|=).*)?\Z"
)


def stacked_names(text: str) -> Mapping[str, str]:
    r"""The matrices that the words of a text stack from rows or columns, by the letter, with which of the two.

    >>> stacked_names(r"where $z_i$, $t_i$ are the columns of $Z$ and $T$, and $\mathbf{X}$ has rows $x_i^T$")
    {'Z': 'column', 'T': 'column', 'X': 'row'}
    >>> stacked_names(r"let $K$ be the keys (row $k_j^T$)")
    {'K': 'row'}
    """
    text = _EMPHASIS.sub(r"\1", text)
    pairs = [(name, way) for way, *names in _OF.findall(text) + _IS_ROW.findall(text) for name in names]
    pairs += [(name, way) for name, _, way in _WHOSE.findall(text)]
    pairs += [(name, way) for name, way, _ in _WITHIN.findall(text)]
    found: dict[str, str] = {}
    for name, way in pairs:
        match = _CAPITAL.match(name.strip())
        if match is not None:
            found.setdefault(match[1], way)
    return found


_STYLE = re.compile(r"\\(?:mathbf|boldsymbol|bm|mathsf|mathrm|mathit|vec)\b|[{}\s]")
_DECLARED = re.compile(r"\s*(?:\\in\b|=|\\geq?\b|\\succeq).*", re.DOTALL)
"""What is said of a name beside it: the ∈ ℝ^K of y ∈ ℝ^K."""
_NEGATED = re.compile(r"\b(?:not|never|no longer|cannot|n't)\b|n't\b")
_DROPPED = re.compile(
    r"\b(?:drop|relax|lift|remove|forget|discard|abandon|without|no longer)\w*\b[^.;]{0,60}\Z", re.IGNORECASE
)
_SUM_TO_ONE = re.compile(rf"{_MATHS}[^$.;]{{0,80}}?\b(?:sums?|adds?) (?:up )?to (?:1|one|unity)\b")


def summing_names(text: str) -> frozenset[str]:
    r"""The names whose entries sum to one, as the words of a text say.

    >>> summing_names(r"teacher probabilities $p_i$ (they sum to 1)")
    frozenset({'p'})
    >>> summing_names(r"$q \in \mathbb{R}^K$, the entries of which add up to one")
    frozenset({'q'})
    """
    found = (match for match in _SUM_TO_ONE.finditer(text) if not _is_taken_back(match))
    return frozenset(_bare(match[1]) for match in found)


def _is_taken_back(match: re.Match[str]) -> bool:
    before = match.string[max(0, match.start() - 80) : match.start()]
    return bool(_NEGATED.search(match[0]) or _DROPPED.search(before))


def _bare(name: str) -> str:
    """A name without its style, its indices and what is declared of it."""
    return _STYLE.sub("", _DECLARED.sub("", name)).split("_")[0].split("^")[0]


_ANY = r"(?:any|an?\s+arbitrary|arbitrary|a\s+general|general|unnormali[sz]ed|unconstrained|unrestricted)"
_NO_SHARES = re.compile(
    rf"{_MATHS}[\s,]+(?:(?:is|are|be|being|now|then|may)\s+)+{_ANY}\b"
    rf"|\b(?:several|more\s+than\s+one|many)\s+(?:of\s+the\s+|entries\s+of\s+)?{_MATHS}[^.;$]{{0,30}}\b(?:may|can|could)\s+be\b"
    rf"|\b{_ANY}\s+(?:[a-z-]+\s+){{0,3}}(?:weights?|targets?|labels?|vectors?|numbers?)\s+{_MATHS}",
    re.IGNORECASE,
)


def any_names(text: str) -> frozenset[str]:
    r"""The names whose entries need not sum to one, as the words of a text say.

    >>> sorted(any_names("If $y$ is any vector, or $t_k$ do not sum to one, with arbitrary weights $a$"))
    ['a', 't', 'y']
    """
    found = (match[1] or match[2] or match[3] for match in _NO_SHARES.finditer(text))
    denied = (match[1] for match in _SUM_TO_ONE.finditer(text) if _is_taken_back(match))
    return frozenset(map(_bare, (*found, *denied)))


_VERBS = r"(?:is|are|be|being|denotes?|as|for|it'?s|which)\s+"
_ARTICLE = r"(?:(?:the|an?|its|their|this)\s+)?(?:[\w-]+\s+){0,2}?"
OF_THE_NEXT = r"(?!(?:[\s-]+(?!in\b|of\b|with\b|for\b|and\b|as\b|so\b)[\w-]+){0,3}\s+\$)"
"""After "$z = Wx$, one-hot" stands what the words are about: "one-hot target $t$" says nothing of z."""
_HOT = re.compile(
    rf"{_MATHS}[\s,(]*(?:(?:{_VERBS})+{_ARTICLE}one[- ]?hot\b|{_ARTICLE}one[- ]?hot\b{OF_THE_NEXT})"
    rf"|\bone[- ]?hot\b(?:[\s-]+[\w-]+){{0,3}}?\s+{_MATHS}(?!\s*=)",
    re.IGNORECASE,
)


_ONE, _ZERO = (rf"\$?\s*(?:{sign}|{word})\s*\$?" for sign, word in (("1", "one"), ("0", "zero")))
_OF_ONE = (
    r"(?:for|at)\s+the\s+(?P<noun>(?:[\w-]+\s+){0,3}?[\w-]+)(?:\s+(?:that|which|who|of|in)\s[^.;$]{1,40}?)?"
    r"|(?:if|when|where|for)\s+\$\s*\w\s*=\s*\w(?:_\w)?\s*\$"
    r"|(?:if|when|where)\s+\$\s*\w\s*\$\s+is\s+the\s+[^.;$]{1,40}?"
    r"|(?:if|when|where)\s+[^.;]{1,40}?\bbelongs?\s+to\s+(?:the\s+)?(?:class|cluster|group|component)\b[^.;]{0,12}?"
)
_CHOSEN = re.compile(
    rf"{_MATHS}\s+(?:is|be|equals|equal\s+to|takes|set\s+to|\s)+{_ONE}\s*(?:{_OF_ONE})[,\s]+and\s+{_ZERO}\s*"
    r"(?:otherwise|else\w*|for\s+(?:(?:all|any|every|each)\s+)?(?:(?:of\s+)?the\s+)?(?:others?|rest)\b|if\s+not)",
    re.IGNORECASE,
)
"""One share that is everything: "t_k is 1 for the true class and 0 for the others"."""
_PLURAL = re.compile(r"[^s\W]s$")


def one_hot_names(text: str) -> frozenset[str]:
    r"""The names that the words of a text call one-hot, or 1 at one place and 0 at all others.

    >>> sorted(one_hot_names(r"The target $g$ is one-hot; a one-hot code $h \in \{0,1\}^K$ and $u$ is not one-hot"))
    ['g', 'h']
    >>> sorted(one_hot_names(r"Logits $r = Vx$, one-hot target $h$"))
    ['h']
    >>> sorted(one_hot_names("$t_k$ is 1 for the true class and 0 else; $m_j$ is 1 for the seen items and 0 else"))
    ['t']
    """
    found = (match for match in _HOT.finditer(text) if not _NEGATED.search(match[0]))
    chosen = {_bare(match[1]) for match in _CHOSEN.finditer(text) if not _PLURAL.search(match["noun"] or "")}
    return frozenset(chosen | {_bare(match[1] or match[2]) for match in found})


_RESPECT = re.compile(
    rf"with respect to\s+(?:[\w*-]+\s+){{0,3}}?{_MATHS}|\bgradients? (?:in|by)\s+{_MATHS}|w\.?r\.?t\.?\s+{_MATHS}"
)


def derived_names(text: str) -> frozenset[str]:
    r"""The names by which the words of a text differentiate.

    >>> sorted(derived_names(r"Differentiate with respect to $\mathbf{w}$, then w.r.t. $b$"))
    ['b', 'w']
    """
    return frozenset(_STYLE.sub("", name) for names in _RESPECT.findall(text) for name in names if name)
