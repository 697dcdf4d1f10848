"""What the institution wrote: terms, notices, free pages, their pictures; and a banner is put away."""

from __future__ import annotations

from django.conf import settings
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from madang.pages.models import Page, PageVersion, Picture
from madang.pages.queries import published
from madang.web.ui import words, written

from .pages import page

LISTED = 20
YEAR = 365 * 24 * 3600


@require_safe
def terms(request: HttpRequest) -> HttpResponse:
    """이용약관: the institution's own, or the ones that came with the house."""
    version = published("terms")
    return show(request, version) if version is not None else page(request, "written/terms.html", {})


@require_safe
def written_page(request: HttpRequest, slug: str) -> HttpResponse:
    """A free page. The fixed ones and the notices have addresses of their own."""
    found = get_object_or_404(Page.objects.public(), slug=slug)
    if found.kind == "notice":
        return HttpResponseRedirect(reverse("news_one", kwargs={"slug": slug}))
    if slug in Page.FIXED:
        return HttpResponseRedirect(f"/{slug}")
    assert found.published is not None
    return show(request, found.published)


def show(request: HttpRequest, version: PageVersion, *, news: Page | None = None) -> HttpResponse:
    """A version in the reader's language; the Korean one, marked as such, where there is no other."""
    language = words.language()
    title, body = version.in_language(language)
    context = {
        "title": title,
        "body": body,
        "spoken": language if version.body.get(language) else "ko",
        "version": version,
        "news": news,
    }
    return page(request, "written/page.html", context)


@require_safe
def news(request: HttpRequest) -> HttpResponse:
    """공지, the newest first."""
    start = request.GET.get("from", "")
    first = int(start) if start.isascii() and start.isdigit() and len(start) < 7 else 0
    found = list(Page.objects.public().notices()[first : first + LISTED + 1])
    language = words.language()
    rows = []
    for one in found[:LISTED]:
        assert one.published is not None
        title, _body = one.published.in_language(language)
        rows.append({"slug": one.slug, "title": title, "at": one.opened_at})
    following = f"{reverse('news')}?from={first + LISTED}" if len(found) > LISTED else ""
    return page(request, "written/news.html", {"rows": rows, "following": following})


@require_safe
def news_one(request: HttpRequest, slug: str) -> HttpResponse:
    """One notice."""
    found = get_object_or_404(Page.objects.public().notices(), slug=slug)
    assert found.published is not None
    return show(request, found.published, news=found)


@require_safe
def page_picture(request: HttpRequest, key: str) -> HttpResponse:
    """A picture of a page."""
    kept = get_object_or_404(Picture, key=key)
    try:
        file = default_storage.open(kept.path)
    except OSError:
        raise Http404 from None
    response = FileResponse(file, content_type="image/webp")
    response.headers["Cache-Control"] = f"public, max-age={YEAR}, immutable"
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response  # type: ignore[return-value]


@require_POST
def banner_dismiss(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a banner away in this browser, and go back to where the reader was."""
    back = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure()):
        back = "/"
    response = HttpResponseRedirect(back)
    if pk < 10**11:
        away = [*(each for each in written.dismissed(request) if each != pk), pk][-written.REMEMBERED :]
        value = ".".join(map(str, away))
        response.set_cookie(written.COOKIE, value, max_age=YEAR, secure=settings.HTTPS, httponly=True, samesite="Lax")
    return response
