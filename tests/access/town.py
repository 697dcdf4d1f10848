"""A small town in which every desk has something on it, made in a process of its own. What it hands back are cookies."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any


def _discussions(at: datetime, mobility: Any, hana: Any, duri: Any) -> None:
    """A forum of either form under the keys that the samples use, with something said by everyone; and one that ended."""
    from tests import make, make_forums

    night = make_forums.forum(key="bike-night", at=at, department=mobility, body="도서관을 늦게까지 열지 묻습니다.")
    said = make_forums.opinion(night, "밤에 일이 끝나요.", by=hana, position="against", at=at + timedelta(days=1))
    make_forums.opinion(night, "밤에 일이 끝나요. 그래서 찬성해요.", by=hana, position="for", at=at + timedelta(days=2))
    make_forums.opinion(night, "사람이 더 있어야 해요.", by=duri, position="against", at=at + timedelta(days=2))
    make_forums.opinion(night, "저도 그래요.", by=duri, reply_to=said.key, at=at + timedelta(days=3))
    make_forums.opinion(night, "종이에 적은 의견", by=None, position="other", at=at + timedelta(days=3))
    yard = make_forums.forum("빈터를 무엇으로 쓸까요?", form="open", key="yard", at=at)
    make_forums.opinion(yard, "흙마당이 좋아요.", by=hana, at=at + timedelta(days=1))
    mine = make_forums.statement(yard, "나무 그늘이 먼저 있어야 한다.", by=hana, at=at + timedelta(days=1))
    make_forums.statement(yard, "주차장을 만들면 안 된다.", by=duri, at=at + timedelta(days=1))
    make_forums.vote(mine, duri, "disagree", at=at + timedelta(days=2))
    make_forums.forum("거리를 비워 볼까요?", form="experiment", key="street", at=at - timedelta(days=40))
    make.tick(at)


def _goals(at: datetime) -> None:
    """A plan with goals of either kind under the keys that the samples use, evidence, and two phases."""
    from madang.actions import plans
    from tests import make_goals, make_plans

    plan = make_plans.plan(2026, at=at)
    plans.set_plan(plan=plan, title=plan.title, goals_public=True, at=at, actor=None)
    make_goals.number("시민이 스스로 내는 제안", key="bike", plan=plan, target=12, at=at)
    make_goals.number("약속한 날 안에 답하기", metric="answered_in_time", target=90, plan=plan, at=at)
    asked = make_goals.question(key="how", plan=plan, at=at)
    make_goals.evidence(asked, key="x", file=("설문.txt", "열에 넷".encode()), at=at)
    make_goals.phase(1, begun=True, at=at, citizen_proposals=(500, 30))
    make_goals.phase(2, "동네로 넓히기", at=at)


def fill() -> dict[str, str]:
    """Make it; a signed-in session for each of hana, officer (every right of the team), department, representative."""
    from django.test import Client

    from madang.actions import comments, moderation, pages
    from madang.audit import chain
    from madang.base import clock
    from madang.people.models import Person, Role
    from tests import make, make_panels
    from tests.access import ended

    now = clock.now()
    at, early = now - timedelta(days=10), now - timedelta(days=200)
    mobility = make.department("교통정책과", key="mobility", at=early)
    make.department("공원녹지과", key="parks", at=early)
    make.procedure("seoul-2019", at=early)
    hana = make.person("하나", key="hana", email="hana@gaon.example", level="email", at=early)
    duri = make.person("두리", key="duri", email="duri@gaon.example", level="email", at=at)
    officer = make.staff("가온 담당자", Role.OFFICER, at=early)
    from madang.actions.people import grant_role

    for role in (Role.PM, Role.CITIZEN_PROPOSALS, Role.SITE):
        grant_role(person=officer, role=role, department=None, at=at, actor=None)
    department = make.officer("세종 주무관", department=mobility, at=at)
    head = make.staff("가온시장", Role.REPRESENTATIVE, at=at)

    _goals(at)
    bike = make.proposal("자전거 도로를 이어 주세요", key="bike", by=hana, at=at, department=mobility)
    make.supports(bike, 50, at=at + timedelta(days=1))
    lamp = make.proposal("골목 가로등을 밝혀 주세요", key="lamp", by=duri, at=at, department=mobility)
    make.supports(lamp, 50, at=at + timedelta(days=1))
    make.answered(lamp, by=mobility, at=at + timedelta(days=3))
    tree = make.proposal("느티나무 그늘에 긴 의자를", key="tree", by=duri, at=at)
    make.proposal("도서관을 밤에도", key="library", by=hana, at=at)
    make.support(tree, hana, at=at)
    said = comments.write_comment(
        case_key="bike", text="꼭 필요해요.", author=duri, at=at + timedelta(days=2), actor=duri
    )
    moderation.report(
        subject=f"comment:{said.key}", code="advertising", text="", person=hana, at=at + timedelta(days=3)
    )

    ended.discussions(begun=now - timedelta(days=190), mobility=mobility, hana=hana, officer=officer)
    _discussions(at, mobility, hana, duri)
    _prepared(at=at + timedelta(days=4))
    _panel(at, officer, mobility)

    page = pages.create_page(kind="notice", slug="opening", at=at, actor=officer)
    body = "<p>문을 엽니다.</p><h2>무엇이 달라집니까</h2><ul><li>하나</li><li>둘</li></ul><table><tr><th scope=col>가</th></tr><tr><td>1</td></tr></table>"
    pages.save_page(page=page, edition=0, title={"ko": "문을 엽니다"}, body={"ko": body}, at=at, actor=officer)
    pages.publish_page(page=page, number=1, at=at, actor=officer)
    pages.save_page(
        page=page, edition=1, title={"ko": "문을 엽니다"}, body={"ko": body + "<p>더</p>"}, at=at, actor=officer
    )
    pages.put_banner(
        text={"ko": "오늘 밤 2시부터 점검해요", "en": "Maintenance tonight from 2 am"}, tone="warn", audience="everyone",
        starts=at, ends=now + timedelta(days=30), href="/news/opening", at=at, actor=officer,
    )  # fmt: skip
    make_panels.drawn(make_panels.pool(key="bike", at=at), at=at)
    _todos(at, now, officer)
    _plan(at, officer)
    chain.seal(at=now)
    chain.inspect(at=now)

    cookies = {}
    for name, person in {"hana": hana, "officer": officer, "department": department, "representative": head}.items():
        Person.objects.filter(pk=person.pk).update(password="!")
        browser = Client()
        browser.force_login(Person.objects.get(pk=person.pk))
        cookies[name] = browser.cookies["madang_session"].value
    return cookies


def _prepared(*, at: datetime) -> None:
    """A question of the institution's own with materials of every kind, being prepared."""
    from madang.actions import blocks, forum_desk
    from madang.people.models import Department
    from tests import make

    mobility = Department.objects.get(key="mobility")
    what = {
        "question": "밤 10시 뒤에 가로등을 절반만 켤까요?", "purpose": "dispute", "form": "pro_con",
        "promised_on": (at + timedelta(days=90)).date(),
    }  # fmt: skip
    asked = forum_desk.start_question(
        rules=make.rules("seoul-2019"), department=mobility, what=what, key="lamps-at-night", at=at, actor=None
    )
    for kind, text in (("background", "별이 보이지 않아요."), ("for", "별이 보여요."), ("against", "길이 어두워요.")):
        blocks.add_block(forum=asked, what={"kind": kind, "title": text, "text": text}, at=at, actor=None)
    table = "곳,등\n큰길,120\n골목,45"
    blocks.add_block(forum=asked, what={"kind": "data", "title": "등의 수", "rows": table}, at=at, actor=None)


