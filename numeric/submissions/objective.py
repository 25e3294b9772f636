"""The objective as an exact program at one size, and its gradient by the chain rule: the only reference there is."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import prod
from typing import Any

import numpy as np

from derive.arrays import Array, Shape, choose, constant, leaf
from derive.domains import Domain, Domains, OneHot
from derive.errors import GradproofError
from derive.exact.balls import evaluate
from derive.reverse import gradients
from derive.terms import Condition, Sym, all_of, negation, num
from numeric.submissions.assignment import ONE_HOT, Assignment, Input
from numeric.submissions.sizes import Sizes
from numeric.tracing.array import ExactArray, lifted, plain
from numeric.tracing.draws import DRAWN
from numeric.tracing.program import compile_program, run_program
from numeric.tracing.record import entries, program_of
from numeric.tracing.scalar import LeavesExactness
from numeric.tracing.shims import exact_modules
from numeric.tracing.state import PathLimit, Trace, running

Labels = Mapping[str, Sequence[int]]
MOST_ENTRIES = 150  # of one input, where the objective is traced for every size


@dataclass(frozen=True)
class Objective:
    """The objective at one size: a program with one entry, the inputs it is made from, and their domains.

    ``gradients`` holds the reference gradient of every parameter, an array of the parameter's shape.
    """

    sizes: Sizes
    output: Array
    leaves: Mapping[str, Array]
    domains: Domains
    gradients: Mapping[str, Array]
    conditions: bool = False
    is_sized: bool = False


MOST_PATHS = 64


def trace_objective(
    assignment: Assignment,
    sizes: Sizes,
    labels: Labels | None = None,
    *,
    generic: bool = False,
    at: Mapping[str, Fraction] | None = None,
) -> Objective:
    """Trace the objective on symbols at one size; ``labels`` fixes inputs that are whole numbers.

    Where it takes its path by the inputs, it is a case distinction between all its paths, or what it is around the
    point ``at``. With ``generic`` the sizes, all different, keep their letters, and ``is_sized`` says whether the
    objective is one for these sizes only.

    GradproofError: the objective is no number, uses a name that is no input, leaves exact arithmetic, or takes too
    many paths.
    """
    leaves = {each.name: _leaf(each, sizes, labels or {}) for each in assignment.inputs}
    letters = {size: letter for letter, size in sizes.items()} if generic else {}
    witness = _anywhere(leaves) if at is None else {name: float(value) for name, value in at.items()}

    def path(prefix: Sequence[bool]) -> tuple[Trace, Array]:
        trace = Trace(recording=True, witness=witness, letters=letters, prefix=prefix)
        return trace, _run(assignment, leaves, trace)

    paths = [path(())]
    is_sized = bool(paths[0][0].sized or paths[0][0].decisions)
    if paths[0][0].decisions and not generic:
        paths = _all_paths(path, assignment) if at is None else [_certified(paths[0], at, assignment)]
    output = _joined(paths)
    wanted = [leaves[name] for name in assignment.parameters]
    found = dict(zip(assignment.parameters, gradients(output, wanted), strict=True))
    domains = domains_of(assignment, sizes, leaves)
    return Objective(sizes, output, leaves, domains, found, bool(paths[0][0].decisions), is_sized)


TracedPath = tuple[Trace, Array]


def _all_paths(path: Callable[[Sequence[bool]], TracedPath], assignment: Assignment) -> list[TracedPath]:
    found: list[TracedPath] = []
    waiting: list[Sequence[bool]] = [()]
    while waiting:
        if len(found) == MOST_PATHS:
            raise GradproofError(
                f"{assignment.path}:{assignment.line}: objective: more than {MOST_PATHS} paths are taken by the inputs",
                remedy="choose values by np.where, or by masks under which they are summed",
            )
        prefix = waiting.pop()
        found.append(path(prefix))
        outcomes = [outcome for _, outcome in found[-1][0].decisions]
        waiting += [[*outcomes[:k], not outcomes[k]] for k in range(len(prefix), len(outcomes))]
    return found


def _certified(taken: TracedPath, at: Mapping[str, Fraction], assignment: Assignment) -> TracedPath:
    if evaluate([_condition(taken[0])], at, 192) != [True]:  # type: ignore[list-item]
        raise GradproofError(
            f"{assignment.path}:{assignment.line}: objective: its path is not certain at a point"
        )
    return taken


def _condition(trace: Trace) -> Condition:
    return all_of(*(each if outcome else negation(each) for each, outcome in trace.decisions))


def _joined(paths: Sequence[TracedPath]) -> Array:
    """What the paths compute, as a case distinction between their conditions."""
    *others, (_, output) = paths
    for trace, each in reversed(others):
        output = choose([_condition(trace)], each, output)
    return output


def traced_for_every_size(assignment: Assignment, sizes: Sizes) -> Objective | None:
    """The objective at sizes that keep their letters; None where it is one for these sizes only, or too large."""
    if any(each.form or each.is_index for each in assignment.inputs):
        return None
    try:
        objective = trace_objective(assignment, sizes, generic=True)
    except GradproofError:
        return None
    largest = max(len(leaf.entries) for leaf in objective.leaves.values())
    return None if objective.is_sized or largest > MOST_ENTRIES else objective


def shape_of(given: Input, sizes: Sizes) -> Shape:
    """The shape of an input at a size."""
    return tuple(sizes[extent] if isinstance(extent, str) else extent for extent in given.shape)


def domains_of(assignment: Assignment, sizes: Sizes, leaves: Mapping[str, Array]) -> Domains:
    """The declared domain of every symbol at a size."""
    of: dict[str, Domain] = {}
    groups: list[OneHot] = []
    for given in assignment.inputs:
        names = [entry.name for entry in leaves[given.name].entries if isinstance(entry, Sym)]
        of |= {name: given.scalar_domain(sizes) for name in names}
        if given.domain == ONE_HOT and names:
            width = shape_of(given, sizes)[-1]
            groups += [OneHot(tuple(names[k : k + width])) for k in range(0, len(names), width)]
    return Domains(of, tuple(groups))


def label_values(given: Input, sizes: Sizes, most: int) -> list[tuple[int, ...]]:
    """Assignments of whole numbers to an input: all of them, or ``most`` spread evenly."""
    domain = given.scalar_domain(sizes)
    values = [int(value) for value in getattr(domain, "values", (0, 1))]
    count = prod(shape_of(given, sizes))
    total = len(values) ** count
    step = max(1, total // most)
    picked = range(0, total, step) if total <= 4096 else [k * step + k % len(values) for k in range(most)]
    return [tuple(values[k // len(values) ** place % len(values)] for place in range(count)) for k in picked][
        :most
    ]


def all_labels(assignment: Assignment, sizes: Sizes, most: int = 8) -> list[Labels]:
    """Assignments of the inputs that are whole numbers; one empty assignment where there are none."""
    given = [each for each in assignment.inputs if each.is_index and each.value is None]
    choices = [label_values(each, sizes, most) for each in given]
    names = [each.name for each in given]
    return [
        dict(zip(names, values, strict=True))
        for values in itertools.islice(itertools.product(*choices), most)
    ]


def fixed_entries(given: Input) -> list[Fraction]:
    """The entries of an input with a fixed value, exactly as they are written."""
    flat = np.ravel(np.array(given.value, dtype=object)).tolist()
    return [Fraction(repr(value)) for value in flat]


def _leaf(given: Input, sizes: Sizes, labels: Labels) -> Array:
    shape = shape_of(given, sizes)
    if given.value is not None:
        return constant([num(value) for value in fixed_entries(given)], shape)
    if given.name in labels:
        return constant([num(value) for value in labels[given.name]], shape)
    return leaf(given.name, shape)


def _anywhere(leaves: Mapping[str, Array]) -> dict[str, float]:
    names = [entry.name for each in leaves.values() for entry in each.entries if isinstance(entry, Sym)]
    return {name: 0.25 + (k * 0.37) % 0.5 for k, name in enumerate(names)}


def _run(assignment: Assignment, leaves: Mapping[str, Array], trace: Trace) -> Array:
    code = (
        assignment.objective
        if _has_return(assignment.objective)
        else f"return ({assignment.objective.strip()})"
    )
    where = f"{assignment.path}:{assignment.line}: objective: "
    try:
        program = compile_program("", code, assignment.names, exactly=True)
    except SyntaxError as problem:
        raise GradproofError(f"{where}no Python: {problem.msg}") from problem
    with running(trace):
        inputs = {name: _given(each) for name, each in leaves.items()}
        try:
            value = run_program(program, inputs, exact_modules(), trace.note)
        except (Exception, LeavesExactness, PathLimit) as problem:
            raise GradproofError(f"{where}{_explained(problem, assignment, leaves)}") from problem
        result = _one_number(value, where)
    if DRAWN in trace.notes:
        raise GradproofError(
            f"{where}it draws random numbers", remedy="an objective is one function of its inputs"
        )
    if trace.inexact:
        raise GradproofError(
            f"{where}{trace.inexact}", remedy="write it with exact numbers and smooth functions"
        )
    return result


def _given(each: Array) -> Any:
    held = entries(each)
    return held.item() if not each.shape else held.view(ExactArray)


def _one_number(value: Any, where: str) -> Array:
    try:
        array = lifted(value)
    except (TypeError, ValueError) as problem:
        raise GradproofError(
            f"{where}it gives a {type(value).__name__}, and one number is needed"
        ) from problem
    if array.size != 1:
        raise GradproofError(
            f"{where}it gives an array of shape {array.shape}, and one number is needed",
            remedy="sum it, or take its mean",
        )
    return program_of(plain(array), ())


def _has_return(code: str) -> bool:
    return any(line.strip().startswith("return") for line in code.splitlines())


def _explained(problem: BaseException, assignment: Assignment, leaves: Mapping[str, Array]) -> str:
    if isinstance(problem, NameError):
        return f"{problem}; the inputs are {', '.join(assignment.names)}"
    shapes = ", ".join(f"{name} {each.shape}" for name, each in leaves.items())
    tried = f"tried with {shapes}: do the size letters of [inputs] fit?"
    return f"it stops with {type(problem).__name__}: {problem} ({tried})"
