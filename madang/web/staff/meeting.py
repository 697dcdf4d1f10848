"""One meeting of the panel: its candidates, the first vote, what was said, the last vote, what it decides, the minutes."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from madang.actions import meetings as actions
from madang.agenda.models import AgendaItem, Discussed, Meeting
from madang.base import clock
from madang.base.errors import Refused
from madang.people.rights import may
from madang.web.ui import panel_words
from madang.web.ui.refusals import said

from .agenda_forms import ConcludeForm, MinutesForm, VotesForm
from .door import requires, who
from .page import done, render

FIELD = {"reason-empty": "reason", "forum-too-short": "days"}
Failed = dict[tuple[str, int], Any]  # what was refused: (first, last or conclude; id) → its form


def find_meeting(key: str) -> Meeting:
    """The meeting of that key; else 404."""
    found = Meeting.objects.select_related("panel").filter(key=key).first() if "\x00" not in key else None
    if found is None:
        raise Http404
    return found


def address(meeting: Meeting, anchor: str = "") -> str:
    """The meeting's page, or a place on it."""
    return reverse("staff_meeting", args=[meeting.key]) + (f"#{anchor}" if anchor else "")


@requires("agenda.prepare")
@require_safe
def staff_meeting(request: HttpRequest, key: str) -> HttpResponse:
    """The meeting's desk."""
    return _page(request, find_meeting(key))


def _rows(meeting: Meeting) -> list[Discussed]:
    found = meeting.discussed.select_related("item__case__proposal", "item__case__rules", "item__visit", "meeting")
    return list(
        found.defer("item__case__proposal__body", "item__case__rules__data", "item__case__rules__note").order_by(
            "order", "pk"
        )
    )


def _page(
    request: HttpRequest,
    meeting: Meeting,
    *,
    failed: Failed | None = None,
    minutes: MinutesForm | None = None,
    changed: bool = False,
    status: int = 200,
) -> HttpResponse:
    failed, rows = failed or {}, _rows(meeting)
    on = {one.item_id for one in rows}
    waiting = AgendaItem.objects.before_panel().exclude(pk__in=on).with_matter().with_dossier()[:100]
    wrong = next(iter(failed.values()), None) or (minutes if minutes is not None and minutes.errors else None)
    context = {
        "meeting": meeting,
        "items": [_item(request, one, failed) for one in rows],
        "waiting": [
            {
                "key": one.case.key,
                "title": one.case.proposal.title,
                "due": one.visit.due,
                "dossier": panel_words.completeness(getattr(one, "section_count", 0)),
            }
            for one in waiting
        ],
        "minutes": minutes or MinutesForm(initial={"minutes": meeting.minutes, "edition": meeting.edition}),
        "wrong": wrong,
        "changed": changed,
    }
    return render(request, "meeting", context, status=status)


def _item(request: HttpRequest, one: Discussed, failed: Failed) -> dict[str, Any]:
    deciding, item = panel_words.deciding(one), one.item
    gone = item.visit.left is not None and one.decided_at is None  # decided elsewhere, or bundled since
    writes = one.decided_at is None and not gone and may(request.user, "agenda.decide")
    conclude = failed.get(("conclude", one.pk))
    if conclude is None and writes and deciding is not None:
        conclude = ConcludeForm(decision=deciding["key"], pk=one.pk)
    return {
        "pk": one.pk,
        "key": item.case.key,
        "title": item.case.proposal.title,
        "first": panel_words.votes(item, one.first) if one.first else [],
        "last": panel_words.votes(item, one.last) if one.last else [],
        "notes": one.notes,
        "rule": panel_words.rule(one.majority_percent or panel_words.percent_of(item)),
        "deciding": deciding,
        "decided_at": one.decided_at,
        "reason": item.visit.facts.get("reason", "") if one.decided_at and one.decision != "defer" else "",
        "gone": gone,
        "forms": [_votes(one, round, failed) for round in actions.ROUNDS] if writes else [],
        "conclude": conclude if writes else None,
    }


def _votes(one: Discussed, round: str, failed: Failed, data: Any = None) -> VotesForm:
    return failed.get((round, one.pk)) or VotesForm(
        data, keys=panel_words.choices(one.item), round=round, pk=one.pk, told=getattr(one, round), notes=one.notes
    )


