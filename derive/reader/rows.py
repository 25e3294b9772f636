"""The rows of a block: what only aligns is dropped, and what goes on over several lines is put together."""

from __future__ import annotations

from itertools import pairwise

from derive.reader import signs
from derive.reader.tokens import Token

OPENING = frozenset(("open", "group", "begin"))
CLOSING = frozenset(("close", "endgroup", "end"))
_LAYOUT = frozenset(("row", "amp", "soft", "wide", "begin"))
_WRAPPERS = frozenset((".", "eqalign", "eqalignno", "displaylines"))
_GOES_ON = frozenset(("+", "cdot", "times", "*", "odot", "/"))


def rows(tokens: list[Token]) -> list[list[Token]]:
    """The rows of a block, those that go on over several lines put together, without marks of alignment."""
    tokens = [token for token in _as_environments(tokens) if token.kind != "eof"]
    if _is_plain(tokens):
        return [tokens]
    flat = _without_alignment(_in_columns(_without_wrappers(_without_empty(tokens))))
    found: list[list[Token]] = []
    for row in _split_rows(flat):
        if found and (_goes_on(row) or _unfinished(found[-1])):
            found[-1].extend(_without_space(row))
        else:
            found.append(row)
    return found


def _is_plain(tokens: list[Token]) -> bool:
    """Whether a block is one row in which nothing aligns, separates or only keeps a distance."""
    if any(token.kind in _LAYOUT or token.text in _WRAPPERS for token in tokens):
        return False
    braced = len(tokens) > 2 and tokens[0].kind == "group" and tokens[-1].kind == "endgroup"
    return not braced and not any(
        one.kind == "group" and other.kind == "endgroup" for one, other in pairwise(tokens)
    )


def _as_environments(tokens: list[Token]) -> list[Token]:
    """\\pmatrix{a & b \\cr c & d} of plain TeX as the environment of that name."""
    if not any(token.text in _PLAIN for token in tokens):
        return tokens
    out = list(tokens)
    for at, token in enumerate(tokens[:-1]):
        if token.kind == "command" and token.text in _PLAIN and tokens[at + 1].kind == "group":
            out[at] = token._replace(kind="begin", text=_PLAIN[token.text])
            out[at + 1] = tokens[at + 1]._replace(kind="wide", text="")
            end = _closing(tokens, at + 1)
            out[end] = tokens[end]._replace(kind="end", text=_PLAIN[token.text])
    return out


_PLAIN = {"pmatrix": "pmatrix", "matrix": "matrix", "cases": "cases"}


def _closing(tokens: list[Token], at: int) -> int:
    """The place of the brace that closes the one here, or of the last token."""
    depth = 0
    for place in range(at, len(tokens)):
        depth += (tokens[place].kind == "group") - (tokens[place].kind == "endgroup")
        if depth == 0:
            return place
    return len(tokens) - 1


def _without_empty(tokens: list[Token]) -> list[Token]:
    """Drop {} where it only keeps a distance: {}= a, {} + b."""
    out: list[Token] = []
    for at, token in enumerate(tokens):
        following = tokens[at + 1].kind if at + 1 < len(tokens) else ""
        if token.kind == "endgroup" and out and out[-1].kind == "group" and following not in ("^", "_"):
            before = out[-2].kind if len(out) > 1 else ""
            if before not in ("^", "_", "command", "accent", "style", "endgroup"):
                out.pop()
                continue
        out.append(token)
    return out


def _without_space(row: list[Token]) -> list[Token]:
    first = next((at for at, token in enumerate(row) if token.kind != "wide"), 0)
    return row[first:]


