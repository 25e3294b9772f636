"""Why a refuted line may still not be wrong: the devil's advocate of the judge."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from derive.calculus import free_symbols
from derive.elaborate.claims.judge import CLASHING, Judgement
from derive.elaborate.evaluation.rates import RATE
from derive.elaborate.evaluation.sets import sets_in
from derive.elaborate.evaluation.unknown_functions import LINEAR
from derive.elaborate.evaluation.variables import own_variables
from derive.elaborate.index_letters.implied import implies_sums, leaves_an_index
from derive.elaborate.laws.expectations import assumes_a_law, is_mean_over_outcomes
from derive.elaborate.notations.log_bases import UNKNOWN as UNKNOWN_BASE
from derive.elaborate.prose.denied import is_denied_around
from derive.elaborate.prose.unasserted import is_supposed
from derive.elaborate.readings.bare_functions import function_without_argument
from derive.elaborate.readings.counted_ends import ties_its_ends
from derive.elaborate.readings.elsewhere import (
    holds_a_layer_down,
    holds_apart,
    holds_but_for_a_factor,
    holds_by_the_upright,
    holds_from_one,
    holds_to_scale,
    holds_with_others_fixed,
    may_be_immediate,
    rival_judgements,
)
from derive.elaborate.readings.given_later import (
    comes_too_early,
    differentiated,
    holds_before_what_follows,
    is_redefined_later,
)
from derive.elaborate.readings.named_indices import names_an_index
from derive.elaborate.readings.open_sums import (
    counts_an_open_sum,
    divides_an_open_sum,
    sums_neighbours_from_zero,
)
from derive.elaborate.readings.story import Story
from derive.elaborate.readings.strangers import leaves, stranger, unknown_functions
from derive.elaborate.readings.surroundings import spoken_restrictions
from derive.elaborate.readings.unread_names import names_not_understood, sure_in_its_section
from derive.elaborate.readings.unused_conditions import has_an_unused_condition
from derive.elaborate.symbols.calls_and_products import bare_names
from derive.elaborate.symbols.names import key_of, keys_in, reference
from derive.elaborate.symbols.roles import (
    FUNCTIONS_OF_EVERYBODY,
    Link,
    contains,
)
from derive.elaborate.symbols.scope import Scope
from derive.elaborate.told.changed_words import changed_in_words
from derive.model import Reason, Right, Unknown, Wrong
from derive.reader import syntax as s
from derive.reader.tree import walk


def doubts(story: Story, link: Link, judgement: Judgement) -> Unknown | None:
    """Why a refuted link is not called wrong: its names may mean something else than was understood."""
    scope = story.typed.scope
    unknown_name = stranger(story, link)
    if unknown_name is not None:
        return Unknown(Reason.UNDECLARED, unknown_name)
    above = scope.ancestors(link.left) | scope.ancestors(link.right)
    if key_of(UNKNOWN_BASE) in above:
        return Unknown(Reason.READINGS_DISAGREE, "to which base its logarithms are")
    unknown = unknown_functions(story, link)
    generic = _only_weights(judgement, unknown) or CLASHING in judgement.notes or keeps_slopes(judgement)
    if unknown and not (generic or _are_general(story, unknown)):
        return Unknown(Reason.UNDECLARED, unknown[0])
    if assumes_a_law(scope.words) and any(map(is_mean_over_outcomes, _made_from(scope, link))):
        return Unknown(Reason.READINGS_DISAGREE, "what the text assumes of the law of its random names")
    doubtful = scope.doubtful - sure_in_its_section(story, link, above)
    unclear = sorted(above & (_unclear(story) | doubtful | names_not_understood(story)))
    if _states_a_rate(story, link):
        return Unknown(Reason.UNDECLARED, "how it depends on what it is differentiated by is not written")
    if _has_an_open_rate(judgement):
        return Unknown(Reason.UNDECLARED, "how a name depends on another one is written on one side alone")
    if unclear:
        return Unknown(Reason.UNDECIDED, f"{unclear[0]} is not understood, or has several meanings here")
    if (function := function_without_argument(story, link)) is not None:
        return Unknown(Reason.READINGS_DISAGREE, f"what {function} without its argument stands for")
    changed = changed_in_words(story.document.text, scope, above, link.left.span.start)
    if changed is not None:
        return Unknown(Reason.READINGS_DISAGREE, f"what {changed} means after words that change it")
    shortened = sorted(above & scope.letters.shortened)
    if shortened:
        return Unknown(Reason.READINGS_DISAGREE, f"an index above {shortened[0]} is left out in places")
    given = leaves(story, _origin(story, link)) | frozenset(own_variables(scope, link))
    given |= _behind_the_argument(story, link)
    extra = sorted(leaves(story, link.right) - given)
    if extra:
        return Unknown(Reason.UNDECLARED, f"nothing says what {extra[0]} has to do with the left side")
    written = set(keys_in(link.left, story.post.scope.letters))
    if isinstance(link.left, s.Differential) and not written & scope.definitions.keys():
        return Unknown(Reason.READINGS_DISAGREE, "whether it is a differential or short for a derivative")
    if holds_with_others_fixed(story, link):
        return Unknown(Reason.READINGS_DISAGREE, "which names vary")
    if contains(link.left, s.Differential) != contains(link.right, s.Differential):
        return Unknown(Reason.READINGS_DISAGREE, "a differential against what is none")
    if (label := names_an_index(story, link)) is not None:
        return Unknown(Reason.READINGS_DISAGREE, f"whether {label} is an index or a label")
    if _has_a_name_below(story, link):
        return Unknown(
            Reason.READINGS_DISAGREE, "whether a name below another one is a label or a derivative"
        )
    if _is_called_and_bare(story, link):
        return Unknown(Reason.READINGS_DISAGREE, "a bracket behind a name that also stands alone")
    if (function := _bare_function(scope, link)) is not None:
        return Unknown(Reason.UNDECLARED, f"what {function} is a function of here")
    word = next(_words_before_names(scope, link), None)
    if word is not None:
        return Unknown(Reason.UNDECLARED, f"whether {word} is a function of what stands behind it")
    if any(_has_a_worked_out_end(part) for side in (link.left, link.right) for part in walk(side)):
        return Unknown(Reason.READINGS_DISAGREE, "how many members a sum to an end such as N - K runs over")
    if is_redefined_later(story, link):
        return Unknown(Reason.READINGS_DISAGREE, "a letter that another section gives to something else")
    if holds_before_what_follows(story, link):
        return Unknown(Reason.READINGS_DISAGREE, "whether what is said only later holds here, too")
    if _moves_through_an_inverse(story, link):
        return Unknown(Reason.READINGS_DISAGREE, "whether what its variable is made of varies, too")
    if comes_too_early(story, link):
        return Unknown(Reason.UNDECIDED, "what it is about is defined only later")
    if _crosses_cases(story, link):
        return Unknown(Reason.READINGS_DISAGREE, "which member a row continues from after a case")
    if _stands_beside_another(story.document.text, link.left.span.start, link.right.span.end):
        return Unknown(Reason.READINGS_DISAGREE, "formulas that stand side by side")
    parts = sorted(sets_in(scope, link.right) - _sets_above(story, link))
    if parts:
        return Unknown(Reason.UNDECLARED, f"which of the data are in {parts[0]}")
    if _picks_by_a_label(story, link):
        return Unknown(Reason.READINGS_DISAGREE, "whether two of its labels may be the same")
    if implies_sums(scope.words) and leaves_an_index(link, scope.letters):
        return Unknown(Reason.READINGS_DISAGREE, "over what its implied sums run")
    if counts_an_open_sum(story, link):
        return Unknown(Reason.UNDECLARED, "how many a sum without a range runs over")
    if sums_neighbours_from_zero(story, link):
        return Unknown(Reason.READINGS_DISAGREE, "how many members a sum from 0 over neighbours has")
    if ties_its_ends(story, link):
        return Unknown(Reason.READINGS_DISAGREE, "whether the first and the last of its members are one")
    if divides_an_open_sum(story, link):
        return Unknown(Reason.UNDECLARED, "whether a sum without a range runs over as many as divide it")
    if holds_apart(story, link):
        return Unknown(Reason.READINGS_DISAGREE, "it holds where the indices differ")
    if holds_by_the_upright(story, link):
        return Unknown(Reason.READINGS_DISAGREE, "whether the transposed variable turns its derivative")
    if is_denied_around(story.document.text, link.block.span):
        return Unknown(Reason.READINGS_DISAGREE, "whether its author asserts it")
    if is_supposed(link.block):
        return Unknown(Reason.READINGS_DISAGREE, "what would be in another case")
    if holds_but_for_a_factor(story, link):
        return Unknown(Reason.READINGS_DISAGREE, "whether a factor or a sign is left out on purpose")
    if holds_a_layer_down(story, link):
        return Unknown(Reason.READINGS_DISAGREE, "which layer its units belong to")
    if holds_from_one(story, link):
        return Unknown(Reason.READINGS_DISAGREE, "it holds where the index is not 0")
    if may_be_immediate(story, link):
        return Unknown(Reason.READINGS_DISAGREE, "whether the later steps are held")
    if holds_to_scale(story, link):
        return Unknown(Reason.READINGS_DISAGREE, "by what the whole loss is divided")
    if has_an_unused_condition(story, link):
        return Unknown(Reason.READINGS_DISAGREE, "a condition in its sentence was not understood")
    if not story.typed.work.left:
        return Unknown(Reason.BUDGET)
    if any(isinstance(j.verdict, Right) for j in rival_judgements(story, link)):
        return Unknown(Reason.READINGS_DISAGREE, "the shapes of its names")
    return None


def _behind_the_argument(story: Story, link: Link) -> frozenset[str]:
    """What the arguments of bare functions are made from: u and v of ∇_u E beside E(r) and r = ‖u − v‖."""
    scope = story.typed.scope
    slopes = [part for part in walk(link.left) if isinstance(part, s.Derivative) and part.of is not None]
    refs = (reference(part.of, scope.letters) for part in slopes if part.of is not None)
    keys = {differentiated(story, link) or "", *(ref.key for ref in refs if ref is not None)}
    made = [one for key in keys if (one := scope.definitions.get(key)) is not None]
    return frozenset[str]().union(*(leaves(story, each) for one in made for each in one.parameters))


def _states_a_rate(story: Story, link: Link) -> bool:
    """Whether the left side is the slope of a name that depends on something in a way that nobody writes: dλ_i/dβ."""
    if not isinstance(link.left, s.Derivative) or len(link.left.by) != 1 or link.left.of is None:
        return False
    letters = story.post.scope.letters
    top, below = reference(link.left.of, letters), reference(link.left.by[0], letters)
    return top is not None and below is not None and below.key in story.typed.scope.rates.get(top.key, ())


def _has_an_open_rate(judgement: Judgement) -> bool:
    """Whether one side alone has a slope of which only the names are known: ∂σ/∂w may be any number."""
    claims = judgement.verdict.claims if isinstance(judgement.verdict, Wrong) else ()
    sides = (
        {name for name in free_symbols(side) if name.startswith(RATE)}
        for c in claims
        for side in (c.left, c.right)
    )
    return len({frozenset(name for name in side if name.startswith(RATE)) for side in sides}) > 1


def _only_weights(judgement: Judgement, names: list[str]) -> bool:
    """Whether unknown functions stand in a line as they are, without a derivative: weights f(X_ij)."""
    if judgement.reading is None:
        return False
    used = {function.partition("[")[0] for function, _ in judgement.reading.opaque.values()}
    return bool(used) and used <= set(names)


def keeps_slopes(judgement: Judgement) -> bool:
    """Whether a line writes every slope g′(z) of its unknown functions that it should: then it holds for any g or none.

    Where a slope is missing, g may have one that the line has written out: 1, a(1 − a).
    """
    if judgement.reading is None or not isinstance(judgement.verdict, Wrong):
        return False
    slopes = {name for name, (function, _) in judgement.reading.opaque.items() if function.endswith("'")}
    written = free_symbols(*(claim.left for claim in judgement.verdict.claims))
    needed = {name for name in written if name in slopes or name.startswith(LINEAR)}
    return bool(needed) and needed <= free_symbols(*(claim.right for claim in judgement.verdict.claims))


def _are_general(story: Story, names: list[str]) -> bool:
    """Whether a document derives for any activations: it writes slopes of those it does not define, none is linear."""
    if story.typed.scope.says("linear", "identity"):
        return False
    sides = (side for link in story.post.links for side in (link.left, link.right))
    strokes = (part for side in sides for part in walk(side) if isinstance(part, s.Prime))
    refs = (reference(part.of, story.post.scope.letters) for part in strokes)
    return any(ref is not None and ref.key in names for ref in refs)


def _has_a_name_below(story: Story, link: Link) -> bool:
    """Whether a whole that is defined without an index stands with another name below it on the left: S_{b_u}, L_w."""
    ref = reference(link.left, story.post.scope.letters)
    made = story.post.scope.definitions.get(ref.key) if ref is not None else None
    if ref is None or made is None or made.indices:
        return False
    running = story.post.scope.letters.indices
    return any(
        isinstance(i, s.Index) or (isinstance(i, s.Name) and i.letter not in running) for i in ref.indices
    )


def _is_called_and_bare(story: Story, link: Link) -> bool:
    """Whether a member of a family is taken at something and also stands alone: p_j (z_j)² beside p_j z_j."""
    letters = story.post.scope.letters
    calls = (part.function for part in walk(link.right) if isinstance(part, s.Call))
    families = {ref.key for each in calls if isinstance(each, s.Index) and (ref := reference(each, letters))}
    return bool(families & bare_names(link.right, letters))


def _bare_function(scope: Scope, link: Link) -> str | None:
    """A function that words name, such as the logistic one, where a link writes it without an argument."""
    bare = bare_names(link.left, scope.letters) | bare_names(link.right, scope.letters)
    return min((bare & scope.named.keys()) - scope.definitions.keys(), default=None)


def _has_a_worked_out_end(part: object) -> bool:
    """Whether a sum ends at a size that is made from two others: Σ_{n=0}^{N−K}."""
    match part:
        case s.Big(above=s.Sub(left=s.Name(), right=s.Name()) | s.Add(left=s.Name(), right=s.Name())):
            return True
    return False


def _moves_through_an_inverse(story: Story, link: Link) -> bool:
    """Whether a line differentiates by l = ln s² what has l in it and s beside it: s is e^{l/2} then, or held."""
    if not isinstance(link.left, s.Derivative) or len(link.left.by) != 1 or link.left.of is None:
        return False
    scope = story.post.scope
    by = reference(link.left.by[0], scope.letters)
    made = scope.definitions.get(by.key) if by is not None else None
    if by is None or made is None or made.body is None or made.parameters:
        return False
    sources = frozenset(keys_in(made.body, scope.letters)) - FUNCTIONS_OF_EVERYBODY
    apart = replace(scope, definitions={key: one for key, one in scope.definitions.items() if key != by.key})
    return (
        len(sources) == 1
        and by.key in scope.ancestors(link.left.of)
        and bool(sources & apart.ancestors_of(*keys_in(link.left.of, scope.letters)))
    )


_WIDE = re.compile(r"(\\ ){2,}|\\q?quad")
_MUCH = r"(?:\\[ ;:]\s*){3}"
_MUCH_BEFORE, _MUCH_BEHIND = re.compile(rf"{_MUCH}\Z"), re.compile(rf"\s*{_MUCH}(?!\()")


def _stands_beside_another(text: str, start: int, end: int) -> bool:
    """Whether wide space stands in a line, or much space beside it: what is read as two formulas may be one."""
    beside = _MUCH_BEFORE.search(text, max(0, start - 40), start) or _MUCH_BEHIND.match(text, end)
    return beside is not None or _WIDE.search(text, start, end) is not None


def _crosses_cases(story: Story, link: Link) -> bool:
    return link.formula.carried is not None and not link.place and any(spoken_restrictions(story, link))


def _made_from(scope: Scope, link: Link) -> Iterator[s.Node]:
    """Both sides of a line and the definitions from which they follow."""
    yield from (link.left, link.right)
    made = (scope.definitions.get(key) for key in scope.ancestors(link.left) | scope.ancestors(link.right))
    yield from (each.body for each in made if each is not None and each.body is not None)


def _words_before_names(scope: Scope, link: Link) -> Iterator[str]:
    """The words without a definition that stand right before a name: foo x may be foo(x)."""
    for part in (part for tree in _made_from(scope, link) for part in walk(tree)):
        match part:
            case s.Product(left=s.Name(letter=letter) | s.Product(right=s.Name(letter=letter)), sign=""):
                if len(letter) > 1 and letter.isalpha() and not _is_met(scope, letter):
                    yield letter


def _is_met(scope: Scope, key: str) -> bool:
    """Whether a document says in any way what a name is."""
    return key in scope.definitions or key in scope.shapes or key in scope.letters.sizes


def _picks_by_a_label(story: Story, link: Link) -> bool:
    """Whether the line is derived by u_{n_k}, or by u_o beside a u_{n_k}: labels may be meant to be different."""
    by = link.left.by if isinstance(link.left, s.Derivative) else ()
    scope = story.typed.scope
    bodies = [
        made.body for key in scope.ancestors(link.left) if (made := scope.definitions.get(key)) is not None
    ]
    trees = [link.left, *(body for body in bodies if body is not None)]
    labelled = {pair for tree in trees for pair in _labelled(tree)}
    names = {pair[0] for one in by for pair in _labelled(one)} | {
        part.base for one in by for part in walk(one) if isinstance(part, s.Index) and _picks(story, part)
    }
    return any(base in names for base, _ in labelled)


def _labelled(tree: s.Node) -> Iterator[tuple[s.Node, s.Node]]:
    """The names below which a label with an index of its own stands, with the label."""
    for part in walk(tree):
        if isinstance(part, s.Index) and part.below is not None:
            yield from ((part.base, item) for item in part.below.items if isinstance(item, s.Index))


def _picks(story: Story, part: s.Index) -> bool:
    items = part.below.items if part.below is not None else ()
    return any(story.typed.scope.letters.class_of(item) is not None for item in items)


def _sets_above(story: Story, link: Link) -> frozenset[str]:
    """The parts of the data over which the left side, or what it is made from, is summed."""
    scope = story.typed.scope
    made = (scope.definitions.get(key) for key in scope.ancestors(link.left))
    bodies = (
        definition.body for definition in made if definition is not None and definition.body is not None
    )
    return sets_in(scope, link.left).union(*(sets_in(scope, body) for body in bodies))


def _unclear(story: Story) -> frozenset[str]:
    """The names whose definitions do not fit together with the rest."""
    typed = story.typed
    return frozenset(key for place, key in typed.defining.items() if place in typed.clashing)


def _origin(story: Story, link: Link) -> s.Node:
    """The first member of the chain that a link belongs to, with the left side itself."""
    chain = link.formula.chain
    members = [link.left, *(chain.members[:1] if chain is not None else ())]
    if link.formula.carried is not None:
        members.append(link.formula.carried)
    return s.Sequence(tuple(m for m in members if not isinstance(m, s.Hole)))
