"""What people wrote, as moderation calls it, and where it stands: one entry a kind of ``actions.content``."""

from __future__ import annotations

from collections.abc import Callable

from django.urls import reverse
from django.utils.translation import gettext

from madang.actions.content import Content
from madang.base.errors import N_

NAMES: dict[str, str] = {
    "case": N_("제안"),
    "comment": N_("의견"),
    "opinion": N_("공론장 의견"),
    "statement": N_("진술"),
    "verdict": N_("약속 평가"),
}
PAGES: dict[str, Callable[[Content], str]] = {
    "case": lambda found: reverse("proposal", args=[found.key]),
    "comment": lambda found: reverse("comment", args=[found.key]),
    "opinion": lambda found: reverse("opinion", args=[found.key]),
    "statement": lambda found: f"{reverse('statements', args=[found.place])}#s-{found.key}",
    "verdict": lambda found: f"{reverse('delivery', args=[found.place])}#v-{found.key}",
}


def name(subject: str) -> str:
    """What sort of text ``subject`` is (``comment:KEY`` → 의견)."""
    kind = subject.partition(":")[0]
    return gettext(NAMES[kind]) if kind in NAMES else kind


def where(found: Content) -> str:
    """The address at which it stands."""
    return PAGES[found.kind](found)
