"""건의 길: 시간은 뒤로 가지 않고, 기준은 한 번 넘으며, 남은 약속은 풀린다."""

import copy
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from madang.actions import answers, decisions, duties, journey, procedures, supports
from madang.answers.models import AnswerRequest
from madang.audit.models import Entry, record
from madang.base.errors import Refused
from madang.notices.models import Notice
from madang.procedures.models import Case, Crossing, Duty, Mark, RuleVersion, StageVisit, Tally
from madang.proposals.models import Proposal, Support
from madang.rules.document import preset
from tests import make

AT = make.AT
END = make.moment("2019-04-04 00:00")
pytestmark = pytest.mark.django_db


def changed(change, name="seoul-2019"):
    """A preset's document with something changed."""
    data = copy.deepcopy(preset(name).data)
    change(data)
    return data


# ── 시계 ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_시계가_뒤로_가도_건은_뒤로_가지_않는다(제안, 교통과):
    make.supports(제안, 49, at=AT + make.days(5))
    make.support(제안, make.person("두리"), at=AT + make.days(1))
    case = make.case(제안)
    assert case.marks.get().at == AT + make.days(5)
    assert list(Support.objects.filter(person__name="두리").values_list("at", flat=True)) == [AT + make.days(5)]
    make.assigned(제안, 교통과, at=AT + make.days(8))
    version = make.answered(제안, at=AT - make.days(300))
    assert version.published_at == AT + make.days(8)
    corrected = answers.correct_answer(request=version.request, text="고침", reason="틀림", at=AT, actor=None)
    assert corrected.published_at == version.published_at
    make.tick(AT)
    assert make.case(제안).touched_at == AT + make.days(8)
    visits = StageVisit.objects.filter(case=case).exclude(left=None)
    assert all(visit.entered <= visit.left for visit in visits)
    moments = list(Entry.objects.filter(subject=case.subject).order_by("pk").values_list("at", flat=True))
    assert moments == sorted(moments)


def test_같은_순간에_몇_번을_울려도_시계는_한_번만_일한다(제안):
    make.supports(제안, 50)
    make.tick(END)
    entries = Entry.objects.count()
    for _ in range(3):
        assert make.tick(END).advanced == 0
    assert Entry.objects.count() == entries


def test_한꺼번에_때가_된_건이_아무리_많아도_모두_끝난다(monkeypatch, db):
    monkeypatch.setattr("madang.actions.clockwork.BATCH", 2)
    made = [make.proposal(f"제안 {n}", at=AT + timedelta(minutes=n)) for n in range(7)]
    assert make.tick(END + make.days(1)).advanced == 7
    assert not Case.objects.open().exists()
    ended = Entry.objects.filter(verb="case.leave").order_by("pk").values_list("subject", flat=True)
    assert list(ended) == [each.case.subject for each in made]


def test_한_건이_고장_나도_다른_건은_나아가고_고장_난_건은_이름이_남는다(monkeypatch, db, caplog):
    monkeypatch.setattr("madang.actions.clockwork.BATCH", 2)
    made = [make.proposal(f"제안 {n}", key=f"n{n}") for n in range(5)]
    real = journey.Journey.catch_up

    def broken(self):
        if self.case.key in ("n0", "n3"):
            raise RuntimeError("고장")
        real(self)

    monkeypatch.setattr(journey.Journey, "catch_up", broken)
    ticked = make.tick(END)
    assert ticked.failed == ["n0", "n3"]
    assert ticked.advanced == 3
    assert "n0" in caplog.text
    monkeypatch.undo()
    assert make.tick(END).advanced == 2
    assert {make.case(each).closed_at for each in made} == {END}


def test_제자리를_도는_기준은_멈춰_세워지고_아무것도_남기지_않는다(제안, monkeypatch):
    from madang.rules import engine

    before = Entry.objects.count(), StageVisit.objects.count()
    monkeypatch.setattr(engine, "moves", lambda stage, s: [engine.Leave("again", "collecting")])
    with pytest.raises(RuntimeError, match="round in circles"):
        journey.advance(make.case(제안), at=AT)
    monkeypatch.setattr(engine, "moves", lambda stage, s: [])
    monkeypatch.setattr(engine, "wake", lambda stage, s: engine.Wake({}, s.now))
    with pytest.raises(RuntimeError, match="come to rest"):
        journey.advance(make.case(제안), at=AT)
    assert (Entry.objects.count(), StageVisit.objects.count()) == before


