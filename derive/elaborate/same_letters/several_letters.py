r"""Names of several letters: after pl(β) = … the pl of ∂pl/∂β is that name and no product of p and l."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from derive.elaborate.symbols.names import is_letter
from derive.elaborate.symbols.rewriting import rewritten, written_trees
from derive.elaborate.symbols.roles import FUNCTIONS_OF_EVERYBODY
from derive.reader import syntax as s
from derive.reader.anatomy import function_of
from derive.reader.blocks import Document
from derive.reader.tree import Part, rebuilt, walk


def with_names_of_several_letters(document: Document) -> Document:
    r"""The document with the names that its equations begin with put together again where they fell into letters.

    Only where one of the letters stands for nothing by itself.

    >>> from derive.reader.document import read_text
    >>> from derive.reader.tex import tex
    >>> read = read_text(r"$$pl(b) = b^2, \quad \frac{\partial pl}{\partial b} = 2b$$")
    >>> with_names_of_several_letters(read).blocks[0].formulas[1].tree.members[0].of
    Name(letter='pl', decorations=())
    """
    trees = written_trees(document)
    names = {name for tree in trees for name in _introduced(tree)}
    kept = {name for name in names if _has_an_idle_letter(name, trees)}
    return rewritten(document, lambda tree: _together(tree, kept)) if kept else document


def _introduced(tree: s.Node) -> Iterator[str]:
    match tree:
        case s.Chain(members=(head, *_), relations=(s.Relation(sign="=" | ":=" | "equiv"), *_)):
            for part in (head, *head.readings) if isinstance(head, s.Ambiguous) else (head,):
                name = function_of(_below_a_log(part))
                if isinstance(name, s.Name) and len(name.letter) > 1 and name.letter.isalpha():
                    yield name.letter


def _below_a_log(head: s.Node) -> s.Node:
    r"""What a name in a logarithm stands for: the PL(β) of \log PL(β) = …."""
    match head:
        case s.Call(function=s.Name(letter="log" | "ln"), arguments=(of,)):
            return of.readings[0] if isinstance(of, s.Ambiguous) else of
    return head


def _has_an_idle_letter(name: str, trees: list[s.Node]) -> bool:
    if name in FUNCTIONS_OF_EVERYBODY:
        return False
    alone, within = Counter[str](), Counter[str]()
    for part in (part for tree in trees for part in walk(tree)):
        if is_letter(part):  # type: ignore[arg-type]
            alone[part.letter] += 1  # type: ignore[union-attr]
        if name in (_letters(part), _letters_across_a_log(part)):
            within.update(name)
    return any(within[x] and within[x] == alone[x] for x in name)


def _letters(node: Part) -> str:
    """The letters of a product of single letters, side by side."""
    match node:
        case s.Name() if is_letter(node):
            return node.letter
        case s.Product(left=left, right=right, sign=""):
            one, other = _letters(left), _letters(right)
            return one + other if one and other else ""
    return ""


def _letters_across_a_log(node: Part) -> str:
    """The letters of log P L, of which only the first was taken into the logarithm."""
    match node:
        case s.Product(left=s.Call(arguments=(inside,), style="bare"), right=right, sign=""):
            one, other = _letters(inside), _letters(right)
            return one + other if one and other else ""
    return ""


def _together(node: s.Node, names: set[str]) -> s.Node:
    if isinstance(node, s.Product) and (found := _letters(node)) in names:
        return s.Name(found, span=node.span)
    changed: s.Node = rebuilt(node, lambda part: _together(part, names))
    return _whole_argument(changed, names) if isinstance(changed, s.Ambiguous) else changed


def _whole_argument(node: s.Ambiguous, names: set[str]) -> s.Node:
    """The reading of log PL in which all of a name is in the logarithm, where there is one."""
    for reading in node.readings:
        match reading:
            case s.Call(arguments=(s.Name(letter=letter),), style="bare") if letter in names:
                return reading
    return node
