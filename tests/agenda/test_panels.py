"""의제선정단: 등록하고, 목표를 정하고, 명부를 마감해 지문을 알리고, 씨앗으로 추첨하고, 사양한 자리를 다시 뽑는다."""

import json

import pytest

from madang.actions import meetings, panel_draws, panels, retention
from madang.actions.departures import close_account
from madang.actions.panels import Enrolled
from madang.agenda.models import Panel
from madang.audit.models import Entry
from madang.base.errors import Refused
from madang.lottery.checking import check
from tests import make, make_panels
from tests.processes import Madang, ask

AT = make.AT
NOW = {"at": AT, "actor": None}


@pytest.fixture
def 선정단(db):
    return make_panels.pool()


def refused(act, **more):
    with pytest.raises(Refused) as caught:
        act(**more, **NOW)
    return caught.value


def test_등록한_사람은_차례로_번호를_받고_빠진_번호는_다시_쓰지_않는다(선정단):
    panels.remove_member(panel=선정단, number=40, **NOW)
    (new,) = panels.enrol(panel=선정단, people=[Enrolled({"gender": "male"}, name="하나")], **NOW)
    assert new.number == 41
    gone = 선정단.members.get(number=40)
    assert (gone.name, gone.attributes, gone.person) == ("", {}, None)
    assert refused(panels.remove_member, panel=선정단, number=40).code == "unknown-member"


def test_같은_사람은_두_번_등록되지_않고_한_줄이라도_틀리면_아무도_등록되지_않는다(선정단):
    하나 = make.person("하나")
    panels.enrol(panel=선정단, people=[Enrolled({"gender": "female"}, name="하나", person=하나)], **NOW)
    twice = [Enrolled({"gender": "male"}, name="두리"), Enrolled({"gender": "male"}, person=하나)]
    assert refused(panels.enrol, panel=선정단, people=twice).facts["number"] == 41
    same = [Enrolled({"gender": "male"}, name="두리"), Enrolled({"gender": "male"}, name=" 두리 ")]
    assert refused(panels.enrol, panel=선정단, people=same).code == "already-enrolled"
    assert not 선정단.members.filter(name="두리").exists()


def test_마감하면_지문이_공개되고_사람도_목표도_바꿀_수_없다(선정단):
    closed = panels.close_pool(panel=선정단, **NOW)
    assert closed.digest == panels.pool_of(선정단).fingerprint
    assert Entry.objects.get(verb="panel.close").facts["digest"] == closed.digest
    for act, more in (
        (panels.enrol, {"people": make_panels.people(1, first=90)}),
        (panels.remove_member, {"number": 1}),
        (panels.set_targets, {"targets": make_panels.TARGETS}),
        (panels.close_pool, {}),
    ):
        assert refused(act, panel=선정단, **more).code == "pool-closed"


def test_마감하기_전에는_추첨할_수_없고_씨앗은_비울_수_없다(선정단):
    assert refused(panel_draws.draw_panel, panel=선정단, seed="1").code == "pool-open"
    assert refused(panel_draws.draw_panel, panel=선정단, seed=" \u200b").code == "seed-empty"


def test_맞출_수_없는_목표는_마감에서_이유와_가장_적게_고치는_길과_함께_거절된다(선정단):
    hard = [{**one, "min": 4, "max": 4} if one["name"] == "70-" else one for one in make_panels.TARGETS]
    panels.set_targets(panel=선정단, targets=[*hard, {"category": "job", "name": "농부", "min": 0, "max": 8}], **NOW)
    선정단.refresh_from_db()
    missing = panels.why_not(선정단)
    assert {one.code for one in missing} == {"value-missing"}
    small = make_panels.pool(5, key="small")
    assert [one.code for one in panels.why_not(small)] == ["pool-too-small"]
    assert "5명이라 8명을" in refused(panels.close_pool, panel=small).facts["reasons"]
    few = [{**one, "min": 2} if one["name"] == "70-" else one for one in make_panels.TARGETS]
    lacking = make_panels.pool(0, key="lacking")
    young = [one for one in make_panels.people(40) if one.attributes["age_band"] != "70-"]
    panels.enrol(panel=lacking, people=young, **NOW)
    panels.set_targets(panel=lacking, targets=few, **NOW)
    lacking.refresh_from_db()
    assert [one.code for one in panels.why_not(lacking)] == ["too-few", "relax-minimum"]
    said = refused(panels.close_pool, panel=lacking).facts["reasons"]
    assert "적어도 2명이어야" in said
    assert "2명에서 0명으로 낮추기" in said
    lacking.refresh_from_db()
    assert lacking.closed_at is None