# ── 기준을 넘음 ──────────────────────────────────────────────────────────────────────────────────────────────────


def counted(proposal, people, at):
    """The count goes up, and the process dies before anything comes of it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(supports, "advance", lambda *args, **more: None)
        supports.flush([supports.Cast(proposal.pk, person, at) for person in people])


def test_세자마자_죽어도_넘은_때와_수가_남아_나중에_그때의_일이_된다(제안):
    counted(제안, make.crowd(50), AT + make.days(2))
    [crossing] = Crossing.objects.all()
    assert (crossing.wake, crossing.value, crossing.at) == (50, 50, AT + make.days(2))
    assert not Mark.objects.exists()
    make.tick(AT + make.days(9))
    mark = Mark.objects.get()
    assert (mark.at, mark.facts) == (AT + make.days(2), {"supports": 50})
    assert Duty.objects.get().since == AT + make.days(2)
    assert not Crossing.objects.exists(), "looked at, it is gone; what came of it is the mark"


def test_넘고_죽은_뒤_누가_거두어도_넘은_것은_넘은_것이다(제안):
    people = make.crowd(50)
    counted(제안, people, AT + make.days(2))
    supports.withdraw_support(proposal=제안, person=people[0], at=AT + make.days(3))
    assert Mark.objects.get().at == AT + make.days(2)
    assert Tally.objects.get(case=제안.pk).value == 49


def test_넘고_죽은_뒤_기간이_끝나도_넘은_때가_먼저다(제안):
    counted(제안, make.crowd(50), END - timedelta(seconds=1))
    make.tick(END + make.days(100))
    assert StageVisit.objects.get(stage="collecting").outcome == "reached"
    assert Mark.objects.get().at == END - timedelta(seconds=1)


def test_한_묶음으로_눌러도_50번째_사람의_때에_넘는다(제안):
    casts = [supports.Cast(제안.pk, each, AT + timedelta(minutes=n)) for n, each in enumerate(make.crowd(60), 1)]
    assert supports.flush([*casts, *casts[:5]]) == [True] * 60 + [False] * 5
    assert Mark.objects.get().at == AT + timedelta(minutes=50)
    assert Tally.objects.get(case=제안.pk).value == 60


def test_한_묶음에서_거절된_한_사람은_다른_사람을_막지_않는다(제안):
    over = make.proposal("끝난 제안", at=AT - make.days(90))
    하나, 두리 = make.crowd(2)
    results = supports.flush(
        [supports.Cast(over.pk, 하나, AT), supports.Cast(제안.pk, 두리, AT), supports.Cast(10**9, 하나, AT)]
    )
    assert results[1] is True
    assert [result.code for result in (results[0], results[2])] == ["not-collecting", "not-collecting"]


def test_넘었다가_내려가고_다시_넘어도_부서는_한_번만_불린다(제안, 교통과):
    make.assigned(제안, 교통과)
    people = make.supports(제안, 50)
    for _ in range(3):
        supports.withdraw_support(proposal=제안, person=people[7], at=AT + make.days(1))
        make.support(제안, people[7], at=AT + make.days(1))
    assert (Mark.objects.count(), Duty.objects.count(), AnswerRequest.objects.count()) == (1, 1, 1)
    assert Notice.objects.filter(kind="answer-requested").count() == 1


# ── 의무 ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_약속은_답하면_지켜지고_단계가_달리_끝나면_풀린다(db):
    def change(data):
        data["stages"]["agenda"]["exits"].append({"when": {"ended": True}, "outcome": "lapsed"})

    procedures.publish_rules(slug="lapse", data=changed(change), at=AT, actor=None)
    matter = make.proposal(procedure="lapse")
    make.paper(matter, 500)
    make.answered(matter, by=make.department(), at=AT + make.days(1))
    make.tick(AT + make.days(200))
    kept, released = Duty.objects.get(key="answer"), Duty.objects.get(key="agenda")
    assert (kept.kept_at, kept.released_at) == (AT + make.days(1), None)
    assert released.kept_at is None
    assert released.released_at == released.due
    owed = Duty.objects.open()
    assert {duty.key for duty in owed} == {"report"}, "what was accepted is carried out, and told of"
    assert not Duty.objects.exclude(key="report").overdue(AT + make.days(300)).exists()


def test_연장은_정한_만큼만_길어진다(db):
    def change(data):
        data["stages"]["answering"]["deadline"]["extensions"] = {"max": 2, "by": {"days": 10}}

    procedures.publish_rules(slug="short", data=changed(change), at=AT, actor=None)
    matter = make.proposal(procedure="short", key="short")
    make.paper(matter, 50)  # Monday 4 March: due with Sunday 24, so Monday 25 March; ten days more: Thursday 4 April
    from datetime import date

    extend = {"case_key": "short", "duty": "answer", "reason": "조사 중", "at": AT + make.days(3), "actor": None}
    with pytest.raises(Refused, match="2019-04-04까지"):
        duties.extend_duty(until=date(2019, 4, 5), **extend)
    duties.extend_duty(until=date(2019, 3, 28), **extend)
    duties.extend_duty(until=date(2019, 4, 4), **extend)
    with pytest.raises(Refused) as refused:
        duties.extend_duty(until=date(2019, 4, 4), **extend)
    assert refused.value.code == "extension-used-up"
    duty = Duty.objects.get()
    assert duty.due_now == duty.extended_to == make.moment("2019-04-05 00:00")
    assert [each.before for each in duty.extensions.order_by("pk")] == [duty.due, make.moment("2019-03-29 00:00")]


# ── 기준판 ───────────────────────────────────────────────────────────────────────────────────────────────────────


def test_공개된_기준판은_고칠_수_없다(db):
    version = make.rules()
    version.note = "고침"
    with pytest.raises(TypeError):
        version.save()
    with pytest.raises(IntegrityError), transaction.atomic():
        RuleVersion.objects.create(
            procedure=version.procedure, number=1, data={}, digest="x", published_at=AT, published_by=None
        )


def moved(case, change, **more):
    procedures.publish_rules(slug="seoul-2019", data=changed(change), at=AT + make.days(1), actor=None)
    procedures.move_case(case=case, to=2, at=AT + make.days(2), actor=None, **more)


def test_옮긴_건은_그_자리에서_새_기준을_넘을_수_있고_한_약속은_그대로다(제안):
    make.supports(제안, 30)

    def lower(data):
        data["stages"]["collecting"]["starts"][0]["when"]["at_least"] = 20
        data["stages"]["collecting"]["deadline"] = {"days": 1}

    moved(make.case(제안), lower)
    case = make.case(제안)
    assert case.marks.get().at == AT + make.days(2)
    visit = StageVisit.objects.get(stage="collecting")
    assert visit.due == make.moment("2019-03-06 00:00")
    assert (visit.left, visit.outcome) == (AT + make.days(2), "reached")


def test_새_기준에_없는_단계에_있는_건은_옮길_수_없고_다른_건은_옮겨진다(제안):
    def rename(data):
        text = __import__("json").dumps(data).replace('"collecting"', '"gathering"')
        data.clear()
        data.update(__import__("json").loads(text))

    asks = make.proposal("시가 묻습니다", origin="institution", by=make.person("두리"))
    procedures.publish_rules(slug="seoul-2019", data=changed(rename), at=AT, actor=None)
    number, refused = procedures.move_cases(slug="seoul-2019", to=2, at=AT, actor=None)
    assert number == 1
    assert {key: error.code for key, error in refused.items()} == {제안.case.key: "cannot-move"}
    assert make.case(asks).rules.number == 2
    assert make.case(제안).rules.number == 1


def test_옮긴_건은_새_기준의_나라_달력으로_센다(제안):
    """Children's Day (5 May 2019, a Sunday, with Monday off) is a holiday in Korea, not in Finland."""
    make.paper(제안, 49, at=AT + make.days(1))

    def finnish(data):
        data["calendar"] = "FI"
        data["stages"]["collecting"]["deadline"] = {"days": 90}

    moved(make.case(제안), finnish)
    make.paper(제안, 1, at=make.moment("2019-04-15 10:00"))
    assert Duty.objects.get().due == make.moment("2019-05-07 00:00")


