"""사건 파일의 어느 자리에 무엇이 들어 있어도 넣거나 까닭을 말하며 물리칠 뿐, 멈추지 않는다."""

import json

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from madang.actions import clockwork
from madang.ops.intake import replay
from madang.ops.lines import VERBS
from tests import make
from tests.eventfile import batch, cast, event, opening, submit

pytestmark = pytest.mark.django_db
AT = st.sampled_from(
    [
        "2019-03-05T10:00:00+09:00",
        "2019-03-09T10:00:00Z",
        "2019-04-04T00:00:00+09:00",
        "1900-01-01T00:00:00+14:00",
        "2200-12-31T23:59:59-12:00",
    ]
)
ODD_TEXT = st.one_of(
    st.text(max_size=8),
    st.sampled_from(
        ["\x00", "\ud800", "a\x00b", "가" * 300, " ", "", "9999-12-31", "0001-01-01", "2019-W18-2", "하나@예"]
    ),
)
ODD = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**20), 10**20),
    st.floats(allow_nan=True),
    st.lists(st.integers(), max_size=2),
    st.dictionaries(st.text(max_size=3), st.none(), max_size=2),
)
GOOD = {
    "person": st.sampled_from(["하나", "두리", "새사람"]),
    "by": st.sampled_from(["하나", "두리", None]),
    "department": st.sampled_from(["mobility", "new"]),
    "proposal": st.sampled_from(["asked", "over", "candidate", "petition", "another"]),
    "procedure": st.sampled_from(["seoul-2019", "bluehouse-2019", "mine"]),
    "decision": st.sampled_from(["accept", "decline", "select", "reject", "defer", "pass"]),
    "level": st.sampled_from(["resident", "department", "representative"]),
    "role": st.sampled_from(["pm", "department_officer"]),
    "duty": st.sampled_from(["answer", "agenda", "review"]),
    "channel": st.sampled_from(["paper", "imported"]),
    "until": st.sampled_from(["2019-03-31", "2019-05-01"]),
    "day": st.just("2019-05-01"),
    "count": st.integers(1, 60),
    "to": st.integers(0, 2),
    "verified": st.fixed_dictionaries(
        {"level": st.just("phone")},
        optional={"born": ODD, "gender": ODD_TEXT, "area": ODD_TEXT, "identifier": ODD_TEXT},
    ),
    "document": st.fixed_dictionaries({}, optional={"madang": st.just(1), "name": ODD, "stages": ODD, "x\x00": ODD}),
}
WORDS = st.sampled_from(["글", "긴 글 " * 30, "<b>", "\u202e거꾸로"])


@st.composite
def events(draw):
    verb = draw(st.sampled_from(sorted(VERBS)))
    told = {"at": draw(AT), "do": verb}
    names = [*VERBS[verb], *draw(st.sampled_from([[], ["order"], ["works"], ["id"], ["rules"], ["code"], ["born"]]))]
    odd = draw(st.sampled_from(names)) if draw(st.integers(0, 2)) == 0 else None
    for name in names:
        told[name] = draw(st.one_of(ODD_TEXT, ODD) if name == odd else GOOD.get(name, WORDS))
    return told


def lived_city(folder):
    for name in ("seoul-2019", "bluehouse-2019"):
        make.procedure(name)
    lines = [
        *opening("하나", "두리"),
        submit("over", "2019-01-01 09:00") | {"at": "2019-03-01T09:00:01+09:00"},
        *(submit(key) for key in ("asked", "candidate")),
        submit("petition", procedure="bluehouse-2019"),
        batch("asked", 50),
        batch("candidate", 500),
        event("support.batch", "2019-03-05 09:00", proposal="petition", count=100, channel="imported"),
        cast("asked", "두리"),
    ]
    file = folder / "처음.jsonl"
    file.write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
    report = replay(file, skip_bad=True)
    assert not report.refused, report.refused


@pytest.fixture
def city(db, tmp_path):
    lived_city(tmp_path)
    return tmp_path


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(events(), min_size=15, max_size=15))
def test_무엇이_들어_있어도_멈추지_않고_모든_수가_맞는다(city, lines):
    file = city / "이상한.jsonl"
    file.write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
    with transaction.atomic():
        report = replay(file, skip_bad=True, refused_to=city / "거절.jsonl")
        assert report.done + report.known + len(report.refused) == len(lines)
        assert all(refusal.reason for refusal in report.refused)
        clockwork.tick(at=make.moment("2201-06-01 00:00"))
        assert list(clockwork.sweep(at=make.moment("2201-06-01 00:00"))) == []
        transaction.set_rollback(True)
