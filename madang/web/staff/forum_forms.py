"""What staff type to prepare a discussion: the question, its materials, an experiment, an institution's own question."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from madang.actions import blocks, experiments
from madang.actions.forum_desk import REASON_LIMIT
from madang.actions.forum_desk import TEXT_LIMIT as HYPOTHESIS_LIMIT
from madang.actions.forums import BODY_LIMIT, DAYS_LIMIT, QUESTION_LIMIT
from madang.forums.models import PURPOSES
from madang.people.models import Department
from madang.web.ui.forum_materials import form_name, purpose_name

from .forms import DepartmentField

DAY = {"invalid": _("날짜를 2026-03-31처럼 적어 주십시오.")}
# What a person has to look at before a discussion opens; a machine can only count.
NEUTRAL = {
    "question": _("질문이 답을 암시하지 않습니다. 한쪽에 유리한 낱말이 없습니다."),
    "sides": _("두 쪽의 이야기를 비슷한 분량과 무게로 실었고, 각 쪽이 자기 말이라고 여길 만합니다."),
    "sources": _("사실과 의견을 나누었고, 수치에는 출처가 있습니다."),
    "settled": _("이미 정해진 것과 시민이 바꿀 수 있는 것을 밝혔습니다."),
    "plain": _("처음 읽는 사람도 알 수 있는 말로 썼습니다."),
}


def _text(label: Any, limit: int, help_text: Any = "", *, required: bool = False, **more: Any) -> forms.CharField:
    return forms.CharField(
        label=label, required=required, max_length=limit, widget=forms.Textarea, help_text=help_text, **more
    )


def _choose(form: forms.Form, name: str, choices: Iterable[tuple[str, str]]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = list(choices)


class AskForm(forms.Form):
    """What is asked, how, and for how long."""

    use_required_attribute = False
    question = forms.CharField(
        label=_("질문"),
        max_length=QUESTION_LIMIT,
        widget=forms.TextInput,
        help_text=_(
            "한 문장으로, 답을 암시하지 않게 적어 주십시오. 예: 학교 앞 차 없는 거리를 넓히는 데 찬성하십니까?"
        ),
        error_messages={"required": _("시민에게 물을 질문을 적어 주십시오.")},
    )
    form = forms.ChoiceField(label=_("토론 방식"), widget=forms.RadioSelect)
    body = _text(_("설명"), BODY_LIMIT, _("무엇을 왜 묻고, 결과를 어디에 쓰는지 적어 주십시오."))
    days = forms.IntegerField(
        label=_("기간(일)"),
        required=False,
        min_value=1,
        max_value=DAYS_LIMIT,
        error_messages={"invalid": _("기간을 숫자로 적어 주십시오.")},
    )
    long_running = forms.BooleanField(label=_("끝나는 날을 정하지 않고, 마칠 때까지 이어 갑니다"), required=False)
    opens_on = forms.DateField(
        label=_("열려는 날"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("오늘 할 일에 이날까지로 보입니다. 저절로 열리지는 않습니다."),
        error_messages=DAY,
    )
    purpose = forms.ChoiceField(
        label=_("무엇을 위해 묻습니까"),
        widget=forms.RadioSelect,
        error_messages={"required": _("무엇을 위해 묻는지 골라 주십시오.")},
    )
    promised_on = forms.DateField(
        label=_("답하기로 약속하는 날"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("토론이 끝난 뒤의 날이어야 합니다. ‘…까지 답하겠습니다’로 처음부터 공개됩니다."),
        error_messages=DAY,
    )

    def __init__(
        self, *args: Any, allowed: Sequence[str], least: int | None = None, institution: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        _choose(self, "form", [(key, form_name(key)) for key in allowed])
        if institution:
            _choose(self, "purpose", [(key, purpose_name(key)) for key in PURPOSES])
        else:
            del self.fields["purpose"], self.fields["promised_on"]
        if least is not None:
            self.fields["days"].help_text = gettext("기준에 정한 대로 %(days)s일 이상. 비워 두면 %(days)s일입니다.") % {
                "days": least
            }

    def what(self) -> dict[str, Any]:
        """As :func:`prepare_forum` takes it."""
        return {name: value for name, value in self.cleaned_data.items() if name not in ("edition", *NOT_THE_FORUMS)}


NOT_THE_FORUMS = ("procedure", "department", "key")


class ForumForm(AskForm):
    """The same for a forum that is being prepared, with the hypothesis when it is an experiment."""

    effect = _text(_("기대하는 효과"), HYPOTHESIS_LIMIT, _("무엇이 나아지리라고 봅니까? 무엇으로 압니까?"))
    difficulty = _text(_("예상되는 어려움"), HYPOTHESIS_LIMIT)
    alternative = _text(_("다른 방법"), HYPOTHESIS_LIMIT, _("같은 일을 다르게 할 길"))
    setup = _text(_("어떻게 해 보나"), HYPOTHESIS_LIMIT, _("언제 어디에서 무엇을 해 보는지 적어 주십시오."))
    edition = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, trying: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not trying:
            for name in ("effect", "difficulty", "alternative", "setup"):
                del self.fields[name]


class QuestionForm(AskForm):
    """기관제안: the institution's own question, with the procedure it goes through and the department that answers."""

    procedure = forms.ChoiceField(label=_("절차"), error_messages={"required": _("절차를 골라 주십시오.")})
    department = DepartmentField(
        label=_("답할 부서"),
        empty_label=_("부서를 골라 주십시오"),
        error_messages={
            "required": _("답할 부서를 골라 주십시오."),
            "invalid_choice": _("고를 수 없는 부서입니다. 다시 골라 주십시오."),
        },
    )
    key = forms.RegexField(r"^[a-z0-9]{10}$", widget=forms.HiddenInput)
    field_order = (
        "procedure",
        "department",
        "purpose",
        "question",
        "form",
        "body",
        "days",
        "long_running",
        "opens_on",
        "promised_on",
    )

    def __init__(
        self, *args: Any, procedures: Iterable[tuple[str, str]], departments: list[int] | None, **kwargs: Any
    ) -> None:
        super().__init__(*args, institution=True, **kwargs)
        _choose(self, "procedure", procedures)
        if departments is not None:
            choice = self.fields["department"]
            assert isinstance(choice, DepartmentField)
            choice.queryset = Department.objects.filter(pk__in=departments)


