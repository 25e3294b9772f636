r"""The grammar of formulas: chains of relations, sums, products; the rest is in the files beside this one.

From loosest to tightest: relations; + and −; the Frobenius product a:b; ⊙; ·, ×, * and /; juxtaposition.
Where
people disagree about two of these, all groupings are kept (``Ambiguous``).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from derive.errors import ReadError
from derive.reader import atoms, brackets, groups, products, relations
from derive.reader.balance import balance, misfits, partners
from derive.reader.common import COMMON
from derive.reader.cursor import Cursor, Rules, Run
from derive.reader.macros import expand
from derive.reader.notation import PLAIN, Notation
from derive.reader.syntax import Add, Hole, Name, Neg, Node, Plus, PlusMinus, Product, Repair, Span, Sub
from derive.reader.tokens import Token, UnknownCommand, tokens
from derive.reader.tree import deeper_than


class Reading(NamedTuple):
    """What a formula says, and what had to be repaired to read it."""

    tree: Node
    repairs: tuple[Repair, ...]


def parse(text: str, notation: Notation = PLAIN, start: int = 0) -> Reading:
    r"""Read one formula: a chain of relations or a lone term; places are offsets from ``start``.

    Raises ReadError, with its place, where no sense can be made of it.

    >>> parse(r"-\hat y").tree
    Neg(of=Name(letter='y', decorations=('hat',)))
    """
    return parse_tokens(lex(text, notation, start), notation)


def lex(text: str, notation: Notation = PLAIN, start: int = 0) -> list[Token]:
    """The tokens of a formula with the document's macros expanded."""
    try:
        return (
            expand(text, notation.macros, start) if notation.macros and "\\" in text else tokens(text, start)
        )
    except UnknownCommand:
        return expand(text, {**COMMON, **notation.macros}, start, lenient=True)


def parse_tokens(row: list[Token], notation: Notation = PLAIN) -> Reading:
    """Read tokens that end with "eof" as one formula; nothing may be left over."""
    if len(row) == 2 and row[0].kind in ("op", "rel"):
        return Reading(Name(row[0].text, (), Span(row[0].start, row[0].end)), ())
    cursor = open_cursor(row, notation)
    try:
        tree = groups.bare_list(cursor)
    except RecursionError:
        raise cursor.fail("the formula is nested too deeply") from None
    skip_tail(cursor)
    if cursor.kind != "eof":
        raise cursor.fail(f"this cannot follow here: {cursor.token.text or cursor.kind}")
    if len(row) > DEEPEST and deeper_than(tree, DEEPEST):
        raise ReadError("the formula is too long to judge", start=row[0].start, end=row[-1].end)
    return Reading(tree, tuple(cursor.repairs))


def open_cursor(row: list[Token], notation: Notation) -> Cursor:
    """A cursor over the row, its brackets paired."""
    kinds = {token.kind for token in row}
    row = (
        [token for token in row if token.kind != "soft"] if "soft" in kinds and "begin" not in kinds else row
    )
    paired, repairs = balance(row)
    if "command" in kinds and any(_is_infix(token) for token in paired):
        paired = _prefixed(paired)
    pairs = partners(paired)
    cursor = Cursor(paired, pairs, notation, RULES)
    cursor.repairs.extend((*repairs, *misfits(paired, pairs)))
    return cursor


_MOST_INFIX = 50
_INFIX = {"over": "frac", "choose": "binom", "atop": "binom"}


def _prefixed(row: list[Token]) -> list[Token]:
    r"""{a \over b} as \frac{a}{b}, also without braces around it."""
    for _ in range(_MOST_INFIX):
        at = next((at for at, token in enumerate(row) if _is_infix(token)), None)
        if at is None:
            return row
        row = _with_prefix(row, at)
    raise ReadError("too many \\over", start=row[0].start, end=row[-1].end)


