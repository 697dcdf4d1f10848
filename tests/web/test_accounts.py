"""계정: 가입하고, 확인하고, 들어오고, 나간다."""

import re
from datetime import UTC, datetime

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client

from madang.audit.models import Entry
from madang.base import clock
from madang.people.models import Person, Session, Verification
from madang.people.sessions import token_hash

PASSWORD = "마당에서 만나요 2026"
하나의_주소 = "hana@gaon.example"
pytestmark = pytest.mark.django_db


@pytest.fixture
def 브라우저():
    return Client()


@pytest.fixture
def 하나():
    person = Person.objects.create_user(하나의_주소, PASSWORD, name="하나")
    EmailAddress.objects.create(user=person, email=하나의_주소, verified=True, primary=True)
    return person


def 가입(browser, **changes):
    data = {"name": "하나", "email": 하나의_주소, "password1": PASSWORD, "agree": "on", **changes}
    return browser.post("/accounts/sign-up/", {k: v for k, v in data.items() if v is not None})


def 로그인(browser, password=PASSWORD, **more):
    return browser.post("/accounts/sign-in/", {"login": 하나의_주소, "password": password, "remember": "on", **more})


def 메일의_링크(letter):
    return re.search(r"http://testserver(/\S+)", letter.body).group(1)


def 로그인한_사람(browser):
    key = browser.cookies.get("madang_session")
    if key is None:
        return None
    row = Session.objects.filter(session_key=token_hash(key.value)).first()
    return row.person if row else None


def test_하나가_가입하고_메일을_눌러_확인하면_가던_곳에_로그인되어_있다(브라우저):
    sent = 가입(브라우저, next="/proposals/abc")
    assert sent.status_code == 302
    assert sent.url == "/accounts/confirm/"
    assert "이메일을 확인해 주세요" in 브라우저.get(sent.url).content.decode()
    assert 로그인한_사람(브라우저) is None

    [letter] = mail.outbox
    assert letter.to == [하나의_주소]
    assert letter.subject == "이메일 주소를 확인해 주세요"
    assert "이메일 확인하기" in letter.body
    assert letter.alternatives[0].mimetype == "text/html"

    link = 메일의_링크(letter)
    assert 하나의_주소 in 브라우저.get(link).content.decode()
    assert not Verification.objects.exists(), "메일을 미리 열어 보는 기계가 대신 확인하면 안 된다"
    done = 브라우저.post(link)
    assert (done.status_code, done.url) == (302, "/proposals/abc")

    하나 = Person.objects.get()
    assert (하나.name, 하나.email, 하나.language) == ("하나", 하나의_주소, "ko")
    assert 로그인한_사람(브라우저) == 하나
    assert list(하나.verifications.values_list("level", flat=True)) == ["email"]
    assert list(Entry.objects.order_by("id").values_list("verb", flat=True)) == ["person.join", "person.verify"]


def test_가입한_때는_마당의_시계로_적힌다(브라우저):
    봄 = datetime(2026, 3, 2, 1, tzinfo=UTC)
    with clock.standing_at(봄):
        가입(브라우저)
    assert Person.objects.get().joined_at == 봄


def test_다른_브라우저에서_확인하면_로그인한_뒤_가던_곳으로_간다(브라우저):
    가입(브라우저, next="/proposals/abc")
    메일_앱 = Client()
    done = 메일_앱.post(메일의_링크(mail.outbox[0]).split("?")[0], {"then": "/proposals/abc"})
    assert done.url == "/accounts/sign-in/?next=%2Fproposals%2Fabc"
    assert 로그인한_사람(메일_앱) is None
    assert 로그인(메일_앱, next="/proposals/abc").url == "/proposals/abc"


def test_메일의_링크는_가던_곳을_기억하고_쪽이_그것을_이어_보낸다(브라우저):
    가입(브라우저, next="/proposals/abc")
    link = 메일의_링크(mail.outbox[0])
    assert link.endswith("?then=%2Fproposals%2Fabc")
    assert 'name="then" value="/proposals/abc"' in Client().get(link).content.decode()


