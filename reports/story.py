"""What a report says, section by section."""

from __future__ import annotations

from functools import partial

from derive.catalog.problems import PROBLEMS, Problem, named_problem
from derive.conventions import Convention, Layout, Reduction, Sign
from derive.derivation import Derivation, derivation
from derive.derivation.batch import NAMES, gradient_in_convention
from derive.derivation.further import Further, further
from derive.derivation.lines import Line
from derive.derivation.matrices import Named
from derive.derivation.one_weight import (
    LABEL,
    LOGIT,
    PREDICTION,
    OneWeight,
    derive_one_weight,
    objective,
)
from derive.derivation.rules import Rule
from derive.derivation.steps import Part
from derive.domains import Domain, FiniteSet, Interval
from derive.model import Right
from derive.terms import Term
from reports.beside import beside
from reports.latex import name_tex, tex
from reports.page import Block, Formula, FormulaRow, Page, Paragraph, Section, Table
from reports.questions import questions
from reports.steps import steps

OBJECTIVE = {Sign.LOSS: "loss", Sign.LOG_LIKELIHOOD: "log-likelihood"}
OTHER = {Sign.LOSS: Sign.LOG_LIKELIHOOD, Sign.LOG_LIKELIHOOD: Sign.LOSS}
WALK = {Sign.LOSS: "descend", Sign.LOG_LIKELIHOOD: "ascend"}
LAYOUTS = {
    Layout.COLUMNS: "samples are the columns of $X$, so $V = WX$",
    Layout.ROWS: r"samples are the rows of $X$, so $\mathbf s = X\mathbf w$",
}
REDUCTIONS = {
    Reduction.ONE: "one sample",
    Reduction.SUM: "the sum over the samples",
    Reduction.MEAN: "the mean over the samples",
}
BATCH = {
    Reduction.ONE: "here the sum",
    Reduction.SUM: "the sum",
    Reduction.MEAN: "the mean",
}
CLOSING = (
    "Every step above was proved by exact algebra: scalars for all values in their domain, matrices "
    "entry by entry at several sizes with a symbol in every entry. Floating point only illustrates. "
    "Written by gradproof."
)


def report(problem: str, convention: Convention, *, plots: bool = True, fork: bool = False) -> Page:
    """The whole report of one problem; with ``fork``, a process of its own compares versions and conventions."""
    apart = partial(compared, named_problem(problem), plots=plots)
    waiting = beside(apart) if fork else apart
    found = derivation(problem, convention)
    other = derive_one_weight(found.problem, OTHER[convention.sign])
    more = further(found)
    derived = (model(found), one_weight(found, other), one_sample(found), batch(found))
    asked, rules = questions(found, more), rules_used(found, more)
    side, *versions = waiting()
    sections = (*derived, side, asked, *versions, rules)
    return Page(found.problem.title, subtitle(convention), lead(found, more), sections, CLOSING)


def subtitle(convention: Convention) -> str:
    """The convention in words."""
    return (
        f"The gradient of the {OBJECTIVE[convention.sign]}: {REDUCTIONS[convention.reduction]}; "
        f"{LAYOUTS[convention.layout]}."
    )


def compared(problem: Problem, *, plots: bool) -> tuple[Section, ...]:
    """What does not need the derivation: the conventions, and the versions of the problem that has them."""
    side = conventions(problem)
    if problem is not PROBLEMS["bce"]:
        return (side,)
    from numeric.compare import compare
    from reports.side_by_side import pictures, side_by_side

    found = compare()
    pictured = (pictures(found, problem.id),) if plots else ()
    return (side, side_by_side(found, plots=plots), *pictured)


def all_parts(found: Derivation, more: Further) -> tuple[Part, ...]:
    """Every chain of a report, in the order in which they are told."""
    return (*found.parts, *more.parts)


