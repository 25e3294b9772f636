"""What a misconception is: a record for the reader, and mutations that turn the right step into the slip.

A mutation is stated once and for every loss, activation, name and layout. There are six kinds of them,
by what they change: one step of differentiation, an expression, the finished result by a factor, the finished
result as a whole, the domain, or one step of the chain rule on arrays.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from derive.arrays import Array, Shape
from derive.domains import Domains
from derive.misconceptions.differential import LocalChange, Roles
from derive.misconceptions.step import Case
from derive.terms import Term

Origin = Literal["function", "before", "result"]
TermChange = Callable[[Term, Roles], Term | None]


@dataclass(frozen=True, slots=True)
class Differentiating:
    """A slip in the derivative of a node: what the derivative becomes, or None where the slip does not apply."""

    change: LocalChange


@dataclass(frozen=True, slots=True)
class Rewriting:
    """A slip in an expression: what a node becomes, or None.

    ``on`` says which expressions: the function before it is differentiated, the member before in a
    chain, or the finished result.
    """

    change: TermChange
    on: tuple[Origin, ...] = ("function", "before")


@dataclass(frozen=True, slots=True)
class Scaling:
    """A slip by a factor: for the sizes of a case, the factors by name ("N" keeps its name at every size)."""

    factors: Callable[[Case, Roles], Iterable[tuple[str, Fraction]]]


@dataclass(frozen=True, slots=True)
class Result:
    """A finished result: its shape and its entries, row-major."""

    shape: Shape
    entries: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class Finishing:
    """A slip in the finished result as a whole: results by the name of the variant."""

    results: Callable[[Case, Roles], Iterable[tuple[str, Result]]]


@dataclass(frozen=True, slots=True)
class Assuming:
    """A slip that is right under an assumption nobody has made: domains by the name of the assumption."""

    domains: Callable[[Case, Roles], Iterable[tuple[str, Domains]]]


AdjointChange = Callable[[Array, Array], tuple[Array, ...] | None]


@dataclass(frozen=True, slots=True)
class Chaining:
    """A slip in one step of the chain rule on arrays: the adjoints of the arguments, or None.

    The change may raise ShapeError where the slip makes no sense.
    """

    change: AdjointChange


Mutation = Differentiating | Rewriting | Scaling | Finishing | Assuming | Chaining


@dataclass(frozen=True, slots=True)
class Example:
    """A slip at work: a model of ``derive.misconceptions.models``, a variable, and its gradient as a snippet."""

    model: str
    by: str
    written: str


@dataclass(frozen=True, slots=True)
class OnPaper:
    """A slip in a derivation: the setting as Markdown with TeX, the line with the slip and the right line."""

    setting: str
    slip: str
    right: str


@dataclass(frozen=True, slots=True)
class InCode:
    """A slip in code: a program with it and the same program without it."""

    slip: str
    right: str


@dataclass(frozen=True, slots=True, eq=False)
class Misconception:
    """A named slip. ``rank`` orders explanations of equal length: the specific before the general.

    ``people_do`` says what is seen, ``tempts`` why, ``right_way`` what is right, ``glance`` how to see it in one
    line, ``source`` where the right rule is found. ``caught``, ``paper`` and ``code`` are its examples; the right
    gradients of the models, the right lines and the right programs are what it must not catch.
    There is one of each, so that it is equal to itself alone.
    """

    id: str
    family: str
    title: str
    people_do: str
    tempts: str
    right_way: str
    glance: str
    source: str
    mutations: tuple[Mutation, ...] = ()
    rank: int = 1
    caught: tuple[Example, ...] = ()
    paper: tuple[OnPaper, ...] = ()
    code: tuple[InCode, ...] = ()
    detected_in_code: str = ""


def differentiating(*changes: LocalChange) -> tuple[Mutation, ...]:
    """The mutations that make these changes to the derivative of a node."""
    return tuple(Differentiating(change) for change in changes)


def rewriting(*changes: TermChange, on: tuple[Origin, ...] = ("function", "before")) -> tuple[Mutation, ...]:
    """The mutations that make these changes to an expression."""
    return tuple(Rewriting(change, on) for change in changes)


def chaining(*changes: AdjointChange) -> tuple[Mutation, ...]:
    """The mutations that make these changes to a step of the chain rule on arrays."""
    return tuple(Chaining(change) for change in changes)
