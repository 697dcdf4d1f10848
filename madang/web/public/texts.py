"""The author's acts on a proposal that was sent in (change, explain, retire), and its earlier texts for everyone."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from madang.actions.texts import RETIRE_CODES, clarify_proposal, edit_proposal, retire_proposal
from madang.base import clock
from madang.base.errors import Refused
from madang.people.models import Person
from madang.proposals.models import Proposal
from madang.web.ui import kept, words
from madang.web.ui.refusals import said

from .difference import differences
from .matter import Matter, find
from .owning import clarifying, editable, retirable
from .pages import page, viewer
from .write_form import FIELD_OF, ProposalForm, areas_known, is_forged


class EditForm(ProposalForm):
    """The text of a proposal that is there already; ``number``: the version it was made from."""

    number = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = self.initial.get("category") or ""
        if known and known not in words.CATEGORIES:  # brought in from elsewhere
            self.fields["category"].choices += [(known, known)]  # type: ignore[attr-defined]
        self.fields["category"].required = bool(known)


class ClarifyForm(forms.Form):
    """설명."""

    text = forms.CharField(
        label=_("덧붙일 설명"),
        widget=forms.Textarea,
        error_messages={"required": _("내용을 적어 주세요.")},
        help_text=_("원래 글은 그대로 두고, 날짜와 함께 그 아래에 보여요. 올린 뒤에는 고치거나 지울 수 없어요."),
    )


class RetireForm(forms.Form):
    """철회."""

    code = forms.ChoiceField(
        label=_("왜 거두나요?"), widget=forms.RadioSelect, error_messages={"required": _("이유를 하나 골라 주세요.")}
    )
    reason = forms.CharField(
        label=_("더 하고 싶은 말"),
        widget=forms.Textarea,
        required=False,
        help_text=_("누구나 볼 수 있어요. ‘다른 이유’를 골랐다면 꼭 적어 주세요."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].choices = [(code, words.retired(code)) for code in RETIRE_CODES]  # type: ignore[attr-defined]


class _Own:
    """What the three pages share: only the author's, and nothing is lost when their session has ended."""

    def __init__(self, request: HttpRequest, key: str, name: str) -> None:
        self.request, self.key, self.form_name = request, key, f"{name}:{key}"
        self.found = find(request, key)
        self.home = reverse("proposal", args=[key])

    def gate(self, names: tuple[str, ...]) -> HttpResponse | None:
        """The sign-in page for whoever is not signed in; 404 for whoever is not the author."""
        person = viewer(self.request)
        if person is None:
            if self.request.method == "POST" and not is_forged(self.request):
                kept.keep(self.request, self.form_name, {name: self.request.POST.get(name, "") for name in names})
                messages.warning(
                    self.request,
                    gettext("로그인이 끊겨서 쓰던 글을 보관해 두었어요. 로그인하면 이어서 쓸 수 있어요."),
                )
            return redirect_to_login(self.request.path)
        if self.found.author_id != person.pk:
            raise Http404
        return None

    @property
    def person(self) -> Person:
        assert isinstance(self.request.user, Person)
        return self.request.user

    def taken(self) -> dict[str, str]:
        """What waited here while its writer signed in again."""
        found = kept.take(self.request, self.form_name, self.person) if self.request.method == "GET" else None
        if found:
            messages.success(self.request, gettext("쓰던 글을 그대로 가져왔어요."))
        return found or {}

    def show(self, template: str, form: forms.Form, **more: Any) -> HttpResponse:
        """The page with its form."""
        forged = self.request.method == "POST" and is_forged(self.request)
        if forged:
            messages.error(self.request, gettext("글을 받지 못했어요. 적은 것은 그대로예요. 다시 한 번 눌러 주세요."))
        context = {"p": self.found, "key": self.key, "home": self.home, "form": form, "who": kept.mark_of(self.person)}
        status = 403 if forged else 422 if form.errors else 200
        return page(self.request, template, context | more, status=status)

    def done(self, text: str, where: str = "") -> HttpResponse:
        """Back to the proposal with a word."""
        messages.success(self.request, text)
        return HttpResponseRedirect(f"{self.home}{where}")

    def sent(self) -> bool:
        """Whether a form came that is truly theirs."""
        return self.request.method == "POST" and not is_forged(self.request)


