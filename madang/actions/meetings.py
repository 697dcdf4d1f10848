"""의제선정 회의: planned, its candidates, the first vote, the talk, the last vote, what it decided, its minutes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from fractions import Fraction

from django.db import IntegrityError, transaction

from madang.agenda.models import AgendaItem, Discussed, Meeting, Panel
from madang.audit.models import record
from madang.base.errors import Refused
from madang.base.text import clean_line, clean_text, opaque_key
from madang.people.models import Person

from .decisions import decide
from .journey import name_of

MINUTES_LIMIT = 60_000
TWO_THIRDS = "66.6"  # where the rules say nothing (the services publish ‘two thirds’ so)
ROUNDS = ("first", "last")


def find_meeting(key: str) -> Meeting:
    """The meeting of that key; Refused when there is none."""
    meeting = Meeting.objects.filter(key=key).first()
    if meeting is None:
        raise Refused("unknown-meeting", meeting=key)
    return meeting


def plan_meeting(
    *, name: str, starts_at: datetime, at: datetime, actor: Person | None, place: str = "",
    panel: Panel | None = None, key: str | None = None,
) -> Meeting:  # fmt: skip
    """The panel will meet at ``starts_at``, or has met."""
    name = clean_line(name)[:120]
    if not name:
        raise Refused("name-empty")
    key = key or opaque_key()
    try:
        with transaction.atomic():
            meeting = Meeting.objects.create(
                key=key, name=name, starts_at=starts_at, place=clean_line(place)[:200], panel=panel
            )
            told = {"panel": panel.key} if panel is not None else {}
            record(at=at, actor=name_of(actor), verb="meeting.plan", subject=f"meeting:{key}", **told)
    except IntegrityError as error:
        raise Refused("key-taken", key=key) from error
    return meeting


@transaction.atomic
def put_on(*, meeting: Meeting, item: AgendaItem, at: datetime, actor: Person | None) -> Discussed:
    """A candidate is on this meeting's agenda. Refused for what is decided or bundled already."""
    if item.visit.left is not None:
        raise Refused("candidate-decided")
    order = meeting.discussed.count()
    found, new = Discussed.objects.get_or_create(meeting=meeting, item=item, defaults={"order": order})
    if new:
        _record("meeting.put", found, at, actor)
    return found


@transaction.atomic
def vote(
    *, discussed: Discussed, round: str, votes: Mapping[str, int], at: datetime, actor: Person | None, notes: str = ""
) -> Discussed:
    """How the panel voted on a candidate, by decision: ``round`` first (before the talk) or last (after it).

    ``abstain`` may be among them. ``notes``: what was said in between. Until it is decided it can be told anew.
    """
    locked = Discussed.objects.select_for_update().get(pk=discussed.pk)
    if locked.decided_at is not None:
        raise Refused("candidate-decided")
    allowed = (*discussed.item.case.rules.document.stage(discussed.item.visit.stage).decisions, "abstain")
    if round not in ROUNDS:
        raise Refused("unknown-decision", decision=round, allowed=", ".join(ROUNDS))
    for decision, count in votes.items():
        if decision not in allowed:
            raise Refused("unknown-decision", decision=decision, allowed=", ".join(allowed))
        if not 0 <= count <= 100_000:
            raise Refused("votes-malformed")
    if not sum(votes.values()):
        raise Refused("votes-malformed")
    told = {decision: count for decision, count in votes.items() if count}
    setattr(locked, round, told)
    if notes:
        locked.notes = clean_text(notes)[:MINUTES_LIMIT]
    locked.save()
    _record("meeting.vote", locked, at, actor, round=round, votes=told)
    return locked


def outcome(votes: Mapping[str, int], majority_percent: str) -> str:
    """What a last vote decides: the decision for which at least ``majority_percent`` of those who decided voted
    (abstentions are no votes), else ``defer``: the next meeting."""
    cast = {decision: count for decision, count in votes.items() if decision not in ("abstain", "defer") and count}
    total = sum(count for decision, count in votes.items() if decision != "abstain")
    for decision, count in sorted(cast.items(), key=lambda each: -each[1]):
        if Fraction(count, total) * 100 >= Fraction(majority_percent) and count * 2 > total:
            return decision
    return "defer"


def conclude(
    *, discussed: Discussed, reason: str, at: datetime, actor: Person | None, form: str = "", question: str = "",
    days: int | None = None,
) -> Discussed:  # fmt: skip
    """The last vote decides, by the rule of the matter's own rules (default two thirds): selected with form, question and
    period (``days``, None: as the rules say), not selected, or left for the next meeting; ``reason`` is public. Of two who press at once one decides.
    """
    with transaction.atomic():
        locked = Discussed.objects.select_for_update().get(pk=discussed.pk)
        if locked.decided_at is not None:
            raise Refused("candidate-decided")
        if not locked.last:
            raise Refused("last-vote-missing")
        item = AgendaItem.objects.select_related("case__rules", "visit").get(pk=locked.item_id)
        stage = item.case.rules.document.stage(item.visit.stage)
        locked.majority_percent = str(stage.settings.get("majority_percent", TWO_THIRDS))
        locked.decision = outcome(locked.last, locked.majority_percent)
        locked.decided_at = at
        locked.save()
        decide(
            case_key=item.case.key, kind="agenda", decision=locked.decision, reason=reason, form=form,
            question=question, days=days, meeting=locked.meeting.key, at=at, actor=actor,
        )  # fmt: skip
        _record("meeting.conclude", locked, at, actor, decision=locked.decision)
    return locked


@transaction.atomic
def write_minutes(
    *, meeting: Meeting, minutes: str, edition: int, at: datetime, actor: Person | None, publish: bool = False
) -> Meeting:
    """The minutes as they stand; ``publish``: for everyone to read from now on. ``edition``: the one the author started
    from; Refused ``changed-meanwhile`` when someone else saved in between."""
    minutes = clean_text(minutes)
    if len(minutes) > MINUTES_LIMIT:
        raise Refused("body-too-long", limit=f"{MINUTES_LIMIT:,}", length=f"{len(minutes):,}")
    if publish and not minutes:
        raise Refused("text-empty")
    locked = Meeting.objects.select_for_update().get(pk=meeting.pk)
    if locked.edition != edition:
        raise Refused("changed-meanwhile")
    locked.minutes, locked.edition = minutes, edition + 1
    if publish and locked.published_at is None:
        locked.published_at = at
    locked.save()
    record(
        at=at, actor=name_of(actor), verb="meeting.minutes", subject=f"meeting:{locked.key}", published=bool(publish),
        number=locked.edition,
    )  # fmt: skip
    return locked


def _record(verb: str, discussed: Discussed, at: datetime, actor: Person | None, **facts: object) -> None:
    meeting, case = discussed.meeting.key, discussed.item.case.key
    record(at=at, actor=name_of(actor), verb=verb, subject=f"meeting:{meeting}", case=case, **facts)
