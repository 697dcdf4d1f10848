"""내 계정: 이름과 주소를 바꾸고, 어디에 로그인했는지 보고, 한 번 더 확인한다."""

import re
import time
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth
from django.core import mail
from django.test import Client

from madang.audit.models import Entry
from madang.base import clock
from madang.base.errors import Refused
from madang.people.models import Membership, Person, Role, Session
from madang.people.names import check_name
from tests import make

PASSWORD = "마당에서 만나요 2026"
pytestmark = pytest.mark.django_db
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


@pytest.fixture
def 하나():
    person = Person.objects.create_user("hana@gaon.example", PASSWORD, name="하나")
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    return person


def 로그인(email="hana@gaon.example", **headers):
    browser = Client(headers=headers)
    sent = browser.post("/accounts/sign-in/", {"login": email, "password": PASSWORD, "remember": "on"})
    assert sent.status_code == 302, sent.content.decode()
    return browser


def 하루_뒤():
    return time_machine.travel(datetime.now(UTC) + timedelta(days=1))


# ── 이름 ──


@pytest.mark.parametrize(
    "name",
    ["가온시 담당자", "주무관 김하나", "аdmin", "ADMIN", "운영자", "가온시장", "하나 аlice", "공 무 원", "가온시"],
)
def test_남이나_기관으로_보이는_이름은_쓸_수_없다(name):
    with pytest.raises(Refused):
        check_name(name)


@pytest.mark.parametrize(
    "name", ["하나", "하나 Kim", "Аня", "田中하나", "망원시장 상인", "두리🌱", "O'Brien", "시민 1"]
)
def test_여느_이름은_쓸_수_있다(name):
    check_name(name)


def test_이름을_바꾼다(하나):
    browser = 로그인()
    wrong = browser.post("/accounts/name/", {"name": "교통과 담당자"})
    assert wrong.status_code == 422
    assert "기관이나 직원으로 보이는" in wrong.content.decode()
    assert 'value="교통과 담당자"' in wrong.content.decode()
    assert browser.post("/accounts/name/", {"name": "새 하나"}).status_code == 302
    하나.refresh_from_db()
    assert 하나.name == "새 하나"
    assert "person.rename" in set(Entry.objects.values_list("verb", flat=True))


def test_직원은_직함을_이름에_쓸_수_있다(하나):
    Membership.objects.create(person=하나, role=Role.PM, since=clock.now())
    assert 로그인().post("/accounts/name/", {"name": "교통과 담당자"}).status_code == 302


# ── 이메일 ──


def test_새_주소는_확인해야_바뀌고_전_주소가_알게_된다(하나):
    browser = 로그인()
    assert browser.post("/accounts/email/", {"email": "New@gaon.example"}).status_code == 302
    하나.refresh_from_db()
    assert 하나.email == "hana@gaon.example"
    assert "기다리고 있어요" in browser.get("/accounts/email/").content.decode()
    [letter] = mail.outbox
    assert (letter.to, letter.subject) == (["new@gaon.example"], "새 이메일 주소를 확인해 주세요")
    link = re.search(r"http://testserver(/\S+)", letter.body).group(1)
    assert browser.post(link).status_code == 302
    하나.refresh_from_db()
    assert 하나.email == "new@gaon.example"
    told = mail.outbox[-1]
    assert (told.to, told.subject) == (["hana@gaon.example"], "이메일 주소가 바뀌었어요")
    assert "new@" not in told.body
    assert "person.mail" in set(Entry.objects.values_list("verb", flat=True))
    assert list(EmailAddress.objects.values_list("email", "verified")) == [("new@gaon.example", True)]


def test_남의_주소라는_것은_그_주소만_안다(하나):
    make.person("두리", email="duri@gaon.example")
    browser = 로그인()
    sent = browser.post("/accounts/email/", {"email": "duri@gaon.example"})
    assert sent.status_code == 302
    assert "확인 메일을 보냈어요" in browser.get(sent.url).content.decode()
    assert [letter.subject for letter in mail.outbox] == ["이미 가입하신 주소예요"]
    assert EmailAddress.objects.filter(email="duri@gaon.example").count() == 0


# ── 로그인한 기기 ──


def test_로그인한_기기를_보고_하나씩_또는_한꺼번에_끊는다(하나):
    here, there, more = 로그인(), 로그인(**{"user-agent": FIREFOX}), 로그인()
    page = here.get("/accounts/sessions/").content.decode()
    assert "Firefox (Linux)" in page
    assert page.count("이 기기</span>") == 1
    row = Session.objects.get(agent=FIREFOX)
    assert row.started_at is not None
    assert here.post("/accounts/sessions/", {"which": row.pk[:16]}).status_code == 302
    assert there.get("/my").status_code == 302
    assert more.get("/my").status_code == 200
    here.post("/accounts/sessions/", {"which": "others"})
    assert more.get("/my").status_code == 302
    assert here.get("/my").status_code == 200


