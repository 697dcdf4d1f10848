"""할 일 규칙: the table of "…하면 …할 일", as sentences with blanks; and what each would have raised lately."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from madang.actions import raising, todo_defaults
from madang.actions.occasions import WHEN
from madang.actions.sights import WATCH
from madang.base import clock
from madang.base.errors import Refused
from madang.plans.models import TodoRule
from madang.web.ui import words
from madang.web.ui.refusals import said

from .door import requires, who
from .page import done, refuse, render
from .todo_forms import RuleForm
from .todo_plan import Holders, nobody
from .todo_rule_words import condition, deadline, documents, procedure_name, sentence

DAYS = 90
FIELD = {"title-empty": "title", "title-too-long": "title", "body-too-long": "note", "unknown-role": "role",
         "what-missing": "what", "least-missing": "least", "days-out-of-range": "days", "days-backwards": "days"}  # fmt: skip


@requires("todo.rule")
@require_safe
def staff_todo_rules(request: HttpRequest) -> HttpResponse:
    """All rules, by procedure, each as a sentence."""
    rules = list(TodoRule.objects.filter(dropped_at=None))
    known = documents()
    previews = raising.would_have(rules, at=clock.now(), days=DAYS)
    holders = Holders()
    groups: dict[str, list[dict[str, Any]]] = {}
    for rule, seen in zip(rules, previews, strict=True):
        groups.setdefault(rule.procedure, []).append(_line(rule, known, seen, holders))
    without = [slug for slug in known if slug not in groups]
    context = {
        "groups": [{"name": procedure_name(slug, known), "rules": lines} for slug, lines in sorted(groups.items())],
        "without": [(slug, procedure_name(slug, known)) for slug in without],
        "triggers": [(key, _(one.name)) for key, one in WHEN.items()],
        "nobody": nobody(),
    }
    return render(request, "todo_rules", context)


def _line(rule: TodoRule, known: Any, seen: raising.Preview, holders: Holders) -> dict[str, Any]:
    return {
        "key": rule.key,
        "condition": condition(rule, known),
        "role": words.role(rule.role),
        "nobody": rule.role not in holders.roles,
        "deadline": deadline(rule),
        "title": rule.title,
        "watch": _(WATCH[rule.watch].name) if rule.watch in WATCH else "",
        "seen": _seen(seen),
    }


def _seen(seen: raising.Preview) -> str:
    """What the last months would have brought."""
    if not seen.count:
        return _("지난 %(days)s일이라면 한 번도 생기지 않았을 것입니다.") % {"days": DAYS}
    sentence = ngettext(
        "지난 %(days)s일이라면 %(count)s번 생겼을 것입니다.",
        "지난 %(days)s일이라면 %(count)s번 생겼을 것입니다.",
        seen.count,
    )
    return sentence % {"days": DAYS, "count": words.number(seen.count)}


@requires("todo.rule")
@require_http_methods(["GET", "HEAD", "POST"])
def staff_todo_rule(request: HttpRequest, key: str) -> HttpResponse:
    """One rule: change it, or only see what it would have raised."""
    rule = TodoRule.objects.filter(key=key, dropped_at=None).first()
    if rule is None or rule.when not in WHEN:
        raise Http404
    return _edit(request, rule.when, rule)


@requires("todo.rule")
@require_http_methods(["GET", "HEAD", "POST"])
def staff_todo_rule_new(request: HttpRequest) -> HttpResponse:
    """A new rule, for the trigger that ``?when=`` names; without it, the triggers to choose from."""
    when = request.GET.get("when", "")
    if not when:
        return render(request, "todo_rule_new", {"triggers": [(key, _(one.name)) for key, one in WHEN.items()]})
    if when not in WHEN:
        raise Http404
    return _edit(request, when, None)


def _edit(request: HttpRequest, when: str, rule: TodoRule | None) -> HttpResponse:
    form, seen = RuleForm(request.POST or None, when=when, rule=rule), ""
    if request.method == "POST" and form.is_valid():
        fields = form.fields_of_rule()
        try:
            if request.POST.get("do") == "preview":
                seen = _would_have(fields)
            else:
                _save(request, rule, form.cleaned_data["after"], fields)
                return HttpResponseRedirect(reverse("staff_todo_rules"))
        except Refused as refused:
            form.add_error(FIELD.get(refused.code), said(refused))
    elif request.method != "POST" and rule is not None:
        seen = _seen(raising.would_have([rule], at=clock.now(), days=DAYS)[0])
    known = documents()
    context = {
        "rule": rule,
        "form": form,
        "trigger": _(WHEN[when].name),
        "lines": sentence(when),
        "condition": condition(rule, known) if rule else _(WHEN[when].name),
        "seen": seen,
    }
    return render(request, "todo_rule", context, status=422 if form.errors else 200)


def _would_have(fields: dict[str, Any]) -> str:
    kept = raising.draft_rule(**fields)
    kept.pop("since")
    return _seen(raising.would_have([TodoRule(**kept)], at=clock.now(), days=DAYS)[0])


def _save(request: HttpRequest, rule: TodoRule | None, after: int | None, fields: dict[str, Any]) -> None:
    order = rule.order if rule is not None else 999
    raising.set_rule(rule=rule, after=after, **fields, order=order, at=clock.now(), actor=who(request))
    done(request, _("규칙을 저장했습니다. 앞으로 일어나는 일부터 따릅니다."))


@requires("todo.rule")
@require_POST
def staff_todo_rule_drop(request: HttpRequest, key: str) -> HttpResponse:
    """The rule raises nothing any more."""
    rule = TodoRule.objects.filter(key=key).first()
    if rule is None:
        raise Http404
    raising.drop_rule(rule=rule, at=clock.now(), actor=who(request))
    done(request, _("규칙을 거두었습니다. 이미 생긴 할 일은 그대로 있습니다."))
    return HttpResponseRedirect(reverse("staff_todo_rules"))


@requires("todo.rule")
@require_POST
def staff_todo_rules_install(request: HttpRequest) -> HttpResponse:
    """The rules to begin with, for one procedure (or all)."""
    try:
        made = todo_defaults.install_default_rules(
            procedure=request.POST.get("procedure", ""), at=clock.now(), actor=who(request)
        )
    except Refused as refused:
        refuse(request, refused)
    else:
        sentence = ngettext("규칙 %(count)s개를 놓았습니다.", "규칙 %(count)s개를 놓았습니다.", len(made))
        done(request, sentence % {"count": words.number(len(made))})
    return HttpResponseRedirect(reverse("staff_todo_rules"))
