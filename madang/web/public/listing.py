"""The list of proposals: which ones, in which order, and the choices a reader has. Every choice is part of the address."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext, pgettext

from madang.procedures.models import RuleVersion
from madang.proposals.models import Proposal
from madang.proposals.queries import ProposalQuerySet
from madang.web.ui import words

from .pages import address, after_moment, after_number, cursor

PAGE = 20
COUNTED = 1000  # counting stops here: nobody needs the exact number of very many
LOOKED_AT = 2000  # areas and categories are those of so many newest proposals
# at=… → the kinds of stages that it means
STANDS = {
    "collecting": ("collect",),
    "review": ("review", "verify"),
    "discussion": ("agenda", "forum", "ballot"),
    "answer": ("answer",),
    "execution": ("execute",),
    "over": (),
}
SORTS = ("newest", "closing", "supports")
CHOICES = ("q", "procedure", "stage", "at", "category", "area", "answer", "sort")


@dataclass(frozen=True)
class Listing:
    """What the reader chose. ``chosen`` holds only what means something; the rest of the address is ignored."""

    chosen: dict[str, str] = field(default_factory=dict)
    after: str = ""

    @classmethod
    def read(cls, query: QueryDict) -> Listing:
        given = {name: query.get(name, "").replace("\x00", "").strip()[:100] for name in CHOICES}
        if given["at"] not in STANDS:
            given["at"] = ""
        if given["answer"] not in ("yes", "no"):
            given["answer"] = ""
        if given["sort"] not in SORTS[1:]:
            given["sort"] = ""
        return cls({name: value for name, value in given.items() if value}, query.get("after", "")[:100])

    def __getitem__(self, name: str) -> str:
        return self.chosen.get(name, "")

    @property
    def sort(self) -> str:
        return self["sort"] or SORTS[0]

    def href(self, path: str, **changed: str) -> str:
        """The address with some choices changed; it begins at the first page."""
        return address(path, {name: {**self.chosen, **changed}.get(name, "") for name in (*CHOICES, "after")})

    # ── reading ──

    def matching(self, now: datetime) -> ProposalQuerySet:
        """Everything that fits, in no order."""
        found = Proposal.objects.listed().found_by(self["q"])
        if self["procedure"]:
            found = found.in_procedure(self["procedure"])
        if self["stage"]:
            found = found.in_stage(self["stage"])
        if self["at"] == "collecting" or self.sort == "closing":
            found = found.collecting_at(now)
        elif self["at"] == "over":
            found = found.over()
        elif self["at"]:
            found = found.in_kind(STANDS[self["at"]])
        if self["at"] and self["at"] != "collecting" and self.sort == "closing":
            found = found.in_kind(STANDS[self["at"]]) if STANDS[self["at"]] else found.over()
        if self["answer"]:
            found = found.answered(self["answer"] == "yes")
        return found.filter(**{name: self[name] for name in ("category", "area") if self[name]})

    def page(self, now: datetime) -> tuple[list[Any], str]:
        """One page of plain rows, and the word for "after its last one" ("" when there is nothing after)."""
        found = self.matching(now)
        if self.sort == "closing":
            rows = found.closing_first(now, after_moment(self.after)).rows("closes")
        elif self.sort == "supports":
            rows = found.most_supported_first(after_number(self.after)).rows()
        else:
            rows = found.newest_first(after_moment(self.after)).rows()
        read = list(rows[: PAGE + 1])
        if len(read) <= PAGE:
            return read, ""
        last = read[PAGE - 1]
        value = {"closing": "closes", "supports": "support_count"}.get(self.sort, "submitted_at")
        return read[:PAGE], cursor(getattr(last, value), last.case__key)

    def total(self, now: datetime) -> tuple[int, bool]:
        """How many there are, and whether there are more than that (counting stops at ``COUNTED``)."""
        found = self.matching(now)
        if self.sort == "supports":
            found = found.most_supported_first()
        elif self.sort == "closing":
            found = found.closing_first(now)
        counted = found.order_by()[: COUNTED + 1].count()
        return min(counted, COUNTED), counted > COUNTED


# ── the choices ──


def filters(listing: Listing, path: str, known: Iterable[RuleVersion]) -> list[dict[str, Any]]:
    """The groups of chips beside the list."""
    versions = list(known)
    newest = {version.procedure.slug: version for version in sorted(versions, key=lambda version: version.number)}
    kinds = {stage.kind for version in versions for stage in version.document.stages.values()}
    groups = []
    if len(newest) > 1:
        names = [(slug, words.in_language(version.document.name)) for slug, version in newest.items()]
        groups.append((gettext("절차"), "procedure", names))
    stands = [(at, word) for at, word in stand_words().items() if not STANDS[at] or kinds & set(STANDS[at])]
    groups.append((gettext("어디까지 왔나요"), "at", stands))
    groups.append((gettext("답변"), "answer", [("yes", gettext("답변 있음")), ("no", gettext("답변 없음"))]))
    categories, areas = _found()
    groups.append((gettext("분야"), "category", [(name, words.category(name)) for name in categories]))
    if areas:
        groups.append((gettext("동네"), "area", [(name, name) for name in areas]))
    return [_group(listing, path, title, name, options) for title, name, options in groups]


def stand_words() -> dict[str, str]:
    """at=… → how it is called."""
    return {
        "collecting": gettext("공감 모으는 중"),
        "review": gettext("검토 중"),
        "discussion": gettext("토론"),
        "answer": gettext("답변 기다리는 중"),
        "execution": gettext("실행 중"),
        "over": gettext("끝남"),
    }


def _found() -> tuple[list[str], list[str]]:
    """The house's categories and those in use; the areas in use."""
    newest = Proposal.objects.listed().newest_first().values("pk")[:LOOKED_AT]
    pairs = set(Proposal.objects.filter(pk__in=newest).order_by().values_list("category", "area").distinct())
    others = sorted({category for category, _ in pairs} - {*words.CATEGORIES, ""})
    return [*words.CATEGORIES, *others], sorted({area for _, area in pairs} - {""})


