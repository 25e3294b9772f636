"""The program of an array read at every size: each operation as what it does to the formula of an entry."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field, replace
from fractions import Fraction
from itertools import count, permutations, product

from derive.arrays import (
    Array,
    Choose,
    CompareArrays,
    Constant,
    Contract,
    Leaf,
    Map,
    Move,
    Scatter,
    Shape,
    SumOver,
    entry_function,
)
from derive.calculus import free_symbols
from derive.domains import REALS, Domain, Domains, Interval
from derive.indexed import (
    Bound,
    Extent,
    Form,
    Indexed,
    NotGeneric,
    Summand,
    axis_index,
    entry,
    indices_in,
    pulled_out,
    renamed,
    size_of,
    split_name,
    summands_of,
    total,
)
from derive.judgement import prove_terms
from derive.model import Right
from derive.reverse import program
from derive.terms import ONE, ZERO, Sym, Term, case, compare, mul, num

PICK, SPREAD = (
    "pick ",
    "spread ",
)  # a loop run once for all rounds: "pick ~3 0" is its round's entry of axis 0
TWO = num(2)
SIZES = Interval(Fraction(1), open_low=False)
MOST_COMPARISONS = 2000  # of sums with sums; two-layer nets take 60, products of long sums have no end


@dataclass(frozen=True, slots=True)
class _Sum:
    """A sum that stands inside a function: its name, its free and bound indices, and its body."""

    name: str
    free: tuple[str, ...]
    bound: Bound
    body: Term


@dataclass
class Reader:
    """Reads array programs at one choice of sizes, all different, as formulas for every size.

    ``letters`` says which size is which letter; ``domains`` where the entries of each input live; ``one_hot`` names
    the inputs whose entries along the last axis add up to 1.
    """

    letters: Mapping[int, str]
    domains: Mapping[str, Domain]
    one_hot: frozenset[str] = frozenset()
    _sums: list[_Sum] = field(default_factory=list)
    _read: dict[int, tuple[Array, Indexed]] = field(default_factory=dict)
    _fresh: count[int] = field(default_factory=count)
    _compared: int = 0

    def copy(self) -> Reader:
        """A reader that knows what this one has read, and goes on by itself."""
        return replace(self, _sums=list(self._sums), _read=dict(self._read), _fresh=copy(self._fresh))

    def read(self, array: Array) -> Indexed:
        """The formula of an array; NotGeneric where it has none that holds at every size."""
        for node in program(array):
            if id(node) not in self._read:
                self._read[id(node)] = (node, self._indexed(node))
        return self._read[id(array)][1]

    def _indexed(self, node: Array) -> Indexed:
        axes = self._axes(node.shape)
        args = [self._read[id(arg)][1] for arg in node.args]
        match node.operation:
            case Leaf(name=name):
                return Indexed(axes, _alone(entry(name, _indices(axes))))
            case Constant():
                return Indexed(axes, _alone(_uniform(node)))
            case Map() as operation:
                return Indexed(axes, self._mapped(operation, [arg.form for arg in args]))
            case Move(kind=kind) if kind.startswith((PICK, SPREAD)):
                return self._in_rounds(node, kind, args[0])
            case Move(source=source):
                return self._moved(node, source, args[0])
            case Scatter(target=target):
                return self._scattered(node, target, args[0])
            case Contract() as operation:
                return Indexed(axes, self._contracted(operation, args))
            case Choose(tested=CompareArrays() as tested):
                return Indexed(axes, self._chosen(tested, args[0].form, args[1].form))
            case SumOver(axes=over, keepdims=keepdims):
                return Indexed(axes, self._summed(args[0], over, keepdims))
            case _:
                raise NotGeneric

    def _axes(self, shape: Shape) -> tuple[Extent, ...]:
        return tuple(self.letters.get(size, size) for size in shape)

    def _mapped(self, operation: Map, forms: Sequence[Form]) -> Form:
        if operation.function == "add" and operation.derivative_by is None:
            return tuple(summand for form in forms for summand in form)
        if operation.function == "mul":
            by = operation.derivative_by
            return self._product([form for place, form in enumerate(forms) if place != by])
        if operation.function == "pow" and operation.derivative_by == 0 and self.term(forms[1]) is TWO:
            return self._product([forms[0], _alone(TWO)])
        return _alone(entry_function(operation)(*(self.term(form) for form in forms)))

    def _chosen(self, tested: CompareArrays, yes: Form, no: Form) -> Form:
        sides = (self.term(self.read(side).form) for side in (tested.left, tested.right))
        condition = compare(tested.relation, *sides)
        if _is_zero(no):  # a mask that leaves a sum open
            return self._product([yes, _alone(case([(condition, ONE)], ZERO))])
        if _is_zero(yes):
            return self._product([no, _alone(case([(condition, ZERO)], ONE))])
        return _alone(case([(condition, self.term(yes))], self.term(no)))

    def _product(self, forms: Sequence[Form]) -> Form:
        # At most one sum stays open; a product of sums is one of numbers.
        is_sum = [any(summand.bound for summand in form) for form in forms]
        spread = is_sum.index(True) if True in is_sum else None
        rest = mul(*(self.term(form) for place, form in enumerate(forms) if place != spread))
        if spread is None:
            return _alone(rest)
        # A sum beside a function of itself, z [z > 0], is a number there as well.
        closed = self.term(forms[spread])
        if {name for name in free_symbols(closed) if name.startswith("sum ")} & free_symbols(rest):
            return _alone(mul(closed, rest))
        return tuple(Summand(each.bound, mul(each.body, rest)) for each in forms[spread])

    def _moved(self, node: Array, source: Sequence[int], arg: Indexed) -> Indexed:
        taken = _axes_taken(source, node.shape, node.args[0].shape)
        axes = self._axes(node.shape)
        tokens = {f"@{taken[place]}": f"@{place}" for place in range(len(axes)) if taken[place] is not None}
        return Indexed(axes, _rename(arg.form, tokens))

    def _in_rounds(self, node: Array, kind: str, arg: Indexed) -> Indexed:
        """The entries that one round of a loop picks along an axis, or those that all rounds give along a new one."""
        word, index, axis = kind.split()
        place = int(axis)
        if f"{word} " == SPREAD:
            tokens = {f"@{k}": f"@{k + (k >= place)}" for k in range(len(arg.axes))} | {index: f"@{place}"}
        else:
            tokens = {f"@{k}": f"@{k - (k > place)}" for k in range(len(arg.axes))} | {f"@{place}": index}
        return Indexed(self._axes(node.shape), _rename(arg.form, tokens))

    def _scattered(self, node: Array, target: Sequence[int], arg: Indexed) -> Indexed:
        inner = node.args[0].shape
        taken = _axes_taken(target, inner, node.shape)
        tokens = {f"@{place}": f"@{taken[place]}" for place in range(len(inner)) if taken[place] is not None}
        form = arg.form
        for place, extent in enumerate(self._axes(inner)):
            if taken[place] is None and extent != 1:
                form = self._sum(form, f"@{place}", extent)
        return Indexed(self._axes(node.shape), _rename(form, tokens))

    def _contracted(self, operation: Contract, args: Sequence[Indexed]) -> Form:
        extent: dict[str, Extent] = {}
        forms = []
        for labels, arg in ((operation.left, args[0]), (operation.right, args[1])):
            extent |= dict(zip(labels, arg.axes, strict=True))
            forms.append(_rename(arg.form, {f"@{k}": f"@{label}" for k, label in enumerate(labels)}))
        form = self._product(forms)
        for label in extent:
            if label not in operation.out and extent[label] != 1:
                form = self._sum(form, f"@{label}", extent[label])
        return _rename(form, {f"@{label}": f"@{k}" for k, label in enumerate(operation.out)})

    def _summed(self, arg: Indexed, over: Sequence[int], keepdims: bool) -> Form:
        form = arg.form
        for axis in over:
            if arg.axes[axis] != 1:
                form = self._sum(form, f"@{axis}", arg.axes[axis])
        kept = [axis for axis in range(len(arg.axes)) if axis not in over]
        return form if keepdims else _rename(form, {f"@{axis}": f"@{k}" for k, axis in enumerate(kept)})

    def _sum(self, form: Form, index: str, extent: Extent) -> Form:
        return tuple(self._summand(each, index, extent) for each in form)

    def _summand(self, summand: Summand, index: str, extent: Extent) -> Summand:
        if index not in indices_in(summand.body):
            return Summand(summand.bound, mul(size_of(extent), summand.body))
        outer, inner = pulled_out(summand.body, [index])
        if isinstance(inner, Sym) and self._adds_up(inner, index):
            return Summand(summand.bound, outer)
        name = f"${next(self._fresh)}"
        return Summand((*summand.bound, (name, extent)), renamed(summand.body, {index: name}))

    def _adds_up(self, symbol: Sym, index: str) -> bool:
        base, tokens = split_name(symbol.name)
        return base in self.one_hot and tokens[-1] == index and tokens.count(index) == 1

    def term(self, form: Form) -> Term:
        """A form as one term; sums in it become symbols, the same one for equal sums."""
        return total(*(part for summand in form for part in self._closed(summand)))

    def _closed(self, summand: Summand) -> Sequence[Term]:
        if not summand.bound:
            return [summand.body]
        names = [name for name, _ in summand.bound]
        return [self._factored(summand.bound, names, part) for part in summands_of(summand.body)]

    def _factored(self, bound: Bound, names: Sequence[str], body: Term) -> Term:
        outer, inner = pulled_out(body, names)
        used = tuple((name, extent) for name, extent in bound if name in indices_in(inner))
        unused = [size_of(extent) for name, extent in bound if (name, extent) not in used]
        return mul(outer, *unused, self._symbol(used, inner) if used else inner)

    def _symbol(self, bound: Bound, body: Term) -> Term:
        free = tuple(sorted(indices_in(body) - {name for name, _ in bound}))
        for known in self._sums:
            tokens = self._match(known, free, bound, body)
            if tokens is not None:
                return entry(known.name, tokens)
        self._sums.append(_Sum(f"sum {len(self._sums)}", free, bound, body))
        return entry(self._sums[-1].name, free)

    def _match(self, known: _Sum, free: Sequence[str], bound: Bound, body: Term) -> tuple[str, ...] | None:
        """The indices at which a known sum is this one; None where it is another."""
        if (
            len(known.free) != len(free)
            or _extents(known.bound) != _extents(bound)
            or not _alike(known.body, body)
        ):
            return None
        for frees, bounds in product(permutations(free), permutations(bound)):
            fits = [extent for _, extent in bounds] == [extent for _, extent in known.bound]
            tokens = dict(zip(frees, known.free, strict=True))
            tokens |= {name: theirs for (name, _), (theirs, _) in zip(bounds, known.bound, strict=True)}
            if fits and self.is_equal(renamed(body, tokens), known.body):
                return frees
        return None

    def is_equal(self, left: Term, right: Term) -> bool:
        """Whether two terms are proved equal for all values of their symbols; NotGeneric after many questions."""
        self._compared += 1
        if self._compared > MOST_COMPARISONS:
            raise NotGeneric
        return left is right or isinstance(
            prove_terms(left, right, self.domains_of(left, right), simplest=False), Right
        )

    def domains_of(self, *terms: Term) -> Domains:
        """Where the symbols of terms live: entries where their inputs do, sizes from 1 on, sums anywhere."""
        return Domains({name: self._domain(name) for name in free_symbols(*terms)})

    def _domain(self, name: str) -> Domain:
        return SIZES if name.startswith("#") else self.domains.get(split_name(name)[0], REALS)


def _is_zero(form: Form) -> bool:
    return all(summand.body is ZERO for summand in form)


def _alone(body: Term) -> Form:
    return (Summand((), body),)


def _indices(axes: Sequence[Extent]) -> list[str]:
    return [axis_index(place, extent) for place, extent in enumerate(axes)]


def _rename(form: Form, tokens: Mapping[str, str]) -> Form:
    return tuple(Summand(each.bound, renamed(each.body, tokens)) for each in form)


def _uniform(node: Array) -> Term:
    if not node.entries or any(each is not node.entries[0] for each in node.entries):
        raise NotGeneric
    if not all(name.startswith("#") for name in free_symbols(node.entries[0])):
        raise NotGeneric  # one entry of an input, whose index is not known any more
    return node.entries[0]


def _extents(bound: Bound) -> list[str]:
    return sorted(str(extent) for _, extent in bound)


def _alike(first: Term, second: Term) -> bool:
    names = ({split_name(name)[0] for name in free_symbols(each)} for each in (first, second))
    return next(names) == next(names)


def _axes_taken(source: Sequence[int], shape: Shape, inner: Shape) -> list[int | None]:
    """For each axis of a move's result the axis of its argument that it runs along; None where it repeats.

    NotGeneric where the move is anything but a permutation of axes, new axes of length 1 and repetition.
    """
    steps, inner_steps = _steps(shape), _steps(inner)
    taken: list[int | None] = []
    for size, step in zip(shape, steps, strict=True):
        jump = source[step] if size > 1 else 0
        fits = [
            k for k, (n, s) in enumerate(zip(inner, inner_steps, strict=True)) if n == size > 1 and s == jump
        ]
        taken.append(fits[0] if jump and fits else None)
        if jump and not fits:
            raise NotGeneric
    _check_move(source, shape, inner, taken)
    return taken


def _check_move(source: Sequence[int], shape: Shape, inner: Shape, taken: Sequence[int | None]) -> None:
    used = [axis for axis in taken if axis is not None]
    all_used = sorted(used) == [axis for axis, size in enumerate(inner) if size > 1]
    steps = _steps(inner)
    jumps = [0 if axis is None else steps[axis] for axis in taken]
    expected = [
        sum(i * jump for i, jump in zip(index, jumps, strict=True))
        for index in product(*(range(size) for size in shape))
    ]
    if not all_used or list(source) != expected:
        raise NotGeneric


def _steps(shape: Shape) -> list[int]:
    found: list[int] = []
    step = 1
    for size in reversed(shape):
        found.insert(0, step)
        step *= size
    return found