def _todos(at: datetime, now: datetime, officer: Any) -> None:
    """The rules to begin with and what they raise; a todo, a rule and a note that was handed over, by the samples' key."""
    from madang.actions import passing, raising, todo_defaults, todos_due
    from madang.people.models import Role
    from madang.procedures.models import Case
    from tests import make, make_plans

    todo_defaults.install_default_rules(procedure="seoul-2019", at=at - timedelta(hours=1), actor=officer)
    raising.set_rule(
        when="stage-entered",
        what="kind:agenda",
        title="후보의 사진 찍기",
        role="promotion",
        key="bike",
        at=at,
        actor=officer,
    )
    todos_due.look(at=now)
    day = at.date()
    bike = Case.objects.get(key="bike")
    make_plans.todo("자전거길 현장 사진", key="bike", case=bike, person=officer, due=day + timedelta(days=5), at=at)
    make_plans.todo("카드뉴스 초안", role="promotion", due=day + timedelta(days=12), at=at)
    leaver = make.staff("떠나는 스탭", Role.PROMOTION, at=at)
    make_plans.todo("보도자료 고치기", person=leaver, due=day + timedelta(days=20), at=at)
    passing.pass_on(
        giver=leaver, receiver=officer, text="기자 명단은 공유 폴더에 있습니다.", key="bike", at=now, actor=officer
    )


