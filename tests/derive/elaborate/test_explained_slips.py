r"""Lines whose slip shows only in one of their readings, by what their chain began with, or by an earlier slip."""

from __future__ import annotations

import pytest

from derive.check import check

BATCH = (
    r"$X\in\mathbb{R}^{N\times D}$ (rows are samples), $Y\in\mathbb{R}^{N\times K}$, $V\in\mathbb{R}^{D\times K}$, "
    r"$c\in\mathbb{R}^{1\times K}$, $\mathbf{1}\in\mathbb{R}^{N\times 1}$ is all ones. $S = XV + \mathbf{1}c$. "
    r"$$F = \frac{1}{2}\|S - Y\|_F^2$$ $$\frac{\partial F}{\partial S} = S - Y$$ "
)
LINE = r"$$E(m,k) = \sum_{i=1}^{n} (t_i - m - k u_i)^2$$ "
ROWS = (
    r"\begin{{aligned}} \frac{{\partial E}}{{\partial m}} &= -2\sum_{{i=1}}^{{n}} (t_i - m - k u_i) \\ "
    r"&= -2\left(\sum_{{i=1}}^{{n}} t_i - {} - k\sum_{{i=1}}^{{n}} u_i\right) \end{{aligned}}"
)
UNIT = (
    r"$\sigma(t) = 1/(1+e^{-t})$, $a_q = \sigma(s_q)$, $s_q = \sum_i v_i g_{iq}$. "
    r"$$R(v) = \frac{1}{2}\sum_q (b_q - a_q)^2$$ "
)
DELTA = (
    r"$$\begin{{aligned}} \frac{{\partial R}}{{\partial v_i}} &= "
    r"-\sum_q (b_q - a_q) \frac{{\partial a_q}}{{\partial v_i}} "
    r"\\ &= -\sum_q (b_q - a_q) {} g_{{iq}} \end{{aligned}}$$"
)
COSH = r"Residuals $r_i = v^\top g_i - b_i$. $$Q(v) = \sum_{i=1}^{m} \log\cosh(r_i)$$ "
VOTES = (
    r"Scores $s_1,\dots,s_K$, $q_k = \frac{e^{s_k}}{\sum_j e^{s_j}}$; $g_k \ge 0$ are counts. "
    r"$$F = -\sum_{k=1}^{K} g_k \log q_k$$ "
)
REWARD = r"$q_a = \frac{e^{s_a}}{\sum_b e^{s_b}}$. $$V(s) = \sum_a q_a h_a$$ "
LEAGUE = (
    r"$p_{ij} = \frac{1}{1+e^{-(u_i-u_j)}}$ and counts $g_{ij}$ with $i,j = 1,\dots,N$. "
    r"$$C(u) = -\sum_{i=1}^{N}\sum_{j=1}^{N} g_{ij}\log p_{ij}$$ "
)
SCORES = (
    r"$Q\in\mathbb{R}^{n\times d}$, $K\in\mathbb{R}^{m\times d}$, $S = \frac{1}{\sqrt d} Q K^\top$, "
    r"$L = \frac{1}{2}\|S - T\|_F^2$ with $T\in\mathbb{R}^{n\times m}$. "
)
LASSO = (
    r"$$F(v) = \frac{1}{2}\sum_{i=1}^{n} (v^\top g_i - b_i)^2 + \mu\sum_{j=1}^{d} |v_j|$$ For $v_j \neq 0$ "
)
SMOOTH = (
    r"True class $c$, one-hot targets are smoothed: $q_k = (1-\epsilon)\mathbb{1}[k=c] + \frac{\epsilon}{K}$, "
    r"$p_k = \frac{e^{s_k}}{\sum_{l=1}^{K} e^{s_l}}$. $$F = -\sum_{k=1}^{K} q_k\log p_k$$ "
)
RIDGE = (
    r"$G\in\mathbb{R}^{n\times d}$, $b\in\mathbb{R}^n$, $\lambda > 0$. "
    r"$$J(v) = \frac{1}{2}\|Gv - b\|^2 + \frac{\lambda}{2}\|v\|^2$$ "
)
MIXTURE = (
    r"$f_k(t) > 0$ are densities with weights $\omega_k > 0$. "
    r"$$L(\omega) = \prod_{n=1}^{N} \sum_{k=1}^{K} \omega_k e^{-g_{nk}}$$ Taking logarithms, "
)

