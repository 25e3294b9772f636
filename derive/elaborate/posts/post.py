"""One part of a page: its links with their roles, and the scope that its formulas declare."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from derive.elaborate.evaluation.bare_nabla import written_slopes
from derive.elaborate.evaluation.calls import POINTWISE, WORDS
from derive.elaborate.evaluation.rates import with_rates
from derive.elaborate.evaluation.recurrences import is_recurrence
from derive.elaborate.index_letters.implied import implies_sums, with_sums
from derive.elaborate.posts.declarations import with_declarations
from derive.elaborate.posts.folded import with_named_parts
from derive.elaborate.posts.forward_steps import with_steps_set_back
from derive.elaborate.posts.kernels import with_given_kernels
from derive.elaborate.posts.layers import at_numbers, input_layer, with_layers
from derive.elaborate.posts.named_ends import named_end
from derive.elaborate.posts.named_members import past_named_members
from derive.elaborate.posts.named_slopes import named_slope
from derive.elaborate.posts.partials import with_variables
from derive.elaborate.posts.points import at_any_point
from derive.elaborate.posts.raised_parameters import with_raised_parameters
from derive.elaborate.posts.shifted_members import with_shifted_members
from derive.elaborate.posts.shorthand import spelled_out
from derive.elaborate.posts.sketched import is_sketched, lists_its_entries
from derive.elaborate.posts.solving import first_solved, is_length, is_solution
from derive.elaborate.posts.stand_ins import stand_ins
from derive.elaborate.posts.stopped import stops_the_gradient
from derive.elaborate.posts.substitutions import is_an_instance, is_one_choice, is_put_in
from derive.elaborate.posts.units import LAYER, in_layers, units_of
from derive.elaborate.posts.usage import completed
from derive.elaborate.prose.unasserted import is_option
from derive.elaborate.shapes.counterparts import split, with_counterparts, with_known_examples
from derive.elaborate.shapes.sampling import Sampling
from derive.elaborate.symbols.compounds import compound_names, implied_definition, with_compound_names
from derive.elaborate.symbols.declared import describes_a_matrix
from derive.elaborate.symbols.dependence import is_model_of_data, listed_data
from derive.elaborate.symbols.names import Letters, keys_in, reference
from derive.elaborate.symbols.opaque import with_named_losses
from derive.elaborate.symbols.rewriting import all_trees
from derive.elaborate.symbols.roles import (
    FUNCTIONS_OF_EVERYBODY,
    MODEL,
    Head,
    Link,
    Role,
    fixed_role,
    head_of,
    is_derivative,
    is_kronecker,
    is_listed,
    is_loss,
    is_one,
    links_of,
    referred,
)
from derive.elaborate.symbols.scope import Definition, Scope
from derive.reader import syntax as s
from derive.reader.blocks import Block
from derive.reader.tree import Part, children, is_numeric, walk

SPECIAL = (r"\Gamma", r"\psi")
"""Letters that are a function before a bracket, and no factor, where the words name it."""


@dataclass(frozen=True, slots=True)
class Post:
    """The links of one post with their roles, the definitions among them by place, and the scope they make.

    From the link at the place ``solving`` on the text solves equations.
    """

    links: tuple[Link, ...]
    roles: tuple[Role, ...]
    defining: Mapping[int, str]
    scope: Scope
    solving: int


def read_post(blocks: Sequence[Block], before: Scope, sampling: Sampling | None = None) -> Post:
    """Give every link of a post its role and collect what it declares; ``before`` is what the post inherits.

    With a ``sampling`` bare names mean one example and indexed ones the data.
    """
    functions = _declared_functions(blocks, before)
    letters = before.letters
    links = [
        k
        for block in blocks
        for formula in block.formulas
        for k in links_of(block, formula, functions, letters)
    ]
    links = spelled_out(links, letters)
    links = with_compound_names(links, compound_names(links, before.definitions, letters), letters)
    links = with_variables(links, all_trees(blocks), letters)
    links = with_steps_set_back(links, list(all_trees(blocks)), letters)
    links = with_sums(links, letters) if implies_sums(before.words) else links
    units = units_of(links, letters)
    if units is not None:
        links = in_layers(links, units, letters)
        letters = replace(letters, layers=frozenset((LAYER,)))
        before = replace(before, letters=letters, has_units=True)
    links = at_numbers(links, letters)
    links = split(links, sampling, letters) if sampling is not None else links
    links, passed = past_named_members(links, letters)
    scope = replace(
        with_declarations(blocks, links, before),
        inherited=frozenset(before.definitions),
        input_layer=input_layer(links, letters),
    )
    mentioned = [key for link in links for key in referred(link, letters)]
    scope = with_layers(scope, mentioned)
    measured = listed_data(blocks)
    solving, standing_in = first_solved(links), stand_ins(links, letters)
    roles: list[Role] = []
    defining: dict[int, str] = {}
    for place, link in enumerate(links):
        if place in passed:
            roles.append("definition")
            continue
        role, definition = _role(link, scope)
        if role == "claim" and (slope := named_slope(links, place, scope)) is not None:
            role, definition = "definition", slope
        if role == "claim" and (named := named_end(links, place, scope)) is not None:
            role, definition = "definition", named
        if (
            definition is not None
            and definition.key in measured
            and is_model_of_data(definition, measured, letters)
        ):
            role, definition = "condition", None
        if (
            definition is not None
            and place >= solving
            and is_solution(definition, link, links[:place], letters)
            and not is_length(definition, links[place:], letters)
        ):
            role, definition = "condition", None
        if (
            definition is not None
            and is_listed(link.right)
            and any(definition.key in referred(other, letters) for other in links[:place])
        ):
            role, definition = "condition", None
        if definition is not None and (
            is_put_in(definition.key, links, place, letters)
            or is_one_choice(definition.key, links, place, letters)
            or is_an_instance(link)
            or (is_sketched(link.right) and lists_its_entries(link.right))
        ):
            role, definition = "condition", None
        if definition is not None and is_sketched(link.right):
            definition = None
        if definition is not None and place in standing_in:
            definition = replace(definition, body=standing_in[place])
            passed = passed | {place + 1}
        if definition is not None and _is_special_case(definition.key, link, links[:place], letters):
            role, definition = "claim", None
        if definition is not None:
            defining[place] = definition.key
            scope = (
                with_layers(scope.define(definition), mentioned)
                if scope.letters.layers
                else scope.define(definition)
            )
        if (head := _doubtful_head(link, role, definition, letters)) is not None:
            scope = replace(scope, doubtful=scope.doubtful | {head.key})
        roles.append(role)
    scope = with_shifted_members(with_raised_parameters(scope, mentioned), mentioned, list(all_trees(blocks)))
    scope = with_counterparts(scope, sampling, links) if sampling is not None else scope
    scope = with_named_parts(with_rates(with_named_losses(scope, links), links))
    scope = with_given_kernels(completed(scope, links, roles), links)
    scope = with_known_examples(scope, sampling) if sampling is not None else scope
    scope = replace(scope, slopes=written_slopes(links, letters))
    return Post(tuple(links), tuple(roles), defining, scope, solving)


def derived_links(post: Post, said: Collection[str]) -> Iterator[tuple[str, Link]]:
    """The definitions that follow from others, as links: what is said of layer l for layer 2, of x for every x_i."""
    for key, made in post.scope.definitions.items():
        if key not in said and made.body is not None and not made.parameters and post.links:
            name = s.Name(key)
            letters = tuple(s.Name(letter) for letter in made.indices)
            left = s.Index(name, s.Indices(letters, joined=True), None) if letters else name
            first = post.links[0]
            yield key, Link(first.block, first.formula, 0, left, s.Relation("="), made.body, True)


def _doubtful_head(link: Link, role: Role, made: Definition | None, letters: Letters) -> Head | None:
    """What a second definition, or one with guessed brackets or signs that mean nothing, says of a name is not sure."""
    if link.relation.note == MODEL:
        return None
    guessed = any(repair.kind == "replaced" or _moves_brackets(repair) for repair in link.formula.repairs)
    return head_of(link.left, letters) if role == "definition" and (made is None or guessed) else None


def _moves_brackets(repair: s.Repair) -> bool:
    return repair.kind in ("inserted", "removed") and repair.what[-1] in "()[]{}|."


def _declared_functions(blocks: Sequence[Block], scope: Scope) -> frozenset[str]:
    """The functions of one variable that a post introduces: h(x) = …, or h'(x) anywhere."""
    found = {
        key
        for key, made in scope.definitions.items()
        if made.parameters and (not is_loss(key) or key in scope.functions)
    }
    found |= {key for key in SPECIAL if scope.says(*WORDS[key][1])}
    for tree in all_trees(blocks):
        for part in _likeliest(tree):
            node = part.of if isinstance(part, s.Prime) else _head_call(part)
            ref = reference(node, scope.letters) if node is not None else None
            if ref is not None:
                found.add(ref.key)
    return frozenset(found)


