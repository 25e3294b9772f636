r"""Names that a chain ends in: ∂ℓ_i/∂η_i = y_i − p_i =: u_i, and … = \bar z_i where \bar z is new, are given there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from derive.elaborate.posts.named_slopes import DATA, is_known
from derive.elaborate.symbols.names import keys_in
from derive.elaborate.symbols.roles import Head, Link, head_of
from derive.elaborate.symbols.scope import Definition, Scope
from derive.reader import syntax as s
from derive.reader.tree import walk


def named_end(links: Sequence[Link], place: int, scope: Scope) -> Definition | None:
    """The definition of the name that a chain ends in: by =: always, by = only where it is new and used again.

    It stands for what was written before it, right or wrong.
    """
    link, letters = links[place], scope.letters
    head = head_of(link.right, letters)
    if head is None or head.parameters or head.key in keys_in(link.left, letters):
        return None
    if head.key in letters.sizes | letters.indices or head.key in scope.ancestors(link.left):
        return None
    if link.sign == "=:":
        fits = head.key not in scope.definitions
    else:
        fits = (
            _ends_a_chain(links, place)
            and head.key not in DATA
            and (not is_known(head.key, links, place, scope) or _is_only_described(head, links, place, scope))
        )
        fits = fits and any(head.key in keys_in(later.right, letters) for later in links[place + 1 :])
    return Definition(head.key, link.left, head.indices) if fits else None


def _is_only_described(head: Head, links: Sequence[Link], place: int, scope: Scope) -> bool:
    """Whether only words spoke of a name ("a hat means a prediction"), and its entry is written out before it."""
    left, letters = links[place].left, scope.letters
    if not head.indices or is_known(head.key, links, place, replace(scope, known=frozenset())):
        return False
    written = frozenset(keys_in(left, letters)) | {
        part.letter for part in walk(left) if isinstance(part, s.Name)
    }
    slopes = any(isinstance(part, s.Derivative | s.Nabla | s.Differential | s.Prime) for part in walk(left))
    return not slopes and set(head.indices) <= written


def _ends_a_chain(links: Sequence[Link], place: int) -> bool:
    link = links[place]
    chain = link.formula.chain
    last = chain is not None and link.place == len(chain.relations) - 1
    goes_on = place + 1 < len(links) and links[place + 1].left == link.right
    return link.sign == "=" and not link.begins and last and not goes_on and link.block.display