TWINS = (
    (
        BATCH,
        r"$$\frac{\partial F}{\partial c} = \mathbf{1}^\top (S-Y)$$",
        r"$$\frac{\partial F}{\partial c} = S - Y$$",
        "bias-gradient-not-summed",
    ),
    (LINE, "$$" + ROWS.format("n m") + "$$", "$$" + ROWS.format("m") + "$$", "sum-dropped"),
    (UNIT, DELTA.format("a_q(1-a_q)"), DELTA.format(""), "missing-sigma-prime"),
    (
        COSH,
        r"$$\nabla^2 Q(v) = \sum_{i=1}^{m} (1-\tanh^2(r_i)) g_i g_i^\top$$",
        r"$$\nabla^2 Q(v) = \sum_{i=1}^{m} (1-\tanh(r_i)) g_i g_i^\top$$",
        "tanh-prime-wrong-form",
    ),
    (
        VOTES,
        r"$$\frac{\partial F}{\partial s_j} = q_j \sum_{k=1}^{K} g_k - g_j$$",
        r"$$\frac{\partial F}{\partial s_j} = q_j - g_j$$",
        "hard-label-identity-on-soft-labels",
    ),
    (
        REWARD,
        r"$$\frac{\partial V}{\partial s_b} = q_b (h_b - \sum_a q_a h_a)$$",
        r"$$\frac{\partial V}{\partial s_b} = h_b - q_b\sum_a h_a$$",
        "log-derivative-for-derivative",
    ),
    (
        LEAGUE,
        r"$$\frac{\partial C}{\partial u_k} = -\sum_{j=1}^{N} g_{kj}(1-p_{kj}) + \sum_{i=1}^{N} g_{ik}(1-p_{ik})$$",
        r"$$\frac{\partial C}{\partial u_k} = -\sum_{j=1}^{N} g_{kj}(1-p_{kj})$$",
        "path-dropped",
    ),
    (
        SCORES,
        r"$$\frac{\partial L}{\partial Q} = \frac{1}{\sqrt d}(S-T)K$$",
        r"$$\frac{\partial L}{\partial Q} = (S-T)K$$",
        "missing-scale-factor",
    ),
    (
        LASSO,
        r"$$\frac{\partial F}{\partial v_j} = \sum_{i=1}^{n} (v^\top g_i - b_i) g_{ij} + \mu\,\mathrm{sign}(v_j)$$",
        r"$$\frac{\partial F}{\partial v_j} = \sum_{i=1}^{n} (v^\top g_i - b_i) g_{ij} + \mu v_j$$",
        "regulariser-factor",
    ),
    (
        SMOOTH,
        r"$$\frac{\partial F}{\partial s_j} = p_j - q_j$$",
        r"$$\frac{\partial F}{\partial s_j} = p_j - \mathbb{1}[j=c]$$",
        "hard-label-identity-on-soft-labels",
    ),
    (
        RIDGE,
        r"$$\frac{\partial^2 J}{\partial v\,\partial v^\top} = G^\top G + \lambda I$$",
        r"$$\frac{\partial^2 J}{\partial v\,\partial v^\top} = G^\top G$$",
        "regulariser-missing",
    ),
    (
        MIXTURE,
        r"$$\log L(\omega) = \sum_{n=1}^{N} \log \sum_{k=1}^{K} \omega_k e^{-g_{nk}}$$",
        r"$$\log L(\omega) = \sum_{n=1}^{N} \sum_{k=1}^{K} \log(\omega_k e^{-g_{nk}})$$",
        "log-of-sum-for-sum-of-logs",
    ),
)


