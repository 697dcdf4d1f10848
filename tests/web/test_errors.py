"""탈이 났을 때의 쪽: 무슨 일이고 무엇을 하면 되는지 말한다."""

import logging

import pytest
from django.db import OperationalError
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.test import Client
from django.urls import include, path

from madang.people.models import Person

urlpatterns = [
    path("broken", lambda request: 1 / 0),
    path("locked", lambda request: _locked()),
    path("forbidden", lambda request: _forbidden()),
    path("form", lambda request: HttpResponse("ok")),
    path("", include("madang.urls")),
]
handler400 = "madang.web.ui.errors.bad_request"
handler403 = "madang.web.ui.errors.forbidden"
handler404 = "madang.web.ui.errors.not_found"
handler500 = "madang.web.ui.errors.server_error"
pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]


def _locked():
    raise OperationalError("database is locked")


def _forbidden():
    from django.core.exceptions import PermissionDenied

    raise PermissionDenied


@pytest.fixture
def 브라우저():
    logging.getLogger("django.request").setLevel(logging.CRITICAL)
    return Client(raise_request_exception=False)


@pytest.mark.parametrize(
    ("address", "status", "words"),
    [
        ("/no/such/page", 404, "찾는 페이지가 없어요"),
        ("/broken", 500, "저희 쪽에 문제가 생겼어요"),
        ("/locked", 503, "잠시 뒤에 다시 와 주세요"),
        ("/forbidden", 403, "볼 수 없는 곳이에요"),
    ],
)
def test_탈이_나면_무엇을_할지_말하는_쪽이_보인다(브라우저, address, status, words):
    answer = 브라우저.get(address)
    text = answer.content.decode()
    assert answer.status_code == status
    assert words in text
    assert '<html lang="ko">' in text
    assert 'href="/"' in text
    assert "Traceback" not in text


@pytest.mark.parametrize(("address", "status"), [("/no/such/page", 404), ("/broken", 500), ("/locked", 503)])
def test_탈이_난_쪽도_읽는_사람의_말로_보인다(브라우저, address, status):
    브라우저.cookies["madang_language"] = "en"
    answer = 브라우저.get(address)
    assert answer.status_code == status
    assert '<html lang="en">' in answer.content.decode()


def test_잠시_멈춘_쪽은_언제_다시_올지_알려_준다(브라우저):
    answer = 브라우저.get("/locked")
    assert answer["Retry-After"] == "5"
    assert answer["Cache-Control"] == "no-store"


def test_모르는_이름으로_찾아오면_400이다(브라우저):
    answer = 브라우저.get("/accounts/sign-in/", headers={"host": "evil.example"})
    assert answer.status_code == 400
    assert "알아들을 수 없는 요청이에요" in answer.content.decode()


def test_오래_열어_둔_쪽에서_보내면_어떻게_다시_보낼지_말한다():
    answer = Client(enforce_csrf_checks=True).post("/form")
    assert answer.status_code == 403
    assert "다시 한 번 보내 주세요" in answer.content.decode()
    assert 'href="/form"' in answer.content.decode()


def test_로그인하지_않은_사람에게는_로그인할_길을_보여_준다(브라우저):
    text = 브라우저.get("/forbidden?a=1").content.decode()
    assert "?next=/forbidden%3Fa%3D1" in text


def test_멈춘_쪽은_데이터베이스도_요청도_없이_그려진다(django_assert_num_queries):
    with django_assert_num_queries(0):
        for template in ("ui/unavailable.html", "ui/broken.html", "ui/bad_request.html"):
            assert "<h1>" in render_to_string(template, {"language": "ko"})


def test_살아_있다는_대답은_데이터베이스를_묻지_않는다(브라우저, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert 브라우저.get("/healthz").status_code == 200


def test_준비되면_그렇다고_하고_아니면_이유를_말한다(브라우저, monkeypatch):
    assert 브라우저.get("/readyz").json() == {"ready": True}

    class Away:
        def __init__(self, connection):
            raise OperationalError("no server")

    with monkeypatch.context() as away:
        away.setattr("madang.web.ui.views.MigrationExecutor", Away)
        answer = 브라우저.get("/readyz")
        assert answer.status_code == 503
        assert answer.json() == {"ready": False, "reason": "the database does not answer"}
    assert 브라우저.get("/readyz").status_code == 200


def test_아직_옮기지_않은_것이_있으면_준비되지_않았다(브라우저):
    from django.db.migrations.recorder import MigrationRecorder

    MigrationRecorder.Migration.objects.filter(app="ops").delete()
    answer = 브라우저.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["reason"] == "1 migrations are not applied yet"


def test_말을_고르면_그_자리로_돌아가_그_말로_읽는다(브라우저):
    answer = 브라우저.post("/language", {"language": "en", "next": "/accounts/sign-in/?next=/x"})
    assert answer.url == "/accounts/sign-in/?next=/x"
    assert '<html lang="en">' in 브라우저.get(answer.url).content.decode()


def test_말을_고르면_편지도_그_말로_온다(브라우저):
    하나 = Person.objects.create(name="하나", email="hana@gaon.example")
    브라우저.force_login(하나)
    브라우저.post("/language", {"language": "en"})
    하나.refresh_from_db()
    assert 하나.language == "en"


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example/", "", "javascript:alert(1)"])
def test_말을_고르는_길로_다른_누리집에_보내지_않는다(브라우저, elsewhere):
    assert 브라우저.post("/language", {"language": "en", "next": elsewhere}).url == "/"


def test_모르는_말은_고르지_않은_것과_같고_누르지_않으면_바뀌지_않는다(브라우저):
    assert "madang_language" not in 브라우저.post("/language", {"language": "tlh"}).cookies
    assert 브라우저.get("/language").status_code == 405


@pytest.mark.django_db
def test_너무_큰_글은_무엇을_하면_되는지_말한다() -> None:
    client = Client(enforce_csrf_checks=True)
    client.get("/accounts/sign-in/")
    reply = client.post("/propose", {"title": "큰 글", "body": "가" * 3_500_000})
    assert reply.status_code == 413
    assert "너무 커요" in reply.content.decode()
