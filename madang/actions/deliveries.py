"""실행: the plan, the reports on the way, the result, and what those who carried it there say about the promise."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from madang.base.errors import Refused
from madang.base.text import clean_line, clean_text
from madang.deliveries.models import Delivery, DeliveryUpdate, Milestone, PlanVersion
from madang.notices.outbox import spread
from madang.people.models import Person
from madang.procedures.models import StageVisit

from .journey import Journey, moving

TEXT_LIMIT = 20_000
ROWS_LIMIT = 40  # milestones of a plan, figures of a result
Figure = tuple[str, str, str]  # what is measured, before, after


def start_delivery(
    *, case_key: str, plan: str, at: datetime, actor: Person | None, who: str = "", budget: str = "",
    milestones: Iterable[tuple[str, date | None]] = (), reason: str = "", after: int | None = None,
) -> Delivery:  # fmt: skip
    """추진 개요: what will be done, by whom, for how much, in which steps. Said again it replaces the plan: the earlier one
    stays on record with the ``reason`` for the change (Refused ``reason-empty`` without one).

    ``after``: the number of the plan that the writer had before them (0: none); Refused ``changed-meanwhile`` when
    another one stands by now.
    """
    plan = _text(plan)
    with moving(case_key, at=at, actor=actor) as journey:
        delivery = _open(journey)
        if after is not None and after != delivery.number:
            raise Refused("changed-meanwhile")
        if delivery.planned_at is not None:
            reason = clean_text(reason)
            if not reason:
                raise Refused("reason-empty")
            PlanVersion.objects.create(
                delivery=delivery, plan=delivery.plan, who=delivery.who, budget=delivery.budget, until=journey.at,
                reason=reason, steps=steps_of(delivery),
            )  # fmt: skip
        delivery.plan, delivery.planned_at = plan, delivery.planned_at or journey.at
        delivery.who, delivery.budget = clean_line(who)[:200], clean_line(budget)[:200]
        delivery.save()
        _milestones(delivery, milestones)
        number = delivery.earlier.count() + 1
        journey.record("delivery.start", delivery=delivery.pk, number=number, reason=reason)
        spread("delivery-planned", occasion=f"{delivery.pk}:{number}", at=journey.at, case=case_key)
    return delivery


def steps_of(delivery: Delivery) -> list[list[str | None]]:
    """The milestones of the plan in force as they were told: [name, day or None]."""
    return [[step.name, step.by.isoformat() if step.by else None] for step in delivery.milestones.all()]


def _milestones(delivery: Delivery, told: Iterable[tuple[str, date | None]]) -> None:
    """The steps as told now; those that were reached already stay so."""
    done = dict(delivery.milestones.exclude(done_on=None).values_list("name", "done_on"))
    delivery.milestones.all().delete()
    steps = [(clean_line(name)[:200], by) for name, by in told]
    if len(steps) > ROWS_LIMIT:
        raise Refused("too-many-rows", limit=ROWS_LIMIT)
    Milestone.objects.bulk_create(
        Milestone(delivery=delivery, name=name, by=by, done_on=done.get(name), order=order)
        for order, (name, by) in enumerate(steps)
        if name
    )


def update_delivery(
    *, case_key: str, progress: str, at: datetime, actor: Person | None, percent: int | None = None,
    reached: Iterable[tuple[str, date]] = (), after: int | None = None,
) -> DeliveryUpdate:  # fmt: skip
    """추진 현황: how far it is. One report keeps one report's duty, the one that fell due first; more are welcome.

    ``reached``: names of milestones, with the day on which each was. ``after``: how many reports the writer had before
    them; Refused ``changed-meanwhile`` when there are more by now.
    """
    progress = _text(progress)
    if percent is not None and not 0 <= percent <= 100:
        raise Refused("percent-out-of-range")
    with moving(case_key, at=at, actor=actor) as journey:
        delivery = _open(journey)
        if after is not None and after != delivery.updates.count():
            raise Refused("changed-meanwhile")
        duty = journey.keep_report(_visit(journey, delivery))
        update = DeliveryUpdate.objects.create(
            delivery=delivery, progress=progress, percent=percent, at=journey.at, by=actor, duty=duty
        )
        if percent is not None:
            delivery.percent = percent
            delivery.save(update_fields=["percent"])
        steps = [(clean_line(name), on) for name, on in reached]
        for name, on in steps:
            if not delivery.milestones.filter(name=name).update(done_on=on):
                raise Refused("no-such-milestone", name=name)
        told = {"reached": [[name, on.isoformat()] for name, on in steps]} if steps else {}
        journey.record("delivery.update", update=update.pk, percent=percent, **told)
        spread("delivery-updated", occasion=str(update.pk), at=journey.at, case=case_key, percent=percent)
    return update


def finish_delivery(
    *, case_key: str, result: str, at: datetime, actor: Person | None, before: str = "", after: str = "",
    figures: Iterable[Figure] = (),
) -> Delivery:  # fmt: skip
    """성과: what came of it, with before and after, and ``figures``. The stage ends; what was owed is kept by it."""
    result = _text(result)
    rows = [[clean_line(cell)[:200] for cell in row] for row in figures]
    rows = [row for row in rows if row[0]]
    if len(rows) > ROWS_LIMIT:
        raise Refused("too-many-rows", limit=ROWS_LIMIT)
    with moving(case_key, at=at, actor=actor) as journey:
        delivery = _open(journey)
        delivery.result, delivery.finished_at = result, journey.at
        delivery.before, delivery.after = clean_text(before)[:TEXT_LIMIT], clean_text(after)[:TEXT_LIMIT]
        delivery.figures = rows
        delivery.save()
        journey.done(_visit(journey, delivery))
        journey.record("delivery.finish", delivery=delivery.pk)
        spread("delivery-finished", occasion=str(delivery.pk), at=journey.at, case=case_key)
    return delivery


def _open(journey: Journey) -> Delivery:
    """What is being carried out in this case."""
    visit = journey.open_visit("execute")
    return Delivery.objects.select_for_update(of=("self",)).get(visit=visit)


def _visit(journey: Journey, delivery: Delivery) -> StageVisit:
    return next(visit for visit in journey.visits if visit.pk == delivery.visit_id)


def _text(raw: str) -> str:
    text = clean_text(raw)
    if not text:
        raise Refused("text-empty")
    if len(text) > TEXT_LIMIT:
        raise Refused("body-too-long", limit=f"{TEXT_LIMIT:,}", length=f"{len(text):,}")
    return text
