"""일정 주소: a secret address that a calendar app reads, ended with its maker's last role."""

from __future__ import annotations

from datetime import date, timedelta

import icalendar
import pytest
from django.test import Client

from madang.actions import projects
from madang.actions.calendar_links import end_link, make_link
from madang.actions.project_templates import start_from_template
from madang.actions.roles import revoke_role
from madang.actions.todos import finish_todo
from madang.audit.models import Entry
from madang.base import clock
from madang.base.errors import Refused
from madang.people.models import Role
from madang.plans.models import CalendarLink
from tests import make, make_plans

pytestmark = pytest.mark.django_db
NOW = {"at": make.AT, "actor": None}


@pytest.fixture
def 눈(db):
    with clock.standing_at(make.AT):
        yield make.staff("눈 스탭", Role.PROMOTION)


@pytest.fixture
def 워크숍(눈):
    return start_from_template(
        plan=make_plans.plan(2019),
        template="proposal-workshop",
        starts=date(2019, 3, 1),
        ends=date(2019, 11, 30),
        runs=2,
        **NOW,
    )


def 읽음(token):
    answer = Client().get(f"/calendar/{token}.ics")
    assert answer.status_code == 200
    return list(icalendar.Calendar.from_ical(answer.content).walk("VEVENT")), answer


def test_내_일정에는_내_할_일과_그_회차만_있다(눈, 워크숍):
    가을 = make.staff("가을 스탭", Role.FORUMS)
    make_plans.todo("가을의 일", role="forums", person=가을, project=워크숍, due=date(2019, 5, 2))
    make_plans.todo("눈의 이름으로 맡은 일", role="promotion", person=눈, due=date(2019, 5, 3))
    events, answer = 읽음(make_link(person=눈, scope="mine", at=make.AT, actor=눈))
    said = [str(event["summary"]) for event in events]
    assert "할 일: 눈의 이름으로 맡은 일" in said
    assert "할 일: 참가자 모집 알리기" in said
    assert "시민제안 워크숍 1회" in said
    assert not any("가을의 일" in one or "장소 빌리고" in one for one in said)
    assert answer.headers["Content-Type"].startswith("text/calendar")
    assert "sessionid" not in answer.cookies


def test_팀의_일정에는_모두가_있고_이름은_없다(눈, 워크숍):
    make_plans.todo(
        "가을의 일", role="forums", person=make.staff("가을 스탭", Role.FORUMS), project=워크숍, due=date(2019, 5, 2)
    )
    events, answer = 읽음(make_link(person=눈, scope="team", at=make.AT, actor=눈))
    assert len(events) == 2 + 22 + 1
    assert "가을 스탭" not in answer.content.decode()
    assert "눈 스탭" not in answer.content.decode()


def test_날을_옮기거나_취소하면_같은_이름으로_바뀐다(눈, 워크숍):
    token = make_link(person=눈, scope="team", at=make.AT, actor=눈)
    회차 = 워크숍.runs.first()

    def 그회차():
        return next(event for event in 읽음(token)[0] if str(event["uid"]).startswith(f"run-{회차.key}@"))

    before = 그회차()
    projects.change_run(run=회차, on=회차.on + timedelta(days=9), **NOW)
    moved = 그회차()
    assert moved["dtstart"].dt == 회차.on + timedelta(days=9)
    assert moved["sequence"] > before["sequence"]
    projects.cancel_run(run=회차, **NOW)
    assert str(그회차()["status"]) == "CANCELLED"


def test_마친_일은_마쳤다고_보인다(눈, 워크숍):
    할일 = 워크숍.todos.filter(role="promotion").first()
    finish_todo(todo=할일, **NOW)
    events, _ = 읽음(make_link(person=눈, scope="mine", at=make.AT, actor=눈))
    assert f"(마침) 할 일: {할일.title}" in [str(event["summary"]) for event in events]


def test_주소는_한_번만_보이고_해시만_남는다(눈):
    browser = Client()
    browser.force_login(눈)
    page = browser.post("/staff/calendar-links", {"scope": "mine"}).content.decode()
    token = page.split("/calendar/")[1].split(".ics")[0]
    assert len(token) >= 40
    assert token not in browser.get("/staff/calendar-links").content.decode()
    assert token not in CalendarLink.objects.get().token_hash
    assert Entry.objects.filter(verb="calendar.link", facts__scope="mine").exists()
    assert token not in str(list(Entry.objects.values_list("facts", flat=True)))
    assert Client().get(f"/calendar/{token}.ics").status_code == 200


def test_새_주소를_만들거나_없애면_전의_주소는_끝난다(눈):
    처음 = make_link(person=눈, scope="mine", at=make.AT, actor=눈)
    팀 = make_link(person=눈, scope="team", at=make.AT, actor=눈)
    새것 = make_link(person=눈, scope="mine", at=make.AT, actor=눈)
    assert Client().get(f"/calendar/{처음}.ics").status_code == 404
    assert Client().get(f"/calendar/{새것}.ics").status_code == 200
    assert end_link(person=눈, scope="mine", at=make.AT, actor=눈)
    assert not end_link(person=눈, scope="mine", at=make.AT, actor=눈)
    assert Client().get(f"/calendar/{새것}.ics").status_code == 404
    assert Client().get(f"/calendar/{팀}.ics").status_code == 200


def test_마지막_역할이_끝나면_주소도_끝나고_다시_맡아도_살아나지_않는다(눈):
    token = make_link(person=눈, scope="mine", at=make.AT, actor=눈)
    revoke_role(person=눈, role="promotion", at=make.AT, actor=None)
    assert Client().get(f"/calendar/{token}.ics").status_code == 404
    from madang.actions.people import grant_role

    grant_role(person=눈, role=Role.PROMOTION, at=make.AT, actor=None)
    assert Client().get(f"/calendar/{token}.ics").status_code == 404


def test_부서_담당자는_팀의_일정을_받을_수_없다(db):
    세종 = make.officer(department=make.department())
    with pytest.raises(Refused):
        make_link(person=세종, scope="team", at=make.AT, actor=세종)
    assert make_link(person=세종, scope="mine", at=make.AT, actor=세종)
    with pytest.raises(Refused):
        make_link(person=make.person("하나"), scope="mine", at=make.AT, actor=None)


def test_없는_주소는_없고_너무_자주_찾으면_쉬게_한다(눈, settings):
    settings.LIMITS = {"calendar.address": "3/hour", "calendar.person": "2/hour"}
    assert [Client().get(f"/calendar/{odd}.ics").status_code for odd in ("x", "가나다", "y" * 3000)] == [404, 404, 404]
    answer = Client().get("/calendar/z.ics")
    assert answer.status_code == 429
    assert answer.headers["Retry-After"] == "3600"
    token = make_link(person=눈, scope="mine", at=make.AT, actor=눈)
    assert [Client().get(f"/calendar/{token}.ics").status_code for _ in range(3)] == [200, 200, 429]


def test_일정은_영어로도_읽힌다(눈, 워크숍):
    눈.language = "en"
    눈.save()
    _, answer = 읽음(make_link(person=눈, scope="mine", at=make.AT, actor=눈))
    assert "BEGIN:VCALENDAR" in answer.content.decode()
