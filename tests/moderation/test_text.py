"""글 살피기: 번호는 어떻게 적어도 가려지고, 욕은 어떻게 꾸며도 찾고, 평범한 말은 걸리지 않는다."""

import gzip
import importlib
import json
import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from madang.moderation.korean import Listed, found_in
from madang.moderation.masking import mask
from madang.moderation.prints import ALIKE, hosts, prints

FIRST = importlib.import_module("madang.moderation.migrations.0002_first_words").WORDS
WORDS = [Listed(text, tuple(filter(None, ordinary.split(","))), severity) for text, ordinary, severity in FIRST]
GAPS = ["", "-", " ", ".", " - ", "‐", "–", "−", "－", "·", "ㅡ", ") ", "/"]
SHAPES = [
    str.maketrans("0123456789", digits) for digits in ("0123456789", "０１２３４５６７８９", "𝟎𝟏𝟐𝟑𝟒𝟓𝟔𝟕𝟖𝟗", "٠١٢٣٤٥٦٧٨٩")
]
digits = st.text("0123456789", min_size=4, max_size=4)
LETTERS = st.text("가나다라 시청 예산을 늘려 주세요", max_size=12)


def plain(text):
    return "".join(letter for letter in text if letter.isdigit())


@settings(max_examples=300, deadline=None)
@given(
    st.sampled_from(["010", "011", "016", "017", "018", "019", "02", "031", "064", "070"]),
    st.text("0123456789", min_size=3, max_size=4), digits, st.sampled_from(GAPS), st.sampled_from(GAPS),
    st.sampled_from(SHAPES), st.booleans(), LETTERS, LETTERS,
)  # fmt: skip
def test_전화번호는_어떻게_띄어_적어도_가운데가_가려진다(first, middle, last, one, two, shape, spaced, before, after):
    number = f"{first}{one}{middle}{two}{last}".translate(shape)
    if spaced:
        number = " ".join(f"{first}{middle}{last}".translate(shape))
    masked, found = mask(f"{before}{number}{after}")
    assert "phone" in found
    assert len(plain(masked)) == len(first) + 4
    assert mask(masked) == (masked, [])
    assert len(masked) == len(before) + len(number) + len(after)


@settings(max_examples=300, deadline=None)
@given(
    st.dates().filter(lambda day: day.year >= 1900), st.integers(1, 8), st.text("0123456789", min_size=6, max_size=6),
    st.sampled_from(GAPS), st.sampled_from(SHAPES), st.booleans(), LETTERS,
)  # fmt: skip
def test_주민등록번호는_어떻게_적어도_뒤가_가려진다(born, sex, rest, gap, shape, spaced, around):
    front = f"{born:%y%m%d}"
    number = (" ".join(f"{front}{sex}{rest}") if spaced else f"{front}{gap}{sex}{rest}").translate(shape)
    masked, found = mask(f"{around}{number}{around}")
    assert "resident" in found
    assert plain(masked).startswith("".join(letter for letter in number if letter.isdigit())[:7])
    assert len(plain(masked)) <= 7


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-23 09:00",
        "1,234,567,890원",
        "서울시 중구 세종대로 110",
        "02-120",
        "1588-1234",
        "https://gaon.example/202611230900",
        "010-****-5678",
        "전체 20260101~20261231",
    ],
)
def test_번호가_아닌_수는_그대로_둔다(text):
    assert mask(text) == (text, [])


NOISE = st.sampled_from(["", "1", "~", ".", "!!", "*", "２", "♥", "\u200b"])
CURSES = st.sampled_from(["시발", "씨발", "병신", "개새끼", "지랄", "ㅅㅂ"])


@settings(max_examples=300, deadline=None)
@given(CURSES, NOISE, st.sampled_from(["", "아 ", "정말 ", "(", "\n"]), st.sampled_from(["", " 하네", "!", "\n"]))
def test_사이에_무엇을_끼워도_찾는다(word, noise, before, after):
    assert word in [each.text for each in found_in(f"{before}{noise.join(word)}{after}", WORDS)]


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(["시발", "병신", "지랄"]), st.integers(1, 4), st.booleans())
def test_늘이거나_띄어도_찾는다(word, times, spaced):
    written = " ".join(word) if spaced else word[0] + word[1:] * times
    assert found_in(f"와 {written} 진짜", WORDS)


@pytest.mark.parametrize("text", ["시이이발", "ㅅㅣㅂㅏㄹ", "ㅅ ㅂ", "ㅅ1발", "개 새 끼", "ＴＬＱＫＦ", "병1신들"])
def test_자모를_풀거나_비슷한_글자를_써도_찾는다(text):
    assert found_in(text, WORDS)


@pytest.mark.parametrize(
    "text",
    [
        "다시 발표해 주세요",
        "역시 발전이 중요합니다",
        "오후 2시 발 열차",
        "문제의 시발점입니다",
        "다시발전소",
        "병신년 새해",
        "1시 발표",
        "새끼손가락",
        "지하철 시발역",
    ],
)
def test_평범한_말은_걸리지_않는다(text):
    assert not found_in(text, WORDS)


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=300))
def test_어떤_글을_넣어도_멈추지_않고_길이가_그대로다(text):
    assert len(mask(text)[0]) == len(text)
    found_in(text, WORDS)
    prints(text)
    hosts(text)


def test_같은_글과_조금_고친_글은_같은_글로_다른_글은_다른_글로_본다():
    one = "우리 동네 자전거 도로가 학교 앞에서 끊겨 있어서 아이들이 차도로 다닙니다. 이어 주세요. 가로등도 어둡습니다."
    near = one.replace("이어 주세요", "꼭 이어 주세요").replace(" ", "  ")
    other = "시립 도서관이 주말에 다섯 시에 문을 닫아 일하는 사람은 갈 수가 없습니다. 밤에도 열어 주세요. 부탁드립니다."
    assert len(set(prints(one)) & set(prints(near))) >= ALIKE
    assert not set(prints(one)) & set(prints(other))
    assert prints("찬성합니다!") == []


DATA = (
    Path(os.environ.get("MADANG_DATA", Path(__file__).parents[3] / "shared/data")) / "text_ko/bluehouse_text.jsonl.gz"
)


@pytest.mark.realdata
@pytest.mark.skipif(not DATA.exists(), reason="the published petitions are not here")
def test_실제_청원_천_편_가운데_걸리는_것은_백에_둘이_안_된다():
    with gzip.open(DATA, "rt", encoding="utf-8") as file:
        texts = [json.loads(line) for _, line in zip(range(1000), file, strict=False)]
    flagged = [one for one in texts if found_in(f"{one['title']}\n{one['content']}", WORDS)]
    assert len(flagged) <= 20