def test_하나하나는_되지만_한꺼번에는_안_되는_목표도_마감하기_전에_안다(db):
    """Women are all old, men all young: three women, or three young people, but not both in four seats."""
    panel = panels.make_panel(name="가을", size=4, **NOW)
    women, men = Enrolled({"gender": "female", "age_band": "70-"}), Enrolled({"gender": "male", "age_band": "20-29"})
    people = [women] * 6 + [men] * 6
    panels.enrol(panel=panel, people=people, **NOW)
    targets = [("gender", "female", 3), ("gender", "male", 1), ("age_band", "70-", 1), ("age_band", "20-29", 3)]
    panels.set_targets(
        panel=panel, targets=[{"category": c, "name": n, "min": m, "max": m} for c, n, m in targets], **NOW
    )
    panel.refresh_from_db()
    assert panels.why_not(panel) == []
    found = [one.code for one in panels.why_not(panel, thoroughly=True)]
    assert found[0] == "together"
    assert set(found[1:]) <= {"relax-minimum", "relax-maximum"}
    assert found[1:]
    assert refused(panels.close_pool, panel=panel).code == "panel-impossible"


def test_추첨은_목표를_지키고_누구나_다시_계산할_수_있다(선정단):
    drawn = make_panels.drawn(선정단)
    assert len(make_panels.seats(drawn)) == 8
    published = drawn.report["draw"]
    assert check(panels.pool_of(drawn), published) == []
    assert sorted(map(int, published["panel"])) == make_panels.seats(drawn)
    assert published["report"]["inputs_sha256"] == drawn.digest
    assert refused(panel_draws.draw_panel, panel=drawn, seed="다른 씨앗").facts["seed"] == "38 3 11"
    assert Entry.objects.filter(verb="panel.draw").count() == 1


def test_다른_곳에서_공개된_추첨은_맞을_때만_받아들인다(선정단):
    panels.close_pool(panel=선정단, **NOW)
    from madang.lottery.drawing import draw

    made = draw(panels.pool_of(선정단), "42").as_json()
    forged = {**made, "panel": [*made["panel"][:-1], "40" if made["panel"][-1] != "40" else "39"]}
    assert refused(panel_draws.draw_panel, panel=선정단, seed="42", published=forged).code == "panel-impossible"
    assert refused(panel_draws.draw_panel, panel=선정단, seed="43", published=made).code == "panel-impossible"
    taken = panel_draws.draw_panel(panel=선정단, seed="42", published=made, **NOW)
    assert list(map(str, make_panels.seats(taken))) == made["panel"]


def test_사양한_자리는_새_씨앗으로_한_번만_다시_뽑는다(선정단):
    drawn = make_panels.drawn(선정단)
    first, second = make_panels.seats(drawn)[:2]
    assert refused(panel_draws.replace_seat, panel=drawn, seed="7").code == "no-vacant-seat"
    panel_draws.answer_seat(panel=drawn, number=first, answer="declined", **NOW)
    panel_draws.answer_seat(panel=drawn, number=second, answer="accepted", **NOW)
    assert refused(panel_draws.replace_seat, panel=drawn, seed="38 3 11").code == "seed-used"
    (new,) = panel_draws.replace_seat(panel=drawn, seed="7", source="주사위", **NOW)
    assert (new.state, new.replaces.number, new.seed) == ("drawn", first, "7")
    assert len(make_panels.seats(drawn)) == 8
    assert refused(panel_draws.answer_seat, panel=drawn, number=first, answer="accepted").code == "seat-taken"
    assert refused(panel_draws.replace_seat, panel=drawn, seed="8").code == "no-vacant-seat"
    drawn.refresh_from_db()
    (step,) = drawn.report["replacements"]
    assert (step["seed"], step["source"], step["replacements"][0]["for"]) == ("7", "주사위", str(first))
    panel_draws.answer_seat(panel=drawn, number=new.number, answer="declined", **NOW)
    (third,) = panel_draws.replace_seat(panel=drawn, seed="8", **NOW)
    assert third.number not in (first, new.number)


def test_잘못_적은_대답은_자리가_다시_뽑히기_전까지_바로잡는다(선정단):
    drawn = make_panels.drawn(선정단)
    number = make_panels.seats(drawn)[0]
    for answer in ("declined", "accepted", "declined", "declined"):
        panel_draws.answer_seat(panel=drawn, number=number, answer=answer, **NOW)
    assert Entry.objects.filter(verb="panel.answer").count() == 3
    outside = drawn.members.filter(state="pool").first().number
    assert refused(panel_draws.answer_seat, panel=drawn, number=outside, answer="accepted").code == "no-seat"


def test_일이_끝나면_이름을_지워도_추첨은_그대로_맞는다(선정단):
    drawn = make_panels.drawn(선정단)
    assert panel_draws.forget_names(panel=drawn, **NOW) == 40
    assert not drawn.members.exclude(name="").exists()
    assert check(panels.pool_of(drawn), drawn.report["draw"]) == []
    assert panel_draws.forget_names(panel=drawn, **NOW) == 0


def erased(after):
    return {one.kind: one.erased for one in retention.run(at=AT + make.days(after)) if one.erased}


