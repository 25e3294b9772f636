"""Where the symbols of a claim live, and what is taken for granted of them: targets that sum to one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from derive.calculus import free_symbols, substitute_all
from derive.domains import LABELS, POSITIVE, UNIT, Domain, Domains, Interval, OneHot, Simplex
from derive.elaborate.evaluation.sets import MEMBER
from derive.elaborate.prose.spoken import any_names
from derive.elaborate.shapes.symmetric import if_symmetric, sides_if_symmetric
from derive.elaborate.shapes.told_constraints import if_told
from derive.elaborate.shapes.typed import Reading
from derive.elaborate.symbols.margins import with_usual_labels
from derive.elaborate.symbols.names import reference
from derive.elaborate.symbols.opaque import GRADIENT
from derive.elaborate.symbols.scope import Scope
from derive.elaborate.symbols.thresholds import thresholds
from derive.judgement import prove_arrays
from derive.model import Reason, Right, Unknown, Verdict
from derive.reader import syntax as s
from derive.reader.tree import walk
from derive.terms import ONE, Add, Fn, Mul, Num, Sym, Term
from derive.traverse import postorder


def domains_for(reading: Reading, terms: Sequence[Term]) -> Domains:
    """The declared domain of every symbol; what stands in a logarithm is taken to be where that is defined."""
    names = free_symbols(*terms)
    scope = reading.scope
    of: dict[str, Domain] = {}
    for name in names:
        declared = LABELS if name.startswith(MEMBER) else scope.domains.get(name.split("[", 1)[0])
        if declared is not None:
            of[name] = declared
    for name, domain in _in_logarithms(terms).items():
        of.setdefault(name, domain)
    written = scope.memory.recall(lambda: written_in_logarithms(scope), "written in logarithms")
    for name in names:
        if (key := name.split("[", 1)[0]) in written:
            of.setdefault(name, written[key])
        if key in thresholds(scope):
            of.setdefault(name, POSITIVE)
    groups = [_kind(key, scope)(row) for key in sorted(scope.one_hot) for row in _families(names, key, scope)]
    for group in groups:
        for name in group.symbols:
            of.pop(name, None)
    return Domains(of, tuple(groups))


def _kind(key: str, scope: Scope) -> type[OneHot | Simplex]:
    """What adds up to one is one-hot where the words call it so, or call something so that they do not name."""
    called = key in scope.called_one_hot if scope.called_one_hot else scope.says("one-hot", "one hot")
    return OneHot if called else Simplex


def _families(names: frozenset[str], key: str, scope: Scope) -> Iterator[tuple[str, ...]]:
    """What sums to one: the rows, or the columns where the formula that says so runs over the first index."""
    return (_columns if key in scope.one_hot_columns else _rows)(names, key)


def _rows(names: frozenset[str], key: str) -> Iterator[tuple[str, ...]]:
    """The symbols of a family, those that differ in the last index only: sample by sample."""
    return _alike(names, key, lambda label: label.rpartition(",")[0])


def _columns(names: frozenset[str], key: str) -> Iterator[tuple[str, ...]]:
    """The symbols of a family with two indices that differ in the first one only: samples may be columns."""
    return _alike(names, key, lambda label: label.partition(",")[2])


def _alike(names: frozenset[str], key: str, sample: Callable[[str], str]) -> Iterator[tuple[str, ...]]:
    rows: dict[str, list[str]] = {}
    for name in sorted(names):
        base, _, label = name.partition("[")
        if base == key and label:
            rows.setdefault(sample(label), []).append(name)
    yield from (tuple(row) for row in rows.values() if len(row) > 1)


def _in_logarithms(terms: Sequence[Term]) -> dict[str, Domain]:
    low: set[str] = set()
    high: set[str] = set()
    for node in postorder(terms):
        if isinstance(node, Fn) and node.name == "log":
            (argument,) = node.args
            if isinstance(argument, Sym):
                low.add(argument.name)
            elif isinstance(argument, Add):
                high |= {name for part in argument.args if (name := _negated(part))}
    return {name: UNIT if name in high else POSITIVE for name in low | high}


def written_in_logarithms(scope: Scope) -> dict[str, Domain]:
    """The names whose logarithm the document takes in a definition: it means them where that is defined."""
    bodies = [made.body for made in scope.definitions.values() if made.body is not None]
    low: set[str] = set()
    high: set[str] = set()
    for part in (part for body in bodies for part in walk(body)):
        match part:
            case s.Call(s.Name("log" | "ln"), (s.Sub(s.Number("1"), right),)):
                high |= _object(right, scope)
            case s.Call(s.Name("log" | "ln"), (argument,)):
                low |= _object(argument, scope)
    found: dict[str, Domain] = {key: Interval(high=Fraction(1)) for key in high}
    return found | {key: UNIT if key in high else POSITIVE for key in low}


def _object(node: s.Node, scope: Scope) -> frozenset[str]:
    ref = reference(node, scope.letters)
    return frozenset((ref.key,)) if ref is not None else frozenset()


def _negated(part: Term) -> str | None:
    if isinstance(part, Mul) and len(part.args) == 2:
        number, symbol = part.args
        if isinstance(number, Num) and number.value == -1 and isinstance(symbol, Sym):
            return symbol.name
    return None


def with_constraints(
    lefts: Sequence[Term], rights: Sequence[Term], domains: Domains, reading: Reading
) -> Right | Unknown | None:
    """Right under what is told or usually meant silently: symmetric matrices, labels −1 and 1, targets that sum to one.

    Open where one of these was not decided: a line that may hold as it is meant is not wrong.
    """
    usual = _as_usual(lefts, rights, domains, reading)
    if isinstance(usual, Right):
        return usual
    told = if_told(lefts, rights, domains, reading)
    return usual if told is None else told


def _as_usual(
    lefts: Sequence[Term], rights: Sequence[Term], domains: Domains, reading: Reading
) -> Right | Unknown | None:
    symmetric = if_symmetric(lefts, rights, domains, reading)
    if symmetric is not None:
        return symmetric
    found = _with_labels(lefts, rights, domains, reading)
    turned = None if isinstance(found, Right) else sides_if_symmetric(lefts, rights, reading)
    if turned is None:
        return found
    both = _with_labels(turned.lefts, turned.rights, domains, reading)
    if isinstance(both, Right):
        return replace(both, conditions=(*both.conditions, turned.told))
    return both or found


def _with_labels(
    lefts: Sequence[Term], rights: Sequence[Term], domains: Domains, reading: Reading
) -> Right | Unknown | None:
    """Right for labels −1 and 1, or 0 and 1, or where targets sum to one; open where that was not decided."""
    names = free_symbols(*lefts, *rights)
    signed = with_usual_labels(lefts, rights, domains, reading.scope)
    if isinstance(signed, Right):
        return signed
    chosen = reading.scope.says(*CHOICES)
    if domains.groups or not (chosen or reading.scope.called_one_hot or reading.scope.says(*CLASSES)):
        return signed
    doubt = signed
    for key in sorted({name.split("[")[0] for name in names}):
        called = chosen or set(key) & set("ytqxYT") or key in reading.scope.called_one_hot
        if not called or key.startswith(GRADIENT) or key in _no_shares(reading.scope):
            continue
        for families, which in ((_rows, "entries"), (_columns, "columns")):
            if _is_averaged(reading, key, which):
                continue
            groups = tuple(Simplex(symbols) for symbols in families(names, key))
            verdict: Verdict | None
            if groups:
                verdict = prove_arrays(lefts, rights, _grouped(domains, groups), simplest=False)
            else:
                verdict = _where_alone(lefts, rights, domains, _alone(names, key))
            if isinstance(verdict, Right):
                others = [one for one in verdict.conditions if not one.endswith("in the simplex")]
                return replace(verdict, conditions=(*others, f"the {which} of {key} sum to 1"))
            if isinstance(verdict, Unknown):
                doubt = Unknown(Reason.UNDECIDED, f"whether it holds where the {which} of {key} sum to 1")
    return doubt


def _where_alone(
    lefts: Sequence[Term], rights: Sequence[Term], domains: Domains, alone: Mapping[str, Term]
) -> Verdict | None:
    """The verdict where some shares are all there is, each of them one; None where there are none."""
    if not alone:
        return None
    one, other = (substitute_all(side, alone) for side in (lefts, rights))
    return prove_arrays(one, other, domains, simplest=False)


def _alone(names: frozenset[str], key: str) -> Mapping[str, Term]:
    """The members of a family with two indices of which there is one for every first index."""
    rows: dict[str, list[str]] = {}
    for name in names:
        base, _, label = name.partition("[")
        if base == key and "," in label:
            rows.setdefault(label.partition(",")[0], []).append(name)
    return {row[0]: ONE for row in rows.values()} if all(len(row) == 1 for row in rows.values()) else {}


def _no_shares(scope: Scope) -> frozenset[str]:
    """What is no share of a whole: labels of two classes, y beside 1 − y, and what weights multiply, wᵀx."""
    return scope.memory.recall(lambda: frozenset((*_numbers_apart(scope), *_said_of_any(scope))), "no shares")


def _said_of_any(scope: Scope) -> frozenset[str]:
    """What the words let be any vector, and call nowhere one-hot."""
    keys = any_names(scope.words) - frozenset(key.lower() for key in scope.called_one_hot)
    return keys | frozenset(key.upper() for key in keys)


def _numbers_apart(scope: Scope) -> Iterator[str]:
    bodies = (made.body for made in scope.definitions.values() if made.body is not None)
    for part in (part for body in bodies for part in walk(body)):
        match part:
            case s.Sub(s.Number("1"), right) | s.Product(
                s.Transpose(s.Name("w" | "\\theta" | "\\beta")), right
            ):
                ref = reference(right, scope.letters)
                yield from (ref.key,) if ref is not None else ()


def _grouped(domains: Domains, groups: tuple[Simplex, ...]) -> Domains:
    grouped = {name for group in groups for name in group.symbols}
    return Domains({name: domain for name, domain in domains.of.items() if name not in grouped}, groups)


def _is_averaged(reading: Reading, key: str, which: str) -> bool:
    """Whether the sums would run over samples: what a mean divides by counts no classes."""
    dims = reading.axes.get(key, ())
    return bool(dims) and reading.dims.find(dims[-1 if which == "entries" else 0]) in reading.averaged


CLASSES = ("softmax", "one-hot", "one hot", "distribution", "class")
CHOICES = ("exactly one", "chooses", "one-of-", "one of the alternatives", "if and only if it is chosen")
"""Words of a document in which data of any name may be the indicators of one choice among several."""
