"""Pictures of figures: declarative charts (Vega-Lite), drawn to SVG here, so that no page needs a script for them.

Every picture is drawn twice (``wide`` for desks and paper, ``narrow`` for phones), with letters of 13 px or more at that
size, in each language. It carries no style of its own: colours are fixed values that ``charts.css`` maps to the roles of
the page (dark mode too), and nothing is told by colour alone. The table beside a picture says the same (``telling``).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from . import naming

Spec = dict[str, Any]
FONTS = Path(__file__).parent / "fonts"
FONT = "Pretendard GOV"
WIDTHS = {"wide": 620, "narrow": 300}
# Fixed values, known to charts.css: text, lines, then what is told apart by name, shape or dash as well.
INK, MUTED, LINE = "#1e2124", "#58616a", "#cdd1d5"
TONES = ("#0b50d0", "#bd2c0f", "#6d7882", "#228738", "#7a5200")
SOFT = ("#d8e5fd", "#fbe3dc", "#e6e8ea", "#dcefdf", "#fff3db")
SHAPES = ("circle", "square", "triangle-up", "diamond", "cross")
DASHES: tuple[list[int], ...] = ([1, 0], [6, 3], [2, 3])
NOISE = re.compile(r' (?:aria-[a-z]+|role|class|pointer-events|xmlns:xlink|version|stroke-miterlimit)="[^"]*"')
DECIMALS = re.compile(r"(\d\.\d\d)\d+")


def pictures(figures: Mapping[str, Any]) -> dict[str, dict[str, dict[str, str]]]:
    """Language → name of the picture → wide, narrow → SVG."""
    return drawn(lambda: _specs(figures))


def drawn(specs: Callable[[], Mapping[str, Callable[[int], Spec]]]) -> dict[str, dict[str, dict[str, str]]]:
    """Language → name → wide, narrow → SVG, of what ``specs`` says in each language: name → (width → spec)."""
    found: dict[str, dict[str, dict[str, str]]] = {}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            found[language] = {
                name: {size: _svg(spec(width)) for size, width in WIDTHS.items()} for name, spec in specs().items()
            }
    return found


def _specs(figures: Mapping[str, Any]) -> dict[str, Any]:
    """What there is to draw: name → (width → spec)."""
    found: dict[str, Any] = {}
    per_day = figures["participation"]["per_day"]
    if len(per_day) > 1 and any(count for _day, count in per_day):
        found["per_day"] = lambda width: per_day_spec(per_day, width)
    positions = figures.get("positions")
    if positions and len(positions["per_day"]) > 1 and sum(positions["last"].values()):
        found["positions"] = lambda width: positions_spec(positions["per_day"], width)
    for each in figures["who"]["attributes"]:
        if any(row["share"] is not None for row in each["rows"]):
            found[f"who_{each['name']}"] = lambda width, each=each: who_spec(each, width)
    if figures.get("map"):
        found["map"] = lambda width: map_spec(figures["map"], width)
    return found


def per_day_spec(per_day: Sequence[Sequence[Any]], width: int) -> Spec:
    """How many took part for the first time, day by day."""
    mark: Spec = {"type": "bar", "color": TONES[0], "width": {"band": 0.72}}
    if len(per_day) > 62:
        mark = {"type": "area", "color": TONES[0], "interpolate": "step"}
    values = [{"day": day, "people": count} for day, count in per_day]
    encoding = {"x": _days(per_day, width), "y": _people()}
    return charted({"data": {"values": values}, "mark": mark, "encoding": encoding}, width, 180)


def positions_spec(per_day: Sequence[Sequence[Any]], width: int) -> Spec:
    """Where people stood at the end of each day: a line a position, with its name at its end."""
    names = [naming.position(key) for key in naming.POSITIONS]
    values = [
        {"day": day, "position": name, "people": count}
        for day, *counts in per_day
        for name, count in zip(names, counts, strict=True)
    ]
    height = 220
    last, top = per_day[-1], max(max(counts) for _day, *counts in per_day) or 1
    labels = [
        {"day": last[0], "position": name, "label": f"{name} {count:,}", "people": place}
        for name, count, place in zip(names, last[1:], _apart(last[1:], top, height), strict=True)
    ]
    color = {
        "field": "position",
        "type": "nominal",
        "scale": {"domain": names, "range": list(TONES[:3])},
        "legend": None,
    }
    dash = {"field": "position", "type": "nominal", "scale": {"domain": names, "range": list(DASHES)}, "legend": None}
    axis = {"x": _days(per_day, width), "y": _people(top * 1.08)}
    return charted(
        {
            "padding": {"left": 5, "top": 8, "bottom": 5, "right": 84},
            "layer": [
                {
                    "data": {"values": values},
                    "mark": {"type": "line", "strokeWidth": 2.5, "clip": False},
                    "encoding": {**axis, "color": color, "strokeDash": dash},
                },
                {
                    "data": {"values": labels},
                    "mark": {"type": "text", "align": "left", "dx": 6, "fontSize": 13, "fontWeight": "bold", "clip": False},
                    "encoding": {**axis, "text": {"field": "label", "type": "nominal"}, "color": color},
                },
            ],
        },
        width - 84,
        height,
    )  # fmt: skip


def _apart(counts: Sequence[int], top: float, height: int) -> list[float]:
    """Where labels stand so that none covers another: at their values, moved up where they are too close."""
    step = 17 / height * top
    places: dict[int, float] = {}
    floor = -1.0
    for at in sorted(range(len(counts)), key=lambda one: (counts[one], one)):
        floor = max(float(counts[at]), floor + step if floor >= 0 else 0.0)
        places[at] = floor
    return [places[at] for at in range(len(counts))]


def who_spec(attribute: Mapping[str, Any], width: int) -> Spec:
    """Shares of those who took part beside the shares of the population, band by band."""
    rows = [
        row for row in attribute["rows"] if row["band"] and (row["share"] is not None or row["population"] is not None)
    ]
    here, all_ = _("참여한 사람"), _("전체 주민")
    names = [naming.band(attribute["name"], row["band"]) for row in rows]
    values = [
        {"band": name, "who": who, "share": row[key] * 100, "label": f"{row[key] * 100:.0f}%"}
        for name, row in zip(names, rows, strict=True)
        for who, key in ((here, "share"), (all_, "population"))
        if row[key] is not None
    ]
    whose = sorted({value["who"] for value in values}, key=[here, all_].index)
    y = {
        "field": "band",
        "type": "nominal",
        "sort": names,
        "title": None,
        "axis": {"ticks": False, "domain": False, "labelLimit": 150},
    }
    offset = {"field": "who", "sort": [here, all_]}
    x = {
        "field": "share", "type": "quantitative", "title": "%",
        "axis": {"tickCount": 4 if width < 400 else 6, "titleAnchor": "end"},
        "scale": {"domain": [0, min(100, max(value["share"] for value in values) * 1.15)]},
    }  # fmt: skip
    color = {
        "field": "who", "type": "nominal", "title": None,
        "scale": {"domain": [here, all_], "range": [TONES[0], SOFT[2]]},
        "legend": {"orient": "top", "labelFontSize": 13, "symbolType": "square", "values": whose} if len(whose) > 1 else None,
    }  # fmt: skip
    layer = [
        {"mark": {"type": "bar", "height": {"band": 0.9}}, "encoding": {"color": color}},
        {
            "mark": {"type": "text", "align": "left", "dx": 4, "fontSize": 12, "color": MUTED},
            "encoding": {"text": {"field": "label", "type": "nominal"}},
        },
    ]
    chart = {"data": {"values": values}, "encoding": {"y": y, "x": x, "yOffset": offset}, "layer": layer}
    return charted(chart, width - 90, {"step": 20 if len(whose) > 1 else 26})


def map_spec(found: Mapping[str, Any], width: int) -> Spec:
    """Who stands near whom: quiet dots, a soft ground and a name for each group. No axis: only nearness says something."""
    dots = found["dots"] if width > 400 else found["dots"][:: max(1, len(found["dots"]) // 400)]
    names = [naming.group(number) for number in range(len(found["sizes"]))]
    values = [{"x": x, "y": y, "group": names[group] if group >= 0 else "–"} for x, y, group in dots]
    grounds = [
        {"x": x, "y": y, "group": names[group], "order": at}
        for group in range(len(names))
        for at, (x, y) in enumerate(_ground([(x, y) for x, y, one in found["dots"] if one == group]))
    ]
    labels = [
        {"x": x, "y": y, "label": _("%(group)s · %(count)s명") % {"group": name, "count": f"{size:,}"}}
        for group, (name, size) in enumerate(zip(names, found["sizes"], strict=True))
        for x, y in [_above([(x, y) for x, y, one in found["dots"] if one == group])]
    ]
    domain = [*names, "–"]
    place = {
        name: {
            "field": name,
            "type": "quantitative",
            "axis": None,
            "scale": {"zero": False, "nice": False, "padding": 34},
        }
        for name in "xy"
    }
    told = {"field": "group", "type": "nominal", "legend": None}
    tones = {"domain": domain, "range": [*TONES[: len(names)], LINE]}
    return charted(
        {
            "layer": [
                {
                    "data": {"values": grounds},
                    "mark": {"type": "line", "interpolate": "linear-closed", "strokeWidth": 26, "strokeJoin": "round", "filled": False},
                    "encoding": {**place, "order": {"field": "order"}, "detail": {"field": "group"},
                                 "stroke": {**told, "scale": {"domain": names, "range": list(SOFT[: len(names)])}},
                                 "fill": {**told, "scale": {"domain": names, "range": list(SOFT[: len(names)])}}},
                },
                {
                    "data": {"values": values},
                    "mark": {"type": "point", "filled": True, "size": 26, "opacity": 0.75},
                    "encoding": {**place, "color": {**told, "scale": tones},
                                 "shape": {**told, "scale": {"domain": domain, "range": [*SHAPES[: len(names)], "circle"]}}},
                },
                {
                    "data": {"values": labels},
                    "mark": {"type": "text", "fontSize": 14, "fontWeight": "bold", "color": INK, "dy": -22},
                    "encoding": {**place, "text": {"field": "label", "type": "nominal"}},
                },
            ],
        },
        width,
        min(width, 400),
    )  # fmt: skip


def _middle(points: Sequence[tuple[float, float]]) -> tuple[float, float]:
    return sum(x for x, _y in points) / max(len(points), 1), sum(y for _x, y in points) / max(len(points), 1)


def _above(points: Sequence[tuple[float, float]]) -> tuple[float, float]:
    """Where a group's name stands: over its ground."""
    return _middle(points)[0], max((y for _x, y in _ground(points)), default=0.0)


