"""공론장: opening and closing a forum, and what staff record of it. What people say there is in ``opinions``."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from madang.audit.models import record
from madang.base.errors import Refused
from madang.base.text import clean_line, clean_text
from madang.forums.models import FORMS, PURPOSES, Forum, ForumNote, ForumSession
from madang.notices.outbox import spread
from madang.people.models import Department, Person
from madang.procedures.models import RuleVersion
from madang.proposals import search
from madang.rules.deadlines import Period
from madang.rules.document import Stage

from .counting import counting
from .journey import Journey, moving, name_of
from .participation import at_session, check_open
from .proposals import submit_proposal

QUESTION_LIMIT, BODY_LIMIT, NOTE_LIMIT = 300, 60_000, 20_000
DAYS_LIMIT = 3660


def find_forum(key: str) -> Forum:
    """The forum of that key; Refused when there is none."""
    forum = Forum.objects.select_related("visit", "case").filter(key=key).first()
    if forum is None:
        raise Refused("unknown-forum", forum=key)
    return forum


def open_forum(
    *,
    case_key: str,
    at: datetime,
    actor: Person | None,
    form: str | None = None,
    question: str | None = None,
    body: str | None = None,
    days: int | None = None,
    long_running: bool = False,
    key: str | None = None,
    edition: int | None = None,
    checked: Sequence[str] = (),
) -> Forum:
    """The forum that a case has been preparing opens now: its period begins, everyone who supported is told.

    What is not given stays as it was prepared. ``days``: how long, at least as long as the rules say (default: just so
    long). ``long_running``: with no end until it is closed. ``key``: its name in addresses and event files. ``edition``:
    of the preparation that was looked at; Refused ``changed-meanwhile`` when it has changed since, and ``not-agreed``
    where an institution's own question has not been agreed by both sides (None: what was prepared elsewhere). Refused
    ``card-without-words`` while a picture has none, ``promise-too-early`` for an answer promised before the end.
    ``checked``: what a person looked at before (kept in the trail).
    """
    with moving(case_key, at=at, actor=actor) as journey:
        visit = journey.open_visit("forum")
        stage = journey.stage_of(visit)
        forum = Forum.objects.select_for_update(of=("self",)).get(visit=visit)
        if forum.opened_at is not None:
            raise Refused("forum-already-open")
        if edition is not None and forum.edition != edition:
            raise Refused("changed-meanwhile")
        institution = journey.case.origin == "institution"
        if edition is not None and institution and forum.agreed_edition != edition:
            raise Refused("not-agreed")
        if forum.blocks.exclude(small_path="").filter(alt="").exists():
            raise Refused("card-without-words")
        if key is not None and key != forum.key and Forum.objects.filter(key=key).exists():
            raise Refused("key-taken", key=key)
        forum.key = key or forum.key
        forum.form = _form(form or forum.form, stage)
        forum.question = question_text(question if question is not None else forum.question)
        forum.body = clean_text(forum.body if body is None else body)[:BODY_LIMIT]
        forum.days = allowed_days(days or forum.days, journey, stage)
        forum.long_running = long_running or forum.long_running
        forum.opened_at, forum.opened_by = journey.at, actor
        forum.save()
        journey.start_clock(visit, days=forum.days)
        if forum.long_running:
            journey.stop_clock(visit, None)
        if institution:
            _check_promise(forum, visit.due or journey.at, needed=edition is not None)
        _show(journey, forum)
        facts = {"form": forum.form, "days": forum.days, "long_running": forum.long_running, "checked": list(checked)}
        journey.record("forum.open", forum=forum.key, **facts)
        told = {"forum": forum.key, "question": forum.question, "due": visit.due.isoformat() if visit.due else None}
        spread("forum-opened", occasion=forum.key, at=journey.at, case=journey.case.key, **told)
    forum.visit = visit
    return forum


def _check_promise(forum: Forum, end: datetime, *, needed: bool) -> None:
    """The institution answers later than the discussion ends, on a day that people know beforehand."""
    if forum.promised_on is None:
        if needed:
            raise Refused("promise-missing")
    elif forum.promised_on < timezone.localtime(end).date():
        raise Refused("promise-too-early", end=timezone.localtime(end).date().isoformat())


def _show(journey: Journey, forum: Forum) -> None:
    """What the institution asks is seen from now on, under the question as it was agreed; what is hidden opens nothing."""
    proposal = journey.case.proposal
    if proposal.visibility == "hidden":
        raise Refused("forum-hidden")
    if journey.case.origin != "institution":
        return
    proposal.title, proposal.body = forum.question, forum.body
    if proposal.visibility == "private":
        proposal.visibility = "public"
    proposal.save(update_fields=["title", "body", "visibility"])
    search.index(journey.case.pk, f"{proposal.title}\n{proposal.body}")


@transaction.atomic
def ask_citizens(
    *, rules: RuleVersion, question: str, at: datetime, actor: Person | None, key: str | None = None, body: str = "",
    department: Department | None = None, category: str = "", area: str = "", purpose: str = "",
    promised_on: date | None = None,
) -> Forum:  # fmt: skip
    """기관제안: the institution's own question begins its way; its forum is to be prepared, agreed and opened.

    Refused ``no-institution-entry`` where the rules know no way for it.
    """
    if not may_ask(rules):
        raise Refused("no-institution-entry")
    question = question_text(question)
    proposal = submit_proposal(
        rules=rules, title=question, body=body, author=actor, at=at, actor=actor, key=key, origin="institution",
        department=department, category=category, area=area, title_limit=QUESTION_LIMIT,
    )  # fmt: skip
    forum = Forum.objects.select_related("visit", "case").filter(case=proposal.case_id).first()
    if forum is None:
        raise Refused("no-open-stage", kind="forum")
    if purpose or promised_on is not None:
        if purpose and purpose not in PURPOSES:
            raise Refused("unknown-decision", decision=purpose, allowed=", ".join(PURPOSES))
        forum.purpose, forum.promised_on = purpose, promised_on
        forum.save(update_fields=["purpose", "promised_on"])
    return forum


def may_ask(rules: RuleVersion) -> bool:
    """Whether the rules have a way for a question of the institution's own: an entry that is a forum."""
    entry = rules.document.entry.get("institution")
    return entry is not None and rules.document.stage(entry).kind == "forum"


