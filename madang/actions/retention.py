"""Erasing what has been kept long enough: one row of ``KINDS`` a kind of thing, with its period in ``people.keeping``.

Whatever belongs to a person is announced first (``WARNED``): the letter says the day, and nothing goes before that day,
however late the letter was written. A round takes at most ``limit`` things of a kind; running it twice, or twice at
the same time, erases nothing twice. What it did stands in the audit trail as counts.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from allauth.account.models import EmailAddress
from django.db import transaction
from django.db.models import Exists, OuterRef, ProtectedError, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from madang.agenda.models import Meeting, PoolMember
from madang.audit.models import record
from madang.base.errors import Refused
from madang.comments.models import Comment
from madang.forums.models import Opinion, OpinionVersion, Statement
from madang.moderation.models import Original
from madang.notices.models import Notice
from madang.notices.outbox import put
from madang.people import keeping
from madang.people.models import Invitation, Membership, Person, RegisterEntry, Session, Use, Verification
from madang.proposals.models import Attachment, Draft, Support, SupportTrace

from .departures import close_account, erase_files

SYSTEM = "system"
BATCH = 500


@dataclass(frozen=True)
class Done:
    """What a round did with one kind: how many things were announced, and how many erased."""

    kind: str
    warned: int = 0
    erased: int = 0


def run(*, at: datetime, dry: bool = False, limit: int = BATCH) -> list[Done]:
    """One round over all kinds; with ``dry`` nothing is written and the counts say what a round would do (all of it)."""
    found = []
    for kind in keeping.DEFAULTS:
        warned = _warn(kind, at, dry, limit) if kind in WARNED else 0
        rows = KINDS[kind](at)
        erased = rows.count() if dry else _erase(kind, rows, at, limit)
        found.append(Done(kind, warned, erased))
    return found


def _erase(kind: str, rows: QuerySet[Any], at: datetime, limit: int) -> int:
    with transaction.atomic():
        count = ERASE.get(kind, _delete)(rows, at, limit)
        if count:
            record(at=at, actor=SYSTEM, verb="retention.erase", subject=f"retention:{kind}", count=count)
    return count


def _delete(rows: QuerySet[Any], at: datetime, limit: int) -> int:
    pks = list(rows.values_list("pk", flat=True)[:limit])
    if not pks:
        return 0
    _, counted = rows.model._default_manager.filter(pk__in=pks).delete()
    return int(counted.get(rows.model._meta.label, 0))


# ── what is old enough ──


def _unconfirmed(at: datetime) -> QuerySet[Person]:
    """Accounts that signed up and never confirmed an address, and left no other trace."""
    own = EmailAddress.objects.filter(user=OuterRef("pk"))
    return (
        Person.objects.filter(joined_at__lt=at - keeping.period("unconfirmed"), closed_at=None)
        .filter(Exists(own), ~Exists(own.filter(verified=True)), proposals=None, verifications=None, memberships=None)
        .filter(~Exists(Support.objects.filter(person=OuterRef("pk"))), attachments=None, comments=None, reports=None)
        .filter(opinions=None, statements=None, participations=None)
        .order_by("pk")
    )


def _drafts(at: datetime) -> QuerySet[Draft]:
    return Draft.objects.filter(saved_at__lt=at - keeping.period("drafts")).order_by("pk")


def _inactive(at: datetime) -> QuerySet[Person]:
    """Accounts nobody has used; not the team's, and not those of people who have no address to be warned at."""
    busy = Session.objects.filter(person=OuterRef("pk"), expire_date__gt=at)
    held = Membership.objects.filter(person=OuterRef("pk"))
    recent = Support.objects.filter(person=OuterRef("pk"), at__gte=at - keeping.period("inactive"))
    found = Person.objects.filter(is_active=True, closed_at=None, email__isnull=False)
    found = found.annotate(used_at=Coalesce("last_login", "joined_at"))
    found = found.filter(used_at__lt=at - keeping.period("inactive")).order_by("pk")
    return found.filter(~Exists(busy), ~Exists(held), ~Exists(recent))


def _notices(at: datetime) -> QuerySet[Notice]:
    return Notice.objects.filter(sent_at__lt=at - keeping.period("notices")).order_by("pk")


def _letters(at: datetime) -> QuerySet[Notice]:
    """Sent to an address behind which there is no account."""
    return Notice.objects.filter(sent_at__lt=at - keeping.period("letters")).exclude(email="").order_by("pk")


