"""What a report says, section by section."""

from __future__ import annotations

from derive.catalog.problems import PROBLEMS, Problem
from derive.conventions import Convention, Layout, Reduction, Sign
from derive.derivation import Derivation, derivation
from derive.derivation.batch import NAMES
from derive.derivation.further import further
from derive.derivation.lines import Line, derivative_of
from derive.derivation.matrices import Entrywise, Gradient
from derive.derivation.one_weight import LABEL, LOGIT, LOSS, PREDICTION, OneWeight, derive_one_weight, objective
from derive.derivation.steps import Expression
from derive.domains import Domain, FiniteSet, Interval
from reports.latex import name_tex, tex
from reports.page import Block, Formula, Page, Paragraph, Section, Table
from reports.questions import questions
from reports.steps import steps

OBJECTIVE = {Sign.LOSS: "loss", Sign.LOG_LIKELIHOOD: "log-likelihood"}
OTHER = {Sign.LOSS: Sign.LOG_LIKELIHOOD, Sign.LOG_LIKELIHOOD: Sign.LOSS}
LAYOUTS = {
    Layout.COLUMNS: "samples are the columns of $X$, so $V = WX$",
    Layout.ROWS: r"samples are the rows of $X$, so $\mathbf s = X\mathbf w$",
}
REDUCTIONS = {
    Reduction.ONE: "one sample",
    Reduction.SUM: "the sum over the samples",
    Reduction.MEAN: "the mean",
}


def report(problem: str, convention: Convention, *, plots: bool = True) -> Page:
    """The whole report of one problem."""
    found = derivation(problem, convention)
    other = derive_one_weight(found.problem, OTHER[convention.sign])
    sections = (
        model(found),
        one_weight(found, other),
        one_sample(found),
        batch(found),
        conventions(found, other),
        questions(found, further(found)),
        *_comparison(found, plots=plots),
    )
    return Page(
        title=found.problem.title,
        subtitle=f"The gradient of the {OBJECTIVE[convention.sign]}: {REDUCTIONS[convention.reduction]}; "
        f"{LAYOUTS[convention.layout]}.",
        lead=lead(found),
        sections=sections,
        closing="Written by gradproof. Every step above was proved by exact algebra; floating point "
        "only illustrates.",
    )


def _comparison(found: Derivation, *, plots: bool) -> tuple[Section, ...]:
    if found.problem is not PROBLEMS["bce"]:
        return ()
    from numeric.compare import compare
    from reports.side_by_side import pictures, side_by_side

    compared = compare()
    pictured = (pictures(compared, found.problem.id),) if plots else ()
    return (side_by_side(compared, plots=plots), *pictured)


def lead(found: Derivation) -> tuple[Block, ...]:
    """The result, before everything else."""
    count = sum(len(part.steps) for part in found.parts)
    said = "every one of them proved" if found.is_proved else "not all of them proved"
    return (
        Formula(result_tex(found), boxed=True),
        Paragraph(f"The derivation below has {count} steps, {said} from the step before by exact algebra."),
    )


def result_tex(found: Derivation) -> str:
    """The final gradient of the chosen convention."""
    part = found.one_sample[0] if found.convention.reduction is Reduction.ONE else found.batch[0]
    return rf"{tex(part.subject)} = {tex(part.result)}"