def _likeliest(node: Part) -> Iterator[Part]:
    """The parts of a formula, of a stroke that may be a transpose as well its likeliest reading alone."""
    yield node
    stroke = isinstance(node, s.Ambiguous) and node.key.startswith("prime ")
    for part in node.readings[:1] if stroke and isinstance(node, s.Ambiguous) else children(node):
        yield from _likeliest(part)


def _head_call(node: object) -> s.Node | None:
    if isinstance(node, s.Chain) and node.relations[0].sign in ("=", ":=", "equiv"):
        head = node.members[0]
        if isinstance(head, s.Ambiguous):
            head = head.readings[0]
        if isinstance(head, s.Call):
            return head.function
    return None


def _role(link: Link, scope: Scope) -> tuple[Role, Definition | None]:
    if is_option(link.block, scope.words) or describes_a_matrix(link.left, link.right):
        return "condition", None
    if link.relation.note == MODEL:
        return "definition", None
    fixed = fixed_role(link, scope.letters)
    if fixed == "condition" and (found := _introduced_by_if(link, scope)) is not None:
        return "definition", found
    if (
        fixed == "approximation"
        and (made := _definition(link, scope)) is not None
        and link.sign in ("=", ":=")
    ):
        return "definition", replace(made, body=None)
    if fixed is not None:
        return fixed, None
    made = _definition(link, scope)
    if made is not None and stops_the_gradient(made, link):
        return "condition", None
    if made is not None:
        return "definition", made
    if is_one(link):
        return "condition", None
    head = head_of(link.left, scope.letters)
    if _overloads(link, head, scope):
        return "definition", None
    if (
        link.begins
        and head is not None
        and head.key not in scope.definitions
        and head.key in keys_in(link.right, scope.letters)
    ):
        return "condition", None
    if link.block.display or not link.begins or is_derivative(link.left) or isinstance(link.left, s.Call):
        return "claim", None
    return ("claim" if head is not None and head.key in scope.definitions else "condition"), None


