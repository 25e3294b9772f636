"""Losses of which only the name is known: ℓ(ŷ_i, y_i) varies with ŷ_i alone, so it is ℓ_i of one argument."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from derive.elaborate.symbols.names import base_key, key_of
from derive.elaborate.symbols.rewriting import rewritten, written_trees
from derive.elaborate.symbols.roles import LOSS_LETTERS, NUMBERS
from derive.reader import syntax as s
from derive.reader.anatomy import function_of
from derive.reader.blocks import Document
from derive.reader.tree import Part, rebuilt, walk

LOSSES = LOSS_LETTERS | NUMBERS | {"C", "loss", "Loss", "cost", r"\mathcal{C}"}


def with_losses_of_one_argument(document: Document) -> Document:
    """The document in which a loss that is nowhere written out is a function of the prediction alone.

    ∂ℓ/∂ŷ_i without arguments is then the slope of ℓ_i at ŷ_i, and dL/dw that of L(a) where L′(a) is written, too.
    """
    trees = written_trees(document)
    known = _heads(trees)
    for name in dict.fromkeys(_unwritten(trees, known)):
        meant = _meaning(name, trees, known)
        if meant is not None:
            document = rewritten(document, meant.spelled)
    return document


@dataclass(frozen=True, slots=True)
class _Loss:
    """A loss with the place of the prediction among its arguments, and the one call of it without a stroke."""

    name: s.Name
    active: int
    call: s.Call
    function: s.Name

    def spelled(self, node: s.Node) -> s.Node:
        """A formula with every call and every slope of the loss spelled out."""
        match node:
            case s.Derivative(of=s.Name() as of, by=(by,)) if of == self.name:
                at = self._placed_at(by)
                return node if at is None else replace(node, of=self._taken(at))
            case s.Call() if (order := _strokes(node, self.name)) is not None:
                inner = replace(node, arguments=tuple(map(self.spelled, node.arguments)))
                return self._taken(inner, order) if len(node.arguments) > self.active else node
        changed: s.Node = rebuilt(node, self.spelled)
        return changed

    def _taken(self, call: s.Call, order: int = 0) -> s.Call:
        """ℓ_i(ŷ_i) for ℓ(ŷ_i, y_i), with strokes if there are any."""
        others = [each for k, each in enumerate(call.arguments) if k != self.active]
        items = tuple(item for other in others for item in _items(other))
        function: s.Node = (
            s.Index(self.function, s.Indices(tuple(dict.fromkeys(items)))) if items else self.function
        )
        function = s.Prime(function, order) if order else function
        return replace(call, function=function, arguments=(call.arguments[self.active],))

    def _placed_at(self, by: s.Node) -> s.Call | None:
        """The call whose prediction is what is differentiated by, or which has no index to tell it from others."""
        prediction = self.call.arguments[self.active]
        if not isinstance(prediction, s.Name | s.Index):
            return None
        if by == prediction or not _items(prediction):
            return self.call
        old, new = _items(prediction), _items(by)
        if base_key(by) != base_key(prediction) or len(old) != len(new):
            return None
        moved = dict(zip(old, new, strict=True))
        return replace(self.call, arguments=tuple(_moved(each, moved) for each in self.call.arguments))


def _heads(trees: Iterable[s.Node]) -> frozenset[str]:
    """The names and functions that equations introduce."""
    chains = (
        tree for tree in trees if isinstance(tree, s.Chain) and tree.relations[0].sign in ("=", ":=", "equiv")
    )
    heads = (chain.members[0] for chain in chains)
    called = (function_of(head) for head in heads)
    return frozenset(key for head in called if (key := base_key(head)) is not None)


def _unwritten(trees: Sequence[s.Node], known: frozenset[str]) -> Iterator[s.Name]:
    """The losses that are applied to something, but not defined as functions."""
    functions = {key for tree in trees if (key := _defined_function(tree) or _written_out(tree)) is not None}
    for part in (part for tree in trees for part in walk(tree)):
        if isinstance(part, s.Call):
            of = part.function.of if isinstance(part.function, s.Prime) else part.function
            if isinstance(of, s.Name) and key_of(of) in LOSSES and key_of(of) not in functions:
                yield of


def _defined_function(tree: s.Node) -> str | None:
    """The function that an equation defines: ℓ of ℓ(u, y) = …."""
    match tree:
        case s.Chain(members=(s.Call(function=function), *_), relations=(relation, *_)) if relation.sign in (
            "=",
            ":=",
            "equiv",
        ):
            return base_key(function)
    return None


def _written_out(tree: s.Node) -> str | None:
    """The loss of one term that an equation works out, L = −log p: the L(v, c_r) of a sum elsewhere are such terms."""
    match tree:
        case s.Chain(members=(s.Name() as head, *bodies), relations=(s.Relation(sign="=" | ":="), *_)):
            parts = [part for body in bodies for part in walk(body)]
            calls = any(isinstance(part, s.Call) and _strokes(part, head) is not None for part in parts)
            return None if calls or any(isinstance(part, s.Derivative) for part in parts) else key_of(head)
    return None


def _meaning(name: s.Name, trees: Sequence[s.Node], known: frozenset[str]) -> _Loss | None:
    """How a loss is to be read; None where its arguments do not tell."""
    parts = [part for tree in trees for part in walk(tree)]
    found = [part for part in parts if isinstance(part, s.Call) and _strokes(part, name) is not None]
    plain = list(dict.fromkeys(part for part in found if _strokes(part, name) == 0))
    counts = {len(part.arguments) for part in found}
    if len(counts) != 1 or not plain:
        return None
    active = _active(found, known, parts) if counts == {2} else 0 if counts == {1} else None
    strokes = any(_strokes(part, name) for part in found)
    if active is None or (counts == {1} and not (strokes and _is_made(plain[0].arguments[0], known))):
        return None
    function = s.Name("loss") if key_of(name) in known else name
    return _Loss(name, active, plain[0], function)


def _active(calls: Sequence[s.Call], known: frozenset[str], parts: Iterable[Part]) -> int | None:
    """The place of the argument that varies, while the other is data: the one that is worked out or derived by."""
    places = (0, 1)
    data = [all(_is_plain(call.arguments[k], known) for call in calls) for k in places]
    if data in ([True, False], [False, True]):
        return data.index(False)
    slopes = [part for part in parts if isinstance(part, s.Derivative)]
    by = {base_key(each) for slope in slopes for each in slope.by}
    taken = [all(base_key(call.arguments[k]) in by for call in calls) for k in places]
    return taken.index(True) if data == [True, True] and sum(taken) == 1 else None


def _is_plain(node: s.Node, known: frozenset[str]) -> bool:
    return isinstance(node, s.Name | s.Index) and base_key(node) not in known


def _is_made(node: s.Node, known: frozenset[str]) -> bool:
    return isinstance(node, s.Name | s.Index) and base_key(node) in known


def _strokes(node: Part, name: s.Name) -> int | None:
    """How many strokes a call of the loss has; None for anything else."""
    match node:
        case s.Call(function=s.Prime(of=of, order=order)) if of == name:
            return order
        case s.Call(function=function) if function == name:
            return 0
    return None


def _items(node: s.Node) -> tuple[s.Node, ...]:
    """The indices of a name, those above first."""
    if not isinstance(node, s.Index):
        return ()
    return (*(node.above.items if node.above else ()), *(node.below.items if node.below else ()))


def _moved(node: s.Node, letters: Mapping[s.Node, s.Node]) -> s.Node:
    """A name with other indices."""
    if node in letters:
        return letters[node]
    moved: s.Node = rebuilt(node, lambda part: _moved(part, letters))
    return moved
