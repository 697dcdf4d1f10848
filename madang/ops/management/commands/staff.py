"""``madang staff``: who holds which role."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from madang.actions.people import find_department, grant_role, register_person
from madang.actions.roles import revoke_role
from madang.base import clock
from madang.base.text import opaque_key
from madang.people.models import Membership, Person, Role


class Command(BaseCommand):
    help = "List who holds which role; give a role to someone (an account is made if there is none); take it away."

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", metavar="add | remove")
        for verb, text in (("add", "give a role"), ("remove", "take a role away")):
            each = verbs.add_parser(verb, help=text)
            each.add_argument("email")
            each.add_argument("role", choices=Role.values, metavar="role", help=", ".join(Role.values))
            each.add_argument("--department", metavar="KEY", help="the department, for a department_officer")
            if verb == "add":
                each.add_argument("--name", default="", help="the public name of a new account")

    def handle(self, *, verb: str | None, **options: Any) -> None:
        if verb is None:
            self._list()
            return
        department = find_department(options["department"]) if options["department"] else None
        role = Role(options["role"])
        person = Person.objects.filter(email__iexact=options["email"]).first()
        if verb == "remove":
            if person is None or not revoke_role(
                person=person, role=role, department=department, at=clock.now(), actor=None
            ):
                raise CommandError(_("%(email)s에게는 그 역할이 없어요.") % {"email": options["email"]})
            self.stdout.write(_("역할을 거두었어요."))
            return
        if (role == Role.DEPARTMENT_OFFICER) != (department is not None):
            raise CommandError(_("부서 담당자에게는, 그리고 부서 담당자에게만 --department를 적어 주세요."))
        person = person or self._account(options["email"], options["name"])
        grant_role(person=person, role=role, department=department, at=clock.now(), actor=None)
        self.stdout.write(_("%(person)s: %(role)s") % {"person": person, "role": role.label})

    def _account(self, email: str, name: str) -> Person:
        try:
            validate_email(email)
        except ValidationError:
            raise CommandError(_("‘%(email)s’은(는) 이메일 주소가 아니에요.") % {"email": email}) from None
        person = register_person(
            key=opaque_key(), name=name or email.partition("@")[0], email=email.lower(), at=clock.now(), actor=None
        )
        self.stdout.write(
            _("계정을 만들었어요. 로그인 화면의 ‘비밀번호가 생각나지 않아요’에서 비밀번호를 정할 수 있어요.")
        )
        return person

    def _list(self) -> None:
        held = Membership.objects.select_related("person", "department").order_by("role", "person__name")
        for each in held:
            where = f" · {each.department}" if each.department else ""
            self.stdout.write(f"{each.person.email or each.person.key}\t{each.person}\t{Role(each.role).label}{where}")
        if not held:
            self.stdout.write(_("아직 아무도 없어요. 예: madang staff add mina@example.org officer"))
