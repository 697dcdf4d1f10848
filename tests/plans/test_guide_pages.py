"""안내: one question a screen; what is sent is kept, what is wrong is said, and nobody is overwritten."""

from __future__ import annotations

import pytest
from django.test import Client

from madang.actions import plan_criteria
from madang.plans.models import Goal, Phase, Plan, Project
from madang.procedures.models import Procedure
from madang.rules.document import preset
from madang.web.staff.plan_guide import SCREENS
from tests import make, make_plans

pytestmark = pytest.mark.django_db


@pytest.fixture
def 네온():
    return make.staff("네온 PM", role="officer")


@pytest.fixture
def browser(네온, client: Client) -> Client:
    client.force_login(네온)
    return client


def test_빈_기관에서_모든_물음에_답하면_시민이_제안할_수_있다(browser: Client) -> None:
    answered = browser.post("/staff/plans", {"year": "2026", "title": ""}, follow=True)
    assert answered.redirect_chain[-1][0] == "/staff/plans/2026/guide/goals/numbers"
    assert "올해 무엇을 얼마나" in answered.content.decode()
    where = "/staff/plans/2026/guide"
    sent = {"on_proposals": "yes", "target_proposals": "1,200", "target_participants": "x", "do": "next"}
    assert browser.post(f"{where}/goals/numbers", sent).headers["Location"] == f"{where}/goals/questions"
    goal = Goal.objects.get()
    assert (goal.metric, goal.target) == ("proposals", 1200)
    browser.post(f"{where}/goals/questions", {"question_0": "어떻게 알게 할까?", "do": "next"})
    assert (
        browser.post(f"{where}/goals/phases", {"name_1": "알리기", "aim_1": "", "do": "next"}).headers["Location"]
        == f"{where}/process/way"
    )
    assert Phase.objects.get().name == "알리기"
    page = browser.get(f"{where}/process/way").content.decode()
    assert "민주주의 서울 2019" in page
    browser.post(f"{where}/process/way", {"way": "seoul-2019", "do": "next"})
    browser.post(
        f"{where}/process/note",
        {"intro": "열어요", "process_note": "", "edition": Plan.objects.get().edition, "do": "next"},
    )
    page = browser.get(f"{where}/criteria/sentences").content.decode()
    assert "빈칸에 수를 정하면" in page
    assert "아직 부서가 없습니다" in page
    ask = "/stages/collecting/starts/0/when/at_least"
    sent = {ask: "30", "edition": Plan.objects.get().edition, "do": "next"}
    assert browser.post(f"{where}/criteria/sentences", sent).headers["Location"] == f"{where}/criteria/publish"
    page = browser.get(f"{where}/criteria/publish").content.decode()
    assert "기준 1판을 공개합니까?" in page
    assert f'href="{where}/criteria/sentences#id_/stages/collecting' in page  # what may go wrong is mended there
    answered = browser.post(
        f"{where}/criteria/publish", {"edition": Plan.objects.get().edition, "note": "작게 시작", "do": "publish"}
    )
    assert answered.headers["Location"] == f"{where}/projects/choose"
    rules = Procedure.objects.get(slug="proposals").current
    assert rules.data["stages"]["collecting"]["starts"][0]["when"]["at_least"] == 30
    assert "시민제안" in rules.data["name"]["ko"]
    sent = {"on_promotion": "yes", "runs_promotion": "2", "starts": "2026-03-01", "ends": "2026-12-31", "do": "next"}
    assert browser.post(f"{where}/projects/choose", sent).headers["Location"] == f"{where}/projects/people"
    assert Project.objects.get().runs.count() == 2
    page = browser.get(f"{where}/projects/people").content.decode()
    assert "누가 함께 운영합니까" in page
    sent = {"email_pm": "neon@gaon.example", "new_1": "교통과", "new_email_1": "sejong@gaon.example", "do": "next"}
    answered = browser.post(f"{where}/projects/people", sent)
    assert answered.headers["Location"] == f"{where}/projects/finish", answered.content.decode()
    page = browser.get(f"{where}/projects/finish").content.decode()
    assert "운영할 준비가 되었습니다" in page
    browser.post(f"{where}/projects/finish", {"do": "publish"})
    plan = Plan.objects.get()
    assert plan.published_at is not None
    assert plan.visited == list(Plan.STEPS)
    assert "열어요" in Client().get("/plan", follow=True).content.decode()
    assert Client().get("/propose").status_code == 302


