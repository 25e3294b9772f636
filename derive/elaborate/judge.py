"""The verdict on one link: every admissible reading of it, at several sizes, entry by entry."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import product

from derive.arrays import ShapeError
from derive.calculus import free_symbols, substitute
from derive.domains import POSITIVE, UNIT, Domain, Domains, OneHot, Simplex
from derive.elaborate.choices import Script, scripts
from derive.elaborate.dims import Dim
from derive.elaborate.errors import Clash, NoValue
from derive.elaborate.evaluate import Frame
from derive.elaborate.infer import Reading, Typed, frame_for, free_letters, least_axes, rivals, sides
from derive.elaborate.lookup import BEYOND
from derive.elaborate.roles import FUNCTIONS_OF_EVERYBODY, Link, is_loss
from derive.elaborate.scope import Axes
from derive.model import Reason, Right, Unknown, Verdict, Wrong
from derive.prove import prove_arrays
from derive.reader import syntax as s
from derive.reader.tree import readings
from derive.terms import Add, Fn, Mul, Num, Sym, Term, sym
from derive.traverse import postorder

SMALLER = ((2, 2, 2, 2, 2), (1, 2, 1, 2, 1))
SMALL = ((2, 2, 2, 2, 2),)
PLANS = ((2, 3, 4, 2, 3), (3, 2, 2, 2, 4))
TRIES = 96
CANDIDATES = 12
NOTATIONS = 8
MOST_BINDINGS = 27
MOST_NODES = 30_000
NODES_A_UNIT = 100


class Sizes(dict[Dim, int]):
    """Concrete sizes, given out to dimensions in the order in which they are first asked for."""

    def __init__(self, plan: Sequence[int], order: dict[Dim, int]) -> None:
        super().__init__()
        self.plan = plan
        self.order = order

    def get(self, root: Dim, default: object = None) -> int:
        """The size of a dimension."""
        place = self.order.setdefault(root, len(self.order))
        return self.plan[place % len(self.plan)]


@dataclass(frozen=True)
class Judgement:
    """A verdict with the reading that it rests on."""

    verdict: Verdict
    layout: str = ""
    notes: frozenset[str] = frozenset()
    conditions: tuple[str, ...] = ()
    sizes: str = ""
    reading: Reading | None = None
    link: Link | None = None
    domains: Domains = field(default_factory=Domains)


@dataclass(frozen=True)
class Context:
    """What the judgement of a link needs to know about the place where it stands."""

    typed: Typed
    order: dict[Dim, int]
    restriction: tuple[s.Chain, ...] = ()
    sample_letters: frozenset[str] = frozenset()
    says_one: bool = False
    averaged: frozenset[str] = frozenset()
    plans: tuple[tuple[int, ...], ...] = PLANS
    tries: int = TRIES
    charitable: bool = True

    @property
    def one_sample(self) -> bool:
        """Whether the link may be meant for one sample."""
        return self.says_one or bool(self.sample_letters)


def judge(link: Link, context: Context) -> Judgement:
    """The verdict on a link: all readings of its notation must agree, one convention is enough.

    What is too large at the usual sizes is judged at smaller ones.
    """
    judgement = _judge_all(link, context)
    verdict = judgement.verdict
    if isinstance(verdict, Unknown) and verdict.reason is Reason.BUDGET and context.plans is PLANS:
        return _judge_all(link, replace(context, plans=SMALLER))
    return judgement


def _judge_all(link: Link, context: Context) -> Judgement:
    found: list[Judgement] = []
    for variant in _notations(link):
        judgement = _judge_reading(variant, context)
        if judgement is not None:
            found.append(judgement)
    if not found:
        return _clash(link, context)
    return _agreed(found)


def _notations(link: Link) -> Iterator[Link]:
    chain = s.Chain((link.left, link.right), (link.relation,))
    for _, tree in readings(chain, NOTATIONS):
        assert isinstance(tree, s.Chain)
        yield replace(link, left=tree.members[0], right=tree.members[1])


def _agreed(found: Sequence[Judgement]) -> Judgement:
    """One verdict for all readings of the notation: Unknown where two of them differ."""
    if len({type(judgement.verdict) for judgement in found}) == 1:
        return found[0]
    found = [j for j in found if not _is_nonsense(j.verdict)] or found
    if len({type(judgement.verdict) for judgement in found}) == 1:
        return found[0]
    unknown = next((j for j in found if isinstance(j.verdict, Unknown)), None)
    return unknown or replace(found[0], verdict=Unknown(Reason.READINGS_DISAGREE))


def _is_nonsense(verdict: Verdict) -> bool:
    """Whether a reading differentiates what does not contain the variable, which nobody means."""
    return isinstance(verdict, Unknown) and verdict.reason is Reason.UNDECLARED


def _judge_reading(link: Link, context: Context) -> Judgement | None:
    """The verdict in one reading of the notation; None where no convention makes sense of it."""
    found: list[Judgement] = []
    for charity in ((0, 1, 2) if context.one_sample else (0, 1)) if context.charitable else (0,):
        for judgement in _candidates(link, context, charity):
            if isinstance(judgement.verdict, Right):
                return judgement
            found.append(judgement)
        if charity == 0 and not context.one_sample and any(not isinstance(j.verdict, Unknown) for j in found):
            break
    unknown = [judgement for judgement in found if isinstance(judgement.verdict, Unknown)]
    return unknown[0] if unknown else found[0] if found else None


def _candidates(link: Link, context: Context, charity: int) -> Iterator[Judgement]:
    seen: set[object] = set()
    dims = context.typed.dims
    start = dims.mark()
    try:
        yield from _scripted(link, context, charity, seen, start)
    finally:
        dims.back_to(start)


def _scripted(
    link: Link, context: Context, charity: int, seen: set[object], start: int
) -> Iterator[Judgement]:
    dims = context.typed.dims
    for script in scripts(context.tries):
        dims.back_to(start)
        reading = Reading(context.typed, None, script, charity)
        reading.averaged = context.averaged
        letters = free_letters(link, context.typed.scope.letters)
        try:
            frame = frame_for(reading, letters, link)
            sides(reading, link, frame)
        except NoValue as problem:
            if not isinstance(problem, Clash):
                yield Judgement(Unknown(problem.reason, problem.detail), link=link)
                break
            continue
        if charity == 2:
            chosen = (frame.indices[x][0] for x in letters if x in context.sample_letters or context.says_one)
            roots = {dims.find(dim) for dim in chosen if dim is not None}
            reading.one_sample |= roots & context.averaged
        judgement = _at_sizes(link, context, reading, script, charity, frame, seen)
        if judgement is not None:
            yield judgement
        if len(seen) >= CANDIDATES:
            break


def _at_sizes(
    link: Link,
    context: Context,
    shapes: Reading,
    script: Script,
    charity: int,
    frame: Frame,
    seen: set[object],
) -> Judgement | None:
    rights: list[Right] = []
    last: Reading | None = None
    domains = Domains()
    for number, plan in enumerate(context.plans):
        reading = Reading(context.typed, Sizes(plan, context.order), script, charity)
        reading.one_sample = set(shapes.one_sample)
        reading.averaged = context.averaged
        try:
            lefts, others = _entries(link, context, reading, frame)
        except Clash:
            return None
        except ShapeError as problem:
            return Judgement(Unknown(Reason.UNDECIDED, problem.message), link=link)
        except NoValue as problem:
            return Judgement(Unknown(problem.reason, problem.detail), link=link)
        mark = (tuple(lefts), tuple(others))
        if mark in seen:
            if number:
                break
            return None
        seen.add(mark)
        if not lefts:
            continue
        domains = domains_for(reading, [*lefts, *others])
        verdict = _decide(lefts, others, domains, reading)
        last = reading
        if isinstance(verdict, Wrong) and BEYOND in reading.notes:
            verdict = Unknown(Reason.READINGS_DISAGREE, BEYOND)
        if not isinstance(verdict, Right):
            return Judgement(
                verdict, _layout(shapes), frozenset(shapes.notes), reading=reading, link=link, domains=domains
            )
        rights.append(verdict)
    if not rights or last is None:
        return None
    conditions = tuple(dict.fromkeys(c for right in rights for c in right.conditions))
    if shapes.one_sample:
        conditions += ("for one sample",)
    notes = frozenset(shapes.notes)
    return Judgement(rights[0], _layout(shapes), notes, conditions, _sizes(context), last, link, domains)


def _layout(reading: Reading) -> str:
    return reading.layouts[0] if reading.layouts else ""


def _sizes(context: Context) -> str:
    parts = []
    for root, place in context.order.items():
        if not root.startswith("?"):
            values = sorted({plan[place % len(plan)] for plan in context.plans})
            parts.append(f"{root}={','.join(map(str, values))}")
    return ", ".join(parts)


def _entries(link: Link, context: Context, reading: Reading, frame: Frame) -> tuple[list[Term], list[Term]]:
    lefts: list[Term] = []
    rights: list[Term] = []
    for bound in bindings(context, reading, frame):
        left, right = sides(reading, link, bound)
        lefts.extend(_stretched(left.entries, right.entries))
        rights.extend(_stretched(right.entries, left.entries))
    return lefts, rights


def _stretched(entries: tuple[Term, ...], others: tuple[Term, ...]) -> tuple[Term, ...]:
    return entries * len(others) if len(entries) == 1 else entries


def bindings(context: Context, reading: Reading, frame: Frame) -> Iterator[Frame]:
    """The frame once for every value of its running indices that the condition beside the formula admits."""
    letters = list(frame.indices)
    spans = [range(1, reading.size(dim) + 1) for dim, _ in frame.indices.values() if dim is not None]
    for count, values in enumerate(product(*spans)):
        if count >= MOST_BINDINGS:
            return
        bound = {x: (frame.indices[x][0], v) for x, v in zip(letters, values, strict=True)}
        inside = replace(frame, indices=bound)
        if all(_admits(chain, bound) for chain in context.restriction):
            yield inside


def _admits(chain: s.Chain, bound: Mapping[str, tuple[Dim | None, int | None]]) -> bool:
    values = []
    for member in chain.members:
        if not isinstance(member, s.Name) or member.letter not in bound:
            return True
        values.append(bound[member.letter][1])
    pairs = zip(values, values[1:], chain.relations, strict=False)
    return all((a == b) == (relation.sign == "=") for a, b, relation in pairs)


def domains_for(reading: Reading, terms: Sequence[Term]) -> Domains:
    """The declared domain of every symbol; what stands in a logarithm is taken to be where that is defined."""
    names = free_symbols(*terms)
    scope = reading.scope
    of: dict[str, Domain] = {}
    for name in names:
        declared = scope.domains.get(name.split("[", 1)[0])
        if declared is not None:
            of[name] = declared
    for name, domain in _in_logarithms(terms).items():
        of.setdefault(name, domain)
    kind = OneHot if "one-hot" in scope.words or "one hot" in scope.words else Simplex
    groups = [kind(symbols) for key in sorted(scope.one_hot) for symbols in _rows(names, key)]
    for group in groups:
        for name in group.symbols:
            of.pop(name, None)
    return Domains(of, tuple(groups))


def _rows(names: frozenset[str], key: str) -> Iterator[tuple[str, ...]]:
    """The symbols of a family, sample by sample."""
    rows: dict[str, list[str]] = {}
    for name in sorted(names):
        base, _, label = name.partition("[")
        if base == key and label:
            rows.setdefault(label.rpartition(",")[0], []).append(name)
    yield from (tuple(row) for row in rows.values() if len(row) > 1)


def _in_logarithms(terms: Sequence[Term]) -> dict[str, Domain]:
    low: set[str] = set()
    high: set[str] = set()
    for node in postorder(terms):
        if isinstance(node, Fn) and node.name == "log":
            (argument,) = node.args
            if isinstance(argument, Sym):
                low.add(argument.name)
            elif isinstance(argument, Add):
                high |= {name for part in argument.args if (name := _negated(part))}
    return {name: UNIT if name in high else POSITIVE for name in low | high}


def _negated(part: Term) -> str | None:
    if isinstance(part, Mul) and len(part.args) == 2:
        number, symbol = part.args
        if isinstance(number, Num) and number.value == -1 and isinstance(symbol, Sym):
            return symbol.name
    return None


def _decide(lefts: Sequence[Term], rights: Sequence[Term], domains: Domains, reading: Reading) -> Verdict:
    nodes = sum(1 for _ in postorder([*lefts, *rights]))
    work = reading.typed.work
    if nodes > MOST_NODES or not work.left:
        return Unknown(Reason.BUDGET)
    work.left = max(0, work.left - nodes // NODES_A_UNIT)
    verdict = prove_arrays(lefts, rights, domains)
    if not isinstance(verdict, Right):
        milder = _with_constraints(lefts, rights, domains, reading)
        if milder is not None:
            return milder
        if isinstance(verdict, Wrong) and not _opaque_apart(reading, [*lefts, *rights]):
            return Unknown(Reason.UNDECIDED, "a function that is not defined is taken at several arguments")
    return verdict


def _with_constraints(
    lefts: Sequence[Term], rights: Sequence[Term], domains: Domains, reading: Reading
) -> Right | None:
    """Right under what is usually meant silently: targets that sum to one."""
    names = free_symbols(*lefts, *rights)
    words = reading.scope.words
    symmetric = _if_symmetric(lefts, rights, domains, reading)
    if symmetric is not None:
        return symmetric
    if domains.groups or not any(
        word in words for word in ("softmax", "one-hot", "one hot", "distribution", "class")
    ):
        return None
    for key in sorted({name.split("[")[0] for name in names}):
        if not set(key) & set("ytqxYT"):
            continue
        groups = tuple(Simplex(symbols) for symbols in _rows(names, key))
        if groups:
            grouped = {name for group in groups for name in group.symbols}
            of = {name: domain for name, domain in domains.of.items() if name not in grouped}
            verdict = prove_arrays(lefts, rights, Domains(of, groups))
            if isinstance(verdict, Right):
                return replace(verdict, conditions=(*verdict.conditions, f"the entries of {key} sum to 1"))
    return None


SYMMETRIC = (
    "symmetric",
    "covariance",
    "positive definite",
    "positive-definite",
    "gram",
    "kernel",
    "precision",
)


def _if_symmetric(
    lefts: Sequence[Term], rights: Sequence[Term], domains: Domains, reading: Reading
) -> Right | None:
    """Right where the square matrices that are given are symmetric, as the words of the document say of one."""
    if not any(word in reading.scope.words for word in SYMMETRIC):
        return None
    swapped = {name: turned for name in free_symbols(*lefts, *rights) if (turned := _mirrored(name, reading))}
    if not swapped:
        return None
    mapping = {name: sym(turned) for name, turned in swapped.items()}
    sides = [[substitute(term, mapping) for term in side] for side in (lefts, rights)]
    verdict = prove_arrays(sides[0], sides[1], domains)
    keys = ", ".join(sorted({name.split("[")[0] for name in swapped}))
    return (
        replace(verdict, conditions=(*verdict.conditions, f"{keys} symmetric"))
        if isinstance(verdict, Right)
        else None
    )


def _mirrored(name: str, reading: Reading) -> str | None:
    """The entry above the diagonal that equals one below it, in a square matrix of data."""
    key, _, label = name.rstrip("]").partition("[")
    places = label.split(",")
    dims = reading.axes.get(key, ())
    square = len(dims) == 2 and reading.dims.find(dims[0]) == reading.dims.find(dims[1])
    if not square or len(places) != 2 or not all(place.isdigit() for place in places):
        return None
    row, column = map(int, places)
    return f"{key}[{column},{row}]" if row > column else None


def _opaque_apart(reading: Reading, terms: Sequence[Term]) -> bool:
    """Whether unknown functions are taken at certainly different arguments, so that their values are independent."""
    names = [name for name in free_symbols(*terms) if name in reading.opaque]
    for place, one in enumerate(names):
        for other in names[place + 1 :]:
            (f, a), (g, b) = reading.opaque[one], reading.opaque[other]
            if f == g and not isinstance(prove_arrays([a], [b]), Wrong):
                return False
    return True


def _clash(link: Link, context: Context) -> Judgement:
    """No reading makes sense: wrong where no other shapes of its names would make as much sense of the document."""
    left, right = (_shape_of(side, link, context) for side in (link.left, link.right))
    clear = (
        not _by_number(link, context)
        and _is_shape(left)
        and left != right
        and "some length" not in left + right
    )
    if clear and not _by_number(link, context) and is_firm(context.typed, link):
        return Judgement(Wrong((), left, right, kind="shape"), link=link)
    return Judgement(Unknown(Reason.UNDECIDED, f"{left} against {right}"), link=link)


def _is_shape(words: str) -> bool:
    """Whether words name a shape, rather than what does not go together."""
    return words.startswith("a ") and not any(sign in words for sign in (" times ", " against "))


def _by_number(link: Link, context: Context) -> bool:
    """Whether the left side is the derivative of an array by a number: then a name was taken for an array too early."""
    side = link.left
    if not isinstance(side, s.Derivative) or side.of is None:
        return False
    return (
        _shape_of(side.of, link, context) != "a number" and _shape_of(side.by[0], link, context) == "a number"
    )


def _shape_of(side: s.Node, link: Link, context: Context) -> str:
    """The shape of one side in words, or which of its shapes do not go together."""
    dims = context.typed.dims
    start = dims.mark()
    problem = "no shape"
    for script in scripts(TRIES):
        reading = Reading(context.typed, None, script, 0)
        try:
            value = reading.value(
                side, frame_for(reading, free_letters(link, context.typed.scope.letters), link)
            )
            return dims.show(value.shape)
        except NoValue as found:
            problem = found.detail or problem
        finally:
            dims.back_to(start)
    return problem


def is_declared(typed: Typed, key: str) -> bool:
    """Whether the document says the shape of a name: by ∈, by a definition, or by writing all of its indices."""
    scope, count = typed.scope, typed.typing.get(key, Axes(0)).count
    if key in scope.shapes or key in scope.definitions or key in scope.letters.sizes | scope.functions:
        return True
    if count == 0:
        return is_loss(key) or key.startswith("\\") or key in FUNCTIONS_OF_EVERYBODY | {"e", "I"}
    return least_axes(scope, typed.links).get(key, 0) >= count


def is_firm(typed: Typed, link: Link) -> bool:
    """Whether giving a name of the link another shape would always make less sense of the document."""
    place = next((k for k, other in enumerate(typed.links) if other.right.span == link.right.span), None)
    if place is None or len(typed.clashing) > 2 + len(typed.links) // 8 or not typed.work.left:
        return False
    scope = typed.scope
    keys = scope.ancestors(link.left) | scope.ancestors(link.right)
    if any(place in typed.defining for place in typed.clashing):
        return False
    unsure = [key for key in keys if not is_declared(typed, key)]
    if len(unsure) > (1 if scope.shapes else 0):
        return False
    return not any(place not in rival.clashing for key in sorted(keys) for rival in rivals(typed, key))
