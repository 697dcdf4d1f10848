"""찾기: 두 글자만 쳐도, 띄어 쓰든 붙여 쓰든, 있는 글은 모두 찾고 없는 글은 찾지 않는다."""

import re

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from madang.proposals import search
from madang.proposals.models import Proposal
from tests import make

pytestmark = pytest.mark.django_db
TEXTS = st.text(st.sampled_from("가나다라 각, abAB12\n"), min_size=1, max_size=14)
QUIET = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture
def 제안들(db):
    author = make.person("하나")
    return [make.proposal("제목", body="", by=author) for _ in range(6)]


def found(query):
    return set(Proposal.objects.found_by(query).values_list("pk", flat=True))


def holds(text, word):
    """Whether a Korean word stands in a text, blanks between Korean words not counted."""
    runs = re.findall(r"[가-힣]+(?:\s+[가-힣]+)*", text)
    return any(word in "".join(run.split()) for run in runs)


@QUIET
@given(
    texts=st.lists(TEXTS, min_size=6, max_size=6),
    words=st.lists(st.text(st.sampled_from("가나다라각"), min_size=1, max_size=4), min_size=1, max_size=2),
)
@example(texts=["가나, 다라"] * 6, words=["나다"])
@example(texts=["가 나 다"] * 6, words=["가나다"])
def test_한글_낱말은_든_글을_빠짐없이_찾고_들지_않은_글은_찾지_않는다(제안들, texts, words):
    for each, text in zip(제안들, texts, strict=True):
        search.index(each.pk, text)
    right = {each.pk for each, text in zip(제안들, texts, strict=True) if all(holds(text, word) for word in words)}
    assert found(" ".join(words)) == right


@QUIET
@given(
    texts=st.lists(st.text(st.sampled_from("가나다라마각"), min_size=1, max_size=12), min_size=6, max_size=6),
    data=st.data(),
)
def test_글에서_아무_데나_떼어_낸_말로_그_글을_찾는다(제안들, texts, data):
    """The same that LIKE finds."""
    for each, text in zip(제안들, texts, strict=True):
        search.index(each.pk, text)
        Proposal.objects.filter(pk=each.pk).update(body=text)
    chosen = data.draw(st.sampled_from(texts))
    start = data.draw(st.integers(0, len(chosen) - 1))
    word = chosen[start : data.draw(st.integers(start + 1, len(chosen)))]
    alike = set(Proposal.objects.filter(body__contains=word).values_list("pk", flat=True))
    assert alike
    assert found(word) == alike


@QUIET
@given(st.text(max_size=40))
@example("'")
@example('"')
@example("\\")
@example("a' OR 1=1 --")
@example("NEAR(가, 나) AND * ^ {x}: -")
@example("\x00\ud800")
@example("':* & | ! ( ) <->")
@example("가나 " * 500)
@example("ʼa ² ½ ﬁ İ ẞ")
def test_무엇을_적어_찾아도_탈이_나지_않는다(제안들, query):
    search.index(제안들[0].pk, query)
    found(query)


def test_사람들이_찾는_대로_찾아진다(db):
    author = make.person("하나")
    titles = [
        "자전거도로를 이어 주세요",
        "어린이 보호구역에 신호등을",
        "LED 가로등 교체",
        "서울Seoul2019 축제",
        "ＷＩＦＩ를 넓혀요",
    ]
    for title in titles:
        make.proposal(title, body="", by=author)

    def titles_by(query):
        return set(Proposal.objects.found_by(query).values_list("title", flat=True))

    assert titles_by("자전거") == titles_by("자전거 도로") == titles_by("도로") == {titles[0]}
    assert titles_by("어린이보호구역") == titles_by("보호 구역") == titles_by("어린이 신호등") == {titles[1]}
    assert titles_by("led") == titles_by("le") == titles_by("가로등 LED") == {titles[2]}
    assert titles_by("seoul") == titles_by("축제") == {titles[3]}
    assert titles_by("wifi") == {titles[4]}
    assert titles_by("등") == {titles[1], titles[2]}
    assert titles_by("바다") == set()
    assert titles_by("  ,.!  ") == titles_by("") == set(titles)


def test_고쳐_넣으면_옛_글로는_찾아지지_않는다(제안들):
    search.index(제안들[0].pk, "옛날 제목")
    search.index(제안들[0].pk, "새로운 제목")
    assert found("옛날") == set()
    assert found("새로운") == {제안들[0].pk}


def test_아주_긴_글도_담긴다(제안들):
    search.index(제안들[0].pk, "첫머리 " + "가나다라" * 15_000 + " aa" * 20_000)
    assert found("첫머리") == {제안들[0].pk}