# ── 기록과 알림 ──────────────────────────────────────────────────────────────────────────────────────────────────


def test_한_일마다_기록은_꼭_한_줄이고_누가_했는지_남는다(db, 교통과):
    하나, 세종, 네온 = make.person("하나", key="하나"), make.officer(department=교통과), make.staff()
    begun = Entry.objects.order_by("-pk").values_list("pk", flat=True)[0]
    matter = make.proposal(by=하나, key="a")
    make.support(matter, 하나)
    make.support(matter, 하나)
    supports.withdraw_support(proposal=matter, person=하나, at=AT)
    supports.withdraw_support(proposal=matter, person=하나, at=AT)
    make.paper(matter, 500, by=네온)
    duties.assign_department(case_key="a", department=교통과, at=AT, actor=네온)
    from datetime import date

    duties.extend_duty(case_key="a", duty="answer", until=date(2019, 4, 30), reason="조사", at=AT, actor=세종)
    request = AnswerRequest.objects.get()
    answers.draft_answer(request=request, decision="accept", text="초안", edition=0, at=AT, actor=세종)
    version = make.answered(matter, actor=세종)
    answers.correct_answer(request=version.request, text="고침", reason="틀림", at=AT, actor=세종)
    decisions.decide(case_key="a", kind="agenda", decision="defer", reason="다음에", at=AT, actor=네온)
    decisions.decide(case_key="a", kind="agenda", decision="select", at=AT, actor=네온)
    procedures.add_holiday(day=date(2019, 4, 1), name="쉬는 날", at=AT, actor=네온)
    told = list(Entry.objects.filter(pk__gt=begun).order_by("pk").values_list("verb", "actor"))
    by_people = [entry for entry in told if entry[1] != "system"]
    하나다, 세종이다, 네온이다 = (each.actor for each in (하나, 세종, 네온))
    assert by_people == [
        ("proposal.submit", 하나다),
        ("support.cast", 하나다),
        ("support.withdraw", 하나다),
        ("support.batch", 네온이다),
        ("case.assign", 네온이다),
        ("duty.extend", 세종이다),
        ("answer.draft", 세종이다),
        ("answer.publish", 세종이다),
        ("answer.correct", 세종이다),
        ("agenda.decide", 네온이다),
        ("agenda.decide", 네온이다),
        ("holiday.add", 네온이다),
    ]
    by_clock = [verb for verb, actor in told if actor == "system" and verb.startswith("case.")]
    assert by_clock == [
        "case.enter",
        *["case.mark", "case.enter"] * 2,
        *["case.leave", "case.enter"] * 2,
    ]


