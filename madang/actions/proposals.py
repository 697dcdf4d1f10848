"""Bringing a proposal in."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction

from madang.base.errors import Refused
from madang.base.text import clean_line, clean_text, opaque_key
from madang.people.models import Department, Person
from madang.procedures.models import Case, RuleVersion
from madang.proposals import search
from madang.proposals.models import Draft, Proposal

from .drafts import hand_in
from .journey import Journey, name_of
from .screening import screened

TITLE_LIMIT, BODY_LIMIT = 200, 60_000
IMPORTED_TITLE_LIMIT = 4_000  # other platforms let people write whole petitions into the title


def check_texts(title: str, body: str, title_limit: int = TITLE_LIMIT) -> tuple[str, str]:
    """Title and body as they will be kept; Refused when empty or too long (the body may be empty)."""
    title, body = clean_line(title), clean_text(body)
    if not title:
        raise Refused("title-empty")
    if len(title) > title_limit:
        raise Refused("title-too-long", limit=f"{title_limit:,}", length=f"{len(title):,}")
    if len(body) > BODY_LIMIT:
        raise Refused("body-too-long", limit=f"{BODY_LIMIT:,}", length=f"{len(body):,}")
    return title, body


def submit_proposal(
    *,
    rules: RuleVersion,
    title: str,
    body: str,
    author: Person | None,
    at: datetime,
    actor: Person | None,
    key: str | None = None,
    category: str = "",
    area: str = "",
    origin: str = "citizen",
    department: Department | None = None,
    title_limit: int = TITLE_LIMIT,
    draft: Draft | None = None,
    flag: bool = True,
) -> Proposal:
    """A proposal enters the procedure at the stage its rules name for ``origin``; the case is pinned to ``rules``.

    ``key`` is its name in URLs and event files (default: random). Refused ``key-taken`` when it is in use, so that the
    same submission twice makes one proposal. ``draft``: where it was written; it is gone afterwards, and what was
    attached to it is the proposal's (Refused ``alt-missing`` while a picture has no words). ``flag``: whether
    a moderator is asked to look when the text seems odd.
    """
    title, body = check_texts(title, body, title_limit)
    document = rules.document
    if origin not in document.entry:
        raise Refused("origin-not-accepted", origin=origin)
    key = key or opaque_key()
    try:
        with transaction.atomic():
            case = Case.objects.create(
                key=key, rules=rules, origin=origin, department=department, opened_at=at, touched_at=at
            )
            texts = screened(f"case:{key}", {"title": title, "body": body}, at=at, flag=flag)
            title, body = texts["title"], texts["body"]
            proposal = Proposal.objects.create(
                case=case,
                title=title,
                body=body,
                category=clean_line(category)[:40],
                area=clean_line(area)[:40],
                author=author,
                submitted_at=at,
            )
            if draft is not None:
                hand_in(draft=draft, proposal_id=case.pk)
            search.index(case.pk, f"{title}\n{body}")
            journey = Journey(case, at=at, actor=name_of(actor), new=True)
            journey.record("proposal.submit", number=rules.number, department=department.key if department else None)
            journey.begin(document.entry[origin])
            journey.rest()
    except IntegrityError as error:
        if Case.objects.filter(key=key).exists():
            raise Refused("key-taken", key=key) from error
        raise
    return proposal