def _without_wrappers(tokens: list[Token]) -> list[Token]:
    """Drop the environments that only align: their ends separate rows."""
    out: list[Token] = []
    matrices: list[bool] = []
    at = 0
    while at < len(tokens):
        token = tokens[at]
        if (
            token.kind == "command"
            and token.text in ("eqalign", "eqalignno", "displaylines")
            and not any(matrices)
        ):
            at = _unwrap(tokens, at)
            continue
        if token.kind == "begin":
            matrices.append(not _aligns(tokens, at))
        wrapper = token.kind in ("begin", "end") and not any(matrices)
        if token.kind == "end" and matrices:
            matrices.pop()
        out.append(token._replace(kind="row") if wrapper else token)
        at += 1
    return _unbraced(out)


def _aligns(tokens: list[Token], at: int) -> bool:
    """Alignment environments, and an array that is a whole block, with a relation in every other row at least."""
    if tokens[at].text in signs.ROW_ENVIRONMENTS:
        return True
    if tokens[at].text != "array":
        return False
    kinds = [token.kind for token in tokens]
    begins = all(kind in ("row", "wide", "group", "begin") for kind in kinds[:at])
    alone = any(kinds[place : place + 3] == ["amp", "rel", "amp"] for place in range(at, len(tokens) - 2))
    return begins and (alone or _holds_equations(tokens, at))


def _holds_equations(tokens: list[Token], at: int) -> bool:
    """Whether nothing stands behind an environment, and half of its rows hold a relation outside of brackets."""
    depth, related, rows_seen, here = 0, 0, 1, False
    for place in range(at + 1, len(tokens)):
        kind = tokens[place].kind
        if kind == "end" and depth == 0:
            behind = all(
                token.kind in ("row", "wide", "endgroup", "eof", "comma") for token in tokens[place + 1 :]
            )
            return behind and 2 * (related + here) >= rows_seen
        depth += (kind in OPENING) - (kind in CLOSING)
        if depth == 0 and kind == "row":
            related, rows_seen, here = related + here, rows_seen + 1, False
        here = here or (depth == 0 and kind == "rel" and tokens[place].text in _EQUALITIES)
    return False


_EQUALITIES = ("=", ":=", "equiv", "approx")


def _unwrap(tokens: list[Token], at: int) -> int:
    """Turn the braces of \\eqalign{…} into row ends."""
    if at + 1 < len(tokens) and tokens[at + 1].kind == "group":
        depth = 0
        for place in range(at + 1, len(tokens)):
            depth += (tokens[place].kind == "group") - (tokens[place].kind == "endgroup")
            if depth == 0:
                tokens[place] = tokens[place]._replace(kind="row")
                break
        tokens[at + 1] = tokens[at + 1]._replace(kind="row")
    return at + 1


def _unbraced(tokens: list[Token]) -> list[Token]:
    """Drop braces around whole rows: {\\begin{align} … \\end{align}}."""
    for _ in range(4):
        if len(tokens) > 2 and tokens[0].kind == "group" and tokens[-1].kind == "endgroup" and _wraps(tokens):
            tokens = tokens[1:-1]
    return tokens


def _wraps(tokens: list[Token]) -> bool:
    depth = 0
    for token in tokens[:-1]:
        depth += (token.kind == "group") - (token.kind == "endgroup")
        if depth == 0:
            return False
    return True


def _in_columns(tokens: list[Token]) -> list[Token]:
    """Equations side by side, a &= b & c &= d, as rows of their own; where rows go on in columns, nothing changes."""
    cut = list(tokens)
    stack = _Stack()
    related = False
    for at, token in enumerate(tokens):
        stack.take(token.kind)
        if stack.kinds:
            continue
        if token.kind == "row":
            related = False
        elif token.kind == "rel":
            related = True
        elif token.kind == "amp" and related and _begins_equation(tokens, at + 1):
            cut[at] = token._replace(kind="row")
            related = False
    goes_on = any(row and _first_kind(row) == "rel" for row in _split_rows(tokens))
    return tokens if goes_on else cut


