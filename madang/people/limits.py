"""How often someone may do something, counted in the database so that every web node sees the same count.

A face asks before it acts: ``limits.spend("proposal", person=person, address=limits.address_of(request, at=now), at=now)``
raises Refused ``too-often`` (or ``too-often-today``) with the time to wait. What may be done how often stands in ``DEFAULTS`` and can be
changed by the operator (setting ``LIMITS``, docs/operating.md). Addresses are kept only as keyed hashes that change
every month.

An address may be a whole library or school. So the numbers for addresses are wide, and people who have shown who they
are (a verification with an identity behind it) are never held up because of their address.
"""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
import re
from datetime import UTC, datetime, timedelta
from math import ceil

from django.conf import settings
from django.db import connection
from django.http import HttpRequest

from madang.base.errors import Refused

from .models import Person, Use, Verification

# act → (how often, in how long a time) for one person, and for one address. None: not counted.
Limit = tuple[int, timedelta]
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
DEFAULTS: dict[str, Limit | None] = {
    "proposal.person": (5, DAY),
    "proposal.address": (60, DAY),
    "comment.person": (30, HOUR),
    "comment.address": (300, HOUR),
    "session.person": (30, HOUR),
    "session.address": (300, HOUR),
    "opinion.person": (30, HOUR),
    "opinion.address": (300, HOUR),
    "statement.person": (20, HOUR),
    "statement.address": (200, HOUR),
    "vote.person": (60, MINUTE),
    "vote.address": (300, MINUTE),
    "verdict.person": (30, HOUR),
    "verdict.address": (300, HOUR),
    "report.person": (30, DAY),
    "report.address": (120, DAY),
    "support.person": (30, MINUTE),
    "support.address": (60, MINUTE),
    "signup.address": (30, HOUR),
    "calendar.person": (60, HOUR),  # an app that reads a secret calendar address, for whoever made it
    "calendar.address": (60, HOUR),  # addresses that lead nowhere
    "slide.address": (120, HOUR),
}
PERIODS = {"minute": MINUTE, "hour": HOUR, "day": DAY}
_WRITTEN = re.compile(r"(\d{1,7})/(minute|hour|day)")
KEPT = timedelta(days=3)  # counts are of no use after two of the longest windows


def parse(written: dict[str, str | None]) -> dict[str, Limit | None]:
    """The operator's own numbers, as ``{"proposal.person": "10/day", "signup.address": null}``; ValueError says what is wrong."""
    found: dict[str, Limit | None] = {}
    for name, value in written.items():
        if name not in DEFAULTS:
            raise ValueError(f"no limit {name!r}; there are: {', '.join(DEFAULTS)}")
        match = _WRITTEN.fullmatch(value) if isinstance(value, str) else None
        if value is not None and match is None:
            raise ValueError(f"{name}: write NUMBER/minute, NUMBER/hour or NUMBER/day, or null for no limit")
        found[name] = (int(match[1]), PERIODS[match[2]]) if match else None
    return found


def limit_of(name: str) -> Limit | None:
    """The limit in force; LookupError for a name that is not in ``DEFAULTS``."""
    default = DEFAULTS[name]
    return parse({name: settings.LIMITS[name]})[name] if name in settings.LIMITS else default


def allow(what: str, who: str, *, at: datetime, limit: int, per: timedelta) -> bool:
    """Count one use, unless ``who`` has done ``what`` ``limit`` times within ``per``; False then, and nothing is counted.

    The time slides: of the window before, the part that still lies within ``per`` counts. One statement decides and
    counts, so that however many processes ask at once, never more than ``limit`` are let through.
    """
    since, gone = _window(at, per)
    left = limit
    before = Use.objects.filter(what=what, who=who, since=since - per).values_list("count", flat=True).first()
    if before:
        left -= ceil(min(before, limit) * (1 - gone))
    if left <= 0:
        return False
    table = connection.ops.quote_name(Use._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} (what, who, since, count) VALUES (%s, %s, %s, 1) "
            f"ON CONFLICT (what, who, since) DO UPDATE SET count = {table}.count + 1 WHERE {table}.count < %s "
            "RETURNING count",
            [what, who, connection.ops.adapt_datetimefield_value(since), left],
        )
        return cursor.fetchone() is not None


