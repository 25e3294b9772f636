"""Variables with values that can be counted: where Σ_x h(x) runs over all x, h(x) is one of many numbers, h_x."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import cast

from derive.elaborate.evaluation.calls import POINTWISE
from derive.elaborate.evaluation.sums import bound_letters
from derive.elaborate.laws.expectations import ANY
from derive.elaborate.symbols.names import STYLES, is_running, key_of, letters_of
from derive.elaborate.symbols.rewriting import rewritten, written_trees
from derive.elaborate.symbols.roles import EQUALITIES, FUNCTIONS_OF_EVERYBODY, MODEL
from derive.reader import syntax as s
from derive.reader.anatomy import base_of, items_of
from derive.reader.blocks import Document
from derive.reader.tree import Part, children, placed, rebuilt, walk

Key = tuple[str, frozenset[s.Node]]
"""A function by its name and the parameters below it: p_η and p are two."""

Beside = s.Node | str | None
_USUAL = frozenset("ijklmnrt")


def with_discrete_variables(document: Document) -> Document:
    r"""The document with h_x for every h(x), where x is summed over and stands among the arguments of functions alone.

    Other arguments, which are the same in every call of a function, are left out: p(x | c) is p_x.

    >>> from derive.reader.document import read_text
    >>> from derive.reader.tex import tex
    >>> read = read_text(r"$$p(x) = \frac{h(x)}{Z}, \quad Z = \sum_x h(x), \quad p(x_n) = 1$$")
    >>> [tex(formula.tree) for formula in with_discrete_variables(read).blocks[0].formulas]
    ["p_{x'} = \\frac{h_{x'}}{Z}", "Z = \\sum_{x'} h_{x'}", 'p_{x_{n}} = 1']
    """
    trees = [_applied(tree) for tree in written_trees(document)]
    for variable in dict.fromkeys(v for tree in trees for v in _summed(tree)):
        found = _family(variable, trees)
        if found is not None:
            document = rewritten(document, lambda tree: found.counted(_applied(tree)), found.whole)  # noqa: B023
            trees = written_trees(document)
    return document


def applied_reading(node: s.Node) -> s.Node:
    """A name with a bracket as the function of it, where both readings are open."""
    if isinstance(node, s.Ambiguous):
        return next((each for each in node.readings if isinstance(each, s.Call)), node)
    return node


def _applied(node: s.Node) -> s.Node:
    """A formula in which names before brackets that hold only plain names are functions."""
    call = applied_reading(node)
    if isinstance(call, s.Call) and all(_variable(item) is not None for item in _items(call)):
        node = call
    changed: s.Node = rebuilt(node, _applied)
    return changed


def _summed(tree: s.Node) -> Iterator[str]:
    """The letters x of Σ_x and Σ_{x ∈ S} that are arguments of functions below the sign."""
    for part in walk(tree):
        if isinstance(part, s.Big) and part.symbol == "sum" and part.above is None and part.body is not None:
            inside = [item for call in _calls(part.body) for item in _items(call)]
            under = _under(part.below)
            if under in inside and (letter := _variable(under)) is not None:
                yield letter


def _under(below: s.Node | None) -> s.Node | None:
    """The x, or the x', of Σ_x and Σ_{x ∈ S}."""
    match below:
        case s.Name() | s.Prime(of=s.Name()):
            return below
        case s.Chain(members=(s.Name() | s.Prime() as name, s.Name()), relations=(s.Relation(sign="in"),)):
            return name
    return None


def _calls(node: Part) -> Iterator[s.Call]:
    for part in walk(node):
        if isinstance(part, s.Call) and isinstance(base_of(part.function), s.Name):
            yield part


def _items(call: s.Call) -> tuple[s.Node, ...]:
    """The arguments of a function, on both sides of a bar."""
    found: list[s.Node] = []
    for each in call.arguments:
        for part in (each.of, each.given) if isinstance(each, s.Conditional) else (each,):
            found.extend(items_of(part))
    return tuple(found)


