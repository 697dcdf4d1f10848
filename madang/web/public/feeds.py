"""Feeds: new proposals, answers, discussions, results and one matter as Atom. Only what is in lists."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext

from madang.answers.models import AnswerVersion
from madang.base import clock
from madang.base.text import clean_line, clean_text
from madang.forums.models import Forum
from madang.procedures.models import StageVisit
from madang.proposals.models import Proposal
from madang.web.ui import places, words
from madang.web.ui.answer_letter import department_name
from madang.web.ui.context import institution_name

from .course import course
from .listing import Listing
from .matter import Matter, find, name_of

NEWEST = 50


def _here(path: str) -> str:
    return f"{settings.SITE_URL}{path}"


class _Atom(Feed, ABC):
    """What ours have in common: Atom, in the reader's language, with addresses as everyone knows them."""

    feed_type = Atom1Feed

    def feed_guid(self, obj: Any) -> str:
        return self.link(obj)

    @abstractmethod
    def link(self, obj: Any) -> str:
        """The page that the feed tells of."""


class Proposals(_Atom):
    """New proposals, with the same choices in the address as the list."""

    def get_object(self, request: HttpRequest) -> Listing:
        return Listing.read(request.GET)

    def title(self, obj: Listing) -> str:
        return gettext("%(institution)s 마당: 새 제안") % {"institution": institution_name()}

    def link(self, obj: Listing) -> str:
        return _here(obj.href(reverse("proposals")))

    def items(self, obj: Listing) -> Iterable[Proposal]:
        found = obj.matching(clock.now()).newest_first()
        return found.select_related("case", "author")[:NEWEST]

    def item_title(self, item: Proposal) -> str:
        return clean_line(item.title)

    def item_description(self, item: Proposal) -> str:
        return clean_text(item.body)[:500]

    def item_link(self, item: Proposal) -> str:
        return _here(reverse("proposal", args=[item.case.key]))

    def item_author_name(self, item: Proposal) -> str:
        return name_of(item.author, item.case.origin)

    def item_pubdate(self, item: Proposal) -> datetime:
        return item.submitted_at

    def item_updateddate(self, item: Proposal) -> datetime:
        return item.submitted_at

    def item_categories(self, item: Proposal) -> list[str]:
        return [name for name in (item.category, item.area) if name]


class Answers(_Atom):
    """The newest official answers; a correction is an entry of its own."""

    def title(self, obj: None = None) -> str:
        return gettext("%(institution)s 마당: 공식 답변") % {"institution": institution_name()}

    def link(self, obj: None = None) -> str:
        return _here(reverse("proposals") + "?answer=yes")

    def items(self, obj: None = None) -> Iterable[AnswerVersion]:
        found = AnswerVersion.objects.filter(request__case__proposal__visibility="public")
        found = found.select_related("request__case__proposal", "department").order_by("-published_at", "-pk")
        return found[:NEWEST]

    def item_title(self, item: AnswerVersion) -> str:
        verdict = words.decision("answer", item.decision)["word"]
        return f"{verdict}: {clean_line(item.request.case.proposal.title)}"

    def item_description(self, item: AnswerVersion) -> str:
        return clean_text(item.text)[:1000]

    def item_link(self, item: AnswerVersion) -> str:
        return _here(reverse("proposal", args=[item.request.case.key]) + "#answer")

    def item_guid(self, item: AnswerVersion) -> str:
        return f"{_here(reverse('proposal', args=[item.request.case.key]))}#answer-{item.request_id}-{item.number}"

    def item_author_name(self, item: AnswerVersion) -> str:
        return department_name(item.department) if item.department else words.owner("representative")

    def item_pubdate(self, item: AnswerVersion) -> datetime:
        return item.published_at

    def item_updateddate(self, item: AnswerVersion) -> datetime:
        return item.published_at


class MatterFeed(_Atom):
    """What happens to one matter."""

    def get_object(self, request: HttpRequest, key: str) -> Matter:
        found = find(request, key)
        if found.visibility != "public":
            raise Http404
        return Matter(found, clock.now())

    def title(self, obj: Matter) -> str:
        return clean_line(obj.proposal.title)

    def link(self, obj: Matter) -> str:
        return _here(reverse("proposal", args=[obj.case.key]))

    def items(self, obj: Matter) -> Iterable[dict[str, Any]]:
        steps = course(obj)
        for place, step in enumerate(steps):
            step["guid"] = f"{self.link(obj)}#step-{len(steps) - place}"
            step["link"] = self.link(obj)
        return steps[:NEWEST]

    def item_title(self, item: dict[str, Any]) -> str:
        return clean_line(str(item["title"]))

    def item_description(self, item: dict[str, Any]) -> str:
        return clean_text(str(item["text"] or ""))

    def item_link(self, item: dict[str, Any]) -> str:
        return str(item["link"])

    def item_guid(self, item: dict[str, Any]) -> str:
        return str(item["guid"])

    def item_pubdate(self, item: dict[str, Any]) -> datetime:
        return item["at"]

    def item_updateddate(self, item: dict[str, Any]) -> datetime:
        return item["at"]


class Discussions(_Atom):
    """The newest discussions that were opened."""

    def title(self, obj: None = None) -> str:
        return gettext("%(institution)s 마당: 열린 토론") % {"institution": institution_name()}

    def link(self, obj: None = None) -> str:
        return _here("/forums")

    def items(self, obj: None = None) -> Iterable[Forum]:
        return Forum.objects.opened().with_case().order_by("-opened_at", "-pk")[:NEWEST]

    def item_title(self, item: Forum) -> str:
        return clean_line(item.question)

    def item_description(self, item: Forum) -> str:
        until = words.until(item.visit.due) if item.visit.due and not item.long_running else ""
        return "\n\n".join(filter(None, (until, clean_text(item.body)[:500])))

    def item_link(self, item: Forum) -> str:
        return _here(places.forum(item.key))

    def item_author_name(self, item: Forum) -> str:
        return institution_name()

    def item_pubdate(self, item: Forum) -> datetime | None:
        return item.opened_at

    def item_updateddate(self, item: Forum) -> datetime | None:
        return item.opened_at

    def item_categories(self, item: Forum) -> list[str]:
        return [words.form(item.form), *filter(None, [item.case.proposal.category])]


class Results(_Atom):
    """The newest results of discussions: published with the answer."""

    def title(self, obj: None = None) -> str:
        return gettext("%(institution)s 마당: 토론 결과") % {"institution": institution_name()}

    def link(self, obj: None = None) -> str:
        return _here("/forums?show=ended")

    def items(self, obj: None = None) -> Iterable[StageVisit]:
        found = StageVisit.objects.filter(kind="task", outcome="published", case__proposal__visibility="public")
        found = found.select_related("case__proposal").defer("case__proposal__body")
        return found.order_by("-left", "-pk")[:NEWEST]

    def item_title(self, item: StageVisit) -> str:
        return gettext("토론 결과: %(title)s") % {"title": clean_line(item.case.proposal.title)}

    def item_description(self, item: StageVisit) -> str:
        return clean_text(str(item.facts.get("text") or ""))[:1000]

    def item_link(self, item: StageVisit) -> str:
        return _here(reverse("proposal", args=[item.case.key]))

    def item_guid(self, item: StageVisit) -> str:
        return f"{self.item_link(item)}#result-{item.pk}"

    def item_author_name(self, item: StageVisit) -> str:
        return institution_name()

    def item_pubdate(self, item: StageVisit) -> datetime | None:
        return item.left

    def item_updateddate(self, item: StageVisit) -> datetime | None:
        return item.left
