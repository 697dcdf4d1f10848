"""인수인계: 떠나는 사람의 할 일, 목표, 사업의 몫은 다른 사람에게 가고, 아무것도 떠난 사람 이름으로 남지 않는다."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from madang.actions import departures, goals, handovers, passing, people, roles, shares
from madang.base.errors import Refused
from madang.people.models import Person, Role
from madang.plans.models import Goal, HandoverNote, Share, Todo
from madang.web.public.my_archive import everything
from tests import make, make_plans
from tests.plans import at_once
from tests.processes import Madang, ask

pytestmark = pytest.mark.django_db
THEN = make.AT + make.days(10)


@pytest.fixture
def 네온() -> Person:
    return with_work(make.staff("네온 PM"))


@pytest.fixture
def 담당자() -> Person:
    return make.staff("하늘 담당자", Role.OFFICER)


def with_work(person: Person) -> Person:
    make_plans.todo("보도자료", person=person, due=date(2019, 3, 20))
    make_plans.todo("회의 준비", role="", person=person)
    사업 = make_plans.project()
    make_plans.todo("장소 잡기", project=사업, person=person)
    shares.share(project=사업, role="pm", person=person, part="lead", at=make.AT, actor=None)
    goals.set_goal(
        plan=make_plans.plan(), kind="quality", name="참여한 사람이 만족했나", owner=person, at=make.AT, actor=None
    )
    return person


def orphans() -> int:
    """Open rows of the plan in the name of someone outside the team."""
    gone = {"memberships": None}
    return (
        Todo.objects.open().exclude(person=None).filter(**{f"person__{k}": v for k, v in gone.items()}).count()
        + Goal.objects.exclude(owner=None).filter(dropped_at=None, owner__memberships=None).count()
        + Share.objects.exclude(person=None).filter(person__memberships=None).count()
        + HandoverNote.objects.exclude(receiver=None).filter(read_at=None, receiver__memberships=None).count()
    )


def leave(person: Person, to: Person, by: Person, note: str = "") -> int:
    chosen = {work.key: to for work in handovers.open_work(person)}
    return handovers.leave_team(person=person, receivers=chosen, note=note, at=THEN, actor=by)


def test_떠나면_모두_받는_사람에게_가고_쓴_글을_받는_사람이_읽는다(네온, 담당자) -> None:
    라온 = make.staff("라온 PL", Role.PL)
    passing.write_note(person=네온, text="기자 명단은 공유 폴더에 있어요.", at=THEN)
    assert leave(네온, 라온, 담당자, note="수고하셨습니다.") == 5
    assert Todo.objects.filter(person=라온).count() == 3
    assert (Goal.objects.get().owner, Share.objects.get().person) == (라온, 라온)
    쪽지 = passing.waiting_for(라온).get()
    assert 쪽지.note == "기자 명단은 공유 폴더에 있어요.\n\n수고하셨습니다."
    assert len(쪽지.moved["todos"]) == 3
    assert orphans() == 0
    passing.read_note(handover=쪽지, at=THEN)
    assert not passing.waiting_for(라온).exists()
    assert HandoverNote.objects.count() == 1


def test_받을_사람을_고르지_않으면_떠날_수_없다(네온, 담당자) -> None:
    with pytest.raises(Refused) as refused:
        handovers.leave_team(person=네온, receivers={}, at=THEN, actor=담당자)
    assert refused.value.code == "receiver-missing"
    assert Todo.objects.filter(person=네온).count() == 3


def test_역할만_거두어도_그_역할의_일은_역할에_남는다(네온, 담당자) -> None:
    roles.revoke_role(person=네온, role="pm", at=THEN, actor=담당자)
    assert orphans() == 0
    assert set(Todo.objects.values_list("role", "person")) == {("pm", None)}
    assert Goal.objects.get().owner_role == "pm"


def test_두_역할_가운데_하나만_거두면_그_역할의_일만_놓는다(네온, 담당자) -> None:
    people.grant_role(person=네온, role="forums", at=make.AT, actor=None)
    make_plans.todo("토론 준비", role="forums", person=네온)
    roles.revoke_role(person=네온, role="pm", at=THEN, actor=담당자)
    assert set(Todo.objects.filter(person=네온).values_list("title", flat=True)) == {"토론 준비", "회의 준비"}
    assert Share.objects.get().person is None


def test_넘겨받고_읽지_않은_쪽지도_다시_넘어간다(네온, 담당자) -> None:
    라온, 다온 = make.staff("라온 PL", Role.PL), make.staff("다온 PL", Role.PL)
    leave(네온, 라온, 담당자, note="첫 쪽지")
    leave(라온, 다온, 담당자)
    assert orphans() == 0
    assert "첫 쪽지" in set(passing.waiting_for(다온).values_list("note", flat=True))


def test_계정을_닫아도_열린_일이_그_이름으로_남지_않고_아무도_읽지_않은_글은_지워진다(네온, 담당자) -> None:
    passing.write_note(person=네온, text="쓰던 글", at=THEN)
    네온.memberships.all().delete()  # by hand, past the actions
    departures.close_account(person=네온, at=THEN, actor=None)
    assert orphans() == 0
    assert not HandoverNote.objects.exists()


def test_팀에_없는_사람에게는_일을_맡기지_않는다() -> None:
    with pytest.raises(Refused) as refused:
        make_plans.todo("보도자료", person=make.person("하나"))
    assert refused.value.code == "person-not-team"


def test_넘긴_것도_내보내_다시_넣으면_그대로다(madang, databases, tmp_path: Path) -> None:
    앞 = ask(madang.url, at_once.handed_over)
    assert 앞[3][0][3] == "기자 명단은 폴더에"
    madang("export", tmp_path / "모두.jsonl")
    another = Madang(databases.new(), tmp_path)
    another("replay", tmp_path / "모두.jsonl")
    assert ask(another.url, at_once.handed_told) == 앞
    databases.drop(another.url)


def test_내_자료에_할_일과_인수인계가_들어_있고_남의_것은_없다(네온) -> None:
    라온 = make.staff("라온 PL", Role.PL)
    make_plans.todo("라온의 일", person=라온)
    passing.pass_on(giver=라온, receiver=네온, text="기자 명단은 폴더에", at=THEN, actor=None)
    make_plans.todo("라온의 새 일", person=라온)
    data = {name: rows for name, _title, rows in everything(네온)}
    assert {row["title"] for row in data["todos"]} == {"보도자료", "회의 준비", "장소 잡기", "라온의 일"}
    assert [row["note"] for row in data["handovers"]] == ["기자 명단은 폴더에"]
    assert len(data["goals"]) == len(data["projects"]) == 1


def test_떠난_사람의_이름은_인수인계에도_남지_않는다(네온, 담당자) -> None:
    라온 = make.staff("라온 PL", Role.PL)
    leave(네온, 라온, 담당자, note="첫 쪽지")
    departures.close_account(person=Person.objects.get(pk=네온.pk), at=THEN, actor=None)
    assert str(passing.waiting_for(라온).get().giver) == "탈퇴한 시민"
