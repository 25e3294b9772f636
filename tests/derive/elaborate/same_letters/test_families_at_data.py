"""Functions that are taken at data alone and made of the entries of a datum, b_k(x_n): families of two indices."""

from __future__ import annotations

import pytest

from derive.check import check

MIXTURE = r"""Vectors $y_m\in\{0,1\}^P$, $m=1,\dots,M$, clusters $c=1,\dots,C$ with shares $s_c$ and rates $r_{cp}$:
$$f_c(y_m) = \prod_{p=1}^P r_{cp}^{y_{mp}}(1-r_{cp})^{1-y_{mp}}, \qquad g(y_m) = \sum_{a=1}^C s_a f_a(y_m)$$
$$h_{mc} = \frac{s_c f_c(y_m)}{g(y_m)}$$

"""
KEPT = (
    MIXTURE.rstrip()
    + r""" and then keep them \emph{fixed}. Let
$$R = \sum_{m=1}^M\sum_{c=1}^C h_{mc}\sum_{p=1}^P\bigl[y_{mp}\log r_{cp} + (1-y_{mp})\log(1-r_{cp})\bigr]$$

"""
)
TABLE = (
    (MIXTURE, r"\frac{\partial\log g(y_m)}{\partial s_c} = \frac{f_c(y_m)}{g(y_m)}", "right"),
    (MIXTURE, r"\frac{\partial\log g(y_m)}{\partial s_c} = \frac{h_{mc}}{s_c}", "right"),
    (MIXTURE, r"\frac{\partial\log g(y_m)}{\partial s_c} = \frac{s_c f_c(y_m)}{g(y_m)}", "wrong"),
    (
        MIXTURE,
        r"\frac{\partial\log g(y_m)}{\partial r_{cp}} = h_{mc}\frac{y_{mp} - r_{cp}}{r_{cp}(1-r_{cp})}",
        "right",
    ),
    (
        MIXTURE,
        r"\frac{\partial\log g(y_m)}{\partial r_{cp}} = h_{mc}\frac{y_{mp} + r_{cp}}{r_{cp}(1-r_{cp})}",
        "wrong",
    ),
    (
        KEPT,
        r"\frac{\partial R}{\partial r_{cp}} = \sum_{m=1}^M h_{mc}\frac{y_{mp} - r_{cp}}{r_{cp}(1-r_{cp})}",
        "right",
    ),
    (
        KEPT,
        r"\frac{\partial R}{\partial r_{cp}} = \sum_{m=1}^M h_{mc}\frac{y_{mp} + r_{cp}}{r_{cp}(1-r_{cp})}",
        "not right",
    ),
    (
        KEPT.replace("keep", "never keep").replace("and then", "and we do not"),
        r"\frac{\partial R}{\partial r_{cp}} = \sum_{m=1}^M h_{mc}\frac{y_{mp} - r_{cp}}{r_{cp}(1-r_{cp})}",
        "cannot-tell",
    ),
)


@pytest.mark.parametrize(("page", "line", "verdict"), TABLE)
def test_what_is_taken_at_data_has_their_letter(page: str, line: str, verdict: str) -> None:
    found = check(f"{page}$${line}$$\n").relations[-1].verdict
    assert found != "right" if verdict == "not right" else found == verdict


def test_a_function_that_is_taken_elsewhere_stays_one() -> None:
    page = MIXTURE + r"For any point, $g(z) = \sum_a s_a f_a(z)$. "
    line = r"$$\frac{\partial\log g(y_m)}{\partial s_c} = \frac{h_{mc}}{s_c^2}$$"
    assert check(page + line + "\n").relations[-1].verdict != "right"
