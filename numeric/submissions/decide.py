"""The verdict on one parameter: what was proved or refuted exactly, believed only together with the runs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from derive.evidence import conditions_text
from derive.model import Right, Unknown, Wrong
from derive.short_conditions import few_conditions
from numeric.submissions.closeness import NEAR
from numeric.submissions.compare import Compared
from numeric.submissions.looks import Look
from numeric.submissions.sizes import Sizes, said
from numeric.submissions.verdicts import ParameterReview, Status

EVERY_SIZE = "all sizes"


@dataclass(frozen=True, slots=True)
class Seen:
    """Everything that was seen of one parameter.

    ``compared`` holds one entry a traced size (the first that differs); ``faithful`` says for each of them whether
    the run at that size has the traced values (None: not run); ``closed`` is the exact re-run at one point;
    ``everywhere`` says that the program was proved right for every size at once; ``is_steady`` that it is still
    right when it is called again; ``is_rounding`` that it is right in exact numbers wherever its run is apart;
    ``is_at_rest`` that its guards are at rest; ``is_unseen`` that no run above the traced sizes says anything, and no
    exact re-run there is right either.
    """

    name: str
    compared: Sequence[Compared]
    faithful: Sequence[bool | None]
    looks: Sequence[Look]
    closed: Wrong | None = None
    measured: str = ""
    samples: str = ""
    everywhere: bool = False
    is_steady: bool = True
    is_rounding: bool = False
    is_unseen: bool = False
    is_at_rest: bool = False


def is_refuted(seen: Seen) -> bool:
    """Whether a traced path is proved wrong."""
    return any(isinstance(compared.verdict, Wrong) for compared in seen.compared)


def ordinary(seen: Seen) -> list[Look]:
    """The runs at points that are not extreme."""
    return [look for look in seen.looks if not look.run.is_saturated]


def silent_above(seen: Seen) -> list[Look]:
    """The runs above the traced sizes where none of them says anything: all overflow, or the referee is uncertain."""
    traced = [compared.sizes for compared in seen.compared]
    above = [look for look in ordinary(seen) if look.run.point.sizes not in traced and not look.missing]
    return above if all(look.overflows or look.is_blind for look in above) else []


def decide(seen: Seen) -> ParameterReview:
    """The verdict and its evidence."""
    plain = ordinary(seen)
    stops = [look for look in plain if look.missing]
    if plain and len(stops) == len(plain):
        return ParameterReview(seen.name, Status.CRASHES, _one(stops))
    refuted = [compared for compared in seen.compared if isinstance(compared.verdict, Wrong)]
    if refuted:
        return _refuted(seen, refuted[0], plain)
    proved = [compared for compared in seen.compared if isinstance(compared.verdict, Right)]
    if plain and all(look.overflows for look in plain):
        return _never_finite(seen, proved, len(plain))
    apart = [look for look in plain if look.is_apart]
    if apart and not _is_rounding(seen, apart, plain):
        return _apart(seen, apart, len(proved) == len(seen.compared))
    if proved and seen.is_unseen and not seen.everywhere:
        return _unseen(seen)
    if proved and not seen.is_steady:
        return ParameterReview(seen.name, Status.CANNOT_TELL, _CHANGES, notes=_warnings(seen))
    if proved and _rest_stops(seen, plain):
        return _right(seen, proved, plain, apart)
    return _cannot_tell(seen, plain)


def _is_rounding(seen: Seen, apart: Sequence[Look], ordinary: Sequence[Look]) -> bool:
    """Whether a proved program is apart at some points only, and by its rounding there."""
    proved = [compared for compared in seen.compared if isinstance(compared.verdict, Right)]
    return seen.is_rounding and len(proved) == len(seen.compared) and len(apart) < len(ordinary)


def _refuted(seen: Seen, compared: Compared, ordinary: Sequence[Look]) -> ParameterReview:
    wrong = compared.verdict
    assert isinstance(wrong, Wrong)
    faithful = seen.faithful[list(seen.compared).index(compared)]
    at_size = [look for look in ordinary if look.run.point.sizes == compared.sizes and not look.missing]
    if faithful is False and at_size and not any(look.is_apart for look in at_size):
        return ParameterReview(seen.name, Status.REFUSED, _TWO_FACES)
    if faithful is False:
        return _apart(seen, [look for look in ordinary if look.is_apart], False)
    return ParameterReview(
        seen.name, Status.WRONG, _counterexample(seen.name, wrong), None, wrong, _wrong_from(seen, compared),
        _warnings(seen),
    )  # fmt: skip


def _never_finite(seen: Seen, proved: Sequence[Compared], points: int) -> ParameterReview:
    said = (
        f"at all {points} ordinary points it gives nan or inf, where the right value is an ordinary number."
    )
    if not proved or len(proved) < len(seen.compared):
        return ParameterReview(seen.name, Status.WRONG, f"Measured: {said}", notes=_warnings(seen))
    right = _right(seen, proved, ())
    return replace(right, status=Status.UNSTABLE, evidence=f"{right.evidence} But {said}")


def _unseen(seen: Seen) -> ParameterReview:
    if seen.closed is not None:
        return _apart(seen, silent_above(seen), True)
    return ParameterReview(seen.name, Status.CANNOT_TELL, _UNSEEN, notes=_warnings(seen))


_UNSEEN = (
    "It is right at the small sizes; above them every run overflows, so that none says whether it still is."
)
_TWO_FACES = (
    "The program answers differently when it is traced and when it is run: neither answer is believed."
)


_CHANGES = "Called once it is right; called again on the same inputs it gives another answer, which is not."


def _apart(seen: Seen, apart: Sequence[Look], proved: bool) -> ParameterReview:
    sizes = apart[0].run.point.sizes if apart else {}
    notes = (*_warnings(seen), *((_TWO_FACES,) if proved and not _only_larger(seen, apart) else ()))
    if seen.closed is not None:
        evidence = _counterexample(seen.name, seen.closed)
        since = _first_size(sizes, seen.samples) if _only_larger(seen, apart) else None
        return ParameterReview(seen.name, Status.WRONG, evidence, None, seen.closed, since, _warnings(seen))
    if proved and not _only_larger(seen, apart):
        return ParameterReview(seen.name, Status.REFUSED, _TWO_FACES, notes=notes)
    if seen.measured:
        return ParameterReview(seen.name, Status.WRONG, seen.measured, notes=notes)
    evidence = (
        "The runs differ from the certified value, but neither an exact re-run nor the margin refutes it."
    )
    return ParameterReview(seen.name, Status.CANNOT_TELL, evidence, notes=notes)


def _only_larger(seen: Seen, apart: Sequence[Look]) -> bool:
    traced = [compared.sizes for compared in seen.compared]
    return all(look.run.point.sizes not in traced for look in apart)


def _right(
    seen: Seen, proved: Sequence[Compared], ordinary: Sequence[Look], apart: Sequence[Look] = ()
) -> ParameterReview:
    sizes = said([compared.sizes for compared in proved if compared.is_whole_size])
    proof = f"sizes {sizes}" if sizes and not seen.everywhere else EVERY_SIZE
    unstable = [look for look in seen.looks if look.overflows or look in apart]
    notes = [*_warnings(seen)]
    conditions = few_conditions(each for compared in proved for each in _conditions(compared))
    notes += [f"It holds {conditions_text((each,))}." for each in conditions]
    notes += [
        f"At {said([look.run.point.sizes])} it stops: {look.missing}" for look in ordinary if look.missing
    ]
    if any(look.gap > NEAR for look in ordinary if not look.missing and not look.overflows):
        notes.append("The numeric run has lost digits: it agrees to three only.")
    where = "at every size, summand by summand" if seen.everywhere else sizes or "there are no sizes"
    evidence = f"Proved equal to the exact derivative of the objective ({where})."
    if unstable:
        evidence += _UNSTABLE[all(look.run.is_saturated for look in unstable)]
    status = Status.UNSTABLE if unstable else Status.RIGHT
    return ParameterReview(seen.name, status, evidence, proof, notes=tuple(dict.fromkeys(notes)))


_UNSTABLE = {
    True: " At extreme inputs the run gives nan or inf where the right value is an ordinary number.",
    False: " At some inputs the run loses its digits, or gives nan or inf where the right value is an ordinary one.",
}


def _conditions(compared: Compared) -> Sequence[str]:
    return compared.verdict.conditions if isinstance(compared.verdict, Right) else ()


def _rest_stops(seen: Seen, ordinary: Sequence[Look]) -> bool:
    # A size at which the program stops is told, and the others are judged; a size left unproved is not.
    for compared in seen.compared:
        stopped = any(look.missing for look in ordinary if look.run.point.sizes == compared.sizes)
        if not isinstance(compared.verdict, Right) and not stopped:
            return False
    return True


def _cannot_tell(seen: Seen, ordinary: Sequence[Look]) -> ParameterReview:
    reasons = [compared.verdict for compared in seen.compared if isinstance(compared.verdict, Unknown)]
    why = f"{reasons[0].reason.value} {reasons[0].detail}".strip() if reasons else ""
    agreeing = sum(1 for look in ordinary if not look.missing)
    seen_to_agree = (
        f"It agrees with the certified value at {agreeing} points, which proves nothing." if agreeing else ""
    )
    return ParameterReview(
        seen.name, Status.CANNOT_TELL, f"{why} {seen_to_agree}".strip(), notes=_warnings(seen)
    )


def _counterexample(name: str, wrong: Wrong) -> str:
    at = ", ".join(f"{letter}={size}" for letter, size in wrong.sizes)
    where = f" ({at})" if at else ""
    if wrong.kind == "shape":
        return f"It has the shape {wrong.left}, and {name} has the shape {wrong.right}{where}."
    point = ", ".join(f"{symbol} = {value}" for symbol, value in wrong.point)
    return f"At {point}{where} entry {_entry(wrong)} is {wrong.left}, and {wrong.right} is right."


def _entry(wrong: Wrong) -> str:
    return ",".join(str(k + 1) for k in wrong.entry) or "1"


def _wrong_from(seen: Seen, compared: Compared) -> str | None:
    before = list(seen.compared)[: list(seen.compared).index(compared)]
    if not any(isinstance(each.verdict, Right) for each in before):
        return None
    return _first_size(compared.sizes, seen.samples)


def _first_size(sizes: Sizes, samples: str) -> str | None:
    letter = samples or next(iter(sizes), "")
    return f"{letter}={sizes[letter]}" if letter in sizes else None


def _warnings(seen: Seen) -> tuple[str, ...]:
    found = [compared.warning for compared in seen.compared if compared.warning]
    return (f"The gradient of {seen.name}: {found[-1]}.",) if found else ()


def _one(stops: Sequence[Look]) -> str:
    first = stops[0]
    if first.run.ran.stop is not None:
        return f"It stops: {first.missing}"
    return first.missing if first.missing.endswith("?") else f"{first.missing}."
