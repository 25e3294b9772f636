r"""Names that a text gives to a derivative from the right: b'(θ) = μ where nothing else says what μ is."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from derive.elaborate.symbols.names import Letters, keys_in
from derive.elaborate.symbols.roles import Link, head_of, is_derivative, is_kronecker, referred
from derive.elaborate.symbols.scope import Definition, Scope

DATA = frozenset(("x", "y", "t", "X", "Y", "T"))


def named_slope(links: Sequence[Link], place: int, scope: Scope) -> Definition | None:
    """The definition of the name on the right side of a derivative that is new there, and given nowhere else."""
    link = links[place]
    head = head_of(link.right, scope.letters)
    if head is None or not (link.begins and link.sign == "=" and is_derivative(link.left)):
        return None
    if is_kronecker(link) or head.parameters or head.key in DATA or is_known(head.key, links, place, scope):
        return None
    return Definition(head.key, link.left, head.indices)


def is_known(key: str, links: Sequence[Link], place: int, scope: Scope) -> bool:
    """Whether a name was there before, or is what another equation begins with."""
    letters = scope.letters
    said = scope.definitions.keys() | scope.shapes.keys() | scope.domains.keys() | scope.known
    before = any(_is_meant(key, referred(link, letters)) for link in links[:place])
    return (
        key in said or before or key in keys_in(links[place].left, letters) or _is_head(key, links, letters)
    )


def _is_meant(key: str, mentioned: Collection[str]) -> bool:
    """Whether a name is mentioned, or what it is a member of: a^{0} where a^{l−1} is said of every layer."""
    base, _, layer = key.partition("^{")
    return key in mentioned or (
        layer.rstrip("}").isdigit() and any(other.partition("^{")[0] == base for other in mentioned)
    )


def _is_head(key: str, links: Sequence[Link], letters: Letters) -> bool:
    heads = (head_of(link.left, letters) for link in links)
    return any(head is not None and head.key == key for head in heads)
