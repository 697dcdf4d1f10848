"""공론장의 글도 의견처럼 살펴보고, 내 자료에 들어 있고, 떠나면 이름이 없고, 거둔 글은 때가 되면 지운다."""

import io
import json
import zipfile

import pytest

from madang.actions import content, moderation, objections, opinions, retention, statements
from madang.actions.departures import close_account
from madang.base.errors import Refused
from madang.forums.models import Opinion, OpinionVersion, Participant, Statement
from madang.moderation.models import Item
from tests import make, make_forums

pytestmark = pytest.mark.django_db
AT, days = make.AT, make.days
NUMBER = "제 번호는 010-1234-5678이에요"


@pytest.fixture
def 글(도서관, 빈터, 두리):
    """두리의 바뀐 입장, 진술, 표시."""
    make_forums.opinion(도서관, f"처음: {NUMBER}", by=두리, position="against")
    opinion = make_forums.opinion(도서관, "나중: 스팸 링크 모음", by=두리, position="for", consent=True)
    statement = make_forums.statement(빈터, "빈터에는 광고가 있어야 한다.", by=두리)
    make_forums.vote(make_forums.statement(빈터, "나무가 먼저다."), 두리, "disagree")
    return opinion, statement


@pytest.mark.parametrize("kind", [0, 1], ids=["의견", "진술"])
def test_신고하면_줄에_서고_가리면_까닭만_보이고_이의신청으로_다시_보인다(글, kind, 두리, 하나, 네온, 담당자, 브라우저):
    one, place = 글[kind], ("/forums/night/opinions?sort=newest", "/forums/yard/statements")[kind]
    text = one.text
    browser = 브라우저(하나)
    assert text in browser.page(f"/report/{one.subject}")
    browser.send(f"/report/{one.subject}", code="advertising", text="광고예요")
    queue = 브라우저(네온).page(f"/staff/moderation?kind={one.subject.partition(':')[0]}")
    assert text[:20] in queue
    item = Item.objects.get(subject=one.subject)
    브라우저(네온).page(f"/staff/moderation/{one.subject}")
    decision = moderation.decide(item=item, outcome="hide", code="advertising", at=AT, actor=네온)
    page = browser.page(place)
    assert text not in page
    assert "이유: 광고" in page
    mine = 브라우저(두리)
    assert text in mine.page(place)
    assert "이의신청" in mine.page(f"/objections/{one.subject}")
    objection = objections.object_to(decision=decision, text="광고가 아니에요", person=두리, at=AT)
    objections.decide_objection(objection=objection, outcome="overturned", reason="맞습니다", at=AT, actor=담당자)
    assert text in browser.page(place)
    assert ("공론장 의견", "진술")[kind] in browser.page("/moderation")
    assert one.forum.question in 브라우저(담당자).page("/staff/audit")


def test_번호는_쓰는_순간_가려지고_모든_판에서_되돌릴_수_있다(글, 네온):
    opinion, _ = 글
    first = OpinionVersion.objects.get()
    assert "010-1234" not in first.text
    item = Item.objects.get(subject=opinion.subject)
    moderation.decide(item=item, outcome="restore", at=AT, actor=네온)
    first.refresh_from_db()
    assert NUMBER in first.text


def test_가려진_입장은_고칠_수_없고_여전히_센다(글, 도서관, 두리, 네온):
    opinion, _ = 글
    moderation.hide_content(subject=opinion.subject, code="abuse", note="", at=AT, actor=네온)
    assert Opinion.objects.positions(도서관.pk) == {"for": 1}
    with pytest.raises(Refused) as refused:
        make_forums.opinion(도서관, "다시", by=두리)
    assert refused.value.code == "opinion-hidden"
    assert content.find(opinion.subject).state == "hidden"


def test_내_활동과_내_자료에_참여한_공론장의_모든_것이_있다(글, 두리, 브라우저, monkeypatch):
    monkeypatch.setattr("madang.web.ui.again.recently", lambda request: True)
    browser = 브라우저(두리)
    page = browser.page("/my/forums")
    for said in ("밤에도 도서관을 열까요?", "스팸 링크", "빈터에는 광고가", "동의 거두기", "동의하기"):
        assert said in page
    response = browser.post("/my/data")
    data = json.loads(zipfile.ZipFile(io.BytesIO(b"".join(response.streaming_content))).read("madang.json"))
    assert {one["forum__key"]: one["consent"] for one in data["forums"]} == {"night": True, "yard": False}
    assert data["opinions"][0]["position"] == "for"
    assert data["opinions"][0]["earlier"][0]["position"] == "against"
    assert data["statements"][0]["text"] == "빈터에는 광고가 있어야 한다."
    assert sorted(one["vote"] for one in data["votes"]) == [-1, 1]


def test_탈퇴하면_글은_이름_없이_남고_동의는_거두어진다(글, 두리, 브라우저):
    close_account(person=두리, at=AT + days(1), actor=두리)
    page = 브라우저().page("/forums/night")
    assert "나중: 스팸" in page
    assert "두리" not in page
    assert not Participant.objects.filter(consent=True).exists()
    assert Opinion.objects.positions(글[0].forum_id) == {"for": 1}


def test_거둔_글은_구십_일_뒤에_비고_자리와_입장은_남는다(글, 두리):
    opinion, statement = 글
    opinions.delete_opinion(opinion=opinion, at=AT, actor=두리)
    statements.delete_statement(statement=statement, at=AT, actor=두리)
    assert not {done.kind for done in retention.run(at=AT + days(89)) if done.erased}
    gone = {done.kind: done.erased for done in retention.run(at=AT + days(91)) if done.erased}
    assert (gone["opinions"], gone["statements"]) == (1, 1)
    assert Opinion.objects.get(pk=opinion.pk).text == ""
    assert Statement.objects.get(pk=statement.pk).text == ""
    assert OpinionVersion.objects.get().text == ""
    assert OpinionVersion.objects.get().position == "against"


def test_데이터로도_공개된_것만_읽고_다음_쪽이_있다(도서관, 두리, 네온, 브라우저):
    hidden = make_forums.opinion(도서관, "가릴 글", by=두리, position="for")
    make_forums.opinion(도서관, "답글", by=네온, reply_to=hidden.key)
    moderation.hide_content(subject=hidden.subject, code="abuse", note="", at=AT, actor=네온)
    make_forums.many(도서관, 120)
    browser, seen, where = 브라우저(두리, AT + days(2)), [], "/forums/night.json"
    first = browser.get(where).json()
    assert first["positions"]["for"] == 73
    assert first["participants"] == 120
    while where:
        data = browser.get(where).json()
        seen += data["opinions"]
        where = data["next"]
    assert len({one["opinion"] for one in seen}) == 122
    assert "가릴 글" not in json.dumps(seen, ensure_ascii=False)
    assert not any("author" in one or "by" in one for one in seen)
