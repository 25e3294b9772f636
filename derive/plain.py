r"""Reads expressions written like Python, with its own grammar and never with ``eval``.

Syntax: numbers (``3``, ``0.25`` and ``1e-3`` are exact decimals), names (``x``, ``y_hat``, ``x[1,2]``, ``\hat{y}``,
Greek letters), ``+ - * /``, ``**`` or ``^``, parentheses, ``pi``; comparisons ``< <= > >= == !=`` with ``and or not``
inside ``piecewise((value, condition), …, otherwise)``, ``where(condition, a, b)`` and ``indicator(condition)``;
functions ``exp log sqrt sigmoid tanh softplus relu abs sign max min erf Phi phi …`` (all: ``FUNCTION_NAMES``);
``logsumexp(a, b, …)``, ``softmax(a, b, …)[k]`` with k = 1, 2, …; ``sum(body, i, 1, N)``, where ``x[i]`` is indexed;
``diff(f, x)``; matrices ``[[a, b], [c, d]]`` and columns ``[a, b]``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from derive.calculus import differentiate, free_symbols, substitute
from derive.errors import ReadError
from derive.terms import (
    PI,
    Compare,
    Condition,
    Num,
    Sym,
    Term,
    add,
    all_of,
    any_of,
    case,
    compare,
    fn,
    mul,
    negation,
    num,
    power,
    sym,
)

DEEPEST = 100
LONGEST = 2_000_000
MOST_SUMMANDS = 10_000

HALF = Fraction(1, 2)


@dataclass(frozen=True, slots=True)
class Grid:
    """A matrix (shape (m, n)) or a column (shape (m,)) of terms, row by row."""

    shape: tuple[int, ...]
    entries: tuple[Term, ...]


Read = Term | Grid


@dataclass(frozen=True, slots=True)
class Token:
    """One token: its kind ("number", "name", "symbol", "end"), its text and its offset."""

    kind: str
    text: str
    start: int


_TOKEN = re.compile(
    r"""\s*(?:
    (?P<number>\d+(?:\.\d*)?(?:[eE][+-]?\d+)?|\.\d+(?:[eE][+-]?\d+)?)
  | (?P<name>(?:\\[A-Za-z]+(?:\{[^{}]*\})?|[^\W\d])\w*(?:(?<=_)\{[^{}]*\}|\^\{\([^{}]*\)\}|_\{[^{}]*\}|_\w+)*'*)
  | (?P<symbol>\*\*|<=|>=|==|!=|[-+*/^()\[\],<>=−·≤≥≠])
  )""",
    re.VERBOSE,
)
_SAME = {"−": "-", "·": "*", "^": "**", "≤": "<=", "≥": ">=", "≠": "!=", "=": "=="}


def tokens(text: str) -> list[Token]:
    """The tokens of a text, with an end token; raises ``ReadError`` at a character that means nothing.

    >>> [token.text for token in tokens("2*x^3")]
    ['2', '*', 'x', '**', '3', '']
    """
    if len(text) > LONGEST:
        raise ReadError(f"the expression is longer than {LONGEST} characters", start=LONGEST)
    found, at = [], 0
    while at < len(text.rstrip()):
        match = _TOKEN.match(text, at)
        if match is None or match.lastgroup is None:
            start = at + len(text[at:]) - len(text[at:].lstrip())
            raise ReadError(f"{text[start]!r} means nothing here", start=start)
        kind, at = match.lastgroup, match.end()
        piece = match[kind]
        found.append(Token(kind, _SAME.get(piece, piece), match.start(kind)))
    return [*found, Token("end", "", len(text.rstrip()))]


def read(text: str, sizes: Mapping[str, int] | None = None) -> Read:
    """The term (or grid of terms) that a text stands for; raises ``ReadError`` with the place of what is wrong.

    >>> read("(p - y)*x") is (sym("p") - sym("y")) * sym("x")
    True
    >>> read("2 x")
    Traceback (most recent call last):
    derive.errors.ReadError: 'x' stands right after '2' (write * between factors)
    """
    try:
        reader = _Reader(tokens(text), dict(sizes or {}))
        value = reader.expression()
        reader.finish()
    except ReadError as problem:
        problem.text = text
        raise
    return value


def read_term(text: str) -> Term:
    """The scalar that a text stands for."""
    value = read(text)
    if isinstance(value, Grid):
        raise ReadError("a single number is needed here, not a matrix", end=len(text))
    return value


def read_condition(text: str) -> Condition:
    """The comparison that a text stands for, as in "0 < p < 1"."""
    try:
        reader = _Reader(tokens(text), {})
        value = reader.condition()
        reader.finish()
    except ReadError as problem:
        problem.text = text
        raise
    return value


@dataclass(slots=True)
class _Reader:
    tokens: list[Token]
    sizes: dict[str, int]
    at: int = 0
    depth: int = 0
    size_names: set[str] = field(default_factory=set)

    @property
    def token(self) -> Token:
        return self.tokens[self.at]

    def take(self, *texts: str) -> Token | None:
        token = self.token
        if token.kind != "end" and token.text in texts and token.kind in ("symbol", "name"):
            self.at += 1
            return token
        return None

    def need(self, text: str) -> Token:
        token = self.take(text)
        if token is None:
            found = self.token.text or "the end"
            raise self.wrong(
                f"{text!r} is missing before {found!r}" if self.token.text else f"{text!r} is missing"
            )
        return token

    def wrong(self, message: str, token: Token | None = None, remedy: str = "") -> ReadError:
        place = token or self.token
        return ReadError(message, start=place.start, end=place.start + max(1, len(place.text)), remedy=remedy)

    def finish(self) -> None:
        token = self.token
        if token.kind == "end":
            return
        before = self.tokens[self.at - 1]
        if token.kind in ("name", "number") or token.text in "([":
            message = f"{token.text!r} stands right after {before.text!r}"
            raise self.wrong(message, remedy="write * between factors")
        raise self.wrong(f"{token.text!r} has nothing to close or to join here")

    def expression(self) -> Read:
        """A term, or a bracketed grid of terms."""
        if self.token.text == "[":
            return self.grid()
        return self.sum()

    def grid(self) -> Grid:
        self.need("[")
        rows: list[list[Term]] = []
        flat = self.token.text != "["
        while True:
            rows.append([self.sum()] if flat else self.row())
            if not self.take(","):
                break
        self.need("]")
        if len({len(row) for row in rows}) > 1:
            raise self.wrong("the rows of the matrix differ in length", self.tokens[self.at - 1])
        shape = (len(rows),) if flat else (len(rows), len(rows[0]))
        return Grid(shape, tuple(entry for row in rows for entry in row))

    def row(self) -> list[Term]:
        self.need("[")
        entries = [self.sum()]
        while self.take(","):
            entries.append(self.sum())
        self.need("]")
        return entries

    def sum(self) -> Term:
        self.depth += 1
        if self.depth > DEEPEST:
            raise self.wrong(
                f"parentheses are nested more than {DEEPEST} deep", remedy="name the inner parts"
            )
        parts = [self.product()]
        while sign := self.take("+", "-"):
            part = self.product()
            parts.append(part if sign.text == "+" else mul(-1, part))
        self.depth -= 1
        return self.conditional(add(*parts))

    def conditional(self, value: Term) -> Term:
        if self.take("if") is None:
            return value
        condition = self.condition()
        self.need("else")
        return case([(condition, value)], self.sum())

    def product(self) -> Term:
        parts = [self.signed()]
        while sign := self.take("*", "/"):
            part = self.signed()
            parts.append(part if sign.text == "*" else power(part, -1))
        return mul(*parts)

    def signed(self) -> Term:
        negative = False
        while sign := self.take("+", "-"):
            negative ^= sign.text == "-"
        value = self.power()
        return mul(-1, value) if negative else value

    def power(self) -> Term:
        base = self.atom()
        powers = [base]
        while self.take("**"):
            negative = self.take("-") is not None
            exponent = self.atom()
            powers.append(mul(-1, exponent) if negative and self.token.text != "**" else exponent)
            if negative and self.token.text == "**":
                raise self.wrong("write the exponent in parentheses")
        value = powers.pop()
        while powers:
            value = power(powers.pop(), value)
        return value

    def atom(self) -> Term:
        token = self.token
        self.at += 1
        if token.kind == "number":
            return self.number(token)
        if token.kind == "name":
            return self.named(token)
        if token.text == "(":
            inner = self.sum()
            self.need(")")
            return inner
        self.at -= 1
        if token.kind == "end":
            raise self.wrong("the expression ends too early")
        raise self.wrong(f"{token.text!r} cannot stand here")

    def number(self, token: Token) -> Term:
        exponent = re.search(r"[eE]([+-]?\d+)$", token.text)
        if len(token.text) > 2000 or (exponent and abs(int(exponent[1])) > 2000):
            raise self.wrong("the number is too long", token)
        return num(Fraction(token.text))

    def named(self, token: Token) -> Term:
        name = token.text
        if name in _REFUSED:
            raise self.wrong(f"{name!r} is not a number", token)
        if self.token.text == "(" and self.token.kind == "symbol":
            return self.call(token)
        if name in ("pi", "π", "\\pi"):
            return PI
        if name in self.sizes:
            return num(self.sizes[name])
        return sym(name + self.index())

    def index(self) -> str:
        if self.take("[") is None:
            return ""
        parts = []
        while not self.take("]"):
            token = self.token
            if token.kind == "end":
                raise self.wrong("']' is missing")
            parts.append(token.text)
            self.at += 1
        return f"[{''.join(parts)}]"

    def call(self, token: Token) -> Term:
        name = token.text.lstrip("\\")
        special = {
            "piecewise": self.piecewise, "Piecewise": self.piecewise, "where": self.where, "indicator": self.indicator,
            "sum": self.summation, "diff": self.derivative, "softmax": self.softmax,
        }.get(name)  # fmt: skip
        if special is not None:
            self.need("(")
            return special(token)
        if name not in FUNCTIONS:
            remedy = f"write {name}*(…) for a product; functions: {', '.join(sorted(FUNCTIONS)[:12])}, …"
            raise self.wrong(f"{name!r} is not a known function", token, remedy)
        count, build = FUNCTIONS[name]
        self.need("(")
        args = self.arguments()
        if count is not None and len(args) != count:
            raise self.wrong(f"{name} takes {count} argument{'s' * (count != 1)}, not {len(args)}", token)
        return build(*args)

    def arguments(self) -> list[Term]:
        args = [self.sum()]
        while self.take(","):
            args.append(self.sum())
        self.need(")")
        return args

    def piecewise(self, token: Token) -> Term:
        branches: list[tuple[Condition, Term]] = []
        while True:
            pair = self.branch()
            if pair is None:
                otherwise = self.sum()
                break
            if pair[0] == all_of():
                otherwise = pair[1]
                break
            branches.append(pair)
            if not self.take(","):
                raise self.wrong("the last part of piecewise says what holds otherwise")
        self.need(")")
        return case(branches, otherwise)

    def branch(self) -> tuple[Condition, Term] | None:
        # "(value, condition)"; anything else is the part that holds otherwise.
        start = self.at
        if self.take("("):
            value = self.sum()
            if self.take(","):
                condition = self.condition()
                self.need(")")
                return condition, value
        self.at = start
        return None

    def where(self, token: Token) -> Term:
        condition = self.condition()
        self.need(",")
        value = self.sum()
        self.need(",")
        otherwise = self.sum()
        self.need(")")
        return case([(condition, value)], otherwise)

    def indicator(self, token: Token) -> Term:
        condition = self.condition()
        self.need(")")
        return case([(condition, 1)], 0)

    def softmax(self, token: Token) -> Term:
        args = self.arguments()
        index = self.index()
        if not index[1:-1].isdigit() or not 1 <= int(index[1:-1]) <= len(args):
            raise self.wrong(
                "softmax gives several numbers", token, f"pick one: softmax(…)[1] to [{len(args)}]"
            )
        return fn("exp", args[int(index[1:-1]) - 1]) / add(*(fn("exp", arg) for arg in args))

    def derivative(self, token: Token) -> Term:
        args = self.arguments()
        value = args[0]
        for variable in args[1:]:
            if not isinstance(variable, Sym):
                raise self.wrong("diff(f, x) differentiates by a name", token)
            value = differentiate(value, variable.name)
        return value

    def summation(self, token: Token) -> Term:
        args = self.arguments()
        if len(args) == 1:
            return args[0]
        if len(args) != 4 or not isinstance(args[1], Sym):
            raise self.wrong("a sum is written sum(body, i, 1, N)", token)
        low, high = (self.whole(arg, token) for arg in args[2:])
        if high - low >= MOST_SUMMANDS:
            raise self.wrong(f"a sum of more than {MOST_SUMMANDS} parts", token)
        return add(*(_at_index(args[0], args[1].name, k) for k in range(low, high + 1)))

    def whole(self, value: Term, token: Token) -> int:
        if isinstance(value, Num) and value.value.denominator == 1:
            return int(value.value)
        if isinstance(value, Sym):
            raise UnknownSize(value.name, token.start)
        raise self.wrong("the ends of a sum are whole numbers or sizes", token)

    def condition(self) -> Condition:
        parts = [self.conjunction()]
        while self.take("or"):
            parts.append(self.conjunction())
        return any_of(*parts)

    def conjunction(self) -> Condition:
        parts = [self.statement()]
        while self.take("and"):
            parts.append(self.statement())
        return all_of(*parts)

    def statement(self) -> Condition:
        if self.take("not"):
            return negation(self.statement())
        if self.take("True", "true", "otherwise"):
            return all_of()
        start = self.at
        if self.take("("):
            try:
                inner = self.condition()
                self.need(")")
            except ReadError:
                self.at = start
            else:
                if self.token.text not in _RELATIONS:
                    return inner
                self.at = start
        return self.comparison()

    def comparison(self) -> Condition:
        left = self.sum()
        parts: list[Condition] = []
        while relation := self.take(*_RELATIONS):
            right = self.sum()
            parts.append(_RELATIONS[relation.text](left, right))
            left = right
        if not parts:
            raise self.wrong("a comparison (<, <=, >, >=, ==, !=) is missing here")
        return all_of(*parts)


class UnknownSize(ReadError):
    """A sum runs to a size that has no value; ``name`` is the size."""

    def __init__(self, name: str, start: int) -> None:
        super().__init__(f"the size {name!r} has no value", start=start, remedy=f"give sizes={{{name!r}: 3}}")
        self.name = name


_RELATIONS: dict[str, Callable[[Term, Term], Compare]] = {
    "<": lambda a, b: compare("<", a, b),
    "<=": lambda a, b: compare("<=", a, b),
    ">": lambda a, b: compare("<", b, a),
    ">=": lambda a, b: compare("<=", b, a),
    "==": lambda a, b: compare("=", a, b),
    "!=": lambda a, b: compare("!=", a, b),
}
_REFUSED = ("nan", "NaN", "inf", "oo", "zoo", "Infinity", "infinity", "∞")


def _at_index(body: Term, index: str, value: int) -> Term:
    mapping: dict[str, Term] = {index: num(value)}
    for name in free_symbols(body):
        stem, bracket, inside = name.partition("[")
        if bracket:
            parts = [str(value) if part == index else part for part in inside.rstrip("]").split(",")]
            mapping[name] = sym(f"{stem}[{','.join(parts)}]")
    return substitute(body, mapping)


def _names(
    build: Callable[..., Term], count: int | None, names: str
) -> Iterator[tuple[str, tuple[int | None, Callable[..., Term]]]]:
    for name in names.split():
        yield name, (count, build)


def _same(name: str) -> Callable[..., Term]:
    return lambda *args: fn(name, *args)


def _logsumexp(*args: Term) -> Term:
    return fn("log", add(*(fn("exp", arg) for arg in args)))


FUNCTIONS: dict[str, tuple[int | None, Callable[..., Term]]] = dict(
    [
        *_names(_same("exp"), 1, "exp"),
        *_names(_same("log"), 1, "log ln"),
        *_names(lambda u: fn("log", 1 + u), 1, "log1p"),
        *_names(lambda u: fn("log", u) / fn("log", 2), 1, "log2"),
        *_names(lambda u: fn("log", u) / fn("log", 10), 1, "log10"),
        *_names(lambda u: fn("exp", u) - 1, 1, "expm1"),
        *_names(lambda u: power(u, HALF), 1, "sqrt"),
        *_names(lambda u: power(u, Fraction(1, 3)), 1, "cbrt"),
        *_names(lambda u: u**2, 1, "square"),
        *_names(power, 2, "pow"),
        *_names(_same("sigmoid"), 1, "sigmoid sigma σ expit logistic"),
        *_names(_same("logit"), 1, "logit"),
        *_names(_same("softplus"), 1, "softplus"),
        *_names(_same("relu"), 1, "relu ReLU"),
        *_names(_same("tanh"), 1, "tanh"),
        *_names(_same("sinh"), 1, "sinh"),
        *_names(_same("cosh"), 1, "cosh"),
        *_names(_same("sin"), 1, "sin"),
        *_names(_same("cos"), 1, "cos"),
        *_names(lambda u: fn("sin", u) / fn("cos", u), 1, "tan"),
        *_names(_same("atan"), 1, "atan arctan"),
        *_names(_same("abs"), 1, "abs Abs fabs"),
        *_names(_same("sign"), 1, "sign sgn"),
        *_names(_same("step"), 1, "step heaviside Heaviside"),
        *_names(_same("max"), None, "max Max maximum"),
        *_names(_same("min"), None, "min Min minimum"),
        *_names(_same("erf"), 1, "erf"),
        *_names(lambda u: 1 - fn("erf", u), 1, "erfc"),
        *_names(_same("normcdf"), 1, "Phi Φ normcdf"),
        *_names(_same("normpdf"), 1, "phi φ normpdf"),
        *_names(_same("gamma"), 1, "gamma Gamma Γ"),
        *_names(_same("loggamma"), 1, "loggamma lgamma gammaln"),
        *_names(_same("digamma"), 1, "digamma psi ψ"),
        *_names(lambda u: fn("gamma", u + 1), 1, "factorial"),
        *_names(_logsumexp, None, "logsumexp logaddexp"),
        *_names(lambda a, b: a * fn("log", b), 2, "xlogy"),
    ]
)
FUNCTION_NAMES = tuple(sorted([*FUNCTIONS, "piecewise", "where", "indicator", "softmax", "sum", "diff"]))
