"""The sentences: the founding document's own, with every number in its blank."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from madang.rules.checks import check_document, schema
from madang.rules.document import PRESETS, BrokenDocument, Document, preset, read_document
from madang.rules.explain import Slot, differences, fill, numbers, sentences
from madang.rules.slots import LIMITS, numbers_of
from tests.rules.making import documents, percents

LANGS = ("ko", "en")
FOUNDING = [
    "제안의 ‘공감’ 수가 30일 내에 50 이상이 모이면 부서가 20일 이내에 답변을 합니다.",
    "제안의 ‘공감’ 수가 30일 내에 500 이상이 모이면 토론할 의제 후보가 됩니다.",
    "토론은 30일 동안 운영하고, 종료 후 14일 이내 부서에 결과를 전달합니다. 결과를 받은 부서는 30일 이내에 답변을 하고, "
    "답변을 포함한 결과 콘텐츠를 14일 이내에 공개합니다.",
    "토론의 ‘참여’ 수가 5,000 이상이면 기관의 대표자가 30일 이내에 답변을 합니다.",
]


def told(name: str, lang: str) -> list[str]:
    return [sentence.text for sentence in sentences(preset(name), lang)]


def test_민주주의_서울은_기획서의_문장_그대로_말한다() -> None:
    said = told("seoul-2019", "ko")
    assert [sentence for sentence in said if sentence in FOUNDING] == FOUNDING


def test_민주주의_서울의_모든_문장() -> None:
    assert told("seoul-2019", "ko") == [
        "‘시민제안’ 단계에서는 회원이면 누구나 공감할 수 있습니다.",
        FOUNDING[0],
        FOUNDING[1],
        "30일이 지났을 때 ‘부서 답변 요청’이 이루어져 있으면 ‘기준 도달’로 마칩니다.",
        "30일 내에 모이지 않으면 ‘미달 종료’로 마칩니다.",
        "‘부서 답변’ 결과가 ‘수용’이면 ‘실행’ 단계로 넘어가고, ‘불수용’이면 마칩니다.",
        "‘부서 답변’은 이유를 공개하고 1번까지 미룰 수 있습니다.",
        "의제선정단은 90일 이내에 결정합니다.",
        "‘의제선정단’ 결과가 ‘선정’이면 ‘공론장’ 단계로 넘어가고, ‘미선정’이면 ‘의제 미선정’으로 마치고, ‘보류’면 다음에 다시 다룹니다.",
        "‘의제선정단’의 결정은 66.6% 이상이 찬성해야 합니다.",
        FOUNDING[2],
        FOUNDING[3],
        "‘토론 결과 답변’은 이유를 공개하고 1번까지 미룰 수 있습니다.",
        "‘결과 공개’가 끝나면 ‘실행’ 단계로 넘어갑니다.",
        "‘시장 답변’ 결과가 ‘수용’이면 ‘실행’ 단계로 넘어가고, ‘불수용’이면 마칩니다.",
        "‘시장 답변’은 이유를 공개하고 1번까지 미룰 수 있습니다.",
        "‘실행’은 3개월마다 상황을 알립니다.",
    ]


def test_in_english_it_reads_as_english() -> None:
    said = told("seoul-2019", "en")
    assert "If a proposal gathers 50 supports within 30 days, the department answers within 20 days." in said
    assert "If at least 5,000 people take part in the discussion, the representative of the institution answers within 30 days." in said  # fmt: skip


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        (
            "bluehouse-2017",
            "제안의 ‘공감’ 수가 30일 내에 200,000 이상이 모이면 기관의 대표자가 30일 이내에 답변을 합니다.",
        ),
        ("bluehouse-2019", "제안의 ‘공감’ 수가 30일 내에 100 이상이 모이면 운영팀이 7일 이내에 결정합니다."),
        ("join", "‘제안 성립’이 이루어지면 담당 기관이 2개월 이내에 요구마다 답변을 합니다."),
        ("join", "‘기관 회신’은 이유를 공개하고 1번까지 처음 기한에서 2개월까지 미룰 수 있습니다."),
        ("madrid", "‘16세 이상 주민’은 2,706,400명으로 셉니다."),
        ("madrid", "7일이 지났을 때 ‘찬성’이 과반이면 의회가 1개월 이내에 답변을 합니다."),
        ("finland", "제안의 ‘공감’ 수가 1개월 내에 50 이상이 모이지 않으면 ‘모으기 중단’으로 마칩니다."),
        ("finland", "함께하는 발의자가 5명 이상 모이면 운영팀이 7일 이내에 결정합니다."),
    ],
)
def test_다른_서비스의_기준도_같은_말로_한다(name: str, sentence: str) -> None:
    assert sentence in told(name, "ko")


def whole(document: Document, lang: str) -> None:
    """What holds for the sentences of any document."""
    found = sentences(document, lang)
    keys = [sentence.key for sentence in found]
    assert len(keys) == len(set(keys))
    for sentence in found:
        assert sentence.text.endswith(".")
        assert not any(bad in sentence.text for bad in ("{", "}", "None", "  ", " .", "()"))
        assert sentence.column in ("propose", "discuss", "result")
        assert sentence.stage in ("", *document.stages)
        read = {slot.path: slot.value for slot in sentence.slots}
        assert numbers(sentence, sentence.text) == read
    shown = [slot for sentence in found for slot in sentence.slots]
    assert {slot.path: slot.value for slot in shown} == {p: s.value for p, s in numbers_of(document.data).items()}
    first = {slot.path for slot in shown if not slot.repeated}
    assert len([slot for slot in shown if not slot.repeated]) == len(first), "빈칸은 한 번만 고칠 수 있다"
    assert first == {slot.path for slot in shown}


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("name", PRESETS)
def test_표본의_모든_수는_어느_문장의_빈칸이다(name: str, lang: str) -> None:
    whole(preset(name), lang)


@settings(max_examples=50, deadline=None)
@given(documents(), st.sampled_from(LANGS))
def test_어떤_문서든_모든_수가_문장에_있고_되읽힌다(data: dict[str, Any], lang: str) -> None:
    whole(read_document(data), lang)


@settings(max_examples=40, deadline=None)
@given(st.one_of(st.sampled_from(PRESETS).map(lambda name: preset(name).data), documents()), st.data())
def test_채운_수는_문장에_나타나고_그대로_되읽힌다(data: dict[str, Any], draw: st.DataObject) -> None:
    before, values = copy.deepcopy(data), {}
    for path, slot in numbers_of(data).items():
        if draw.draw(st.booleans()):
            whole_number = st.integers(slot.minimum, slot.maximum)
            values[path] = draw.draw(percents if slot.unit == "percent" else whole_number)
    typed = {path: f" {value:,} " if isinstance(value, int) else f"{value}%" for path, value in values.items()}
    filled = fill(data, draw.draw(st.sampled_from([values, typed])))
    assert data == before, "처음 문서는 그대로다"
    assert {path: slot.value for path, slot in numbers_of(filled).items()} == {
        **{path: slot.value for path, slot in numbers_of(before).items()},
        **values,
    }
    for lang in LANGS:
        for sentence in sentences(read_document(filled), lang):
            read = numbers(sentence, sentence.text)
            assert read is not None
            assert all(read[path] == value for path, value in values.items() if path in read)


FIFTY = "/stages/collecting/starts/0/when/at_least"


@pytest.mark.parametrize(
    ("path", "value", "code"),
    [
        (FIFTY, "쉰", "type"),
        (FIFTY, "", "type"),
        (FIFTY, "5.5", "type"),
        (FIFTY, True, "type"),
        (FIFTY, 0, "minimum"),
        (FIFTY, "-3", "minimum"),
        (FIFTY, 10**12, "maximum"),
        (FIFTY, "9" * 5000, "type"),
        ("/stages/agenda/settings/majority_percent", "0", "pattern"),
        ("/stages/agenda/settings/majority_percent", "101", "pattern"),
        ("/stages/collecting/kind", 3, "no-such-number"),
        ("/stages/nowhere/deadline/days", 3, "no-such-number"),
        ("", 3, "no-such-number"),
    ],
)
def test_빈칸에_맞지_않는_것은_자리와_이유를_말한다(path: str, value: Any, code: str) -> None:
    with pytest.raises(BrokenDocument) as broken:
        fill(preset("seoul-2019").data, {path: value})
    assert [(problem.path, problem.code) for problem in broken.value.problems] == [(path, code)]


def test_빈칸의_한계는_스키마의_한계다() -> None:
    for name, (_, minimum, maximum) in LIMITS.items():
        for shape in _shapes(schema(), name):
            limits = schema()["$defs"][shape["$ref"].split("/")[-1]] if "$ref" in shape else shape
            if limits["type"] == "integer":
                assert (limits["minimum"], limits["maximum"]) == (minimum, maximum), name


def _shapes(part: Any, name: str) -> list[Any]:
    if isinstance(part, list):
        return [shape for inner in part for shape in _shapes(inner, name)]
    if not isinstance(part, dict):
        return []
    own = [part["properties"][name]] if isinstance(part.get("properties"), dict) and name in part["properties"] else []
    return own + [shape for inner in part.values() for shape in _shapes(inner, name)]


def test_바뀐_수만_앞뒤로_말한다() -> None:
    old = preset("seoul-2019")
    new = read_document(fill(old.data, {FIFTY: 70}))
    [change] = differences(old, new, "ko")
    assert change.before == FOUNDING[0]
    assert change.after == FOUNDING[0].replace("50", "70")
    assert change.pieces() == [
        "제안의 ‘공감’ 수가 ",
        "30",
        "일 내에 ",
        ("50", "70"),
        " 이상이 모이면 부서가 ",
        "20",
        "일 이내에 답변을 합니다.",
    ]


def test_서울의_2020년_변경은_문턱_둘과_새_문장으로_말해진다() -> None:
    changes = differences(preset("seoul-2019"), preset("seoul-2020"), "ko")
    texts = [(change.before, change.after) for change in changes]
    assert (FOUNDING[1], FOUNDING[1].replace("500", "100")) in texts
    assert (FOUNDING[3], FOUNDING[3].replace("5,000", "1,000")) in texts
    new = [change.after for change in changes if change.before is None]
    assert new == [
        "제안의 ‘공감’ 수가 30일 내에 1,000 이상이 모이면 운영팀이 30일 이내에 다음 해 참여예산 사업으로 접수합니다."
    ]
    assert len(changes) == 3


@pytest.mark.parametrize("lang", LANGS)
def test_없어진_문장도_말한다(lang: str) -> None:
    gone = [change for change in differences(preset("seoul-2020"), preset("seoul-2019"), lang) if change.after is None]
    assert len(gone) == 1
    assert gone[0].before


def test_같은_문서는_다르지_않다() -> None:
    assert differences(preset("join"), preset("join"), "ko") == []


def test_단위가_바뀌면_문장이_바뀐_것이다() -> None:
    data = copy.deepcopy(preset("bluehouse-2017").data)
    data["stages"]["answering"]["deadline"] = {"months": 1}
    assert check_document(data) == []
    [change] = differences(preset("bluehouse-2017"), read_document(data), "ko")
    assert change.after is not None
    assert "1개월 이내에 답변을" in change.after
    assert isinstance(change.after_parts[5], Slot)
