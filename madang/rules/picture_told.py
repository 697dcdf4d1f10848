"""The process picture in ordered sentences: what its boxes and arrows show, for those who do not see them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from . import words
from .flow import Flow, told, told_entry, told_share
from .korean import particle, with_particle

if TYPE_CHECKING:
    from .picture import Arrow, Box, Picture


def sentences(picture: Picture, flow: Flow | None) -> list[str]:
    """Box by box in reading order, each followed by its numbers and by the ways out of it."""
    found, columns = [], dict(picture.columns)
    for lane in picture.lanes:
        names = {box.key: box.name for box in lane.boxes}
        for box in lane.boxes:
            said = [_box(box, columns[box.column], picture.lang)]
            if flow is not None and box.stage is not None:
                said.append(told(flow, box.origins, box.stage, picture.lang))
            elif flow is not None:
                first = next(arrow.target for arrow in lane.arrows if arrow.source == box.key)
                said.append(told_entry(flow, box.origins, first or "", picture.lang))
            found.append(" ".join(said))
            for arrow in lane.arrows:
                if arrow.source == box.key:
                    found.append(_way(arrow, box, names, flow, picture.lang))
    return found


def _way(arrow: Arrow, box: Box, names: Mapping[str, str], flow: Flow | None, lang: str) -> str:
    said = _arrow(arrow, names, lang)
    how_many = told_share(arrow.share(flow, box.origins), lang) if flow is not None and arrow.keys else ""
    return f"{said} {how_many}" if how_many else said


def _box(box: Box, column: str, lang: str) -> str:
    about = ", ".join(text for text in (column, box.owner, box.period) if text)
    name = f"‘{box.name}’"
    # Where the ways of several origins run together it goes without saying of whose matters it is.
    of = words.word(words.ORIGINS, box.origins[0], lang) if len(box.origins) == 1 else ""
    if lang == "ko":
        return f"{of}, {name} 단계입니다: {about}." if of else f"{name} 단계입니다: {about}."
    return f"{of}: stage {name} ({about})." if of else f"Stage {name} ({about})."


def _arrow(arrow: Arrow, names: Mapping[str, str], lang: str) -> str:
    source, target = f"‘{names[arrow.source]}’", f"‘{names[arrow.target]}’" if arrow.target else ""
    if lang == "ko":
        then = "이면" if particle(arrow.text, "이") == "이" else "면"
        clause = f"{source}에서 {arrow.text}{then}" if arrow.text else f"{source}에서"
        if arrow.kind == "start":
            return f"{clause} {with_particle(target, '이')} 함께 시작됩니다."
        if target:
            return f"{clause} {with_particle(target, '으로')} 넘어갑니다."
        return f"{clause} {with_particle(f'‘{arrow.outcome_name}’', '으로')} 마칩니다."
    clause = f"From {source}" + (f", on {arrow.text}:" if arrow.text else ":")
    if arrow.kind == "start":
        return f"{clause} {target} begins beside it."
    return f"{clause} on to {target}." if target else f"{clause} it ends as ‘{arrow.outcome_name}’."
