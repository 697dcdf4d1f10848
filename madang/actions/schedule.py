"""연간 일정: what a year's projects look like together, where they clash, and whose weeks are too full.

Everything is read in a handful of queries, however many projects and todos there are; judging is arithmetic on rows.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, NamedTuple

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from madang.people.models import Membership, Person
from madang.people.rights import memberships
from madang.plans.models import Plan, Project, Run, Share, Todo

BUSY_WEEK = 7  # open todos of one person due in one week; more is more than one a working day, and then some
WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Choice:
    """Which projects someone looks at: of a stage, those in which a role or a person has something to do."""

    stage: str = ""
    role: str = ""
    person: Person | None = None


@dataclass
class Progress:
    """How far a project is: todos (given up ones aside) done of ``total``, ``late`` of the open ones."""

    done: int = 0
    total: int = 0
    late: int = 0
    runs: list[Run] = field(default_factory=list)  # by day, cancelled ones too

    @property
    def held(self) -> int:
        """Runs that took place."""
        return sum(run.done_at is not None for run in self.runs)

    @property
    def fixed(self) -> int:
        """Runs whose day is set, those that took place included."""
        return sum(run.cancelled_at is None for run in self.runs)


class Row(NamedTuple):
    """A todo as far as judging needs it."""

    key: str
    title: str
    due: date | None
    role: str
    person: int | None
    project: int | None
    run: int | None


@dataclass(frozen=True)
class Clash:
    """Something in the schedule that someone should look at. ``kind``: person (``who`` has ``run`` and ``other`` on one
    day), holiday (a run on one, ``who`` its name), outside (a run outside its project's days), early (a todo due before its project
    begins), passed (a run's day is over and nobody said how it went), nobody (open todos of the role ``who`` that nobody
    holds: ``count``), fewer (fewer runs planned than the plan says: ``count`` are missing).
    """

    kind: str
    project: Project | None = None
    run: Run | None = None
    other: Run | None = None
    todo: Row | None = None
    who: str = ""
    on: date | None = None
    count: int = 0


@dataclass(frozen=True)
class Load:
    """Whose open todos fall due in which week (by its Monday). ``person`` None: of a role that several hold."""

    who: str  # a name, or a role
    person: int | None
    role: str
    weeks: Mapping[date, int]

    @property
    def total(self) -> int:
        """All of them."""
        return sum(self.weeks.values())

    @property
    def over(self) -> list[date]:
        """The weeks that are too full."""
        return sorted(week for week, number in self.weeks.items() if number > BUSY_WEEK)

    @property
    def peak(self) -> tuple[date, int]:
        """The fullest week, the first of several."""
        return min(self.weeks.items(), key=lambda one: (-one[1], one[0]))


def of_person(person: Person) -> Q:
    """The todos that are someone's: by name, of a role of theirs, of a department of theirs."""
    whose = (Todo.objects.of_person(person), Todo.objects.of_roles(person), Todo.objects.of_departments(person))
    own, roles, departments = (Q(pk__in=found.order_by().values("pk")) for found in whose)
    return own | roles | departments


def projects_of(plan: Plan, choice: Choice | None = None, *, dropped: bool = False) -> QuerySet[Project]:
    """The plan's projects by when they begin, as chosen; with ``dropped`` those that were given up instead."""
    choice = choice or Choice()
    found = Project.objects.filter(plan=plan, dropped_at__isnull=not dropped).order_by("starts", "order", "pk")
    if choice.stage:
        found = found.filter(stage=choice.stage)
    if choice.role or choice.person is not None:
        todos = Todo.objects.filter(project=OuterRef("pk"), dropped_at=None)
        shares = Share.objects.filter(project=OuterRef("pk"))
        if choice.role:
            todos, shares = todos.filter(role=choice.role), shares.filter(role=choice.role)
        if choice.person is not None:
            todos = todos.filter(of_person(choice.person))
            roles = [held.role for held in memberships(choice.person)]
            shares = shares.filter(Q(person=choice.person) | Q(person=None, role__in=roles))
        found = found.filter(Exists(todos) | Exists(shares))
    return found


def progress_of(projects: Iterable[Project], today: date) -> dict[int, Progress]:
    """How far each of these is, by its row's key. Two queries."""
    found = {project.pk: Progress() for project in projects}
    known = Todo.objects.filter(project__in=list(found), dropped_at=None).order_by()
    counted = known.values("project").annotate(
        total=Count("pk"),
        done=Count("pk", filter=Q(done_at__isnull=False)),
        late=Count("pk", filter=Q(done_at=None, due__lt=today)),
    )
    for row in counted:
        one = found[row["project"]]
        one.total, one.done, one.late = row["total"], row["done"], row["late"]
    for run in Run.objects.filter(project__in=list(found)).order_by("on", "number"):
        found[run.project_id].runs.append(run)
    return found


def open_rows(year: int) -> list[Row]:
    """Everything open that falls due in that year or belongs to a project of its plan, of whatever kind."""
    mine = Q(due__year=year) | Q(project__plan__year=year)
    names = ("key", "title", "due", "role", "person", "project", "run")
    found = Todo.objects.filter(mine, done_at=None, dropped_at=None).order_by("due", "pk")
    return [Row(*row) for row in found.values_list(*names)]


