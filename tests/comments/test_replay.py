"""의견과 가리기는 내보내고 다시 들여도 그대로다."""

import pytest

from tests.eventfile import event, opening, write
from tests.processes import Madang, ask


@pytest.fixture
def another(databases, tmp_path):
    folder = tmp_path / "another"
    folder.mkdir()
    second = Madang(databases.new(), folder)
    yield second
    databases.drop(second.url)


def all_said():
    from madang.comments.models import Comment, CommentSupport, Thread
    from madang.moderation.models import Decision, Item
    from madang.proposals.models import Proposal

    fields = (
        "key",
        "case__key",
        "parent__key",
        "author__key",
        "text",
        "at",
        "supports",
        "replies",
        "state",
        "hidden_code",
    )
    return (
        list(Comment.objects.order_by("key").values_list(*fields)),
        sorted(CommentSupport.objects.values_list("comment__key", "person__key")),
        list(Thread.objects.values_list("case__key", "shown")),
        sorted(Proposal.objects.values_list("case__key", "visibility", "shown_as")),
        list(Decision.objects.order_by("pk").values_list("subject", "outcome", "code", "note", "at")),
        Item.objects.count(),
    )


def test_의견과_가리기를_내보내_빈_곳에_들이면_그대로다(madang, another, tmp_path):
    at = "2019-03-05 10:00"
    lines = [
        *opening(),
        event("person.register", "2019-03-01 09:00", person="하나"),
        event("person.register", "2019-03-01 09:00", person="두리"),
        event("proposal.submit", "2019-03-04 09:00", proposal="a", procedure="seoul-2019", by="하나", title="가로등"),
        event("proposal.submit", "2019-03-04 09:00", proposal="b", procedure="seoul-2019", by="하나", title="나쁜 제안"),
        event("comment.write", at, proposal="a", comment="c1", by="두리", text="제 번호는 010-1234-5678"),
        event("comment.write", "2019-03-05 11:00", proposal="a", comment="c2", by="하나", text="고마워요", reply_to="c1"),
        event("comment.write", "2019-03-05 11:00", proposal="a", comment="c3", text="지울 말", by="두리"),
        event("comment.write", "2019-03-05 11:00", proposal="a", comment="c4", text="가릴 말"),
        event("comment.support", "2019-03-05 12:00", comment="c1", by="하나"),
        event("comment.support", "2019-03-05 12:00", comment="c2", by="두리"),
        event("comment.unsupport", "2019-03-05 13:00", comment="c2", by="두리"),
        event("comment.delete", "2019-03-05 13:00", comment="c3", by="두리"),
        event("comment.hide", "2019-03-05 14:00", comment="c4", code="abuse", note="욕설"),
        event("comment.hide", "2019-03-05 14:00", comment="c1", code="personal"),
        event("comment.show", "2019-03-05 15:00", comment="c1", note="가려졌으니 괜찮습니다."),
        event("proposal.hide", "2019-03-05 16:00", proposal="b", code="false", note="근거 없음"),
    ]  # fmt: skip
    file = write(tmp_path / "말.jsonl", lines)
    madang("procedures", "install", "seoul-2019")
    madang("replay", file)
    found = ask(madang.url, all_said)
    assert next(row[4] for row in found[0]) == "제 번호는 010-****-5678"
    assert found[2] == [("a", 2)]
    assert found[3] == [("a", "public", ""), ("b", "hidden", "public")]
    assert found[5] == 0, "들여온 글은 살펴볼 글이 되지 않는다"
    madang("export", tmp_path / "모두.jsonl")
    another("replay", tmp_path / "모두.jsonl")
    assert ask(another.url, all_said) == found
    madang("replay", file)
    assert ask(madang.url, all_said) == found
    bad = write(tmp_path / "나쁜.jsonl", [event("comment.hide", "2019-03-06 14:00", comment="c2", code="boring")])
    assert madang("replay", bad, fails=True).code != 0