def _group(listing: Listing, path: str, title: str, name: str, options: list[tuple[str, str]]) -> dict[str, Any]:
    chosen = listing[name]
    if chosen and chosen not in dict(options):
        options = [*options, (chosen, chosen)]
    extra = {"stage": ""} if name in ("at", "procedure") else {}
    everything = [("", pgettext("거르기", "모두")), *options]
    return {
        "title": title,
        "name": name,
        "choices": [
            {
                "label": label,
                "href": listing.href(path, **{name: value, **extra}),
                "current": value == chosen,
                "count": None,
            }
            for value, label in everything
        ],
    }


def by_link(listing: Listing, known: Iterable[RuleVersion]) -> bool:
    """Whether the stage filtered by shows its proposals only to those who have the address."""
    return any(
        version.document.stages[listing["stage"]].settings.get("visibility", "public") != "public"
        for version in known
        if version.procedure.slug == listing["procedure"] and listing["stage"] in version.document.stages
    )


def active(listing: Listing, path: str, known: Iterable[RuleVersion]) -> list[dict[str, str]]:
    """What is filtered by just now, each with the address without it."""
    stands, answers = stand_words(), {"yes": gettext("답변 있음"), "no": gettext("답변 없음")}
    versions = sorted(known, key=lambda version: version.number)
    procedures = {version.procedure.slug: words.in_language(version.document.name) for version in versions}
    stages = {
        key: words.in_language(stage.name)
        for version in versions
        if not listing["procedure"] or version.procedure.slug == listing["procedure"]
        for key, stage in version.document.stages.items()
    }
    named = {
        "q": gettext("“%(words)s”") % {"words": listing["q"]},
        "procedure": procedures.get(listing["procedure"], listing["procedure"]),
        "stage": stages.get(listing["stage"], listing["stage"]),
        "at": stands.get(listing["at"], ""),
        "category": words.category(listing["category"]),
        "area": listing["area"],
        "answer": answers.get(listing["answer"], ""),
    }
    return [
        {"label": label, "href": listing.href(path, **{name: ""})} for name, label in named.items() if listing[name]
    ]


def sorts(listing: Listing, path: str) -> list[dict[str, Any]]:
    """The orders."""
    labels = {"newest": gettext("최신"), "closing": gettext("마감 임박"), "supports": gettext("공감 많은 순")}
    return [
        {
            "label": label,
            "href": listing.href(path, sort="" if name == SORTS[0] else name),
            "current": name == listing.sort,
        }
        for name, label in labels.items()
    ]
