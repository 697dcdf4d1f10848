"""What the institution writes itself: pages, notices and banners, version by version."""

from __future__ import annotations

import re
from datetime import datetime
from typing import BinaryIO

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction

from madang.audit.models import record
from madang.base.errors import Refused
from madang.base.text import clean_line, opaque_key
from madang.pages.models import Banner, Page, PageVersion, Picture
from madang.pages.queries import number_of
from madang.pages.wording import clean_body
from madang.people.models import Person
from madang.proposals.pictures import picture

from .journey import name_of

SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
TITLE = 120
BANNER = 300
HREF = re.compile(r"(?:/(?![/\\])|https://|mailto:|tel:)[^\s<>\"\\]*")


@transaction.atomic
def create_page(*, kind: str, slug: str = "", at: datetime, actor: Person | None) -> Page:
    """A new page without any words yet. Without a slug (a notice needs none) it gets an opaque one."""
    if kind not in Page.KINDS:
        raise Refused("unknown-page-kind", kind=kind)
    slug = slug.strip().lower()[:60] or opaque_key().lower()
    if not SLUG.fullmatch(slug):
        raise Refused("slug-malformed", slug=slug)
    page, made = Page.objects.get_or_create(slug=slug, defaults={"kind": kind})
    if not made:
        raise Refused("key-taken", key=slug)
    record(at=at, actor=name_of(actor), verb="page.create", subject=page.subject, kind=kind)
    return page


def fixed_page(slug: str) -> Page:
    """One of the pages that every house has, ready to be written."""
    page, _made = Page.objects.get_or_create(slug=slug)
    return page


@transaction.atomic
def save_page(
    *, page: Page, edition: int, title: dict[str, str], body: dict[str, str], note: str = "", at: datetime,
    actor: Person | None,
) -> PageVersion:  # fmt: skip
    """The next version, which nobody reads before it is published.

    ``edition`` is the number of the version that the writer had before them. Refused ``page-changed`` when somebody
    else wrote one in between, ``title-empty``, ``page-empty``, and what :func:`clean_body` refuses.
    """
    page = Page.objects.select_for_update().get(pk=page.pk)
    if number_of(page) != edition:
        raise Refused("page-changed")
    titles = {language: clean_line(text)[:TITLE] for language, text in title.items() if clean_line(text)}
    bodies = {language: cleaned for language, text in body.items() if (cleaned := clean_body(text))}
    if not titles.get("ko"):
        raise Refused("title-empty")
    if not bodies.get("ko"):
        raise Refused("page-empty")
    version = PageVersion.objects.create(
        page=page,
        number=edition + 1,
        title=titles,
        body=bodies,
        note=clean_line(note)[:200],
        written_by=actor,
        written_at=at,
    )
    record(at=at, actor=name_of(actor), verb="page.save", subject=page.subject, number=version.number)
    return version


@transaction.atomic
def publish_page(*, page: Page, number: int, in_footer: bool | None = None, at: datetime, actor: Person | None) -> Page:
    """Let everyone read that version."""
    page = Page.objects.select_for_update().get(pk=page.pk)
    version = page.versions.filter(number=number).first()
    if version is None:
        raise Refused("unknown-page-version", number=number)
    if version.published_at is None:
        version.published_at, version.published_by = at, actor
        version.save(update_fields=["published_at", "published_by"])
    page.published, page.withdrawn_at = version, None
    page.opened_at = page.opened_at or at
    if in_footer is not None:
        page.in_footer = in_footer
    page.save()
    record(at=at, actor=name_of(actor), verb="page.publish", subject=page.subject, number=number)
    return page


@transaction.atomic
def withdraw_page(*, page: Page, at: datetime, actor: Person | None) -> None:
    """Take a page out of sight; its versions stay. For a fixed page the house's own text stands again."""
    page = Page.objects.select_for_update().get(pk=page.pk)
    if page.published_id is None or page.withdrawn_at is not None:
        raise Refused("page-not-public")
    page.withdrawn_at = at
    page.save()
    record(at=at, actor=name_of(actor), verb="page.withdraw", subject=page.subject)


@transaction.atomic
def restore_version(*, page: Page, number: int, edition: int, at: datetime, actor: Person | None) -> PageVersion:
    """Write an earlier version again, as the newest; publishing it is another act."""
    old = page.versions.filter(number=number).first()
    if old is None:
        raise Refused("unknown-page-version", number=number)
    version = save_page(page=page, edition=edition, title=old.title, body=old.body, at=at, actor=actor)
    record(at=at, actor=name_of(actor), verb="page.restore", subject=page.subject, before=number, number=version.number)
    return version


def add_picture(*, file: BinaryIO, alt: str, at: datetime, actor: Person | None) -> Picture:
    """Keep a picture for pages, re-encoded. Refused ``picture-without-words`` and what ``pictures.picture`` refuses."""
    words = clean_line(alt)[:300]
    if not words:
        raise Refused("picture-without-words")
    made = picture(file)
    key = opaque_key(16)
    path = default_storage.save(f"pages/{key}.webp", ContentFile(made.large))
    with transaction.atomic():
        kept = Picture.objects.create(
            key=key, alt=words, path=path, width=made.width, height=made.height, by=actor, at=at
        )
        record(at=at, actor=name_of(actor), verb="page.picture", subject=f"picture:{key}")
    return kept


# ── banners ──


@transaction.atomic
def put_banner(
    *, text: dict[str, str], tone: str, audience: str, starts: datetime, ends: datetime | None, dismissible: bool = True,
    href: str = "", at: datetime, actor: Person | None,
) -> Banner:  # fmt: skip
    """Put a line above every page, from ``starts`` until ``ends`` (None: until it is taken down)."""
    words = {language: clean_line(line)[:BANNER] for language, line in text.items() if clean_line(line)}
    if not words.get("ko"):
        raise Refused("banner-empty")
    if tone not in Banner.TONES or audience not in Banner.AUDIENCES:
        raise Refused("unknown-page-kind", kind=f"{tone} {audience}")
    if ends is not None and ends <= max(starts, at):
        raise Refused("banner-over")
    if href and not HREF.fullmatch(href):
        raise Refused("href-malformed")
    banner = Banner.objects.create(
        text=words,
        tone=tone,
        audience=audience,
        starts=starts,
        ends=ends,
        dismissible=dismissible,
        href=href[:300],
        by=actor,
    )
    record(at=at, actor=name_of(actor), verb="banner.put", subject=f"banner:{banner.pk}", audience=audience)
    return banner


@transaction.atomic
def end_banner(*, banner: Banner, at: datetime, actor: Person | None) -> None:
    """Take a banner down now."""
    banner = Banner.objects.select_for_update().get(pk=banner.pk)
    if banner.ends is not None and banner.ends <= at:
        return
    banner.ends = at
    if banner.starts > at:
        banner.starts = at
    banner.save(update_fields=["starts", "ends"])
    record(at=at, actor=name_of(actor), verb="banner.end", subject=f"banner:{banner.pk}")
