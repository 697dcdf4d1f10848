"""Texts to begin answers with: kept, changed, removed, and filled in."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from madang.answers.models import AnswerTemplate
from madang.audit.models import record
from madang.base.errors import Refused
from madang.base.text import clean_line, clean_text
from madang.people.models import Department, Person

from .answers import TEXT_LIMIT
from .journey import name_of


@transaction.atomic
def save_template(
    *,
    name: str,
    text: str,
    department: Department | None,
    at: datetime,
    actor: Person,
    template: AnswerTemplate | None = None,
) -> AnswerTemplate:
    """Keep a text under a name, a new one or in place of ``template``. ``department``: whose it is; None: everyone's."""
    name, text = clean_line(name)[:80], clean_text(text)
    if not name:
        raise Refused("name-empty")
    if not text:
        raise Refused("text-empty")
    if len(text) > TEXT_LIMIT:
        raise Refused("body-too-long", limit=f"{TEXT_LIMIT:,}", length=f"{len(text):,}")
    kept = template or AnswerTemplate()
    kept.name, kept.text, kept.department, kept.changed_by, kept.changed_at = name, text, department, actor, at
    kept.save()
    record(at=at, actor=name_of(actor), verb="template.save", subject=f"template:{kept.pk}", name=name)
    return kept


@transaction.atomic
def remove_template(*, template: AnswerTemplate, at: datetime, actor: Person) -> None:
    """Forget a text; answers begun with it stay as they are."""
    record(at=at, actor=name_of(actor), verb="template.remove", subject=f"template:{template.pk}", name=template.name)
    template.delete()


def filled(text: str, *, title: str, department: str, day: date) -> str:
    """The text with its blanks filled: {제목} {부서} {날짜}. Anything else in braces stays as it is."""
    said = f"{day.year}년 {day.month}월 {day.day}일"
    for blank, word in (("{제목}", title), ("{부서}", department), ("{날짜}", said)):
        text = text.replace(blank, word)
    return text
