r"""Derivatives written as subscripts: f_{xy} of f(x, y), S_{b_u} where the words speak of subscripts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from derive.elaborate.symbols.rewriting import rewritten, written_trees
from derive.reader import syntax as s
from derive.reader.anatomy import function_of
from derive.reader.blocks import Document
from derive.reader.tree import rebuilt, walk

_SAID = re.compile(
    r"\bsubscripts?\s+(?:notation|denotes?|means?|stands?|indicates?)|\bderivatives?\b[^.;$]{0,30}\b(?:by|as|with)\s+subscripts",
    re.IGNORECASE,
)
_NO_FUNCTIONS = ("p", "P", "k", "K", "q")
"""Densities and kernels: p_x is the one of x, k_x the function k(x, ·)."""


def with_subscript_derivatives(document: Document) -> Document:
    """The document with the derivatives that are written as subscripts of what it defines written out.

    >>> from derive.reader.document import read_text
    >>> read = read_text(r"$f(x, y) = xy$ $$f_x = y$$")
    >>> with_subscript_derivatives(read).blocks[1].formulas[0].tree.members[0].by
    (Name(letter='x', decorations=()),)
    """
    trees = written_trees(document)
    variables = _variables(trees, _SAID.search(document.prose) is not None)
    named = {node for node in _introduced(document) if not _SAID.search(document.prose)}
    taken = {
        name: by
        for name, by in variables.items()
        if not _has_parts(trees, name, by) and not any(_by(node, {name: by}) for node in named)
    }
    return rewritten(document, lambda tree: _spelled(tree, taken)) if taken else document


def _introduced(document: Document) -> Iterator[s.Node]:
    """What a sentence with "let" begins to speak of."""
    for block in document.blocks:
        if not block.display and _LET.search(block.before):
            yield from (f.chain.members[0] for f in block.formulas if f.chain is not None)


_LET = re.compile(r"\b(?:let|define|denote|put|introduce)\b[^.;]*$", re.IGNORECASE)
_Variables = dict[s.Node, frozenset[s.Node]]


def _variables(trees: Sequence[s.Node], said: bool) -> _Variables:
    """By what each function of several numbers can be differentiated; where the words say so, by anything."""
    found: _Variables = {}
    for tree in trees:
        match tree:
            case s.Chain((s.Call(s.Name() as name, arguments), body, *_)) if name.letter not in _NO_FUNCTIONS:
                listed = arguments[0].items if isinstance(arguments[0], s.Sequence) else arguments
                if len(listed) > (not said) and all(isinstance(one, s.Name) for one in listed):
                    found[name] = frozenset(listed) | (_names(body) if said else frozenset())
            case s.Chain((s.Name() as name, body, *_)) if said:
                found.setdefault(name, frozenset().union(*map(_names, trees)))
    return found


def _names(body: s.Node) -> frozenset[s.Node]:
    return frozenset(part for part in walk(body) if isinstance(part, s.Name | s.Index))


def _has_parts(trees: Sequence[s.Node], name: s.Node, by: frozenset[s.Node]) -> bool:
    """Whether a function is made from what looks like its derivatives: the E_w of E = E_d + c E_w is a part of E."""
    bodies = [tree.members[1] for tree in trees if isinstance(tree, s.Chain) and _head(tree) == name]
    return any(_by(part, {name: by}) for body in bodies for part in walk(body))


def _head(chain: s.Chain) -> s.Node:
    first = chain.members[0]
    return function_of(first)


def _spelled(node: s.Node, variables: _Variables) -> s.Node:
    by = _by(node, variables)
    if by and isinstance(node, s.Index):
        return s.Derivative(node.base, by, span=node.span)
    changed: s.Node = rebuilt(node, lambda part: _spelled(part, variables))
    return changed


def _by(node: object, variables: _Variables) -> tuple[s.Node, ...]:
    """x and y of f_{xy}."""
    if not isinstance(node, s.Index) or node.below is None or node.above is not None:
        return ()
    items, known = node.below.items, variables.get(node.base, frozenset())
    return items if len(items) < 3 and all(item in known for item in items) else ()
