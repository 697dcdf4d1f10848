"""What ticks todos off: the platform sees that the thing has happened, so nobody needs to say so.

A todo's subject is its case, else its run's case, forum or session; what belongs to no matter (a panel, minutes, rules)
counts where it falls into the run's time span. What can be seen stands in ``sights.WATCH``.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from madang.forums.models import Forum, ForumSession
from madang.plans.models import Todo

from .occasions import midnight
from .planning import editing, note
from .sights import WATCH, Of, Seen, Watch
from .todos import about

__all__ = ["WATCH", "watch_due"]

CHUNK = 500
GRACE = timedelta(days=14)  # so long after a run's last day what belongs to it may still be noted


def watch_due(*, at: datetime, only: Todo | None = None) -> int:
    """Tick off what has happened by ``at``, each as of the moment at which it did; give up what its closed matter no
    longer needs. How many. ``only``: look at this one todo."""
    todos = Todo.objects.open().exclude(watch="")
    if only is not None:
        todos = todos.filter(pk=only.pk)
    by_watch: dict[str, list[Todo]] = {}
    rows = todos.select_related("run", "case", "project").order_by("due", "order", "pk")
    for todo in rows.iterator(chunk_size=CHUNK):
        by_watch.setdefault(todo.watch, []).append(todo)
    done = 0
    for watch, waiting in by_watch.items():
        if watch in WATCH:
            done += _tick(WATCH[watch], waiting, at)
    return done


def _tick(watch: Watch, waiting: list[Todo], at: datetime) -> int:
    subjects = _subjects(waiting)
    cases = {case for case in subjects.values() if case is not None}
    spans = {todo.pk: span for todo in waiting if watch.house and (span := _span(todo)) is not None}
    since = min([*(todo.at for todo in waiting), *(start for start, _ in spans.values())])
    of_case: dict[int, list[Seen]] = {}
    in_house: list[Seen] = []
    for one in sorted(watch.look(Of(cases, since, at)), key=lambda one: one.at):
        (in_house if one.case is None else of_case.setdefault(one.case, [])).append(one)
    used = _used(waiting) if in_house else set()
    done = 0
    for todo in waiting:
        case = subjects[todo.pk]
        if case is not None:
            moment = _of_matter(todo, of_case.get(case, []))
        else:
            moment = _of_house(todo, in_house, spans.get(todo.pk), used)
        if moment is not None:
            done += _seen(todo, moment)
        elif not watch.after and todo.rule_id and todo.case is not None and todo.case.closed_at is not None:
            done += _given_up(todo, todo.case.closed_at)
    return done


def _used(waiting: list[Todo]) -> set[tuple[int | None, datetime]]:
    """What has ticked something off before, by project: one panel drawn is one run's, not the next one's too."""
    rows = Todo.objects.filter(seen=True, watch=waiting[0].watch, project__in={todo.project_id for todo in waiting})
    return {(project, at) for project, at in rows.values_list("project", "done_at") if at is not None}


def _subjects(waiting: list[Todo]) -> dict[int, int | None]:
    """The case that each todo is about, by the todo's id."""
    forums = {todo.run.forum for todo in waiting if todo.run is not None and todo.run.forum}
    sessions = {todo.run.session for todo in waiting if todo.run is not None and todo.run.session}
    of_forum = dict(Forum.objects.filter(key__in=forums).values_list("key", "case")) if forums else {}
    of_session = {}
    if sessions:
        of_session = dict(ForumSession.objects.filter(key__in=sessions).values_list("key", "forum__case"))
    found: dict[int, int | None] = {}
    for todo in waiting:
        run = todo.run
        found[todo.pk] = todo.case_id
        if todo.case_id is None and run is not None:
            found[todo.pk] = run.case_id or of_forum.get(run.forum) or of_session.get(run.session)
    return found


def _span(todo: Todo) -> tuple[datetime, datetime] | None:
    """From when to when something in the house is meant by this todo: from the day on which it can be begun (else two
    weeks before it is due) until two weeks after its run; without a run, its project's time."""
    run, project = todo.run, todo.project
    if run is not None:
        first = todo.starts or min(filter(None, (todo.due, run.on))) - GRACE
        last = max(filter(None, (todo.due, run.until, run.on)))
        return midnight(first), midnight(last) + GRACE
    if project is not None:
        return max(midnight(project.starts), todo.at), midnight(project.ends) + GRACE
    return None


def _of_matter(todo: Todo, seen: list[Seen]) -> datetime | None:
    """The first of these, in the todo's own matter, that it means: since it was written, or of its run's very forum or session."""
    run = todo.run if todo.case_id is None else None
    for one in seen:
        if run is None:
            meant = one.at >= todo.at
        else:
            meant = one.session in ("", run.session or one.session) and one.forum in ("", run.forum or one.forum)
        if meant:
            return one.at
    return None


def _of_house(
    todo: Todo, seen: list[Seen], span: tuple[datetime, datetime] | None, used: set[tuple[int | None, datetime]]
) -> datetime | None:
    """The first of these that falls into the todo's time and has ticked off none of the same project."""
    for one in seen:
        if span is not None and span[0] <= one.at < span[1] and (todo.project_id, one.at) not in used:
            used.add((todo.project_id, one.at))
            return one.at
    return None


@transaction.atomic
def _seen(todo: Todo, moment: datetime) -> bool:
    """The platform has seen it: done as of then. False when somebody was faster."""
    locked = editing(todo, None)
    if locked.done_at is not None or locked.dropped_at is not None or not locked.watch:
        return False
    locked.done_at, locked.seen = moment, True
    locked.save(update_fields=["done_at", "seen", "edition"])
    note("todo.tick", about(locked), at=moment, actor=None, todo=locked.key, watch=locked.watch)
    return True


@transaction.atomic
def _given_up(todo: Todo, moment: datetime) -> bool:
    """The matter has ended otherwise: what would have ticked it off cannot come any more."""
    locked = editing(todo, None)
    if locked.done_at is not None or locked.dropped_at is not None:
        return False
    locked.dropped_at = moment
    locked.save(update_fields=["dropped_at", "edition"])
    note("todo.lapse", about(locked), at=moment, actor=None, todo=locked.key)
    return True
