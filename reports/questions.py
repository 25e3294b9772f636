"""What readers of such derivations ask, answered with what was derived and proved."""

from __future__ import annotations

from derive.catalog.problems import PROBLEMS
from derive.conventions import Layout, Sign
from derive.derivation import Derivation
from derive.derivation.further import Further
from derive.derivation.lines import Line
from reports.latex import tex
from reports.page import Block, Formula, FormulaRow, Paragraph, Section, Table
from reports.steps import steps


def questions(found: Derivation, more: Further) -> Section:
    """The questions that this problem raises."""
    is_bce = found.problem is PROBLEMS["bce"]
    blocks: tuple[Block, ...] = ()
    if more.from_logits is not None and more.logit_slope is not None:
        blocks += from_logits(found, more)
    if is_bce:
        blocks += two_entropies(found)
        blocks += closed_form(found, more)
    blocks += hessian(found, more)
    if is_bce:
        blocks += separable(more)
    return Section("questions", "Questions that readers ask", blocks + layers(found, more))


def from_logits(found: Derivation, more: Further) -> tuple[Block, ...]:
    """The loss as a function of the logit, and why it is the stable form."""
    if more.from_logits is None or more.logit_slope is None:
        return ()
    text = (
        "Written in the logit, the loss needs neither a logarithm of a prediction nor a division by one. "
        r"In floating point $\hat y$ rounds to exactly 1 from $s = 37$ on; $\log(1 - \hat y)$ is then "
        r"$-\infty$, and $0\cdot(-\infty)$ is not a number. The form below has no such point."
    )
    start: tuple[Block, ...] = (
        Paragraph("**Can the same be had from the logits?** " + text),
        steps(more.from_logits),
    )
    softplus = (
        Paragraph(
            r"The exponential in $\operatorname{softplus}(s) = \log(1 + e^{s})$ would overflow for "
            r"large $s$. Taking the larger term out of the sum leaves an exponential that is never "
            r"above 1."
        ),
        steps(more.softplus),
    )
    needs = "softplus" in tex(more.from_logits.result)
    return (*start, *(softplus if needs else ()), steps(more.logit_slope))


def two_entropies(found: Derivation) -> tuple[Block, ...]:
    """Binary cross-entropy against cross-entropy with logits."""
    text = (
        "**Is this the binary cross-entropy or the cross-entropy with logits?** They are one function "
        "of the weights, written in two variables. What differs is what they are differentiated by, "
        "and where σ lives: in the model, or in the loss."
    )
    outer, residual = tex(Line(found.outer)), tex(Line(found.residual))
    minus = "" if found.convention.sign is Sign.LOSS else "-"
    value = r"-(y\,\log\hat y + (1 - y)\,\log(1 - \hat y))"
    plain = r"y\,\log\hat y + (1 - y)\,\log(1 - \hat y)"
    stable = r"\operatorname{softplus}(s) - y\,s"
    rows = (
        (
            "as a function",
            f"${value if not minus else plain}$",
            f"${stable if not minus else 'y s - ' + stable[:24]}$",
        ),
        (
            "its own derivative",
            rf"$\frac{{\partial \ell}}{{\partial \hat y}} = {outer}$",
            rf"$\frac{{\partial \ell}}{{\partial s}} = {residual}$",
        ),
        ("still to multiply by", r"$\hat y\,(1 - \hat y)\;\mathbf x$", r"$\mathbf x$"),
        ("in floating point", r"fails where $\hat y$ rounds to 0 or 1", "safe for every finite logit"),
    )
    return Paragraph(text), Table(("", "binary cross-entropy", "cross-entropy with logits"), rows)


