"""What staff type. The words of a wrong field are the fields' own; what the rules refuse, the actions say."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from madang.actions.answers import TEXT_LIMIT
from madang.actions.forums import DAYS_LIMIT, QUESTION_LIMIT
from madang.people.models import Department, Role
from madang.rules.document import Stage
from madang.web.ui import words
from madang.web.ui.answer_letter import department_name

NEEDED = {"required": _("이 칸을 채워 주세요.")}


class AnswerForm(forms.Form):
    """The decision and the text; a draft may lack both, a publication neither."""

    decision = forms.ChoiceField(label=_("결정"), required=False, widget=forms.RadioSelect)
    text = forms.CharField(
        label=_("답변"),
        required=False,
        max_length=TEXT_LIMIT,
        widget=forms.Textarea,
        help_text=_("무엇을 언제까지 하는지, 하지 못한다면 왜 그런지 시민의 눈높이에서 적어 주십시오."),
    )
    use_required_attribute = False
    edition = forms.IntegerField(widget=forms.HiddenInput)
    stage = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, decisions: tuple[str, ...] = (), whole: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice = self.fields["decision"]
        assert isinstance(choice, forms.ChoiceField)
        choice.choices = [(key, words.decision("answer", key)["word"]) for key in decisions]
        for name, text in (("decision", _("어떻게 결정했는지 골라 주십시오.")), ("text", _("답변을 적어 주십시오."))):
            self.fields[name].required = whole or not self.is_bound
            self.fields[name].error_messages["required"] = text


class CorrectionForm(forms.Form):
    """The corrected text, and why."""

    text = forms.CharField(label=_("고친 답변"), max_length=TEXT_LIMIT, widget=forms.Textarea, error_messages=NEEDED)
    reason = forms.CharField(
        label=_("정정하는 이유"),
        max_length=1000,
        widget=forms.Textarea,
        help_text=_("누구나 볼 수 있습니다. 예: 적용 날짜를 바로잡았습니다."),
        error_messages={"required": _("왜 고치는지 적어 주십시오. 누구나 볼 수 있습니다.")},
    )
    number = forms.IntegerField(widget=forms.HiddenInput)
    stage = forms.CharField(widget=forms.HiddenInput)


class ExtensionForm(forms.Form):
    """Until when, and why."""

    until = forms.DateField(
        label=_("새 마감일"),
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("이 날이 끝날 때까지입니다."),
        error_messages={
            "required": _("새 마감일을 골라 주십시오."),
            "invalid": _("날짜를 2026-03-31처럼 적어 주십시오."),
        },
    )
    reason = forms.CharField(
        label=_("연장하는 이유"),
        max_length=1000,
        widget=forms.Textarea,
        help_text=_("누구나 볼 수 있습니다. 무엇이 더 필요한지, 시민의 눈높이에서 적어 주십시오."),
        error_messages={"required": _("왜 연장하는지 적어 주십시오. 누구나 볼 수 있습니다.")},
    )


class DepartmentField(forms.ModelChoiceField):
    """A department, by its name in the reader's language."""

    def __init__(self, **options: Any) -> None:
        super().__init__(queryset=Department.objects.all(), to_field_name="key", **options)

    def label_from_instance(self, obj: Any) -> str:
        return department_name(obj)


class DepartmentForm(forms.Form):
    """The department that takes a matter."""

    department = DepartmentField(
        label=_("맡을 부서"),
        empty_label=_("부서를 골라 주십시오"),
        error_messages={
            "required": _("맡을 부서를 골라 주십시오."),
            "invalid_choice": _("없는 부서입니다. 다시 골라 주십시오."),
        },
    )


def discussion_fields() -> dict[str, forms.Field]:
    """How what the panel selects is to be discussed: asked with the decision, used when it is to select."""
    choices = [("", _("정해진 대로")), *((key, words.form(key)) for key in words.FORMS)]
    return {
        "form": forms.ChoiceField(
            label=_("토론 방식"),
            required=False,
            choices=choices,
            help_text=_("선정할 때만 씁니다. 나중에 고칠 수 있습니다."),
        ),
        "question": forms.CharField(
            label=_("토론할 질문"),
            required=False,
            max_length=QUESTION_LIMIT,
            help_text=_(
                "비워 두면 제안의 제목을 그대로 씁니다. 시민이 읽고 바로 생각을 말할 수 있는 한 문장으로 적어 주십시오."
            ),
        ),
        "days": forms.IntegerField(
            label=_("토론 기간(일)"),
            required=False,
            min_value=1,
            max_value=DAYS_LIMIT,
            help_text=_("비워 두면 기준에 정한 만큼입니다. 그보다 짧을 수는 없습니다."),
            error_messages={"invalid": _("기간을 숫자로 적어 주십시오.")},
        ),
    }


