"""What a forum puts before people, as ``forums/_materials.html`` and ``forums/_experiment.html`` show it: on its own page
and in the preview of those who prepare it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext

from madang.base.errors import N_
from madang.forums.models import Block, Forum, Observation

from . import answer_letter, places

NUMBER = re.compile(r"[+\-−▲△▼]?[\d,.]+\s*(?:%|원|명|건|개|km|점|회|시간|분|일|℃|㎍/㎥)?")
PURPOSES: dict[str, str] = {
    "dispute": N_("의견이 갈리는 일을 묻기"),
    "ideas": N_("생각과 아이디어 모으기"),
    "announce": N_("이미 정한 일을 알리기"),
}


def section(forum: Forum) -> dict[str, Any]:
    """Everything staff put before people, by where it is shown; ``any``: whether there is anything at all."""
    blocks = [_block(one) for one in forum.blocks.select_related("corrects").prefetch_related("corrections")]
    first = [one for one in blocks if one["added_at"] is None]
    by_kind = {kind: [one for one in first if one["kind"] == kind] for kind in Block.KINDS}
    found: dict[str, Any] = {
        "background": by_kind["background"],
        "sides": {"for": by_kind["for"], "against": by_kind["against"]},
        "data": by_kind["data"],
        "cards": by_kind["card"],
        "files": by_kind["file"],
        "added": [one for one in blocks if one["added_at"] is not None],
        "results": _results(forum),
    }
    found["any"] = bool(blocks or found["results"])
    return found | {"asked": _asked(forum), "experiment": experiment(forum)}


def _asked(forum: Forum) -> dict[str, Any] | None:
    """By whom and what for, where the institution itself asks."""
    if forum.case.origin != "institution":
        return None
    return {
        "who": answer_letter.department_name(forum.case.department) or answer_letter.institution(),
        "purpose": gettext(PURPOSES[forum.purpose]) if forum.purpose in PURPOSES else "",
        "announce": forum.purpose == "announce",
        "promised_on": forum.promised_on,
    }


def experiment(forum: Forum) -> dict[str, Any] | None:
    """What is tried out, how, what was seen, and what came of it; None for a forum that is none."""
    if forum.form != "experiment":
        return None
    hypothesis = [
        {"title": gettext("기대하는 효과"), "text": forum.effect},
        {"title": gettext("예상되는 어려움"), "text": forum.difficulty},
        {"title": gettext("다른 방법"), "text": forum.alternative},
        {"title": gettext("어떻게 해 보나"), "text": forum.setup},
    ]
    fed = forum.feeds
    return {
        "hypothesis": [one for one in hypothesis if one["text"]],
        "observations": [
            _observation(one) for one in forum.observations.select_related("corrects").prefetch_related("corrections")
        ],
        "finding": forum.finding,
        "found_at": forum.found_at,
        "feeds": {"title": fed.question, "href": places.forum(fed.key)} if fed and _seen(fed) else None,
    }


def _seen(forum: Forum) -> bool:
    return forum.opened_at is not None and forum.case.proposal.visibility == "public"


def _results(forum: Forum) -> list[dict[str, Any]]:
    """Experiments whose results go into this discussion."""
    done = forum.fed_by.opened().exclude(found_at=None).order_by("found_at")
    return [
        {"title": one.question, "href": places.forum(one.key), "finding": one.finding, "at": one.found_at}
        for one in done
    ]


def _observation(one: Observation) -> dict[str, Any]:
    """One observation; of a withdrawn one nothing but the reason."""
    told: dict[str, Any] = {
        "key": one.key,
        "on": one.on,
        "at": one.at,
        "corrects": {"key": one.corrects.key, "on": one.corrects.on} if one.corrects else None,
        "corrected": [{"key": other.key, "at": other.at} for other in one.corrections.all()],
        "withdrawn_at": one.withdrawn_at,
        "why": one.withdrawn_why,
    }
    shown = one.withdrawn_at is None
    return told | {"text": one.text if shown else "", "picture": _picture(one) if shown else None}


def _picture(one: Block | Observation) -> dict[str, Any] | None:
    if not one.small_path:
        return None
    return {
        "href": reverse("forum_file", args=[one.key, "1600.webp"]),
        "small": reverse("forum_file", args=[one.key, "480.webp"]),
        "small_width": min(480, one.width or 480),
        "width": one.width,
        "height": one.height,
        "alt": one.alt,
    }


def _block(one: Block) -> dict[str, Any]:
    """One block; of a withdrawn one nothing but the reason."""
    corrections = [other for other in one.corrections.all() if other.added_at is not None]
    told: dict[str, Any] = {
        "key": one.key,
        "kind": one.kind,
        "name": kind_name(one.kind),
        "title": one.title,
        "added_at": one.added_at,
        "corrects": {"key": one.corrects.key, "title": title_of(one.corrects)} if one.corrects else None,
        "corrected": [{"key": other.key, "at": other.added_at} for other in corrections],
        "withdrawn_at": one.withdrawn_at,
        "why": one.withdrawn_why,
    }
    if one.withdrawn_at is not None:
        return told | {"text": "", "table": None, "link": "", "picture": None, "file": None}
    return told | {
        "text": one.text,
        "table": table(one.rows),
        "link": one.link,
        "picture": _picture(one),
        "file": _file(one) if one.path and not one.small_path else None,
    }


def _file(one: Block) -> dict[str, Any]:
    return {
        "href": reverse("forum_file", args=[one.key, one.name]),
        "name": one.name,
        "kind": one.name.rpartition(".")[2].upper(),
        "size": _size(one.size or 0),
    }


def _size(size: int) -> str:
    return f"{size / 1024 / 1024:.1f} MB" if size >= 1024 * 1024 else f"{max(1, size // 1024)} KB"


def table(rows: list[list[str]]) -> dict[str, Any] | None:
    """A table's head, body, and which columns hold numbers throughout."""
    if len(rows) < 2:
        return None
    head, body = rows[0], rows[1:]
    numbers = [_numeric(row[column] for row in body) for column in range(len(head))]
    return {"head": head, "body": body, "numbers": numbers}


def _numeric(cells: Iterable[str]) -> bool:
    told = [cell.strip() for cell in cells if cell.strip() not in ("", "-", "–")]
    return bool(told) and all(NUMBER.fullmatch(cell) for cell in told)


def kind_name(kind: str) -> str:
    """배경, 찬성하는 쪽, …"""
    return {
        "background": gettext("배경"),
        "for": gettext("찬성하는 쪽"),
        "against": gettext("반대하는 쪽"),
        "data": gettext("표와 수치"),
        "card": gettext("카드"),
        "file": gettext("붙임 자료"),
    }.get(kind, kind)


def title_of(block: Block) -> str:
    """How a block is called where only its name stands."""
    return (
        block.title or block.name or (block.text[:40] + ("…" if len(block.text) > 40 else "")) or kind_name(block.kind)
    )


def purpose_name(key: str) -> str:
    """What an institution's question is for."""
    return gettext(PURPOSES[key]) if key in PURPOSES else ""


def form_name(key: str) -> str:
    """찬반 토론, 생각 모으기, 실험."""
    names = {"pro_con": gettext("찬반 토론"), "open": gettext("생각 모으기"), "experiment": gettext("실험")}
    return names.get(key, key)
