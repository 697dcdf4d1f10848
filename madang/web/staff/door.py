"""The staff's doors: who may open which page, and act on which matter.

Without an account: to signing in. Without the right: 404, because other people's doors are not shown.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache

from madang.people.models import Department, Person
from madang.people.queries import department_ids_of
from madang.people.rights import may, memberships
from madang.procedures.models import Case
from madang.web.ui import kept

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]

# What someone must be able to do with a matter to see the staff's page about it.
CASE_RIGHTS = (
    "case.assign", "case.decide", "agenda.decide", "duty.extend", "answer.draft", "support.batch", "audit.read",
)  # fmt: skip


def requires(*rights: str, keeps: bool = True) -> Callable[[View[P]], View[P]]:
    """Open the view to those who hold one of ``rights`` for some matter; which matter is asked inside, by :func:`allow`.

    What is sent after the session has ended waits until the same person has signed in again (``web/ui/kept.py``);
    not where ``keeps`` is False, because what is typed there is about somebody else's person.
    """

    def door(view: View[P]) -> View[P]:
        @wraps(view)
        def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return _to_sign_in(request, keeps)
            if not any(holds(request.user, right) for right in rights):
                raise Http404
            if lacks_factor(request.user):
                messages.warning(request, gettext("맡은 역할에는 2단계 인증이 필요합니다. 켜면 업무 쪽이 열립니다."))
                return HttpResponseRedirect(reverse("mfa_index"))
            response = view(request, *args, **kwargs)
            if request.method == "POST" and "kept" in request.POST:
                kept.forget_post(request)
            return response

        guarded.rights = rights  # type: ignore[attr-defined]
        return never_cache(guarded)

    return door


def _to_sign_in(request: HttpRequest, keeps: bool) -> HttpResponseRedirect:
    if request.method != "POST":
        return redirect_to_login(request.get_full_path())
    # The text that saves itself stays in its page, and says there that the session has ended.
    if keeps and request.POST.get("do") != "autosave" and kept.keep_post(request):
        text = gettext("로그인이 끝나서 보내던 것을 보관해 두었습니다. 다시 로그인하면 이어서 보낼 수 있습니다.")
        messages.warning(request, text)
        return redirect_to_login(reverse("staff_unsent"))
    return redirect_to_login(request.get_full_path())


def lacks_factor(person: Person | AnonymousUser) -> bool:
    """Whether a role of the person's asks for a second factor (setting ``MFA_REQUIRED_ROLES``) that they have not set up."""
    required = set(settings.MFA_REQUIRED_ROLES)
    if not required or not isinstance(person, Person) or not any(one.role in required for one in memberships(person)):
        return False
    return not is_mfa_enabled(person, [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN])


def holds(person: Person | AnonymousUser, right: str) -> bool:
    """Whether ``person`` holds ``right`` for anything at all: any matter, the head's answers, a department of theirs."""
    if may(person, right) or may(person, right, level="representative"):
        return True
    if not isinstance(person, Person):
        return False
    return any(may(person, right, department=Department(pk=pk)) for pk in department_ids_of(person))


def only_own_departments(person: Person | AnonymousUser) -> list[int] | None:
    """The departments to whose matters ``person`` is confined; None: they see every department's."""
    if may(person, "case.assign") or may(person, "audit.read") or may(person, "answer.draft"):
        return None
    return department_ids_of(person) if isinstance(person, Person) else []


def rights_level(level: str) -> str:
    """The level of an answer as the table of rights knows it: the representative's own, or a department's."""
    return "representative" if level == "representative" else "department"


def may_see(person: Person | AnonymousUser, case: Case) -> bool:
    """Whether the staff's page about this case is open to ``person``."""
    return any(
        may(person, right, department=case.department) or may(person, right, level="representative")
        for right in CASE_RIGHTS
    )


def allow(request: HttpRequest, right: str, case: Case, *, level: str = "department") -> Person:
    """The person, who holds ``right`` for this case; else 404."""
    if not may(request.user, right, department=case.department, level=rights_level(level)):
        raise Http404
    assert isinstance(request.user, Person)
    return request.user


def find_case(request: HttpRequest, key: str) -> Case:
    """The case of that key, if the person may see it; else 404."""
    case = Case.objects.select_related("rules__procedure", "department", "proposal__author").filter(key=key).first()
    if case is None or not may_see(request.user, case):
        raise Http404
    return case


def who(request: HttpRequest) -> Person:
    """The signed-in person, behind a door."""
    assert isinstance(request.user, Person)
    return request.user
