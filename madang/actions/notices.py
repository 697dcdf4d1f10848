"""Sending what the outbox holds."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import translation

from madang.notices.models import Notice
from madang.people.models import Person
from madang.proposals.models import Proposal

log = logging.getLogger("madang.notices")
FIRST_RETRY = timedelta(minutes=1)


def send_due(*, at: datetime, limit: int = 100) -> int:
    """Send what should have been sent by ``at``; how many went out. A mail server that is down is tried again later."""
    sent = 0
    for pk in (
        Notice.objects.filter(sent_at=None, send_after__lte=at)
        .order_by("send_after")
        .values_list("pk", flat=True)[:limit]
    ):
        sent += _send(pk, at)
    return sent


def _send(pk: int, at: datetime) -> bool:
    with transaction.atomic():
        notice = Notice.objects.select_for_update(of=("self",), skip_locked=True).filter(pk=pk, sent_at=None).first()
        if notice is None:
            return False
        try:
            for person in _readers(notice):
                _mail(notice, person)
        except OSError as error:  # smtplib's errors are among them
            notice.attempts += 1
            notice.send_after = at + FIRST_RETRY * 2 ** min(notice.attempts, 10)
            log.warning("notice %s not sent, again at %s: %s", notice.unique, notice.send_after, error)
        else:
            notice.sent_at = at
        notice.save()
        return notice.sent_at is not None


def _readers(notice: Notice) -> list[Person]:
    if notice.department is not None:
        return list(
            Person.objects.filter(memberships__department=notice.department, email__isnull=False, is_active=True)
        )
    return [notice.person] if notice.person and notice.person.email and notice.person.is_active else []


def _mail(notice: Notice, person: Person) -> None:
    proposal = Proposal.objects.filter(case__key=notice.facts.get("case")).first()
    with translation.override(person.language):
        context = {
            "person": person,
            "proposal": proposal,
            "facts": notice.facts,
            "institution": settings.INSTITUTION.get(person.language, settings.INSTITUTION["ko"]),
            "link": f"{settings.SITE_URL}/proposals/{notice.facts.get('case')}",
        }
        text = render_to_string(f"notices/{notice.kind}.txt", context)
    subject, _, body = text.partition("\n")
    send_mail(subject.strip(), body.strip() + "\n", None, [str(person.email)])


def let_pass(*, before: datetime, at: datetime) -> int:
    """Put aside unsent what should have gone out ``before`` then: nobody is told old news. How many notices that were.

    For an instance that was filled with the past (the demonstration, another platform's history).
    """
    return Notice.objects.filter(sent_at=None, send_after__lt=before).update(sent_at=at)
