"""One discussion on the desk: preparing it, agreeing to it, looking at it as citizens will, opening and closing it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from madang.actions.blocks import KINDS, wordless
from madang.actions.experiments import OBSERVATIONS
from madang.actions.forum_desk import prepare_forum
from madang.actions.forums import allowed_forms, least_days
from madang.base import clock
from madang.base.errors import Refused
from madang.base.text import clean_line
from madang.forums.models import Forum, Observation
from madang.people.rights import may
from madang.web.ui import words
from madang.web.ui.answer_letter import department_name
from madang.web.ui.forum_materials import form_name, kind_name, purpose_name, section, title_of
from madang.web.ui.refusals import said

from .contributions import autosaved
from .desk_forms import ReasonForm
from .door import requires, who
from .forum_forms import NEUTRAL, FindingForm, ForumForm, ObservationForm, PublicReasonForm
from .forums import my_forums, state_of
from .page import done, render

FIELD = {
    "question-empty": "question", "title-too-long": "question", "body-too-long": "body", "forum-days": "days",
    "forum-too-short": "days", "promise-missing": "promised_on", "promise-too-early": "promised_on",
    "announce-asks-nothing": "form", "unknown-decision": "form",
}  # fmt: skip
SHOWN = (
    "question", "form", "body", "days", "long_running", "opens_on", "purpose", "promised_on", "effect", "difficulty", "alternative",
    "setup", "edition",
)  # fmt: skip


def find_forum(request: HttpRequest, key: str) -> Forum:
    """The forum, if it is this person's to prepare; else 404."""
    rows = my_forums(request.user).with_participants().select_related(
        "visit", "case__proposal__author", "case__rules__procedure", "case__department", "edited_by", "sent_back_by",
        "department_agreed_by", "team_agreed_by", "feeds__case__proposal",
    )  # fmt: skip
    found = rows.filter(key=key.replace("\x00", "")).first()
    if found is None:
        raise Http404
    return found


def allow(request: HttpRequest, right: str, forum: Forum) -> None:
    """404 unless the person holds ``right`` for this forum."""
    if not may(request.user, right, department=forum.case.department):
        raise Http404


def address(forum: Forum) -> str:
    """The forum's desk."""
    return reverse("staff_forum", kwargs={"key": forum.key})


@requires("forum.prepare")
@require_http_methods(["GET", "HEAD", "POST"])
def staff_forum(request: HttpRequest, key: str) -> HttpResponse:
    """The desk of one forum. POST saves what is asked; ``do=autosave`` answers in JSON."""
    forum = find_forum(request, key)
    if request.method != "POST":
        return desk(request, forum)
    do = request.POST.get("do", "save")
    form = _form(forum, request.POST)
    if not form.is_valid():
        if do == "autosave":
            return JsonResponse({"said": _("적은 것에 고칠 곳이 있어 아직 저장하지 않았습니다.")}, status=422)
        return desk(request, forum, form=form, status=422)
    try:
        saved = prepare_forum(
            forum=forum, what=form.what(), edition=form.cleaned_data["edition"], at=clock.now(), actor=who(request),
            quiet=do == "autosave",
        )  # fmt: skip
    except Refused as refused:
        if do == "autosave":
            return JsonResponse({"said": said(refused)}, status=409)
        return _refused(request, key, form, refused)
    if do == "autosave":
        return JsonResponse({"edition": saved.edition, "said": autosaved()})
    if do == "preview":
        return HttpResponseRedirect(reverse("staff_forum_preview", kwargs={"key": key}))
    done(request, _("저장했습니다. 아직 열리지 않았습니다."))
    return HttpResponseRedirect(address(forum))


def _form(forum: Forum, data: Any = None, initial: Any = None) -> ForumForm:
    stage = forum.case.rules.document.stage(forum.visit.stage)
    return ForumForm(
        data, initial=initial, allowed=allowed_forms(stage), least=least_days(stage),
        institution=forum.case.origin == "institution", trying=forum.form == "experiment",
    )  # fmt: skip


