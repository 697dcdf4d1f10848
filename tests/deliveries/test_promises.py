"""실행: reports are owed quarter by quarter, silence is late in public, and those who stood behind it judge the promise."""

import pytest

from madang.actions import answers, decisions, duties, handing, texts, verdicts
from madang.audit.models import Entry
from madang.deliveries.models import Delivery, Verdict
from madang.procedures.models import Duty, StageVisit
from tests import make
from tests.deliveries.delivering import accepted, delivery_of, finished, planned, refused, reported

pytestmark = pytest.mark.django_db
하루뒤 = make.AT + make.days(1)  # when execution begins: 2019-03-05


@pytest.fixture
def 자전거(db):
    make.procedure()
    return accepted(key="bike", department=make.department("교통정책과", key="mobility"))


def 보고(proposal):
    return list(Duty.objects.filter(case=proposal.pk, round__gt=0).order_by("round"))


def test_분기마다_보고를_빚지고_늦은_분기는_다음_분기를_밀지_않는다(자전거):
    make.tick(make.moment("2019-12-10 09:00"))
    days = [make.moment(day) for day in ("2019-06-06", "2019-09-06", "2019-12-06", "2020-03-06")]
    # 2019-06-05 is the day before Memorial Day; each ends with its own day, whatever became of the one before.
    assert [duty.due for duty in 보고(자전거)] == days
    reported(자전거, at=make.moment("2019-12-10 10:00"))
    first, second, *_ = 보고(자전거)
    assert first.kept_at is not None
    assert second.kept_at is None


def test_늦은_까닭은_가장_오래_늦은_보고에_붙고_골라서_붙일_수도_있다(자전거):
    at = make.moment("2019-10-01 09:00")
    told = {"case_key": "bike", "duty": "report", "actor": None}
    assert duties.explain_lateness(reason="설계 변경", at=at, **told).round == 1
    assert duties.explain_lateness(reason="담당자 교체", at=at, number=2, **told).round == 2
    with refused("not-late"):
        duties.explain_lateness(reason="미리", at=at, number=3, **told)
    reported(자전거, at=at + make.days(1))
    assert duties.explain_lateness(reason="다시", at=at + make.days(2), **told).round == 2
    assert [duty.late_reason for duty in 보고(자전거)] == ["설계 변경", "다시", ""]


def test_보고는_연장할_수_없다(자전거):
    with refused("report-not-extendable"):
        duties.extend_duty(
            case_key="bike",
            duty="report",
            until=make.moment("2019-07-31").date(),
            reason="바빠서",
            at=하루뒤,
            actor=None,
        )


def test_넘겨받은_부서가_남은_보고를_빚지고_한_보고는_한_부서의_것으로_남는다(자전거):
    공원과 = make.department("공원녹지과", key="parks")
    reported(자전거, at=make.moment("2019-04-01 09:00"))
    make.tick(make.moment("2019-06-10 09:00"))
    handing.hand_over(
        case_key="bike", department=공원과, reason="공원 안의 길", at=make.moment("2019-06-11 09:00"), actor=None
    )
    assert [duty.department.key for duty in 보고(자전거)] == ["mobility", "parks"]
    handing.refuse_case(case_key="bike", reason="다시 교통과로", at=make.moment("2019-06-12 09:00"), actor=None)
    assert [duty.department and duty.department.key for duty in 보고(자전거)] == ["mobility", None]
    make.tick(make.moment("2019-09-10 09:00"))  # nobody has it: the next one is owed by nobody yet
    assert [duty.owed_by for duty in 보고(자전거)][1:] == ["department", "department"]
    duties.assign_department(case_key="bike", department=공원과, at=make.moment("2019-09-11 09:00"), actor=None)
    assert [duty.owed_by for duty in 보고(자전거)][1:] == ["department:parks", "department:parks"]


def test_계획을_고치면_옛_계획이_일정과_까닭과_함께_남고_닿은_곳은_그대로다(자전거):
    planned(자전거, at=하루뒤)
    reported(
        자전거, at=make.moment("2019-05-20 09:00"), percent=30, reached=[("설계", make.moment("2019-05-20").date())]
    )
    with refused("reason-empty"):
        planned(자전거, at=make.moment("2019-06-01 09:00"))
    planned(
        자전거, at=make.moment("2019-06-01 09:00"), plan="길을 더 넓게 냅니다.", reason="주민 요청",
        milestones=[("설계", make.moment("2019-05-31").date()), ("포장", None)],
    )  # fmt: skip
    found = delivery_of(자전거)
    assert [(one.reason, one.steps) for one in found.earlier.all()] == [
        ("주민 요청", [["설계", "2019-05-31"], ["공사", "2019-09-30"]])
    ]
    assert [(step.name, step.done_on is not None) for step in found.milestones.all()] == [
        ("설계", True),
        ("포장", False),
    ]
    assert found.number == 2


def test_그_사이_남이_고쳤으면_덮어쓰지_않는다(자전거):
    planned(자전거, at=하루뒤, after=0)
    for stale in (
        lambda: planned(자전거, at=하루뒤, after=0, reason="x"),
        lambda: reported(자전거, at=하루뒤, after=3),
    ):
        with refused("changed-meanwhile"):
            stale()


def test_없는_일정에_닿았다고_할_수_없다(자전거):
    planned(자전거, at=하루뒤)
    with refused("no-such-milestone"):
        reported(자전거, at=하루뒤, reached=[("개통", 하루뒤.date())])


def test_실행하는_건은_철회도_다른_창구_안내도_할_수_없다(자전거):
    with refused("route-too-late"):
        decisions.route_case(case_key="bike", code="complaint", reason="민원", at=하루뒤, actor=None)
    with refused("retire-too-late"):
        texts.retire_proposal(case_key="bike", code="duplicate", at=하루뒤, actor=자전거.author)


