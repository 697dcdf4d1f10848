"""수치: 토론에서 무엇을 세고 무엇을 세지 않는가."""

import re
from collections import Counter

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from madang.actions import figures, figures_due, opinions
from madang.actions.report_texts import texts_of
from madang.audit.models import Entry
from madang.forums.models import Forum, Opinion, Statement
from madang.results import telling_said
from madang.results.models import DiscussionReport, Figures
from tests import make
from tests.make import AT, days
from tests.results import town
from tests.results.conftest import END, 끝난

pytestmark = pytest.mark.django_db


@pytest.fixture
def 작은(교통과):
    제안 = make.proposal("차 없는 거리", key="street", department=교통과)
    make.supports(제안, 500)
    make.selected(제안, at=AT + days(1))
    return make.forum(제안, at=AT + days(3))


def test_처음과_마지막에_선_자리와_바꾼_방향을_센다(작은):
    하나, 두리, 세나, 네오 = (make.person(name) for name in ("하나", "두리", "세나", "네오"))
    for person, *steps in (
        (하나, "for"),
        (두리, "against", "for"),
        (세나, "other", "against", "other"),
        (네오, "against"),
    ):
        for number, position in enumerate(steps):
            make.opinion(작은, person, position, at=AT + days(4 + number), text=f"{position} {number}")
    found = figures.positions(작은, AT + days(10))
    assert found["first"] == {"for": 1, "against": 2, "other": 1}
    assert found["last"] == {"for": 2, "against": 1, "other": 1}
    assert found["moves"] == [["against", "for", 1]]
    assert (found["changed"], found["back_again"]) == (1, 1)
    assert found["per_day"][0][1:] == [0, 0, 0]  # the day it opened
    assert found["per_day"][1][1:] == [1, 2, 1]
    assert found["per_day"][2][1:] == [2, 2, 0]
    assert found["per_day"][-1][1:] == [2, 1, 1]


def test_지우거나_가린_의견은_자리에서_빠지고_수로만_남는다(작은):
    하나 = make.opinion(작은, make.person("하나"), at=AT + days(4))
    make.opinion(작은, make.person("두리"), "against", at=AT + days(4))
    opinions.delete_opinion(opinion=하나, at=AT + days(5), actor=None)
    found = figures.counted(작은, at=AT + days(6))
    assert found["positions"]["last"] == {"for": 0, "against": 1, "other": 0}
    assert found["participation"]["gone"] == {"hidden": 0, "deleted": 1}
    assert found["participation"]["opinions"] == 1
    assert found["participation"]["people"] == 2  # they took part even so


def test_끝나면_저절로_한_번_세고_같은_토론은_같은_숫자다(교통과):
    forum = town.pro_con(number=20, department=교통과)
    assert not DiscussionReport.objects.exists()
    figures_due.work(at=AT + days(10))
    assert not DiscussionReport.objects.exists()  # it goes on
    끝난(forum)
    first = DiscussionReport.objects.get(forum=forum)
    assert first.built_at == Forum.objects.get(pk=forum.pk).visit.due
    assert Entry.objects.filter(verb="report.build").count() == 1
    figures_due.work(at=END)
    assert Entry.objects.filter(verb="report.build").count() == 1
    figures_due.rebuild_report(first, at=END + days(1))
    again = DiscussionReport.objects.get(forum=forum)
    assert (again.figures, again.pictures) == (first.figures, first.pictures)


def test_세다가_꺼진_일은_다음_사람이_이어받는다(교통과, monkeypatch):
    forum = town.pro_con(number=5, department=교통과)
    make.tick(END)
    with monkeypatch.context() as broken:
        broken.setattr(figures_due, "counted", lambda *_, **__: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):  # killed in the middle
            figures_due.work(at=END)
    assert DiscussionReport.objects.get(forum=forum).built_at is None
    figures_due.work(at=END + days(0.001))
    assert DiscussionReport.objects.get(forum=forum).built_at is None  # somebody may still be at it
    figures_due.work(at=END + figures_due.LEASE + days(0.001))
    assert DiscussionReport.objects.get(forum=forum).built_at is not None


def test_셀_수_없는_토론_하나가_다른_토론을_막지_않는다(교통과, monkeypatch):
    broken, sound = town.pro_con(number=5, department=교통과), town.pro_con(key="plaza", number=5, seed=4)
    make.tick(END)
    real = figures_due.counted
    monkeypatch.setattr(
        figures_due, "counted", lambda forum, at: 1 / 0 if forum.pk == broken.pk else real(forum, at=at)
    )
    for _ in range(20):
        if not figures_due.work(at=END):
            break
    assert DiscussionReport.objects.get(forum=sound).built_at is not None
    assert DiscussionReport.objects.get(forum=broken).failures == figures_due.TRIES


def test_진행_중인_토론의_숫자는_가끔만_새로_센다(작은):
    make.opinion(작은, make.person("하나"), at=AT + days(4))
    first = figures_due.figures_of(작은, at=AT + days(5))
    assert first.data["participation"]["people"] == 1
    make.opinion(작은, make.person("두리"), at=AT + days(5))
    soon = figures_due.figures_of(작은, at=AT + days(5) + figures_due.FRESH / 2)
    assert soon.data["participation"]["people"] == 1
    later = figures_due.figures_of(작은, at=AT + days(5) + figures_due.FRESH)
    assert later.data["participation"]["people"] == 2


