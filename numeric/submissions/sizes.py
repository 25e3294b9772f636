"""Which small sizes are looked at: one, two and three samples, and other axes that differ from them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

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
