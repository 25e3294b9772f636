"""Which objects are numbers, rows, columns or matrices: the typing under which most relations make sense."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from derive.elaborate import lookup
from derive.elaborate.calls import POINTWISE, WORDS
from derive.elaborate.choices import Script, scripts
from derive.elaborate.dims import Dim, Dims
from derive.elaborate.errors import Clash, NoValue
from derive.elaborate.evaluate import Evaluation, Frame, IndexValue
from derive.elaborate.names import Letters, Reference, letters_of, reference
from derive.elaborate.roles import FUNCTIONS_OF_EVERYBODY, NUMBERS, Link, referred
from derive.elaborate.scope import Axes, Definition, Scope, Typing
from derive.elaborate.sums import bound_in
from derive.elaborate.values import Value, scalar, transposed
from derive.reader import syntax as s
from derive.reader.tree import Part, children, walk
from derive.terms import sym

TRIES = 48
ROUNDS = 3
MOST_SUSPECTS = 10


@dataclass
class Work:
    """How many relations may still be typed before the search for shapes stops."""

    left: int = 4000


@dataclass
class Typed:
    """A typing with its dimensions, and for every definition the reading its shape was worked out with."""

    scope: Scope
    typing: Typing
    dims: Dims
    axes: dict[str, tuple[Dim, ...]]
    readings: dict[str, tuple[tuple[int, ...], int]] = field(default_factory=dict)
    clashing: set[int] = field(default_factory=set)
    aliases: Mapping[str, tuple[str, bool]] = field(default_factory=dict)
    overrides: Typing = field(default_factory=dict)
    work: Work = field(default_factory=Work)
    links: Sequence[Link] = ()
    defining: Mapping[int, str] = field(default_factory=dict)


class Reading(Evaluation):
    """An evaluation that reads the bodies of definitions as they were typed."""

    def __init__(self, typed: Typed, sizes: Mapping[Dim, int] | None, script: Script, charity: int) -> None:
        super().__init__(typed.scope, typed.typing, typed.dims, typed.axes, sizes, script, charity)
        self.typed = typed
        self.varying = typed.scope.varying
        self.aliases = typed.aliases

    def chosen_script(self, key: str) -> Script:
        """The reading of a definition's body."""
        return self.typed.readings.get(key, (Script(), 0))[0]  # type: ignore[return-value]

    def chosen_charity(self, key: str) -> int:
        """How charitably a definition's body is read."""
        return self.typed.readings.get(key, (Script(), 0))[1]


def free_letters(link: Link, letters: Letters) -> frozenset[str]:
    """The index letters of a relation that nothing in it binds (a sum without a range binds those of its body)."""
    found: set[str] = set()
    for side in (link.left, link.right):
        bound = bound_in(side)
        found |= {x for x in index_letters(side, letters) if x not in bound}
    return frozenset(found - letters.sizes)


def index_letters(node: Part, letters: Letters) -> Iterator[str]:
    """The index letters of a formula, those in sums without a range apart."""
    if isinstance(node, s.Big) and node.below is None:
        return
    if isinstance(node, s.Call) and node.function in (s.Name("diag"), s.Name("Diag")):
        return
    if isinstance(node, s.Index):
        ref = reference(node, letters)
        items = ref.indices if ref else (*_items(node.below), *_items(node.above))
        yield from (x for item in items for x in letters_of(item) if x in letters.indices)
    for part in children(node):
        yield from index_letters(part, letters)


def _items(indices: s.Indices | None) -> tuple[s.Node, ...]:
    return indices.items if indices is not None else ()


def frame_for(reading: Evaluation, letters: Iterable[str], link: Link | None = None) -> Frame:
    """A frame in which free index letters run, and a function's own variable is a number of its own."""
    indices: dict[str, IndexValue] = {letter: (reading.dims.fresh(), None) for letter in sorted(letters)}
    keys = own_variables(reading.scope, link) if link is not None else ()
    samples = dict(_sample_variables(reading, link)) if link is not None else {}
    held = reading.varying if link is not None and _is_differential(link) else frozenset[str]()
    return Frame(indices, {**samples, **{key: scalar(sym(key)) for key in keys}}, held)