def test_마지막_회의에서_반년이_지나면_이름을_저절로_지운다(선정단):
    drawn = make_panels.drawn(선정단)
    for key, after in (("m1", 20), ("m2", 100)):
        meetings.plan_meeting(name="회의", starts_at=AT + make.days(after), panel=drawn, key=key, **NOW)
    assert erased(190) == {}, "추첨에서 반년이 지났지만 회의는 그 뒤였다"
    assert erased(281) == {"panels": 40}
    assert erased(281) == {}
    assert not drawn.members.exclude(name="", person=None).exists()
    assert check(panels.pool_of(drawn), drawn.report["draw"]) == [], "번호와 분류로 추첨은 그대로 맞는다"
    entry = Entry.objects.get(verb="retention.erase", subject="retention:panels")
    assert entry.facts == {"count": 40}


def test_앞으로_모일_선정단과_등록이_이어지는_명부의_이름은_지우지_않는다(선정단):
    panels.enrol(
        panel=선정단, people=[Enrolled({"gender": "female"}, name="늦게 온 사람")], at=AT + make.days(150), actor=None
    )
    other = make_panels.pool(key="autumn")
    meetings.plan_meeting(name="회의", starts_at=AT + make.days(300), panel=other, **NOW)
    assert erased(181) == {}
    assert erased(331) == {"panels": 41}


def test_탈퇴하면_명부에는_번호만_남는다(선정단):
    하나 = make.person("하나")
    panels.enrol(panel=선정단, people=[Enrolled({"gender": "female"}, name="하나", person=하나)], **NOW)
    close_account(person=하나, **NOW)
    member = 선정단.members.get(number=41)
    assert (member.name, member.person, member.attributes) == ("", None, {"gender": "female"})


@pytest.mark.parametrize(
    "targets",
    [
        [{"category": "gender"}], ["gender"], [{"category": "g", "name": "f", "min": "1", "max": 2}],
        [{"category": "g", "name": "f", "min": True, "max": 2}], [{"category": "g", "name": 3, "min": 1, "max": 2}],
        [{"category": "g", "name": "가" * 41, "min": 1, "max": 2}],
    ],
)  # fmt: skip
def test_읽을_수_없는_목표는_말로_거절된다(선정단, targets):
    assert refused(panels.set_targets, panel=선정단, targets=targets).code == "target-malformed"


def test_인구의_비율로_목표를_만든다(선정단):
    made = panels.targets_like({"gender": {"female": 5_100, "male": 4_900}}, panel=선정단)
    assert made == [
        {"category": "gender", "name": "female", "min": 4, "max": 5}, {"category": "gender", "name": "male", "min": 3, "max": 4},
    ]  # fmt: skip
    with pytest.raises(Refused):
        panels.targets_like({"gender": {"female": 0}}, panel=선정단)


def meets():
    from madang.agenda.models import Meeting

    return list(Meeting.objects.values_list("key", "panel__key"))


@pytest.mark.slow
def test_내보내고_다시_넣으면_같은_선정단이고_이름은_나가지_않는다(madang, databases, tmp_path):
    def at(hour, do, **more):
        return {"at": f"2019-03-01T{hour:02}:00:00+09:00", "do": do, "panel": "spring", **more}

    people = [{"attributes": one.attributes} for one in make_panels.people(40)]
    lines = [
        at(9, "panel.make", name="봄", size=8), at(10, "panel.enrol", people=people),
        at(11, "panel.target", targets=make_panels.TARGETS), at(12, "panel.close"),
        at(13, "panel.draw", seed="38 3 11", source="복권"),
        at(14, "meeting.plan", meeting="m", name="첫 회의", starts_at="2019-03-20T14:00:00+09:00"),
    ]  # fmt: skip
    file, again, third = (tmp_path / name for name in ("panel.jsonl", "again.jsonl", "third.jsonl"))
    file.write_text("\n".join(json.dumps(line, ensure_ascii=False) for line in lines), "utf-8")
    madang("replay", file)
    madang("export", again)
    told = [json.loads(line) for line in again.read_text("utf-8").splitlines()]
    drawn = next(line for line in told if line["do"] == "panel.draw")["published"]["panel"]
    number = int(drawn[0])
    more = [at(14, "panel.answer", number=number, answer="declined"), at(15, "panel.replace", seed="7")]
    again.write_text("\n".join(json.dumps(line, ensure_ascii=False) for line in [*told, *more]), "utf-8")
    other = Madang(databases.new(), tmp_path)
    other("replay", again)
    other("export", third)
    final = Madang(databases.new(), tmp_path)
    final("replay", third)
    final("export", tmp_path / "fourth.jsonl")
    assert (tmp_path / "fourth.jsonl").read_text("utf-8") == third.read_text("utf-8")
    for house in (madang, other, final):
        assert ask(house.url, meets) == [("m", "spring")], "어느 선정단이 모였는지도 옮겨진다"
    assert "시민" not in third.read_text("utf-8")


def test_내보낸_줄에는_번호와_분류만_있다(선정단):
    from madang.ops.export import events

    panels.remove_member(panel=선정단, number=3, **NOW)
    make_panels.drawn(선정단)
    told = list(events())
    enrolled = next(line for line in told if line["do"] == "panel.enrol")["people"]
    assert len(enrolled) == 39
    assert set(enrolled[0]) == {"number", "attributes"}
    assert "시민 1" not in json.dumps(told, ensure_ascii=False)
    assert Panel.objects.get().drawn_at is not None
