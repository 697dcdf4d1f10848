"""의제선정단의 쪽: 책상에서 등록부터 추첨까지, 시민이 보는 증명."""

import io
import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from openpyxl import Workbook

from madang.actions import panel_draws, panels
from madang.agenda.models import Panel
from madang.audit.models import Entry
from madang.people.models import Role
from tests import make, make_panels

AT = make.AT
HERE = "/staff/panels/spring"


@pytest.fixture
def 책상(db):
    browser = Client()
    browser.force_login(make.staff("네온 PM", Role.FORUMS))
    return browser


@pytest.fixture
def 선정단(db):
    return make_panels.pool()


def file(text, name="people.csv"):
    return SimpleUploadedFile(name, text.encode() if isinstance(text, str) else text)


def text_of(answer):
    return answer.content.decode()


def test_선정단을_만들고_한_사람씩_파일로_등록하고_목표를_정한다(책상):
    made = 책상.post("/staff/panels", {"name": "봄", "size": "3"})
    here = made.url
    panel = Panel.objects.get()
    rows = {"category": ["성별", "성별", ""], "name": ["여성", "남", ""], "min": ["1", "1", ""], "max": ["2", "2", ""]}
    assert 책상.post(here, {"act": "targets", **rows}).status_code == 302
    panel.refresh_from_db()
    assert [(one["category"], one["name"]) for one in panel.targets] == [("gender", "female"), ("gender", "male")]
    assert 책상.post(here, {"act": "enrol", "name": "하나", "c0": "female"}).status_code == 302
    answer = 책상.post(here, {"act": "file", "file": file("이름,성별,전화\n두리,남,010\n세종,여자,011\n")}, follow=True)
    assert "2명을 등록했습니다." in text_of(answer)
    assert "읽지 않은 칸: 전화" in text_of(answer)
    members = list(panel.members.values_list("number", "name", "attributes"))
    assert members == [
        (1, "하나", {"gender": "female"}),
        (2, "두리", {"gender": "male"}),
        (3, "세종", {"gender": "female"}),
    ]
    assert "010" not in json.dumps(list(Entry.objects.values_list("facts", flat=True)), ensure_ascii=False)


def test_엑셀도_읽고_나이는_나이대가_된다(책상):
    panel = panels.make_panel(name="봄", size=2, key="spring", at=AT, actor=None)
    book, data = Workbook(), io.BytesIO()
    for row in (["성명", "나이", "행정동", "성별"], ["하나", 34, "가온동", "여"], ["두리", "70대 이상", "나루동", "M"]):
        book.active.append(row)
    book.save(data)
    assert 책상.post(HERE, {"act": "file", "file": file(data.getvalue(), "people.xlsx")}).status_code == 302
    assert list(panel.members.values_list("attributes", flat=True)) == [
        {"gender": "female", "age_band": "30-39", "area": "가온동"}, {"gender": "male", "age_band": "70-", "area": "나루동"},
    ]  # fmt: skip


def test_한_줄이라도_틀리면_줄마다_말하고_아무도_등록하지_않는다(책상, 선정단):
    bad = "이름,성별,나이대,지역\n하나,여,34,가온동\n두리,남,34,먼동\n세종,,34,가온동\n하나,여,34,가온동\n시민 0,여,20대,가온동\n"
    answer = 책상.post(HERE, {"act": "file", "file": file(bad)})
    said = text_of(answer)
    assert answer.status_code == 422
    for words in (
        "목표에 없는 값입니다. 지역: 먼동",
        "‘성별’이(가) 비었습니다.",
        "2번째 줄과 이름과 분류가",
        "이미 1번으로 등록된",
    ):
        assert words in said
    assert 선정단.members.count() == 40
    for data in ("전화\n010\n", "", b"\x00\x01", "이름,성별,나이대\n하나,여,34\n"):
        assert 책상.post(HERE, {"act": "file", "file": file(data)}).status_code == 422


def test_잘못_적은_목표는_적은_대로_남고_마감_전에_안_되는_까닭을_안다(책상, 선정단):
    rows = {"category": ["성별"], "name": ["여성"], "min": ["많이"], "max": ["2"]}
    answer = 책상.post(HERE, {"act": "targets", **rows})
    assert answer.status_code == 422
    assert 'value="많이"' in text_of(answer)
    rows = {"category": ["성별"] * 2, "name": ["여성", "남성"], "min": ["1", "1"], "max": ["3", "4"]}
    assert 책상.post(HERE, {"act": "targets", **rows}).status_code == 302
    assert "최대를 모두 더해도 7명이라 뽑을 8명이" in text_of(책상.get(HERE))
    answer = 책상.post(HERE, {"act": "close"})
    assert answer.status_code == 422
    assert "최대를 모두 더해도 7명이라" in text_of(answer)


