"""보관 기간: 먼저 알리고, 기한이 지나면 지우고, 두 번 해도 같다."""

import json
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command

from madang.actions import comments, retention
from madang.audit.models import Entry
from madang.base import clock
from madang.comments.models import Comment
from madang.moderation.models import Item, Original
from madang.notices.models import Notice
from madang.people import keeping
from madang.people.models import Invitation, Person, RegisterEntry, Session, Use, Verification
from madang.proposals.models import Draft, SupportTrace
from tests import make

AT = make.AT
days = make.days


def 지운(at, **more):
    return {one.kind: one.erased for one in retention.run(at=at, **more) if one.erased}


@pytest.fixture
def 초안(하나):
    return Draft.objects.create(key="d1", person=하나, data={"title": "쓰던 글"}, saved_at=AT)


def test_초안은_두_주_전에_알리고_약속한_날에_지운다(초안):
    assert 지운(AT + days(165)) == {}
    assert not Notice.objects.exists()
    retention.run(at=AT + days(167))
    told = Notice.objects.get(kind="retention-warning")
    assert told.facts["due"].startswith((AT + days(181)).astimezone(AT.tzinfo).date().isoformat()[:7])
    assert 지운(AT + days(180.5)) == {}, "알린 날보다 먼저 지우지 않는다"
    assert 지운(AT + days(182)) == {"drafts": 1}
    assert 지운(AT + days(182)) == {}
    assert not Draft.objects.exists()
    assert Entry.objects.get(verb="retention.erase").facts == {"count": 1}


def test_늦게_알아도_알리고_두_주를_기다린다(초안):
    late = AT + days(400)
    assert 지운(late) == {}
    assert 지운(late + days(13)) == {}
    assert Notice.objects.count() == 1
    assert 지운(late + days(14.1)) == {"drafts": 1}


def test_다시_손댄_초안은_지우지_않고_다음에_또_알린다(초안):
    retention.run(at=AT + days(170))
    Draft.objects.update(saved_at=AT + days(171))
    assert 지운(AT + days(190)) == {}
    retention.run(at=AT + days(171 + 170))
    assert Notice.objects.filter(kind="retention-warning").count() == 2


def test_쓰지_않는_계정은_한_달_전에_알리고_이름을_지운다(하나, 네온):
    assert 지운(AT + days(1060)) == {}
    retention.run(at=AT + days(1070))
    assert [one.person for one in Notice.objects.filter(kind="retention-warning")] == [하나], "팀은 세지 않는다"
    assert 지운(AT + days(1101))["inactive"] == 1
    closed = Person.objects.get(pk=하나.pk)
    assert (str(closed), closed.email) == ("탈퇴한 시민", None)


def test_그_사이_로그인하면_닫지_않는다(하나):
    retention.run(at=AT + days(1070))
    Person.objects.filter(pk=하나.pk).update(last_login=AT + days(1080))
    assert "inactive" not in 지운(AT + days(1200))
    assert Person.objects.get(pk=하나.pk).closed_at is None


def test_메일이_없는_사람의_계정은_닫지_않는다(두리):
    retention.run(at=AT + days(2000))
    assert "inactive" not in 지운(AT + days(2100))


def test_확인하지_않은_계정만_지운다(하나, db):
    def signed_up(name, **more):
        person = Person.objects.create(name=name, email=f"{name}@gaon.example", joined_at=AT)
        EmailAddress.objects.create(user=person, email=person.email, verified=False, primary=True, **more)
        return person

    unconfirmed, proposing = signed_up("미확인"), signed_up("제안한")
    make.proposal("제안", by=proposing)
    confirmed = signed_up("확인한")
    EmailAddress.objects.filter(user=confirmed).update(verified=True)
    assert 지운(AT + days(29)) == {}
    assert 지운(AT + days(31)) == {"unconfirmed": 1}
    left = set(Person.objects.values_list("pk", flat=True))
    assert unconfirmed.pk not in left
    assert {proposing.pk, confirmed.pk, 하나.pk} <= left


def test_짧게_두는_것들(하나, 담당자):
    bike = make.proposal("자전거", by=하나)
    SupportTrace.objects.create(proposal=bike, person=하나, at=AT)
    Use.objects.create(what="x", who="y", since=AT, count=1)
    Session.objects.create(session_key="s1", session_data="", expire_date=AT, person=하나)
    Session.objects.create(session_key="s2", session_data="", expire_date=AT + days(500), person=하나)
    Notice.objects.create(kind="answered", unique="n1", person=하나, send_after=AT, sent_at=AT)
    Notice.objects.create(kind="invitation", unique="n2", email="a@gaon.example", send_after=AT, sent_at=AT)
    Notice.objects.create(kind="answered", unique="n3", person=하나, send_after=AT)
    Invitation.objects.create(email="a@gaon.example", role="pm", token_hash="t", at=AT, expires_at=AT + days(14))
    for register in ("2018", "2019"):
        RegisterEntry.objects.create(register=register, identity_hash=register)
    assert 지운(AT + timedelta(seconds=1)) == {"sessions": 1, "register": 1}
    assert 지운(AT + days(3.5)) == {"counters": 1}
    assert 지운(AT + days(31)) == {"letters": 1}
    assert 지운(AT + days(45)) == {"invitations": 1}
    assert 지운(AT + days(91)) == {"traces": 1}
    assert 지운(AT + days(181)) == {"notices": 1}
    assert set(Notice.objects.values_list("unique", flat=True)) == {"n3"}
    assert RegisterEntry.objects.get().register == "2019"
    assert Session.objects.get().session_key == "s2"


