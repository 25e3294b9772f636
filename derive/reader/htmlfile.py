"""HTML: the mathematics that MathJax, KaTeX and the like have left in a page, with its places in the file."""

from __future__ import annotations

import re
from html import unescape

from derive.reader.signs import words
from derive.reader.source import Source

_PIECES = re.compile(
    r"(?P<comment><!--.*?-->)"
    r"|<script[^>]*type=[\"']math/tex(?P<mode>[^\"']*)[\"'][^>]*>(?P<tex>.*?)</script>"
    r"|(?P<skip><(?P<name>script|style|pre|code|head|textarea)\b[^>]*>.*?</(?P=name)>)"
    r"|<annotation[^>]*encoding=[\"']application/x-tex[\"'][^>]*>(?P<annotation>.*?)</annotation>"
    r"|(?P<math><math\b[^>]*\balttext=[\"'](?P<alttext>[^\"']*)[\"'][^>]*>.*?</math>)"
    r"|(?P<kept><(?P<holder>mjx-container|mjx-math|math)\b[^>]*\bdata-latex=\"(?P<latex>[^\"]*)\"[^>]*>.*?</(?P=holder)>)"
    r"|(?P<image><img\b(?=[^>]*\b(?:class|src)=[\"'][^\"']*(?:math|latex|tex))[^>]*\balt=[\"'](?P<alt>[^\"']*)[\"'][^>]*>)"
    r"|(?P<tag></?(?P<element>[a-zA-Z][a-zA-Z0-9]*)\b[^>]*>)"
    r"|(?P<entity>&(?:#\d+|#x[0-9a-fA-F]+|[A-Za-z][A-Za-z0-9]*);)"
    r"|(?P<text>[^<&]+|.)",
    re.DOTALL,
)
_DRAWN = re.compile(r"<math\b|<mjx-container\b")
WITHOUT_TEX = "the formulas of this page are drawn and come without their TeX: save the page's source instead"
_BLOCKS = words(
    "p div li ul ol table tr td th br hr h1 h2 h3 h4 h5 h6 section article blockquote dd dt figure"
)
_HEADINGS = words("h1 h2 h3 h4 h5 h6")


def source(html: str) -> Source:
    """A page as a source: its visible text, in which each formula stands between dollars.

    >>> source("<p>Let \\\\(a &lt; b\\\\)</p>").text.strip()
    'Let \\\\(a < b\\\\)'
    """
    reader = _Page()
    for match in _PIECES.finditer(html):
        reader.take(match)
    unread = reader.last is None and _DRAWN.search(html) is not None
    return Source(
        "".join(reader.signs),
        whole=html,
        places=reader.places,
        headings=tuple(reader.headings),
        warnings=(WITHOUT_TEX,) if unread else (),
    )


class _Page:
    def __init__(self) -> None:
        self.signs: list[str] = []
        self.places: list[int] = []
        self.headings: list[tuple[int, str]] = []
        self.heading_from: int | None = None
        self.display = False
        self.last: str | None = None

    def put(self, text: str, places: list[int]) -> None:
        self.signs.extend(text)
        self.places.extend(places)

    def at(self, text: str, place: int) -> None:
        self.put(text, [place] * len(text))

    def take(self, match: re.Match[str]) -> None:
        kind = match.lastgroup
        if match["comment"] or match["skip"]:
            return
        if match["tex"] is not None:
            self._formula(match, "tex", "display" in match["mode"])
        elif match["annotation"] is not None:
            self._formula(match, "annotation", self.display)
        elif match["math"]:
            self._formula(match, "alttext", 'display="block"' in match[0][:400])
        elif match["kept"]:
            self._formula(match, "latex", self.display or 'display="true"' in match[0][:400])
        elif match["image"]:
            self._formula(match, "alt", False)
        elif match["tag"]:
            self._tag(match)
        elif kind == "entity":
            self.at(unescape(match[0]), match.start())
        else:
            self.put(match[0], list(range(match.start(), match.end())))

    def _formula(self, match: re.Match[str], group: str, display: bool) -> None:
        if group == "alt" and unescape(match["alt"]).strip() == self.last:
            return
        self.last = unescape(match[group]).strip()
        dollars = "$$" if display else "$"
        self.at(" " + dollars, match.start(group))
        self._decoded(match[group], match.start(group))
        self.at(dollars + " ", max(match.start(group), match.end(group) - 1))

    def _decoded(self, text: str, place: int) -> None:
        for piece in re.finditer(r"&(?:#\w+|\w+);|.", text, re.DOTALL):
            self.at(unescape(piece[0]), place + piece.start())

    def _tag(self, match: re.Match[str]) -> None:
        element = match["element"].lower()
        closing = match["tag"].startswith("</")
        if "katex-display" in match["tag"] or (element == "mjx" and 'display="true"' in match["tag"]):
            self.display = True
        elif element in ("p", "div"):
            self.display = False
        if element in _HEADINGS:
            self._heading(match, closing)
        if element in _BLOCKS:
            self.at("\n" if element in ("br", "td", "th") else "\n\n", match.start())

    def _heading(self, match: re.Match[str], closing: bool) -> None:
        if not closing:
            self.heading_from = len(self.signs)
        elif self.heading_from is not None:
            title = "".join(self.signs[self.heading_from :]).strip()
            self.headings.append((self.heading_from, title))
            self.heading_from = None
