"""Names of a line that nothing in the document explains."""

from __future__ import annotations

from collections.abc import Iterator

from derive.elaborate.evaluation.calls import POINTWISE, WORDS
from derive.elaborate.evaluation.directional import is_along_a_line
from derive.elaborate.evaluation.sets import sets_in
from derive.elaborate.evaluation.special_names import is_hot, says_basis
from derive.elaborate.readings.story import Story
from derive.elaborate.symbols.names import CONSTANTS, Reference, key_of, keys_in, letters_of, reference
from derive.elaborate.symbols.roles import (
    FUNCTIONS_OF_EVERYBODY,
    Link,
    head_of,
    referred,
)
from derive.elaborate.symbols.scope import Scope
from derive.reader import syntax as s
from derive.reader.tree import Part, children, walk


def stranger(story: Story, link: Link) -> str | None:
    """A name of a line that was never met before, or of which a definition says nothing that can be read."""
    scope = story.post.scope
    usual = FUNCTIONS_OF_EVERYBODY | POINTWISE.keys() | WORDS.keys() | {"softmax"} | CONSTANTS
    ours = scope.known | usual | scope.letters.sizes | scope.letters.indices | story.typed.aliases.keys()
    ours |= _chosen(scope) | frozenset((*_directions(link, scope), *_densities(link, scope), *_time(scope)))
    ours |= frozenset((*_argument_of_a_slope(link), *_members_of_parameters(scope)))
    for key in sorted(referred(link, scope.letters)):
        if key not in ours and key not in scope.definitions:
            return key
    explained = scope.known | scope.functions | scope.definitions.keys() | story.typed.aliases.keys()
    if r"\delta" not in explained and _has_a_bare_delta(link, scope):
        return r"\delta"
    told = scope.definitions.keys() | story.typed.aliases.keys()
    named = any(key == "e" or key.startswith(("e^{", "e_{")) for key in told)
    if not named and not says_basis(scope) and _has_indexed_e(link, scope):
        return "e"
    for key in sorted(scope.ancestors(link.left) | scope.ancestors(link.right)):
        if (made := scope.definitions.get(key)) is not None and made.body is None and key not in usual:
            return key
    return None


def _has_a_bare_delta(link: Link, scope: Scope) -> bool:
    """Whether a line holds a δ that is no Kronecker delta: one without indices."""
    refs = (ref for side in (link.left, link.right) for ref in _named_in(side, scope))
    return any(ref.key == r"\delta" and not ref.indices for ref in refs)


def _named_in(node: Part, scope: Scope) -> Iterator[Reference]:
    if isinstance(node, s.Name | s.Index):
        ref = reference(node, scope.letters)
        yield from () if ref is None else (ref,)
        return
    for part in children(node):
        yield from _named_in(part, scope)


def _directions(link: Link, scope: Scope) -> Iterator[str]:
    """The names of a step and its direction: t and h of d/dt f(x + th) at t = 0, on the left of a line."""
    for part in walk(link.left):
        match part:
            case s.At(of=s.Derivative(of=s.Call(arguments=(s.Add() as place,)))):
                yield from keys_in(place, scope.letters)
            case s.Add() if is_along_a_line(part):
                yield from keys_in(part, scope.letters)


def _argument_of_a_slope(link: Link) -> Iterator[str]:
    """The u of f′(u) = …, which is any number."""
    match link.left:
        case s.Call(function=s.Prime(of=s.Name()), arguments=(s.Name() as argument,)):
            yield key_of(argument)


def _members_of_parameters(scope: Scope) -> Iterator[str]:
    """The θ_s that stands for any of the parameters θ."""
    for by in frozenset[str]().union(*scope.rates.values()):
        if by.partition("_")[0] in scope.definitions.keys() | scope.known:
            yield by


def _time(scope: Scope) -> Iterator[str]:
    """The t by which a slope is taken along a motion, where the document writes how something moves."""
    if any(key.startswith(r"\dot{") for key in (*scope.definitions, *scope.known)):
        yield "t"


def _densities(link: Link, scope: Scope) -> Iterator[str]:
    """The p of a p(y | x) that is defined for this y."""
    for part in (part for side in (link.left, link.right) for part in walk(side)):
        match part:
            case s.Call(function=s.Name() as name, arguments=(s.Conditional(),)):
                head = head_of(part, scope.letters)
                if head is not None and head.key in scope.definitions:
                    yield key_of(name)


def _chosen(scope: Scope) -> frozenset[str]:
    """The classes that pick from a family in a definition: the o of J = −log q_o."""
    bodies = (made.body for made in scope.definitions.values() if made.body is not None)
    below = (part.below for body in bodies for part in walk(body) if isinstance(part, s.Index))
    return scope.letters.classes & {
        x for each in below if each for item in each.items for x in letters_of(item)
    }


def _has_indexed_e(link: Link, scope: Scope) -> bool:
    """Whether an e with an index stands in a line: it is not the number, and may be a vector of the basis."""
    for part in walk(link.right):
        match part:
            case s.Index(base=s.Name(letter="e"), below=s.Indices(items=(s.Name() | s.Index() as item,))):
                if not is_hot(item, scope):
                    return True
            case s.Index(base=s.Name(letter="e")):
                return True
    return False


def unknown_functions(story: Story, link: Link) -> list[str]:
    """The functions of a line of which only the name is known."""
    scope = story.typed.scope
    above = scope.ancestors(link.left) | scope.ancestors(link.right)
    named = WORDS.keys() | frozenset(_densities(link, scope))
    return sorted(key for key in (above & scope.functions) - named if not _is_function_known(scope, key))


def _is_function_known(scope: Scope, key: str) -> bool:
    made = scope.definitions.get(key)
    usual = (
        key in POINTWISE or key in FUNCTIONS_OF_EVERYBODY or key.lower() == "softmax" or key in scope.named
    )
    name, words = WORDS.get(key, ("", ()))
    spoken = bool(name) and scope.says(*words)
    return usual or spoken or (made is not None and made.body is not None)


def leaves(story: Story, node: s.Node) -> frozenset[str]:
    """The names without a definition that a formula is made from in the end."""
    scope = story.typed.scope
    usual = (
        CONSTANTS
        | FUNCTIONS_OF_EVERYBODY
        | scope.letters.classes
        | scope.letters.sizes
        | scope.letters.indices
        | scope.functions
    )
    aliases = story.typed.aliases
    named = {aliases.get(key, (key, False))[0] for key in scope.ancestors(node)}
    found = frozenset[str]().union(*(scope.ancestors_of(key) for key in named))
    found = frozenset(aliases.get(key, (key, False))[0] for key in found)
    made = (scope.definitions[key].body for key in found & scope.definitions.keys())
    found |= frozenset[str]().union(*(sets_in(scope, body) for body in made if body is not None))
    return frozenset(key for key in found if key not in usual and key not in scope.definitions)
