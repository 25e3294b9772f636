"""What a derivation is made of: parts, each a chain of steps, each step proved from the line before."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass, field

from derive.arrays import Array
from derive.derivation.lines import Definitions, Line, meaning
from derive.derivation.matrices import Matrix, Named, Scope, everywhere, lower, takes_derivatives
from derive.derivation.matrix_rules import ENTRYWISE, MatrixRule, on_entries
from derive.derivation.rules import DEFINITION, Rule, TermRule
from derive.domains import ANYWHERE, Domains
from derive.errors import GradproofError
from derive.model import Right, Verdict, Wrong

Expression = Line | Matrix

Lowered = dict[tuple[Matrix, int | None, tuple[tuple[str, int], ...]], Array]

GRID = ({"N": 1, "M": 2, "H": 3}, {"N": 2, "M": 3, "H": 1}, {"N": 3, "M": 1, "H": 2})


@dataclass(frozen=True, slots=True)
class Step:
    """One link of a chain: what the rule made of the line before, and the proof that it follows.

    ``subject`` is set where the line no longer equals what the chain began with, but is about something else
    (reading a gradient off a differential).
    """

    rule: Rule
    result: Expression
    verdict: Verdict
    subject: Expression | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """A chain: ``subject`` = ``start`` = result of the first step = … ; ``remark`` is a sentence about it."""

    id: str
    title: str
    subject: Expression
    start: Expression
    steps: tuple[Step, ...]
    remark: str = ""

    @property
    def result(self) -> Expression:
        """The last line."""
        return self.steps[-1].result if self.steps else self.start


@dataclass(frozen=True, slots=True)
class Setting:
    """What the names of a part mean: scalar definitions, matrix definitions, what varies, and the domains.

    ``grid`` lists the sizes at which matrices are compared; ``opaque`` lists names without whose
    definitions a step is tried first; ``lowered`` remembers lines at those sizes.
    """

    definitions: Definitions = ()
    matrices: Mapping[str, Matrix] = field(default_factory=dict)
    varying: tuple[Named, ...] = ()
    domains: Domains = ANYWHERE
    grid: tuple[Mapping[str, int], ...] = GRID
    opaque: tuple[tuple[Named, ...], ...] = ()
    lowered: Lowered = field(default_factory=dict)


class Chain:
    """A part while it is written: every step is proved from the line before as soon as it is added."""

    def __init__(self, setting: Setting, start: Expression) -> None:
        self.setting = setting
        self.start = start
        self.line = start
        self.steps: list[Step] = []

    def to(self, rule: Rule, result: Expression | None) -> None:
        """The next line, where the rule has one that differs from this one."""
        if result is not None and result != self.line:
            self.steps.append(Step(rule, result, proved_equal(self.line, result, self._needed(rule))))
            self.line = result

    def _needed(self, rule: Rule) -> Setting:
        # Where a definition is put in, it is needed; most other steps hold whatever the names stand for.
        skipped = {DEFINITION.id: len(self.setting.opaque), ENTRYWISE.id: 1}.get(rule.id, 0)
        return dataclasses.replace(self.setting, opaque=self.setting.opaque[skipped:])

    def everywhere(self, rule: MatrixRule) -> None:
        """The rule applied to every outermost part of a matrix line that it fits."""
        self.to(rule, everywhere(self._matrix(), rule.rewrite))

    def on_entries(self, rule: TermRule) -> None:
        """A rule of plain algebra applied to the terms inside of a matrix line."""
        self.to(rule, everywhere(self._matrix(), on_entries(rule)))

    def replace(self, rule: Rule, old: Matrix, new: Matrix) -> None:
        """One part of a matrix line replaced by another wherever it stands."""
        self.to(rule, everywhere(self._matrix(), lambda part: new if part == old else None))

    def _matrix(self) -> Matrix:
        if isinstance(self.line, Line):
            raise GradproofError("this rule is for matrices, and the line is scalar")
        return self.line

    def read_off(self, rule: Rule, subject: Expression, result: Expression) -> None:
        """A line about something else that follows from this one."""
        self.steps.append(Step(rule, result, proved_equal(subject, result, self.setting), subject))
        self.line = result

    def part(self, id: str, title: str, subject: Expression, remark: str = "") -> Part:
        """The finished part."""
        return Part(id, title, subject, self.start, tuple(self.steps), remark)


def proved_equal(before: Expression, after: Expression, setting: Setting) -> Verdict:
    """The verdict on one step; matrices entry by entry at every size of the grid.

    >>> from derive.derivation.lines import derivative_of
    >>> from derive.terms import sym
    >>> x = sym("x")
    >>> type(proved_equal(derivative_of(x**2, "x"), Line(2 * x), Setting())).__name__
    'Right'
    """
    if isinstance(before, Line) and isinstance(after, Line):
        from derive.prove import prove_terms

        left, right = (meaning(line, setting.definitions) for line in (before, after))
        return prove_terms(left, right, setting.domains)
    if isinstance(before, Line) or isinstance(after, Line):
        raise GradproofError("a step leads from a scalar line to a scalar line, or from a matrix to a matrix")
    return _proved_at_sizes(before, after, setting)


def _proved_at_sizes(before: Matrix, after: Matrix, setting: Setting) -> Verdict:
    levels = (
        () if takes_derivatives(before) or takes_derivatives(after) else tuple(range(len(setting.opaque)))
    )
    for sizes in setting.grid:
        verdict, levels = _proved_at(before, after, setting, sizes, levels)
        if not isinstance(verdict, Right):
            return verdict
    return Right("entry by entry", sizes=", ".join(map(_size_words, setting.grid)))


def _proved_at(
    before: Matrix, after: Matrix, setting: Setting, sizes: Mapping[str, int], levels: tuple[int, ...]
) -> tuple[Verdict, tuple[int, ...]]:
    # What holds for every V holds for V = WX, and without the weights inside of σ it is proved sooner. The
    # levels come back without those that were of no use at this size.
    for level in levels:
        scope = _opaque_scope(setting, setting.opaque[level], sizes)
        verdict = _compared(before, after, scope, setting, level)
        if isinstance(verdict, Right):
            return verdict, (level,)
    whole = Scope(setting.matrices, setting.varying, sizes)
    return _compared(before, after, whole, setting, None), ()


def _opaque_scope(setting: Setting, names: tuple[Named, ...], sizes: Mapping[str, int]) -> Scope:
    given = {each.name for each in names}
    definitions = {name: held for name, held in setting.matrices.items() if name not in given}
    return Scope(definitions, (*setting.varying, *names), sizes)


def _compared(before: Matrix, after: Matrix, scope: Scope, setting: Setting, level: int | None) -> Verdict:
    from derive.prove import prove_arrays

    left, right = (_lowered(line, scope, level, setting.lowered) for line in (before, after))
    if left.shape != right.shape:
        return Wrong((), str(left.shape), str(right.shape), kind="shape", sizes=tuple(scope.sizes.items()))
    return prove_arrays(left.entries, right.entries, setting.domains)


def _lowered(matrix: Matrix, scope: Scope, level: int | None, known: Lowered) -> Array:
    # Every line stands in two steps: as what is proved, then as what the next line is proved from.
    key = (matrix, level, tuple(scope.sizes.items()))
    if key not in known:
        known[key] = lower(matrix, scope)
    return known[key]


def _size_words(sizes: Mapping[str, int]) -> str:
    return f"N={sizes['N']} M={sizes['M']}"
