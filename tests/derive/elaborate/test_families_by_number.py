r"""Families by number: layers z_1, z_2 with e_k for all of them, p_k^{(1)} beside p_k^{(T)}, arguments that vanish."""

from __future__ import annotations

import pytest

from derive.check import check

NET = (
    r"All vectors are columns. $$@u_1 = B_1 @x, \quad @h_1 = \tanh(@u_1)$$"
    r"$$@u_2 = B_2 @h_1, \quad @h_2 = \tanh(@u_2)$$"
    r"$$@v = B_3 @h_2, \quad F = \tfrac12\|@v - @t\|^2$$"
    r"Put $@g_3 = \partial F/\partial @v$ and $@g_k = \partial F/\partial @u_k$."
    r"$$\frac{\partial F}{\partial @u_2} = (B_3^\top @g_3) \odot (1 - @h_2 \odot @h_2)$$"
)
TEMPERED = (
    r"Let $$r_k^{(\tau)} = \frac{e^{u_k/\tau}}{\sum_m e^{u_m/\tau}}$$ and $$G(u) = -\sum_k t_k \log r_k^{(1)}$$ "
    r"where $\sum_k t_k = 1$. Then "
)
CASES = {
    "a letter for numbered layers": (
        NET + r"$$\frac{\partial F}{\partial B_2} = @g_2 @h_1^\top$$",
        "right right",
    ),
    "a letter for numbered layers, no transpose": (
        NET + r"$$\frac{\partial F}{\partial @u_1} = (B_2 @g_2) \odot (1 - @h_1 \odot @h_1)$$",
        "right wrong",
    ),
    "a parameter above": (TEMPERED + r"$$\frac{\partial G}{\partial u_j} = r_j^{(1)} - t_j$$", "right"),
    "a parameter above, the sign": (
        TEMPERED + r"$$\frac{\partial G}{\partial u_j} = t_j - r_j^{(1)}$$",
        "wrong",
    ),
    "an argument that its formula does not show": (
        r"$$q_k = \frac{e^{u_k}}{\sum_m e^{u_m}}, \quad G(u) = -\sum_k t_k \log q_k^{\circ}, "
        r"\quad F = G + 3 \sum_k u_k$$ "
        r"$$\frac{\partial F}{\partial u_j} = q_j - t_j + 3$$",
        "cannot-tell",
    ),
    "a member that was not understood": (
        r"$$z_2 = B y, \quad F = \sum_i z_i^2, \quad \frac{\partial F}{\partial z_i} = -2z_i$$",
        "cannot-tell cannot-tell",
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_families_by_number(name: str) -> None:
    text, verdicts = CASES[name][0].replace("@", r"\boldsymbol "), CASES[name][1]
    assert [each.verdict for each in check(text).relations if each.role == "claim"] == verdicts.split()
