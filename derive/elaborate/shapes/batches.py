"""One example and the batch: beside x, p and y of one example the rows of X, P and Y are those of every example."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence, Set
from itertools import chain

from derive.elaborate.shapes.batch_losses import batch_losses, differentiated, of_the_batch
from derive.elaborate.shapes.left_out_above import references
from derive.elaborate.shapes.sampling import Sampling, first_letter, summed, with_dependents
from derive.elaborate.symbols.evidence import is_capital, small_letter
from derive.elaborate.symbols.names import CONSTANTS, Reference, key_of, reference
from derive.elaborate.symbols.roles import NUMBERS, Link
from derive.elaborate.symbols.scope import Scope
from derive.reader import syntax as s
from derive.reader.tree import walk

COUNTING = ("n", "i", "m", "r", "s", "q", "a", "b")
"""What counts the examples of a page that never does: the first of these that it does not use."""


def batches(links: Sequence[Link], scope: Scope) -> Iterator[Sampling]:
    """The ways of taking bare small letters for one example and the capitals that stack them for the batch.

    Words have to stack at least one of the capitals; the others lie the same way.
    """
    sides = (side for link in links for side in (link.left, link.right))
    found = [ref for side in sides for ref in references(side, scope.letters)]
    stacks = _stacks(found, scope, _derived(links, scope))
    told = _ways(stacks, scope)
    weights = _beside({stacks[key] for key in told}, scope)
    beside = _in_their_lines(links, told.keys() - weights, scope)
    numbers = weights | scope.letters.sizes | NUMBERS | scope.functions
    own = (key for key, small in stacks.items() if small not in scope.definitions and key in beside - numbers)
    data = {stacks[key] for key in (*(told.keys() - weights), *own)}
    ways = {way for key, way in told.items() if key not in weights}
    if len(ways) != 1:
        return
    if not _are_examples(data, found, links, scope):
        return
    way = ways.pop()
    for letter in _letters(found, links, scope, data):
        names = with_dependents(data, {letter}, scope)
        if not any(ref.indices and ref.key in data and first_letter(ref) == {letter} for ref in found):
            whole = {key: way for key, small in stacks.items() if small in names}
            losses = batch_losses(links, names, whole, letter, scope)
            counting = frozenset((letter,))
            yield Sampling(names, counting, letter, is_introduced=True, stacked=whole, losses=losses)


def _are_examples(data: Set[str], found: Sequence[Reference], links: Sequence[Link], scope: Scope) -> bool:
    """Whether data stand for one example: one of them bare, and an index below one picks an entry as in p_k = σ(z_k).

    The x_i of Σ_i (w·x_i − y_i)² are the data themselves.
    """
    bare = data & {ref.key for ref in found if not ref.indices}
    losses = {key_of(name) for link in links for name in differentiated(link)}
    made = with_dependents(bare, set(), scope) & scope.definitions.keys() - losses
    entries = {letter for key in made for letter in scope.definitions[key].indices}
    entries |= {letter for ref in found if ref.key in made and ref.indices for letter in first_letter(ref)}
    given = (ref for ref in found if ref.key in data - scope.definitions.keys() and ref.indices)
    return bool(bare) and all(first_letter(ref) <= entries for ref in given)


def _in_their_lines(links: Sequence[Link], capitals: Set[str], scope: Scope) -> frozenset[str]:
    """The names in formulas in which some capitals stand: the Y of P − Y lies as P does."""
    inside = of_the_batch(links, capitals, scope.letters)
    sides = (side for link in links if id(link.formula) in inside for side in (link.left, link.right))
    return frozenset(ref.key for side in sides for ref in references(side, scope.letters) if not ref.indices)


_NOUN = r"(?:samples?|examples?|observations?|instances?|inputs?|images?|data(?:\s+points?)?|points?)"
_ALONG = re.compile(
    rf"\b(?:one|each|every)\s+{_NOUN}\s+(?:per|in\s+(?:each|every|a)|is\s+(?:a|one))\s+(?P<one>row|column)\b"
    rf"|\b(?:one|each|every)\s+(?P<two>row|column)\s+(?:per|for\s+(?:each|every)|is\s+(?:an?|one))\s+{_NOUN}\b"
    rf"|\b{_NOUN}\s+(?:(?:are|is|as|in|along|now|the|stacked|stored|written|put|run)\s+)+(?P<three>row|column)s\b"
)
"""Which way the samples lie: "one sample per row", "each column is an example", "samples as rows"."""


def _ways(stacks: Mapping[str, str], scope: Scope) -> Mapping[str, str]:
    """Which way words or declared shapes stack capitals: all data the same way, where words say so of samples."""
    told = {key: scope.stacked[key] for key in stacks.keys() & scope.stacked.keys()}
    shown = ((key, _by_shape(key, small, scope)) for key, small in stacks.items())
    told = {**{key: way for key, way in shown if way}, **told}
    if told:
        return told
    ways = {match[match.lastgroup or 0] for match in _ALONG.finditer(scope.words.replace("*", ""))}
    given = (key for key, small in stacks.items() if small not in scope.definitions)
    return (
        dict.fromkeys((key for key in given if key not in scope.letters.sizes | NUMBERS), *ways)
        if len(ways) == 1
        else {}
    )


def _by_shape(key: str, small: str, scope: Scope) -> str:
    """Which way a declared N × d stacks what is declared to have d entries."""
    whole, one = scope.shapes.get(key, ()), scope.shapes.get(small, ())
    if len(whole) != 2 or len(one) != 1 or whole[0] == whole[1] or "?" in one:
        return ""
    return "row" if whole[1] == one[0] else "column" if whole[0] == one[0] else ""


def _stacks(found: Sequence[Reference], scope: Scope, derived: Set[str]) -> Mapping[str, str]:
    """The capitals without a definition of their own with their small letters, which stand alone or are defined.

    The rows of weights stand with an index alone, and the page differentiates by them; of targets t_c it never does.
    What has two indices, e_ij, is a table already.
    """
    known = {ref.key for ref in found if not ref.indices} | scope.definitions.keys()
    capitals = {ref.key for ref in found if is_capital(ref.key) and not ref.indices}
    pairs = {
        key: small for key in capitals - scope.definitions.keys() if (small := small_letter(key)) is not None
    }
    known |= {ref.key for ref in found if len(ref.indices) == 1 and ref.key not in derived}
    known -= {ref.key for ref in found if len(ref.indices) > 1} | scope.letters.indices
    others = (scope.letters.sizes | NUMBERS | CONSTANTS) - scope.stacked.keys()
    return {key: small for key, small in pairs.items() if small in known and key not in others}


def _derived(links: Sequence[Link], scope: Scope) -> frozenset[str]:
    """The names by which a page differentiates, and those of the rows that they gather."""
    parts = (part for link in links for side in (link.left, link.right) for part in walk(side))
    variables = (by for part in parts if isinstance(part, s.Derivative | s.Nabla) for by in _variables(part))
    keys = {ref.key for by in variables if (ref := reference(by, scope.letters)) is not None}
    return frozenset(keys | {small for key in keys if (small := small_letter(key)) is not None})


def _variables(node: s.Derivative | s.Nabla) -> tuple[s.Node, ...]:
    if isinstance(node, s.Derivative):
        return node.by
    return (node.by,) if node.by is not None else ()


def _beside(data: Set[str], scope: Scope) -> frozenset[str]:
    """The names that a definition has beside one example: weights stack rows, too, but no examples."""
    bodies = (made.body for made in scope.definitions.values() if made.body is not None)
    inside = ({ref.key for ref in references(body, scope.letters)} for body in bodies)
    return frozenset(chain.from_iterable(keys for keys in inside if keys & data))


def _letters(
    found: Sequence[Reference], links: Sequence[Link], scope: Scope, data: Set[str]
) -> Iterator[str]:
    """The letters that may count the examples: that of a sum over the losses L_n, or one that the page does not use."""
    made = with_dependents(data, set(), scope)
    counted = {
        letter for ref in found if ref.key in made and len(ref.indices) == 1 for letter in first_letter(ref)
    }
    entries = {letter for ref in found if ref.key in data and ref.indices for letter in first_letter(ref)}
    sums = sorted((counted & summed(links, scope.letters)) - entries)
    if sums:
        yield from sums
        return
    parts = (part for link in links for side in (link.left, link.right) for part in walk(side))
    used = {part.letter for part in parts if isinstance(part, s.Name)}
    yield from [letter for letter in COUNTING if letter not in used][:1]
