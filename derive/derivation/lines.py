"""One line of a scalar derivation: a term in which some derivatives are still to be taken."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from derive.calculus import differentiate, free_symbols, substitute
from derive.terms import ONE, ZERO, Sym, Term, sym

Definitions = tuple[tuple[str, Term], ...]
Slopes = tuple[tuple[str, "Slope"], ...]
Differentiate = Callable[[Term], Term]


@dataclass(frozen=True, slots=True)
class Slope:
    """A derivative still to be taken: ∂of/∂by."""

    of: Term
    by: str


@dataclass(frozen=True, slots=True)
class Line:
    """A term whose symbols named in ``slopes`` stand for derivatives that are still to be taken."""

    body: Term
    slopes: Slopes = ()


def derivative_of(of: Term, by: str) -> Line:
    """The line ∂of/∂by, with nothing taken yet."""
    return Line(sym("∂1"), (("∂1", Slope(of, by)),))


def meaning(line: Line, definitions: Definitions = ()) -> Term:
    """The term that a line stands for: derivatives taken exactly, then all definitions put in.

    ``definitions`` lead from what is defined last to what is given: each may use the names after it. In
    ∂of/∂by, ``of`` is expanded down to ``by`` and no further.

    >>> x = sym("x")
    >>> chain = Line(sym("∂1"), (("∂1", Slope(sym("f"), "u")),))
    >>> meaning(chain, (("f", sym("u") ** 2), ("u", 3 * x))) is 2 * (3 * x)
    True
    """
    taken = {name: _taken(slope, definitions) for name, slope in line.slopes}
    return expanded(substitute(line.body, taken), definitions)


def expanded(term: Term, definitions: Definitions) -> Term:
    """The term with definitions put in, one after another."""
    for name, value in definitions:
        term = substitute(term, {name: value})
    return term


def _taken(slope: Slope, definitions: Definitions) -> Term:
    names = [name for name, _ in definitions]
    above = definitions[: names.index(slope.by)] if slope.by in names else definitions
    return differentiate(expanded(slope.of, above), slope.by)


class _Draft:
    """A line while it is rewritten: it numbers the derivatives that are left."""

    def __init__(self) -> None:
        self.slopes: dict[str, Slope] = {}

    def derivative(self, of: Term, by: str) -> Term:
        """∂of/∂by, taken at once where nothing is to be done."""
        if by not in free_symbols(of):
            return ZERO
        return ONE if isinstance(of, Sym) else self.later(Slope(of, by))

    def later(self, slope: Slope) -> Term:
        name = f"∂{len(self.slopes) + 1}"
        self.slopes[name] = slope
        return sym(name)


SlopeRewrite = Callable[[Term, str, Differentiate], Term | None]


def rewrite_slopes(line: Line, rewrite: SlopeRewrite, only: Iterable[str]) -> Line:
    """The line with the derivatives named in ``only`` rewritten; the others stay as they are."""
    chosen, draft, mapping = set(only), _Draft(), dict[str, Term]()
    for name, slope in line.slopes:
        found = rewrite(slope.of, slope.by, lambda of, by=slope.by: draft.derivative(of, by))  # type: ignore[misc]
        mapping[name] = draft.later(slope) if name not in chosen or found is None else found
    return Line(substitute(line.body, mapping), tuple(draft.slopes.items()))
