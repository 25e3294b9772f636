"""Names whose index above is left out in places: z_k for one example beside z^{(n)}_k of the data."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set

from derive.elaborate.evaluation.sums import bound_letters
from derive.elaborate.symbols.names import Letters, Reference, letters_of, reference
from derive.elaborate.symbols.roles import Link
from derive.reader import syntax as s
from derive.reader.anatomy import indices_of
from derive.reader.tree import Part, children, walk


def references(node: Part, letters: Letters) -> Iterator[Reference]:
    """The names of a formula with their indices, without those below its signs."""
    ref = reference(node, letters) if isinstance(node, s.Name | s.Index) else None
    if ref is not None:
        yield ref
        return
    parts = (node.body,) if isinstance(node, s.Big) and node.body is not None else children(node)
    for part in parts:
        yield from references(part, letters)


def of_entries_alone(found: Sequence[Reference], most: Mapping[str, int], known: Letters) -> set[str]:
    """The letters that count no data: the j of z_j alone, where z^{(n)}_k says that the data are counted above."""
    fewer, full = set[str](), set[str]()
    for ref in found:
        few = ref.key in known.shortened and len(ref.indices) < most.get(ref.key, 0)
        (fewer if few else full).update(letters_of(ref.indices[0]) if ref.indices else ())
    return fewer - full


def under_sums(links: Sequence[Link], letters: Set[str], known: Letters) -> Iterator[Reference]:
    """The names in sums over the data; one that stands there without its index is no example."""
    for part in (part for link in links for side in (link.left, link.right) for part in walk(side)):
        runs = isinstance(part, s.Big) and (part.below is None or bound_letters(part.below) & letters)
        if isinstance(part, s.Big) and part.body is not None and runs:
            yield from references(part.body, known)


def labels_of_data(links: Sequence[Link], letter: str, known: Letters) -> frozenset[str]:
    """The class labels that are written with the index of the data: the y of one example is one of these y_n."""
    parts = (part for link in links for side in (link.left, link.right) for part in walk(side))
    classes = (part for part in parts if isinstance(part, s.Index) and known.class_of(part) is not None)
    return frozenset(
        known.class_of(part) or ""
        for part in classes
        if any(letters_of(x) == {letter} for x in indices_of(part))
    )