def plan_with_draft(by) -> Plan:
    return plan_criteria.set_criteria(
        plan=make_plans.plan(2026), document=preset("seoul-2019").data, preset="seoul-2019", at=make.AT, actor=by
    )


WHERE = "/staff/plans/2026/guide/criteria/sentences"
ASK = "/stages/collecting/starts/0/when/at_least"


def test_문장을_더하고_빼면_그림과_문장이_바뀐다(browser: Client, 네온) -> None:
    plan = plan_with_draft(네온)
    answered = browser.post(WHERE, {ASK: "40", "edition": plan.edition, "do": "add-review"}, follow=True)
    assert "문장을 더했습니다" in answered.content.decode()
    plan.refresh_from_db()
    assert plan.criteria["entry"]["citizen"] == "review"
    assert plan.criteria["stages"]["collecting"]["starts"][0]["when"]["at_least"] == 40
    browser.post(WHERE, {"edition": plan.edition, "do": "remove-stage:agenda"})
    plan.refresh_from_db()
    assert "agenda" not in plan.criteria["stages"]


def test_틀린_수는_적은_그대로_남고_무엇이_되는지_말한다(browser: Client, 네온) -> None:
    plan = plan_with_draft(네온)
    answered = browser.post(WHERE, {ASK: "0", "edition": plan.edition, "do": "next"})
    page = answered.content.decode()
    assert answered.status_code == 422
    assert "쓸 수 있는 수: 1부터" in page
    assert f'name="{ASK}" value="0"' in page
    plan.refresh_from_db()
    assert plan.criteria["stages"]["collecting"]["starts"][0]["when"]["at_least"] == 50


def test_둘이_함께_고치면_덮어쓰지_않고_적은_수를_지킨다(browser: Client, 네온) -> None:
    plan = plan_with_draft(네온)
    두리 = make.staff("두리 PL", role="pl")
    theirs = preset("seoul-2019").data | {"name": {"ko": "두리의 절차", "en": "Duri's"}}
    plan_criteria.set_criteria(plan=plan, document=theirs, at=make.AT, actor=두리)
    answered = browser.post(WHERE, {ASK: "70", "edition": plan.edition, "do": "next"})
    page = answered.content.decode()
    assert answered.status_code == 409
    assert "두리 PL 님이 저장한" in page
    assert f'name="{ASK}" value="70"' in page
    plan.refresh_from_db()
    assert plan.criteria["name"]["ko"] == "두리의 절차"
    browser.post(WHERE, {ASK: "70", "edition": plan.edition, "do": "next"})
    plan.refresh_from_db()
    assert plan.criteria["stages"]["collecting"]["starts"][0]["when"]["at_least"] == 70


def test_목표에_0이나_글자를_적으면_말하고_지킨다(browser: Client) -> None:
    make_plans.plan(2026)
    for typed in ("0", "-3", "많이", "1e999", "NaN"):
        sent = {"on_proposals": "yes", "target_proposals": typed, "do": "next"}
        answered = browser.post("/staff/plans/2026/guide/goals/numbers", sent)
        assert answered.status_code == 422, typed
        assert f'value="{typed}"' in answered.content.decode()
    assert not Goal.objects.exists()
    sent = {"on_promotion": "yes", "runs_promotion": "천", "starts": "언제", "ends": "2026-12-31"}
    answered = browser.post("/staff/plans/2026/guide/projects/choose", sent)
    assert answered.status_code == 422
    assert "날짜를 2026-03-31처럼" in answered.content.decode()
    answered = browser.post("/staff/plans/2026/guide/projects/people", {"email_pm": "네온"})
    assert answered.status_code == 422
    assert 'value="네온"' in answered.content.decode()


