"""Shapes that do not go together: when they are evidence against a line, and when the reading may be at fault."""

from __future__ import annotations

import re
from collections.abc import Iterator

from derive.elaborate.evaluation.variables import free_letters
from derive.elaborate.shapes.infer import rivals
from derive.elaborate.shapes.propagated import TRIES
from derive.elaborate.shapes.typed import Reading, Typed, frame_for
from derive.elaborate.symbols.choices import scripts
from derive.elaborate.symbols.errors import NoValue
from derive.elaborate.symbols.evidence import least_axes
from derive.elaborate.symbols.names import Letters, Reference, key_of, keys_in, reference
from derive.elaborate.symbols.roles import FUNCTIONS_OF_EVERYBODY, Link, is_loss
from derive.elaborate.symbols.scope import Axes, Scope
from derive.elaborate.told.spoken_squares import is_only_square
from derive.model import Reason, Unknown, Wrong
from derive.reader import syntax as s
from derive.reader.tree import Part, children, walk


def clash(link: Link, typed: Typed) -> Wrong | Unknown:
    """No reading makes sense: wrong where no other shapes of its names would make as much sense of the document."""
    left, right = (_shape_of(side, link, typed) for side in (link.left, link.right))
    clear = (
        not _by_number(link, typed)
        and not _by_a_member(link, typed)
        and not is_unnamed_hessian(link.left)
        and _is_shape(left)
        and left != right
        and "some length" not in left + right
        and not _NUMBER.search(f"{left} {right}")
        and not _TURNED.search(f"{left}; {right}")
    )
    if clear and is_firm(typed, link):
        return Wrong((), left, right, kind="shape")
    return Unknown(Reason.UNDECIDED, f"{left} against {right}")


def shapes_apart(link: Link, typed: Typed) -> tuple[str, str] | None:
    """The shapes of both sides in words, where both have one and they differ."""
    left, right = in_words(link, typed)
    return (left, right) if _is_shape(left) and _is_shape(right) and left != right else None


def in_words(link: Link, typed: Typed) -> tuple[str, str]:
    """The shapes of both sides in words, or what does not go together in them."""
    left, right = (_shape_of(side, link, typed) for side in (link.left, link.right))
    return left, right


_NUMBER = re.compile(r"\b(?!1\b)\d+\b")
"""A size in digits may be the same as one with a name (ten classes and n of them)."""
ONES = "1"
_TURNED = re.compile(r"a (?:column|row) of ([^;]+?) against a (?:column|row) of \1(?:;|$)")
"""A row where a column belongs: which of the two a list of numbers is, hardly any document says."""


def _is_shape(words: str) -> bool:
    """Whether words name a shape, rather than what does not go together."""
    return words.startswith("a ") and not any(sign in words for sign in (" times ", " against "))


def _by_number(link: Link, typed: Typed) -> bool:
    """Whether the left side is the derivative of an array by a number: then a name was taken for an array too early."""
    side = link.left
    if not isinstance(side, s.Derivative) or side.of is None:
        return False
    return _shape_of(side.of, link, typed) != "a number" and _shape_of(side.by[0], link, typed) == "a number"


def _by_a_member(link: Link, typed: Typed) -> bool:
    """Whether the left side is a slope by m_k where m stands nowhere alone and has no shape: m_k may be a vector."""
    letters = typed.scope.letters
    by = link.left.by[0] if isinstance(link.left, s.Derivative) else None
    own = reference(by, letters) if isinstance(by, s.Index) else None
    if own is None or not own.indices or own.key in typed.scope.shapes:
        return False
    parts = (
        part for one in typed.links for side in (one.left, one.right) for part in _references(side, letters)
    )
    return all(part.indices for part in parts if part.key == own.key)


def _references(node: Part, letters: Letters) -> Iterator[Reference]:
    ref = reference(node, letters) if isinstance(node, s.Name | s.Index) else None
    if ref is not None:
        yield ref
        return
    for part in children(node):
        yield from _references(part, letters)


def is_unnamed_hessian(node: s.Node) -> bool:
    """Whether a second derivative does not say by what: of weights in a matrix it may be by all of them in a row."""
    return isinstance(node, s.Nabla) and node.by is None and node.order > 1


def _shape_of(side: s.Node, link: Link, typed: Typed) -> str:
    """The shape of one side in words, or which of its shapes do not go together."""
    dims = typed.dims
    start = dims.mark()
    problem = "no shape"
    for script in scripts(TRIES):
        reading = Reading(typed, None, script, 0)
        try:
            value = reading.value(side, frame_for(reading, free_letters(link, typed.scope.letters), link))
            return dims.show(value.shape)
        except NoValue as found:
            problem = found.detail or problem
        finally:
            dims.back_to(start)
    return problem


def is_declared(typed: Typed, key: str) -> bool:
    """Whether the document says the shape of a name: by ∈, by a definition, or by writing all of its indices."""
    scope, count = typed.scope, typed.typing.get(key, Axes(0)).count
    if key in scope.definitions or key in scope.letters.sizes | scope.functions:
        return True
    if key in scope.shapes and not is_only_square(scope.shapes[key]):
        return True
    if count == 0:
        return is_loss(key) or key.startswith("\\") or key in FUNCTIONS_OF_EVERYBODY | {"e", "I"}
    return least_axes(scope, typed.links).get(key, 0) >= count


def _open_definitions(typed: Typed) -> frozenset[str]:
    """The names whose definitions could not be worked out, so that nothing says their shapes."""
    return frozenset(typed.defining.values()) - typed.readings.keys()


def is_firm(typed: Typed, link: Link) -> bool:
    """Whether giving a name of the link another shape would always make less sense of the document."""
    place = next((k for k, other in enumerate(typed.links) if other.right.span == link.right.span), None)
    if place is None or len(typed.clashing) > 2 + len(typed.links) // 8 or not typed.work.left:
        return False
    scope = typed.scope
    keys = scope.ancestors(link.left) | scope.ancestors(link.right)
    if any(place in typed.defining for place in typed.clashing) or _open_definitions(typed) & keys:
        return False
    unsure = [key for key in keys if not is_sure(typed, key)]
    if len(unsure) > (1 if _says_sizes(scope) else 0):
        return False
    return not any(place not in rival.clashing for key in sorted(keys) for rival in rivals(typed, key))


def _says_sizes(scope: Scope) -> bool:
    """Whether the document gives the size of anything."""
    return any(set(shape) - {"?"} or not shape for shape in scope.shapes.values())


def is_sure(typed: Typed, key: str) -> bool:
    """Whether the shape of a name is said, or that of what a definition sets it against, as Y in A − Y, b in Wx + b.

    Ones are as long as fits.
    """
    if key == ONES or is_declared(typed, key):
        return True
    bodies = [made.body for made in typed.scope.definitions.values() if made.body is not None]
    sums = [part for body in bodies for part in walk(body) if isinstance(part, s.Add | s.Sub)]
    beside = [other for part in sums for other in _set_against(part, key)]
    return any(all(is_declared(typed, k) for k in keys_in(other, typed.scope.letters)) for other in beside)


def _set_against(part: s.Add | s.Sub, key: str) -> Iterator[s.Node]:
    """What a name is added to or taken from: A in A − Y, Wx in Wx + b."""
    if _key(part.right) == key:
        yield part.left
    if _key(part.left) == key:
        yield part.right


def _key(node: s.Node) -> str:
    return key_of(node) if isinstance(node, s.Name) else ""
