"""Bars for reports that are about many things of one measure (see ``drawing`` for what all charts share)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from .drawing import MUTED, TONES, Spec, charted


def shares_spec(rows: Sequence[tuple[str, float, str]], width: int, *, mark: float | None = None) -> Spec:
    """Name, per cent (cut at 120), what is written behind the bar. ``mark``: where all of them should stand now, as a line."""
    values = [{"name": name, "share": min(share, 120.0), "label": label} for name, share, label in rows]
    y = {
        "field": "name", "type": "nominal", "sort": [name for name, _share, _label in rows], "title": None,
        "axis": {"ticks": False, "domain": False, "labelLimit": width // 2},
    }  # fmt: skip
    x = {
        "field": "share", "type": "quantitative", "title": "%", "scale": {"domain": [0, 130]},
        "axis": {"values": [0, 50, 100], "titleAnchor": "end"},
    }  # fmt: skip
    layer: list[dict[str, Any]] = [
        {"mark": {"type": "bar", "color": TONES[0], "height": {"band": 0.62}}},
        {
            "mark": {"type": "text", "align": "left", "dx": 4, "fontSize": 13, "color": MUTED},
            "encoding": {"text": {"field": "label", "type": "nominal"}},
        },
    ]
    if mark is not None:
        rule = {"mark": {"type": "rule", "strokeDash": [4, 3], "color": TONES[1]}, "encoding": {"x": {"datum": mark}, "y": None}}  # fmt: skip
        layer.append(rule)
    spec = {"data": {"values": values}, "encoding": {"y": y, "x": x}, "layer": layer}
    return charted(spec, width - width // 3, {"step": 34})