@csrf_exempt  # asked in _Own, so that a text is shown again instead of lost
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, key: str) -> HttpResponse:
    """글 고치기, while nobody stands behind it."""
    own = _Own(request, key, "edit")
    away = own.gate(("title", "body", "category", "area", "number"))
    if away is not None:
        return away
    p = own.found
    now = {name: getattr(p, name) for name in ("title", "body", "category", "area", "number")}
    areas = areas_known()
    form = EditForm(request.POST if request.method == "POST" else None, initial={**now, **own.taken()}, areas=areas)
    if own.sent() and form.is_valid():
        data = form.cleaned_data
        fields = {name: data[name] for name in ("title", "body", "category", "area", "number")}
        try:
            edit_proposal(case_key=key, at=clock.now(), actor=own.person, **fields)
        except Refused as refused:
            form.add_error(FIELD_OF.get(refused.code), said(refused))
            if refused.code == "changed-meanwhile":
                fresh = request.POST.copy()
                fresh["number"] = str(Proposal.objects.get(pk=p.pk).number)
                form.data = fresh
        else:
            return own.done(gettext("글을 고쳤어요. 앞의 글도 누구나 볼 수 있어요."))
    why_not = editable(Matter(p, clock.now()))
    return own.show("proposals/edit.html", form, areas=areas, why_not=said(Refused(why_not)) if why_not else "")


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def clarify(request: HttpRequest, key: str) -> HttpResponse:
    """설명 덧붙이기."""
    own = _Own(request, key, "clarify")
    away = own.gate(("text",))
    if away is not None:
        return away
    form = ClarifyForm(request.POST if request.method == "POST" else None, initial=own.taken())
    if own.sent() and form.is_valid():
        try:
            clarify_proposal(case_key=key, text=form.cleaned_data["text"], at=clock.now(), actor=own.person)
        except Refused as refused:
            form.add_error("text", said(refused))
        else:
            return own.done(gettext("설명을 덧붙였어요."), "#clarifications")
    why_not = clarifying(Matter(own.found, clock.now()))
    return own.show("proposals/clarify.html", form, why_not=said(Refused(why_not)) if why_not else "")


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def retire(request: HttpRequest, key: str) -> HttpResponse:
    """철회하기."""
    own = _Own(request, key, "retire")
    away = own.gate(("code", "reason"))
    if away is not None:
        return away
    form = RetireForm(request.POST if request.method == "POST" else None, initial=own.taken())
    if own.sent() and form.is_valid():
        data = form.cleaned_data
        try:
            retire_proposal(case_key=key, code=data["code"], reason=data["reason"], at=clock.now(), actor=own.person)
        except Refused as refused:
            form.add_error("reason" if refused.code in ("reason-empty", "body-too-long") else None, said(refused))
        else:
            return own.done(gettext("제안을 철회했어요. 글과 기록은 그대로 남아요."))
    why_not = retirable(Matter(own.found, clock.now()))
    supports = int(getattr(own.found, "support_count", None) or 0)
    more = {"why_not": said(Refused(why_not)) if why_not else "", "supports": supports}
    return own.show("proposals/retire.html", form, **more)


@require_safe
def text_versions(request: HttpRequest, key: str) -> HttpResponse:
    """Every text that a proposal had, and what changed from one to the next."""
    p = find(request, key)
    texts: list[Any] = [*p.earlier.all(), p]
    known = [
        {
            "number": text.number,
            "until": getattr(text, "until", None),
            "since": texts[place - 1].until if place else p.submitted_at,
            "changes": _changes(texts[place - 1], text) if place else [],
            "title": text.title,
            "body": text.body,
        }
        for place, text in enumerate(texts)
    ]
    response = page(request, "proposals/versions.html", {"p": p, "key": key, "versions": known[::-1]})
    if p.visibility != "public":
        response.headers["X-Robots-Tag"] = "noindex"
    return response


def _changes(before: Any, after: Any) -> list[dict[str, Any]]:
    """What is different, field by field."""
    names = {"title": _("제목"), "body": _("내용"), "category": _("분야"), "area": _("동네")}
    found = []
    for name, label in names.items():
        old, new = getattr(before, name), getattr(after, name)
        if old != new:
            if name == "category":
                old, new = words.category(old), words.category(new)
            found.append({"label": label, "pieces": differences(old, new)})
    return found
