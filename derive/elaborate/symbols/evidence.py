"""What formulas show of the shapes of names before any is worked out: indices, transposes, norms, capitals."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from derive.elaborate.symbols.example_keys import unmarked_names
from derive.elaborate.symbols.families_of_maps import families_of_maps
from derive.elaborate.symbols.names import Letters, key_of, reference
from derive.elaborate.symbols.roles import NUMBERS, Link, summands
from derive.elaborate.symbols.scope import Axes, Scope, Typing
from derive.elaborate.symbols.shown_matrices import shown_matrices
from derive.elaborate.symbols.state_equations import driven, is_shifted
from derive.elaborate.symbols.strokes import derived_by_stroke, is_transposed
from derive.reader import syntax as s
from derive.reader.anatomy import base_of
from derive.reader.tree import Part, children, is_stroke, walk

Aliases = Mapping[str, tuple[str, bool]]


def linked_names(scope: Scope, typing: Typing) -> Aliases:
    """Capitals that gather what small letters name one by one (X and x_i), and small letters that pick from them."""
    found: dict[str, tuple[str, bool]] = {}
    arrays = {key for key, axes in typing.items() if axes.count == 2}
    for key in sorted(typing):
        small = small_letter(key)
        numbers = NUMBERS - scope.shapes.keys() - scope.stacked.keys() - arrays
        if small is None or small not in typing or key in scope.functions | scope.letters.sizes | numbers:
            continue
        if (whole := scope.definitions.get(key)) is not None and whole.dummy:
            # The values C(t_j) of a function are not the data c_j that are set against them.
            continue
        many = max(typing[small].count, len(d.indices) if (d := scope.definitions.get(small)) else 0)
        gathers = key in DATA or small in scope.letters.paired or key in scope.stacked
        unseen = gathers and not typing[key].count and key not in {*scope.shapes, *scope.definitions}
        if many == 0 or not (many == typing[key].count or unseen):
            continue
        known = scope.shapes.keys() | scope.definitions.keys()
        is_declared = many == 2 and key in scope.shapes and small not in known
        if not is_declared and key not in scope.definitions.keys() | scope.ancestors_of(small):
            found[key] = (small, scope.stacked.get(key) == "column")
        elif small not in scope.definitions and small not in scope.ancestors(s.Name(key)):
            found[small] = (key, scope.stacked.get(key) == "column")
    return found


def gathered_numbers(scope: Scope, typing: Typing) -> Iterator[str]:
    """The outputs Ŷ that a net works out as one matrix, where a loss has them as numbers ŷ_i, one of every sample."""
    for key in sorted(scope.definitions.keys() & typing.keys()):
        small = small_letter(key)
        if small is None or small not in typing or small in scope.definitions:
            continue
        if typing[key].count == 2 and typing[small].count == 1 and not scope.definitions[key].indices:
            yield key


DATA = ("X", "Y", r"\hat{Y}")
"""Capitals that always gather what the small letters name."""


def small_letter(key: str) -> str | None:
    """The small letter that goes with a capital: x for X, \\hat{y} for \\hat{Y}."""
    capitals = [letter for letter in _PLAIN.findall(key) if is_capital(letter)]
    return key.replace(capitals[0], capitals[0].lower()) if len(capitals) == 1 and len(key) < 12 else None


_PLAIN = re.compile(r"(?<![A-Za-z\\])[A-Za-z](?![A-Za-z])|\\[A-Z][a-z]+")


def is_map(scope: Scope, key: str) -> bool:
    """Whether weights stand before what they are applied to in a definition, W h + b: a column does not."""
    bodies = (made.body for made in scope.definitions.values() if made.body is not None)
    for part in (part for body in bodies for part in walk(body)):
        match part:
            case s.Product(left=s.Name() | s.Index() as left, right=s.Name() | s.Index(), sign=""):
                found = reference(left, scope.letters)
                if found is not None and found.key == key and not found.indices:
                    return True
    return False


def is_turned(scope: Scope, key: str) -> bool:
    """Whether a definition transposes a name: nobody does so with a number."""
    bodies = (made.body for made in scope.definitions.values() if made.body is not None)
    turned = (part.of for body in bodies for part in walk(body) if isinstance(part, s.Transpose))
    refs = (reference(of, scope.letters) for of in turned if isinstance(of, s.Name | s.Index))
    return any(ref is not None and ref.key == key for ref in refs)


def has_turned_sibling(links: Sequence[Link], letters: Letters, key: str) -> bool:
    """Whether a line transposes weights of another number, the A_3 of A_3ᵀe beside A_2: then A_2 is no number."""
    if not (is_capital(key) and _LAYER.search(key)):
        return False
    parts = (part for link in links for side in (link.left, link.right) for part in walk(side))
    turned = (part.of for part in parts if isinstance(part, s.Transpose))
    refs = (reference(of, letters) for of in turned if isinstance(of, s.Name | s.Index))
    return any(
        ref is not None and _LAYER.search(ref.key) and unlayered(ref.key) == unlayered(key) for ref in refs
    )


def _matrix_times(left: s.Node, right: s.Node, letters: Letters, typing: dict[str, Axes]) -> bool:
    """Xw: a capital before a small letter is a matrix before a vector."""
    last = left.right if isinstance(left, s.Product) else left
    ref, other = reference(last, letters), reference(right, letters)
    if ref is None or other is None or ref.indices or not is_capital(ref.key) or ref.key in NUMBERS:
        return False
    if ref.key.endswith(EXTREMES):
        return False
    if ref.key in letters.sizes:
        return False
    if not unlayered(other.key)[-1:].islower():
        if unlabelled(ref.key) in MATRICES and ref.key != unlabelled(ref.key) and not other.indices:
            typing[ref.key] = Axes(max(2, typing.get(ref.key, Axes(0)).count))
        return False
    if other.indices and unlabelled(ref.key) not in MATRICES and not is_shifted(other):
        return False
    typing[ref.key] = Axes(max(2, typing.get(ref.key, Axes(0)).count))
    return True


EXTREMES = ("_{max}", "_{min}")
"""The labels of a largest or least value, which is a number: V_max of V_max s/(K + s)."""
MATRICES = ("W", "U", "V")
"""Capitals that are matrices before a member of a family, too: W of W h_t."""


def _ends_in_capital(node: s.Node, letters: Letters) -> bool:
    """Whether a product ends in a matrix: the W of XW + 1b."""
    ref = reference(node.right, letters) if isinstance(node, s.Product) else None
    return ref is not None and (ref.key[:1].isupper() or ref.key.startswith(r"\Theta")) and not ref.indices


def is_capital(key: str) -> bool:
    """Whether a name is a capital letter, Greek ones included."""
    return key.lstrip("\\")[:1].isupper()


def _form(node: s.Product, letters: Letters, typing: dict[str, Axes]) -> bool:
    """aᵀMb: a capital between a transposed factor and another one is a matrix."""
    inner = node.left
    if not isinstance(inner, s.Product):
        return False
    ref = reference(inner.right, letters)
    if ref is None or not is_capital(ref.key) or ref.indices or ref.key in letters.sizes | NUMBERS:
        return False
    turned = inner.left.right if isinstance(inner.left, s.Product) else inner.left
    if not isinstance(turned, s.Transpose | s.Prime) and not is_stroke(turned):
        return False
    typing[ref.key] = Axes(max(2, typing.get(ref.key, Axes(0)).count))
    return True


def _beside_matrix(node: s.Node, letters: Letters, typing: dict[str, Axes]) -> bool:
    """Whether a summand is a matrix times a vector: then what is added to it is a vector, too."""
    return isinstance(node, s.Product) and _matrix_times(node.left, node.right, letters, typing)


def ends_turned(node: s.Node) -> bool:
    """Whether a product ends in a transposed name: what follows it is no number."""
    last = node.right if isinstance(node, s.Product) else node
    return isinstance(last, s.Transpose) and isinstance(last.of, s.Name | s.Index)


_LAYER = re.compile(r"[_^]\{\d+\}\Z")
_LABEL = re.compile(r"[_^].*\Z")


def unlayered(key: str) -> str:
    """The name without the number of its layer: W for W^{2}."""
    return _LAYER.sub("", key)


def unlabelled(key: str) -> str:
    """The letter of a name without any label: W for W_{1} and for W_{hx}; a largest V_{max} is no V with a label."""
    return key if key.endswith(EXTREMES) else _LABEL.sub("", key)


def _ends_stroked(node: s.Node, scope: Scope) -> bool:
    """Whether a product ends in a name with a stroke that is no function: γ' in γ'z."""
    last = node.right if isinstance(node, s.Product) else node
    if isinstance(last, s.Ambiguous) and is_stroke(last):
        turned = last.readings[0]
        plain = isinstance(turned, s.Transpose) and isinstance(turned.of, s.Name | s.Index)
        return plain and not derived_by_stroke(last, scope)
    return (
        isinstance(last, s.Prime) and isinstance(last.of, s.Name | s.Index) and is_transposed(last.of, scope)
    )


def least_axes(scope: Scope, links: Sequence[Link]) -> dict[str, int]:
    """The largest number of indices with which every name is written."""
    return scope.memory.recall(lambda: _least_axes(scope, links), "least axes", links)


def _least_axes(scope: Scope, links: Sequence[Link]) -> dict[str, int]:
    least: dict[str, int] = {}
    for link in links:
        for side in (link.left, link.right):
            _count(side, scope.letters, least)
    return least


def _count(node: s.Node, letters: Letters, least: dict[str, int]) -> None:
    for part in walk(node):
        if isinstance(part, s.Name | s.Index):
            ref = reference(part, letters)
            if ref is not None and ref.key not in letters.indices:
                least[ref.key] = max(least.get(ref.key, 0), len(ref.indices))


def initial_typing(scope: Scope, links: Sequence[Link]) -> dict[str, Axes]:
    """A first guess: indices that are written, transposes, norms and declared spaces."""
    return scope.memory.recall(lambda: _initial_typing(scope, links), "initial typing", links)


def _initial_typing(scope: Scope, links: Sequence[Link]) -> dict[str, Axes]:
    least = least_axes(scope, links)
    typing = {key: Axes(count) for key, count in least.items()}
    bare = _bare_names(scope, links)
    for key in scope.stacked.keys() & least.keys():
        typing[key] = Axes(2)
        small = small_letter(key)
        # The y of Σ_k y_k log p_k, which also stands alone, is one row of Y, and k its entries.
        if small is not None and least.get(small) == 1 and small not in bare:
            typing[small] = Axes(2)
    for link in links:
        for side in (link.left, link.right):
            derived = derived_by_stroke(side, scope)
            # A bold r_1 says nothing of a plain r.
            bases = {id(part.base) for part in walk(side) if isinstance(part, s.Index)}
            for part in walk(side):
                if id(part) not in derived | bases:
                    _evidence(part, scope, typing)
                _sets(part, typing)
                _rows(part, scope.letters, typing)
    for part in (part for link in links for side in (link.left, link.right) for part in walk(side)):
        _dots(part, scope.letters, typing)
    typing |= _data_of_examples(typing)
    for key, shape in scope.shapes.items():
        typing[key] = Axes(len(shape), key in scope.rows or typing.get(key, Axes(0)).row)
    return typing | families_of_maps(scope, links, typing)


def _bare_names(scope: Scope, links: Sequence[Link]) -> frozenset[str]:
    """The names that stand without an index in a formula."""
    parts = (part for link in links for side in (link.left, link.right) for part in _outermost(side))
    refs = (reference(part, scope.letters) for part in parts)
    return frozenset(ref.key for ref in refs if ref is not None and not ref.indices)


def _outermost(node: Part) -> Iterator[s.Name | s.Index]:
    """The names of a formula with their indices; what stands among these is left out."""
    if isinstance(node, s.Name | s.Index):
        yield node
    else:
        for part in children(node):
            yield from _outermost(part)


def _data_of_examples(typing: Typing) -> Typing:
    """The data x_i of which x is one example: they have one axis more."""
    data = {unmarked_names(key): axes for key, axes in typing.items() if unmarked_names(key) != key}
    least = {key: axes.count + 1 for key, axes in data.items() if axes.count and key in typing}
    return {key: Axes(count) for key, count in least.items() if typing[key].count < count}


WEIGHTS = frozenset(("w", r"\theta", r"\beta"))
INPUTS = frozenset(("x", "h", r"\phi"))


def _dots(part: object, letters: Letters, typing: dict[str, Axes]) -> None:
    """w · x_i: the weights and the input are vectors together."""
    match part:
        case s.Product(left=left, right=right, sign="cdot"):
            one, other = reference(left, letters), reference(right, letters)
            if one is None or other is None or one.key not in WEIGHTS or other.key not in INPUTS:
                return
            refs = (one, other)
            if any(typing.get(ref.key, Axes(0)).count > len(ref.indices) for ref in refs):
                for ref in refs:
                    typing[ref.key] = Axes(max(len(ref.indices) + 1, typing.get(ref.key, Axes(0)).count))


def _sets(part: object, typing: dict[str, Axes]) -> None:
    """(i, j) ∈ O: a set of pairs has two axes."""
    match part:
        case s.Chain(members=(s.Sequence(items=items), s.Name() as named), relations=(relation,)) if (
            relation.sign == "in"
        ):
            typing[key_of(named)] = Axes(len(items))


def _rows(part: object, letters: Letters, typing: dict[str, Axes]) -> None:
    """The b of XW + 1b, where 1 is the column of ones: a row."""
    match part:
        case s.Add(
            left=left, right=s.Product(left=s.Name(letter="1", decorations=(_, *_)), right=right, sign="")
        ):
            ref = reference(right, letters)
            if ref is not None and not ref.indices and _ends_in_capital(left, letters):
                typing[ref.key] = Axes(1, row=True)


STEP = r"\Delta"
"""A capital that is a step between two vectors as often as a matrix."""


def _evidence(part: object, scope: Scope, typing: dict[str, Axes]) -> None:
    for key in shown_matrices(part, scope):
        typing[key] = Axes(max(2, typing.get(key, Axes(0)).count))
    for node in _shown_vectors(part, scope, typing):
        ref = reference(node, scope.letters)
        if ref is not None and typing.get(ref.key, Axes(0)).count <= len(ref.indices):
            letter = unlabelled(ref.key)
            one = len(letter) == 1 or letter[1:].isalpha()
            matrix = is_capital(letter) and letter != STEP and one
            wide = 2 if matrix and not ref.indices else 1
            typing[ref.key] = Axes(len(ref.indices) + wide)


def _shown_vectors(part: object, scope: Scope, typing: dict[str, Axes]) -> tuple[s.Node, ...]:
    """What a piece of a formula shows to be no number."""
    letters = scope.letters
    match part:
        case s.Prime(of=s.Name() | s.Index() as of, order=1) if is_transposed(of, scope):
            return (of,)
        case s.Product(left=left, right=right, sign="" | "cdot") if ends_turned(left) or _ends_stroked(
            left, scope
        ):
            return (right,)
        case s.Product(left=left, right=s.Transpose(of=s.Name() as of), sign="") if is_capital(key_of(of)):
            last = left.right if isinstance(left, s.Product) else left
            return (last,) if _is_matrix_letter(last, letters) else ()
        case s.Product(right=s.Name() as right, sign="") if scope.shapes.get(key_of(right)) == ():
            return ()
        case s.Product(left=left, right=right, sign="") if _matrix_times(left, right, letters, typing):
            return (right,)
        case s.Product(right=right, sign="" | "cdot") if _form(part, letters, typing):
            return tuple(summands(right))
        case s.Add(left=s.Name() as other, right=right) | s.Sub(left=s.Name() as other, right=right) if (
            _beside_matrix(right, letters, typing)
        ):
            return (other,)
        case s.Sub(left=left, right=s.Name() as other) if _beside_matrix(left, letters, typing):
            return (other,)
        case s.Add() if equation := driven(summands(part), letters):
            for matrix in (key for key, _ in equation if key):
                typing[matrix] = Axes(max(2, typing.get(matrix, Axes(0)).count))
            return tuple(node for _, node in equation)
        case s.Call(function=s.Name(letter="diag" | "Diag"), arguments=(s.Name() as only,)) if not is_capital(
            key_of(only)
        ):
            return (only,)
        case s.Transpose(of=of):
            return (of,)
        case s.Norm(of=of):
            return tuple(summands(of))
        case s.Inner(left=left, right=right) if right is not None:
            return (*summands(left), *summands(right))
        case s.Nabla(by=by) if by is not None and not _is_intercept(by, scope):
            return (by,)
        case s.Name() | s.Index(base=s.Name()) if is_bold(part):
            return (part,)
    return ()


def _is_matrix_letter(node: s.Node, letters: Letters) -> bool:
    """Whether the Q of QKᵀ is a matrix: a Latin capital by itself that counts nothing, and no loss before a matrix."""
    if not isinstance(node, s.Name):
        return False
    key = key_of(node)
    return len(key) == 1 and key.isupper() and key not in letters.sizes | {"C"}


def _is_intercept(node: s.Node, scope: Scope) -> bool:
    """Whether a name is added to a product of two vectors, as the b of wᵀx + b and w·x − b: a number."""
    bodies = (made.body for made in scope.definitions.values() if made.body is not None)
    sums = (part for body in bodies for part in walk(body) if isinstance(part, s.Add | s.Sub))
    return any(part.right == node and _is_product_of_vectors(part.left, scope.letters) for part in sums)


def _is_product_of_vectors(node: s.Node, letters: Letters) -> bool:
    match node:
        case s.Product(left=s.Transpose(of=left), right=right, sign="") | s.Product(left, right, "cdot"):
            refs = (reference(left, letters), reference(right, letters))
            return all(ref is not None and not is_capital(ref.key) for ref in refs)
        case s.Inner():
            return True
    return False


def is_bold(node: s.Name | s.Index) -> bool:
    """Whether a name is set as a vector: in bold type or under an arrow."""
    name = base_of(node)
    return isinstance(name, s.Name) and ("bold" in name.decorations or "vec" in name.decorations)