def test_마감하고_씨앗을_적고_확인하고_추첨하고_사양한_자리를_다시_뽑는다(책상, 선정단):
    assert 책상.get(f"{HERE}/draw").status_code == 302
    assert 책상.post(HERE, {"act": "close"}).status_code == 302
    asked = 책상.post(f"{HERE}/draw", {"seed": "3 11 19", "source": "복권"})
    assert "이대로 추첨합니까?" in text_of(asked)
    선정단.refresh_from_db()
    assert 선정단.drawn_at is None
    answer = 책상.post(f"{HERE}/draw", {"seed": "3 11 19", "source": "복권", "sure": "1"}, follow=True)
    assert "추첨했습니다" in text_of(answer)
    number = make_panels.seats(선정단)[0]
    책상.post(HERE, {"act": "answer", "number": str(number), "answer": "declined"})
    assert "빈자리가 1석" in text_of(책상.get(HERE))
    again = 책상.post(f"{HERE}/draw", {"seed": "3 11 19", "sure": "1"})
    assert again.status_code == 422
    assert "이미 쓴 씨앗" in text_of(again)
    made = 책상.post(f"{HERE}/draw", {"seed": "", "source": ""})
    assert "무작위로 만들었습니다" in text_of(made)
    assert 책상.post(f"{HERE}/draw", {"seed": "27", "sure": "1"}).status_code == 302
    assert len(make_panels.seats(선정단)) == 8
    assert 책상.post(HERE, {"act": "forget"}).status_code == 302
    assert not 선정단.members.exclude(name="").exists()


@pytest.mark.parametrize("act", ["answer", "remove"])
@pytest.mark.parametrize("number", ["", "x", "999999", "9" * 30])
def test_없는_번호는_말로_거절된다(책상, 선정단, act, number):
    make_panels.drawn(선정단)
    assert 책상.post(HERE, {"act": act, "number": number, "answer": "accepted"}).status_code == 422


def test_내려받은_세_파일로_누구나_추첨을_확인한다(책상, 선정단, tmp_path):
    make_panels.drawn(선정단)
    for name in ("respondents.csv", "categories.csv", "draw.json"):
        answer = 책상.get(f"{HERE}/files/{name}")
        assert "시민 1" not in text_of(answer)
        (tmp_path / name).write_bytes(answer.content)
    public = Client().get("/panels/spring/files/draw.json")
    for draw in (tmp_path / "draw.json", tmp_path / "public.json"):
        draw.write_bytes(public.content if draw.name == "public.json" else draw.read_bytes())
        call_command("draw", tmp_path / "respondents.csv", tmp_path / "categories.csv", size="8", check=draw)
    assert 책상.get(f"{HERE}/files/names.csv").status_code == 404


def test_시민은_무리와_확률과_증명만_보고_이름은_보지_못한다(선정단):
    browser = Client()
    assert browser.get("/panels/spring").status_code == 404
    assert "아직 의제선정단이 없어요" in text_of(browser.get("/panels"))
    drawn = make_panels.drawn(선정단)
    said = text_of(browser.get("/panels/spring"))
    for words in (drawn.digest, "38 3 11", "복권 당첨 번호", "모두 20%", "--check draw.json", "여성"):
        assert words in said
    assert "시민 1" not in said
    assert browser.get("/panels/spring/files/respondents.csv").status_code == 404
    assert browser.get("/panels/%00").status_code == 404
    assert "2019년 봄 의제선정단" in text_of(browser.get("/panels"))


def test_다섯_명보다_적은_칸은_쪽에도_파일에도_없다(db):
    panel = make_panels.pool(41)  # one more woman of the youngest, in the second area: then four are left of nobody
    panels.set_targets(
        panel=panel, targets=[*make_panels.TARGETS, {"category": "area", "name": "다솜동", "min": 0, "max": 1}], at=AT, actor=None
    )  # fmt: skip
    few = [panels.Enrolled({"gender": "male", "age_band": "70-", "area": "다솜동"}, name=f"이웃 {n}") for n in range(3)]
    panels.enrol(panel=panel, people=few, at=AT, actor=None)
    drawn = make_panels.drawn(panel)
    area = next(
        one for one in text_of(Client().get("/panels/spring")).split('<div class="lots__one">') if "다솜동" in one
    )
    assert area.count("가림") == 2  # itself, and another so that it cannot be had by subtraction
    told = json.loads(Client().get("/panels/spring/files/draw.json").content)
    assert "strata" not in told["report"]
    assert [one["pool"] for one in told["report"]["targets"] if one["category"] == "area"].count(None) == 2
    number = make_panels.seats(drawn)[0]
    panel_draws.answer_seat(panel=drawn, number=number, answer="declined", at=AT, actor=None)
    panel_draws.replace_seat(panel=drawn, seed="9", at=AT, actor=None)
    assert "differs" not in Client().get("/panels/spring/files/draw.json").content.decode()


def test_명부가_길어도_쪽은_몇_번만_묻는다(책상, 선정단, django_assert_max_num_queries):
    panels.enrol(panel=선정단, people=make_panels.people(200, first=40), at=AT, actor=None)
    책상.get(HERE)
    with django_assert_max_num_queries(30):
        책상.get(HERE)
    make_panels.drawn(선정단)
    with django_assert_max_num_queries(8):
        Client().get("/panels/spring")


def test_권한이_없으면_없는_쪽이다(선정단):
    browser = Client()
    browser.force_login(make.staff("감사관", Role.AUDITOR))
    for path in (HERE, f"{HERE}/draw", f"{HERE}/files/respondents.csv", "/staff/panels"):
        assert browser.get(path).status_code == 404
        assert browser.post(path).status_code in (404, 405)