def test_큰_토론은_보는_사람이_기다리지_않게_일꾼이_센다(작은, monkeypatch):
    monkeypatch.setattr(figures_due, "SMALL", 2)
    for number in range(3):
        make.opinion(작은, make.person(f"시민 {number}"), at=AT + days(4))
    row = figures_due.figures_of(작은, at=AT + days(5))
    assert (row.made_at, row.data) == (None, {})
    figures_due.work(at=AT + days(5))
    row = Figures.objects.get(forum=작은)
    assert (row.wanted_at, row.data["participation"]["people"]) == (None, 3)


def test_의견이_많아도_묻는_횟수는_같다(교통과):
    def queries(forum):
        with CaptureQueriesContext(
            connection,
        ) as seen:
            figures.counted(forum, at=AT + days(40))
        return len(seen)

    small, large = town.pro_con(number=5, department=교통과), town.pro_con(key="plaza", number=5, seed=4)
    town.many(large, 300)
    assert queries(large) == queries(small)


def test_의견_지도에는_이름이_없고_무리는_뚜렷하다():
    forum = town.open_forum(number=60)
    found = figures.counted(forum, at=AT + days(40))["map"]
    assert sorted(found["sizes"]) == [20, 40]
    assert {len(dot) for dot in found["dots"]} == {3}
    assert len(found["consensus"]) >= 1
    assert len(found["divisive"]) >= 3
    assert Counter(group for *_, group in found["dots"])[-1] == 0
    assert found == figures.counted(forum, at=AT + days(40))["map"]


def described(forum):
    """Group → its sentence, as the page says it."""
    data = figures.counted(forum, at=AT + days(40))
    with translation.override("ko"):
        blocks = telling_said.opinion_map(data, texts_of(forum, data, {}))
    return [who for block in blocks if block["kind"] == "facts" for _name, who in block["items"]]


def test_무리마다_다른_무리와_갈리는_진술로_누구인지_말한다():
    forum = town.open_forum(number=60)
    said = described(forum)
    assert len(said) == len(set(said)) == 2
    texts = dict(Statement.objects.filter(forum=forum).values_list("text", "pk"))
    for sentence in said:
        statement = texts[re.fullmatch("‘(.+)’에 대체로 동의하는 사람들", sentence)[1]]
        shares = [
            sum(row) and row[0] / sum(row)
            for row in figures.counted(forum, at=AT + days(40))["map"]["counts"][str(statement)]["groups"]
        ]
        assert max(shares) > 0.5 > min(shares), "한 무리는 반 넘게 동의하고 다른 무리는 그렇지 않다"
    Statement.objects.filter(text__in=[one[1 : one.index("’")] for one in said]).update(state="hidden")
    again = described(forum)
    assert len(again) == 2
    assert not set(again) & set(said), "가려진 진술로는 말하지 않는다"


def test_사람이_적으면_의견_지도를_그리지_않는다():
    forum = town.open_forum(number=10)
    assert figures.counted(forum, at=AT + days(40))["map"] is None
    assert Opinion.objects.filter(forum=forum).exists()


def test_다섯_명이_되지_않는_칸은_거꾸로도_셈할_수_없다(교통과):
    forum = 끝난(town.pro_con(number=40, department=교통과))
    who = DiscussionReport.objects.get(forum=forum).figures["who"]
    assert 0 < who["consented"] < who["people"]
    for attribute in who["attributes"]:
        hidden = [row for row in attribute["rows"] if row["count"] is None]
        assert all(row["count"] >= 5 for row in attribute["rows"] if row["count"] is not None), attribute["name"]
        assert len(hidden) != 1, attribute["name"]
        assert all(row["share"] is None for row in hidden)


def test_열려_있는_동안_누가_참여했는지는_주마다_한_번만_달라진다(작은):
    forum, monday = 작은, make.moment("2019-03-11 00:00")
    crowd = town.people(30, AT)
    for person in crowd[:20]:
        make.opinion(forum, person, at=monday - days(1), consent=True)
    before = figures.counted(forum, at=monday + days(1))["who"]
    for person in crowd[20:]:
        make.opinion(forum, person, at=monday + days(1), consent=True)
    after = figures.counted(forum, at=monday + days(6))["who"]
    assert after["attributes"] == before["attributes"]
    assert (before["consented"], after["consented"]) == (20, 30)
    assert figures.counted(forum, at=monday + days(7))["who"]["attributes"] != before["attributes"]


def test_주제는_그_말을_한_의견을_가리킬_뿐_베끼지_않는다(교통과):
    forum = 끝난(town.pro_con(number=30, department=교통과))
    report = DiscussionReport.objects.get(forum=forum)
    assert report.figures["themes"]["themes"]
    for text in Opinion.objects.filter(forum=forum).values_list("text", flat=True):
        assert text not in str(report.figures)
