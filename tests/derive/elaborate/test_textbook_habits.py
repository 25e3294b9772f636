r"""Habits of textbooks: a list x_1, …, x_m that says how many there are, and what else is said in passing."""

from __future__ import annotations

import pytest

from derive.check import check

SCORES = (
    r"We have scores $t_1,\dots,t_m$. $$c = \frac1m\sum_i t_i, \quad q = \frac1m\sum_i (t_i - c)^2, \quad "
    r"u_i = \frac{t_i - c}{\sqrt{q}}$$ Let $h_i$ be the derivative of a loss $E$ with respect to $u_i$, "
    r"and $r = \sqrt q$. "
)
ONE = (
    r"$q(t) = 1/(1+e^{-t})$, $x_i \in \mathbb{R}^d$ a column, $y_i\in\{-1,+1\}$. Drop the index: with "
    r"$a = y\,v^\top x$ the loss is $$f(a) = \log(1 + e^{-a})$$ $$\frac{\partial f}{\partial v} = -q(-a)\,y\,x$$ "
    r"The objective is $F(v) = \frac1N\sum_{i=1}^N \log(1+e^{-a_i})$. Let $X$ have the rows $x_i^\top$ and let "
    r"$u\in\mathbb{R}^N$ be the vector with entries "
)
RATINGS = (
    r"$e_{ui} = r_{ui} - p_u^\top q_i$ and $$J = \frac12\sum_{u,i} e_{ui}^2 "
    r"+ \frac\lambda2(\sum_u \|p_u\|^2 + \sum_i \|q_i\|^2)$$ "
    r"$$\frac{\partial J}{\partial p_u} = -\sum_i e_{ui} q_i + \lambda p_u$$ "
)
BEADS = (
    r"At distance $r$ two beads have the energy $$E(r) = k e^{-r} - r$$ $$\frac{dE}{dr} = -k e^{-r} - 1$$ "
    r"It vanishes nowhere for $k > 0$. They sit at $\mathbf{r}_1$ and $\mathbf{r}_2$, so that "
    r"$r = |\mathbf{r}_1 - \mathbf{r}_2|$. $$\nabla_{\mathbf{r}_1} r = \frac{\mathbf{r}_1 - \mathbf{r}_2}{r}$$ "
)
TOTAL = (
    r"Vectors are columns. $$F(w) = \frac{1}{2n} \|Aw - t\|^2$$ "
    r"Add $\frac{c}{2}\|w\|^2$ to $F$ and call the result $F_c$. Then "
)
CASES = {
    "a total in words": (TOTAL + r"$$\nabla F_c(w) = \frac1n A^\top(Aw - t) + c w$$", "right"),
    "a total in words, a factor": (TOTAL + r"$$\nabla F_c(w) = \frac1n A^\top(Aw - t) + 2 c w$$", "wrong"),
    "a length between single bars": (
        BEADS + r"$$\nabla_{\mathbf{r}_2} E = -E'(r) \frac{\mathbf{r}_1 - \mathbf{r}_2}{r}$$",
        "right right right",
    ),
    "a length between single bars, the sign": (
        BEADS + r"$$\nabla_{\mathbf{r}_2} E = E'(r) \frac{\mathbf{r}_1 - \mathbf{r}_2}{r}$$",
        "right right wrong",
    ),
    "absolute values of all entries": (
        r"$F = \sum_i |w_i|$. $$\frac{\partial F}{\partial w_i} = \frac{w_i}{|w_i|}$$",
        "right",
    ),
    "a vector as long as the data is no example": (
        ONE + r"$u_i = y_i q(-a_i)$: $$\nabla F(v) = -\frac1N X^\top u$$",
        "right right",
    ),
    "a vector as long as the data is no example, without labels": (
        ONE + r"$u_i = q(-a_i)$: $$\nabla F(v) = -\frac1N X^\top u$$",
        "right wrong",
    ),
    "in the same way": (
        RATINGS
        + r"and in the same way $$\frac{\partial J}{\partial q_i} = -\sum_u e_{ui} p_u + \lambda q_i$$",
        "right right",
    ),
    "in the same way, a lost regulariser": (
        RATINGS + r"and in the same way $$\frac{\partial J}{\partial q_i} = -\sum_u e_{ui} p_u$$",
        "right wrong",
    ),
    "without it": (
        RATINGS + r"and without it $$\frac{\partial J}{\partial q_i} = -\sum_u e_{ui} p_u$$",
        "right cannot-tell",
    ),
    "a list says how many": (
        SCORES + r"$$\frac{\partial E}{\partial t_i} = \frac{1}{r}"
        r"\Bigl(h_i - \frac1m\sum_j h_j - \frac1m u_i\sum_j h_j u_j\Bigr)$$",
        "right",
    ),
    "a list says how many, a mean without its factor": (
        SCORES + r"$$\frac{\partial E}{\partial t_i} = \frac{1}{r}"
        r"\Bigl(h_i - \frac1m\sum_j h_j - u_i\sum_j h_j u_j\Bigr)$$",
        "wrong",
    ),
}


@pytest.mark.sampled(3)
@pytest.mark.parametrize("name", CASES)
def test_a_habit_of_textbooks_is_understood(name: str) -> None:
    text, verdicts = CASES[name]
    judged = [one.verdict for one in check(text).relations if one.role == "claim"]
    assert judged == verdicts.split()