def _invitations(at: datetime) -> QuerySet[Invitation]:
    before = at - keeping.period("invitations")
    over = Q(accepted_at__lt=before) | Q(withdrawn_at__lt=before) | Q(expires_at__lt=before)
    return Invitation.objects.filter(over).order_by("pk")


def _identities(at: datetime) -> QuerySet[Verification]:
    before = at - keeping.period("identities")
    return Verification.objects.filter(person__closed_at__lt=before, identity_hash__isnull=False).order_by("pk")


def _register(at: datetime) -> QuerySet[RegisterEntry]:
    """The lines of registers that a newer one has replaced."""
    newest = RegisterEntry.objects.order_by("-pk").values_list("register", flat=True).first()
    return RegisterEntry.objects.exclude(register=newest).order_by("pk") if newest else RegisterEntry.objects.none()


def _comments(at: datetime) -> QuerySet[Comment]:
    """Comments that their authors took back, whose text is still here for the moderators."""
    gone = Comment.objects.filter(state="deleted", gone_at__lt=at - keeping.period("comments"))
    return gone.exclude(text="").order_by("pk")


def _opinions(at: datetime) -> QuerySet[Opinion]:
    """Opinions in forums that their authors took back, and what they had said before."""
    gone = Opinion.objects.filter(state="deleted", gone_at__lt=at - keeping.period("opinions"))
    return gone.exclude(text="").order_by("pk")


def _statements(at: datetime) -> QuerySet[Statement]:
    gone = Statement.objects.filter(state="deleted", gone_at__lt=at - keeping.period("statements"))
    return gone.exclude(text="").order_by("pk")


def _originals(at: datetime) -> QuerySet[Original]:
    """What stood where a number is masked, of items that nobody decided (or that stay hidden) for so long."""
    return Original.objects.filter(item__opened_at__lt=at - keeping.period("originals")).order_by("pk")


def _panel_names(at: datetime) -> QuerySet[PoolMember]:
    """Who is in panels where nothing has happened for so long: no meeting, nobody enrolled, no seat taken or left."""
    met = Meeting.objects.filter(panel=OuterRef("panel")).order_by("-starts_at").values("starts_at")[:1]
    moved = PoolMember.objects.filter(panel=OuterRef("panel")).order_by("-state_at").values("state_at")[:1]
    before = at - keeping.period("panels")
    named = PoolMember.objects.exclude(name="", person=None).annotate(met=Subquery(met), moved=Subquery(moved))
    return named.filter(Q(met=None) | Q(met__lt=before), moved__lt=before).order_by("pk")


KINDS: dict[str, Callable[[datetime], QuerySet[Any]]] = {
    "unconfirmed": _unconfirmed,
    "drafts": lambda at: _told(_drafts(at), "drafts", at),
    "inactive": lambda at: _told(_inactive(at), "inactive", at),
    "traces": lambda at: SupportTrace.objects.filter(at__lt=at - keeping.period("traces")).order_by("at"),
    "notices": _notices,
    "letters": _letters,
    "sessions": lambda at: Session.objects.filter(expire_date__lt=at - keeping.period("sessions")).order_by("pk"),
    "counters": lambda at: Use.objects.filter(since__lt=at - keeping.period("counters")).order_by("pk"),
    "invitations": _invitations,
    "identities": _identities,
    "register": _register,
    "comments": _comments,
    "opinions": _opinions,
    "statements": _statements,
    "originals": _originals,
    "panels": _panel_names,
}


# ── how it goes, where that is more than deleting rows ──


def _erase_drafts(rows: QuerySet[Draft], at: datetime, limit: int) -> int:
    pks = list(rows.select_for_update().values_list("pk", flat=True)[:limit])
    erase_files(Attachment.objects.filter(draft__in=pks, proposal=None))
    return Draft.objects.filter(pk__in=pks).delete()[1].get("proposals.Draft", 0)


def _delete_accounts(rows: QuerySet[Person], at: datetime, limit: int) -> int:
    gone = 0
    for person in list(rows[:limit]):
        with suppress(ProtectedError), transaction.atomic():  # something hangs on it after all: then it stays
            person.delete()
            gone += 1
    return gone


def _close_accounts(rows: QuerySet[Person], at: datetime, limit: int) -> int:
    closed = 0
    for person in list(rows[:limit]):
        try:
            close_account(person=person, at=at, actor=None)
        except Refused:  # closed by another worker a moment ago, or joined the team
            continue
        closed += 1
    return closed


