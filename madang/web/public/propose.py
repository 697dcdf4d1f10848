"""제안하기: one page, nothing lost, the same press twice makes one proposal."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from madang.actions.proposals import BODY_LIMIT, TITLE_LIMIT, submit_proposal
from madang.base import clock
from madang.base.errors import Refused
from madang.base.text import clean_line, clean_text, opaque_key
from madang.people.models import Person
from madang.procedures.models import RuleVersion
from madang.proposals.models import Proposal
from madang.web.ui import words
from madang.web.ui.refusals import said

from .explained import promises_of
from .home import in_force
from .pages import page
from .rows import lines, versions

KEY = re.compile(r"[2-9a-hjkmnp-tv-z]{10}")
FIELD_OF = {"title-empty": "title", "title-too-long": "title", "body-too-long": "body"}
LEFT_TO_THE_ACTION = {"max_length", "null_characters_not_allowed"}
SIMILAR, LOOKED_AT = 5, 30


class ProposalForm(forms.Form):
    """What a proposal needs. ``key`` is the proposal's future name, so that sending twice makes one."""

    title = forms.CharField(
        label=_("제목"),
        max_length=TITLE_LIMIT,
        help_text=_("무엇을 바꾸고 싶은지 한 문장으로 적어 주세요."),
        error_messages={"required": _("제목을 적어 주세요.")},
    )
    body = forms.CharField(
        label=_("내용"),
        max_length=BODY_LIMIT,
        required=False,
        widget=forms.Textarea,
        help_text=_(
            "언제, 어디서, 누가 겪는 일인지 적으면 부서가 더 빨리 답할 수 있어요. 이름이나 전화번호처럼 개인정보는 적지 마세요."
        ),
    )
    category = forms.ChoiceField(
        label=_("분야"), widget=forms.RadioSelect, error_messages={"required": _("분야를 하나 골라 주세요.")}
    )
    area = forms.CharField(
        label=_("동네"), max_length=40, required=False, help_text=_("한 동네의 일이라면 적어 주세요.")
    )
    key = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, areas: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["category"].choices = [(name, words.category(name)) for name in words.CATEGORIES]  # type: ignore[attr-defined]
        self.fields["area"].widget.attrs["list"] = "areas" if areas else None
        for name, limit in (("title", TITLE_LIMIT), ("body", BODY_LIMIT)):
            # The action drops what cannot be seen, counts what will be kept, and says how many letters are too many.
            field = self.fields[name]
            field.validators = [v for v in field.validators if getattr(v, "code", "") not in LEFT_TO_THE_ACTION]
            field.widget.attrs.pop("maxlength", None)
            field.max_length = limit  # type: ignore[attr-defined]  # for the counter below the field


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def propose(request: HttpRequest) -> HttpResponse:
    """The form; where several procedures take proposals, first the choice of one."""
    assert isinstance(request.user, Person)
    open_ = {version.procedure.slug: version for version in in_force(versions()) if "citizen" in version.document.entry}
    slug = request.POST.get("procedure") or request.GET.get("procedure") or ""
    if slug not in open_:
        if len(open_) != 1:
            return page(request, "propose/choose.html", {"choices": [_choice(version) for version in open_.values()]})
        slug = next(iter(open_))
    rules, areas = open_[slug], _areas()
    if request.method != "POST":
        form = ProposalForm(initial={"key": opaque_key()}, areas=areas)
        return _show(request, form, rules, areas)
    form = ProposalForm(request.POST, areas=areas)
    if form.is_valid():
        try:
            made = _submit(form.cleaned_data, rules, request.user)
        except Refused as refused:
            form.add_error(FIELD_OF.get(refused.code), said(refused))
        else:
            return HttpResponseRedirect(reverse("proposal", args=[made.case.key]))
    return _show(request, form, rules, areas)


def _show(request: HttpRequest, form: ProposalForm, rules: RuleVersion, areas: list[str]) -> HttpResponse:
    context = {
        "form": form,
        "areas": areas,
        "slug": rules.procedure.slug,
        "procedure": words.in_language(rules.document.name),
        "sentences": promises_of(rules.document),
    }
    return page(request, "propose/form.html", context, status=422 if form.errors else 200)


def _submit(data: dict[str, Any], rules: RuleVersion, author: Person) -> Proposal:
    """The proposal; the one that is there already when the very same was sent before."""
    key = data["key"] if KEY.fullmatch(data["key"]) else opaque_key()
    fields = {name: data[name] for name in ("title", "body", "category", "area")}
    try:
        made = submit_proposal(rules=rules, key=key, author=author, actor=author, at=clock.now(), **fields)
    except Refused as refused:
        if refused.code != "key-taken":
            raise
        before = Proposal.objects.select_related("case").get(case__key=key)
        same = before.title == clean_line(data["title"]) and before.body == clean_text(data["body"])
        if before.author_id == author.pk and same:
            return before
        return submit_proposal(rules=rules, author=author, actor=author, at=clock.now(), **fields)
    return made


def _choice(version: RuleVersion) -> dict[str, str]:
    summary = version.document.data.get("summary")
    return {
        "href": f"{reverse('propose')}?procedure={version.procedure.slug}",
        "name": words.in_language(version.document.name),
        "summary": words.in_language(summary) if summary else "",
    }


def _areas() -> list[str]:
    newest = Proposal.objects.listed().newest_first().values("pk")[:2000]
    found = Proposal.objects.filter(pk__in=newest).exclude(area="").order_by("area").values_list("area", flat=True)
    return list(found.distinct())


# ── 비슷한 제안 ──

PARTICLES = re.compile(r"(?<=[가-힣]{2})(?:에서|으로|까지|부터|을|를|이|가|은|는|에|의|로|와|과|도|만)$")


@require_safe
def similar(request: HttpRequest) -> HttpResponse:
    """Public proposals that share the title's longest words, the most words first: a part of the form."""
    title = clean_line(request.GET.get("title", ""))[:TITLE_LIMIT]
    words_ = sorted({PARTICLES.sub("", word) for word in title.split()}, key=len, reverse=True)
    found: dict[int, list[Any]] = {}  # id → row, how many of the words, whether a telling one is among them
    for word in [word for word in words_ if len(word) > 1][:3]:
        for row in Proposal.objects.listed().found_by(word).newest_first().rows()[:LOOKED_AT]:
            hit = found.setdefault(row.pk, [row, 0, False])
            hit[1] += 1
            hit[2] |= len(word) > 2
    telling = [hit for hit in found.values() if hit[1] > 1] or [hit for hit in found.values() if hit[2]]
    best = sorted(telling, key=lambda hit: (-hit[1], -(hit[0].support_count or 0)))[:SIMILAR]
    known, now = versions(), clock.now()
    return page(request, "propose/_similar.html", {"similar": lines([hit[0] for hit in best], known, now)})
