"""Docs are part of the machine: what is not written down fails the build."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.core.management import get_commands

from madang.ops.cli import MODULES
from madang.ops.events import DO
from madang.ops.export import EVENT, TOLD
from madang.ops.lines import VERBS
from madang.rules.document import PRESETS

ROOT = Path(__file__).resolve().parent.parent
OPERATING = (ROOT / "docs/operating.md").read_text("utf-8")
INTERCHANGE = (ROOT / "docs/interchange.md").read_text("utf-8")


def settings_read() -> set[str]:
    """Every environment variable that the programs read."""
    found: set[str] = set()
    for path in (ROOT / "madang").rglob("*.py"):
        text = path.read_text("utf-8")
        found |= set(re.findall(r"""env\.\w+\(\s*["']([A-Z_]+)["']""", text))
        found |= set(re.findall(r"""environ(?:\.get)?[\[(]["']([A-Z_]+)["']""", text))
    return found - {"DJANGO_SETTINGS_MODULE", "LANG", "LC_ALL", "LC_MESSAGES"}


@pytest.mark.parametrize("name", sorted(settings_read()))
def test_읽는_설정은_모두_운영_문서에_있다(name: str) -> None:
    assert f"`{name}`" in OPERATING


def test_우리_명령은_모두_교환_문서에_있다() -> None:
    ours = {name for name, app in get_commands().items() if app == "madang.ops"} - {"shell"}
    typed = {module: name for name, module in MODULES.items()}
    assert {name for name in ours if f"`madang {typed.get(name, name)}" not in INTERCHANGE} == set()


@pytest.mark.parametrize("verb", sorted(VERBS))
def test_사건의_동사는_모두_교환_문서에_있다(verb: str) -> None:
    assert f"`{verb}`" in INTERCHANGE


def test_내보내는_동사는_모두_다시_들일_수_있다() -> None:
    assert set(DO) == set(VERBS)
    told = {EVENT.get(verb, verb) for verb in TOLD}
    assert told | {"rules.publish"} == set(VERBS)  # rules are told first, see export.py


def test_표본은_모두_교환_문서에_있다() -> None:
    assert [name for name in PRESETS if f"`{name}`" not in INTERCHANGE] == []


def test_두_README는_서로를_가리키고_두_명령을_말한다() -> None:
    for name, other in (("README.md", "README.ko.md"), ("README.ko.md", "README.md")):
        text = (ROOT / name).read_text("utf-8")
        assert other in text
        assert "make run" in text
        assert "make test" in text
        for picture in re.findall(r"!\[[^\]]+\]\(([^)]+)\)", text):
            assert (ROOT / picture).is_file()
