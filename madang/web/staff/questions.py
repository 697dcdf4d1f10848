"""기관제안: a department or the team begins a question of the institution's own."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from madang.actions.forum_desk import start_question
from madang.actions.forums import allowed_forms, least_days, may_ask
from madang.base import clock
from madang.base.errors import Refused
from madang.base.text import opaque_key
from madang.forums.models import FORMS, Forum
from madang.people.models import Department
from madang.people.queries import department_ids_of
from madang.people.rights import may
from madang.procedures.models import Procedure, RuleVersion
from madang.web.ui import words
from madang.web.ui.refusals import said

from .door import requires, who
from .forum import FIELD
from .forum_forms import QuestionForm
from .page import done, render


def asking() -> dict[str, RuleVersion]:
    """The procedures through which the institution can ask, with the rules in force."""
    found = {procedure.slug: procedure.current for procedure in Procedure.objects.order_by("pk")}
    return {slug: rules for slug, rules in found.items() if may_ask(rules)}


@requires("forum.prepare")
@require_http_methods(["GET", "HEAD", "POST"])
def staff_question_new(request: HttpRequest) -> HttpResponse:
    """What is asked, for what, how long, and by when the answer is promised; then its desk."""
    known, person = asking(), who(request)
    departments = None if may(person, "forum.prepare") else department_ids_of(person)
    stages = [rules.document.stage(rules.document.entry["institution"]) for rules in known.values()]
    allowed = [form for form in FORMS if any(form in allowed_forms(stage) for stage in stages)]
    initial = {"key": opaque_key(), "form": allowed[0] if allowed else "", "procedure": next(iter(known), "")}
    if departments is not None and len(departments) == 1:
        initial["department"] = _department_key(departments[0])
    form = QuestionForm(
        request.POST if request.method == "POST" else None, initial=initial, allowed=allowed,
        least=min((days for days in map(least_days, stages) if days is not None), default=None),
        procedures=[(slug, words.in_language(rules.document.name)) for slug, rules in known.items()],
        departments=departments,
    )  # fmt: skip
    if request.method == "POST" and known and form.is_valid():
        data = form.cleaned_data
        try:
            forum = start_question(
                rules=known[data["procedure"]], department=data["department"], what=form.what(), key=data["key"],
                at=clock.now(), actor=person,
            )  # fmt: skip
        except Refused as refused:
            before = Forum.objects.filter(key=data["key"]).first() if refused.code == "key-taken" else None
            if before is not None:  # the same form sent twice
                return HttpResponseRedirect(reverse("staff_forum", kwargs={"key": before.key}))
            field = FIELD.get(refused.code)
            form.add_error(field if field in form.fields else None, said(refused))
        else:
            done(request, _("질문을 만들었습니다. 두 쪽의 자료를 넣고 합의를 받아 주십시오."))
            return HttpResponseRedirect(reverse("staff_forum", kwargs={"key": forum.key}))
    context = {
        "form": form,
        "possible": bool(known),
        "impossible": said(Refused("no-institution-entry")),
        "nobodys": departments is not None and not departments,
    }
    return render(request, "question_new", context, status=422 if form.errors else 200)


def _department_key(pk: int) -> str:
    return Department.objects.values_list("key", flat=True).get(pk=pk)
