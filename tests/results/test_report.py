"""토론 보고서: 시스템이 세고, 사람이 쓰고, 공개하고, 거둔다."""

import csv
import io
from datetime import timedelta

import pytest

from madang.actions import papers, reports
from madang.actions.report_texts import annex
from madang.forums.models import Opinion
from madang.results.models import DiscussionReport
from tests import make
from tests.make import AT, days
from tests.results import town
from tests.results.conftest import END, Browser, 거절, 끝난

pytestmark = pytest.mark.django_db
WRITTEN = {
    "summary": '찬성이 조금 더 많았습니다.\n<b>굵게</b> #read("/etc/passwd")',
    "evaluation": "다음에는 시장에서 먼저 묻겠습니다.",
}


def test_끝나기_전에는_쓸_수_없고_같은_글은_판이_되지_않는다(교통과, 팀):
    forum = town.pro_con(number=3, department=교통과)
    with 거절("report-too-early"):
        reports.edit_report(forum=forum, sections=WRITTEN, at=AT + days(10), actor=팀)
    forum = 끝난(forum)
    reports.edit_report(forum=forum, sections=WRITTEN, at=END, actor=팀)
    with 거절("report-unchanged"):
        reports.edit_report(forum=forum, sections=WRITTEN, at=END, actor=팀)
    second = reports.edit_report(forum=forum, sections={"issues": "짐차"}, at=END, actor=팀)
    assert second.number == 2
    assert second.sections["summary"].startswith("찬성이")  # what was not given stays


def test_다른_사람이_먼저_고쳤으면_덮어쓰지_않는다(토론, 팀):
    reports.edit_report(forum=토론, sections={"summary": "하나"}, edition=0, at=END, actor=팀)
    with 거절("changed-meanwhile"):
        reports.edit_report(forum=토론, sections={"summary": "둘"}, edition=0, at=END, actor=팀)
    with 거절("changed-meanwhile"):
        reports.publish_report(forum=토론, number=7, at=END, actor=팀)


def test_공개한_보고서를_거두면_까닭이_남고_다시_공개할_수_있다(토론, 팀):
    아무나 = Browser(at=END)
    assert "보고서를 준비하고 있어요" in 아무나.page("/forums/street/report")
    reports.edit_report(forum=토론, sections=WRITTEN, at=END, actor=팀)
    reports.publish_report(forum=토론, at=END, actor=팀)
    page = 아무나.page("/forums/street/report")
    assert "찬성이 조금 더 많았습니다." in page
    assert "다음에는 시장에서 먼저 묻겠습니다." in page
    with 거절("reason-empty"):
        reports.withdraw_report(forum=토론, reason=" ", at=END, actor=팀)
    reports.withdraw_report(forum=토론, reason="숫자를 잘못 옮겼습니다.", at=END, actor=팀)
    page = 아무나.page("/forums/street/report", status=410)
    assert "숫자를 잘못 옮겼습니다." in page
    assert "찬성이 조금" not in page
    아무나.page("/forums/street/report.pdf", status=404)
    아무나.page("/forums/street/report/opinions.csv", status=404)
    reports.edit_report(forum=토론, sections={"summary": "고친 요약"}, at=END, actor=팀)
    reports.publish_report(forum=토론, at=END, actor=팀)
    assert "고친 요약" in 아무나.page("/forums/street/report")
    kept = DiscussionReport.objects.get(forum=토론).versions.values_list("number", "withdrawn_why")
    assert list(kept) == [(1, "숫자를 잘못 옮겼습니다."), (2, "")]


def test_사람이_쓴_것은_글자로만_남는다(토론, 팀):
    reports.edit_report(forum=토론, sections=WRITTEN, at=END, actor=팀)
    reports.publish_report(forum=토론, at=END, actor=팀)
    아무나 = Browser(at=END)
    for path in ("/forums/street/report", "/forums/street/report/opinions"):
        page = 아무나.page(path)
        assert "<script>alert" not in page
        assert "<b>굵게</b>" not in page
    assert "&lt;script&gt;alert" in 아무나.page("/forums/street/report/opinions")
    made = papers.content(토론, *_published(토론))
    assert any("#read(" in row["text"] for row in made["annex"]["rows"])
    path = papers.make(토론, *_published(토론), language="ko", at=END)  # compiles: nothing of it is a program
    assert papers.opened(path).read(5) == b"%PDF-"


