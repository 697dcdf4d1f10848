"""A proposal with everything around it, as its page reads it; and under which names people and departments stand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.db.models import Prefetch
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext

from madang.agenda.models import AgendaItem
from madang.answers.models import AnswerVersion
from madang.deliveries.models import Delivery, DeliveryUpdate
from madang.forums.models import Forum
from madang.people.models import Department, Person
from madang.people.rights import may
from madang.procedures.models import Case, Duty, Extension, Hand, StageVisit
from madang.proposals.models import Clarification, Proposal, SupportBatch, TextVersion
from madang.rules.document import Document
from madang.web.ui import standing, words
from madang.web.ui.answer_letter import department_name

from .pages import viewer


@dataclass(frozen=True)
class Matter:
    """A proposal with everything its page reads, each thing asked of the database once."""

    proposal: Proposal
    now: datetime

    @property
    def case(self) -> Case:
        return self.proposal.case

    @property
    def document(self) -> Document:
        return self.case.rules.document

    @property
    def supports(self) -> int:
        return int(getattr(self.proposal, "support_count", None) or 0)

    @cached_property
    def visits(self) -> list[StageVisit]:
        return list(self.case.visits.order_by("entered", "pk"))

    def came_to(self, kind: str) -> bool:
        """Whether it has ever been in a stage of that kind: what hangs off others need not be asked for."""
        return any(visit.kind == kind for visit in self.visits)

    @cached_property
    def forums(self) -> list[Forum]:
        """Its discussions, the first one first; the visits are those of :attr:`visits`."""
        if not self.came_to("forum"):
            return []
        visits = {visit.pk: visit for visit in self.visits}
        found = list(self.case.forums.defer("body").order_by("visit__entered", "pk"))
        for forum in found:
            forum.visit = visits[forum.visit_id]
            forum.visit.forum = forum
        return found

    @cached_property
    def participants(self) -> int:
        """How many took part in its discussions, online and offline."""
        if not self.forums:
            return 0
        return self.case.tallies.filter(what="participants").values_list("value", flat=True).first() or 0

    @cached_property
    def candidacies(self) -> list[AgendaItem]:
        """When it was before the panel, each with what it was bundled into and what was bundled into it."""
        if not self.came_to("agenda"):
            return []
        found = self.case.agenda_items.select_related("lead__case__proposal", "lead__case__rules")
        found = found.defer("lead__case__proposal__body", "lead__case__rules__data", "lead__case__rules__note")
        others = AgendaItem.objects.select_related("case__proposal").defer("case__proposal__body")
        return list(found.prefetch_related(Prefetch("bundled", others)))

    @cached_property
    def deliveries(self) -> list[Delivery]:
        """What is or was carried out, with earlier plans and reports."""
        if not self.came_to("execute"):
            return []
        reports = DeliveryUpdate.objects.select_related("duty")
        found = self.case.deliveries.prefetch_related("earlier", Prefetch("updates", reports))
        return list(found.order_by("visit__entered", "pk"))

    @cached_property
    def marks(self) -> dict[str, datetime]:
        return dict(self.case.marks.values_list("key", "at"))

    @cached_property
    def duties(self) -> list[Duty]:
        return list(self.case.duties.select_related("department", "visit").order_by("since", "pk"))

    @cached_property
    def hands(self) -> list[Hand]:
        """Through whose hands it went, oldest first."""
        return list(self.case.hands.select_related("department").order_by("since", "pk"))

    @cached_property
    def extensions(self) -> list[Extension]:
        return list(Extension.objects.filter(duty__case=self.case).order_by("pk")) if self.duties else []

    @cached_property
    def answers(self) -> list[AnswerVersion]:
        """Every published version, oldest first."""
        found = (
            AnswerVersion.objects.filter(request__case=self.case)
            .select_related("request__visit", "department")
            .prefetch_related("joined_by", "request__visit__duties")
        )
        return list(found.order_by("published_at", "number"))

    @cached_property
    def batches(self) -> list[SupportBatch]:
        return list(self.proposal.batches.order_by("at", "pk"))

    @cached_property
    def earlier(self) -> list[TextVersion]:
        """The texts before the one in force, oldest first."""
        return list(self.proposal.earlier.all()) if self.proposal.number > 1 else []

    @cached_property
    def clarifications(self) -> list[Clarification]:
        return list(self.proposal.clarifications.order_by("at", "pk"))

    @cached_property
    def tiers(self) -> list[standing.Tier]:
        return standing.tiers(self.document, self.visits, self.marks)

    @cached_property
    def participant_tiers(self) -> list[standing.Tier]:
        return standing.tiers(self.document, self.visits, self.marks, "participants")

    @cached_property
    def window(self) -> StageVisit | None:
        """The stage that takes supports now."""
        found = standing.window(self.visits, self.now)
        return found if isinstance(found, StageVisit) else None


class Hidden(Http404):
    """A proposal that a moderator has hidden; its own page says why, every other address of it is not there."""


def find(request: HttpRequest, key: str) -> Proposal:
    """The proposal of that key, if the viewer may see it: a private one is its author's and the staff's; else 404."""
    if "\x00" in key:
        raise Http404
    rows = Proposal.objects.with_supports().select_related("case__rules__procedure", "case__department", "author")
    proposal = get_object_or_404(rows.defer("case__rules__data", "case__rules__note"), case__key=key)
    if not may_see(proposal, viewer(request)):
        raise Hidden(key) if proposal.visibility == "hidden" else Http404
    return proposal


def may_see(proposal: Proposal, person: Person | None) -> bool:
    """Whether its text is for this reader: what is private or hidden is its author's and the team's."""
    if proposal.visibility not in ("private", "hidden"):
        return True
    mine = person is not None and proposal.author_id == person.pk
    return mine or may(person, "staff.enter")


def owner_name(owner: str, department: Department | None) -> str:
    """Who owes: the department's name once it is known, else the word for the owner."""
    return department_name(department) if owner == "department" and department is not None else words.owner(owner)


def name_of(author: Person | None, origin: str) -> str:
    """Under which name a proposal stands."""
    if origin == "institution":
        return gettext("기관")
    return (str(author) if author and author.name else "") or gettext("이름을 밝히지 않은 시민")