def _begins_equation(tokens: list[Token], at: int) -> bool:
    """Whether a term and an aligned relation follow before the row ends."""
    stack = _Stack()
    for place in range(at, len(tokens)):
        token = tokens[place]
        stack.take(token.kind)
        if stack.kinds:
            continue
        if token.kind == "row":
            return False
        if token.kind == "rel":
            aligned = tokens[place - 1].kind == "amp" or (
                place + 1 < len(tokens) and tokens[place + 1].kind == "amp"
            )
            return aligned and any(t.kind not in ("amp", "wide") for t in tokens[at:place])
    return False


def _first_kind(row: list[Token]) -> str:
    return next((token.kind for token in row if token.kind not in ("amp", "wide")), "")


def _without_alignment(tokens: list[Token]) -> list[Token]:
    """Drop & and line ends in brackets, and every & outside matrices; \\right. \\\\ \\left. is no bracket."""
    out: list[Token] = []
    stack = _Stack()
    for token in tokens:
        if token.kind == "open" and token.text == "." and _resumes(out):
            continue
        stack.take(token.kind)
        bracketed = stack.top() == "open"
        if token.kind in ("amp", "soft") and not stack.count["begin"]:
            continue
        if token.kind == "row" and bracketed:
            continue
        if token.kind == "wide" and (bracketed or (out and out[-1].kind == "op")):
            continue
        out.append(token)
    return out


class _Stack:
    """The brackets that are open, and how many of each kind."""

    def __init__(self) -> None:
        self.kinds: list[str] = []
        self.count = {"open": 0, "group": 0, "begin": 0}

    def take(self, kind: str) -> None:
        if kind in OPENING:
            self.kinds.append(kind)
            self.count[kind] += 1
        elif kind in CLOSING and self.kinds:
            self.count[self.kinds.pop()] -= 1

    def top(self) -> str:
        return self.kinds[-1] if self.kinds else ""


def _resumes(out: list[Token]) -> bool:
    """Whether a bracket was left with \\right. and goes on here; then both signs are dropped."""
    at = len(out) - 1
    while at >= 0 and out[at].kind in ("row", "amp", "wide"):
        at -= 1
    if at < 0 or out[at].kind != "close" or out[at].text != ".":
        return False
    del out[at:]
    return True


def _split_rows(tokens: list[Token]) -> list[list[Token]]:
    """Rows at depth 0; a row whose bracket closes only in one of the next rows goes on there."""
    rows_found: list[list[Token]] = [[]]
    stack = _Stack()
    for token in tokens:
        stack.take(token.kind)
        if token.kind in ("row", "soft") and not stack.count["begin"] and not stack.count["group"]:
            rows_found.append([])
            stack = _Stack()
        elif token.kind != "row" or stack.kinds:
            rows_found[-1].append(token)
    return [row for row in rows_found if any(token.kind not in ("wide", "amp") for token in row)]


def _goes_on(row: list[Token]) -> bool:
    """A row that begins with + or ·, or with − and holds no relation, belongs to the one before."""
    first = next((token for token in row if token.kind not in ("wide", "amp")), None)
    if first is None or first.kind != "op":
        return False
    return first.text in _GOES_ON or (first.text == "-" and not has_relation(row))


def _unfinished(row: list[Token]) -> bool:
    last = next((token for token in reversed(row) if token.kind not in ("wide", "amp")), None)
    return last is not None and (
        last.kind == "rel" or (last.kind == "op" and last.text in ("+", "-", "cdot", "times"))
    )


def has_relation(tokens: list[Token]) -> bool:
    """Whether a relation stands in the tokens outside of brackets."""
    depth = 0
    for token in tokens:
        depth += (token.kind in OPENING) - (token.kind in CLOSING)
        if depth == 0 and (token.kind == "rel" or _noted(token)):
            return True
    return False


def _noted(token: Token) -> bool:
    over = ("overset", "underset", "stackrel", "xrightarrow", "xlongequal")
    return token.kind == "command" and token.text in over