class PickUpForm(forms.Form):
    """Why a proposal below the count goes before the panel."""

    reason = forms.CharField(
        label=_("의제로 올리는 이유"),
        max_length=2000,
        widget=forms.Textarea,
        help_text=_("누구나 볼 수 있습니다. 공감이 모자라도 함께 이야기할 까닭을 적어 주십시오."),
        error_messages={"required": _("왜 올리는지 적어 주십시오. 누구나 볼 수 있습니다.")},
    )


class DecisionForm(forms.Form):
    """What was decided at a review or by the agenda panel, with its reason."""

    decision = forms.ChoiceField(
        label=_("결정"), widget=forms.RadioSelect, error_messages={"required": _("결정을 골라 주십시오.")}
    )
    code = forms.ChoiceField(label=_("사유"), required=False)
    reason = forms.CharField(
        label=_("공개할 이유"),
        required=False,
        max_length=2000,
        widget=forms.Textarea,
        help_text=_("통과나 선정이 아니면 꼭 적어 주십시오. 누구나 볼 수 있습니다."),
    )

    def __init__(self, data: Any = None, *, stage: Stage) -> None:
        super().__init__(data, auto_id=f"id_{stage.key}_%s")
        self.stage = stage
        decision, code = self.fields["decision"], self.fields["code"]
        assert isinstance(decision, forms.ChoiceField)
        assert isinstance(code, forms.ChoiceField)
        decision.choices = [(key, words.decision(stage.kind, key)["word"]) for key in stage.decisions]
        reasons = stage.settings.get("reasons") or {}
        if reasons:
            code.choices = [("", _("해당 없음")), *((key, words.in_language(text)) for key, text in reasons.items())]
        else:
            del self.fields["code"]
        if stage.kind == "agenda":
            self.fields |= discussion_fields()


class PaperForm(forms.Form):
    """Supports gathered on paper."""

    count = forms.IntegerField(
        label=_("사람 수"),
        min_value=1,
        error_messages={
            "required": _("몇 명인지 적어 주십시오."),
            "invalid": _("사람 수를 숫자로 적어 주십시오."),
            "min_value": _("1명 이상이어야 합니다."),
        },
    )
    evidence = forms.CharField(
        label=_("근거"),
        max_length=500,
        help_text=_("누구나 볼 수 있습니다. 예: 3월 8일 중앙광장 서명부 5장, 사본 보관."),
        error_messages={"required": _("무엇을 근거로 셌는지 적어 주십시오.")},
    )


class HolidayForm(forms.Form):
    """A temporary holiday, or a public holiday on which this institution works."""

    day = forms.DateField(
        label=_("날짜"),
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"required": _("날짜를 골라 주십시오."), "invalid": _("날짜를 2026-03-31처럼 적어 주십시오.")},
    )
    name = forms.CharField(label=_("이름"), max_length=80, help_text=_("예: 임시공휴일"), error_messages=NEEDED)
    works = forms.ChoiceField(
        label=_("이 날은"),
        choices=[("", _("쉽니다")), ("1", _("공휴일이지만 일합니다"))],
        required=False,
        widget=forms.RadioSelect,
    )


class RoleForm(forms.Form):
    """Whom to give which role."""

    email = forms.EmailField(
        label=_("이메일"),
        help_text=_("이 주소로 가입한 사람이 있으면 바로 역할을 주고, 없으면 초대 메일을 보냅니다."),
        error_messages={
            "required": _("이메일을 적어 주십시오."),
            "invalid": _("이메일을 name@example.kr처럼 적어 주십시오."),
        },
    )
    role = forms.ChoiceField(label=_("역할"), choices=Role.choices, error_messages=NEEDED)
    department = DepartmentField(
        label=_("부서"),
        required=False,
        empty_label=_("부서 없음"),
        help_text=_("부서 담당자만 고릅니다."),
    )
