"""로그인이 끝난 뒤에 보낸 글: 스크립트 없이도 사라지지 않고, 쓴 사람에게만 돌아가며, 저절로 보내지지 않는다."""

import re
from html import unescape

import pytest
from allauth.account.models import EmailAddress
from django.test import Client

from madang.answers.models import AnswerRequest
from madang.monitoring.models import Note
from madang.pages.models import PageVersion
from madang.people.models import Person, Role, Session
from madang.web.ui import kept
from tests import make

pytestmark = pytest.mark.django_db
답 = "올해 안에 <b>다섯 곳</b>을 모두 잇겠습니다.\n\n교통정책과 드림"
초안 = {"decision": "accept", "text": 답, "edition": "0", "stage": "answering", "do": "save"}


def 표(page):
    """What the forms of a page say of whose they are."""
    return re.search(r'name="who" value="([0-9a-f]{32})"', page).group(1)


def 로그인(browser, person):
    """Through the door, with the password, as after the session's end."""
    person.set_password("마당에서 만나요 2026")
    person.email = person.email or f"{person.key}@gaon.example"
    person.save()
    EmailAddress.objects.get_or_create(user=person, email=person.email, verified=True, primary=True)
    return browser.send("/accounts/sign-in/?next=/staff/unsent", login=person.email, password="마당에서 만나요 2026")


def 끊긴다():
    Session.objects.all().delete()


def 보낼_것(page):
    """The form that sends it again: where to, and its fields as a browser would send them."""
    form = re.search(r'<form class="form stack" method="post" action="([^"]+)".*?</form>', page, re.S)
    found = dict(re.findall(r'<input type="(?:hidden|text)"[^>]*? name="(\w+)" value="([^"]*)"', form[0]))
    found |= {
        name: text.lstrip("\n") for name, text in re.findall(r'name="(\w+)" rows="\d+">(.*?)</textarea>', form[0], re.S)
    }
    return unescape(form[1]), {name: unescape(value) for name, value in found.items()}


def test_끊긴_뒤에_보낸_답변_초안은_로그인하면_그대로_있고_눌러야_저장된다(브라우저, 세종, 자전거):
    browser = 브라우저(세종)
    who = 표(browser.page("/staff/answers/bike"))
    끊긴다()
    away = browser.send("/staff/answers/bike", **초안, who=who)
    assert away == "/accounts/sign-in/?next=/staff/unsent"
    assert "보내던 것을 보관해 두었습니다" in browser.page(away)
    assert 로그인(browser, 세종) == "/staff/unsent"
    page = browser.page("/staff/unsent")
    where, fields = 보낼_것(page)
    assert fields["text"] == 답
    assert not AnswerRequest.objects.exclude(draft_text="").exists(), "저절로 저장하지 않는다"
    assert "보내지 못한 것이 있습니다" in browser.page("/staff/")
    browser.send(where, **fields)
    assert AnswerRequest.objects.get().draft_text == 답
    assert "보내지 못한 것이 없습니다" in browser.page("/staff/unsent")


def test_다른_사람이_로그인하면_남의_글을_보지_못하고_지워진다(브라우저, 세종, 네온, 자전거):
    browser = 브라우저(세종)
    who = 표(browser.page("/staff/answers/bike"))
    끊긴다()
    browser.send("/staff/answers/bike", **초안, who=who)
    로그인(browser, 네온)
    assert "보내지 못한 것이 없습니다" in browser.page("/staff/unsent")
    assert "다섯 곳" not in browser.page("/staff/")
    browser.logout()
    로그인(browser, 세종)
    assert "보내지 못한 것이 없습니다" in browser.page("/staff/unsent")


@pytest.mark.parametrize("who", ["", "x", "0" * 31, "가" * 32])
def test_누구의_것인지_모르는_글은_보관하지_않는다(브라우저, 세종, 자전거, who):
    browser = 브라우저()
    assert browser.send("/staff/answers/bike", **초안, who=who) == "/accounts/sign-in/?next=/staff/answers/bike"
    assert "kept" not in browser.session


