"""How long things about people are kept: the one table of periods, and the operator's own numbers (setting ``RETENTION``).

The job that erases (``madang.actions.retention``) and the privacy page both read it, so that the page cannot promise
something else than what happens.
"""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings

# kind → days. What is counted from stands in docs/operating.md and on the privacy page.
DEFAULTS: dict[str, int] = {
    "unconfirmed": 30,
    "drafts": 180,
    "inactive": 1095,
    "traces": 90,
    "notices": 180,
    "letters": 30,
    "sessions": 0,
    "counters": 3,
    "invitations": 30,
    "identities": 365,
    "register": 0,
    "comments": 90,
    "opinions": 90,
    "statements": 90,
    "originals": 365,
    "panels": 180,
}
NOTICE: dict[str, int] = {"drafts": 14, "inactive": 30}  # days that someone is told before
MOST = 36_500


def parse(written: dict[str, int]) -> dict[str, int]:
    """The operator's own numbers of days, as ``{"drafts": 365}``; ValueError says what is wrong."""
    for name, value in written.items():
        if name not in DEFAULTS:
            raise ValueError(f"nothing is kept under {name!r}; there are: {', '.join(DEFAULTS)}")
        if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= MOST:
            raise ValueError(f"{name}: write a number of days, 0 to {MOST}")
        if value <= NOTICE.get(name, -1):
            raise ValueError(f"{name}: more than the {NOTICE[name]} days of notice that people are given")
    return {**DEFAULTS, **written}


def period(kind: str) -> timedelta:
    """How long ``kind`` is kept here."""
    return timedelta(days=parse(settings.RETENTION)[kind])


def notice(kind: str) -> timedelta:
    """How long before its erasure someone is told."""
    return timedelta(days=NOTICE[kind])
