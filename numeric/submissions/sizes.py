"""Which small sizes are looked at: one, two and three samples, and other axes that differ from them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet

from numeric.submissions.assignment import Assignment

Sizes = Mapping[str, int]

_OTHERS = (
    (2, 3, 2, 3),
    (3, 2, 3, 2),
    (2, 3, 2, 4),
)


def sample_letter(assignment: Assignment) -> str:
    """The letter of the number of samples: one that no parameter has, seen most often; "" where there is none."""
    of_parameters = {extent for name in assignment.parameters for extent in assignment.named(name).shape}
    counts = {
        letter: sum(letter in each.shape for each in assignment.inputs)
        for letter in assignment.letters
        if letter not in of_parameters
    }
    return max(counts, key=lambda letter: counts[letter], default="")


def traced_sizes(assignment: Assignment) -> list[Sizes]:
    """The sizes that are traced, smallest first.

    Every letter keeps within its min and max.
    """
    found = [_clamped(assignment, sizes) for sizes in _proposed(assignment)]
    return [sizes for k, sizes in enumerate(found) if sizes not in found[:k]]


def run_sizes(assignment: Assignment, above: int) -> Sizes:
    """One larger size for the numeric run: more samples than any number in the program."""
    samples = sample_letter(assignment)
    rest = [letter for letter in assignment.letters if letter != samples]
    sizes = {letter: 4 + k % 2 for k, letter in enumerate(rest)}
    return _clamped(assignment, {**sizes, **({samples: max(7, above + 1)} if samples else {})})


def wider_sizes(assignment: Assignment) -> Sizes:
    """A size with five samples and other axes that differ from it and from each other."""
    samples = sample_letter(assignment)
    rest = [letter for letter in assignment.letters if letter != samples]
    sizes = {letter: (3, 4, 2)[k % 3] for k, letter in enumerate(rest)}
    return _clamped(assignment, {**sizes, **({samples: 5} if samples else {})})


def generic_sizes(assignment: Assignment, taken: frozenset[int]) -> Sizes | None:
    """One size for each letter that no other number of the program or of the assignment is likely to be; else None.

    They differ from each other and from ``taken``, and none is a sum, difference, product or double of others.
    """
    numbers = {
        extent for each in assignment.inputs for extent in each.shape if isinstance(extent, int)
    } | taken
    found: dict[str, int] = {}
    for letter in assignment.letters:
        low, high = assignment.sizes.get(letter, (1, None))
        free = (
            size for size in range(max(2, low), _LARGEST + 1) if not _is_taken(size, found.values(), numbers)
        )
        size = next(free, None)
        if size is None or (high is not None and size > high):
            return None
        found[letter] = size
    return found


_LARGEST = 16


def _is_taken(size: int, others: Iterable[int], numbers: AbstractSet[int]) -> bool:
    held = list(others)
    near = {other + step for other in held for step in (-1, 0, 1)} | {2 * other for other in held}
    joined = {value for a in held for b in held for value in (a + b, a * b, abs(a - b))}
    return size in near | joined | numbers or any(size * 2 == other or size**2 == other for other in held)


def said(sizes: Sequence[Sizes]) -> str:
    """The sizes in one line.

    >>> said([{"N": 1, "M": 2}, {"N": 2, "M": 3}, {"N": 3, "M": 2}])
    'N=1..3, M=2..3'
    """
    letters = list(dict.fromkeys(letter for each in sizes for letter in each))
    return ", ".join(f"{letter}={_range(sorted({each[letter] for each in sizes}))}" for letter in letters)


def _range(values: Sequence[int]) -> str:
    if len(values) > 1 and values[-1] - values[0] == len(values) - 1:
        return f"{values[0]}..{values[-1]}"
    return ",".join(map(str, values))


def _proposed(assignment: Assignment) -> Iterator[dict[str, int]]:
    samples = sample_letter(assignment)
    rest = [letter for letter in assignment.letters if letter != samples]
    for count, others in enumerate(_OTHERS, 1):
        sizes = {samples: count} if samples else {}
        yield {**sizes, **{letter: others[k % len(others)] for k, letter in enumerate(rest)}}


def _clamped(assignment: Assignment, sizes: Sizes) -> Sizes:
    kept = {}
    for letter, size in sizes.items():
        low, high = assignment.sizes.get(letter, (1, None))
        kept[letter] = max(low, size if high is None else min(size, high))
    return kept
