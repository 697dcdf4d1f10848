"""운영 보고서: drafts itself, is written, published, taken back, and equals what happened."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client

from madang.actions import moderation, operations, operations_counted, todos
from madang.base import clock
from madang.base.errors import Refused
from madang.people.models import Role
from madang.plans.models import OperationsReport
from tests import make, make_plans
from tests.web.staff.conftest import Browser

pytestmark = pytest.mark.django_db

AT = make.AT  # 2019-03-04
APRIL = make.moment("2019-04-03 09:00:07.654321")  # as a clock that is not a test's says it


@pytest.fixture
def 삼월():
    """March: a proposal that reaches the department and is answered late, one that does not, things said and hidden."""
    교통 = make.department("교통정책과", key="mobility")
    자전거 = make.proposal("자전거 도로를 이어 주세요", key="bike", department=교통)
    make.supports(자전거, 50, at=AT + make.days(1))
    make.proposal("조용한 제안", key="calm", at=AT + make.days(2))
    make.answered(자전거, at=AT + make.days(25))
    make_plans.todo("카드뉴스", role="promotion", due=date(2019, 3, 8))
    todos.finish_todo(todo=make_plans.todo("보도자료", role="promotion", due=date(2019, 3, 20)), at=AT, actor=None)
    return 자전거


def test_달이_끝나면_저절로_초안이_생기고_두_번_생기지_않는다(삼월) -> None:
    assert operations.draft_due(at=APRIL) == 1
    assert operations.draft_due(at=APRIL) == 0
    assert [one.period for one in OperationsReport.objects.all()] == ["2019-03"]


def test_시계가_오래_쉬었으면_빠진_달과_해를_모두_만든다(삼월) -> None:
    operations.draft_due(at=make.moment("2020-02-10 09:00"))
    periods = {one.period for one in OperationsReport.objects.all()}
    assert periods == {f"2019-{month:02}" for month in range(3, 13)} | {"2019", "2020-01"}


def test_센_것은_있었던_일과_같다(삼월) -> None:
    figures = operations_counted.counted(date(2019, 3, 1), date(2019, 3, 31), at=APRIL)
    found = {row["metric"]: row["value"] for row in figures["figures"]}
    assert found["proposals"] == 2
    assert found["supporters"] == 50
    collecting = next(row for row in figures["funnel"] if row["stage"] == "collecting")
    assert collecting == {"procedure": "seoul-2019", "stage": "collecting", "entered": 2, "there": 2, "left": {}}
    [duty] = figures["duties"]
    assert duty["department"] == "mobility"
    assert (duty["settled"], duty["in_time"], duty["late"], duty["open"]) == (1, 0, 1, 0)
    assert figures["notable"][0]["case"] == "bike"
    assert set(figures["notable"][0]["why"]) == {"mark", "supports"}
    assert figures["promotion"] == {"done": 1, "due": 2, "runs": 0, "runs_done": 0}


def test_기간의_끝은_자정이다(삼월) -> None:
    밤 = make.moment("2019-03-31 23:59")
    make.proposal("마지막 날의 제안", key="last", at=밤)
    make.proposal("첫날의 제안", key="first", at=밤 + timedelta(minutes=1))
    march = operations_counted.counted(date(2019, 3, 1), date(2019, 3, 31), at=APRIL)
    april = operations_counted.counted(date(2019, 4, 1), date(2019, 4, 30), at=APRIL)
    assert [row["value"] for row in march["figures"] if row["metric"] == "proposals"] == [3]
    assert [(row["value"], row["before"]) for row in april["figures"] if row["metric"] == "proposals"] == [(1, 3)]


def test_쓰고_공개하고_거둔다(삼월) -> None:
    네온 = make.staff("네온 PM")
    report = operations.draft_report("2019-03", at=APRIL)
    operations.edit_operations(
        period="2019-03", sections={"summary": "첫 달입니다."}, after=report.edition, at=APRIL, actor=네온
    )
    with pytest.raises(Refused) as refused:
        operations.edit_operations(
            period="2019-03", sections={"summary": "덮어쓰기"}, after=report.edition, at=APRIL, actor=None
        )
    assert refused.value.code == "changed-meanwhile"
    assert operations.published("2019-03") is None
    version = operations.publish_operations(period="2019-03", at=APRIL, actor=네온)
    assert version.sections == {"summary": "첫 달입니다."}
    with pytest.raises(Refused) as refused:
        operations.publish_operations(period="2019-03", at=APRIL, actor=네온)
    assert refused.value.code == "already-public"
    operations.withdraw_operations(period="2019-03", reason="숫자가 잘못되었습니다.", at=APRIL, actor=네온)
    assert operations.published("2019-03") is None


def test_공개한_판은_그때의_숫자_그대로_남는다(삼월) -> None:
    operations.publish_operations(period="2019-03", at=APRIL, actor=None)
    make.proposal("늦게 옮겨 적은 제안", key="late", at=AT + make.days(3))
    operations.recount(period="2019-03", at=APRIL)
    shown = operations.published("2019-03")
    assert shown is not None
    assert [row["value"] for row in shown.figures["figures"] if row["metric"] == "proposals"] == [2]
    assert [row["value"] for row in OperationsReport.objects.get().figures["figures"] if row["metric"] == "proposals"] == [3]  # fmt: skip


@pytest.mark.parametrize("period", ["2019-13", "2019-3", "1999", "어제", "2019-03-01", ""])
def test_달도_해도_아니면_거절한다(period: str) -> None:
    with pytest.raises(Refused) as refused:
        operations.draft_report(period, at=APRIL)
    assert refused.value.code == "unknown-period"


def test_끝나지_않은_달은_공개할_수_없다(삼월) -> None:
    with pytest.raises(Refused) as refused:
        operations.publish_operations(period="2019-04", at=APRIL, actor=None)
    assert refused.value.code == "period-runs"


# ── the pages ──


def test_책상에서_쓰고_공개하면_시민이_쪽과_종이와_자료로_읽는다(삼월, client: Client) -> None:
    피엠 = Browser(make.staff(role=Role.PM), at=APRIL)
    page = 피엠.page("/staff/operations/2019-03")
    assert "목표와 실적" in page
    assert "교통정책과" in page
    assert not OperationsReport.objects.exists()  # looking writes nothing
    edition = 1
    피엠.send("/staff/operations/2019-03", edition=str(edition), summary="<b>첫 달</b>이었습니다.", do="preview")
    assert "&lt;b&gt;첫 달" in 피엠.page("/staff/operations/2019-03?look=1")
    assert client.get("/operations/2019-03").status_code == 404
    피엠.send("/staff/operations/2019-03/publish", edition=str(edition + 1))
    with clock.standing_at(APRIL):
        assert "2019년 3월 운영 보고서" in client.get("/operations").content.decode()
        page = client.get("/operations/2019-03").content.decode()
        assert "자전거 도로를 이어 주세요" in page
        paper = client.get("/operations/2019-03/report.pdf")
        assert paper.content.startswith(b"%PDF")
        sheet = b"".join(client.get("/operations/2019-03/data.csv").streaming_content).decode("utf-8-sig")
        assert "proposals" in sheet


def test_동시에_쓰면_적은_것을_그대로_둔다(삼월) -> None:
    피엠 = Browser(make.staff(role=Role.PM), at=APRIL)
    edition = "1"
    피엠.send("/staff/operations/2019-03", edition=edition, summary="네온의 글")
    page = 피엠.send("/staff/operations/2019-03", status=409, edition=edition, summary="세종의 글")
    assert "세종의 글" in page
    assert "네온의 글" in page


def test_가린_제안은_이미_공개한_보고서에서도_보이지_않는다(삼월, client: Client) -> None:
    operations.publish_operations(period="2019-03", at=APRIL, actor=None)
    moderation.hide_content(subject="case:bike", code="abuse", note="", at=APRIL, actor=make.staff())
    assert "자전거 도로를" not in client.get("/operations/2019-03").content.decode()


def test_쪽은_질의가_정해져_있다(삼월, client: Client, django_assert_max_num_queries) -> None:
    operations.publish_operations(period="2019-03", at=APRIL, actor=None)
    with django_assert_max_num_queries(12):
        client.get("/operations/2019-03")
    피엠 = Browser(make.staff(role=Role.PM), at=APRIL)
    with django_assert_max_num_queries(24):
        피엠.page("/staff/operations/2019-03")
