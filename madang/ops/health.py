"""What is not as it should be, before it hurts: each finding is a sentence, and what to do about it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.core import checks
from django.db import Error as DatabaseError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Count
from django.utils.translation import gettext as _

from madang.audit import chain
from madang.audit.models import Inspection, Link
from madang.base import clock
from madang.notices.models import Bounce, Line, Notice
from madang.people.models import Membership, Role
from madang.people.queries import departments_without_officer
from madang.procedures.models import Duty, Procedure
from madang.settings import env

from .models import Worker

ERROR, WARNING = "error", "warning"
UNSEEN = timedelta(minutes=5)
UNINSPECTED = timedelta(days=8)
WAITING = 10_000  # audit entries that may wait for their seal before it is worth a word
HERE = {"localhost", "127.0.0.1", "::1", ""}


@dataclass(frozen=True)
class Finding:
    """One thing to look at: how bad (error: it will not work, or not safely), a stable code, a sentence, what to do."""

    level: str
    code: str
    text: str
    advice: str


def findings() -> Iterator[Finding]:
    """Everything there is to say about the settings, then about the database and what is in it."""
    yield from _settings()
    yield from _mail()
    yield from _serving()
    reachable = True
    for finding in _database():
        reachable = False
        yield finding
    if reachable:
        yield from _people()
        yield from _workers()
        yield from _letters()
        yield from _trail()
    yield from _django()


def _public() -> bool:
    return urlsplit(settings.SITE_URL).hostname not in HERE


def _settings() -> Iterator[Finding]:
    if settings.HTTPS and not os.environ.get("SECRET_KEY"):
        yield Finding(
            ERROR,
            "secret-key",
            _(
                "SECRET_KEY가 정해지지 않아, 이 기계의 파일에 만들어 둔 것을 쓰고 있어요. 서버가 둘이면 서로 로그인을 못 알아봐요."
            ),
            _("50자쯤 되는 아무 글자나 SECRET_KEY로 정하고, 바꾸지 말고 잘 보관하세요."),
        )
    if settings.DEBUG and _public():
        yield Finding(
            ERROR,
            "debug",
            _("DEBUG가 켜져 있어요. 오류가 나면 속사정이 누구에게나 보여요."),
            _("DEBUG를 지우거나 DEBUG=0으로 하세요."),
        )
    if _public() and not settings.HTTPS:
        yield Finding(
            WARNING,
            "no-https",
            _("SITE_URL(%(url)s)이 https가 아니에요. 비밀번호가 그대로 오가요.") % {"url": settings.SITE_URL},
            _("앞에 https를 맡는 서버를 두고 SITE_URL=https://…, BEHIND_PROXY=1로 하세요."),
        )
    if settings.HTTPS and settings.SECURE_PROXY_SSL_HEADER is None:
        yield Finding(
            WARNING,
            "behind-proxy",
            _("SITE_URL은 https인데 BEHIND_PROXY가 없어요. 모든 방문자가 한 주소에서 온 것으로 보여요."),
            _("앞에 있는 서버가 X-Forwarded-Proto와 X-Forwarded-For를 보내게 하고 BEHIND_PROXY=1로 하세요."),
        )


def _mail() -> Iterator[Finding]:
    if settings.EMAIL_BACKEND.endswith("filebased.EmailBackend"):
        yield Finding(
            WARNING,
            "mail-to-files",
            _("메일을 보내지 않고 %(folder)s에 쌓아 두어요. 가입 확인 메일도 오지 않아요.")
            % {"folder": getattr(settings, "EMAIL_FILE_PATH", "var/mail")},
            _("EMAIL_URL=smtp+tls://이름:비밀번호@서버:587 꼴로 메일 서버를 알려 주세요."),
        )


def _serving() -> Iterator[Finding]:
    if connection.vendor == "sqlite" and env.int("WEB_WORKERS", default=1) > 1:
        yield Finding(
            WARNING,
            "sqlite-workers",
            _("SQLite를 쓰면서 웹 서버를 여럿 두었어요. 쓰는 일은 한 번에 하나뿐이라 서로 기다리기만 해요."),
            _("WEB_WORKERS=1로 하거나 DATABASE_URL=postgres://…로 옮기세요."),
        )


def _database() -> Iterator[Finding]:
    try:
        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError as error:
        connection.close()
        yield Finding(
            ERROR,
            "database-away",
            _("데이터베이스가 답하지 않아요: %(detail)s") % {"detail": str(error).splitlines()[0]},
            _("DATABASE_URL이 맞는지, 서버가 켜져 있는지 살펴보세요."),
        )
        return
    if waiting:
        yield Finding(
            ERROR,
            "not-migrated",
            _("데이터베이스가 이 판과 맞지 않아요. 적용하지 않은 변경이 %(count)s개 있어요.") % {"count": len(waiting)},
            _("‘madang migrate’를 해 주세요."),
        )


def _people() -> Iterator[Finding]:
    if not Procedure.objects.exists():
        yield Finding(
            WARNING,
            "no-procedure",
            _("절차가 하나도 없어서 아무도 제안할 수 없어요."),
            _("‘madang procedures’로 표본을 보고 ‘madang procedures install seoul-2019’처럼 설치하세요."),
        )
    if not Membership.objects.filter(role=Role.OFFICER, person__is_active=True).exists():
        yield Finding(
            WARNING,
            "no-officer",
            _("담당자가 한 사람도 없어요."),
            _("‘madang staff add 이메일 officer’로 정하세요."),
        )
    owing = Duty.objects.open().filter(owner="department").values("department")
    for department in departments_without_officer().filter(pk__in=owing):
        yield Finding(
            WARNING,
            "no-department-officer",
            _("%(department)s에 답변 의무가 있는데 부서 담당자가 없어요. 알림을 받을 사람이 없어요.")
            % {"department": department.name},
            _("‘madang staff add 이메일 department_officer --department %(key)s’로 정하세요.")
            % {"key": department.key},
        )


def _workers() -> Iterator[Finding]:
    at = clock.now()
    if not Worker.objects.filter(seen_at__gte=at - UNSEEN).exists():
        yield Finding(
            WARNING,
            "no-worker",
            _("일꾼이 5분 넘게 보이지 않아요. 마감이 지나도 아무 일도 일어나지 않고 알림도 가지 않아요."),
            _("‘madang work’를 늘 켜 두세요. (‘madang up’은 스스로 켜요.)"),
        )
    late = Notice.objects.filter(sent_at=None, send_after__lt=at - UNSEEN).count()
    retried = Notice.objects.filter(sent_at=None, attempts__gt=0).count()
    if late or retried:
        yield Finding(
            WARNING,
            "letters-waiting",
            _("보내지 못한 알림이 %(count)s통 있어요.") % {"count": max(late, retried)},
            _("일꾼이 켜져 있는지, EMAIL_URL의 메일 서버가 메일을 받는지 살펴보세요."),
        )


def _letters() -> Iterator[Finding]:
    """The mail server, letters in doubt, and addresses that do not work."""
    line = Line.objects.filter(name="mail").exclude(down_since=None).first()
    if line is not None and line.down_since is not None:
        hours = int((clock.now() - line.down_since).total_seconds() // 3600)
        yield Finding(
            WARNING,
            "mail-server-away",
            _("메일 서버가 %(hours)s시간째 메일을 받지 않아요: %(detail)s") % {"hours": hours, "detail": line.detail},
            _("EMAIL_URL과 메일 서버를 살펴보세요. 밀린 메일은 서버가 돌아오면 차례대로 나가요."),
        )
    unsure = Notice.objects.filter(outcome="unsure").count()
    if unsure:
        yield Finding(
            WARNING,
            "letters-unsure",
            _("보내다 끊겨서 닿았는지 모르는 메일이 %(count)s통 있어요. 다시 보내지 않았고, 알림에는 남아 있어요.")
            % {"count": unsure},
            _("메일 서버의 기록에서 Message-ID로 찾아볼 수 있어요 (docs/operating.md)."),
        )
    silent = Bounce.objects.values("email").annotate(n=Count("pk")).filter(n__gte=settings.BOUNCES_UNTIL_SILENT).count()
    if silent:
        yield Finding(
            WARNING,
            "mail-comes-back",
            _("메일이 닿지 않는 주소가 %(count)s개 있어요. 꼭 필요한 메일만 보내고 있어요.") % {"count": silent},
            _("업무를 맡은 사람의 주소라면 새 주소를 물어보세요. 본인은 알림 쪽에서 다시 받을 수 있어요."),
        )


def _trail() -> Iterator[Finding]:
    """The audit trail: is it being sealed, and was it whole when last looked at."""
    looked, long_ago = Inspection.objects.last(), clock.now() - UNINSPECTED
    if looked is not None and looked.faults:
        yield Finding(
            ERROR,
            "audit-broken",
            _("감사기록의 사슬을 살폈더니 어긋난 곳이 %(count)s군데 있었어요. 처음은 %(first)s이에요.")
            % {"count": looked.faults, "first": looked.first},
            _("‘madang audit verify’로 다시 살피고, 백업의 기록과 견주어 보세요."),
        )
    elif Link.objects.filter(number=1, sealed_at__lt=long_ago).exists() and (looked is None or looked.at < long_ago):
        yield Finding(
            WARNING,
            "audit-uninspected",
            _("감사기록이 그대로인지 살핀 지 오래되었어요."),
            _("‘madang audit verify --from 적어-둔-머리.json’을 날마다 하게 해 두세요."),
        )
    waiting = chain.unsealed(since=chain.lately())[: WAITING + 1].count()
    if waiting > WAITING:
        yield Finding(
            WARNING,
            "audit-unsealed",
            _("봉인을 기다리는 감사기록이 %(count)s개가 넘어요.") % {"count": WAITING},
            _("일꾼이 켜져 있는지 살펴보세요. ‘madang audit seal’로 바로 봉인할 수도 있어요."),
        )


def _django() -> Iterator[Finding]:
    for message in checks.run_checks():
        if message.level >= checks.WARNING and not message.is_silenced():
            level = ERROR if message.level >= checks.ERROR else WARNING
            yield Finding(level, message.id or "django", str(message.msg), str(message.hint or ""))
