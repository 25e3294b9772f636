r"""The words of a document in small letters, with its short commands for names written out: \Th is \Theta."""

from __future__ import annotations

import re

from derive.reader.macros import definitions

_SHORT = 30


_BLANKS, _LINES = re.compile(r"[ \t]{3,}"), re.compile(r"\n(?:[ \t]*\n)+")


def without_long_blanks(text: str) -> str:
    """A text in which no blanks follow one another for long, as in what is left where words are blotted out.

    >>> without_long_blanks("one      \\n   \\n \\n two")
    'one  \\n\\n two'
    """
    return _LINES.sub("\n\n", _BLANKS.sub("  ", text))


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