def model(found: Derivation) -> Section:
    """What every symbol is, its shape and its domain."""
    problem, sign = found.problem, found.convention.sign
    loss = tex(Line(objective(problem, sign, PREDICTION, LABEL)))
    activation = tex(Line(problem.activation.value(LOGIT)))
    definition = tex(Line(problem.activation.definition(LOGIT)))
    same = "" if activation == definition else f" = {definition}"
    chain = rf"s = \mathbf w^{{\mathsf T}}\mathbf x, \qquad \hat y = {activation}{same}, \qquad \ell = {loss}"
    names = NAMES[found.convention.layout]
    text = (
        rf"One sample $\mathbf x$ with $M$ features has the logit $s$ and the prediction $\hat y$; $\ell$ is its "
        f"{OBJECTIVE[sign]}, the {problem.loss.name}. A batch has $N$ samples and "
        f"the objective $L$: {REDUCTIONS[found.convention.reduction]} of $\\ell$."
    )
    rows = (
        (r"$\mathbf x$", "the features of one sample", r"$M$", r"$\mathbb R$"),
        ("$y$", "the label of one sample", "number", domain_tex(problem.labels)),
        (r"$\mathbf w$", "the weights", "$M$", r"$\mathbb R$"),
        ("$s$", "the logit", "number", r"$\mathbb R$"),
        (r"$\hat y$", "the prediction", "number", domain_tex(problem.activation.range)),
        (r"$X$", "all samples", shape(names.data.rows, names.data.columns), r"$\mathbb R$"),
        (
            f"${name_tex(names.weights)}$",
            "the weights of the batch",
            shape(names.weights.rows, names.weights.columns),
            r"$\mathbb R$",
        ),
        (
            f"${name_tex(names.logits)}$",
            "all logits",
            shape(names.logits.rows, names.logits.columns),
            r"$\mathbb R$",
        ),
        (
            f"${name_tex(names.predictions)}$",
            "all predictions",
            shape(names.predictions.rows, names.predictions.columns),
            domain_tex(problem.activation.range),
        ),
        (
            f"${name_tex(names.labels)}$",
            "all labels",
            shape(names.labels.rows, names.labels.columns),
            domain_tex(problem.labels),
        ),
    )
    return Section(
        "model",
        "The model",
        (Paragraph(text), Formula(chain), Table(("symbol", "meaning", "shape", "entries in"), rows)),
    )


def shape(rows: str, columns: str) -> str:
    """A shape as text."""
    return rf"${rows} \times {columns}$"


def domain_tex(domain: Domain) -> str:
    """A domain as an inline formula."""
    match domain:
        case FiniteSet(values=values):
            return r"$\{" + ", ".join(map(str, values)) + r"\}$"
        case Interval(low=None, high=None):
            return r"$\mathbb R$"
        case Interval(integer=True):
            return r"$\{0, 1, 2, \ldots\}$"
        case Interval(low=low, high=high):
            end = r"\infty" if high is None else str(high)
            return f"$({low}, {end})$"


def one_weight(found: Derivation, other: OneWeight) -> Section:
    """One sample and one weight."""
    intro = Paragraph(
        "The chain rule splits the derivative into three factors. Each is taken by itself; then they "
        "are multiplied."
    )
    return Section(
        "one-weight", "One sample, one weight", (intro, *map(steps, found.one_weight), beside(found, other))
    )


def beside(found: Derivation, other: OneWeight) -> Table:
    """The results with both signs."""
    mine, theirs = OBJECTIVE[found.convention.sign], OBJECTIVE[OTHER[found.convention.sign]]
    rows = tuple(
        (f"${tex(here.subject)}$", f"$\\displaystyle {tex(here.result)}$", f"$\\displaystyle {tex(there.result)}$")
        for here, there in zip(found.one_weight, other.parts, strict=True)
    )
    caption = "The same chain with the other sign: only what contains the objective changes."
    return Table(("", f"the {mine} (here)", f"the {theirs}"), rows, caption)


def one_sample(found: Derivation) -> Section:
    """One sample and all weights."""
    return Section("one-sample", "One sample, all weights", tuple(map(steps, found.one_sample)))


def batch(found: Derivation) -> Section:
    """All samples."""
    return Section("batch", "The whole batch", tuple(map(steps, found.batch)))


def conventions(found: Derivation, other: OneWeight) -> Section:
    """All conventions side by side."""
    return Section("conventions", "Other conventions", (beside(found, other),))


_ = (Entrywise, Gradient, LOSS, derivative_of, Expression, Problem)
