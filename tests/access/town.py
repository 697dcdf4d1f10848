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


def fill() -> dict[str, str]:
    """Make it; a signed-in session for each of hana, officer (every right of the team), department, representative."""
    from django.test import Client

    from madang.actions import comments, moderation, pages
    from madang.audit import chain
    from madang.base import clock
    from madang.people.models import Person, Role
    from tests import make

    now = clock.now()
    at = now - timedelta(days=10)
    mobility = make.department("교통정책과", key="mobility", at=at - timedelta(days=30))
    make.department("공원녹지과", key="parks", at=at - timedelta(days=30))
    make.procedure("seoul-2019", at=at - timedelta(days=30))
    hana = make.person("하나", key="hana", email="hana@gaon.example", level="email", at=at)
    duri = make.person("두리", key="duri", email="duri@gaon.example", level="email", at=at)
    officer = make.staff("가온 담당자", Role.OFFICER, at=at)
    from madang.actions.people import grant_role

    for role in (Role.PM, Role.CITIZEN_PROPOSALS, Role.SITE):
        grant_role(person=officer, role=role, department=None, at=at, actor=None)
    department = make.officer("세종 주무관", department=mobility, at=at)
    head = make.staff("가온시장", Role.REPRESENTATIVE, at=at)

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

    _discussions(at, mobility, hana, duri)
    _prepared(at=at + timedelta(days=4))

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
