"""준비한 것, 합의, 덧붙인 것, 실험도 내보내 빈 곳에 넣으면 글은 똑같다."""

from tests.eventfile import batch, event, opening, submit, write
from tests.processes import Madang, ask


def told():
    """Everything of the forums that is written."""
    from madang.forums.models import Block, Forum, Observation

    forums = Forum.objects.order_by("key").values_list(
        "key", "form", "question", "body", "days", "purpose", "promised_on", "effect", "setup", "finding", "feeds__key",
        "opened_at", "department_agreed_at", "team_agreed_at", "case__proposal__visibility", "case__proposal__title",
        "opens_on",
    )  # fmt: skip
    blocks = Block.objects.order_by("forum__key", "order").values_list(
        "forum__key", "key", "kind", "title", "text", "rows", "link", "added_at", "corrects__key", "withdrawn_why"
    )
    seen = Observation.objects.order_by("key").values_list(
        "forum__key", "key", "on", "text", "corrects__key", "withdrawn_at", "withdrawn_why"
    )
    return list(forums), list(blocks), list(seen)


def lines():
    """A selected proposal whose forum is an experiment, and a question of the institution's own that it feeds."""
    trial, lamp = {"forum": "trial"}, {"forum": "lamp"}
    table = [["곳", "차"], ["정문", "12"]]
    blocks = [
        {"block": "b1", "kind": "background", "title": "배경", "text": "왜"},
        {"block": "b2", "kind": "data", "title": "표", "rows": table, "link": "https://gaon.example/d"},
    ]
    return [
        *opening("하나"),
        submit("trial", title="차 없는 날을 해 봐요"),
        batch("trial", 500),
        event("agenda.decide", "2019-03-06 09:00", proposal="trial", decision="select", form="experiment"),
        event(
            "forum.prepare", "2019-03-07 09:00", **trial, question="해 봅니다", effect="더 걷는다", setup="금요일마다",
            blocks=blocks, by="하나",
        ),
        event("forum.open", "2019-03-08 09:00", **trial, proposal="trial"),
        event("experiment.observe", "2019-03-09 09:00", **trial, observation="o1", on="2019-03-08", text="37명"),
        event("experiment.observe", "2019-03-09 10:00", **trial, observation="o2", on="2019-03-08", text="27명", corrects="o1"),
        event("experiment.withdraw", "2019-03-09 11:00", **trial, observation="o1", reason="잘못 세었다", by="하나"),
        event("forum.add", "2019-03-10 09:00", **trial, block="b3", kind="data", title="고친 표", text="21대", corrects="b2"),
        event("forum.withdraw", "2019-03-10 10:00", **trial, block="b1", reason="잘못 옮김"),
        event(
            "forum.prepare", "2019-03-11 09:00", **lamp, procedure="seoul-2019", department="mobility",
            question="가로등을 어둡게 할까요?", purpose="dispute", form="pro_con", promised_on="2019-06-01", opens_on="2019-03-15",
        ),
        event("forum.agree", "2019-03-12 09:00", **lamp, side="department"),
        event("forum.disagree", "2019-03-12 10:00", **lamp, side="team", reason="기간이 짧다"),
        event("forum.prepare", "2019-03-13 09:00", **lamp, days=45),
        event("forum.agree", "2019-03-14 09:00", **lamp, side="department"),
        event("forum.agree", "2019-03-14 10:00", **lamp, side="team"),
        event("forum.open", "2019-03-15 09:00", **lamp, proposal="lamp"),
        event("experiment.conclude", "2019-03-20 09:00", **trial, finding="두 배", feeds="lamp"),
    ]  # fmt: skip


def test_내보내_빈_곳에_넣으면_글은_똑같다(madang, databases, tmp_path):
    madang("procedures", "install", "seoul-2019")
    madang("replay", write(tmp_path / "준비.jsonl", lines()))
    another = Madang(databases.new(), tmp_path)
    madang("export", tmp_path / "다.jsonl")
    another("replay", tmp_path / "다.jsonl")
    assert another("cases", "--json").out == madang("cases", "--json").out
    before = ask(madang.url, told)
    assert ask(another.url, told) == before
    forums, blocks, seen = before
    assert (len(forums), len(blocks), len(seen)) == (2, 3, 2)
    assert [one[-1] for one in seen] == ["잘못 세었다", ""]
    assert forums[0][12] is not None
    assert [str(one[-1]) for one in forums] == ["2019-03-15", "None"]
    databases.drop(another.url)
