"""What an author declares in words: the header of a document and the options of the command line."""

from __future__ import annotations

from dataclasses import replace

from derive.elaborate.symbols.declared import spoken_domain
from derive.elaborate.symbols.names import Letters, reference
from derive.elaborate.symbols.roles import contains, head_of
from derive.elaborate.symbols.scope import Definition, Scope
from derive.errors import GradproofError
from derive.reader import syntax as s
from derive.reader.blocks import Header

KINDS = {"scalar": (), "number": (), "vector": ("?",), "column": ("?",), "matrix": ("?", "?")}


def with_header(scope: Scope, header: Header) -> Scope:
    """The scope with the shapes, domains and definitions of a header."""
    letters = scope.letters
    shapes, domains = dict(scope.shapes), dict(scope.domains)
    for name, kind in header.symbols.items():
        if kind not in KINDS:
            raise GradproofError(
                f"symbols: {name} cannot be a {kind}", remedy=f"it can be {', '.join(KINDS)}"
            )
        shapes[_key(name, letters)] = KINDS[kind]
    for name, shape in header.shapes.items():
        shapes[_key(name, letters)] = tuple(shape)
        sizes = frozenset(dim for dim in shape if dim.isalpha())
        letters = replace(letters, sizes=letters.sizes | sizes)
    for name, text in header.domains.items():
        domain = spoken_domain(text)
        if domain is None:
            raise GradproofError(
                f"the domain {text!r} of {name} is not known", remedy="write {0,1}, (0,1), > 0 or real"
            )
        domains[_key(name, letters)] = domain
    scope = replace(scope, letters=letters, shapes=shapes, domains=domains)
    for text in header.definitions:
        scope = scope.define(_definition(text, scope))
    return scope


def _key(name: str, letters: Letters) -> str:
    from derive.reader.grammar import parse

    ref = reference(parse(name).tree, letters)
    return ref.key if ref is not None else name


def _definition(text: str, scope: Scope) -> Definition:
    from derive.reader.grammar import parse

    read = parse(text)
    tree = read.tree
    whole = not read.repairs and not contains(tree, s.Hole)
    if not whole or not isinstance(tree, s.Chain) or len(tree.members) != 2:
        raise GradproofError(f"{text!r} is not an equation", remedy="write --define 'L = …'")
    head = head_of(tree.members[0], scope.letters)
    if head is None:
        raise GradproofError(f"{text!r} does not define a name", remedy="write --define 'L = …'")
    return Definition(head.key, tree.members[1], head.indices, head.parameters)
