"""명령줄: 무엇을 할 수 있는지 보이고, 잘못 적으면 어떻게 고칠지 말한다."""

import json

import pytest

from madang.ops import cli


def test_도움말은_우리_명령을_먼저_한_줄씩_보인다(program):
    shown = program("--help")
    assert shown.ends() == 0
    lines = [line.split()[0] for line in shown.said.splitlines() if line.startswith("  ")]
    assert lines[:2] == ["up", "check"]
    assert {"procedures", "cases", "replay", "export", "tick", "work", "staff"} <= set(lines)
    assert "migrate" in shown.said.split("Django의 명령")[1]


def test_도움말은_터미널의_말을_따른다(monkeypatch):
    from django.utils import translation

    for given, spoken in (
        ("ko_KR.UTF-8", "ko"),
        ("en_US.UTF-8", "en"),
        ("de_DE.UTF-8", "en"),
        ("C.UTF-8", "ko"),
        ("", "ko"),
    ):
        monkeypatch.setenv("LC_ALL", given)
        monkeypatch.setenv("LC_MESSAGES", "")
        monkeypatch.setenv("LANG", "")
        with translation.override("ko"):
            cli.speak_the_terminals_language()
            assert translation.get_language() == spoken


def test_모르는_명령은_비슷한_것을_알려_준다(program):
    refused = program("procedurs")
    assert refused.ends() == 2
    assert "‘procedurs’ 명령이 없어요. 이것을 찾으셨나요? procedures" in refused.said


def test_판을_묻는다(program):
    shown = program("--version")
    assert shown.ends() == 0
    assert shown.said.startswith("madang 0.")


def test_빈_데이터베이스는_스스로_채비하고_그렇다고_말한다(program, tmp_path):
    url = f"sqlite:///{tmp_path}/new.sqlite3"
    first = program("staff", DATABASE_URL=url)
    assert first.ends() == 0
    assert "데이터베이스가 비어 있어 표를 만들어요" in first.said
    assert "아직 아무도 없어요" in first.said
    second = program("staff", DATABASE_URL=url)
    assert second.ends() == 0
    assert "비어 있어" not in second.said


@pytest.mark.parametrize(
    ("environment", "words"),
    [
        ({"DATABASE_URL": "mysql://localhost/x"}, "DATABASE_URL must begin with"),
        ({"DATABASE_URL": "nonsense"}, "DATABASE_URL must begin with"),
        ({"DATABASE_URL": "sqlite:////nowhere/at/all.sqlite3"}, "데이터베이스에 닿지 않아요"),
        ({"MADANG_TIME_ZONE": "Mars/Base"}, "Mars/Base"),
        ({"DATABASE_URL": "sqlite://:memory:", "SQLITE_BUSY_SECONDS": "ten"}, "SQLITE_BUSY_SECONDS"),
    ],
)
def test_설정이_틀리면_무엇이_틀렸는지_말하고_속사정은_보이지_않는다(program, environment, words):
    refused = program("staff", **environment)
    assert refused.ends() == 1
    assert words in refused.said
    assert "Traceback" not in refused.said


def test_설정을_읽을_수_없어도_check는_JSON으로_답한다(program):
    refused = program("check", "--json", MADANG_TIME_ZONE="Mars/Base")
    assert refused.ends() == 1
    report = json.loads(refused.said)
    assert report["ok"] is False
    assert "Mars/Base" in report["findings"][0]["text"]


def test_오래된_데이터베이스에는_무엇을_할지_말한다(program, tmp_path):
    url = f"sqlite:///{tmp_path}/old.sqlite3"
    assert program("migrate", "ops", "zero", "-v0", DATABASE_URL=url).ends() == 0
    assert program("migrate", "contenttypes", "-v0", DATABASE_URL=url).ends() == 0
    refused = program("staff", DATABASE_URL=url)
    assert refused.ends() == 1
    assert "‘madang migrate’를 먼저" in refused.said
