"""One name where another one of the definitions belongs, and vectors that were lost."""

from __future__ import annotations

import pytest

from derive.check import check

SCORES = r"""Each item $k$ has a vector $q_k\in\mathbb{R}^d$, and $c\in\mathbb{R}^d$ is the query; $t_k$ is 1 for the
item that was bought and 0 for the others. With $s_k = q_k^\top c$ and $\pi_k = e^{s_k}/\sum_j e^{s_j}$ the loss is
$$E = -\sum_k t_k \log \pi_k .$$

"""
UNIT = r"""One unit with inputs $u\in\mathbb{R}^m$ and one target $r$: $a = \theta^\top u + c$, $o = e^{a}$ and
$J = \frac12 (o - r)^2$.

"""
TABLE = (
    (SCORES, r"\frac{\partial E}{\partial q_k} = (\pi_k - t_k)\, c", "right", ()),
    (SCORES, r"\frac{\partial E}{\partial q_k} = (\pi_k - t_k)\, q_k", "wrong", ("wrong-forward-value",)),
    (UNIT, r"\frac{\partial J}{\partial \theta} = (o - r)\, o\, u", "right", ()),
    (UNIT, r"\frac{\partial J}{\partial \theta} = (o - r)\, o", "wrong", ("missing-input-factor",)),
    (UNIT, r"\frac{\partial J}{\partial c} = (o - r)\, o", "right", ()),
)


@pytest.mark.parametrize(("page", "line", "verdict", "named"), TABLE)
def test_a_name_taken_for_another_is_named(
    page: str, line: str, verdict: str, named: tuple[str, ...]
) -> None:
    relation = check(f"{page}$${line}$$\n").relations[-1]
    assert relation.verdict == verdict
    assert relation.misconceptions == ((named,) if named else ())


def test_where_words_leave_a_vector_out_nothing_was_lost() -> None:
    page = UNIT + r"Up to the factor $u$, which we omit, $$\frac{\partial J}{\partial \theta} = (o - r)\, o$$"
    assert check(page).relations[-1].verdict == "cannot-tell"


def test_what_an_entrywise_product_lost_is_put_back_entry_by_entry() -> None:
    page = (
        r"Let $u, v, z\in\mathbb{R}^k$ with $z = u\odot\tanh(v)$, $J = \frac12\|z - r\|^2$ and $d = z - r$. "
    )
    relation = check(page + r"$$\frac{\partial J}{\partial v} = d\odot(1-\tanh^2(v))$$" + "\n").relations[-1]
    assert relation.verdict == "wrong"
    assert relation.correction is not None
    assert relation.correction.endswith(r"\odot u")
