r"""Saved question pages: which lines begin a post and which a comment."""

from __future__ import annotations

import pytest

from derive.reader.pages import source

PAGES = (
    (
        "Why?\n3\n$\\begingroup$\nLet $a = 1$.\n$\\endgroup$\n\n1 Answer\n\n$\\begingroup$\nSo.\n",
        ["question", "answer"],
    ),
    ("$\\begingroup$\nWhy?\n$\\endgroup$\n\n$\\begingroup$ Eh? $\\endgroup$\n", ["question", "comment"]),
    ("$\\begingroup$\nWhy?\n$\\endgroup$\n\nAnswer (score 4)\n\nSo.\n", ["question", "answer"]),
    (
        "Why?\n  • $\\begingroup$ Eh? $\\endgroup$\n\nAnswering takes long.\n",
        ["question", "comment", "answer"],
    ),
)


@pytest.mark.parametrize(("text", "roles"), PAGES)
def test_roles(text: str, roles: list[str]) -> None:
    assert [role.value for _, _, role in source(text).posts] == roles
