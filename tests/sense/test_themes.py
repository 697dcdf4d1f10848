"""사람들이 쓴 말을 주제로 묶는다: 적은 목소리도 보이고, 같은 글이 쏟아져도 하나로 센다."""

import gzip
import json
import random
from collections import Counter
from pathlib import Path

import pytest
from sklearn.metrics import adjusted_rand_score

from madang.sense.themes import Opinion, find_themes
from madang.sense.words import Vocabulary

TEXTS = Path(__file__).resolve().parents[3] / "shared" / "data" / "text_ko" / "bluehouse_text.jsonl.gz"
ABOUT = {
    "자전거": (
        "자전거도로가 끊겨서 위험해요",
        "자전거도로를 이어 주세요",
        "자전거를 세울 거치대가 모자라요",
        "자전거도로에 차를 세우지 못하게 해 주세요",
        "공공 자전거를 더 놓아 주세요",
        "자전거 거치대를 역마다 만들어요",
    ),
    "급식": (
        "급식에 채식을 늘려 주세요",
        "학교 급식이 맛있어지면 좋겠어요",
        "급식 재료는 가까운 농장에서 사요",
        "학교 급식을 남기지 않는 날을 만들어요",
        "채식 급식은 학교가 고르게 해 주세요",
        "급식 재료를 학교가 밝혀 주세요",
    ),
    "가로수": (
        "가로수를 함부로 베지 마세요",
        "골목에 가로수를 심어요",
        "가로수 그늘이 여름을 살려요",
        "그늘이 없는 골목에 가로수가 필요해요",
        "가로수는 골목의 숨이에요",
        "여름 그늘은 가로수가 만들어요",
    ),
}


def opinions():
    """Three subjects, six different sentences each."""
    made = [
        Opinion(f"{about}{at}", text, ("for", "against")[at % 2], at)
        for about, texts in ABOUT.items()
        for at, text in enumerate(texts)
    ]
    random.Random(3).shuffle(made)
    return made


def test_주제마다_제_말과_제_글을_갖는다():
    found = find_themes(opinions(), number=3)
    assert len(found.themes) == 3
    for theme in found.themes:
        (about,) = {one.rstrip("0123456789") for one in theme.ids}
        assert about in "".join(theme.label)
        assert theme.size == len(theme.ids) == sum(theme.positions.values())
        assert {quote.id for quote in theme.quotations} <= set(theme.ids)
        assert {"typical", "supported"} <= {quote.why for quote in theme.quotations} or len(theme.quotations) < 3
    assert sum(theme.share for theme in found.themes) == pytest.approx(1)


def test_같은_글은_같은_주제가_된다():
    assert find_themes(opinions(), seed=4) == find_themes(opinions(), seed=4)


def test_쏟아진_같은_글은_하나로_세고_몇_번인지_적는다():
    flood = [Opinion(f"x{at}", "외국인 관광버스를 막아라!" + "!" * (at % 3), "against") for at in range(500)]
    found = find_themes([*opinions(), *flood])
    (repeat,) = [one for one in found.repeats if len(one.ids) == 500]
    assert repeat.id == "x0"
    theme = next(one for one in found.themes if "x0" in one.ids)
    assert theme.size >= 500
    assert theme.distinct < 12
    assert [quote.times for quote in theme.quotations if quote.id == "x0"] == [500]
    assert "관광버스" not in {word.word for word in found.keywords if word.count > 1}


def test_거의_같은_글도_같은_글이다():
    text = "우리 동네 도서관을 밤 열 시까지 열어 주세요. 퇴근하고 책을 빌리러 가면 늘 닫혀 있어요. 청소년도 밤에 갈 곳이 필요해요."
    found = find_themes(
        [Opinion("a", text), Opinion("b", text + " 제발요"), Opinion("c", "도서관보다 수영장이 먼저예요.")]
    )
    assert [(one.id, one.ids) for one in found.repeats] == [("a", ("a", "b"))]


def test_적은_목소리도_주제로_남는다():
    few = [
        Opinion(f"few{at}", text)
        for at, text in enumerate(
            ("점자블록이 끊겨 있어요", "점자블록 위에 킥보드를 두지 마세요", "점자블록을 이어 주세요")
        )
    ]
    found = find_themes([*opinions(), *few], number=4)
    assert {"few0", "few1", "few2"} in [set(theme.ids) for theme in found.themes]


