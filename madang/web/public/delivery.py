"""One thing the institution carries out: 추진 개요, 추진 현황, 성과, where it came from, and whether it was kept."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from madang.actions import verdicts
from madang.answers.models import AnswerVersion
from madang.base import clock
from madang.base.errors import Refused
from madang.deliveries.models import Delivery, Verdict
from madang.forums.models import Forum
from madang.moderation.reasons import REASONS
from madang.people import limits
from madang.people.models import Person
from madang.procedures.record import moment
from madang.proposals.models import Proposal
from madang.web.ui import carried, kept, words
from madang.web.ui.answer_letter import department_name
from madang.web.ui.refusals import said

from . import follows
from .deliveries import verdict_counts
from .matter import find as find_matter
from .matter import owner_name
from .pages import address, after_moment, chosen, cursor, page, viewer
from .proposal import unlisted

SAID = 20  # sentences of a page


def find(request: HttpRequest, key: str) -> tuple[Delivery, Proposal]:
    """The delivery of that key with its matter, if the viewer may see it; else 404."""
    if "\x00" in key:
        raise Http404
    rows = Delivery.objects.select_related("visit", "case").prefetch_related("earlier", "milestones")
    found = get_object_or_404(rows, key=key)
    return found, find_matter(request, found.case.key)


@require_safe
def delivery(request: HttpRequest, key: str) -> HttpResponse:
    """실행 하나."""
    return _page(request, *find(request, key))


def _page(
    request: HttpRequest, found: Delivery, proposal: Proposal, *, form: dict[str, Any] | None = None, status: int = 200
) -> HttpResponse:
    now, case = clock.now(), proposal.case
    duties = list(found.visit.duties.select_related("department").order_by("round"))
    owed = [duty for duty in duties if duty.round and duty.kept_at is None and duty.released_at is None]
    updates = list(found.updates.all())
    context = {
        "d": found,
        "p": proposal,
        "key": found.key,
        "department": department_name(case.department),
        "who_owes": owner_name("department", case.department),
        "status": carried.status(found, owed, now),
        "next": carried.next_report(case.rules.document, found, owed),
        "steps": carried.milestones(found.milestones.all(), now),
        "plans": carried.plans(found),
        "story": carried.story(case.rules.document, found, duties, updates, now),
        "origins": origins(found),
        "others": list(Delivery.objects.filter(case=case).exclude(pk=found.pk).order_by("pk")),
        "follow": follows.button(viewer(request), "matter", case.key),
        **_verdicts(request, found, form),
    }
    return unlisted(page(request, "deliveries/delivery.html", context, status=status), proposal)


# ── where it came from ──


def origins(found: Delivery) -> dict[str, list[dict[str, Any]]]:
    """Every proposal it came from (those bundled with it too), the forums about them, and what was answered."""
    cases = verdicts.cases_behind(found.case_id)
    proposals = Proposal.objects.with_supports().filter(pk__in=cases).select_related("case").defer("body")
    public = {one.pk: one for one in proposals if one.visibility in ("public", "unlisted")}
    forums = Forum.objects.opened().filter(case__in=list(public)).order_by("opened_at")
    answers = (
        AnswerVersion.objects.filter(number=1, request__case__in=list(public), published_at__lte=found.visit.entered)
        .select_related("request__case", "department")
        .defer("text", "request__draft_text")
        .order_by("published_at", "pk")
    )
    return {
        "proposals": [
            {
                "href": reverse("proposal", args=[one.case.key]),
                "title": one.title,
                "supports": int(getattr(one, "support_count", None) or 0),
            }
            for one in sorted(public.values(), key=lambda one: cases.index(one.pk))
        ],
        "forums": [{"href": _forum(one), "title": one.question} for one in forums],
        "answers": [
            {
                "href": f"{reverse('proposal', args=[one.request.case.key])}#answer",
                "who": department_name(one.department) if one.department else words.owner("representative"),
                "verdict": words.decision("answer", one.decision),
                "at": one.published_at,
            }
            for one in answers
        ],
    }


def _forum(one: Forum) -> str:
    try:
        return reverse("forum", args=[one.key])
    except NoReverseMatch:
        return ""


# ── 이 약속은 지켜졌나요? ──


def _verdicts(request: HttpRequest, found: Delivery, form: dict[str, Any] | None) -> dict[str, Any]:
    person, here = viewer(request), reverse("delivery", args=[found.key])
    counts = verdict_counts(found).get(found.pk, {})
    mine = Verdict.objects.filter(delivery=found, person=person).first() if person is not None else None
    sentences, after = _sentences(request, found)
    return {
        "person": person,
        "counts": [{**words.verdict(word), "count": counts.get(word, 0)} for word in Verdict.WORDS],
        "judged": sum(counts.values()),
        "sentences": [_sentence(one, person) for one in sentences],
        "more_sentences": f"{address(here, {'after': after})}#verdicts" if after else "",
        "mine": mine if mine is not None and mine.state != "deleted" else None,
        "may_judge": verdicts.may_judge(person, found),
        "form": form or _form(request, found, person, mine),
        "choices": [(word, words.verdict(word)["word"]) for word in Verdict.WORDS],
        "limit": verdicts.TEXT_LIMIT,
        "sign_in": f"{reverse('account_login')}?next={here}%23verdict",
    }


def _form(request: HttpRequest, found: Delivery, person: Person | None, mine: Verdict | None) -> dict[str, Any]:
    where = reverse("delivery.verdict", args=[found.key])
    back = kept.take(request, where, person) if person is not None else None
    live = mine if mine is not None and mine.state != "deleted" else None
    start = {"verdict": live.verdict if live else "", "text": live.text if live else ""}
    who = kept.mark_of(person) if person is not None else ""
    return {**start, **(back or {}), "error": "", "brought_back": back is not None, "who": who}


def _sentences(request: HttpRequest, found: Delivery) -> tuple[list[Verdict], str]:
    """One page of what people said in words, the newest first, and the word for where the next begins."""
    rows = Verdict.objects.filter(delivery=found, state__in=("shown", "hidden")).exclude(text="")
    after = after_moment(chosen(request, "after"))
    if after is not None:
        at, key = after
        rows = rows.filter(at__lte=at).exclude(at=at, key__gte=key)
    read = list(rows.select_related("person").order_by("-at", "-key")[: SAID + 1])
    if len(read) <= SAID:
        return read, ""
    return read[:SAID], cursor(read[SAID - 1].at, read[SAID - 1].key)


def _sentence(one: Verdict, person: Person | None) -> dict[str, Any]:
    """A sentence as everyone reads it; a hidden one has no text here but for its writer."""
    mine = person is not None and one.person_id == person.pk
    return {
        "key": one.key,
        "subject": f"verdict:{one.key}",
        "look": words.verdict(one.verdict),
        "name": str(one.person) if one.person.name else gettext("이름을 밝히지 않은 시민"),
        "at": one.at,
        "text": one.text if one.state == "shown" or mine else "",
        "hidden": one.state == "hidden",
        "reason": gettext(REASONS[one.hidden_code][0]) if one.hidden_code in REASONS else "",
        "mine": mine,
    }


@require_POST
def verdict(request: HttpRequest, key: str) -> HttpResponse:
    """Say whether the promise was kept, say something else, or (``undo``) take it back."""
    found, proposal = find(request, key)
    person, now = viewer(request), clock.now()
    home = f"{reverse('delivery', args=[key])}#verdict"
    word, text = (request.POST.get(name, "").replace("\x00", "") for name in ("verdict", "text"))
    if person is None:
        kept.keep(request, reverse("delivery.verdict", args=[key]), {"verdict": word, "text": text})
        return redirect_to_login(home)
    try:
        if "undo" in request.POST:
            if verdicts.withdraw_verdict(delivery=found, person=person, at=now):
                messages.success(request, gettext("하신 말을 거두었어요."))
        else:
            limits.spend("verdict", person=person, address=limits.address_of(request, at=now), at=now)
            verdicts.give_verdict(delivery=found, person=person, verdict=word, text=text, at=now)
            messages.success(request, gettext("고마워요. 하신 말은 누구나 볼 수 있고, 언제든 바꿀 수 있어요."))
    except Refused as refused:
        form = {"verdict": word, "text": text, "error": said(refused), "brought_back": False, "who": ""}
        return _page(request, found, proposal, form=form, status=422)
    return HttpResponseRedirect(home)


# ── the same as data ──


@require_safe
def delivery_json(request: HttpRequest, key: str) -> JsonResponse:
    """One delivery as a JSON object."""
    found, proposal = find(request, key)
    response = JsonResponse(record(found, proposal), json_dumps_params={"ensure_ascii": False, "indent": 1})
    unlisted(response, proposal)
    return response


def record(found: Delivery, proposal: Proposal) -> dict[str, Any]:
    """Plan, reports, result and what people say about them."""
    steps = [{"name": one.name, "by": one.by, "done_on": one.done_on} for one in found.milestones.all()]
    updates = found.updates.select_related("duty")
    counts = verdict_counts(found).get(found.pk, {})
    reports = found.visit.duties.filter(round__gt=0).select_related("department").order_by("round")
    return {
        "delivery": found.key,
        "case": found.case.key,
        "title": proposal.title,
        "department": proposal.case.department.key if proposal.case.department else None,
        "began": moment(found.visit.entered),
        "planned_at": moment(found.planned_at),
        "plan": {"text": found.plan, "who": found.who, "budget": found.budget, "milestones": steps},
        "earlier": [
            {
                "text": one.plan, "who": one.who, "budget": one.budget, "milestones": one.steps,
                "until": moment(one.until), "reason": one.reason,
            }
            for one in found.earlier.all()
        ],
        "percent": found.percent,
        "updates": [
            {
                "at": moment(one.at), "text": one.progress, "percent": one.percent,
                "report": one.duty.round if one.duty else None,
            }
            for one in updates
        ],
        "reports": [
            {
                "number": one.round, "owed_by": one.owed_by, "since": moment(one.since), "due": moment(one.due_now),
                "kept_at": moment(one.kept_at), "released_at": moment(one.released_at), "late_reason": one.late_reason,
            }
            for one in reports
        ],
        "result": {"text": found.result, "before": found.before, "after": found.after, "figures": found.figures}
        if found.finished_at
        else None,
        "finished_at": moment(found.finished_at),
        "verdicts": {word: counts.get(word, 0) for word in Verdict.WORDS},
    }  # fmt: skip