def close_forum(*, forum: Forum, reason: str, at: datetime, actor: Person | None) -> None:
    """A long-running forum ends now, for a reason that everyone can read; others end by their clock alone."""
    reason = clean_text(reason)
    if not reason:
        raise Refused("reason-empty")
    with moving(forum.case, at=at, actor=actor) as journey:
        visit = next((one for one in journey.visits if one.pk == forum.visit_id), None)
        if visit is None:
            raise Refused("forum-closed")
        if not Forum.objects.filter(pk=forum.pk, long_running=True, opened_at__isnull=False).exists():
            raise Refused("forum-closes-by-clock")
        journey.stop_clock(visit, journey.at)
        journey.done(visit)
        journey.record("forum.close", forum=forum.key, reason=reason)


def note_forum(
    *,
    forum: Forum,
    text: str,
    at: datetime,
    actor: Person | None,
    count: int = 0,
    kind: str = "offline",
    session: ForumSession | None = None,
    evidence: str = "",
) -> ForumNote:
    """A record of what was said in a place (or a summary so far). ``count``: people counted there who gave no name; they
    take part (``evidence``: by what they were counted). Refused ``forum-not-open`` before it opens; people are counted
    until it closes, or, at a ``session``, as :func:`participation.at_session` says; a record may come later.
    """
    text = clean_text(text)
    if not text:
        raise Refused("text-empty")
    if len(text) > NOTE_LIMIT:
        raise Refused("body-too-long", limit=f"{NOTE_LIMIT:,}", length=f"{len(text):,}")
    if not 0 <= count <= 1_000_000:
        raise Refused("count-too-large", limit="1,000,000")
    evidence = clean_line(evidence)[:200]
    if session is not None and count:
        with at_session(session, at=at, actor=actor) as part:
            part.count.add(count)
            return _note(forum, text, kind, session, count, evidence, part.at, actor)
    with counting(forum.case_id, "participants", at=at) as counted:
        if counted is None or not Forum.objects.filter(pk=forum.pk, opened_at__lte=counted.at).exists():
            raise Refused("forum-not-open")
        if count:
            check_open(forum, at=counted.at)
            counted.add(count)
        return _note(forum, text, kind, session, count, evidence, counted.at, actor)


def _note(
    forum: Forum, text: str, kind: str, session: ForumSession | None, count: int, evidence: str, at: datetime,
    actor: Person | None,
) -> ForumNote:  # fmt: skip
    note = ForumNote.objects.create(
        forum=forum, kind=kind, session=session, text=text, count=count, evidence=evidence, at=at, by=actor
    )
    record_act(forum, "forum.note", at, actor, note=note.pk, count=count, kind=kind)
    return note


def record_act(forum: Forum, verb: str, at: datetime, actor: Person | None, **facts: Any) -> None:
    """An act in a forum, in the trail of its case."""
    record(at=at, actor=name_of(actor), verb=verb, subject=forum.case.subject, forum=forum.key, **facts)


def question_text(raw: str) -> str:
    """A question as it will be kept; Refused when empty or too long."""
    question = clean_line(raw)
    if not question:
        raise Refused("question-empty")
    if len(question) > QUESTION_LIMIT:
        raise Refused("title-too-long", limit=QUESTION_LIMIT, length=len(question))
    return question


def allowed_forms(stage: Stage) -> tuple[str, ...]:
    """The forms that the rules allow in a stage."""
    return tuple(stage.settings.get("forms") or FORMS)


def least_days(stage: Stage) -> int | None:
    """How many days the rules give a discussion at least, when they say it in days."""
    period = stage.deadline.period if stage.deadline is not None else None
    return period.count if period is not None and period.unit == "days" else None


def _form(form: str, stage: Stage) -> str:
    allowed = allowed_forms(stage)
    if form not in allowed:
        raise Refused("unknown-decision", decision=form, allowed=", ".join(allowed))
    return form


def allowed_days(days: int | None, journey: Journey, stage: Stage) -> int | None:
    """The period of a discussion in days, as it may be chosen for ``stage``; the rules' own is the least. None: as the
    rules say. Refused ``forum-too-short``, which is told for one that is too long as well."""
    if days is None or stage.deadline is None:
        return days
    calendar, period = journey.calendar, stage.deadline.period
    least = calendar.due(journey.at, period, roll=False)
    if not 1 <= days <= DAYS_LIMIT or calendar.due(journey.at, Period(days, "days"), roll=False) < least:
        raise Refused("forum-too-short", days=(least.date() - journey.at.astimezone(least.tzinfo).date()).days - 1)
    return days
