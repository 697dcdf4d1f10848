"""제공자가 엉뚱한 답을 해도: 설명이 있는 쪽이 보이고, 계정에는 아무 일도 없다. Never a 500."""

import base64
import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.socialaccount.models import SocialAccount

from madang.base import logins
from madang.people.models import Person

pytestmark = pytest.mark.django_db


class Liar:
    """A server that answers each path with what the test says."""

    def __init__(self):
        liar = self
        self.answers: dict[str, tuple[int, bytes]] = {}

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                status, body = liar.answers.get(urlsplit(self.path).path, (404, b"not here"))
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.end_headers()
                self.wfile.write(body)

            do_POST = do_GET

            def log_message(self, *args):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()
        self.say("/.well-known/openid-configuration", self.configuration())

    def configuration(self, **changes):
        names = {
            "authorization_endpoint": "/auth",
            "token_endpoint": "/token",
            "userinfo_endpoint": "/me",
            "jwks_uri": "/keys",
        }
        return {"issuer": self.address, **{name: self.address + path for name, path in names.items()}, **changes}

    def say(self, path, answer, status=200):
        self.answers[path] = (status, answer if isinstance(answer, bytes) else json.dumps(answer).encode())

    def token(self, **claims):
        """An id token as a provider would sign it."""
        said = {"iss": self.address, "aud": "c", "sub": "hana", "exp": time.time() + 600, "iat": time.time(), **claims}
        part = [
            base64.urlsafe_b64encode(json.dumps(each).encode()).rstrip(b"=").decode()
            for each in ({"alg": "RS256"}, said)
        ]
        return ".".join([*part, "c2lnbmVk"])


@pytest.fixture
def 거짓말쟁이(settings):
    liar = Liar()
    one = {"id": "odd", "name": "이상한 곳", "server_url": liar.address, "client_id": "c", "client_secret": "s",
           "verifies": {"level": "strong", "identifier": "ci"}}  # fmt: skip
    settings.SOCIALACCOUNT_PROVIDERS = logins.providers(logins.read_oidc(json.dumps([one])), {})
    yield liar
    liar.server.shutdown()
    liar.server.server_close()


GOOD = {"access_token": "a", "token_type": "Bearer"}
BAD = {
    "설정이 JSON이 아니다": ("/.well-known/openid-configuration", b"<html>", 200),
    "설정이 목록이다": ("/.well-known/openid-configuration", [], 200),
    "설정이 비었다": ("/.well-known/openid-configuration", {}, 200),
    "설정이 글자다": ("/.well-known/openid-configuration", "hello", 200),
    "설정이 없다": ("/.well-known/openid-configuration", b"", 500),
    "토큰이 JSON이 아니다": ("/token", b"{{{", 200),
    "토큰이 목록이다": ("/token", [1], 200),
    "토큰이 없다": ("/token", {}, 200),
    "토큰을 거절했다": ("/token", {"error": "invalid_grant"}, 400),
    "토큰의 기한이 글자다": ("/token", {**GOOD, "expires_in": "soon"}, 200),
    "토큰의 기한이 끝없다": ("/token", {**GOOD, "expires_in": 10**30}, 200),
    "신원표가 토막났다": ("/token", {**GOOD, "id_token": "abc"}, 200),
    "신원표가 숫자다": ("/token", {**GOOD, "id_token": 7}, 200),
    "사람이 JSON이 아니다": ("/me", b"\xff\xfe", 200),
    "사람이 목록이다": ("/me", [{"sub": "hana"}], 200),
    "사람이 없다": ("/me", {}, 200),
    "사람이 빈 이름이다": ("/me", {"sub": ""}, 200),
    "사람이 null이다": ("/me", {"sub": None}, 200),
    "사람이 너무 길다": ("/me", {"sub": "x" * 5000}, 200),
    "사람이 막혔다": ("/me", b"no", 403),
}


