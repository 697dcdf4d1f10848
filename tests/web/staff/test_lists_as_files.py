"""책상의 목록은 모두 파일로도 받는다: 보이는 줄이 그대로 있고, 문이 같고, 처음 것에서 끝 것까지 있다."""

import csv
import io
from datetime import date

import openpyxl
import pytest

from madang.actions import moderation, objections, pages, procedures
from madang.moderation.models import Item
from madang.proposals.models import Invalidation
from tests import make

pytestmark = pytest.mark.django_db
LISTS = (
    "/staff/moderation", "/staff/moderation/objections", "/staff/holidays", "/staff/rules/seoul-2019",
    "/staff/integrity?list=invalidations", "/staff/banners", "/staff/pages",
)  # fmt: skip


@pytest.fixture
def 여러_가지(자전거, 두리, 네온, 담당자):
    """Something in each list, with words that a spreadsheet might misread."""
    moderation.report(subject="case:bike", code="false", text="근거가 없어요", person=두리, at=make.AT)
    moderation.decide(
        item=Item.objects.get(), outcome="hide", code="false", note="출처를 적어 주세요.", at=make.AT, actor=네온
    )
    moderation.show_content(subject="case:bike", note="다시", at=make.AT, actor=담당자)
    moderation.look_into(subject="case:bike", at=make.AT, actor=네온)
    other = make.proposal("=나무를 심어 주세요", key="tree", by=자전거.author)
    moderation.report(subject="case:tree", code="abuse", text="", person=두리, at=make.AT)
    item = Item.objects.open().get(subject="case:tree")
    hidden = moderation.decide(item=item, outcome="hide", code="abuse", note="", at=make.AT, actor=네온)
    objections.object_to(decision=hidden, text="욕이 아니에요", person=other.author, at=make.AT)
    procedures.add_holiday(day=date(2026, 5, 4), name="임시공휴일", works=False, at=make.AT, actor=네온)
    Invalidation.objects.create(
        key="i", proposal=자전거, query={}, reason="한 곳에서 왔습니다", count=12, made_at=make.AT, made_by=네온
    )
    pages.create_page(kind="notice", slug="opening", at=make.AT, actor=네온)
    text = {"ko": "점검합니다", "en": "Maintenance"}
    pages.put_banner(
        text=text, href="", tone="info", audience="everyone", starts=make.AT, ends=None, dismissible=True, at=make.AT, actor=네온,
    )  # fmt: skip


def 파일(browser, path, kind="csv"):
    answer = browser.get(f"{path}{'&' if '?' in path else '?'}format={kind}")
    assert answer.status_code == 200, path
    assert f".{kind}" in answer["Content-Disposition"], path
    raw = b"".join(answer.streaming_content)
    if kind == "xlsx":
        return list(openpyxl.load_workbook(io.BytesIO(raw)).active.iter_rows(values_only=True))
    return list(csv.reader(io.StringIO(raw.decode("utf-8-sig"), newline="")))


WORDS = {
    "/staff/moderation": ["자전거 도로를 이어 주세요", "제안"],
    "/staff/moderation/objections": ["욕이 아니에요", "네온 PM"],
    "/staff/holidays": ["2026-05-04", "임시공휴일", "쉽니다"],
    "/staff/rules/seoul-2019": ["1"],
    "/staff/integrity?list=invalidations": ["한 곳에서 왔습니다", "12", "계획"],
    "/staff/banners": ["점검합니다", "Maintenance", "걸려 있음"],
    "/staff/pages": ["/news/opening", "공지"],
}


@pytest.mark.parametrize("path", LISTS)
def test_보이는_줄이_파일에_있고_쪽이_파일을_가리킨다(여러_가지, 네온, 브라우저, path):
    browser = 브라우저(네온)
    lines = 파일(browser, path)
    assert len(lines) >= 2, lines
    assert {len(line) for line in lines} == {len(lines[0])}, "머리와 줄의 칸 수가 같다"
    for word in WORDS[path]:
        assert word in lines[1], (word, lines)
    page = browser.page(path.partition("?")[0])
    assert f"{path.partition('?')[0]}?" in page
    assert "format=xlsx" in page
    assert len(파일(browser, path, "xlsx")) == len(lines)


def test_수식처럼_시작하는_제목도_글로_남는다(여러_가지, 네온, 브라우저):
    assert any("'=나무를" in cell for line in 파일(브라우저(네온), "/staff/moderation/objections") for cell in line)


@pytest.mark.parametrize("path", LISTS)
def test_남에게는_파일도_없다(여러_가지, 두리, 브라우저, path):
    glue = "&" if "?" in path else "?"
    assert 브라우저(두리).get(f"{path}{glue}format=csv").status_code == 404
    assert 브라우저().get(f"{path}{glue}format=csv").status_code == 302


def test_살펴볼_글이_아무리_많아도_묻는_수는_늘_같다(자전거, 네온, 브라우저, django_assert_max_num_queries):
    for nth in range(60):
        made = make.proposal(f"제안 {nth}", key=f"p{nth}", by=자전거.author)
        moderation.look_into(subject=made.case.subject, at=make.AT, actor=네온)
    browser = 브라우저(네온)
    with django_assert_max_num_queries(16):
        assert len(파일(browser, "/staff/moderation")) == 61
