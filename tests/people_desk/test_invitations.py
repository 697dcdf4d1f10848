"""초대: 메일로 부르고, 그 주소의 주인만 한 번 받아들인다."""

import pytest

from madang.actions import invitations
from madang.base.errors import Refused
from madang.notices.models import Notice
from madang.people.models import Invitation, Membership
from tests import make
from tests.people_desk import at_once
from tests.processes import ask, barrier, start

AT = make.AT


def 초대(담당자, email="hana@gaon.example", role="pm", at=AT, **more):
    made = invitations.send_invitation(email=email, role=role, at=at, actor=담당자, **more)
    return made, invitations.token_of(made)


def code(act, **arguments):
    with pytest.raises(Refused) as refused:
        act(**arguments)
    return refused.value.code


@pytest.fixture
def 확인한_하나(하나):
    하나.verifications.create(level="email", at=AT)
    return 하나


def test_토큰은_어디에도_적히지_않고_그_주소의_계정만_받아들인다(담당자, 확인한_하나, 두리):
    _, token = 초대(담당자)
    assert token not in str(list(Invitation.objects.values())) + str(list(Notice.objects.values()))
    assert Notice.objects.get(kind="invitation").email == "hana@gaon.example"
    두리.email = "duri@gaon.example"
    두리.save()
    두리.verifications.create(level="email", at=AT)
    assert code(invitations.accept_invitation, token=token, person=두리, at=AT) == "invitation-other-address"
    invitations.accept_invitation(token=token, person=확인한_하나, at=AT + make.days(13))
    assert Membership.objects.get(person=확인한_하나).role == "pm"
    assert code(invitations.accept_invitation, token=token, person=확인한_하나, at=AT) == "invitation-used"
    assert Membership.objects.filter(person=확인한_하나).count() == 1


def test_확인하지_않은_주소로는_받아들일_수_없다(담당자, 하나):
    _, token = 초대(담당자)
    assert code(invitations.accept_invitation, token=token, person=하나, at=AT) == "invitation-other-address"


def test_두_주가_지나거나_거두면_쓸_수_없고_다시_보내면_앞의_링크는_죽는다(담당자, 확인한_하나):
    made, first = 초대(담당자)
    assert (
        code(invitations.accept_invitation, token=first, person=확인한_하나, at=AT + make.days(14))
        == "invitation-expired"
    )
    again = invitations.resend_invitation(invitation=made, at=AT + make.days(15), actor=담당자)
    second = invitations.token_of(again)
    assert code(invitations.find_invitation, token=first) == "invitation-unknown"
    assert Notice.objects.filter(kind="invitation").count() == 2
    invitations.withdraw_invitation(invitation=again, at=AT + make.days(16), actor=담당자)
    assert (
        code(invitations.accept_invitation, token=second, person=확인한_하나, at=AT + make.days(16))
        == "invitation-withdrawn"
    )
    assert code(invitations.resend_invitation, invitation=again, at=AT, actor=담당자) == "invitation-withdrawn"
    assert not Membership.objects.filter(person=확인한_하나).exists()


def test_같은_초대는_한_장뿐이다(담당자, 교통과, 공원과):
    first, _ = 초대(담당자)
    second, _ = 초대(담당자, email="HANA@gaon.example", at=AT + make.days(1))
    assert first.pk == second.pk
    초대(담당자, role="department_officer", department=교통과)
    초대(담당자, role="department_officer", department=공원과)
    assert Invitation.objects.count() == 3


@pytest.mark.parametrize(
    ("email", "role", "expected"),
    [("하나", "pm", "email-malformed"), ("a@gaon.example", "king", "unknown-role"), ("a@gaon.example", "department_officer", "department-missing")],
)  # fmt: skip
def test_보낼_수_없는_초대(담당자, email, role, expected):
    assert code(invitations.send_invitation, email=email, role=role, at=AT, actor=담당자) == expected
    assert not Invitation.objects.exists()


def test_동시에_두_번_눌러도_한_번만_받아들인다(madang):
    token = ask(madang.url, at_once.invited, AT)
    gate = barrier(2)
    said = [each.result() for each in [start(madang.url, at_once.accept, gate, token, AT) for _ in range(2)]]
    assert sorted(said) == ["", "invitation-used"]