class BlockForm(forms.Form):
    """One block. Which fields there are follows from its kind."""

    use_required_attribute = False
    title = forms.CharField(label=_("제목"), required=False, max_length=blocks.TITLE_LIMIT)
    text = _text(_("내용"), blocks.TEXT_LIMIT)
    rows = _text(
        pgettext_lazy("표", "표"),
        200_000,
        _("첫 줄은 칸 이름입니다. 칸을 쉼표로 나누거나, 표 계산 프로그램에서 복사해 붙여 넣으십시오."),
    )
    file = forms.FileField(label=_("파일"), required=False)
    alt = forms.CharField(
        label=_("그림 설명"),
        required=False,
        max_length=blocks.ALT_LIMIT,
        help_text=_(
            "그림을 보지 못하는 사람이 읽습니다. 그림 속의 글도 옮겨 적어 주십시오. 이것이 없으면 토론을 열 수 없습니다."
        ),
    )
    link = forms.URLField(
        label=_("원문 주소"),
        required=False,
        max_length=blocks.LINK_LIMIT,
        assume_scheme="https",
        help_text=_("자료가 나온 곳. https://로 시작합니다."),
        error_messages={"invalid": _("https://로 시작하는 주소를 적어 주십시오.")},
    )
    corrects = forms.ChoiceField(label=_("무엇을 바로잡습니까"), required=False)
    edition = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, *args: Any, kind: str, correctable: Sequence[tuple[str, str]] | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        if kind != "data":
            del self.fields["rows"]
        if kind not in ("card", "file"):
            del self.fields["file"]
        if kind != "card":
            del self.fields["alt"]
        else:
            self.fields["file"].label = gettext("그림 파일")
            self.fields["file"].help_text = gettext(
                "JPEG, PNG, WebP, GIF. 사진에 담긴 위치 같은 정보는 지우고 싣습니다."
            )
        if kind == "file":
            self.fields["file"].help_text = gettext(
                "PDF, 한글, 워드, 엑셀, 파워포인트, 글. 고치지 않은 원본 그대로 내려받게 합니다."
            )
        if correctable is None:
            del self.fields["corrects"]
        else:
            _choose(self, "corrects", [("", gettext("바로잡는 것이 아니라 새로 덧붙입니다")), *correctable])

    def what(self, kind: str) -> dict[str, Any]:
        """As the actions take it."""
        names = ("title", "text", "rows", "alt", "link")
        return {"kind": kind, **{name: self.cleaned_data[name] for name in names if name in self.cleaned_data}}


