"""사람과 역할: who works here, and as what."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from madang.actions.people import grant_role
from madang.actions.roles import revoke_role
from madang.base import clock
from madang.base.errors import Refused
from madang.people.models import Membership, Person, Role
from madang.people.queries import departments_without_officer
from madang.web.ui.answer_letter import department_name
from madang.web.ui.refusals import said

from .door import requires, who
from .forms import RoleForm
from .page import done, refuse, render


@requires("people.manage")
@require_http_methods(["GET", "HEAD", "POST"])
def staff_people(request: HttpRequest) -> HttpResponse:
    """Everyone with a role; POST gives one."""
    form = RoleForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and _grant(request, form):
        return HttpResponseRedirect(reverse("staff_people"))
    held = Membership.objects.select_related("person", "department").order_by("person__name", "person_id", "pk")
    people: dict[int, dict] = {}
    for one in held:
        row = people.setdefault(one.person_id, {"person": one.person, "roles": []})
        row["roles"].append(
            {
                "pk": one.pk,
                "word": role_name(one.role),
                "department": department_name(one.department),
                "since": one.since,
            }
        )
    context = {
        "form": form,
        "people": list(people.values()),
        "alone": [department_name(one) for one in departments_without_officer()],
        "me": who(request).pk,
    }
    return render(request, "people", context, status=422 if form.errors else 200)


def role_name(role: str) -> str:
    """A role's word."""
    return _(str(Role(role).label)) if role in Role.values else role


def _grant(request: HttpRequest, form: RoleForm) -> bool:
    data = form.cleaned_data
    person = Person.objects.filter(email__iexact=data["email"], is_active=True).first()
    if person is None:
        form.add_error("email", _("이 이메일로 가입한 사람이 없습니다. 먼저 가입해 달라고 해 주십시오."))
        return False
    department = data["department"] if data["role"] == Role.DEPARTMENT_OFFICER else None
    try:
        grant_role(person=person, role=data["role"], department=department, at=clock.now(), actor=who(request))
    except Refused as refused:
        form.add_error("department" if refused.code == "department-missing" else None, said(refused))
        return False
    done(request, _("%(name)s 님에게 역할을 주었습니다: %(role)s.") % {"name": person, "role": role_name(data["role"])})
    return True


@requires("people.manage")
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
