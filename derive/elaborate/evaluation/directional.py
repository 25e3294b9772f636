r"""Derivatives along a direction, in whatever form: Df(x)[h], f'(x; h), D_h f(x) are those of f(x + th) by t at 0."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from derive.elaborate.symbols.names import key_of
from derive.elaborate.symbols.rewriting import rewritten, written_trees
from derive.reader import syntax as s
from derive.reader.blocks import Document
from derive.reader.names import AT
from derive.reader.tree import Part, rebuilt, walk

STEP = s.Name("t", (AT + "line",))
"""The length of a step, a name of its own that is printed as t."""
ZERO, D = s.Number("0"), s.Name("D")


def with_directional_derivatives(document: Document) -> Document:
    r"""The document in which derivatives along a direction are derivatives by the length of a step.

    >>> from derive.elaborate.evaluation.directional import with_directional_derivatives
    >>> from derive.reader.document import read_text
    >>> from derive.reader.tex import tex
    >>> read = read_text(r"$$f(x) = x^T x, \quad Df(x)[h] = 2 x^T h$$")
    >>> tex(with_directional_derivatives(read).blocks[0].formulas[1].tree.members[0])
    '\\left.\\frac{d}{dt} f\\left(x + t h\\right)\\right|_{t = 0}'
    """
    trees = written_trees(document)
    functions, bodies = dict(_functions(trees)), dict(_bodies(trees))
    parts = frozenset(part for tree in trees for part in _parts(tree) if isinstance(part, s.Name))
    ways = {way for tree in trees for way in _ways(tree)}
    meant = _Directions(functions, parts, not any(_is_taken(tree, ways) for tree in trees), bodies)
    return rewritten(document, meant.spelled)


def _functions(trees: Iterable[s.Node]) -> Iterator[tuple[str, s.Name]]:
    """The functions of one variable that the document defines, each with its variable."""
    for tree in trees:
        match tree:
            case s.Chain(members=(s.Call(function=s.Name() as name, arguments=(s.Name() as own,)), _, *_)):
                yield key_of(name), own


def _bodies(trees: Iterable[s.Node]) -> Iterator[tuple[str, s.Node]]:
    """The names that one formula alone makes, without an argument, each with what they are: Y = I + XᵀX."""
    made = [(key_of(name), body) for tree in trees for name, body in _made(tree)]
    keys = [key for key, _ in made]
    yield from ((key, body) for key, body in made if keys.count(key) == 1)


def _made(tree: s.Node) -> Iterator[tuple[s.Name, s.Node]]:
    match tree:
        case s.Chain(members=(s.Name() as name, body, *_), relations=(s.Relation(sign="=" | ":="), *_)):
            yield name, body


def _moved(node: s.Node, own: s.Name, place: s.Node) -> s.Node:
    """A formula with something else in the place of a variable."""
    if node == own:
        return place
    changed: s.Node = rebuilt(node, lambda part: _moved(part, own, place))
    return changed


def _parts(tree: s.Node) -> Iterator[Part]:
    """What stands in an equation for a name or a function: no direction, from which nothing is made."""
    match tree:
        case s.Chain(members=(s.Name() | s.Index() | s.Call(function=s.Name() | s.Index()), *_)):
            yield from walk(tree)


def _ways(tree: s.Node) -> Iterator[s.Name]:
    """The directions h of Df(x)[h]."""
    for part in walk(tree):
        match part:
            case s.Product(left=s.Product(left=sign, right=right), right=s.Name() as way, sign=""):
                if _last(sign) == D and isinstance(_likeliest(right), s.Call):
                    yield way


def _likeliest(node: s.Node) -> s.Node:
    return node.readings[0] if isinstance(node, s.Ambiguous) else node


def _is_taken(tree: s.Node, ways: set[s.Name]) -> bool:
    """Whether a D stands elsewhere than before a function, or a formula and a known direction: then it is a name."""
    parts = list(walk(tree))
    signs = [p.left for p in parts if isinstance(p, s.Product) and isinstance(_likeliest(p.right), s.Call)]
    signs += [
        p.left.left
        for p in parts
        if isinstance(p, s.Product) and p.right in ways
        if isinstance(p.left, s.Product) and not isinstance(_likeliest(p.left.right), s.Call)
    ]
    before = sum(_without_power(_last(sign)) == D for sign in signs)
    return before < sum(part == D for part in parts)


def _without_power(node: s.Node) -> s.Node:
    """The D of D²."""
    return node.base if isinstance(node, s.Power) and node.exponent == s.Number("2") else node


def _twice(ways: s.Node | tuple[s.Node, ...]) -> s.Name | None:
    """The direction h of [h, h] and [h]²."""
    match ways:
        case (s.Name() as one, other) | s.Sequence(items=(s.Name() as one, other)) if one == other:
            return one
        case s.Power(base=s.Name() as one, exponent=s.Number(text="2")):
            return one
    return None


def _last(node: s.Node) -> s.Node:
    """The factor that stands right before what follows a product."""
    return node.right if isinstance(node, s.Product) and node.sign == "" else node


@dataclass(frozen=True, slots=True)
class _Directions:
    """The functions of a document, the names that its equations are made of, and whether D is a sign of derivation."""

    functions: Mapping[str, s.Name]
    parts: frozenset[s.Name]
    derives: bool
    bodies: Mapping[str, s.Node] = field(default_factory=dict)

    def spelled(self, node: s.Node) -> s.Node:
        """A formula with its directional derivatives spelled out."""
        found = self._found(node)
        if found is not None:
            return found
        changed: s.Node = rebuilt(node, self.spelled)
        return changed

    def _found(self, node: s.Node) -> s.Node | None:
        match node:
            case s.Derivative(of=s.At(of=of, where=where), by=by, style="operator") if _is_at(where, by):
                return self.spelled(
                    s.At(s.Derivative(of, by, node.symbol, "operator", node.span), where, node.span)
                )
            case s.At(of=s.Derivative(of=s.Call() as call, by=(step,)), where=where) if _is_at(
                where, (step,)
            ):
                return self._by_step(call, step, node.span)
            case s.Product(left=s.Product(left=sign, right=call), right=s.Name() as way, sign="") if (
                self.derives and _last(sign) == D
            ):
                return self._by(sign, call, way, node.span)
            case s.Product(left=sign, right=s.Call(style="[") as call, sign="") if self.derives:
                return self._at_the_variable(sign, call, node.span)
            case s.Product(left=s.Product(left=sign, right=s.Call() as call), right=ways, sign="") if (
                self.derives and sign == s.Power(D, s.Number("2"))
            ):
                second = _twice(ways)
                return self._along(call, second, node.span, 2) if second is not None else None
            case s.Call(function=s.Prime(of=s.Name() as of, order=1), arguments=(place, way)):
                return self._along(s.Call(of, (place,)), way, node.span)
            case s.Derivative(of=s.Call() as call, by=(s.Name() as way,), symbol="D", style="subscript") if (
                self._is_outside(call, way)
            ):
                return self._along(call, way, node.span)
            case s.Nabla(of=s.Call() as call, by=s.Name() as way, order=1) if self._is_outside(call, way):
                return self._along(call, way, node.span)
        return None

    def _by_step(self, call: s.Call, step: s.Node, span: s.Span) -> s.Node | None:
        """d/dε f(w + εv) at ε = 0, with the usual name of a step."""
        match call.arguments:
            case (s.Add(left=place, right=s.Product(left=length, right=way, sign="")),) if length == step:
                return self._along(s.Call(call.function, (place,)), way, span)
        return None

    def _by(self, sign: s.Node, call: s.Node, way: s.Node, span: s.Span) -> s.Node | None:
        """Df(x)[h], also behind other factors."""
        call = _likeliest(call)
        match sign, call:
            case s.Name(letter="D", decorations=()), s.Call():
                return self._along(call, way, span)
            case s.Name(letter="D", decorations=()), _:
                own = {name for name in self.functions.values() if name in walk(call)}
                return self._of_formula(call, own.pop(), way, span) if len(own) == 1 else None
            case s.Product(left=before, right=s.Name(letter="D", decorations=()) as last, sign=""), s.Call():
                along = self._along(call, way, s.Span(last.span.start, span.end))
                return None if along is None else s.Product(self.spelled(before), along, "", span)
        return None

    def _of_formula(self, formula: s.Node, own: s.Name, way: s.Node, span: s.Span) -> s.Node:
        """D(x⁻¹)[h]: the derivative of a formula of the one variable in it."""
        moved = _moved(formula, own, s.Add(own, s.Product(STEP, way)))
        slope = s.Derivative(moved, (STEP,), "d", "operator", span)
        return s.At(slope, s.Chain((STEP, ZERO), (s.Relation("="),)), span)

    def _at_the_variable(self, sign: s.Node, call: s.Call, span: s.Span) -> s.Node | None:
        """Df[h] and D²f[h, h], where the point is the variable of the function."""
        own = self.functions.get(key_of(call.function)) if isinstance(call.function, s.Name) else None
        order = 2 if isinstance(sign, s.Power) else 1
        way = call.arguments[0] if order == 1 and len(call.arguments) == 1 else _twice(call.arguments)
        if own is None or _without_power(sign) != D or not isinstance(way, s.Name) or way == own:
            return None
        at = s.Call(call.function, (own,), "(", call.span)
        return self._along(at, way, span, order) if way not in self.parts else None

    def _is_outside(self, call: s.Call, way: s.Name) -> bool:
        """Whether a direction has no part in the function: v of D_v f(w), from which nothing is made."""
        known = isinstance(call.function, s.Name) and key_of(call.function) in self.functions
        return known and way not in self.parts and way not in call.arguments

    def _along(self, call: s.Call, way: s.Node, span: s.Span, order: int = 1) -> s.Node | None:
        """d/dt f(x + th) at t = 0; None where the function is not one of one variable that is defined."""
        if not isinstance(call.function, s.Name):
            return None
        place = s.Add(call.arguments[0], s.Product(STEP, way))
        moved: s.Node = s.Call(call.function, (place,), "(", call.span)
        if key_of(call.function) not in self.functions:
            body, own = self.bodies.get(key_of(call.function)), call.arguments[0]
            if not self.derives or body is None or not isinstance(own, s.Name) or own not in walk(body):
                return None
            moved = _moved(body, own, place)
        return s.At(
            s.Derivative(moved, (STEP,) * order, "d", "operator", span),
            s.Chain((STEP, ZERO), (s.Relation("="),)),
            span,
        )


def _is_at(where: s.Node, by: tuple[s.Node, ...]) -> bool:
    """Whether a value is given to what is differentiated by: d/dt … at t = 0, which is put in last."""
    return len(by) == 1 and isinstance(where, s.Chain) and where.members == (by[0], ZERO)


def is_along_a_line(node: s.Add) -> bool:
    """Whether a sum is a point on a line, x + th: then h is of the shape of x."""
    return isinstance(node.right, s.Product) and node.right.left == STEP