def test_기록은_고칠_수도_지울_수도_없다(db):
    record(at=AT, actor="system", verb="case.close", subject="case:a")
    entry = Entry.objects.get(subject="case:a")
    entry.verb = "case.open"
    with pytest.raises(TypeError):
        entry.save()
    with pytest.raises(TypeError):
        entry.delete()


def test_기록에는_사람이_쓴_글이_남지_않는다(db, 교통과):
    """Keys and numbers only; the reason of a decision is the one text, and it is public by its nature."""
    matter = make.proposal("비밀 제목", body="비밀 본문", by=make.person("비밀 이름", email="secret@gaon.example"))
    make.paper(matter, 50)
    make.answered(matter, by=교통과, text="비밀 답변")
    assert not [
        e for e in Entry.objects.all() if "비밀" in str(e.facts) or "secret@" in str(e.facts) + e.subject + e.actor
    ]


def test_알림은_부서마다_한_번_제안한_사람에게_한_번이다(db, 교통과):
    공원과 = make.department("공원녹지과")
    하나 = make.person("하나", email="hana@gaon.example")
    matter = make.proposal(by=하나)
    make.assigned(matter, 교통과)
    make.paper(matter, 50)
    for each in (교통과, 공원과, 교통과, 공원과):
        make.assigned(matter, each)
    make.answered(matter)
    told = list(Notice.objects.order_by("pk").values_list("kind", "department__name", "person__name"))
    assert told == [
        ("answer-requested", "교통정책과", None),
        ("answer-requested", "공원녹지과", None),
        ("answered", None, "하나"),
    ]


