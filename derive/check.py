"""Judging a document, on one page: read it, learn its names, type them, judge every claim, say what is first wrong."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from os.path import exists
from pathlib import Path

from derive.elaborate.claims.judge import Judgement
from derive.elaborate.conclusions.judged_alone import decided_alone
from derive.elaborate.conclusions.report import consistent, reviewed, stated_layout, unread
from derive.elaborate.conclusions.updates import judged_update
from derive.elaborate.conclusions.verdicts import provable_claim, settle_role
from derive.elaborate.evaluation.directional import with_directional_derivatives
from derive.elaborate.evaluation.held_labels import with_held_labels
from derive.elaborate.evaluation.sets import whole_sets
from derive.elaborate.evaluation.time_slopes import with_time_slopes
from derive.elaborate.index_letters.letters import letters_in
from derive.elaborate.laws.averages import with_told_averages
from derive.elaborate.laws.densities import with_densities
from derive.elaborate.laws.divergences import with_divergences
from derive.elaborate.laws.events import with_events
from derive.elaborate.laws.expectations import with_expectations
from derive.elaborate.laws.likelihoods import with_named_likelihoods
from derive.elaborate.laws.means import with_mean_ranges
from derive.elaborate.laws.redefined_laws import with_counted_laws
from derive.elaborate.notations.adjoint_bars import with_adjoint_bars
from derive.elaborate.notations.adjoints import with_adjoints
from derive.elaborate.notations.applied_slopes import with_functions_applied
from derive.elaborate.notations.bare_functions import with_bare_functions
from derive.elaborate.notations.bare_sums import with_letters_below
from derive.elaborate.notations.bold_lengths import with_lengths_of_bold_names
from derive.elaborate.notations.built_sets import with_built_sets
from derive.elaborate.notations.counted_from_zero import with_entries_from_one
from derive.elaborate.notations.d_operators import with_d_operators
from derive.elaborate.notations.data_arguments import without_listed_data
from derive.elaborate.notations.derivative_signs import with_declared_signs
from derive.elaborate.notations.diagonals_alone import with_diagonals_alone
from derive.elaborate.notations.frobenius import with_plain_inner_products
from derive.elaborate.notations.function_ratios import with_functions_at_a_variable
from derive.elaborate.notations.log_bases import with_natural_logs
from derive.elaborate.notations.named_braces import with_named_braces
from derive.elaborate.notations.named_operators import with_named_operators
from derive.elaborate.notations.names_at_once import with_names_at_once
from derive.elaborate.notations.neighbour_sums import with_neighbour_sums
from derive.elaborate.notations.partner_sums import with_partner_sums
from derive.elaborate.notations.primed import with_primed_indices
from derive.elaborate.notations.quotient_functions import with_quotient_functions
from derive.elaborate.notations.short_slopes import with_short_slopes
from derive.elaborate.notations.slopes_at import with_slopes_at_places
from derive.elaborate.notations.subscript_derivatives import with_subscript_derivatives
from derive.elaborate.posts.post import Post, derived_links, read_post
from derive.elaborate.prose.spoken import (
    derived_names,
    named_functions,
    one_hot_names,
    stacked_names,
    summing_names,
)
from derive.elaborate.prose.told_pieces import with_told_pieces
from derive.elaborate.prose.unasserted import is_denied
from derive.elaborate.prose.words import small_words
from derive.elaborate.readings.story import Story
from derive.elaborate.same_letters.arities import with_names_by_arity
from derive.elaborate.same_letters.batch_endings import with_batches_apart
from derive.elaborate.same_letters.exponentials_apart import with_exponentials_apart
from derive.elaborate.same_letters.families_apart import with_families_apart
from derive.elaborate.same_letters.feature_letters import with_features_apart
from derive.elaborate.same_letters.functions_apart import with_functions_apart
from derive.elaborate.same_letters.hidden_arguments import with_hidden_arguments
from derive.elaborate.same_letters.layer_letters import with_layers_by_letter
from derive.elaborate.same_letters.layer_numbers import with_layer_numbers
from derive.elaborate.same_letters.model_statements import with_models_apart
from derive.elaborate.same_letters.named_above import with_names_above
from derive.elaborate.same_letters.number_d import with_d_as_a_function, with_d_as_a_number
from derive.elaborate.same_letters.numbered_weights import with_numbered_weights
from derive.elaborate.same_letters.one_hot_classes import with_one_hot_classes
from derive.elaborate.same_letters.open_letters import with_open_letters
from derive.elaborate.same_letters.own_letters import with_own_letters
from derive.elaborate.same_letters.primed_names import with_primed_names
from derive.elaborate.same_letters.raised_labels import with_raised_labels
from derive.elaborate.same_letters.sampled import with_values_at_data
from derive.elaborate.same_letters.sections_apart import with_sections_apart
from derive.elaborate.same_letters.sets_of_one import with_sets_of_one
from derive.elaborate.same_letters.several_letters import with_names_of_several_letters
from derive.elaborate.same_letters.untold_totals import with_untold_totals
from derive.elaborate.same_letters.unwritten_losses import with_losses_of_one_argument
from derive.elaborate.shapes.generic import badness, introduces_an_example, samplings
from derive.elaborate.shapes.infer import typed_scope
from derive.elaborate.shapes.typed import Typed
from derive.elaborate.symbols.from_zero import says_a_start
from derive.elaborate.symbols.header import with_header
from derive.elaborate.symbols.rewriting import all_trees
from derive.elaborate.symbols.roles import Link, Role, is_remark, is_zero
from derive.elaborate.symbols.scope import Scope
from derive.elaborate.told.problems import with_problem
from derive.elaborate.told.spoken_labels import with_spoken_labels
from derive.elaborate.told.spoken_ranges import with_spoken_ranges
from derive.elaborate.told.spoken_shapes import with_spoken_shapes
from derive.elaborate.told.spoken_squares import with_spoken_squares
from derive.elaborate.told.told_activations import with_told_activations
from derive.elaborate.told.told_additions import with_told_additions
from derive.elaborate.told.told_columns import with_told_columns
from derive.elaborate.told.told_hats import with_told_hats
from derive.elaborate.told.told_means import with_told_means
from derive.elaborate.told.told_names import with_told_names
from derive.elaborate.told.told_outputs import with_told_outputs
from derive.elaborate.told.told_summands import with_told_summands
from derive.elaborate.told.told_sums import with_told_sums
from derive.elaborate.told.upstream import with_upstream_derivatives
from derive.reader.blocks import Block, Document
from derive.review import Options, RelationReview, Review

__all__ = ["check", "review_document"]


SPELLED_OUT = (
    with_d_as_a_function,
    with_named_braces,
    with_exponentials_apart,
    with_diagonals_alone,
    with_natural_logs,
    with_held_labels,
    with_plain_inner_products,
    with_lengths_of_bold_names,
    with_bare_functions,
    with_names_of_several_letters,
    with_quotient_functions,
    with_told_activations,
    with_models_apart,
    with_divergences,
    with_letters_below,
    with_partner_sums,
    with_told_averages,
    with_told_hats,
    with_told_means,
    with_raised_labels,
    with_names_at_once,
    with_told_names,
    with_told_summands,
    with_told_additions,
    with_told_pieces,
    with_functions_at_a_variable,
    with_adjoints,
    with_declared_signs,
    with_subscript_derivatives,
    with_named_operators,
    with_built_sets,
    with_sets_of_one,
    with_primed_indices,
    with_primed_names,
    with_names_above,
    with_adjoint_bars,
    with_time_slopes,
    with_hidden_arguments,
    with_functions_apart,
    with_sections_apart,
    with_batches_apart,
    with_numbered_weights,
    with_families_apart,
    with_neighbour_sums,
    with_entries_from_one,
    with_features_apart,
    with_short_slopes,
    with_losses_of_one_argument,
    with_functions_applied,
    with_slopes_at_places,
    with_directional_derivatives,
    with_d_operators,
    with_d_as_a_number,
    with_events,
    with_counted_laws,
    with_expectations,
    with_open_letters,
    with_own_letters,
    with_one_hot_classes,
    with_densities,
    with_named_likelihoods,
    with_untold_totals,
    with_mean_ranges,
    with_spoken_ranges,
    with_names_by_arity,
    with_layers_by_letter,
    with_layer_numbers,
    without_listed_data,
)
"""What authors write for short, spelled out before anything is judged: each takes a document and gives one."""


def check(source: str | Path, options: Options | None = None) -> Review:
    """Judge every relation of a document: a path, or the text of one.

    Raises ``GradproofError`` where the file cannot be read at all.

    >>> review = check("Let $L = (a - b)^2$. Then $$\\\\frac{\\\\partial L}{\\\\partial a} = 2(a - b)$$")
    >>> [relation.verdict for relation in review.relations]
    ['definition', 'right']
    """
    from derive.reader.document import read_document, read_text

    if isinstance(source, Path) or ("\n" not in source and Path(source).suffix and exists(source)):
        return review_document(read_document(str(source)), options or Options())
    return review_document(read_text(source), options or Options())


def review_document(document: Document, options: Options) -> Review:
    """The review of a document that has been read: one record for every relation, in document order.

    What is open in a section that stands by itself is looked at there, and what is wrong where its letters are new.
    """
    whole = _reviewed(document, options)
    relations = decided_alone(document, whole.relations, lambda part: _reviewed(part, options).relations)
    if relations == whole.relations:
        return whole
    numbered = _numbered(relations)
    return replace(whole, relations=numbered, misconceptions=_misconceptions(numbered))


def _reviewed(document: Document, options: Options) -> Review:
    """The review of a document as one whole."""
    for spelled_out in SPELLED_OUT:
        document = spelled_out(document)
    posts = _posts(document)
    convention = {**document.header.convention, **options.header.convention}
    base = _base_scope(document, options, convention)
    stated = stated_layout(document.prose, convention)
    records: list[RelationReview] = []
    inherited: Scope = base
    given: tuple[Link, ...] = ()
    defining: Mapping[int, str] = {}
    for number, blocks in posts.items():
        post, found = _judged_post(document, blocks, inherited, given, defining, convention)
        records.extend(consistent(found, stated))
        if number == min(posts):
            inherited, given, defining = post.scope, post.links, post.defining
    numbered = _numbered(records)
    return Review(document, numbered, _misconceptions(numbered), document.warnings)


def _misconceptions(records: Sequence[RelationReview]) -> tuple[tuple[str, ...], ...]:
    return tuple(dict.fromkeys(m for record in records for m in record.misconceptions))


def _numbered(records: Sequence[RelationReview]) -> tuple[RelationReview, ...]:
    """The records in document order; what follows from a relation is known so far by where that one ends."""
    ordered = sorted(records, key=lambda record: record.span)
    index = {record.span.end: k for k, record in enumerate(ordered, start=1)}
    return tuple(
        replace(record, index=k, follows_from=index.get(record.follows_from) if record.follows_from else None)
        for k, record in enumerate(ordered, start=1)
    )


def _posts(document: Document) -> dict[int, list[Block]]:
    posts: dict[int, list[Block]] = {}
    for block in document.blocks:
        posts.setdefault(block.post, []).append(block)
    return posts


def _base_scope(document: Document, options: Options, convention: Mapping[str, str]) -> Scope:
    scope = Scope(
        letters=letters_in(all_trees(document.blocks), document.prose.lower()),
        words=small_words(document.prose),
        named=named_functions(document.prose),
        stacked=stacked_names(document.prose),
        derived_by=derived_names(document.prose),
        one_hot=summing_names(document.prose),
        called_one_hot=one_hot_names(document.prose),
        whole_sets=whole_sets(all_trees(document.blocks)),
    )
    scope = with_spoken_squares(with_spoken_shapes(scope, document.prose), document.prose)
    scope = with_spoken_labels(scope, document.prose, all_trees(document.blocks))
    trees = tuple(all_trees(document.blocks))
    scope = with_values_at_data(with_upstream_derivatives(scope, document.prose, trees), trees)
    scope = with_told_sums(with_told_columns(scope, document.text, trees), document.text, trees)
    scope = with_told_outputs(scope, document.prose, trees)
    scope = with_header(with_header(scope, document.header), options.header)
    problem = options.header.problem or document.header.problem
    return with_problem(scope, problem, convention, all_trees(document.blocks))


def _judged_post(
    document: Document,
    blocks: Sequence[Block],
    before: Scope,
    given: Sequence[Link],
    defining: Mapping[int, str],
    convention: Mapping[str, str],
) -> tuple[Post, list[RelationReview]]:
    """The reviews of one post; names that it means anew are learnt again without what the question said of them."""
    for _ in range(3):
        post = read_post(blocks, before)
        kept = {place: key for place, key in defining.items() if key in before.definitions}
        typed = _typed(post, given, kept)
        if typed.clashing and post.scope.listed:
            post, typed = _with_data_apart(post, typed, given, kept)
        if not given:
            post, typed = _with_examples_apart(blocks, before, post, typed)
        story = Story(document, post, typed, convention, tuple(blocks))
        records = _judged(story, post)
        if not story.renewed:
            break
        before = before.without(frozenset(story.renewed))
    return post, records


def _with_data_apart(
    post: Post, typed: Typed, given: Sequence[Link], kept: Mapping[int, str]
) -> tuple[Post, Typed]:
    """The post in which listed data x_1, …, x_N are not the entries of x, where more of it makes sense so."""
    other = replace(post, scope=replace(post.scope, listed={}))
    tried = _typed(other, given, kept)
    return (other, tried) if len(tried.clashing) < len(typed.clashing) else (post, typed)


def _with_examples_apart(
    blocks: Sequence[Block], before: Scope, post: Post, typed: Typed
) -> tuple[Post, Typed]:
    """The post with bare names as one example of the data, where more of it makes sense so."""
    for sampling in samplings(post.links, post.scope):
        introduced = sampling.is_introduced or introduces_an_example(post.scope)
        if badness(typed, sampling) == (0, 0) and not introduced:
            continue
        other = read_post(blocks, before, sampling)
        tried = _typed(other, (), {})
        bad, before_bad = badness(tried, sampling), badness(typed, sampling)
        if bad < before_bad or (introduced and bad == before_bad):
            return other, tried
    return post, typed


def _judged(story: Story, post: Post) -> list[RelationReview]:
    """The reviews of the links of a post, its claims judged in order with all that the post declares."""
    records = [unread(block, formula) for block, formula in story.failures()]
    settled: list[tuple[Link, Role, Judgement | None]] = []
    for place, link in enumerate(post.links):
        role, judgement = post.roles[place], None
        if role == "claim":
            role, judgement = settle_role(story, link, place)
        elif role == "condition" and _may_be_proved(link):
            role, judgement = provable_claim(story, link, place)
        elif role == "update":
            judgement = judged_update(story, link)
        settled.append((link, role, judgement))
    for link, role, judgement in settled:
        record = reviewed(story, link, role, judgement)
        if record is not None:
            records.append(record)
    return records


def _may_be_proved(link: Link) -> bool:
    """Whether a condition is a claim where it holds: a zero, a remark, what "people often write"."""
    zero = (is_zero(link.right) or is_zero(link.left)) and not says_a_start(link.left)
    return zero or is_remark(link) or is_denied(link.block)


def _typed(post: Post, given: Sequence[Link], defining: Mapping[int, str]) -> Typed:
    links = [*(given[place] for place in defining), *post.links]
    first = dict(enumerate(defining.values()))
    own = {place + len(first): key for place, key in post.defining.items()}
    usable = {
        k
        for k, link in enumerate(links)
        if k in first or post.roles[k - len(first)] in ("claim", "definition")
    }
    kept = sorted(usable)
    names = {new: {**first, **own}[old] for new, old in enumerate(kept) if old in {**first, **own}}
    said = {*first.values(), *own.values()}
    derived = dict(derived_links(post, said))
    names |= dict(enumerate(derived, start=len(kept)))
    return typed_scope(post.scope, [*(links[k] for k in kept), *derived.values()], names)