def _introduced_by_if(link: Link, scope: Scope) -> Definition | None:
    """The a of "if $a = w^T x + b$ then …", which nothing else says what it is."""
    words = link.block.before.rstrip().lower().split()
    made = isinstance(link.right, s.Add | s.Sub | s.Product | s.Call | s.Fraction | s.Big | s.Power)
    if (
        link.block.display
        or not made
        or not link.begins
        or link.sign != "="
        or words[-1:] not in (["if"], ["wenn"])
    ):
        return None
    found = _definition(link, scope)
    return found if found is not None and found.key not in keys_in(link.right, scope.letters) else None


def _is_special_case(key: str, link: Link, earlier: Sequence[Link], letters: Letters) -> bool:
    """Whether "if Λ = AA^T" speaks of a matrix that was varied before: there it was free, from here on it is this.

    What may be anything all the same, a = w^T x + b and Q = XW, is defined so.
    """
    if (
        not _is_narrow(link.right)
        or link.block.display
        or link.block.before.rstrip().lower().split()[-1:] not in (["if"], ["wenn"])
    ):
        return False
    sides = (side for other in earlier for side in (other.left, other.right))
    parts = (part for side in sides for part in walk(side) if isinstance(part, s.Derivative))
    return any(key in keys_in(by, letters) for part in parts for by in part.by)


def _is_narrow(made: s.Node) -> bool:
    """Whether a value is a matrix of a kind of its own: AA^T, e^t I, diag(d)."""
    parts = list(walk(made))
    turned = [part.of for part in parts if isinstance(part, s.Transpose)]
    squared = any(parts.count(each) > 1 for each in turned)
    return squared or any(part in (s.Name("I"), s.Name("diag"), s.Name("Diag")) for part in parts)


def _overloads(link: Link, head: Head | None, scope: Scope) -> bool:
    """H(p, q) after H(p): another function of the same name."""
    made = scope.definitions.get(head.key) if head is not None else None
    if head is None or made is None or not link.begins:
        return False
    return bool(head.parameters and made.parameters) and len(head.parameters) != len(made.parameters)


def _definition(link: Link, scope: Scope) -> Definition | None:
    if link.sign == "=:" or link.sign == "!=":
        return None
    if isinstance(link.left, s.Power) and link.left.exponent == s.Number("2") and link.begins:
        base = head_of(link.left.base, scope.letters)
        if (
            base is not None
            and not base.parameters
            and _is_new(base, link, scope)
            and not isinstance(link.right, s.Number | s.Name | s.Index)
        ):
            return Definition(base.key, s.Root(link.right), base.indices)
    diagonal = _diagonal(link, scope.letters)
    if diagonal is not None and diagonal.key not in scope.definitions:
        return diagonal
    head = head_of(link.left, scope.letters)
    if head is not None and not link.begins and is_numeric(link.right):
        return None
    if head is not None and (link.begins or head.parameters) and _is_new(head, link, scope):
        return at_any_point(Definition(head.key, link.right, head.indices, head.parameters), scope.letters)
    implied = implied_definition(link, scope)
    if implied is not None:
        return implied
    other = head_of(link.right, scope.letters)
    plain = is_derivative(link.left) and not isinstance(link.left, s.Differential)
    if other is None or other.parameters or not plain or other.key in scope.known or is_kronecker(link):
        return None
    return Definition(other.key, link.left, other.indices) if _is_new(other, link, scope) else None


def _diagonal(link: Link, letters: Letters) -> Definition | None:
    """D_ii = s_i: a diagonal matrix by its entries."""
    ref = reference(link.left, letters)
    if not link.begins or ref is None or len(ref.indices) != 2 or ref.indices[0] != ref.indices[1]:
        return None
    return Definition(ref.key, s.Call(s.Name("diag"), (link.right,)))


def _is_new(head: Head, link: Link, scope: Scope) -> bool:
    if head.key in scope.definitions or head.key in POINTWISE or head.key in FUNCTIONS_OF_EVERYBODY:
        return False
    name, words = WORDS.get(head.key, ("", ()))
    if name and not link.begins and any(word in scope.words for word in words):
        return False
    if head.key in scope.letters.indices and not head.indices:
        return False
    if head.key in scope.letters.sizes and isinstance(link.right, s.Number | s.Name | s.Index):
        return False
    return head.key not in scope.ancestors(link.right) or is_recurrence(head, link.right, scope)
