"""쓰던 글: 저절로 저장되고, 두 창이 서로를 덮지 않으며, 로그인이 끊겨도 사라지지 않는다."""

import json
import re

import pytest
from django.test import Client

from madang.actions.drafts import DRAFTS, save_draft
from madang.base import clock
from madang.base.errors import Refused
from madang.people.models import Person
from madang.proposals.models import Draft, Proposal
from tests import make
from tests.writing.conftest import 쓴_것

pytestmark = pytest.mark.django_db
KEY = "abcdefghjk"
SAVE = f"/propose/drafts/{KEY}"


def told(page):
    return page.status, json.loads(page.response.content)


def test_쓰는_대로_저장되고_저장했다고_말한다(읽기, 하나):
    reader = 읽기(person=하나)
    status, said = told(reader.post(SAVE, 쓴_것()))
    assert (status, said["said"], said["edition"]) == (200, "저장했어요 · 방금", 1)
    draft = Draft.objects.get()
    assert (draft.person, draft.data["title"], draft.data["procedure"]) == (
        하나,
        "횡단보도 신호를 늘려 주세요",
        "seoul-2019",
    )
    page = reader.get("/propose", draft=KEY)
    assert "횡단보도 신호를 늘려 주세요" in page.html
    assert 'name="edition" value="1"' in page.html
    assert 'value="교통" id="id_category_0" checked' in page.html
    assert "저장했어요 ·" in page


def test_제목도_없는_글도_저장된다(읽기, 하나):
    assert told(읽기(person=하나).post(SAVE, 쓴_것(title="", category="", body="아직")))[0] == 200
    assert Draft.objects.get().data["body"] == "아직"


def test_같은_글을_또_저장해도_판이_오르지_않고_바뀌면_오른다(읽기, 하나):
    reader = 읽기(person=하나)
    reader.post(SAVE, 쓴_것())
    assert told(reader.post(SAVE, 쓴_것(edition="1")))[1]["edition"] == 1
    assert told(reader.post(SAVE, 쓴_것(edition="1", body="더 썼어요")))[1]["edition"] == 2


def test_두_창에서_쓰면_늦은_쪽이_말을_듣고_아무것도_덮이지_않는다(읽기, 하나):
    reader = 읽기(person=하나)
    reader.post(SAVE, 쓴_것())
    reader.post(SAVE, 쓴_것(edition="1", body="첫 창의 글"))
    status, said = told(reader.post(SAVE, 쓴_것(edition="1", body="둘째 창의 글")))
    assert (status, "그 사이" in said["said"]) == (409, True)
    assert Draft.objects.get().data["body"] == "첫 창의 글"
    assert told(reader.post(SAVE, 쓴_것(edition="1", body="둘째 창의 글", anew="1")))[0] == 200
    assert Draft.objects.get().data["body"] == "둘째 창의 글"


def test_스크립트_없이_두_창에서_쓰면_두_글을_모두_보여_준다(읽기, 하나):
    reader = 읽기(person=하나)
    reader.post("/propose", 쓴_것(do="save", body="첫 창의 글"))
    page = reader.post("/propose", 쓴_것(do="save", edition="0", body="둘째 창의 글"))
    assert page.status == 409
    assert "다른 창에서 이 글을 고쳤어요" in page
    assert "첫 창의 글" in page
    assert ">\n둘째 창의 글</textarea>" in page.html or "둘째 창의 글</textarea>" in page.html
    edition = re.search(r'name="edition" value="(\d+)"', page.html).group(1)
    assert reader.post("/propose", 쓴_것(do="save", edition=edition, body="둘째 창의 글")).status == 302
    assert Draft.objects.get().data["body"] == "둘째 창의 글"


def test_나중에_이어_쓰기는_내_활동으로_간다(읽기, 하나):
    sent = 읽기(person=하나).post("/propose", 쓴_것(do="save", title=""))
    assert (sent.status, sent.response.url) == (302, "/my")
    assert not Proposal.objects.exists()


def test_남의_쓰던_글은_없는_것과_같다(읽기, 하나, 두리):
    읽기(person=하나).post(SAVE, 쓴_것())
    other = 읽기(person=두리)
    assert other.get("/propose", draft=KEY).status == 404
    assert other.get(f"{SAVE}/preview").status == 404
    assert told(other.post(SAVE, 쓴_것(body="덮어쓰기")))[0] == 410
    for act in ("publish", "delete", "files"):
        assert other.post(f"{SAVE}/{act}").status == 404
    other.post("/propose", 쓴_것(do="save", body="두리의 글"))
    assert Draft.objects.get(key=KEY).data["body"] == "어르신이 건너기에 짧아요."
    assert Draft.objects.get(person=두리).data["body"] == "두리의 글"


