r"""Families over labels that a page lists, a_∗ for ∗ ∈ {p, q, s}, and gates in bold letters."""

from __future__ import annotations

import pytest

from derive.check import check

HEAD = r"All vectors are columns, $\sigma$ is the logistic function and $\odot$ is taken entry by entry. "
MADE = r"$$v_G = A_G x + B_G k + d_G$$ "
GATES = (
    r"$$p = \sigma(v_p), \quad q = \sigma(v_q), \quad s = \tanh(v_s), \quad m = q \odot z + p \odot s, \quad "
    r"E = \tfrac12\|m - y\|^2$$ "
)
PAGE = HEAD + r"For $G \in \{p, q, s\}$ " + MADE + GATES
STAR = HEAD + (r"For $\ast \in \{p, q, s\}$ " + MADE).replace("G", r"\ast") + GATES
BULLET = STAR.replace(r"\ast", r"\bullet")
ROW = PAGE.replace(r"$G \in \{p, q, s\}$", "$G = p, q, s$")
ALL = r"$$\frac{\partial E}{\partial k} = \sum_{G \in \{p, q, s\}} B_G^\top \frac{\partial E}{\partial v_G}$$"
WEIGHTS = r"$$\frac{\partial E}{\partial A_G} = \frac{\partial E}{\partial v_G} x^\top$$"
CASES = {
    "one member": (
        PAGE + r"$$\frac{\partial E}{\partial v_q} = (m - y) \odot z \odot q \odot (1 - q)$$",
        "right",
    ),
    "another slope": (
        PAGE + r"$$\frac{\partial E}{\partial v_s} = (m - y) \odot p \odot s \odot (1 - s)$$",
        "wrong",
    ),
    "every member": (PAGE + WEIGHTS, "right"),
    "every member, in a row": (ROW + WEIGHTS, "right"),
    "every member, the sign": (PAGE + WEIGHTS.replace("= ", "= -"), "wrong"),
    "every member, one of them": (
        PAGE + r"$$\frac{\partial E}{\partial v_G} = (m - y) \odot z \odot q \odot (1 - q)$$",
        "wrong cannot-tell",
    ),
    "all members": (PAGE + ALL, "right"),
    "all members, not transposed": (PAGE + ALL.replace(r"^\top", ""), "wrong cannot-tell"),
    "all but one member": (PAGE + ALL.replace("{p, q, s\\}", "{p, q\\}"), "wrong cannot-tell"),
    "a star": (STAR + WEIGHTS.replace("G", r"\ast"), "right"),
    "a star, all members": (STAR + ALL.replace("G", r"\ast"), "right"),
    "a star, the sign": (STAR + ALL.replace("G", r"\ast").replace("= ", "= -"), "wrong"),
    "a bullet": (BULLET + ALL.replace("G", r"\bullet"), "right"),
    "bold gates": (
        HEAD + r"$$\mathbf{i} = \sigma(\mathbf{v}_i), \quad L = \|\mathbf{i} - t\|^2$$ "
        r"$$\frac{\partial L}{\partial \mathbf{v}_i} = 2(\mathbf{i} - t) \odot \mathbf{i} \odot (1 - \mathbf{i})$$",
        "right",
    ),
    "bold gates, the slope": (
        HEAD + r"$$\mathbf{i} = \sigma(\mathbf{v}_i), \quad L = \|\mathbf{i} - t\|^2$$ "
        r"$$\frac{\partial L}{\partial \mathbf{v}_i} = 2(\mathbf{i} - t) \odot (1 - \mathbf{i})$$",
        "wrong",
    ),
    "a sum written out": (
        r"$$y = W_b \tanh(W_a x), \qquad R = \tfrac12 \sum_{g \in \{a, b\}} \|W_g\|^2$$ "
        r"$$\frac{\partial R}{\partial W_a} = W_a$$",
        "right",
    ),
    "a sum written out, doubled": (
        r"$$y = W_b \tanh(W_a x), \qquad R = \tfrac12 \sum_{g \in \{a, b\}} \|W_g\|^2$$ "
        r"$$\frac{\partial R}{\partial W_a} = 2W_a$$",
        "wrong",
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_verdict(name: str) -> None:
    text, verdict = CASES[name]
    claims = [r.verdict for r in check(text + "\n").relations if r.role == "claim"]
    assert claims[-1] in verdict.split()


def test_members_are_shown_by_their_labels() -> None:
    text, _ = CASES["another slope"]
    said = [r for r in check(text + "\n").relations if r.role == "claim"][-1]
    assert said.lhs.endswith("v_s}")


RUNNING = (
    r"$$z_k = w_k^\top x, p_k = \frac{e^{z_k}}{\sum_{k=1}^K e^{z_k}}, \quad L = -\log p_c.$$ For $k \in \{c, o\}$ "
    r"with $o \ne c$: $$\frac{\partial L}{\partial z_c} = p_c - 1$$"
)


def test_a_letter_that_runs_elsewhere_stays_what_it_is() -> None:
    claims = [r.verdict for r in check(RUNNING + "\n").relations if r.role == "claim"]
    assert claims == ["right"]
