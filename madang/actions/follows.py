"""소식 받기: following a matter, an area, a category, a search; and saying how one wants to be told."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from urllib.parse import parse_qsl, urlencode

from django.db import transaction

from madang.audit.models import record
from madang.base.errors import Refused
from madang.base.text import clean_line
from madang.notices.kinds import DAILY, KINDS, SITE, WAYS, WEEKLY, choosable
from madang.notices.models import Bounce, Follow, Notice, Preference
from madang.people.models import Person
from madang.people.rights import may
from madang.proposals.models import Proposal

from . import ways
from .journey import name_of
from .news import SEARCHABLE

MOST = 200  # things one person may follow


def follow(*, person: Person, what: str, value: str, at: datetime, actor: Person | None) -> bool:
    """From now on ``person`` gets news of it; False when they did already. Refused when there is no such thing."""
    value = _value(what, value, person)
    with transaction.atomic():
        locked = Person.objects.select_for_update(no_key=True).get(pk=person.pk)
        if Follow.objects.filter(person=locked, what=what, value=value).exists():
            return False
        if Follow.objects.filter(person=locked).count() >= MOST:
            raise Refused("follows-too-many", limit=MOST)
        Follow.objects.create(person=locked, what=what, value=value, since=at)
        record(at=at, actor=name_of(actor), verb="follow.add", subject=person.actor, what=what)
    return True


@transaction.atomic
def unfollow(*, person: Person, what: str, value: str, at: datetime, actor: Person | None) -> bool:
    """No more news of it; False when there was none."""
    gone, _ = Follow.objects.filter(person=person, what=what, value=value).delete()
    if gone:
        record(at=at, actor=name_of(actor), verb="follow.remove", subject=person.actor, what=what)
    return bool(gone)


def _value(what: str, value: str, person: Person) -> str:
    if what not in Follow.WHATS:
        raise Refused("follow-nothing")
    if what == "search":
        value = search_value(dict(parse_qsl(value)))
    value = clean_line(value)
    if not value or len(value) > 300:
        raise Refused("follow-nothing")
    if what == "matter":
        proposal = Proposal.objects.filter(case__key=value).only("visibility", "author_id").first()
        mine = proposal is not None and proposal.author_id == person.pk
        closed = proposal is None or proposal.visibility in ("private", "hidden")
        if closed and not mine and not (proposal is not None and may(person, "staff.enter")):
            raise Refused("unknown-proposal", proposal=value)
    return value


def search_value(chosen: Mapping[str, str]) -> str:
    """A search as it is kept: what of it can be followed, always in the same order; empty when nothing can."""
    return urlencode({name: clean_line(chosen[name]) for name in SEARCHABLE if chosen.get(name)})


# ── how one wants to be told ──


@transaction.atomic
def choose_ways(*, person: Person, chosen: Mapping[str, str], at: datetime, actor: Person | None) -> bool:
    """How ``person`` wants these kinds from now on; False when nothing changed. Refused for a kind without a choice."""
    allowed = choosable(team=may(person, "staff.enter"))
    said = ways.preferences([person.pk], allowed)
    changed = {}
    for kind, how in chosen.items():
        if kind not in allowed or how not in WAYS:
            raise Refused("no-such-way")
        if ways.way(person.pk, kind, said) != how:
            changed[kind] = how
    for kind, how in changed.items():
        Preference.objects.update_or_create(person=person, kind=kind, defaults={"how": how})
    if changed:
        record(at=at, actor=name_of(actor), verb="notice.choose", subject=person.actor, chosen=changed)
    return bool(changed)


def stop(*, person: Person, kind: str, at: datetime, actor: Person | None) -> None:
    """No more mails of this kind (of a digest: of everything that comes in one); on the site it stands as before."""
    allowed = choosable(team=True)
    if kind == "digest":
        said = ways.preferences([person.pk], allowed)
        stopped = [name for name in allowed if ways.way(person.pk, name, said) in (DAILY, WEEKLY)]
    else:
        stopped = [kind] if kind in allowed else []
    with transaction.atomic():
        for name in stopped:
            Preference.objects.update_or_create(person=person, kind=name, defaults={"how": SITE})
        waiting = Notice.objects.filter(person=person, kind__in=stopped, sent_at=None)
        waiting.update(sent_at=at, outcome="site", how=SITE)
        if stopped:
            chosen = dict.fromkeys(stopped, SITE)
            record(at=at, actor=name_of(actor), verb="notice.choose", subject=person.actor, chosen=chosen)


def knows(kind: str) -> bool:
    """Whether there is anything to stop under this name."""
    return kind in KINDS and KINDS[kind].optional


def read(*, person: Person, at: datetime, upto: int | None = None, only: int | None = None) -> int:
    """The person has seen their notices: all (``upto`` the newest one that was on the page), or ``only`` one."""
    unread = Notice.objects.filter(person=person, read_at=None)
    if upto is not None:
        unread = unread.filter(pk__lte=upto)
    if only is not None:
        unread = unread.filter(pk=only)
    return unread.update(read_at=at)


@transaction.atomic
def mail_arrives(*, person: Person, at: datetime, actor: Person | None) -> None:
    """The person says that mail reaches them (again): what came back before counts no more."""
    gone, _ = Bounce.objects.filter(email=person.email or "").delete()
    if gone:
        record(at=at, actor=name_of(actor), verb="notice.mail-again", subject=person.actor)
