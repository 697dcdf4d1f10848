"""A draft between the first letter and its publication: saved as it is typed, looked at as others will see it, sent in."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from madang.actions.drafts import discard_draft, find_draft, save_draft
from madang.actions.proposals import check_texts, submit_proposal
from madang.actions.texts import is_fixed
from madang.base import clock
from madang.base.errors import Refused
from madang.people.models import Person
from madang.procedures.models import RuleVersion
from madang.proposals.models import Draft, Proposal
from madang.web.ui import words
from madang.web.ui.refusals import said

from .explained import promises_of
from .matter import name_of
from .pages import page, viewer
from .propose import keep, procedures_open, reopened
from .similar import resembling
from .write_form import KEY, alts, attach_all, attaching, attachments, edition_of, is_forged, written


@csrf_exempt  # asked below, so that the page hears in its own way what is the matter
@require_POST
def save(request: HttpRequest, key: str) -> JsonResponse:
    """The form as it stands, sent while it is typed. Answers in a sentence that the page shows."""
    if not KEY.fullmatch(key):
        raise Http404
    person = viewer(request)
    again = f"{reverse('propose')}?{urlencode({'draft': key})}"
    if is_forged(request):
        return _told(
            403,
            gettext("저장하지 못했어요. 적은 것은 이 브라우저에 남아 있어요. 페이지를 새로 고쳐 주세요."),
            again=again,
        )
    if person is None:
        keep(request)
        list(messages.get_messages(request))  # said here and now, not on the next page
        text = gettext("로그인이 끊겼어요. 쓴 글은 보관해 두었으니, 로그인하면 이어서 쓸 수 있어요.")
        return _told(401, text, sign_in=f"{reverse('account_login')}?{urlencode({'next': reverse('propose')})}")
    try:
        draft = save_draft(
            person=person,
            key=key,
            data=written(request),
            edition=edition_of(request),
            alts=alts(request),
            anew="anew" in request.POST,
            at=clock.now(),
        )
    except Refused as refused:
        status = {"changed-meanwhile": 409, "no-such-draft": 410}.get(refused.code, 422)
        return _told(status, said(refused), again=again)
    later = gettext("저장했어요 · %(at)s") % {"at": words.moment(draft.saved_at)}
    return _told(200, gettext("저장했어요 · 방금"), edition=draft.edition, later=later, again=again)


def _told(status: int, text: str, **facts: Any) -> JsonResponse:
    response = JsonResponse({"said": text, **facts}, status=status)
    response.headers["Cache-Control"] = "no-store"
    return response


@csrf_exempt
@require_POST
def attach(request: HttpRequest, key: str) -> HttpResponse:
    """Pictures and files chosen on a page with script: the list of what is attached, to be put in its place."""
    person = viewer(request)
    if person is None or is_forged(request):
        return HttpResponse(status=401 if person is None else 403)
    draft = _own(person, key)
    wrong = attach_all(request, draft)
    context = {**attaching(attachments(draft)), "upload_errors": wrong, "without_words": []}
    return page(request, "propose/_attached.html", context)


@login_required
@require_safe
def preview(request: HttpRequest, key: str) -> HttpResponse:
    """The draft as its readers will see it, and the button that sends it in."""
    assert isinstance(request.user, Person)
    found = _draft_or_proposal(request.user, key)
    if isinstance(found, Proposal):
        return HttpResponseRedirect(reverse("proposal", args=[key]))
    missing = _missing(found)
    if missing:
        messages.error(request, missing)
        return HttpResponseRedirect(reopened(found))
    rules, now = _rules(found), clock.now()
    data = found.data
    context = {
        "p": Proposal(submitted_at=now, **{name: data.get(name, "") for name in ("title", "body", "category", "area")}),
        "draft": found,
        "author": name_of(request.user, "citizen"),
        "category": words.category(data.get("category", "")),
        "attachments": attachments(found),
        "back": reopened(found),
        "fixed": is_fixed(rules.document),
        "sentences": promises_of(rules.document),
        "similar": resembling(data.get("title", ""), data.get("body", ""), now),
    }
    return page(request, "propose/preview.html", context)


@login_required
@require_POST
def publish(request: HttpRequest, key: str) -> HttpResponse:
    """Send the draft in, as it was seen on the preview."""
    assert isinstance(request.user, Person)
    found = _draft_or_proposal(request.user, key)
    if isinstance(found, Proposal):
        return HttpResponseRedirect(reverse("proposal", args=[key]))
    here = reverse("draft.preview", args=[key])
    if edition_of(request) != found.edition:
        messages.warning(request, gettext("그 사이 다른 창에서 글이 바뀌었어요. 다시 보고 올려 주세요."))
        return HttpResponseRedirect(here)
    missing = _missing(found)
    if missing:
        messages.error(request, missing)
        return HttpResponseRedirect(reopened(found))
    fields = {name: found.data.get(name, "") for name in ("title", "body", "category", "area")}
    try:
        submit_proposal(
            rules=_rules(found),
            key=found.key,
            author=request.user,
            actor=request.user,
            at=clock.now(),
            draft=found,
            **fields,
        )
    except Refused as refused:
        if refused.code != "key-taken":
            messages.error(request, said(refused))
            return HttpResponseRedirect(here)
    return HttpResponseRedirect(reverse("proposal", args=[key]))


@login_required
@require_POST
def discard(request: HttpRequest, key: str) -> HttpResponse:
    """Throw a draft away."""
    assert isinstance(request.user, Person)
    try:
        discard_draft(person=request.user, key=key.replace("\x00", ""))
    except Refused:
        raise Http404 from None
    messages.success(request, gettext("쓰던 글을 지웠어요."))
    return HttpResponseRedirect(reverse("my"))


def _own(person: Person, key: str) -> Draft:
    try:
        return find_draft(person=person, key=key.replace("\x00", ""))
    except Refused:
        raise Http404 from None


def _draft_or_proposal(person: Person, key: str) -> Draft | Proposal:
    """The person's draft, or the proposal of theirs that it has become."""
    key = key.replace("\x00", "")
    sent = Proposal.objects.filter(case__key=key, author=person).first()
    return sent or _own(person, key)


def _rules(draft: Draft) -> RuleVersion:
    """The rules under which it would be born."""
    open_ = procedures_open()
    found = open_.get(draft.data.get("procedure", "")) or next(iter(open_.values()), None)
    if found is None:
        raise Http404
    return found


def _missing(draft: Draft) -> str:
    """What a draft still needs before it can be sent in, in a sentence; "" when nothing."""
    try:
        check_texts(draft.data.get("title", ""), draft.data.get("body", ""))
    except Refused as refused:
        return said(refused)
    if draft.data.get("category") not in words.CATEGORIES:
        return gettext("분야를 하나 골라 주세요.")
    if draft.attachments.filter(kind="image", alt="").exists():
        return said(Refused("alt-missing"))
    return ""
