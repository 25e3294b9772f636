r"""Pages of many short sections, each of which says anew what its letters are."""

from __future__ import annotations

import pytest

from derive.check import check

OTHERS = r"""
# Sums
For a vector $u \in \mathbb{R}^p$ let $s = \sum_i u_i$. Then $\frac{\partial s}{\partial u_i} = 1$.

# Angles
Let $q(t) = \sin t$. Then $q'(t) = \cos t$.

# A square
Let $H = t^2$. Then $\frac{dH}{dt} = 2t$.

# A vector
Let $u \in \mathbb{R}^2$ and $C \in \mathbb{R}^2$.

# Logs
For positive $t$, $\log t^2 = 2 \log t$.

# A small matrix
$$A = \begin{bmatrix} a_{11} & a_{12} \\ a_{21} & a_{22} \end{bmatrix}, \quad H = \operatorname{tr}(A)$$

# Another map
Let $B \in \mathbb{R}^{p \times q}$ and $C = g(B)$.

# Exponentials
Let $r(t) = e^{2t}$. Then $r'(t) = 2 e^{2t}$.
"""
FITTED = r"""
# A fit
Let $A \in \mathbb{R}^{n \times p}$, $B \in \mathbb{R}^{p \times q}$ and $C \in \mathbb{R}^{n \times q}$. The cost is
$$H(A, B) = \tfrac12 \|AB - C\|_F^2$$
$$\nabla_B H = %s$$
"""
ROWS = r"""
# Shifts
$$B = A + \mathbf{1} c^T, \quad A \in \mathbb{R}^{n \times p}, \quad c \in \mathbb{R}^p$$
For any cost $H(B)$ we find
$$\frac{\partial H}{\partial c_j} = %s$$
"""
LAYER = r"""
# A layer
$A \in \mathbb{R}^{n \times p}$ holds examples, $Q \in \mathbb{R}^{p \times q}$ and $V \in \mathbb{R}^{n \times q}$,
$$V = AQ$$
The gradient from above is $\Gamma = \nabla_V H \in \mathbb{R}^{n \times q}$, and
$$\nabla_Q H = %s$$
"""
CASES = {
    "shapes said anew": (FITTED % "A^T(AB - C)", "right"),
    "shapes said anew, a lost factor": (FITTED % "AB - C", "cannot-tell"),
    "any cost": (ROWS % r"\sum_i \frac{\partial H}{\partial B_{ij}}", "right"),
    "any cost, twice": (ROWS % r"2\sum_i \frac{\partial H}{\partial B_{ij}}", "cannot-tell"),
    "a cost of what only this section makes": (LAYER % r"A^T \Gamma", "right"),
    "a cost of what only this section makes, a sign": (LAYER % r"-A^T \Gamma", "cannot-tell"),
}


@pytest.mark.parametrize("case", CASES)
def test_sections_of_a_long_page(case: str) -> None:
    section, expected = CASES[case]
    last = check("# Sheet\n" + OTHERS + section).relations[-1]
    assert last.verdict == expected, last.reason


SHARED = r"""
# Model
Let $V = MQ$ with $M \in \mathbb{R}^{n \times p}$, $Q \in \mathbb{R}^{p \times q}$, $V \in \mathbb{R}^{n \times q}$.

# Fit
With $V, T \in \mathbb{R}^{n \times q}$ we minimise
$$E = \tfrac12 \|V - T\|_F^2 + \tfrac{\lambda}{2} \|Q\|_F^2, \qquad \frac{\partial E}{\partial Q} = %s$$
"""


@pytest.mark.parametrize(
    ("slope", "expected"), [(r"M^T(V - T) + \lambda Q", "right"), (r"\lambda Q", "cannot-tell")]
)
def test_a_shape_said_twice_is_one_letter(slope: str, expected: str) -> None:
    assert check("# Sheet\n" + OTHERS + SHARED % slope).relations[-1].verdict == expected
