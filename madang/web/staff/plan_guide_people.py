"""Step 4 of the guide, the people: departments that answer, and who is invited to which role."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from madang.actions.invitations import send_invitation
from madang.actions.people import register_department
from madang.base import clock
from madang.base.errors import Refused
from madang.base.text import clean_line, opaque_key
from madang.people.models import Department, Invitation, Membership, Role
from madang.people.rights import may
from madang.web.ui import words
from madang.web.ui.again import asks_again
from madang.web.ui.refusals import said

from .door import who
from .page import done

if TYPE_CHECKING:
    from .plan_guide import Turn

DOES = {  # as the founding document says who does what
    Role.PM: gettext_lazy("플랫폼 기획과 운영을 총괄합니다. 목표와 전략을 담당자와 함께 설계합니다."),
    Role.PL: gettext_lazy("스탭들과 소통하며 프로젝트를 이끌고 업무를 조율합니다."),
    Role.CITIZEN_PROPOSALS: gettext_lazy("시민제안 워크숍, 시민 캠페인 등 시민제안을 촉진합니다."),
    Role.INSTITUTION_PROPOSALS: gettext_lazy("부서와 함께 콘텐츠를 만들고 토론을 운영해 결과를 정리합니다."),
    Role.FORUMS: gettext_lazy("시민 제안에서 의제를 도출하고 공론장을 기획, 운영합니다."),
    Role.SITE: gettext_lazy("온라인 사이트의 기술을 기획하고 운영합니다."),
    Role.PROMOTION: gettext_lazy("플랫폼을 알리는 대외 홍보를 맡습니다."),
    Role.REPRESENTATIVE: gettext_lazy("가장 많은 시민이 함께한 일에 직접 답합니다."),
}
NEW_DEPARTMENTS = 3


def people(request: HttpRequest, turn: Turn) -> HttpResponseBase:
    """Departments with their officers, and the team's roles; POST adds and invites whoever is written down."""
    able = may(request.user, "people.manage")
    if request.method == "POST" and able:
        return _invite(request, turn)
    if request.method == "POST":
        return turn.onward(request)
    return turn.show(request, "people", _context(request, able))


@asks_again
def _invite(request: HttpRequest, turn: Turn) -> HttpResponse:
    context = _context(request, True)
    rows = [*context["roles"], *context["departments"], *context["new"]]
    for row in rows:
        row["error"] = _wrong(row)
    if any(row["error"] for row in rows):
        return turn.show(request, "people", context, 422)
    try:
        sent = _send(request, context)
    except Refused as refused:
        return turn.show(request, "people", context | {"error": said(refused)}, 422)
    if sent:
        text = ngettext("초대장 %(count)s통을 보냅니다.", "초대장 %(count)s통을 보냅니다.", sent)
        done(request, text % {"count": sent})
    return turn.onward(request)


def _wrong(row: dict[str, Any]) -> str:
    if row["email"]:
        try:
            validate_email(row["email"])
        except ValidationError:
            return _("이메일 주소를 name@example.kr처럼 적어 주십시오.")
        if row.get("new") and not row["name"]:
            return _("부서의 이름을 적어 주십시오.")
    return ""


@transaction.atomic
def _send(request: HttpRequest, context: dict[str, Any]) -> int:
    """Make the departments and send the invitations; how many."""
    at, actor, sent = clock.now(), who(request), 0
    for row in context["new"]:
        if row["name"]:
            if Department.objects.filter(name=row["name"]).exists():
                raise Refused("key-taken", key=row["name"])
            place = Department.objects.count()
            row["department"] = register_department(key=opaque_key(), name=row["name"], order=place, at=at, actor=actor)
    for row in [*context["roles"], *context["departments"], *context["new"]]:
        if row["email"]:
            send_invitation(email=row["email"], role=row["role"], department=row.get("department"), at=at, actor=actor)
            sent += 1
    return sent


def _context(request: HttpRequest, able: bool) -> dict[str, Any]:
    held: dict[str, list[str]] = {}
    officers: dict[int | None, list[str]] = {}
    for one in Membership.objects.filter(person__is_active=True).select_related("person"):
        held.setdefault(one.role, []).append(str(one.person))
        if one.role == Role.DEPARTMENT_OFFICER:
            officers.setdefault(one.department_id, []).append(str(one.person))
    for asked in Invitation.objects.filter(accepted_at=None, withdrawn_at=None):
        who_asked = _("%(email)s 초대함") % {"email": asked.email}
        held.setdefault(asked.role, []).append(who_asked)
        if asked.role == Role.DEPARTMENT_OFFICER:
            officers.setdefault(asked.department_id, []).append(who_asked)

    def typed(name: str) -> str:
        return clean_line(request.POST.get(name, ""))[:254]

    roles = [
        {"role": role.value, "name": words.role(role.value), "does": DOES[role], "held": held.get(role.value, []),
         "field": f"email_{role.value}", "email": typed(f"email_{role.value}"), "error": ""}
        for role in DOES
    ]  # fmt: skip
    departments = [
        {"role": Role.DEPARTMENT_OFFICER.value, "name": one.name, "department": one, "held": officers.get(one.pk, []),
         "field": f"department_{one.pk}", "email": typed(f"department_{one.pk}"), "error": ""}
        for one in Department.objects.order_by("order", "name")
        if not officers.get(one.pk)
    ]  # fmt: skip
    new = [
        {"role": Role.DEPARTMENT_OFFICER.value, "new": True, "number": at, "name": typed(f"new_{at}")[:80],
         "field": f"new_email_{at}", "email": typed(f"new_email_{at}"), "error": ""}
        for at in range(1, NEW_DEPARTMENTS + 1)
    ]  # fmt: skip
    return {"able": able, "roles": roles, "departments": departments, "new": new, "error": "",
            "answering": Department.objects.count() - len(departments)}  # fmt: skip
