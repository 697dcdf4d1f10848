"""공론장 준비: what was typed is never lost, nothing is overwritten in silence, and what has opened stays as it was."""

import pytest

from madang.actions import blocks, forum_desk, forums
from madang.audit.models import Entry
from madang.base.errors import Refused
from madang.forums.models import Block, Forum
from tests import make
from tests.forums_desk.conftest import AT, fresh, opened, picture, selected

pytestmark = pytest.mark.django_db


def saved(forum, **what):
    return forum_desk.prepare_forum(forum=forum, what=what, edition=fresh(forum).edition, at=AT, actor=None)


def refused(code, act, **given):
    with pytest.raises(Refused) as why:
        act(**given)
    assert why.value.code == code
    return why.value


def block(forum, kind="background", **what):
    return blocks.add_block(forum=forum, what={"kind": kind, "title": "왜", **what}, at=AT, actor=None)


# ── 질문 ──


def test_저장하면_판이_오르고_같은_것을_저장하면_그대로다(거리):
    first = saved(거리, question="넓히는 데 찬성하십니까?", days=45)
    again = forum_desk.prepare_forum(forum=거리, what={"days": 45}, edition=first.edition, at=AT, actor=None)
    assert (first.edition, again.edition) == (1, 1)
    assert fresh(거리).question == "넓히는 데 찬성하십니까?"


def test_두_사람이_함께_고치면_나중_사람은_듣고_아무것도_덮어쓰지_않는다(거리, 네온):
    saved(거리, question="먼저 고친 질문")
    given = {"forum": 거리, "what": {"question": "나중 질문"}, "edition": 0, "at": AT, "actor": 네온}
    refused("changed-meanwhile", forum_desk.prepare_forum, **given)
    assert fresh(거리).question == "먼저 고친 질문"


def test_저절로_저장한_것은_한_번만_기록된다(거리, 네온):
    for n in range(4):
        given = {"question": f"질문 {n}", "body": "설명"}
        at = AT + make.days(0.001 * n)
        forum_desk.prepare_forum(forum=거리, what=given, edition=n, at=at, actor=네온, quiet=True)
    assert Entry.objects.filter(verb="forum.prepare").count() == 1


@pytest.mark.parametrize(
    ("what", "code"),
    [
        ({"question": "가" * 301}, "title-too-long"),
        ({"question": " "}, "question-empty"),
        ({"form": "vote"}, "unknown-decision"),
        ({"days": 0}, "forum-days"),
        ({"days": 99_999}, "forum-days"),
        ({"body": "가" * 60_001}, "body-too-long"),
    ],
)
def test_틀린_것은_받지_않고_아무것도_바뀌지_않는다(거리, what, code):
    refused(code, forum_desk.prepare_forum, forum=거리, what=what, edition=0, at=AT, actor=None)
    assert fresh(거리).edition == 0


def test_기준보다_짧은_기간으로는_열_수_없다(거리):
    saved(거리, days=10)
    refused("forum-too-short", forums.open_forum, case_key="street", edition=1, at=AT, actor=None)


def test_끝난_건의_공론장은_더_준비할_수_없고_준비한_것은_남는다(거리):
    saved(거리, question="남는 질문")
    forum = fresh(거리)
    forum.visit.left = AT
    forum.visit.save()
    refused("forum-left", forum_desk.prepare_forum, forum=거리, what={"days": 40}, at=AT, actor=None)
    assert fresh(거리).question == "남는 질문"
    assert not Forum.objects.prepared().filter(pk=거리.pk).exists()


def test_가려진_제안의_공론장은_열리지_않는다(거리):
    거리.case.proposal.visibility = "hidden"
    거리.case.proposal.save()
    refused("forum-hidden", forums.open_forum, case_key="street", at=AT, actor=None)
    assert fresh(거리).opened_at is None


# ── 자료 ──


def test_설명_없는_그림은_저장되지만_열_수_없고_설명을_적으면_열린다(거리):
    card = blocks.add_block(forum=거리, what={"kind": "card", "title": "한눈에"}, file=picture(), at=AT, actor=None)
    assert card.small_path
    refused("card-without-words", forums.open_forum, case_key="street", at=AT, actor=None)
    blocks.edit_block(block=card, what={"alt": "거리의 지도"}, edition=1, at=AT, actor=None)
    assert opened(거리).opened_at == AT


def test_그림의_찍은_곳은_남지_않는다(거리):
    from django.core.files.storage import default_storage

    card = blocks.add_block(forum=거리, what={"kind": "card", "alt": "사진"}, file=picture(), at=AT, actor=None)
    kept = default_storage.open(card.path).read()
    assert kept[8:12] == b"WEBP"
    assert "가온시".encode() not in kept
    assert b"EXIF" not in kept


