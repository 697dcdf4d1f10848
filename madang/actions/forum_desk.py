"""공론장 준비: what is asked, how and for how long, and whether both sides agree to it. Blocks are in ``blocks``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction

from madang.base.errors import Refused
from madang.base.text import clean_text
from madang.forums.models import PURPOSES, Forum
from madang.notices.outbox import put, put_all
from madang.people.models import Department, Person, Role
from madang.people.queries import holding
from madang.procedures.models import RuleVersion

from .forums import BODY_LIMIT, DAYS_LIMIT, allowed_forms, ask_citizens, question_text, record_act

SIDES = ("department", "team")
TEXT_LIMIT, REASON_LIMIT = 20_000, 2_000
TEXTS = {
    "body": BODY_LIMIT,
    "effect": TEXT_LIMIT,
    "difficulty": TEXT_LIMIT,
    "alternative": TEXT_LIMIT,
    "setup": TEXT_LIMIT,
}
STRETCH = timedelta(minutes=30)  # a pause after which preparing on is told anew


def start_question(
    *, rules: RuleVersion, department: Department, what: Mapping[str, Any], at: datetime, actor: Person | None,
    key: str | None = None,
) -> Forum:  # fmt: skip
    """기관제안: a question of the institution's own begins its way. Nobody outside sees it before it opens.

    ``what``: as for :func:`prepare_forum`. Refused ``no-institution-entry`` where the rules know no such way.
    """
    with transaction.atomic():
        forum = ask_citizens(
            rules=rules, question=str(what.get("question", "")), department=department, key=key, at=at, actor=actor
        )
        return prepare_forum(forum=forum, what=what, edition=forum.edition, at=at, actor=actor)


@transaction.atomic
def prepare_forum(
    *,
    forum: Forum,
    what: Mapping[str, Any],
    at: datetime,
    actor: Person | None,
    edition: int | None = None,
    blocks: Sequence[Mapping[str, Any]] | None = None,
    quiet: bool = False,
) -> Forum:
    """Change what a forum that is not open yet asks. ``what``: any of form, question, body, days (None: as the rules
    say), long_running, opens_on, purpose, promised_on, effect, difficulty, alternative, setup; what is missing stays.

    ``edition``: the one the writer's page shows; Refused ``changed-meanwhile`` when somebody has saved since, and what
    is there already is not saved again, so that agreements stand until something changes. None: told from history, which
    always counts. ``blocks``: every text block there is to be (history only). ``quiet``: saved by the page itself.
    """
    from .blocks import replace_blocks

    locked = being_prepared(forum, edition)
    cleaned = _cleaned(locked, what)
    if edition is not None and all(getattr(locked, name) == value for name, value in cleaned.items()):
        return locked
    for name, value in cleaned.items():
        setattr(locked, name, value)
    if blocks is not None:
        replace_blocks(locked, blocks)
    touch(locked, at=at, actor=actor, quiet=quiet)
    return locked


def being_prepared(forum: Forum, edition: int | None = None) -> Forum:
    """The forum, locked, while it can still be prepared. Refused ``forum-left``, ``forum-already-open``,
    ``changed-meanwhile``."""
    rows = Forum.objects.select_for_update(of=("self",)).select_related("visit", "case__rules")
    locked = rows.get(pk=forum.pk)
    if locked.opened_at is not None:
        raise Refused("forum-already-open")
    if locked.visit.left is not None:
        raise Refused("forum-left")
    if edition is not None and locked.edition != edition:
        raise Refused("changed-meanwhile")
    return locked


def touch(locked: Forum, *, at: datetime, actor: Person | None, quiet: bool = False) -> None:
    """Something of the preparation has changed: a new edition, which nobody has agreed to yet. Of what one person saves
    in one stretch (``quiet``) the trail keeps the beginning only."""
    same = locked.edited_by_id == (actor.pk if actor else None)
    told = not (quiet and same and locked.edited_at is not None and at - locked.edited_at < STRETCH)
    locked.edition += 1
    locked.edited_at, locked.edited_by = at, actor
    locked.agreed_edition = locked.department_agreed_at = locked.team_agreed_at = None
    locked.department_agreed_by = locked.team_agreed_by = locked.sent_back_by = None
    locked.sent_back = ""
    locked.save()
    if told:
        record_act(locked, "forum.prepare", at, actor, edition=locked.edition)


def _cleaned(forum: Forum, what: Mapping[str, Any]) -> dict[str, Any]:
    """What is to be written, in the form in which it is kept; Refused where it cannot be."""
    found = dict(what)
    if "question" in found:
        found["question"] = question_text(found["question"])
    for name, limit in TEXTS.items():
        if name in found:
            found[name] = clean_text(found[name])
            if len(found[name]) > limit:
                raise Refused("body-too-long", limit=f"{limit:,}", length=f"{len(found[name]):,}")
    if "form" in found:
        allowed = allowed_forms(forum.case.rules.document.stage(forum.visit.stage))
        if found["form"] not in allowed:
            raise Refused("unknown-decision", decision=found["form"], allowed=", ".join(allowed))
    if found.get("purpose") and found["purpose"] not in PURPOSES:
        raise Refused("unknown-decision", decision=found["purpose"], allowed=", ".join(PURPOSES))
    if found.get("days") is not None and not 1 <= found["days"] <= DAYS_LIMIT:
        raise Refused("forum-days", limit=f"{DAYS_LIMIT:,}")
    for name, code in (("promised_on", "promise-missing"), ("opens_on", "opening-malformed")):
        if found.get(name) is not None and not isinstance(found[name], date):
            raise Refused(code)
    if found.get("purpose", forum.purpose) == "announce" and found.get("form", forum.form) == "pro_con":
        raise Refused("announce-asks-nothing")
    return found


# ── both sides agree ──


@transaction.atomic
def agree_forum(*, forum: Forum, side: str, at: datetime, actor: Person | None, edition: int | None = None) -> Forum:
    """One side (``department`` or ``team``) agrees to the question as it stands; when both do, it can be opened.

    ``edition``: the one that was looked at. Refused ``changed-meanwhile``, ``not-institutions``, ``promise-missing``
    (the day of the answer belongs to what is agreed), ``both-sides-one-person``. Agreeing twice changes nothing.
    """
    locked = being_prepared(forum, edition)
    _check_side(locked, side)
    if locked.promised_on is None:
        raise Refused("promise-missing")
    other = locked.team_agreed_by_id if side == "department" else locked.department_agreed_by_id
    if actor is not None and other == actor.pk:
        raise Refused("both-sides-one-person")
    if getattr(locked, f"{side}_agreed_at") is not None:
        return locked
    setattr(locked, f"{side}_agreed_at", at)
    setattr(locked, f"{side}_agreed_by", actor)
    locked.sent_back, locked.sent_back_by = "", None
    if locked.department_agreed_at is not None and locked.team_agreed_at is not None:
        locked.agreed_edition = locked.edition
    locked.save()
    record_act(locked, "forum.agree", at, actor, side=side, edition=locked.edition)
    if locked.agreed_edition is None:
        _tell_other(locked, "agreement-asked", side, f"{locked.key}:{locked.edition}:{side}", at, actor)
    return locked


@transaction.atomic
def disagree_forum(*, forum: Forum, side: str, reason: str, at: datetime, actor: Person | None) -> Forum:
    """One side does not agree (any more), and says to the other what is to be changed."""
    reason = clean_text(reason)[:REASON_LIMIT]
    if not reason:
        raise Refused("reason-needed")
    locked = being_prepared(forum)
    _check_side(locked, side)
    setattr(locked, f"{side}_agreed_at", None)
    setattr(locked, f"{side}_agreed_by", None)
    locked.agreed_edition = None
    locked.sent_back, locked.sent_back_by = reason, actor
    locked.save()
    record_act(locked, "forum.disagree", at, actor, side=side, reason=reason)
    occasion = f"{locked.key}:{locked.edition}:{side}:{at.isoformat()}"
    _tell_other(locked, "agreement-refused", side, occasion, at, actor, reason=reason)
    return locked


def _tell_other(
    forum: Forum, kind: str, side: str, occasion: str, at: datetime, actor: Person | None, **facts: Any
) -> None:
    """The other side is told what ``side`` did: the department, or those who lead the team (but not whoever did it)."""
    other = "team" if side == "department" else "department"
    facts |= {"case": forum.case.key, "forum": forum.key, "side": other}
    if other == "department" and forum.case.department is not None:
        put(kind, occasion, at=at, department=forum.case.department, **facts)
        return
    roles = (Role.OFFICER, Role.PM, Role.PL) if other == "team" else (Role.OFFICER,)
    people = {person.pk for role in roles for person in holding(role)} - {actor.pk if actor else 0}
    put_all(kind, occasion, sorted(people), at=at, **facts)


def _check_side(forum: Forum, side: str) -> None:
    if side not in SIDES:
        raise Refused("unknown-decision", decision=side, allowed=", ".join(SIDES))
    if forum.case.origin != "institution":
        raise Refused("not-institutions")
