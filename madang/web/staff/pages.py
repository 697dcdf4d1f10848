"""쪽 관리: pages, notices and their versions; written in both languages, looked at before they are public."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import Any, BinaryIO, cast

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from madang.actions.pages import (
    add_picture,
    create_page,
    fixed_page,
    publish_page,
    restore_version,
    save_page,
    withdraw_page,
)
from madang.base import clock
from madang.base.errors import Refused
from madang.pages.models import Page, PageVersion
from madang.pages.queries import latest
from madang.pages.wording import clean_body, lines_of
from madang.web.ui import words, written
from madang.web.ui.refusals import said
from madang.web.ui.sheets import sheet_links, sheet_response, wanted

from .door import requires, who
from .page import done, paged, refuse, render
from .page_forms import NewPageForm, PageForm, PictureForm

FIELD = {
    "title-empty": "title_ko",
    "page-empty": "body_ko",
    "page-too-long": "body_ko",
    "picture-without-words": "body_ko",
}


@requires("page.write")
@require_http_methods(["GET", "HEAD", "POST"])
def staff_pages(request: HttpRequest) -> HttpResponseBase:
    """Everything the institution wrote; POST begins a new page or notice."""
    form = NewPageForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            page = create_page(
                kind=form.cleaned_data["kind"], slug=form.cleaned_data["slug"], at=clock.now(), actor=who(request)
            )
        except Refused as refused:
            form.add_error("slug", said(refused))
        else:
            return HttpResponseRedirect(reverse("staff_page", kwargs={"slug": page.slug}))
    if request.method != "POST" and wanted(request):
        columns = [_("제목"), _("종류"), _("주소"), _("공개한 판"), _("초안 있음"), _("바닥글"), _("마지막 저장")]
        return sheet_response(request, "pages", columns, _lines())
    own = Page.objects.select_related("published").prefetch_related("versions")
    kept = {page.slug: page for page in own.filter(slug__in=Page.FIXED)}
    found, following = paged(request, own.exclude(slug__in=Page.FIXED).order_by("-pk"))
    context = {
        "form": form,
        "fixed": [_row(kept.get(slug), slug) for slug in Page.FIXED],
        "rows": [_row(page, page.slug) for page in found],
        "following": following,
        "sheets": sheet_links(request),
    }
    return render(request, "pages", context, status=422 if form.errors else 200)


def _lines() -> Iterator[list[Any]]:
    own = Page.objects.select_related("published").prefetch_related("versions").order_by("-pk")
    for page in own.iterator(chunk_size=200):
        row = _row(page, page.slug)
        kind = _("공지") if page.kind == "notice" else _("쪽")
        yield [
            row["title"], kind, address_of(page), row["public"], row["draft"], row["in_footer"], row["written_at"],
        ]  # fmt: skip


def title_of(page: Page | None, slug: str) -> str:
    """How the desk calls a page."""
    fixed = {"about": _("이곳은 어떤 곳인가요?"), "terms": _("이용약관"), "privacy": _("개인정보 처리방침에 덧붙일 말")}
    versions = sorted(page.versions.all(), key=lambda one: one.number) if page else []
    return fixed.get(slug) or (versions[-1].in_language(words.language())[0] if versions else _("(제목 없음)"))


def _row(page: Page | None, slug: str) -> dict[str, Any]:
    versions = sorted(page.versions.all(), key=lambda one: one.number) if page else []
    public = page is not None and page.published is not None and page.withdrawn_at is None
    return {
        "slug": slug,
        "title": title_of(page, slug),
        "kind": page.kind if page else "page",
        "public": page.published.number if page and page.published and public else None,
        "draft": bool(versions) and (not public or versions[-1].pk != page.published_id),  # type: ignore[union-attr]
        "written_at": versions[-1].written_at if versions else None,
        "in_footer": bool(page and page.in_footer),
    }


def find(slug: str) -> Page:
    """The page; a fixed one is there even before anyone wrote it."""
    return fixed_page(slug) if slug in Page.FIXED else get_object_or_404(Page, slug=slug)


def address_of(page: Page) -> str:
    """Where everyone reads it."""
    if page.slug in Page.FIXED:
        return f"/{page.slug}"
    return reverse("news_one" if page.kind == "notice" else "written_page", kwargs={"slug": page.slug})


@requires("page.write")
@require_http_methods(["GET", "HEAD", "POST"])
def staff_page(request: HttpRequest, slug: str) -> HttpResponse:
    """Write: save a version, look at it, add a picture, publish. What was typed is never lost."""
    page = find(slug)
    act = request.POST.get("act", "")
    if request.method != "POST":
        return _editing(request, page, PageForm(initial=_initial(page)))
    if act == "picture":
        return _with_picture(request, page)
    form = PageForm(request.POST)
    if not form.is_valid():
        return _editing(request, page, form, status=422)
    if act == "preview":
        return _preview(request, page, form)
    try:
        version = save_page(
            page=page,
            edition=form.cleaned_data["edition"],
            note=form.cleaned_data["note"],
            at=clock.now(),
            actor=who(request),
            **form.texts(),
        )
        if act == "publish":
            footer = form.cleaned_data["in_footer"]
            publish_page(page=page, number=version.number, in_footer=footer, at=clock.now(), actor=who(request))
            written.forget()
    except Refused as refused:
        if refused.code == "page-changed":
            form = _kept_over(request, page, form)
        form.add_error(FIELD.get(refused.code), said(refused))
        return _editing(request, page, form, status=409 if refused.code == "page-changed" else 422)
    done(
        request,
        _("공개했습니다.")
        if act == "publish"
        else _("%(number)s판으로 저장했습니다. 아직 공개하지 않았습니다.") % {"number": version.number},
    )
    return HttpResponseRedirect(reverse("staff_page", kwargs={"slug": page.slug}))


def _kept_over(request: HttpRequest, page: Page, form: PageForm) -> PageForm:
    """The same words over the version that somebody else wrote meanwhile: saving again is then meant."""
    data = request.POST.copy()
    newest = latest(page)
    data["edition"] = str(newest.number if newest else 0)
    again = PageForm(data)
    again.is_valid()
    return again


def _initial(page: Page) -> dict[str, Any]:
    version = latest(page)
    if version is None:
        return {"edition": 0, "in_footer": page.in_footer}
    return {
        "title_ko": version.title.get("ko", ""),
        "title_en": version.title.get("en", ""),
        "body_ko": version.body.get("ko", ""),
        "body_en": version.body.get("en", ""),
        "in_footer": page.in_footer,
        "edition": version.number,
    }


def _editing(
    request: HttpRequest, page: Page, form: PageForm, *, preview: Any = None, pictures: PictureForm | None = None,
    status: int = 200,
) -> HttpResponse:  # fmt: skip
    newest = latest(page)
    context = {
        "one": page,
        "form": form,
        "pictures": pictures or PictureForm(),
        "preview": preview,
        "title": title_of(page, page.slug),
        "newest": newest,
        "public": page.published if page.withdrawn_at is None else None,
        "href": address_of(page),
        "fixed": page.slug in Page.FIXED,
    }
    return render(request, "page", context, status=status)


def _preview(request: HttpRequest, page: Page, form: PageForm) -> HttpResponse:
    shown = []
    try:
        for language, title in (("ko", form.cleaned_data["title_ko"]), ("en", form.cleaned_data["title_en"])):
            body = clean_body(form.cleaned_data[f"body_{language}"])
            if title or body:
                shown.append({"language": language, "title": title, "body": body})
    except Refused as refused:
        form.add_error(f"body_{language}", said(refused))
        return _editing(request, page, form, status=422)
    return _editing(request, page, form, preview=shown)


def _with_picture(request: HttpRequest, page: Page) -> HttpResponse:
    """Keep the picture and put it at the end of the text that is being written; nothing is saved yet."""
    data = request.POST.copy()
    pictures = PictureForm(request.POST, request.FILES)
    file = request.FILES.get("picture")
    if file is None:
        pictures.add_error("picture", _("그림 파일을 골라 주십시오."))
    elif pictures.is_valid():
        try:
            kept = add_picture(
                file=cast(BinaryIO, file), alt=pictures.cleaned_data["alt"], at=clock.now(), actor=who(request)
            )
        except Refused as refused:
            pictures.add_error("alt" if refused.code == "picture-without-words" else "picture", said(refused))
        else:
            image = format_html(
                '<p><img src="{}" alt="{}"></p>', reverse("page_picture", kwargs={"key": kept.key}), kept.alt
            )
            data["body_ko"] = f"{data.get('body_ko', '')}\n{image}"
            pictures = PictureForm()
    wrong = pictures.is_bound and bool(pictures.errors)
    form = PageForm(initial={name: data.get(name, "") for name in PageForm.base_fields})
    return _editing(request, page, form, pictures=pictures, status=422 if wrong else 200)


@requires("page.write")
@require_POST
def staff_page_withdraw(request: HttpRequest, slug: str) -> HttpResponse:
    """Take the page out of sight."""
    page = find(slug)
    try:
        withdraw_page(page=page, at=clock.now(), actor=who(request))
    except Refused as refused:
        refuse(request, refused)
    else:
        written.forget()
        done(request, _("내렸습니다. 판은 모두 그대로 있습니다."))
    return HttpResponseRedirect(reverse("staff_page", kwargs={"slug": slug}))


# ── versions ──


@requires("page.write")
@require_safe
def staff_page_versions(request: HttpRequest, slug: str) -> HttpResponse:
    """Every version, the newest first, each with what it changed."""
    page = find(slug)
    versions = list(page.versions.select_related("written_by", "published_by").order_by("-number")[:101])
    rows = [
        {"version": version, "changes": differences(versions[n + 1] if n + 1 < len(versions) else None, version)}
        for n, version in enumerate(versions[:100])
    ]
    context = {
        "one": page,
        "title": title_of(page, slug),
        "rows": rows,
        "public": page.published_id if page.withdrawn_at is None else None,
        "edition": versions[0].number if versions else 0,
    }
    return render(request, "page_versions", context)


def differences(old: PageVersion | None, new: PageVersion) -> list[dict[str, str]]:
    """Lines that are gone and lines that came, in reading order; the first version is all new and needs no list."""
    if old is None:
        return []
    found = []
    for language in sorted({*old.body, *new.body, *old.title, *new.title}, reverse=True):
        before = [old.title.get(language, ""), *lines_of(old.body.get(language, ""))]
        after = [new.title.get(language, ""), *lines_of(new.body.get(language, ""))]
        for tag, i, j, k, m in SequenceMatcher(a=before, b=after, autojunk=False).get_opcodes():
            if tag != "equal":
                found += [{"gone": line, "language": language} for line in before[i:j] if line]
                found += [{"new": line, "language": language} for line in after[k:m] if line]
    return found


@requires("page.write")
@require_POST
def staff_page_restore(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Write an earlier version again as the newest draft."""
    page = find(slug)
    edition = request.POST.get("edition", "")
    if not (edition.isascii() and edition.isdigit() and len(edition) < 7) or number >= 2**31:
        raise Http404
    try:
        version = restore_version(page=page, number=number, edition=int(edition), at=clock.now(), actor=who(request))
    except Refused as refused:
        refuse(request, refused)
        return HttpResponseRedirect(reverse("staff_page_versions", kwargs={"slug": slug}))
    done(request, _("%(number)s판으로 되살렸습니다. 살펴보고 공개해 주십시오.") % {"number": version.number})
    return HttpResponseRedirect(reverse("staff_page", kwargs={"slug": slug}))