def test_남의_기기는_끊을_수_없다(하나):
    make.person("두리", email="duri@gaon.example")
    둘 = Client()
    둘.force_login(Person.objects.get(name="두리"))
    row = Session.objects.get(person__name="두리")
    로그인().post("/accounts/sessions/", {"which": row.pk[:16]})
    assert Session.objects.filter(pk=row.pk).exists()
    assert 로그인().post("/accounts/sessions/", {"which": "x"}).status_code == 404


def test_본_때는_한_시간에_한_번만_적는다(하나, django_assert_num_queries):
    browser = 로그인()
    first = Session.objects.get().seen_at
    with clock.standing_at(first + timedelta(minutes=59)):
        browser.get("/my")
    assert Session.objects.get().seen_at == first
    with clock.standing_at(first + timedelta(minutes=61)):
        browser.get("/my")
    row = Session.objects.get()
    assert row.seen_at == first + timedelta(minutes=61)
    assert row.started_at <= first


# ── 한 번 더 ──


def test_오래전에_로그인했다면_중요한_일_앞에서_다시_묻고_적은_것을_이어_한다(하나):
    browser = 로그인()
    with 하루_뒤():
        asked = browser.post("/accounts/email/", {"email": "new@gaon.example"})
        assert asked.url.startswith("/accounts/again/?next=")
        assert not mail.outbox
        wrong = browser.post(asked.url, {"password": "틀린 비밀번호예요"})
        assert "비밀번호가 맞지 않아요" in wrong.content.decode()
        done = browser.post(asked.url, {"password": PASSWORD})
        assert (done.status_code, done.url) == (302, "/accounts/email/")
        assert [letter.to for letter in mail.outbox] == [["new@gaon.example"]]


def test_역할을_주는_일도_다시_묻는다(하나):
    Membership.objects.create(person=하나, role=Role.OFFICER, since=clock.now())
    two = make.staff("둘", Role.PM)
    held = two.memberships.get()
    browser = 로그인()
    with 하루_뒤():
        assert browser.get("/staff/people").status_code == 200, "보는 것은 묻지 않는다"
        asked = browser.post(f"/staff/people/{held.pk}/revoke")
        assert asked.url.startswith("/accounts/again/")
        assert Membership.objects.filter(pk=held.pk).exists()
        browser.post(asked.url, {"password": PASSWORD})
        assert not Membership.objects.filter(pk=held.pk).exists()


# ── 2단계 인증 ──


def 켜기(browser):
    page = browser.get("/accounts/security/app/").content.decode()
    secret = re.search(r'class="secret">(\w+)<', page).group(1)
    assert "data:image/svg+xml;base64," in page
    return secret, browser.post("/accounts/security/app/", {"code": 숫자(secret)})


def 숫자(secret, later=0):
    return auth.format_hotp_value(auth.hotp_value(secret, int(time.time()) // 30 + later))


def test_인증_앱을_켜면_로그인할_때_숫자를_묻고_복구_코드로도_들어온다(하나, django_capture_on_commit_callbacks):
    browser = 로그인()
    with django_capture_on_commit_callbacks(execute=True):
        secret, on = 켜기(browser)
    assert on.url == "/accounts/security/codes/"
    codes = re.findall(r"<li><code>(\w+)</code>", browser.get(on.url).content.decode())
    assert len(codes) == 10
    assert browser.get("/accounts/security/codes.txt").content.decode().split() == codes
    assert secret not in repr(list(Authenticator.objects.values())), "비밀은 잠가서 둔다"
    assert mail.outbox[-1].subject == "2단계 인증이 바뀌었어요"
    assert [entry.facts["what"] for entry in Entry.objects.filter(verb="person.secure")] == ["totp_activated"]

    other = Client()
    half = other.post("/accounts/sign-in/", {"login": 하나.email, "password": PASSWORD})
    assert half.url.startswith("/accounts/sign-in/code/")
    assert other.get("/my").status_code == 302
    wrong = other.post(half.url, {"code": "000000"})
    assert "숫자가 맞지 않아요" in wrong.content.decode()
    assert other.post(half.url, {"code": codes[0]}).status_code == 302
    assert other.get("/my").status_code == 200
    again = Client()
    again.post("/accounts/sign-in/", {"login": 하나.email, "password": PASSWORD})
    assert again.post(half.url, {"code": codes[0]}).status_code == 200, "한 번 쓴 코드는 다시 쓸 수 없다"


def test_역할이_2단계_인증을_요구하면_켜기_전에는_업무_쪽이_열리지_않는다(하나, settings):
    Membership.objects.create(person=하나, role=Role.PM, since=clock.now())
    browser = 로그인()
    assert browser.get("/staff/").status_code == 200
    settings.MFA_REQUIRED_ROLES = ["officer"]
    assert browser.get("/staff/").status_code == 200
    settings.MFA_REQUIRED_ROLES = ["pm"]
    led = browser.get("/staff/")
    assert (led.status_code, led.url) == (302, "/accounts/security/")
    assert "2단계 인증이 필요합니다" in browser.get(led.url).content.decode()
    켜기(browser)
    assert browser.get("/staff/").status_code == 200