def _refused(request: HttpRequest, key: str, form: ForumForm, refused: Refused) -> HttpResponse:
    """What was typed stays: beside what somebody else has saved, or with the reason at its field."""
    forum = find_forum(request, key)
    if refused.code in ("changed-meanwhile", "forum-already-open", "forum-left"):
        typed = {**form.cleaned_data, "edition": forum.edition}
        kept = _form(forum, initial=typed)
        return desk(request, forum, form=kept, refused=refused, typed=typed, status=409)
    field = FIELD.get(refused.code)
    form.add_error(field if field in form.fields else None, said(refused))
    return desk(request, forum, form=form, status=422)


def desk(
    request: HttpRequest,
    forum: Forum,
    *,
    form: ForumForm | None = None,
    refused: Refused | None = None,
    typed: dict[str, Any] | None = None,
    disagree: ReasonForm | None = None,
    close: PublicReasonForm | None = None,
    observation: ObservationForm | None = None,
    finding: FindingForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page, before and after the opening."""
    now, case = clock.now(), forum.case
    preparing = forum.opened_at is None and forum.visit.left is None
    start = {name: getattr(forum, name) for name in SHOWN}
    context = {
        "forum": forum,
        "case": case,
        "asks": case.origin == "institution",
        "owner": department_name(case.department),
        "state": state_of(forum, now),
        "form_name": form_name(forum.form),
        "purpose": purpose_name(forum.purpose),
        "preparing": preparing,
        "opened": forum.opened_at is not None,
        "running": forum.is_open(now),
        "form": form or _form(forum, initial=start),
        "refused": said(refused) if refused else "",
        "conflict": refused is not None and refused.code == "changed-meanwhile",
        "typed": typed,
        "groups": groups(forum),
        "kinds": [{"key": kind, "name": kind_name(kind)} for kind in KINDS],
        "hints": hints(forum) if preparing else [],
        "neutral": list(NEUTRAL.values()),
        "agreement": agreement(request, forum) if case.origin == "institution" else None,
        "disagree": disagree or ReasonForm(auto_id="id_disagree_%s"),
        "close": close or PublicReasonForm(auto_id="id_close_%s"),
        "may_open": may(request.user, "forum.open"),
        "desks": _desks(request, forum),
        "tried": trying(forum, observation, finding) if forum.form == "experiment" and forum.opened_at else None,
    }
    return render(request, "forum", context, status=status)


def _desks(request: HttpRequest, forum: Forum) -> list[dict[str, str]]:
    """The other desks of this forum that are open to this person, as links."""
    rights: dict[str, tuple[str, ...]] = {"staff_forum_sessions": ("session.manage",)}
    if forum.opened_at is not None:
        rights |= {"staff_forum_report": ("report.write",), "staff_forum_result": ("result.deliver", "result.publish")}
    labels = {
        "staff_forum_sessions": _("현장 토론"),
        "staff_forum_report": _("토론 보고서"),
        "staff_forum_result": _("결과 전달과 공개"),
    }
    return [
        {"label": labels[name], "href": reverse(name, kwargs={"key": forum.key})}
        for name, any_of in rights.items()
        if any(may(request.user, right, department=forum.case.department) for right in any_of)
    ]


def groups(forum: Forum) -> list[dict[str, Any]]:
    """The blocks by kind, each with what can be done about it."""
    blocks = list(forum.blocks.all())
    found = []
    for kind in KINDS:
        alike = [one for one in blocks if one.kind == kind]
        rows = [
            {
                "block": one,
                "title": title_of(one),
                "wordless": bool(one.small_path) and not one.alt,
                "first": place == 0,
                "last": place == len(alike) - 1,
            }
            for place, one in enumerate(alike)
        ]
        found.append({"key": kind, "name": kind_name(kind), "rows": rows})
    return found


def hints(forum: Forum) -> list[dict[str, str]]:
    """What a machine can say about balance and completeness: {text, tone, shape, href}."""
    blocks = list(forum.blocks.all())
    length = {side: sum(len(one.text) for one in blocks if one.kind == side) for side in ("for", "against")}
    found = []

    def say(ok: bool, good: str, bad: str, href: str = "", tone: str = "warn") -> None:
        found.append(
            {
                "text": good if ok else bad,
                "tone": "ok" if ok else tone,
                "shape": "check" if ok else "warn",
                "href": "" if ok else href,
            }
        )

    say(
        any(one.kind == "background" for one in blocks),
        _("배경이 있습니다."),
        _("배경이 아직 없습니다."),
        "#blocks-background",
    )
    if forum.form == "pro_con":
        both = all(length.values()) or all(any(one.kind == side for one in blocks) for side in length)
        say(both, _("두 쪽의 이야기가 모두 있습니다."), _("한쪽의 이야기가 없습니다."), "#blocks-for")
        facts = {"for": f"{length['for']:,}", "against": f"{length['against']:,}"}
        if both:
            say(
                max(length.values()) <= 2 * max(1, min(length.values())),
                _("두 쪽의 분량이 비슷합니다: %(for)s자와 %(against)s자.") % facts,
                _("두 쪽의 분량이 두 배 넘게 다릅니다: %(for)s자와 %(against)s자.") % facts,
                "#blocks-for",
            )
    tables = [one for one in blocks if one.kind == "data"]
    if tables:
        say(
            all(one.link for one in tables),
            _("자료마다 출처가 있습니다."),
            _("출처가 없는 자료가 있습니다."),
            "#blocks-data",
        )
    for one in wordless(forum):
        href = reverse("staff_forum_block", kwargs={"key": forum.key, "block": one.key})
        say(
            False,
            "",
            _("그림 설명이 없습니다: %(title)s. 이대로는 열 수 없습니다.") % {"title": title_of(one)},
            href,
            "bad",
        )
    return found


def agreement(request: HttpRequest, forum: Forum) -> dict[str, Any]:
    """How far both sides have agreed, and which of them this person may speak for."""
    sides = [
        {"side": side, "name": name, "at": at, "by": by, "mine": may(request.user, f"forum.agree_{side}", department=forum.case.department)}
        for side, name, at, by in (
            ("department", department_name(forum.case.department) or _("담당 부서"), forum.department_agreed_at, forum.department_agreed_by),
            ("team", _("운영팀"), forum.team_agreed_at, forum.team_agreed_by),
        )
    ]  # fmt: skip
    return {"sides": sides, "whole": forum.agreed_edition == forum.edition}


def correctable(seen: Iterable[Observation]) -> list[tuple[str, str]]:
    """Observations that can be corrected, as choices."""
    return [
        (one.key, f"{words.day_year(one.on)}: {clean_line(one.text)[:40]}") for one in seen if one.withdrawn_at is None
    ]


def trying(forum: Forum, observation: ObservationForm | None, finding: FindingForm | None) -> dict[str, Any]:
    """An experiment that runs: what was seen, and the forms for more."""
    others = Forum.objects.exclude(pk=forum.pk).exclude(form="experiment").filter(visit__left=None)
    targets = [(one.key, one.question) for one in others.order_by("-pk")[:200]]
    if forum.feeds and forum.feeds.key not in dict(targets):
        targets.append((forum.feeds.key, forum.feeds.question))
    told = forum.found_at is not None
    seen = list(forum.observations.select_related("corrects").order_by("-on", "-pk")[:OBSERVATIONS])
    start = {"feeds": forum.feeds.key if forum.feeds else ""}
    return {
        "observations": seen,
        "observation": observation
        or ObservationForm(auto_id="id_seen_%s", initial={"on": clock.now().date()}, correctable=correctable(seen)),
        "finding": finding or FindingForm(auto_id="id_found_%s", targets=targets, told=told, initial=start),
        "targets": targets,
    }


@requires("forum.prepare")
@require_safe
def staff_forum_preview(request: HttpRequest, key: str) -> HttpResponse:
    """As citizens will see it."""
    forum = find_forum(request, key)
    return render(
        request, "forum_preview", {"forum": forum, "materials": section(forum), "form_name": form_name(forum.form)}
    )
