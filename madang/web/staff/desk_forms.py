"""What staff type at the desks: handing over, asking, routing away, explaining, templates, filters."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from madang.actions.answers import TEXT_LIMIT
from madang.actions.duties import REASON_LIMIT
from madang.actions.handing import NOTE_LIMIT
from madang.people.models import Department
from madang.procedures.grounds import GROUNDS, PLACES

from .forms import DepartmentField

WHO = {
    "required": _("부서를 골라 주십시오."),
    "invalid_choice": _("없는 부서입니다. 다시 골라 주십시오."),
}
WHY = {"required": _("이유를 적어 주십시오.")}


class ReasonForm(forms.Form):
    """Why, for colleagues."""

    reason = forms.CharField(
        label=_("이유"),
        max_length=REASON_LIMIT,
        widget=forms.Textarea,
        help_text=_("동료가 읽습니다. 무엇 때문인지, 어디가 맞을지 적어 주십시오."),
        error_messages=WHY,
    )


class HandOverForm(ReasonForm):
    """To which department, and why."""

    department = DepartmentField(label=_("넘겨받을 부서"), empty_label=_("부서를 골라 주십시오"), error_messages=WHO)
    field_order = ("department", "reason")


class ContributeForm(forms.Form):
    """Which department is asked to contribute, what for, and by when."""

    department = DepartmentField(label=_("함께할 부서"), empty_label=_("부서를 골라 주십시오"), error_messages=WHO)
    note = forms.CharField(
        label=_("무엇이 필요한지"),
        required=False,
        max_length=NOTE_LIMIT,
        widget=forms.Textarea,
        help_text=_("예: 점용 허가가 필요한지, 올해 예산으로 되는지 알려 주십시오."),
    )
    wanted_by = forms.DateField(
        label=_("언제까지"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"invalid": _("날짜를 2026-03-31처럼 적어 주십시오.")},
    )

    def __init__(self, *args: Any, without: list[int] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if without:
            choice = self.fields["department"]
            assert isinstance(choice, DepartmentField)
            choice.queryset = Department.objects.exclude(pk__in=without)


class LateForm(forms.Form):
    """Why a promise is late, for everyone."""

    reason = forms.CharField(
        label=_("늦은 까닭"),
        max_length=REASON_LIMIT,
        widget=forms.Textarea,
        help_text=_("누구나 볼 수 있습니다. 무엇 때문에 늦었고 언제쯤 되는지 적어 주십시오."),
        error_messages={"required": _("왜 늦었는지 적어 주십시오. 누구나 볼 수 있습니다.")},
    )


class RouteForm(forms.Form):
    """On which of the seven grounds something is no proposal, why, and where it can be taken."""

    code = forms.ChoiceField(
        label=_("제안이 아닌 까닭 (국민제안규정 제2조)"),
        widget=forms.RadioSelect,
        error_messages={"required": _("일곱 가지 가운데 하나를 골라 주십시오.")},
    )
    reason = forms.CharField(
        label=_("공개할 이유"),
        max_length=2000,
        widget=forms.Textarea,
        help_text=_("올린 사람과 누구나 볼 수 있습니다. 탓하지 않고, 무엇을 하면 되는지 적어 주십시오."),
        error_messages={"required": _("누구나 볼 수 있는 이유를 적어 주십시오.")},
    )
    to = forms.ChoiceField(
        label=_("어디로 안내할지"),
        widget=forms.RadioSelect,
        error_messages={"required": _("어디로 안내할지 골라 주십시오.")},
    )
    place = forms.CharField(label=_("다른 곳의 이름"), required=False, max_length=120, help_text=_("예: 한국도로공사"))
    link = forms.URLField(
        label=_("그곳의 주소"),
        required=False,
        max_length=300,
        assume_scheme="https",
        error_messages={"invalid": _("https://로 시작하는 주소를 적어 주십시오.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        code, to = self.fields["code"], self.fields["to"]
        assert isinstance(code, forms.ChoiceField)
        assert isinstance(to, forms.ChoiceField)
        code.choices = [(key, gettext(text)) for key, text in GROUNDS.items()]
        named = [(key, gettext(name)) for key, (name, _link) in PLACES.items()]
        to.choices = [*named, ("other", gettext("다른 곳 (아래에 적기)")), ("none", gettext("안내할 곳 없음"))]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("to") == "other" and not data.get("place"):
            self.add_error("place", gettext("어디인지 이름을 적어 주십시오."))
        return data

    def destination(self) -> tuple[str, str]:
        """(code or name of the place, its address), once the form is valid."""
        to, link = self.cleaned_data["to"], self.cleaned_data["link"]
        if to in PLACES:
            return to, link or PLACES[to][1]
        return (self.cleaned_data["place"], link) if to == "other" else ("", "")


class ContributionForm(forms.Form):
    """A department's part of an answer."""

    text = forms.CharField(
        label=_("우리 부서의 의견"),
        required=False,
        max_length=TEXT_LIMIT,
        widget=forms.Textarea,
        help_text=_("답변에 그대로 들어갈 수 있게, 시민의 눈높이에서 적어 주십시오."),
    )
    edition = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, whole: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].required = whole or not self.is_bound
        self.fields["text"].error_messages["required"] = gettext("의견을 적어 주십시오.")


class TemplateForm(forms.Form):
    """A text to begin answers with."""

    name = forms.CharField(
        label=pgettext_lazy("서식", "이름"), max_length=80, error_messages={"required": _("이름을 적어 주십시오.")}
    )
    text = forms.CharField(
        label=_("글"),
        max_length=TEXT_LIMIT,
        widget=forms.Textarea,
        help_text=_("{제목} {부서} {날짜}는 답변에 넣을 때 그 건의 것으로 바뀝니다."),
        error_messages={"required": _("글을 적어 주십시오.")},
    )
    department = DepartmentField(label=_("쓰는 부서"), required=False, empty_label=_("모든 부서"), error_messages=WHO)

    def __init__(self, *args: Any, own: list[int] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if own is not None:
            choice = self.fields["department"]
            assert isinstance(choice, DepartmentField)
            choice.queryset = Department.objects.filter(pk__in=own)
            choice.required, choice.empty_label = True, None


class FilterForm(forms.Form):
    """A name for a list as it is filtered now."""

    name = forms.CharField(label=_("이름"), max_length=60, error_messages={"required": _("이름을 적어 주십시오.")})
