"""A wrong line as a slip: the line evaluated anew at every size, with its variable held as atoms."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from derive.arrays import Array, Leaf
from derive.calculus import differentiate
from derive.domains import Domains
from derive.elaborate.claims.judge import TRIES, Context, Judgement
from derive.elaborate.evaluation import lookup
from derive.elaborate.evaluation.atoms import reaching
from derive.elaborate.evaluation.evaluate import Frame
from derive.elaborate.evaluation.values import Value
from derive.elaborate.evaluation.variables import free_letters
from derive.elaborate.shapes.assumptions import domains_for
from derive.elaborate.shapes.bindings import bindings
from derive.elaborate.shapes.plans import PLANS, Sizes
from derive.elaborate.shapes.typed import Reading, frame_for, own_arguments, sides
from derive.elaborate.symbols.choices import Script, scripts
from derive.elaborate.symbols.dims import ONE, Dim, Dims, factors_of
from derive.elaborate.symbols.errors import Clash, NoValue
from derive.elaborate.symbols.heads import Head, heads
from derive.elaborate.symbols.names import Reference, reference
from derive.elaborate.symbols.roles import Link
from derive.errors import GradproofError
from derive.judgement import prove_arrays
from derive.misconceptions.step import Case, Differentiation
from derive.model import Right, Wrong
from derive.reverse import program
from derive.terms import Sym, Term

SQUARE_PLANS = ((2,), (3,))
MOST_WAYS = 12


@dataclass(frozen=True)
class Slip:
    """A wrong line as it was evaluated: the cases, by which name it was differentiated, and what derivative it is."""

    link: Link
    cases: tuple[Case, ...]
    by: str | None
    about: Head | None = None


class SquareDims(Dims):
    """Sizes that never clash: what makes no sense at general sizes is looked at with all of them equal."""

    def __init__(self, known: Dims) -> None:
        super().__init__()
        self._parent = dict(known._parent)
        self._count = known._count + 1000

    def unify(self, first: Dim, second: Dim) -> None:
        """Make two sizes equal; only 1 stays apart."""
        one, two = self.find(first), self.find(second)
        if one == two:
            return
        if ONE in (one, two) and not (one.startswith("?") or two.startswith("?")):
            raise Clash(f"{one} against {two}")
        if two.startswith("?") or one == ONE:
            one, two = two, one
        if one in factors_of(two) or two in factors_of(one):
            raise Clash(f"{one} against {two}")
        self._parent[one] = two
        self._trail.append(one)


def slips_of(context: Context, judgement: Judgement, through: str | None = None) -> Iterator[Slip]:
    """The wrong line evaluated anew at every size, with the variable of its derivative held as atoms.

    Once in each reading of its loose notation; those that come to the same are told once. ``through`` is a name whose
    value is kept as well: the variable of an earlier wrong line.
    """
    link = judgement.link
    if link is None or not isinstance(judgement.verdict, Wrong):
        return
    seen: set[object] = set()
    for way in _ways(link, context, judgement):
        slip = _told(link, context, way, through)
        if slip is None:
            continue
        mark = tuple(case.written for case in slip.cases)
        if mark not in seen:
            seen.add(mark)
            yield slip


@dataclass(frozen=True)
class Way:
    """How a line is read: its loose notation, its sizes, and whether its two sides have shapes of their own."""

    script: Script
    charity: int = 0
    one_sample: frozenset[Dim] = frozenset()
    square: bool = False
    apart: bool = False

    def plans(self, link: Link, context: Context) -> list[tuple[Sizes, Dims]]:
        """The sizes at which the line is evaluated, and how they may go together."""
        if self.square:
            return [(Sizes(plan, {}), SquareDims(context.typed.dims)) for plan in SQUARE_PLANS]
        return [(Sizes(plan, context.order), context.typed.dims) for plan in PLANS]


def _ways(link: Link, context: Context, judgement: Judgement) -> Iterator[Way]:
    """The reading that was judged and the others; where no shapes fit, each side for itself, then equal sizes."""
    if judgement.reading is None:
        for way in (Way(Script(), apart=True), Way(Script(), square=True)):
            found = _script(link, context, way)
            if found is not None:
                yield replace(way, script=found)
        return
    first = judgement.reading
    yield Way(first.script, first.charity, frozenset(first.one_sample))
    for script in islice(scripts(TRIES), MOST_WAYS):
        if _makes_sense(link, context, Way(script)):
            yield Way(script)


def _script(link: Link, context: Context, way: Way) -> Script | None:
    """The first way of reading the loose notation of a line whose shapes clash that makes sense so."""
    for script in scripts(TRIES):
        if _makes_sense(link, context, replace(way, script=script)):
            return script
    return None


def _makes_sense(link: Link, context: Context, way: Way) -> bool:
    reading = Reading(context.typed, None, way.script, way.charity)
    dims = context.typed.dims
    mark = dims.mark()
    if way.square:
        reading.dims = SquareDims(dims)
    try:
        both(reading, link, frame_for(reading, free_letters(link, context.typed.scope.letters), link), way)
    except (NoValue, GradproofError):
        return False
    finally:
        dims.back_to(mark)
    return True


def both(reading: Reading, link: Link, frame: Frame, way: Way) -> tuple[Value, Value]:
    """Both sides of a line, brought to one shape or left as they are."""
    if not way.apart:
        return sides(reading, link, frame)
    return reading.value(link.left, frame), reading.value(link.right, frame)


def _told(link: Link, context: Context, way: Way, through: str | None) -> Slip | None:
    """The line about the first derivative that it may be about and is found to be."""
    found = None
    for head in (*heads(link, context.typed.scope), None):
        by = reference(head.by, context.typed.scope.letters) if head is not None else None
        cases = _cases(Retold(link, head, by, through, way), context)
        if cases:
            slip = Slip(link, cases, by.key if by else None, head)
            found = found or slip
            if all(case.differentiations for case in cases):
                return slip
    return found


def _cases(retold: Retold, context: Context) -> tuple[Case, ...]:
    cases: list[Case] = []
    for sizes, dims in retold.way.plans(retold.link, context):
        mark = dims.mark()
        try:
            case = _case(retold, context, sizes, dims)
            cases.extend((case,) if case is not None else ())
        except (NoValue, GradproofError):
            return ()
        finally:
            dims.back_to(mark)
    return tuple(cases)


@dataclass(frozen=True)
class Retold:
    """A link with the reading in which it is evaluated again."""

    link: Link
    head: Head | None
    by: Reference | None
    through: str | None
    way: Way


def _case(retold: Retold, context: Context, sizes: Sizes, dims: Dims) -> Case | None:
    """What the catalogue of slips is asked about at some sizes; nothing where no index meets a condition beside it."""
    link, by, way = retold.link, retold.by, retold.way
    letters = free_letters(link, context.typed.scope.letters)
    shapes = Reading(context.typed, None, way.script, way.charity)
    shapes.dims = dims
    frame = frame_for(shapes, letters, link)
    both(shapes, link, frame, way)
    reading = Reading(context.typed, sizes, way.script, way.charity)
    reading.dims = dims
    reading.one_sample, reading.averaged = set(way.one_sample), context.averaged
    reading.samples = context.samples
    frame = replace(frame, arguments=own_arguments(reading, link))
    if by is not None:
        frame = frame.holding(frozenset((by.key,)))
    parts = [_bound_case(retold, reading, at) for at in bindings(context.restriction, reading, frame)]
    if not parts:
        return None
    written = tuple(term for part in parts for term in part.written)
    right = tuple(term for part in parts for term in part.right)
    domains = domains_for(reading, [*written, *right])
    first = parts[0]
    whole = replace(first, written=written, right=right, domains=domains, before=right, sizes=_sizes(reading))
    if len(parts) == 1:
        return whole
    outputs = [part.differentiations[0] for part in parts if part.differentiations]
    joined = Differentiation(
        tuple(o for each in outputs for o in each.outputs), tuple(b for each in outputs for b in each.by)
    )
    return replace(
        whole,
        written_shape=(len(written),),
        right_shape=(len(right),),
        differentiations=(joined,) if len(outputs) == len(parts) else (),
        program=None,
        wrt=None,
    )


def _sizes(reading: Reading) -> tuple[tuple[str, int], ...]:
    sizes = reading.sizes
    order = sizes.order if isinstance(sizes, Sizes) else {}
    return tuple((root, reading.size(root)) for root in order if not root.startswith("?"))


def _bound_case(retold: Retold, reading: Reading, at: Frame) -> Case:
    left, right = both(reading, retold.link, at, retold.way)
    assert left.array is not None
    assert right.array is not None
    case = Case(right.entries, left.entries, right.array.shape, left.array.shape)
    if retold.through is not None and retold.through not in at.held:
        case = replace(case, named=_named(reading, retold.through, at))
    return case if retold.head is None else _with_derivatives(case, retold.head, reading, at)


def _named(reading: Reading, key: str, at: Frame) -> dict[str, Array]:
    try:
        value = lookup.fetch(reading, key, [], at)
    except (NoValue, GradproofError):
        return {}
    return {key: value.array} if value.array is not None else {}


def _with_derivatives(case: Case, head: Head, reading: Reading, at: Frame) -> Case:
    """The case with the function that is differentiated, where every entry is found among its derivatives."""
    ref = reference(head.by, reading.letters)
    if ref is None:
        return case
    target, variable = reading.value(head.of, at), reading.value(head.by, at)
    outputs = reaching(reading, target.entries, variable, ref, at)
    atoms = [atom for atom in variable.entries if isinstance(atom, Sym)]
    found = _aligned(case.right, outputs, atoms, domains_for(reading, [*case.right, *outputs]))
    if found is None:
        return case
    leaf = _leaf_of(target.array, atoms) if target.array is not None and len(target.entries) == 1 else None
    made = replace(case, differentiations=(found,))
    return made if leaf is None else replace(made, program=target.array, wrt=leaf)


def _aligned(
    right: Sequence[Term], outputs: Sequence[Term], atoms: Sequence[Sym], domains: Domains
) -> Differentiation | None:
    """Which output is differentiated by which atom in every entry; equal terms are one object."""
    table = [(out, by, differentiate(out, by.name)) for out in outputs for by in atoms]
    if len(table) == len(right) and are_proved([slope for _, _, slope in table], right, domains):
        return Differentiation(tuple(out for out, _, _ in table), tuple(by for _, by, _ in table))
    found = [next((row for row in table if row[2] is entry), None) for entry in right]
    pairs = [row for row in found if row is not None]
    if len(pairs) < len(right):
        return None
    return Differentiation(tuple(out for out, _, _ in pairs), tuple(by for _, by, _ in pairs))


def _leaf_of(output: Array, atoms: Sequence[Sym]) -> Array | None:
    leaves = [
        node for node in program(output) if isinstance(node.operation, Leaf) and node.entries == tuple(atoms)
    ]
    return leaves[0] if len(leaves) == 1 else None


def are_proved(lefts: Sequence[Term], rights: Sequence[Term], domains: Domains) -> bool:
    """Whether two rows of terms are proved equal entry by entry."""
    return isinstance(prove_arrays(lefts, rights, domains, simplest=False), Right)
