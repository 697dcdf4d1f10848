"""What may go wrong with criteria that are valid, said in a sentence with what to do."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from madang.rules.cautions import CAUTIONS
from madang.rules.document import PRESETS, preset, read_document
from madang.rules.explain import fill
from madang.rules.removing import remove
from madang.rules.slots import numbers_of
from madang.rules.warnings import Caution, Known, Past, warnings
from tests.rules.making import documents

SEOUL = preset("seoul-2019")
READY = Known(
    members=10_000, people=900_000, departments=3,
    roles=frozenset({"officer", "pm", "forums", "department_officer", "representative"}),
)  # fmt: skip
ASK = "/stages/collecting/starts/0/when/at_least"


def said(document=SEOUL, known: Known = READY, lang: str = "ko") -> dict[str, Caution]:
    return {one.code: one for one in warnings(document, known, lang)}


def filled(**numbers: int):
    return read_document(fill(SEOUL.data, {path.replace("__", "/"): value for path, value in numbers.items()}))


def test_준비가_된_기관이_표본을_쓰면_걱정할_것이_없다() -> None:
    assert said() == {}


def test_아무도_이르지_못한_수는_몇이면_이르는지와_함께_말한다() -> None:
    past = Past(30, tuple([300] + [40] * 9 + [3] * 90))
    found = warnings(SEOUL, Known(**{**READY.__dict__, "past": {"collecting": past}}), "ko")
    by_path = {one.path: one for one in found}
    assert by_path[ASK].code == "tier-rare"
    assert "공감 50에 이른 건은 1건뿐" in by_path[ASK].sentence("ko")
    never = by_path["/stages/collecting/starts/1/when/at_least"]
    assert never.code == "tier-never"
    assert "지난 100건 가운데 30일 안에 공감 500에 이른 건이 하나도 없습니다" in never.sentence("ko")
    assert f"공감 {never.facts['other']}이면 {never.facts['others']}건이 이릅니다" in never.sentence("ko")


def test_거의_모두가_넘는_수도_말한다() -> None:
    past = Past(30, tuple([300] * 30))
    found = said(known=Known(**{**READY.__dict__, "past": {"collecting": past}}))
    assert "너무 낮으면 운영 자원이 더 많이 듭니다" in found["tier-easy"].sentence("ko")


def test_지난_건이_없으면_회원_수를_본다() -> None:
    found = said(known=Known(**{**READY.__dict__, "members": 3}))
    assert found["tier-members"].level == "note"
    assert "회원이 아직 3명" in found["tier-members"].sentence("ko")


def test_사람_수보다_큰_수는_아무도_이르지_못한다() -> None:
    found = said(known=Known(**{**READY.__dict__, "people": 400}))
    assert found["tier-beyond"].path == "/stages/collecting/starts/1/when/at_least"


def test_기한과_사람과_이어지는_일() -> None:
    short = filled(**{"__stages__forum__deadline__days": 7, "__stages__collecting__deadline__days": 3})
    assert {"forum-short", "window-short"} <= said(short).keys()
    assert "no-reports" in said(read_document(remove(SEOUL.data, "reports:execution")))
    assert "no-execution" in said(read_document(remove(SEOUL.data, "stage:execution")))
    nothing = remove(remove(SEOUL.data, "start:ask-department"), "start:agenda-candidate")
    assert said(read_document(nothing))["no-consequence"].stage == "collecting"
    assert said(preset("join")).keys() >= {"no-duty"}
    assert said(preset("madrid")).keys() >= {"waits"}


def test_미룰_수_있는_기간이_기한보다_짧으면_말한다() -> None:
    data = fill(preset("join").data, {"/stages/replying/deadline/extensions/by/months": 1})
    found = said(read_document(data))["extension-short"]
    assert "2개월인데 1개월까지만" in found.sentence("ko")


def test_맡은_사람이_없으면_말한다() -> None:
    found = said(known=Known(members=10_000))
    assert {"no-departments", "no-representative", "no-team", "no-panel"} <= found.keys()
    idle = said(known=Known(**{**READY.__dict__, "idle": ("교통과", "녹지과")}))["idle-departments"]
    assert "2곳 있습니다: 교통과, 녹지과" in idle.sentence("ko")


@pytest.mark.parametrize("name", PRESETS)
def test_모든_걱정은_두_말로_말해지고_가리키는_수가_있다(name: str) -> None:
    known = Known(past={"collecting": Past(30, tuple(range(40)))}, people=3000)
    document = preset(name)
    for one in warnings(document, known, "en"):
        assert one.sentence("ko")
        assert one.sentence("en")
        assert one.path == "" or one.path in numbers_of(document.data)
    assert all("{" not in text.format_map(Every()) for pair in CAUTIONS.values() for text in pair)


class Every(dict):
    def __missing__(self, key: str) -> str:
        return "x"


@settings(max_examples=60, deadline=None)
@given(documents())
def test_어떤_문서에도_걱정을_말할_수_있다(document) -> None:
    for known in (Known(), READY):
        for one in warnings(read_document(document), known, "ko"):
            assert one.sentence("ko")
