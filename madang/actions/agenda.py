"""의제: what the panel is told of a candidate (the dossier), and several candidates that become one agenda item."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import ExitStack
from datetime import datetime

from django.db import transaction

from madang.agenda.models import AgendaItem, DossierCheck, DossierEntry
from madang.audit.models import record
from madang.base.errors import Refused
from madang.base.text import clean_line, clean_text, opaque_key
from madang.people.models import Person
from madang.procedures.models import Case

from .journey import moving, name_of

TEXT_LIMIT, SOURCE_LIMIT = 10_000, 200
SIDES = ("", "for", "against")


def find_item(case_key: str) -> AgendaItem:
    """The newest agenda item of a case; Refused when it never was a candidate."""
    items = AgendaItem.objects.select_related("case__rules", "visit", "lead")
    item = items.filter(case__key=case_key).order_by("pk").last()
    if item is None:
        raise Refused("no-candidate", proposal=case_key)
    return item


def find_entry(key: str) -> DossierEntry:
    """The entry of that key, also one that was taken out; Refused when there is none."""
    entry = DossierEntry.objects.select_related("item__case").filter(key=key).first()
    if entry is None:
        raise Refused("unknown-entry", entry=key)
    return entry


@transaction.atomic
def add_entry(
    *, item: AgendaItem, section: str, text: str, at: datetime, actor: Person | None, side: str = "", source: str = "",
    link: str = "", key: str | None = None,
) -> DossierEntry:  # fmt: skip
    """One more thing the panel should know, under one of the dossier's sections, with where it comes from.

    What was found elsewhere (research, press, opinion, policies) names its ``source``; ``link``: http or https.
    """
    text, source, link = clean_text(text), clean_line(source)[:SOURCE_LIMIT], clean_line(link)[:300]
    if section not in DossierEntry.SECTIONS:
        raise Refused("unknown-decision", decision=section, allowed=", ".join(DossierEntry.SECTIONS))
    if side not in SIDES:
        raise Refused("unknown-decision", decision=side, allowed=", ".join(SIDES[1:]))
    if not text:
        raise Refused("text-empty")
    if len(text) > TEXT_LIMIT:
        raise Refused("body-too-long", limit=f"{TEXT_LIMIT:,}", length=f"{len(text):,}")
    if section not in ("similar", "departments") and not source:
        raise Refused("source-missing")
    if link and not link.startswith(("https://", "http://")):
        raise Refused("link-malformed", link=link)
    key = key or opaque_key()
    if DossierEntry.objects.filter(key=key).exists():
        raise Refused("key-taken", key=key)
    entry = DossierEntry.objects.create(
        key=key, item=item, section=section, side=side, text=text, source=source, link=link, at=at, by=actor
    )
    item.checks.all().delete()  # what was found neutral was another dossier
    record(at=at, actor=name_of(actor), verb="dossier.add", subject=item.case.subject, entry=key, section=section)
    return entry


@transaction.atomic
def remove_entry(*, entry: DossierEntry, at: datetime, actor: Person | None) -> None:
    """It is not part of the dossier any more; nobody reads it there, and the record keeps what it said. Once is enough."""
    item = entry.item
    if not DossierEntry.objects.there().filter(pk=entry.pk).update(removed_at=at):
        return
    item.checks.all().delete()
    facts = {"entry": entry.key, "section": entry.section}
    record(at=at, actor=name_of(actor), verb="dossier.remove", subject=item.case.subject, **facts)


@transaction.atomic
def check_dossier(*, item: AgendaItem, code: str, at: datetime, actor: Person | None, holds: bool = True) -> None:
    """Someone has looked whether the dossier is neutral in this respect (``code``); ``holds`` False: it is not (any more)."""
    if code not in DossierCheck.CODES:
        raise Refused("unknown-decision", decision=code, allowed=", ".join(DossierCheck.CODES))
    if holds:
        DossierCheck.objects.get_or_create(item=item, code=code, defaults={"at": at, "by": actor})
    else:
        item.checks.filter(code=code).delete()
    record(at=at, actor=name_of(actor), verb="dossier.check", subject=item.case.subject, code=code, holds=holds)


def missing_sections(item: AgendaItem) -> list[str]:
    """The sections of the dossier in which nothing stands yet."""
    there = set(item.entries.there().values_list("section", flat=True))
    return [section for section in DossierEntry.SECTIONS if section not in there]


def bundle(*, lead: str, others: Iterable[str], reason: str, at: datetime, actor: Person | None) -> AgendaItem:
    """Several candidates (case keys) become one agenda item, that of ``lead``: they keep their pages, names and supports;
    their own stage before the panel ends as ``bundled``, and what comes of the lead's discussion holds for them too.

    Everything or nothing. Refused unless each is a candidate now, and ``reason`` says in public why they belong together.
    """
    reason, keys = clean_text(reason), [key for key in dict.fromkeys(others) if key != lead]
    if not reason:
        raise Refused("reason-empty")
    if not keys:
        raise Refused("bundle-empty")
    known = dict(Case.objects.filter(key__in=[lead, *keys]).values_list("key", "pk"))
    for key in (lead, *keys):
        if key not in known:
            raise Refused("unknown-proposal", proposal=key)
    with transaction.atomic(), ExitStack() as held:
        # Locked in the order of their ids, so that two bundles at once cannot wait for each other.
        journeys = {
            key: held.enter_context(moving(key, at=at, actor=actor)) for key in sorted(known, key=lambda k: known[k])
        }
        item = AgendaItem.objects.get(visit=journeys[lead].open_visit("agenda"))
        for key in keys:
            visit = journeys[key].open_visit("agenda")
            AgendaItem.objects.filter(visit=visit).update(lead=item)
            journeys[key].cut(visit, "bundled", into=lead, reason=reason)
            journeys[key].record("case.bundle", into=lead, reason=reason)
        journeys[lead].record("agenda.bundle", others=keys, reason=reason)
    return item
