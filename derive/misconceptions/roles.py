"""Which names of a wrong step are parameters, labels, inputs and learning rates, where nobody says so."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from derive.calculus import free_symbols
from derive.domains import SIGNS, Domains, FiniteSet
from derive.misconceptions.differential import Roles
from derive.misconceptions.sites import family
from derive.misconceptions.step import Case, WrongStep
from derive.terms import Fn, Mul, Sym
from derive.traverse import Node, postorder

_LABEL_LETTERS = ("y", "t", "Y", "T", "target", "targets", "label", "labels", "d")
_INPUT_LETTERS = ("x", "X", "phi", "Phi", r"\phi", r"\Phi")
_PARAMETER_LETTERS = (
    "w", "W", "theta", "beta", "b", "c", "V", "U", "v", "u", "Theta", r"\theta", r"\beta", r"\Theta", "alpha",
)  # fmt: skip
_RATE_LETTERS = ("eta", r"\eta", "lr", "learning_rate", "alpha", r"\alpha", "rate", r"\gamma", "gamma")
_SAMPLE_LETTERS = ("N", "n", "m", "M", "B", "batch", "T", "I")


def roles_of(step: WrongStep) -> Roles:
    """The roles as they are declared, the missing ones guessed from domains and letters."""
    case = step.cases[-1]
    names = {family(name) for name in _all_names(case)}
    indexed = frozenset(family(name) for name in _all_names(case) if "[" in name)
    by = frozenset(family(one.name) for each in case.differentiations for one in each.by)
    labels = frozenset(step.labels) or _labels(case.domains, names - by, indexed, bool(by))
    labels |= _weights_of_logs(case) if not labels else frozenset()
    rates = frozenset(step.rates) or frozenset(n for n in names - by if _stem(n) in _RATE_LETTERS)
    known = by | frozenset(n for n in names if looks_like_a_parameter(n)) - labels - rates - set(step.inputs)
    parameters = frozenset(step.parameters) | known
    letters = frozenset(name for name in names if _stem(name) in _INPUT_LETTERS)
    inputs = (frozenset(step.inputs) or letters) - by - labels
    signs = _sign_labels(case.domains, labels)
    return Roles(parameters, labels, inputs, rates, signs, samples=samples_of(step))


def _all_names(case: Case) -> Iterator[str]:
    yield from free_symbols(*case.right, *case.written)
    for each in case.differentiations:
        yield from free_symbols(*each.outputs)


def looks_like_a_parameter(name: str) -> bool:
    """Whether a name is one that parameters usually have: w, W2, theta."""
    return _stem(name) in _PARAMETER_LETTERS


def looks_like_a_label(name: str) -> bool:
    """Whether a name is one that labels usually have: y, t, targets."""
    return _stem(name) in _LABEL_LETTERS


def _stem(name: str) -> str:
    return name.rstrip("0123456789_'")


def _labels(
    domains: Domains, names: Iterable[str], indexed: frozenset[str], differentiated: bool
) -> frozenset[str]:
    finite = {family(name) for name, domain in domains.of.items() if isinstance(domain, FiniteSet)}
    grouped = {family(name) for group in domains.groups for name in group.symbols}
    letters = {name for name in names if _stem(name) in _LABEL_LETTERS} if differentiated else set()
    letters = letters & indexed or letters
    return frozenset((finite | grouped) & set(names)) or frozenset(letters)


def _weights_of_logs(case: Case) -> frozenset[str]:
    """The data that logarithms of predictions are weighted with, whatever their letter: the c of −Σ c log p."""
    found: set[str] = set()
    for each in case.differentiations:
        moving = {family(one.name) for one in each.by}
        for node in postorder(dict.fromkeys(each.outputs)):
            if isinstance(node, Mul) and any(_is_moving_log(arg, moving) for arg in node.args):
                found |= {family(arg.name) for arg in node.args if isinstance(arg, Sym) and "[" in arg.name}
    return frozenset(found) if len(found) == 1 else frozenset()


def _is_moving_log(node: Node, moving: set[str]) -> bool:
    log = isinstance(node, Fn) and node.name == "log"
    return log and any(family(name) in moving for name in free_symbols(node))


def _sign_labels(domains: Domains, labels: frozenset[str]) -> frozenset[str]:
    return frozenset(family(name) for name, domain in domains.of.items() if domain == SIGNS) & labels


def _counts_labels(step: WrongStep, size: str) -> bool:
    """Whether there is one label for each of what a size counts, in every case."""
    return all(_label_count(step, case) == dict(case.sizes).get(size) for case in step.cases)


def _label_count(step: WrongStep, case: Case) -> int:
    names = [name for name in set(_all_names(case)) if "[" in name]
    letters = step.labels or tuple(family(name) for name in names if _stem(family(name)) in _LABEL_LETTERS)
    return max((sum(family(name) == one for name in names) for one in letters), default=0)


def samples_of(step: WrongStep) -> str:
    """The name of the size that counts samples; empty where there is none."""
    names = [name for name, _ in step.cases[-1].sizes]
    known = [letter for letter in _SAMPLE_LETTERS if letter in names]
    if len(known) > 1:
        known = [name for name in known if _counts_labels(step, name)] or known
    return step.samples or (known[0] if known else names[0] if len(names) == 1 else "")
