"""Functions that a document names in words: "where $g$ is the logistic function"."""

from __future__ import annotations

import re
from collections.abc import Mapping

_FUNCTIONS = {
    "logistic": "sigmoid",
    "sigmoid": "sigmoid",
    "hyperbolic tangent": "tanh",
    "rectifier": "relu",
    "relu": "relu",
    "softplus": "softplus",
    "softmax": "softmax",
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
    found = {name: _FUNCTIONS[word.lower()] for name, word in _AFTER.findall(text)}
    return found | {name: _FUNCTIONS[word.lower()] for word, name in _BEFORE.findall(text)}
