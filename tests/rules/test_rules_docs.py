"""docs/rules.md is part of the machine: nothing a document can say is left out, and its example works."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from madang.rules.checks import schema
from madang.rules.conditions import CONDITIONS
from madang.rules.deadlines import UNITS
from madang.rules.document import PRESETS, read_document
from madang.rules.explain import sentences
from madang.rules.words import COUNTERS, KINDS, OWNERS

DOCS = (Path(__file__).resolve().parents[2] / "docs/rules.md").read_text("utf-8")
ROWS = [line for line in DOCS.splitlines() if line.startswith("| ")]
STAGE = schema()["$defs"]["stage"]


@pytest.mark.parametrize("word", CONDITIONS)
def test_모든_조건에_줄이_있다(word: str) -> None:
    assert any(row.startswith(f'| `{{"{word}"') for row in ROWS)


@pytest.mark.parametrize("kind", STAGE["properties"]["kind"]["enum"])
def test_모든_종류에_줄과_이름이_있고_그_설정이_적혀_있다(kind: str) -> None:
    [row] = [row for row in ROWS if row.startswith(f"| `{kind}` |")]
    assert kind in KINDS
    [shape] = [part for part in STAGE["allOf"] if part["if"]["properties"]["kind"]["const"] == kind]
    for name in shape["then"]["properties"]["settings"]["properties"]:
        assert f"`{name}`" in row, name


@pytest.mark.parametrize("name", [*schema()["properties"], *STAGE["properties"]])
def test_모든_칸에_줄이_있다(name: str) -> None:
    assert any(re.match(rf"\| (`\w+`, )*`{name}`", row) for row in ROWS)


@pytest.mark.parametrize("name", [*UNITS, *COUNTERS, *OWNERS, *PRESETS, "roll", "extensions", "within"])
def test_모든_낱말이_적혀_있다(name: str) -> None:
    assert f"`{name}`" in DOCS or f'"{name}"' in DOCS


def test_문서의_보기는_그대로_돌아간다() -> None:
    [example] = re.findall(r"```json\n(.*?)```", DOCS, re.S)
    said = " ".join(sentence.text for sentence in sentences(read_document(json.loads(example)), "en"))
    assert "If a proposal gathers 50 supports within 30 days, the department answers within 20 days." in said