class PublicReasonForm(forms.Form):
    """Why, for everyone."""

    reason = _text(
        _("이유"),
        REASON_LIMIT,
        _("누구나 볼 수 있습니다."),
        required=True,
        error_messages={"required": _("누구나 볼 수 있는 이유를 적어 주십시오.")},
    )


class OpenForm(forms.Form):
    """What a person has looked at before it opens."""

    checked = forms.MultipleChoiceField(
        label=_("열기 전에 눈으로 살펴봅니다"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("다섯 가지를 모두 살펴보고 표시해 주십시오.")},
    )
    edition = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(self, "checked", [(key, str(text)) for key, text in NEUTRAL.items()])

    def clean_checked(self) -> list[str]:
        """All of them."""
        checked: list[str] = self.cleaned_data["checked"]
        if set(checked) != set(NEUTRAL):
            raise forms.ValidationError(self.fields["checked"].error_messages["required"])
        return checked


class ObservationForm(forms.Form):
    """What was seen on a day."""

    on = forms.DateField(
        label=_("관찰한 날"),
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={**DAY, "required": _("언제 관찰했는지 적어 주십시오.")},
    )
    text = _text(
        _("무엇을 보았습니까"),
        experiments.TEXT_LIMIT,
        required=True,
        error_messages={"required": _("무엇을 보았는지 적어 주십시오.")},
    )
    file = forms.FileField(label=_("사진"), required=False, help_text=_("JPEG, PNG, WebP, GIF"))
    alt = forms.CharField(
        label=_("사진 설명"),
        required=False,
        max_length=blocks.ALT_LIMIT,
        help_text=_("사진을 올릴 때는 꼭 적어 주십시오. 사진을 보지 못하는 사람이 읽습니다."),
    )
    corrects = forms.ChoiceField(label=_("무엇을 바로잡습니까"), required=False)

    def __init__(self, *args: Any, correctable: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not correctable:
            del self.fields["corrects"]
        else:
            _choose(self, "corrects", [("", gettext("바로잡는 것이 아니라 새로 기록합니다")), *correctable])


class FindingForm(forms.Form):
    """What came of the experiment, and the discussion that it goes into."""

    finding = _text(
        _("실험 결과"),
        experiments.TEXT_LIMIT,
        _("가설과 견주어 무엇이 맞았고 무엇이 달랐는지 적어 주십시오. 한 번 적으면 고칠 수 없습니다."),
        required=True,
        error_messages={"required": _("실험 결과를 적어 주십시오.")},
    )
    feeds = forms.ChoiceField(label=_("결과를 이을 공론장"), required=False)

    def __init__(self, *args: Any, targets: Sequence[tuple[str, str]], told: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if told:
            del self.fields["finding"]
        _choose(self, "feeds", [("", gettext("아직 없음")), *targets])