def _sample_variables(reading: Evaluation, link: Link) -> Iterator[tuple[str, Value]]:
    """x in D(x) = …, where D takes a vector and x_1, …, x_m are the data: any one of them."""
    for side in (link.left, link.right):
        for part in walk(side):
            if isinstance(part, s.Call) and len(part.arguments) == 1:
                ref = reference(part.function, reading.letters)
                made = reading.scope.definitions.get(ref.key) if ref is not None else None
                same = made is not None and made.dummy and part.arguments == made.parameters
                variable = reference(part.arguments[0], reading.letters) if same else None
                if (
                    made is None
                    or variable is None
                    or variable.indices
                    or not takes_vector(reading.scope, made)
                ):
                    continue
                if reading.typing.get(variable.key, Axes(0)).count == 2 and _always_bare(
                    variable.key, link, reading.letters
                ):
                    yield variable.key, lookup.fetch(reading, variable.key, [(None, 1)], Frame())


def _is_differential(link: Link) -> bool:
    # In dL = 2 rᵀ dr the name r is one thing on both sides: held, as its differential is.
    return any(isinstance(part, s.Differential) for side in (link.left, link.right) for part in walk(side))


def own_variables(scope: Scope, link: Link) -> tuple[str, ...]:
    """The variables of functions that are written with them: m in φ'(m) = …, though m_i are the margins elsewhere."""
    parts = [part for side in (link.left, link.right) for part in walk(side)]
    found = (variable for part in parts if (variable := _own_variable(scope, part)) is not None)
    return tuple({variable.key: None for variable in found if _is_own(scope, variable, link)})


def _own_variable(scope: Scope, part: object) -> Reference | None:
    """The variable that a formula part shows to be a function's own."""
    match part:
        case s.Derivative(of=s.Call(function=function, arguments=(s.Name() as argument,)), by=(by,)) if (
            argument == by
        ):
            ref = reference(function, scope.letters)
            made = scope.definitions.get(ref.key) if ref is not None else None
            usual = ref is not None and (ref.key in POINTWISE or ref.key in WORDS)
            own = made is not None and made.dummy and not takes_vector(scope, made)
            return reference(argument, scope.letters) if usual or own else None
        case s.Prime(of=of):
            made = _function_of(scope, of)
            return reference(made.parameters[0], scope.letters) if made is not None else None
        case s.Call(function=function, arguments=arguments) if len(arguments) == 1:
            made = _function_of(scope, function)
            same = made is not None and arguments == made.parameters
            return reference(arguments[0], scope.letters) if same else None
    return None


def _function_of(scope: Scope, node: s.Node) -> Definition | None:
    """The function of one variable of its own that a node names."""
    ref = reference(node, scope.letters)
    made = scope.definitions.get(ref.key) if ref is not None else None
    if made is None or not made.dummy or len(made.parameters) != 1 or takes_vector(scope, made):
        return None
    return made


def takes_vector(scope: Scope, made: Definition) -> bool:
    """Whether the body of a function treats its parameter as a vector: xᵀ, wᵀx, Ax, ‖x‖ or x_i."""
    parameter = reference(made.parameters[0], scope.letters) if made.parameters else None
    if parameter is None or made.body is None:
        return False
    return any(_treats_as_vector(part, parameter.key, scope.letters) for part in walk(made.body))


def _treats_as_vector(part: object, key: str, letters: Letters) -> bool:
    match part:
        case s.Transpose(of=of) | s.Norm(of=of):
            ref = reference(of, letters)
        case s.Product(left=left, right=right, sign="" | "cdot") if _ends_turned(left) or _is_capital(
            left, letters
        ):
            ref = reference(right, letters)
        case s.Index():
            ref = reference(part, letters)
            return ref is not None and ref.key == key and bool(ref.indices)
        case _:
            return False
    return ref is not None and ref.key == key