def _variable(item: s.Node | None) -> str | None:
    """The letter of a variable or of one value of it: x, x', x*, x_n."""
    match item:
        case s.Prime(of=s.Name() as name):
            return name.letter
        case s.Index(base=s.Name() as name, below=s.Indices(items=(only,)), above=None) if letters_of(only):
            return name.letter
        case s.Name() if is_running(item.letter):
            return item.letter
    return None


@dataclass(frozen=True, slots=True)
class Family:
    """A variable with what its forms are as indices, the functions of it, and what these do not need.

    ``given`` stands beside it in their brackets alone, ``numbers`` are parameters as the η below p_η, ``running``
    the letters of other indices. A law that no formula makes keeps the parameter by which the page differentiates.
    """

    variable: str
    forms: Mapping[s.Node, s.Node]
    functions: frozenset[Key]
    given: frozenset[s.Node]
    numbers: frozenset[s.Node]
    running: frozenset[str]
    made: frozenset[Key]
    varied: frozenset[s.Node]

    def whole(self, tree: s.Node) -> s.Node:
        """A formula; what says of which pieces of the variable a function is made defines nothing."""
        made = self.counted(_applied(tree))
        if isinstance(made, s.Chain) and self._pieces(made):
            return replace(made, relations=(replace(made.relations[0], note=MODEL), *made.relations[1:]))
        return made

    def counted(self, node: s.Node) -> s.Node:
        """A formula with h_x for h(x), and Z for the Z(c) of what is left out."""
        match node:
            case s.Call() if isinstance(base_of(node.function), s.Name):
                if _key(node, self.numbers) in self.functions:
                    return self._indexed(node)
                if node.arguments[0] in self.given and len(node.arguments) == 1 and _is_plain_function(node):
                    return node.function
            case s.Big(below=below) if below is not None:
                changed = cast(s.Big, rebuilt(node, self.counted))
                form = self.forms.get(_under(below) or below)
                return changed if form is None else replace(changed, below=placed(form, below.span))
        rest: s.Node = rebuilt(node, self.counted)
        return rest

    def _pieces(self, made: s.Chain) -> bool:
        """Whether a formula says of which pieces of the variable something is made: F_y = Σ_t f(y_{t−1}, y_t)."""
        left = [item for body in made.members[1:] for call in _calls(body) for item in _items(call)]
        pieces = (*left, *_outside(made, self.variable))
        is_indexed = any(isinstance(each, s.Index) and _variable(each) == self.variable for each in pieces)
        return is_indexed and isinstance(made.members[0], s.Index)

    def _indexed(self, call: s.Call) -> s.Node:
        value = next(item for item in _items(call) if _variable(item) == self.variable)
        unmade = self.varied if _key(call, self.numbers) not in self.made else frozenset()
        parameters = [item for item in (*_below(call.function), *_items(call)) if item in unmade]
        kept = [item for item in _below(call.function) if item not in self.numbers]
        index = placed(self.forms[value], value.span)
        others = (letter for item in _items(call) if item is not value for letter in self._letter(item))
        below = s.Indices((*parameters[:1], index, *kept, *others))
        return s.Index(cast(s.Name, base_of(call.function)), below, None, call.span)

    def _letter(self, item: s.Node) -> Iterator[s.Node]:
        """The index that another argument is: the n of p(x_n, z), the i of f(i, z); none for what is the same."""
        match item:
            case s.Index(below=s.Indices(items=(only,))):
                yield only
            case _ if letters_of(item) & self.running:
                yield item


