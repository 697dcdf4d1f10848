"""Reading notices, in the field's own words."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Count

if TYPE_CHECKING:
    from madang.people.models import Person

    from .models import Notice  # noqa: F401 - in quotes below

SHOWN_UNREAD = 100  # counting stops here: the bell says 99+


class NoticeQuerySet(models.QuerySet["Notice"]):
    """알림."""

    def waiting(self, at: datetime) -> NoticeQuerySet:
        """Those that need the worker at ``at``, the longest waiting first."""
        return self.filter(sent_at=None, send_after__lte=at).order_by("send_after", "pk")

    def of(self, person: Person) -> NoticeQuerySet:
        """Those a person finds on the site, the newest first."""
        return self.filter(person=person).order_by("-pk")

    def unread(self) -> NoticeQuerySet:
        """Not opened yet."""
        return self.filter(read_at=None)


def unread(person: Person) -> int:
    """How many notices the person has not opened, up to ``SHOWN_UNREAD``."""
    from .models import Notice

    return Notice.objects.filter(person=person, read_at=None).order_by()[:SHOWN_UNREAD].count()


def unreachable(emails: Iterable[str]) -> set[str]:
    """Those of these addresses to which mail keeps coming back."""
    from .models import Bounce

    wanted = list(emails)
    if not wanted:
        return set()
    counted = Bounce.objects.filter(email__in=wanted).values_list("email").annotate(n=Count("pk")).order_by()
    return {email for email, n in counted if n >= settings.BOUNCES_UNTIL_SILENT}