@requires("agenda.prepare")
@require_POST
def staff_meeting_put(request: HttpRequest, key: str) -> HttpResponse:
    """Put the chosen candidates (``case``) on the agenda; those that cannot be any more are named."""
    meeting = find_meeting(key)
    chosen = [each for each in request.POST.getlist("case")[:100] if "\x00" not in each]
    found = AgendaItem.objects.before_panel().filter(case__key__in=chosen).select_related("visit", "case")
    count = 0
    for item in found:
        actions.put_on(meeting=meeting, item=item, at=clock.now(), actor=who(request))
        count += 1
    if count:
        done(request, _("안건 %(count)s개를 올렸습니다.") % {"count": count})
    if count < len(set(chosen)):
        done(request, _("그 사이 결정되거나 묶인 후보는 빼고 올렸습니다."))
    return HttpResponseRedirect(address(meeting))


def _discussed(meeting: Meeting, pk: int) -> Discussed:
    found = next((one for one in _rows(meeting) if one.pk == pk), None)
    if found is None:
        raise Http404
    return found


@requires("agenda.decide")
@require_POST
def staff_meeting_vote(request: HttpRequest, key: str, pk: int) -> HttpResponse:
    """Write down the numbers of the first or the last vote."""
    meeting = find_meeting(key)
    one, round = _discussed(meeting, pk), request.POST.get("round", "")
    if round not in actions.ROUNDS:
        raise Http404
    form = _votes(one, round, {}, request.POST)
    if form.is_valid():
        try:
            actions.vote(
                discussed=one, round=round, votes=form.votes(), notes=form.cleaned_data.get("notes", ""),
                at=clock.now(), actor=who(request),
            )  # fmt: skip
        except Refused as refused:
            form.add_error(None, said(refused))
        else:
            done(request, _("첫 투표를 적었습니다.") if round == "first" else _("마지막 투표를 적었습니다."))
            return HttpResponseRedirect(address(meeting, f"item-{pk}"))
    return _page(request, meeting, failed={(round, pk): form}, status=422)


@requires("agenda.decide")
@require_POST
def staff_meeting_conclude(request: HttpRequest, key: str, pk: int) -> HttpResponse:
    """The last vote decides, and the reason is public. Not if it decides something else than the writer saw."""
    meeting = find_meeting(key)
    one = _discussed(meeting, pk)
    deciding = panel_words.deciding(one)
    form = ConcludeForm(request.POST, decision=deciding["key"] if deciding else "", pk=pk)
    if form.is_valid():
        data = form.cleaned_data
        try:
            if deciding is not None and data["decision"] != deciding["key"]:
                raise Refused("changed-meanwhile")
            actions.conclude(
                discussed=one, reason=data["reason"], form=data.get("form", ""), question=data.get("question", ""),
                days=data.get("days"), at=clock.now(), actor=who(request),
            )  # fmt: skip
        except Refused as refused:
            form.add_error(FIELD.get(refused.code), said(refused))
            again = request.POST.copy()
            again["decision"] = deciding["key"] if deciding else ""  # what is sent next was seen
            form.data = again
        else:
            assert deciding is not None
            done(request, _("결정을 기록했습니다: %(decision)s.") % {"decision": deciding["word"]})
            return HttpResponseRedirect(address(meeting, f"item-{pk}"))
    return _page(request, meeting, failed={("conclude", pk): form}, status=422)


@requires("agenda.prepare")
@require_POST
def staff_meeting_minutes(request: HttpRequest, key: str) -> HttpResponse:
    """Save the minutes, or (``do=publish``) publish them too; what a colleague saved meanwhile is not overwritten."""
    meeting = find_meeting(key)
    form, publish = MinutesForm(request.POST), request.POST.get("do") == "publish"
    if not form.is_valid():
        return _page(request, meeting, minutes=form, status=422)
    data = form.cleaned_data
    try:
        actions.write_minutes(
            meeting=meeting, minutes=data["minutes"], edition=data["edition"], publish=publish, at=clock.now(),
            actor=who(request),
        )  # fmt: skip
    except Refused as refused:
        now = find_meeting(key)
        changed = refused.code == "changed-meanwhile"
        again = request.POST.copy()
        form.data = again
        again["edition"] = str(now.edition)  # what is sent next is sent by someone who has seen what stands now
        form.add_error(None if changed else "minutes", said(refused))
        return _page(request, now, minutes=form, changed=changed, status=409 if changed else 422)
    done(request, _("회의록을 공개했습니다.") if publish else _("회의록을 저장했습니다."))
    return HttpResponseRedirect(address(meeting, "minutes"))
