"""명단과 기준 파일: 사무실에서 쓰는 그대로 읽고, 틀린 줄은 번호로 알려 준다."""

import pytest

from madang.lottery.pool import Target
from madang.lottery.problems import Impossible
from madang.lottery.reading import read_pool, read_targets

CATEGORIES = "category,name,min,max\n성별,남,1,2\n성별,여,1,2\n"


@pytest.mark.parametrize(
    "text",
    [
        CATEGORIES,
        "category,feature,min,max\n성별,남,1,2\n성별,여,1,2",
        "feature,value,min,max,min_flex,max_flex\n성별,남,1,2,0,3\n성별,여,1,2,0,3\n",
        "분류;이름;최소;최대\r\n성별;남;1;2\r\n\r\n성별;여;1;2\r\n",
        "Category\tName\tMax\tMin\n 성별\t남 \t2\t1\n성별\t여\t2\t1\n",
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp949"])
def test_기준_파일은_여러_이름과_글자_방식으로_읽힌다(text, encoding):
    targets = read_targets(text.encode(encoding), 3)
    assert set(targets.targets) == {Target("성별", "남", 1, 2), Target("성별", "여", 1, 2)}
    assert targets.size == 3


def people(text: str, **options: str) -> dict:
    return read_pool(text.encode(), read_targets(CATEGORIES.encode(), 2), "r.csv", **options).people


def test_번호_열이_있으면_번호로_없으면_1부터_센다():
    assert people("성별\n남\n여\n") == {"1": ("남",), "2": ("여",)}
    assert people("이름,번호,성별\n하나,s10,여\n두리,s9,남\n") == {"s10": ("여",), "s9": ("남",)}
    assert people("application_id,성별\n77,여\n7,남\n") == {"7": ("남",), "77": ("여",)}
    assert people("표,성별\nb,여\na,남\n", id_column="표") == {"a": ("남",), "b": ("여",)}


def test_값의_대소문자와_앞뒤_빈칸은_상관없다():
    targets = read_targets(b"category,name,min,max\nGender,Female,0,2\n", 1)
    assert read_pool(b"id,GENDER\n1, female \n", targets).people == {"1": ("Female",)}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "c.csv: 아무것도 들어 있지 않아요."),
        ("category,name,min,max\n", "c.csv: 아무것도 들어 있지 않아요."),
        ("category,name,min\n성별,남,1\n", "c.csv 1번째 줄: ‘max’ 열이 없어요. 지금 있는 열: category, name, min."),
        ("category,name,min,max\n성별,남,하나,2\n", "c.csv 2번째 줄: ‘min’에는 0 이상의 정수를 적어 주세요. 지금은 ‘하나’이에요."),
        ("category,name,min,max\n성별,남,1,2.5\n", "c.csv 2번째 줄: ‘max’에는 0 이상의 정수"),
        ("category,name,min,max\n성별,남,-1,2\n", "c.csv 2번째 줄: ‘min’에는 0 이상의 정수"),
        ("category,name,min,max\n성별,남,,2\n", "c.csv 2번째 줄: ‘min’에는 0 이상의 정수"),
        ("category,name,min,max\n성별,여,1,1\n성별,남,3,2\n", "c.csv 3번째 줄: ‘성별’의 ‘남’: 최소 3명이 최대 2명보다 많아요."),
        ("category,name,min,max\n성별,남,1,2\n성별,남,1,2\n", "c.csv 3번째 줄: ‘성별’의 ‘남’이(가) 두 번 있어요."),
        ("category,name,min,max\n성별,,1,2\n", "c.csv 2번째 줄: 분류와 이름을 모두 적어 주세요"),
        ("category,name,min,max\n성별,남,1\n", "c.csv 2번째 줄: 칸이 3개예요. 머리줄처럼 4개여야 해요."),
        ('category,name,min,max\n성별,"남,1,2\n', "c.csv 2번째 줄: CSV로 읽을 수 없어요"),
        ("category,name,min,max\n성별,남,1,\x00\n", "c.csv: 글자를 읽을 수 없어요."),
    ],
)  # fmt: skip
def test_틀린_기준_파일은_줄_번호와_함께_거절한다(text, said):
    with pytest.raises(Impossible) as refused:
        read_targets(text.encode(), 2, "c.csv")
    assert said in "\n".join(refused.value.sentences())


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("나이\n20대\n", "r.csv 1번째 줄: ‘성별’ 열이 없어요. 지금 있는 열: 나이."),
        ("성별,성별\n남,남\n", "r.csv 1번째 줄: ‘성별’ 열이 두 번 있어요."),
        ("id,성별\n1,남\n1,여\n", "r.csv 3번째 줄: 번호 ‘1’이(가) 2번째 줄에 이미 있어요."),
        ("id,성별\n1,남\n,여\n", "r.csv 3번째 줄: 번호(id)가 비어 있어요."),
        ("id,성별\n1,\n", "r.csv 2번째 줄: ‘1’의 ‘성별’이(가) 비어 있어요."),
        ('id,성별\n"1\n2",남\n3,모름\n', "r.csv 4번째 줄: ‘3’의 ‘성별’ 값 ‘모름’은(는) 목표에 없어요. 목표에 있는 것: 남, 여."),
        ("id,성별\n" + "1,남\n" * 30, "r.csv: 같은 까닭으로 고칠 곳이 9군데 더 있어요."),
    ],
)  # fmt: skip
def test_틀린_명단은_줄_번호와_함께_거절한다(text, said):
    with pytest.raises(Impossible) as refused:
        people(text)
    assert said in "\n".join(refused.value.sentences())


def test_없는_번호_열을_고르면_알려_준다():
    with pytest.raises(Impossible) as refused:
        people("id,성별\n1,남\n", id_column="표")
    assert "‘표’ 열이 없어요. 지금 있는 열: id, 성별." in str(refused.value)
