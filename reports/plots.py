"""Charts as data, drawn as SVG for pages and as PDF operators for LaTeX, with nothing but text.

Series are told apart by their dash, their label at the line and a colour of the palette of Okabe and Ito,
which colour-blind people can tell apart.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil, floor, isfinite, log10
from typing import Literal

Point = tuple[float, float]
Anchor = Literal["start", "middle", "end"]


@dataclass(frozen=True, slots=True)
class Axis:
    """One axis: what it shows, its ends, and whether it counts in powers of ten."""

    label: str
    low: float
    high: float
    log: bool = False

    def place(self, value: float) -> float:
        """Where a value stands between the two ends: 0 is the low end, 1 the high end."""
        low, high, at = (log10(v) if self.log else v for v in (self.low, self.high, value))
        return (at - low) / (high - low)

    def ticks(self) -> list[float]:
        """A handful of round values.

        >>> Axis("", 0, 1).ticks()
        [0.0, 0.2, 0.4, 0.6, 0.8, 1.0]
        """
        return _powers(self.low, self.high) if self.log else _round_values(self.low, self.high)

    def shown(self, value: float) -> str:
        """A tick as text."""
        if not self.log:
            return f"{value:g}".replace("-", "−")
        exponent = round(log10(value))
        raised = str(exponent).translate(str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"))
        return {0: "1", 1: "10"}.get(exponent, "10" + raised)


def _powers(low: float, high: float) -> list[float]:
    first, last = ceil(log10(low) - 1e-9), floor(log10(high) + 1e-9)
    step = max(1, ceil((last - first) / 5))
    return [10.0**k for k in range(first, last + 1, step)]


def _round_values(low: float, high: float) -> list[float]:
    rough = (high - low) / 5
    unit = 10.0 ** floor(log10(rough))
    step = next(k * unit for k in (1, 2, 5, 10) if k * unit >= rough * 0.999)
    count = int((high - low) / step + 1e-9)
    start = ceil(low / step - 1e-9)
    return [round((start + k) * step, 10) for k in range(count + 1)]


@dataclass(frozen=True, slots=True)
class Series:
    """One line: its label, its points, the number of its colour (0 is the text colour), and its looks.

    ``label_first`` puts the label at the first point instead of the last.
    """

    label: str
    points: tuple[Point, ...]
    colour: int = 0
    dashed: bool = False
    dots: bool = False
    label_first: bool = False


@dataclass(frozen=True, slots=True)
class Frame:
    """The size of a drawing and its margins, in points; ``line`` is the height of a label."""

    width: float
    height: float
    left: float
    right: float
    top: float
    bottom: float
    line: float = 12.0


WIDE = Frame(390, 268, 46, 84, 12, 40)
SMALL = Frame(250, 150, 40, 48, 8, 34)


@dataclass(frozen=True, slots=True)
class Chart:
    """Lines in one frame; ``title`` says in words what is to be seen, for those who cannot see it."""

    title: str
    x: Axis
    y: Axis
    series: tuple[Series, ...]
    frame: Frame = WIDE


@dataclass(frozen=True, slots=True)
class Words:
    """A piece of text in a drawing; ``role`` is tick, label or series; it is turned where not ``upright``."""

    role: str
    at: Point
    text: str
    anchor: Anchor = "start"
    colour: int = 0
    upright: bool = True


@dataclass(frozen=True, slots=True)
class Stroke:
    """A line in a drawing; ``role`` is grid, axis, line or lead."""

    role: str
    points: tuple[Point, ...]
    colour: int = 0
    dashed: bool = False


@dataclass(frozen=True, slots=True)
class Dots:
    """Points in a drawing."""

    points: tuple[Point, ...]
    colour: int = 0


Mark = Words | Stroke | Dots


def marks(chart: Chart) -> Iterator[Mark]:
    """Everything that a chart consists of, in the units of its frame, y downwards."""
    yield from _axes(chart)
    for series in chart.series:
        points = tuple(_visible(chart, series))
        yield (
            Dots(points, series.colour)
            if series.dots
            else Stroke("line", points, series.colour, series.dashed)
        )
    yield from _labels(chart)


def _placed(chart: Chart, point: Point) -> Point:
    frame = chart.frame
    across = frame.left + chart.x.place(point[0]) * (frame.width - frame.left - frame.right)
    down = frame.height - frame.bottom - chart.y.place(point[1]) * (frame.height - frame.top - frame.bottom)
    return round(across, 1), round(down, 1)


def _visible(chart: Chart, series: Series) -> Iterator[Point]:
    # A line ends where it leaves the frame; dots outside are left out.
    good = [(x, y) for x, y in series.points if isfinite(x) and isfinite(y)]
    before: Point | None = None
    for x, y in good:
        inside = chart.y.low <= y <= chart.y.high
        if inside:
            yield _placed(chart, (x, y))
        elif not series.dots and before is not None:
            yield _placed(chart, _crossing(chart, before, (x, y)))
            return
        before = (x, y)


def _crossing(chart: Chart, inside: Point, outside: Point) -> Point:
    edge = chart.y.high if outside[1] > chart.y.high else chart.y.low
    share = (edge - inside[1]) / (outside[1] - inside[1])
    return inside[0] + share * (outside[0] - inside[0]), edge


def _axes(chart: Chart) -> Iterator[Mark]:
    frame = chart.frame
    left, right, top, bottom = frame.left, frame.width - frame.right, frame.top, frame.height - frame.bottom
    for value in chart.x.ticks():
        x = _placed(chart, (value, chart.y.low))[0]
        yield Stroke("grid", ((x, top), (x, bottom)))
        yield Words("tick", (x, bottom + 13), chart.x.shown(value), "middle")
    for value in chart.y.ticks():
        y = _placed(chart, (chart.x.low, value))[1]
        yield Stroke("grid", ((left, y), (right, y)))
        yield Words("tick", (left - 5, y + 3.4), chart.y.shown(value), "end")
    yield Stroke("axis", ((left, top), (left, bottom), (right, bottom)))
    yield Words("label", ((left + right) / 2, frame.height - 6), chart.x.label, "middle")
    yield Words("label", (10, (top + bottom) / 2), chart.y.label, "middle", upright=False)


def _labels(chart: Chart) -> Iterator[Mark]:
    ends = [(series, _label_point(chart, series)) for series in chart.series if series.label]
    ends.sort(key=lambda item: item[1][1])
    heights = _apart([end[1] for _, end in ends], chart.frame)
    for (series, (x, y)), height in zip(ends, heights, strict=True):
        yield Stroke("lead", ((x + 2, y), (x + 7, height)), series.colour)
        yield Words("series", (x + 9, round(height + 3.4, 1)), series.label, colour=series.colour)


def _label_point(chart: Chart, series: Series) -> Point:
    return list(_visible(chart, series))[0 if series.label_first else -1]


def _apart(wanted: Sequence[float], frame: Frame) -> list[float]:
    # Labels move down until none covers another, then up from the bottom edge as far as needed.
    found: list[float] = []
    for height in wanted:
        found.append(max(height, found[-1] + frame.line if found else frame.top + 4))
    limit = frame.height - frame.bottom
    for k in range(len(found) - 1, -1, -1):
        found[k] = min(found[k], limit)
        limit = found[k] - frame.line
    return [round(height, 1) for height in found]


def svg(chart: Chart) -> str:
    """The chart as an SVG element that takes its colours from the page around it.

    >>> svg(Chart("A line", Axis("x", 0, 1), Axis("y", 0, 1), (Series("f", ((0, 0), (1, 1))),)))[:28]
    '<svg viewBox="0 0 390 268" c'
    """
    frame, name = chart.frame, _escaped(chart.title)
    kind = "wide" if frame is WIDE else "small"
    head = (
        f'<svg viewBox="0 0 {frame.width:g} {frame.height:g}" class="{kind}" role="img" aria-label="{name}">'
    )
    return head + "".join(map(_svg, marks(chart))) + "</svg>"


def _svg(mark: Mark) -> str:
    match mark:
        case Words():
            return _svg_words(mark)
        case Stroke(role=role, points=points, colour=colour, dashed=dashed):
            css = role if role in ("grid", "axis") else f"{role} c{colour}" + (" dashed" if dashed else "")
            return f'<path class="{css}" d="M{"L".join(f"{x:g} {y:g}" for x, y in points)}"/>'
        case Dots(points=points, colour=colour):
            dots = "".join(f'<circle cx="{x:g}" cy="{y:g}" r="1.7"/>' for x, y in points)
            return f'<g class="c{colour}">{dots}</g>'


def _svg_words(words: Words) -> str:
    x, y = words.at
    css = f"series c{words.colour}" if words.role == "series" else words.role
    aligned = "" if words.anchor == "start" else f' text-anchor="{words.anchor}"'
    turned = "" if words.upright else f' transform="rotate(-90 {x:g} {y:g})"'
    return f'<text class="{css}" x="{x:g}" y="{y:g}"{aligned}{turned}>{_escaped(words.text)}</text>'


def _escaped(text: str) -> str:
    for letter, entity in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&quot;")):
        text = text.replace(letter, entity)
    return text


COLOURS = ("0 0 0", "0 .447 .698", ".835 .369 0", "0 .514 .373", ".71 .337 .56", ".66 .435 0", ".165 .56 .78")
GREY = ".75 .75 .75"


def tex_picture(chart: Chart) -> str:
    """The chart as a LaTeX picture: lines as PDF operators, words as text, no package needed."""
    frame = chart.frame
    drawn = [_tex(mark, frame) for mark in marks(chart)]
    size = f"({frame.width:g},{frame.height:g})"
    return "\n".join([r"\setlength{\unitlength}{1bp}", rf"\begin{{picture}}{size}", *drawn, r"\end{picture}"])


def _tex(mark: Mark, frame: Frame) -> str:
    match mark:
        case Words(at=(x, y), text=text, anchor=anchor, upright=upright):
            place = {"start": "[bl]", "middle": "[b]", "end": "[br]"}[anchor]
            shown = _tex_text(text, mark.role)
            box = shown if upright else rf"\rotatebox{{90}}{{{shown}}}"
            return rf"\put({x:g},{frame.height - y:g}){{\makebox(0,0){place}{{{box}}}}}"
        case Stroke():
            return rf"\put(0,0){{\pdfliteral{{{_pdf_stroke(mark, frame)}}}}}"
        case Dots(points=points, colour=colour):
            discs = " ".join(f"{x - 1.2:g} {frame.height - y - 1.2:g} 2.4 2.4 re f" for x, y in points)
            return rf"\put(0,0){{\pdfliteral{{q {COLOURS[colour]} rg {discs} Q}}}}"


def _pdf_stroke(stroke: Stroke, frame: Frame) -> str:
    width = {"grid": 0.3, "axis": 0.6, "lead": 0.3}.get(stroke.role, 1.2)
    colour = GREY if stroke.role == "grid" else COLOURS[stroke.colour]
    dash = "[4 2.5] 0 d " if stroke.dashed else ""
    (x, y), *rest = [(x, frame.height - y) for x, y in stroke.points]
    path = f"{x:g} {y:g} m " + " ".join(f"{a:g} {b:g} l" for a, b in rest)
    return f"q {width} w {dash}{colour} RG {path} S Q"


_RAISED = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")
_SIGNS = {
    "−": "$-$",
    "′": "$'$",
    "‴": "$'''$",
    "σ": r"$\sigma$",
    "ε": r"$\varepsilon$",
    "²": "$^2$",
    "|": "$|$",
}


def _tex_text(text: str, role: str) -> str:
    size = r"\scriptsize\bfseries" if role == "series" else r"\scriptsize"
    base = text.rstrip("⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
    if base == "10" and base != text:
        return rf"{size} $10^{{{text[2:].translate(_RAISED)}}}$"
    return f"{size} " + "".join(_SIGNS.get(character, character) for character in text)
