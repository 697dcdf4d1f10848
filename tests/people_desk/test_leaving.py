"""떠나기: 손에 남은 일은 다른 사람에게 가고, 역할과 세션이 끝난다."""

import pytest

from madang.actions import handovers, roles
from madang.actions.answers import draft_answer
from madang.answers.models import AnswerRequest
from madang.audit.models import Entry
from madang.base.errors import Refused
from madang.moderation.models import Item
from madang.notices.models import Notice
from madang.people.models import Membership, Person, Role
from tests import make
from tests.people_desk import at_once
from tests.processes import ask, barrier, start

AT = make.AT + make.days(3)


@pytest.fixture
def 초안(자전거, 세종):
    request = AnswerRequest.objects.get(case__key="bike")
    return draft_answer(request=request, decision="accept", text="검토합니다.", edition=0, at=make.AT, actor=세종)


def 모두(person, receiver):
    return {work.key: receiver for work in handovers.open_work(person)}


def test_혼자_맡은_부서와_쓰던_초안이_열린_일이다(초안, 세종, 공원과):
    kinds = {
        (work.kind, work.department.key if work.department else "", work.count) for work in handovers.open_work(세종)
    }
    assert kinds == {("department", "mobility", 1), ("drafts", "mobility", 1)}
    make.officer("둘째 주무관", department=세종.memberships.get().department)
    assert [work.kind for work in handovers.open_work(세종)] == ["drafts"], "다른 담당자가 있으면 부서는 비지 않는다"


def test_일을_넘기고_나면_역할도_세션도_없고_받은_사람에게_알린다(초안, 세종, 담당자, 하나, 브라우저):
    browser = 브라우저(세종)
    assert browser.get("/staff/").status_code == 200
    item = Item.objects.create(subject="case:bike", opened_at=AT, due=AT, held_by=세종, held_until=AT)
    count = handovers.leave_team(person=세종, receivers=모두(세종, 하나), at=AT, actor=담당자)
    assert count == 3
    초안.refresh_from_db()
    item.refresh_from_db()
    assert 초안.draft_by == 하나
    assert item.held_by is None
    assert Membership.objects.get(person=하나).department.key == "mobility"
    assert not Membership.objects.filter(person=세종).exists()
    assert browser.get("/staff/").status_code == 302, "세션이 끝났다"
    assert Notice.objects.get(kind="work-handed-over").person == 하나
    left = Entry.objects.get(verb="team.leave")
    assert left.actor == 담당자.actor
    assert left.facts == {"count": 3, "to": [하나.key]}
    assert Entry.objects.filter(verb="role.revoke", subject=세종.actor).exists()


def test_받을_사람이_없거나_맡을_수_없으면_아무것도_바뀌지_않는다(초안, 세종, 담당자, 하나):
    works = handovers.open_work(세종)
    only_department = {work.key: 담당자 for work in works if work.kind == "department"}
    wrong = {work.key: 담당자 if work.kind == "department" else 하나 for work in works}
    for receivers, code in (
        (only_department, "receiver-missing"),
        (wrong, "receiver-cannot"),
        (모두(세종, 세종), "receiver-missing"),
    ):
        with pytest.raises(Refused) as refused:
            handovers.leave_team(person=세종, receivers=receivers, at=AT, actor=담당자)
        assert refused.value.code == code
    assert Membership.objects.filter(person=세종).exists()
    assert not Notice.objects.filter(kind="work-handed-over").exists()


def test_마지막_담당자는_떠날_수_없고_역할도_거둘_수_없다(담당자, 네온):
    for act in (
        lambda: handovers.leave_team(person=담당자, receivers={}, at=AT, actor=담당자),
        lambda: roles.revoke_role(person=담당자, role=Role.OFFICER, at=AT, actor=담당자),
    ):
        with pytest.raises(Refused) as refused:
            act()
        assert refused.value.code == "last-officer"
    make.staff("둘째 담당자", Role.OFFICER)
    handovers.leave_team(person=담당자, receivers={}, at=AT, actor=담당자)
    assert not Membership.objects.filter(person=담당자).exists()
    assert Person.objects.get(pk=담당자.pk).is_active, "시민으로는 남는다"


def test_두_담당자가_동시에_떠나도_한_사람은_남는다(madang):
    keys = ask(madang.url, at_once.two_officers)
    gate = barrier(2)
    said = [each.result() for each in [start(madang.url, at_once.leave, gate, key, AT) for key in keys]]
    assert sorted(said) == ["", "last-officer"]