def test_지우면_없어진다(읽기, 하나):
    reader = 읽기(person=하나)
    reader.post(SAVE, 쓴_것())
    assert reader.post(f"{SAVE}/delete").status == 302
    assert not Draft.objects.exists()
    assert reader.post(f"{SAVE}/delete").status == 404


def test_쓰던_글은_서른_개까지(하나):
    for number in range(DRAFTS):
        save_draft(person=하나, key=f"k{number}", data={"title": "글"}, edition=0, at=make.AT)
    with pytest.raises(Refused, match="30개까지"):
        save_draft(person=하나, key="more", data={"title": "글"}, edition=0, at=make.AT)


@pytest.mark.parametrize("raw", ["\x00제목", "\ud800".encode("utf-8", "surrogatepass"), "제목\u202e", "가" * 5000])
def test_이상한_글자도_저장에서_넘어지지_않는다(읽기, 하나, raw):
    assert 읽기(person=하나).post(SAVE, 쓴_것(title=raw)).status == 200


@pytest.mark.parametrize(
    "changes", [{"edition": "x"}, {"edition": "9" * 40}, {"edition": "-1"}, {"alt-x\x00": "a\x00"}]
)
def test_지어낸_칸이_와도_넘어지지_않는다(읽기, 하나, changes):
    assert 읽기(person=하나).post(SAVE, 쓴_것(**changes)).status == 200
    assert 읽기(person=하나).post("/propose/drafts/a%00b", 쓴_것()).status == 404
    assert 읽기(person=하나).get("/propose", draft="a\x00b").status == 404


# ── 미리 보기와 올리기 ───────────────────────────────────────────────────────────────────────────────────────────


def test_미리_보고_올린다(읽기, 하나):
    reader = 읽기(person=하나)
    sent = reader.post("/propose", 쓴_것(do="preview"))
    assert sent.response.url == f"{SAVE}/preview"
    page = reader.get(sent.response.url)
    assert "아직 올리지 않았어요." in page
    assert "어르신이 건너기에 짧아요." in page
    assert not Proposal.objects.exists()
    sent = reader.post(f"{SAVE}/publish", {"edition": "1"})
    assert sent.response.url == f"/proposals/{KEY}"
    assert Proposal.objects.get().title == "횡단보도 신호를 늘려 주세요"
    assert not Draft.objects.exists()


def test_올린_뒤_뒤로_가도_둘이_되지_않는다(읽기, 하나):
    reader = 읽기(person=하나)
    reader.post("/propose", 쓴_것(do="preview"))
    for _ in range(2):
        assert reader.post(f"{SAVE}/publish", {"edition": "1"}).response.url == f"/proposals/{KEY}"
    assert reader.get(f"{SAVE}/preview").response.url == f"/proposals/{KEY}"
    assert reader.post("/propose", 쓴_것(do="preview", edition="1")).response.url == f"/proposals/{KEY}"
    assert told(reader.post(SAVE, 쓴_것(edition="1", body="더")))[0] == 410
    assert reader.get("/propose", draft=KEY).status == 200
    assert Proposal.objects.count() == 1


def test_빠진_것이_있으면_미리_보지_못하고_쓴_것은_남는다(읽기, 하나):
    page = 읽기(person=하나).post("/propose", 쓴_것(do="preview", title="", body="남는 글"))
    assert page.status == 422
    assert "제목을 적어 주세요." in page
    assert "남는 글" in page
    assert Draft.objects.get().data["body"] == "남는 글"


def test_미리_본_글과_다르면_올리지_않고_다시_보여_준다(읽기, 하나):
    reader = 읽기(person=하나)
    reader.post("/propose", 쓴_것(do="preview"))
    reader.post(SAVE, 쓴_것(edition="1", body="다른 창에서 고침"))
    assert reader.post(f"{SAVE}/publish", {"edition": "1"}).response.url == f"{SAVE}/preview"
    assert not Proposal.objects.exists()


# ── 로그인이 끊겼을 때 ───────────────────────────────────────────────────────────────────────────────────────────


def 끊김(reader):
    """The session ends while the page is open; the browser stays the same."""
    reader.browser.cookies.pop("madang_session")
    return reader


