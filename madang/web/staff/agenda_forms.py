"""What staff type for the panel: dossiers, bundles, meetings, votes, minutes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from madang.actions.agenda import SOURCE_LIMIT, TEXT_LIMIT
from madang.actions.meetings import MINUTES_LIMIT
from madang.agenda.models import Panel
from madang.web.ui import panel_words, words

from .forms import discussion_fields

VOTES_LIMIT = 100_000
NUMBER = {
    "invalid": _("표 수를 숫자로 적어 주십시오."), "min_value": _("표 수는 0 이상이어야 합니다."),
    "max_value": _("표 수가 너무 큽니다."),
}  # fmt: skip


class EntryForm(forms.Form):
    """One more thing in a section of the dossier."""

    use_required_attribute = False
    section = forms.CharField(widget=forms.HiddenInput, max_length=20)
    text = forms.CharField(
        label=_("내용"), max_length=TEXT_LIMIT, widget=forms.Textarea,
        help_text=_("짧게 간추려 주십시오. 어떻게 정해야 한다는 말은 쓰지 않습니다."),
        error_messages={"required": _("내용을 적어 주십시오.")},
    )  # fmt: skip
    side = forms.ChoiceField(label=_("누구의 말인지"), required=False, widget=forms.RadioSelect)
    source = forms.CharField(
        label=_("출처"), max_length=SOURCE_LIMIT, required=False, help_text=_("예: 가온연구원, 2018년 보고서 12쪽")
    )
    link = forms.CharField(
        label=_("원문 주소"), max_length=300, required=False, help_text=_("https://로 시작하는 주소")
    )

    def __init__(self, data: Any = None, *, section: str, **more: Any) -> None:
        super().__init__(data, auto_id=f"id_{section}_%s", initial={"section": section, "side": ""}, **more)
        side = self.fields["side"]
        assert isinstance(side, forms.ChoiceField)
        side.choices = [(key, panel_words.side(key)["word"]) for key in ("for", "against", "")]


class BundleForm(forms.Form):
    """Which of the chosen candidates leads, and why they belong together."""

    use_required_attribute = False
    lead = forms.ChoiceField(
        label=_("어느 제안이 이끕니까"), widget=forms.RadioSelect,
        help_text=_("이 제안의 이름으로 회의에 오르고, 선정되면 이 제안에서 토론이 열립니다."),
        error_messages={"required": _("이끌 제안을 골라 주십시오."), "invalid_choice": _("이끌 제안을 골라 주십시오.")},
    )  # fmt: skip
    reason = forms.CharField(
        label=_("공개할 이유"), max_length=2000, widget=forms.Textarea,
        help_text=_("누구나 볼 수 있습니다. 왜 하나의 의제로 보는지 적어 주십시오."),
        error_messages={"required": _("왜 묶는지 적어 주십시오. 누구나 볼 수 있습니다.")},
    )  # fmt: skip

    def __init__(self, data: Any = None, *, candidates: Sequence[tuple[str, str]], **more: Any) -> None:
        super().__init__(data, **more)
        lead = self.fields["lead"]
        assert isinstance(lead, forms.ChoiceField)
        lead.choices = list(candidates)


class MeetingForm(forms.Form):
    """When and where the panel meets."""

    use_required_attribute = False
    name = forms.CharField(
        label=_("회의 이름"), max_length=120, help_text=_("예: 3월 의제선정 회의"),
        error_messages={"required": _("회의 이름을 적어 주십시오.")},
    )  # fmt: skip
    starts_at = forms.DateTimeField(
        label=_("언제"), widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"],
        error_messages={
            "required": _("언제 모이는지 적어 주십시오."), "invalid": _("때를 2026-03-31 09:00처럼 적어 주십시오."),
        },
    )  # fmt: skip
    place = forms.CharField(label=_("어디에서"), max_length=200, required=False)
    panel = forms.ModelChoiceField(
        label=_("모이는 선정단"), required=False, queryset=Panel.objects.exclude(drawn_at=None).only("key", "name"),
        to_field_name="key", empty_label=_("정하지 않음"),
        error_messages={"invalid_choice": _("추첨한 선정단 가운데 골라 주십시오.")},
    )  # fmt: skip


class VotesForm(forms.Form):
    """How the panel voted on a candidate: a number for each decision."""

    use_required_attribute = False

    def __init__(
        self,
        data: Any = None,
        *,
        keys: Sequence[str],
        round: str,
        pk: int,
        told: dict[str, int],
        notes: str,
        **more: Any,
    ) -> None:
        initial = {f"votes_{key}": told.get(key, 0) if told else None for key in keys} | {"notes": notes}
        super().__init__(data, auto_id=f"id_{round}_{pk}_%s", initial=initial, **more)
        self.keys, self.round = keys, round
        for key in keys:
            self.fields[f"votes_{key}"] = forms.IntegerField(
                label=panel_words.choice(key)["word"], required=False, min_value=0, max_value=VOTES_LIMIT,
                error_messages=NUMBER, widget=forms.NumberInput(attrs={"min": 0}),
            )  # fmt: skip
        if round == "last":
            self.fields["notes"] = forms.CharField(
                label=_("오간 이야기"), max_length=MINUTES_LIMIT, required=False, widget=forms.Textarea,
                help_text=_("두 투표 사이에 나온 말을 이름 없이 간추려 주십시오. 누구나 볼 수 있습니다."),
            )  # fmt: skip

    def numbers(self) -> list[Any]:
        """The fields of the numbers."""
        return [self[f"votes_{key}"] for key in self.keys]

    def votes(self) -> dict[str, int]:
        """As :func:`madang.actions.meetings.vote` takes them."""
        return {key: self.cleaned_data.get(f"votes_{key}") or 0 for key in self.keys}


class ConcludeForm(forms.Form):
    """Why it was decided so; form and question where it is selected. ``decision``: what the writer saw it decide."""

    use_required_attribute = False
    decision = forms.CharField(widget=forms.HiddenInput, max_length=40)
    reason = forms.CharField(
        label=_("공개할 이유"), max_length=2000, widget=forms.Textarea,
        help_text=_("누구나 볼 수 있습니다. 선정단이 무엇을 무겁게 보았는지 적어 주십시오."),
        error_messages={"required": _("왜 그렇게 정했는지 적어 주십시오. 누구나 볼 수 있습니다.")},
    )  # fmt: skip

    def __init__(self, data: Any = None, *, decision: str, pk: int, title: str = "", **more: Any) -> None:
        super().__init__(data, auto_id=f"id_conclude_{pk}_%s", initial={"decision": decision}, **more)
        if decision == "select":
            self.fields |= discussion_fields()
            form = self.fields["form"]
            assert isinstance(form, forms.ChoiceField)
            form.choices = [("", _("정해진 대로")), *((key, words.form(key)) for key in words.FORMS)]
            form.help_text = ""


class MinutesForm(forms.Form):
    """The minutes; ``edition``: the one the writer began with."""

    use_required_attribute = False
    minutes = forms.CharField(
        label=_("회의록"), max_length=MINUTES_LIMIT, required=False, widget=forms.Textarea,
        help_text=_("누가 말했는지가 아니라 무엇이 오갔는지 적어 주십시오."),
    )  # fmt: skip
    edition = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=10**6)
