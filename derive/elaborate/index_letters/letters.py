"""Which letters of a document are running indices, sizes or layers: said by its sums, ranges and subscripts."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from derive.elaborate.evaluation.classes import chosen_classes, class_names
from derive.elaborate.evaluation.sums import bound_letters
from derive.elaborate.index_letters.counted_layers import counted_layers
from derive.elaborate.index_letters.grades import grade_letters
from derive.elaborate.index_letters.implied import implies_sums
from derive.elaborate.index_letters.labels import label_letters
from derive.elaborate.index_letters.steps import last_steps, step_letters
from derive.elaborate.symbols.bare_classes import bare_classes
from derive.elaborate.symbols.ellipses import running_names
from derive.elaborate.symbols.from_zero import ended_names, initial_names, resting_names, zeroth_names
from derive.elaborate.symbols.names import SUBSCRIPT_LETTERS, USUAL_INDICES, Letters, key_of, letters_of
from derive.elaborate.symbols.numbered_entries import numbered_entries
from derive.elaborate.symbols.size_labels import labelled_by_sizes
from derive.elaborate.symbols.size_letters import (
    declared_sizes,
    dotted_sizes,
    last_of_range,
    ranged_letters,
    size_letters,
)
from derive.reader import syntax as s
from derive.reader.tree import Part, children, walk

TIMES = frozenset(("t", "n", r"\tau"))
"""Letters that count steps rather than layers, also where they stand above."""

_TRUE_CLASS = re.compile(
    r"\b(?:true|correct|target|gold|actual)\s+(?:class|label|category|token|word)\s+(?:is\s+)?(?:\$|\\\()\s*([ijkl])\s*(?:\$|\\\))"
)
"""Where words say that a letter that is an index elsewhere is the one class that is meant."""


def letters_in(trees: Iterable[s.Node], words: str = "") -> Letters:
    """The index, size and layer letters of all formulas of a document; ``words`` is its text in lower case."""
    trees = list(trees)
    bound, sizes, layers = set[str](), set[str](), set[str]()
    subscripts, bare = Counter[str](), Counter[str]()
    for tree in trees:
        if isinstance(tree, s.Name):
            continue  # A letter that a sentence only mentions, "the class $c$", may be an index.
        _collect(tree, bound, sizes, layers, subscripts, bare)
    sizes |= last_steps(trees)
    if "layer" in words:
        layers |= {"l", "L", r"\ell"} & subscripts.keys()
    bases, steps = _bases(trees), step_letters(trees) - (layers - TIMES)
    indices = bound | ((USUAL_INDICES & subscripts.keys()) - _gates(trees, steps))
    indices |= {
        x
        for x in subscripts
        if x in SUBSCRIPT_LETTERS and not bare[x] and x not in sizes and len(bases[x]) > 1
    } - label_letters(trees)
    indices |= _picked(trees, bases, indices) - bare.keys() - sizes
    indices |= {x for tree in trees for x in _one_of_family(tree, bound)} - bare.keys() - sizes
    summed = {x for x in subscripts if _is_index_letter(x) and not bare[x]} if implies_sums(words) else set()
    indices |= summed
    layers = layers - _summed(trees) - steps
    layers |= {x.upper() for x in layers - TIMES if bases[x] & bases[x.upper()]} | counted_layers(trees)
    indices -= layers | steps | grade_letters(trees)
    usual = USUAL_INDICES - set(_TRUE_CLASS.findall(words))
    chosen = chosen_classes(trees, frozenset(indices), _under_signs(trees) | usual | summed)
    indices -= chosen
    vectors = {key for tree in trees if (key := _softmax(tree)) is not None}
    chosen = frozenset(x for x in chosen if bases[x] & vectors or any(bases[x] & bases[y] for y in indices))
    numbered = _numbered(trees, indices - layers) | numbered_entries(trees)
    chosen = (chosen | bare_classes(trees, bases, frozenset(indices))) - summed
    classes = (class_names(trees, frozenset(indices)) | chosen) - sizes
    return Letters(
        frozenset(indices),
        frozenset(sizes),
        frozenset(layers),
        numbered,
        _paired(trees),
        frozenset(classes),
        _shortened(trees, indices),
        zeroth_names(trees) & numbered,
        steps,
        initial_names(trees) & numbered,
        resting_names(trees, words),
        labelled_by_sizes(trees, indices, sizes) if not implies_sums(words) else frozenset(),
        ended_names(trees),
    )


def _is_index_letter(letter: str) -> bool:
    return letter.startswith("\\") or letter in SUBSCRIPT_LETTERS


def _under_signs(trees: Sequence[s.Node]) -> set[str]:
    """The letters that run under a sum or the like; a y ∈ {1, …, C} may still be the one class that is meant."""
    below = (part.below for tree in trees for part in walk(tree) if isinstance(part, s.Big))
    return {letter for each in below if each is not None for letter in bound_letters(each) | _compared(each)}


def _gates(trees: Sequence[s.Node], steps: frozenset[str]) -> set[str]:
    """The letters that are names of gates, i = σ(…) and i_t at a step: below others, W_i, they are labels."""
    worked_out = {letter for tree in trees for letter in _worked_out(tree)}
    parts = (part for tree in trees for part in walk(tree) if isinstance(part, s.Index))
    at_steps = (part for part in parts if part.below is not None and steps & _letters_below(part.below))
    return worked_out | {part.base.letter for part in at_steps if isinstance(part.base, s.Name)}


def _worked_out(tree: s.Node) -> Iterator[str]:
    """The letter on the left of i = σ(…): a function of something is no number of a sample."""
    match tree:
        case s.Chain(
            members=(s.Name(letter=letter, decorations=() | ("bold",)), s.Call(), *_),
            relations=(relation, *_),
        ) if relation.sign == "=":
            yield letter


def _letters_below(below: s.Indices) -> set[str]:
    return {x for item in below.items for x in letters_of(item)}


def _picked(trees: Sequence[s.Node], bases: Mapping[str, set[str]], indices: set[str]) -> set[str]:
    """The letters that pick from a family which the document works out: c in −log p_c, where p_k = … was said.

    The e_c beside it is a unit vector.
    """
    families = {key for tree in trees if (key := _family(tree, indices) or _softmax(tree)) is not None}
    return {
        x
        for x, held in bases.items()
        if x in SUBSCRIPT_LETTERS and held & families and held - {"e"} <= families
    }


def _softmax(tree: s.Node) -> str | None:
    """p where p = softmax(z) defines it: a vector."""
    match tree:
        case s.Chain(members=(s.Name() as head, s.Call(function=s.Name(letter=letter)), *_)) if (
            letter.lower() == "softmax"
        ):
            return key_of(head)
    return None


def _one_of_family(tree: s.Node, bound: set[str]) -> Iterator[str]:
    """The w of q_w = e^{u_w} / Σ_r e^{u_r}: it stands below a name that a sum runs through with another letter."""
    match tree:
        case s.Chain(members=(s.Index(below=s.Indices(items=(item,))), body, *_)):
            held = _bases([body])
            running = {name for letter in bound for name in held.get(letter, ())}
            yield from (letter for letter in letters_of(item) if held.get(letter, set()) & running)


def _family(tree: s.Node, indices: set[str]) -> str | None:
    """p where p_k = … defines it for a running k."""
    match tree:
        case s.Chain(members=(s.Index(base=s.Name() as base, below=s.Indices(items=(item,))), *_)) if (
            letters_of(item) & indices
        ):
            return key_of(base)
    return None


def _shortened(trees: Sequence[s.Node], indices: set[str]) -> frozenset[str]:
    """The names whose index above is left out in places: x_j beside x_j^{(i)}, f_k beside f^{(i)}."""
    raised, plain = set[str](), set[str]()
    for tree in trees:
        own = _parameters(tree)
        for node in walk(tree):
            if isinstance(node, s.Index) and isinstance(node.base, s.Name) and key_of(node.base) not in own:
                above = node.above is not None and bool(letters_of(node.above.items[0]) & indices)
                below = node.below is not None and bool(letters_of(node.below.items[0]))
                (raised if above else plain if below and node.above is None else set[str]()).add(
                    key_of(node.base)
                )
    return frozenset(raised & plain)


def _parameters(tree: s.Node) -> frozenset[str]:
    """The variables of a function that a formula defines: the x_j of f(x) = Σ_j v_j x_j are its entries."""
    match tree:
        case s.Chain(members=(s.Call(arguments=arguments), *_)):
            return frozenset(key_of(each) for each in arguments if isinstance(each, s.Name))
    return frozenset()


def _summed(trees: Sequence[s.Node]) -> set[str]:
    """The letters that run under a sign; a layer letter may have a range, but nothing is summed over it."""
    signs = (
        node for tree in trees for node in walk(tree) if isinstance(node, s.Big) and node.below is not None
    )
    return {letter for node in signs if node.below is not None for letter in bound_letters(node.below)}


def _paired(trees: Sequence[s.Node]) -> frozenset[str]:
    """The names that are written with two indices below."""
    return frozenset(
        key_of(node.base)
        for tree in trees
        for node in walk(tree)
        if isinstance(node, s.Index)
        and isinstance(node.base, s.Name)
        and node.below
        and len(node.below.items) == 2
    )


def _bases(trees: Sequence[s.Node]) -> dict[str, set[str]]:
    """The names that carry every subscript letter."""
    found: dict[str, set[str]] = defaultdict(set)
    for tree in trees:
        for node in walk(tree):
            if isinstance(node, s.Index) and isinstance(node.base, s.Name):
                for indices in (node.below, node.above):
                    for item in indices.items if indices else ():
                        for letter in letters_of(item):
                            found[letter].add(key_of(node.base))
    return found


def _numbered(trees: Sequence[s.Node], indices: set[str]) -> frozenset[str]:
    """The names whose numbers below are indices: those written with a letter there, or in a row with dots."""
    found: set[str] = set()
    for tree in trees:
        for node in walk(tree):
            match node:
                case s.Index(base=s.Name() as base, below=s.Indices(items=items)):
                    if any(letters_of(item) & indices for item in items) or _is_pair(items):
                        found.add(key_of(base))
                case s.Matrix() | s.Sequence() if any(isinstance(part, s.Dots) for part in walk(node)):
                    found |= {
                        key_of(p.base)
                        for p in walk(node)
                        if isinstance(p, s.Index) and isinstance(p.base, s.Name)
                    }
                case s.Add(right=s.Dots()):
                    found |= {key_of(base) for base in running_names(node)}
    return frozenset(found)


def _is_pair(items: tuple[s.Node, ...]) -> bool:
    """Whether subscripts count two things: a_{12}, W_{1,2}, but not the label h1 of a first hidden unit."""
    return len(items) > 1 and not is_label(items)


def is_label(items: tuple[s.Node, ...]) -> bool:
    """Whether subscripts may be a letter with its number, out_{h1}: an index where the letter is one elsewhere."""
    return len(items) == 2 and isinstance(items[0], s.Name) and isinstance(items[1], s.Number)


def _collect(
    tree: s.Node,
    bound: set[str],
    sizes: set[str],
    layers: set[str],
    subscripts: Counter[str],
    bare: Counter[str],
) -> None:
    for node in walk(tree):
        match node:
            case s.Big():
                if node.below is not None:
                    bound |= bound_letters(node.below) | _compared(node.below)
                sizes |= size_letters(node.above)
            case s.Chain():
                sizes |= set(declared_sizes(node))
                bound |= set(ranged_letters(node))
            case s.Index():
                _indexed(node, layers, subscripts, sizes)
            case s.Matrix() | s.Sequence():
                sizes |= set(dotted_sizes(node))
            case s.Add(left=s.Add(left=first, right=s.Dots()), right=last):
                sizes |= set(dotted_sizes(s.Sequence((first, s.Dots(), last))))
    if not isinstance(tree, s.Name):
        bare.update(_bare(tree))


def _compared(below: s.Node) -> set[str]:
    """The letters of conditions such as b ≠ c under a sum: what an index is told apart from is an index."""
    chains = (part for part in walk(below) if isinstance(part, s.Chain) and part.relations[0].sign == "!=")
    found = {letter for chain in chains for member in chain.members for letter in letters_of(member)}
    return found & SUBSCRIPT_LETTERS


def _indexed(node: s.Index, layers: set[str], subscripts: Counter[str], sizes: set[str]) -> None:
    if isinstance(node.base, s.Number) and node.base.text == "1" and node.below is not None:
        sizes |= {x for item in node.below.items for x in letters_of(item)}
        return
    for indices in (node.below, node.above):
        for item in indices.items if indices and not is_label(indices.items) else ():
            subscripts.update(letters_of(item))
    for item in node.above.items if node.above else ():
        letters = letters_of(item)
        if letters & {"l", "L"} or isinstance(item, s.Add | s.Sub) or node.above.bracket == "[":  # type: ignore[union-attr]
            layers |= letters


def _bare(node: Part) -> Iterator[str]:
    if isinstance(node, s.Name):
        if len(node.letter) == 1 and not node.decorations:
            yield node.letter
        return
    parts: Iterable[Part]
    match node:
        case s.Index():
            parts = (node.base,)
        case s.Big():
            parts = (node.body,) if node.body is not None else ()
        case s.Indicator():
            parts = ()
        case s.Chain() if last_of_range(node) is not None or node.relations[0].sign == "in":
            parts = (node.members[0],) if node.relations[0].sign == "in" else ()
        case s.Chain() if all(isinstance(m, s.Name | s.Number) for m in node.members):
            parts = ()
        case _:
            parts = children(node)
    for part in parts:
        yield from _bare(part)
