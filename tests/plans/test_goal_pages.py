"""목표 쪽: 세우고, 고치고, 근거를 모으고, 시민에게 보인다."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from madang.actions import goals, metrics, phases, plans
from madang.audit.models import Entry
from madang.base import clock
from madang.people.models import Person, Role
from madang.plans.models import Evidence, Goal, HandCount, Phase
from tests import make, make_goals, make_plans

pytestmark = pytest.mark.django_db
NOW = make.moment("2019-07-02 10:00")
GOALS = "/staff/plans/2019/goals"


def signed_in(person: Person) -> Client:
    browser = Client()
    browser.force_login(person)
    return browser


@pytest.fixture(autouse=True)
def _stands() -> object:
    with clock.standing_at(NOW):
        yield


@pytest.fixture
def 네온() -> Client:
    make_plans.plan(2019)
    return signed_in(make.staff("네온 PM"))


def sent(**more: object) -> dict[str, object]:
    return {
        "name": "시민제안 늘리기", "metric": "citizen_proposals", "target": "120", "starts": "2019-01-01",
        "ends": "2019-12-31", "owner_role": "", "owner": "", "note": "", **more,
    }  # fmt: skip


def test_숫자_목표를_세우면_지금_수와_얼마나_뒤처졌는지_보인다(네온: Client) -> None:
    make.proposal()
    answer = 네온.post(f"{GOALS}/new", sent(), follow=True)
    쪽 = answer.content.decode()
    assert "1건" in 쪽
    assert "58건 뒤처짐" in 쪽  # 182 of 365 days are over: 59 of 120
    assert "오늘까지 59건 필요" in 쪽
    assert Goal.objects.get().target == 120


def test_비율은_목표와_바로_견준다(네온: Client) -> None:
    make_goals.number("제때 답하기", metric="answered_in_time", target=90)
    assert "아직 판가름 난 것이 없어요" in 네온.get(GOALS).content.decode()


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"target": "0"}, "목표값은 0보다 커야 해요"),
        ({"target": "-5"}, "목표값은 0보다 커야 해요"),
        ({"target": "1.5"}, "소수점 없이"),
        ({"target": "99999999999"}, "목표값이 너무 커요"),
        ({"target": "많이"}, "목표값을 숫자로"),
        ({"target": "NaN"}, "목표값을 숫자로"),
        ({"metric": "answered_in_time", "target": "101"}, "100%를 넘을 수 없어요"),
        ({"metric": "days_to_answer", "target": "5000"}, "3,660"),
        ({"metric": "하늘의 별"}, "올바르게 선택해 주세요"),
        ({"starts": "2019-12-31", "ends": "2019-01-01"}, "끝나는 날이 시작하는 날보다 앞서요"),
        ({"starts": "0019-01-01"}, "해는"),
        ({"name": "ㅤ"}, "적어"),
    ],
)
def test_터무니없는_목표는_까닭과_함께_되돌리고_적은_것은_남는다(
    네온: Client, wrong: dict[str, str], words: str
) -> None:
    answer = 네온.post(f"{GOALS}/new", sent(note="남아야 할 말", **wrong))
    쪽 = answer.content.decode()
    assert answer.status_code == 422
    assert words in 쪽
    assert "남아야 할 말" in 쪽
    assert not Goal.objects.exists()


def test_같은_지표를_겹치는_날에_재면_알려_주되_막지_않는다(네온: Client) -> None:
    make_goals.number("제안 백 건")
    answer = 네온.post(f"{GOALS}/new", sent(name="제안 이백 건", starts="2019-06-01"), follow=True)
    assert "겹치는 날에 재는 목표가 또 있어요: 제안 백 건" in answer.content.decode()
    assert Goal.objects.count() == 2


def test_지난_수의_열_배가_넘는_목표와_맡은_사람이_없는_역할은_알려_준다(네온: Client) -> None:
    make.proposal(at=make.moment("2018-05-01 10:00"))
    쪽 = 네온.post(f"{GOALS}/new", sent(owner_role="promotion"), follow=True).content.decode()
    assert "동안의 수는 1건" in 쪽
    assert "홍보 스탭 역할을 맡은 사람이 아직 없어요" in 쪽


def test_그_사이_동료가_고쳤으면_덮어쓰지_않고_적은_것을_남긴다(네온: Client) -> None:
    목표 = make_goals.number()
    본판 = 목표.edition
    make_goals.number("동료의 이름", key=목표.key, after=본판)
    answer = 네온.post(f"{GOALS}/{목표.key}/edit", sent(name="나의 이름", edition=본판))
    쪽 = answer.content.decode()
    assert answer.status_code == 409
    assert "나의 이름" in 쪽
    assert "동료의 이름" in 쪽
    assert Goal.objects.get().name == "동료의 이름"
    again = 네온.post(f"{GOALS}/{목표.key}/edit", sent(name="나의 이름", edition=본판 + 1))
    assert again.status_code == 302
    assert Goal.objects.get().name == "나의 이름"


def test_숫자를_누르면_그_뒤에_있는_건이_쪽마다_나온다(네온: Client) -> None:
    목표 = make_goals.number()
    for number in range(53):
        make.proposal(f"제안 {number}번")
    쪽 = 네온.get(f"{GOALS}/{목표.key}").content.decode()
    assert 쪽.count("번</bdi></a></th>") == 50
    assert "?from=50" in 쪽
    assert 네온.get(f"{GOALS}/{목표.key}?from=50").content.decode().count("번</bdi></a></th>") == 3
    assert 네온.get(f"{GOALS}/{목표.key}?from=없음").status_code == 200


def test_근거에는_날짜와_파일이_있고_뺄_수_있다(네온: Client) -> None:
    물음 = make_goals.question()
    파일 = SimpleUploadedFile("설문.txt", "열에 넷이 들어 보았다".encode())
    form = {"kind": "survey", "on": "2019-05-02", "text": "열에 넷", "link": "https://gaon.example/s", "file": 파일}
    쪽 = 네온.post(f"{GOALS}/{물음.key}/evidence", form, follow=True).content.decode()
    assert "열에 넷" in 쪽
    assert "설문.txt" in 쪽
    근거 = Evidence.objects.get()
    받은 = 네온.get(f"{GOALS}/{물음.key}/evidence/{근거.key}")
    assert b"".join(받은.streaming_content).decode() == "열에 넷이 들어 보았다"
    assert 받은["Content-Disposition"].startswith("attachment")
    네온.post(f"{GOALS}/{물음.key}/evidence/{근거.key}/remove")
    assert "설문.txt" not in 네온.get(f"{GOALS}/{물음.key}").content.decode()
    assert Evidence.objects.get().file is None


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"on": "2019-07-03"}, "아직 오지 않은 날"),
        ({"link": "javascript:alert(1)"}, "https://"),
        ({"text": " "}, "내용을 적어"),
        ({"file": SimpleUploadedFile("그림.png", b"<html><script>")}, "그림"),
        ({"file": SimpleUploadedFile("문서.pdf", b"MZ\x90\x00exe")}, "파일"),
    ],
)
def test_근거가_될_수_없는_것은_까닭을_말하고_적은_것은_남는다(
    네온: Client, wrong: dict[str, object], words: str
) -> None:
    물음 = make_goals.question()
    form = {"kind": "note", "on": "2019-05-02", "text": "남아야 할 말", "link": "", **wrong}
    answer = 네온.post(f"{GOALS}/{물음.key}/evidence", form)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not Evidence.objects.exists()


def test_판단은_날짜와_이름과_함께_남고_비우면_거둔다(네온: Client) -> None:
    물음 = make_goals.question()
    쪽 = 네온.post(f"{GOALS}/{물음.key}/judge", {"judgement": "아는 사람이 늘었다.", "edition": 1}, follow=True)
    assert "아는 사람이 늘었다." in 쪽.content.decode()
    assert Goal.objects.get().judged_by is not None
    old = 네온.post(f"{GOALS}/{물음.key}/judge", {"judgement": "늦은 손", "edition": 1})
    assert old.status_code == 409
    assert "늦은 손" in old.content.decode()
    네온.post(f"{GOALS}/{물음.key}/judge", {"judgement": "", "edition": 2})
    assert Goal.objects.get().judged_at is None


def test_그만둔_목표는_남아_있고_되살릴_수_있다(네온: Client) -> None:
    목표 = make_goals.number()
    네온.post(f"{GOALS}/{목표.key}/drop")
    assert "그만둔 목표" in 네온.get(GOALS).content.decode()
    assert 네온.post(f"{GOALS}/{목표.key}/edit", sent(edition=2)).status_code == 422
    네온.post(f"{GOALS}/{목표.key}/drop", {"do": "restore"})
    assert Goal.objects.get().dropped_at is None


def test_방문_수는_손으로_적고_같은_날을_다시_적으면_마지막_것이_남는다(네온: Client) -> None:
    목표 = make_goals.number("방문 늘리기", metric="visits", target=1000)
    for value in ("900", "950"):
        form = {"metric": "visits", "on": "2019-06-30", "value": value, "note": "누리집 통계"}
        assert 네온.post(f"{GOALS}/figures", form).status_code == 302
    assert HandCount.objects.get().value == 950
    assert Entry.objects.filter(verb="metric.enter").count() == 2
    assert "950회" in 네온.get(f"{GOALS}/{목표.key}").content.decode()
    late = 네온.post(f"{GOALS}/figures", {"metric": "visits", "on": "2019-07-03", "value": "1", "note": ""})
    assert "아직 오지 않은 날" in late.content.decode()


def test_국면의_조건을_이루면_시계가_알아보고_다음_국면은_사람이_시작한다(네온: Client) -> None:
    make_goals.phase(1, begun=True, citizen_proposals=(1, 30))
    make_goals.phase(2, "넓히기")
    make.proposal(at=make.AT + make.days(2))
    assert "다음은 국면 2" not in 네온.get(GOALS).content.decode()
    phases.look(at=NOW)  # nobody looked for four months: found as of its own midnight
    첫 = Phase.objects.get(number=1)
    assert 첫.met_at == make.moment("2019-03-07 00:00")
    phases.look(at=NOW)
    assert Phase.objects.get(number=1).met_at == 첫.met_at
    assert "다음 국면 시작할지 정하기" in 네온.get("/staff/").content.decode()
    assert "다음은 국면 2, 넓히기" in 네온.get(GOALS).content.decode()
    네온.post(f"{GOALS}/phases/2/begin")
    assert Phase.objects.get(number=1).ended_at == NOW
    assert Phase.objects.get(number=2).begun_at == NOW
    assert "다음 국면 시작할지 정하기" not in 네온.get("/staff/").content.decode()


def test_국면의_조건은_지표와_값과_날수가_맞아야_한다(네온: Client) -> None:
    form = {"name": "자리 잡기", "aim": "", "metric": ["supports", ""], "least": ["백", ""], "days": ["30", "90"]}
    answer = 네온.post(f"{GOALS}/phases/1", form)
    assert answer.status_code == 422
    assert "조건마다 지표와 목표값" in answer.content.decode()
    네온.post(f"{GOALS}/phases/1", {**form, "least": ["100", ""]})
    assert Phase.objects.get().conditions == [{"metric": "supports", "least": "100", "days": 30}]


def test_시민은_기관이_보이기로_한_목표만_본다() -> None:
    계획 = make_plans.plan(2019)
    make_goals.number()
    make_goals.question()
    assert Client().get("/goals").status_code == 404
    plans.set_plan(plan=계획, title="계획", goals_public=True, at=make.AT, actor=None)
    쪽 = Client().get("/goals").content.decode()
    assert "시민제안 늘리기" in 쪽
    assert "시민은 이곳을 어떻게 알게 되나?" in 쪽
    assert "/staff/" not in 쪽
    assert Client().get("/goals?year=2018").status_code == 404
    assert "/goals?year=2019" not in Client().get("/plan/2019").content.decode()
    plans.publish_plan(plan=계획, at=make.AT, actor=None)
    assert "/goals?year=2019" in Client().get("/plan/2019").content.decode()


def test_읽기만_하는_사람에게는_고치는_단추가_없다() -> None:
    목표 = make_goals.number()
    감사 = signed_in(make.staff("바람 감사", Role.AUDITOR))
    쪽 = 감사.get(f"{GOALS}/{목표.key}").content.decode()
    assert "목표 고치기" not in 쪽
    assert 감사.post(f"{GOALS}/{목표.key}/judge", {"judgement": "x", "edition": 1}).status_code == 404
    assert 감사.post(f"{GOALS}/figures", {}).status_code == 404
    assert signed_in(make.officer(department=make.department())).get(GOALS).status_code == 404


def test_목표가_서른이어도_질의는_늘지_않는다(네온: Client, django_assert_max_num_queries: object) -> None:
    keys = [key for key, metric in metrics.METRICS.items() if metric.kind != "median"]
    for number in range(30):
        month = date(2019, number % 12 + 1, 1)
        make_goals.number(f"목표 {number}", metric=keys[number % len(keys)], target=50, starts=month)
    네온.get(GOALS)
    with django_assert_max_num_queries(30):  # type: ignore[operator]
        assert 네온.get(GOALS).content.decode().count("goal__figure") == 30


def test_국면과_목표와_근거는_사건으로_이야기되어_그대로_되살아난다(tmp_path: object) -> None:
    from madang.ops import export

    물음 = make_goals.question()
    근거 = make_goals.evidence(물음)
    make_goals.number(owner=make.staff("네온 PM"), owner_role="pm")
    make_goals.phase(1, begun=True, supports=(10, 30))
    goals.judge_goal(goal=물음, judgement="좋아지고 있다.", at=make.AT, actor=None)
    told = {event["do"]: event for event in export.events()}
    assert told["evidence.add"]["evidence"] == 근거.key
    assert Decimal(told["goal.set"]["target"]) == 120
    assert told["phase.set"]["conditions"] == [{"metric": "supports", "least": "10", "days": 30}]
    assert {"phase.begin", "goal.judge"} <= set(told)
