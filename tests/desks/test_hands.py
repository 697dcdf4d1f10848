"""손에서 손으로: 넘기고, 돌려주고, 함께 답하고, 다른 창구로 안내한다. 시계는 멈추지 않는다."""

from datetime import timedelta

import pytest

from madang.actions import answers, contributions, decisions, duties, handing
from madang.answers.models import AnswerRequest, Contribution
from madang.base.errors import Refused
from madang.notices.models import Notice
from madang.people.models import Role
from madang.procedures.hands import way
from madang.procedures.models import Case, Duty
from tests import make

pytestmark = pytest.mark.django_db
AT = make.AT


@pytest.fixture
def 도로과(db):
    return make.department("도로과", key="roads")


def stretches(key, now):
    case = Case.objects.get(key=key)
    hands = case.hands.select_related("department").order_by("since", "pk")
    return [(s.department.key if s.department else None, s.time) for s in way(hands, now, case.closed_at)]


def test_넘기고_돌려준_시간이_부서마다_분까지_맞고_마감은_그대로다(자전거, 도로과, 세종, 담당자):
    due = Duty.objects.get().due
    handing.hand_over(
        case_key="bike", department=도로과, reason="도로 점용 일입니다", at=AT + timedelta(days=3, hours=4), actor=세종
    )
    duty = Duty.objects.get()
    assert (duty.department, duty.due) == (도로과, due)
    handing.refuse_case(case_key="bike", reason="국가 도로입니다", at=AT + timedelta(days=4, hours=4), actor=None)
    assert Duty.objects.get().department is None
    make.assigned(자전거, 도로과, at=AT + timedelta(days=4, hours=9, minutes=30))
    assert stretches("bike", AT + timedelta(days=6)) == [
        ("mobility", timedelta(days=3, hours=4)),
        ("roads", timedelta(days=1)),
        (None, timedelta(hours=5, minutes=30)),
        ("roads", timedelta(days=1, hours=14, minutes=30)),
    ]
    assert Duty.objects.get().due == due
    told = Notice.objects.filter(kind="work-handed-over")
    assert set(told.values_list("department__key", "person__key")) == {("roads", None), (None, 담당자.key)}


def test_아무도_안_맡은_건은_넘길_수_없고_같은_부서로도_못_넘기며_이유가_있어야_한다(교통과, 공원과):
    make.proposal("가로등", key="lamp")
    for code, act in (
        ("nobody-has-it", lambda: handing.hand_over(case_key="lamp", department=공원과, reason="x", at=AT, actor=None)),
        ("nobody-has-it", lambda: handing.refuse_case(case_key="lamp", reason="x", at=AT, actor=None)),
        ("reason-needed", lambda: handing.refuse_case(case_key="lamp", reason="  ", at=AT, actor=None)),
    ):
        with pytest.raises(Refused) as refused:
            act()
        assert refused.value.code == code
    make.assigned(Case.objects.get().proposal, 공원과)
    with pytest.raises(Refused, match="이미"):
        handing.hand_over(case_key="lamp", department=공원과, reason="x", at=AT, actor=None)


def test_함께할_부서는_답변이_열릴_때_저절로_요청받고_준_의견의_부서가_함께_답한다(교통과, 공원과, 도로과):
    lamp = make.proposal("가로등", key="lamp", department=교통과)
    handing.ask_to_contribute(case_key="lamp", department=공원과, at=AT, actor=None)
    assert not Contribution.objects.exists()
    make.supports(lamp, 50)
    one = Contribution.objects.get()
    assert one.department == 공원과
    assert Notice.objects.filter(kind="contribution-asked", department=공원과).count() == 1
    with pytest.raises(Refused, match="이미"):
        handing.ask_to_contribute(case_key="lamp", department=공원과, at=AT, actor=None)
    with pytest.raises(Refused, match="맡은 부서"):
        handing.ask_to_contribute(case_key="lamp", department=교통과, at=AT, actor=None)
    handing.ask_to_contribute(case_key="lamp", department=도로과, note="점용 허가?", at=AT, actor=None)
    contributions.give_contribution(contribution=one, text="나무를 옮겨 심겠습니다.", at=AT, actor=None)
    roads = Contribution.objects.get(department=도로과)
    contributions.decline_contribution(contribution=roads, reason="우리 일이 아닙니다", at=AT, actor=None)
    with pytest.raises(Refused, match="이미"):
        contributions.give_contribution(contribution=roads, text="다시", at=AT, actor=None)
    version = make.answered(lamp)
    assert [d.key for d in version.joined_by.all()] == ["parks"]
    fixed = answers.correct_answer(
        request=AnswerRequest.objects.get(), text="고친 글", reason="날짜", at=AT, actor=None
    )
    assert [d.key for d in fixed.joined_by.all()] == ["parks"]
    ended = dict(Case.objects.get().hands.filter(part="contributing").values_list("department__key", "outcome"))
    assert ended == {"parks": "done", "roads": "refused"}


def test_다른_창구로_안내하면_건이_끝나고_의무가_풀리고_올린_사람이_듣는다(자전거, 네온):
    decisions.route_case(
        case_key="bike", code="complaint", reason="고장 신고입니다", to="epeople", link="https://www.epeople.go.kr/",
        at=AT + timedelta(hours=2), actor=네온,
    )  # fmt: skip
    case = Case.objects.get()
    assert case.closed_at == AT + timedelta(hours=2)
    assert set(case.visits.values_list("outcome", flat=True)) == {"routed"}
    assert case.visits.first().facts["reason"] == "고장 신고입니다"
    assert Duty.objects.get().released_at == case.closed_at
    assert not case.hands.filter(until=None).exists()
    assert Notice.objects.filter(kind="case-routed").count() == 1
    for more, code in (({"code": "complaint"}, "case-closed"), ({"code": "몰라"}, "unknown-decision")):
        with pytest.raises(Refused) as refused:
            decisions.route_case(case_key="bike", reason="또", at=AT + timedelta(hours=3), actor=네온, **more)
        assert refused.value.code == code
    with pytest.raises(Refused, match="https"):
        decisions.route_case(case_key="bike", code="owned", reason="x", link="javascript:alert(1)", at=AT, actor=네온)


def test_늦은_까닭은_늦은_다음에야_적는다(자전거):
    due = Duty.objects.get().due_now
    with pytest.raises(Refused) as refused:
        duties.explain_lateness(
            case_key="bike", duty="answer", reason="아직", at=due - timedelta(seconds=1), actor=None
        )
    assert refused.value.code == "not-late"
    duties.explain_lateness(case_key="bike", duty="answer", reason="구청과 협의 중", at=due, actor=None)
    assert Duty.objects.get().late_reason == "구청과 협의 중"
    make.answered(자전거, at=due + timedelta(days=1))
    duties.explain_lateness(
        case_key="bike", duty="answer", reason="협의가 늦었습니다", at=due + timedelta(days=2), actor=None
    )
    assert Duty.objects.get(key="answer").late_reason == "협의가 늦었습니다"


def test_부서_담당자의_권한은_자기_부서_건을_넘기는_데까지다(교통과, 공원과, 세종):
    from madang.people.rights import may

    assert may(세종, "case.hand", department=교통과)
    assert not may(세종, "case.hand", department=공원과)
    assert may(make.staff("상담", Role.CITIZEN_PROPOSALS), "case.route")
