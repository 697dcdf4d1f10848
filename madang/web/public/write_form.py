"""The form in which a proposal is written, and what its page shows around it."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import CsrfViewMiddleware
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from madang.actions.drafts import ALT_LIMIT, ATTACHMENTS, attach
from madang.actions.proposals import BODY_LIMIT, TITLE_LIMIT, check_texts
from madang.actions.texts import is_fixed
from madang.base import clock
from madang.base.errors import Refused
from madang.base.text import opaque_key
from madang.people.models import Person
from madang.procedures.models import RuleVersion
from madang.proposals.models import Attachment, Draft, Proposal
from madang.proposals.papers import ENDINGS, file_name
from madang.web.ui import words
from madang.web.ui.kept import mark_of
from madang.web.ui.refusals import said
from madang.web.ui.uploads import cut_off

from .explained import promises_of
from .pages import page

KEY = re.compile(r"[2-9a-hjkmnp-tv-z]{10}")
FIELDS = ("title", "body", "category", "area", "procedure")
FIELD_OF = {"title-empty": "title", "title-too-long": "title", "body-too-long": "body"}
LEFT_TO_THE_ACTION = {"max_length", "null_characters_not_allowed"}
PICTURES = "image/jpeg,image/png,image/webp,image/gif"


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
    edition = forms.CharField(widget=forms.HiddenInput, required=False, initial="0")

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

    def is_ready(self) -> bool:
        """Whether it could be sent in as it is; what is missing stands beside its field."""
        if not self.is_valid():
            return False
        try:
            check_texts(self.cleaned_data["title"], self.cleaned_data["body"])
        except Refused as refused:
            self.add_error(FIELD_OF.get(refused.code), said(refused))
            return False
        return True


def areas_known() -> list[str]:
    """Names of neighbourhoods that people wrote lately, to pick from."""
    newest = Proposal.objects.listed().newest_first().values("pk")[:2000]
    found = Proposal.objects.filter(pk__in=newest).exclude(area="").order_by("area").values_list("area", flat=True)
    return list(found.distinct())


def written(request: HttpRequest) -> dict[str, str]:
    """What stands in the fields of the form that was sent."""
    return {name: request.POST.get(name, "") for name in FIELDS}


def alts(request: HttpRequest) -> dict[str, str]:
    """The words for each picture: attachment's key → text."""
    return {n[4:]: str(value) for n, value in request.POST.items() if n.startswith("alt-") and "\x00" not in n}


def key_of(request: HttpRequest) -> str:
    """The draft's key as the form says it; a new one when it says none that could be ours."""
    given = request.POST.get("key", "")
    return given if KEY.fullmatch(given) else opaque_key()


def edition_of(request: HttpRequest) -> int:
    """The edition that the sender's page shows."""
    given = request.POST.get("edition", "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 9 else 0


def show(
    request: HttpRequest,
    form: ProposalForm,
    rules: RuleVersion,
    *,
    draft: Draft | None = None,
    areas: list[str] | None = None,
    upload_errors: list[str] | None = None,
    described: bool = True,
    status: int | None = None,
    **more: Any,
) -> HttpResponse:
    """The page with the form. ``described``: do not yet complain about pictures without words."""
    assert isinstance(request.user, Person)
    attached = attachments(draft)
    without = [] if described else [one for one in attached if one["image"] and not one["alt"]]
    context = {
        "form": form,
        "areas": areas if areas is not None else areas_known(),
        "slug": rules.procedure.slug,
        "procedure": words.in_language(rules.document.name),
        "sentences": promises_of(rules.document),
        "fixed": is_fixed(rules.document),
        "who": mark_of(request.user),
        "key": form["key"].value(),
        "draft": draft,
        "upload_errors": upload_errors or [],
        "without_words": without,
        "restored": False,
        "other": None,
        **attaching(attached),
        **more,
    }
    wrong = bool(form.errors or upload_errors or without)
    return page(request, "propose/form.html", context, status=status or (422 if wrong else 200))


def attaching(attached: list[dict[str, Any]]) -> dict[str, Any]:
    """What the part of the form about pictures and files needs."""
    return {
        "attached": attached,
        "room": max(0, ATTACHMENTS - len(attached)),
        "alt_limit": ALT_LIMIT,
        "image_mb": settings.UPLOAD_IMAGE_MB,
        "file_mb": settings.UPLOAD_FILE_MB,
        "most": ATTACHMENTS,
        "endings": ", ".join(ENDINGS),
        "accept": PICTURES + "," + ",".join(f".{ending}" for ending in ENDINGS),
    }


def attachments(of: Draft | Proposal | None) -> list[dict[str, Any]]:
    """The pictures and files of a draft or a proposal, as pages show them."""
    rows = of.attachments.order_by("order", "pk") if of is not None else []
    return [_attachment(row) for row in rows]


def _attachment(row: Attachment) -> dict[str, Any]:
    image = row.kind == "image"
    return {
        "key": row.key,
        "image": image,
        "name": row.name,
        "alt": row.alt,
        "href": reverse("attachment", args=[row.key, "1600.webp" if image else row.name]),
        "small": reverse("attachment", args=[row.key, "480.webp"]) if image else "",
        "width": row.width,
        "height": row.height,
        "small_width": min(480, row.width or 0),
        "kind": row.name.rpartition(".")[2].upper(),
        "size": size_said(row.size),
    }


def size_said(size: int) -> str:
    """1.2 MB, 34 KB."""
    return f"{size / 1024 / 1024:.1f} MB" if size >= 1024 * 1024 else f"{max(1, round(size / 1024))} KB"


def attach_all(request: HttpRequest, draft: Draft) -> list[str]:
    """Attach what was chosen; a sentence for each that could not be, with its name."""
    wrong = []
    limits = settings.UPLOAD_IMAGE_MB, settings.UPLOAD_FILE_MB
    for name in cut_off(request):
        sentence = said(Refused("upload-too-large", limit=settings.UPLOAD_FILE_MB))
        wrong.append(f"{file_name(name or '')}: {sentence}")
    for file in request.FILES.getlist("attach"):
        name = file.name or ""
        try:
            attach(draft=draft, file=file, name=name, at=clock.now(), limit_mb=limits)
        except Refused as refused:
            wrong.append(f"{file_name(name) or gettext('이름 없는 파일')}: {said(refused)}")
            if refused.code == "too-many-files":
                break
    return wrong


class _Check(CsrfViewMiddleware):
    def _reject(self, request: HttpRequest, reason: str) -> str:
        return reason


def is_forged(request: HttpRequest) -> bool:
    """Whether Django's own check would turn this form away (the page was open while someone signed in elsewhere, say).

    Asked by the view itself, so that what was typed can be shown again, to be sent once more by hand.
    """
    check = _Check(lambda request: HttpResponse())
    check.process_request(request)
    return bool(check.process_view(request, HttpResponse, (), {}))
