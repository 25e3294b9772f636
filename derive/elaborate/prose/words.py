r"""The words of a document in small letters, with its short commands for names written out: \Th is \Theta."""

from __future__ import annotations

import re

from derive.reader.macros import definitions

_SHORT = 30


def small_words(text: str) -> str:
    r"""A text in small letters in which the commands for names are what the document says they are.

    >>> small_words(r"\newcommand{\Th}{\Theta} where $\Th$ is symmetric")
    '\\newcommand{\\theta}{\\theta} where $\\theta$ is symmetric'
    """
    if "\\newcommand" not in text and "\\def" not in text and "\\renewcommand" not in text:
        return text.lower()
    macros, _ = definitions(text)
    for name, macro in macros.items():
        if not macro.arguments and name.isalpha() and 0 < len(macro.body) <= _SHORT and "\\" in macro.body:
            body = macro.body
            text = re.sub(rf"\\{name}(?![A-Za-z])", lambda _, body=body: body, text)  # type: ignore[misc]
    return text.lower()
