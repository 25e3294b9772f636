"""What surrounds a claim: conditions said beside it or just before it, and whether it is about one sample."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from derive.elaborate.claims.judge import Context
from derive.elaborate.readings.story import Story
from derive.elaborate.shapes.hidden_rates import with_hidden_rates
from derive.elaborate.shapes.provisos import bounds_an_index, is_one_sentence, provisos, stands_right_behind
from derive.elaborate.shapes.typed import Typed
from derive.elaborate.shapes.varying import with_local_differentials
from derive.elaborate.symbols.dims import Dim
from derive.elaborate.symbols.names import letters_of, reference
from derive.elaborate.symbols.roles import Link, is_loss
from derive.elaborate.symbols.scope import Scope
from derive.reader import syntax as s
from derive.reader.anatomy import factors_of
from derive.reader.blocks import Block
from derive.reader.tree import walk

ONE_SAMPLE = re.compile(
    r"\b(one|single)( training)? (example|sample|data point|observation|instance|pattern)\b(?! (per|in) )|\$n ?= ?1\$"
)


_INNER = re.compile(r"\b(?:inner|interior|middle)\b[^.;$]{0,25}\Z", re.IGNORECASE)
"""Words with which a sentence is about the members inside, an inner sample (0 < s < S), to its end."""

NEARBY = 500
NEAR = 60


def context_of(story: Story, typed: Typed, order: dict[Dim, int], link: Link) -> Context:
    """What the judgement of a link needs to know of the place where it stands."""
    typed = with_hidden_rates(with_local_differentials(typed, story.post.links, link), story.post.links, link)
    letters = sample_letters(story, link)
    says_one = says_one_sample(story, link)
    conditions = provisos(story.document, link, story.post.scope.letters)
    where = restrictions(story, link)
    counts = (averaged(story), sample_counts(story))
    return Context(typed, order, where, letters, says_one, *counts, provisos=conditions)


def sample_letters(story: Story, link: Link) -> frozenset[str]:
    """The index letters of what the block differentiates by: ∂J/∂ŷ_i may be meant for sample i alone."""
    found: set[str] = set()
    for formula in link.block.formulas:
        head = formula.chain.members[0] if formula.chain is not None else None
        for by in head.by if isinstance(head, s.Derivative) else ():
            ref = reference(by, story.post.scope.letters)
            if ref is None or not isinstance(head, s.Derivative) or not _is_of_loss(story, head):
                continue
            if len(ref.indices) == 1 and _one_per_sample(story, ref.key):
                found |= letters_of(ref.indices[0])
    carried = link.formula.carried
    if carried is not None and not found:
        found |= _carried_letters(story, link)
    return frozenset(found)


def _is_of_loss(story: Story, head: s.Derivative) -> bool:
    """Whether a loss is differentiated: of a mean of features, such as μ, no sample is meant alone."""
    of = reference(head.of, story.post.scope.letters) if head.of is not None else None
    return of is None or is_loss(of.key)


def _carried_letters(story: Story, link: Link) -> frozenset[str]:
    place = story.document.blocks.index(link.block)
    before = story.document.blocks[place - 1] if place else None
    if before is None or before.post != link.block.post or not before.formulas:
        return frozenset()
    return sample_letters(story, replace(link, block=before, formula=before.formulas[0]))


def _one_per_sample(story: Story, key: str) -> bool:
    """Whether a name has one value for every sample: its length is the range of an averaging sum."""
    dims = story.typed.axes.get(key, ())
    return len(dims) == 1 and story.typed.dims.find(dims[0]) in sample_counts(story)


def averaged(story: Story) -> frozenset[str]:
    """The sizes by which something is divided: samples are averaged over them."""
    scope = story.post.scope
    return scope.memory.recall(lambda: _averaged(scope, lambda _: True), "averaged")


def sample_counts(story: Story) -> frozenset[str]:
    """The sizes by which a loss is divided: a mean in what the model works out, such as a norm, is over no samples."""
    scope = story.post.scope
    return scope.memory.recall(lambda: _averaged(scope, is_loss), "sample counts")


def _averaged(scope: Scope, counts: Callable[[str], bool]) -> frozenset[str]:
    sizes = scope.letters.sizes
    found: set[str] = set()
    for made in (made for key, made in scope.definitions.items() if counts(key)):
        parts = list(walk(made.body)) if made.body is not None else []
        # The K of q_k = (1 − ε) 1[k = c] + ε/K, one of many and without a sum, averages nothing.
        averages = not made.indices or any(isinstance(part, s.Big) for part in parts)
        for part in parts if averages else ():
            if isinstance(part, s.Fraction):
                found |= {
                    x.letter for x in factors_of(part.bottom) if isinstance(x, s.Name) and x.letter in sizes
                }
    return frozenset(found)


def restrictions(story: Story, link: Link) -> tuple[s.Chain, ...]:
    """The conditions on indices under which a formula is written: beside it, or just before it in the text."""
    own = [c for c in link.formula.conditions if isinstance(c, s.Chain)]
    return tuple(own) if own else tuple(spoken_restrictions(story, link))


def spoken_restrictions(story: Story, link: Link) -> Iterator[s.Chain]:
    """The index condition right behind an inline formula, … if $i = j$, or the nearest one before it."""
    blocks = story.document.blocks
    place = blocks.index(link.block)
    following = blocks[place + 1] if place + 1 < len(blocks) else None
    if following is not None and stands_right_behind(following, link.block, story.document.text):
        behind = [f.chain for f in following.formulas if f.chain is not None]
        if behind and all(_compares_indices(story, chain) for chain in behind):
            yield from behind
            return
    for block in reversed(blocks[:place]):
        distance = link.block.span.start - block.span.end
        if block.post != link.block.post or distance > NEARBY or block.display:
            return
        between = story.document.text[block.span.end : link.block.span.start]
        is_inner = _INNER.search(block.before) is not None and is_one_sentence(between)
        if distance > NEAR and not (is_inner or _opens_the_sentence(story, block, link)):
            continue
        for formula in block.formulas:
            chain = formula.chain
            if chain is not None and _compares_indices(story, chain):
                words = story.document.words(block.span.end, link.block.span.start).lower()
                yield (
                    _opposite(chain) if any(word in words for word in ("other", "else", "rest")) else chain
                )
                return


_OPENING = re.compile(
    r"(?:^|[.!?:]\s|\n\s*\n)\s*(?:[-*]\s+|\d+[.)]\s+|\([a-z0-9]\)\s+|[*_]+)*"
    r"(?:(?:off|on) the (?:main )?diagonal|for|if|when|where|in the case|case|now|next|and|then)?[\s,(*_]*"
    r"(?:(?:for|if|when|where|of|case)\s+)?[\s(]*(?:\$|\\\()?\s*\Z",
    re.IGNORECASE,
)


def _opens_the_sentence(story: Story, block: Block, link: Link) -> bool:
    """Whether a sentence that leads to a line begins with a formula: "Off the diagonal ($i \\ne j$) … only:"."""
    text = story.document.text
    between = text[block.span.end : link.block.span.start]
    if _SENTENCE_ENDS.search(between) or _TURNS.search(between.lower()):
        return False
    above = text[max(0, block.span.start - NEARBY) : block.span.start]
    # Long blanks, as where the words of others were taken out, would be tried in every division.
    return _OPENING.search(_BLANKS.sub(_single, above)) is not None


_BLANKS = re.compile(r"\s+")


def _single(blanks: re.Match[str]) -> str:
    return "\n\n" if blanks[0].count("\n") > 1 else " "


_SENTENCE_ENDS = re.compile(r"[.!?;](?:\s|$)|\n\s*\n\s*\S")


_TURNS = re.compile(
    r"\b(?:general\w*|now|but|while|whereas|before|above|already|earlier|all|any|every|each|both|whatever|always|others?|else|rest|remaining)\b"
)
"""Words with which a sentence turns from a case to something else."""


def _opposite(chain: s.Chain) -> s.Chain:
    turned = tuple(s.Relation("!=" if relation.sign == "=" else "=") for relation in chain.relations)
    return replace(chain, relations=turned)


def _compares_indices(story: Story, chain: s.Chain) -> bool:
    letters = story.post.scope.letters
    orders = all(relation.sign in ("<", "<=", ">", ">=", "!=") for relation in chain.relations)
    if any(isinstance(m, s.Number) for m in chain.members) or (orders and bounds_an_index(chain, letters)):
        # j ≥ 1, k ≠ 0 and s < S; a value, as in k = 1, may be said of anything.
        return orders and bounds_an_index(chain, letters)
    return all(
        (isinstance(m, s.Name) and m.letter in letters.indices) or letters.class_of(m) is not None
        for m in chain.members
    )


def says_one_sample(story: Story, link: Link) -> bool:
    start = link.block.span.start
    begin = max((b.span.start for b in story.document.blocks if b.post == link.block.post), default=0)
    words = story.document.words(max(start, begin) - NEARBY, start).lower()
    return ONE_SAMPLE.search(words) is not None
