"""madang staff: 역할을 주고, 보고, 거둔다."""

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import Client

from madang.audit.models import Entry
from madang.base.errors import Refused
from madang.people.models import Person, Role
from madang.people.rights import may
from tests import make

pytestmark = pytest.mark.django_db


def test_계정이_없으면_만들어서_역할을_주고_보여_준다(capsys):
    call_command("staff", "add", "Neon@gaon.example", "pm", "--name", "네온")
    네온 = Person.objects.get(email="neon@gaon.example")
    assert may(네온, "rules.publish")
    call_command("staff")
    assert "neon@gaon.example\t네온\t운영 PM" in capsys.readouterr().out
    assert Entry.objects.filter(verb="role.grant").exists()


def test_부서_담당자는_부서와_함께_정한다():
    make.department("교통정책과", key="mobility")
    call_command("staff", "add", "sejong@gaon.example", "department_officer", "--department", "mobility")
    assert Person.objects.get().memberships.get().department.name == "교통정책과"
    for wrong in (
        ["sejong@gaon.example", "department_officer"],
        ["sejong@gaon.example", "pm", "--department", "mobility"],
    ):
        with pytest.raises(CommandError, match="부서 담당자"):
            call_command("staff", "add", *wrong)
    with pytest.raises(Refused):
        call_command("staff", "add", "sejong@gaon.example", "department_officer", "--department", "nowhere")


def test_거둔_역할은_다음_물음부터_없고_기록에_남는다():
    네온 = make.staff("네온 PM", Role.PM)
    call_command("staff", "remove", 네온.email, "pm")
    assert not may(Person.objects.get(pk=네온.pk), "staff.enter")
    assert Entry.objects.filter(verb="role.revoke", subject=네온.actor).exists()
    with pytest.raises(CommandError, match="그 역할이 없어요"):
        call_command("staff", "remove", 네온.email, "pm")


@pytest.mark.parametrize(("email", "role"), [("neon", "pm"), ("neon@gaon.example", "king")])
def test_주소나_역할이_틀리면_아무것도_바뀌지_않는다(email, role):
    with pytest.raises((CommandError, SystemExit)):
        call_command("staff", "add", email, role)
    assert not Person.objects.exists()


def test_만들어_준_계정의_주인은_편지로_비밀번호를_정해_들어온다():
    call_command("staff", "add", "neon@gaon.example", "pm", "--name", "네온")
    browser = Client()
    browser.post("/accounts/password/reset/", {"email": "neon@gaon.example"})
    link = mail.outbox[0].body.split("http://testserver")[1].split()[0]
    form = browser.get(link).url
    assert browser.post(form, {"password1": "새로운 마당 열쇠 9"}).status_code == 302
    signed = browser.post("/accounts/sign-in/", {"login": "neon@gaon.example", "password": "새로운 마당 열쇠 9"})
    assert signed.url == "/accounts/confirm/"
    confirm = mail.outbox[-1].body.split("http://testserver")[1].split()[0]
    assert browser.post(confirm).url == "/"
