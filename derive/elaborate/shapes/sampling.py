"""One example and the data: a document that derives for x, y, z and then sums over x_i, y_i means two objects by x.

The bare name is *one example*, a name of its own; the indexed one the data.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace

from derive.elaborate.evaluation.sums import bound_letters
from derive.elaborate.shapes.left_out_above import (
    of_entries_alone,
    references,
    under_sums,
)
from derive.elaborate.shapes.multiplied_wholes import multiplied_wholes
from derive.elaborate.shapes.taken_at_one import taken_at_one
from derive.elaborate.symbols.evidence import is_capital
from derive.elaborate.symbols.names import Letters, Reference, letters_of, reference
from derive.elaborate.symbols.roles import Head, Link, head_of
from derive.elaborate.symbols.scope import Definition, Scope
from derive.reader import syntax as s
from derive.reader.tree import walk


@dataclass(frozen=True)
class Sampling:
    """The names that mean one example where they stand bare, and the letters that count the data.

    ``is_introduced``: a formula shows the example beside the data, so that it need not make more sense of others.
    ``stacked``: the capitals whose rows or columns are the data; ``losses``: what means the batch beside these.
    """

    names: frozenset[str]
    letters: frozenset[str]
    letter: str
    is_introduced: bool = False
    stacked: Mapping[str, str] = field(default_factory=dict)
    losses: Mapping[str, Definition | None] = field(default_factory=dict)


def samplings(links: Sequence[Link], scope: Scope) -> Iterator[Sampling]:
    """The ways of splitting the names of a document into one example and the data, one for each summed letter."""
    found = list(_occurrences(links, scope.letters))
    families: dict[str, set[str]] = {}
    for ref in found:
        for letter in letters_of(ref.indices[0]) if ref.indices else ():
            families.setdefault(letter, set()).add(ref.key)
    behind = _indexed_behind(found)
    for letter in sorted(summed(links, scope.letters) & families.keys()):
        names = families[letter]
        most = {key: max(len(ref.indices) for ref in found if ref.key == key) for key in names}
        letters = {other for other, held in families.items() if held <= names}
        letters -= of_entries_alone(found, most, scope.letters) - {letter}
        letters |= {
            x
            for ref in found
            if len(ref.indices) == most.get(ref.key, 0)
            for x in first_letter(ref)
            if ref.key not in scope.letters.shortened or letter in first_letter(ref)
        }
        entries = {x for x in letters if x != letter and (families[x] | behind[x]) - names}
        bare = {ref.key for ref in found if ref.key in names and _is_single(ref, letters, most)}
        of_all = _gathered(found) | _layers_of_all(bare, scope) | _as_long_as_the_data(links, letters, scope)
        of_all |= multiplied_wholes(links, most, scope.letters)
        bare -= of_all
        apart = bare and not _are_entries(links, bare, letters, scope.letters)
        if apart and not _under_its_sum(links, bare, letters, scope):
            yield _sampling(bare, letters, letter, scope)
            if entries:
                whole = {ref.key for ref in found if ref.key in names and first_letter(ref) & entries}
                yield _sampling(bare | whole - of_all, letters - entries, letter, scope)
            if single := bare & taken_at_one(links, letters, scope.letters):
                counting = {other for other, held in families.items() if held <= names}
                yield replace(_sampling(single, counting, letter, scope), is_introduced=True)
        yield from _with_features(links, scope, found, families, letter)


def _indexed_behind(found: Sequence[Reference]) -> Mapping[str, set[str]]:
    """What a letter indexes in a later place: the i of W_ji counts what W is applied to, x_i is an entry of it."""
    names: defaultdict[str, set[str]] = defaultdict(set)
    for ref in found:
        for index in ref.indices[1:]:
            for letter in letters_of(index):
                names[letter].add(ref.key)
    return names


def _with_features(
    links: Sequence[Link],
    scope: Scope,
    found: Sequence[Reference],
    families: Mapping[str, set[str]],
    letter: str,
) -> Iterator[Sampling]:
    """The split in which x_j is an entry of one example beside the data x_i, where j is a letter of weights w_j."""
    names = families[letter]
    features = {x for x, held in families.items() if held - names and held & names and x != letter}
    letters = {x for x, held in families.items() if held <= names}
    entries = {ref.key for ref in found if len(ref.indices) == 1 and first_letter(ref) & features} & names
    deeper = {ref.key for ref in found if len(ref.indices) > 1}
    bare = {ref.key for ref in found if not ref.indices} & names
    if entries - deeper and entries <= bare and not _under_its_sum(links, bare, letters, scope):
        yield _sampling(bare, letters, letter, scope)


def _sampling(names: Set[str], letters: Set[str], letter: str, scope: Scope) -> Sampling:
    return Sampling(with_dependents(names, letters, scope), frozenset(letters), letter)


def _is_single(ref: Reference, letters: set[str], most: Mapping[str, int]) -> bool:
    """Whether an occurrence is of one example: bare, or a component x_j where x_ij is one of the data."""
    return not ref.indices or (len(ref.indices) < most[ref.key] and not first_letter(ref) & letters)


def _gathered(found: Sequence[Reference]) -> set[str]:
    """The names that stand bare in bold alone and with an index in plain type: the vector y of all y_i."""
    plain = {ref.key for ref in found if not ref.bold}
    bare = {ref.key for ref in found if not ref.indices and not ref.bold}
    return {ref.key for ref in found if ref.bold and not ref.indices} & plain - bare


def _as_long_as_the_data(links: Sequence[Link], letters: set[str], scope: Scope) -> set[str]:
    """The names declared to have an entry for each of the data: s ∈ ℝ^N beside Σ_{i=1}^N is the vector of all s_i."""
    parts = (part for link in links for side in (link.left, link.right) for part in walk(side))
    sums = (part for part in parts if isinstance(part, s.Big) and _runs_over(part, letters))
    ends = {part.above.letter for part in sums if isinstance(part.above, s.Name)}
    return {key for key, shape in scope.shapes.items() if len(shape) == 1 and shape[0] in ends}


def _layers_of_all(bare: set[str], scope: Scope) -> set[str]:
    """The Z = WX + b of all data at once, beside which Z^{(i)} is one of its columns."""
    made = ((key, scope.definitions.get(key)) for key in bare if is_capital(key))
    return {
        key for key, one in made if one is not None and one.body is not None and _is_of_capitals(one, scope)
    }


def _is_of_capitals(made: Definition, scope: Scope) -> bool:
    """Whether a name is worked out from a product of two matrices, or from what is."""
    if made.indices or made.body is None:
        return False
    products = [part for part in walk(made.body) if isinstance(part, s.Product)]
    pairs = ((reference(part.left, scope.letters), reference(part.right, scope.letters)) for part in products)
    return any(one and other and is_capital(one.key) and is_capital(other.key) for one, other in pairs)


def first_letter(ref: Reference) -> frozenset[str]:
    """The letters of the first index of a name, which counts the data if anything does."""
    return letters_of(ref.indices[0]) if ref.indices else frozenset()


def _occurrences(links: Sequence[Link], letters: Letters) -> Iterator[Reference]:
    for link in links:
        for side in (link.left, link.right):
            yield from references(side, letters)


def summed(links: Sequence[Link], letters: Letters) -> set[str]:
    """The letters that a number such as a loss is summed over where it is introduced."""
    losses = (link for link in links if link.begins and _is_number(head_of(link.left, letters)))
    parts = (part for link in losses for part in walk(link.right))
    return {x for part in parts if isinstance(part, s.Big) and part.below for x in bound_letters(part.below)}


def _is_number(head: Head | None) -> bool:
    return head is not None and not head.indices


def _are_entries(links: Sequence[Link], bare: set[str], letters: set[str], known: Letters) -> bool:
    """Whether a function of a bare name is a sum over its entries: the θ_j of R(θ) = Σ_j θ_j² are no data."""
    for link in links:
        if not (link.begins and isinstance(link.left, s.Call)):
            continue
        own = {ref.key for part in link.left.arguments for ref in references(part, known) if not ref.indices}
        sums = (
            part.body for part in walk(link.right) if isinstance(part, s.Big) and _runs_over(part, letters)
        )
        inside = (ref for body in sums if body is not None for ref in references(body, known))
        if any(ref.key in own & bare and first_letter(ref) & letters for ref in inside):
            return True
    return False


def _under_its_sum(links: Sequence[Link], bare: set[str], letters: set[str], scope: Scope) -> bool:
    """Whether one of the bare names stands in a sum over the data, where an index was only left out."""
    inside = list(under_sums(links, letters, scope.letters))
    if any(ref.key in bare and not ref.indices for ref in inside):
        return True
    made = with_dependents(bare, letters, scope) if bare & scope.letters.shortened else frozenset()
    return any(ref.key in made and not first_letter(ref) & letters for ref in inside)


def _runs_over(node: s.Big, letters: set[str]) -> bool:
    return node.below is None or bool(bound_letters(node.below) & letters)


def with_dependents(names: Set[str], letters: Set[str], scope: Scope) -> frozenset[str]:
    """The names with all that the document makes from one example."""
    found = set(names)
    for _ in scope.definitions:
        made_of = (made for made in scope.definitions.values() if _is_made_of(made, found, letters, scope))
        found |= {made.key for made in made_of}
    return frozenset(found)


def _is_made_of(made: Definition, names: set[str], letters: Set[str], scope: Scope) -> bool:
    if made.body is None or made.dummy or set(made.indices) & letters:
        return False
    if any(ref.key in names for part in made.parameters for ref in references(part, scope.letters)):
        return False
    singles = (ref for ref in references(made.body, scope.letters) if not first_letter(ref) & letters)
    return any(ref.key in names for ref in singles)
