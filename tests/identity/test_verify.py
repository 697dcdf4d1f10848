"""주민 명부와 창구: 명부는 해시로만 남고, 한 사람은 어느 문으로 와도 한 사람이다."""

import io
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import Workbook

from madang.actions import register
from madang.actions.counter import enter_person, propose_for, support_for
from madang.actions.register_file import read_register
from madang.audit.models import Entry
from madang.base import clock
from madang.base.errors import Refused
from madang.people.models import Person, RegisterEntry, Role, Verification
from madang.proposals.models import Proposal, Support
from tests import make

pytestmark = pytest.mark.django_db
명부 = "이름,생년월일,전화번호,행정동,성별\n김하나,1985-03-02,010-1234-5678,가온동,여\n이두리,1990.7.9,,나온동,남\n"


def read(text, encoding="utf-8"):
    return read_register(io.BytesIO(text.encode(encoding) if isinstance(text, str) else text))


def loaded(text=명부):
    reading = read(text)
    assert reading.problems == []
    return register.load_register(residents=reading.residents, at=clock.now(), actor=None)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp949", "euc-kr"])
def test_어느_글자로_저장했든_읽는다(encoding):
    reading = read(명부, encoding)
    assert reading.problems == []
    assert [(one.name, one.born, one.phone, one.area, one.gender) for one in reading.residents] == [
        ("김하나", date(1985, 3, 2), "5678", "가온동", "여"),
        ("이두리", date(1990, 7, 9), "", "나온동", "남"),
    ]


def test_엑셀도_영어_칸_이름도_읽는다():
    book = Workbook()
    book.active.append(["Gender", "Birth date", "Full name"])
    book.active.append(["F", date(1985, 3, 2), "김하나"])
    book.active.append(["M", 19900709, "이두리"])
    book.active.append([None, None, None])
    kept = io.BytesIO()
    book.save(kept)
    reading = read_register(kept)
    assert reading.problems == []
    assert [(one.name, one.born.year) for one in reading.residents] == [("김하나", 1985), ("이두리", 1990)]


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        ("", [(None, "empty")]),
        ("이름,생년월일\n", [(None, "empty")]),
        ("번호,주소\n1,가온\n", [(1, "no-name"), (1, "no-born")]),
        ("이름,생년월일\n김하나,1985-13-40\n,1985-03-02\n", [(2, "born-wrong"), (3, "name-missing")]),
        ("이름,생년월일\n김하나,19850302\n김 하나,1985-03-02\n", [(3, "twice")]),
        ("이름,생년월일,전화\n김하나,19850302,12\n", [(2, "phone-wrong")]),
        (b"\xff\xfe\x00\x01", [(None, "encoding")]),
        (b"PK\x03\x04 not a workbook", [(None, "unreadable")]),
        ('이름,생년월일\n"김하나,1985\n', [(2, "born-wrong")]),
    ],
    ids=["빈 파일", "칸 이름만", "다른 칸", "틀린 줄", "같은 사람", "짧은 번호", "모르는 글자", "가짜 엑셀", "닫지 않은 따옴표"],
)  # fmt: skip
def test_틀린_파일은_줄_번호와_함께_알려_주고_아무것도_받지_않는다(text, problems):
    reading = read(text)
    assert [(one.line, one.code) for one in reading.problems] == problems
    assert reading.residents == []


def test_명부는_해시로만_남고_새_명부가_전의_것을_갈음한다():
    assert loaded() == 2
    kept = repr(list(RegisterEntry.objects.values()))
    assert "김하나" not in kept
    assert "5678" not in kept
    assert loaded("이름,생년월일\n박세나,2000-01-01\n") == 1
    assert RegisterEntry.objects.count() == 1
    assert [entry.facts["count"] for entry in Entry.objects.filter(verb="register.load").order_by("pk")] == [2, 1]


def test_담당자가_올리고_세어_보고_확인해야_바뀐다():
    browser = Client()
    browser.force_login(make.staff("가온 담당자", Role.OFFICER))
    send = lambda raw: browser.post("/staff/register", {"file": SimpleUploadedFile("r.csv", raw)})  # noqa: E731
    wrong = send("이름,생년월일\n김하나,어제\n".encode("cp949"))
    assert wrong.status_code == 422
    assert "생년월일을 읽을 수 없습니다: 어제" in wrong.content.decode()
    assert send(b"").status_code == 422
    page = send(명부.encode("cp949")).content.decode()
    assert "2명을 읽었고" in page
    assert not register.in_force().exists(), "확인하기 전에는 바뀌지 않는다"
    name = RegisterEntry.objects.first().register
    assert browser.post("/staff/register", {"adopt": name}).status_code == 302
    assert register.in_force().count() == 2
    assert browser.post("/staff/register", {"adopt": name}).status_code == 302, "두 번 눌러도 그대로"
    assert register.in_force().count() == 2


def 확인(browser, **data):
    return browser.post("/accounts/verify/", {"name": "김하나", "born": "1985-03-02", "phone": "5678", **data})


