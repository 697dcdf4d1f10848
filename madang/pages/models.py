"""The pages, notices and banners that the institution writes itself."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.db import models
from django.db.models import Q


class PageQuerySet(models.QuerySet["Page"]):
    """Reading pages."""

    def public(self) -> PageQuerySet:
        """Those that have a published version and were not withdrawn, with that version."""
        return self.filter(published__isnull=False, withdrawn_at=None).select_related("published")

    def notices(self) -> PageQuerySet:
        """공지, the newest first."""
        return self.filter(kind="notice").order_by("-opened_at", "-pk")


class Page(models.Model):
    """쪽: something the institution says in its own words, under an address of its own.

    ``published`` is the version that everyone reads; later versions are drafts. ``opened_at``: when it was first public.
    """

    KINDS: ClassVar[tuple[str, ...]] = ("page", "notice")
    FIXED: ClassVar[tuple[str, ...]] = ("about", "terms", "privacy")  # pages that every house has

    slug = models.SlugField(max_length=60, unique=True)
    kind = models.CharField(max_length=8, choices=[(kind, kind) for kind in KINDS], default="page")
    in_footer = models.BooleanField(default=False)
    published = models.ForeignKey("PageVersion", models.PROTECT, null=True, related_name="+")
    opened_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    objects = PageQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["kind", "-opened_at"], name="page_notices")]

    def __str__(self) -> str:
        return self.slug

    @property
    def subject(self) -> str:
        """How the audit trail names it."""
        return f"page:{self.slug}"


class PageVersion(models.Model):
    """판: what a page said, by whom and when. Every saving is a version; none is ever changed.

    ``title`` and ``body`` by language: ``{"ko": …, "en": …}``. Bodies are HTML that was cleaned before it was kept.
    """

    page = models.ForeignKey(Page, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    title = models.JSONField(default=dict)
    body = models.JSONField(default=dict)
    note = models.CharField(max_length=200, blank=True)
    written_by = models.ForeignKey("people.Person", models.PROTECT, null=True, related_name="+")
    written_at = models.DateTimeField()
    published_by = models.ForeignKey("people.Person", models.PROTECT, null=True, related_name="+")
    published_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["page", "number"], name="one_page_version_a_number")]
        ordering: ClassVar[list[str]] = ["page", "number"]

    def in_language(self, language: str) -> tuple[str, str]:
        """(title, body) in that language; in Korean where there is none."""
        body = self.body.get(language) or self.body.get("ko", "")
        return self.title.get(language) or self.title.get("ko", ""), body


class Picture(models.Model):
    """A picture for pages, re-encoded; never without words for those who do not see it."""

    key = models.CharField(max_length=32, unique=True)
    alt = models.CharField(max_length=300)
    path = models.CharField(max_length=200)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    by = models.ForeignKey("people.Person", models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()


class BannerQuerySet(models.QuerySet["Banner"]):
    """Reading banners."""

    def standing(self, at: datetime) -> BannerQuerySet:
        """Those that stand at that moment."""
        open_end = Q(ends=None) | Q(ends__gt=at)
        return self.filter(open_end, starts__lte=at).order_by("-tone", "pk")


class Banner(models.Model):
    """띠 알림: a line above every page, for a time. Half-open: it is gone at ``ends``."""

    TONES: ClassVar[tuple[str, ...]] = ("info", "ok", "warn")
    AUDIENCES: ClassVar[tuple[str, ...]] = ("everyone", "visitors", "members", "staff")

    text = models.JSONField(default=dict)  # by language, as a page's title
    href = models.CharField(max_length=300, blank=True)
    tone = models.CharField(max_length=4, choices=[(tone, tone) for tone in TONES], default="info")
    audience = models.CharField(max_length=8, choices=[(each, each) for each in AUDIENCES], default="everyone")
    dismissible = models.BooleanField(default=True)
    starts = models.DateTimeField()
    ends = models.DateTimeField(null=True)
    by = models.ForeignKey("people.Person", models.PROTECT, null=True, related_name="+")

    objects = BannerQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["starts", "ends"], name="banner_time")]

    def in_language(self, language: str) -> str:
        """Its words; in Korean where there are none in that language."""
        return str(self.text.get(language) or self.text.get("ko", ""))
