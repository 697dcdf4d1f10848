"""이 약속은 지켜졌나요? What those who supported a matter, or took part in it, say about what is being carried out."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from madang.agenda.models import AgendaItem
from madang.audit.models import record
from madang.base.errors import Refused
from madang.base.text import clean_text, opaque_key
from madang.deliveries.models import Delivery, Verdict
from madang.forums.models import Participant
from madang.moderation.models import Original
from madang.people.models import Person
from madang.proposals.models import Proposal, Support

from .screening import screened

TEXT_LIMIT = 500


def cases_behind(case_id: int) -> list[int]:
    """The matters of which this one's delivery came: itself, and those that were bundled into it."""
    bundled = AgendaItem.objects.filter(lead__case=case_id).order_by("pk").values_list("case_id", flat=True)
    return [case_id, *dict.fromkeys(bundled)]


def may_judge(person: Person | None, delivery: Delivery) -> bool:
    """Whether ``person`` proposed or supported one of the matters behind it, or took part in one of their forums."""
    if person is None:
        return False
    cases = cases_behind(delivery.case_id)
    return (
        Support.objects.filter(proposal__in=cases, person=person).exists()
        or Participant.objects.filter(forum__case__in=cases, person=person).exists()
        or Proposal.objects.filter(case__in=cases, author=person).exists()
    )


def find_delivery(case_key: str, nth: int | None = None) -> Delivery:
    """The newest delivery of a case, or its ``nth`` (from 1); Refused when there is none."""
    found = list(Delivery.objects.filter(case__key=case_key).select_related("case").order_by("pk"))
    if not found or not 1 <= (nth or 1) <= len(found):
        raise Refused("no-such-delivery")
    return found[nth - 1 if nth else -1]


@transaction.atomic
def give_verdict(
    *, delivery: Delivery, person: Person, verdict: str, at: datetime, text: str = "", key: str | None = None,
    flag: bool = True,
) -> Verdict:  # fmt: skip
    """``person`` says whether the promise was kept: kept, partly or not, with a sentence if they like. Said again, the
    newest words stand; nothing changes when they are the same.

    A ``text`` that a moderator has hidden stays hidden until one shows it again. Refused ``verdict-not-yours`` for
    whoever neither supported nor took part. ``key``: its name; ``flag``: see :func:`screened`.
    """
    if verdict not in Verdict.WORDS:
        raise Refused("verdict-missing")
    text = " ".join(clean_text(text).split())
    if len(text) > TEXT_LIMIT:
        raise Refused("body-too-long", limit=f"{TEXT_LIMIT:,}", length=f"{len(text):,}")
    if not may_judge(person, delivery):
        raise Refused("verdict-not-yours")
    Delivery.objects.select_for_update(of=("self",), no_key=True).get(pk=delivery.pk)  # one after the other
    mine = Verdict.objects.filter(delivery=delivery, person=person).first()
    new = mine is None
    if mine is None:
        mine = Verdict(delivery=delivery, person=person, key=_free(key))
    elif mine.state != "deleted" and (mine.verdict, mine.text) == (verdict, text):
        return mine
    mine.verdict, mine.at = verdict, at
    if text != mine.text or mine.state == "deleted":
        mine.text = screened(f"verdict:{mine.key}", {"text": text}, at=at, flag=flag)["text"] if text else ""
    if mine.state == "deleted":
        mine.state, mine.gone_at = ("hidden", at) if mine.hidden_code else ("shown", None)
    mine.save(force_insert=new)
    which = _nth(delivery)
    record(
        at=at, actor=person.actor, verb="delivery.verdict", subject=f"verdict:{mine.key}", case=delivery.case.key,
        verdict=verdict, **({"nth": which} if which else {}),
    )  # fmt: skip
    return mine


def _free(key: str | None) -> str:
    if key is not None and Verdict.objects.filter(key=key).exists():
        raise Refused("key-taken", key=key)
    return key or opaque_key()


def _nth(delivery: Delivery) -> int | None:
    """Which delivery of its case it is, None for the newest."""
    later = Delivery.objects.filter(case=delivery.case_id, pk__gt=delivery.pk).exists()
    return Delivery.objects.filter(case=delivery.case_id, pk__lte=delivery.pk).count() if later else None


@transaction.atomic
def withdraw_verdict(*, delivery: Delivery, person: Person, at: datetime) -> bool:
    """``person`` takes it back: it counts no more, and its sentence is gone. False when there was none."""
    mine = Verdict.objects.select_for_update().filter(delivery=delivery, person=person).exclude(state="deleted").first()
    if mine is None:
        return False
    mine.state, mine.text, mine.gone_at = "deleted", "", at
    mine.save()
    Original.objects.filter(item__subject=f"verdict:{mine.key}").delete()  # what was masked in it goes too
    which = _nth(delivery)
    record(
        at=at, actor=person.actor, verb="delivery.withdraw_verdict", subject=f"verdict:{mine.key}",
        case=delivery.case.key, **({"nth": which} if which else {}),
    )  # fmt: skip
    return True
