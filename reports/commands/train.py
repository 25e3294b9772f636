"""``gradproof train DATA.csv``: fit a file with the proved gradient."""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from derive.errors import GradproofError

if TYPE_CHECKING:
    from numeric.training import Fit
    from numeric.training.tables import Table

NOT_CONVERGED, STOPPED = 1, 130
SHOWN = 40  # weights in the text; JSON has them all
CERTIFIED_ENTRIES = 20_000  # numbers in X, up to which the gradient is certified with balls


@click.command()
@click.argument("data", type=click.Path(path_type=Path))
@click.option("--target", metavar="COLUMN", help="Name or number of the label column (default: the last).")
@click.option("--method", default="auto", metavar="METHOD", help="auto, newton, gd or sgd.")
@click.option("--loss", default="bce", metavar="PROBLEM", help="A catalogue problem, such as bce or linear.")
@click.option("--sign", default="loss", metavar="SIGN", help="loss or log-likelihood: which one is reported.")
@click.option("--l2", default=0.0, help="Strength of the penalty ½·l2·‖w‖² on the summed loss.")
@click.option("--intercept/--no-intercept", default=True, help="Fit a constant too (never penalised).")
@click.option("--tolerance", default=1e-8, help="Stop at this fraction of the first gradient norm.")
@click.option("--rate", type=float, help="Step length of gd and sgd (default: found by itself).")
@click.option("--batch", default=256, help="Samples a step of sgd.")
@click.option("--max-iterations", type=int, help="Steps (sgd: epochs) at most.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="How to answer.")
def command(data: Path, target: str | None, form: str, **options: object) -> int:
    """Fit the file DATA (CSV) and print weights, loss and gradient norm.

    Every column but the target is a feature. Two words as labels are fine; the second in alphabetical order
    is class 1. Ctrl-C prints the best weights so far. Exit code: 0 converged, 1 not, 2 unreadable data.
    """
    from derive.catalog.problems import named_problem
    from numeric.training.settings import Settings
    from numeric.training.tables import read_table

    settings = Settings(**options)  # type: ignore[arg-type]
    with _progress(data, settings.tolerance) as (seen, step):
        table = read_table(data, target, named_problem(settings.loss).labels, seen)
        fit = _fit(table, options, step)
    click.echo(_json(fit, table) if form == "json" else _text(fit, table))
    if fit.converged:
        return 0
    return STOPPED if "interrupted" in fit.reason else NOT_CONVERGED


def _fit(table: Table, options: dict[str, object], step: Callable[[int, float, float], None]) -> Fit:
    from numeric.training import train

    try:
        return train(table.X, table.y, progress=step, **options)  # type: ignore[arg-type]
    except GradproofError as problem:
        raise GradproofError(f"{table.target}: {problem.message}", remedy=problem.remedy) from None


@contextmanager
def _progress(
    data: Path, tolerance: float
) -> Iterator[tuple[Callable[[int], None], Callable[[int, float, float], None]]]:
    """A bar on a terminal (stderr): first for the bytes, then for the decades that the gradient falls."""
    if not sys.stderr.isatty():
        yield (lambda size: None), (lambda passes, loss, norm: None)
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        reading = bar.add_task(f"reading {data.name}", total=data.stat().st_size if data.is_file() else None)
        fitting = bar.add_task("fitting", total=-math.log10(tolerance))
        start: list[float] = []

        def step(passes: int, loss: float, norm: float) -> None:
            start.append(norm)
            done = math.log10(start[0] / norm) if norm > 0 and start[0] > 0 else 0.0
            text = f"pass {passes}  loss {loss:.6g}  gradient {norm:.1e}"
            bar.update(fitting, description=text, completed=max(0.0, done))

        yield (lambda size: bar.advance(reading, size)), step


def _text(fit: Fit, table: Table) -> str:
    kind = "loss" if fit.sign == "loss" else "log-likelihood"
    named = list(zip(table.names, fit.weights, strict=True))
    if fit.intercept is not None:
        named.append(("(intercept)", fit.intercept))
    width = max(len(name) for name, _ in named[:SHOWN])
    lines = [f"{name:<{width}}  {weight: .12g}" for name, weight in named[:SHOWN]]
    if len(named) > SHOWN:
        lines.append(f"… and {len(named) - SHOWN} more (--format json has them all)")
    lines += [
        "",
        f"{kind}: {fit.objective:.12g} (mean of {fit.samples} samples, {fit.loss})",
        f"gradient norm: {fit.gradient_norm:.3g} (at zero weights: {fit.start_norm:.3g})",
        f"{'converged' if fit.converged else 'NOT converged'}: {fit.reason} ({fit.passes} passes)",
    ]
    if table.classes:
        lines.append(f"labels: {table.classes[0]} is class 0, {table.classes[1]} is class 1")
    bound = _certified(fit, table)
    if bound is not None:
        lines.append(f"certified with balls: the true gradient norm here is at most {bound:.3g}")
    return "\n".join(lines + [f"note: {note}" for note in fit.notes])


def _json(fit: Fit, table: Table) -> str:
    content = {
        "target": table.target,
        "classes": list(table.classes),
        "weights": dict(zip(table.names, fit.weights.tolist(), strict=True)),
        "intercept": fit.intercept,
        "sign": fit.sign,
        "objective": _finite(fit.objective),
        "gradient_norm": _finite(fit.gradient_norm),
        "start_norm": _finite(fit.start_norm),
        "certified_gradient_norm": _certified(fit, table),
        "converged": fit.converged,
        "reason": fit.reason,
        "method": fit.method,
        "loss": fit.loss,
        "samples": fit.samples,
        "passes": fit.passes,
        "history": [_finite(value) for value in fit.history.tolist()],
        "separation": None if fit.separation is None else [str(each) for each in fit.separation.direction],
        "notes": list(fit.notes),
    }
    return json.dumps(content, ensure_ascii=False, indent=2)


def _finite(value: float) -> float | None:
    return value if math.isfinite(value) else None


def _certified(fit: Fit, table: Table) -> float | None:
    if table.X.size > CERTIFIED_ENTRIES:
        return None
    from numeric.training.certificate import certified_gradient

    return certified_gradient(fit, table.X, table.y).norm
