"""확인 수준: which of them I have, which the rules ask for, and how to get each."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from madang.actions.register import in_force, verify_resident
from madang.base import clock
from madang.base.errors import Refused
from madang.people import limits
from madang.people.models import LEVELS, Verification
from madang.procedures.models import Procedure
from madang.web.ui import words
from madang.web.ui.refusals import said

from .account_forms import say
from .account_own import me
from .account_with import choices
from .pages import page

ATTEMPTS, PER = 5, timedelta(hours=1)


class ResidentForm(forms.Form):
    """주민 확인: what the register knows."""

    name = forms.CharField(max_length=60, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    born = forms.CharField(
        max_length=20, widget=forms.TextInput(attrs={"autocomplete": "bday", "inputmode": "numeric"})
    )
    phone = forms.CharField(
        max_length=20, required=False, widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say(self.fields["name"], _("주민등록에 적힌 이름"), _("이름을 적어 주세요."))
        say(
            self.fields["born"],
            _("생년월일"),
            _("생년월일을 적어 주세요."),
            _("예: 1980-03-05 또는 19800305"),
        )
        say(
            self.fields["phone"],
            _("휴대전화 번호 끝 네 자리"),
            "",
            _("같은 이름과 생년월일이 여럿일 때 필요해요."),
        )


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: HttpRequest) -> HttpResponse:
    """Every level, and for residents the form."""
    then = _then(request)
    form = ResidentForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        refused = _try(request, form)
        if refused is None:
            messages.success(request, _("주민으로 확인했어요. 이름과 생년월일은 저장하지 않았어요."))
            return HttpResponseRedirect(then or reverse("account_verify"))
        form.add_error(None, refused)
    context = {
        "form": form,
        "rows": _rows(request),
        "then": then,
        "register": in_force().exists(),
        "resident": Verification.objects.filter(person=me(request), level="resident").exists(),
        "providers": _providers(request),
        "word_of": {level: words.level(level) for level in LEVELS},
    }
    return page(request, "accounts/verify.html", context, status=422 if form.errors else 200)


def _try(request: HttpRequest, form: ResidentForm) -> str | None:
    person, at = me(request), clock.now()
    if not limits.allow("resident", f"p{person.pk}", at=at, limit=ATTEMPTS, per=PER):
        return _("한 시간에 %(count)s번까지 해 볼 수 있어요. 잠시 뒤에 다시 하거나 기관에 물어봐 주세요.") % {
            "count": ATTEMPTS
        }
    data = form.cleaned_data
    try:
        verify_resident(person=person, name=data["name"], born=data["born"], phone=data["phone"], at=at, actor=person)
    except Refused as refused:
        return said(refused)
    return None


def _then(request: HttpRequest) -> str:
    """Where the person was going."""
    url = request.POST.get("next") or request.GET.get("next") or ""
    return url if url_has_allowed_host_and_scheme(url, {request.get_host()}, request.is_secure()) else ""


def _rows(request: HttpRequest) -> list[dict[str, Any]]:
    """Each level: whether I have it since when, and which procedures' stages ask for it."""
    held = {one.level: one for one in Verification.objects.filter(person=me(request))}
    asked = _asked()
    best = max((LEVELS.index(level) for level in held), default=0)
    return [
        {
            "level": level,
            "word": words.level(level),
            "since": me(request).joined_at if level == "account" else held[level].at if level in held else None,
            "covered": LEVELS.index(level) <= best,
            "asked": asked.get(level, []),
        }
        for level in LEVELS
    ]


def _asked() -> dict[str, list[str]]:
    """Level → what asks for it, in the rules in force."""
    found: dict[str, list[str]] = {}
    for procedure in Procedure.objects.order_by("slug"):
        version = procedure.versions.order_by("-number").first()
        if version is None:
            continue
        for stage in version.document.stages.values():
            level = stage.settings.get("level")
            if stage.kind == "collect" and level:
                names = found.setdefault(level, [])
                title = words.in_language(version.document.name)
                if title not in names:
                    names.append(title)
    return found


def _providers(request: HttpRequest) -> list[dict[str, str]]:
    """The providers by which one can prove who one is, with the level they lead to."""
    from allauth.socialaccount.adapter import get_adapter

    levels = {
        app.provider_id or app.provider: app.settings["verifies"]["level"]
        for app in get_adapter(request).list_apps(request)
        if app.settings.get("verifies")
    }
    return [{**one, "level": words.level(levels[one["key"]])} for one in choices(request) if one["key"] in levels]
