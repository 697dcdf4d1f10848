"""공론장의 그림과 파일: served to whoever may read the forum; before it opens, to those who prepare it."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from madang.forums.models import Block, Forum, Observation
from madang.people.rights import may
from madang.web.ui.forum_materials import section

from .files import sent
from .matter import may_see
from .pages import viewer

__all__ = ["forum_file", "section"]


@require_safe
def forum_file(request: HttpRequest, key: str, file: str) -> HttpResponseBase:
    """A picture (``1600.webp``, ``480.webp``) or a file under its name; 404 for whoever may not see it."""
    found = _find(key.replace("\x00", ""))
    if found is None or not _may_read(request, found):
        raise Http404
    image = bool(found.small_path)
    own: Any = getattr(found, "name", "")
    paths = {"1600.webp": found.path, "480.webp": found.small_path} if image else {own: found.path}
    if not paths.get(file):
        raise Http404
    return sent(
        request,
        tag=f"{found.key}-{found.path[-40:-10]}-{file[:4] if image else 'file'}",
        path=paths[file],
        media_type="image/webp" if image else getattr(found, "media_type", ""),
        download="" if image else own,
        public=_public(found.forum, found),
    )


def _find(key: str) -> Block | Observation | None:
    rows = "forum__case__proposal", "forum__case__department"
    block = Block.objects.select_related(*rows).filter(key=key).first()
    return block or Observation.objects.select_related(*rows).filter(key=key).first()


def _withdrawn(found: Block | Observation) -> bool:
    return found.withdrawn_at is not None


def _public(forum: Forum, found: Block | Observation) -> bool:
    return forum.opened_at is not None and forum.case.proposal.visibility == "public" and not _withdrawn(found)


def _may_read(request: HttpRequest, found: Block | Observation) -> bool:
    forum, person = found.forum, viewer(request)
    if may(person, "forum.prepare", department=forum.case.department):
        return True
    return forum.opened_at is not None and not _withdrawn(found) and may_see(forum.case.proposal, person)