def test_시민이_명부로_확인하고_가던_곳으로_돌아간다():
    loaded()
    하나 = make.person("하나")
    browser = Client()
    browser.force_login(하나)
    page = browser.get("/accounts/verify/?next=/proposals/abc").content.decode()
    assert "보던 곳으로 돌아가기" in page
    assert "명부에서 찾지 못했어요" in 확인(browser, phone="0000").content.decode()
    wrong = 확인(browser, born="봄")
    assert wrong.status_code == 422
    assert 'value="봄"' in wrong.content.decode()
    assert 확인(browser, next="/proposals/abc").url == "/proposals/abc"
    kept = Verification.objects.get(person=하나)
    assert (kept.level, kept.born, kept.area, kept.source) == ("resident", 1985, "가온동", "register")


def test_같은_주민은_두_계정에_확인될_수_없다():
    loaded()
    for name in ("하나", "둘째"):
        browser = Client()
        browser.force_login(make.person(name))
        last = 확인(browser)
    assert last.status_code == 422
    assert "한 사람은 한 계정만" in last.content.decode()
    assert Verification.objects.count() == 1


def test_한_시간에_다섯_번까지만_맞춰_볼_수_있다():
    loaded()
    browser = Client()
    browser.force_login(make.person("하나"))
    for _ in range(5):
        assert "찾지 못했어요" in 확인(browser, name="아무나").content.decode()
    assert "한 시간에 5번까지" in 확인(browser).content.decode()
    assert not Verification.objects.exists()


def 창구(**data):
    form = {
        "name": "김하나",
        "born": "1985-03-02",
        "phone": "",
        "level": "resident",
        "display": "하나",
        "note": "주민등록증 확인",
    }
    return {**form, **data}


def test_창구에서_온_사람은_한_번만_등록되고_한_번만_공감한다():
    직원 = make.staff("네온 PM", Role.PM)
    browser = Client()
    browser.force_login(직원)
    proposal = make.proposal(at=clock.now())
    assert "확인한 근거" in browser.post("/staff/counter", 창구(note="")).content.decode()
    entered = browser.post("/staff/counter", 창구())
    again = browser.post("/staff/counter", 창구(display="다른 이름"))
    assert entered.url == again.url
    person = Person.objects.get(name="하나")
    address = f"http://localhost:8000/proposals/{proposal.case.key}?x=1"
    for _ in range(2):
        assert browser.post(entered.url, {"act": "support", "s-proposal": address}).status_code == 302
    assert Support.objects.filter(person=person).count() == 1
    assert browser.post(entered.url, {"act": "support", "s-proposal": "없는것"}).status_code == 422
    rules = proposal.case.rules.procedure
    sent = browser.post(
        entered.url, {"act": "propose", "p-procedure": rules.pk, "p-title": "마을 의자", "p-body": "정류장에요."}
    )
    assert sent.status_code == 302
    assert Proposal.objects.get(author=person).title == "마을 의자"
    assert "마을 의자" in browser.get(entered.url).content.decode()
    told = Entry.objects.filter(verb="person.assist")
    assert {entry.actor for entry in told} == {직원.actor}
    assert {entry.facts["channel"] for entry in told} == {"counter"}
    assert [entry.actor for entry in Entry.objects.filter(verb="support.cast")] == [person.actor]
    assert "김하나" not in repr(list(Entry.objects.values()))


def test_명부로_확인한_시민은_창구에서_또_한_사람이_될_수_없다():
    loaded()
    하나 = make.person("하나", email="hana@gaon.example")
    register.verify_resident(person=하나, name="김하나", born="19850302", phone="5678", at=clock.now(), actor=하나)
    직원 = make.staff()
    with pytest.raises(Refused) as refused:
        enter_person(**창구(phone="010-1234-5678"), at=clock.now(), actor=직원)
    assert refused.value.code == "acts-alone"
    browser = Client()
    browser.force_login(직원)
    assert browser.get(f"/staff/counter/{하나.key}").status_code == 404


def test_온라인_계정이_있는_사람_대신에는_하지_않는다():
    하나 = make.person("하나", email="hana@gaon.example")
    for act in (support_for, propose_for):
        with pytest.raises(Refused):
            act(
                person=하나,
                at=clock.now(),
                actor=make.staff(),
                **(
                    {"proposal": make.proposal()}
                    if act is support_for
                    else {"rules": make.rules(), "title": "t", "body": ""}
                ),
            )


def test_창구에서_한_일도_내보내고_다시_틀면_그대로다(tmp_path):
    from madang.ops.export import events

    직원 = make.staff()
    person, _ = enter_person(**창구(), at=make.AT, actor=직원)
    made = propose_for(person=person, rules=make.rules(), title="마을 의자", body="", at=make.AT, actor=직원)
    support_for(person=person, proposal=make.proposal(), at=make.AT, actor=직원)
    told = [(event["do"], event.get("by") or event.get("person")) for event in events() if person.key in repr(event)]
    assert ("person.register", person.key) in told
    assert ("person.verify", person.key) in told
    assert ("proposal.submit", person.key) in told
    assert ("support.cast", person.key) in told
    assert made.case.key
