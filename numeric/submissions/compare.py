"""Proves or refutes what a traced submission computes, path by path; only ``derive`` decides."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from derive.calculus import free_symbols, substitute
from derive.exact.balls import evaluate, is_on_kink
from derive.judgement import prove_terms
from derive.model import Reason, Right, Unknown, Verdict, Wrong
from derive.terms import Condition, Term, all_of, num
from numeric.submissions.objective import Objective
from numeric.submissions.path_proofs import Ways, proved_on, refuted_on
from numeric.submissions.paths import is_impossible, suspects_first
from numeric.submissions.patience import Patience
from numeric.submissions.results import Path, Traced, Value
from numeric.submissions.shapes import Fit, fit
from numeric.submissions.sizes import Sizes, said

BITS = 192
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
    ways: Ways | None = None,
) -> Compared:
    """Every explored path of a traced job against the reference gradient of one parameter.

    ``sole`` allows a bare result for the only parameter; ``factor`` scales the reference (sum for mean);
    ``suspect`` are points at which a run at this size was apart: the paths taken there come before the others;
    ``settled`` says that it is refuted already, so that one path is enough; what is not proved when ``patience`` is
    over stays open; ``ways`` says what to try first.
    """
    found = []
    ways = ways or Ways()
    paths = suspects_first(traced.paths, suspect)
    for path in paths[:1] if settled else paths:
        if patience is not None and patience.is_over:
            return Compared(objective.sizes, Unknown(Reason.TIME))
        value = picked(path.values, name, sole)
        if _unusable(path, value) is not None and is_impossible(path.condition, objective.domains):
            continue
        # Where paths are left out no proof can cover the domain, and only a counterexample is looked for.
        found.append(_compare_path(objective, path, value, name, factor, ways, traced.complete))
        if isinstance(found[-1].verdict, Wrong):
            return found[-1]
    unknown = next((compared for compared in found if isinstance(compared.verdict, Unknown)), None)
    if unknown is not None and traced.complete:
        return unknown
    if not traced.complete or not found or (settled and len(paths) > 1):
        at = f" at {said([objective.sizes])}" if objective.sizes else ""
        return Compared(objective.sizes, Unknown(Reason.UNCOVERED_PATHS, f"more than {len(paths)} paths{at}"))
    return found[0]


def picked(values: Mapping[str, Value], name: str, sole: bool) -> Value | None:
    """The returned value of a parameter; a bare result counts where there is only one parameter."""
    found = values.get(name)
    return values.get("") if found is None and sole else found


def _compare_path(
    objective: Objective,
    path: Path,
    value: Value | None,
    name: str,
    factor: Fraction,
    ways: Ways,
    covered: bool,
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
    verdict: Verdict | None
    if covered:
        verdict = proved_on(entries, right, path.condition, objective.domains, ways)
    else:
        verdict = refuted_on(entries, right, path.condition, objective.domains)
    if isinstance(verdict, Wrong):
        verdict = replace(verdict, sizes=tuple(objective.sizes.items()))
    return Compared(
        objective.sizes,
        Unknown(Reason.UNCOVERED_PATHS) if verdict is None else verdict,
        placed.warning,
        tuple(entries),
        value.shape,
        path.condition,
        wanted=reference.shape,
    )


def _unusable(path: Path, value: Value | None) -> Unknown | None:
    if path.stop is not None:
        return Unknown(Reason.OUTSIDE_FRAGMENT, f"a path of the program stops: {path.stop}")
    if path.inexact:
        return Unknown(Reason.INEXACT, path.inexact)
    if value is None or value.kind:
        return Unknown(Reason.OUTSIDE_FRAGMENT, f"it returns {value.kind if value else 'nothing'} for it")
    return None


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
