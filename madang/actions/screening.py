"""What happens to every text as it is written: personal numbers are masked, and what looks odd is put before a moderator.

Nothing is ever refused here: a flag only asks a person to look.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.db.models.functions import Greatest

from madang.audit.models import record
from madang.moderation.korean import Listed, found_in
from madang.moderation.masking import mask
from madang.moderation.models import Flag, Item, Original, Print, Word
from madang.moderation.prints import ALIKE, hosts, prints

MANY_LINKS, MANY_HOSTS = 4, 3
REMEMBERED = timedelta(days=30)  # how long a text is compared with later ones
SYSTEM = "system"


@transaction.atomic
def screened(subject: str, texts: Mapping[str, str], *, at: datetime, flag: bool = True) -> dict[str, str]:
    """``texts`` (field → text) as they are to be kept and shown. Call it within the act that writes them.

    ``flag=False``: only masked; for history that is brought in, about which nobody has to decide any more.
    """
    masked = {field: mask(text) for field, text in texts.items()}
    if flag:
        flags = _flags(subject, "\n".join(texts.values()), at)
        kinds = sorted({kind for _, found in masked.values() for kind in found})
        if kinds:
            flags["personal"] = kinds
        if flags:
            item = open_item(subject, at=at, severity=_severity(flags))
            Flag.objects.bulk_create(Flag(item=item, kind=kind, detail=detail, at=at) for kind, detail in flags.items())
            Original.objects.bulk_create(
                Original(item=item, field=field, text=texts[field], masked=text)
                for field, (text, found) in masked.items()
                if found
            )
            record(at=at, actor=SYSTEM, verb="content.flag", subject=subject, flags=sorted(flags))
    return {field: text for field, (text, _) in masked.items()}


def _flags(subject: str, text: str, at: datetime) -> dict[str, Any]:
    """Kind → what was found."""
    flags: dict[str, Any] = {}
    words = found_in(text, listed_words())
    if words:
        flags["words"] = [word.text for word in words]
    links = hosts(text)
    if len(links) >= MANY_LINKS or len(set(links)) >= MANY_HOSTS:
        flags["links"] = [f"{host} × {count}" for host, count in Counter(links).most_common(5)]
    same = _seen_before(subject, text, at)
    if same:
        flags["repeated"] = same
    return flags


def _severity(flags: Mapping[str, Any]) -> int:
    severity = 2 if "personal" in flags else 1
    if "words" in flags:
        known = Word.objects.filter(text__in=flags["words"]).values_list("severity", flat=True)
        severity = max([severity, *known])
    return severity


def listed_words() -> list[Listed]:
    """The operator's list."""
    rows = Word.objects.values_list("text", "ordinary", "severity")
    return [
        Listed(text, tuple(filter(None, (each.strip() for each in ordinary.split(",")))), severity)
        for text, ordinary, severity in rows
    ]


def _seen_before(subject: str, text: str, at: datetime) -> list[str]:
    """The subjects that said (nearly) the same within the last weeks, and this one's hashes for those to come."""
    hashes = prints(text)
    if not hashes:
        return []
    rows = Print.objects.filter(hash__in=hashes, at__gt=at - REMEMBERED, at__lte=at).exclude(subject=subject)
    # The newest first and not all: a text posted ten thousand times is no dearer than one posted ten times.
    common = Counter(rows.order_by("-at").values_list("subject", flat=True)[:400])
    Print.objects.bulk_create(Print(subject=subject, hash=each, at=at) for each in hashes)
    return [other for other, count in common.most_common(5) if count >= min(ALIKE, len(hashes))]


def forget_prints(*, at: datetime) -> int:
    """Delete what texts are no longer compared with; how many hashes."""
    gone, _ = Print.objects.filter(at__lt=at - REMEMBERED).delete()
    return gone


def open_item(subject: str, *, at: datetime, severity: int = 1, reports: int = 0) -> Item:
    """The open item about ``subject``, begun if there is none; raised to ``severity``, with ``reports`` more."""
    due = at + timedelta(hours=settings.MODERATION_HOURS)
    item, made = Item.objects.get_or_create(
        subject=subject,
        decided_at=None,
        defaults={"opened_at": at, "due": due, "severity": severity, "reports": reports},
    )
    if not made:
        changed = Item.objects.filter(pk=item.pk, decided_at=None).update(
            reports=F("reports") + reports, severity=Greatest(F("severity"), severity)
        )
        if not changed:  # decided in this very moment: what is said now begins anew
            return open_item(subject, at=at, severity=severity, reports=reports)
    return item