def test_탈퇴한_사람의_암호_값은_한_해_뒤에_지운다(하나):
    Verification.objects.create(person=하나, level="phone", identity_hash="h", at=AT)
    Person.objects.filter(pk=하나.pk).update(closed_at=AT, is_active=False)
    assert 지운(AT + days(364)) == {}
    assert 지운(AT + days(366)) == {"identities": 1}
    assert Verification.objects.get().identity_hash is None


def test_한_번에_다_지우지_않아도_끝까지_간다(하나):
    bike = make.proposal("자전거", by=하나)
    SupportTrace.objects.bulk_create(SupportTrace(proposal=bike, person=하나, at=AT) for _ in range(25))
    assert [지운(AT + days(100), limit=10).get("traces", 0) for _ in range(4)] == [10, 10, 5, 0]


def test_세기만_하면_아무것도_바뀌지_않는다(하나, 초안, capsys):
    bike = make.proposal("자전거", by=하나)
    SupportTrace.objects.create(proposal=bike, person=하나, at=AT)
    entries = Entry.objects.count()
    with clock.standing_at(AT + days(170)):
        call_command("retention", "--dry-run")
    said = capsys.readouterr().out
    assert "traces\t90일\t알림 0\t지움 1" in said
    assert "drafts\t180일\t알림 1\t지움 0" in said
    assert (SupportTrace.objects.count(), Notice.objects.count(), Entry.objects.count()) == (1, 0, entries)
    with clock.standing_at(AT + days(170)):
        call_command("retention")
    assert (SupportTrace.objects.count(), Notice.objects.count()) == (0, 1)


@pytest.mark.parametrize("written", [{"drafts": 14}, {"dreams": 3}, {"drafts": "90"}, {"traces": -1}, {"traces": True}])
def test_잘못_적은_기간은_거절한다(written):
    with pytest.raises(ValueError, match=next(iter(written))):
        keeping.parse(written)


def test_잘못_적은_설정으로는_열리지_않는다(settings):
    from django.apps import apps

    settings.RETENTION = {"dreams": 3}
    with pytest.raises(ImproperlyConfigured, match="RETENTION"):
        apps.get_app_config("people").ready()


def test_글쓴이가_지운_의견은_자리만_남기고_석_달_뒤에_글을_비운다(하나, 두리):
    bike = make.proposal("자전거", by=하나)
    common = {"case_key": bike.case.key, "at": AT}
    mine = comments.write_comment(text="제 번호는 010-1234-5678이에요", author=두리, actor=두리, **common)
    answer = comments.write_comment(text="답글", author=하나, actor=하나, reply_to=mine.key, **common)
    assert Original.objects.count() == 1
    comments.delete_comment(comment=mine, at=AT + days(10), actor=두리)
    assert 지운(AT + days(99)) == {}
    assert Comment.objects.get(pk=mine.pk).text
    assert 지운(AT + days(101)) == {"comments": 1}
    assert 지운(AT + days(101)) == {}
    mine.refresh_from_db()
    assert (mine.text, mine.state, mine.replies) == ("", "deleted", 1)
    assert not Original.objects.exists(), "가려진 번호도 함께 지운다"
    answer.refresh_from_db()
    assert answer.text == "답글"


def test_가려진_번호의_원래_글은_아무도_결정하지_않아도_한_해_뒤에는_지운다(하나):
    bike = make.proposal("자전거", by=하나)
    text = "제 번호는 010-1234-5678이에요"
    said = comments.write_comment(case_key=bike.case.key, text=text, author=하나, actor=하나, at=AT)
    assert 지운(AT + days(364)).get("originals") is None
    assert Original.objects.get().text == text
    assert 지운(AT + days(366))["originals"] == 1
    assert not Original.objects.exists()
    said.refresh_from_db()
    assert "1234" not in said.text
    assert Item.objects.open().count() == 1, "살펴볼 일은 남는다"


def test_비운_의견이_있어도_내보낸_것을_다시_들일_수_있고_쪽이_열린다(하나, 두리, client, tmp_path):
    bike = make.proposal("자전거", by=하나, key="bike")
    mine = comments.write_comment(case_key="bike", text="지울 말", author=두리, actor=두리, at=AT)
    comments.delete_comment(comment=mine, at=AT, actor=두리)
    retention.run(at=AT + days(91))
    file = tmp_path / "events.jsonl"
    call_command("export", str(file))
    told = file.read_text()
    assert "지울 말" not in told
    written = [json.loads(line) for line in told.splitlines() if "comment.write" in line]
    assert [one["text"] for one in written] == ["…"]
    assert client.get(f"/proposals/{bike.case.key}").status_code == 200
