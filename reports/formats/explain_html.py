"""Misconceptions as one HTML page, in the style of the report."""

from __future__ import annotations

from collections.abc import Sequence

from derive.misconceptions.base import Misconception
from derive.misconceptions.worked import worked
from reports.explanation import difference, in_code, loss_lines
from reports.formats.html import print_html
from reports.page import Block, Listing, Page, Paragraph, Section, Table


def print_explanations(records: Sequence[Misconception]) -> str:
    """The page of some misconceptions.

    >>> from derive.misconceptions import named_misconception
    >>> "sign-flipped" in print_explanations([named_misconception("sign-flipped")])
    True
    """
    sections = tuple(Section(record.id, record.title, tuple(_blocks(record))) for record in records)
    title = records[0].title if len(records) == 1 else "Misconceptions"
    return print_html(Page(title, "What people write, why, and what is right", (), sections, ""))


def _blocks(record: Misconception) -> list[Block]:
    blocks: list[Block] = [
        Paragraph(f"`{record.id}`"),
        Paragraph(f"**What people do.** {record.people_do}"),
        Paragraph(f"**Why it tempts.** {record.tempts}"),
        Paragraph(f"**What is right.** {record.right_way}"),
        Paragraph(f"**How to see it.** {record.glance}"),
    ]
    for example in record.caught[:1]:
        found = worked(example)
        rows = (("right", f"`{found.right}`"), ("slip", f"`{found.slip}`"))
        blocks.append(Listing("\n".join(loss_lines(found)), found.model))
        blocks.append(Table(("", f"gradient by `{found.by}`"), rows))
        blocks.append(Paragraph(difference(found)))
    for paper in record.paper[:1]:
        blocks.append(Paragraph(f"**On paper.** {paper.setting.replace('$$', '$')}"))
        blocks.append(Table(("", "on paper"), (("right", f"${paper.right}$"), ("slip", f"${paper.slip}$"))))
    for code in in_code(record)[:1]:
        blocks += [Listing(code.slip, "The slip."), Listing(code.right, "The right way.")]
    return [*blocks, Paragraph(f"Source: {record.source}.")]
