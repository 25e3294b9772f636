"""Proves or refutes what a traced submission computes, path by path; only ``derive`` decides."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from derive.calculus import free_symbols, substitute
from derive.domains import Domains
from derive.exact.balls import evaluate, is_on_kink
from derive.exact.budget import Budget
from derive.exact.definedness import open_demands
from derive.exact.ranges import Ranges
from derive.exact.settled import settled
from derive.exact.shared import SHARED, with_maxima_free, with_shared_sums_free
from derive.exact.switches import switched
from derive.exact.tidy import tidied
from derive.judgement import prove_arrays, prove_terms
from derive.misconceptions.proof import WORK, proved_equal
from derive.misconceptions.shifts import unshifted
from derive.model import Claim, Reason, Right, Unknown, Verdict, Wrong
from derive.refute import Search, shown
from derive.terms import AllOf, Condition, Fn, Term, all_of, case, num
from derive.traverse import count_nodes, postorder
from numeric.submissions.objective import Objective
from numeric.submissions.paths import Pinned, cases_of_equations, is_impossible, pinned, suspects_first
from numeric.submissions.patience import Patience
from numeric.submissions.results import Path, Traced, Value
from numeric.submissions.shapes import Fit, fit
from numeric.submissions.sizes import Sizes

BITS = 192
MANY_POINTS = 60
LONG = 120  # nodes: above, a proof in full costs more than to look for a shorter one
FIRST_WORK = 20_000
SMALL = 30  # nodes: below, a proof costs less than to look for what both sides share
ALWAYS = all_of()


@dataclass(frozen=True, slots=True)
class Compared:
    """One parameter at one size: the verdict, a warning about its shape, and what it computes (in reference order).

    ``is_whole_size`` is False where only some of the hard labels of this size were looked at; ``wanted`` is the shape
    of the reference.
    """

    sizes: Sizes
    verdict: Verdict
    warning: str = ""
    entries: tuple[Term, ...] = ()
    shape: tuple[int, ...] = ()
    condition: Condition = ALWAYS
    is_whole_size: bool = True
    wanted: tuple[int, ...] = ()


def compare_traced(
    objective: Objective,
    traced: Traced,
    name: str,
    sole: bool,
    factor: Fraction,
    *,
    suspect: Sequence[Mapping[str, Fraction]] = (),
    settled: bool = False,
    patience: Patience | None = None,
) -> Compared:
    """Every explored path of a traced job against the reference gradient of one parameter.

    ``sole`` allows a bare result for the only parameter; ``factor`` scales the reference (sum for mean);
    ``suspect`` are points at which a run at this size was apart: a counterexample is looked for first, on the paths
    taken there before the others; ``settled`` says that it is refuted already, so that one path is enough; what is
    not proved when ``patience`` is over stays open.
    """
    found = []
    paths = suspects_first(traced.paths, suspect)
    for path in paths[:1] if settled else paths:
        if patience is not None and patience.is_over:
            return Compared(objective.sizes, Unknown(Reason.TIME))
        value = picked(path.values, name, sole)
        if _unusable(path, value) is not None and is_impossible(path.condition, objective.domains):
            continue
        found.append(_compare_path(objective, path, value, name, factor, bool(suspect)))
        if isinstance(found[-1].verdict, Wrong):
            return found[-1]
    unknown = next((compared for compared in found if isinstance(compared.verdict, Unknown)), None)
    if unknown is not None:
        return unknown
    if not traced.complete or not found or (settled and len(paths) > 1):
        return Compared(objective.sizes, Unknown(Reason.UNCOVERED_PATHS, "more paths than are explored"))
    return found[0]


def picked(values: Mapping[str, Value], name: str, sole: bool) -> Value | None:
    """The returned value of a parameter; a bare result counts where there is only one parameter."""
    found = values.get(name)
    return values.get("") if found is None and sole else found


def _compare_path(
    objective: Objective, path: Path, value: Value | None, name: str, factor: Fraction, suspect: bool
) -> Compared:
    unusable = _unusable(path, value)
    if unusable is not None:
        return Compared(objective.sizes, unusable)
    assert value is not None
    reference = objective.gradients[name]
    placed = fit(value.shape, reference.shape)
    if placed is None:
        wrong = Wrong(
            (), str(value.shape), str(reference.shape), kind="shape", sizes=tuple(objective.sizes.items())
        )
        return Compared(objective.sizes, wrong, "", value.entries, value.shape, path.condition)
    right = [factor * entry for entry in reference.entries]
    entries = placed.read(value.entries)
    refuted = _refuted_first(entries, right, path.condition, objective.domains) if suspect else None
    verdict = _proved(entries, right, path.condition, objective.domains) if refuted is None else refuted
    if isinstance(verdict, Wrong):
        verdict = replace(verdict, sizes=tuple(objective.sizes.items()))
    return Compared(
        objective.sizes,
        verdict,
        placed.warning,
        tuple(entries),
        value.shape,
        path.condition,
        wanted=reference.shape,
    )


def _proved(lefts: Sequence[Term], rights: Sequence[Term], condition: Condition, domains: Domains) -> Verdict:
    # Long terms are first looked at as polynomials in the values of functions: that is quick where it is enough.
    is_long = condition == ALWAYS and count_nodes([*lefts, *rights], LONG) >= LONG
    free = _for_any_function_values(lefts, rights, domains, FIRST_WORK) if is_long else None
    if free is not None:
        return free
    verdict = prove_on(lefts, rights, condition, domains)
    if not isinstance(verdict, Unknown) or verdict.reason is not Reason.BUDGET:
        return verdict
    free = _for_any_function_values(lefts, rights, domains)
    return verdict if free is None else free


def _for_any_function_values(
    lefts: Sequence[Term], rights: Sequence[Term], domains: Domains, work: int = WORK
) -> Right | None:
    """A proof in which the values of functions are free scalars: deep networks become polynomials in them.

    Only where both sides are defined everywhere, so that nothing is said of an empty set.
    """
    if open_demands([*lefts, *rights], Ranges(domains)):
        return None
    sides = ((lefts, rights), _plain(lefts, rights))
    if not any(proved_equal(*each, domains, Budget(work)) for each in sides):
        return None
    return Right("normal form with the values of functions as free scalars")


def _unusable(path: Path, value: Value | None) -> Unknown | None:
    if path.stop is not None:
        return Unknown(Reason.OUTSIDE_FRAGMENT, f"a path of the program stops: {path.stop}")
    if path.inexact:
        return Unknown(Reason.INEXACT, path.inexact)
    if value is None or value.kind:
        return Unknown(Reason.OUTSIDE_FRAGMENT, f"it returns {value.kind if value else 'nothing'} for it")
    return None


def _refuted_first(
    lefts: Sequence[Term], rights: Sequence[Term], condition: Condition, domains: Domains
) -> Wrong | None:
    kept = _on_path(lefts, rights, condition)
    found = Search(kept, rights, domains).difference(range(len(kept)), MANY_POINTS, most_bits=128)
    if found is None:
        return None
    values = (shown(found.left), shown(found.right), shown(found.gap))
    claim = Claim(kept[found.entry], rights[found.entry], domains)
    return Wrong(found.point, *values, entry=(found.entry,), claims=(claim,))


def _on_path(lefts: Sequence[Term], rights: Sequence[Term], condition: Condition) -> list[Term]:
    if isinstance(condition, AllOf) and not condition.parts:
        return list(lefts)
    return [case([(condition, left)], right) for left, right in zip(lefts, rights, strict=True)]


def prove_on(
    lefts: Sequence[Term], rights: Sequence[Term], condition: Condition, domains: Domains
) -> Verdict:
    """Whether two lists of terms are equal wherever the path's condition holds.

    >>> from derive.domains import ANYWHERE
    >>> from derive.terms import compare, fn, sym
    >>> x = sym("x")
    >>> type(prove_on([fn("abs", x)], [x], compare("<", 0, x), ANYWHERE)).__name__
    'Right'
    """
    labelled = cases_of_equations([*lefts, *rights], domains)
    if labelled:
        return _each([replace(each, rest=condition) for each in labelled], lefts, rights, domains)
    cases = pinned(condition, domains)
    if len(cases) != 1 or not cases[0].values:
        free = _whatever_the_case(lefts, rights, domains)
        if isinstance(free, Right):
            return free
    return _each(cases, lefts, rights, domains)


def _each(
    cases: Sequence[Pinned], lefts: Sequence[Term], rights: Sequence[Term], domains: Domains
) -> Verdict:
    verdict: Verdict = Right("no values of the labels take this path")
    for known in cases:
        verdict = _where_pinned(lefts, rights, known, domains)
        if not isinstance(verdict, Right):
            break
    return verdict


def _where_pinned(lefts: Sequence[Term], rights: Sequence[Term], known: Pinned, domains: Domains) -> Verdict:
    if not known.values:
        return _on_condition(lefts, rights, known.rest, domains)
    numbers = {name: num(value) for name, value in known.values.items()}
    left, right = (settled([substitute(term, numbers) for term in side]) for side in (lefts, rights))
    return _with_point(prove_on(left, right, known.rest, domains), known.values)


def _on_condition(
    lefts: Sequence[Term], rights: Sequence[Term], condition: Condition, domains: Domains
) -> Verdict:
    # First with the condition's switches at their values; then as a case distinction, where all else is equal.
    parts = condition.parts if isinstance(condition, AllOf) else (condition,)
    settled = _whatever_the_case(lefts, rights, domains, parts) if parts else None
    if isinstance(settled, Right):
        return settled
    kept = _on_path(lefts, rights, condition)
    again = None if kept == list(lefts) else _whatever_the_case(kept, rights, domains)
    return again if isinstance(again, Right) else prove_arrays(kept, rights, domains)


def _with_point(verdict: Verdict, values: Mapping[str, Fraction]) -> Verdict:
    if not isinstance(verdict, Wrong):
        return verdict
    point = {**dict(verdict.point), **values}
    return replace(verdict, point=tuple(sorted(point.items())))


def _whatever_the_case(
    lefts: Sequence[Term], rights: Sequence[Term], domains: Domains, holding: Sequence[Condition] = ()
) -> Verdict | None:
    if count_nodes([*lefts, *rights], SMALL) < SMALL:
        return _with_switches(lefts, rights, domains, holding)
    plain = _plain(lefts, rights)
    for free in (
        with_maxima_free(*plain),
        with_shared_sums_free(*plain),
        with_shared_sums_free(*plain, in_functions=True),
    ):
        proof = None if free is None else _with_switches(*free, domains, holding)
        if isinstance(proof, Right) and not any(SHARED in each for each in proof.conditions):
            return proof
    return _with_switches(*plain, domains, holding)


def _plain(lefts: Sequence[Term], rights: Sequence[Term]) -> tuple[list[Term], list[Term]]:
    """Both sides in one order, without the maxima that cancel in exponents."""
    terms = [*lefts, *rights]
    if any(isinstance(node, Fn) and node.name == "max" for node in postorder(terms)):
        terms = [unshifted(each) for each in terms]
    tidy = tidied(terms)
    return tidy[: len(lefts)], tidy[len(lefts) :]


def _with_switches(
    lefts: Sequence[Term], rights: Sequence[Term], domains: Domains, holding: Sequence[Condition]
) -> Verdict | None:
    sides = switched(lefts, rights, domains, _is_proved(domains), holding)
    if sides is None and holding:
        return None
    return prove_arrays(*(sides or (lefts, rights)), domains, simplest=False)


def _is_proved(domains: Domains) -> Callable[[Term, Term], bool]:
    return lambda left, right: isinstance(prove_terms(left, right, domains, simplest=False), Right)


def compare_closed(
    objective: Objective,
    traced: Traced,
    name: str,
    sole: bool,
    factor: Fraction,
    point: Mapping[str, Fraction],
) -> Verdict:
    """The exact re-run at one rational point: both sides are numbers without symbols."""
    if len(traced.paths) != 1:
        return Unknown(Reason.UNCOVERED_PATHS)
    (path,) = traced.paths
    value = picked(path.values, name, sole)
    unusable = _unusable(path, value)
    if unusable is not None:
        return unusable
    assert value is not None
    if evaluate([path.condition], {}, BITS) != [True]:  # type: ignore[list-item]
        return Unknown(Reason.UNCOVERED_PATHS, "the path at this point is not certified")
    return _closed_verdict(objective, value, name, factor, point)


def _closed_verdict(
    objective: Objective, value: Value, name: str, factor: Fraction, point: Mapping[str, Fraction]
) -> Verdict:
    reference = objective.gradients[name]
    sizes = tuple(objective.sizes.items())
    placed = fit(value.shape, reference.shape)
    if placed is None:
        return Wrong((), str(value.shape), str(reference.shape), kind="shape", sizes=sizes)
    if is_on_kink(reference.entries, point) or is_on_kink(value.entries, {}):
        return Unknown(Reason.UNDECIDED, "the point lies on a kink")
    numbers = {symbol: num(at) for symbol, at in point.items()}
    verdicts = []
    for k, (left, right) in enumerate(zip(placed.read(value.entries), reference.entries, strict=True)):
        verdict = prove_terms(left, factor * substitute(right, numbers))
        verdicts.append(verdict)
        if isinstance(verdict, Wrong):
            used = free_symbols(*reference.entries)
            return replace(verdict, entry=(k,), sizes=sizes, point=tuple(_used(point, used)))
    return next(
        (verdict for verdict in verdicts if not isinstance(verdict, Right)), Right("at one point, exactly")
    )


def _used(point: Mapping[str, Fraction], names: Iterable[str]) -> list[tuple[str, Fraction]]:
    return [(name, point[name]) for name in sorted(names) if name in point]


def placed_floats(value: Value, shape: tuple[int, ...]) -> tuple[list[float], Fit] | None:
    """A numeric result in the order of the reference; None where its shape cannot be meant."""
    placed = fit(value.shape, shape)
    return None if placed is None else (placed.read(value.entries), placed)
