"""Laws that a later section defines anew: from log π(a | s) = … of another model on, π and its a are other objects."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from derive.elaborate.notations.counted import with_counted_functions
from derive.elaborate.notations.settings import with_settings_left_out
from derive.elaborate.symbols.names import letters_of
from derive.elaborate.symbols.rewriting import rewritten, written_trees
from derive.elaborate.symbols.roles import is_derivative
from derive.reader import syntax as s
from derive.reader.blocks import Block, Document
from derive.reader.names import AT
from derive.reader.tree import Part, rebuilt, walk


def with_counted_laws(document: Document) -> Document:
    r"""The document with π_a for π(a | s) and π(a), piece by piece: a section that defines a law anew begins one.

    A law that is defined anew, or whose letter is a family with an equation in another section, is another object.

    >>> from derive.reader.document import read_text
    >>> from derive.reader.tex import tex
    >>> read = read_text("# A\n$$p(a | s) = e^{v_a}$$\n# B\n$$p(a | s) = a s$$\n")
    >>> [block.formulas[0].tree.members[0].function.decorations for block in with_counted_laws(read).blocks]
    [(), ('at law 2',)]
    """
    apart = _families_apart(document)
    pieces = []
    for number, (era, again) in enumerate(_eras(document), start=1):
        piece = _marked(replace(document, blocks=tuple(era)), apart | again, f"{AT}law {number}")
        pieces.append(with_counted_functions(with_settings_left_out(piece)))
    letters = [dict(_letters(piece)) for piece in pieces]
    blocks: list[Block] = []
    for piece, own in zip(pieces, letters, strict=True):
        numbers = {x for other in letters if other is not own for x, runs in other.items() if not runs}
        blocks += _renamed(piece, {x for x, runs in own.items() if runs} & numbers).blocks
    return replace(document, blocks=tuple(blocks))


def _letters(document: Document) -> Iterator[tuple[str, bool]]:
    """The letters of a piece, each with whether it stands as an index alone."""
    inside, outside = set[str](), set[str]()
    for tree in written_trees(document):
        below = {id(part) for node in walk(tree) for group in _indices(node) for part in walk(group)}
        for part in walk(tree):
            if isinstance(part, s.Name) and letters_of(part):
                (inside if id(part) in below else outside).add(part.letter)
    yield from ((letter, letter not in outside) for letter in inside | outside)


def _indices(node: Part) -> tuple[s.Node, ...]:
    match node:
        case s.Index(below=s.Indices(items=items)):
            return items
        case s.Big(below=below) if below is not None:
            return (below,)
    return ()


def _renamed(document: Document, letters: set[str]) -> Document:
    """The piece with a stroke at the letters that are numbers in another piece."""

    def renamed(node: s.Node) -> s.Node:
        if isinstance(node, s.Name) and node.letter in letters and not node.decorations:
            return replace(node, letter=f"{node.letter}'")
        changed: s.Node = rebuilt(node, renamed)
        return changed

    return rewritten(document, renamed) if letters else document


def _families_apart(document: Document) -> frozenset[s.Node]:
    """The laws whose letter another section gives to a family."""
    families, laws = dict[s.Node, str](), dict[s.Node, str]()
    for block in document.blocks:
        laws |= {law.function: block.heading for law in _laws(block)}
        families |= dict.fromkeys(_families(block), block.heading)
    return frozenset(name for name, heading in laws.items() if families.get(name, heading) != heading)


def _marked(document: Document, laws: frozenset[s.Node], mark: str) -> Document:
    def marked(node: s.Node) -> s.Node:
        changed: s.Node = rebuilt(node, marked)
        match changed:
            case s.Call(function=s.Name() as name, arguments=(s.Conditional(),)) if name in laws:
                return replace(changed, function=replace(name, decorations=(*name.decorations, mark)))
        return changed

    return rewritten(document, marked) if laws else document


def _families(block: Block) -> Iterator[s.Node]:
    for formula in block.formulas:
        match formula.tree:
            case s.Chain(members=(s.Index(base=base), *_), relations=(s.Relation(sign="=" | ":="), *_)):
                yield base


def _eras(document: Document) -> Iterator[tuple[list[Block], frozenset[s.Node]]]:
    """The pieces of a document, each with the laws that are other objects than in a piece before."""
    era: list[Block] = []
    section: list[Block] = []
    made: dict[s.Node, str] = {}
    again = frozenset[s.Node]()
    for block in document.blocks:
        if section and section[-1].heading != block.heading:
            era, section = era + section, []
        for law in _laws(block):
            if made.get(law, block.heading) != block.heading:
                yield era, again
                era, made, again = [], {}, again | {law.function}
            made[law] = block.heading
        section.append(block)
    yield era + section, again


def _laws(block: Block) -> Iterator[s.Call]:
    """The laws p(y | x), or their logarithms, that a block writes out."""
    for formula in block.formulas:
        match formula.tree:
            case s.Chain(members=(head, *bodies), relations=(s.Relation(sign="=" | ":="), *_)):
                law = _law(head)
                if law is not None and not any(is_derivative(body) for body in bodies):
                    yield law


def _law(head: s.Node) -> s.Call | None:
    match head:
        case s.Call(function=s.Name(letter="log" | "ln"), arguments=(s.Call() as inner,)):
            return _law(inner)
        case s.Call(function=s.Name() | s.Index(), arguments=(s.Conditional(),)):
            return head
    return None