def _is_capital(node: s.Node, letters: Letters) -> bool:
    last = node.right if isinstance(node, s.Product) else node
    ref = reference(last, letters)
    return ref is not None and ref.key[:1].isupper() and ref.key not in letters.sizes


def _is_own(scope: Scope, variable: Reference, link: Link) -> bool:
    """Whether nothing else in the link is made from what has the name of the function's variable."""
    if variable.indices or not _always_bare(variable.key, link, scope.letters):
        return False
    others = referred(link, scope.letters) - {variable.key}
    made = (d for key in others if (d := scope.definitions.get(key)) is not None and not d.dummy)
    return not any(d.body is not None and variable.key in scope.ancestors(d.body) for d in made)


def _always_bare(key: str, link: Link, letters: Letters) -> bool:
    for side in (link.left, link.right):
        for part in walk(side):
            ref = reference(part, letters) if isinstance(part, s.Index) else None
            if ref is not None and ref.key == key:
                return False
    return True


def sides(reading: Evaluation, link: Link, frame: Frame) -> tuple[Value, Value]:
    """Both sides of a relation, brought to one shape; Clash where that cannot be."""
    left, right = reading.value(link.left, frame), reading.value(link.right, frame)
    dims = reading.dims
    if _is_zero(link.right) or _is_zero(link.left):
        return left, right
    try:
        dims.agree(left.shape, right.shape)
        return left, right
    except Clash:
        if not (left.loose or right.loose) or left.is_scalar or right.is_scalar:
            raise
    turned = transposed(right)
    dims.agree(left.shape, turned.shape)
    reading.notes.add("transposed")
    return left, turned


def _is_zero(node: s.Node) -> bool:
    return node == s.Number("0")


def typed_scope(scope: Scope, links: Sequence[Link], defining: Mapping[int, str]) -> Typed:
    """The typing under which most of the links make sense.

    ``defining`` maps the place of a link that is a definition to the key it defines.
    """
    best = _settled(_chosen(Typed(scope, {}, Dims(), {}, links=links, defining=defining), {}))
    linked = linked_names(scope, best.typing)
    if not linked:
        return best
    tries = [_attempt(scope, best.typing, links, defining, each) for each in (linked, _turned(linked))]
    chosen = max((best, *tries), key=lambda typed: (-len(typed.clashing), len(typed.aliases)))
    return _settled(replace(chosen, overrides=best.overrides, work=best.work))


def _settled(best: Typed) -> Typed:
    for _ in range(ROUNDS):
        better = _improved(best)
        if better is None:
            return best
        best = better
    return best


def _chosen(typed: Typed, overrides: Typing) -> Typed:
    """The typing that follows when some names are given a shape."""
    scope, links, defining = typed.scope, typed.links, typed.defining
    first = {**initial_typing(scope, links), **overrides}
    typing = {**propagated(scope, first, links, defining, frozenset(overrides)), **overrides}
    typed.work.left = max(0, typed.work.left - len(links))
    made = _attempt(scope, typing, links, defining, typed.aliases)
    return replace(made, overrides=overrides, work=typed.work)


def rivals(typed: Typed, key: str) -> Iterator[Typed]:
    """Typings that make as much sense and give one name another shape."""
    scope = typed.scope
    known = key in scope.shapes or key in scope.definitions or key in typed.aliases
    if known or key in scope.letters.sizes | scope.functions | FUNCTIONS_OF_EVERYBODY | {"e", r"\pi"}:
        return
    least = least_axes(typed.scope, typed.links).get(key, 0)
    now = typed.typing.get(key, Axes(0))
    for axes in _alternatives(now, least):
        if axes.count > now.count and least:
            continue
        other = _chosen(typed, {**typed.overrides, key: axes})
        if len(other.clashing) <= len(typed.clashing):
            yield other


