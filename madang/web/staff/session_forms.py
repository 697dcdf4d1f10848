"""What staff type about sessions: the plan, why one is cancelled, what was said there, and who came."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from madang.actions import forums as forum_acts
from madang.actions import sessions
from madang.actions.counter import check_assisted
from madang.base.errors import Refused
from madang.forums.models import ForumSession
from madang.people.models import Person
from madang.web.ui import session_words
from madang.web.ui.refusals import said

MOMENT = {
    "required": _("때를 적어 주십시오."),
    "invalid": _("때를 2026-03-31 14:00처럼 적어 주십시오."),
}
FORMATS = ["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"]
FIELDS = {
    "title-empty": "title", "title-too-long": "title", "place-empty": "place", "capacity-not-positive": "capacity",
    "session-ends-before": "ends_at", "session-past": "starts_at", "session-outside": "starts_at",
}  # fmt: skip


class PlanForm(forms.Form):
    """When and where a session is, and for how many."""

    kind = forms.ChoiceField(label=_("어떤 자리"), widget=forms.RadioSelect, initial="open_talk")
    title = forms.CharField(
        label=_("이름"), max_length=sessions.TITLE_LIMIT, error_messages={"required": _("이름을 적어 주십시오.")}
    )
    starts_at = forms.DateTimeField(
        label=_("시작하는 때"), widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=FORMATS[0]),
        input_formats=FORMATS, error_messages=MOMENT,
    )  # fmt: skip
    ends_at = forms.DateTimeField(
        label=_("끝나는 때"), widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=FORMATS[0]),
        input_formats=FORMATS, error_messages=MOMENT,
    )  # fmt: skip
    place = forms.CharField(
        label=_("곳"), max_length=sessions.PLACE_LIMIT, help_text=_("건물과 방까지 적어 주십시오."),
        error_messages={"required": _("어디에서 여는지 적어 주십시오.")},
    )  # fmt: skip
    capacity = forms.IntegerField(
        label=_("정원"), min_value=1, max_value=sessions.CAPACITY_LIMIT,
        error_messages={"required": _("자리가 몇 석인지 적어 주십시오."), "invalid": _("자리를 수로 적어 주십시오.")},
    )  # fmt: skip
    access = forms.CharField(
        label=_("오는 길과 준비한 것"), max_length=sessions.ACCESS_LIMIT, required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("휠체어로 들어올 수 있는지, 수어 통역, 문자 통역, 아이 돌봄, 가까운 역을 적어 주십시오."),
    )  # fmt: skip
    contact = forms.CharField(
        label=_("묻는 곳"), max_length=sessions.CONTACT_LIMIT, required=False, help_text=_("예: 교통정책과 02-000-0000")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice: Any = self.fields["kind"]
        choice.choices = [(kind, session_words.kind(kind)) for kind in ForumSession.KINDS]
        for field in self.fields.values():
            field.widget.attrs["autocomplete"] = "off"

    @classmethod
    def of(cls, session: ForumSession) -> PlanForm:
        """As the session stands."""
        known: dict[str, Any] = vars(sessions.plan_of(session))
        times = {name: timezone.localtime(known[name]) for name in ("starts_at", "ends_at")}
        return cls(initial={**known, **times})

    @property
    def plan(self) -> sessions.Plan:
        """What was typed, once it is valid."""
        return sessions.Plan(**self.cleaned_data)

    def refuse(self, refused: Refused) -> None:
        """Why it cannot be, beside what it is about."""
        self.add_error(FIELDS.get(refused.code), said(refused))


class CancelForm(forms.Form):
    """Why it will not take place, for everyone."""

    reason = forms.CharField(
        label=_("취소하는 이유"), max_length=sessions.REASON_LIMIT, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("누구나 볼 수 있고, 신청한 사람 모두에게 보냅니다."),
        error_messages={"required": _("왜 취소하는지 적어 주십시오. 누구나 볼 수 있습니다.")},
    )  # fmt: skip


class RecordForm(forms.Form):
    """What was said, and how many were there who gave no name."""

    text = forms.CharField(
        label=_("기록"), max_length=forum_acts.NOTE_LIMIT, widget=forms.Textarea(attrs={"rows": 10}),
        help_text=_("나온 이야기를 갈래별로 적어 주십시오. 적은 의견도 빠뜨리지 마십시오. 누가 말했는지는 적지 않습니다."),
        error_messages={"required": _("어떤 이야기가 나왔는지 적어 주십시오.")},
    )  # fmt: skip
    count = forms.IntegerField(
        label=_("이름 없이 참여한 사람"), min_value=0, max_value=100_000, required=False,
        help_text=_("위에서 왔다고 표시한 사람은 빼고 세어 주십시오. 참여자 수에 더하며 되돌릴 수 없습니다."),
        error_messages={"invalid": _("사람 수를 적어 주십시오.")},
    )  # fmt: skip
    evidence = forms.CharField(
        label=_("무엇으로 셌는지"), max_length=200, required=False, help_text=_("예: 방명록 2장, 사본 보관")
    )

    def clean(self) -> dict[str, Any]:
        """Whoever is counted was counted by something."""
        data: dict[str, Any] = super().clean() or {}
        if data.get("count") and not data.get("evidence", "").strip():
            self.add_error("evidence", gettext("무엇을 보고 셌는지 적어 주십시오."))
        return data


class AttendanceForm(forms.Form):
    """Who came: of those registered, and people known at the counter."""

    came = forms.MultipleChoiceField(label=_("온 사람"), required=False, widget=forms.CheckboxSelectMultiple)
    others = forms.CharField(
        label=_("신청 없이 온 분"), required=False, max_length=8_000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("창구에서 확인한 분만 적을 수 있습니다. 창구 쪽의 주소나 번호를 한 줄에 하나씩 적어 주십시오."),
    )  # fmt: skip

    def __init__(self, *args: Any, names: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice: Any = self.fields["came"]
        choice.choices = names

    def clean_others(self) -> list[Person]:
        """The people of these lines."""
        return [counter_person(line) for line in self.cleaned_data["others"].splitlines() if line.strip()]


def counter_person(raw: str) -> Person:
    """Someone who was verified at the counter, by the address of their page there or their number; ValidationError else."""
    line = raw.replace("\x00", "").strip()
    found = re.search(r"/counter/([^/?#\s]+)", line)
    key = found.group(1) if found else line
    person = Person.objects.filter(key=key, verifications__source="staff").distinct().first()
    if person is None:
        raise forms.ValidationError(gettext("창구에서 확인한 분이 아닙니다: %(line)s") % {"line": line[:80]})
    try:
        check_assisted(person)
    except Refused as refused:
        raise forms.ValidationError(said(refused)) from None
    return person