def test_마친_뒤_다시_수용되면_새_실행이_시작된다(db):
    """답변으로 한 번, 의제가 되어 시장이 수용해 또 한 번."""
    make.procedure()
    제안 = accepted(key="bike", supports=500)
    finished(제안, at=make.AT + make.days(10))
    decisions.decide(
        case_key="bike", kind="agenda", decision="select", at=make.AT + make.days(12), actor=None, form="open",
        question="어디부터 이을까요?",
    )  # fmt: skip
    from madang.actions import forums, tasks

    forums.open_forum(case_key="bike", at=make.AT + make.days(13), actor=None)
    at = make.AT + make.days(50)
    make.tick(at)
    tasks.finish_task(case_key="bike", act="deliver", at=at, actor=None)
    answers.publish_answer(case_key="bike", decision="accept", text="더 잇겠습니다.", at=at, actor=None)
    tasks.finish_task(case_key="bike", act="publish", at=at, actor=None)
    first, second = Delivery.objects.filter(case=제안.pk).order_by("pk")
    assert (first.key, second.key) == ("bike", "bike-2")
    assert first.finished_at is not None
    assert second.finished_at is None
    reported(제안, at=at + make.days(1))
    assert second.updates.count() == 1
    assert first.updates.count() == 0


# ── 이 약속은 지켜졌나요? ──


def test_공감했거나_제안한_사람만_한_번_말하고_바꾸고_거둘_수_있다(자전거):
    found, at = delivery_of(자전거), make.moment("2019-06-10 09:00")
    두리 = make.person("두리")
    with refused("verdict-not-yours"):
        verdicts.give_verdict(delivery=found, person=두리, verdict="kept", at=at)
    make.support(자전거, 두리, at=make.AT + make.days(2))
    verdicts.give_verdict(delivery=found, person=두리, verdict="partly", text="반만 이어졌어요", at=at)
    verdicts.give_verdict(delivery=found, person=두리, verdict="not", text="아직 끊겨 있어요", at=at)
    verdicts.give_verdict(delivery=found, person=자전거.author, verdict="kept", at=at)
    assert sorted(found.verdicts.values_list("verdict", "text")) == [("kept", ""), ("not", "아직 끊겨 있어요")]
    assert verdicts.withdraw_verdict(delivery=found, person=두리, at=at)
    assert not verdicts.withdraw_verdict(delivery=found, person=두리, at=at)
    assert Verdict.objects.get(person=두리).text == ""
    verdicts.give_verdict(delivery=found, person=두리, verdict="kept", at=at)
    assert Verdict.objects.get(person=두리).state == "shown"
    with refused("verdict-missing"):
        verdicts.give_verdict(delivery=found, person=두리, verdict="maybe", at=at)


def test_묶인_제안에_공감한_사람도_말할_수_있다(자전거):
    from madang.agenda.models import AgendaItem

    다른 = make.proposal("보행로도 이어 주세요", key="walk")
    공감한, 남 = make.person("두리"), make.person("세나")
    make.support(다른, 공감한)
    visits = {case: StageVisit.objects.filter(case=case).first() for case in (자전거.pk, 다른.pk)}
    lead = AgendaItem.objects.create(case_id=자전거.pk, visit=visits[자전거.pk], at=make.AT)
    AgendaItem.objects.create(case_id=다른.pk, visit=visits[다른.pk], at=make.AT, lead=lead)
    assert verdicts.may_judge(공감한, delivery_of(자전거))
    assert not verdicts.may_judge(남, delivery_of(자전거))


def test_번호는_가려지고_가려진_말의_평가는_그대로_센다(자전거):
    from madang.actions.moderation import hide_content, show_content

    found, at = delivery_of(자전거), make.moment("2019-06-10 09:00")
    말 = verdicts.give_verdict(
        delivery=found, person=자전거.author, verdict="not", text="010-1234-5678로 전화 주세요", at=at
    )
    assert "1234" not in Verdict.objects.get().text
    hide_content(subject=f"verdict:{말.key}", code="personal", note="", at=at, actor=None)
    assert Verdict.objects.get().state == "hidden"
    verdicts.give_verdict(delivery=found, person=자전거.author, verdict="partly", text="다시 씁니다", at=at)
    assert (Verdict.objects.get().state, Verdict.objects.get().verdict) == ("hidden", "partly")
    show_content(subject=f"verdict:{말.key}", note="고쳤음", at=at, actor=None)
    assert Verdict.objects.get().state == "shown"
    assert set(Entry.objects.filter(subject=f"verdict:{말.key}").values_list("verb", flat=True)) >= {
        "delivery.verdict", "verdict.hide", "verdict.show",
    }  # fmt: skip


def test_기다리던_건은_깨어나_시계를_얻는다(자전거):
    """0006_wake_cases_that_waited: a case that came to execution before it could run."""
    from importlib import import_module

    from django.apps import apps

    from madang.procedures.models import Case

    visit = StageVisit.objects.get(case=자전거.pk, kind="execute")
    Delivery.objects.all().delete()
    Duty.objects.filter(visit=visit).delete()  # as the release before left it
    StageVisit.objects.filter(pk=visit.pk).update(facts={}, due=None)
    Case.objects.filter(pk=자전거.pk).update(wake_at=None)
    import_module("madang.procedures.migrations.0006_wake_cases_that_waited").wake(apps, None)
    at = make.moment("2019-08-01 09:00")
    make.tick(at)
    assert delivery_of(자전거).key == "bike"
    [report] = 보고(자전거)
    assert report.since == at  # nobody is late for a time in which nobody knew of it
    assert report.due > at
