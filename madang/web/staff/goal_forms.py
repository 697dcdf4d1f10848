"""What staff type about goals, evidence and phases."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext, gettext_lazy
from django.utils.translation import gettext_lazy as _

from madang.actions.goal_evidence import TEXT_LIMIT
from madang.actions.goals import JUDGEMENT_LIMIT, NOTE_LIMIT
from madang.actions.metrics import BY_HAND, METRICS, Metric, band_metric, bands
from madang.actions.phases import AIM_LIMIT
from madang.actions.planning import TITLE_LIMIT
from madang.people.models import Membership, Person, Role
from madang.plans.models import Evidence
from madang.web.ui import goal_words

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def metric_choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """Every metric, what the platform counts by itself first, then what is counted by hand, then who took part."""
    own = [(key, _named(one)) for key, one in METRICS.items() if key not in BY_HAND]
    hand = [(key, _named(METRICS[key])) for key in BY_HAND]
    who = [band_metric(name, band) for name, names in bands().items() for band in names]
    return [
        (gettext("마당이 스스로 세는 것"), own),
        (gettext("손으로 적는 것"), hand),
        (gettext("누가 참여했는지"), [(one.key, _named(one)) for one in who]),
    ]


def _named(metric: Metric) -> str:
    name, unit = goal_words.label(metric), metric.unit_word
    return f"{name} ({unit})" if unit else name


class GoalForm(forms.Form):
    """A goal of either kind; ``edition``: that of the goal which the writer had before them."""

    use_required_attribute = False
    name = forms.CharField(
        label=_("어떤 목표입니까"),
        max_length=TITLE_LIMIT,
        error_messages={"required": _("목표를 한 줄로 적어 주십시오.")},
    )
    metric = forms.ChoiceField(label=_("무엇으로 잽니까"), error_messages={"required": _("지표를 골라 주십시오.")})
    target = forms.DecimalField(
        label=_("목표값"), max_digits=14, decimal_places=2,
        error_messages={"required": _("목표값을 숫자로 적어 주십시오."), "invalid": _("목표값을 숫자로 적어 주십시오.")},
    )  # fmt: skip
    starts = forms.DateField(
        label=_("첫날"), widget=DAY, error_messages={"required": _("언제부터 잴지 적어 주십시오.")}
    )
    ends = forms.DateField(
        label=_("마지막 날"), widget=DAY, error_messages={"required": _("언제까지 잴지 적어 주십시오.")},
        help_text=_("이날까지 셉니다."),
    )  # fmt: skip
    owner_role = forms.ChoiceField(label=_("맡은 역할"), required=False)
    owner = forms.ModelChoiceField(
        label=_("맡은 사람"), required=False, queryset=Person.objects.none(), empty_label=gettext_lazy("정하지 않음")
    )
    note = forms.CharField(
        label=_("왜 이 목표입니까"), required=False, max_length=NOTE_LIMIT, widget=forms.Textarea(attrs={"rows": 3})
    )
    edition = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if kind == "quality":
            del self.fields["metric"], self.fields["target"]
            self.fields["name"].label = gettext("무엇을 살핍니까")
            self.fields["name"].help_text = gettext(
                "물음으로 적으면 답을 찾기 쉽습니다. 예: 시민은 이곳을 어떻게 알게 됩니까?"
            )
            self.fields["starts"].required = self.fields["ends"].required = False
        else:
            self.fields["metric"].choices = [("", gettext("골라 주십시오")), *metric_choices()]  # type: ignore[attr-defined]
        self.fields["owner_role"].choices = [("", gettext("정하지 않음")), *Role.choices]  # type: ignore[attr-defined]
        team = Person.objects.filter(Exists(Membership.objects.filter(person=OuterRef("pk"))))
        self.fields["owner"].queryset = team.order_by("name", "pk")  # type: ignore[attr-defined]


class JudgementForm(forms.Form):
    """판단."""

    use_required_attribute = False
    judgement = forms.CharField(
        label=_("어떻게 되어 갑니까"), required=False, max_length=JUDGEMENT_LIMIT, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("근거를 보고 두세 문장으로 적습니다. 비우면 판단을 거둡니다."),
    )  # fmt: skip
    edition = forms.IntegerField(widget=forms.HiddenInput)


class EvidenceForm(forms.Form):
    """근거."""

    use_required_attribute = False
    kind = forms.ChoiceField(label=_("무엇입니까"), choices=[(key, key) for key in Evidence.KINDS])
    on = forms.DateField(
        label=_("언제의 것입니까"), widget=DAY, error_messages={"required": _("날짜를 적어 주십시오.")}
    )
    text = forms.CharField(
        label=_("내용"), max_length=TEXT_LIMIT, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("설문 결과, 시민의 한마디, 기사의 요지처럼 보는 사람이 바로 알 수 있게 적습니다. 이름과 연락처는 적지 않습니다."),
        error_messages={"required": _("내용을 적어 주십시오.")},
    )  # fmt: skip
    link = forms.CharField(label=_("주소"), required=False, max_length=500, help_text=_("예: https://…"))
    file = forms.FileField(label=_("파일"), required=False, help_text=_("그림이나 문서 하나. 운영팀만 내려받습니다."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = [(key, gettext(goal_words.EVIDENCE[key])) for key in Evidence.KINDS]
        self.fields["kind"].choices = words  # type: ignore[attr-defined]


class FigureForm(forms.Form):
    """A figure counted by hand."""

    use_required_attribute = False
    metric = forms.ChoiceField(label=_("무엇을 셌습니까"))
    on = forms.DateField(
        label=_("언제의 수입니까"), widget=DAY, error_messages={"required": _("날짜를 적어 주십시오.")}
    )
    value = forms.IntegerField(
        label=_("수"), error_messages={"required": _("수를 적어 주십시오."), "invalid": _("수를 적어 주십시오.")}
    )
    note = forms.CharField(
        label=_("무엇으로 셌습니까"), required=False, max_length=200, help_text=_("예: 누리집 통계, 3월 한 달")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["metric"].choices = [(key, goal_words.label(METRICS[key])) for key in BY_HAND]  # type: ignore[attr-defined]


class PhaseForm(forms.Form):
    """국면. Its conditions are plain fields, numbered: they need no script."""

    use_required_attribute = False
    name = forms.CharField(
        label=_("이름"), max_length=TITLE_LIMIT, error_messages={"required": _("이름을 적어 주십시오.")},
        help_text=_("예: 자리 잡기, 넓히기, 스스로 굴러가기"),
    )  # fmt: skip
    aim = forms.CharField(
        label=_("무엇을 이루는 때입니까"),
        required=False,
        max_length=AIM_LIMIT,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    edition = forms.IntegerField(widget=forms.HiddenInput, required=False)
