"""의제선정단의 일: 검토 자료, 묶음, 회의와 투표, 그리고 그대로 다시 살아나는 기록."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from madang.actions import agenda, decisions, meetings
from madang.agenda.models import AgendaItem
from madang.base.errors import Refused
from madang.forums.models import Forum
from madang.procedures.models import StageVisit
from tests import make
from tests.processes import Madang, ask

AT = make.AT


def item(key):
    return agenda.find_item(key)


def test_검토_자료는_어디에서_왔는지_말하고_빈_곳을_안다(후보들):
    walk = item("walk")
    assert agenda.missing_sections(walk) == ["policies", "similar", "departments", "research", "press", "opinion"]
    with pytest.raises(Refused) as refused:
        agenda.add_entry(item=walk, section="press", text="기사", at=AT, actor=None)
    assert refused.value.code == "source-missing"
    agenda.add_entry(item=walk, section="press", text="찬성 기사", side="for", source="가온일보", at=AT, actor=None)
    agenda.add_entry(item=walk, section="departments", text="교통과는 우회로를 걱정한다", at=AT, actor=None)
    assert agenda.missing_sections(walk) == ["policies", "similar", "research", "opinion"]
    agenda.check_dossier(item=walk, code="both-sides", at=AT, actor=None)
    agenda.add_entry(item=walk, section="press", text="반대 기사", side="against", source="한가온", at=AT, actor=None)
    assert not walk.checks.exists(), "자료가 바뀌면 중립성은 다시 보아야 한다"
    with pytest.raises(Refused):
        agenda.add_entry(item=walk, section="research", text="x", source="y", link="javascript:1", at=AT, actor=None)


def test_묶인_제안은_제_이름과_공감을_지키고_이끄는_의제를_가리킨다(후보들):
    agenda.bundle(lead="walk", others=["bike", "bench"], reason="모두 걷는 길의 일", at=AT, actor=None)
    ends = StageVisit.objects.filter(kind="agenda").values_list("case__key", "outcome")
    assert dict(ends) == {"walk": None, "bike": "bundled", "bench": "bundled"}
    assert {one.lead.case.key for one in AgendaItem.objects.exclude(lead=None)} == {"walk"}
    assert [p.case.tallies.get(what="supports").value for p in 후보들] == [500, 500, 500]
    facts = StageVisit.objects.get(case__key="bike", kind="agenda").facts
    assert (facts["into"], facts["reason"]) == ("walk", "모두 걷는 길의 일")
    with pytest.raises(Refused) as refused:  # what is bundled cannot lead
        agenda.bundle(lead="bike", others=["walk"], reason="거꾸로", at=AT, actor=None)
    assert refused.value.code == "no-open-stage"


def test_묶음은_전부이거나_전무다(후보들):
    fresh = make.proposal("아직 후보가 아님", key="fresh")
    with pytest.raises(Refused):
        agenda.bundle(lead="walk", others=["bike", "fresh"], reason="함께", at=AT, actor=None)
    assert not AgendaItem.objects.exclude(lead=None).exists()
    assert not StageVisit.objects.filter(outcome="bundled").exists()
    assert fresh.case.closed_at is None


@pytest.mark.parametrize(
    ("votes", "decided"),
    [
        ({"select": 14, "reject": 7}, "select"),  # 66.67 %
        ({"select": 13, "reject": 7}, "defer"),  # 65 %
        ({"select": 2, "reject": 8}, "reject"),
        ({"select": 10, "reject": 10}, "defer"),
        ({"select": 14, "defer": 7}, "select"),
        ({"select": 14, "defer": 8}, "defer"),
        ({"select": 2, "abstain": 30}, "select"),
        ({"abstain": 30}, "defer"),
    ],
)
def test_셋_중_둘이_뜻을_모으면_정해진다(votes, decided):
    assert meetings.outcome(votes, "66.6") == decided


@settings(deadline=None)
@given(
    st.dictionaries(st.sampled_from(("select", "reject", "defer", "abstain")), st.integers(0, 500)),
    st.sampled_from(("0.0001", "50", "66.6", "100")),
)
def test_무엇도_반을_넘지_못하면_정해지지_않는다(votes, percent):
    decided = meetings.outcome(votes, percent)
    if decided != "defer":
        others = sum(count for word, count in votes.items() if word not in (decided, "abstain"))
        assert votes[decided] > others


def test_회의는_먼저_투표하고_이야기하고_마지막으로_투표해_정한다(후보들):
    meeting = meetings.plan_meeting(name="3월 의제선정 회의", starts_at=AT + make.days(40), at=AT, actor=None, key="m3")
    on = [meetings.put_on(meeting=meeting, item=item(key), at=AT, actor=None) for key in ("walk", "bike", "bench")]
    late = {"at": AT + make.days(40), "actor": None}
    meetings.vote(discussed=on[0], round="first", votes={"select": 9, "reject": 8}, **late)
    with pytest.raises(Refused) as refused:
        meetings.conclude(discussed=on[0], reason="성급", **late)
    assert refused.value.code == "last-vote-missing"
    meetings.vote(
        discussed=on[0], round="last", votes={"select": 15, "reject": 2}, notes="우회로 걱정을 들었다", **late
    )
    chosen = {"reason": "생활에 크게 닿는다", "form": "pro_con", "question": "주말에 걸을까요?"}
    with pytest.raises(Refused) as refused:
        meetings.conclude(discussed=on[0], days=7, **chosen, **late)
    assert (refused.value.code, refused.value.facts["days"]) == ("forum-too-short", 30)
    assert StageVisit.objects.get(case__key="walk", kind="agenda").left is None, "거절되면 아무것도 정해지지 않는다"
    meetings.conclude(discussed=on[0], days=60, **chosen, **late)
    forum = Forum.objects.get(case__key="walk")
    assert (forum.form, forum.question, forum.days) == ("pro_con", "주말에 걸을까요?", 60)
    meetings.vote(discussed=on[1], round="last", votes={"select": 3, "reject": 14}, **late)
    meetings.conclude(discussed=on[1], reason="이미 하고 있다", **late)
    meetings.vote(discussed=on[2], round="last", votes={"select": 9, "reject": 8}, **late)
    meetings.conclude(discussed=on[2], reason="다음에 더 이야기한다", **late)
    ends = StageVisit.objects.filter(kind="agenda").values_list("case__key", "outcome")
    assert dict(ends) == {"walk": "selected", "bike": "not-selected", "bench": None}
    with pytest.raises(Refused) as refused:
        meetings.conclude(discussed=on[0], reason="또", **late)
    assert refused.value.code == "candidate-decided"


def test_두_사람이_회의록을_덮어쓰지_않는다(db):
    meeting = meetings.plan_meeting(name="회의", starts_at=AT, at=AT, actor=None)
    meetings.write_minutes(meeting=meeting, minutes="처음", edition=0, at=AT, actor=None)
    with pytest.raises(Refused) as refused:
        meetings.write_minutes(meeting=meeting, minutes="다른 사람", edition=0, at=AT, actor=None)
    assert refused.value.code == "changed-meanwhile"


def dossier():
    from madang.agenda.models import DossierCheck, DossierEntry
    from madang.forums.models import Forum

    gone = DossierEntry.objects.exclude(removed_at=None)
    return (
        list(DossierEntry.objects.there().values_list("text", flat=True)),
        list(gone.values_list("key", "text")),
        list(DossierCheck.objects.values_list("code", flat=True)),
        list(Forum.objects.values_list("case__key", "form", "question", "days")),
    )


@pytest.mark.slow
def test_내보내고_다시_넣으면_의제도_회의도_그대로다(madang, databases, tmp_path):

    def walk_at(hour):
        return {"at": f"2019-04-08T{hour}:00+09:00", "meeting": "m", "proposal": "walk"}

    lines = [
        {"at": "2019-03-01T09:00:00+09:00", "do": "person.register", "person": "네온"},
        *[
            {"at": "2019-03-04T09:00:00+09:00", "do": "proposal.submit", "proposal": key, "procedure": "seoul-2019", "title": key}
            for key in ("walk", "bike", "bench")
        ],
        *[{"at": "2019-03-05T09:00:00+09:00", "do": "support.batch", "proposal": key, "count": 500} for key in ("walk", "bike", "bench")],
        {"at": "2019-03-06T09:00:00+09:00", "do": "dossier.add", "proposal": "walk", "section": "press", "text": "기사", "source": "가온일보"},
        {"at": "2019-03-06T09:10:00+09:00", "do": "dossier.add", "proposal": "walk", "section": "opinion", "text": "남의 조사", "source": "글", "entry": "e2"},
        {"at": "2019-03-06T09:20:00+09:00", "do": "dossier.check", "proposal": "walk", "code": "sources-named", "by": "네온"},
        {"at": "2019-03-06T09:30:00+09:00", "do": "dossier.remove", "entry": "e2", "by": "네온"},
        {"at": "2019-03-06T10:00:00+09:00", "do": "dossier.check", "proposal": "walk", "code": "both-sides", "by": "네온"},
        {"at": "2019-03-07T09:00:00+09:00", "do": "agenda.bundle", "proposal": "walk", "others": ["bike"], "reason": "함께 풀 일"},
        {"at": "2019-03-08T09:00:00+09:00", "do": "meeting.plan", "meeting": "m", "name": "회의", "starts_at": "2019-04-08T14:00:00+09:00"},
        {"at": "2019-03-08T09:01:00+09:00", "do": "meeting.put", "meeting": "m", "proposal": "walk"},
        {"at": "2019-03-08T09:02:00+09:00", "do": "meeting.put", "meeting": "m", "proposal": "bench"},
        {**walk_at("16:00"), "do": "meeting.vote", "round": "first", "votes": {"select": 9, "reject": 8}},
        {**walk_at("16:30"), "do": "meeting.vote", "round": "last", "votes": {"select": 16, "abstain": 1}, "notes": "말"},
        {**walk_at("16:40"), "do": "meeting.conclude", "reason": "큰일", "form": "open", "question": "어떻게 걸을까요?", "days": 45},
        {"at": "2019-04-08T17:00:00+09:00", "do": "meeting.vote", "meeting": "m", "proposal": "bench", "round": "last", "votes": {"reject": 17}},
        {"at": "2019-04-08T17:10:00+09:00", "do": "meeting.conclude", "meeting": "m", "proposal": "bench", "reason": "작은 일"},
        {"at": "2019-04-09T10:00:00+09:00", "do": "meeting.minutes", "meeting": "m", "text": "회의록", "publish": True, "by": "네온"},
    ]  # fmt: skip
    file, again = tmp_path / "agenda.jsonl", tmp_path / "again.jsonl"
    file.write_text("\n".join(json.dumps(line, ensure_ascii=False) for line in lines), "utf-8")
    madang("procedures", "install", "seoul-2019")
    madang("replay", file)
    first = madang("cases", "--json").records
    assert {case["case"]: case["stages"][-1]["stage"] for case in first} == {
        "walk": "forum", "bike": "agenda", "bench": "agenda",
    }  # fmt: skip
    madang("export", again)
    other = Madang(databases.new(), tmp_path)
    other("replay", again)
    assert other("cases", "--json").records == first
    for house in (
        madang,
        other,
    ):  # what was taken out is on record, read by nobody, and has undone the checks before it
        there, gone, checks, forums = ask(house.url, dossier)
        assert forums == [("walk", "open", "어떻게 걸을까요?", 45)]
        assert (there, gone, checks) == (["기사"], [("e2", "남의 조사")], ["both-sides"])
    other("export", tmp_path / "third.jsonl")
    assert (tmp_path / "third.jsonl").read_text("utf-8") == again.read_text("utf-8")


def test_대표가_아닌_결정도_회의_없이_적을_수_있다(후보들):
    decisions.decide(case_key="bench", kind="agenda", decision="reject", reason="이미 한다", at=AT, actor=None)
    assert StageVisit.objects.get(case__key="bench", kind="agenda").outcome == "not-selected"
