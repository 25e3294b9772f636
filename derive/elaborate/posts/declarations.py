"""What the formulas of a post declare of its names: shapes, domains, bounds, one-hot labels."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from derive.domains import SIGNS, Domain, FiniteSet
from derive.elaborate.evaluation.sums import bound_letters
from derive.elaborate.shapes.provisos import is_proviso
from derive.elaborate.symbols import declared
from derive.elaborate.symbols.bounded_numbers import bounded_numbers
from derive.elaborate.symbols.dependence import dependent_names, listed_count, listed_counts
from derive.elaborate.symbols.names import Letters, Reference, keys_in, letters_of, reference
from derive.elaborate.symbols.roles import (
    Link,
    head_of,
    is_one,
)
from derive.elaborate.symbols.scope import Scope
from derive.elaborate.told.spoken_squares import is_only_square
from derive.reader import syntax as s
from derive.reader.blocks import Block
from derive.reader.tree import walk

_SCALAR_CASE = re.compile(
    r"\b(?:scalars?|one[-\s]dimensional|1-?d)\s+(?:sanity\s+|numerical\s+)?(?:checks?|case|example|version|test)\b"
    r"|\bsanity\s+check\b|(?:\$|\\\()\s*[dmnpDN]\s*=\s*1\s*(?:\$|\\\))",
    re.IGNORECASE,
)
"""Words before numbers with which arrays are numbers only for this once."""


def with_declarations(blocks: Sequence[Block], links: Sequence[Link], scope: Scope) -> Scope:
    """The scope with what the formulas of a post declare: shapes, domains, sets, labels and doubtful names."""
    shapes, domains, known, one_hot = (
        dict(scope.shapes),
        dict(scope.domains),
        set(scope.known),
        set(scope.one_hot),
    )
    doubtful, columns = set(scope.doubtful), set(scope.one_hot_columns)
    # What a text hands over as a derivative has its space said in the same breath: that makes no new object of it.
    defined = {k for k, made in scope.definitions.items() if not isinstance(made.body, s.Derivative)}
    rows, hollow = set(scope.rows), set(scope.hollow)
    parameters = _parameters(links, scope.letters)
    bounds: dict[str, set[Domain]] = {}
    dependent, families = dependent_names(links, scope.letters), _families(links, scope.letters)
    worked_out = _worked_out(links, scope.letters)
    for link in links:
        head = head_of(link.left, scope.letters) if link.sign in ("=", ":=") and link.begins else None
        if link.sign == "in":
            if not link.place:
                doubtful |= defined & {key for key, _ in declared.declared_names(link.left, scope.letters)}
            _member(link, scope.letters, shapes, domains, rows)
            known |= set(keys_in(link.left, scope.letters))
        elif link.sign in ("<", "<=", ">", ">=") and not is_proviso(link.block, ("if", "when", "case")):
            varying = dependent | (parameters if is_proviso(link.block, ("for",)) else frozenset())
            _bounded(link, scope.letters, bounds, varying)
            known |= set(keys_in(link.left, scope.letters)) if not link.place else set()
        elif declared.is_either_sign(link.right) or declared.is_square_of_sign(link.left, link.right):
            signed = link.left.base if isinstance(link.left, s.Power) else link.left
            domains.update((key, SIGNS) for key, _ in declared.declared_names(signed, scope.letters))
        if head is not None and not head.indices:
            defined.add(head.key)
            valued = isinstance(link.right, s.Number) and link.right.text != "0" and not head.parameters
            if (
                valued
                and head.key not in families | worked_out
                and not _SCALAR_CASE.search(link.block.before)
            ):
                shapes.setdefault(head.key, ())
        if is_one(link):
            one_hot |= _summed(link.left, scope.letters)
            columns |= _summed_by_columns(link.left, scope.letters)
        hollow |= declared.without_diagonal(link.left, link.right, scope.letters)
    for key, found in bounds.items():
        domain = declared.within(found)
        if domain is not None:
            domains.setdefault(key, domain)
    sides = tuple(side for link in links for side in (link.left, link.right))
    for key in bounded_numbers({key: domains[key] for key in bounds.keys() & domains.keys()}, sides, scope):
        shapes.setdefault(key, ())
    for block in blocks:
        for formula in block.formulas:
            if formula.tree is not None and formula.chain is None:
                known |= set(keys_in(formula.tree, scope.letters))
    for key, count in _numbered(links, scope.letters):
        shapes.setdefault(key, ("?",) * count)
    return replace(
        scope,
        shapes=shapes,
        domains=domains,
        known=frozenset(known),
        one_hot=frozenset(one_hot),
        one_hot_columns=frozenset(columns),
        doubtful=frozenset(doubtful),
        rows=frozenset(rows),
        hollow=frozenset(hollow),
        listed={**scope.listed, **listed_counts(blocks)},
    )


def _families(links: Sequence[Link], letters: Letters) -> frozenset[str]:
    """The names that carry a running index somewhere: a = 0.5 beside a_i is of one example."""
    written = (part for link in links for side in (link.left, link.right) for part in walk(side))
    refs = (reference(part, letters) for part in written if isinstance(part, s.Index))
    return frozenset(ref.key for ref in refs if ref is not None and any(map(letters_of, ref.indices)))


def _worked_out(links: Sequence[Link], letters: Letters) -> frozenset[str]:
    """The names that an equation makes from products: "z = 1 keeps the old state" says nothing of their shape."""
    made = (link for link in links if link.begins and link.sign in ("=", ":="))
    heads = ((head_of(link.left, letters), link.right) for link in made)
    return frozenset(
        head.key
        for head, right in heads
        if head is not None and any(isinstance(part, s.Product) for part in walk(right))
    )


def _numbered(links: Sequence[Link], letters: Letters) -> Iterator[tuple[str, int]]:
    """The names of which each member is said to be one of some numbers, t_i ∈ {0, 1}, with their indices."""
    written = [part for link in links for side in (link.left, link.right) for part in walk(side)]
    for link in links:
        finite = link.sign == "in" and isinstance(declared.declared_domain(link.right), FiniteSet)
        if (finite and not isinstance(link.right, s.Power)) or declared.is_either_sign(link.right):
            for key, count in declared.declared_names(link.left, letters):
                refs = (reference(part, letters) for part in written if isinstance(part, s.Name | s.Index))
                if count and all(
                    len(ref.indices) <= count for ref in refs if ref is not None and ref.key == key
                ):
                    yield key, count


def _member(
    link: Link,
    letters: Letters,
    shapes: dict[str, tuple[str, ...]],
    domains: dict[str, Domain],
    rows: set[str],
) -> None:
    shape, domain = declared.declared_shape(link.right), declared.declared_domain(link.right)
    for key, count in declared.declared_names(_named(link), letters):
        if shape is not None:
            if len(shape) == 2 and shape[0] == "1":
                rows.add(key)
            kept = tuple(dim for dim in shape if dim != "1")
            if key not in shapes or is_only_square(shapes[key]):
                listed = (listed_count(link.left, key),) if count == 1 else ("?",) * count
                shapes[key] = (*listed, *kept)
        if domain is not None:
            domains.setdefault(key, domain)


def _named(link: Link) -> s.Node:
    """What lies in a space: z in z = Wx ∈ ℝ^m, where the formula before the sign is its value."""
    chain = link.formula.chain
    before = chain.relations[: link.place] if chain is not None else ()
    if chain is None or not before or any(relation.sign not in ("=", ":=") for relation in before):
        return link.left
    return chain.members[0]


FLIPPED = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}


def _bounded(link: Link, letters: Letters, bounds: dict[str, set[Domain]], varying: frozenset[str]) -> None:
    """What an inequality says of a name; of a value that follows from others it only picks a part."""
    for name, sign, value in (
        (link.left, link.sign, link.right),
        (link.right, FLIPPED[link.sign], link.left),
    ):
        domain = declared.compared_domain(sign, value)
        for key, _ in declared.declared_names(name, letters):
            if domain is not None and key not in varying:
                bounds.setdefault(key, set()).add(domain)


def _parameters(links: Sequence[Link], letters: Letters) -> frozenset[str]:
    """The variables of the functions that a post writes with an argument."""
    heads = (head_of(link.left, letters) for link in links)
    written = (part for head in heads if head is not None for part in head.parameters)
    return frozenset(ref.key for part in written if (ref := reference(part, letters)) is not None)


def _summed(node: s.Node, letters: Letters) -> set[str]:
    ref = _summand(node, letters)
    return {ref.key} if ref is not None else set()


def _summed_by_columns(node: s.Node, letters: Letters) -> set[str]:
    """The Y of Σ_c Y_cn = 1, where the first of two indices runs: what sums to one lies in columns."""
    ref = _summand(node, letters)
    runs = bound_letters(node.below) if isinstance(node, s.Big) and node.below is not None else frozenset()
    first = letters_of(ref.indices[0]) if ref is not None and len(ref.indices) > 1 else frozenset()
    return {ref.key} if ref is not None and first & runs else set()


def _summand(node: s.Node, letters: Letters) -> Reference | None:
    body = node.body if isinstance(node, s.Big) else None
    return reference(body, letters) if body is not None else None
