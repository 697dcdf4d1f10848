"""내 자료: everything this house holds about one person, as data (JSON) and as a page to read (HTML), in one ZIP."""

from __future__ import annotations

import json
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import Any

from django.core.files.storage import default_storage
from django.db.models import Q, QuerySet
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext

from madang.audit.models import Entry
from madang.audit.sentences import sentence
from madang.comments.models import Comment, CommentSupport
from madang.deliveries.models import Verdict
from madang.forums.models import (
    Opinion,
    OpinionSupport,
    Participant,
    Registration,
    Statement,
    StatementVote,
)
from madang.moderation.models import Objection, Report
from madang.notices.models import Follow, Notice, Preference
from madang.people.models import Person
from madang.plans.models import CalendarLink, HandoverNote, Todo
from madang.procedures.models import SavedFilter
from madang.proposals.models import Attachment, Draft, Proposal, Support, SupportTrace
from madang.web.ui import words
from madang.web.ui.acts import vocabulary

MEMORY = 4 * 1024 * 1024  # bytes kept in memory; more goes to a file that is gone when it is closed
Rows = list[dict[str, Any]]


def archive(person: Person, *, at: datetime) -> Any:
    """The ZIP as a file open at its beginning: ``madang.json``, ``madang.html`` and the files under ``files/``."""
    parts = everything(person)
    made: Any = tempfile.SpooledTemporaryFile(max_size=MEMORY)  # noqa: SIM115 - whoever sends it closes it
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as bundle:
        data = {"made_at": at, **{name: rows for name, _title, rows in parts}}
        bundle.writestr("madang.json", json.dumps(data, ensure_ascii=False, indent=2, default=_written))
        sections = [
            {"title": title, "rows": [[(name, _shown(value)) for name, value in row.items()] for row in rows]}
            for _name, title, rows in parts
        ]
        context = {"person": person, "sections": sections, "at": at, "language": translation.get_language() or "ko"}
        bundle.writestr("madang.html", render_to_string("my/archive.html", context))
        for name, path in _files(person):
            _add(bundle, name, path)
    made.seek(0)
    return made


def _add(bundle: zipfile.ZipFile, name: str, path: str) -> None:
    try:
        with default_storage.open(path) as source, bundle.open(name, "w") as target:
            while chunk := source.read(64 * 1024):
                target.write(chunk)
    except FileNotFoundError:  # the row says it was there; the list in the data still names it
        return


def _files(person: Person) -> Iterator[tuple[str, str]]:
    for each in Attachment.objects.filter(person=person).order_by("pk"):
        yield f"files/{each.key}-{each.name.replace('/', '_')[-80:]}", each.path


def _written(value: Any) -> str:
    if isinstance(value, datetime | date):
        return value.isoformat()
    return str(value)


def _shown(value: Any) -> str:
    if isinstance(value, datetime):
        return words.moment(value)
    if value is None or value == "":
        return "—"
    if isinstance(value, bool):
        return gettext("네") if value else gettext("아니요")
    return json.dumps(value, ensure_ascii=False, default=_written) if isinstance(value, dict | list) else str(value)


def everything(person: Person) -> list[tuple[str, str, Rows]]:
    """What is kept about this person: (name in the data, title for people, rows). No hashes, no secrets."""
    titles: list[tuple[str, str, Callable[[Person], Rows]]] = [
        ("account", gettext("계정"), _account),
        ("logins", gettext("로그인 방법"), _logins),
        ("verifications", gettext("확인"), lambda p: _rows(p.verifications.order_by("pk"), "level source at born gender area")),
        ("roles", gettext("맡은 역할"), lambda p: _rows(p.memberships.order_by("pk"), "role department__name since")),
        ("proposals", gettext("올린 제안"), _proposals),
        ("drafts", gettext("쓰던 글"), lambda p: _rows(Draft.objects.filter(person=p).order_by("pk"), "key data saved_at")),
        ("files", gettext("올린 파일"), _attachments),
        ("supports", gettext("공감한 제안"), _supports),
        ("comments", gettext("의견"), _comments),
        ("comment_supports", gettext("공감한 의견"), _comment_supports),
        ("forums", gettext("참여한 공론장과 통계 동의"), _forums),
        ("opinions", gettext("공론장 의견과 그 전의 의견"), _opinions),
        ("opinion_supports", gettext("공감한 공론장 의견"), _opinion_supports),
        ("statements", gettext("올린 진술"), _statements),
        ("votes", gettext("진술에 표시한 의견"), _votes),
        ("verdicts", gettext("약속 평가"), _verdicts),
        ("registrations", gettext("현장 토론 참가 신청"), _registrations),
        ("follows", gettext("받는 소식"), lambda p: _rows(Follow.objects.filter(person=p).order_by("pk"), "what value since")),
        ("preferences", gettext("알림 설정"), lambda p: _rows(Preference.objects.filter(person=p).order_by("pk"), "kind how")),
        ("notices", gettext("받은 알림"), lambda p: _rows(Notice.objects.filter(person=p).order_by("pk"), "kind facts at sent_at read_at")),
        ("reports", gettext("신고"), lambda p: _rows(Report.objects.filter(person=p).order_by("pk"), "subject code text at")),
        ("objections", gettext("이의신청"), _objections),
        ("traces", gettext("공감의 흔적"), _traces),
        ("sessions", gettext("로그인한 기기"), lambda p: _rows(p.sessions.order_by("started_at"), "agent started_at seen_at expire_date")),
        ("saved_filters", gettext("저장한 목록"), lambda p: _rows(SavedFilter.objects.filter(person=p).order_by("pk"), "page name query")),
        ("todos", gettext("맡았거나 마친 할 일"), _todos),
        ("goals", gettext("맡은 목표"), lambda p: _rows(p.goals.order_by("pk"), "key name plan__year dropped_at")),
        ("projects", gettext("맡은 사업의 몫"), lambda p: _rows(p.shares.order_by("pk"), "project__key project__name role part")),
        ("handovers", gettext("인수인계"), _handovers),
        ("calendar_links", gettext("일정 주소"), lambda p: _rows(CalendarLink.objects.filter(made_by=p).order_by("pk"), "at ended_at")),
        ("acts", gettext("한 일의 기록"), _acts),
    ]  # fmt: skip
    return [(name, title, read(person)) for name, title, read in titles]


