"""짧은 메시지: 기관이 정한 길이 있으면 메일과 함께 간다."""

import json

import pytest

from madang.actions import notices
from madang.notices.outbox import put
from tests import make

pytestmark = pytest.mark.django_db


class Broken:
    """An adapter whose provider is away."""

    def send(self, **message):
        raise RuntimeError("no answer")


@pytest.fixture
def 하나():
    return make.person("하나", email="hana@gaon.example")


def 알리기(하나, kind="answered"):
    put(kind, "1", at=make.AT, person=하나, case=make.proposal(by=하나).case.key, due=make.AT.isoformat(), more=3)
    return notices.send_due(at=make.AT)


def test_정한_갈래는_짧은_메시지로도_간다(하나, settings, tmp_path, mailoutbox):
    settings.VAR, settings.MESSAGE_ADAPTER = tmp_path, "madang.notices.channels.MessageFile"
    assert 알리기(하나) == 1
    message = json.loads((tmp_path / "messages.jsonl").read_text())
    assert message["person"] == 하나.key
    assert message["text"] == "제안에 답변이 공개되었어요"
    assert message["unique"] == "answered:1"
    assert len(mailoutbox) == 1


def test_정하지_않은_갈래는_메일만_간다(하나, settings, tmp_path, mailoutbox):
    settings.VAR, settings.MESSAGE_ADAPTER = tmp_path, "madang.notices.channels.MessageFile"
    알리기(하나, "near-tier")
    assert not (tmp_path / "messages.jsonl").exists()
    assert len(mailoutbox) == 1


@pytest.mark.parametrize("adapter", ["tests.notices.test_messages.Broken", "no.such.Adapter"])
def test_메시지가_막혀도_메일은_간다(하나, settings, mailoutbox, adapter):
    settings.MESSAGE_ADAPTER = adapter
    assert 알리기(하나) == 1
    assert len(mailoutbox) == 1
