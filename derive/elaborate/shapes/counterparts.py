"""One example beside the data: whatever is said of the example is said of every datum, and the other way round."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import replace

from derive.domains import Domain
from derive.elaborate.shapes import batch_losses
from derive.elaborate.shapes.left_out_above import labels_of_data
from derive.elaborate.shapes.sampling import Sampling, first_letter
from derive.elaborate.symbols.example_keys import example_key
from derive.elaborate.symbols.names import Letters, Reference, key_of, letters_of, reference
from derive.elaborate.symbols.roles import Link
from derive.elaborate.symbols.scope import Definition, Scope
from derive.reader import syntax as s
from derive.reader.anatomy import base_of
from derive.reader.names import EXAMPLE
from derive.reader.tree import rebuilt


def split(links: Sequence[Link], sampling: Sampling, letters: Letters) -> list[Link]:
    """The links with one example as names of their own."""

    def marked(node: s.Node, link: Link) -> s.Node:
        return _marked(of_all(node) if id(link.formula) in inside else node, sampling, letters)

    def of_all(node: s.Node) -> s.Node:
        if isinstance(node, s.Name):
            return batch_losses.marked(node) if key_of(node) in sampling.losses else node
        changed: s.Node = rebuilt(node, of_all)
        return changed

    inside = (
        batch_losses.of_the_batch(links, sampling.stacked, letters) if sampling.losses else frozenset[int]()
    )
    return [replace(link, left=marked(link.left, link), right=marked(link.right, link)) for link in links]


def _marked(node: s.Node, sampling: Sampling, letters: Letters) -> s.Node:
    ref = reference(node, letters) if isinstance(node, s.Name | s.Index) else None
    if ref is not None:
        first = ref.indices[0] if ref.indices else None
        counted = isinstance(first, s.Number) or bool(first_letter(ref) & sampling.letters)
        return node if ref.key not in sampling.names or counted else _decorated(node)
    changed: s.Node = rebuilt(node, lambda part: _marked(part, sampling, letters))
    return changed


def _decorated(node: s.Node) -> s.Node:
    match node:
        case s.Name(decorations=decorations):
            return replace(node, decorations=(*decorations, EXAMPLE))
        case s.Index(base=base):
            return replace(node, base=_decorated(base))
    return node


def with_counterparts(scope: Scope, sampling: Sampling, links: Sequence[Link]) -> Scope:
    """The scope in which what is defined of one example is defined of every datum, and the other way round."""
    labels = labels_of_data(links, sampling.letter, scope.letters)
    for key in sorted(sampling.names):
        single = example_key(key)
        one, many = scope.definitions.get(single), scope.definitions.get(key)
        if one is not None and many is None:
            scope = scope.define(_of_every_datum(one, key, sampling, scope.letters, labels))
        elif many is not None and one is None and _first_index(many) in sampling.letters:
            scope = scope.define(_of_one_example(many, single, sampling, scope.letters))
    for made in sampling.losses.values():
        scope = scope.define(made) if made is not None else scope
    letters = with_counting_letter(scope.letters, sampling)
    letters = replace(letters, shortened=letters.shortened - sampling.names)
    shapes, domains = _shapes(scope, sampling), _shared(scope.domains, sampling)
    stacked = {**scope.stacked, **sampling.stacked}
    return replace(scope, letters=letters, shapes=shapes, domains=domains, stacked=stacked)


def with_counting_letter(letters: Letters, sampling: Sampling) -> Letters:
    """The letters with the one that counts the data, which the page need not use."""
    sizes = letters.sizes | batch_losses.counts(sampling.losses)
    return replace(letters, indices=letters.indices | {sampling.letter}, sizes=sizes)


def with_known_examples(scope: Scope, sampling: Sampling) -> Scope:
    """The scope in which one example is known where the data are."""
    return scope.knowing(frozenset(map(example_key, sampling.names & scope.known)))


def _first_index(made: Definition) -> str:
    return made.indices[0] if made.indices else ""


def _shared(known: Mapping[str, Domain], sampling: Sampling) -> dict[str, Domain]:
    """What is declared of one example or of the data, declared of both."""
    found = dict(known)
    for key in sampling.names:
        single = example_key(key)
        if single in known:
            found.setdefault(key, known[single])
        elif key in known:
            found[single] = known[key]
    return found


def _shapes(scope: Scope, sampling: Sampling) -> dict[str, tuple[str, ...]]:
    found = dict(scope.shapes)
    for key in sampling.names:
        single = example_key(key)
        if single in found:
            found.setdefault(key, ("?", *found[single]))
        elif key in found:
            found[single] = found[key][1:]
    return found


def _of_every_datum(
    made: Definition, key: str, sampling: Sampling, letters: Letters, labels: Set[str]
) -> Definition:
    singles = {example_key(name) for name in sampling.names}

    def counted(node: s.Node) -> s.Node:
        ref = reference(node, letters) if isinstance(node, s.Name | s.Index) else None
        if ref is not None:
            return _with_index(node, sampling.letter, labels, letters) if ref.key in singles else node
        changed: s.Node = rebuilt(node, counted)
        return changed

    body = None if made.body is None else counted(made.body)
    return Definition(key, body, (sampling.letter, *made.indices), made.parameters, made.dummy)


def _with_index(node: s.Node, letter: str, labels: Set[str], letters: Letters) -> s.Node:
    """The name of every datum for that of one example: z_{ik} for z_k, and z_{i1} for a z_1 where 1 is a label."""
    base = node.base if isinstance(node, s.Index) else node
    if isinstance(base, s.Index) and isinstance(node, s.Index):
        return replace(node, base=_with_index(base, letter, labels, letters))
    assert isinstance(base, s.Name)
    plain = replace(base, decorations=tuple(mark for mark in base.decorations if mark != EXAMPLE))
    below, above = (node.below, node.above) if isinstance(node, s.Index) else (None, None)
    held = reference(s.Index(base, None, above), letters) if above is not None else None
    if above is not None and held is not None and held.indices:
        return s.Index(plain, below, replace(above, items=(s.Name(letter), *above.items)), node.span)
    items = below.items if below is not None else ()
    own = (
        s.Index(item, s.Indices((s.Name(letter),)))
        if isinstance(item, s.Name) and key_of(item) in labels
        else item
        for item in items
    )
    return s.Index(plain, s.Indices((s.Name(letter), *own), joined=True), above, node.span)


def _of_one_example(made: Definition, single: str, sampling: Sampling, letters: Letters) -> Definition:
    letter = made.indices[0]

    def freed(node: s.Node) -> s.Node:
        ref = reference(node, letters) if isinstance(node, s.Name | s.Index) else None
        if ref is not None:
            return (
                without_index(node, ref) if ref.indices and letters_of(ref.indices[0]) == {letter} else node
            )
        changed: s.Node = rebuilt(node, freed)
        return changed

    body = None if made.body is None else freed(made.body)
    return Definition(single, body, made.indices[1:], made.parameters, made.dummy)


def without_index(node: s.Node, ref: Reference) -> s.Node:
    """x of one example for x_i, x_j for x_ij."""
    base = base_of(node)
    assert isinstance(base, s.Name)
    one = _decorated(base)
    return s.Index(one, s.Indices(ref.indices[1:], joined=True), None, node.span) if ref.indices[1:] else one
