"""Words for projects, their runs, parts in them, and what clashes in a schedule."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from madang.base.text import clean_line
from madang.plans.models import Project, Run, Todo

from . import words


def stage(key: str) -> str:
    """Which stage of the way a project belongs to."""
    return {
        "proposal": _("제안 단계"),
        "discussion": _("토론 단계"),
        "execution": _("실행 단계"),
        "everywhere": _("모든 단계"),
    }[key]


def part(key: str) -> dict[str, str]:
    """A part in a project: its word, letter and shape."""
    return {
        "lead": {"word": _("이끔"), "shape": "flag", "tone": "open"},
        "does": {"word": _("함께함"), "shape": "check", "tone": "info"},
        "consulted": {"word": _("의견 줌"), "shape": "bubble", "tone": "quiet"},
        "informed": {"word": _("소식 받음"), "shape": "bell", "tone": "quiet"},
    }[key]


def run_name(run: Run) -> str:
    """3회, with its title when it has one."""
    number = _("%(number)s회") % {"number": run.number}
    return f"{number} · {clean_line(run.title)}" if run.title else number


def run_times(project: Project, held: int) -> str:
    """운영 횟수 against the plan: 3/6회; 늘 for what is done all the time."""
    if not project.runs_planned:
        return _("%(held)s회 (늘 운영)") % {"held": words.number(held)} if held else _("늘 운영")
    return _("%(held)s/%(planned)s회") % {"held": words.number(held), "planned": words.number(project.runs_planned)}


def run_state(run: Run, today: date) -> dict[str, str]:
    """Where a run stands."""
    if run.cancelled_at is not None:
        return {"word": _("취소"), "shape": "cross", "tone": "quiet"}
    if run.done_at is not None:
        return {"word": _("마침"), "shape": "check", "tone": "ok"}
    if (run.until or run.on) < today:
        return {"word": _("지났음"), "shape": "warn", "tone": "warn"}
    if run.on <= today:
        return {"word": _("진행 중"), "shape": "play", "tone": "open"}
    return {"word": _("예정"), "shape": "clock", "tone": "info"}


def todo_state(todo: Todo, today: date) -> dict[str, str]:
    """Where a todo of a checklist stands."""
    if todo.dropped_at is not None:
        return {"word": _("그만둠"), "shape": "cross", "tone": "quiet"}
    if todo.done_at is not None:
        return {"word": _("저절로 마침") if todo.seen else _("마침"), "shape": "check", "tone": "ok"}
    if todo.due is not None and todo.due < today:
        return {"word": _("늦음"), "shape": "late", "tone": "bad"}
    return {"word": _("할 일"), "shape": "ring", "tone": "info"}


def offset(days: int | None) -> str:
    """Days from the D-day as people say them: D-30, D-day, D+14; "" for a day of its own."""
    if days is None:
        return ""
    return "D-day" if days == 0 else f"D{days:+d}"


def span(starts: date, ends: date | None) -> str:
    """3월 2일(월)–4월 1일(수); one day alone."""
    return words.day(starts) if ends is None or ends == starts else f"{words.day(starts)}–{words.day(ends)}"


CLASHES = {
    "person": ("people", "warn"), "holiday": ("flag", "warn"), "passed": ("clock", "warn"), "outside": ("warn", "warn"),
    "early": ("warn", "warn"), "nobody": ("late", "bad"), "fewer": ("info", "info"),
}  # fmt: skip


def clash_kind(kind: str) -> str:
    """What a kind of clash is called."""
    return {
        "person": _("한 사람이 같은 날 두 곳"),
        "holiday": _("공휴일에 잡힌 회차"),
        "passed": _("날이 지났는데 마침도 취소도 아닌 회차"),
        "outside": _("연간 일정 밖에 잡힌 회차"),
        "early": _("사업이 시작하기 전에 끝내야 하는 할 일"),
        "nobody": _("맡은 사람이 없는 역할"),
        "fewer": _("날을 다 잡지 않은 사업"),
    }[kind]


def clash(one: Any) -> str:
    """A clash as a sentence."""
    facts: dict[str, Any] = {
        "on": words.day(one.on) if one.on else "",
        "who": one.who,
        "count": words.number(one.count),
    }
    if one.project is not None:
        facts["project"] = clean_line(one.project.name)
    if one.run is not None:
        facts["run"] = f"{clean_line(one.run.project.name)} {run_name(one.run)}"
    match one.kind:
        case "person":
            facts["run"] = words.josa(f"‘{facts['run']}’", "과/와")
            facts["other"] = words.josa(f"‘{clean_line(one.other.project.name)} {run_name(one.other)}’", "을/를")
            return _("%(on)s: %(who)s 님이 %(run)s %(other)s 함께 맡고 있습니다.") % facts
        case "holiday":
            return _("‘%(run)s’ 회차가 %(on)s, %(who)s입니다.") % facts
        case "passed":
            return _("‘%(run)s’ 회차가 %(on)s이었습니다. 마쳤는지 적어 주십시오.") % facts
        case "outside":
            return _("‘%(run)s’ 회차가 %(on)s로, 사업의 연간 일정 밖에 있습니다.") % facts
        case "early":
            facts["todo"] = words.josa(f"‘{clean_line(one.todo.title)}’", "을/를")
            return _("‘%(project)s’의 할 일 %(todo)s 사업이 시작하기 전인 %(on)s까지 해야 합니다.") % facts
        case "nobody":
            facts["role"] = words.josa(words.role(one.who), "을/를")
            text = ngettext(
                "%(role)s 맡은 사람이 없는데 할 일이 %(count)s건 있습니다.",
                "%(role)s 맡은 사람이 없는데 할 일이 %(count)s건 있습니다.",
                one.count,
            )
            return text % facts
    text = ngettext(
        "‘%(project)s’의 운영 횟수 가운데 %(count)s회의 날을 아직 잡지 않았습니다.",
        "‘%(project)s’의 운영 횟수 가운데 %(count)s회의 날을 아직 잡지 않았습니다.",
        one.count,
    )
    return text % facts
