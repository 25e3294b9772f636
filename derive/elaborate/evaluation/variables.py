"""The free index letters of a relation, and the variables that belong to a function alone."""

from __future__ import annotations

from collections.abc import Iterator

from derive.elaborate.evaluation.calls import POINTWISE, WORDS
from derive.elaborate.evaluation.sums import bound_in
from derive.elaborate.symbols.evidence import ends_turned
from derive.elaborate.symbols.from_zero import DELTA, begins_at_zero
from derive.elaborate.symbols.names import Letters, Reference, keys_in, letters_of, reference
from derive.elaborate.symbols.roles import Link, referred, summands
from derive.elaborate.symbols.scope import Definition, Scope
from derive.reader import syntax as s
from derive.reader.tree import Part, children, walk


def free_letters(link: Link, letters: Letters) -> frozenset[str]:
    """The index letters of a relation that nothing in it binds (a sum without a range binds those of its body)."""
    found = letters.memory.recall(lambda: _free_letters(link, letters), "free letters", link.left, link.right)
    paired = letters.memory.recall(lambda: _paired(link), "paired letters", link.left, link.right)
    return found - (paired - _outside_sums(link, letters)) if paired else found


def _paired(link: Link) -> frozenset[str]:
    """The second letters of conditions such as a ≠ b under a sum."""
    parts = (part for side in (link.left, link.right) for part in walk(side))
    below = (part.below for part in parts if isinstance(part, s.Big) and part.below is not None)
    conditions = (inner for each in below for inner in walk(each) if isinstance(inner, s.Chain))
    return frozenset(
        member.letter
        for chain in conditions
        if chain.relations[0].sign != "="
        for member in chain.members[1:]
        if isinstance(member, s.Name)
    )


def _outside_sums(link: Link, letters: Letters) -> frozenset[str]:
    """The index letters that the formulas of the block write outside of every sum: c of ∂L/∂s_c = Σ_{b≠c} …"""
    trees = [formula.tree for formula in link.block.formulas if formula.tree is not None]
    carried = [link.left] if not link.begins and len(link.block.formulas) == 1 else []
    return frozenset(x for tree in trees for x in _outside(tree, letters)) | _every_letter(carried, letters)


def _every_letter(nodes: list[s.Node], letters: Letters) -> frozenset[str]:
    return frozenset(x for node in nodes for x in index_letters(node, letters))


def _outside(node: Part, letters: Letters) -> Iterator[str]:
    if isinstance(node, s.Big):
        return
    if isinstance(node, s.Index):
        ref = reference(node, letters)
        yield from (x for item in (ref.indices if ref else ()) for x in letters_of(item))
    for part in children(node):
        yield from _outside(part, letters)


def letters_from_zero(link: Link, letters: Letters) -> frozenset[str]:
    """The letters that pick from a family which begins with number 0: j of ∂ℓ/∂k_j where k_0 is one of the k."""
    if not letters.zeroth:
        return frozenset()
    parts = (part for side in (link.left, link.right) for part in walk(side) if isinstance(part, s.Index))
    refs = (
        ref
        for part in parts
        if (ref := reference(part, letters)) is not None and begins_at_zero(ref, letters.zeroth)
    )
    return frozenset(x for ref in refs for item in ref.indices for x in letters_of(item))


def compares_with_zero(link: Link) -> bool:
    """Whether a relation compares an index with the number 0: δ_{j0}, [j = 0]."""
    zero = s.Number("0")
    for part in (part for side in (link.left, link.right) for part in walk(side)):
        match part:
            case s.Index(base=s.Name(letter=letter), below=s.Indices(items=items)) if letter == DELTA:
                if zero in items:
                    return True
            case s.Indicator(condition=s.Chain(members=members)) if zero in members:
                return True
    return False


def _free_letters(link: Link, letters: Letters) -> frozenset[str]:
    found: set[str] = set()
    for side in (link.left, link.right):
        bound = bound_in(side)
        found |= {x for x in index_letters(side, letters) if x not in bound}
    return frozenset(found - letters.sizes)