def press(browser):
    """Press the button; the state with which the provider would send us back, None when we did not get there."""
    out = browser.post("/accounts/with/odd/")
    if out.status_code != 302:
        return None, out
    return parse_qs(urlsplit(out.url).query)["state"][0], out


def looks_right(answer):
    page = answer.content.decode()
    assert answer.status_code == 400, (answer.status_code, page[:500])
    assert "로그인하지 못했어요" in page
    assert not Person.objects.exists()
    assert not SocialAccount.objects.exists()


@pytest.mark.parametrize("which", list(BAD))
def test_엉뚱한_답에도_설명이_보인다(거짓말쟁이, 브라우저, which):
    거짓말쟁이.say("/token", GOOD)
    거짓말쟁이.say("/me", {"sub": "hana"})
    path, answer, status = BAD[which]
    거짓말쟁이.say(path, answer, status)
    state, out = press(브라우저)
    if state is not None:
        out = 브라우저.get("/accounts/with/odd/back/", {"state": state, "code": "x"})
    looks_right(out)


@pytest.mark.parametrize(
    "claims",
    [{"iss": "http://elsewhere.example"}, {"aud": "somebody"}, {"exp": 1}, {"sub": "duri"}, {"sub": ""}, {"exp": "soon"}],
    ids=["다른 발급자", "다른 곳의 것", "기한이 지난 것", "다른 사람의 것", "아무의 것도 아닌 것", "기한이 글자인 것"],
)  # fmt: skip
def test_믿을_수_없는_신원표는_받지_않는다(거짓말쟁이, 브라우저, claims):
    거짓말쟁이.say("/token", {**GOOD, "id_token": 거짓말쟁이.token(**claims)})
    거짓말쟁이.say("/me", {"sub": "hana"})
    state, _ = press(브라우저)
    looks_right(브라우저.get("/accounts/with/odd/back/", {"state": state, "code": "x"}))


def test_바른_신원표라면_들어온다(거짓말쟁이, 브라우저):
    거짓말쟁이.say("/token", {**GOOD, "id_token": 거짓말쟁이.token()})
    거짓말쟁이.say("/me", {"sub": "hana", "name": ["목록"], "email": {"a": 1}, "ci": {"x": 1}, "birthdate": 7})
    state, _ = press(브라우저)
    assert 브라우저.get("/accounts/with/odd/back/", {"state": state, "code": "x"}).url == "/accounts/with/new/"


@pytest.mark.parametrize(
    "query", [{}, {"state": "made-up", "code": "x"}, {"code": "x"}, {"error": "server_error"}, {"state": "\x00", "code": "\x00"}]
)  # fmt: skip
def test_우리가_보내지_않은_돌아옴은_설명한다(거짓말쟁이, 브라우저, query):
    press(브라우저)
    looks_right(브라우저.get("/accounts/with/odd/back/", query))


def test_제공자의_오류도_설명한다(거짓말쟁이, 브라우저):
    state, _ = press(브라우저)
    looks_right(브라우저.get("/accounts/with/odd/back/", {"state": state, "error": "server_error"}))


def test_꺼진_제공자도_설명한다(거짓말쟁이, 브라우저):
    거짓말쟁이.server.shutdown()
    거짓말쟁이.server.server_close()
    _, out = press(브라우저)
    looks_right(out)


@pytest.mark.parametrize(
    "written",
    ["{", "{}", '[{"id": "x"}]', '[{"id":"A b","name":"n","server_url":"https://x","client_id":"c","client_secret":"s"}]',
     '[{"id":"a","name":"n","server_url":"ftp://x","client_id":"c","client_secret":"s"}]',
     '[{"id":"a","name":"n","server_url":"https://x","client_id":"c","client_secret":"s","verifies":{"level":"king","identifier":"ci"}}]'],
)  # fmt: skip
def test_잘못_적은_설정은_시작할_때_거절한다(written):
    with pytest.raises(ValueError, match=r"JSON|list|needs|web address|one of|small letters"):
        logins.read_oidc(written)
