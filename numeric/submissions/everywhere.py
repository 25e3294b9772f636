"""Whether a gradient is right at every size: the program read once, for sizes that keep their letters."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from derive.all_sizes import equal_at_every_size
from derive.arrays import Array, apply, filled
from derive.generic import Reader
from derive.indexed import NotGeneric, size_of
from derive.terms import power
from numeric.submissions.assignment import ONE_HOT
from numeric.submissions.objective import Objective, traced_for_every_size
from numeric.submissions.reading import Nodes, nodes_of, written_numbers
from numeric.submissions.request import Job, generic_job
from numeric.submissions.sizes import Sizes, generic_sizes
from numeric.tracing.programs import decoded
from numeric.tracing.serial import decode

if TYPE_CHECKING:
    from numeric.submissions.assignment import Assignment
    from numeric.submissions.reference import Reference


@dataclass(frozen=True)
class Everywhere:
    """The objective at sizes that keep their letters, and the job that reads a submission there."""

    objective: Objective
    job: Job
    reader: Reader

    def proved(
        self, answer: Mapping[str, Any], assignment: Assignment, scaling: tuple[str, int]
    ) -> frozenset[str]:
        """The parameters whose gradients are proved right at every size; Malformed where the answer is no program."""
        if not isinstance(answer.get("generic"), dict):
            return frozenset()
        found = decoded(answer["generic"], decode(answer.get("nodes")), self.objective.leaves)
        reader = self.reader.copy()
        return frozenset(
            name
            for name in assignment.parameters
            if (value := _picked(found, name, assignment)) is not None
            and equal_at_every_size(value, _scaled(self.objective.gradients[name], scaling), reader)
        )


def everywhere(reference: Reference, nodes: Nodes) -> Everywhere | None:
    """The objective for every size, beside a submission; None where there are no sizes, or it is none for all."""
    assignment = reference.assignment
    if not assignment.letters or reference.enumerated:
        return None
    sizes = generic_sizes(assignment, written_numbers(nodes) | reference.numbers)
    return None if sizes is None else reference.for_every_size(sizes)


def numbers_of(assignment: Assignment) -> frozenset[int]:
    """The numbers that are written in an assignment."""
    return written_numbers(nodes_of(ast.parse(_as_code(assignment))))


def everywhere_at(assignment: Assignment, sizes: Sizes) -> Everywhere | None:
    """The objective at sizes that keep their letters; None where it has no form for every size."""
    objective = traced_for_every_size(assignment, sizes)
    if objective is None:
        return None
    return Everywhere(objective, generic_job(assignment, objective), _reader(assignment, objective))


def _reader(assignment: Assignment, objective: Objective) -> Reader:
    # The reference gradients are read once for all submissions, as far as they can be read for every size.
    sizes = objective.sizes
    letters = {size: letter for letter, size in sizes.items()}
    domains = {each.name: each.scalar_domain(sizes) for each in assignment.inputs}
    one_hot = frozenset(each.name for each in assignment.inputs if each.domain == ONE_HOT)
    reader = Reader(letters, domains, one_hot)
    for gradient in objective.gradients.values():
        with suppress(NotGeneric):
            reader.read(gradient)
    return reader


def _as_code(assignment: Assignment) -> str:
    body = "\n".join([assignment.objective, assignment.code]).splitlines()
    return "def code():\n" + "\n".join(f"    {line}" for line in body if line.strip())


def _picked(found: Mapping[str, Array], name: str, assignment: Assignment) -> Array | None:
    return found.get(name, found.get("") if len(assignment.parameters) == 1 else None)


def _scaled(gradient: Array, scaling: tuple[str, int]) -> Array:
    letter, exponent = scaling
    return apply("mul", filled(power(size_of(letter), exponent)), gradient) if exponent else gradient
