"""창구: people without e-mail or a device, entered by staff, who then propose and support through the staff's hands.

Everything is done in the person's name and audited as the staff's deed (``channel`` "counter"). The same rules hold: one
identity is one person, one person supports once.
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

from django.db import transaction

from madang.audit.models import record
from madang.base.errors import Refused
from madang.base.text import clean_line, opaque_key
from madang.forums.models import Forum, ForumSession, Opinion
from madang.people.models import Person
from madang.procedures.models import RuleVersion
from madang.proposals.models import Proposal

from .identity import Identity, holder_of, prove_identity
from .opinions import post_opinion
from .people import identity_hash, register_person
from .proposals import submit_proposal
from .register import in_force, read_day, resident_hash
from .registrations import Place, register, unregister
from .supports import cast_support

LEVELS = ("resident", "phone")


def identity_at_counter(*, name: str, born: str, phone: str, level: str) -> Identity:
    """Who stands at the counter, as far as their papers say: by the register's own hash, or by a whole phone number.

    Refused ``birth-malformed``, ``phone-missing``.
    """
    day = read_day(born)
    if day is None:
        raise Refused("birth-malformed")
    if level == "phone":
        digits = re.sub(r"\D", "", phone)
        if not 9 <= len(digits) <= 15:
            raise Refused("phone-missing")
        return Identity("phone", identity_hash(f"phone:{digits}"), day.year)
    hashes = [resident_hash(name, day, phone), resident_hash(name, day, "")]
    entry = in_force().filter(identity_hash__in=hashes).first()
    if entry is not None:
        return Identity("resident", entry.identity_hash, entry.born, entry.gender, entry.area)
    return Identity("resident", hashes[0], day.year)


@transaction.atomic
def enter_person(
    *, name: str, born: str, phone: str, level: str, display: str, note: str, at: datetime, actor: Person
) -> tuple[Person, bool]:
    """The person at the counter: the one we know by this identity, else a new one; and whether they are new.

    ``note``: what was looked at to know them. Refused ``note-empty``, ``acts-alone`` for someone with an account of their
    own, and as :func:`identity_at_counter`.
    """
    note = clean_line(note)[:200]
    if not note:
        raise Refused("note-empty")
    identity = identity_at_counter(name=name, born=born, phone=phone, level=level)
    person = holder_of(identity.hashed)
    new = person is None
    if person is None:
        person = register_person(key=opaque_key(), name=display, at=at, actor=actor)
        prove_identity(person=person, identity=identity, source="staff", at=at, actor=actor)
    else:
        check_assisted(person)
    _note(person.actor, "entry", at, actor, note=note)
    return person, new


def check_assisted(person: Person) -> None:
    """Refused ``acts-alone`` for someone who can sign in by themselves, ``person-closed`` for one who has left."""
    if not person.is_active or person.closed_at is not None:
        raise Refused("person-closed")
    if person.email or person.has_usable_password() or person.socialaccount_set.exists():  # type: ignore[attr-defined]
        raise Refused("acts-alone")


def support_for(*, person: Person, proposal: Proposal, at: datetime, actor: Person) -> bool:
    """``person`` supports, at the counter. False when they had done so already; else as :func:`cast_support`."""
    check_assisted(person)
    new = cast_support(proposal=proposal, person=person, at=at)
    if new:
        _note(f"case:{proposal.case.key}", "support.cast", at, actor, person=person.key)
    return new


@transaction.atomic
def propose_for(
    *, person: Person, rules: RuleVersion, title: str, body: str, at: datetime, actor: Person, category: str = ""
) -> Proposal:
    """``person`` proposes, at the counter; as :func:`submit_proposal`."""
    check_assisted(person)
    made = submit_proposal(rules=rules, title=title, body=body, category=category, author=person, at=at, actor=actor)
    _note(f"case:{made.case.key}", "proposal.submit", at, actor, person=person.key)
    return made


def opinion_for(
    *, person: Person, forum: Forum, text: str, at: datetime, actor: Person, position: str = "",
    session: ForumSession | None = None, key: str | None = None,
) -> Opinion:  # fmt: skip
    """``person`` takes part in a forum on paper, at the counter or where the forum met; as :func:`post_opinion`."""
    check_assisted(person)
    opinion = post_opinion(
        forum=forum, text=text, author=person, position=position, channel="paper", session=session, key=key, at=at,
        actor=actor,
    )  # fmt: skip
    _note(opinion.subject, "opinion.post", at, actor, person=person.key)
    return opinion


@transaction.atomic
def register_for(*, person: Person, session: ForumSession, at: datetime, actor: Person) -> Place:
    """``person`` wants to come to a session, said at the counter; as :func:`registrations.register`."""
    check_assisted(person)
    place = register(session=session, person=person, at=at, actor=actor)
    if place.new:
        _note(session.forum.case.subject, "session.register", at, actor, person=person.key)
    return place


@transaction.atomic
def unregister_for(*, person: Person, session: ForumSession, at: datetime, actor: Person) -> bool:
    """``person`` will not come after all; as :func:`registrations.unregister`."""
    check_assisted(person)
    left = unregister(session=session, person=person, at=at, actor=actor)
    if left:
        _note(session.forum.case.subject, "session.unregister", at, actor, person=person.key)
    return left


def _note(subject: str, what: str, at: datetime, actor: Person, **facts: Any) -> None:
    record(at=at, actor=actor.actor, verb="person.assist", subject=subject, what=what, channel="counter", **facts)
