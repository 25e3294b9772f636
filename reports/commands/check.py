"""``gradproof check PATH…``: judge every line of derivations, and student code."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from derive.errors import GradproofError

if TYPE_CHECKING:
    from derive.reader.blocks import Document
    from derive.review import Options, Review

RIGHT, WRONG, USAGE, CANNOT_TELL = 0, 1, 2, 4
_DOMAIN = re.compile(
    r"^\s*(?P<name>.+?)\s*(?:\\?\bin\b|∈)\s*(?P<set>.+?)\s*$|^\s*(?P<left>.+?)\s*(?P<sign>>=|<=|>|<)\s*(?P<bound>.+?)\s*$"
)
_SHAPE = re.compile(r"^\s*(?P<name>[^=:]+?)\s*(?:=|:|\bin\b)\s*(?P<shape>.+?)\s*$")


@dataclass(frozen=True, slots=True)
class _Answer:
    """What came of one file: its JSON record, its text, and the exit code that it asks for."""

    record: dict[str, Any]
    text: str
    code: int
    failed: bool = False


@click.command()
@click.argument("paths", nargs=-1, required=True, metavar="PATH…")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="How to answer.")
@click.option(
    "--domain", "domains", multiple=True, help='Where a name lives: "p in (0,1)", "y in {0,1}", "r > 0".'
)
@click.option("--shape", "shapes", multiple=True, help='The shape of a name: "X = M x N".')
@click.option(
    "--define", "definitions", multiple=True, help="A definition that a card gives in words only: 'L = …'."
)
@click.option("--problem", help="A problem of the catalogue that gives the loss: bce, softmax, mse …")
@click.option("--assignment", type=click.Path(), help="What student code should have computed (TOML).")
@click.option(
    "--fail-on", "fail_on", type=click.Choice(["wrong", "cannot-tell"]), default="wrong",
    help="Also leave with exit code 4 where something cannot be told.",
)  # fmt: skip
@click.option("--all", "everything", is_flag=True, help="List definitions and conditions, too.")
@click.option("--no-run", is_flag=True, help="Student code: trace only, no run on numbers.")
@click.option("--unsafe-run", is_flag=True, help="Student code: run it even where the sandbox is weak.")
@click.option("--debug", is_flag=True, hidden=True)
def command(
    paths: tuple[str, ...],
    form: str,
    domains: tuple[str, ...],
    shapes: tuple[str, ...],
    definitions: tuple[str, ...],
    problem: str | None,
    assignment: str | None,
    fail_on: str,
    everything: bool,
    no_run: bool,
    unsafe_run: bool,
    debug: bool,
) -> int:
    """Judge every line of the documents (or programs) at PATH…: files, folders, or - for the standard input.

    Exit code: 0 no wrong line, 1 a wrong line, 2 unreadable input, 4 cannot tell (with --fail-on
    cannot-tell);
    the highest of those that apply.
    """
    options = _options(domains, shapes, definitions, problem)
    files, answers = _files(paths, wants_code=assignment is not None)
    with _code_judge(assignment, not no_run, unsafe_run) as judge:
        for path in files:
            program = path.endswith(".py") or (path.endswith(".ipynb") and assignment is not None)
            answers.append(_answer(path, options, everything, fail_on, judge if program else None))
    _show(answers, form)
    return max((answer.code for answer in answers), default=RIGHT)


def _options(
    domains: Sequence[str], shapes: Sequence[str], definitions: Sequence[str], problem: str | None
) -> Options:
    from derive.reader.blocks import Header
    from derive.reader.header import shape
    from derive.review import Options

    return Options(
        Header(
            domains=dict(_domain(text) for text in domains),
            shapes={name: shape(value, "--shape") for name, value in map(_shape, shapes)},
            definitions=tuple(definitions),
            problem=problem,
        )
    )


def _domain(text: str) -> tuple[str, str]:
    found = _DOMAIN.match(text)
    if found is None:
        raise GradproofError(f"--domain {text!r} is not understood", remedy='write "p in (0,1)" or "r > 0"')
    if found["name"]:
        return found["name"], found["set"]
    return found["left"], f"{found['sign']} {found['bound']}"


def _shape(text: str) -> tuple[str, str]:
    found = _SHAPE.match(text)
    if found is None:
        raise GradproofError(f"--shape {text!r} is not understood", remedy='write "X = M x N"')
    return found["name"], found["shape"]


def _files(paths: Sequence[str], wants_code: bool) -> tuple[list[str], list[_Answer]]:
    """The files to judge, folders opened, and an answer for every path that is none."""
    from derive.reader.files import documents_in

    files: list[str] = []
    answers: list[_Answer] = []
    for path in paths:
        try:
            files.extend(_programs_in(path) if wants_code else documents_in(path))
        except GradproofError as failure:
            answers.append(_unreadable(path, str(failure)))
    return list(dict.fromkeys(files)), answers


def _programs_in(path: str) -> list[str]:
    from derive.reader.files import documents_in

    folder = Path(path)
    if not folder.is_dir():
        return [path]
    programs = sorted(
        str(file) for file in folder.rglob("*") if file.suffix in (".py", ".ipynb") and file.is_file()
    )
    return programs or documents_in(path)


def _answer(
    path: str, options: Options, everything: bool, fail_on: str, judge: Callable[[str, str], Any] | None
) -> _Answer:
    try:
        if judge is not None:
            return _code_answer(path, judge, fail_on)
        return _document_answer(path, options, everything, fail_on)
    except GradproofError as failure:
        message = str(failure)
        return _unreadable(path, message if message.startswith(path) else f"{path}: {message}")


def _document_answer(path: str, options: Options, everything: bool, fail_on: str) -> _Answer:
    from derive.check import review_document
    from derive.reader.document import read_document
    from reports.formats.review_json import document_record
    from reports.formats.review_text import review_text

    document: Document = read_document(path)
    review = review_document(document, options)
    answer = _Answer(document_record(review), review_text(review, everything), exit_code(review, fail_on))
    return _with_code(answer, path) if path.endswith(".ipynb") else answer


def _with_code(answer: _Answer, path: str) -> _Answer:
    """The answer about a notebook, with what its code cells define: they are judged against an assignment only."""
    from derive.reader.files import text_of
    from numeric.submissions.found import defines_something, found_in
    from reports.formats.code_text import code_text

    text = text_of(path)
    if not defines_something(text, path):
        return answer
    found = found_in(text, path)
    return replace(
        answer, record={**answer.record, "code": found.to_json()}, text=f"{answer.text}\n\n{code_text(found)}"
    )


def exit_code(review: Review, fail_on: str = "wrong") -> int:
    """0 as it should be, 1 a wrong line or one marked wrong that is not, 2 parts that were refused, 4 cannot tell."""
    found = USAGE if review.warnings else RIGHT
    for relation in review.relations:
        if (relation.verdict == "wrong") != relation.expect_wrong:
            found = max(found, WRONG)
        if (
            fail_on == "cannot-tell"
            and relation.verdict in ("cannot-tell", "unread")
            and not relation.expect_wrong
        ):
            found = CANNOT_TELL
    return found


def _code_answer(path: str, judge: Callable[[str, str], Any], fail_on: str) -> _Answer:
    from derive.reader.files import text_of
    from reports.formats.code_text import code_text

    review = judge(text_of(path), path)
    record = review.to_json()
    told = CANNOT_TELL if fail_on == "cannot-tell" and record.get("verdict") == "cannot-tell" else RIGHT
    return _Answer(record, code_text(review), max(int(review.exit_code), told))


@contextmanager
def _code_judge(assignment: str | None, run: bool, unsafe: bool) -> Iterator[Callable[[str, str], Any]]:
    """What judges programs: one sandbox for a whole call, opened when the first program comes."""
    with ExitStack() as stack:
        opened: list[Any] = []

        def judge(source: str, path: str) -> Any:
            from numeric.submissions import CodeOptions, Judge, read_assignment, review_code

            if assignment is None:
                return review_code(source, None, CodeOptions(path=path, run=run, unsafe=unsafe))
            if not opened:
                options = CodeOptions(run=run, unsafe=unsafe)
                opened.append(stack.enter_context(Judge(read_assignment(assignment), options)))
            return opened[0].review(source, path)

        yield judge


def _unreadable(path: str, message: str) -> _Answer:
    from reports.formats.review_json import unreadable

    return _Answer(unreadable(path, message), message, USAGE, failed=True)


def _show(answers: Sequence[_Answer], form: str) -> None:
    if form == "json":
        from reports.formats.review_json import report

        click.echo(json.dumps(report(answer.record for answer in answers), ensure_ascii=False, indent=2))
        return
    for answer in answers:
        if answer.failed:
            click.echo(f"gradproof: {answer.text}", err=True)
        else:
            click.echo(answer.text + "\n")
