"""What a name stands for: an argument, a running index, a size, a definition, or an object given as data."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from typing import TYPE_CHECKING

from derive import arrays
from derive.calculus import free_symbols
from derive.elaborate.evaluation.classes import MARK
from derive.elaborate.evaluation.recurrences import check_last, is_first, recurrent
from derive.elaborate.evaluation.special_names import is_ones, of_its_own, row_or_column_of_ones
from derive.elaborate.evaluation.values import Value, entry, scalar, stacked, transposed
from derive.elaborate.symbols.dependence import listed_size
from derive.elaborate.symbols.dims import ONE, SCALAR, Dim
from derive.elaborate.symbols.errors import Clash, outside
from derive.elaborate.symbols.names import Reference, reference
from derive.elaborate.symbols.opaque import taken_by
from derive.elaborate.symbols.scope import Axes, Definition
from derive.reader import syntax as s
from derive.terms import ZERO, sym

if TYPE_CHECKING:
    from derive.elaborate.evaluation.evaluate import Evaluation, Frame, IndexValue


BEYOND = "an index beyond the range of its name"


def named(ev: Evaluation, node: s.Name | s.Index, ref: Reference, at: Frame) -> Value:
    """The value of a name with its indices."""
    indices = [ev.index(item, at) for item in ref.indices]
    if ref.key in at.arguments:
        return component(ev, at.arguments[ref.key], indices)
    if not indices:
        if ref.key in at.indices:
            value = at.indices[ref.key][1]
            return scalar(value if value is not None else 1)
        if ref.key in ev.letters.sizes and ref.key not in ev.scope.definitions:
            return scalar(ev.size(ref.key)) if ev.concrete else Value(SCALAR)
    made = ev.scope.definitions.get(ref.key)
    if made is not None and made.dummy and _is_bound(ev, made, at):
        return _at_its_variable(ev, made, indices, at)
    special = of_its_own(ev, node, ref, indices)
    return special if special is not None else fetch(ev, ref.key, indices, at)


def _variables(ev: Evaluation, made: Definition) -> list[str]:
    return [ref.key for p in made.parameters if (ref := reference(p, ev.letters))]


def _is_bound(ev: Evaluation, made: Definition, at: Frame) -> bool:
    """Whether the own variables of a function have values here, so that its bare name is its value at them."""
    variables = _variables(ev, made)
    return bool(variables) and all(key in at.arguments for key in variables)


def _at_its_variable(ev: Evaluation, made: Definition, indices: list[IndexValue], at: Frame) -> Value:
    from derive.elaborate.evaluation.calls import substituted

    return substituted(ev, made, [at.arguments[key] for key in _variables(ev, made)], list(indices), at)


def fetch(ev: Evaluation, key: str, indices: Sequence[IndexValue], at: Frame) -> Value:
    """An object by its key, with some of its axes fixed by indices."""
    if key in ev.aliases:
        return _linked(ev, key, indices, at)
    axes = ev.typing.get(key) or Axes(len(indices))
    if len(indices) == 1 and axes.count == 2 and _is_by_columns(ev, key):
        return component(ev, transposed(fetch(ev, key, [], at)), indices)
    picked = list(indices)
    if len(picked) < axes.count:
        picked = _supplied(ev, key, picked, axes, at)
    if len(picked) > axes.count:
        raise Clash(f"{key} has {axes.count} indices")
    dims = dims_of(ev, key, axes.count)
    for (dim, _), axis in zip(picked, dims, strict=False):
        if dim is not None:
            ev.dims.unify(dim, axis)
    if not ev.concrete:
        return Value(remaining(dims[len(picked) :], axes))
    mark = (key, tuple(value for _, value in picked), at.held, at.members, at.classes())
    if mark not in ev.memo:
        ev.memo[mark] = _entries(ev, key, picked, axes, at)
    return ev.memo[mark]


def _is_by_columns(ev: Evaluation, key: str) -> bool:
    """Whether X_j is a column of the matrix X: of a matrix in capitals it may be, the text says which is likelier.

    What is worked out as a whole, Z = WX, has columns of samples where the text speaks of columns alone.
    """
    made = ev.scope.definitions.get(key)
    if not key[0].isupper() or (made is not None and made.indices):
        return False
    said = ev.scope.says("column of", "columns of")
    if made is not None:
        stacked_by = set(ev.scope.stacked.values())
        by_columns = said or "column" in stacked_by or ev.scope.says("th column")
        return by_columns and "row" not in stacked_by and not ev.scope.says("row of", "rows of", "th row")
    return (ev.script.choose_once(("column", key), 2) == 0) == said


def _linked(ev: Evaluation, key: str, indices: Sequence[IndexValue], at: Frame) -> Value:
    """X where its rows x_i are what the document works with, or z_k where Z is."""
    target, turned = ev.aliases[key]
    order = list(reversed(indices)) if turned else list(indices)
    count = ev.typing.get(target, Axes(0)).count
    if key in ev.scope.shapes and len(ev.axes.get(key, ())) == count:
        stated = reversed(ev.axes[key]) if turned else ev.axes[key]
        for dim, other in zip(stated, dims_of(ev, target, count), strict=True):
            ev.dims.unify(dim, other)
    if len(order) == count:
        return fetch(ev, target, order, at)
    whole = fetch(ev, target, [], at)
    return component(ev, transposed(whole) if turned else whole, indices)


def _supplied(ev: Evaluation, key: str, picked: list[IndexValue], axes: Axes, at: Frame) -> list[IndexValue]:
    dim = dims_of(ev, key, axes.count)[0]
    running = (value for letter, value in at.indices.items() if not letter.startswith(MARK))
    bound = [v for v in running if v[0] is not None and v not in picked and ev.dims.can(v[0], dim)]
    needed = 1 if bound else 2 if ev.dims.find(dim) in ev.samples else None
    ev.charities |= {needed} if needed else set()
    if needed is None or ev.charity < needed:
        return picked
    chosen: IndexValue = bound[-1] if bound else (None, 1)
    if ev.script.choose_once(f"bare {key} {len(picked)}", 2):
        return picked
    if chosen[0] is None:
        ev.one_sample.add(ev.dims.find(dim))
    ev.filled.add(key)
    return [chosen, *picked]


def dims_of(ev: Evaluation, key: str, count: int) -> tuple[Dim, ...]:
    """The dimensions of the axes of an object."""
    key = taken_by(ev.scope, key) or key
    found = ev.axes.get(key, ())
    if not found and (size := listed_size(ev.scope, ev.typing, key)) is not None:
        found = (size,)
    if len(found) < count:
        found = (*found, *(ev.dims.fresh() for _ in range(count - len(found))))
        ev.axes[key] = found
    return found[:count]


def remaining(dims: Sequence[Dim], axes: Axes) -> tuple[Dim, Dim]:
    """The shape of what is left when some axes are fixed."""
    if not dims:
        return SCALAR
    if len(dims) == 1:
        return (ONE, dims[0]) if axes.row else (dims[0], ONE)
    if len(dims) == 2:
        return (dims[0], dims[1])
    raise outside("an array with more than two axes")


def _entries(ev: Evaluation, key: str, picked: Sequence[IndexValue], axes: Axes, at: Frame) -> Value:
    definition = ev.scope.definitions.get(key)
    if definition is not None and _is_at_rest(ev, definition, picked, at):
        sizes = [ev.size(dim) for dim in dims_of(ev, key, axes.count)[len(picked) :]]
        shape = remaining(dims_of(ev, key, axes.count)[len(picked) :], axes)
        return _arranged(shape, arrays.filled(ZERO, tuple(sizes)), axes)
    if definition is not None and definition.body is not None and not _is_held(ev, definition, picked, at):
        return _expanded(ev, definition, picked, axes, at)
    return _atoms(ev, key, picked, axes)


def _is_at_rest(ev: Evaluation, made: Definition, picked: Sequence[IndexValue], at: Frame) -> bool:
    """Whether a recurrence begins here with a member that the document says to be zero, and that is not varied."""
    values = tuple(value for _, value in picked)
    varied = made.key in at.held or (made.key, values) in at.members
    first = len(values) == len(made.indices) and is_first(ev, made.key, values)
    return first and made.key in ev.letters.resting and not varied


def _is_held(ev: Evaluation, made: Definition, picked: Sequence[IndexValue], at: Frame) -> bool:
    values = tuple(value for _, value in picked[: len(made.indices)])
    return made.key in at.held or (made.key, values) in at.members or is_first(ev, made.key, values)


def _atoms(ev: Evaluation, key: str, picked: Sequence[IndexValue], axes: Axes) -> Value:
    dims = dims_of(ev, key, axes.count)
    sizes = tuple(ev.size(dim) for dim in dims)
    fixed = [value for _, value in picked if value is not None]
    rest = sizes[len(fixed) :]
    shape = remaining(dims[len(fixed) :], axes)
    if any(value > size or value < 1 for value, size in zip(fixed, sizes, strict=False)):
        apart = _apart(key, fixed, rest)
        if not (0 in fixed and key in ev.letters.zeroth | recurrent(ev.scope)):
            ev.notes.add(BEYOND)
            ev.beyond |= free_symbols(*apart.entries)
        return _arranged(shape, apart, axes)
    leaf = leaf_of(ev, key, sizes)
    if not fixed:
        return _arranged(shape, leaf, axes)
    offsets = [
        arrays.flat_index((*(v - 1 for v in fixed), *more), sizes) for more in product(*map(range, rest))
    ]
    return _arranged(shape, arrays.move("entry", leaf, offsets, rest), axes)


def _apart(key: str, fixed: Sequence[int], rest: tuple[int, ...]) -> arrays.Array:
    """The atoms of a member beyond the range of its family, such as x[0,1], x[0,2] of x_0."""
    places = product(*(range(1, size + 1) for size in rest))
    atoms = [sym(f"{key}[{','.join(map(str, (*fixed, *place)))}]") for place in places]
    return arrays.constant(atoms, rest)


def leaf_of(ev: Evaluation, key: str, sizes: tuple[int, ...]) -> arrays.Array:
    """The array of the atoms of an object, the same one every time."""
    mark = ("leaf", key, sizes)
    if mark not in ev.memo:
        made = arrays.leaf(key, sizes)
        ev.memo[mark] = Value(SCALAR, _thinned(ev, key, made) if len(sizes) == 2 else made)
    found = ev.memo[mark].array
    assert found is not None
    return found


def _thinned(ev: Evaluation, key: str, array: arrays.Array) -> arrays.Array:
    """A square array of atoms without its diagonal, or with nothing else, where the document says so."""
    if key not in ev.scope.hollow | ev.scope.diagonal:
        return array
    rows, columns = array.shape
    places = ((i, j) for i in range(rows) for j in range(columns))
    hollow = key in ev.scope.hollow
    return arrays.constant([ZERO if (i == j) == hollow else array.at(i, j) for i, j in places], array.shape)


def _arranged(shape: tuple[Dim, Dim], array: arrays.Array, axes: Axes) -> Value:
    if array.ndim == 1:
        array = arrays.reshape(array, (1, array.shape[0]) if axes.row else (array.shape[0], 1))
    return Value(shape, array)


def _expanded(ev: Evaluation, made: Definition, picked: Sequence[IndexValue], axes: Axes, at: Frame) -> Value:
    assert made.body is not None
    count = len(made.indices)
    if len(picked) < count:
        return _family(ev, made, picked, axes, at)
    check_last(ev, made.key, [value for _, value in picked[:count]], dims_of(ev, made.key, axes.count))
    bound = dict(zip(made.indices, picked[:count], strict=True))
    inside = at.inside(bound)
    value = with_reading(ev, made, inside)
    expected = remaining(dims_of(ev, made.key, axes.count)[count:], axes)
    if value.shape != SCALAR and expected != SCALAR and (value.shape[0] == ONE) != (expected[0] == ONE):
        value = transposed(value)
    if [dim == ONE for dim in value.shape] != [dim == ONE for dim in expected]:
        raise Clash(f"{made.key} is {ev.dims.show(value.shape)}")
    return component(ev, value, picked[count:])


def with_reading(ev: Evaluation, made: Definition, inside: Frame) -> Value:
    """The value of the body of a definition, in the reading that its shape was worked out with."""
    assert made.body is not None
    outer, ev.script = ev.script, ev.chosen_script(made.key)
    charity, ev.charity = ev.charity, ev.chosen_charity(made.key)
    try:
        return ev.value(made.body, inside)
    finally:
        ev.script, ev.charity = outer, charity


def _family(ev: Evaluation, made: Definition, picked: Sequence[IndexValue], axes: Axes, at: Frame) -> Value:
    if axes.count < len(made.indices):
        raise Clash(f"{made.key} has {len(made.indices)} indices")
    dims = dims_of(ev, made.key, axes.count)[len(picked) :]
    shape = remaining(dims, axes)
    sizes = [ev.size(dim) for dim in dims]
    parts = [
        _entries(ev, made.key, [*picked, *((None, v + 1) for v in more)], axes, at)
        for more in product(*map(range, sizes))
    ]
    arranged = (sizes[0], sizes[1]) if len(sizes) == 2 else (1, sizes[0]) if axes.row else (sizes[0], 1)
    return stacked(shape, arranged, parts)


def component(ev: Evaluation, value: Value, indices: Sequence[IndexValue]) -> Value:
    """An entry or a row of a value that is already there."""
    if not indices:
        return value
    dims = [dim for dim in value.shape if dim != ONE]
    if len(indices) > len(dims):
        raise Clash("more indices than axes")
    for (dim, _), axis in zip(indices, dims, strict=False):
        if dim is not None:
            ev.dims.unify(dim, axis)
    if not ev.concrete:
        left = dims[len(indices) :]
        return Value((left[0], ONE) if left else SCALAR, None, value.loose)
    places = [(at or 1) - 1 for _, at in indices]
    if len(indices) == 2:
        return entry(value, places[0], places[1])
    if value.is_vector:
        return entry(value, *((places[0], 0) if value.shape[1] == ONE else (0, places[0])))
    assert value.array is not None
    columns = value.array.shape[1]
    if places[0] >= value.array.shape[0]:
        raise Clash("an index beyond the last row")
    row = arrays.move("row", value.array, range(places[0] * columns, (places[0] + 1) * columns), (columns, 1))
    return Value((dims[1], ONE), row, value.loose)


def indexed(ev: Evaluation, node: s.Index, at: Frame) -> Value:
    """An entry of something that is not a name: [ŷ − y]_b, softmax(z)_i, 1_N."""
    if is_ones(node) and node.below is not None:
        return row_or_column_of_ones(ev, node.below)
    if node.below is None or node.above is not None:
        raise outside("a superscript on an expression")
    return component(ev, ev.value(node.base, at), [ev.index(item, at) for item in node.below.items])
