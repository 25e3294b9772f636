"""The layout that a document says it keeps to: a line that is right in the other one only is wrong there."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace

from derive.elaborate.claims.clashes import is_sure, shapes_apart
from derive.elaborate.claims.judge import Judgement
from derive.elaborate.evaluation.layouts import DENOMINATOR, SHAPE_KEPT
from derive.elaborate.prose.kept_shapes import says_shapes_are_kept
from derive.elaborate.readings.story import Story
from derive.elaborate.shapes.typed import Typed
from derive.elaborate.symbols.names import keys_in
from derive.elaborate.symbols.roles import Link
from derive.model import Reason, Right, Unknown, Wrong
from derive.reader import syntax as s
from derive.reader.tree import walk

LAYOUTS = ("denominator", "numerator")
_NAMED = r"(denominator|numerator)(?:\s*\([^)]*\))?[\s-]layout\b"
_PROMISES = (
    re.compile(rf"\b(?:we|i|all|every|everything|always|throughout|convention)\b[^.;:]{{0,60}}\b{_NAMED}"),
    re.compile(rf"\b(?:uses?|using)\s+(?:the\s+)?{_NAMED}"),
    re.compile(rf"\bin\s+(?:the\s+)?{_NAMED}\s*:"),
    re.compile(rf"\b{_NAMED}[^.;:]{{0,30}}\b(?:throughout|everywhere|is used|convention)"),
)
_D = r"(?:\\(?:partial|mathrm\{d\}|mathrm d|dd)|d)\s*"
_BY_TRACE = re.compile(
    r"\b(?:defin\w+|convention|by definition|identif\w+)\b[^.]{0,80}?"
    r"\\(?:operatorname|mathrm|text)?\{?(?:tr|Tr|trace)\b\}?"
    rf"[^.$]{{0,40}}?\\partial[^.$]{{0,40}}?\)\s*\^\{{?\s*(?:T\b|\\top|\\intercal|\\mathsf|\\mathrm|\\prime|')[^.$]{{0,20}}?{_D}"
)
"""A gradient defined by df = tr((∂f/∂X)ᵀ dX) has the shape of X."""
_LIMITS = re.compile(r"\b(?:jacobians?|for|only|but|except|then|if|would|mixed)\b")
_NEAR = 40
_OTHERWISE = re.compile(r"\b(?:numerator|transpos\w*|jacobian\w*|rows?)\b")
"""What a line is said to be that lies another way than the gradients of its page."""


def promised_layout(words: str, convention: Mapping[str, str]) -> str:
    r"""The layout in which a header or a plain sentence says that all derivatives are written; "" where none does.

    >>> promised_layout("We use the denominator layout throughout.", {})
    'denominator'
    >>> promised_layout(r"The gradient is defined by $df = \mathrm{tr}((\partial f/\partial X)^T dX)$.", {})
    'denominator'
    >>> promised_layout("In numerator layout this would be a row.", {})
    ''
    """
    text = words.lower()
    if len(set(re.findall(_NAMED, text))) > 1:
        return convention.get("derivatives", "")
    if _BY_TRACE.search(words):
        return convention.get("derivatives", "denominator")
    said = (match for promise in _PROMISES for match in promise.finditer(text))
    found = next((m[1] for m in said if not _LIMITS.search(text, m.start(), m.end() + _NEAR)), "")
    return convention.get("derivatives", found)


def kept_to_layout(
    story: Story, link: Link, judgement: Judgement, judged: Callable[[Story, Link], Judgement]
) -> Judgement:
    """A line that is right in some layout, judged again in the one that the document promises."""
    marked = any(isinstance(part, s.Derivative) and _is_by_a_row(part) for part in walk(link.left))
    layout = _promised(story, link) if isinstance(judgement.verdict, Right) and not marked else ""
    if not layout or not _leaves(judgement, layout):
        return judgement
    typed = replace(story.typed, scope=replace(story.typed.scope, layout=layout))
    kept = judged(replace(story, typed=typed), link)
    if isinstance(kept.verdict, Right) or (layout == SHAPE_KEPT and isinstance(kept.verdict, Wrong)):
        return kept
    return replace(judgement, verdict=_left(link, typed))


def _is_by_a_row(node: s.Derivative) -> bool:
    """Whether a derivative says its layout itself: ∂f/∂zᵀ is a row in every one."""
    return any(isinstance(by, s.Transpose) for by in node.by)


def _promised(story: Story, link: Link) -> str:
    text, convention = story.document.prose, story.convention
    memory = story.post.scope.memory
    layout = memory.recall(lambda: promised_layout(text, convention), "promised layout", text)
    return layout or (SHAPE_KEPT if _has_a_shape_to_keep(story, link) else "")


def _has_a_shape_to_keep(story: Story, link: Link) -> bool:
    """Whether its post, or the question, says before a line that gradients by matrices have their shapes.

    Nothing else may be said beside the line.
    """
    start, post = link.block.span.start, link.block.post
    begin = max((block.span.end for block in story.document.blocks if block.post < post), default=0)
    question = min((block.span.start for block in story.document.blocks if block.post > 0), default=0)
    words = f"{story.document.words(0, min(question, begin))}\n\n{story.document.words(begin, start)}"
    kept = story.post.scope.memory.recall(lambda: says_shapes_are_kept(words), "kept shapes", words)
    return kept and not _OTHERWISE.search(f"{link.block.before} {link.block.after}".lower())


def _left(link: Link, typed: Typed) -> Wrong | Unknown:
    """The verdict on a line that is right in the other layout only, by the shapes of both sides."""
    shapes, layout = shapes_apart(link, typed), typed.scope.layout
    if shapes is None or not all(is_sure(typed, key) for key in keys_in(link.left, typed.scope.letters)):
        return Unknown(Reason.READINGS_DISAGREE, _LEAVES[layout])
    return Wrong((), *shapes, kind="shape")


_LEAVES = {layout: f"it leaves the {layout} layout that is stated" for layout in LAYOUTS}
_LEAVES[SHAPE_KEPT] = (
    "it is right with the other side transposed, and the gradient is said to have the shape of its matrix"
)


def _leaves(judgement: Judgement, layout: str) -> bool:
    if layout == SHAPE_KEPT:
        return judgement.layout != DENOMINATOR or "transposed" in judgement.notes
    return "transposed" in judgement.notes or judgement.layout in set(LAYOUTS) - {layout}
