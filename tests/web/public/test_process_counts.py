"""진행 과정의 수: 토론, 결과 전달, 실행까지 상자마다 지금 그 자리에 있는 건수와 같고, 누르면 그 건들이 나온다."""

import html
import re

import pytest

from madang.actions import tasks
from madang.procedures.models import StageVisit
from tests import make
from tests.make import AT, days

pytestmark = pytest.mark.django_db


def 상자들(page):
    """{address: number} of every box that leads somewhere."""
    found = {}
    for box in re.findall(r'<li class="stage .*?</li>\s*(?=<li|</ol>)', page.html, flags=re.S):
        href = re.search(r'stage__name"><a href="([^"]*)"', box)
        number = re.search(r'<data value="(\d+)"', box)
        if href and number:
            found[html.unescape(href[1])] = int(number[1])
    return found


def test_상자의_수는_세어_본_수와_같고_누르면_그_건들이다(읽기):
    make.proposal("모으는 중")
    여럿 = [
        make.proposal(title, department=make.department()) for title in ("후보", "준비", "토론", "전달", "토론 답변")
    ]
    for one in 여럿:
        make.supports(one, 500)
        make.answered(one, "decline", at=AT + days(1))
    for one in 여럿[1:]:
        make.selected(one, at=AT + days(2))
    for one in 여럿[3:]:
        make.forum(one, at=AT + days(3))
    make.tick(AT + days(34))
    make.forum(여럿[2], at=AT + days(34))
    tasks.finish_task(case_key=여럿[4].case.key, act="deliver", at=AT + days(35), actor=None)
    실행 = make.proposal("실행", department=make.department(), at=AT + days(34))
    make.supports(실행, 50, at=AT + days(34))
    make.answered(실행, at=AT + days(35))
    make.asked_by_the_city("묻습니다", at=AT + days(34))
    reader = 읽기(at=AT + days(36))
    boxes = 상자들(reader.get("/process"))
    assert len(boxes) == 9, "모든 단계"
    for href, number in boxes.items():
        stage = re.search(r"stage=([a-z-]+)", href)[1]
        here = StageVisit.objects.filter(stage=stage, left=None)
        assert number == here.count(), stage
        # A number says nothing of a matter that is not for everyone yet (a question that is being prepared); a list would.
        assert len(reader.get(href).rows) == here.filter(case__proposal__visibility="public").count(), stage
    told = {re.search(r"stage=([a-z-]+)", href)[1]: number for href, number in boxes.items()}
    assert (told["agenda"], told["forum"], told["delivering"], told["forum-answering"], told["execution"]) == (
        1, 3, 1, 1, 1,
    )  # fmt: skip
    lanes = re.findall(r'class="lane__title">(.*?)<', reader.get("/process").html)
    assert lanes == ["시민이 제안할 때 · 기관이 물을 때"], "두 길이 공론장에서 만나니 한 그림"
