"""Settings that several examples on paper share: what is said before the line with the slip."""

from __future__ import annotations

LOGISTIC = (
    r"Data $x_i \in \mathbb{R}^d$, $y_i \in \{0,1\}$, $i = 1, \dots, n$; $\sigma(t) = 1/(1+e^{-t})$, "
    r"$p_i = \sigma(w^T x_i)$ and $$J(w) = -\frac{1}{n} \sum_{i=1}^n [y_i \log p_i + (1-y_i) "
    r"\log(1-p_i)]$$"
)
ONE_MARGIN = (
    r"One sample $x \in \mathbb{R}$ with label $y \in \{-1, 1\}$; $\sigma(t) = 1/(1+e^{-t})$. $$L(w) "
    r"= \log(1 + e^{-y w x})$$"
)
SQUARED_UNIT = (
    r"One unit: $z = w x + b$, $p = \sigma(z)$ with $\sigma(t) = 1/(1 + e^{-t})$, label $y \in \{0, "
    r"1\}$. The loss is $$L = \frac{1}{2} (p - y)^2$$"
)
TWO_UNITS = (
    r"Two units in a row: $h = \sigma(u x)$, $p = \sigma(v h)$ with $\sigma(t) = 1/(1 + e^{-t})$. The "
    r"loss is $$L = \frac{1}{2} (p - y)^2$$"
)
ONE_UNIT = (
    r"One unit: $z = w x + b$, $p = \sigma(z)$ with $\sigma(t) = 1/(1 + e^{-t})$, label $y \in \{0, "
    r"1\}$. The loss is $$L = -y \log p - (1 - y) \log(1 - p)$$"
)
RIDGE = (
    r"Data $X \in \mathbb{R}^{n \times d}$, $t \in \mathbb{R}^n$, $w \in \mathbb{R}^d$, $b \in "
    r"\mathbb{R}$, $\lambda > 0$. The loss is $$E(w, b) = \frac{1}{2} \sum_{i=1}^n (w^T x_i + b - "
    r"t_i)^2 + \frac{\lambda}{2} w^T w$$"
)
POISSON = (
    r"Counts $y_i \ge 0$, $x_i \in \mathbb{R}^d$, $i = 1, \dots, n$. $$J(\beta) = \sum_{i=1}^n \left( "
    r"e^{\beta^T x_i} - y_i \beta^T x_i \right)$$"
)
LINEAR_BATCH = (
    r"$X \in \mathbb{R}^{N \times M}$, $W \in \mathbb{R}^{M \times K}$, $b \in \mathbb{R}^{K}$, $T "
    r"\in \mathbb{R}^{N \times K}$, $Y_{ik} = \sum_{j=1}^M X_{ij} W_{jk} + b_k$. $$L = \frac{1}{2} "
    r"\sum_{i=1}^N \sum_{k=1}^K (Y_{ik} - T_{ik})^2$$"
)
