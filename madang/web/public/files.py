"""그림과 파일: served to whoever may read what they belong to, and so that a browser never runs them."""

from __future__ import annotations

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from madang.proposals.models import Attachment

from .matter import may_see
from .pages import viewer

YEAR = 365 * 24 * 3600


@require_safe
def attachment(request: HttpRequest, key: str, name: str) -> HttpResponseBase:
    """A picture (``1600.webp``, ``480.webp``) or a file under its name; 404 for whoever may not see it."""
    rows = Attachment.objects.select_related("proposal", "draft")
    found = rows.filter(key=key.replace("\x00", "")).first()
    if found is None or not _may_read(request, found):
        raise Http404
    names = (
        {"1600.webp": found.path, "480.webp": found.small_path} if found.kind == "image" else {found.name: found.path}
    )
    path = names.get(name)
    if not path:
        raise Http404
    image = found.kind == "image"
    return sent(
        request,
        tag=f"{found.key}-{name[:4] if image else 'file'}",
        path=path,
        media_type=found.media_type,
        download="" if image else found.name,
        public=found.proposal is not None and found.proposal.visibility == "public",
    )


def sent(
    request: HttpRequest, *, tag: str, path: str, media_type: str, download: str, public: bool
) -> HttpResponseBase:
    """A kept file, so that a browser never runs it. ``download``: the name under which it is offered ("": a picture that
    is shown). ``public``: what is public now may be hidden tomorrow, so only the reader's own browser keeps it; what is
    not is asked for anew each time."""
    asked = [each.strip().removeprefix("W/") for each in request.headers.get("If-None-Match", "").split(",")]
    response: HttpResponseBase
    if f'"{tag}"' in asked or "*" in asked:
        response = HttpResponse(status=304)
        del response.headers["Content-Type"]
    else:
        response = _content(path, media_type, download)
    response.headers["ETag"] = f'"{tag}"'
    response.headers["Cache-Control"] = f"private, max-age={YEAR}, immutable" if public else "private, no-cache"
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    if not public:
        response.headers["X-Robots-Tag"] = "noindex"
    return response


def _content(path: str, media_type: str, download: str) -> HttpResponseBase:
    try:
        opened = default_storage.open(path)
    except OSError:
        raise Http404 from None
    return FileResponse(opened, content_type=media_type, as_attachment=bool(download), filename=download)


def _may_read(request: HttpRequest, found: Attachment) -> bool:
    person = viewer(request)
    if found.proposal is not None:
        return may_see(found.proposal, person)
    return person is not None and found.draft is not None and found.draft.person_id == person.pk
