"""Forms of the report desk."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from madang.actions.reports import REASON_LIMIT, SECTION_LIMIT
from madang.actions.tasks import TEXT_LIMIT
from madang.results import naming

HELP = {
    "summary": _("무엇을 물었고 무엇이 나왔는지, 이 보고서만 읽는 사람도 알 수 있게 적어 주십시오."),
    "issues": _("어디에서 생각이 갈렸고 어디에서 같았습니까? 적은 쪽의 목소리도 빠뜨리지 않습니다."),
    "proposals": _("토론에서 나온, 기관이 살펴볼 제안입니다."),
    "evaluation": _("토론이 잘 되었습니까? 참여하지 못한 사람은 누구입니까? 숫자는 시스템이 따로 싣습니다."),
    "onward": _("누가 언제까지 무엇을 합니까?"),
}


class SectionsForm(forms.Form):
    """What staff write in a report, section by section; ``edition`` tells whether somebody else wrote in between.

    ``HELP``: the sections in their order, each with what belongs there; ``named``: what a section is called.
    """

    use_required_attribute = False
    HELP: ClassVar[Mapping[str, Any]]
    edition = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=10**6)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, said in self.HELP.items():
            self.fields[name] = forms.CharField(
                label=self.named(name), required=False, max_length=SECTION_LIMIT, widget=forms.Textarea,
                help_text=said,
            )  # fmt: skip

    @staticmethod
    def named(section: str, /) -> str:
        """What the section is called, in the reader's language."""
        raise NotImplementedError

    def sections(self) -> dict[str, str]:
        """Name → text."""
        return {name: str(self.cleaned_data.get(name, "")) for name in self.HELP}


class ReportForm(SectionsForm):
    """The report on a discussion."""

    HELP = HELP
    named = staticmethod(naming.section)


class ReasonForm(forms.Form):
    """Why something public is taken back."""

    use_required_attribute = False
    reason = forms.CharField(
        label=_("거두는 까닭"),
        max_length=REASON_LIMIT,
        widget=forms.Textarea,
        help_text=_("누구나 볼 수 있습니다."),
        error_messages={"required": _("왜 거두는지 적어 주십시오. 누구나 볼 수 있습니다.")},
    )


class TaskForm(forms.Form):
    """What goes with a finished task, for everyone to read."""

    use_required_attribute = False
    text = forms.CharField(
        label=_("함께 남길 말"),
        required=False,
        max_length=TEXT_LIMIT,
        widget=forms.Textarea,
        help_text=_("누구나 볼 수 있습니다."),
    )


class ResultForm(forms.Form):
    """The result in a few sentences."""

    use_required_attribute = False
    text = forms.CharField(
        label=_("결과를 알리는 글"),
        max_length=TEXT_LIMIT,
        widget=forms.Textarea,
        help_text=_(
            "무엇을 물었고, 시민이 무엇을 말했고, 기관이 어떻게 하기로 했는지 짧게 적어 주십시오. 답변은 저절로 함께 실립니다."
        ),
        error_messages={"required": _("결과를 알리는 글을 적어 주십시오.")},
    )


class PopulationForm(forms.Form):
    """The bands of one attribute with their people, a line each."""

    use_required_attribute = False
    lines = forms.CharField(
        label=_("칸과 사람 수"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea,
        help_text=_("한 줄에 하나씩, 예: 20-29, 412300. 모두 지우면 견주지 않습니다."),
    )
    source = forms.CharField(
        label=_("출처"), required=False, max_length=200, help_text=_("예: 2026년 6월 주민등록 인구")
    )
