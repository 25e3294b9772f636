"""Words that fix the layout of a gradient by a matrix: it lies as the matrix does, entry by entry."""

from __future__ import annotations

import re

_ABOUT = re.compile(
    r"\b(?:gradient(?:e?s|en|e)?|derivatives?|partials|ableitung(?:en)?|dérivées?|derivadas?)\b|\\nabla|\\frac\{\\partial|\\partial\s*\w+\s*/"
)
_NOT_TURNED = r"(?![^.;:]{0,20}(?:transpos|\^|'))"
_SHAPES = (
    re.compile(
        r"\b(?:has|have|having|takes?|keeps?|shares?|inherits?|of|in|into|with|is)\s+(?:exactly\s+)?"
        r"(?:the|its|their)?\s*(?:(?:same|identical)\s+(?:form|format|layout|arrangement)|"
        r"(?:same\s+|identical\s+)?(?:shapes?|dimensions?|sizes?))"
        r"\s+(?:of|as|like)\s+" + _NOT_TURNED
    ),
    re.compile(
        r"\b(?:arranged|laid\s+out|shaped|ordered|placed|collected|stored|written|stacked|organi[sz]ed)\s+"
        r"(?:just\s+|exactly\s+)?(?:like|as)\s+(?:\$|the\s+(?:variable|matrix|parameter|weight|entries))"
        + _NOT_TURNED
    ),
    re.compile(r"\b(?:dieselbe|die gleiche|derselben|der gleichen)\s+(?:form|gestalt|größe)\s+(?:wie|hat)\b"),
    re.compile(r"\bmêmes?\s+(?:forme|format|dimensions?|taille)s?\s+que\b"),
    re.compile(r"\bmism[ao]s?\s+(?:forma|dimensi(?:ones|ón)|tamaño)\s+que\b"),
)
_I, _J = r"(?P<i>\w)", r"(?P<j>\w)"
_ENTRIES = (
    re.compile(
        rf"\(\s*{_I}\s*,\s*{_J}\s*\)\$?(?:-th|th)?[\s-]+(?:entry|element|component)\b[^.;]{{0,40}}"
        r"\\partial\s*\{?\w\}?(?:_\{(?P=i)\s*,?\s*(?P=j)\})"
    ),
    re.compile(
        rf"[\])|]\s*_\{{{_I}\s*,?\s*{_J}\}}\s*=\s*\\[dt]?frac\{{\\partial[^}}]*\}}"
        r"\{\\partial\s*\{?\w\}?_\{(?P=i)\s*,?\s*(?P=j)\}"
    ),
    re.compile(
        rf"\b(?:entry|element)\s+\$?\(?\s*{_I}\s*,?\s*{_J}\s*\)?\$?\s+(?:belongs?|belonging|corresponds?|corresponding)\s+to\s+"
        r"\$\w_\{(?P=i)\s*,?\s*(?P=j)\}"
    ),
    re.compile(
        r"\bmatrix\s+(?:of|with)\s+(?:the\s+)?(?:entries|elements)\s+\$\\partial\s*\w+\s*/\s*\\partial\s*\w_\{"
    ),
)
_UNSURE = re.compile(
    r"\b(?:some|others?|authors?|many|often|sometimes|if|unless|when|to get|to have|to obtain|not|never|"
    r"instead|transpos\w*|prefer\w*|would|could|either|numerator|jacobian\w*|hessian\w*|except|but|alternative\w*|transponier\w*)\b|n't\b"
)
_SENTENCE = re.compile(r"(?<=[.!?;])\s+(?!\()|\n\s*\n")


def says_shapes_are_kept(words: str) -> bool:
    r"""Whether words say that a gradient by a matrix has the shape of the matrix, without an alternative beside it.

    >>> says_shapes_are_kept("By gradient I mean the matrix of partials, arranged in the shape of $X$.")
    True
    >>> says_shapes_are_kept("If you want the gradient in the shape of $X$, transpose it.")
    False
    >>> says_shapes_are_kept(r"A derivative is the matrix of partials, entry $(i,j)$ belonging to $W_{ij}$.")
    True
    >>> says_shapes_are_kept(r"Here $(\nabla f)_{ij} = \frac{\partial f}{\partial X_{ij}}$.")
    True
    """
    return any(
        _ABOUT.search(each) and not _UNSURE.search(each) and _fixes(each)
        for each in _SENTENCE.split(words.lower())
    )


def _fixes(sentence: str) -> bool:
    return any(pattern.search(sentence) for pattern in (*_SHAPES, *_ENTRIES))
