r"""The commands that a document defines (\newcommand, \def, \DeclareMathOperator), and what they mean."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import accumulate

from derive.errors import ReadError, Refused
from derive.reader.notation import Macro
from derive.reader.signs import ROW_ENVIRONMENTS
from derive.reader.tokens import LIMIT, Token, tokens
from derive.reader.wording import closing_brace

_DEFINITION = re.compile(
    r"\\(?:(?P<new>(?:re|provide)?newcommand|providecommand|DeclareRobustCommand)\*?\s*\{?\s*\\(?P<name>[A-Za-z]+|.)\s*\}?"
    r"\s*(?:\[(?P<count>\d)\])?\s*(?:\[(?P<default>[^\]]*)\])?"
    r"|DeclareMathOperator(?P<star>\*?)\s*\{?\s*\\(?P<operator>[A-Za-z]+)\s*\}?"
    r"|(?:def|gdef|edef)\s*\\(?P<defined>[A-Za-z]+|.)(?P<parameters>(?:#\d)*)"
    r"|let\s*\\(?P<let>[A-Za-z]+)\s*=?\s*(?P<same>\\[A-Za-z]+|.))\s*"
)
_USE = re.compile(r"\\([A-Za-z]+|.)", re.DOTALL)
_BRACKET = re.compile(r"\s*\[([^\]]*)\]")
_ENDS = re.compile(r"\s*\\(begin|end)\s*\{(\w+)\*?\}\s*")
_DEEPEST = 20


def definitions(text: str) -> tuple[dict[str, Macro], str]:
    r"""The macros that a text defines, and the text with the definitions blanked out (offsets are kept).

    >>> definitions(r"\def\y{\hat y} \y")[0]["y"].body
    '\\hat y'
    """
    found: dict[str, Macro] = {}
    out = text
    at = 0
    while (match := _DEFINITION.search(text, at)) is not None:
        at = match.end()
        if match["let"]:
            found[match["let"]] = Macro(0, match["same"])
        elif (end := closing_brace(text, match.end())) is not None:
            name, macro = _macro(match, text[match.end() + 1 : end])
            found[name] = macro
            at = end + 1
        out = out[: match.start()] + _blank(text[match.start() : at]) + out[at:]
    return found, out


_CONFIGURED = re.compile(r"[\"']?\b[mM]acros[\"']?\s*:\s*\{")
_ENTRY = re.compile(
    r"[\"']?\\{0,2}(?P<name>[A-Za-z]+)[\"']?\s*:\s*\[?\s*(?P<quote>[\"'`])(?P<body>(?:\\.|(?!(?P=quote)).)*)(?P=quote)"
    r"\s*(?:,\s*(?P<count>\d)\s*\])?",
    re.DOTALL,
)


def configured(page: str) -> dict[str, Macro]:
    r"""The macros that a web page gives to MathJax or KaTeX in a script.

    >>> configured('MathJax = {tex: {macros: {R: "\\\\mathbb{R}", v: ["\\\\mathbf{#1}", 1]}}};')["v"].body
    '\\mathbf{#1}'
    """
    found: dict[str, Macro] = {}
    for match in _CONFIGURED.finditer(page):
        end = closing_brace(page, match.end() - 1)
        for entry in _ENTRY.finditer(page, match.end(), end if end is not None else len(page)):
            body = re.sub(r"\\(.)", r"\1", entry["body"], flags=re.DOTALL)
            numbered = max((int(number) for number in re.findall(r"#(\d)", body)), default=0)
            found[entry["name"]] = Macro(int(entry["count"] or numbered), body)
    return found


def with_displays(text: str, macros: Mapping[str, Macro]) -> str:
    r"""The text in which \be … \ee, short for \begin{equation} … \end{equation}, is a display (offsets are kept).

    >>> with_displays(r"\be x \ee", {"be": Macro(0, r"\begin{align}"), "ee": Macro(0, r"\end{align}")})
    '\\[  x  \\]'
    """
    for name, macro in macros.items():
        found = _ENDS.fullmatch(macro.body) if not macro.arguments else None
        if found is not None and found[2] in ROW_ENVIRONMENTS:
            marks = "\\[".ljust(len(name) + 1) if found[1] == "begin" else "\\]".rjust(len(name) + 1)
            text = re.sub(rf"\\{re.escape(name)}(?![A-Za-z])", marks.replace("\\", r"\\"), text)
    return text


def _blank(text: str) -> str:
    return re.sub(r"[^\n]", " ", text)


def _macro(match: re.Match[str], body: str) -> tuple[str, Macro]:
    if match["operator"]:
        return match["operator"], Macro(0, f"\\operatorname{match['star'] or ''}{{{body}}}")
    if match["defined"]:
        return match["defined"], Macro(len(match["parameters"]) // 2, body)
    return match["name"], Macro(int(match["count"] or 0), body, match["default"])


def expand(text: str, macros: Mapping[str, Macro], start: int = 0, lenient: bool = False) -> list[Token]:
    """The tokens of a text with macros expanded; an expanded token has the place of the macro's use.

    >>> [(token.text, token.start, token.end) for token in expand(r"x+\\y", {"y": Macro(0, "ab")})][2:4]
    [('a', 2, 4), ('b', 2, 4)]
    """
    signs, places = _expanded(text, [(at, at + 1) for at in range(len(text))], macros, 0)
    last = (len(text), len(text))
    out: list[Token] = []
    for token in tokens(signs, lenient=lenient):
        begin = places[token.start][0] if token.start < len(places) else last[0]
        end = places[token.end - 1][1] if token.start < token.end else begin
        out.append(Token(token.kind, token.text, start + begin, start + max(begin, end)))
    return out


def spelled(text: str, macros: Mapping[str, Macro]) -> tuple[str, tuple[int, ...]]:
    r"""A text with its macros expanded, and for every character of it the place at which it stands.

    >>> spelled(r"the matrix $\X$", {"X": Macro(0, r"\mathbf{X}")})[0]
    'the matrix $\\mathbf{X} $'
    """
    if not any(match[1] in macros for match in _USE.finditer(text)):
        return text, tuple(range(len(text)))
    signs, places = _expanded(text, [(at, at + 1) for at in range(len(text))], macros, 0)
    return signs, tuple(accumulate((begin for begin, _ in places), max))


_Places = list[tuple[int, int]]


def _expanded(text: str, places: _Places, macros: Mapping[str, Macro], depth: int) -> tuple[str, _Places]:
    out: list[str] = []
    out_places: _Places = []
    at = 0
    while (match := _USE.search(text, at)) is not None:
        macro = macros.get(match[1])
        out.append(text[at : match.start()] if macro else text[at : match.end()])
        out_places.extend(places[at : match.start()] if macro else places[at : match.end()])
        at = match.end()
        if macro is not None:
            _check(depth, len(out_places), match[1], places[match.start()])
            body, body_places, at = _applied(text, places, match, macro)
            inner, inner_places = _expanded(body, body_places, macros, depth + 1)
            before, after = _around("".join(out[-4:]), inner)
            use = body_places[-1]
            out.append(before + inner + after)
            out_places.extend([*[use] * len(before), *inner_places, *[use] * len(after)])
    out.append(text[at:])
    out_places.extend(places[at:])
    return "".join(out), out_places


_ARGUMENT = (
    r"\\(?:[dtc]?frac|nicefrac|sfrac|[dt]?binom|sqrt(?:\[[^\]]*\])?|(?:wide)?(?:hat|tilde)|bar|overline|vec|dot"
    r"|underline|boldsymbol|bm|pmb|math(?:bf|cal|bb|rm|sf|frak|scr)|operatorname|text)"
)
_SIMPLE = r"(?:\{(?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*\}|\\[A-Za-z]+|[^\\{}\s])"
_TAKES = re.compile(rf"(?:[\^_]|{_ARGUMENT}|\\(?:[dtc]?frac|nicefrac|sfrac|[dt]?binom)\s*{_SIMPLE})\s*$")
_WORD_END = re.compile(r"[A-Za-z]$")
_INFIX = re.compile(r"\\(?:over|choose|atop)(?![A-Za-z])")


def _around(written: str, body: str) -> tuple[str, str]:
    r"""What keeps a body whole and apart from what stands before it: x^\half, \frac\a\b, \alpha\x."""
    plain = body.strip()
    whole = plain.startswith("{") and closing_brace(plain, 0) == len(plain) - 1
    if plain and not whole and (_TAKES.search(written) or _INFIX.search(re.sub(r"\{[^{}]*\}", "", plain))):
        return "{", "}"
    return (" " if _WORD_END.search(written) and plain[:1].isalpha() else ""), ""


def _check(depth: int, length: int, name: str, place: tuple[int, int]) -> None:
    if depth >= _DEEPEST or length > LIMIT:
        raise Refused(f"the macro \\{name} expands without end", start=place[0], end=place[1])


def _applied(text: str, places: _Places, match: re.Match[str], macro: Macro) -> tuple[str, _Places, int]:
    """The body with its arguments put in; the body has the place of the use, arguments have their own."""
    use = (places[match.start()][0], places[match.end() - 1][1])
    at = match.end()
    macro = _in_this_form(text, at, macro)
    arguments: list[tuple[str, _Places]] = []
    if macro.default is not None and macro.arguments:
        found = _BRACKET.match(text, at)
        given = (
            (found[1], places[found.start(1) : found.end(1)])
            if found
            else (macro.default, [use] * len(macro.default))
        )
        at = found.end() if found else at
        arguments.append(given)
    while len(arguments) < macro.arguments:
        first, last, at = _argument(text, at, use)
        arguments.append((text[first:last], places[first:last]))
    use = (use[0], max(use[1], places[at - 1][1]))
    body, body_places = _substituted(macro.body, use, arguments)
    return body, body_places, at


def _in_this_form(text: str, at: int, macro: Macro) -> Macro:
    """The command with as many arguments as stand behind it here."""
    if macro.ordered is not None and _BRACKET.match(text, at):
        return Macro(macro.arguments + 1, macro.ordered, default="")
    if macro.alone is None:
        return macro
    if not text.startswith("{", at):
        return Macro(0, macro.alone) if macro.arguments == 1 else macro
    if macro.arguments == 1:
        return macro
    first = closing_brace(text, at)
    pair = first is not None and text[first + 1 :].lstrip().startswith("{")
    return macro if pair else Macro(1, macro.alone)


def _substituted(
    body: str, use: tuple[int, int], arguments: list[tuple[str, _Places]]
) -> tuple[str, _Places]:
    out: list[str] = []
    places: _Places = []
    for index, piece in enumerate(re.split(r"#(\d)", body)):
        if index % 2 == 0:
            out.append(piece)
            places.extend([use] * len(piece))
        elif int(piece) <= len(arguments):
            text, own = arguments[int(piece) - 1]
            apart = " " if out and _WORD_END.search(out[-1]) and text[:1].isalpha() else ""
            out.append(apart + text)
            places.extend([*[use] * len(apart), *own])
    out.append(" ")
    places.append(use)
    return "".join(out), places


def _argument(text: str, at: int, use: tuple[int, int]) -> tuple[int, int, int]:
    while at < len(text) and text[at].isspace():
        at += 1
    if at >= len(text):
        raise ReadError("a macro misses its argument", start=use[0], end=use[1])
    if text[at] == "{":
        end = closing_brace(text, at)
        if end is None:
            raise ReadError("a brace { is never closed", start=use[0], end=use[1])
        return at + 1, end, end + 1
    command = _USE.match(text, at)
    end = command.end() if command else at + 1
    return at, end, end
