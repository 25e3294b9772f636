"""Judging a document, on one page: read it, learn its names, type them, judge every claim, say what is first wrong."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import chain
from os.path import exists
from pathlib import Path

from derive.elaborate.claims.judge import Judgement
from derive.elaborate.conclusions.judged_alone import decided_alone
from derive.elaborate.conclusions.report import consistent, reviewed, stated_layout, unread
from derive.elaborate.conclusions.told_elsewhere import with_denials, without_told_elsewhere
from derive.elaborate.conclusions.updates import judged_update
from derive.elaborate.conclusions.verdicts import provable_claim, settle_role
from derive.elaborate.conclusions.without_strangers import decided_without_strangers
from derive.elaborate.evaluation.sets import whole_sets
from derive.elaborate.index_letters.letters import letters_in
from derive.elaborate.passes import SPELLED_OUT
from derive.elaborate.posts.post import Post, derived_links, read_post
from derive.elaborate.prose.spoken import (
    derived_names,
    named_functions,
    one_hot_names,
    stacked_names,
    summing_names,
)
from derive.elaborate.prose.unasserted import is_denied
from derive.elaborate.prose.words import small_words, without_long_blanks
from derive.elaborate.readings.story import Story
from derive.elaborate.same_letters.sampled import with_values_at_data
from derive.elaborate.shapes.batches import batches
from derive.elaborate.shapes.infer import typed_scope
from derive.elaborate.shapes.sampling import samplings
from derive.elaborate.shapes.sampling_sense import badness, introduces_an_example
from derive.elaborate.shapes.typed import Typed
from derive.elaborate.symbols.from_zero import says_a_start
from derive.elaborate.symbols.header import with_header
from derive.elaborate.symbols.rewriting import all_trees
from derive.elaborate.symbols.roles import Link, Role, is_remark, is_zero
from derive.elaborate.symbols.scope import Scope
from derive.elaborate.told.problems import with_problem
from derive.elaborate.told.spoken_labels import with_spoken_labels
from derive.elaborate.told.spoken_masks import with_spoken_masks
from derive.elaborate.told.spoken_shapes import with_spoken_shapes
from derive.elaborate.told.spoken_squares import with_spoken_squares
from derive.elaborate.told.told_columns import with_told_columns
from derive.elaborate.told.told_outputs import with_told_outputs
from derive.elaborate.told.told_sums import with_told_sums
from derive.elaborate.told.told_tables import with_told_tables
from derive.elaborate.told.upstream import with_upstream_derivatives
from derive.reader.blocks import Block, Document
from derive.review import Options, RelationReview, Review

__all__ = ["check", "review_document"]


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

    What is open in a section that stands by itself is looked at there, and what is wrong where its letters are new;
    what is decided is looked at without the properties that are told of something else.
    """
    whole = _reviewed(document, options)

    def review(part: Document) -> tuple[RelationReview, ...]:
        return _reviewed(part, options).relations

    def settled(part: Document) -> tuple[RelationReview, ...]:
        return decided_alone(part, review(part), review)

    relations = decided_without_strangers(document, whole.relations, review)
    relations = decided_alone(document, relations, review)
    relations = without_told_elsewhere(document, whole.relations, relations, review, settled)
    relations = with_denials(document, relations, review)
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
    words = without_long_blanks(document.prose)
    scope = Scope(
        letters=letters_in(all_trees(document.blocks), words.lower()),
        words=small_words(words),
        named=named_functions(words),
        stacked=stacked_names(words),
        derived_by=derived_names(words),
        one_hot=summing_names(words),
        called_one_hot=one_hot_names(words),
        whole_sets=whole_sets(all_trees(document.blocks)),
    )
    scope = with_spoken_squares(with_spoken_shapes(scope, words), words)
    scope = with_spoken_labels(scope, words, all_trees(document.blocks))
    trees = tuple(all_trees(document.blocks))
    scope = with_spoken_masks(scope, words, trees)
    scope = with_values_at_data(with_upstream_derivatives(scope, document.prose, trees), trees)
    scope = with_told_sums(with_told_columns(scope, document.text, trees), document.text, trees)
    scope = with_told_outputs(with_told_tables(scope, words, trees), document.prose, trees)
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
    ways = chain(batches(post.links, post.scope), samplings(post.links, post.scope))
    for sampling in ways:
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