def index_letters(node: Part, letters: Letters) -> Iterator[str]:
    """The index letters of a formula, those in sums without a range apart."""
    if isinstance(node, s.Big) and node.below is None:
        return
    if isinstance(node, s.Call) and node.function in (s.Name("diag"), s.Name("Diag")):
        return
    if isinstance(node, s.Index):
        ref = reference(node, letters)
        items = ref.indices if ref else (*_items(node.below), *_items(node.above))
        yield from (x for item in items for x in letters_of(item) if x in letters.indices)
    for part in children(node):
        yield from index_letters(part, letters)


def _items(indices: s.Indices | None) -> tuple[s.Node, ...]:
    return indices.items if indices is not None else ()


def own_variables(scope: Scope, link: Link) -> tuple[str, ...]:
    """The variables of functions that are written with them: m in φ'(m) = …, though m_i are the margins elsewhere."""
    return scope.memory.recall(lambda: _own_variables(scope, link), "own variables", link.left, link.right)


def _own_variables(scope: Scope, link: Link) -> tuple[str, ...]:
    parts = [part for side in (link.left, link.right) for part in walk(side)]
    found = [variable for part in parts if (variable := _own_variable(scope, part)) is not None]
    found += [variable for part in parts for variable in _silent_variables(scope, part)]
    return tuple({variable.key: None for variable in found if _is_own(scope, variable, link)})


def _silent_variables(scope: Scope, part: object) -> Iterator[Reference]:
    """The variables of a function that is differentiated without them: t in ∂h/∂θ = …, where h(t; θ) was defined."""
    match part:
        case s.Derivative(of=s.Name() | s.Index() as of):
            named = reference(of, scope.letters)
            made = scope.definitions.get(named.key) if named is not None else None
            if made is not None and made.dummy and not takes_vector(scope, made):
                found = (reference(parameter, scope.letters) for parameter in made.parameters)
                yield from (ref for ref in found if ref is not None)


def _own_variable(scope: Scope, part: object) -> Reference | None:
    """The variable that a formula part shows to be a function's own."""
    match part:
        case s.Derivative(of=s.Call(function=function, arguments=(s.Name() as argument,)), by=(by,)) if (
            argument == by
        ):
            ref = reference(function, scope.letters)
            made = scope.definitions.get(ref.key) if ref is not None else None
            usual = ref is not None and (ref.key in POINTWISE or ref.key in WORDS)
            own = made is not None and made.dummy and not takes_vector(scope, made)
            return reference(argument, scope.letters) if usual or own else None
        case s.Prime(of=of):
            made = _function_of(scope, of)
            return reference(made.parameters[0], scope.letters) if made is not None else None
        case s.Call(function=function, arguments=arguments) if len(arguments) == 1:
            made = _function_of(scope, function)
            same = made is not None and arguments == made.parameters
            return reference(arguments[0], scope.letters) if same else None
    return None


def _function_of(scope: Scope, node: s.Node) -> Definition | None:
    """The function of one variable of its own that a node names."""
    ref = reference(node, scope.letters)
    made = scope.definitions.get(ref.key) if ref is not None else None
    if made is None or not made.dummy or len(made.parameters) != 1 or takes_vector(scope, made):
        return None
    return made


def vector_arguments(scope: Scope, link: Link) -> tuple[str, ...]:
    """The names that stand, never indexed, as the own argument of a function that takes a vector: x in D(x)."""
    return scope.memory.recall(
        lambda: tuple(_vector_arguments(scope, link)), "vector arguments", link.left, link.right
    )


def _vector_arguments(scope: Scope, link: Link) -> Iterator[str]:
    for part in (part for side in (link.left, link.right) for part in walk(side)):
        variable = _vector_variable(scope, part)
        if variable is not None and always_bare(variable.key, link, scope.letters):
            yield variable.key


def _vector_variable(scope: Scope, part: object) -> Reference | None:
    """The own variable of a function of a vector that is written with it, or is differentiated without any argument."""
    match part:
        case s.Call(function=function, arguments=arguments) if len(arguments) == 1:
            ref = reference(function, scope.letters)
        case s.Derivative(of=s.Name() | s.Index() as of, by=arguments):
            ref = reference(of, scope.letters)
        case _:
            return None
    made = scope.definitions.get(ref.key) if ref is not None else None
    if made is None or not made.dummy or len(made.parameters) != 1 or not takes_vector(scope, made):
        return None
    variable = reference(made.parameters[0], scope.letters)
    same = isinstance(part, s.Derivative) or arguments == made.parameters
    return variable if same and variable is not None and not variable.indices else None


