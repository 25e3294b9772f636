"""Layers that are told apart by their index letters."""

from __future__ import annotations

import pytest

from derive.check import check

NET = r"""
$$E = \frac12\sum_k (t_k - y_k)^2, \quad y_k = b_k, \quad b_k = \sum_j v_{kj} g_j$$
$$g_j = \tanh(b_j), \quad b_j = \sum_i v_{ji} u_i$$
$$d_k = y_k - t_k, \qquad d_j = (1 - g_j^2)\sum_k v_{kj} d_k$$
$$\frac{\partial E}{\partial v_{kj}} = d_k g_j$$
$$\frac{\partial E}{\partial v_{ji}} = %s$$
"""


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        ("d_j u_i", "right"),
        (r"u_i (1 - g_j^2)\sum_k v_{kj} d_k", "right"),
        ("-d_j u_i", "wrong"),
        (r"u_i \sum_k v_{kj} d_k", "wrong"),
    ],
)
def test_weights_in_a_row_tell_layers_apart(claim: str, verdict: str) -> None:
    text = NET % claim
    assert check(text).relations[-1].verdict == verdict


SCORES = r"""
$$p_k = \frac{e^{a_k}}{\sum_j e^{a_j}}, \qquad a_k = \sum_i w_{ki} x_i$$
$$\frac{\partial p_k}{\partial a_j} = p_k (\delta_{kj} - p_j)$$
"""


def test_one_layer_stays_one() -> None:
    assert check(SCORES).relations[-1].verdict == "right"


OWN_WEIGHTS = (
    r"Write $E = \frac{1}{2}\sum_{k}(y_k - t_k)^2$, $y_k = \sum_j w_{kj} z_j$, $z_j = \tanh(a_j)$, "
    r"$a_j=\sum_i v_{ji}x_i$. "
    r"$$\delta_k \equiv \frac{\partial E}{\partial y_k} = y_k - t_k$$ "
    r"$$\delta_j \equiv \frac{\partial E}{\partial a_j} = (1 - z_j^2)\sum_k w_{kj}\delta_k$$ "
)


@pytest.mark.parametrize(
    ("line", "verdict"), [(r"\delta_j x_i", "right"), (r"-\delta_j x_i", "wrong"), (r"\delta_i x_j", "other")]
)
def test_errors_of_layers_with_weights_of_their_own(line: str, verdict: str) -> None:
    relations = check(rf"{OWN_WEIGHTS}$$\frac{{\partial E}}{{\partial v_{{ji}}}} = {line}$$" + "\n").relations
    assert [relation.verdict for relation in relations[-4:-1]] == ["right", "definition", "right"]
    said = relations[-1].verdict
    assert said == verdict if verdict != "other" else said != "right"


SOFTMAX_OUTPUT = (
    r"Let $p_k = \frac{\exp(a_k)}{\sum_j \exp(a_j)}$, $a_k = \sum_j w_{kj} z_j$, $z_j = \tanh(b_j)$, "
    r"$b_j = \sum_i v_{ji} x_i$ and $E = -\sum_k t_k \ln p_k$ with $\sum_k t_k = 1$. "
    r"$$\delta_k \equiv \frac{\partial E}{\partial a_k} = p_k - t_k$$ "
    r"$$\delta_j \equiv \frac{\partial E}{\partial b_j} = (1 - z_j^2)\sum_k w_{kj}\delta_k$$ "
)


@pytest.mark.parametrize(
    ("old", "new", "verdicts"),
    [
        ("", "", "right right"),
        ("= p_k - t_k", "= t_k - p_k", "wrong"),
        ("w_{kj}\\delta_k", "w_{kj}", "right wrong"),
    ],
)
def test_the_sum_of_a_softmax_is_of_its_own_layer(old: str, new: str, verdicts: str) -> None:
    relations = check(SOFTMAX_OUTPUT.replace(old, new) + "\n").relations
    said = " ".join(r.verdict for r in relations if r.role == "claim")
    assert said.startswith(verdicts)
