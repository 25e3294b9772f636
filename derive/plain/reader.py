"""The grammar of expressions written like Python, read from left to right into terms."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from derive.errors import ReadError
from derive.plain.functions import FUNCTIONS
from derive.plain.tokens import Token
from derive.symbolic_sums import derivative, summation
from derive.terms import (
    PI,
    Compare,
    Condition,
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


@dataclass(frozen=True, slots=True)
class Grid:
    """A matrix (shape (m, n)) or a column (shape (m,)) of terms, row by row."""

    shape: tuple[int, ...]
    entries: tuple[Term, ...]


Read = Term | Grid


@dataclass(slots=True)
class Reader:
    """Reads tokens one after the other."""

    tokens: list[Token]
    at: int = 0
    depth: int = 0

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
        return sym(name + self.index())

    def index(self) -> str:
        if self.take("[") is None:
            return ""
        parts = []
        while not self.take("]"):
            token = self.token
            if token.kind == "end":
                raise self.wrong("']' is missing")
            if token.kind == "symbol" and token.text not in ",+-*":
                raise self.wrong("an index is made of names, whole numbers, +, - and *")
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
            value = derivative(value, variable.name)
        return value

    def summation(self, token: Token) -> Term:
        args = self.arguments()
        if len(args) == 1:
            return args[0]
        if len(args) != 4 or not isinstance(args[1], Sym):
            raise self.wrong("a sum is written sum(body, i, 1, N)", token)
        return summation(args[0], args[1].name, args[2], args[3])

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


_RELATIONS: dict[str, Callable[[Term, Term], Compare]] = {
    "<": lambda a, b: compare("<", a, b),
    "<=": lambda a, b: compare("<=", a, b),
    ">": lambda a, b: compare("<", b, a),
    ">=": lambda a, b: compare("<=", b, a),
    "==": lambda a, b: compare("=", a, b),
    "!=": lambda a, b: compare("!=", a, b),
}
_REFUSED = ("nan", "NaN", "inf", "oo", "zoo", "Infinity", "infinity", "∞")
