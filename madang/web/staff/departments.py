"""부서: the departments and who answers for them; registering one, renaming one."""

from __future__ import annotations

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from madang.actions.departments import rename_department
from madang.actions.people import register_department
from madang.base import clock
from madang.base.errors import Refused
from madang.base.text import clean_line, opaque_key
from madang.people.models import Department, Membership, Role
from madang.web.ui.refusals import said

from .door import requires, who
from .forms import NEEDED
from .page import done, render


class DepartmentForm(forms.Form):
    """A department's names and its place in lists."""

    name = forms.CharField(label=gettext_lazy("이름"), max_length=80, error_messages=NEEDED)
    name_en = forms.CharField(label=gettext_lazy("영어 이름"), max_length=80, required=False)
    order = forms.IntegerField(
        label=gettext_lazy("목록에서의 차례"),
        min_value=0,
        max_value=30_000,
        required=False,
        help_text=gettext_lazy("작은 수가 먼저입니다. 같으면 이름 순서입니다."),
    )


@requires("people.manage")
@require_http_methods(["GET", "HEAD", "POST"])
def staff_departments(request: HttpRequest) -> HttpResponse:
    """The list with the officers of each; POST registers one."""
    form = DepartmentForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and _register(request, form):
        return HttpResponseRedirect(reverse("staff_departments"))
    officers: dict[int | None, list[str]] = {}
    held = Membership.objects.filter(role=Role.DEPARTMENT_OFFICER, person__is_active=True).select_related("person")
    for one in held.order_by("person__name", "pk"):
        officers.setdefault(one.department_id, []).append(str(one.person))
    rows = [{"one": one, "officers": officers.get(one.pk, [])} for one in Department.objects.all()]
    alone = sum(not row["officers"] for row in rows)
    context = {"form": form, "rows": rows, "alone": alone, "department": None}
    return render(request, "departments", context, status=422 if form.errors else 200)


def _register(request: HttpRequest, form: DepartmentForm) -> bool:
    data = form.cleaned_data
    name = clean_line(data["name"])
    if Department.objects.filter(name=name).exists():
        form.add_error("name", _("같은 이름의 부서가 이미 있습니다."))
        return False
    try:
        register_department(
            key=opaque_key(), name=name, name_en=data["name_en"], order=data["order"] or 0, at=clock.now(),
            actor=who(request),
        )  # fmt: skip
    except Refused as refused:
        form.add_error("name", said(refused))
        return False
    done(request, _("부서를 만들었습니다: %(name)s.") % {"name": name})
    return True


@requires("people.manage")
@require_http_methods(["GET", "HEAD", "POST"])
def staff_department(request: HttpRequest, key: str) -> HttpResponse:
    """One department's names; POST changes them."""
    department = Department.objects.filter(key=key).first()
    if department is None:
        raise Http404
    before = {"name": department.name, "name_en": department.name_en, "order": department.order}
    form = DepartmentForm(request.POST if request.method == "POST" else None, initial=before)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            rename_department(
                department=department, name=data["name"], name_en=data["name_en"], order=data["order"] or 0,
                at=clock.now(), actor=who(request),
            )  # fmt: skip
        except Refused as refused:
            taken = _("같은 이름의 부서가 이미 있습니다.")
            form.add_error("name", taken if refused.code == "key-taken" else said(refused))
        else:
            done(request, _("부서를 고쳤습니다."))
            return HttpResponseRedirect(reverse("staff_departments"))
    return render(request, "department", {"form": form, "department": department}, status=422 if form.errors else 200)