Aliases = Mapping[str, tuple[str, bool]]


def _turned(aliases: Aliases) -> Aliases:
    return {key: (target, not turned) for key, (target, turned) in aliases.items()}


def linked_names(scope: Scope, typing: Typing) -> Aliases:
    """Capitals that gather what small letters name one by one (X and x_i), and small letters that pick from them."""
    found: dict[str, tuple[str, bool]] = {}
    for key in sorted(typing):
        small = small_letter(key)
        if small is None or small not in typing or key in scope.functions | scope.letters.sizes | NUMBERS:
            continue
        many = max(typing[small].count, len(d.indices) if (d := scope.definitions.get(small)) else 0)
        if many == 0 or many != typing[key].count:
            continue
        if key not in scope.definitions:
            found[key] = (small, False)
        elif small not in scope.definitions and small not in scope.ancestors(s.Name(key)):
            found[small] = (key, False)
    return found


def small_letter(key: str) -> str | None:
    """The small letter that goes with a capital: x for X, \\hat{y} for \\hat{Y}."""
    capitals = [letter for letter in _PLAIN.findall(key) if letter.isupper()]
    return key.replace(capitals[0], capitals[0].lower()) if len(capitals) == 1 and len(key) < 12 else None


_PLAIN = re.compile(r"(?<![A-Za-z\\])[A-Za-z](?![A-Za-z])|\\[A-Z][a-z]+")


def _matrix_times(left: s.Node, right: s.Node, letters: Letters, typing: dict[str, Axes]) -> bool:
    """Xw: a capital before a small letter is a matrix before a vector."""
    last = left.right if isinstance(left, s.Product) else left
    ref, other = reference(last, letters), reference(right, letters)
    if ref is None or other is None or ref.indices or not ref.key[0].isupper() or ref.key in NUMBERS:
        return False
    if ref.key in letters.sizes or not other.key[-1:].islower() or other.indices:
        return False
    typing[ref.key] = Axes(max(2, typing.get(ref.key, Axes(0)).count))
    return True


def _ends_turned(node: s.Node) -> bool:
    """Whether a product ends in a transposed name: what follows it is no number."""
    last = node.right if isinstance(node, s.Product) else node
    return isinstance(last, s.Transpose) and isinstance(last.of, s.Name | s.Index)


def propagated(
    scope: Scope,
    typing: dict[str, Axes],
    links: Sequence[Link],
    defining: Mapping[int, str],
    fixed: frozenset[str] = frozenset(),
) -> dict[str, Axes]:
    """The typing in which a defined name has the shape that its definition has."""
    for _ in range(2):
        for place, key in defining.items():
            if key not in scope.shapes and key not in fixed:
                found = _body_axes(scope, typing, links[place], key)
                if found is not None:
                    typing = {**typing, key: found}
    return typing


def _body_axes(scope: Scope, typing: Typing, link: Link, key: str) -> Axes | None:
    made = scope.definitions.get(key)
    if made is None or made.body is None or made.dummy or (key in NUMBERS and not made.indices):
        return None
    now = typing.get(key, Axes(0))
    found: Axes | None = None
    for script in scripts(TRIES):
        typed = _empty(scope, typing)
        reading = Reading(typed, None, script, 0)
        try:
            value = reading.value(
                made.body, frame_for(reading, {*free_letters(link, scope.letters), *made.indices})
            )
        except NoValue:
            continue
        rank = 0 if value.is_scalar else 1 if value.is_vector else 2
        axes = Axes(len(made.indices) + rank, rank == 1 and value.shape[0] == "1")
        if axes.count == now.count:
            return axes
        found = found or axes
    return found if found is not None and found.count > now.count else None


def _empty(scope: Scope, typing: Typing) -> Typed:
    typed = Typed(scope, typing, Dims(), {})
    for key, shape in scope.shapes.items():
        typed.axes[key] = tuple(typed.dims.fresh() if dim == "?" else dim for dim in shape)
    return typed


