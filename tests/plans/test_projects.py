"""사업: written, run, moved, given up and taken up again; nothing is orphaned, and all of it can be told again."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path

import pytest

from madang.actions import projects, todos
from madang.actions.project_templates import TEMPLATES, begun_on, checklist_for, house_calendar, start_from_template
from madang.actions.shares import parts_of, share
from madang.base.errors import Refused
from madang.ops import export
from madang.ops.intake import replay
from madang.people.models import Role
from madang.plans.models import Plan, Project, Run, Share, Todo
from tests import make, make_plans

pytestmark = pytest.mark.django_db
NEVER_TWICE = {"at": make.AT, "actor": None}


def 워크숍(runs: int = 2) -> Project:
    return start_from_template(
        plan=make_plans.plan(), template="proposal-workshop", starts=date(2019, 3, 1), ends=date(2019, 11, 30),
        runs=runs, **NEVER_TWICE,
    )  # fmt: skip


def test_아홉_서식이_있고_할_일은_D_30에서_D_90_사이에_있다() -> None:
    names = [one.name for one in TEMPLATES.values()]
    assert names == [
        "시민제안 워크숍", "찾아가는 시민제안", "의제선정단 운영", "온라인 공론장", "열린토론회", "실험장", "기관제안", "홍보", "결과보고",
    ]  # fmt: skip
    for template in TEMPLATES.values():
        assert all(-45 <= step.offset <= 90 and step.role in Role.values for step in template.steps)
        assert len({step.title for step in template.steps}) == len(template.steps)


@pytest.mark.parametrize("key", TEMPLATES)
def test_서식으로_시작하면_회차마다_할_일과_날짜가_생긴다(key: str) -> None:
    사업 = start_from_template(
        plan=make_plans.plan(), template=key, starts=date(2019, 2, 1), ends=date(2019, 12, 20), runs=3, **NEVER_TWICE
    )
    assert 사업.purpose.endswith("니다.")
    assert 사업.runs.count() == 사업.runs_planned == 3
    steps = [step for step in TEMPLATES[key].steps if not step.once]
    for 회차 in 사업.runs.all():
        assert house_calendar().is_working_day(회차.on)
        assert {(one.title, one.due) for one in 회차.todos.all()} == {
            (step.title, 회차.on + timedelta(days=step.offset)) for step in steps
        }
    한번 = 사업.todos.filter(run=None)
    assert 한번.count() == len(TEMPLATES[key].steps) - len(steps)


def test_짧은_기간에도_회차는_기간_안에_있다() -> None:
    for template in TEMPLATES.values():
        for days in (1, 3, 20, 60):
            ends = date(2019, 3, 4) + timedelta(days=days)
            assert all(date(2019, 3, 4) <= on <= ends for on in begun_on(template, date(2019, 3, 4), ends, 5))


def test_D_day를_옮기면_남은_할_일만_같이_옮긴다() -> None:
    사업 = 워크숍(1)
    회차 = 사업.runs.get()
    마친일 = 회차.todos.first()
    assert 마친일 is not None
    todos.finish_todo(todo=마친일, **NEVER_TWICE)
    마친날 = 마친일.due
    따로 = make_plans.todo("날짜가 따로 있는 일", run=회차, due=date(2019, 5, 1))
    옮긴날 = 회차.on + timedelta(days=10)
    projects.change_run(run=회차, on=옮긴날, after=회차.edition, **NEVER_TWICE)
    for one in 회차.todos.all():
        if one.pk == 마친일.pk:
            assert one.due == 마친날
        elif one.pk == 따로.pk:
            assert one.due == date(2019, 5, 1)
        else:
            assert one.due == 옮긴날 + timedelta(days=one.offset or 0)


def test_회차를_취소하면_남은_할_일도_그치고_되살리면_돌아온다() -> None:
    회차 = 워크숍(1).runs.get()
    그만둔 = 회차.todos.first()
    assert 그만둔 is not None
    todos.drop_todo(todo=그만둔, at=make.AT - make.days(1), actor=None)
    before = 회차.todos.filter(dropped_at=None).count()
    projects.cancel_run(run=회차, at=make.AT + make.days(1), actor=None)
    assert not 회차.todos.filter(dropped_at=None).exists()
    with pytest.raises(Refused, match="취소한 회차"):
        projects.finish_run(run=회차, **NEVER_TWICE)
    projects.reopen_run(run=회차, at=make.AT + make.days(2), actor=None)
    assert 회차.todos.filter(dropped_at=None).count() == before


def test_남은_할_일이_있는_사업은_어떻게_할지_물어본다() -> None:
    사업 = 워크숍(1)
    with pytest.raises(Refused) as refused:
        projects.drop_project(project=사업, **NEVER_TWICE)
    assert refused.value.code == "project-has-todos"
    assert refused.value.facts["count"] == 11
    assert Project.objects.get().dropped_at is None


def test_할_일을_옮기고_그만두면_아무것도_떠돌지_않는다() -> None:
    사업, 다른 = 워크숍(1), make_plans.project("홍보")
    projects.drop_project(project=사업, todos="move", to=다른, **NEVER_TWICE)
    assert 다른.todos.filter(done_at=None, dropped_at=None).count() == 11
    assert not Todo.objects.filter(project=사업, done_at=None, dropped_at=None).exists()
    with pytest.raises(Refused, match="그만둔 사업"):
        make_plans.run(Project.objects.get(pk=사업.pk), date(2019, 5, 5))


@pytest.mark.parametrize("wrong", ["itself", "nobody", "dropped"])
def test_옮길_곳이_이상하면_아무것도_바뀌지_않는다(wrong: str) -> None:
    사업, 다른 = 워크숍(1), make_plans.project("홍보")
    projects.drop_project(project=다른, **NEVER_TWICE)
    to = {"itself": 사업, "nobody": None, "dropped": 다른}[wrong]
    with pytest.raises(Refused):
        projects.drop_project(project=사업, todos="move", to=to, **NEVER_TWICE)
    assert Project.objects.get(pk=사업.pk).dropped_at is None
    assert projects.open_todos(사업).count() == 11


def test_함께_그만둔_할_일은_사업과_함께_돌아온다() -> None:
    사업 = 워크숍(1)
    projects.drop_project(project=사업, todos="drop", at=make.AT + make.days(1), actor=None)
    assert projects.open_todos(사업).count() == 0
    projects.restore_project(project=사업, at=make.AT + make.days(2), actor=None)
    assert projects.open_todos(사업).count() == 11


def test_다음_회차의_할_일은_지난_회차에서_고친_대로_생긴다() -> None:
    사업 = 워크숍(1)
    지난 = 사업.runs.get()
    뺀일, 고친일 = 지난.todos.all()[:2]
    todos.drop_todo(todo=뺀일, **NEVER_TWICE)
    todos.change_todo(
        todo=고친일, task=todos.Task("세종시와 함께할 단체 정하기", role="pl", due=고친일.due, offset=고친일.offset),
        **NEVER_TWICE,
    )  # fmt: skip
    다음 = make_plans.run(사업, date(2019, 10, 1))
    checklist_for(run=다음, **NEVER_TWICE)
    titles = set(다음.todos.values_list("title", flat=True))
    assert "세종시와 함께할 단체 정하기" in titles
    assert 뺀일.title not in titles
    assert len(titles) == 10
    assert checklist_for(run=다음, **NEVER_TWICE) == []


def test_둘이_한_사업을_고치면_덮어쓰지_않는다() -> None:
    사업 = make_plans.project()
    본판 = 사업.edition
    same = {"plan": 사업.plan, "key": 사업.key, "starts": 사업.starts, "ends": 사업.ends, "after": 본판}
    projects.set_project(name="네온의 이름", **same, **NEVER_TWICE)
    with pytest.raises(Refused) as refused:
        projects.set_project(name="세종의 이름", **same, **NEVER_TWICE)
    assert refused.value.code == "changed-meanwhile"


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"name": " "}, "title-empty"),
        ({"starts": date(2019, 12, 1), "ends": date(2019, 1, 1)}, "period-backwards"),
        ({"starts": date(2020, 1, 1), "ends": date(2020, 2, 1)}, "project-outside-year"),
        ({"runs_planned": -1}, "runs-out-of-range"),
        ({"runs_planned": 100_000}, "runs-out-of-range"),
        ({"stage": "moon"}, "unknown-project-stage"),
        ({"audience": "가" * 301}, "title-too-long"),
    ],
)
def test_말이_안_되는_사업은_받지_않는다(wrong: dict[str, object], code: str) -> None:
    with pytest.raises(Refused) as refused:
        make_plans.project(**{"name": "워크숍", **wrong})
    assert refused.value.code == code
    assert not Project.objects.exists()


def test_역할_분담은_할_일에서_나오고_사람이_고칠_수_있다() -> None:
    사업 = 워크숍(1)

    def parts() -> dict[str, tuple[str, bool]]:
        return {one.role: (one.part, one.derived) for one in parts_of([사업.pk])[사업.pk]}

    assert parts() == {
        "officer": ("does", True), "pl": ("does", True), "citizen_proposals": ("lead", True), "promotion": ("does", True),
    }  # fmt: skip
    share(project=사업, role="pl", part="lead", **NEVER_TWICE)
    share(project=사업, role="site", part="consulted", **NEVER_TWICE)
    assert parts()["pl"] == ("lead", False)
    assert parts()["citizen_proposals"] == ("does", True)
    assert parts()["site"] == ("consulted", False)
    share(project=사업, role="pl", part="", **NEVER_TWICE)
    assert parts()["pl"] == ("does", True)
    with pytest.raises(Refused):
        share(project=사업, role="pl", part="boss", **NEVER_TWICE)


def test_담당자는_할_일이_없으면_소식을_받는다() -> None:
    사업 = make_plans.project()
    make_plans.todo("카드뉴스", role="promotion", project=사업)
    assert [(one.role, one.part) for one in parts_of([사업.pk])[사업.pk]] == [
        ("officer", "informed"), ("promotion", "lead"),
    ]  # fmt: skip


def test_사업과_회차와_역할은_사건으로_다시_이야기된다() -> None:
    사업 = 워크숍(1)
    회차 = 사업.runs.get()
    projects.change_run(run=회차, on=회차.on + timedelta(days=7), place="시청 로비", **NEVER_TWICE)
    projects.finish_run(run=회차, **NEVER_TWICE)
    projects.finish_run(run=회차, **NEVER_TWICE)
    share(project=사업, role="pl", part="lead", **NEVER_TWICE)
    projects.drop_project(project=사업, todos="drop", **NEVER_TWICE)
    told = [event for event in export.events() if event["do"].startswith(("project.", "run."))]
    assert [event["do"] for event in told] == [
        "project.set", "run.set", "run.set", "run.finish", "project.share", "project.drop",
    ]  # fmt: skip
    assert told[0]["purpose"] == 사업.purpose
    assert told[2]["place"] == "시청 로비"
    assert Run.objects.get().done_at is not None


def _of_projects() -> list[dict[str, object]]:
    return [event for event in export.events() if event["do"].startswith(("plan.", "project.", "run.", "todo."))]


def _standing() -> dict[str, object]:
    """What there is, by keys."""
    todo = Todo.objects.values_list(
        "key", "project__key", "run__key", "due", "offset", "watch", "done_at", "dropped_at"
    )
    run = Run.objects.values_list("key", "project__key", "number", "on", "place", "done_at", "cancelled_at")
    project = Project.objects.values_list("key", "name", "purpose", "runs_planned", "starts", "ends", "dropped_at")
    said = Share.objects.values_list("project__key", "role", "person__key", "part")
    return {name: sorted(map(str, rows)) for name, rows in (("t", todo), ("r", run), ("p", project), ("s", said))}


def test_내보낸_사건에서_사업이_그대로_다시_선다(tmp_path: Path) -> None:
    """Moved days, cancelled and reopened runs, moved todos, a project given up and taken up again: nothing differs."""
    사업, 공론장, 다른 = 워크숍(2), 워크숍(1), make_plans.project("홍보")
    처음, 다음 = 사업.runs.all()
    at = iter(make.AT + make.days(n) for n in range(1, 20))
    todos.finish_todo(todo=처음.todos.all()[0], at=next(at), actor=None)
    projects.change_run(run=처음, on=처음.on + timedelta(days=5), place="시민청", at=next(at), actor=None)
    projects.cancel_run(run=다음, at=next(at), actor=None)
    projects.reopen_run(run=다음, at=next(at), actor=None)
    projects.cancel_run(run=처음, at=next(at), actor=None)
    projects.finish_run(run=다음, at=next(at), actor=None)
    projects.drop_project(project=공론장, todos="move", to=다른, at=next(at), actor=None)
    share(project=다른, role="pl", part="lead", at=next(at), actor=None)
    projects.drop_project(project=사업, todos="drop", at=next(at), actor=None)
    projects.restore_project(project=사업, at=next(at), actor=None)
    told, before = _of_projects(), _standing()
    file = tmp_path / "사업.jsonl"
    file.write_text("".join(json.dumps(event, ensure_ascii=False) + "\n" for event in told), encoding="utf-8")
    Todo.objects.all().delete()
    Plan.objects.all().delete()
    assert not Run.objects.exists()
    replay(file)
    assert _standing() == before
