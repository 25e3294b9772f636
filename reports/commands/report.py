"""``gradproof report``: write the proved derivation as HTML, LaTeX, PDF or JSON."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from derive.conventions import Convention, Layout, Reduction, Sign
from derive.errors import GradproofError

DEFAULT = "gradproof-report.html"


@click.command("report")
@click.argument("problem", default="bce")
@click.option(
    "--sign", type=click.Choice([each.value for each in Sign]), default=Sign.LOSS.value, show_default=True
)
@click.option(
    "--reduction",
    type=click.Choice([each.value for each in Reduction]),
    default=Reduction.MEAN.value,
    show_default=True,
)
@click.option(
    "--layout",
    type=click.Choice([each.value for each in Layout]),
    default=Layout.COLUMNS.value,
    show_default=True,
)
@click.option("--html", "htmls", multiple=True, metavar="FILE", help="Write HTML (any number; - is stdout).")
@click.option("--latex", "latexes", multiple=True, metavar="FILE", help="Write LaTeX.")
@click.option("--pdf", "pdfs", multiple=True, metavar="FILE", help="Write PDF, through pdflatex.")
@click.option("--json", "jsons", multiple=True, metavar="FILE", help="Write everything as JSON.")
@click.option("--no-plots", is_flag=True, help="Leave the pictures out.")
@click.option("--open", "show", is_flag=True, help="Open the first HTML file in the browser.")
def command(
    problem: str,
    sign: str,
    reduction: str,
    layout: str,
    htmls: tuple[str, ...],
    latexes: tuple[str, ...],
    pdfs: tuple[str, ...],
    jsons: tuple[str, ...],
    no_plots: bool,
    show: bool,
) -> None:
    """Write the proved derivation of PROBLEM's gradient as a report.

    PROBLEM is a name such as bce, or LOSS+ACTIVATION such as mse+tanh. Without a file, the report goes to
    gradproof-report.html in the current folder.
    """
    from reports.page import print_page
    from reports.story import report

    targets = [("html", each) for each in htmls] + [("latex", each) for each in latexes]
    targets += [("json", each) for each in jsons] + [("pdf", each) for each in pdfs]
    wanted = targets or [("html", DEFAULT)]
    for _, target in wanted:
        check_target(target)
    page = report(
        problem, Convention(Sign(sign), Reduction(reduction), Layout(layout)), plots=not no_plots, fork=True
    )
    for form, target in wanted:
        if form == "pdf":
            from reports.formats.pdf import compile_pdf

            write(target, compile_pdf(print_page(page, "latex")))
        else:
            write(target, print_page(page, form).encode())
    if show:
        _open(next((target for form, target in wanted if form == "html"), DEFAULT))


def check_target(target: str) -> None:
    """Refuse a target that cannot be written, before any work is done."""
    path = Path(target)
    if target == "-":
        return
    if path.is_dir():
        raise GradproofError(f"{target} is a folder", remedy="name a file in it")
    if not path.parent.is_dir():
        raise GradproofError(f"the folder {path.parent} does not exist", remedy="create it first")


def write(target: str, content: bytes) -> None:
    """Write a file beside its place and rename it, so that no half-written file is ever seen; - is stdout."""
    if target == "-":
        _to_stdout(content)
        return
    path = Path(target)
    beside = path.with_name(f".{path.name}.part")
    try:
        beside.write_bytes(content)
        beside.replace(path)
    except OSError as problem:
        beside.unlink(missing_ok=True)
        raise GradproofError(f"{target} cannot be written: {problem.strerror}") from problem
    click.echo(str(path))


def _to_stdout(content: bytes) -> None:
    try:
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
    except BrokenPipeError:  # the reader has had enough, as in "| head"
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _open(target: str) -> None:
    if target == "-":
        raise GradproofError("--open needs a file, and the report went to stdout")
    click.launch(str(Path(target).resolve()))