def test_두_번_누른_확인_링크는_설명을_보여_준다(브라우저):
    가입(브라우저)
    link = 메일의_링크(mail.outbox[0])
    브라우저.post(link)
    assert 브라우저.get(link).status_code == 200
    assert Client().get("/accounts/confirm/nonsense/").status_code == 200


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"name": " ​ "}, "공개 이름을 적어 주세요."),
        ({"name": "hana@gaon.example"}, "이메일 주소 말고 다른 이름"),
        ({"name": "하" * 31}, "30자까지"),
        ({"email": "hana"}, "이메일 주소를 끝까지 적어 주세요"),
        ({"password1": "짧아요"}, "10자 이상"),
        ({"password1": "password1234"}, "많은 사람이 쓰는"),
        ({"agree": None}, "동의해 주세요"),
    ],
)
def test_가입할_때_잘못_적으면_무엇을_할지_말하고_적은_것은_남는다(브라우저, change, words):
    page = 가입(브라우저, **change)
    text = page.content.decode()
    assert page.status_code == 200
    assert words in text
    if "name" not in change:
        assert 'value="하나"' in text
    assert not Person.objects.exists()
    assert not mail.outbox


def test_이미_있는_주소로_가입해도_겉으로는_같고_메일로만_알린다(하나, 브라우저):
    known = 가입(브라우저, name="누군가")
    fresh = 가입(Client(), email="duri@gaon.example", name="두리")
    assert (known.status_code, known.url) == (fresh.status_code, fresh.url)
    assert Person.objects.filter(email=하나의_주소).get().name == "하나"
    to_known = next(letter for letter in mail.outbox if letter.to == [하나의_주소])
    assert to_known.subject == "이미 가입하신 주소예요"
    assert to_known.to == [하나의_주소]


def test_확인하지_않은_주소로는_로그인되지_않고_메일을_다시_보낸다(브라우저):
    Person.objects.create_user(하나의_주소, PASSWORD, name="하나")
    assert 로그인(브라우저).url == "/accounts/confirm/"
    assert 로그인한_사람(브라우저) is None
    assert mail.outbox[0].subject == "이메일 주소를 확인해 주세요"


def test_로그인하면_가던_제안으로_돌아간다(하나, 브라우저):
    page = 브라우저.get("/accounts/sign-in/?next=/proposals/abc").content.decode()
    assert 'name="next" value="/proposals/abc"' in page
    assert "/accounts/sign-up/?next=" in page
    assert 로그인(브라우저, next="/proposals/abc").url == "/proposals/abc"
    assert 로그인한_사람(브라우저) == 하나


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example", "javascript:alert(1)"])
def test_다른_누리집으로는_보내지_않는다(하나, 브라우저, elsewhere):
    assert 로그인(브라우저, next=elsewhere).url == "/"


def test_틀린_비밀번호와_없는_주소는_같은_말을_듣는다(하나, 브라우저):
    wrong = 로그인(브라우저, "틀린 비밀번호예요").content.decode()
    unknown = 브라우저.post("/accounts/sign-in/", {"login": "no@gaon.example", "password": PASSWORD}).content.decode()
    for page in (wrong, unknown):
        assert "이메일이나 비밀번호가 맞지 않아요" in page
    assert f'value="{하나의_주소}"' in wrong, "적은 주소는 남는다"
    assert PASSWORD not in unknown


def test_다섯_번_틀리면_맞아도_잠시_막힌다(하나, 브라우저):
    for _ in range(5):
        로그인(브라우저, "틀린 비밀번호예요")
    assert "5분 뒤에" in 로그인(Client()).content.decode()


def test_세션_표에는_해시와_사람만_있고_쿠키의_값은_없다(하나, 브라우저):
    로그인(브라우저)
    token = 브라우저.cookies["madang_session"].value
    [row] = Session.objects.filter(person=하나)
    assert row.session_key == token_hash(token)
    assert token not in row.session_key + row.session_data
    assert not Session.objects.filter(session_key=token).exists()
    훔친_것 = Client()
    훔친_것.cookies["madang_session"] = row.session_key
    assert 로그인한_사람(훔친_것) is None


def test_세션_줄을_지우면_그_브라우저는_바로_로그아웃된다(하나, 브라우저):
    로그인(브라우저)
    assert 브라우저.get("/accounts/password/").status_code == 200
    Session.objects.filter(person=하나).delete()
    gone = 브라우저.get("/accounts/password/")
    assert gone.status_code == 302
    assert gone.url.startswith("/accounts/sign-in/")


def test_로그아웃은_누르는_것으로만_되고_줄이_사라진다(하나, 브라우저):
    로그인(브라우저)
    assert "로그아웃할까요" in 브라우저.get("/accounts/sign-out/").content.decode()
    assert 로그인한_사람(브라우저) == 하나
    assert 브라우저.post("/accounts/sign-out/").url == "/"
    assert not Session.objects.filter(person=하나).exists()


