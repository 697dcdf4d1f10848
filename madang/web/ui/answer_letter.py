"""An answer as the letter that citizens read (``letter`` of ui/proposals.html): published, or as it will be."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils.translation import gettext

from madang.answers.models import AnswerRequest, AnswerVersion
from madang.people.models import Department

from . import words


def letter(
    request: AnswerRequest,
    versions: Sequence[AnswerVersion],
    *,
    shown: AnswerVersion | None = None,
    href: str = "",
) -> dict[str, Any]:
    """The published answer; ``versions`` oldest first, ``shown`` one of them (the newest unless told).

    ``href``: the address of the matter, under which earlier versions are shown as ``?version=n``.
    """
    version = shown or versions[-1]
    joined = list(version.joined_by.all())
    sheet = _sheet(request, version.decision, version.text, version.department, versions[0].published_at, joined)
    sheet["versions"] = [
        {
            "label": gettext("%(number)s판") % {"number": one.number},
            "at": one.published_at,
            "reason": one.reason,
            "href": f"{href}{'&' if '?' in href else '?'}version={one.number}",
        }
        for one in reversed(versions)
    ]
    return sheet


def preview(
    request: AnswerRequest,
    *,
    decision: str,
    text: str,
    department: Department | None,
    at: datetime,
    joined: Sequence[Department] = (),
) -> dict[str, Any]:
    """The letter as it would be published at ``at``; ``joined``: the departments that answer with it."""
    return _sheet(request, decision, text, department, at, joined)


def _sheet(
    request: AnswerRequest,
    decision: str,
    text: str,
    department: Department | None,
    at: datetime,
    joined: Sequence[Department] = (),
) -> dict[str, Any]:
    representative = request.level == "representative"
    signed = words.owner("representative") if representative else department_name(department)
    return {
        "institution": institution(),
        "title": gettext("%(who)s의 답변") % {"who": signed},
        "to": gettext("제안하신 분과 공감하신 모든 분께"),
        "department": signed,
        "joined": [department_name(one) for one in joined],
        "office": "",
        "at": at,
        "due": request.duty.due_now,
        "verdict": words.decision("answer", decision),
        "gist": gist(decision),
        "body": text,
        "versions": [],
        "representative": representative,
    }


def gist(decision: str) -> str:
    """The verdict as the sentence that heads the letter."""
    return {
        "accept": gettext("제안을 수용하였습니다."),
        "partly": gettext("제안의 일부를 수용하였습니다."),
        "decline": gettext("제안을 수용하지 못하였습니다. 까닭을 말씀드립니다."),
        "study": gettext("더 검토하겠습니다."),
        "explain": gettext("제안에 대해 설명드립니다."),
    }.get(decision, words.decision("answer", decision)["word"])


def institution() -> str:
    """The institution's name in the reader's language."""
    return settings.INSTITUTION.get(words.language(), settings.INSTITUTION["ko"])


def department_name(department: Department | None) -> str:
    """A department in the reader's language; empty when there is none."""
    if department is None:
        return ""
    return words.in_language({"ko": department.name, "en": department.name_en or department.name})
