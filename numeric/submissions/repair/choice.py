"""Which of the edits that make a program right is the one to name."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from numeric.submissions.repair.model import FACTOR, SCALE, SIGN
from numeric.submissions.repair.tried import Repair

LEFT_OUT = 3  # the weight of what is left out where it is worked out, and not where it is handed on
_VALUES = (SIGN, SCALE, FACTOR)  # what is wrong in these ways is a wrong value, whatever it is used for


def chosen(found: Sequence[Repair], wrong: Collection[str], right_before: Collection[int]) -> list[Repair]:
    """The repair of everything that is wrong, or one for each wrong parameter; none where some has none.

    ``right_before`` are the lines that compute something right as they are.
    """
    whole = [each for each in found if each.parameters == set(wrong)]
    whole = [each for each in whole if not each.harms] or whole
    whole = [each for each in whole if not each.spoils] or whole
    if whole:
        return [_likeliest(whole, right_before)]
    parts = [[each for each in found if name in each.parameters] for name in wrong]
    return list(dict.fromkeys(_likeliest(part, right_before) for part in parts)) if all(parts) else []


def _likeliest(found: Sequence[Repair], right_before: Collection[int]) -> Repair:
    open_ones = [
        each
        for each in found
        if each.edit.line not in right_before or each.edit.kind not in _VALUES or each.edit.is_bare
    ]
    # What adds to a sum as its neighbours do has the sign that was meant: the other one belongs to what it adds.
    doubtful = [each for each in found if each.edit.is_alike and each.edit.kind == SIGN]
    sure = [each for each in open_ones if each not in doubtful]
    open_ones = sure or [each for each in found if each not in doubtful] or list(found)
    least = min(each.edit.weight for each in open_ones)
    lines = {each.edit.line for each in open_ones}
    scaled = {each.edit.line for each in open_ones if each.edit.kind == SCALE}
    # A number that was left out may be made good later: the last place counts, and the first for all else. It was
    # forgotten most likely where it is dealt with.
    if lines == scaled:
        plain = [each for each in open_ones if each.edit.weight <= LEFT_OUT] or open_ones
        return max(plain, key=lambda each: (each.edit.is_again, each.edit.line))
    return min((each for each in open_ones if each.edit.weight == least), key=lambda each: each.edit.line)