def test_계획의_쪽과_종이가_열린다(browser: Client, 네온) -> None:
    plan_with_draft(네온)
    make_plans.project(
        "워크숍", of=Plan.objects.get(), starts=make_plans.date(2026, 3, 1), ends=make_plans.date(2026, 5, 1)
    )
    page = browser.get("/staff/plans/2026").content.decode()
    assert "아직 공개하지 않은 초안" in page
    assert "바뀐 것" in page
    assert browser.get("/staff/plans").status_code == 200
    assert browser.get("/staff/plans/2026/words").status_code == 200
    assert browser.get("/staff/plans/2026/guide").status_code == 302
    assert Client().get("/plan").status_code == 404
    paper = browser.get("/staff/plans/2026.pdf")
    assert paper.content.startswith(b"%PDF")


def test_어느_물음에_무엇을_보내도_500은_아니다(browser: Client, 네온) -> None:
    plan_with_draft(네온)
    fields = (
        "do", "edition", "way", "name_ko", "question_0", "name_1", "aim_1", "intro", "note", "starts", "ends", ASK,
        "on_proposals", "target_proposals", "on_promotion", "runs_promotion", "email_pm", "new_1", "new_email_1",
    )  # fmt: skip
    nasty = ("\x00", "9" * 400, "-1", "add-", "remove-stage:collecting", "add-tier-department", "now:없음", "가" * 5000,
             "yes", "‮", "1e400", "2026-02-30", "kept", "next", "publish", "x@y", "remove-\udcff")  # fmt: skip
    for screen in SCREENS:
        address = f"/staff/plans/2026/guide/{screen.step}/{screen.key}"
        assert browser.get(address, {"way": "now:x", "do": "\x00"}).status_code < 500
        for at, value in enumerate(nasty):
            typed = {name: nasty[(at + n) % len(nasty)] for n, name in enumerate(fields)} | {"do": value}
            sent = {name: text.encode("utf-8", "replace").decode() for name, text in typed.items()}
            assert browser.post(address, sent).status_code < 500, (address, sent)
        assert browser.post(address, {"do": "next"}, headers={"HX-Request": "true"}).status_code < 500
    for year in ("99999999999999999999999", "0", "32768"):
        assert browser.get(f"/staff/plans/{year}").status_code == 404
        assert browser.get(f"/plan/{year}").status_code == 404
        assert browser.get(f"/plan/{year}.pdf").status_code == 404
    assert browser.get("/staff/plans/2026/guide/none").status_code == 404
    assert browser.get("/staff/plans/2026/guide/goals/none").status_code == 404
    for year in ("", "0", "9" * 30, "해"):
        assert browser.post("/staff/plans", {"year": year}).status_code == 422
    assert browser.post("/staff/plans", {"year": "2026"}).status_code == 422  # there is one


def test_쪽은_정해진_수만큼만_묻는다(browser: Client, 네온, django_assert_max_num_queries) -> None:
    plan = plan_with_draft(네온)
    for number in range(12):
        project = make_plans.project(
            f"사업 {number}", of=plan, starts=make_plans.date(2026, 3, 1), ends=make_plans.date(2026, 9, 1)
        )
        for month in (4, 6, 8):
            run = make_plans.run(project, make_plans.date(2026, month, 10))
            make_plans.todo(f"할 일 {month}", run=run, role="pl")
    with django_assert_max_num_queries(45):
        browser.get("/staff/plans/2026")
    with django_assert_max_num_queries(40):
        browser.get("/staff/plans/2026/guide/criteria/sentences")
    with django_assert_max_num_queries(30):
        browser.get("/staff/plans")
