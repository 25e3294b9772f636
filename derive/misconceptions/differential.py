"""Differentiation in which a slip is made at some nodes and every other node keeps to the rules."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from derive.calculus import derive_power
from derive.functions import derivative
from derive.misconceptions.sites import EVERYWHERE, family, looks_of
from derive.terms import (
    ONE,
    ZERO,
    Add,
    AllOf,
    AnyOf,
    Case,
    Compare,
    Const,
    Fn,
    Mul,
    Negation,
    Num,
    Pow,
    Sym,
    Term,
    add,
    case,
    mul,
)
from derive.traverse import Node, children, postorder

Derivatives = Mapping[Node, Term]


@dataclass(frozen=True, slots=True)
class Roles:
    """Which families of symbols are parameters, labels, inputs and learning rates, and the sizes of the case.

    ``signs`` are labels that are -1 or 1; ``samples`` names the size that counts samples.
    """

    parameters: frozenset[str] = frozenset()
    labels: frozenset[str] = frozenset()
    inputs: frozenset[str] = frozenset()
    rates: frozenset[str] = frozenset()
    signs: frozenset[str] = frozenset()
    sizes: tuple[tuple[str, int], ...] = ()
    samples: str = ""

    def is_label(self, node: Node) -> bool:
        """Whether a node is a label."""
        return isinstance(node, Sym) and family(node.name) in self.labels


@dataclass(frozen=True, slots=True)
class Place:
    """A node at which a slip may be made: its surroundings as far as the slip may look.

    ``d`` holds the derivatives of everything below the node (with slips made there), ``by`` the variable.
    """

    d: Derivatives
    by: Sym
    roles: Roles
    correct: Term
    root: Term

    def moves(self, node: Node) -> bool:
        """Whether a node depends on the variable."""
        return self.d.get(node, ZERO) is not ZERO


def affine_part(node: Term, place: Place) -> Term | None:
    """The logit: the largest part of a node that is a sum of multiples of parameters and of constants.

    It must be the only part of the node through which the variable enters; None where there is no such part.
    """
    moving = [part for part in postorder((node,)) if place.moves(part)]
    affine = [part for part in moving if _is_affine(part, place)]
    inside = {child for part in affine for child in children(part)}
    largest = [part for part in affine if part not in inside]
    return largest[0] if len(largest) == 1 else None  # type: ignore[return-value]


def logit(node: Term, place: Place) -> Term | None:
    """The affine part without the labels and numbers that multiply it: the s of a margin -y s."""
    found = affine_part(node, place)
    if not isinstance(found, Mul):
        return found
    moving = [arg for arg in found.args if place.moves(arg)]
    if isinstance(moving[0], Add):
        return moving[0]
    if any(place.roles.is_label(arg) for arg in found.args):
        return None
    return found


def _is_affine(node: Node, place: Place) -> bool:
    if node is place.by:
        return True
    if isinstance(node, Mul):
        moving = [arg for arg in node.args if place.moves(arg)]
        return len(moving) == 1 and _is_affine(moving[0], place)
    if isinstance(node, Add):
        return all(_is_affine(arg, place) for arg in node.args if place.moves(arg))
    return False


LocalChange = Callable[[Term, Place], Term | None]
Slip = tuple[LocalChange, str]


@dataclass
class Differential:
    """The derivatives of one term by one variable, node by node, and those with slips in them.

    ``plain`` holds the correct derivatives; ``moving`` the nodes that depend on the variable, children first, each
    with its parts that do.
    """

    root: Term
    by: Sym
    roles: Roles
    plain: dict[Node, Term] = field(init=False)
    looks: dict[Node, str] = field(init=False)
    moving: dict[Node, tuple[Node, ...]] = field(init=False)
    _places: dict[Node, Place] = field(init=False)
    _sites: dict[LocalChange, list[str]] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self.looks = looks_of(self.root)
        self.plain = {}
        self.moving = {}
        for node in postorder((self.root,)):
            if _is_condition(node):
                continue
            self.plain[node] = local(node, self.plain, self.by)
            parts = tuple(child for child in children(node) if child in self.moving)
            # In s − s, the slopes of both parts take each other away, and that of one alone would not.
            if self.plain[node] is not ZERO or parts:
                self.moving[node] = parts
        self._places = {node: self._place(self.plain, self.plain[node]) for node in self.moving}

    @property
    def correct(self) -> Term:
        """The derivative without slips."""
        return self.plain[self.root]

    def sites(self, change: LocalChange) -> list[str]:
        """The places at which a slip changes something, by their looks; ``EVERYWHERE`` where there are several."""
        if change not in self._sites:
            places = self._places.items()
            looks = (self.looks[node] for node, place in places if _changed(change, node, place) is not None)
            found = list(dict.fromkeys(looks))
            self._sites[change] = [EVERYWHERE, *found] if len(found) > 1 else found
        return self._sites[change]

    def with_slips(self, slips: Sequence[Slip]) -> Term:
        """The derivative with every slip made at its places; nodes that hold no such place are not redone."""
        known = dict(self.plain)
        for node, below in self.moving.items():
            redone = any(known[child] is not self.plain[child] for child in below)
            correct = local(node, known, self.by) if redone else self.plain[node]
            changes = [change for change, site in slips if site in (EVERYWHERE, self.looks[node])]
            known[node] = self._slipped(changes, node, known, correct) if changes else correct
        return known[self.root]

    def _slipped(self, changes: Sequence[LocalChange], node: Node, known: Derivatives, correct: Term) -> Term:
        place = self._place(known, correct)
        return next((new for each in changes if (new := _changed(each, node, place)) is not None), correct)

    def _place(self, known: Derivatives, correct: Term) -> Place:
        return Place(known, self.by, self.roles, correct, self.root)


def _changed(change: LocalChange, node: Node, place: Place) -> Term | None:
    changed = change(node, place)  # type: ignore[arg-type]
    return None if changed is place.correct else changed


def _is_condition(node: Node) -> bool:
    return isinstance(node, Compare | AllOf | AnyOf | Negation)


def local(node: Node, d: Derivatives, by: Sym) -> Term:
    """The derivative of a node from those of its parts, by the ordinary rules."""
    match node:
        case Num() | Const():
            return ZERO
        case Sym():
            return ONE if node is by else ZERO
        case Add(args=args):
            return add(*(d[arg] for arg in args))
        case Mul(args=args):
            return add(*(product_part(args, k, d) for k, arg in enumerate(args) if d[arg] is not ZERO))
        case Pow():
            return derive_power(node, d)
        case Fn(name=name, args=args):
            moving = [k for k, arg in enumerate(args) if d[arg] is not ZERO]
            return add(*(mul(derivative(name, args, k), d[args[k]]) for k in moving))
        case Case(branches=branches, otherwise=otherwise):
            return case([(condition, d[value]) for condition, value in branches], d[otherwise])
        case Compare() | AllOf() | AnyOf() | Negation():
            return ZERO


def product_part(args: tuple[Term, ...], k: int, d: Derivatives) -> Term:
    """The summand of the product rule in which factor k is differentiated."""
    return mul(*args[:k], d[args[k]], *args[k + 1 :])