def _published(forum):
    report = DiscussionReport.objects.select_related("published").get(forum=forum)
    return report, report.published


def test_PDF는_꼬리표가_달리고_글자를_읽을_수_있다(토론, 팀):
    reports.publish_report(forum=토론, at=END + timedelta(microseconds=1), actor=팀)  # no clock stands at whole seconds
    response = Browser(at=END).get("/forums/street/report.pdf")
    assert response["Content-Type"] == "application/pdf"
    made = b"".join(response.streaming_content)
    assert made.startswith(b"%PDF-")
    for sign in (b"/StructTreeRoot", b"/MarkInfo", b"pdfuaid", b"/Lang"):
        assert sign in made, sign
    again = Browser(at=END).get("/forums/street/report.pdf")
    assert b"".join(again.streaming_content) == made  # kept, not made anew


def test_나중에_가린_의견은_보고서와_PDF에서도_사라진다(토론, 팀):
    reports.publish_report(forum=토론, at=END, actor=팀)
    report, version = _published(토론)
    assert papers.paper(토론, report, language="ko", at=END)
    shown = Opinion.objects.shown().filter(forum=토론, parent=None).exclude(text__startswith="<").first()
    Opinion.objects.filter(pk=shown.pk).update(state="hidden", gone_at=END, hidden_code="abuse")
    assert shown.text not in str(list(annex(토론)))
    assert shown.text not in Browser(at=END).page("/forums/street/report/opinions")
    before = version.papers["ko"]["path"]
    report, version = _published(토론)
    assert papers.paper(토론, report, language="ko", at=END) != before
    assert shown.text not in str(papers.content(토론, report, version))


def test_자료에는_이름도_수식도_없다(토론, 팀):
    reports.publish_report(forum=토론, at=END, actor=팀)
    response = Browser(at=END).get("/forums/street/report/opinions.csv")
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))
    assert len(rows) == 1 + Opinion.objects.filter(forum=토론).count()
    assert not any(cell.startswith(("=", "+", "@")) for row in rows for cell in row)
    assert "시민 1" not in text
    assert [row[-1] for row in rows].count("가려짐") == 1
    assert Browser(at=END).get("/forums/street/report/positions.csv").status_code == 200
    assert Browser(at=END).get("/forums/street/report/votes.csv").status_code == 404


def test_답의_자료는_보고서마다_다른_기호를_쓴다(팀):
    one = 끝난(town.open_forum(number=20))
    reports.publish_report(forum=one, at=END, actor=팀)

    def signs():
        response = Browser(at=END).get("/forums/alley/report/votes.csv")
        rows = list(csv.reader(io.StringIO(b"".join(response.streaming_content).decode("utf-8-sig"))))[1:]
        return {row[0] for row in rows}

    first = signs()
    assert len(first) == 20
    DiscussionReport.objects.update(salt="다른 소금")
    assert not first & signs()


def test_가려진_제안의_보고서는_아무에게도_보이지_않는다(토론, 팀):
    reports.publish_report(forum=토론, at=END, actor=팀)
    토론.case.proposal.visibility = "hidden"
    토론.case.proposal.save()
    for path in ("report", "figures", "report/opinions", "report/opinions.csv", "report.pdf"):
        Browser(at=END).page(f"/forums/street/{path}", status=404)


def test_영어로도_읽을_수_있다(토론, 팀):
    reports.publish_report(forum=토론, at=END, actor=팀)
    browser = Browser(at=END)
    browser.cookies["madang_language"] = "en"
    assert 'lang="en"' in browser.page("/forums/street/report")
    assert make.AT < END
