"""넘기고 돌려주고 함께 답하고 안내한 일도 내보내 빈 곳에 넣으면 똑같다."""

from tests.eventfile import batch, event, opening, submit, write
from tests.processes import Madang, ask


def hands():
    from madang.procedures.models import Hand

    fields = ("case__key", "department__key", "part", "since", "until", "outcome", "reason")
    return list(Hand.objects.order_by("case__key", "since", "pk").values_list(*fields))


def contributions():
    from madang.answers.models import AnswerVersion, Contribution

    fields = ("request__case__key", "department__key", "note", "text", "given_at", "declined_at", "reason", "wanted_by")
    joined = AnswerVersion.objects.order_by("pk").values_list("request__case__key", "joined_by__key")
    return list(Contribution.objects.order_by("pk").values_list(*fields)), list(joined)


def ends():
    from madang.procedures.models import Duty, StageVisit

    visits = StageVisit.objects.order_by("case__key", "pk").values_list("case__key", "outcome", "facts")
    return list(visits), list(Duty.objects.order_by("pk").values_list("case__key", "late_reason", "released_at"))


def drafted():
    from madang.answers.models import AnswerRequest

    return list(AnswerRequest.objects.order_by("pk").values_list("draft_text", "draft_at", "draft_by__key"))


def autosaved():
    """Someone goes on writing; the page saves it, the trail keeps the beginning."""
    from datetime import timedelta

    from madang.actions.answers import draft_answer
    from madang.answers.models import AnswerRequest
    from madang.audit.models import Entry

    request = AnswerRequest.objects.get(case__key="c")
    for more in ("쓰는 중", "쓰는 중입니다"):
        request = draft_answer(
            request=request, decision="", text=more, edition=request.edition,
            at=request.draft_at + timedelta(minutes=5), actor=request.draft_by, quiet=True,
        )  # fmt: skip
    assert Entry.objects.filter(verb="answer.draft").count() == 1


def test_책상에서_한_일을_내보내_넣으면_건도_손도_의견도_똑같다(madang, databases, tmp_path):
    madang("procedures", "install", "seoul-2019")
    case = {"proposal": "a"}
    lines = [
        *opening("하나"),
        event("department.register", "2019-03-01 09:00", department="parks", name="공원녹지과"),
        event("department.register", "2019-03-01 09:00", department="roads", name="도로과"),
        event("department.register", "2019-03-01 09:00", department="city", name="도시과"),
        submit("a"), submit("b"), submit("c"),
        event("case.assign", "2019-03-05 09:00", **case, department="parks"),
        event("case.contribute", "2019-03-05 09:10", **case, department="roads", wanted_by="2019-03-20"),
        batch("a", 60, "2019-03-05 10:00"), batch("c", 60, "2019-03-05 10:00"),
        event("case.hand_over", "2019-03-06 09:00", **case, department="city", reason="도시과 일"),
        event("case.refuse", "2019-03-07 09:00", **case, reason="아닙니다", by="하나"),
        event("case.contribute", "2019-03-07 10:00", **case, department="city", note="견해만", stage="answering"),
        event("case.assign", "2019-03-08 09:00", **case, department="parks"),
        event("contribution.give", "2019-03-09 09:00", **case, department="roads", text="길을 넓힙니다"),
        event("contribution.decline", "2019-03-09 10:00", **case, department="city", reason="없음"),
        event("case.route", "2019-03-09 11:00", proposal="b", code="complaint", reason="민원", to="epeople", by="하나"),
        event("answer.draft", "2019-03-10 09:00", proposal="c", text="쓰기 시작", by="하나"),
        event("duty.explain", "2019-04-05 09:00", **case, duty="answer", reason="협의 중"),
        event("answer.publish", "2019-04-06 09:00", **case, decision="accept", text="합니다"),
    ]  # fmt: skip
    madang("replay", write(tmp_path / "책상.jsonl", lines))
    ask(madang.url, autosaved)
    another = Madang(databases.new(), tmp_path)
    madang("export", tmp_path / "다.jsonl")
    another("replay", tmp_path / "다.jsonl")
    assert another("cases", "--json").out == madang("cases", "--json").out
    for seen in (hands, contributions, ends, drafted):
        assert ask(another.url, seen) == ask(madang.url, seen), seen.__name__
    given, joined = ask(madang.url, contributions)
    assert ("a", "roads") in joined
    assert len(given) == 2
    assert len(ask(madang.url, hands)) == 5
    databases.drop(another.url)
