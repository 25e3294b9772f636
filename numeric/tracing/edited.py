"""Programs with other text in the place of some of their own, many of them compiled at once."""

from __future__ import annotations

import ast
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from numeric.tracing.program import Program, compiled
from numeric.tracing.size import SUBMISSION

CHOICE = "__edit__"


@dataclass(frozen=True, slots=True)
class Variants:
    """What may stand from one byte of a source to another instead of what does.

    ``is_expression`` says that each of the texts is an expression by itself; others are compiled one by one.
    """

    start: int
    end: int
    texts: Sequence[str]
    is_expression: bool

    def programs(self, program: Program) -> Iterator[Program | None]:
        """The program with each of the texts; None where that is no Python."""
        if self.is_expression:
            whole = _edited(program, self.start, self.end, _chosen(self.texts))
            for number in range(len(self.texts)):
                yield None if whole is None else replace(whole, hooks={**whole.hooks, CHOICE: number})
        else:
            yield from (_edited(program, self.start, self.end, text) for text in self.texts)


def _chosen(texts: Sequence[str]) -> str:
    return f"({', '.join(f'lambda: ({text})' for text in texts)},)[{CHOICE}]()"


def _edited(program: Program, start: int, end: int, text: str) -> Program | None:
    """Only the statement of the file in which the text stands is compiled anew."""
    source = program.source.encode()
    number = bisect_right(program.starts, start) - 1
    first, last = program.starts[number], [*program.starts, len(source)][number + 1]
    changed = source[first:start] + text.encode() + source[end:last]
    try:
        tree = ast.parse(b"\n" * source.count(b"\n", 0, first) + changed, SUBMISSION)
        held = [
            *program.statements[:number],
            compiled(tree.body[0], program.flags),
            *program.statements[number + 1 :],
        ]
    except (SyntaxError, ValueError):
        return None
    return replace(program, statements=held)