def 다시_로그인(reader, person):
    """Signs in through the page, as the browser keeps its session."""
    person.set_password("마당에서 만나요 2026")
    person.email = f"{person.key}@gaon.example"
    person.save()
    from allauth.account.models import EmailAddress

    EmailAddress.objects.get_or_create(user=person, email=person.email, verified=True, primary=True)
    return reader.post(
        "/accounts/sign-in/", {"login": person.email, "password": "마당에서 만나요 2026", "next": "/propose"}
    )


def 누구(reader):
    return re.search(r'name="who" value="(\w+)"', reader.get("/propose").html).group(1)


@pytest.mark.parametrize("do", ["publish", "save", "preview", "add"])
def test_끊긴_뒤_보낸_글은_로그인하면_그대로_있다(읽기, 하나, do):
    reader = 읽기(person=하나)
    who = 누구(reader)
    sent = 끊김(reader).post("/propose", 쓴_것(do=do, who=who))
    assert sent.response.url.startswith("/accounts/sign-in/?next=/propose")
    assert "보관해 두었어요" in reader.get(sent.response.url)
    assert not Proposal.objects.exists()
    assert 다시_로그인(reader, 하나).response.url == "/propose"
    page = reader.get("/propose")
    assert page.response.url == f"/propose?draft={KEY}"
    page = reader.get(page.response.url)
    assert "어르신이 건너기에 짧아요." in page
    assert "쓰던 글을 그대로 가져왔어요." in page


def test_저절로_저장하다_끊겨도_마찬가지다(읽기, 하나):
    reader = 읽기(person=하나)
    who = 누구(reader)
    reader.post(SAVE, 쓴_것(who=who))
    status, said = told(끊김(reader).post(SAVE, 쓴_것(who=who, edition="1", body="끊긴 뒤에 쓴 글")))
    assert status == 401
    assert said["sign_in"].startswith("/accounts/sign-in/?next=")
    다시_로그인(reader, 하나)
    reader.get(reader.get("/propose").response.url)
    assert Draft.objects.get().data["body"] == "끊긴 뒤에 쓴 글"


def test_다른_사람이_로그인하면_남의_글을_받지_않는다(읽기, 하나, 두리):
    reader = 읽기(person=하나)
    who = 누구(reader)
    끊김(reader).post("/propose", 쓴_것(who=who))
    다시_로그인(reader, 두리)
    page = reader.get("/propose")
    assert page.status == 200
    assert "어르신이" not in page
    assert not Draft.objects.exists()


def test_다른_창에서_다시_로그인해_표가_낡아도_글은_그대로_보인다(하나):
    browser = Client(enforce_csrf_checks=True)
    with clock.standing_at(make.AT):
        browser.force_login(하나)
        browser.get("/propose")
        answer = browser.post("/propose", 쓴_것(body="낡은 표의 글"))
        assert answer.status_code == 403
        assert "낡은 표의 글" in answer.content.decode()
        assert "다시 한 번 눌러 주세요" in answer.content.decode()
        assert browser.post(SAVE, 쓴_것()).status_code == 403
    assert not Draft.objects.exists()
    assert not Proposal.objects.exists()


def test_고치다_끊겨도_설명을_쓰다_끊겨도_글이_남는다(읽기, 하나):
    made = make.proposal(by=하나, key="mine")
    for path, fields, words in (
        ("edit", {"title": "고친 제목", "body": "고친 글", "number": "1"}, "고친 글"),
        ("clarify", {"text": "덧붙일 글"}, "덧붙일 글"),
    ):
        reader = 읽기(person=하나)
        reader.browser.cookies.clear()
        assert reader.post(f"/proposals/mine/{path}", fields).response.url.startswith("/accounts/sign-in/")
        with clock.standing_at(make.AT):
            session = reader.browser.session
            reader.browser.force_login(Person.objects.get(pk=하나.pk))
        page = reader.get(f"/proposals/mine/{path}")
        assert words in page, session
    made.refresh_from_db()
    assert made.number == 1


def test_쪽을_여는_데_드는_물음은_정해져_있다(읽기, 하나, django_assert_max_num_queries):
    reader = 읽기(person=하나)
    reader.post(SAVE, 쓴_것())
    with django_assert_max_num_queries(16):
        reader.get("/propose", draft=KEY)
    with django_assert_max_num_queries(22):
        reader.get(f"{SAVE}/preview")
    with django_assert_max_num_queries(16):
        reader.post(SAVE, 쓴_것(edition="1", body="또"))
