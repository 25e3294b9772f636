"""Whether u(x) is a call or a product, and what else of a formula is settled before its relations are looked at."""

from __future__ import annotations

from dataclasses import replace

from derive.elaborate.symbols.ellipses import summed
from derive.elaborate.symbols.names import Letters, reference
from derive.elaborate.symbols.size_letters import space_dims
from derive.reader import syntax as s
from derive.reader.tree import Part, children, is_stroke, rebuilt


def settled(tree: s.Node, functions: frozenset[str], letters: Letters) -> s.Node:
    """A tree in which u(x) is a call where u is one of the functions, and what the reader found likeliest elsewhere."""
    if isinstance(tree, s.Ambiguous) and _is_turned_product(tree, functions, letters):
        return settled(tree.readings[1], functions, letters)
    if isinstance(tree, s.Ambiguous) and tree.key.split(" ")[0] in ("call", "factor"):
        for reading in tree.readings:
            call = _called(reading)
            ref = reference(call.function, letters) if call is not None else None
            if ref is not None and ref.key in functions:
                taken, products = settled(reading, functions, letters), _products(tree)
                if products and _takes_itself(taken, ref.key, letters):
                    return settled(products[0], functions, letters)
                return taken
        return settled(_likeliest(tree), functions, letters)
    if isinstance(tree, s.Ambiguous) and is_stroke(tree):
        primed = next(reading for reading in tree.readings if isinstance(reading, s.Prime))
        ref = reference(primed.of, letters)
        if ref is not None and ref.key in functions:
            return settled(primed, functions, letters)
    plain = summed(tree)
    changed: s.Node = rebuilt(plain, lambda part: settled(part, functions, letters))
    return _plainly(changed)


def _called(node: s.Node) -> s.Call | None:
    """The call in u(x), u(x)ᵀ and u(x)²."""
    inner = node.of if isinstance(node, s.Transpose) else node.base if isinstance(node, s.Power) else node
    return inner if isinstance(inner, s.Call) else None


def _products(tree: s.Ambiguous) -> list[s.Node]:
    return [reading for reading in tree.readings if isinstance(reading, s.Product)]


def _takes_itself(node: s.Node, key: str, letters: Letters) -> bool:
    """Whether a function would be taken at a value of its own: p_j (z_j − Σ_k p_k z_k) is a product."""
    call = _called(node)
    return call is not None and any(key in bare_names(part, letters) for part in call.arguments)


def bare_names(node: Part, letters: Letters) -> set[str]:
    """The names of a term that stand without an argument, derivatives left aside."""
    if isinstance(node, s.Ambiguous):
        calls = [reading for reading in node.readings if isinstance(reading, s.Call)]
        return bare_names((calls or node.readings)[0], letters)
    if isinstance(node, s.Derivative):
        return set()
    if isinstance(node, s.Call):
        return {key for part in node.arguments for key in bare_names(part, letters)}
    ref = reference(node, letters) if isinstance(node, s.Name | s.Index) else None
    if ref is not None:
        return {ref.key}
    return {key for part in children(node) for key in bare_names(part, letters)}


def _is_turned_product(tree: s.Ambiguous, functions: frozenset[str], letters: Letters) -> bool:
    """δ(a)^T: a column times a row, where δ is nowhere a function."""
    match tree.readings:
        case (s.Transpose(of=s.Call(function=function)), s.Product(right=s.Transpose())):
            ref = reference(function, letters)
            return ref is not None and ref.key not in functions
    return False


def _plainly(node: s.Node) -> s.Node:
    """[u]_+ as max(0, u), and the row W_{k,:} as W_k."""
    match node:
        case s.Index(base=base, below=s.Indices(items=(s.Text(text="+"),)), above=None) if not (
            isinstance(base, s.Name | s.Index) or space_dims(base) is not None
        ):
            return s.Call(s.Name("max"), (s.Number("0"), base), span=node.span)
        case s.Index(below=s.Indices(items=(row, s.Text(text=":")))):
            return replace(node, below=s.Indices((row,), span=node.below.span))  # type: ignore[union-attr]
    return node


def _likeliest(tree: s.Ambiguous) -> s.Node:
    """The first reading; before a bracket that is transposed, δ(a)ᵀ, the product."""
    first = tree.readings[0]
    if isinstance(first, s.Transpose) and isinstance(first.of, s.Call):
        return next((reading for reading in tree.readings if isinstance(reading, s.Product)), first)
    return first
