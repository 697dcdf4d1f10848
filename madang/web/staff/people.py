"""사람과 역할: who works here, as what; giving and taking roles."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.apps import apps
from django.contrib import messages
from django.db.models import Max
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from madang.actions.invitations import send_invitation
from madang.actions.people import grant_role
from madang.actions.roles import revoke_role
from madang.base import clock
from madang.base.errors import Refused
from madang.people.models import Department, Membership, Person, Role
from madang.people.queries import departments_without_officer
from madang.web.ui import words
from madang.web.ui.again import asks_again
from madang.web.ui.answer_letter import department_name
from madang.web.ui.refusals import said

from .door import requires, who
from .forms import RoleForm
from .invitations import standing
from .page import done, refuse, render
from .sheets import sheet_links, sheet_response, wanted

FIELD_OF = {"department-missing": "department", "email-malformed": "email"}


@requires("people.manage")
@asks_again
@require_http_methods(["GET", "HEAD", "POST"])
def staff_people(request: HttpRequest) -> HttpResponseBase:
    """Everyone with a role, and who is invited; POST gives a role, or invites who has no account yet."""
    form = RoleForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and _give(request, form):
        return HttpResponseRedirect(reverse("staff_people"))
    chosen = {name: request.GET.get(name, "").replace("\x00", "")[:64] for name in ("role", "department")}
    people = list(team(**chosen))
    if wanted(request):
        return sheet_response(request, "people", SHEET(), map(_cells, people))
    context = {
        "form": form,
        "people": people,
        "invitations": standing(),
        "alone": [department_name(one) for one in departments_without_officer()],
        "me": who(request).pk,
        "roles": [(role, role_name(role)) for role in Role.values],
        "departments": [(one.key, department_name(one)) for one in Department.objects.all()],
        "chosen": chosen,
        "downloads": sheet_links(request),
    }
    return render(request, "people", context, status=422 if form.errors else 200)


def team(*, role: str = "", department: str = "") -> Iterator[dict[str, Any]]:
    """The people of the team by name, each with every role they hold; those who hold ``role``, for ``department``."""
    held = Membership.objects.select_related("person", "department").order_by("person__name", "person_id", "pk")
    matching = Membership.objects.all()
    if role:
        matching = matching.filter(role=role)
    if department:
        matching = matching.filter(department__key=department)
    rows: dict[int, dict[str, Any]] = {}
    for one in held.filter(person__in=matching.values("person")):
        row = rows.setdefault(one.person_id, {"person": one.person, "roles": []})
        row["roles"].append(
            {
                "pk": one.pk,
                "word": role_name(one.role),
                "department": department_name(one.department),
                "since": one.since,
            }
        )
    secured = with_second_factor(list(rows))
    seen = last_seen(list(rows))
    for pk, row in rows.items():
        yield {**row, "second": pk in secured, "seen": seen.get(pk) or row["person"].last_login}


def with_second_factor(people: list[int]) -> set[int]:
    """Those of these people who sign in with a second factor."""
    if not apps.is_installed("allauth.mfa"):
        return set()
    from allauth.mfa.models import Authenticator

    factors = Authenticator.objects.filter(user__in=people).exclude(type=Authenticator.Type.RECOVERY_CODES)
    return set(factors.values_list("user_id", flat=True))


def last_seen(people: list[int]) -> dict[int, datetime]:
    """When each of these people last read a page here, as far as a session remembers it."""
    found = Person.objects.filter(pk__in=people).annotate(seen=Max("sessions__seen_at"))
    return {pk: seen for pk, seen in found.values_list("pk", "seen") if seen is not None}


def SHEET() -> list[str]:
    """The head of the list as a file."""
    return [_("이름"), _("이메일"), _("역할"), _("부서"), _("2단계 인증"), _("마지막 접속")]


def _cells(row: dict[str, Any]) -> list[Any]:
    roles = ", ".join(one["word"] for one in row["roles"])
    departments = ", ".join(one["department"] for one in row["roles"] if one["department"])
    second = _("씀") if row["second"] else _("안 씀")
    return [str(row["person"]), row["person"].email or "", roles, departments, second, row["seen"]]


def role_name(role: str) -> str:
    """A role's word."""
    return words.role(role)


def _give(request: HttpRequest, form: RoleForm) -> bool:
    """Give the role to who has an account; invite who has none."""
    data = form.cleaned_data
    person = Person.objects.filter(email__iexact=data["email"], is_active=True).first()
    department = data["department"] if data["role"] == Role.DEPARTMENT_OFFICER else None
    facts = {"role": data["role"], "department": department, "at": clock.now(), "actor": who(request)}
    told = {"role": role_name(data["role"])}
    try:
        if person is None:
            send_invitation(email=data["email"], **facts)
            sentence = _("%(email)s 주소로 초대를 보냈습니다: %(role)s. 두 주 안에 받아들일 수 있습니다.")
            done(request, sentence % {**told, "email": data["email"]})
        else:
            grant_role(person=person, **facts)
            done(request, _("%(name)s 님에게 역할을 주었습니다: %(role)s.") % {**told, "name": person})
    except Refused as refused:
        form.add_error(FIELD_OF.get(refused.code), said(refused))
        return False
    return True


@requires("people.manage")
@asks_again
@require_POST
def staff_people_revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a role back. One's own right to do so stays, so that nobody locks the house from outside."""
    held = Membership.objects.select_related("person", "department").filter(pk=pk).first()
    if held is not None and held.person_id == who(request).pk and held.role == Role.OFFICER:
        messages.error(request, _("내 담당자 역할은 스스로 거둘 수 없습니다. 다른 담당자에게 부탁해 주십시오."))
    elif held is not None:
        try:
            revoke_role(
                person=held.person, role=held.role, department=held.department, at=clock.now(), actor=who(request)
            )
        except Refused as refused:
            refuse(request, refused)
        else:
            done(
                request,
                _("%(name)s 님의 역할을 거두었습니다: %(role)s.") % {"name": held.person, "role": role_name(held.role)},
            )
    return HttpResponseRedirect(reverse("staff_people"))
