"""개인정보 처리 안내: made from the settings in force, so that it says what this house really does."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe
from markupsafe import Markup

from madang.base.logins import NAMES
from madang.pages.models import Page
from madang.people import keeping
from madang.people.models import LEVELS
from madang.procedures.models import RuleVersion
from madang.web.ui import words

from .home import in_force
from .pages import page
from .rows import versions


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """What is kept, why, how long, who else is involved, what one can do about it, and whom to ask."""
    rules = in_force(versions())
    context = {
        "kept": kept(),
        "periods": periods(),
        "logins": logins(),
        "levels": [words.level(level) for level in asked_levels(rules)],
        "ages": any("min_age" in stage.settings for one in rules for stage in one.document.stages.values()),
        "contact": settings.PRIVACY_CONTACT,
        "own": own_words(),
        "hosts_mail": not settings.EMAIL_BACKEND.endswith("filebased.EmailBackend"),
    }
    return page(request, "privacy.html", context)


def asked_levels(rules: list[RuleVersion]) -> list[str]:
    """The levels of verification that some stage in force asks for, the weakest first."""
    asked = {stage.settings.get("level", "account") for one in rules for stage in one.document.stages.values()}
    return [level for level in LEVELS if level in asked and level != "account"]


def logins() -> list[str]:
    """The other places through which one can sign in here, by name."""
    found = []
    for provider, known in getattr(settings, "SOCIALACCOUNT_PROVIDERS", {}).items():
        for app in known.get("APPS", []):
            name = app.get("name") or _(NAMES.get(provider, provider))
            found.append(str(name))
    return found


def own_words() -> dict[str, Any] | None:
    """What the institution says beside it: the page it has published under the address ``privacy``. Cleaned when saved."""
    found = Page.objects.public().filter(slug="privacy").first()
    if found is None or found.published is None:
        return None
    title, body = found.published.in_language(words.language())
    return {"title": title, "body": Markup(body)} if body else None  # cleaned before it was kept


def days(count: int) -> str:
    """180일; whole years as years."""
    if count and count % 365 == 0:
        years = count // 365
        return ngettext("%(count)s년", "%(count)s년", years) % {"count": words.number(years)}
    return ngettext("%(count)s일", "%(count)s일", count) % {"count": words.number(count)}


def kept() -> list[tuple[str, str]]:
    """(what, why) of what is kept about everyone who takes part."""
    return [
        (_("공개 이름"), _("제안과 의견 옆에 누구나 보여요. 실명이 아니어도 돼요.")),
        (_("이메일 주소"), _("로그인과 알림에만 써요. 누구에게도 보이지 않아요.")),
        (_("비밀번호"), _("알아볼 수 없는 값으로 바꾸어(Argon2) 보관해요. 우리도 읽을 수 없어요.")),
        (
            _("본인확인 결과"),
            _(
                "확인한 수준, 태어난 해·성별·지역(받은 만큼만), 그리고 되돌려 읽을 수 없는 암호 값. "
                "한 사람이 한 번만 공감하도록 세는 데에만 써요. 주민등록번호나 연계정보(CI) 자체는 보관하지 않아요."
            ),
        ),
        (_("제안, 의견, 올린 파일"), _("누구나 볼 수 있어요. 사진에 든 위치 같은 정보는 받을 때 지워요.")),
        (_("공감"), _("수만 공개해요. 누가 공감했는지는 본인만 볼 수 있어요.")),
        (_("공감의 흔적"), _("어느 망과 기기에서 왔는지를 되돌려 읽을 수 없는 값으로 잠시 두고, 조작된 공감을 찾는 데에만 써요.")),
        (_("로그인한 기기"), _("언제 어떤 브라우저였는지. 내 계정에서 보고 끝낼 수 있어요.")),
        (_("감사기록"), _("누가 언제 무엇을 했는지를 번호로만 남겨요. 연락처나 글은 들어 있지 않고, 지우지 않아요.")),
    ]  # fmt: skip


def periods() -> list[dict[str, str]]:
    """What is erased when, from the periods in force."""
    said = {
        "unconfirmed": (_("이메일을 확인하지 않은 계정"), _("가입한 날부터")),
        "drafts": (_("쓰던 글"), _("마지막으로 저장한 날부터")),
        "inactive": (_("쓰지 않는 계정"), _("마지막으로 로그인한 날부터")),
        "traces": (_("공감의 흔적"), _("공감한 날부터")),
        "notices": (_("보낸 알림"), _("보낸 날부터")),
        "letters": (_("계정이 없는 주소로 보낸 메일의 기록"), _("보낸 날부터")),
        "sessions": (_("로그인한 기기"), _("로그인이 끝난 날부터")),
        "counters": (_("지나친 사용을 막는 셈"), _("센 날부터")),
        "invitations": (_("운영팀 초대"), _("받아들이거나 거두거나 기한이 지난 날부터")),
        "identities": (_("탈퇴한 사람의 본인확인 암호 값"), _("탈퇴한 날부터")),
        "comments": (_("글쓴이가 지운 의견의 글(운영팀만 볼 수 있어요)"), _("지운 날부터")),
        "opinions": (_("글쓴이가 거둔 공론장 의견의 글과 그 전의 글(운영팀만 볼 수 있어요)"), _("거둔 날부터")),
        "statements": (_("글쓴이가 거둔 진술의 글(운영팀만 볼 수 있어요)"), _("거둔 날부터")),
        "originals": (_("글에서 저절로 가려진 번호의 원래 글"), _("가려진 날부터")),
        "panels": (
            _("의제선정단 명부의 이름(번호와 분류는 추첨을 확인하는 데 필요해 남아요)"),
            _("선정단이 마지막으로 모이거나 바뀐 날부터"),
        ),
        "register": (_("새 명부로 바뀐 주민 명부"), _("새 명부를 올린 날부터")),
    }
    rows = []
    for kind in keeping.DEFAULTS:
        what, since = said[kind]
        count = keeping.period(kind).days
        notice = (
            _("%(days)s 전에 알려 드려요.") % {"days": days(keeping.NOTICE[kind])} if kind in keeping.NOTICE else ""
        )
        rows.append({"what": what, "since": since, "days": days(count) if count else _("바로"), "notice": notice})
    return rows