def holders() -> dict[str, list[Person]]:
    """Who holds which role now. One query."""
    found: dict[str, list[Person]] = defaultdict(list)
    for held in Membership.objects.filter(person__is_active=True).select_related("person").order_by("pk"):
        if held.person not in found[held.role]:
            found[held.role].append(held.person)
    return dict(found)


def whose(row: Row, held: Mapping[str, Sequence[Person]]) -> int | None:
    """The person who will do it: the one named, or the only one in the role."""
    if row.person is not None:
        return row.person
    known = held.get(row.role, ())
    return known[0].pk if len(known) == 1 else None


def clashes(
    projects: Sequence[Project], runs: Sequence[Run], rows: Sequence[Row], held: Mapping[str, Sequence[Person]],
    holidays: Mapping[date, str], today: date, names: Mapping[int, str],
) -> list[Clash]:  # fmt: skip
    """What someone should look at in this schedule, the most pressing kinds first.

    ``projects``: none given up; ``runs``: theirs, none cancelled; ``rows``: open todos; ``holidays``: public ones by day;
    ``names``: of people by their row's key.
    """
    by_key = {project.pk: project for project in projects}
    runs = sorted((run for run in runs if run.project_id in by_key), key=lambda run: (run.on, run.pk))
    coming = [run for run in runs if run.done_at is None]
    found: list[Clash] = [*_doubled(coming, rows, held, names)]
    found += [
        Clash("holiday", by_key[run.project_id], run, who=holidays[run.on], on=run.on)
        for run in coming
        if run.on in holidays
    ]
    for run in coming:
        project = by_key[run.project_id]
        if (run.until or run.on) < today:
            found.append(Clash("passed", project, run, on=run.on))
        if not project.starts <= run.on <= project.ends:
            found.append(Clash("outside", project, run, on=run.on))
    for row in rows:
        of = by_key.get(row.project or 0)
        if of is not None and row.due is not None and row.due < of.starts:
            found.append(Clash("early", of, todo=row, on=row.due))
    found += _nobody(rows, held)
    fixed = Counter(run.project_id for run in runs)
    for project in projects:
        missing = project.runs_planned - fixed[project.pk]
        if missing > 0:
            found.append(Clash("fewer", project, count=missing))
    return found


def _doubled(
    runs: Sequence[Run], rows: Sequence[Row], held: Mapping[str, Sequence[Person]], names: Mapping[int, str]
) -> Iterator[Clash]:
    """Someone has open todos in two runs whose D-days are one day."""
    people: dict[int, set[int]] = defaultdict(set)
    for row in rows:
        who = whose(row, held)
        if row.run is not None and who is not None:
            people[row.run].add(who)
    days: dict[date, list[Run]] = defaultdict(list)
    for run in runs:
        days[run.on].append(run)
    for on, same in days.items():
        for at, run in enumerate(same):
            for other in same[at + 1 :]:
                for person in sorted(people[run.pk] & people[other.pk]):
                    yield Clash("person", run=run, other=other, who=names.get(person, ""), on=on)


def _nobody(rows: Sequence[Row], held: Mapping[str, Sequence[Person]]) -> Iterator[Clash]:
    lonely = Counter(row.role for row in rows if row.person is None and row.role and row.role not in held)
    for role, number in lonely.items():
        yield Clash("nobody", who=role, count=number)


def loads(
    rows: Sequence[Row], held: Mapping[str, Sequence[Person]], names: Mapping[int, str], today: date
) -> list[Load]:
    """Whose weeks are how full from this week on, the fullest first. A role that several hold is one line of its own, its
    todos divided by how many they are (rounded up).
    """
    this_week = today - timedelta(days=today.weekday())
    weeks: dict[tuple[int | None, str], Counter[date]] = defaultdict(Counter)
    for row in rows:
        if row.due is None or row.due < this_week:
            continue
        who = whose(row, held)
        if who is None and row.role not in held:
            continue
        weeks[who, "" if who is not None else row.role][row.due - timedelta(days=row.due.weekday())] += 1
    found = []
    for (person, role), counted in weeks.items():
        several = len(held.get(role, ())) or 1
        each = {week: -(-number // several) for week, number in counted.items()}
        found.append(Load(names.get(person or 0, "") if person else role, person, role, each))
    return sorted(found, key=lambda one: (-one.peak[1], -one.total, one.who))


def names_of(rows: Iterable[Row], held: Mapping[str, Sequence[Person]]) -> dict[int, str]:
    """The names of everyone who has one of these to do, by the person's row. One query."""
    found = {person.pk: str(person) for people in held.values() for person in people}
    missing = {row.person for row in rows if row.person is not None} - set(found)
    for person in Person.objects.filter(pk__in=missing).only("pk", "name"):
        found[person.pk] = str(person)
    return found


def runs_of(projects: Iterable[Project]) -> list[Any]:
    """The runs of these that are to take place or did, with their projects."""
    known = {project.pk: project for project in projects}
    found = list(Run.objects.filter(project__in=list(known), cancelled_at=None).order_by("on", "number"))
    for run in found:
        run.project = known[run.project_id]
    return found