def test_저절로_저장하던_것과_빈_양식은_보관하지_않는다(브라우저, 세종, 자전거):
    browser = 브라우저(세종)
    who = 표(browser.page("/staff/answers/bike"))
    끊긴다()
    browser.send("/staff/answers/bike", **{**초안, "do": "autosave"}, who=who)
    browser.send("/staff/answers/bike", who=who, text="  ", next="/staff/")
    assert "kept" not in browser.session


def test_모니터링_메모와_쪽의_글도_같은_길로_돌아온다(브라우저, 네온, 자전거):
    browser = 브라우저(네온)
    who = 표(browser.page("/staff/monitoring"))
    끊긴다()
    browser.send("/staff/monitoring/note", who=who, about="bike", tag="watch", text="지켜볼 만합니다.")
    로그인(browser, 네온)
    where, fields = 보낼_것(browser.page("/staff/unsent"))
    browser.send(where, **fields)
    assert (Note.objects.get().text, Note.objects.get().case.key) == ("지켜볼 만합니다.", "bike")
    끊긴다()
    typed = {"title_ko": "약관", "body_ko": "<p>가온의 <b>약속</b>.</p>", "edition": "0", "act": "save", "who": who}
    browser.send("/staff/pages/terms", **typed)
    로그인(browser, 네온)
    where, fields = 보낼_것(browser.page("/staff/unsent"))
    assert fields["body_ko"] == typed["body_ko"]
    browser.send(where, **fields)
    assert PageVersion.objects.get().title["ko"] == "약관"


def test_보내지_않고_지울_수_있다(브라우저, 네온, 자전거):
    browser = 브라우저(네온)
    who = 표(browser.page("/staff/monitoring"))
    끊긴다()
    browser.send("/staff/monitoring/note", who=who, about="", tag="watch", text="버릴 말")
    로그인(browser, 네온)
    assert "버릴 말" in browser.page("/staff/unsent")
    assert browser.send("/staff/unsent") == "/staff/"
    assert "버릴 말" not in browser.page("/staff/unsent")
    assert not Note.objects.exists()


def test_고칠_것이_남아도_적은_것은_양식에_있다(브라우저, 네온, 자전거):
    browser = 브라우저(네온)
    who = 표(browser.page("/staff/monitoring"))
    끊긴다()
    browser.send("/staff/monitoring/note", who=who, about="", tag="없는 것", text="메모 하나")
    로그인(browser, 네온)
    where, fields = 보낼_것(browser.page("/staff/unsent"))
    assert "메모 하나" in browser.send(where, 422, **fields)


def test_창구에서_적은_남의_신상은_보관하지_않는다(브라우저, 네온):
    browser = 브라우저(네온)
    who = 표(browser.page("/staff/counter"))
    끊긴다()
    browser.send("/staff/counter", who=who, name="김하나", phone="010-0000-0000")
    assert "kept" not in browser.session


def test_위조_방지_표는_그대로_쓰인다(네온, 자전거):
    make.staff("담당", Role.OFFICER)
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(Person.objects.get(pk=네온.pk))
    page = browser.get("/staff/monitoring").content.decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page).group(1)
    sent = {"about": "", "tag": "watch", "text": "메모", "day": ""}
    assert browser.post("/staff/monitoring/note", sent).status_code == 403
    assert browser.post("/staff/monitoring/note", {**sent, "csrfmiddlewaretoken": token}).status_code == 302


def test_어느_칸도_양식이_누구의_것인지_말하는_칸과_이름이_같지_않다():
    from django import forms
    from django.urls import get_resolver

    assert get_resolver().url_patterns  # every view, and with it every form, is loaded
    waiting, found = [forms.BaseForm], set()
    while waiting:
        form = waiting.pop()
        waiting += form.__subclasses__()
        if form.__module__.startswith("madang") and set(kept.SERVICE) & set(getattr(form, "base_fields", {})):
            found.add(f"{form.__module__}.{form.__name__}")
    assert found == set()
