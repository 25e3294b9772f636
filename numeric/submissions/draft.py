"""A first draft of an assignment for a student's file: what the code seems to need, to be completed by hand."""

from __future__ import annotations

import ast
import re

from derive.errors import GradproofError
from numeric.submissions.builtin import fitting, text
from numeric.submissions.found import Definition, definitions
from numeric.submissions.notebook import read_source

_LIKELY = ("grad", "deriv", "backward", "backprop", "cost", "loss")
_PARAMETER = re.compile(r"(?i)(w|b|v|u|theta|beta|weights?|bias|params?)\d*")
_SHAPES = {
    "W": '[1, "M"]', "X": '["M", "N"]', "Y": '[1, "N"]', "w": '["M"]', "theta": '["M"]', "y": '["N"]', "x": '["M"]',
}  # fmt: skip


def draft(source: str, path: str) -> str:
    """The TOML text of a draft; a built-in assignment where one fits.

    GradproofError: the file is no Python, or defines nothing.

    >>> "student.gradient(w, X)" in draft("def gradient(w, X):\\n    return w", "a.py")
    True
    """
    try:
        tree = ast.parse(read_source(source, path).text)
    except SyntaxError as problem:
        raise GradproofError(f"{path}:{problem.lineno}: no Python: {problem.msg}") from problem
    found = definitions(tree)
    if not found:
        raise GradproofError(f"{path} defines no function and no class")
    fits = fitting(found)
    return text(fits[0]) if fits else _made(_likeliest(found), found)


def _likeliest(found: list[Definition]) -> Definition:
    likely = [each for word in _LIKELY for each in found if word in each.name.lower()]
    return (likely or found)[0]


def _made(chosen: Definition, found: list[Definition]) -> str:
    rows = [*chosen.arguments] or ["w"]
    wanted = [name for name in rows if _PARAMETER.fullmatch(name)] or rows[:1]
    inputs = "\n".join(f"{name} = {{ shape = {_SHAPES.get(name, '[]')} }}" for name in rows)
    squares = " + ".join(f"np.sum({name} ** 2)" for name in wanted)
    return f'''\
title = "{chosen.name}"
# NumPy code over the inputs, one number: what should have been differentiated.
objective = "{squares}"
parameters = [{", ".join(f'"{name}"' for name in wanted)}]
sense = "loss"                     # or "log-likelihood"

# name = shape (numbers and size letters), and a domain where it is not the reals:
# "positive", "(0,1)", "{{0,1}}", "{{-1,1}}", "one-hot", "{{0..2}}"
[inputs]
{inputs}

# The file holds: {", ".join(map(str, found))}
[call]
code = """
{_reached(wanted, _call(chosen, rows))}
"""
'''


def _reached(wanted: list[str], call: str) -> str:
    if len(wanted) == 1:
        return f"return {{'{wanted[0]}': {call}}}"
    pairs = ", ".join(f"'{name}': found[{k}]" for k, name in enumerate(wanted))
    return f"found = {call}\nreturn {{{pairs}}}"


def _call(chosen: Definition, rows: list[str]) -> str:
    arguments = ", ".join(chosen.arguments or rows)
    owner = f"student.{chosen.owner}()" if chosen.owner else "student"
    return f"{owner}.{chosen.name}({arguments})"
