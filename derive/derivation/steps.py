"""What a derivation is made of: parts, each a chain of steps, each step proved from the line before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from derive.derivation.lines import Definitions, Line, meaning
from derive.derivation.matrices import Matrix, Named, Scope, everywhere, lower, takes_derivatives
from derive.derivation.matrix_rules import ENTRYWISE, MatrixRule, on_entries
from derive.derivation.rules import DEFINITION, Rule, TermRule
from derive.domains import ANYWHERE, Domains
from derive.errors import GradproofError
from derive.model import Right, Verdict, Wrong

Expression = Line | Matrix

GRID = ({"N": 1, "M": 2, "H": 3}, {"N": 2, "M": 3, "H": 1})


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

    ``grid`` lists the sizes at which matrices are compared; ``opaque`` lists names without whose definitions
    a step is tried first; ``scopes`` remembers the scopes that were used.
    """

    definitions: Definitions = ()
    matrices: Mapping[str, Matrix] = field(default_factory=dict)
    varying: tuple[Named, ...] = ()
    domains: Domains = ANYWHERE
    grid: tuple[Mapping[str, int], ...] = GRID
    opaque: tuple[tuple[Named, ...], ...] = ()
    scopes: dict[tuple[int | None, tuple[tuple[str, int], ...]], Scope] = field(default_factory=dict)

    def scope(self, level: int | None, sizes: Mapping[str, int]) -> Scope:
        """What the names mean at some sizes, with the names of one level of ``opaque`` left undefined."""
        key = (level, tuple(sizes.items()))
        if key not in self.scopes:
            names = () if level is None else self.opaque[level]
            given = {each.name for each in names}
            definitions = {name: held for name, held in self.matrices.items() if name not in given}
            self.scopes[key] = Scope(definitions, (*self.varying, *names), sizes)
        return self.scopes[key]


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
            self.steps.append(Step(rule, result, self._proved(rule, result)))
            self.line = result

    def _proved(self, rule: Rule, result: Expression) -> Verdict:
        # Where a definition is put in, it is needed; most other steps hold whatever the names stand for.
        skipped = {DEFINITION.id: len(self.setting.opaque), ENTRYWISE.id: 1}.get(rule.id, 0)
        return proved_equal(self.line, result, self.setting, skipped)

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


def proved_equal(before: Expression, after: Expression, setting: Setting, skipped: int = 0) -> Verdict:
    """The verdict on one step; matrices entry by entry at every size of the grid.

    The first ``skipped`` levels of ``setting.opaque`` are not tried.

    >>> from derive.derivation.lines import derivative_of
    >>> from derive.terms import sym
    >>> x = sym("x")
    >>> type(proved_equal(derivative_of(x**2, "x"), Line(2 * x), Setting())).__name__
    'Right'
    """
    if isinstance(before, Line) and isinstance(after, Line):
        from derive.judgement import prove_terms

        left, right = (meaning(line, setting.definitions) for line in (before, after))
        return prove_terms(left, right, setting.domains)
    if isinstance(before, Line) or isinstance(after, Line):
        raise GradproofError("a step leads from a scalar line to a scalar line, or from a matrix to a matrix")
    return _proved_at_sizes(before, after, setting, skipped)


def _proved_at_sizes(before: Matrix, after: Matrix, setting: Setting, skipped: int) -> Verdict:
    whole = takes_derivatives(before) or takes_derivatives(after)
    levels = () if whole else tuple(range(skipped, len(setting.opaque)))
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
        verdict = _compared(before, after, setting.scope(level, sizes), setting.domains)
        if isinstance(verdict, Right):
            return verdict, (level,)
    return _compared(before, after, setting.scope(None, sizes), setting.domains), ()


def _compared(before: Matrix, after: Matrix, scope: Scope, domains: Domains) -> Verdict:
    from derive.judgement import prove_arrays

    left, right = lower(before, scope), lower(after, scope)
    if left.shape != right.shape:
        return Wrong((), str(left.shape), str(right.shape), kind="shape", sizes=tuple(scope.sizes.items()))
    return prove_arrays(left.entries, right.entries, domains)


def _size_words(sizes: Mapping[str, int]) -> str:
    return f"N={sizes['N']} M={sizes['M']}"
