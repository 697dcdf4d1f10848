"""Forms of 쪽 관리."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from madang.actions.pages import BANNER, TITLE
from madang.pages.wording import LONGEST

AUDIENCES = (
    ("everyone", _("모두에게")), ("visitors", _("로그인하지 않은 사람에게")), ("members", _("로그인한 사람에게")), ("staff", _("팀에게만")),
)  # fmt: skip
TONES = (("info", _("알림")), ("ok", _("좋은 소식")), ("warn", _("주의")))


class NewPageForm(forms.Form):
    """A page or a notice to begin with."""

    kind = forms.ChoiceField(
        label=_("무엇을 만듭니까"),
        choices=[("notice", _("공지")), ("page", _("따로 두는 쪽"))],
        initial="notice",
        widget=forms.RadioSelect,
        error_messages={"required": _("공지인지 쪽인지 골라 주십시오.")},
    )
    slug = forms.CharField(
        label=_("주소"),
        required=False,
        max_length=60,
        help_text=_("영어 소문자와 숫자, 줄표. 비워 두면 저절로 정합니다. 예: how-we-work"),
    )


class PageForm(forms.Form):
    """What the page says, in both languages; ``edition`` tells whether somebody else wrote in between."""

    title_ko = forms.CharField(
        label=_("제목"), max_length=TITLE, error_messages={"required": _("제목을 적어 주십시오.")}
    )
    body_ko = forms.CharField(
        label=_("내용"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"data-editor": "", "lang": "ko"}),
        error_messages={"required": _("내용을 적어 주십시오.")},
    )
    title_en = forms.CharField(label=_("영어 제목"), max_length=TITLE, required=False)
    body_en = forms.CharField(
        label=_("영어 내용"),
        max_length=LONGEST,
        required=False,
        widget=forms.Textarea(attrs={"data-editor": "", "lang": "en"}),
        help_text=_("비워 두면 영어로 읽는 사람에게도 한국어를 보여 줍니다."),
    )
    note = forms.CharField(
        label=_("무엇을 고쳤습니까"),
        max_length=200,
        required=False,
        help_text=_("판 목록에 남습니다. 공개하지 않습니다."),
    )
    in_footer = forms.BooleanField(label=_("모든 쪽의 바닥글에 걸기"), required=False)
    edition = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=10**6)

    def texts(self) -> dict[str, dict[str, str]]:
        """Title and body by language, as :func:`save_page` takes them."""
        data: dict[str, Any] = self.cleaned_data
        return {
            "title": {"ko": data["title_ko"], "en": data["title_en"]},
            "body": {"ko": data["body_ko"], "en": data["body_en"]},
        }


class PictureForm(forms.Form):
    """A picture with the words for those who do not see it."""

    picture = forms.FileField(label=_("그림 파일"), required=False, help_text=_("JPEG, PNG, WebP, GIF"))
    alt = forms.CharField(
        label=_("무엇이 보입니까"), max_length=300, required=False, help_text=_("그림을 보지 못하는 사람이 읽습니다.")
    )


class BannerForm(forms.Form):
    """A line above every page."""

    text_ko = forms.CharField(
        label=_("알릴 말"), max_length=BANNER, error_messages={"required": _("알릴 말을 적어 주십시오.")}
    )
    text_en = forms.CharField(label=_("영어로"), max_length=BANNER, required=False)
    href = forms.CharField(
        label=_("누르면 가는 곳"), max_length=300, required=False, help_text=_("예: /news 또는 https://…")
    )
    tone = forms.ChoiceField(label=_("모양"), choices=TONES, initial="info", widget=forms.RadioSelect)
    audience = forms.ChoiceField(label=_("누구에게"), choices=AUDIENCES, initial="everyone", widget=forms.RadioSelect)
    starts = forms.DateTimeField(
        label=_("언제부터"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"],
        help_text=_("비워 두면 지금부터입니다."),
        error_messages={"invalid": _("때를 2026-03-31 09:00처럼 적어 주십시오.")},
    )
    ends = forms.DateTimeField(
        label=_("언제까지"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"],
        help_text=_("비워 두면 내릴 때까지입니다."),
        error_messages={"invalid": _("때를 2026-03-31 09:00처럼 적어 주십시오.")},
    )
    dismissible = forms.BooleanField(label=_("읽은 사람이 닫을 수 있게 하기"), required=False, initial=True)
