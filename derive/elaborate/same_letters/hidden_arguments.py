"""Functions with a part of its own name: in f(s_m, c_m) the g of f(s, c) = as/(g + s), g = k(1 + c/d), is g at c_m."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from derive.elaborate.symbols.names import is_letter
from derive.elaborate.symbols.rewriting import rewritten, written_trees
from derive.reader import syntax as s
from derive.reader.blocks import Document
from derive.reader.names import PAIR
from derive.reader.tex import tex
from derive.reader.tree import Part, children, rebuilt, walk


@dataclass
class _Found:
    """The variables that are numbers, whose members are data, and the parts of functions by their names."""

    variables: set[s.Node] = field(default_factory=set)
    parts: dict[s.Node, s.Node] = field(default_factory=dict)

    def of_numbers(self, of: Sequence[s.Node], body: s.Node, hidden: Mapping[s.Node, s.Node]) -> None:
        """Add a function and its hidden parts, if their formulas show that all of its variables are numbers."""
        bodies = (body, *hidden.values())
        parts = [part for each in bodies for part in walk(each)]
        arrays = any(isinstance(part, s.Transpose | s.Norm | s.Inner | s.Big) for part in parts)
        numbers = {name for name in (*of, *hidden) if any(_makes_number(part, name) for part in parts)}
        # What makes a number, by products and powers without a transpose, is one.
        numbers |= {x for x in of for part, made in hidden.items() if part in numbers and _holds(made, x)}
        if not arrays and numbers >= {*of, *hidden}:
            self.variables |= set(of)
            self.parts.update(hidden)


def with_hidden_arguments(document: Document) -> Document:
    r"""The document in which the data s_m are other objects than the variable s of a function that is taken at them.

    Only where a part of the function has a name and depends on a variable; that part at data, g(c_m), is written out.

    >>> from derive.reader.document import read_text
    >>> read = read_text(r"$f(s, c) = s/(g + s)$, $g = 1 + c$ and $r_m = f(s_m, c_m)$")
    >>> with_hidden_arguments(read).blocks[-1].formulas[0].tree.members[1].arguments[0].base.decorations
    ('pair',)
    """
    trees = written_trees(document)
    found = _found(trees)
    if not found.variables or any(_has_arrays(tree, found.variables) for tree in trees):
        return document
    numbers = {tex(name): "number" for name in (*found.variables, *found.parts)}
    header = replace(document.header, symbols={**numbers, **document.header.symbols})
    return rewritten(replace(document, header=header), lambda tree: _changed(tree, found))


def _found(trees: Sequence[s.Node]) -> _Found:
    equations = [
        tree for tree in trees if isinstance(tree, s.Chain) and tree.relations[0].sign in ("=", ":=")
    ]
    made: dict[s.Node, s.Node] = {
        tree.members[0]: tree.members[1]
        for tree in equations
        if isinstance(tree.members[0], s.Name | s.Index)
    }
    calls = [part for tree in trees for part in walk(tree) if isinstance(part, s.Call)]
    found = _Found()
    for tree in equations:
        head = tree.members[0]
        if not isinstance(head, s.Call) or not all(isinstance(each, s.Name) for each in _arguments(head)):
            continue
        parts = {part: body for part, body in made.items() if _holds(tree.members[1], part)}
        hidden = {
            part: body for part, body in parts.items() if any(_holds(body, x) for x in _arguments(head))
        }
        if hidden and any(_is_at_data(call, head) for call in calls):
            found.of_numbers(_arguments(head), tree.members[1], hidden)
    return found


def _arguments(call: s.Call) -> tuple[s.Node, ...]:
    only = call.arguments[0] if len(call.arguments) == 1 else None
    return only.items if isinstance(only, s.Sequence) else call.arguments


def _holds(node: Part, name: s.Node) -> bool:
    """Whether a formula has a name in it as it stands, without an index of its own."""
    if node == name:
        return True
    return not isinstance(node, s.Index) and any(_holds(part, name) for part in children(node))


def _makes_number(part: Part, variable: s.Node) -> bool:
    """Whether a part of a formula needs a number: 1/(k + s), 1 + c/d, s², exp(s)."""
    match part:
        case s.Fraction(bottom=of) | s.Power(base=of):
            return _holds(of, variable)
        case s.Add(left=left, right=right) | s.Sub(left=left, right=right):
            number = isinstance(left, s.Number) or isinstance(right, s.Number)
            return number and _holds(part, variable)
    return False


def _is_at_data(call: s.Call, head: s.Call) -> bool:
    """Whether a function is taken at members of families that its variables name: f(s_m, c_m)."""
    written, own = _arguments(call), _arguments(head)
    if call.function != head.function or len(written) != len(own):
        return False
    return all(_is_member(one, {variable}) for one, variable in zip(written, own, strict=True))


def _is_member(node: Part, variables: set[s.Node]) -> bool:
    """Whether a node is s_m for a variable s."""
    match node:
        case s.Index(base=base, below=s.Indices(items=(item,)), above=None):
            return base in variables and is_letter(item)
    return False


def _has_arrays(tree: s.Node, variables: set[s.Node]) -> bool:
    """Whether a formula has a variable that is or may be an array: treated as one, or beside a transpose."""
    parts = list(walk(tree))
    beside = any(isinstance(part, s.Transpose) for part in parts) and any(_holds(tree, x) for x in variables)
    return beside or any(_is_array(part, variables) for part in parts)


def _is_array(part: Part, variables: set[s.Node]) -> bool:
    """Whether a formula treats a variable as a whole array: sᵀ, ‖s‖, s = (s_1, …), s ∈ Rⁿ, Σ s."""
    match part:
        case s.Transpose(of=of) | s.Norm(of=of):
            return any(_holds(of, x) for x in variables)
        case s.Big(body=body) if body is not None:
            return any(_holds(body, x) for x in variables)
        case s.Chain(members=members):
            return members[0] in variables
        case s.Inner(left=left, right=right):
            return any(_holds(side, x) for side in (left, right) if side is not None for x in variables)
    return False


def _changed(node: s.Node, found: _Found) -> s.Node:
    match node:
        case s.Call(function=function) if (body := found.parts.get(function)) is not None:
            given = {one.base: one for one in _arguments(node) if isinstance(one, s.Index)}
            members = all(_is_member(one, found.variables) for one in _arguments(node))
            if members and given.keys() >= {x for x in found.variables if _holds(body, x)}:
                return _marked(_at(body, given), found)
    return _marked(node, found) if isinstance(node, s.Index) else _rebuilt(node, found)


def _rebuilt(node: s.Node, found: _Found) -> s.Node:
    changed: s.Node = rebuilt(node, lambda part: _changed(part, found))
    return changed


def _marked(node: s.Node, found: _Found) -> s.Node:
    """The formula in which the members of a variable's family have a name of their own."""
    if isinstance(node, s.Index) and isinstance(node.base, s.Name) and node.base in found.variables:
        return replace(node, base=replace(node.base, decorations=(*node.base.decorations, PAIR)))
    changed: s.Node = rebuilt(node, lambda part: _marked(part, found))
    return changed


def _at(node: s.Node, values: Mapping[s.Node, s.Node]) -> s.Node:
    """A formula with members of families in the place of its variables."""
    if node in values:
        return values[node]
    if isinstance(node, s.Index):
        return node
    changed: s.Node = rebuilt(node, lambda part: _at(part, values))
    return changed
