"""수상한 공감과 무효 처리, in words: what was seen, why it is worth a look, what the rules would have said."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime, timedelta
from math import ceil
from typing import Any

from django.utils.translation import gettext as _

from madang.actions.integrity import Consequence, Effects, query_of
from madang.people.models import Person
from madang.proposals.models import Invalidation, Support
from madang.proposals.patterns import THRESHOLDS, Finding
from madang.rules.document import Document
from madang.web.ui import standing, words

SHOWN = 30  # people behind a finding


def title(kind: str) -> str:
    """A pattern's name."""
    return {
        "burst": _("짧은 사이에 몰림"),
        "network": _("한 망에서 여럿"),
        "fresh": _("갓 가입한 계정"),
        "device": _("한 기기로 여럿"),
        "sequence": _("번호가 이어지는 메일 주소"),
    }[kind]


def what(finding: Finding) -> str:
    """What was seen: when, how many, against what is usual."""
    facts = {
        "count": words.number(finding.count),
        "usual": words.number(max(1, ceil(finding.usual))),
        "since": words.moment(finding.since),
        "until": words.moment(finding.until),
        "minutes": words.number(max(1, ceil((finding.until - finding.since) / timedelta(minutes=1)))),
        "networks": words.number(finding.networks),
        "devices": words.number(finding.devices),
    }
    return {
        "burst": _("%(since)s부터 %(minutes)s분 사이에 %(count)s명이 공감했습니다. 이 제안의 평소 속도라면 %(usual)s명쯤입니다."),
        "network": _("%(since)s부터 %(until)s까지 %(count)s명이 같은 망에서 공감했습니다. 다른 제안에 견주면 %(usual)s명쯤일 자리입니다."),
        "fresh": _("%(since)s부터 %(until)s까지 공감한 사람 가운데 %(count)s명이 가입한 지 하루가 되지 않았습니다. 보통은 %(usual)s명쯤입니다."),
        "device": _("%(since)s부터 %(until)s까지 한 기기에서 %(count)s명이 번갈아 로그인해 공감했습니다."),
        "sequence": _("메일 주소의 번호가 차례로 이어지는 %(count)s명이 %(since)s부터 %(until)s까지 공감했습니다."),
    }[finding.kind] % facts  # fmt: skip


def why(finding: Finding) -> str:
    """What it may mean, and what may be innocent about it."""
    if finding.kind == "burst":
        if finding.strong:
            return _("많은 수가 같은 망이나 같은 기기에서 왔습니다. 누군가 여러 계정으로 눌렀을 수 있습니다.")
        return _("망과 기기가 흩어져 있습니다. 기사나 공유를 보고 온 사람들일 수 있습니다.")
    if finding.kind == "fresh":
        if finding.strong:
            return _("많은 수가 같은 망이나 같은 기기에서 왔습니다. 공감하려고 한꺼번에 만든 계정일 수 있습니다.")
        return _("망과 기기가 흩어져 있습니다. 이 제안 때문에 처음 찾아온 사람들일 수 있습니다.")
    return {
        "network": _("한 사람이 여러 계정을 쓴 것일 수 있습니다. 도서관, 학교, 회사처럼 여럿이 쓰는 망일 수도 있습니다."),
        "device": _("한 사람이 여러 계정을 쓴 것일 수 있습니다. 가족이나 함께 쓰는 컴퓨터일 수도 있습니다."),
        "sequence": _("계정을 한꺼번에 만들었을 수 있습니다. 한 모임이나 회사의 주소일 수도 있습니다."),
    }[finding.kind]  # fmt: skip


def thresholds() -> list[tuple[str, str]]:
    """From when on each pattern is shown, so that everyone reads a finding with the same measure."""
    said = {
        "burst": _("10분에 %(least)s명 이상이고, 이 제안의 평소보다 %(times)s배 이상일 때"),
        "network": _("%(least)s명 이상, 그 제안의 %(share)s%% 이상이고, 다른 제안에서 그 망이 차지하는 몫의 %(times)s배 이상일 때"),
        "fresh": _("가입한 지 하루 안 된 사람이 %(least)s명 이상, %(share)s%% 이상이고, 보통의 %(times)s배 이상일 때"),
        "device": _("한 기기에서 %(least)s명 이상일 때"),
        "sequence": _("번호가 이어지는 주소가 %(least)s개 이상일 때"),
    }  # fmt: skip
    found = []
    for kind, limit in THRESHOLDS.items():
        facts = {name: words.number(value) for name, value in limit.items()}
        facts["share"] = words.number(100 * limit.get("share", 0))
        found.append((title(kind), said[kind] % facts))
    return found