def _rows(found: QuerySet[Any], fields: str) -> Rows:
    return list(found.values(*fields.split()))


def _account(person: Person) -> Rows:
    return [
        {
            "key": person.key, "name": person.name, "email": person.email, "language": person.language,
            "joined_at": person.joined_at, "last_login": person.last_login, "password": person.has_usable_password(),
        }
    ]  # fmt: skip


def _logins(person: Person) -> Rows:
    from allauth.account.models import EmailAddress
    from allauth.mfa.models import Authenticator
    from allauth.socialaccount.models import SocialAccount

    found: Rows = [
        {"what": "email", **row} for row in _rows(EmailAddress.objects.filter(user=person), "email verified")
    ]
    accounts = SocialAccount.objects.filter(user=person).order_by("pk")
    found += [{"what": "login", **row} for row in _rows(accounts, "provider uid date_joined last_login extra_data")]
    factors = Authenticator.objects.filter(user=person).order_by("pk")
    return found + [{"what": "second factor", **row} for row in _rows(factors, "type created_at last_used_at")]


def _proposals(person: Person) -> Rows:
    found = []
    for each in Proposal.objects.filter(author=person).select_related("case").order_by("pk"):
        fields = ("title", "body", "category", "area", "submitted_at", "visibility", "retired_at", "retired_reason")
        found.append(
            {
                "key": each.case.key,
                **{name: getattr(each, name) for name in fields},
                "earlier": _rows(each.earlier.all(), "number title body category area until"),
                "clarifications": _rows(each.clarifications.order_by("pk"), "text at"),
            }
        )
    return found


def _todos(person: Person) -> Rows:
    found = Todo.objects.filter(Q(person=person) | Q(done_by=person)).order_by("pk")
    return _rows(found, "key title note role due at done_at dropped_at project__name case__key")


def _handovers(person: Person) -> Rows:
    found = HandoverNote.objects.filter(Q(giver=person) | Q(receiver=person)).order_by("pk")
    return _rows(found, "key giver__name receiver__name role note moved at passed_at read_at")


def _attachments(person: Person) -> Rows:
    found = Attachment.objects.filter(person=person).order_by("pk")
    return _rows(found, "key name alt media_type size at proposal__case__key")


def _supports(person: Person) -> Rows:
    found = Support.objects.filter(person=person).order_by("at")
    return _rows(found, "proposal__case__key proposal__title at")


def _comments(person: Person) -> Rows:
    return _rows(
        Comment.objects.filter(author=person).order_by("pk"), "key case__key parent__key text at state supports"
    )


def _comment_supports(person: Person) -> Rows:
    return _rows(CommentSupport.objects.filter(person=person).order_by("at"), "comment__key at")


def _forums(person: Person) -> Rows:
    found = Participant.objects.filter(person=person).order_by("at")
    return _rows(found, "forum__key forum__question at first_way consent gender age_band area")


def _opinions(person: Person) -> Rows:
    fields = ("key", "position", "text", "at", "changed_at", "state", "supports")
    found = Opinion.objects.filter(author=person).select_related("forum", "parent").prefetch_related("earlier")
    return [
        {
            "forum": one.forum.key,
            "reply_to": one.parent.key if one.parent else None,
            **{name: getattr(one, name) for name in fields},
            "earlier": [
                {"position": each.position, "text": each.text, "since": each.since, "until": each.until}
                for each in one.earlier.all()
            ],
        }
        for one in found.order_by("pk")
    ]


def _opinion_supports(person: Person) -> Rows:
    return _rows(OpinionSupport.objects.filter(person=person).order_by("at"), "opinion__key at")


def _statements(person: Person) -> Rows:
    return _rows(Statement.objects.filter(author=person).order_by("pk"), "key forum__key text at state")


def _votes(person: Person) -> Rows:
    return _rows(StatementVote.objects.filter(person=person).order_by("at"), "statement__key statement__text vote at")


def _verdicts(person: Person) -> Rows:
    found = Verdict.objects.filter(person=person).order_by("at")
    return _rows(found, "delivery__key delivery__case__proposal__title verdict text at state")


def _registrations(person: Person) -> Rows:
    found = Registration.objects.filter(person=person).order_by("at")
    return _rows(found, "session__key session__title session__starts_at session__place state at came")


def _objections(person: Person) -> Rows:
    found = Objection.objects.filter(person=person).order_by("pk")
    return _rows(found, "decision__subject text at outcome reason decided_at")


def _traces(person: Person) -> Rows:
    """That there is one, and when; what it says is a hash that nobody can read, us included."""
    return _rows(SupportTrace.objects.filter(person=person).order_by("pk"), "proposal__case__key at")


def _acts(person: Person) -> Rows:
    found = Entry.objects.filter(actor=person.actor).order_by("pk").iterator(chunk_size=500)
    return [
        {
            "at": each.at,
            "act": each.verb,
            "said": sentence(each.verb, each.facts, vocabulary(each.verb)),
            "about": each.subject,
        }
        for each in found
    ]
