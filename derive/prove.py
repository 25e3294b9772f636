"""The public questions: are two sides equal, whatever they are written in?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from derive.domains import Domains
from derive.errors import GradproofError, NotSupported
from derive.judgement import prove_arrays, prove_terms
from derive.model import Reason, Right, Unknown, Verdict, Wrong

if TYPE_CHECKING:
    from derive.declarations import Declared

__all__ = ["assert_right", "prove_arrays", "prove_equal", "prove_terms"]


def prove_equal(
    left: Any,
    right: Any,
    *,
    domains: Mapping[str, Declared] | Iterable[str] | Domains | None = None,
    sizes: Mapping[str, int] | None = None,
    tex: bool = False,
) -> Verdict:
    """Whether two sides are equal: texts (see ``derive.plain``; TeX with ``tex``), SymPy expressions, matrices, terms.

    ``domains`` maps names to domains ("(0,1)", "{0,1}", "positive") or lists sentences ("p in (0,1)", "x > 0").
    ``sizes`` gives the lengths that sums run to; sizes without a value are tried at 1, 2 and 3, and the verdict says
    "every N" where the size lemma proves it (``derive.every_size``).
    Raises ``ReadError`` for a text that cannot be read, ``GradproofError`` for shapes that differ or an empty domain.

    >>> prove_equal("log(exp(x))", "x").method
    'normal form'
    >>> prove_equal("p^2", "p", domains={"p": "{0,1}"}).conditions
    ('p in {0,1}',)
    >>> prove_equal("diff(sum((w*x[i] - y[i])^2, i, 1, N), w)", "2*sum((w*x[i] - y[i])*x[i], i, 1, N)").sizes
    'every N'
    """
    from derive.declarations import declare

    declared = declare(domains)
    return _prove_tex(left, right, declared) if tex else _prove_sides(left, right, declared, sizes or {})


def _prove_tex(left: str, right: str, domains: Domains) -> Verdict:
    # TeX leaves open what letters stand for: what reads documents reads it, and every reading has to agree.
    from derive.elaborate.conclusions.single import judge_pair
    from derive.evidence import domain_text

    return judge_pair(left, right, {name: domain_text(domain) for name, domain in domains.of.items()})


def _prove_sides(left: Any, right: Any, declared: Domains, sizes: Mapping[str, int]) -> Verdict:
    from derive.every_size import Claims, judge
    from derive.sides import entries_of, shape_of, shape_text, side

    of = dict(declared.of)
    try:
        first, second = (side(value, of) for value in (left, right))
        if shape_of(first) != shape_of(second):
            message = f"the left side is {shape_text(first)}, the right side {shape_text(second)}"
            raise GradproofError(message)
        whole = Domains(of, declared.groups)
        return judge(Claims(entries_of(first), entries_of(second), whole, sizes, shape_of(first)))
    except NotSupported as outside:
        return Unknown(Reason.OUTSIDE_FRAGMENT, str(outside))


def assert_right(left: Any, right: Any, **options: Any) -> None:
    """Raise ``AssertionError`` with the evidence unless two sides are proved equal; takes what ``prove_equal`` takes.

    >>> assert_right("sigmoid(-s)", "1 - sigmoid(s)")
    """
    from derive.evidence import snippet, verdict_text

    verdict = prove_equal(left, right, **options)
    if not isinstance(verdict, Right):
        shown_by = f"\n{snippet(verdict)}" if isinstance(verdict, Wrong) else ""
        raise AssertionError(f"{left} = {right}\n{verdict_text(verdict)}{shown_by}")