def _family(variable: str, trees: Sequence[s.Node]) -> Family | None:
    """What is to be known of a variable and its functions; None where it is anything else than an argument."""
    formulas = [tree for tree in trees if not isinstance(tree, s.Name)]
    calls = [call for tree in formulas for call in _calls(tree) if not _is_of_events(call)]
    own = [call for call in calls if any(_variable(item) == variable for item in _items(call))]
    if not all(map(_is_plain_function, own)) or not all(_is_argument(variable, tree) for tree in formulas):
        return None
    forms = _forms(variable, formulas)
    if forms is None or _varied(formulas) & _parameters_of_pieces(variable, formulas):
        return None
    running = _running(formulas)
    bare = {name for tree in formulas if not _is_a_range(tree) for name in _bare(tree)}
    numbers = frozenset(name for name in bare if not letters_of(name) & running)
    shapes = dict[Key, set[tuple[Beside, ...]]]()
    for call in calls:
        others = tuple(_beside(item, variable, running) for item in _items(call))
        shapes.setdefault(_key(call, numbers), set()).add(others)
    functions = _counted(shapes)
    beside = {item for key in functions for others in shapes[key] for item in others}
    given = (item for item in beside if isinstance(item, s.Name) and _is_idle(item.letter, formulas))
    heads = (tree.members[0] for tree in formulas if isinstance(tree, s.Chain))
    made = frozenset(_key(head, numbers) for head in heads if isinstance(head, s.Call) and head in own)
    varied = frozenset(_varied(formulas))
    return (
        Family(variable, forms, functions, frozenset(given), numbers, running, made, varied)
        if functions
        else None
    )


def _running(trees: Sequence[s.Node]) -> frozenset[str]:
    """The letters that run under signs or stand below names."""
    found = set[str]()
    for part in (part for tree in trees for part in walk(tree)):
        match part:
            case s.Big(below=below) if below is not None:
                found |= bound_letters(below)
            case s.Index(base=s.Name(), below=s.Indices(items=items)):
                found |= {x for item in items for x in letters_of(item) if x in _USUAL}
    return frozenset(found)


def _beside(item: s.Node, variable: str, running: frozenset[str]) -> Beside:
    """What stands for an argument in comparisons of calls: nothing for the variable, "index" for one that runs."""
    if _variable(item) == variable:
        return None
    if letters_of(item) & running:
        return "index"
    match item:
        case s.Index(base=s.Name(letter=letter), below=s.Indices(items=(only,)), above=None) if letters_of(
            only
        ):
            return f"index of {letter}"
        case s.Name():
            return item
    return "no index"


def _counted(shapes: Mapping[Key, set[tuple[Beside, ...]]]) -> frozenset[Key]:
    """The functions of a variable whose other arguments are the same in all calls.

    The p of p(x) and p(z) is left alone, and so is p(x) beside p_η(x), for which it may be short.
    """
    alike = {
        key
        for key, others in shapes.items()
        if [each.count(None) for each in others] == [1] and "no index" not in next(iter(others))
    }
    labelled = Counter(name for name, labels in shapes if labels)
    return frozenset(key for key in alike if labelled[key[0]] == (1 if key[1] else 0))


def _key(call: s.Call, numbers: frozenset[s.Node]) -> Key:
    below = frozenset(_below(call.function)) & numbers
    return key_of(cast(s.Name, base_of(call.function))), below


def _is_of_events(call: s.Call) -> bool:
    """Whether equations or no value stand in brackets: P(x = 1 | c), p(· | c)."""
    return any(isinstance(item, s.Chain) or item == ANY for item in _items(call))


def _is_plain_function(function: s.Node) -> bool:
    """Whether a function, or that of a call, has a letter for a name, and means nothing to everybody."""
    name = function.function if isinstance(function, s.Call) else function
    base = base_of(name)
    if not isinstance(base, s.Name) or (isinstance(name, s.Index) and name.above is not None):
        return False
    usual = key_of(base) in POINTWISE or key_of(base) in FUNCTIONS_OF_EVERYBODY
    return not usual and is_running(base.letter)


def _below(function: s.Node) -> tuple[s.Node, ...]:
    return function.below.items if isinstance(function, s.Index) and function.below is not None else ()


def _is_argument(variable: str, tree: s.Node) -> bool:
    """Whether a variable stands in brackets or below signs, or a formula says of what a function of it is made."""
    outside = list(_outside(tree, variable))
    if not outside:
        return True
    match tree:
        case s.Sequence() | s.Index():
            return True
        case s.Chain(members=(s.Call() as head, *_), relations=(relation, *_)) if relation.sign in EQUALITIES:
            of_it = any(_variable(item) == variable for item in _items(head))
            return of_it and all(isinstance(found, s.Index) for found in outside)
        case s.Chain(
            members=(s.Name(letter=letter), *_), relations=(s.Relation(sign="=" | "in" | "sim"), *_)
        ):
            return letter == variable
    return False


