r"""Signs that are left over or lost: told as repairs, refused, or left open, but never passed over in silence."""

from __future__ import annotations

import pytest

from derive.check import check
from derive.errors import ReadError
from derive.reader.grammar import parse


@pytest.mark.parametrize(
    ("text", "repaired"),
    [
        (r"\left( a + b \right", True),
        (r"\left a + b \right)", True),
        (r"\left( a + b \right.", True),
        (r"\left\{ a \right.", False),
        (r"\left. a \right|_{x = 0}", False),
        (r"\begin{pmatrix} a \\ b \end{matrix}", True),
        (r"\begin{pmatrix} a \\ b \end{pmatrix}", False),
    ],
)
def test_brackets_that_do_not_fit_are_told(text: str, repaired: bool) -> None:
    """A bracket that was lost is a repair; one that is left out on purpose is none."""
    assert bool(parse(text).repairs) == repaired


@pytest.mark.parametrize("text", [r"\sum_k _k \log z_k", r"\sum^n ^m a", r"x_{} y", r"x^{()}"])
def test_scripts_on_nothing_are_refused(text: str) -> None:
    """A second index below, or an empty one, has no meaning."""
    with pytest.raises(ReadError):
        parse(text)


@pytest.mark.parametrize(
    "line",
    [
        r"\frac{\partial f}{\partial u} = 2 \hat{} u",
        r"\frac{\partial f}{\partial u} = \frac{2 u}{}",
        r"\frac{\partial f}{\partial u} = 2 u + _3",
        r"\frac{\partial f}{\partial u} = u(2 + \sqrt{})",
    ],
)
def test_a_formula_with_an_empty_part_is_not_judged(line: str) -> None:
    """What is missing may be anything."""
    found = check(f"Let $f = u^2$. Then\n$${line}$$\n")
    assert found.relations[-1].verdict in ("cannot-tell", "unread")


def test_a_logarithm_to_another_base_is_not_the_natural_one() -> None:
    r"""\lg is to the base 10 or 2, as the author's country has it."""
    found = check("Let $f = \\lg u$ with $u > 0$. Then\n$$\\frac{df}{du} = \\frac{1}{u}$$\n")
    assert found.relations[-1].verdict == "cannot-tell"


def test_repairs_of_the_member_that_a_chain_goes_on_from_are_told() -> None:
    """The right side is clean, but the line rests on a bracket that was put in above."""
    found = check("$$a = (b + (c + b)$$\nand so\n$$= 2b + c$$\n")
    assert [bool(relation.repairs) for relation in found.relations] == [True, True]
