"""Where the boxes of the process picture stand: how far each stage is along the way, and in which cell it is drawn."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from . import words
from .meaning import Json
from .telling import Matter

COLUMNS = tuple(words.COLUMNS)


def ways(stage: Json) -> Iterator[str]:
    """The stages that may follow a stage, as often as it names them."""
    yield from (start["stage"] for start in stage.get("starts", ()))
    yield from (leave["to"] for leave in stage.get("exits", ()) if "to" in leave)


def ranks(m: Matter, entries: Iterable[str]) -> dict[str, int]:
    """Every stage reached from ``entries``, with the length of the longest way there that does not turn back."""
    order: list[str] = []  # depth first; reversed it is topological wherever there is no way back
    back: set[tuple[str, str]] = set()

    def visit(key: str, above: tuple[str, ...]) -> None:
        for way in dict.fromkeys(ways(m.stage(key))):
            if way in above or way == key:
                back.add((key, way))
            elif way not in order:
                visit(way, (*above, key))
        order.append(key)

    for entry in entries:
        if entry not in order:
            visit(entry, ())
    found = dict.fromkeys(reversed(order), 0)
    for key in found:
        for way in ways(m.stage(key)):
            if (key, way) not in back:
                found[way] = max(found[way], found[key] + 1)
    return found


def cells(
    m: Matter, ranked: Mapping[str, int], led: Iterable[tuple[str, str]], *, taken: set[tuple[int, int]]
) -> dict[str, tuple[int, int]]:
    """A cell (column, row) for every stage: below what leads to it in its column, level with what leads to it elsewhere.

    Track by track, so that what belongs together stands together. ``led``: (from, to) of every way; ``taken`` grows.
    """
    pairs = list(led)
    first: dict[str, int] = {}
    for key, rank in ranked.items():
        first[m.stage(key)["track"]] = min(rank, first.get(m.stage(key)["track"], rank))
    tracks = sorted(first, key=lambda track: (first[track], list(m.data["tracks"]).index(track)))
    found: dict[str, tuple[int, int]] = {}
    for key in sorted(ranked, key=lambda k: (tracks.index(m.stage(k)["track"]), ranked[k])):
        col = COLUMNS.index(m.stage(key)["column"])
        before = [found[one] for one, other in pairs if other == key and one in found and one != key]
        here = [row + 1 for c, row in before if c == col]
        elsewhere = [row for c, row in before if c != col]
        row = max(here, default=min(elsewhere, default=0))
        while (col, row) in taken:
            row += 1
        found[key] = (col, row)
        taken.add((col, row))
    return found