def test_비밀번호를_새로_정하면_다른_기기는_로그아웃되고_링크는_한_번만_쓰인다(하나, 브라우저):
    휴대전화 = Client()
    로그인(휴대전화)
    assert 브라우저.post("/accounts/password/reset/", {"email": 하나의_주소}).url == "/accounts/password/reset/sent/"
    link = 메일의_링크(mail.outbox[0])
    form = 브라우저.get(link)
    assert form.url.endswith("-set-password/"), "열쇠는 주소창에 남지 않는다"
    assert "새 비밀번호" in 브라우저.get(form.url).content.decode()
    assert "10자 이상" in 브라우저.post(form.url, {"password1": "짧아요"}).content.decode()
    done = 브라우저.post(form.url, {"password1": "새로운 마당 열쇠 9"})
    assert done.url == "/accounts/password/reset/done/"
    assert 브라우저.get(done.url).status_code == 200
    assert mail.outbox[-1].subject == "비밀번호가 바뀌었어요"

    assert 휴대전화.get("/accounts/password/").status_code == 302
    assert "이 링크는 이제 쓸 수 없어요" in Client().get(link).content.decode()
    assert 로그인(Client()).status_code == 200
    assert 로그인(브라우저, "새로운 마당 열쇠 9").status_code == 302


def test_없는_주소의_비밀번호를_새로_정하려_해도_겉으로는_같다(하나):
    known = Client().post("/accounts/password/reset/", {"email": 하나의_주소})
    unknown = Client().post("/accounts/password/reset/", {"email": "no@gaon.example"})
    assert (known.status_code, known.url) == (unknown.status_code, unknown.url)
    assert [letter.subject for letter in mail.outbox] == ["비밀번호를 새로 정해 주세요", "이 주소로 만든 계정이 없어요"]


def test_비밀번호를_바꾸면_이_기기는_그대로다(하나, 브라우저):
    로그인(브라우저)
    wrong = 브라우저.post("/accounts/password/", {"oldpassword": "아니에요", "password1": "새로운 마당 열쇠 9"})
    assert "지금 쓰는 비밀번호가 맞지 않아요" in wrong.content.decode()
    브라우저.post("/accounts/password/", {"oldpassword": PASSWORD, "password1": "새로운 마당 열쇠 9"})
    assert 브라우저.get("/accounts/password/").status_code == 200
    assert 로그인(Client(), "새로운 마당 열쇠 9").status_code == 302


def test_닫힌_계정은_들어오지_못하고_이유를_안다(하나, 브라우저):
    Person.objects.filter(pk=하나.pk).update(is_active=False)
    refused = 로그인(브라우저)
    assert 로그인한_사람(브라우저) is None
    assert refused.url == "/accounts/inactive/"
    assert "닫힌 계정이에요" in 브라우저.get(refused.url).content.decode()


def test_메일은_받는_사람의_말로_간다(하나, 브라우저):
    Person.objects.filter(pk=하나.pk).update(language="en")
    브라우저.post("/accounts/password/reset/", {"email": 하나의_주소}, headers={"Accept-Language": "ko"})
    assert '<html lang="en">' in mail.outbox[0].alternatives[0].content


def test_메일_서버가_없어도_가입은_되고_그렇다고_말한다(브라우저, settings):
    settings.EMAIL_BACKEND = "tests.web.mailless.Backend"
    sent = 가입(브라우저)
    assert Person.objects.count() == 1
    assert "지금은 메일을 보낼 수 없어요" in 브라우저.get(sent.url).content.decode()


@pytest.mark.parametrize(
    "path",
    [
        "sign-up/",
        "sign-in/",
        "password/reset/",
        "password/reset/sent/",
        "password/reset/done/",
        "confirm/",
        "inactive/",
    ],
)
@pytest.mark.parametrize("language", ["ko", "en"])
def test_계정의_모든_쪽은_우리_틀로_두_말로_보인다(브라우저, path, language):
    브라우저.cookies["madang_language"] = language
    page = 브라우저.get(f"/accounts/{path}")
    text = page.content.decode()
    assert page.status_code == 200
    assert f'<html lang="{language}">' in text
    assert text.count("<h1") == 1
    assert "placeholder" not in text


@pytest.mark.parametrize("path", ["/accounts/login/", "/accounts/reauthenticate/", "/accounts/login/code/confirm/"])
def test_쓰지_않는_allauth의_주소는_없다(브라우저, path):
    assert 브라우저.get(path).status_code == 404


def test_비밀번호가_아직_없는_사람은_편지로_정한다(client: Client) -> None:
    네온 = Person.objects.create_user("neon@gaon.example", name="네온 PM")
    client.force_login(네온, backend="allauth.account.auth_backends.AuthenticationBackend")
    reply = client.get("/accounts/password/", follow=True)
    assert reply.status_code == 200
    assert reply.redirect_chain[-1][0].endswith("/accounts/password/reset/")