def _varied(trees: Sequence[s.Node]) -> set[s.Node]:
    """What derivatives are taken by, without indices."""
    parts = [part for tree in trees for part in walk(tree)]
    by = {base_of(each) for part in parts if isinstance(part, s.Derivative) for each in part.by}
    return by | {base_of(part.by) for part in parts if isinstance(part, s.Nabla) and part.by is not None}


def _parameters_of_pieces(variable: str, trees: Sequence[s.Node]) -> set[Part]:
    """The names in formulas that say how functions of a variable are made from pieces of it."""
    found = set[Part]()
    for tree in trees:
        match tree:
            case s.Chain(members=(s.Call() as head, *bodies)) if variable in map(_variable, _items(head)):
                parts = [part for body in bodies for part in walk(body)]
                if any(isinstance(part, s.Index) and _variable(part) == variable for part in parts):
                    found |= {part for part in parts if isinstance(part, s.Name)}
    return found


def _outside(node: Part, variable: str) -> Iterator[s.Node]:
    """Where a variable or a piece of it stands as something else than an argument or a letter below a sign."""
    match node:
        case s.Name(letter=letter):
            if letter == variable:
                yield node
            return
        case s.Index(base=s.Name(letter=letter)) if letter == variable:
            yield node
            return
        case s.Call() if isinstance(base_of(node.function), s.Name):
            inside = (item for item in _items(node) if not isinstance(item, s.Chain))
            parts: Iterable[Part] = [item for item in inside if _variable(item) != variable]
        case s.Big(body=body, below=below) if _under(below) is not None:
            parts = [body] if body is not None else []
        case s.Expectation(of=of):
            parts = [of]
        case _:
            parts = children(node)
    for part in parts:
        yield from _outside(part, variable)


def _is_idle(letter: str, trees: Sequence[s.Node]) -> bool:
    """Whether a name that is given, the c of p(x | c), stands in the brackets of functions alone."""
    return not any(found for tree in trees for found in _outside(tree, letter))


def _is_a_range(tree: s.Node) -> bool:
    """m = 1, …, M: what only says which values an index has."""
    match tree:
        case s.Chain(members=(s.Name(), s.Sequence() | s.SetOf()), relations=(s.Relation(sign="=" | "in"),)):
            return True
    return False


def _bare(node: Part) -> Iterator[s.Node]:
    """The names that stand as themselves, and not below another."""
    if isinstance(node, s.Name):
        yield node
    for part in (node.base,) if isinstance(node, s.Index) else children(node):
        yield from _bare(part)


def _forms(variable: str, trees: Sequence[s.Node]) -> Mapping[s.Node, s.Node] | None:
    """What x, x', x* and x_n are as indices: the first two run, the third is one value, x_n one for every n."""
    arguments = [item for tree in trees for call in _calls(tree) for item in _items(call)]
    signs = [name for tree in trees for part in walk(tree) if (name := _sign(part)) is not None]
    written = {part for part in (*arguments, *signs) if _variable(part) == variable}
    marked = {
        form for form in written if isinstance(form, s.Name) and not set(form.decorations) <= set(STYLES)
    }
    single = marked | {form for form in written if isinstance(form, s.Index)}
    if len(marked) > 1 or marked & set(signs):
        return None
    stroke = "'" if single else ""
    forms = dict[s.Node, s.Node]()
    for form in written:
        match form:
            case s.Name() if form not in marked:
                forms[form] = s.Name(variable + stroke)
            case s.Prime(order=order):
                forms[form] = s.Name(variable + stroke + "'" * order)
            case s.Index():
                forms[form] = replace(form, base=s.Name(variable))
            case _:
                forms[form] = s.Name(variable)
    letters = [each.letter for each in forms.values() if isinstance(each, s.Name)]
    return forms if all(map(is_running, letters)) else None


def _sign(part: Part) -> s.Node | None:
    return _under(part.below) if isinstance(part, s.Big) else None