def _ground(points: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """The outline (convex, Andrew's monotone chain) of the four fifths of a group that stand nearest to its middle."""
    if not points:
        return []
    cx, cy = _middle(points)
    near = sorted(points, key=lambda p: (p[0] - cx) ** 2 + (p[1] - cy) ** 2)[: max(1, len(points) * 4 // 5)]
    ordered = sorted(set(near))
    if len(ordered) < 3:
        return ordered
    sides: list[list[tuple[float, float]]] = []
    for walk in (ordered, ordered[::-1]):
        side: list[tuple[float, float]] = []
        for p in walk:
            while len(side) > 1 and _turn(side[-2], side[-1], p) <= 0:
                side.pop()
            side.append(p)
        sides.append(side[:-1])
    return [*sides[0], *sides[1]]


def _turn(a: tuple[float, float], b: tuple[float, float], c: tuple[float, float]) -> float:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


# ── what every chart shares ──


def _days(per_day: Sequence[Sequence[Any]], width: int) -> Spec:
    """The axis of days; one label for every 90 pixels or so."""
    korean = translation.get_language() == "ko"
    return {
        "field": "day",
        "type": "temporal",
        "timeUnit": "utcyearmonthdate",
        "scale": {"type": "utc"},
        "title": None,
        "axis": {
            "format": "%-m.%-d." if korean else "%b %-d",
            "tickCount": min(len(per_day), max(2, width // 90)),
            "grid": False,
            "labelFlush": True,
            "labelOverlap": "greedy",
        },
    }


def _people(top: float | None = None) -> Spec:
    scale = {"domainMin": 0, **({"domainMax": top} if top else {})}
    axis = {"tickMinStep": 1, "tickCount": 4, "format": ",d", "domain": False, "ticks": False}
    return {"field": "people", "type": "quantitative", "title": _("사람(명)"), "scale": scale, "axis": axis}


def charted(spec: Spec, width: int, height: Any) -> Spec:
    """The spec with what every picture shares: letters, lines, no ground."""
    letters = {
        "labelFontSize": 13,
        "titleFontSize": 13,
        "labelColor": MUTED,
        "titleColor": MUTED,
        "titleFontWeight": "normal",
    }
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "width": width,
        "height": height,
        "background": None,
        **spec,
        "config": {
            "font": FONT,
            "view": {"stroke": None},
            "axis": {**letters, "gridColor": LINE, "domainColor": LINE, "tickColor": LINE, "titleAngle": 0, "titleAlign": "left"},
            "axisY": {"titleAnchor": "end", "titleX": -28, "titleY": -12},
            "axisX": {"titleAnchor": "end"},
            "legend": {**letters, "labelColor": INK},
        },
    }  # fmt: skip


def _svg(spec: Spec) -> str:
    """The picture as SVG without anything that only a screen reader would stumble over (it reads the words beside it)."""
    svg = _drawer().vegalite_to_svg(spec, allowed_base_urls=[])
    return DECIMALS.sub(r"\1", NOISE.sub("", svg)).replace("<svg ", '<svg aria-hidden="true" focusable="false" ', 1)


@cache
def _drawer() -> Any:
    import vl_convert  # 80 MB that only who draws needs

    vl_convert.register_font_directory(str(FONTS))
    return vl_convert
