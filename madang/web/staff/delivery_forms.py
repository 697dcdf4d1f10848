"""What staff type about what is carried out. Rows that repeat are plain fields, numbered: they need no script."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from madang.actions.deliveries import ROWS_LIMIT, TEXT_LIMIT

FIRST, MORE = 3, 3  # empty rows of a new form, and how many come with 줄 더하기


def _text(label: Any, help_text: Any = "", **more: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=TEXT_LIMIT, widget=forms.Textarea, help_text=help_text, **more)


def rows_sent(data: QueryDict, first: str, *others: str) -> list[list[str]]:
    """The rows of a form as they were typed: the values under these names, side by side; one more row each time."""
    lists = [data.getlist(name)[: ROWS_LIMIT + 10] for name in (first, *others)]
    height = max((len(each) for each in lists), default=0)
    return [[each[index].strip() if index < len(each) else "" for each in lists] for index in range(height)]


def padded(rows: Sequence[Sequence[str]], *, width: int, more: bool = False) -> list[list[str]]:
    """Rows with empty ones to write in: at least one, ``FIRST`` in a new form, ``MORE`` more when they were asked for."""
    filled = [list(row) for row in rows if any(row)]
    empty = max(1, FIRST - len(filled)) + (MORE if more else 0)
    return filled + [[""] * width for _ in range(empty)]


class PlanForm(forms.Form):
    """추진 개요. ``number``: that of the plan which the writer had before them."""

    use_required_attribute = False
    plan = _text(
        _("무엇을 합니까"),
        _("어디에서 무엇을 어떻게 하는지, 시민의 눈높이에서 적어 주십시오."),
        error_messages={"required": _("무엇을 하는지 적어 주십시오.")},
    )
    by_whom = forms.CharField(
        label=_("누가 합니까"), max_length=200, required=False, help_text=_("예: 교통정책과 자전거팀")
    )
    budget = forms.CharField(label=_("예산"), max_length=200, required=False, help_text=_("예: 시비 3억 원"))
    reason = forms.CharField(
        label=_("바꾸는 이유"), max_length=1000, required=False, widget=forms.Textarea,
        help_text=_("누구나 볼 수 있습니다. 이전 개요도 그대로 남습니다."),
    )  # fmt: skip
    number = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(
        self, data: QueryDict | None = None, *, changes: bool, steps: Sequence[Sequence[str]], **more: Any
    ) -> None:
        super().__init__(data, **more)
        sent = rows_sent(data, "step", "by") if data is not None else [list(step) for step in steps]
        self.rows = padded(sent, width=2, more=data is not None and data.get("do") == "rows")
        if changes:
            self.fields["reason"].required = True
            self.fields["reason"].error_messages["required"] = gettext(
                "왜 바꾸는지 적어 주십시오. 누구나 볼 수 있습니다."
            )
        else:
            del self.fields["reason"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        data["milestones"] = []
        for name, by in self.rows:
            if not name and by:
                self.add_error(None, gettext("추진 일정에 날짜만 있는 줄이 있습니다. 무엇을 하는지 적어 주십시오."))
            elif name:
                data["milestones"].append((name, self._day(name, by)))
        return data

    def _day(self, name: str, by: str) -> date | None:
        try:
            return date.fromisoformat(by) if by else None
        except ValueError:
            text = gettext("추진 일정 ‘%(name)s’의 날짜를 2026-03-31처럼 적어 주십시오.")
            self.add_error(None, text % {"name": name})
            return None


class ReportForm(forms.Form):
    """추진 현황. ``count``: how many reports the writer had before them."""

    use_required_attribute = False
    progress = _text(
        _("어디까지 왔습니까"),
        _("지난번 뒤로 한 일과 다음에 할 일을 적어 주십시오. 늦어졌다면 왜 그런지도 적습니다."),
        error_messages={"required": _("어디까지 왔는지 적어 주십시오.")},
    )
    percent = forms.IntegerField(
        label=_("진행률"), required=False, min_value=0, max_value=100,
        error_messages={
            "invalid": _("진행률을 0부터 100까지의 수로 적어 주십시오."),
            "min_value": _("진행률을 0부터 100까지의 수로 적어 주십시오."),
            "max_value": _("진행률을 0부터 100까지의 수로 적어 주십시오."),
        },
    )  # fmt: skip
    reached = forms.MultipleChoiceField(
        label=_("이룬 일정"), required=False, widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _("그 사이 추진 일정이 바뀌었습니다. 다시 골라 주십시오.")},
    )  # fmt: skip
    reached_on = forms.DateField(
        label=_("이룬 날"), required=False, widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("비워 두면 오늘입니다."), error_messages={"invalid": _("날짜를 2026-03-31처럼 적어 주십시오.")},
    )  # fmt: skip
    count = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, data: QueryDict | None = None, *, waiting: Sequence[str], today: date, **more: Any) -> None:
        super().__init__(data, **more)
        self.today = today
        choice = self.fields["reached"]
        assert isinstance(choice, forms.MultipleChoiceField)
        choice.choices = [(name, name) for name in waiting]
        if not waiting and data is None:
            del self.fields["reached"], self.fields["reached_on"]

    def clean_reached_on(self) -> date | None:
        day: date | None = self.cleaned_data.get("reached_on")
        if day is not None and day > self.today:
            raise forms.ValidationError(gettext("아직 오지 않은 날입니다."))
        return day

    def reached_steps(self) -> list[tuple[str, date]]:
        """What was reached, and when."""
        on = self.cleaned_data.get("reached_on") or self.today
        return [(name, on) for name in self.cleaned_data.get("reached", [])]


class FinishForm(forms.Form):
    """성과."""

    use_required_attribute = False
    result = _text(
        _("무엇이 이루어졌습니까"),
        _("약속한 것과 견주어, 한 것과 하지 못한 것을 모두 적어 주십시오."),
        error_messages={"required": _("무엇이 이루어졌는지 적어 주십시오.")},
    )
    before = _text(_("하기 전"), _("예: 끊긴 길 1.2km"), required=False)
    after = _text(_("하고 나서"), _("예: 이어진 길 1.2km"), required=False)

    def __init__(self, data: QueryDict | None = None, **more: Any) -> None:
        super().__init__(data, **more)
        sent = rows_sent(data, "what", "was", "now") if data is not None else []
        self.rows = padded(sent, width=3, more=data is not None and data.get("do") == "rows")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if any(not what and (was or now) for what, was, now in self.rows):
            self.add_error(None, gettext("수치에 이름이 없는 줄이 있습니다. 무엇을 잰 것인지 적어 주십시오."))
        data["figures"] = [(what, was, now) for what, was, now in self.rows if what]
        return data
