"""A misconception as a page for a reader: what people do, why, what is right, and the two side by side."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from derive.misconceptions import MISCONCEPTIONS
from derive.misconceptions.base import InCode, Misconception
from derive.misconceptions.models import MODELS
from derive.misconceptions.programs import program
from derive.misconceptions.worked import Worked, worked

WIDTH = 78


def listing() -> str:
    """All misconceptions as a table of ids and titles, family by family."""
    widest = max(len(record.id) for record in MISCONCEPTIONS)
    lines = []
    for family in dict.fromkeys(record.family for record in MISCONCEPTIONS):
        lines.append(f"{family}")
        members = [record for record in MISCONCEPTIONS if record.family == family]
        lines += [f"  {record.id:{widest}}  {record.title}" for record in members]
    return "\n".join(lines)


def text(record: Misconception) -> str:
    """The record for a terminal.

    >>> from derive.misconceptions import named_misconception
    >>> text(named_misconception("sign-flipped")).splitlines()[0]
    'sign-flipped: A minus sign was lost or added'
    """
    lines = [f"{record.id}: {record.title}", ""]
    for label, content in _sections(record):
        lines += [label, *(f"  {line}" for line in _wrapped(content)), ""]
    for example in record.caught[:1]:
        lines += [*_side_by_side(worked(example)), ""]
    for paper in record.paper[:1]:
        lines += ["On paper", *(f"  {line}" for line in _wrapped(paper.setting))]
        lines += [f"  right  {paper.right}", f"  slip   {paper.slip}", ""]
    for code in in_code(record)[:1]:
        lines += [*_code_side_by_side(code), ""]
    return "\n".join(lines).rstrip()


def markdown(record: Misconception, level: int = 2) -> str:
    """The record as Markdown."""
    parts = [f"{'#' * level} `{record.id}`", f"**{record.title}**"]
    parts += [f"*{label}.* {content}" for label, content in _sections(record)]
    for example in record.caught[:1]:
        parts += _markdown_example(worked(example))
    for paper in record.paper[:1]:
        parts += [f"On paper: {paper.setting}", f"Slip: $${paper.slip}$$", f"Right: $${paper.right}$$"]
    for code in in_code(record)[:1]:
        parts += [f"The slip:\n\n```python\n{code.slip}```", f"The right way:\n\n```python\n{code.right}```"]
    return "\n\n".join(parts) + "\n"


def catalogue() -> str:
    """The page of all misconceptions, as it stands in docs/misconceptions.md."""
    head = (
        "# Misconceptions\n\nGenerated from the records by `gradproof explain --format md`; every example is "
        "worked out, and every counterexample computed.\n\n"
        f"{len(MISCONCEPTIONS)} misconceptions, in the order in which explanations of equal length are listed.\n"
    )
    return head + "\n" + "\n".join(markdown(record) for record in MISCONCEPTIONS)


def data(record: Misconception) -> dict[str, Any]:
    """The record as plain data, for JSON."""
    return {
        "id": record.id,
        "family": record.family,
        "title": record.title,
        "people_do": record.people_do,
        "why_it_tempts": record.tempts,
        "right_way": record.right_way,
        "at_a_glance": record.glance,
        "source": record.source,
        "examples": [_example_data(worked(example)) for example in record.caught],
        "code": [{"slip": code.slip, "right": code.right} for code in in_code(record)],
        "documents": [
            {"setting": each.setting, "slip": each.slip, "right": each.right} for each in record.paper
        ],
    }


def in_code(record: Misconception) -> tuple[InCode, ...]:
    """The programs with the slip beside the right ones: the record's own, or its examples as programs."""
    return record.code or tuple(
        InCode(
            program(MODELS[each.model], each.written),
            program(MODELS[each.model], MODELS[each.model].gradients[each.by]),
        )
        for each in record.caught
    )


def _sections(record: Misconception) -> Iterator[tuple[str, str]]:
    yield "What people do", record.people_do
    yield "Why it tempts", record.tempts
    yield "What is right", record.right_way
    yield "How to see it", record.glance
    if record.detected_in_code:
        yield "How it is found", f"In code: {record.detected_in_code}."
    yield "Source", record.source


def _wrapped(content: str) -> list[str]:
    from textwrap import wrap

    return wrap(content, WIDTH)


def _side_by_side(found: Worked) -> list[str]:
    rows = [("right", found.right), ("slip", found.slip)]
    shown = [f"Example: {found.model}", *(f"  {line}" for line in loss_lines(found))]
    shown += [f"  {name:5}  d loss/d{found.by} = {snippet}" for name, snippet in rows]
    return [*shown, f"  {difference(found)}"]


def _code_side_by_side(code: InCode) -> list[str]:
    slip = ["The slip:", *(f"  {line}" for line in code.slip.splitlines())]
    return [*slip, "The right way:", *(f"  {line}" for line in code.right.splitlines())]


def difference(found: Worked) -> str:
    """Where the right way and the slip differ, in one sentence."""
    if not found.point:
        return f"The shapes differ: {found.right_value} is right, the slip has {found.slip_value}."
    point = ", ".join(f"{name} = {value}" for name, value in found.point)
    entry = f"entry {found.entry[0] + 1} is " if found.entry and any(found.sizes) else ""
    return f"At {point}: {entry}{_short(found.right_value)} by the right way, {_short(found.slip_value)} by the slip."


def _short(value: str) -> str:
    # A certified ball [0.26894142136 +/- 1.2e-16] is shown by its first digits.
    if value.startswith("[+/-"):
        return "0"
    middle = value.strip("[").partition(" +/-")[0]
    return f"{middle[:9]}…" if " +/-" in value and len(middle) > 9 else value


def loss_lines(found: Worked) -> list[str]:
    """The loss of an example, a line for each of its names."""
    *before, last = found.loss.split("; ")
    return [*before, f"loss = {last}"]


def _markdown_example(found: Worked) -> Iterator[str]:
    newline = "\n"
    yield f"Example: {found.model}.\n\n```python\n{newline.join(loss_lines(found))}\n```"
    yield f"| | gradient by `{found.by}` |\n|---|---|\n| right | `{found.right}` |\n| slip | `{found.slip}` |"
    yield difference(found)


def _example_data(found: Worked) -> dict[str, Any]:
    return {
        "model": found.model,
        "by": found.by,
        "loss": found.loss,
        "right": found.right,
        "slip": found.slip,
        "sizes": dict(found.sizes),
        "point": {name: str(value) for name, value in found.point},
        "right_value": found.right_value,
        "slip_value": found.slip_value,
    }
