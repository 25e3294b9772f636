"""Why a line is wrong: the same step handed to the diagnosis, and whether it only carries an earlier mistake on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from derive.arrays import Array, Leaf
from derive.calculus import differentiate, substitute
from derive.domains import Domains, FiniteSet
from derive.elaborate import lookup
from derive.elaborate.assumptions import domains_for
from derive.elaborate.atoms import reaching
from derive.elaborate.choices import Script, scripts
from derive.elaborate.collapsed import collapsed_sum
from derive.elaborate.dims import ONE, Dim, Dims
from derive.elaborate.errors import Clash, NoValue
from derive.elaborate.evaluate import Frame
from derive.elaborate.infer import Reading, frame_for, own_arguments, sides
from derive.elaborate.judge import PLANS, TRIES, Context, Judgement, Sizes, bindings
from derive.elaborate.names import Reference, reference
from derive.elaborate.roles import Link, head_of
from derive.elaborate.variables import free_letters
from derive.errors import GradproofError
from derive.judgement import prove_arrays
from derive.misconceptions.step import Case, Differentiation, WrongStep
from derive.model import Right, Wrong
from derive.reader import syntax as s
from derive.reader.tree import rebuilt, walk
from derive.reverse import program
from derive.terms import Sym, Term, add, mul

SQUARE_PLANS = ((2,), (3,))
HARD_ON_SOFT = "hard-label-identity-on-soft-labels"


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


@dataclass(frozen=True)
class Why:
    """What is said of a wrong line beside its counterexample."""

    misconceptions: tuple[tuple[str, ...], ...] = ()
    residual: str | None = None
    follows: Slip | None = None
    told: tuple[str, ...] = ()


def why_wrong(context: Context, judgement: Judgement, earlier: Sequence[Slip]) -> tuple[Slip | None, Why]:
    """The wrong line as a slip of its own, or as what follows from an earlier one."""
    slip = slip_of(context, judgement, earlier[0].by if earlier else None)
    if slip is None:
        return None, _collapsed(context, judgement)
    for first in earlier:
        if carries(first, slip):
            return slip, Why(follows=first)
    from derive.diagnose import diagnose

    found = diagnose(WrongStep(slip.cases, labels=_labels(slip.cases)))
    residual = found.residual.text if found.residual is not None else None
    words = context.typed.scope.words
    return slip, Why(tuple(ids for ids in found.explanations if not _is_denied(ids, words)), residual)


def _is_denied(ids: Sequence[str], words: str) -> bool:
    # Labels that the text calls one-hot are hard: an identity of hard labels is theirs, wherever else it may fail.
    return HARD_ON_SOFT in ids and any(word in words for word in ("one-hot", "one hot", "1-of-"))


def _collapsed(context: Context, judgement: Judgement) -> Why:
    shapes = isinstance(judgement.verdict, Wrong) and judgement.verdict.kind == "shape"
    found = collapsed_sum(judgement.link, context) if shapes and judgement.link is not None else None
    return Why() if found is None else Why((("sum-collapsed-before-chain-rule",),), told=(found.told,))


def _labels(cases: Sequence[Case]) -> tuple[str, ...]:
    finite = (
        name for case in cases for name, domain in case.domains.of.items() if isinstance(domain, FiniteSet)
    )
    grouped = (name for case in cases for group in case.domains.groups for name in group.symbols)
    return tuple(dict.fromkeys(name.partition("[")[0] for name in (*finite, *grouped)))


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
    parts = [_bound_case(retold, reading, at) for at in bindings(context, reading, frame)]
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
    if len(table) == len(right) and _proved([slope for _, _, slope in table], right, domains):
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


def carries(first: Slip, later: Slip) -> bool:
    """Whether a later wrong line would be right if the first wrong line were: proved at every size.

    Either the first one's value enters the chain rule where the later one goes through its variable, or both
    are off by the same factor.
    """
    pairs = list(zip(first.cases, later.cases, strict=False))
    return bool(pairs) and (
        all(_same_factor(a, b) for a, b in pairs) or all(_by_chain(a, b) for a, b in pairs)
    )


def _same_factor(first: Case, later: Case) -> bool:
    if len(first.written) != 1 or len(first.right) != 1:
        return _same_entries(first, later)
    lefts = [mul(entry, first.right[0]) for entry in later.written]
    rights = [mul(entry, first.written[0]) for entry in later.right]
    return _proved(lefts, rights, later.domains)


def _same_entries(first: Case, later: Case) -> bool:
    if len(first.written) != len(later.written):
        return False
    lefts = [mul(a, b) for a, b in zip(later.written, first.right, strict=False)]
    rights = [mul(a, b) for a, b in zip(later.right, first.written, strict=False)]
    return _proved(lefts, rights, later.domains)


def _by_chain(first: Case, later: Case) -> bool:
    """Off by the first line's error, passed on through its variable: ∂L/∂x − written = Σ (∂L/∂z − written) ∂z/∂x."""
    if not (first.differentiations and later.differentiations):
        return False
    through = _through(first, later)
    if through is None:
        return False
    errors = [
        (substitute(add(right, mul(-1, written)), through), through[by.name])
        for right, written, by in zip(first.right, first.written, first.differentiations[0].by, strict=False)
    ]
    lefts, rights = [], []
    for k, by in enumerate(later.differentiations[0].by):
        lefts.append(add(later.right[k], mul(-1, later.written[k])))
        rights.append(add(*(mul(error, differentiate(value, by.name)) for error, value in errors)))
    return _proved(lefts, rights, later.domains)


def _through(first: Case, later: Case) -> dict[str, Term] | None:
    """What the atoms of the first line stand for in the later one."""
    held = dict(later.named)
    found: dict[str, Term] = {}
    for atom in first.differentiations[0].by:
        family = atom.name.partition("[")[0]
        array = held.get(family)
        place = _entry_of(array, atom.name) if array is not None else None
        if place is None:
            return None
        found[atom.name] = place
    return found


def _entry_of(array: Array, name: str) -> Term | None:
    if "[" not in name:
        return array.entries[0] if len(array.entries) == 1 else None
    index = [int(part) - 1 for part in name.partition("[")[2].rstrip("]").split(",")]
    if len(index) != array.ndim or any(not 0 <= i < n for i, n in zip(index, array.shape, strict=True)):
        return None
    return array.at(*index)


def _proved(lefts: Sequence[Term], rights: Sequence[Term], domains: Domains) -> bool:
    return isinstance(prove_arrays(lefts, rights, domains), Right)
