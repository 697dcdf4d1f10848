"""탈퇴: closing an account. What stands in public stays without the name; everything else is erased at once.

What becomes of a table follows from how it points at a person: what goes with the person (``CASCADE``) is erased,
what is part of the record (``PROTECT``, ``SET_NULL``) stays with the closed account, which has no name any more. The few
exceptions are ``KEPT``.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from functools import partial
from typing import Any

from django.core.files.storage import default_storage
from django.db import models, transaction

from madang.agenda.models import PoolMember
from madang.audit.models import record
from madang.base.errors import Refused
from madang.notices.models import Notice
from madang.notices.outbox import put
from madang.people.models import CLOSED, Invitation, Person, Role, Verification
from madang.plans.models import HandoverNote
from madang.proposals.models import Attachment, Draft, Support

from .consent import withdraw_everywhere
from .journey import name_of
from .passing import release
from .registrations import leave_all

# What a person's leaving does not erase although the row goes with the person.
KEPT = {
    "people.Verification",  # its attributes are erased below; the hash keeps one person one person for a while
    "people.Membership",  # there is none: who works here hands over first
}


@transaction.atomic
def close_account(*, person: Person, at: datetime, actor: Person | None) -> None:
    """End an account: name, address, password, logins, sessions, drafts, follows, preferences, notices are erased.

    Proposals, answers, comments and what was said in forums stay, under no name; supports, votes and participation go on
    counting, but no longer in any statistics. The keyed hash of a verified identity
    stays until ``retention`` takes it (``identities``), so that nobody stands twice behind one proposal meanwhile.
    Refused ``hand-over-first`` for the team, ``account-closed`` when it is closed already.
    """
    person = Person.objects.select_for_update().get(pk=person.pk)
    if person.closed_at is not None:
        raise Refused("account-closed")
    if person.memberships.exists():
        raise Refused("hand-over-first")
    subject, address, language = person.actor, person.email, person.language
    _erase_drafts(person)
    HandoverNote.objects.filter(giver=person, passed_at=None).delete()  # read by nobody, and nobody will
    release(person=person, role=Role.OFFICER)  # nothing of the plan, should anything have stayed in their name
    withdraw_everywhere(person)
    for rows in _own_rows(person):
        rows.delete()
    Invitation.objects.filter(accepted_by=person).delete()
    if address:
        Notice.objects.filter(email__iexact=address).delete()
        Invitation.objects.filter(email__iexact=address).delete()
    leave_all(person, at=at)
    PoolMember.objects.filter(person=person).update(
        person=None, name=""
    )  # the number goes on telling how lots were drawn
    born = _had_to_be_born_by(person)
    person.verifications.update(born=None, gender="", area="")
    if born is not None:
        person.verifications.update(born=born)
    person.name, person.email, person.last_login = CLOSED, None, None
    person.is_active, person.closed_at = False, at
    person.set_unusable_password()
    person.save()
    record(at=at, actor=name_of(actor), verb="person.close", subject=subject)
    if address:
        put("account-closed", subject, at=at, email=address, language=language)


def _own_rows(person: Person) -> Iterator[models.QuerySet[Any]]:
    """The rows of every table that go with the person, but for what is ``KEPT``."""
    for relation in Person._meta.get_fields(include_hidden=True):
        if not isinstance(relation, models.ManyToOneRel) or relation.on_delete is not models.CASCADE:
            continue
        model: Any = relation.related_model
        if model._meta.label not in KEPT and not model._meta.auto_created:
            yield model._default_manager.filter(**{relation.field.name: person})


def _erase_drafts(person: Person) -> None:
    """The drafts, and the files that hang on nothing else."""
    loose = Attachment.objects.filter(person=person, proposal=None)
    erase_files(loose)
    Draft.objects.filter(person=person).delete()


def erase_files(attachments: models.QuerySet[Attachment]) -> None:
    """The rows now; their files once it is certain that the rows are gone."""
    paths = [path for pair in attachments.values_list("path", "small_path") for path in pair if path]
    attachments.delete()
    transaction.on_commit(partial(_delete_files, paths))


def _delete_files(paths: list[str]) -> None:
    for path in paths:
        default_storage.delete(path)


def _had_to_be_born_by(person: Person) -> int | None:
    """The latest year of birth with which this person could have supported what they did; None: no rule asked.

    Without it, telling the history again (``madang replay``) would take their supports for those of a child. It says no
    more than the supports themselves do.
    """
    if not Verification.objects.filter(person=person, born__isnull=False).exists():
        return None
    years = []
    supports = Support.objects.filter(person=person).select_related("proposal__case__rules")
    for support in supports.defer("proposal__body", "proposal__case__rules__data").iterator(chunk_size=500):
        stages = support.proposal.case.rules.document.stages.values()
        ages = [stage.settings["min_age"] for stage in stages if stage.settings.get("min_age") is not None]
        if ages:
            years.append(support.at.year - max(ages))
    return min(years, default=None)