def test_두_사람이_쓰던_초안은_서로_덮어쓰지_않는다(제안, 교통과):
    make.paper(제안, 50)
    request = AnswerRequest.objects.get()
    draft = {"request": request, "decision": "accept", "at": AT, "actor": None}
    answers.draft_answer(text="세종이 쓴 초안", edition=0, **draft)
    with pytest.raises(Refused) as refused:
        answers.draft_answer(text="다온이 쓴 초안", edition=0, **draft)
    assert refused.value.code == "changed-meanwhile"
    request.refresh_from_db()
    assert (request.draft_text, request.edition) == ("세종이 쓴 초안", 1)
    with pytest.raises(Refused):
        answers.publish_answer(
            case_key=제안.case.key, decision="accept", text="x", department=교통과, edition=0, at=AT, actor=None
        )


def test_제안이_보이는_곳은_단계를_따라간다(db):
    petition = make.proposal(procedure="bluehouse-2019", by=make.person("하나"))
    seen = lambda: Proposal.objects.get(pk=petition.pk).visibility  # noqa: E731
    assert seen() == "unlisted"
    make.supports(petition, 100)
    assert seen() == "unlisted"
    decisions.decide(case_key=petition.case.key, kind="review", decision="pass", at=AT, actor=None)
    assert seen() == "public"


# ── 기준과 상관없이 끝냄 ─────────────────────────────────────────────────────────────────────────────────────────


def ended(proposal, *, at, decide=None):
    with journey.moving(proposal.case.key, at=at, actor=None) as moving:
        if decide:
            moving.decided(moving.open_visit(decide), "done")
        moving.end("retired", why="duplicate")


def test_끝내면_열린_단계가_모두_그때_닫히고_남은_약속은_풀린다(제안, 교통과):
    make.supports(제안, 50)
    ended(제안, at=AT + make.days(3))
    visits = StageVisit.objects.filter(case=제안.case)
    assert {(v.outcome, v.left, v.facts["supports"], v.facts["why"]) for v in visits} == {
        ("retired", AT + make.days(3), 50, "duplicate")
    }
    duty = Duty.objects.get()
    assert (duty.kept_at, duty.released_at) == (None, AT + make.days(3))
    case = make.case(제안)
    assert (case.closed_at, case.wake_at) == (AT + make.days(3), None)
    assert Entry.objects.filter(subject=case.subject, verb="case.close").count() == 1
    assert Tally.objects.get(case=case).wake is None


def test_끝난_건에는_더는_아무_일도_일어나지_않는다(제안):
    make.supports(제안, 49)
    ended(제안, at=AT + make.days(3))
    with pytest.raises(Refused, match="공감을 받는 기간이 아니에요"):
        make.support(제안, make.person("두리"), at=AT + make.days(4))
    make.tick(END + make.days(100))
    assert not Mark.objects.exists()
    with pytest.raises(Refused) as refused:
        ended(제안, at=END)
    assert refused.value.code == "case-closed"


def test_끝내기_전에_넘은_기준은_넘은_것이다(제안):
    counted(제안, make.crowd(50), AT + make.days(2))
    ended(제안, at=AT + make.days(3))
    assert Mark.objects.get().at == AT + make.days(2)
    assert Duty.objects.get().released_at == AT + make.days(3)


def test_끝내면서_결정한_단계의_약속은_지킨_것이다(제안):
    make.supports(제안, 50)
    ended(제안, at=AT + make.days(3), decide="answer")
    assert Duty.objects.get().kept_at == AT + make.days(3)
