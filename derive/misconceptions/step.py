"""A wrong step as the diagnosis sees it: what was written, what is right, and where both came from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from derive.arrays import Array, Shape
from derive.calculus import differentiate
from derive.domains import ANYWHERE, Domains
from derive.terms import Sym, Term

NO_NAMES: Mapping[str, Array] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Differentiation:
    """The correct line as derivatives: its entry k is the derivative of ``outputs[k]`` by ``by[k]``.

    The outputs are expanded down to the variables and no further, and keep the structure they were written
    with, because slips are made at the nodes of that structure.
    """

    outputs: tuple[Term, ...]
    by: tuple[Sym, ...]


@dataclass(frozen=True)
class Case:
    """The wrong step at one choice of sizes; only ``written`` and ``right`` are required.

    ``before`` holds the entries of the member that the line follows from, when that is an expression without
    derivatives. ``differentiations`` are alternatives. ``program`` is the differentiated function as one
    array program with vectorised operations, ``wrt`` the leaf in it by which it is differentiated; ``named``
    are intermediates and data by their names in the text. A sum that was dropped leaves its index as an extra
    last axis of ``written``.
    """

    written: tuple[Term, ...]
    right: tuple[Term, ...]
    written_shape: Shape = ()
    right_shape: Shape = ()
    before: tuple[Term, ...] | None = None
    differentiations: tuple[Differentiation, ...] = ()
    program: Array | None = None
    wrt: Array | None = None
    named: Mapping[str, Array] = field(default_factory=lambda: NO_NAMES)
    domains: Domains = ANYWHERE
    sizes: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class WrongStep:
    """One wrong line or result at several sizes, the smallest first, and the parts its names play.

    ``parameters``, ``labels``, ``inputs`` and ``rates`` are families of symbols: the name before the bracket.
    ``samples`` names the size that counts samples. Empty roles are guessed from the domains, the
    differentiations and the field's usual letters.
    """

    cases: tuple[Case, ...]
    parameters: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    inputs: tuple[str, ...] = ()
    rates: tuple[str, ...] = ()
    samples: str = ""


def gradient_case(
    output: Array,
    wrt: Array,
    written: Sequence[Term],
    written_shape: Shape | None = None,
    *,
    domains: Domains = ANYWHERE,
    sizes: Sequence[tuple[str, int]] = (),
    before: Sequence[Term] | None = None,
    named: Mapping[str, Array] = NO_NAMES,
) -> Case:
    """The case of a line that claims the derivative of ``output`` by the leaf ``wrt``.

    The order of the entries is that of ``output``, and within each of them that of ``wrt``.

    >>> from derive.arrays import apply, leaf
    >>> w = leaf("w")
    >>> gradient_case(apply("log", w), w, [w.entries[0]]).right[0] is 1 / w.entries[0]
    True
    """
    pairs = [(out, by) for out in output.entries for by in wrt.entries if isinstance(by, Sym)]
    shape = output.shape + wrt.shape
    return Case(
        written=tuple(written),
        right=tuple(differentiate(out, by) for out, by in pairs),
        written_shape=shape if written_shape is None else written_shape,
        right_shape=shape,
        before=None if before is None else tuple(before),
        differentiations=(Differentiation(tuple(o for o, _ in pairs), tuple(b for _, b in pairs)),),
        program=output,
        wrt=wrt,
        named=named,
        domains=domains,
        sizes=tuple(sizes),
    )