def lead(found: Derivation, more: Further) -> tuple[Block, ...]:
    """The result, before everything else."""
    verdicts = [step.verdict for part in all_parts(found, more) for step in part.steps]
    proved = sum(isinstance(verdict, Right) for verdict in verdicts)
    said = "every one of them proved" if proved == len(verdicts) else f"{proved} of them proved"
    text = (
        f"The derivation below has {len(verdicts)} steps, {said} from the step before. It names the "
        f"rule of each "
        "step, so that a line of your own that differs can be traced to the rule where it left the path."
    )
    return Formula(result_tex(found), boxed=True), Paragraph(text)


def result_tex(found: Derivation) -> str:
    """The final gradient of the chosen convention."""
    part = found.one_sample[0] if found.convention.reduction is Reduction.ONE else found.batch[0]
    return rf"{tex(part.subject)} = {tex(part.result)}"


def model(found: Derivation) -> Section:
    """What every symbol is, its shape and its domain."""
    problem, sign = found.problem, found.convention.sign
    text = (
        r"One sample $\mathbf x$ with $M$ features has the logit $s$ and the prediction $\hat y$; "
        r"$\ell$ is its "
        f"{OBJECTIVE[sign]} ({problem.loss.name}), to {WALK[sign]}. A batch has $N$ samples and the "
        f"objective $L$, {BATCH[found.convention.reduction]} of $\\ell$."
    )
    table = Table(("symbol", "meaning", "shape", "entries in"), _symbols(problem, found.convention.layout))
    return Section("model", "The model", (Paragraph(text), FormulaRow(_model_texs(problem, sign)), table))


def _model_texs(problem: Problem, sign: Sign) -> tuple[str, ...]:
    activation = tex(Line(problem.activation.value(LOGIT)))
    definition = tex(Line(problem.activation.definition(LOGIT)))
    same = "" if activation == definition else f" = {definition}"
    loss = tex(Line(objective(problem, sign, PREDICTION, LABEL)))
    return r"s = \mathbf w^{\mathsf T}\mathbf x", rf"\hat y = {activation}{same}", rf"\ell = {loss}"


REAL = r"$\mathbb R$"


def _symbols(problem: Problem, layout: Layout) -> tuple[tuple[str, ...], ...]:
    names, predictions, labels = NAMES[layout], problem.activation.range, problem.labels
    return (
        (r"$\mathbf x$", "features of one sample", "$M$", REAL),
        (r"$\mathbf w$", "weights", "$M$", REAL),
        ("$s$", "logit", "a number", REAL),
        (r"$\hat y$", "prediction", "a number", domain_tex(predictions)),
        ("$y$", "label", "a number", domain_tex(labels)),
        _symbol(names.data, "features of all samples", REAL),
        _symbol(names.weights, "weights, in this layout", REAL),
        _symbol(names.logits, "all logits", REAL),
        _symbol(names.predictions, "all predictions", domain_tex(predictions)),
        _symbol(names.labels, "all labels", domain_tex(labels)),
    )


def _symbol(named: Named, meaning: str, domain: str) -> tuple[str, ...]:
    return (f"${name_tex(named)}$", meaning, rf"${named.rows} \times {named.columns}$", domain)


def domain_tex(domain: Domain) -> str:
    """A domain as an inline formula."""
    match domain:
        case FiniteSet(values=values):
            return r"$\{" + ", ".join(map(str, values)) + r"\}$"
        case Interval(low=None, high=None):
            return REAL
        case Interval(integer=True):
            return r"$\{0, 1, 2, \ldots\}$"
        case Interval(low=low, high=high):
            end = r"\infty" if high is None else str(high)
            return f"$({low}, {end})$"


