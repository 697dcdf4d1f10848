"""의견: 쓰고, 답하고, 공감하고, 지운다. 센 것은 늘 있는 것과 같다."""

import pytest
from django.db.models import Count

from madang.actions import comments, texts
from madang.audit.models import Entry
from madang.base.errors import Refused
from madang.comments.models import Comment, CommentSupport, Thread
from madang.notices.models import Notice
from tests import make

pytestmark = pytest.mark.django_db
AT = make.AT


def write(case="bike", text="우리 동네도 그래요.", by=None, at=AT, **more):
    by = by or make.person("의견 쓴 시민")
    return comments.write_comment(case_key=case, text=text, author=by, actor=by, at=at, **more)


def test_의견과_답글을_쓰면_제안한_사람과_답을_받은_사람에게_한_번씩_알린다(자전거, 하나, 두리):
    의견 = write(by=두리)
    답 = write(by=하나, reply_to=의견.key)
    write(by=두리, reply_to=답.key)
    assert [(n.kind, n.person) for n in Notice.objects.filter(kind__startswith="comment").order_by("pk")] == [
        ("comment-new", 하나),
        ("comment-reply", 두리),
        ("comment-reply", 하나),
    ]
    assert [c.parent_id for c in Comment.objects.order_by("pk")] == [None, 의견.pk, 의견.pk], "답글은 한 겹이다"
    assert Comment.objects.get(pk=의견.pk).replies == 2
    assert Thread.objects.get().shown == 3


def test_지운_의견은_자리와_답글을_남기고_글은_운영팀만_볼_수_있게_둔다(자전거, 두리):
    의견 = write(by=두리, text="지울 말")
    write(reply_to=의견.key)
    assert comments.delete_comment(comment=의견, at=AT, actor=두리)
    assert not comments.delete_comment(comment=의견, at=AT, actor=두리)
    의견.refresh_from_db()
    assert (의견.state, 의견.text, 의견.replies) == ("deleted", "지울 말", 1)
    assert Thread.objects.get().shown == 1
    assert Entry.objects.filter(verb="comment.delete", subject=f"comment:{의견.key}").count() == 1


def test_공감은_한_사람이_한_번이고_거두면_줄어든다(자전거, 하나, 두리):
    의견 = write(by=두리)
    assert comments.support_comment(comment=의견, person=하나, at=AT)
    assert not comments.support_comment(comment=의견, person=하나, at=AT)
    의견.refresh_from_db()
    assert 의견.supports == CommentSupport.objects.count() == 1
    assert comments.unsupport_comment(comment=의견, person=하나, at=AT)
    assert not comments.unsupport_comment(comment=의견, person=하나, at=AT)
    의견.refresh_from_db()
    assert 의견.supports == CommentSupport.objects.count() == 0


def test_할_수_없는_일은_까닭을_말하고_아무것도_바꾸지_않는다(자전거, 하나, 두리):
    의견, 지운 = write(by=두리), write(by=두리, text="지운 말")
    comments.delete_comment(comment=지운, at=AT, actor=두리)
    make.proposal("거둔 제안", key="gone", by=하나)
    texts.retire_proposal(case_key="gone", code="done", reason="", at=AT, actor=하나)
    before = Entry.objects.count()
    for code, act, facts in (
        ("text-empty", write, {"text": " \u200b\n"}),
        ("body-too-long", write, {"text": "가" * 3001}),
        ("unknown-proposal", write, {"case": "없는 제안"}),
        ("unknown-comment", write, {"reply_to": "nothing"}),
        ("comment-gone", write, {"reply_to": 지운.key}),
        ("key-taken", write, {"key": 의견.key}),
        ("comments-closed", write, {"case": "gone"}),
        ("unknown-comment", comments.find_comment, {"key": "nothing"}),
        ("own-comment", comments.support_comment, {"comment": 의견, "person": 두리, "at": AT}),
        ("comment-gone", comments.support_comment, {"comment": 지운, "person": 하나, "at": AT}),
        ("not-allowed", comments.delete_comment, {"comment": 의견, "actor": 하나, "at": AT}),
    ):
        with pytest.raises(Refused) as refused:
            act(**{**facts, **({"by": 하나} if act is write else {})})
        assert refused.value.code == code
        assert "%(" not in str(refused.value)
    assert Entry.objects.count() == before


def test_기관_사람의_의견에는_어디_사람인지_남는다(자전거, 세종, 네온, 두리):
    assert [
        (c.official, c.department and c.department.key) for c in (write(by=세종), write(by=네온), write(by=두리))
    ] == [
        (True, "mobility"),
        (True, None),
        (False, None),
    ]


def test_센_것은_언제나_있는_것과_같다(자전거, 하나, 두리):
    쓴 = [write(by=두리, text=f"의견 {n}") for n in range(4)]
    답 = [write(by=하나, text=f"답 {n}", reply_to=쓴[n % 2].key) for n in range(5)]
    for one in (쓴[0], 답[1], 답[2]):
        comments.delete_comment(comment=one, at=AT, actor=one.author)
    assert Thread.objects.get().shown == Comment.objects.filter(state="shown").count()
    for parent in Comment.objects.annotate(real=Count("answers", distinct=True)):
        assert parent.replies == parent.real
