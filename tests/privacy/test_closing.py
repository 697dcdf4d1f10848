"""탈퇴: 이름은 어디에도 남지 않고, 공감 수와 약속은 그대로다."""

import json

import pytest
from allauth.account.models import EmailAddress

from madang.actions.departures import close_account
from madang.actions.people import verify_person
from madang.audit.models import Entry
from madang.base.errors import Refused
from madang.notices.models import Follow, Notice, Preference
from madang.ops.export import events
from madang.people.models import Person, Session, Verification
from madang.proposals.models import Draft, Support
from tests import make

AT = make.AT + make.days(2)


@pytest.fixture
def 쓴_사람(하나, 자전거, 브라우저):
    """하나: a proposal, a support, a draft, a follow, a login, a verified identity."""
    verify_person(
        person=하나, level="phone", born=1990, gender="f", area="가온동", identifier="CI-1", at=make.AT, actor=None
    )
    other = make.proposal("횡단보도를 더 만들어 주세요", key="cross")
    make.support(other, 하나)
    Draft.objects.create(key="draft1", person=하나, data={"title": "쓰던 글"}, saved_at=make.AT)
    Follow.objects.create(person=하나, what="matter", value="cross", since=make.AT)
    Preference.objects.create(person=하나, kind="digest", how="off")
    EmailAddress.objects.create(user=하나, email="hana@gaon.example", verified=True, primary=True)
    하나.set_password("마당에서 만나요 2026")
    하나.save()
    return 하나


def test_이름과_연락처와_로그인은_곧바로_지워진다(쓴_사람, 브라우저):
    browser = 브라우저(쓴_사람)
    close_account(person=쓴_사람, at=AT, actor=쓴_사람)
    closed = Person.objects.get(pk=쓴_사람.pk)
    assert (str(closed), closed.email, closed.is_active, closed.closed_at) == ("탈퇴한 시민", None, False, AT)
    assert not closed.has_usable_password()
    for model, field in (
        (Draft, "person"),
        (Follow, "person"),
        (Preference, "person"),
        (Session, "person"),
        (EmailAddress, "user"),
    ):
        assert not model.objects.filter(**{field: closed}).exists(), model
    kept = Verification.objects.get(person=closed)
    assert (kept.born, kept.gender, kept.area) == (None, "", "")
    assert kept.identity_hash, "같은 사람이 두 번 서지 못하게 잠시 남는다"
    assert browser.get("/my").status_code == 302
    assert Notice.objects.get(kind="account-closed").email == "hana@gaon.example"
    assert Entry.objects.get(verb="person.close").actor == 쓴_사람.actor


def test_제안은_이름_없이_남고_공감은_그대로_세어진다(쓴_사람, 브라우저):
    close_account(person=쓴_사람, at=AT, actor=쓴_사람)
    page = 브라우저().page("/proposals/bike")
    assert "탈퇴한 시민" in page
    assert "<bdi>하나</bdi>" not in page
    assert Support.objects.filter(proposal__case__key="cross").count() == 1


def test_내보낸_역사에_이름도_연락처도_없다(쓴_사람):
    close_account(person=쓴_사람, at=AT, actor=쓴_사람)
    told = list(events(contacts=True))
    text = json.dumps(told, ensure_ascii=False)
    for gone in ("하나", "hana@gaon.example", "1990", "가온동", "쓰던 글"):
        assert gone not in text, gone
    assert any(event["do"] == "support.cast" and event["by"] == 쓴_사람.key for event in told)


def test_나이_제한이_있던_공감에는_그만큼의_나이만_남는다(하나):
    """Else the history, told again, would refuse their support as a child's."""
    proposal = make.proposal("열여섯부터", procedure="madrid")
    age = 16
    verify_person(person=하나, level="resident", born=1971, at=make.AT, actor=None)
    make.support(proposal, 하나)
    close_account(person=하나, at=AT, actor=하나)
    assert Verification.objects.get(person=하나).born == make.AT.year - age


def test_같은_본인확인은_탈퇴한_사람의_것으로_남아_두_번_설_수_없다(쓴_사람, 두리):
    close_account(person=쓴_사람, at=AT, actor=쓴_사람)
    with pytest.raises(Refused):
        verify_person(person=두리, level="phone", identifier="CI-1", at=AT, actor=None)


def test_역할이_있으면_먼저_넘겨야_하고_두_번_탈퇴할_수_없다(쓴_사람, 네온):
    for person, code in ((네온, "hand-over-first"), (쓴_사람, None), (쓴_사람, "account-closed")):
        if code is None:
            close_account(person=person, at=AT, actor=person)
            continue
        with pytest.raises(Refused) as refused:
            close_account(person=person, at=AT, actor=person)
        assert refused.value.code == code
    assert Person.objects.get(pk=네온.pk).name == "네온 PM"


def test_사람을_가리키는_표는_모두_지우거나_남긴다(쓴_사람):
    """A new table that goes with its person is erased without anybody having to remember it."""
    from madang.actions.departures import _own_rows

    close_account(person=쓴_사람, at=AT, actor=쓴_사람)
    assert [rows.model._meta.label for rows in _own_rows(쓴_사람) if rows.exists()] == []


# ── the pages ──


def test_탈퇴하는_쪽은_무엇이_남는지_말하고_확인을_받는다(쓴_사람, 브라우저, monkeypatch):
    monkeypatch.setattr("madang.web.ui.again.recently", lambda request: True)
    browser = 브라우저(쓴_사람, at=AT)
    page = browser.page("/my/leave")
    assert "탈퇴한 시민" in page
    assert "365일 동안만" in page
    assert "표시해 주세요" in browser.send("/my/leave", 422)
    assert Person.objects.get(pk=쓴_사람.pk).closed_at is None
    assert "고마웠어요" in browser.send("/my/leave", 200, sure="yes")
    assert Person.objects.get(pk=쓴_사람.pk).closed_at == AT
    assert browser.get("/my").status_code == 302


def test_탈퇴도_내려받기도_누구인지_한_번_더_묻는다(쓴_사람, 브라우저, monkeypatch):
    monkeypatch.setattr("madang.web.ui.again.recently", lambda request: False)
    browser = 브라우저(쓴_사람, at=AT)
    for path in ("/my/leave", "/my/data"):
        assert "/accounts/again/" in browser.send(path, sure="yes")
    assert Person.objects.get(pk=쓴_사람.pk).closed_at is None


def test_팀에_있으면_탈퇴하는_쪽에_단추가_없다(네온, 브라우저, monkeypatch):
    monkeypatch.setattr("madang.web.ui.again.recently", lambda request: True)
    browser = 브라우저(네온)
    assert 'name="sure"' not in browser.page("/my/leave")
    assert "맡은 일을 넘겨" in browser.send("/my/leave", 422, sure="yes")
