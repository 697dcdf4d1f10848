"""One year's operations plan as a page: what it says, how far it is, what changed; its words, its paper, publishing it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from madang.actions.planning import TEXT_LIMIT, TITLE_LIMIT
from madang.actions.plans import publish_plan, set_plan, withdraw_plan
from madang.audit.models import Entry
from madang.audit.sentences import sentence
from madang.base import clock
from madang.base.errors import Refused
from madang.people.models import Person
from madang.people.rights import may
from madang.plans.models import Plan
from madang.web.ui.acts import vocabulary
from madang.web.ui.plan_page import NAMES, plan_sections
from madang.web.ui.plan_paper import plan_pdf
from madang.web.ui.refusals import said

from .door import requires, who
from .page import done, refuse, render
from .plan_frame import find_year, plan_tabs

CHANGES = 30


class WordsForm(forms.Form):
    """The plan's own words; ``edition``: the one the writer had before them."""

    title = forms.CharField(
        label=gettext_lazy("계획의 이름"),
        max_length=TITLE_LIMIT,
        error_messages={"required": gettext_lazy("계획의 이름을 적어 주십시오.")},
    )
    intro = forms.CharField(
        label=gettext_lazy("여는 글"),
        max_length=TEXT_LIMIT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=gettext_lazy("이 플랫폼을 왜 여는지, 올해는 무엇을 하려는지 두세 문장으로 적습니다."),
    )
    process_note = forms.CharField(
        label=gettext_lazy("정책과 진행 과정"),
        max_length=TEXT_LIMIT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=gettext_lazy(
            "그림 곁에 놓일 글입니다. 어떤 제안을 받고, 누가 어떻게 결정하는지 기관의 말로 적습니다."
        ),
    )
    goals_public = forms.BooleanField(label=gettext_lazy("목표와 지금까지의 수를 시민에게 공개하기"), required=False)
    edition = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


@requires("plan.read")
@require_safe
def staff_plan(request: HttpRequest, year: int) -> HttpResponse:
    """The plan, and what changed in it."""
    plan = find_year(year)
    context = {
        "tabs": plan_tabs(request, plan),
        "shown": plan_sections(plan, at=clock.now(), measured=True),
        "left": [step for step in Plan.STEPS if step not in plan.visited],
        "changes": changes(plan),
        "writes": may(request.user, "plan.write"),
        "publishes": may(request.user, "plan.publish"),
        "plan": plan,
        "names": NAMES,
        "edit": _edit(request, plan),
    }
    return render(request, "plan", context)


def _edit(request: HttpRequest, plan: Plan) -> dict[str, str]:
    """Where each part of the plan is changed, by who may."""
    if not may(request.user, "plan.write"):
        return {}
    year = plan.year
    guide = {step: reverse("staff_plan_guide", kwargs={"year": year, "step": step}) for step in ("process", "criteria")}
    pages = ("goals", "projects", "schedule", "roles")
    return guide | {part: reverse(f"staff_plan_{part}", kwargs={"year": year}) for part in pages}


def changes(plan: Plan) -> list[dict[str, Any]]:
    """What was done to a plan, the newest first; the coming and going of todos is not a change of the plan."""
    entries = list(
        Entry.objects.filter(subject=f"plan:{plan.key}").exclude(verb__startswith="todo.").order_by("-pk")[:CHANGES]
    )
    keys = {entry.actor.removeprefix("person:") for entry in entries if entry.actor.startswith("person:")}
    names = {person.key: str(person) for person in Person.objects.filter(key__in=keys)}
    return [
        {
            "at": entry.at,
            "who": names.get(entry.actor.removeprefix("person:"), ""),
            "text": sentence(entry.verb, entry.facts, vocabulary(entry.verb)),
        }
        for entry in entries
    ]


@requires("plan.write")
@require_http_methods(["GET", "HEAD", "POST"])
def staff_plan_words(request: HttpRequest, year: int) -> HttpResponse:
    """The plan's own words."""
    plan = find_year(year)
    form: forms.Form = WordsForm(
        request.POST if request.method == "POST" else None, initial=plan.__dict__ | {"edition": plan.edition}
    )
    status = 200
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            set_plan(
                plan=plan, title=data["title"], intro=data["intro"], process_note=data["process_note"],
                preset=plan.preset, procedure=plan.procedure, goals_public=data["goals_public"], after=data["edition"],
                at=clock.now(), actor=who(request),
            )  # fmt: skip
            done(request, _("계획의 글을 고쳤습니다."))
            return HttpResponseRedirect(reverse("staff_plan", kwargs={"year": year}))
        except Refused as refused:
            status = 409 if refused.code == "changed-meanwhile" else 422
            form = resent(form, Plan.objects.get(pk=plan.pk).edition, said(refused))
    elif form.errors:
        status = 422
    context = {
        "plan": plan,
        "tabs": plan_tabs(request, plan),
        "form": form,
        "conflict": plan if status == 409 else None,
    }
    return render(request, "plan_words", context, status=status)


@requires("plan.publish")
@require_POST
def staff_plan_publish(request: HttpRequest, year: int) -> HttpResponse:
    """Publish the plan; with ``do=withdraw`` take it back."""
    plan, act = find_year(year), publish_plan
    text = _("운영 계획을 공개했습니다. 누구나 읽을 수 있습니다.")
    if request.POST.get("do") == "withdraw":
        act, text = withdraw_plan, _("운영 계획을 거두었습니다. 팀만 볼 수 있습니다.")
    try:
        act(plan=plan, at=clock.now(), actor=who(request))
        done(request, text)
    except Refused as refused:
        refuse(request, refused)
    return HttpResponseRedirect(reverse("staff_plan", kwargs={"year": year}))


def resent(form: forms.Form, edition: int, error: str) -> forms.Form:
    """The form with what was typed, to be sent again over the edition that stands now; ``error`` says why."""
    typed = {name: form.data.get(name) for name in form.fields if form.data.get(name)}
    again = type(form)(typed | {"edition": edition})
    again.add_error(None, error)
    return again


@requires("plan.read")
@require_safe
def staff_plan_pdf(request: HttpRequest, year: int) -> HttpResponse:
    """The plan on paper, before it is public too."""
    return plan_pdf(find_year(year), at=clock.now())
