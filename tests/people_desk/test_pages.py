"""사람과 역할의 쪽: 초대를 보내고 받고, 거르고, 떠나보내고, 부서를 고친다."""

import pytest

from madang.actions import invitations, notices
from madang.actions.wording import words_of
from madang.base import clock
from madang.base.text import mask_email
from madang.notices.models import Notice
from madang.people.models import Department, Invitation, Membership, Role
from tests import make

AT = make.AT


@pytest.fixture(autouse=True)
def 방금_확인한_사람(monkeypatch):
    monkeypatch.setattr("madang.web.ui.again.recently", lambda request: True)


def test_초대는_메일에서_시작해_그_주소로_로그인해_끝난다(브라우저, 담당자, 하나, mailoutbox):
    browser = 브라우저(담당자)
    browser.send("/staff/people", email="saebom@gaon.example", role="pm")
    assert "saebom@gaon.example" in browser.page("/staff/people")
    with clock.standing_at(AT):
        notices.send_due(at=AT)
    [mail] = mailoutbox
    made = Invitation.objects.get()
    address = f"/invitations/{invitations.token_of(made)}"
    assert mail.to == ["saebom@gaon.example"]
    assert address in mail.body
    assert "운영 PM" in mail.subject
    visitor = 브라우저()
    page = visitor.page(address)
    assert "s***@gaon.example" in page
    assert "saebom@" not in page
    assert f"sign-up/?next={address.replace('/', '%2F')}" in page
    assert visitor.send(address).startswith("/accounts/sign-in/")
    other = 브라우저(하나)
    assert "다른 계정으로" in other.page(address)
    assert "다른 계정으로" in other.send(address, 422)
    새봄 = make.person("새봄", email="saebom@gaon.example", level="email")
    assert 브라우저(새봄).send(address) == "/staff/"
    assert Membership.objects.get(person=새봄).role == "pm"
    assert "이미 받아들인" in 브라우저(새봄).page(address)
    assert 브라우저(새봄).get("/invitations/wrong").status_code == 404
    late = 브라우저(새봄, at=AT + make.days(30))
    assert "이미 받아들인" in late.page(address)


def test_거두고_다시_보낸다(브라우저, 담당자):
    browser = 브라우저(담당자)
    browser.send("/staff/people", email="a@gaon.example", role="pl")
    pk = Invitation.objects.get().pk
    late = 브라우저(담당자, at=AT + make.days(20))
    assert "기한이 지남" in late.page("/staff/people")
    late.send(f"/staff/people/invitations/{pk}/resend")
    assert "기한이 지남" not in late.page("/staff/people")
    late.send(f"/staff/people/invitations/{pk}/withdraw")
    assert "답을 기다리는 초대가 없습니다" in late.page("/staff/people")
    late.send(f"/staff/people/invitations/{pk}/resend")
    assert "거두어졌어요" in late.page("/staff/people")


def test_역할과_부서로_거르고_내려받는다(브라우저, 담당자, 네온, 세종, django_assert_max_num_queries):
    for n in range(20):
        make.staff(f"스탭 {n}", Role.FORUMS)
    browser = 브라우저(담당자)
    with django_assert_max_num_queries(26):
        page = browser.page("/staff/people")
    assert "세종 주무관" in page
    only = browser.page("/staff/people", role="department_officer")
    assert "세종 주무관" in only
    assert "스탭 3" not in only
    assert "네온 PM" not in browser.page("/staff/people", department="mobility")
    assert "그런 사람이 없습니다" in browser.page("/staff/people", role="king\x00", department="x")
    sheet = b"".join(browser.get("/staff/people?format=csv&role=pm").streaming_content).decode()
    assert "네온 PM" in sheet
    assert "스탭" not in sheet


def test_떠나는_쪽은_빠진_것을_짚고_고른_것을_지킨다(브라우저, 담당자, 세종, 자전거):
    browser = 브라우저(담당자)
    where = f"/staff/people/{세종.key}/leave"
    assert "교통정책과의 부서 담당자" in browser.page(where)
    assert "골라 주세요" in browser.send(where, 422)
    assert "골라 주세요" in browser.send(where, 422, **{"department-mobility": "nobody\x00"})
    assert browser.send(where, **{"department-mobility": 담당자.key}) == "/staff/people"
    assert not Membership.objects.filter(person=세종).exists()
    assert browser.send(where) == "/staff/people"
    assert browser.get("/staff/people/없는사람/leave").status_code == 404
    assert "마지막 담당자" in browser.send(f"/staff/people/{담당자.key}/leave", 422)


def test_부서를_만들고_이름을_바꾼다(브라우저, 담당자, 교통과):
    browser = 브라우저(담당자)
    assert "담당자 없음" in browser.page("/staff/departments")
    browser.send("/staff/departments", name="디지털혁신과", name_en="Digital", order="3")
    assert "이미 있습니다" in browser.send("/staff/departments", 422, name=" 디지털혁신과 ")
    assert "채워" in browser.send("/staff/departments", 422, name="")
    made = Department.objects.get(name="디지털혁신과")
    where = f"/staff/departments/{made.key}"
    assert "이미 있습니다" in browser.send(where, 422, name="교통정책과")
    browser.send(where, 422, name="이름", order="-1")
    browser.send(where, name="디지털정책과")
    assert Department.objects.get(pk=made.pk).name == "디지털정책과"
    assert browser.get("/staff/departments/nowhere").status_code == 404


@pytest.mark.parametrize("language", ["ko", "en"])
@pytest.mark.parametrize(
    ("kind", "facts"),
    [
        ("rules-approval-asked", {"procedure": "seoul-2019", "by": "네온"}),
        ("rules-sent-back", {"procedure": "seoul-2019", "by": "네온", "reason": "너무 커요"}),
        ("retention-warning", {"what": "drafts", "due": "2026-03-01T00:00:00+09:00"}),
        ("retention-warning", {"what": "inactive", "due": "2026-03-01T00:00:00+09:00"}),
        ("account-closed", {"language": "en"}),
        ("work-handed-over", {"by": "x", "works": [], "departments": []}),
        ("invitation", {"invitation": 0}),
    ],
)
def test_편지마다_제목과_갈_곳이_있다(db, 하나, kind, facts, language):
    하나.language = language
    notice = Notice(kind=kind, unique="x", person=하나, facts=facts, send_after=AT)
    words = words_of(notice, {})
    assert words.subject
    assert words.link.startswith("http")


@pytest.mark.parametrize(
    ("address", "masked"), [("hana@gaon.example", "h***@gaon.example"), ("@x", "***@x"), ("없음", "***")]
)
def test_주소는_주인만_알아보게_가린다(address, masked):
    assert mask_email(address) == masked
