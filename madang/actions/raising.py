"""What the procedure raises: rules "…하면 …할 일", and the todos they have given rise to.

A todo is raised once for a rule and an occasion, whoever looks and however late: it is dated from the occasion's own
moment, and its key follows from both, so that a replay raises the same ones. They are no events: the clock of a replay
raises them again (``ops.intake``), and what people then did to them names them by their keys.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from hashlib import blake2b
from typing import Any

from django.db import transaction
from django.db.models import Q

from madang.base.errors import Refused
from madang.base.text import opaque_key
from madang.people.models import Person
from madang.plans.models import Todo, TodoRule
from madang.rules.deadlines import Calendar, Period

from .journey import calendar
from .occasions import COUNTS, WHEN, Occasion, Preview, day_of, find, would_have
from .planning import editing, free_key, line, note, role_of, words
from .procedures import find_procedure
from .todos import about
from .watching import WATCH

__all__ = ["WHEN", "Preview", "drop_rule", "due_of", "raise_due", "set_rule", "would_have"]

AGAIN = timedelta(days=2)  # so far back every look looks again: for what was committed late, or dated earlier
CHUNK = 500
DAYS = 730
TRIGGER = ("procedure", "when", "what", "least")
FIELDS = (*TRIGGER, "title", "note", "role", "days", "working", "watch", "since", "order")


def draft_rule(
    *, when: str, title: str, role: str, what: str = "", least: int | None = None, procedure: str = "", note: str = "",
    days: int = 3, working: bool = False, watch: str = "", order: int = 0, since: datetime | None = None,
) -> dict[str, Any]:  # fmt: skip
    """A rule's fields as they will be kept; Refused with what is wrong: ``unknown-when``, ``what-missing``,
    ``unknown-count``, ``least-missing``, ``days-out-of-range``, ``days-backwards``, ``unknown-watch``,
    ``no-procedure``."""
    trigger = WHEN.get(when)
    if trigger is None:
        raise Refused("unknown-when", when=when, allowed=", ".join(WHEN))
    what = what.strip() if trigger.what else ""
    if trigger.needed and not what:
        raise Refused("what-missing")
    if trigger.what == "count" and what not in COUNTS:
        raise Refused("unknown-count", count=what, allowed=", ".join(COUNTS))
    if trigger.least and not least:
        raise Refused("least-missing")
    if not -DAYS <= days <= DAYS or (trigger.least and trigger.what != "count" and not 0 < (least or 0) <= DAYS):
        raise Refused("days-out-of-range", most=DAYS)
    if days < 0 and not trigger.backwards:
        raise Refused("days-backwards")
    if watch and watch not in WATCH:
        raise Refused("unknown-watch", watch=watch, allowed=", ".join(WATCH))
    if procedure:
        find_procedure(procedure)
    if not role:
        raise Refused("todo-of-nobody")
    return {
        "procedure": procedure, "when": when, "what": what[:60], "least": least if trigger.least else None,
        "title": line(title), "note": words(note, limit=4_000), "role": role_of(role), "days": days,
        "working": working, "watch": watch, "order": order, "since": since,
    }  # fmt: skip


@transaction.atomic
def set_rule(
    *, at: datetime, actor: Person | None, rule: TodoRule | None = None, key: str | None = None,
    after: int | None = None, **fields: Any,
) -> TodoRule:  # fmt: skip
    """A rule, new or as it is to be from now on (all of its fields: :func:`draft_rule`). What it has raised stays.

    ``since``: nothing before that moment raises anything; default: now, for a new rule and for one that waits for
    something else from now on. What had happened by now is raised first, as the rule stood.
    """
    kept = draft_rule(**fields)
    if rule is None:
        rule = TodoRule(key=free_key(TodoRule, key or opaque_key()), since=kept["since"] or at)
    else:
        raise_due(at=at)
        rule = editing(rule, after)
        if rule.dropped_at is not None:
            raise Refused("rule-dropped")
    if any(getattr(rule, name) != kept[name] for name in TRIGGER) and rule.pk is not None:
        rule.since, rule.looked_at = kept["since"] or at, None
    for name in FIELDS:
        if name != "since":
            setattr(rule, name, kept[name])
    if kept["since"] is not None and kept["since"] != rule.since:
        rule.since, rule.looked_at = kept["since"], None
    rule.save()
    facts = {name: getattr(rule, name) for name in FIELDS}
    note("todo_rule.set", _subject(rule), at=at, actor=actor, rule=rule.key, **facts)
    return rule


@transaction.atomic
def drop_rule(*, rule: TodoRule, at: datetime, actor: Person | None) -> TodoRule:
    """The rule raises nothing any more; what it has raised stays. Dropped already, nothing changes."""
    raise_due(at=at)
    rule = editing(rule, None)
    if rule.dropped_at is None:
        rule.dropped_at = at
        rule.save(update_fields=["dropped_at", "edition"])
        note("todo_rule.drop", _subject(rule), at=at, actor=actor, rule=rule.key)
    return rule


def _subject(rule: TodoRule) -> str:
    return f"todo_rule:{rule.key}"


# ── raising ──


def raise_due(*, at: datetime) -> int:
    """Raise what the rules ask for up to ``at``; how many todos. Any number of workers may look at once: a rule and an
    occasion have one todo, which the database itself sees to."""
    rules = list(TodoRule.objects.filter(Q(looked_at=None) | Q(looked_at__lt=at), dropped_at=None, since__lte=at))
    if not rules:
        return 0
    raised = 0
    for since, group in _spans(rules).items():
        batch: list[tuple[TodoRule, Occasion]] = []
        for rule, occasion in find(group, since, at):
            if occasion.at >= rule.since:
                batch.append((rule, occasion))
            if len(batch) == CHUNK:
                raised += _raise(batch, at)
                batch = []
        raised += _raise(batch, at)
    for rule in rules:  # as it was looked at: a rule that was changed meanwhile is looked at anew
        TodoRule.objects.filter(pk=rule.pk, edition=rule.edition).update(looked_at=at)
    return raised


def _spans(rules: list[TodoRule]) -> dict[datetime, list[TodoRule]]:
    """The rules by the moment from which they are to be looked at."""
    spans: dict[datetime, list[TodoRule]] = {}
    for rule in rules:
        since = rule.since - timedelta.resolution  # that very moment is in time
        if rule.looked_at is not None:
            since = max(since, rule.looked_at - AGAIN)
        spans.setdefault(since, []).append(rule)
    return spans


def _raise(batch: list[tuple[TodoRule, Occasion]], at: datetime) -> int:
    """The todos of these occasions that are not there yet."""
    keys = {key_of(rule, occasion): (rule, occasion) for rule, occasion in batch}
    known = set(Todo.objects.filter(key__in=keys).values_list("key", flat=True))
    days = calendar("KR") if keys.keys() - known else None
    raised = 0
    for key, (rule, occasion) in keys.items():
        if key not in known and days is not None:
            raised += _one(key, rule, occasion, days)
    return raised


@transaction.atomic
def _one(key: str, rule: TodoRule, occasion: Occasion, days: Calendar) -> bool:
    todo, new = Todo.objects.get_or_create(
        rule=rule, occasion=occasion.key,
        defaults={
            "key": key, "title": rule.title, "note": rule.note, "case_id": occasion.case, "role": rule.role,
            "due": due_of(rule, occasion, days), "watch": rule.watch, "order": rule.order, "at": occasion.at,
        },
    )  # fmt: skip
    if new:
        note(
            "todo.raise",
            about(todo),
            at=occasion.at,
            actor=None,
            todo=key,
            rule=rule.key,
            proposal=todo.case and todo.case.key,
        )
    return new


def key_of(rule: TodoRule, occasion: Occasion) -> str:
    """The key of the todo that this rule raises on this occasion, here and in every replay."""
    digest = blake2b(f"{rule.key}\n{occasion.key}".encode(), digest_size=12).hexdigest()
    return f"auto-{digest}"


def due_of(rule: TodoRule, occasion: Occasion, days: Calendar) -> date:
    """The last day on which it is in time: so many days after the occasion, or before the last day of what it began."""
    day = day_of(occasion.at)
    if rule.days < 0:
        return (occasion.last or day) + timedelta(days=rule.days)
    if rule.working and rule.days:
        return days.last_day(occasion.at, Period(rule.days, "working_days"), roll=False)
    base = occasion.last if occasion.last is not None and rule.when in ("stage-ending", "report-owed") else day
    return base + timedelta(days=rule.days)
