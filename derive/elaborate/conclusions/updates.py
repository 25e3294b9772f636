"""An update w ← w − η g: where the gradient g is written out, it is judged as the derivative of the loss by w."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from derive.elaborate.claims.judge import Judgement
from derive.elaborate.conclusions.verdicts import has_stated_shapes, settled_claim
from derive.elaborate.explaining.explain import Why
from derive.elaborate.explaining.slips import Slip
from derive.elaborate.readings.story import Story
from derive.elaborate.symbols.names import key_of
from derive.elaborate.symbols.roles import NUMBERS, Link
from derive.model import Right, Unknown, Wrong
from derive.reader import syntax as s
from derive.reader.anatomy import function_of
from derive.reader.tree import walk

RATES = (r"\eta", r"\alpha", r"\gamma", r"\lambda", r"\epsilon", r"\varepsilon", r"\mu", "r", "lr")


def judged_update(story: Story, link: Link) -> Judgement | None:
    """The verdict on the gradient in an update; None where there is none, or where nothing can be said of it."""
    variable, gradient = _variable(link.left), _gradient(link)
    if variable is None or gradient is None or isinstance(gradient, s.Derivative | s.Nabla):
        return None
    loss = _loss(story, variable)
    if loss is None:
        return None
    claim = replace(link, left=s.Derivative(loss, (variable,)), right=gradient)
    judgement = settled_claim(story, claim)
    return _told(story, link, claim, judgement)


def _told(story: Story, link: Link, claim: Link, judgement: Judgement) -> Judgement | None:
    match judgement.verdict:
        case Right():
            return judgement
        case Wrong():
            story.reasons[link.right.span.start] = story.reasons[claim.right.span.start]
        case Unknown():
            first = _carried_on(story, claim)
            if first is None:
                return None
            story.reasons[link.right.span.start] = Why(follows=Slip(first, (), None)), None
            judgement = replace(judgement, verdict=_clash(judgement.verdict))
    story.wrong.append(link)
    return judgement


def _clash(verdict: Unknown) -> Wrong:
    return Wrong((), "a gradient", f"shapes that do not go together: {verdict.detail}", kind="shape")


def _carried_on(story: Story, claim: Link) -> Link | None:
    """The wrong line whose right side stands in the gradient, where no reading reconciles the stated shapes."""
    if not has_stated_shapes(story, claim):
        return None
    factors = _factors(claim.right)
    carried = (w for w in story.wrong if all(factor in factors for factor in _factors(w.right)))
    return next(carried, None)


def _factors(node: s.Node) -> list[s.Node]:
    match node:
        case s.Neg(of=of):
            return _factors(of)
        case s.Product(left=left, right=right):
            return _factors(left) + _factors(right)
    return [node]


def _loss(story: Story, variable: s.Node) -> s.Node | None:
    """What another update differentiates by the variable; else the one loss that the document differentiates by it."""
    updates = [
        link for link, role in zip(story.post.links, story.post.roles, strict=True) if role == "update"
    ]
    stepped = {_bare(loss) for link in updates for loss in _differentiated(link, variable)}
    named = {
        _bare(loss)
        for link in story.post.links
        for loss in _differentiated(link, variable)
        if _is_number(loss)
    }
    found = stepped or named
    return found.pop() if len(found) == 1 else None


def _bare(loss: s.Node) -> s.Node:
    """J for J(θ) and J(θ_t)."""
    return loss.function if isinstance(loss, s.Call) and isinstance(loss.function, s.Name) else loss


def _is_number(node: s.Node) -> bool:
    name = function_of(node)
    return isinstance(name, s.Name) and key_of(name) in NUMBERS


def _variable(left: s.Node) -> s.Node | None:
    match left:
        case s.Iterate(base=base):
            return base
        case s.Name() | s.Index():
            return left
    return None


def _gradient(link: Link) -> s.Node | None:
    """g in w − η g."""
    return _stepped(link.right.right) if isinstance(link.right, s.Sub) else None


def _stepped(node: s.Node) -> s.Node | None:
    """The product without the rate with which it begins."""
    match node:
        case s.Product(left=s.Name(letter), right=right) if letter in RATES:
            return right
        case s.Product(left=left) if (rest := _stepped(left)) is not None:
            return replace(node, left=rest)
    return None


def _differentiated(link: Link, variable: s.Node) -> Iterator[s.Node]:
    for part in (part for side in (link.left, link.right) for part in walk(side)):
        match part:
            case s.Derivative(of=of, by=(by,)) if of is not None and by == variable:
                yield of
            case s.Nabla(of=of, by=by, order=1) if of is not None and by == variable:
                yield of
