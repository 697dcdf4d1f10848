"""글 하나 살펴보기: what was reported and flagged, who looks at it, and deciding."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from madang.actions import content, moderation
from madang.base import clock
from madang.base.errors import Refused
from madang.moderation.models import Decision, Item
from madang.moderation.reasons import FLAGS, REASONS
from madang.people.models import Person
from madang.web.ui import contents
from madang.web.ui.refusals import said

from .door import requires, who
from .moderation import SEVERITIES, TONES
from .page import done, refuse, render


def outcomes() -> dict[str, tuple[str, str]]:
    """What can be decided: name and meaning."""
    return {
        "keep": (_("그대로 두기"), _("문제가 없습니다. 글쓴이에게 따로 알리지 않습니다.")),
        "hide": (_("가리기"), _("글쓴이와 운영팀만 봅니다. 이유를 공개하고 글쓴이에게 알립니다.")),
        "mask": (_("일부 가리기"), _("적은 말만 ○○○로 바꿉니다. 되돌릴 수 없습니다.")),
        "restore": (_("번호 되돌리기"), _("저절로 가려진 번호가 개인의 것이 아닐 때 다시 보이게 합니다.")),
        "show": (_("다시 보이기"), ""),
    }


class DecideForm(forms.Form):
    """The decision, and for whom it may concern the reason."""

    use_required_attribute = False
    outcome = forms.ChoiceField(
        label=gettext_lazy("결정"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("결정을 골라 주십시오.")},
    )
    code = forms.ChoiceField(
        label=gettext_lazy("가리는 이유"),
        required=False,
        help_text=gettext_lazy("가릴 때 고릅니다. 누구나 볼 수 있습니다."),
    )
    cover = forms.CharField(
        label=gettext_lazy("가릴 말"),
        required=False,
        widget=forms.Textarea,
        help_text=gettext_lazy("일부만 가릴 때, 글에 있는 그대로 한 줄에 하나씩 적습니다."),
    )
    note = forms.CharField(
        label=gettext_lazy("설명"),
        required=False,
        max_length=moderation.TEXT_LIMIT,
        widget=forms.Textarea,
        help_text=gettext_lazy("누구나 볼 수 있습니다. 글쓴이가 무엇을 고치면 되는지 알 수 있게 적어 주십시오."),
    )

    def __init__(self, *args: Any, restorable: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        can = [key for key in moderation.OUTCOMES[:-1] if key != "restore" or restorable]
        named = outcomes()
        for name, choices in (
            ("outcome", [(key, named[key][0]) for key in can]),
            ("code", [("", _("이유를 골라 주십시오")), *((code, _(name)) for code, (name, _note) in REASONS.items())]),
        ):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = choices

    def clean(self) -> dict[str, Any]:
        """A reason where something is hidden, words where something is masked."""
        data: dict[str, Any] = super().clean() or {}
        if data.get("outcome") == "hide" and not data.get("code"):
            self.add_error("code", _("가리는 이유를 골라 주십시오."))
        if data.get("outcome") == "mask" and not str(data.get("cover", "")).strip():
            self.add_error("cover", _("가릴 말을 적어 주십시오."))
        return data


def found_or_404(subject: str) -> content.Content:
    """What the subject is; 404 when there is no such thing."""
    try:
        return content.find(subject)
    except Refused:
        raise Http404 from None


def _item(subject: str) -> Item | None:
    return Item.objects.open().select_related("held_by").filter(subject=subject).first()


@requires("content.moderate")
@require_http_methods(["GET", "HEAD", "POST"])
def staff_moderate(request: HttpRequest, subject: str) -> HttpResponse:
    """Looking at it takes it for a quarter of an hour, unless someone else has it; POST decides."""
    found, item, person = found_or_404(subject), _item(subject), who(request)
    restorable = item is not None and item.originals.exists()
    form = DecideForm(request.POST if request.method == "POST" else None, restorable=restorable)
    if request.method == "POST":
        if item is None:
            form = DecideForm(request.POST, restorable=True)
            form.is_valid()
            form.add_error(None, said(Refused("already-decided")))
        elif form.is_valid() and _decided(form, item, person):
            done(
                request,
                _("결정을 기록했습니다: %(outcome)s.") % {"outcome": outcomes()[form.cleaned_data["outcome"]][0]},
            )
            return HttpResponseRedirect(_next(person))
    return _page(request, found, item, form)


def _decided(form: DecideForm, item: Item, person: Person) -> bool:
    data = form.cleaned_data
    try:
        moderation.decide(
            item=item,
            outcome=data["outcome"],
            code=data["code"] if data["outcome"] == "hide" else "",
            note=data["note"],
            cover=data["cover"].splitlines(),
            at=clock.now(),
            actor=person,
        )
    except Refused as refused:
        form.add_error(None, said(refused))
        return False
    return True


def _next(person: Person) -> str:
    """The queue; from there the next is one key away."""
    return reverse("staff_moderation")


def _page(request: HttpRequest, found: content.Content, item: Item | None, form: DecideForm) -> HttpResponse:
    person, now = who(request), clock.now()
    other = moderation.hold(item=item, at=now, actor=person) if item is not None else None
    if item is not None:
        item.refresh_from_db(fields=["held_by", "held_until"])
    decisions = Decision.objects.filter(subject=found.subject).select_related("by", "objection").order_by("-pk")
    shape, tone = TONES[item.severity if item else 1]
    context = {
        "found": found,
        "author": str(found.author) if found.author else _("이름 없음"),
        "kind": contents.name(found.subject),
        "where": contents.where(found),
        "item": item,
        "severity": {"word": SEVERITIES[item.severity], "shape": shape, "tone": tone} if item else None,
        "other": str(other) if other else "",
        "form": form,
        "notes": {key: note for key, (_name, note) in outcomes().items()},
        "reports": [
            {"reason": _(REASONS[one.code][0]), "text": one.text, "who": str(one.person), "at": one.at}
            for one in (item.said.select_related("person").order_by("-pk")[:100] if item else ())
        ],
        "flags": [
            {"kind": _(FLAGS.get(one.kind, one.kind)), "details": [_detail(each) for each in one.detail], "at": one.at}
            for one in (item.flags.order_by("pk") if item else ())
        ],
        "originals": list(item.originals.all()) if item else [],
        "before": [_before(one) for one in decisions[:20]],
        "show_error": "",
    }
    return render(request, "moderate", context, status=422 if form.errors else 200)


def _detail(each: str) -> dict[str, str]:
    """A word, a host, or another text that says the same (with its link)."""
    kind, _sep, key = each.partition(":")
    if kind in contents.NAMES and key:
        return {"text": _("같은 글"), "href": reverse("staff_moderate", kwargs={"subject": each})}
    return {"text": {"phone": _("전화번호"), "resident": _("주민등록번호")}.get(each, each), "href": ""}


def _before(one: Decision) -> dict[str, Any]:
    return {
        "what": outcomes()[one.outcome][0],
        "reason": _(REASONS[one.code][0]) if one.code in REASONS else "",
        "note": one.note,
        "who": str(one.by) if one.by else _("시스템"),
        "at": one.at,
    }


@requires("content.moderate")
@require_POST
def staff_moderate_begin(request: HttpRequest, subject: str) -> HttpResponse:
    """Take up something nobody has reported."""
    found_or_404(subject)
    moderation.look_into(subject=subject, at=clock.now(), actor=who(request))
    return HttpResponseRedirect(reverse("staff_moderate", kwargs={"subject": subject}))


@requires("content.moderate")
@require_POST
def staff_moderate_hold(request: HttpRequest, subject: str) -> HttpResponse:
    """The page that stands open says so every few minutes; when someone has taken over, it is told."""
    item, person = _item(subject), who(request)
    if item is None:
        return HttpResponse(status=204)
    if item.held_by_id not in (None, person.pk):
        text = _("%(name)s 님이 넘겨받았습니다. 적으신 것은 그대로 있습니다.") % {"name": str(item.held_by)}
        return render(request, "_moderate_taken", {"text": text})
    moderation.hold(item=item, at=clock.now(), actor=person)
    return HttpResponse(status=204)


@requires("content.moderate")
@require_POST
def staff_moderate_take(request: HttpRequest, subject: str) -> HttpResponse:
    """Take it over from whoever looks at it."""
    item = _item(subject)
    try:
        if item is None:
            raise Refused("already-decided")
        moderation.take_over(item=item, at=clock.now(), actor=who(request))
    except Refused as refused:
        refuse(request, refused)
    else:
        done(request, _("넘겨받았습니다. 앞서 보던 사람은 결정하려 할 때 알게 됩니다."))
    return HttpResponseRedirect(reverse("staff_moderate", kwargs={"subject": subject}))


@requires("content.moderate")
@require_POST
def staff_moderate_show(request: HttpRequest, subject: str) -> HttpResponse:
    """Show again what was hidden, with the reason."""
    found_or_404(subject)
    note = request.POST.get("note", "").replace("\x00", "")[: moderation.TEXT_LIMIT]
    try:
        moderation.show_content(subject=subject, note=note, at=clock.now(), actor=who(request))
    except Refused as refused:
        refuse(request, refused)
    else:
        done(request, _("다시 보이게 했습니다. 글쓴이에게 알립니다."))
    return HttpResponseRedirect(reverse("staff_moderate", kwargs={"subject": subject}))
