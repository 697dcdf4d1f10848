"""답변 서식: texts to begin answers with, the house's and each department's own."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from madang.actions.templates import remove_template, save_template
from madang.answers.models import AnswerTemplate
from madang.base import clock
from madang.base.errors import Refused
from madang.people.rights import may
from madang.web.ui.answer_letter import department_name
from madang.web.ui.refusals import said

from .desk_aside import my_templates
from .desk_forms import TemplateForm
from .door import only_own_departments, requires, who
from .page import done, render


@requires("template.write")
@require_http_methods(["GET", "HEAD", "POST"])
def staff_templates(request: HttpRequest) -> HttpResponse:
    """The list, and a new one."""
    form = _form(request)
    if request.method == "POST" and form.is_valid() and _saved(request, form, None):
        return HttpResponseRedirect(reverse("staff_templates"))
    return _page(request, form)


@requires("template.write")
@require_http_methods(["GET", "HEAD", "POST"])
def staff_template(request: HttpRequest, pk: int) -> HttpResponse:
    """Change one, or remove it (``do=remove``). A department's is its own; the house's is changed by who may write any."""
    found = AnswerTemplate.objects.select_related("department").filter(pk=pk).first()
    if found is None or not may(request.user, "template.write", department=found.department):
        raise Http404
    if request.method == "POST" and request.POST.get("do") == "remove":
        remove_template(template=found, at=clock.now(), actor=who(request))
        done(request, _("‘%(name)s’ 서식을 지웠습니다.") % {"name": found.name})
        return HttpResponseRedirect(reverse("staff_templates"))
    form = _form(request, found)
    if request.method == "POST" and form.is_valid() and _saved(request, form, found):
        return HttpResponseRedirect(reverse("staff_templates"))
    return _page(request, form, found)


def _form(request: HttpRequest, found: AnswerTemplate | None = None) -> TemplateForm:
    department = found.department.key if found is not None and found.department is not None else None
    start = {"name": found.name, "text": found.text, "department": department} if found else {}
    data = request.POST if request.method == "POST" else None
    return TemplateForm(data, initial=start, own=_own(request))


def _own(request: HttpRequest) -> list[int] | None:
    """The departments in whose name this person may write; None: in everyone's."""
    return None if may(request.user, "template.write") else only_own_departments(request.user) or []


def _saved(request: HttpRequest, form: TemplateForm, found: AnswerTemplate | None) -> bool:
    data = form.cleaned_data
    try:
        save_template(
            name=data["name"], text=data["text"], department=data["department"], template=found,
            at=clock.now(), actor=who(request),
        )  # fmt: skip
    except Refused as refused:
        form.add_error("name" if refused.code == "name-empty" else "text", said(refused))
        return False
    done(request, _("‘%(name)s’ 서식을 저장했습니다.") % {"name": data["name"]})
    return True


def _page(request: HttpRequest, form: TemplateForm, found: AnswerTemplate | None = None) -> HttpResponse:
    rows: list[dict[str, Any]] = [
        {
            "pk": one.pk,
            "name": one.name,
            "text": one.text,
            "who": department_name(one.department) or _("모든 부서"),
            "by": str(one.changed_by or ""),
            "at": one.changed_at,
            "mine": may(request.user, "template.write", department=one.department),
        }
        for one in my_templates(request)
    ]
    context = {"rows": rows, "form": form, "found": found}
    return render(request, "templates", context, status=422 if form.errors else 200)