def _plan(at: datetime, officer: Any) -> None:
    """The plan of the samples' year, public, with goals, a project and a draft of its criteria; and last year's."""
    from datetime import date
    from decimal import Decimal

    from madang.actions import goals, plan_criteria, plans, project_templates
    from madang.rules.document import preset
    from tests import make_plans

    plan, when = make_plans.plan(2026, at=at), {"at": at, "actor": officer}
    goals.set_goal(plan=plan, kind="number", name="제안 수", metric="proposals", target=Decimal(300), key="bike",
                   starts=date(2026, 1, 1), ends=date(2026, 12, 31), **when)  # fmt: skip
    goals.set_goal(plan=plan, kind="quality", name="시민이 어떻게 플랫폼을 알게 할까?", **when)
    project_templates.start_from_template(
        plan=plan, template="promotion", starts=date(2026, 3, 1), ends=date(2026, 12, 31), runs=2, **when
    )
    plan_criteria.set_criteria(plan=plan, document=preset("seoul-2019").data, preset="seoul-2019", **when)
    plans.publish_plan(plan=plan, **when)


def _panel(at, officer, mobility) -> None:  # type: ignore[no-untyped-def]
    """Three candidates, two of them in one bundle, a dossier with both sides, a meeting that was and one that comes."""
    from madang.actions import agenda, meetings
    from tests import make

    for key, title in (
        ("walk", "주말마다 걷는 거리를 열어 주세요"),
        ("stroll", "걷는 거리를 더 넓게"),
        ("shade", "버스 정류장마다 그늘을"),
        ("night", "밤에도 여는 작은 도서관"),
    ):
        make.paper(make.proposal(title, key=key, at=at, department=mobility), 500, at=at + timedelta(hours=1))
    when = {"at": at + timedelta(hours=2), "actor": officer}
    item = agenda.find_item("walk")
    texts = {
        "policies": ("", "2017년부터 큰길 한 곳에서 한 달에 한 번 차를 막고 있다.", "가온시 보행정책"),
        "research": ("for", "걷는 거리를 연 골목의 매출이 12% 늘었다.", "가온연구원, 2018년 보고서 12쪽"),
        "press": ("against", "돌아가는 버스 때문에 어르신이 불편하다는 기사.", "가온일보"),
    }
    for section, (side, text, source) in texts.items():
        agenda.add_entry(
            item=item, section=section, side=side, text=text, source=source, link="https://example.kr/report", **when
        )
    agenda.check_dossier(item=item, code="both-sides", **when)
    agenda.bundle(lead="walk", others=["stroll"], reason="모두 걷는 거리의 일입니다.", **when)
    held = meetings.plan_meeting(
        name="첫 의제선정 회의", starts_at=at + timedelta(days=2), place="시청 3층", key="first", **when
    )
    coming = meetings.plan_meeting(name="다음 의제선정 회의", starts_at=at + timedelta(days=40), key="next", **when)
    shade = meetings.put_on(meeting=held, item=agenda.find_item("shade"), **when)
    walk = meetings.put_on(meeting=held, item=item, **when)
    late = {"at": at + timedelta(days=2), "actor": officer}
    for one, first, last in (
        (shade, {"select": 6, "reject": 9, "defer": 2}, {"select": 4, "reject": 13}),
        (walk, {"select": 9, "reject": 8}, {"select": 15, "reject": 2, "abstain": 3}),
    ):
        meetings.vote(discussed=one, round="first", votes=first, **late)
        meetings.vote(
            discussed=one,
            round="last",
            votes=last,
            notes="해마다 하는 일과 겹친다는 말, 그늘이 모자란 정류장이 더 많다는 말이 오갔다.",
            **late,
        )
    meetings.conclude(discussed=shade, reason="이미 올해 예산으로 정류장 40곳에 그늘막을 세우고 있습니다.", **late)
    meetings.put_on(meeting=coming, item=agenda.find_item("night"), **when)
    meetings.write_minutes(
        meeting=held,
        minutes="스무 명 가운데 열일곱 명이 모였다.\n\n두 안건을 다루었다.",
        edition=0,
        publish=True,
        **late,
    )
