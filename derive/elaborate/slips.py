"""A wrong line as a slip: the line evaluated anew at every size, with its variable held as atoms."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from derive.arrays import Array, Leaf
from derive.calculus import differentiate
from derive.domains import Domains
from derive.elaborate import lookup
from derive.elaborate.assumptions import domains_for
from derive.elaborate.atoms import reaching
from derive.elaborate.bindings import bindings
from derive.elaborate.choices import Script, scripts
from derive.elaborate.dims import ONE, Dim, Dims
from derive.elaborate.errors import Clash, NoValue
from derive.elaborate.evaluate import Frame
from derive.elaborate.judge import TRIES, Context, Judgement
from derive.elaborate.names import Reference, reference
from derive.elaborate.plans import PLANS, Sizes
from derive.elaborate.roles import Link, head_of
from derive.elaborate.typed import Reading, frame_for, own_arguments, sides
from derive.elaborate.variables import free_letters
from derive.errors import GradproofError
from derive.judgement import prove_arrays
from derive.misconceptions.step import Case, Differentiation
from derive.model import Right, Wrong
from derive.reader import syntax as s
from derive.reader.tree import rebuilt, walk
from derive.reverse import program
from derive.terms import Sym, Term

SQUARE_PLANS = ((2,), (3,))


@dataclass(frozen=True)
class Slip:
    """A wrong line as it was evaluated: the cases, and by which name it was differentiated."""

    link: Link
    cases: tuple[Case, ...]
    by: str | None


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
        self._parent[one] = two
        self._trail.append(one)


def slip_of(context: Context, judgement: Judgement, through: str | None = None) -> Slip | None:
    """The wrong line evaluated anew at every size, with the variable of its derivative held as atoms.

    ``through`` is a name whose value is kept as well: the variable of an earlier wrong line.
    """
    link = judgement.link
    if link is None or not isinstance(judgement.verdict, Wrong):
        return None
    head = _head(link) or _named_derivative(link, context)
    by = reference(head.by, context.typed.scope.letters) if head is not None else None
    if judgement.reading is not None:
        script, charity = judgement.reading.script, judgement.reading.charity
        plans = [(Sizes(plan, context.order), context.typed.dims) for plan in PLANS]
        one_sample = frozenset(judgement.reading.one_sample)
    else:
        found = _square_script(link, context)
        if found is None:
            return None
        script, charity, one_sample = found, 0, frozenset()
        plans = [(Sizes(plan, {}), SquareDims(context.typed.dims)) for plan in SQUARE_PLANS]
    cases = []
    for sizes, dims in plans:
        mark = dims.mark()
        try:
            retold = Retold(link, head, by, through, script, charity, one_sample)
            cases.append(_case(retold, context, sizes, dims))
        except (NoValue, GradproofError):
            return None
        finally:
            dims.back_to(mark)
    return Slip(link, tuple(cases), by.key if by else None)


def _square_script(link: Link, context: Context) -> Script | None:
    """The first way of reading the loose notation of a line whose shapes clash that makes sense at equal sizes."""
    for script in scripts(TRIES):
        reading = Reading(context.typed, None, script, 0)
        reading.dims = SquareDims(context.typed.dims)
        try:
            sides(reading, link, frame_for(reading, free_letters(link, context.typed.scope.letters), link))
        except (NoValue, GradproofError):
            continue
        return script
    return None


@dataclass(frozen=True)
class Head:
    """What a line differentiates, and by what; of a second derivative, the first one by the second variable."""

    of: s.Node
    by: s.Node


def _head(link: Link) -> Head | None:
    """The written derivative that the link, or the chain that it stands in, began with."""
    chain = link.formula.chain
    first = chain.members[0] if chain is not None else link.left
    if isinstance(first, s.Hole) and link.formula.carried is not None:
        first = link.formula.carried
    return _differentiated(link.left) or _differentiated(first) or _undone(link.left)


def _undone(node: s.Node) -> Head | None:
    """What a sum of derivatives by one variable, d/dx(a) + c d/dx(b), is the derivative of: a + c b."""
    found = {part.by for part in walk(node) if isinstance(part, s.Derivative) and part.of is not None}
    if len(found) != 1:
        return None
    (by,) = found
    return Head(_without_operators(node), by[0]) if len(by) == 1 else None


def _without_operators(node: s.Node) -> s.Node:
    if isinstance(node, s.Derivative) and node.of is not None:
        return node.of
    changed: s.Node = rebuilt(node, _without_operators)
    return changed


def _named_derivative(link: Link, context: Context) -> Head | None:
    """The derivative that the left side is a name of: δ_k = -∂E/∂a_k."""
    scope = context.typed.scope
    name = head_of(link.left, scope.letters)
    meant = scope.definitions.get(name.key) if name is not None else None
    if name is None or meant is None or meant.body is None or meant.indices != name.indices:
        return None
    if isinstance(meant.body, s.Neg):
        found = _differentiated(meant.body.of)
        return None if found is None else Head(s.Neg(found.of), found.by)
    return _differentiated(meant.body)


def _differentiated(node: s.Node) -> Head | None:
    match node:
        case s.Derivative(of=of, by=(by,)) if of is not None:
            return Head(of, by)
        case s.Derivative(of=of, by=(one, other)) if of is not None:
            return Head(replace(node, by=(one,)), other)
        case s.Nabla(of=of, by=by, order=1) if of is not None and by is not None:
            return Head(of, by)
        case s.Nabla(of=s.Call(arguments=(by,)) as of, by=None, order=1):
            return Head(of, by)
        case s.Call(function=s.Prime(of=function, order=1), arguments=(by,)):
            return Head(replace(node, function=function), by)
        case s.Call(function=s.Prime(of=function, order=order), arguments=(by,)):
            return Head(replace(node, function=s.Prime(function, order - 1)), by)
    return None


@dataclass(frozen=True)
class Retold:
    """A link with the reading in which it is evaluated again."""

    link: Link
    head: Head | None
    by: Reference | None
    through: str | None
    script: Script
    charity: int
    one_sample: frozenset[Dim]


def _case(retold: Retold, context: Context, sizes: Sizes, dims: Dims) -> Case:
    link, by = retold.link, retold.by
    letters = free_letters(link, context.typed.scope.letters)
    shapes = Reading(context.typed, None, retold.script, retold.charity)
    shapes.dims = dims
    frame = frame_for(shapes, letters, link)
    sides(shapes, link, frame)
    reading = Reading(context.typed, sizes, retold.script, retold.charity)
    reading.dims = dims
    reading.one_sample, reading.averaged = set(retold.one_sample), context.averaged
    frame = replace(frame, arguments=own_arguments(reading, link))
    if by is not None:
        frame = frame.holding(frozenset((by.key,)))
    parts = [_bound_case(retold, reading, at) for at in bindings(context.restriction, reading, frame)]
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
    left, right = sides(reading, retold.link, at)
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