def number_variables(scope: Scope) -> frozenset[str]:
    """The variables of the functions of one number that a document applies or differentiates."""
    known = (d for d in scope.definitions.values() if d.dummy or d.key in scope.functions)
    made = [d for d in known if len(d.parameters) == 1]
    plain = (reference(d.parameters[0], scope.letters) for d in made if not takes_vector(scope, d))
    return frozenset(ref.key for ref in plain if ref is not None and not ref.bold)


def takes_vector(scope: Scope, made: Definition) -> bool:
    """Whether the body of a function treats its parameter as a vector: xᵀ, wᵀx, Ax, ‖x‖, x_i, or g(x) where g does."""
    parameter = reference(made.parameters[0], scope.letters) if made.parameters else None
    if parameter is None or made.body is None:
        return False
    return any(
        _treats_as_vector(part, parameter.key, scope.letters) or _passes_on(scope, made, part)
        for part in walk(made.body)
    )


def _passes_on(scope: Scope, made: Definition, part: object) -> bool:
    """Whether a part of a function's body is a function of a vector at the same parameter."""
    if not isinstance(part, s.Call) or part.arguments != made.parameters:
        return False
    ref = reference(part.function, scope.letters)
    inner = scope.definitions.get(ref.key) if ref is not None else None
    known = inner is not None and inner.key != made.key and len(inner.parameters) == 1
    return known and inner is not None and takes_vector(scope, inner)


def _treats_as_vector(part: object, key: str, letters: Letters) -> bool:
    match part:
        case s.Norm(of=of):
            return any((ref := reference(each, letters)) and ref.key == key for each in summands(of))
        case s.Transpose(of=of):
            ref = reference(of, letters)
        case s.Product(left=left) if key.lstrip("\\")[:1].isupper() and _names(left, key, letters):
            return True
        case s.Product(left=left, right=right, sign="" | "cdot") if ends_turned(left) or _is_capital(
            left, letters
        ):
            ref = reference(right, letters)
        case s.Index():
            ref = reference(part, letters)
            return ref is not None and ref.key == key and bool(ref.indices)
        case s.Power(base=base, exponent=s.Neg(of=s.Number(text="1"))) if key.lstrip("\\")[:1].isupper():
            ref = reference(base, letters)
        case s.Call(function=s.Name(letter="tr" | "Tr" | "det"), arguments=(only,)):
            ref = reference(only, letters)
        case _:
            return False
    return ref is not None and ref.key == key


def _names(node: s.Node, key: str, letters: Letters) -> bool:
    ref = reference(node, letters)
    return ref is not None and ref.key == key


def _is_capital(node: s.Node, letters: Letters) -> bool:
    last = node.right if isinstance(node, s.Product) else node
    ref = reference(last, letters)
    return ref is not None and ref.key[:1].isupper() and ref.key not in letters.sizes


def _is_own(scope: Scope, variable: Reference, link: Link) -> bool:
    """Whether nothing else in the link is made from what has the name of the function's variable."""
    if variable.indices or not always_bare(variable.key, link, scope.letters):
        return False
    meant = scope.definitions.get(variable.key)
    if meant is not None and meant.body is not None and not meant.indices:
        return False
    others = referred(link, scope.letters) - {variable.key}
    made = [d for key in others if (d := scope.definitions.get(key)) is not None]
    inner = {key for d in made if d.dummy and d.body is not None for key in keys_in(d.body, scope.letters)}
    made += [d for key in inner - others if (d := scope.definitions.get(key)) is not None]
    plain = (d for d in made if not d.dummy and d.body is not None)
    return not any(variable.key in scope.ancestors(d.body) for d in plain if d.body is not None)


def always_bare(key: str, link: Link, letters: Letters) -> bool:
    """Whether a name stands in a link without indices only."""
    for side in (link.left, link.right):
        for part in walk(side):
            ref = reference(part, letters) if isinstance(part, s.Index) else None
            if ref is not None and ref.key == key:
                return False
    return True
