"""The arguments of exponentials as a lattice: exp(2s), exp(s/2 + t) and exp(-t) need two generators, not three."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from typing import Any

from flint import fmpq, fmpz, fmpz_mat

Vector = Mapping[Hashable, fmpq]
ZERO = fmpq(0)


@dataclass(slots=True)
class Lattice:
    """Basis vectors, and an echelon form of them in which others are expressed.

    >>> lattice = Lattice()
    >>> lattice.express({"s": fmpq(2)}), lattice.express({"s": fmpq(6)})
    ({0: 1}, {0: 3})
    """

    basis: list[Vector] = field(default_factory=list)
    _rows: list[tuple[Hashable, dict[Hashable, fmpq], dict[int, fmpq]]] = field(default_factory=list)

    def express(self, vector: Vector) -> dict[int, fmpq]:
        """The coordinates of a vector, which becomes a new basis vector when it is independent."""
        rest, used = self._reduce(vector)
        if not rest:
            return used
        place = len(self.basis)
        self.basis.append(dict(vector))
        pivot = next(iter(rest))
        scale = 1 / rest[pivot]
        combination = {k: -c * scale for k, c in used.items()}
        combination[place] = scale
        self._rows.append((pivot, {k: c * scale for k, c in rest.items()}, combination))
        return {place: fmpq(1)}

    def _reduce(self, vector: Vector) -> tuple[dict[Hashable, fmpq], dict[int, fmpq]]:
        rest: dict[Hashable, fmpq] = dict(vector)
        used: dict[int, fmpq] = {}
        for pivot, row, combination in self._rows:
            times = rest.get(pivot)
            if times is not None:
                _subtract(rest, row, times)
                _subtract(used, combination, -times)
        return rest, used

    def refined(self, coordinates: Mapping[int, fmpq]) -> Lattice:
        """The lattice that also holds the vector with these fractional coordinates (Hermite normal form)."""
        places = [k for k, c in coordinates.items() if c.q != 1]
        common = fmpz(1)
        for k in places:
            common = common.lcm(coordinates[k].q)
        size = len(places)
        rows = [[common if i == j else fmpz(0) for j in range(size)] for i in range(size)]
        rows.append([(coordinates[k] * common).p for k in places])
        reduced = fmpz_mat(rows).hnf()
        fresh = [self._combined(places, [reduced[i, j] for j in range(size)], common) for i in range(size)]
        kept = [vector for k, vector in enumerate(self.basis) if k not in places]
        lattice = Lattice()
        for vector in [*kept, *fresh]:
            lattice.express(vector)
        return lattice

    def _combined(self, places: list[int], row: list[fmpz], common: fmpz) -> Vector:
        total: dict[Hashable, fmpq] = {}
        for place, times in zip(places, row, strict=True):
            if times:
                _subtract(total, self.basis[place], -fmpq(times, common))
        return total


def _subtract(total: dict[Any, fmpq], vector: Mapping[Any, fmpq], times: fmpq) -> None:
    for k, c in vector.items():
        value = total.get(k, ZERO) - c * times
        if value == 0:
            total.pop(k, None)
        else:
            total[k] = value