def finding_card(finding: Finding, people: dict[int, Person], supports: dict[int, Any]) -> dict[str, Any]:
    """One finding as the page shows it."""
    labels: dict[str, dict[str, int]] = {"network": {}, "device": {}}
    rows = []
    for pk in finding.people[:SHOWN]:
        row = supports.get(pk)
        if row is None or pk not in people:
            continue
        marks = {}
        for name, known in labels.items():
            value = getattr(row, name)
            marks[name] = known.setdefault(value, len(known) + 1) if value else None
        rows.append({"name": masked(people[pk].name), "at": row.at, "joined": people[pk].joined_at, **marks})
    return {
        "kind": finding.kind,
        "title": title(finding.kind),
        "what": what(finding),
        "why": why(finding),
        "strong": finding.strong,
        "count": finding.count,
        "networks": finding.networks,
        "devices": finding.devices,
        "rows": rows,
        "more": max(0, finding.count - len(rows)),
        "query": json.dumps(query_of(finding), ensure_ascii=False),
    }


def masked(name: str) -> str:
    """김하나 → 김○○: enough to tell people apart, not enough to know them."""
    return f"{name[0]}○○" if name else _("이름 없음")


def people_of(findings: Iterable[Finding]) -> dict[int, Person]:
    """Those whose rows are shown."""
    wanted = {pk for finding in findings for pk in finding.people[:SHOWN]}
    return Person.objects.only("pk", "name", "joined_at").in_bulk(wanted)


# ── effects ──


def effects_said(found: Effects, document: Document) -> list[dict[str, Any]]:
    """What would no longer hold, in sentences; first what is lost."""
    lines = [_consequence(one, document) for one in found.consequences]
    return sorted(lines, key=lambda line: line["order"])


def _consequence(one: Consequence, document: Document) -> dict[str, Any]:
    day = words.day_year(one.at)
    if one.kind == "exit":
        facts = {"day": day, "outcome": words.outcome(one.key), "instead": words.outcome(one.instead or "expired")}
        text = _("%(day)s에 ‘%(outcome)s’(으)로 끝난 공감 모으기는 ‘%(instead)s’(으)로 끝났을 것입니다.") % facts
        return {"text": text, "word": _("달라졌을 것"), "shape": "late", "tone": "bad", "order": 1, "mark": ""}
    label = document.start_name(one.key, words.language())
    facts = {"count": words.number(one.threshold or 0), "label": label, "day": day}
    mark = one.key if one.withdrawable else ""
    if one.holds:
        text = _("공감 %(count)s명 → %(label)s: 그대로 %(day)s에 도달했을 것입니다.") % facts
        return {"text": text, "word": _("그대로"), "shape": "check", "tone": "ok", "order": 3, "mark": ""}
    if one.later is not None:
        facts["later"] = words.day_year(one.later)
        text = _("공감 %(count)s명 → %(label)s: %(day)s이 아니라 %(later)s에 도달했을 것입니다.") % facts
        return {"text": text, "word": _("늦어졌을 것"), "shape": "half", "tone": "warn", "order": 2, "mark": ""}
    text = _("공감 %(count)s명 → %(label)s: 도달하지 않았을 것입니다. (%(day)s에 도달)") % facts
    return {"text": text, "word": _("도달하지 않았을 것"), "shape": "late", "tone": "bad", "order": 0, "mark": mark,
            "label": label}  # fmt: skip


def query_said(query: dict[str, Any]) -> list[tuple[str, str]]:
    """The conditions of an invalidation as facts."""
    found = []
    for name, label, unit in (
        ("networks", _("망"), _("%(count)s곳")), ("devices", _("기기"), _("%(count)s대")), ("people", _("사람"), _("%(count)s명")),
    ):  # fmt: skip
        if query.get(name):
            found.append((label, unit % {"count": words.number(len(query[name]))}))
    if query.get("since"):
        found.append((_("이때부터"), words.moment(datetime.fromisoformat(query["since"]))))
    if query.get("until"):
        found.append((_("이때까지"), words.moment(datetime.fromisoformat(query["until"]))))
    if query.get("joined_within_hours"):
        text = _("공감하기 전 %(hours)s시간 안에 가입") % {"hours": words.number(query["joined_within_hours"])}
        found.append((_("가입"), text))
    if query.get("spare_verified"):
        found.append((_("빼는 사람"), _("신원을 확인한 사람은 건드리지 않음")))
    return found


def state_said(state: str) -> standing.Status:
    """An invalidation's state."""
    return {
        "planned": standing.Status(_("계획"), "ring", "wait"),
        "applying": standing.Status(_("무효로 하는 중"), "half", "wait"),
        "applied": standing.Status(_("무효로 함"), "stop", "bad"),
        "reversing": standing.Status(_("되돌리는 중"), "half", "wait"),
        "reversed": standing.Status(_("되돌림"), "check", "ok"),
        "dropped": standing.Status(_("버린 계획"), "stop", "quiet"),
    }[state]


def sample_rows(rows: Iterable[Support]) -> list[dict[str, Any]]:
    """Some of the supports, people masked."""
    return [{"name": masked(row.person.name), "at": row.at, "joined": row.person.joined_at} for row in rows]


def invalidation_row(held: Invalidation) -> dict[str, Any]:
    """One line of the list of invalidations."""
    return {"key": held.key, "title": held.proposal.title, "count": held.count, "reason": held.reason,
            "at": held.applied_at or held.made_at, "status": state_said(held.state), "by": held.made_by}  # fmt: skip
