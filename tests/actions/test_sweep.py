"""다시 세기: 심어 둔 어긋남을 모두 찾고, 시킬 때만 고친다."""

import pytest

from madang.actions import clockwork, forums
from madang.forums.models import Forum, Participant
from madang.procedures.models import Case, Duty, Mark, StageVisit, Tally
from madang.proposals.models import Support
from tests import make

AT = make.AT
LATER, END = AT + make.days(3), make.moment("2019-04-04 00:00")
pytestmark = pytest.mark.django_db


def sweep(at=LATER, **more):
    return [(found.what, found.stored, found.right) for found in clockwork.sweep(at=at, **more)]


def settled():
    assert sweep() == []
    assert sweep(repair=True) == []


def test_어긋난_것이_없으면_아무_말도_없다(제안):
    make.supports(제안, 30)
    make.paper(제안, 40)
    settled()


def test_아직_울리지_않은_때는_어긋남이_아니다(제안):
    make.supports(제안, 50)
    assert sweep(at=END + make.days(500)) == []
    make.tick(END)
    assert sweep(at=END + make.days(500)) == []


def test_사라진_줄을_찾고_시킬_때만_고친다(제안):
    make.supports(제안, 30)
    Support.objects.filter(proposal=제안).order_by("person_id")[0].delete()
    assert sweep() == [("supports", 30, 29)]
    assert sweep() == [("supports", 30, 29)], "looking changes nothing"
    assert sweep(repair=True) == [("supports", 30, 29)]
    assert Tally.objects.get(case=제안.pk).value == 29
    settled()


def test_끝난_건의_수도_다시_센다(제안):
    make.supports(제안, 10)
    make.tick(END)
    Tally.objects.filter(case=제안.pk).update(value=11)
    assert sweep() == [("supports", 11, 10)]


def test_잘못_적힌_수를_고치면_넘은_기준도_넘는다(제안):
    make.supports(제안, 49)
    Tally.objects.filter(case=제안.pk).update(value=48)
    make.support(제안, make.person("두리"), at=LATER)
    assert not Mark.objects.exists()
    assert sweep() == [("supports", 49, 50)]
    told = sweep(repair=True)
    assert told[0] == ("supports", 49, 50)
    assert Mark.objects.count() == Duty.objects.count() == 1
    settled()


@pytest.mark.parametrize("lost", ["wake_at", "늦은 wake_at", "wake", "늦은 wake"])
def test_잃어버린_깨울_때를_찾아_고친다(제안, lost):
    make.supports(제안, 10)
    case, tally = Case.objects.filter(pk=제안.pk), Tally.objects.filter(case=제안.pk)
    if lost == "wake_at":
        case.update(wake_at=None)
    elif lost == "늦은 wake_at":
        case.update(wake_at=END + make.days(30))
    else:
        tally.update(wake=None if lost == "wake" else 70)
    [(what, *_)] = sweep()
    assert what == "wake"
    sweep(repair=True)
    assert case.get().wake_at == END
    assert tally.get().wake == 50
    settled()


def test_깨울_때를_잃고_마감이_지나도_찾아서_마저_끝낸다(제안):
    Case.objects.filter(pk=제안.pk).update(wake_at=None)
    late = END + make.days(10)
    assert make.tick(late).advanced == 0
    [(what, *_)] = sweep(at=late)
    assert what == "moves"
    sweep(at=late, repair=True)
    assert make.case(제안).closed_at == END
    assert sweep(at=late) == []


def test_지워진_표시를_찾아_되살린다(제안):
    make.supports(제안, 60)
    Mark.objects.all().delete()
    [(what, stored, right)] = sweep()
    assert (what, stored, right) == ("moves", [], ["ask-department"])
    sweep(repair=True)
    assert Mark.objects.count() == 1
    assert Duty.objects.count() == 1, "the promise that was made already is not made again"
    settled()


def test_세고_있는_동안에_다시_세어도_남의_공감을_지우지_않는다(제안, monkeypatch):
    """Someone supports between the two countings: looked at again under the lock, there is no difference."""
    make.supports(제안, 5)
    real, calls = clockwork._rows, []

    def slow(case_ids):
        rows = real(case_ids)
        calls.append(case_ids)
        if len(calls) == 1:
            make.support(제안, make.person("두리"), at=LATER)
        return rows

    monkeypatch.setitem(clockwork.COUNTS, "supports", slow)
    assert sweep(repair=True) == []
    assert len(calls) == 2
    assert Tally.objects.get(case=제안.pk).value == 6


def 토론(제안, **more):
    make.supports(제안, 500)
    make.selected(제안, at=AT)
    return make.forum(제안, at=AT, **more)


def test_참여한_사람도_다시_센다(제안):
    forum = 토론(제안)
    for name in ("하나", "두리", "세나"):
        make.opinion(forum, make.person(name), at=LATER)
    forums.note_forum(forum=forum, text="광장에서", count=40, at=LATER, actor=None)
    settled()
    Participant.objects.filter(person__name="하나").delete()
    assert sweep() == [("participants", 43, 42)]
    assert sweep() == [("participants", 43, 42)], "looking changes nothing"
    assert sweep(repair=True) == [("participants", 43, 42)]
    assert Tally.objects.get(case=제안.pk, what="participants").value == 42
    settled()


def test_한_건의_두_토론에_참여한_사람은_한_사람이다(제안):
    forum, 두리 = 토론(제안), make.person("두리")
    make.opinion(forum, 두리, at=LATER)
    visit = StageVisit.objects.get(pk=forum.visit_id)
    visit.pk, visit.left = None, LATER
    visit.save()
    again = Forum.objects.create(key="again", case=forum.case, visit=visit, form="open", question="다시", opened_at=AT)
    Participant.objects.create(forum=again, person=두리, at=LATER, first_way="opinion")
    assert sweep() == []


def test_기준을_넘긴_참여가_고쳐지면_그_기준도_넘는다(제안):
    forum = 토론(제안)
    forums.note_forum(forum=forum, text="광장에서", count=4999, at=LATER, actor=None)
    Tally.objects.filter(case=제안.pk, what="participants").update(value=4998)
    make.opinion(forum, make.person("두리"), at=LATER)
    assert not Mark.objects.filter(key="ask-mayor").exists()
    told = sweep(repair=True)
    assert told[0] == ("participants", 4999, 5000)
    assert Mark.objects.filter(key="ask-mayor").exists()
    assert sweep() == []


def test_아직_울리지_않은_토론의_끝은_어긋남이_아니다(제안):
    forum = 토론(제안)
    assert sweep(at=forum.visit.due + make.days(30)) == []
    make.tick(forum.visit.due)
    assert sweep(at=forum.visit.due + make.days(30)) == []
