"""A broken document is answered with the path and what is allowed there; never with an accident."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from madang.rules.checks import check_document, schema
from madang.rules.conditions import CONDITIONS
from madang.rules.document import PRESETS, PROBLEMS, BrokenDocument, parse_document, preset, read_document
from madang.rules.explain import sentences
from madang.rules.picture import picture
from tests.rules.making import documents

SEOUL = preset("seoul-2019").data
GONE = object()
C, A, F = "/stages/collecting", "/stages/answering", "/stages/forum"
W = f"{C}/starts/0/when"
SUPPORTS = {"count": "supports", "at_least": 50}


def change(data: dict[str, Any], path: str, value: object) -> dict[str, Any]:
    """A copy with the value at ``path`` replaced, added or (GONE) removed."""
    changed = copy.deepcopy(data)
    *way, last = path.split("/")[1:]
    here: Any = changed
    for step in way:
        here = here[int(step)] if isinstance(here, list) else here[step]
    if value is GONE:
        del here[last]
    elif isinstance(here, list):
        here[int(last)] = value
    else:
        here[last] = value
    return changed


BREAKAGES: list[tuple[str, str, object, str, str, str]] = [
    # why, where it is broken, with what, the path that is named, the code, a word of what is allowed
    ("다른 판의 꼴", "/madang", 2, "/madang", "enum", "1"),
    ("이름이 한 말로만", "/name", {"ko": "서울"}, "/name", "required", "en"),
    ("빈 이름", "/name/ko", "", "/name/ko", "too-few", "1"),
    ("너무 긴 이름", "/name/ko", "가" * 301, "/name/ko", "too-many", "300"),
    ("모르는 칸", "/colour", "red", "/colour", "unknown", "tracks"),
    ("단계가 없음", "/stages", {}, "/stages", "too-few", "1"),
    ("대문자 열쇠", "/stages/Collecting", SEOUL["stages"]["execution"], "/stages", "pattern", "a-z"),
    ("모르는 나라", "/calendar", "XX", "/calendar", "no-such-calendar", "KR"),
    ("소문자 나라", "/calendar", "kr", "/calendar", "pattern", "A-Z"),
    ("없는 단계에서 시작", "/entry/citizen", "nowhere", "/entry/citizen", "no-such-stage", "collecting"),
    ("없는 트랙", f"{C}/track", "side", f"{C}/track", "no-such-track", "main"),
    ("모르는 종류", f"{C}/kind", "petition", f"{C}/kind", "enum", "collect"),
    ("종류가 빠짐", f"{C}/kind", GONE, C, "required", "kind"),
    ("0일", f"{C}/deadline/days", 0, f"{C}/deadline/days", "minimum", "1"),
    ("백 년", f"{C}/deadline/days", 36600, f"{C}/deadline/days", "maximum", "3660"),
    ("글자로 쓴 수", f"{C}/deadline/days", "30", f"{C}/deadline/days", "type", "1, 2, 3"),
    ("소수로 쓴 수", f"{C}/deadline/days", 30.0, f"{C}/deadline/days", "type", "1, 2, 3"),
    ("참으로 쓴 수", f"{C}/deadline/days", True, f"{C}/deadline/days", "type", "1, 2, 3"),
    ("두 단위의 기간", f"{C}/deadline/months", 1, f"{C}/deadline", "one-unit", "working_days"),
    ("빈 기간", f"{C}/deadline", {}, f"{C}/deadline", "one-unit", "working_days"),
    ("두 단위의 창", f"{W}/within", {"days": 1, "months": 1}, f"{W}/within", "one-unit", "days"),
    ("기간 없는 의무", f"{A}/deadline", GONE, A, "required", "deadline"),
    ("의무 없는 답변", f"{A}/duty", GONE, A, "required", "duty"),
    ("모르는 책임자", f"{A}/duty/owed_by", "king", f"{A}/duty/owed_by", "enum", "department"),
    ("의무 없는 연장", f"{F}/deadline/extensions", {"max": 1}, f"{F}/deadline/extensions", "extension-without-duty", "duty"),
    ("문턱이 없음", f"{W}/at_least", GONE, W, "one-threshold", "at_least"),
    ("두 가지 문턱", f"{W}/percent", "1", W, "one-threshold", "percent"),
    ("0퍼센트", W, {"count": "supports", "percent": "0.0", "of": "x"}, f"{W}/percent", "pattern", "100"),
    ("줄바꿈이 붙은 퍼센트", W, {"count": "supports", "percent": "1\n", "of": "x"}, f"{W}/percent", "pattern", "100"),
    ("없는 모집단", W, {"count": "supports", "percent": "1", "of": "x"}, f"{W}/of", "no-such-electorate", ""),
    ("모르는 셈", f"{W}/count", "likes", f"{W}/count", "enum", "supports"),
    ("모르는 조건", W, {"when": "later"}, W, "condition", "elapsed"),
    ("조건이 아닌 것", W, 50, W, "type", "{…}"),
    ("한 조건에 두 말", W, {**SUPPORTS, "ended": True}, f"{W}/ended", "unknown", "at_least"),
    ("하나뿐인 모두", W, {"all": [SUPPORTS]}, f"{W}/all", "too-few", "2"),
    ("깊은 곳의 잘못", W, {"not": {"all": [SUPPORTS, {"elapsed": {"days": 0}}]}}, f"{W}/not/all/1/elapsed/days", "minimum", "1"),
    ("없는 시작점을 기다림", f"{C}/exits/0/when", {"marked": "ask-king"}, f"{C}/exits/0/when/marked", "no-such-mark", "ask-department"),
    ("없는 결정을 기다림", f"{A}/exits/0/when", {"decision": "pass"}, f"{A}/exits/0/when/decision", "no-such-decision", "accept"),
    ("끝이 없는데 끝을 기다림", "/stages/execution/exits/0/when", {"ended": True}, "/stages/execution/exits/0/when", "no-deadline", ""),
    ("투표가 아닌데 과반", f"{C}/exits/0/when", {"majority": "yes"}, f"{C}/exits/0/when/majority", "no-such-choice", ""),
    ("모집단 없는 투표율", f"{C}/exits/0/when", {"majority": "yes", "quorum_percent": "5"}, f"{C}/exits/0/when", "quorum-without-electorate", ""),
    ("두 번 쓰인 시작점", f"{C}/starts/1/key", "ask-department", f"{C}/starts/1/key", "duplicate-start", "ask-department"),
    ("같은 트랙을 여는 시작점", f"{A}/track", "main", f"{C}/starts/0/stage", "same-track", "answering"),
    ("없는 단계로 나감", f"{A}/exits/0/to", "nowhere", f"{A}/exits/0/to", "no-such-stage", "execution"),
    ("나갈 길이 없음", "/stages/execution/exits", [], "/stages/execution", "endless", ""),
    ("이를 길이 없음", "/stages/lost", {**SEOUL["stages"]["execution"]}, "/stages/lost", "unreachable", "lost"),
    ("제자리를 도는 길", f"{C}/exits/1", {"when": SUPPORTS, "outcome": "again", "to": "collecting"}, f"{C}/exits", "loop", "collecting"),
    ("두 번 쓰인 결정", f"{A}/settings/decisions", ["accept", "accept"], f"{A}/settings/decisions", "repeated", "accept"),
    ("모르는 설정", f"{C}/settings/colour", "red", f"{C}/settings/colour", "unknown", "visibility"),
    ("모르는 본인확인", f"{C}/settings/level", "blood", f"{C}/settings/level", "enum", "resident"),
    ("빗금이 든 열쇠", "/a~1b", 1, "/a~1b", "unknown", "tracks"),
]  # fmt: skip


@pytest.mark.parametrize(("why", "where", "value", "path", "code", "allowed"), BREAKAGES, ids=[b[0] for b in BREAKAGES])
def test_어디가_왜_틀렸고_무엇이_되는지_말한다(
    why: str, where: str, value: object, path: str, code: str, allowed: str
) -> None:
    data = change(SEOUL, where.replace("~1", "\0"), value)
    data = {key.replace("\0", "/"): part for key, part in data.items()}
    found = {(problem.path, problem.code): problem for problem in check_document(data)}
    assert (path, code) in found, (why, list(found))
    for lang in ("ko", "en"):
        said = found[path, code].sentence(lang)
        assert said.startswith(f"{path}: ")
        assert allowed in said


def test_한_잘못은_한_번만_말한다() -> None:
    for _, where, value, path, code, _ in BREAKAGES:
        if "~1" not in where:
            found = [(p.path, p.code) for p in check_document(change(SEOUL, where, value))]
            assert found.count((path, code)) == 1
            assert len(found) <= 3


@pytest.mark.parametrize(
    "text",
    ["", "{", "[1,", "nul", "[" * 100_000, '{"madang": 1, "madang": 1}', "\ufeff{}"],
    ids=["빈 글", "열다 만 것", "쓰다 만 것", "모르는 말", "끝없이 겹친 것", "두 번 쓴 이름", "BOM"],
)
def test_JSON이_아니면_그렇다고_말한다(text: str) -> None:
    with pytest.raises(BrokenDocument) as broken:
        parse_document(text)
    assert [problem.code for problem in broken.value.problems] == ["not-json"]


@pytest.mark.parametrize("value", [None, 1, "글", [], True, 1.5])
def test_묶음이_아닌_것은_문서가_아니다(value: object) -> None:
    assert [problem.code for problem in check_document(value)] == ["type"]


def test_끝없이_겹친_조건은_읽다가_멈추지_않는다() -> None:
    deep: dict[str, Any] = SUPPORTS
    for _ in range(5000):
        deep = {"not": deep}
    assert [p.code for p in check_document(change(SEOUL, W, deep))] == ["too-deep"]


def test_모든_잘못은_두_말로_끝까지_말해진다() -> None:
    for code, (ko, en) in PROBLEMS.items():
        assert ko.endswith((".", "}")), code
        assert en.endswith((".", "}")), code


def test_조건의_차례는_스키마와_코드에서_같다() -> None:
    assert [shape["required"][0] for shape in schema()["$defs"]["condition"]["anyOf"]] == list(CONDITIONS)


JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(-5, 10**12), st.floats(), st.text(max_size=4), st.sampled_from(
        ["supports", "main", "collecting", "ended", "answer", "citizen", "30", "1.5", "100", "yes", "ko"])),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(
        st.sampled_from(["count", "all", "any", "not", "ended", "days", "months", "when", "stage", "ko", "of", "percent", "a/b", ""]),
        inner, max_size=3),
    max_leaves=5,
)  # fmt: skip


def places(value: object, way: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every place in a document but the whole of it."""
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [place for key, part in pairs for place in [(*way, key), *places(part, (*way, key))]]


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(PRESETS), st.data())
def test_아무렇게나_망가뜨려도_문제를_말하거나_문서가_된다(name: str, data: st.DataObject) -> None:
    broken = copy.deepcopy(preset(name).data)
    for _ in range(data.draw(st.integers(1, 3))):
        everywhere = places(broken)
        *way, last = data.draw(st.sampled_from(everywhere))
        here: Any = broken
        for step in way:
            here = here[step]
        act = data.draw(st.sampled_from(["replace", "remove", "swap"]))
        if act == "remove":
            del here[last]
        else:
            other: Any = broken
            for step in data.draw(st.sampled_from(everywhere)) if act == "swap" else ():
                other = other[step] if not isinstance(other, list) or step < len(other) else None
                if not isinstance(other, (dict, list)):
                    break
            here[last] = copy.deepcopy(other) if act == "swap" else data.draw(JSON)
        if not places(broken):
            break
    problems = check_document(broken)
    for problem in problems:
        assert problem.sentence("ko") != problem.sentence("en")
    if not problems:
        document = read_document(json.loads(json.dumps(broken)))
        for lang in ("ko", "en"):
            assert sentences(document, lang)
            assert picture(document, lang).as_text()


@settings(max_examples=40, deadline=None)
@given(documents())
def test_지어낸_바른_문서는_모두_받아들여진다(data: dict[str, Any]) -> None:
    assert check_document(data) == []