def _is_infix(token: Token) -> bool:
    return token.kind == "command" and token.text in _INFIX


def _with_prefix(row: list[Token], at: int) -> list[Token]:
    closing = partners(row)
    around = [first for first, last in closing.items() if first < at < last and row[first].kind == "group"]
    first = max(around, default=-1)
    last = closing[first] if around else len(row) - 1
    opened, close = row[at]._replace(kind="group", text="{"), row[at]._replace(kind="endgroup", text="}")
    command = row[at]._replace(text=_INFIX[row[at].text])
    top, bottom = row[first + 1 : at], row[at + 1 : last]
    return [*row[: first + 1], command, opened, *top, close, opened, *bottom, close, *row[last:]]


def skip_tail(cursor: Cursor) -> None:
    """Step over what may stand behind a formula and says nothing: a full stop, wide space, a colon."""
    while cursor.kind in ("wide", "amp", "row", "soft", "comma", "semicolon", "colon"):
        cursor.advance()


def parse_sum(cursor: Cursor) -> Node:
    """Terms with + and − between them."""
    start = cursor.token.start
    node = parse_term(cursor)
    for _ in range(MOST_TERMS):
        if cursor.kind != "op" or cursor.token.text not in _SUMS:
            return node
        sign = cursor.advance()
        if _nothing_follows(cursor):
            cursor.repair(sign.start, sign.end, f"removed {sign.text}", "removed")
            return node
        node = _SUMS[sign.text](node, parse_term(cursor), cursor.span(start))
    raise cursor.fail(f"a sum of more than {MOST_TERMS} terms")


MOST_TERMS = 120
DEEPEST = 150
_SUMS: dict[str, Callable[[Node, Node, Span], Node]] = {"+": Add, "-": Sub, "pm": PlusMinus}


def _nothing_follows(cursor: Cursor) -> bool:
    return cursor.kind in ("eof", "rel", "close", "endgroup", "comma", "row", "amp", "end", "wide")


def parse_term(cursor: Cursor) -> Node:
    """A product, perhaps with a sign in front."""
    start = cursor.token.start
    if cursor.kind == "op" and cursor.token.text in ("-", "+", "pm"):
        sign = cursor.advance().text
        cursor.deeper()
        operand = parse_term(cursor)
        cursor.depth -= 1
        return (
            Neg(operand, cursor.span(start))
            if sign == "-"
            else Plus(operand, sign == "pm", cursor.span(start))
        )
    return _frobenius(cursor)


def _frobenius(cursor: Cursor) -> Node:
    start = cursor.token.start
    node = products.join(cursor, products.run(cursor))
    while (
        cursor.kind == "colon"
        and cursor.colon == "product"
        and products.begins_factor(cursor, 1)
        and not relations.declares(cursor)
    ):
        cursor.advance()
        node = Product(node, products.join(cursor, products.run(cursor)), ":", cursor.span(start))
    return node


def parse_factor(cursor: Cursor) -> Node:
    """One factor with everything that is attached to it; nesting is counted."""
    cursor.deeper()
    read = atoms.READERS.get(cursor.kind)
    if read is None:
        raise _unexpected(cursor)
    node = read(cursor)
    cursor.depth -= 1
    return node


def _unexpected(cursor: Cursor) -> ReadError:
    if cursor.kind == "eof":
        return cursor.fail("the formula ends where something is still expected")
    return cursor.fail(f"something is missing before {cursor.token.text or cursor.kind}")


def parse_chain(cursor: Cursor) -> Node:
    """Members with relations between them, or a lone member."""
    return relations.chain(cursor)


def parse_run(cursor: Cursor) -> Run:
    """Factors side by side."""
    return products.run(cursor)


RULES = Rules(parse_chain, parse_sum, parse_term, parse_run, products.join, parse_factor, brackets.items)

__all__ = ["Hole", "Reading", "lex", "open_cursor", "parse", "parse_tokens", "skip_tail"]
