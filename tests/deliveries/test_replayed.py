"""실행하며 한 일과 약속 평가도 내보내 빈 곳에 넣으면 똑같다."""

from tests.eventfile import batch, event, opening, submit, write
from tests.processes import Madang, ask


def carried():
    from madang.deliveries.models import Delivery, DeliveryUpdate, Milestone, PlanVersion, Verdict
    from madang.procedures.models import Duty

    return (
        list(Delivery.objects.order_by("pk").values_list("key", "plan", "who", "percent", "result", "figures", "finished_at")),
        list(PlanVersion.objects.order_by("pk").values_list("plan", "steps", "until", "reason")),
        list(Milestone.objects.order_by("pk").values_list("name", "by", "done_on")),
        list(DeliveryUpdate.objects.order_by("pk").values_list("progress", "percent", "at", "duty__round")),
        list(Verdict.objects.order_by("key").values_list("key", "person__key", "verdict", "text", "state")),
        list(Duty.objects.order_by("pk").values_list("round", "due", "kept_at", "late_reason")),
    )  # fmt: skip


def test_실행을_내보내_넣으면_똑같다(madang, databases, tmp_path):
    madang("procedures", "install", "seoul-2019")
    case = {"proposal": "a"}
    lines = [
        *opening("하나", "두리"),
        submit("a", by="하나"),
        event("case.assign", "2019-03-04 10:00", **case, department="mobility"),
        event("support.cast", "2019-03-04 11:00", **case, by="두리"),
        batch("a", 60),
        event("answer.publish", "2019-03-06 09:00", **case, decision="accept", text="잇겠습니다."),
        event("delivery.start", "2019-03-10 09:00", **case, plan="잇습니다.", who="자전거팀",
              milestones=[["설계", "2019-05-31"], ["공사", None]]),
        event("delivery.update", "2019-05-20 09:00", **case, progress="설계함", percent=30, reached=[["설계", "2019-05-20"]]),
        event("delivery.start", "2019-06-01 09:00", **case, plan="더 넓게", reason="주민 요청",
              milestones=[["설계", "2019-05-31"], ["포장", "2019-09-30"]]),
        event("duty.explain", "2019-12-20 09:00", **case, duty="report", number=3, reason="비가 많이 와서"),
        event("delivery.verdict", "2019-12-21 09:00", **case, by="두리", verdict="not", text="아직이에요", name="v1"),
        event("delivery.verdict", "2019-12-22 09:00", **case, by="하나", verdict="partly", name="v2"),
        event("verdict.hide", "2019-12-23 09:00", verdict="v1", code="abuse"),
        event("delivery.update", "2019-12-24 09:00", **case, progress="포장함", percent=90),
        event("delivery.finish", "2020-01-10 09:00", **case, result="이었습니다.", before="끊김", after="이어짐",
              figures=[["하루 이용", "120명", "540명"]]),
        event("delivery.verdict", "2020-01-11 09:00", **case, by="하나", verdict="kept", text="좋아요", name="v2"),
        event("delivery.withdraw_verdict", "2020-01-12 09:00", **case, by="하나"),
    ]  # fmt: skip
    madang("replay", write(tmp_path / "가.jsonl", lines))
    before = ask(madang.url, carried)
    assert [row[3] for row in before[3]] == [1, 2]  # each report kept the one owed the longest
    another = Madang(databases.new(), tmp_path)
    madang("export", tmp_path / "나.jsonl")
    another("replay", tmp_path / "나.jsonl")
    assert another("cases", "--json").out == madang("cases", "--json").out
    assert ask(another.url, carried) == before
    databases.drop(another.url)
