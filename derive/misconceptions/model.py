"""A small model on which examples of the records are worked out: a loss, its variables and its right gradients."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from derive.arrays import Array, Shape, leaf
from derive.domains import LABELS, POSITIVE, SIGNS, UNIT, Domain, Domains, Group, OneHot
from derive.misconceptions.snippets import run_snippet
from derive.misconceptions.step import Case, WrongStep, gradient_case

Sizes = Mapping[str, int]


@dataclass(frozen=True)
class Model:
    """A loss as a snippet: ``leaves`` gives each array its letter and its shape in letters of sizes ("ND").

    ``kinds`` says where the entries live: labels, signs, one-hot (along the last or first axis), unit or positive.
    ``gradients`` are snippets of the right gradients. ``sizes`` are the concrete sizes, the smallest first.
    """

    id: str
    title: str
    leaves: Mapping[str, tuple[str, str]]
    loss: str
    gradients: Mapping[str, str]
    kinds: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    sizes: Sequence[Sizes] = ({"N": 1, "D": 2}, {"N": 2, "D": 3}, {"N": 3, "D": 2})

    def arrays(self, sizes: Sizes) -> dict[str, Array]:
        """The leaves of the model at concrete sizes."""
        return {
            name: leaf(letter, tuple(sizes[one] for one in shape))
            for name, (letter, shape) in self.leaves.items()
        }

    def domains(self, sizes: Sizes) -> Domains:
        """The domains of all entries at concrete sizes."""
        arrays = self.arrays(sizes)
        of: dict[str, Domain] = {}
        groups: list[Group] = []
        for name, kind in self.kinds.items():
            entries = [str(getattr(entry, "name", "")) for entry in arrays[name].entries]
            if kind in _KINDS:
                of |= dict.fromkeys(entries, _KINDS[kind])
            else:
                groups += [OneHot(row) for row in _rows(entries, arrays[name].shape, kind)]
        return Domains(of, tuple(groups))

    def case(self, by: str, written: str, sizes: Sizes) -> Case:
        """The case of a written gradient, itself a snippet, at concrete sizes."""
        arrays = self.arrays(sizes)
        output = run_snippet(self.loss, {**arrays, **sizes})
        result = run_snippet(written, {**arrays, **sizes})
        shown = [(name, size) for name, size in sizes.items()]
        return gradient_case(
            output, arrays[by], result.entries, result.shape, domains=self.domains(sizes), sizes=shown
        )

    def step(self, by: str, written: str, sizes: Sequence[Sizes] | None = None) -> WrongStep:
        """The step at all sizes."""
        labels = tuple(self.leaves[name][0] for name, kind in self.kinds.items() if kind in _LABELLING)
        parameters = tuple(self.leaves[name][0] for name in self.gradients)
        cases = tuple(self.case(by, written, one) for one in sizes or self.sizes)
        return WrongStep(cases, labels=labels, parameters=parameters if len(parameters) > 1 else ())


_KINDS: dict[str, Domain] = {"labels": LABELS, "signs": SIGNS, "unit": UNIT, "positive": POSITIVE}
_LABELLING = ("labels", "signs", "one-hot", "one-hot columns", "targets")


def _rows(entries: list[str], shape: Shape, kind: str) -> list[tuple[str, ...]]:
    if kind not in ("one-hot", "one-hot columns"):
        return []
    if len(shape) == 1:
        return [tuple(entries)]
    rows, columns = shape
    if kind == "one-hot":
        return [tuple(entries[i * columns : (i + 1) * columns]) for i in range(rows)]
    return [tuple(entries[j::columns]) for j in range(columns)]