def closed_form(found: Derivation, more: Further) -> tuple[Block, ...]:
    """Whether the optimum can be written down."""
    rows = found.convention.layout is Layout.ROWS
    condition = (
        r"X^{\mathsf T}\left(\sigma(X\mathbf w) - \mathbf y\right) = \mathbf 0"
        if rows
        else r"\left(\sigma(WX) - Y\right)X^{\mathsf T} = \mathbf 0"
    )
    return (
        Paragraph(
            "**Is there a closed form?** In general, no. At the optimum the gradient vanishes, and "
            "that condition has the weights inside of an exponential and outside of it at once: it is "
            "transcendental in them."
        ),
        Formula(condition),
        Paragraph(
            "The exception are saturated designs, which have one weight for every group of samples "
            "with the same features, such as one binary feature with an intercept. A group with $k$ "
            "labels 1 and $m$ labels 0 has one logit $b$ of its own, and its log-odds solve the "
            "condition exactly:"
        ),
        steps(more.saturated),
        Paragraph(
            r"With a binary feature the intercept is the log-odds of the group without it, and the "
            r"weight is the difference of the two log-odds: $w_0 = \log\frac{k_0}{m_0}$ and $w_1 = "
            r"\log\frac{k_1}{m_1} - \log\frac{k_0}{m_0}$. A group whose labels are all equal ($k$ or "
            r"$m$ is 0) has no finite log-odds, and no optimum."
        ),
    )


def hessian(found: Derivation, more: Further) -> tuple[Block, ...]:
    """The Hessian and what its sign says."""
    convex = found.problem.convex
    up = found.convention.sign is Sign.LOSS
    form = "positive" if up else "negative"
    good = (
        f"Every weight of that sum of squares is {form}, so the form never has the other sign: the "
        f"Hessian is "
        f"{form} semidefinite, and every stationary point is the global optimum. Newton's method, "
    ) + (
        r"$\mathbf w \leftarrow \mathbf w - (\nabla^2 L)^{-1}\,\nabla L$, solves a weighted least squares "
        "problem at every step (IRLS); with steps that are halved until the objective improves, it finds the "
        "optimum wherever there is one."
    )
    bad = (
        "Each square is weighted by the curvature of its sample. Where some of these weights are "
        "negative, the "
        "objective is not convex in the weights of the model, and a descent may end in a local minimum."
    )
    said = good if convex else bad
    intro = "**What is the second derivative?** The differential of the gradient gives it by the same rules."
    return Paragraph(intro), steps(more.hessian), steps(more.quadratic), Paragraph(said)


def separable(more: Further) -> tuple[Block, ...]:
    """When there is no optimum at all."""
    return (
        Paragraph(
            r"**Does it always have an optimum?** Not if a hyperplane separates the labels. Then "
            r"there is a direction along which every sample has a positive margin $m$, and walking "
            r"$t$ along it the loss of each sample is $\operatorname{softplus}(-mt)$:"
        ),
        steps(more.separable),
        Paragraph(
            "The derivative is negative for every $t$: the loss falls for ever towards 0 and no "
            "finite weights reach it. With quasi-separable data (some margins 0, none negative, at "
            "least one positive) it falls for ever as well, towards what the samples on the "
            "hyperplane leave. `gradproof train` detects both and says so."
        ),
    )


def layers(found: Derivation, more: Further) -> tuple[Block, ...]:
    """How it goes on to earlier layers."""
    columns = found.convention.layout is Layout.COLUMNS
    delta = (
        r"\Delta_1 = (W_2^{\mathsf T}\,\Delta_2) \odot (\mathbf 1 - H^{\odot 2})"
        if columns
        else (r"\Delta_1 = (\Delta_2\,\mathbf w_2^{\mathsf T}) \odot (\mathbf 1 - H^{\odot 2})")
    )
    network = (
        (r"A = W_1 X", r"H = \tanh(A)", r"V = W_2 H")
        if columns
        else (r"A = X W_1", r"H = \tanh(A)", r"\mathbf s = H\mathbf w_2")
    )
    return (
        Paragraph(
            "**How does it go on to earlier layers?** Put a hidden layer of $H$ units in between. "
            "What stood before the differential of the logits, $\\Delta_2$, is carried back by the "
            "transposed weights and multiplied by the slope of the hidden activation; what then "
            "stands before the differential of the hidden logits is the $\\delta$ of that layer, and "
            "the next earlier layer goes the same way."
        ),
        FormulaRow(network),
        steps(more.output),
        steps(more.hidden),
        Formula(delta, boxed=True),
    )