def _score(typed: Typed) -> float:
    lost = sum(3.0 if place in typed.defining else 1.0 for place in typed.clashing)
    return -lost - 0.3 * len(typed.overrides) - 0.02 * sum(axes.count for axes in typed.typing.values())


def _improved(best: Typed) -> Typed | None:
    target = _score(best)
    found = None
    suspects: dict[str, None] = {}
    for place in sorted(best.clashing):
        for side in (best.links[place].left, best.links[place].right):
            for key in sorted(best.scope.ancestors(side)):
                suspects.setdefault(key)
    least = least_axes(best.scope, best.links)
    for key in list(suspects)[:MOST_SUSPECTS]:
        if key in best.scope.functions or key in best.scope.shapes:
            continue
        for axes in _alternatives(best.typing.get(key, Axes(0)), least.get(key, 0)):
            if not best.work.left:
                return found
            other = _chosen(best, {**best.overrides, key: axes})
            if _score(other) > target:
                target, found = _score(other), other
    return found


def _alternatives(now: Axes, least: int) -> list[Axes]:
    options = [Axes(least), Axes(least + 1), Axes(least + 1, row=True), Axes(least + 2)]
    if least == 1:
        options.append(Axes(1, row=True))
    return [axes for axes in options if axes != now and axes.count <= max(2, least)]


def _attempt(
    scope: Scope,
    typing: Typing,
    links: Sequence[Link],
    defining: Mapping[int, str],
    aliases: Aliases | None = None,
) -> Typed:
    typed = replace(_empty(scope, typing), aliases=aliases or {}, links=links, defining=defining)
    order = sorted(range(len(links)), key=lambda place: (place not in defining, place))
    for place in order:
        if not _fits(typed, links[place], defining.get(place)):
            typed.clashing.add(place)
    return typed


def _fits(typed: Typed, link: Link, key: str | None) -> bool:
    start = typed.dims.mark()
    for charity in (0, 1):
        for script in scripts(TRIES):
            reading = Reading(typed, None, script, charity)
            try:
                sides(reading, link, frame_for(reading, free_letters(link, typed.scope.letters), link))
            except Clash:
                typed.dims.back_to(start)
                continue
            except NoValue:
                typed.dims.back_to(start)
                return True
            if key is not None:
                typed.readings[key] = (script, charity)  # type: ignore[assignment]
            return True
    return False


def least_axes(scope: Scope, links: Sequence[Link]) -> dict[str, int]:
    """The largest number of indices with which every name is written."""
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
    typing = {key: Axes(count) for key, count in least_axes(scope, links).items()}
    for link in links:
        for side in (link.left, link.right):
            for part in walk(side):
                _evidence(part, scope.letters, typing)
    for key, shape in scope.shapes.items():
        typing[key] = Axes(len(shape), key in scope.rows or typing.get(key, Axes(0)).row)
    return typing


def _evidence(part: object, letters: Letters, typing: dict[str, Axes]) -> None:
    match part:
        case s.Product(left=left, right=right, sign="" | "cdot") if _ends_turned(left):
            ref = reference(right, letters)
        case s.Product(left=left, right=right, sign="") if _matrix_times(left, right, letters, typing):
            ref = reference(right, letters)
        case s.Transpose(of=of) | s.Norm(of=of):
            ref = reference(of, letters)
        case s.Nabla(by=by) if by is not None:
            ref = reference(by, letters)
        case s.Name(decorations=decorations) if "bold" in decorations or "vec" in decorations:
            ref = reference(part, letters)
        case _:
            return
    if ref is not None and typing.get(ref.key, Axes(0)).count <= len(ref.indices):
        wide = len(ref.indices) + (2 if ref.key.isupper() and len(ref.key) == 1 and not ref.indices else 1)
        typing[ref.key] = Axes(wide)