def one_weight(found: Derivation, other: OneWeight) -> Section:
    """One sample and one weight."""
    loss, activation, logit, whole = map(steps, found.one_weight)
    blocks: tuple[Block, ...] = (
        Paragraph(
            r"The weight $w_j$ reaches the objective through the logit and the prediction. The chain rule "
            "follows it: three factors, each taken by itself, then multiplied."
        ),
        loss,
        activation,
        logit,
        Paragraph("Now the three factors are put together."),
        whole,
        _beside(found, other),
    )
    return Section("one-weight", "One sample, one weight", blocks)


def _beside(found: Derivation, other: OneWeight) -> Table:
    mine, theirs = OBJECTIVE[found.convention.sign], OBJECTIVE[OTHER[found.convention.sign]]
    rows = tuple(
        (f"${tex(here.subject)}$", f"${tex(here.result)}$", f"${tex(there.result)}$")
        for here, there in zip(found.one_weight, other.parts, strict=True)
    )
    caption = "The same chain with the other sign: only what contains the objective changes."
    return Table(("", f"{mine} (here)", theirs), rows, caption)


def one_sample(found: Derivation) -> Section:
    """One sample and all weights."""
    chain, differential = map(steps, found.one_sample)
    blocks: tuple[Block, ...] = (
        Paragraph(
            "The weights are taken together as a column. The same three factors, now with a "
            "vector at the end."
        ),
        chain,
        Paragraph(
            r"Differentials need no partial derivatives at all: what stands before $\mathrm d\mathbf "
            r"w$ is the gradient. The colon is the Frobenius product $A:B$, the sum of the products "
            r"of equal entries; for columns it is $A^{\mathsf T}B$."
        ),
        differential,
    )
    return Section("one-sample", "One sample, all weights", blocks)


def batch(found: Derivation) -> Section:
    """All samples."""
    samples, chain, differential = map(steps, found.batch)
    blocks: tuple[Block, ...] = (
        Paragraph(
            "The objective is a sum over samples, so its gradient is a sum of gradients. The sum "
            "comes last: every sample goes through the whole chain rule by itself, and the matrix "
            "product adds up what comes out."
        ),
        samples,
        Paragraph(
            "With vectors the middle factor is a Jacobian. Every prediction depends on its own logit "
            "alone, so it is diagonal, and times a diagonal matrix is times its entries. That is "
            "where $\\odot$ comes from, and where the dimensions fit."
        ),
        chain,
        Paragraph("And by differentials, with the labels held constant:"),
        differential,
    )
    return Section("batch", "The whole batch", blocks)


def conventions(problem: Problem) -> Section:
    """All conventions side by side, each gradient proved."""
    heads = [f"{OBJECTIVE[sign]}, {layout.value}" for sign in Sign for layout in Layout]
    residuals = {sign: derive_one_weight(problem, sign).residual for sign in Sign}
    rows = tuple(
        (
            reduction.value,
            *(
                _cell(problem, Convention(sign, reduction, layout), residuals)
                for sign in Sign
                for layout in Layout
            ),
        )
        for reduction in (Reduction.SUM, Reduction.MEAN)
    )
    text = (
        "Authors differ in three things, and none of them is wrong: whether they descend the loss "
        "or ascend the log-likelihood, whether they add or average, and whether samples are columns "
        "or rows. Every entry is proved."
    )
    return Section("conventions", "Other conventions", (Paragraph(text), Table(("", *heads), rows)))


def _cell(problem: Problem, convention: Convention, residuals: dict[Sign, Term]) -> str:
    result, verdict = gradient_in_convention(problem, convention, residuals[convention.sign])
    return f"${tex(result)}$" if isinstance(verdict, Right) else "not proved"


def rules_used(found: Derivation, more: Further) -> Section:
    """The rules, what they say, and where they are printed."""
    used: dict[str, Rule] = {}
    for part in all_parts(found, more):
        for step in part.steps:
            used.setdefault(step.rule.id, step.rule)
    rows = tuple((rule.name, f"${rule.statement}$", rule.source) for rule in used.values())
    return Section("rules", "The rules", (Table(("rule", "says", "see"), rows),))
