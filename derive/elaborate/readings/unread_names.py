"""Names that a document explains by something that was not understood: what rests on them is refuted by nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from derive.elaborate.claims.judge import Judgement
from derive.elaborate.readings.story import Story
from derive.elaborate.shapes.hidden_rates import hidden_rates
from derive.elaborate.symbols.names import Reference, keys_in, reference
from derive.elaborate.symbols.roles import Link, head_of, is_derivative
from derive.elaborate.symbols.scope import Scope
from derive.model import Right, Unknown
from derive.reader import syntax as s
from derive.reader.fragments import fragment
from derive.reader.tree import Part, children, walk

UNREAD_WORDS = "a name behind it is made by words that were not read"


def names_not_understood(story: Story) -> frozenset[str]:
    """The names that are explained by something unread, unfit or wrong: no line that rests on them is wrong."""
    return frozenset(
        (
            *_explained_by_unread(story),
            *_given_by_a_wrong_line(story),
            *_without_their_argument(story),
            *_told_in_unread_words(story),
        )
    )


_VALUE = re.compile(
    r"(?:\$|\\\()([^$=]{1,20}?)(?:\$|\\\))\s+(?:is|be|are|denotes|means|equals)\s+(?:\w+\s+){0,3}?"
    r"(?:sums?|products?|squares?|logarithm|norms?|differences?|ratio|root)\s+(?:of|between)\s"
)
"""A name of which words say what it is made of: "$P$ is the sum of the squares of the weights, except …"."""


def _told_in_unread_words(story: Story) -> Iterator[str]:
    """The names that words make and no equation does: what they depend on is not known."""
    scope = story.typed.scope
    for match in _VALUE.finditer(story.document.prose):
        name = fragment(match[1])
        ref = reference(name, scope.letters) if name is not None else None
        if ref is not None and ref.key not in scope.definitions:
            yield ref.key


def leaves_unread_words_out(story: Story, link: Link, judgement: Judgement) -> bool:
    """Whether a right slope leaves a name out that words make, unread: it may depend on the variable."""
    if not isinstance(judgement.verdict, Right) or not is_derivative(link.left):
        return False
    scope = story.typed.scope
    said = {*keys_in(link.left, scope.letters), *keys_in(link.right, scope.letters)}
    return not scope.ancestors(link.left).isdisjoint({*_told_in_unread_words(story)} - said)


def sure_in_its_section(story: Story, link: Link, above: frozenset[str]) -> frozenset[str]:
    """The names with several definitions of which this section has one, and the others stand under other headings.

    Each has to be made of other names: of the same ones it may be a form of the first that went wrong.
    """
    scope, here = story.typed.scope, link.block.heading
    made: dict[str, list[tuple[str, frozenset[str]]]] = {}
    for other in story.post.links:
        head = head_of(other.left, scope.letters) if other.begins and other.sign in ("=", ":=") else None
        if head is not None and head.key in above and not is_derivative(other.left):
            names = frozenset(keys_in(other.right, scope.letters))
            made.setdefault(head.key, []).append((other.block.heading, names))
    found = (key for key, forms in made.items() if here and _is_new_here(forms, here))
    return frozenset(
        key for key in found if all(_is_made_here(story, user, here) for user in _users(story, key, above))
    )


def _is_new_here(forms: Sequence[tuple[str, frozenset[str]]], heading: str) -> bool:
    own = [names for where, names in forms if where == heading]
    return len(own) == 1 and [names for _, names in forms].count(own[0]) == 1


def _users(story: Story, key: str, above: frozenset[str]) -> Iterator[str]:
    """A name and what is made from it, among those that a line rests on."""
    yield from (user for user in above if key in story.typed.scope.ancestors_of(user))


def _is_made_here(story: Story, key: str, heading: str) -> bool:
    made = story.typed.scope.definitions.get(key)
    if made is None or made.body is None:
        return made is None
    start = made.body.span.start
    return any(
        block.heading == heading and block.span.start <= start < block.span.end for block in story.blocks
    )


def _explained_by_unread(story: Story) -> Iterator[str]:
    """The names of lines z_2 = … that say what a member is and could be neither taken for that nor proved."""
    scope = story.typed.scope
    for link, judgement in story.judged:
        if link.begins and isinstance(judgement.verdict, Unknown) and not is_derivative(link.left):
            ref = reference(link.left, scope.letters)
            if ref is not None and ref.key not in scope.definitions and _is_one_member(ref):
                yield ref.key


def _is_one_member(ref: Reference) -> bool:
    return bool(ref.indices) and all(isinstance(item, s.Number) for item in ref.indices)


def _given_by_a_wrong_line(story: Story) -> Iterator[str]:
    """The u of ∂ℓ/∂η = … =: u where the line is wrong: what was written, or what it should be."""
    wrong = {link.right.span for link in story.wrong}
    for key, made in story.typed.scope.definitions.items():
        if made.body is not None and made.body.span in wrong:
            yield key


def _without_their_argument(story: Story) -> Iterator[str]:
    """The functions H(z) = … whose formula, as it was understood, has no z in it, though other lines speak of z."""
    scope = story.typed.scope
    hidden = {name: by for name, by, _ in hidden_rates(story.typed, story.post.links)}
    for key, made in scope.definitions.items():
        if made.body is None or made.dummy:
            continue
        own = {ref.key for each in made.parameters if (ref := reference(each, scope.letters)) is not None}
        above = scope.ancestors_of(*keys_in(made.body, scope.letters))
        above |= frozenset(by for key in above for by in scope.rates.get(key, ()))
        if own <= above:
            continue
        above |= frozenset(by for of, by in _slopes_in(story) if of in above)
        whole_or_part = {key.lower() for key in above}
        moved = {by for name in above for by in (*scope.rates.get(name, ()), *hidden.get(name, ()))}
        for missing in own - above - moved:
            if _has_members_in(scope, missing, above):
                continue
            if missing.lower() not in whole_or_part and _is_spoken_of(story, missing, made.body):
                yield key


def _has_members_in(scope: Scope, key: str, above: frozenset[str]) -> bool:
    """Whether a name is a list of others, θ = (a, b, c), some of which a formula has in it."""
    made = scope.definitions.get(key)
    if made is None or not isinstance(made.body, s.Sequence | s.Matrix):
        return False
    return bool(above & frozenset(keys_in(made.body, scope.letters)))


def _slopes_in(story: Story) -> frozenset[tuple[str, str]]:
    """What is differentiated by which name, ∂V/∂φ_j: it depends on that, whatever its formula."""
    letters, links = story.typed.scope.letters, story.post.links

    def found() -> Iterator[tuple[str, str]]:
        for part in (part for link in links for side in (link.left, link.right) for part in walk(side)):
            if isinstance(part, s.Derivative) and len(part.by) == 1 and part.of is not None:
                top, by = reference(part.of, letters), reference(part.by[0], letters)
                if top is not None and by is not None:
                    yield top.key, by.key

    return story.post.scope.memory.recall(lambda: frozenset(found()), "slopes in a post", links, letters)


def _is_spoken_of(story: Story, key: str, body: s.Node) -> bool:
    """Whether a name is more than an argument: made by a line, a factor of one, or differentiated by."""
    letters = story.post.scope.letters
    if key in story.typed.scope.definitions:
        return True
    for link in story.post.links:
        head = head_of(link.left, letters)
        sides = (link.right,) if head is not None else (link.left, link.right)
        if link.right is not body and any(
            key in keys_in(part, letters) for side in sides for part in _outside_calls(side)
        ):
            return True
    return False


def _outside_calls(node: Part) -> Iterator[s.Node]:
    """The names of a formula that stand neither between the brackets of a function nor below a name."""
    if isinstance(node, s.Name | s.Index):
        yield node
    else:
        for part in (node.function,) if isinstance(node, s.Call) else children(node):
            yield from _outside_calls(part)