def test_그림이_아닌_것은_카드가_되지_않고_아무것도_남지_않는다(거리):
    from django.core.files.uploadedfile import SimpleUploadedFile

    false = SimpleUploadedFile("photo.jpg", b"<html><script>alert(1)</script>", content_type="image/jpeg")
    given = {"forum": 거리, "what": {"kind": "card", "alt": "사진"}, "file": false, "at": AT, "actor": None}
    refused("picture-unknown", blocks.add_block, **given)
    assert not Block.objects.exists()


def test_표는_붙여_넣은_그대로_읽고_너무_큰_표는_받지_않는다():
    assert blocks.table_of("곳\t차\n정문\t1,200\n후문\t80") == [["곳", "차"], ["정문", "1,200"], ["후문", "80"]]
    assert blocks.table_of('곳,차\n"정문, 앞",12\n후문') == [["곳", "차"], ["정문, 앞", "12"], ["후문", ""]]
    refused("table-malformed", blocks.table_of, raw="한 줄뿐")
    refused("table-too-large", blocks.table_of, raw="\n".join(["가,나"] * 201))


def test_차례는_같은_종류_안에서만_바뀐다(거리):
    하나, 둘, 셋 = (block(거리, "for", title=name) for name in "가나다")
    block(거리, "against", title="라")
    blocks.move_block(block=셋, by=-1, at=AT, actor=None)
    blocks.move_block(block=하나, by=-1, at=AT, actor=None)
    assert [one.title for one in 거리.blocks.filter(kind="for")] == ["가", "다", "나"]
    blocks.remove_block(block=둘, at=AT, actor=None)
    assert [one.title for one in 거리.blocks.filter(kind="for")] == ["가", "다"]


def test_같은_자료를_두_사람이_고치면_나중_사람은_듣는다(거리):
    one = block(거리, text="처음")
    blocks.edit_block(block=one, what={"text": "먼저"}, edition=1, at=AT, actor=None)
    refused("changed-meanwhile", blocks.edit_block, block=one, what={"text": "나중"}, edition=1, at=AT, actor=None)
    assert Block.objects.get(pk=one.pk).text == "먼저"


def test_자료를_고치면_공론장의_판도_올라_다시_합의해야_한다(거리):
    one = block(거리)
    blocks.edit_block(block=one, what={"text": "고침"}, edition=1, at=AT, actor=None)
    blocks.move_block(block=block(거리), by=-1, at=AT, actor=None)
    assert fresh(거리).edition == 4


def test_빈_자료와_틀린_주소는_받지_않는다(거리):
    refused("block-empty", blocks.add_block, forum=거리, what={"kind": "background"}, at=AT, actor=None)
    what = {"kind": "data", "title": "표", "link": "javascript:alert(1)"}
    refused("link-malformed", blocks.add_block, forum=거리, what=what, at=AT, actor=None)


# ── 연 뒤 ──


def test_연_뒤에는_고치거나_지울_수_없고_날짜와_함께_덧붙인다(거리):
    one = block(거리, "data", rows="곳,수\n정문,12", text="처음")
    opened(거리)
    refused("forum-already-open", blocks.edit_block, block=one, what={"text": "몰래"}, edition=1, at=AT, actor=None)
    refused("forum-already-open", blocks.remove_block, block=one, at=AT, actor=None)
    refused("forum-already-open", blocks.add_block, forum=거리, what={"kind": "data", "title": "또"}, at=AT, actor=None)
    later = AT + make.days(3)
    what = {"kind": "data", "title": "바로잡은 표", "rows": "곳,수\n정문,21"}
    added = blocks.append_block(forum=거리, what=what, corrects=one.key, at=later, actor=None)
    assert (added.added_at, added.corrects_id) == (later, one.pk)
    assert Block.objects.get(pk=one.pk).text == "처음"


def test_내린_자료는_이유가_남고_이유_없이는_내릴_수_없다(거리):
    one = block(거리)
    opened(거리)
    refused("reason-empty", blocks.withdraw_block, block=one, reason=" ", at=AT, actor=None)
    blocks.withdraw_block(block=one, reason="저작권자가 원하지 않습니다.", at=AT, actor=None)
    refused("block-gone", blocks.withdraw_block, block=one, reason="또", at=AT, actor=None)
    assert Block.objects.get(pk=one.pk).withdrawn_why == "저작권자가 원하지 않습니다."


def test_덧붙이는_그림은_처음부터_설명이_있어야_한다(거리):
    opened(거리)
    given = {"forum": 거리, "what": {"kind": "card", "title": "그림"}, "file": picture(), "at": AT, "actor": None}
    refused("picture-without-words", blocks.append_block, **given)
    assert not Block.objects.exists()


def test_2020년_기준에서도_똑같이_열린다(db):
    forum = selected(procedure="seoul-2020")
    assert opened(forum).visit.due is not None
