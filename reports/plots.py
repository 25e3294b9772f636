"""Charts as data, drawn as SVG for pages and as PDF operators for LaTeX, with nothing but text.

Series are told apart by their dash, their label at the end of the line and a colour of the palette of
Okabe and Ito, which colour-blind people can tell apart.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil, floor, isfinite, log10
from xml.sax.saxutils import escape

Point = tuple[float, float]

WIDTH, HEIGHT = 390.0, 268.0
LEFT, RIGHT, TOP, BOTTOM = 46.0, 92.0, 12.0, 40.0
LABEL_HEIGHT = 11.5


@dataclass(frozen=True, slots=True)
class Axis:
    """One axis: what it shows, its ends, and whether it counts in powers of ten."""

    label: str
    low: float
    high: float
    log: bool = False

    def place(self, value: float) -> float:
        """Where a value stands between the two ends, from 0 to 1, held inside."""
        low, high, at = (log10(v) if self.log else v for v in (self.low, self.high, self._held(value)))
        return (at - low) / (high - low)

    def _held(self, value: float) -> float:
        return min(max(value, self.low), self.high)

    def ticks(self) -> list[float]:
        """A handful of round values.

        >>> Axis("", 0, 1).ticks()
        [0.0, 0.2, 0.4, 0.6, 0.8, 1.0]
        """
        return _powers(self.low, self.high) if self.log else _round_values(self.low, self.high)


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
    """One line: its label, its points, the number of its colour (0 is the text colour), and its looks."""

    label: str
    points: tuple[Point, ...]
    colour: int = 0
    dashed: bool = False
    dots: bool = False


@dataclass(frozen=True, slots=True)
class Chart:
    """Lines in one frame; ``title`` says in words what is to be seen, for those who cannot see it."""

    title: str
    x: Axis
    y: Axis
    series: tuple[Series, ...]


COLOURS = ("currentColor", "#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#8a6d00")


def placed(chart: Chart, point: Point) -> Point:
    """A point in the units of the drawing, y downwards."""
    across = LEFT + chart.x.place(point[0]) * (WIDTH - LEFT - RIGHT)
    down = HEIGHT - BOTTOM - chart.y.place(point[1]) * (HEIGHT - TOP - BOTTOM)
    return round(across, 1), round(down, 1)


def shown_points(chart: Chart, series: Series) -> list[Point]:
    """The finite points of a series, placed; what is outside is held at the border."""
    good = [(x, y) for x, y in series.points if isfinite(x) and isfinite(y) and (y > 0 or not chart.y.log)]
    return [placed(chart, point) for point in good]


def label_places(chart: Chart) -> list[tuple[Series, Point]]:
    """Where the labels at the ends of the lines stand, moved apart so that none covers another."""
    ends = [(series, shown_points(chart, series)[-1]) for series in chart.series if series.label]
    ends.sort(key=lambda item: item[1][1])
    heights = _apart([end[1] for _, end in ends])
    return [(series, (end[0], height)) for (series, end), height in zip(ends, heights, strict=True)]


def _apart(wanted: Sequence[float]) -> list[float]:
    found: list[float] = []
    for height in wanted:
        found.append(max(height, found[-1] + LABEL_HEIGHT) if found else max(height, TOP + 4))
    overflow = (found[-1] - (HEIGHT - BOTTOM)) if found else 0
    limit = HEIGHT - BOTTOM
    for k in range(len(found) - 1, -1, -1):
        if overflow > 0:
            found[k] = min(found[k], limit)
            limit = found[k] - LABEL_HEIGHT
    return [round(height, 1) for height in found]


def svg(chart: Chart) -> str:
    """The chart as an SVG element that takes its colours from the page around it."""
    parts = [*_frame(chart), *(_line(chart, series) for series in chart.series), *_labels(chart)]
    name = escape(chart.title, {'"': "&quot;"})
    head = f'<svg viewBox="0 0 {WIDTH:g} {HEIGHT:g}" role="img" aria-label="{name}">'
    return head + "".join(parts) + "</svg>"


def _frame(chart: Chart) -> Iterator[str]:
    right, bottom = WIDTH - RIGHT, HEIGHT - BOTTOM
    for value in chart.x.ticks():
        x = placed(chart, (value, chart.y.low))[0]
        yield f'<path class="grid" d="M{x} {TOP}V{bottom}"/>'
        yield _text("tick", x, bottom + 13, _number(value, chart.x), "middle")
    for value in chart.y.ticks():
        y = placed(chart, (chart.x.low, value))[1]
        yield f'<path class="grid" d="M{LEFT} {y}H{right}"/>'
        yield _text("tick", LEFT - 5, y + 3.4, _number(value, chart.y), "end")
    yield f'<path class="axis" d="M{LEFT} {TOP}V{bottom}H{right}"/>'
    yield _text("label", (LEFT + right) / 2, HEIGHT - 6, chart.x.label, "middle")
    middle = (TOP + bottom) / 2
    yield _text("label", 10, middle, chart.y.label, "middle", f' transform="rotate(-90 10 {middle:g})"')


def _text(css: str, x: float, y: float, content: str, anchor: str = "start", more: str = "") -> str:
    aligned = "" if anchor == "start" else f' text-anchor="{anchor}"'
    return f'<text class="{css}" x="{x:g}" y="{y:.5g}"{aligned}{more}>{escape(content)}</text>'


def _number(value: float, axis: Axis) -> str:
    if not axis.log:
        return f"{value:g}".replace("-", "−")
    exponent = round(log10(value))
    raised = str(exponent).translate(str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"))
    return {0: "1", 1: "10"}.get(exponent, "10" + raised)


def _line(chart: Chart, series: Series) -> str:
    points = shown_points(chart, series)
    css = f"c{series.colour}" + (" dashed" if series.dashed else "")
    if series.dots:
        dots = "".join(f'<circle cx="{x}" cy="{y}" r="1.7"/>' for x, y in points)
        return f'<g class="{css}">{dots}</g>'
    path = "M" + "L".join(f"{x} {y}" for x, y in points)
    return f'<path class="line {css}" d="{path}"/>'


def _labels(chart: Chart) -> Iterator[str]:
    for series, (x, y) in label_places(chart):
        end = shown_points(chart, series)[-1]
        yield f'<path class="lead c{series.colour}" d="M{end[0] + 2:g} {end[1]}L{x + 7:g} {y}"/>'
        yield _text(f"series c{series.colour}", x + 9, y + 3.4, series.label)
