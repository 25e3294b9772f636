"""Hand-written gradients beside the proved one: the table, a card for each, and the pictures."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from derive.model import Right, Wrong
from numeric.compare import Comparison, Floats, Row, Trained
from numeric.handwritten import PRELUDE
from numeric.vcurve import differences, v_curve
from reports.latex import name_tex, tex
from reports.messages import ball, counterexample, evidence, verdict_mark, verdict_word
from reports.page import Block, Card, Figure, Listing, Paragraph, Section, Table, Value
from reports.plots import SMALL, Axis, Chart, Point, Series


def side_by_side(found: Comparison, *, plots: bool) -> Section:
    """The section with the table and the cards."""
    intro = (
        "The same gradient as people write it, first correctly, then with the slips that are made "
        "most often. "
        "Every formula is judged exactly, with one or two weights and $N = 1, 2, 3$ samples of "
        "symbols; every "
        f"program is run as it stands, on {len(found.data.y)} samples at "
        f"$\\mathbf w = {_row_tex(found.point)}$. All are gradients of the mean loss, to be subtracted in a "
        "descent."
    )
    cards = tuple(card(found, row, plots=plots) for row in found.rows)
    blocks: tuple[Block, ...] = (
        Paragraph(intro),
        Listing(
            f"{PRELUDE.strip()}\n\n{_data_code(found)}", "What all programs below share, and the samples."
        ),
        overview(found),
    )
    return Section("side-by-side", "Side by side", (*blocks, *cards))


def _data_code(found: Comparison) -> str:
    feature, labels = ([f"{value:g}" for value in values] for values in (found.data.X[:, 1], found.data.y))
    half = len(feature) // 2
    return "\n".join(
        (
            f"x = np.array([{', '.join(feature[:half])},",
            f"              {', '.join(feature[half:])}])",
            "X = np.column_stack([np.ones(len(x)), x])",
            f"y = np.array([{', '.join(labels)}])",
        )
    )


def _row_tex(values: Floats) -> str:
    return r"(" + r",\, ".join(f"{value:g}" for value in values) + ")"


def overview(found: Comparison) -> Table:
    """One line for every version."""
    head = ("version", "verdict", "$N = 1, 2, 3$", "off by", "loss at the end")
    return Table(head, tuple(_line(found, row) for row in found.rows), "All versions at a glance.")


def _line(found: Comparison, row: Row) -> tuple[str, ...]:
    sizes = " ".join(verdict_mark(each) for each in row.verdicts)
    return (row.version.title, badge(row), sizes, number(row.apart), _last(row.trained))


def badge(row: Row) -> str:
    """The verdict in a few words."""
    if isinstance(row.verdict, Right) and not np.all(np.isfinite(row.far)):
        return "right, but unstable"
    if isinstance(row.verdict, Wrong) and row.version.objective is not None:
        return "not the gradient of its loss"
    if row.one_sample_only:
        return "right for one sample only"
    return verdict_word(row.verdict)


def number(value: float) -> str:
    """A number in three digits, with a true minus sign.

    >>> number(-0.00012345)
    '−1.23e−04'
    """
    if not np.isfinite(value):
        return "nan" if np.isnan(value) else "∞"
    shown = f"{value:.2e}" if value and not 1e-3 <= abs(value) < 1e4 else f"{value:.4g}"
    return shown.replace("-", "−")


def numbers(values: Floats) -> str:
    """A row of numbers in eight digits."""
    return "(" + ", ".join(_eight(float(value)) for value in values) + ")"


def _eight(value: float) -> str:
    return ("nan" if np.isnan(value) else f"{value:.8f}").replace("-", "−")


def _last(trained: Trained) -> str:
    return trained.ending or number(trained.losses[-1])


def card(found: Comparison, row: Row, *, plots: bool) -> Card:
    """Everything about one version."""
    version = row.version
    subject = rf"\frac{{\partial L}}{{\partial {name_tex(version.names.weights)}}}"
    relation = "=" if isinstance(row.verdict, Right) else r"\overset{?}{=}"
    return Card(
        id=version.id,
        title=version.title,
        misconception=version.misconception or "",
        tex=rf"{subject} {relation} {tex(version.gradient)}",
        code=version.code.strip(),
        word=verdict_word(row.verdict),
        mark=verdict_mark(row.verdict),
        badge=badge(row),
        evidence=_evidence(row),
        values=_values(found, row),
        remark=version.remark,
        chart=_curve(found, row) if plots and version.misconception else None,
    )


def _evidence(row: Row) -> tuple[str, ...]:
    known = (
        (f"Known as `{row.version.misconception}`: see `gradproof explain`.",)
        if row.version.misconception
        else ()
    )
    if isinstance(row.verdict, Right):
        return ("Proved equal to the gradient, entry by entry, for $N = 1, 2, 3$.", *known)
    texts = [_counterexample(row)]
    if row.one_sample_only:
        texts.insert(0, "For $N = 1$ it is proved equal to the gradient; from $N = 2$ on it is not.")
    return (*texts, *known)


def _counterexample(row: Row) -> str:
    match row.verdict:
        case Wrong() as wrong:
            own = "the gradient of the guarded loss" if row.version.objective else "the gradient"
            where = f" (entry {wrong.entry[0] + 1})" if len(wrong.entry) else ""
            return counterexample(wrong, own + where, "this version")
        case other:
            return evidence(other)


def _values(found: Comparison, row: Row) -> tuple[Value, ...]:
    far = (
        ""
        if np.all(np.isfinite(row.far))
        else f"at w = ({', '.join(f'{x:g}' for x in found.far)}) it gives nan"
    )
    return (
        Value("proved gradient", numbers(row.symbolic)),
        Value("this version", numbers(row.value), far),
        Value(
            "central difference",
            numbers(row.difference.value),
            f"observed error {number(row.difference.worst)}",
        ),
        Value("off by", number(row.apart), "from the central difference"),
        Value("training", _training(row.trained)),
    )


def _training(trained: Trained) -> str:
    begin = (
        f"loss {number(trained.losses[0])} → {number(trained.losses[-1])} in {len(trained.losses) - 1} steps"
    )
    return f"{begin}; {trained.ending}" if trained.ending else begin


def _curve(found: Comparison, row: Row) -> Chart:
    best = next(each for each in found.rows if isinstance(each.verdict, Right))
    series = [Series("correct", _points(best.trained), 1, dashed=True)]
    series.append(Series("this", _points(row.trained), 2))
    title = f"Training loss with “{row.version.title}” beside the correct gradient"
    return replace(_chart(title, tuple(series)), frame=SMALL)


def _points(trained: Trained) -> tuple[Point, ...]:
    return tuple((float(step), loss) for step, loss in enumerate(trained.losses))


def _chart(title: str, series: tuple[Series, ...]) -> Chart:
    return Chart(title, Axis("step", 0, 60), Axis("loss", 0.5, 1.0), series)


SHOWN = {
    "rows": "correct",
    "slope-twice": "σ′ twice",
    "mean-twice": "1/N twice",
    "one-for-one-minus-y": "1 for 1 − y",
    "lost-inner-sign": "lost sign",
    "sign-flipped": "ascent",
}


def pictures(found: Comparison, problem: str) -> Section:
    """Training curves, and the V-curve."""
    blocks = (_training_figure(found), _v_figure(found, problem), _methods(found, problem))
    return Section("pictures", "Pictures", blocks)


def _methods(found: Comparison, problem: str) -> Table:
    measured = differences(problem, found.point, found.data.X, found.data.y)
    rows = tuple(
        (
            estimate.method.value,
            f"{float(estimate.value[0]):.15f}".replace("-", "−"),
            number(estimate.worst),
            number(off),
        )
        for estimate, off in zip(measured.estimates, measured.off, strict=True)
    )
    certified = ("certified", ball(f"[{measured.certified}]"), "", "")
    caption = "The same derivative by three finite differences, each with the error that it shows of itself."
    return Table(("method", "value", "observed error", "true error"), (*rows, certified), caption)


def _training_figure(found: Comparison) -> Figure:
    rows = {row.version.id: row for row in found.rows}
    series = tuple(
        Series(label, _points(rows[name].trained), k % 7, dashed=k == 0)
        for k, (name, label) in enumerate(SHOWN.items())
    )
    chart = _chart("Training loss of the correct gradient and of five buggy ones over 60 steps", series)
    caption = (
        "Gradient descent on the same samples with the same rate. A wrong gradient need not look "
        "wrong: several of these curves fall. Two leave the frame: their loss grows without end."
    )
    return Figure(chart, caption)


def _v_figure(found: Comparison, problem: str) -> Figure:
    curve = v_curve(problem, found.point, found.data.X, found.data.y)
    steps = [float(h) for h in curve.steps]
    series = (
        Series("observed", _pairs(steps, curve.errors), 0, dots=True),
        Series("h²|f‴|/6", _inside(steps, curve.truncation), 1, dashed=True),
        Series("ε|f|/h", _inside(steps, curve.rounding), 2, dashed=True, label_first=True),
    )
    title = "Error of the central difference against its step: it falls with h², then rounding makes it rise"
    chart = Chart(title, Axis("step h", 1e-15, 1, log=True), Axis("error", 1e-14, 1e1, log=True), series)
    caption = (
        "The error of the central difference of the loss by the first weight, against a certified "
        "derivative. "
        r"To the right the truncation error $h^2|f'''|/6$ rules, to the left the rounding error "
        r"$\varepsilon|f|/h$; "
        f"the best step is near $h = {_power(curve.best_step)}$."
    )
    return Figure(chart, caption)


def _pairs(steps: list[float], errors: Floats) -> tuple[Point, ...]:
    return tuple((h, max(float(error), 1e-14)) for h, error in zip(steps, errors, strict=True))


def _inside(steps: list[float], errors: Floats) -> tuple[Point, ...]:
    return tuple((h, float(e)) for h, e in zip(steps, errors, strict=True) if 1e-14 <= e <= 1e1)


def _power(value: float) -> str:
    digits, exponent = f"{value:.0e}".split("e")
    return rf"{digits}\cdot 10^{{{int(exponent)}}}"
