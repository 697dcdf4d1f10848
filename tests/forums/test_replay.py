"""공론장에서 한 말과 표시와 동의는 내보내고 다시 들여도 그대로다."""

import pytest

from tests.eventfile import event, opening, person, write
from tests.processes import Madang, ask


@pytest.fixture
def another(databases, tmp_path):
    folder = tmp_path / "another"
    folder.mkdir()
    second = Madang(databases.new(), folder)
    yield second
    databases.drop(second.url)


def all_said():
    from madang.forums.models import Opinion, OpinionSupport, OpinionVersion, Participant, Statement, StatementVote
    from madang.moderation.models import Decision, Item
    from madang.procedures.models import Tally

    opinion = "key forum__key parent__key author__key channel position text at number changed_at supports replies state"
    return (
        list(Opinion.objects.order_by("key").values_list(*opinion.split(), "hidden_code", "sole", "official")),
        sorted(OpinionVersion.objects.values_list("opinion__key", "number", "position", "text", "since", "until")),
        sorted(OpinionSupport.objects.values_list("opinion__key", "person__key")),
        sorted(Statement.objects.values_list("key", "author__key", "text", "agree", "disagree", "passed", "state")),
        sorted(StatementVote.objects.values_list("statement__key", "person__key", "vote")),
        sorted(Participant.objects.values_list("forum__key", "person__key", "first_way", "consent", "age_band", "at")),
        sorted(Tally.objects.filter(what="participants").values_list("case__key", "value")),
        list(Decision.objects.order_by("pk").values_list("subject", "outcome", "code", "note")),
        Item.objects.count(),
    )


def test_말과_표시와_동의를_내보내_빈_곳에_들이면_그대로다(madang, another, tmp_path):
    def at(clock):
        return f"2019-03-05 {clock}"

    lines = [
        *opening(),
        person("하나", verified={"level": "resident", "born": 1985, "gender": "F", "area": "가온동"}),
        person("두리"),
        person("세종"),
        event("forum.open", "2019-03-04 09:00", forum="n", procedure="seoul-2019", question="밤에도?", form="pro_con"),
        event("forum.open", "2019-03-04 09:00", forum="y", procedure="seoul-2019", question="빈터는?", form="open"),
        event("opinion.post", at("10:00"), forum="n", opinion="o1", position="against", text="반대", by="하나"),
        event("opinion.post", at("10:10"), forum="n", position="for", text="찬성", by="하나", consent=True),
        event("opinion.post", at("10:20"), forum="n", opinion="o2", position="other", text="기타", by="두리"),
        event("opinion.post", at("10:30"), forum="n", opinion="o3", reply_to="o1", text="답", by="세종", consent=False),
        event("opinion.post", at("10:40"), forum="n", opinion="o4", position="for", text="종이", channel="paper"),
        event("opinion.support", at("11:00"), opinion="o1", by="두리"),
        event("opinion.support", at("11:01"), opinion="o2", by="하나"),
        event("opinion.unsupport", at("11:02"), opinion="o2", by="하나"),
        event("opinion.delete", at("11:10"), opinion="o2", by="두리"),
        event("opinion.hide", at("11:20"), opinion="o3", code="abuse", note="욕설"),
        event("opinion.show", at("11:30"), opinion="o3", note="다시 보니 괜찮습니다."),
        event("opinion.hide", at("11:40"), opinion="o4", code="advertising"),
        event("statement.post", at("12:00"), forum="y", statement="s1", text="나무가 먼저다.", by="하나", consent=True),
        event("statement.post", at("12:01"), forum="y", statement="s2", text="물이 먼저다."),
        event("statement.post", at("12:02"), forum="y", statement="s3", text="거둘 말", by="두리"),
        event("statement.vote", at("12:10"), statement="s1", vote="agree", by="두리", consent=False),
        event("statement.vote", at("12:11"), statement="s1", vote="disagree", by="두리"),
        event("statement.vote", at("12:12"), statement="s2", vote="pass", by="세종"),
        event("statement.delete", at("12:20"), statement="s3", by="두리"),
        event("statement.hide", at("12:30"), statement="s2", code="off-topic"),
        event("forum.consent", at("13:00"), forum="y", by="하나", consent=False),
    ]  # fmt: skip
    file = write(tmp_path / "말.jsonl", lines)
    madang("procedures", "install", "seoul-2019")
    madang("replay", file)
    found = ask(madang.url, all_said)
    assert dict(found[6]) == {"n": 3, "y": 3}
    assert [row[:4] for row in found[5] if row[1] == "하나"] == [
        ("n", "하나", "opinion", True),
        ("y", "하나", "statement", False),
    ]
    assert found[3][0] == ("s1", "하나", "나무가 먼저다.", 1, 1, 0, "shown")
    assert found[8] == 0, "들여온 글은 살펴볼 글이 되지 않는다"
    madang("export", tmp_path / "모두.jsonl")
    another("replay", tmp_path / "모두.jsonl")
    assert ask(another.url, all_said) == found
    madang("replay", file)
    assert ask(madang.url, all_said) == found
    for number, bad in enumerate(
        [
            event("statement.vote", at("14:00"), statement="s1", vote="maybe", by="두리"),
            event("statement.vote", at("14:00"), statement="s2", vote="agree", by="두리"),
            event("forum.consent", at("14:00"), forum="n", by="아무도", consent=True),
            event("statement.post", at("14:00"), forum="n", statement="s9", text="찬반에는 없다", by="두리"),
        ]
    ):
        assert madang("replay", write(tmp_path / f"나쁜{number}.jsonl", [bad]), fails=True).code != 0