@pytest.mark.sampled(3)
@pytest.mark.parametrize(("setting", "right", "slip", "name"), TWINS, ids=[twin[3] for twin in TWINS])
def test_a_slip_is_named_and_its_right_twin_is_not(setting: str, right: str, slip: str, name: str) -> None:
    assert check(setting + right + "\n").relations[-1].verdict == "right"
    wrong = check(setting + slip + "\n").relations[-1]
    assert wrong.verdict == "wrong"
    assert (name,) in wrong.misconceptions


def test_a_wrong_value_said_again_follows_from_the_first() -> None:
    text = (
        r"$a, p, n \in \mathbb{R}^d$. $$\ell = \|a-p\|^2 - \|a-n\|^2$$ "
        r"$$\frac{\partial\ell}{\partial a} = 2(a-p) - 2(a-n) = 2a - 2p - 2a - 2n$$ So $$\nabla_a \ell = -2(p+n)$$"
    )
    review = check(text + "\n")
    assert review.relations[-1].verdict == "wrong"
    assert review.relations[-1].follows_from == review.first_wrong


@pytest.mark.parametrize("said", ["is a distribution", "sum to one", "are normalised"])
def test_labels_of_which_a_text_says_what_they_sum_to_make_no_slip(said: str) -> None:
    text = VOTES.replace("are counts", said) + r"$$\frac{\partial F}{\partial s_j} = q_j - g_j$$"
    assert check(text + "\n").relations[-1].verdict != "wrong"


NET = (
    r"Let $X\in\mathbb{R}^{N\times D}$, $W_1\in\mathbb{R}^{D\times M}$, $W_2\in\mathbb{R}^{M\times M}$, "
    r"$W_3\in\mathbb{R}^{M\times K}$ and $Y\in\mathbb{R}^{N\times K}$. $$A_1 = XW_1$$ "
    r"$$H_1 = \operatorname{relu}(A_1)$$ "
    r"$$A_2 = H_1W_2$$ "
    r"$$H_2 = \operatorname{relu}(A_2)$$ $$S = H_2W_3$$ $$J = \frac{1}{2}\|S - Y\|_F^2$$ "
    r"$$\frac{\partial J}{\partial A_2} = ((S-Y)W_3^\top)\odot\mathbb{1}[A_2 > 0]$$"
)
INVERSE = (
    r"$A, B\in\mathbb{R}^{n\times n}$ are symmetric, $A$ is invertible; all entries are free while we differentiate. "
    r"$$\frac{\partial}{\partial A}\operatorname{tr}(A^{-1}B) = -A^{-1}BA^{-1}$$"
)
MENDED = ((NET, "[A_2 > 0]", "[A_1 > 0]"), (INVERSE, "-A^{-1}BA^{-1}", "-A^{-2}B"))


@pytest.mark.parametrize(("text", "right", "slip"), MENDED)
def test_one_change_explains_a_layer_and_a_slope_of_an_inverse(text: str, right: str, slip: str) -> None:
    assert check(text + "\n").relations[-1].verdict == "right"
    wrong = check(text.replace(right, slip) + "\n").relations[-1]
    assert wrong.verdict == "wrong"
    assert wrong.misconceptions or wrong.correction


def test_a_value_in_another_parametrisation_has_no_lost_sign() -> None:
    text = (
        r"Let $\Lambda = \Sigma^{-1}$. $$\ell(\mu,\Lambda) = \frac{N}{2}\log\det\Lambda "
        r"- \frac{1}{2}\sum_{n=1}^{N} (x_n-\mu)^\top\Lambda(x_n-\mu)$$ For $d=1$ write $v$ for the variance: "
        r"$$\ell(\mu,v) = -\frac{N}{2}\log v - \frac{1}{2v}\sum_n (x_n-\mu)^2$$"
    )
    assert check(text + "\n").relations[-1].verdict != "wrong"
