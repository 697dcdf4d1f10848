"""권한표: 누가 무엇을 할 수 있는가."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.contrib.auth.models import AnonymousUser

from madang.people.models import Department, Membership, Person, Role
from madang.people.queries import departments_without_officer, holding, officers_of
from madang.people.rights import RIGHTS, may

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
DOCS = Path(__file__).parents[2] / "docs" / "rights.md"
pytestmark = pytest.mark.django_db


def someone(name, role=None, department=None, **fields):
    person = Person.objects.create(name=name, email=f"{Person.objects.count()}@gaon.example", **fields)
    if role:
        Membership.objects.create(person=person, role=role, department=department, since=AT)
    return person


@pytest.fixture
def 교통과():
    return Department.objects.create(key="mobility", name="교통정책과")


@pytest.fixture
def 공원과():
    return Department.objects.create(key="parks", name="공원녹지과")


def test_문서의_표에_모든_권한이_있고_없는_권한은_없다():
    rows = [line for line in DOCS.read_text(encoding="utf-8").splitlines() if line.startswith("| `")]
    assert {row.split("`")[1] for row in rows} == set(RIGHTS)


def test_시민_하나는_아무_업무_권한도_없다():
    하나 = someone("하나")
    assert not any(may(하나, right) for right in RIGHTS)


@pytest.mark.parametrize("nobody", [None, AnonymousUser()])
def test_로그인하지_않은_사람은_아무_권한도_없다(nobody):
    assert not any(may(nobody, right) for right in RIGHTS)


def test_닫힌_계정은_역할이_남아_있어도_아무_권한도_없다():
    두리 = someone("두리", Role.OFFICER, is_active=False)
    assert not any(may(두리, right) for right in RIGHTS)


def test_담당자는_모든_일을_할_수_있다(교통과):
    담당자 = someone("가온 담당자", Role.OFFICER)
    assert all(may(담당자, right, department=교통과) for right in RIGHTS)


def test_교통과_세종_주무관은_교통과_답변만_낼_수_있다(교통과, 공원과):
    세종 = someone("세종 주무관", Role.DEPARTMENT_OFFICER, 교통과)
    for right in ("answer.draft", "answer.publish", "answer.correct", "duty.extend"):
        assert may(세종, right, department=교통과)
        assert not may(세종, right, department=공원과)
        assert not may(세종, right), "부서가 없는 건에는 권한이 없다"
    assert not may(세종, "answer.publish", department=교통과, level="representative")
    assert may(세종, "staff.enter")
    assert not may(세종, "case.assign", department=교통과)


def test_두_부서를_맡은_주무관은_두_부서_답변을_낼_수_있다(교통과, 공원과):
    세종 = someone("세종 주무관", Role.DEPARTMENT_OFFICER, 교통과)
    Membership.objects.create(person=세종, role=Role.DEPARTMENT_OFFICER, department=공원과, since=AT)
    assert may(세종, "answer.publish", department=교통과)
    assert may(세종, "answer.publish", department=공원과)


def test_기관장은_기관장_답변만_낸다(교통과):
    시장 = someone("시장", Role.REPRESENTATIVE)
    assert may(시장, "answer.publish", department=교통과, level="representative")
    assert not may(시장, "answer.publish", department=교통과)
    assert not may(시장, "duty.extend", department=교통과)


def test_네온_PM은_기준을_공개하지만_답변은_내지_않는다(교통과):
    네온 = someone("네온 PM", Role.PM)
    assert may(네온, "rules.publish")
    assert may(네온, "case.decide")
    assert not may(네온, "answer.publish", department=교통과)
    assert not may(네온, "people.manage")


def test_감사는_읽기만_한다(교통과):
    감사 = someone("감사", Role.AUDITOR)
    assert {right for right in RIGHTS if may(감사, right, department=교통과)} == {
        "staff.enter",
        "rules.read",
        "audit.read",
        "support.watch",
        "plan.read",
    }


def test_없는_권한을_물으면_프로그램_오류다():
    with pytest.raises(LookupError):
        may(someone("하나"), "case.asign")


def test_권한을_여러_번_물어도_역할은_한_번만_읽는다(교통과, django_assert_num_queries):
    세종 = someone("세종 주무관", Role.DEPARTMENT_OFFICER, 교통과)
    with django_assert_num_queries(1):
        for right in RIGHTS:
            may(세종, right, department=교통과)


def test_담당자가_없는_부서와_부서의_담당자를_안다(교통과, 공원과):
    세종 = someone("세종 주무관", Role.DEPARTMENT_OFFICER, 교통과)
    someone("그만둔 주무관", Role.DEPARTMENT_OFFICER, 공원과, is_active=False)
    assert list(officers_of(교통과)) == [세종]
    assert list(departments_without_officer()) == [공원과]
    assert list(holding(Role.DEPARTMENT_OFFICER)) == [세종]
