"""A typing search that recalls how relations fitted says the same as one that works every fit out again."""

from __future__ import annotations

import pytest

from derive.check import check
from derive.elaborate.shapes.refit import Fits
from derive.elaborate.symbols.dims import Dims
from reports.formats.review_json import document_record

LAYERS = r"""
Let $A = XW + b$, $H = \tanh(A)$, $S = HV$ and $L = \frac{1}{2}\sum_{n,k} (S_{nk} - T_{nk})^2$. Then
$$\frac{\partial L}{\partial S} = S - T, \qquad \frac{\partial L}{\partial V} = H^T (S - T)$$
$$\frac{\partial L}{\partial A} = ((S - T) V^T) \odot (1 - H \odot H), \qquad
\frac{\partial L}{\partial W} = X \left(((S - T) V^T) \odot (1 - H \odot H)\right)$$
"""
CLASHING = r"""
With $u = w^T x + c$ and $q = u^2$ we get
$$\frac{\partial q}{\partial w} = 2 u x, \qquad \frac{\partial q}{\partial x} = 2 u w^T x$$
"""
IDENTITY = r"""
Let $r = (I - P) t$ and $f = r^T r$. Then
$$\frac{\partial f}{\partial t} = 2 (I - P)^T (I - P) t$$
"""
SUMS = r"""
For $p_i = \frac{e^{a_i}}{\sum_k e^{a_k}}$ and $E = -\sum_i g_i \log p_i$
$$\frac{\partial E}{\partial a_j} = -\sum_i g_i (\delta_{ij} - p_j) = p_j \sum_i g_i - g_j$$
$$\frac{\partial E}{\partial a} = p - g$$
"""


@pytest.mark.parametrize("text", [LAYERS, CLASHING, IDENTITY, SUMS])
def test_recalling_changes_nothing(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Verdicts, reasons and readings are those of a search without a memory."""
    recalled = document_record(check(text))
    monkeypatch.setattr(Fits, "fitted", lambda self, typed, place, attempt: attempt(typed, place))
    assert document_record(check(text)) == recalled
    assert any(relation["verdict"] != "definition" for relation in recalled["relations"])


def test_equations_are_taken_back_for_a_while_only() -> None:
    """What was equal is not inside, and is again after."""
    dims = Dims()
    first, second = dims.fresh(), dims.fresh()
    mark = dims.mark()
    dims.unify(first, second)
    with dims.taken_back(mark):
        assert dims.find(first) != dims.find(second)
    assert dims.find(first) == dims.find(second)


def test_sizes_that_must_differ_are_seen_by_their_labels() -> None:
    """Only pairs of which both are in sight, or declared, count."""
    dims = Dims()
    first, second, third = dims.fresh(), dims.fresh(), dims.fresh()
    dims.keep_apart([(first, second), (first, "N"), (second, third)])
    assert dims.apart_among({first: 0}) == {frozenset((0, "N"))}
    assert dims.apart_among({first: 0, second: 1}) == {frozenset((0, "N")), frozenset((0, 1))}
