"""비슷한 제안: 제목과 글의 두 글자씩이 겹치는 것을 찾아, 새로 쓰기보다 함께 공감하자고 한다."""

import re
from collections import defaultdict
from itertools import islice

import pytest

from bench.petitions import TEXTS
from bench.petitions import texts as petitions
from madang.proposals import search
from madang.proposals.models import Proposal
from madang.proposals.similar import near
from tests import make

pytestmark = pytest.mark.django_db

ASKED = 300  # of the pairs of each kind; asking for every one of the thousands says no more


@pytest.fixture
def 제안들(하나):
    titles = (
        "횡단보도 보행 신호 시간을 늘려 주세요", "어린이보호구역 과속 단속 카메라를 달아 주세요", "자전거 도로를 이어 주세요",
        "도서관을 밤 10시까지 열어 주세요", "공원에 그늘막을 만들어 주세요",
    )  # fmt: skip
    return [make.proposal(title, body=f"{title} 꼭 필요해요.", by=하나) for title in titles]


def found(title, body=""):
    return [Proposal.objects.get(pk=one.pk).title for one in near(title, body)]


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("횡단보도 신호가 너무 짧아요", "횡단보도 보행 신호 시간을 늘려 주세요"),
        ("어린이 보호 구역에 단속카메라가 필요합니다", "어린이보호구역 과속 단속 카메라를 달아 주세요"),
        ("끊긴 자전거도로", "자전거 도로를 이어 주세요"),
    ],
)
def test_띄어쓰기와_조사가_달라도_찾는다(제안들, title, expected):
    assert found(title)[0] == expected


def test_제목이_막연해도_글로_찾는다(제안들):
    assert (
        found("불편해요", "도서관이 너무 일찍 닫아요. 밤 10시까지 열어 주세요.")[0]
        == "도서관을 밤 10시까지 열어 주세요"
    )


def test_닮지_않은_것은_보이지_않고_말끝만_같은_것도_그렇다(제안들):
    assert found("전기차 충전기를 설치해 주세요") == []
    assert found("") == found("아") == found("!!! ???") == found("' OR 1=1 --") == []


def test_목록에_없는_제안은_비슷해도_보이지_않는다(제안들):
    Proposal.objects.update(visibility="private")
    assert found("횡단보도 신호가 너무 짧아요") == []


def test_고친_글로_찾아진다(제안들, 하나):
    from madang.actions.texts import edit_proposal

    edit_proposal(case_key=제안들[0].case.key, title="스케이트장을 지어 주세요", body="", at=make.AT, actor=하나)
    assert found("스케이트장을 지어요")[0] == "스케이트장을 지어 주세요"


def test_쪽은_공감하자고_한다(읽기, 제안들, 하나, django_assert_max_num_queries):
    reader = 읽기(person=하나)
    with django_assert_max_num_queries(12):
        page = reader.post("/propose/similar", {"title": "횡단보도 신호가 짧아요", "body": "x" * 60_000})
    assert "비슷한 제안이 있어요" in page
    assert "이 제안에 공감하기" in page
    assert "0명 공감" in page
    assert "비슷한 제안이 있어요" not in reader.get("/propose/similar", title="\x00")
    assert reader.get("/propose/similar", title="횡단보도 신호가 짧아요").status == 200


def test_미리_보기에서도_보인다(읽기, 제안들, 하나):
    from tests.writing.conftest import 쓴_것

    reader = 읽기(person=하나)
    page = reader.get(reader.post("/propose", 쓴_것(do="preview")).response.url)
    assert "비슷한 제안이 있어요" in page
    assert "횡단보도 보행 신호 시간을 늘려 주세요" in page


# ── 실제 청원 만 건 ──────────────────────────────────────────────────────────────────────────────────────────────


def bare(text):
    return re.sub(r"\W", "", text)


def pairs_of(rows):
    """Known near-duplicates: the same title in other spacing, or bodies that share a third of their runs of 8 letters."""
    titles, runs, holders = defaultdict(list), {}, defaultdict(list)
    for pk, title, body in rows:
        if len(bare(title)) >= 8:
            titles[bare(title)].append(pk)
        text = bare(body)[:1500]
        runs[pk] = {hash(text[i : i + 8]) for i in range(len(text) - 8)}
        for run in runs[pk]:
            holders[run].append(pk)
    same_title = {(a, b) for group in titles.values() for a in group for b in group if a < b}
    same_text = set()
    for pk, own in runs.items():
        shared = defaultdict(int)
        for run in own:
            for other in holders[run] if len(holders[run]) < 60 else ():
                shared[other] += other > pk
        same_text |= {(pk, o) for o, n in shared.items() if len(own) >= 40 and n / len(own | runs[o]) >= 0.3}
    return same_title, same_text


@pytest.mark.slow
@pytest.mark.realdata
@pytest.mark.skipif(not TEXTS.exists(), reason=f"published petitions are not here: {TEXTS.name}")
def test_실제_청원_만_건에서_알려진_닮은_글을_다섯_안에_찾는다(하나, capsys):
    import time

    rules = make.rules()
    from madang.procedures.models import Case

    told = list(islice(petitions(), 10_000))
    cases = Case.objects.bulk_create(
        Case(key=each.key, rules=rules, origin="citizen", opened_at=make.AT, touched_at=make.AT) for each in told
    )
    Proposal.objects.bulk_create(
        Proposal(case=case, title=each.title, body=each.body, submitted_at=make.AT)
        for case, each in zip(cases, told, strict=True)
    )
    for case, each in zip(cases, told, strict=True):
        search.index(case.pk, f"{each.title}\n{each.body}")
    rows = list(Proposal.objects.values_list("pk", "title", "body"))
    same_title, same_text = pairs_of(rows)
    kin = defaultdict(set)
    for a, b in same_title | same_text:
        kin[a].add(b)
        kin[b].add(a)
    told = {pk: (title, body) for pk, title, body in rows}
    times = []

    def recall(pairs, letters):
        hits = 0
        pairs = sorted(pairs)[:: max(1, len(pairs) // ASKED)]  # spread over all of them
        for a, _ in pairs:
            begun = time.perf_counter()
            nearest = {one.pk for one in near(told[a][0], told[a][1][:letters], without=a)}
            times.append(time.perf_counter() - begun)
            hits += bool(nearest & kin[a])
        return hits / len(pairs)

    assert (len(same_title) > 50, len(same_text) > 100) == (True, True)
    assert recall(same_title, 0) >= 0.98
    assert recall(same_text, 300) >= 0.88
    assert sorted(times)[len(times) // 2] < 0.15  # seconds, on a busy machine; 0.02 on a quiet one
