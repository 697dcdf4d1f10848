"""결과의 쪽과 뒤쪽 단계의 목록은 토론이 크든 작든, 줄이 많든 적든 같은 수만 묻는다."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from madang.actions import agenda, answers, meetings, reports, results, tasks
from madang.people.models import Role
from madang.results.models import DiscussionReport
from tests import make, make_panels
from tests.make import AT, days
from tests.results import town
from tests.results.conftest import END, Browser, 끝난

pytestmark = pytest.mark.django_db
LATE = END + days(3)


def asked(browser, path):
    """How many questions the page asks of the database, once what is the same for everyone is known."""
    browser.get(path)
    with CaptureQueriesContext(connection) as found:
        answer = browser.get(path)
        if answer.streaming:
            b"".join(answer.streaming_content)
    assert answer.status_code == 200, path
    return len(found)


def finished(forum):
    """Its discussion has ended, its report is public, it was delivered, answered, and its result is public."""
    forum, key = 끝난(forum), forum.key
    reports.edit_report(forum=forum, sections={"summary": "요약"}, at=END, actor=None)
    reports.publish_report(forum=forum, at=END, actor=None)
    tasks.finish_task(case_key=key, act="deliver", at=END, actor=None)
    answers.publish_answer(
        case_key=key, decision="accept", text="하겠습니다.", stage="forum-answering", department=forum.case.department,
        at=END + days(1), actor=None,
    )  # fmt: skip
    results.publish_result(case_key=key, text="이렇게 합니다.", at=END + days(2), actor=None)


@pytest.fixture
def 작고_큰(교통과):
    """Two discussions that are alike, but that one of them has three hundred opinions more."""
    town.pro_con(number=18, department=교통과)
    large = town.pro_con(key="plaza", number=18, department=교통과)
    town.many(large, 300)
    for forum in (large.__class__.objects.get(key=key) for key in ("street", "plaza")):
        finished(forum)
    assert DiscussionReport.objects.exclude(published=None).count() == 2


BUDGETS = {
    "forums/%s/figures": 6, "forums/%s/report": 7, "forums/%s/report/opinions": 7, "forums/%s/result": 10,
    "forums/%s/report/opinions.csv": 6, "forums/%s/report/positions.csv": 4,
    "staff/forums/%s/report": 15, "staff/forums/%s/report?look=1": 17, "staff/forums/%s/result": 20,
}  # fmt: skip


def test_결과의_쪽은_의견이_많아도_같은_수만_묻는다(작고_큰, 팀):
    아무나, 책상 = Browser(at=LATE), Browser(팀, LATE)
    told = {}
    for path, most in BUDGETS.items():
        browser = 책상 if path.startswith("staff/") else 아무나
        told[path] = [asked(browser, "/" + path % key) for key in ("street", "plaza")], most
    assert {path: counts for path, (counts, most) in told.items() if max(counts) > most or counts[0] != counts[1]} == {}


LISTS = {
    "forums?show=ended": 3, "agenda": 10, "panels": 3, "deliveries": 8, "sessions": 4,
    "staff/agenda": 18, "staff/meetings": 14, "staff/panels": 14, "staff/deliveries": 19, "staff/sessions": 15,
    "staff/forums?state=ended": 18, "staff/forums?state=all": 18, "staff/": 34,
}  # fmt: skip


def grown(number, department):
    """Candidates with dossiers, meetings, panels, discussions that have ended, deliveries: one more each."""
    key = f"n{number}"
    make.paper(make.proposal(f"후보 {number}", key=f"{key}-candidate", department=department), 500)
    item = agenda.find_item(f"{key}-candidate")
    agenda.add_entry(item=item, section="press", text="기사", source="가온일보", at=AT, actor=None)
    panel = make_panels.drawn(make_panels.pool(key=key))
    meeting = meetings.plan_meeting(name="회의", starts_at=AT, panel=panel, key=key, at=AT, actor=None)
    meetings.put_on(meeting=meeting, item=item, at=AT, actor=None)
    carried = make.proposal(f"하는 일 {number}", key=f"{key}-carried", department=department)
    make.supports(carried, 50)
    make.answered(carried, at=AT + days(1))
    ended = make.proposal(f"토론 {number}", key=f"{key}-ended", department=department)
    make.supports(ended, 500)
    make.selected(ended, at=AT + days(1))
    make.opinion(make.forum(ended, at=AT + days(2)), at=AT + days(3))


def test_뒤쪽_단계의_목록은_줄이_늘어도_같은_수만_묻는다(교통과):
    아무나, 책상 = Browser(at=END), Browser(make.staff("네온 PM", Role.PM), END)

    def counts():
        return {path: asked(책상 if path.startswith("staff/") else 아무나, f"/{path}") for path in LISTS}

    for number in range(2):
        grown(number, 교통과)
    make.tick(END)
    few = counts()
    for number in range(2, 8):
        grown(number, 교통과)
    make.tick(END)
    many = counts()
    assert "토론 7" in 아무나.page("/forums?show=ended")
    assert "후보 7" in 책상.page("/staff/agenda")
    assert {path: (few[path], many[path]) for path, most in LISTS.items() if many[path] > min(most, few[path])} == {}
