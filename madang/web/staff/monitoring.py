"""제안 모니터링: the notable proposals and anomalies of a day, with the team's notes."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe

from madang.actions import monitoring
from madang.base import clock
from madang.base.errors import Refused
from madang.monitoring.models import Note
from madang.people.rights import may
from madang.proposals.models import Proposal
from madang.web.ui import words
from madang.web.ui.refusals import said
from madang.web.ui.sheets import sheet_links, sheet_response, wanted

from . import integrity_words
from .door import requires, who
from .page import address, done, render

TAGS = {
    "good": gettext_lazy("좋은 제안"),
    "watch": gettext_lazy("지켜볼 것"),
    "anomaly": gettext_lazy("이상한 것"),
    "pick-up": gettext_lazy("기준 아래지만 살릴 것"),
}
SHAPES = {"good": ("check", "ok"), "watch": ("half", "wait"), "anomaly": ("warn", "warn"), "pick-up": ("ring", "open")}


class NoteForm(forms.Form):
    """One remark. ``about``: a matter's key, or "" for the day as a whole."""

    about = forms.CharField(label=gettext_lazy("무엇에 대해"), required=False, max_length=64, widget=forms.Select)
    tag = forms.ChoiceField(label=gettext_lazy("어떤 것"), choices=list(TAGS.items()), widget=forms.RadioSelect)
    text = forms.CharField(
        label=gettext_lazy("메모"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=monitoring.TEXT_LIMIT,
        error_messages={"required": gettext_lazy("메모를 적어 주십시오.")},
    )

    def __init__(self, *args: Any, matters: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["about"].widget.choices = [("", _("그날 전체")), *matters]


@requires("monitor.write")
@require_safe
def staff_monitoring(request: HttpRequest) -> HttpResponseBase:
    """One day; today unless ``?day=`` says another."""
    day = _day(request.GET.get("day", ""))
    seen = _look(request, day)
    if wanted(request):
        return _sheet(request, seen)
    about = request.GET.get("about", "")
    return _show(request, seen, NoteForm(initial={"about": about, "tag": "watch"}, matters=_matters(seen, about)))


@requires("monitor.write")
@require_POST
def staff_monitoring_note(request: HttpRequest) -> HttpResponse:
    """Keep a remark; what was typed stays when it cannot be kept."""
    day = _day(request.POST.get("day", ""))
    seen, about = _look(request, day), request.POST.get("about", "")
    form = NoteForm(request.POST, matters=_matters(seen, about))
    if form.is_valid():
        data = form.cleaned_data
        try:
            monitoring.note_day(
                day=day, tag=data["tag"], text=data["text"], case_key=data["about"], at=clock.now(), actor=who(request)
            )
        except Refused as refused:
            form.add_error("text" if refused.code in ("text-empty", "body-too-long") else None, said(refused))
        else:
            done(request, _("메모를 남겼습니다."))
            return HttpResponseRedirect(f"{reverse('staff_monitoring')}?day={day.isoformat()}#notes")
    return _show(request, seen, form)


def _today() -> date:
    return timezone.localtime(clock.now()).date()


def _day(raw: str) -> date:
    if not raw:
        return _today()
    try:
        day = date.fromisoformat(raw)
    except ValueError:
        raise Http404 from None
    if not 2000 <= day.year <= 2200:
        raise Http404
    return day


def _look(request: HttpRequest, day: date) -> monitoring.Day:
    return monitoring.look_at(day, now=clock.now(), anomalies=may(request.user, "support.watch"))


def _matters(seen: monitoring.Day, about: str) -> list[tuple[str, str]]:
    """The day's matters to choose from; one that was asked for is there in any case."""
    found = {proposal.case.key: proposal.title for proposal in seen.proposals.values()}
    if about and about not in found:
        other = Proposal.objects.filter(case__key=about).values_list("title", flat=True).first()
        found |= {about: other} if other else {}
    return list(found.items())


def _show(request: HttpRequest, seen: monitoring.Day, form: NoteForm) -> HttpResponse:
    today = _today()
    notes: dict[int | None, list[Note]] = {}
    for note in seen.notes:
        notes.setdefault(note.case_id, []).append(note)
    context = {
        "day": seen.day,
        "today": today,
        "before": address(request, day=(seen.day - timedelta(days=1)).isoformat(), about=""),
        "after": address(request, day=(seen.day + timedelta(days=1)).isoformat(), about="") if seen.day < today else "",
        "groups": _groups(seen),
        "anomalies": [
            {"key": seen.proposals[pk].case.key, "title": seen.proposals[pk].title, "strong": one.strong,
             "word": integrity_words.title(one.kind), "what": integrity_words.what(one)}
            for pk, one in seen.anomalies if pk in seen.proposals
        ],
        "may_watch": may(request.user, "support.watch"),
        "notes": [_note(note) for note in seen.notes],
        "form": form,
        "sheets": sheet_links(request),
    }  # fmt: skip
    return render(request, "monitoring", context, status=422 if form.errors else 200)


def _note(note: Note) -> dict[str, Any]:
    shape, tone = SHAPES[note.tag]
    matter = note.case.proposal if note.case else None
    return {
        "word": str(TAGS[note.tag]), "shape": shape, "tone": tone, "text": note.text, "by": str(note.by), "at": note.at,
        "title": matter.title if matter else "", "key": note.case.key if note.case else "",
    }  # fmt: skip


def _titles() -> dict[str, str]:
    """The sorts of notable matters, in the order in which they are shown."""
    return {
        "tier": _("기준에 도달"),
        "near": _("곧 기준에 도달"),
        "first": _("첫날부터 많은 공감"),
        "fast": _("빠르게 늘어남"),
        "talked": _("의견이 많음"),
        "joined": _("토론에 많이 참여함"),
        "late": _("약속이 늦어짐"),
        "due": _("답변 마감이 가까움"),
    }


def _groups(seen: monitoring.Day) -> list[dict[str, Any]]:
    found = []
    for sort, title in _titles().items():
        rows = [
            {
                "key": seen.proposals[one.case].case.key,
                "title": seen.proposals[one.case].title,
                "note": _said(seen, one),
            }
            for one in seen.notable
            if one.sort == sort
        ]
        if rows:
            found.append({"title": title, "rows": rows, "sort": sort})
    return found


def _said(seen: monitoring.Day, one: monitoring.Notable) -> str:
    facts = {"count": words.number(one.number)}
    if one.sort == "tier":
        label = seen.proposals[one.case].case.rules.document.start_name(one.mark, words.language())
        return _("공감 %(count)s명 → %(label)s") % {**facts, "label": label}
    if one.sort == "near":
        until = f" · {words.until(one.at)}" if one.at else ""
        return ngettext("%(count)s명 더", "%(count)s명 더", one.number) % facts + until
    if one.sort == "talked":
        return ngettext("하루 의견 %(count)s개", "하루 의견 %(count)s개", one.number) % facts
    if one.sort == "joined":
        return ngettext("하루에 %(count)s명이 처음 참여", "하루에 %(count)s명이 처음 참여", one.number) % facts
    if one.sort == "late":
        return _("%(day)s까지였음") % {"day": words.day(words.last_day(one.at))} if one.at else ""
    if one.sort == "due":
        return words.until(one.at)
    return ngettext("하루 공감 %(count)s명", "하루 공감 %(count)s명", one.number) % facts


def _sheet(request: HttpRequest, seen: monitoring.Day) -> HttpResponseBase:
    columns = [_("날짜"), _("무엇"), _("제안"), _("설명"), _("누가"), _("언제")]
    rows: list[tuple[Any, ...]] = [
        (seen.day, group["title"], row["title"], row["note"], "", None)
        for group in _groups(seen)
        for row in group["rows"]
    ]
    rows += [
        (seen.day, integrity_words.title(one.kind), seen.proposals[pk].title, integrity_words.what(one), "", one.since)
        for pk, one in seen.anomalies
        if pk in seen.proposals
    ]
    rows += [(seen.day, n["word"], n["title"], n["text"], n["by"], n["at"]) for n in map(_note, seen.notes)]
    return sheet_response(request, "monitoring", columns, rows)
