"""The menu of sentences: whatever is added or taken out, in whatever order, the document stays one that runs."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from madang.rules.adding import add, additions
from madang.rules.checks import check_document
from madang.rules.document import PRESETS, preset, read_document
from madang.rules.explain import sentences
from madang.rules.picture import picture
from madang.rules.pieces import NotPossible
from madang.rules.removing import removals, remove
from tests.rules.making import documents

SLOW = [HealthCheck.too_slow]  # each step is drawn from what the one before has made
LEAST: dict[str, Any] = {
    "madang": 1,
    "name": {"ko": "우리 동네 제안", "en": "Ideas for our town"},
    "entry": {"citizen": "collecting"},
    "tracks": {"main": {"name": {"ko": "제안", "en": "Proposal"}}},
    "stages": {
        "collecting": {
            "track": "main", "kind": "collect", "column": "propose",
            "name": {"ko": "공감 모으기", "en": "Collecting supports"}, "deadline": {"days": 30},
            "exits": [{"when": {"ended": True}, "outcome": "expired"}],
        }
    },
}  # fmt: skip


def walk(data: dict[str, Any], draw: Any, steps: int) -> None:
    for _ in range(steps):
        before = copy.deepcopy(data)
        ways = [(add, name) for name in additions(data)] + [(remove, name) for name in removals(data)]
        if not ways:
            return
        act, name = draw(st.sampled_from(ways))
        new = act(data, name)
        assert data == before, "the document that was given is not changed"
        assert new != before, (act.__name__, name)
        data = new
    assert check_document(data) == []
    document = read_document(data)
    for lang in ("ko", "en"):
        assert all(sentence.text for sentence in sentences(document, lang))
        assert picture(document, lang).lanes


@pytest.mark.parametrize("name", PRESETS)
@settings(max_examples=6, deadline=None, suppress_health_check=SLOW)
@given(data=st.data())
def test_표본에_무엇을_더하고_빼도_돌아가는_문서다(name: str, data: st.DataObject) -> None:
    walk(preset(name).data, data.draw, data.draw(st.integers(3, 8)))


@settings(max_examples=12, deadline=None, suppress_health_check=SLOW)
@given(document=documents(), data=st.data())
def test_아무_문서에_무엇을_더하고_빼도_돌아가는_문서다(document: dict[str, Any], data: st.DataObject) -> None:
    walk(document, data.draw, data.draw(st.integers(1, 5)))


def test_빈_절차에서_온_길을_쌓는다() -> None:
    data = LEAST
    for name in ("tier-department", "agenda", "forum", "deliver", "answer", "publish", "participants", "execution",
                 "question", "vote", "review", "consents"):  # fmt: skip
        assert name in additions(data), name
        data = add(data, name)
    document = read_document(data)
    told = "\n".join(sentence.text for sentence in sentences(document, "ko"))
    assert "제안의 ‘공감’ 수가 30일 내에 50 이상이 모이면 부서가 30일 이내에 답변을 합니다." in told
    assert "토론은 30일 동안 운영하고, 종료 후 14일 이내 부서에 결과를 전달합니다." in told
    assert "답변을 포함한 결과 콘텐츠를 14일 이내에 공개합니다" in told
    assert "토론의 ‘참여’ 수가 1,000 이상이면 기관의 대표자가 30일 이내에 답변을 합니다." in told
    assert "제안의 ‘공감’ 수가 30일 내에 5,000 이상이 모이면 7일 동안 투표합니다." in told
    assert document.entry["institution"] == "forum"
    assert document.stages[document.entry["citizen"]].settings["visibility"] == "unlisted"


def test_의제선정단을_빼면_기준에_이른_제안이_곧바로_토론으로_간다() -> None:
    data = remove(preset("seoul-2019").data, "stage:agenda")
    starts = {start["key"]: start for start in data["stages"]["collecting"]["starts"]}
    assert starts["agenda-candidate"]["stage"] == "forum"
    assert starts["agenda-candidate"]["when"] == {"count": "supports", "at_least": 500}


def test_답변_문장을_빼면_그_뒤에_기대던_것은_남은_수를_본다() -> None:
    data = remove(preset("seoul-2019").data, "start:ask-department")
    assert "answering" not in data["stages"]
    assert "answer" not in data["tracks"]
    assert data["stages"]["collecting"]["exits"][0]["when"] == {
        "all": [{"ended": True}, {"marked": "agenda-candidate"}]
    }


def test_한_번_적은_수에서_시작하는_것이_여럿이면_수는_남는다() -> None:
    data = remove(preset("join").data, "start:passed")
    starts = data["stages"]["collecting"]["starts"]
    assert [start["when"] for start in starts if start["key"] == "ask-clarification"] == [
        {"count": "supports", "at_least": 5000}
    ]
    assert [start["when"] for start in starts if start["key"] == "ask-reply"] == [{"marked": "ask-clarification"}]


def test_모으는_단계는_뺄_수_없다() -> None:
    assert "stage:collecting" not in removals(LEAST)
    with pytest.raises(NotPossible):
        remove(LEAST, "stage:collecting")
    with pytest.raises(NotPossible):
        remove(LEAST, "start:없는-것")
    with pytest.raises(NotPossible):
        add(LEAST, "publish")
    with pytest.raises(NotPossible):
        add(LEAST, "아무-것")
