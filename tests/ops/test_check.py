"""madang check: 탈이 나기 전에 무엇을 고칠지 말한다."""

import json
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import OperationalError

from madang.base import clock
from madang.notices.models import Notice
from madang.ops import health
from madang.ops.models import Worker
from madang.people.models import Role
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def 좋은_집(settings, monkeypatch):
    """아무것도 고칠 것이 없는 집."""
    settings.SITE_URL, settings.HTTPS, settings.DEBUG = "https://madang.gaon.example", True, False
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    monkeypatch.setenv("SECRET_KEY", "x" * 50)
    monkeypatch.delenv("WEB_WORKERS", raising=False)
    make.procedure()
    make.staff("담당자", Role.OFFICER)
    Worker.objects.create(name="here", started_at=clock.now(), seen_at=clock.now())
    return settings


def codes():
    return {finding.code: finding.level for finding in health.findings()}


def test_다_갖춘_집에는_고칠_것이_없다(좋은_집, capsys):
    assert codes() == {}
    call_command("check")
    assert "고칠 것이 없어요" in capsys.readouterr().out


def test_비밀_열쇠가_없으면_오류다(좋은_집, monkeypatch):
    monkeypatch.delenv("SECRET_KEY")
    assert codes() == {"secret-key": "error"}


def test_공개된_곳에서_DEBUG는_오류고_https가_아니면_주의다(좋은_집):
    좋은_집.DEBUG = True
    assert codes()["debug"] == "error"
    좋은_집.DEBUG = False
    좋은_집.SITE_URL, 좋은_집.HTTPS = "http://madang.gaon.example", False
    assert codes() == {"no-https": "warning"}


def test_앞선_서버를_믿지_않으면_모두가_한_주소에서_온다(좋은_집):
    좋은_집.SECURE_PROXY_SSL_HEADER = None
    assert codes() == {"behind-proxy": "warning"}


def test_메일이_파일로_쌓이면_가입_메일이_오지_않는다고_말한다(좋은_집):
    좋은_집.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    assert codes() == {"mail-to-files": "warning"}


def test_SQLite에_웹_서버를_여럿_두면_주의다(좋은_집, monkeypatch):
    monkeypatch.setenv("WEB_WORKERS", "4")
    monkeypatch.setattr(health.connection, "vendor", "sqlite")
    assert codes() == {"sqlite-workers": "warning"}


def test_일꾼이_5분_넘게_보이지_않으면_주의다(좋은_집):
    Worker.objects.update(seen_at=clock.now() - timedelta(minutes=6))
    assert codes() == {"no-worker": "warning"}


def test_보내지_못한_알림이_있으면_몇_통인지_말한다(좋은_집):
    Notice.objects.create(kind="hello", unique="1", send_after=clock.now() - timedelta(hours=1))
    [finding] = health.findings()
    assert finding.code == "letters-waiting"
    assert "1통" in finding.text


def test_답변할_부서에_담당자가_없으면_어느_부서이고_어떻게_정하는지_말한다(좋은_집):
    교통과 = make.department("교통정책과", key="mobility")
    자전거 = make.proposal("자전거 도로를 이어 주세요")
    make.supports(자전거, 50)
    make.assigned(자전거, 교통과)
    [finding] = [each for each in health.findings() if each.code == "no-department-officer"]
    assert "교통정책과" in finding.text
    assert "--department mobility" in finding.advice
    make.officer("세종 주무관", department=교통과)
    assert "no-department-officer" not in codes()


def test_답하지_않는_데이터베이스는_오류이고_안을_들여다보지_않는다(좋은_집, monkeypatch, capsys):
    class Away:
        def __init__(self, connection):
            raise OperationalError("no server")

    monkeypatch.setattr(health, "MigrationExecutor", Away)
    monkeypatch.setattr(health.connection, "close", lambda: None)
    assert codes() == {"database-away": "error"}
    with pytest.raises(SystemExit) as leaving:
        call_command("check", json=True)
    assert leaving.value.code == 1
    report = json.loads(capsys.readouterr().out)
    assert report["ok"] is False
    assert report["findings"][0]["code"] == "database-away"


def test_옮기지_않은_것이_있으면_무엇을_할지_말한다(좋은_집):
    from django.db.migrations.recorder import MigrationRecorder

    MigrationRecorder.Migration.objects.filter(app="ops").delete()
    [finding] = [each for each in health.findings() if each.level == "error"]
    assert (finding.code, "madang migrate" in finding.advice) == ("not-migrated", True)


def test_Django의_검사도_그대로_쓸_수_있다(capsys):
    call_command("check", list_tags=True)
    assert "security" in capsys.readouterr().out