def test_말이_없는_글은_그_밖에_모인다():
    found = find_themes([*opinions(), Opinion("dots", "......"), Opinion("empty", ""), Opinion("laugh", "ㅋㅋㅋ")])
    assert found.rest is not None
    assert {"dots", "empty", "laugh"} <= set(found.rest.ids)


@pytest.mark.parametrize(
    "texts",
    [[], [""], ["자전거"], ["자전거", "자전거"], ["한 마디"] * 3, ["bike lanes", "더 많은 bike lanes"], ["!!!", "???"]],
)
def test_적은_글에도_답한다(texts):
    given = [Opinion(str(at), text) for at, text in enumerate(texts)]
    found = find_themes(given)
    every = [one for theme in (*found.themes, *([found.rest] if found.rest else [])) for one in theme.ids]
    assert sorted(every) == sorted(one.id for one in given)


def test_이름이_겹치면_거절한다():
    with pytest.raises(ValueError, match="ids"):
        find_themes([Opinion("a", "x"), Opinion("a", "y")])


def test_핵심어는_어느_쪽에서_더_쓰는지_안다():
    given = [
        Opinion(f"{side}{at}", text, side)
        for side, about in (("for", "자전거"), ("against", "급식"))
        for at, text in enumerate(ABOUT[about])
    ]
    lift = {word.word: word.lift for word in find_themes(given).keywords}
    assert lift["급식"] == {"against": 2, "for": 0}
    assert lift["거치대"]["for"] == 2


@pytest.mark.parametrize(
    ("texts", "words", "never"),
    [
        (
            ("강아지를 찾아요", "강아지가 울어요", "강아지는 가족", "강아지"),
            {"강아지", "가족"},
            {"강아지를", "강아지가", "강아"},
        ),
        (("고양이를 돌봐요", "고양이가 많아요", "고양이는", "고양이"), {"고양이"}, {"고양", "고양이를"}),
        (("도로를 넓혀요", "도로가 좁아요", "도로"), {"도로"}, {"도"}),
        (
            ("처벌을 강화", "처벌하라", "처벌해야 합니다", "처벌이 약해요"),
            {"처벌", "강화"},
            {"처벌을", "처벌해야", "합니다"},
        ),
        (("The city's buses are late", "More buses, please"), {"buses", "city"}, {"the", "are", "more"}),
        (("버스 lane을 늘려요", "버스가 늦어요", "버스는 lane"), {"버스", "lane"}, {"버스가"}),
    ],
)
def test_낱말은_조사를_뗀_진짜_낱말이다(texts, words, never):
    vocabulary = Vocabulary(texts)
    found = {word for text in texts for word in vocabulary.words(text)}
    assert words <= found
    assert not never & found


@pytest.mark.realdata
@pytest.mark.slow
@pytest.mark.skipif(not TEXTS.exists(), reason="published petitions are not here")
def test_실제_청원에서_분야를_되찾는다():
    fields = ("교통/건축/국토", "육아/교육", "반려동물", "외교/통일/국방")
    with gzip.open(TEXTS, "rt", encoding="utf-8") as file:
        rows = [row for line in file if (row := json.loads(line))["category"] in fields]
    chosen = [
        row for field in fields for row in random.Random(5).sample([r for r in rows if r["category"] == field], 150)
    ]
    truth = {str(at): row["category"] for at, row in enumerate(chosen)}
    given = [Opinion(str(at), f"{row['title']}\n{row['content']}") for at, row in enumerate(chosen)]
    found = find_themes(given, number=4)
    labels = {one: at for at, theme in enumerate(found.themes) for one in theme.ids}
    assert len(labels) > 0.97 * len(given)
    assert adjusted_rand_score([truth[one] for one in labels], list(labels.values())) > 0.7
    free = find_themes(given)
    pure = sum(max(Counter(truth[one] for one in theme.ids).values()) for theme in free.themes)
    assert pure > 0.75 * sum(theme.size for theme in free.themes)  # by chance: a quarter