def _forget_identities(rows: QuerySet[Verification], at: datetime, limit: int) -> int:
    pks = list(rows.values_list("pk", flat=True)[:limit])
    return Verification.objects.filter(pk__in=pks).update(identity_hash=None)


def _forget_names(rows: QuerySet[PoolMember], at: datetime, limit: int) -> int:
    """Numbers and attributes stay, for whoever checks the draw."""
    pks = list(rows.values_list("pk", flat=True)[:limit])
    return PoolMember.objects.filter(pk__in=pks).update(name="", person=None)


def _empty(kind: str) -> Callable[[QuerySet[Any], datetime, int], int]:
    """What was said keeps its place, so that its answers still make sense; what was typed goes, masked numbers too."""

    def empty(rows: QuerySet[Any], at: datetime, limit: int) -> int:
        gone = dict(rows.select_for_update(of=("self",)).values_list("pk", "key")[:limit])
        Original.objects.filter(item__subject__in=[f"{kind}:{key}" for key in gone.values()]).delete()
        if kind == "opinion":
            OpinionVersion.objects.filter(opinion__in=list(gone)).update(text="")
        return rows.model._default_manager.filter(pk__in=list(gone), state="deleted").update(text="")

    return empty


ERASE: dict[str, Callable[[QuerySet[Any], datetime, int], int]] = {
    "unconfirmed": _delete_accounts,
    "drafts": _erase_drafts,
    "inactive": _close_accounts,
    "identities": _forget_identities,
    "comments": _empty("comment"),
    "opinions": _empty("opinion"),
    "statements": _empty("statement"),
    "panels": _forget_names,
}


# ── announcing it ──


@dataclass(frozen=True)
class Warned:
    """What someone is told of before it goes: the things by when they were last touched, and what names one."""

    rows: Callable[[datetime], QuerySet[Any]]
    occasion: Callable[[Any], str]  # another one once the thing was touched again
    person: Callable[[Any], Person]
    touched: Callable[[Any], datetime]


WARNED: dict[str, Warned] = {
    "drafts": Warned(
        lambda at: _drafts(at).select_related("person"),
        lambda draft: f"drafts:{draft.key}:{draft.saved_at.timestamp():.0f}",
        lambda draft: draft.person,
        lambda draft: draft.saved_at,
    ),
    "inactive": Warned(
        _inactive,
        lambda person: f"inactive:{person.key}:{person.used_at.timestamp():.0f}",
        lambda person: person,
        lambda person: person.used_at,
    ),
}


def _warn(kind: str, at: datetime, dry: bool, limit: int) -> int:
    """Tell whose things will be old enough soon, each once."""
    warned, notice = WARNED[kind], keeping.notice(kind)
    soon = list(warned.rows(at + notice)[: None if dry else 4 * limit])
    known = _warnings(warned, soon)
    new = [one for one in soon if f"retention-warning:{warned.occasion(one)}" not in known]
    if dry or not new:
        return len(new)
    with transaction.atomic():
        for one in new[:limit]:
            day = max(warned.touched(one) + keeping.period(kind), at + notice)
            facts: dict[str, Any] = {"what": kind, "due": day.isoformat()}
            put("retention-warning", warned.occasion(one), at=at, person=warned.person(one), **facts)
        count = len(new[:limit])
        record(at=at, actor=SYSTEM, verb="retention.warn", subject=f"retention:{kind}", count=count)
    return count


def _warnings(warned: Warned, rows: list[Any]) -> dict[str, datetime]:
    """The warnings written about these: their names, and the day they promise."""
    names = [f"retention-warning:{warned.occasion(one)}" for one in rows]
    found = {}
    for start in range(0, len(names), BATCH):
        written = Notice.objects.filter(unique__in=names[start : start + BATCH]).values_list("unique", "facts")
        found.update({unique: datetime.fromisoformat(facts["due"]) for unique, facts in written})
    return found


def _told(rows: QuerySet[Any], kind: str, at: datetime) -> QuerySet[Any]:
    """Those of ``rows`` whose day, as it was announced, has come."""
    warned = WARNED[kind]
    listed = list(rows[: 4 * BATCH])
    promised = _warnings(warned, listed)
    far = at + timedelta(days=1)
    due = [one.pk for one in listed if promised.get(f"retention-warning:{warned.occasion(one)}", far) <= at]
    return rows.filter(pk__in=due)
