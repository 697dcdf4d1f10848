"""The materials of a discussion on the desk: one page a block; order by buttons; 덧붙임 once it has opened."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from madang.actions.blocks import (
    KINDS,
    add_block,
    append_block,
    edit_block,
    move_block,
    remove_block,
    table_text,
    withdraw_block,
)
from madang.base import clock
from madang.base.errors import Refused
from madang.forums.models import Block, Forum
from madang.web.ui.forum_materials import kind_name, title_of
from madang.web.ui.refusals import said

from .door import requires, who
from .forum import address, allow, find_forum
from .forum_forms import BlockForm, PublicReasonForm
from .page import done, refuse, render

FIELD = {
    "title-too-long": "title", "body-too-long": "text", "table-malformed": "rows", "table-too-large": "rows",
    "alt-too-long": "alt", "picture-without-words": "alt", "link-malformed": "link", "block-empty": "title",
}  # fmt: skip


def _limits() -> tuple[int, int]:
    return settings.UPLOAD_IMAGE_MB, settings.UPLOAD_FILE_MB


@requires("forum.prepare")
@require_http_methods(["GET", "HEAD", "POST"])
def staff_forum_add(request: HttpRequest, key: str) -> HttpResponse:
    """One more block of ``kind``: before the opening any, after it as 덧붙임 (whoever may open)."""
    forum = find_forum(request, key)
    kind = request.GET.get("kind", "")
    if kind not in KINDS:
        raise Http404
    after = forum.opened_at is not None
    if after:
        allow(request, "forum.open", forum)
    correctable = [(one.key, title_of(one)) for one in forum.blocks.filter(withdrawn_at=None)] if after else None
    if request.method != "POST":
        initial = {"corrects": request.GET.get("corrects", "")}
        return _page(request, forum, kind, BlockForm(kind=kind, correctable=correctable, initial=initial))
    form = BlockForm(request.POST, request.FILES, kind=kind, correctable=correctable)
    if not form.is_valid():
        return _page(request, forum, kind, form, status=422)
    given: dict[str, Any] = {
        "forum": forum, "what": form.what(kind), "file": form.cleaned_data.get("file"), "limit_mb": _limits(),
        "at": clock.now(), "actor": who(request),
    }  # fmt: skip
    try:
        if after:
            append_block(**given, corrects=form.cleaned_data.get("corrects") or None)
            done(request, _("덧붙였습니다. 날짜와 함께 바로 보입니다."))
        else:
            block = add_block(**given)
            done(request, _told(block))
    except Refused as refused:
        return _refused(request, forum, kind, form, refused)
    return HttpResponseRedirect(f"{address(forum)}#blocks-{kind}")


def _told(block: Block) -> str:
    if block.small_path and not block.alt:
        return _("그림을 저장했습니다. 그림 설명을 적기 전에는 토론을 열 수 없습니다.")
    return _("자료를 저장했습니다.")


def _refused(
    request: HttpRequest, forum: Forum, kind: str, form: BlockForm, refused: Refused, block: Block | None = None
) -> HttpResponse:
    field = FIELD.get(refused.code)
    if field is None and refused.code.startswith(("picture-", "file-", "upload-")):
        field = "file"
    form.add_error(field if field in form.fields else None, said(refused))
    return _page(request, forum, kind, form, block=block, status=422)


def find_block(forum: Forum, key: str) -> Block:
    """A block of this forum; else 404."""
    found = Block.objects.select_related("forum").filter(forum=forum, key=key.replace("\x00", "")).first()
    if found is None:
        raise Http404
    return found


@requires("forum.prepare")
@require_http_methods(["GET", "HEAD", "POST"])
def staff_forum_block(request: HttpRequest, key: str, block: str) -> HttpResponse:
    """Change a block; when a colleague was faster, both texts stand on the page."""
    forum = find_forum(request, key)
    found = find_block(forum, block)
    if forum.opened_at is not None:
        return HttpResponseRedirect(f"{address(forum)}#blocks-{found.kind}")
    kind = found.kind
    if request.method != "POST":
        return _page(request, forum, kind, BlockForm(kind=kind, initial=_initial(found)), block=found)
    form = BlockForm(request.POST, request.FILES, kind=kind)
    if not form.is_valid():
        return _page(request, forum, kind, form, block=found, status=422)
    try:
        saved = edit_block(
            block=found, what=form.what(kind), edition=form.cleaned_data["edition"] or 0,
            file=form.cleaned_data.get("file"), limit_mb=_limits(), at=clock.now(), actor=who(request),
        )  # fmt: skip
    except Refused as refused:
        if refused.code == "changed-meanwhile":
            fresh = find_block(forum, block)
            kept = BlockForm(kind=kind, initial={**form.cleaned_data, "edition": fresh.edition})
            return _page(request, forum, kind, kept, block=fresh, theirs=fresh, refused=refused, status=409)
        return _refused(request, forum, kind, form, refused, found)
    done(request, _told(saved))
    return HttpResponseRedirect(f"{address(forum)}#blocks-{kind}")


def _initial(block: Block) -> dict[str, Any]:
    return {
        "title": block.title, "text": block.text, "rows": table_text(block.rows), "alt": block.alt, "link": block.link,
        "edition": block.edition,
    }  # fmt: skip


def _page(
    request: HttpRequest,
    forum: Forum,
    kind: str,
    form: BlockForm,
    *,
    block: Block | None = None,
    theirs: Block | None = None,
    refused: Refused | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "forum": forum,
        "kind": kind,
        "kind_name": kind_name(kind),
        "form": form,
        "block": block,
        "theirs": theirs,
        "refused": said(refused) if refused else "",
        "after": forum.opened_at is not None,
        "back": f"{address(forum)}#blocks-{kind}",
    }
    return render(request, "forum_block", context, status=status)


@requires("forum.prepare")
@require_POST
def staff_forum_order(request: HttpRequest, key: str, block: str) -> HttpResponse:
    """``do``: up, down, remove. The page stays where it was."""
    forum = find_forum(request, key)
    found, do = find_block(forum, block), request.POST.get("do", "")
    try:
        if do == "remove":
            remove_block(block=found, at=clock.now(), actor=who(request))
            done(request, _("자료를 지웠습니다: %(title)s.") % {"title": title_of(found)})
        elif do in ("up", "down"):
            move_block(block=found, by=-1 if do == "up" else 1, at=clock.now(), actor=who(request))
        else:
            raise Http404
    except Refused as refused:
        refuse(request, refused)
    return HttpResponseRedirect(f"{address(forum)}#blocks-{found.kind}")


@requires("forum.open")
@require_http_methods(["GET", "HEAD", "POST"])
def staff_forum_withdraw(request: HttpRequest, key: str, block: str) -> HttpResponse:
    """Take a block out of sight after the opening, with the public reason in its place."""
    forum = find_forum(request, key)
    found = find_block(forum, block)
    if forum.opened_at is None or found.withdrawn_at is not None:
        return HttpResponseRedirect(f"{address(forum)}#blocks-{found.kind}")
    form = PublicReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            withdraw_block(block=found, reason=form.cleaned_data["reason"], at=clock.now(), actor=who(request))
        except Refused as refused:
            form.add_error(None, said(refused))
        else:
            done(request, _("자료를 내렸습니다. 그 자리에 이유가 보입니다."))
            return HttpResponseRedirect(f"{address(forum)}#blocks-{found.kind}")
    context = {"forum": forum, "block": found, "title": title_of(found), "form": form, "back": address(forum)}
    return render(request, "forum_withdraw", context, status=422 if form.errors else 200)
