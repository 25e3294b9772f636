"""Whether a gradient is right at every size: the program read once, for sizes that keep their letters."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from derive.all_sizes import equal_at_every_size
from derive.arrays import Array, apply, filled
from derive.generic import Reader
from derive.indexed import size_of
from derive.terms import power
from numeric.submissions.assignment import ONE_HOT
from numeric.submissions.objective import Objective
from numeric.submissions.reading import written_numbers
from numeric.submissions.request import Job, generic_job
from numeric.submissions.sizes import generic_sizes
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

    def proved(
        self, answer: Mapping[str, Any], assignment: Assignment, scaling: tuple[str, int]
    ) -> frozenset[str]:
        """The parameters whose gradients are proved right at every size; Malformed where the answer is no program."""
        if not isinstance(answer.get("generic"), dict):
            return frozenset()
        found = decoded(answer["generic"], decode(answer.get("nodes")), self.objective.leaves)
        reader = self._reader(assignment)
        return frozenset(
            name
            for name in assignment.parameters
            if (value := _picked(found, name, assignment)) is not None
            and equal_at_every_size(value, _scaled(self.objective.gradients[name], scaling), reader)
        )

    def _reader(self, assignment: Assignment) -> Reader:
        sizes = self.objective.sizes
        letters = {size: letter for letter, size in sizes.items()}
        domains = {each.name: each.scalar_domain(sizes) for each in assignment.inputs}
        one_hot = frozenset(each.name for each in assignment.inputs if each.domain == ONE_HOT)
        return Reader(letters, domains, one_hot)


def everywhere(reference: Reference, tree: ast.Module) -> Everywhere | None:
    """The objective for every size, beside a submission; None where there are no sizes, or it is none for all."""
    assignment = reference.assignment
    taken = written_numbers(tree) | written_numbers(ast.parse(_as_code(assignment)))
    sizes = generic_sizes(assignment, taken) if assignment.letters and not reference.enumerated else None
    objective = None if sizes is None else reference.for_every_size(sizes)
    return None if objective is None else Everywhere(objective, generic_job(assignment, objective))


def _as_code(assignment: Assignment) -> str:
    body = "\n".join([assignment.objective, assignment.code]).splitlines()
    return "def code():\n" + "\n".join(f"    {line}" for line in body if line.strip())


def _picked(found: Mapping[str, Array], name: str, assignment: Assignment) -> Array | None:
    return found.get(name, found.get("") if len(assignment.parameters) == 1 else None)


def _scaled(gradient: Array, scaling: tuple[str, int]) -> Array:
    letter, exponent = scaling
    return apply("mul", filled(power(size_of(letter), exponent)), gradient) if exponent else gradient
