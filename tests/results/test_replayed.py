"""보고서와 결과의 일도 내보내 빈 곳에 넣으면 똑같고, 숫자는 시계가 다시 센다."""

from tests.eventfile import batch, event, opening, submit, write
from tests.processes import Madang, ask

FORUM = {"forum": "a"}


def written():
    from madang.results.models import DiscussionReport, ReportVersion, ResultContent

    versions = ReportVersion.objects.order_by("report__forum__key", "number")
    reports = DiscussionReport.objects.order_by("forum__key")
    results = ResultContent.objects.order_by("case__key", "number")
    return (
        list(versions.values_list("number", "sections", "at", "published_at", "withdrawn_why")),
        list(reports.values_list("forum__key", "published__number", "opened_at", "withdrawn_why")),
        list(results.values_list("case__key", "number", "text", "at", "withdrawn_at", "withdrawn_why")),
    )


def counted():
    from madang.results.models import DiscussionReport

    rows = DiscussionReport.objects.order_by("forum__key").values_list("forum__key", "built_at", "figures")
    return [(key, built, {**figures, "records": []}) for key, built, figures in rows]


def population():
    from madang.results.models import Population

    return list(Population.objects.order_by("attribute", "pk").values_list("attribute", "band", "people", "source"))


def test_보고서와_결과를_내보내_넣으면_똑같고_숫자는_다시_센다(madang, databases, tmp_path):
    madang("procedures", "install", "seoul-2019")
    case = {"proposal": "a"}
    lines = [
        *opening("하나"),
        event("department.register", "2019-03-01 09:00", department="roads", name="도로과"),
        submit("a"),
        event("case.assign", "2019-03-05 09:00", **case, department="roads"),
        batch("a", 500, "2019-03-05 10:00"),
        event("answer.publish", "2019-03-10 10:00", **case, decision="accept", text="살펴보겠습니다"),
        event("agenda.decide", "2019-03-20 10:00", **case, decision="select", reason="생활", form="pro_con"),
        event("forum.open", "2019-04-10 10:00", **case, **FORUM, form="pro_con"),
        event("opinion.post", "2019-04-11 10:00", **FORUM, text="좋아요", position="for", opinion="o1", by="하나"),
        event("opinion.post", "2019-04-12 10:00", **FORUM, text="다시 보니 아니에요", position="against", by="하나"),
        event("forum.note", "2019-04-13 10:00", **FORUM, text="현장에서 들었습니다", count=7),
        event("population.set", "2019-05-01 10:00", attribute="gender", bands=[["female", 10]], source="옛 통계"),
        event("population.set", "2019-05-02 10:00", attribute="gender", bands=[["male", 500_000], ["female", 510_000]], source="2018년 주민등록", by="하나"),
        event("population.set", "2019-05-02 11:00", attribute="area", bands=[["가온동", 30_000]]),
        event("report.edit", "2019-05-20 10:00", **FORUM, summary="처음 요약", issues="짐차"),
        event("report.edit", "2019-05-21 10:00", **FORUM, summary="고친 요약", issues=""),
        event("report.publish", "2019-05-22 10:00", **FORUM),
        event("report.withdraw", "2019-05-23 10:00", **FORUM, reason="수가 틀렸습니다"),
        event("report.edit", "2019-05-24 10:00", **FORUM, summary="맞는 요약"),
        event("report.publish", "2019-05-24 11:00", **FORUM),
        event("result.deliver", "2019-05-25 10:00", **case, text="보고서를 보십시오"),
        event("answer.publish", "2019-06-01 10:00", **case, decision="decline", text="하지 않습니다"),
        event("result.publish", "2019-06-02 10:00", **case, text="이렇게 되었습니다"),
        event("result.withdraw", "2019-06-03 10:00", **case, reason="날짜가 틀렸습니다"),
        event("result.publish", "2019-06-04 10:00", **case, text="바로잡았습니다"),
    ]  # fmt: skip
    madang("replay", write(tmp_path / "보고서.jsonl", lines))
    versions, reports, results = ask(madang.url, written)
    assert [number for number, *_ in versions] == [1, 2, 3]
    assert "issues" not in versions[1][1]
    assert reports[0][1] == 3
    assert [(number, why) for _, number, _, _, _, why in results] == [(1, "날짜가 틀렸습니다"), (2, "")]
    assert ask(madang.url, counted) == [("a", None, {"records": []})]  # a replay counts nothing
    another = Madang(databases.new(), tmp_path)
    madang("export", tmp_path / "다.jsonl")
    another("replay", tmp_path / "다.jsonl")
    assert another("cases", "--json").out == madang("cases", "--json").out
    assert ask(another.url, written) == (versions, reports, results)
    figures = ask(madang.url, population)
    assert figures == ask(another.url, population)
    assert figures == [
        ("area", "가온동", 30_000, ""),
        ("gender", "male", 500_000, "2018년 주민등록"),
        ("gender", "female", 510_000, "2018년 주민등록"),
    ]
    for house in (madang, another):
        house("tick", "--at", "2019-07-01")
    assert ask(another.url, counted) == ask(madang.url, counted)
    ((_, built, figures),) = ask(madang.url, counted)
    assert built is not None
    assert figures["participation"]["people"] == 8
    assert figures["positions"]["moves"] == [["for", "against", 1]]
    databases.drop(another.url)
