"""검토 자료: what the panel is told of one candidate, section by section; and whether someone found it neutral."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from madang.actions import agenda as actions
from madang.agenda.models import AgendaItem, DossierCheck, DossierEntry
from madang.answers.models import AnswerVersion
from madang.base import clock
from madang.base.errors import Refused
from madang.base.text import clean_line
from madang.proposals import similar
from madang.proposals.models import Proposal
from madang.web.ui import panel_words, words
from madang.web.ui.answer_letter import department_name
from madang.web.ui.refusals import said

from .agenda import row
from .agenda_forms import EntryForm
from .door import requires, who
from .page import done, refuse, render

FIELD_OF = {"source-missing": "source", "link-malformed": "link", "text-empty": "text", "body-too-long": "text"}


def find_item(key: str) -> Any:
    """The newest agenda item of that case; else 404."""
    if "\x00" in key:
        raise Http404
    rows = AgendaItem.objects.with_matter().with_dossier().with_bundled().filter(case__key=key)
    found = rows.order_by("pk").last()
    if found is None:
        raise Http404
    return found


def address(key: str, anchor: str = "") -> str:
    """The dossier's page, or a section of it."""
    return reverse("staff_dossier", args=[key]) + (f"#{anchor}" if anchor else "")


@requires("agenda.prepare")
@require_safe
def staff_dossier(request: HttpRequest, key: str) -> HttpResponse:
    """The dossier's desk."""
    return _page(request, find_item(key))


def _page(request: HttpRequest, item: Any, form: EntryForm | None = None, status: int = 200) -> HttpResponse:
    entries = list(item.entries.there())
    failed = str(form["section"].value()) if form is not None else ""
    open_ = item.visit.left is None
    context = {
        "item": item,
        "row": row(item),
        "case": item.case,
        "open": open_,
        "lead": item.lead.case if item.lead is not None else None,
        "sections": [
            {**one, "form": form if one["key"] == failed else EntryForm(section=one["key"]) if open_ else None}
            for one in panel_words.sections(entries)
        ],
        "failed": failed,
        "wrong": form,
        "checks": _checks(item),
        "answers": _answers(item),
        "similar": _similar(request, item, entries) if open_ else [],
        "met": [
            {"meeting": one.meeting, "deciding": panel_words.deciding(one) if one.decided_at else None}
            for one in item.discussed.select_related("meeting", "item__case__rules", "item__visit")
        ],
    }
    return render(request, "dossier", context, status=status)


def _checks(item: AgendaItem) -> list[dict[str, Any]]:
    done_ = {one.code: one for one in item.checks.select_related("by")}
    return [{"code": code, "text": panel_words.check(code), "done": done_.get(code)} for code in DossierCheck.CODES]


def _answers(item: AgendaItem) -> list[dict[str, Any]]:
    """What departments have already answered to this very proposal."""
    found = AnswerVersion.objects.filter(request__case=item.case).select_related("department", "request")
    return [
        {
            "who": department_name(one.department) or words.owner("representative"),
            "verdict": words.decision("answer", one.decision),
            "text": one.text,
            "at": one.published_at,
        }
        for one in found.order_by("published_at", "number")
    ]


def _similar(request: HttpRequest, item: AgendaItem, entries: list[DossierEntry]) -> list[dict[str, Any]]:
    """Proposals about the same that do not stand in the dossier yet."""
    proposal = item.case.proposal
    near = [one.pk for one in similar.near(proposal.title, proposal.body, without=proposal.pk)]
    found = Proposal.objects.with_supports().filter(pk__in=near).select_related("case").defer("body")
    there = {entry.link for entry in entries}
    rows = []
    for one in sorted(found, key=lambda one: near.index(one.pk)):
        href = reverse("proposal", args=[one.case.key])
        link = request.build_absolute_uri(href)
        if link in there:
            continue
        count = int(getattr(one, "support_count", None) or 0)
        said_ = ngettext("%(title)s (%(count)s명 공감)", "%(title)s (%(count)s명 공감)", count)
        text = said_ % {"title": clean_line(one.title), "count": words.number(count)}
        rows.append({"text": text, "title": one.title, "supports": count, "href": href, "link": link})
    return rows


@requires("agenda.prepare")
@require_POST
def staff_dossier_add(request: HttpRequest, key: str) -> HttpResponse:
    """One more entry; what was typed stays when it is refused."""
    item = find_item(key)
    section = request.POST.get("section", "")
    if section not in DossierEntry.SECTIONS:
        raise Http404
    form = EntryForm(request.POST, section=section)
    if not form.is_valid():
        return _page(request, item, form, status=422)
    data = form.cleaned_data
    try:
        if item.visit.left is not None:
            raise Refused("candidate-decided")
        actions.add_entry(
            item=item, section=section, text=data["text"], side=data["side"], source=data["source"], link=data["link"],
            at=clock.now(), actor=who(request),
        )  # fmt: skip
    except Refused as refused:
        form.add_error(FIELD_OF.get(refused.code), said(refused))
        return _page(request, item, form, status=422)
    done(request, _("검토 자료에 더했습니다. 자료가 바뀌어 중립 점검은 다시 해야 합니다."))
    return HttpResponseRedirect(address(key, section))


@requires("agenda.prepare")
@require_POST
def staff_dossier_remove(request: HttpRequest, key: str, pk: int) -> HttpResponse:
    """Take an entry out; one that is gone already is gone."""
    item = find_item(key)
    entry = item.entries.there().select_related("item__case").filter(pk=pk).first() if pk < 2**63 else None
    if entry is None:
        return HttpResponseRedirect(address(key))
    section = entry.section
    if item.visit.left is not None:
        refuse(request, Refused("candidate-decided"))
    else:
        actions.remove_entry(entry=entry, at=clock.now(), actor=who(request))
        done(request, _("검토 자료에서 뺐습니다. 뺀 기록은 감사기록에 남습니다."))
    return HttpResponseRedirect(address(key, section))


@requires("agenda.prepare")
@require_POST
def staff_dossier_check(request: HttpRequest, key: str) -> HttpResponse:
    """Say that it is neutral in this respect, or that it is not any more (``holds`` empty)."""
    item = find_item(key)
    try:
        actions.check_dossier(
            item=item, code=request.POST.get("code", ""), holds=bool(request.POST.get("holds")), at=clock.now(),
            actor=who(request),
        )  # fmt: skip
    except Refused as refused:
        refuse(request, refused)
    return HttpResponseRedirect(address(key, "checks"))
