"""``gradproof prove``: its answers and exit codes."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner, Result

from reports.cli import gradproof


def run(*arguments: str) -> tuple[Result, int]:
    result = CliRunner().invoke(gradproof, ["prove", *arguments], standalone_mode=False)
    return result, result.return_value


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("(p - y)*x", "x*(p - y)"), 0, "right"),
        (("p^2", "p", "--domain", "p in {0,1}"), 0, "right, for p in {0,1}"),
        (("sqrt(x^2)", "x"), 1, "at x = -1"),
        (("sum(x[i], i, 1, N)", "x[1]", "--size", "N=2"), 1, "wrong"),
        (("1/0", "x"), 4, "cannot tell"),
        (("x +", "y"), 2, "^"),
        (("x", "y", "--domain", "p inn (0,1)"), 2, "^^^"),
    ],
)
def test_answers(arguments: tuple[str, ...], code: int, said: str) -> None:
    result, returned = run(*arguments)
    assert returned == code
    assert said in result.output


def test_json() -> None:
    result, code = run("x", "y", "--format", "json")
    data = json.loads(result.output)
    assert code == 1
    assert (data["verdict"], data["point"]) == ("wrong", {"x": "1", "y": "0"})
