"""알림의 갈래: 저마다 이름과 글이 있다."""

import re
from pathlib import Path

import pytest
from django.template.loader import get_template

from madang.notices.kinds import GROUPS, KINDS, WAYS

SOURCES = Path(__file__).parents[2] / "madang"


@pytest.mark.parametrize("name", KINDS)
def test_갈래마다_이름과_글이_있다(name):
    kind = KINDS[name]
    assert kind.title
    assert kind.group in GROUPS
    assert kind.default in WAYS
    get_template(f"notices/{kind.text or name}.txt")


def test_알리는_일은_모두_표에_있는_갈래다():
    put = re.compile(r"\b(?:put|spread)\(\s*\"([a-z-]+)\"")
    used = {name for path in SOURCES.rglob("*.py") for name in put.findall(path.read_text("utf-8"))}
    assert used <= set(KINDS)