def spend(act: str, *, at: datetime, person: Person | None = None, address: str = "") -> None:
    """Count ``act`` for the person and the address (its hash, see :func:`address_of`); Refused ``too-often`` beyond the limit.

    Call it outside the act's own transaction, so that what is refused afterwards has still been counted.
    """
    own = limit_of(f"{act}.person") if f"{act}.person" in DEFAULTS else None
    if person is not None and own is not None and not allow(act, f"p{person.pk}", at=at, limit=own[0], per=own[1]):
        raise _too_often(at, own[1])
    shared = limit_of(f"{act}.address") if address and f"{act}.address" in DEFAULTS else None
    if shared is None or allow(f"{act}@", address, at=at, limit=shared[0], per=shared[1]):
        return
    if person is None or not known_to_be_one(person):
        raise _too_often(at, shared[1])


def known_to_be_one(person: Person) -> bool:
    """Whether it has been checked who this is, so that nobody can be many of them."""
    return Verification.objects.filter(person=person, identity_hash__isnull=False).exists()


def _too_often(at: datetime, per: timedelta) -> Refused:
    since, _ = _window(at, per)
    wait = since + per - at
    if wait > HOUR:
        return Refused("too-often-today", hours=ceil(wait / HOUR))
    return Refused("too-often", minutes=max(1, ceil(wait / MINUTE)))


def _window(at: datetime, per: timedelta) -> tuple[datetime, float]:
    """When the window around ``at`` began, and which part of it has gone by."""
    start = datetime(2000, 1, 1, tzinfo=UTC)
    number, within = divmod(at - start, per)
    return start + number * per, within / per


def forget(*, at: datetime) -> int:
    """Delete the counts that no longer matter; how many."""
    gone, _ = Use.objects.filter(since__lt=at - KEPT).delete()
    return gone


# ── addresses ──


def address_of(request: HttpRequest, *, at: datetime) -> str:
    """The keyed hash of who is calling: the address (of IPv6 the /64 that one connection is given). "" when unknown."""
    address = client_address(request)
    if address is None:
        return ""
    prefix = 32 if address.version == 4 else 64
    return hashed(f"address {at:%Y-%m}", str(ipaddress.ip_network((address, prefix), strict=False)))


def network_of(request: HttpRequest) -> str:
    """The keyed hash of the neighbourhood of the address: /24 of IPv4, /48 of IPv6. "" when unknown."""
    address = client_address(request)
    if address is None:
        return ""
    prefix = 24 if address.version == 4 else 48
    return hashed("network", str(ipaddress.ip_network((address, prefix), strict=False)))


def client_address(request: HttpRequest) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    """Where the request came from. Behind our own proxy (setting) what that proxy saw: the last of X-Forwarded-For.

    What stands before it in that header anyone can write, so it is never looked at.
    """
    raw = str(request.META.get("REMOTE_ADDR", ""))
    if settings.ALLAUTH_TRUSTED_PROXY_COUNT:
        hops = [hop.strip() for hop in str(request.META.get("HTTP_X_FORWARDED_FOR", "")).split(",") if hop.strip()]
        if len(hops) >= settings.ALLAUTH_TRUSTED_PROXY_COUNT:
            raw = hops[-settings.ALLAUTH_TRUSTED_PROXY_COUNT]
    try:
        found = ipaddress.ip_address(raw.strip("[]"))
    except ValueError:
        return None
    return found.ipv4_mapped or found if isinstance(found, ipaddress.IPv6Address) else found


def hashed(purpose: str, value: str) -> str:
    """32 hexadecimal digits that cannot be read back without the instance's key."""
    key = hmac.new(settings.SECRET_KEY.encode(), f"madang {purpose}".encode(), hashlib.sha256).digest()
    return hmac.new(key, value.encode(), hashlib.sha256).hexdigest()[:32]
