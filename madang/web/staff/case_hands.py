"""The box on a matter's page that says whose hands it is in, and what may be done about that."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.http import HttpRequest

from madang.people.rights import may
from madang.procedures.models import Case
from madang.web.ui.answer_letter import department_name
from madang.web.ui.hands import told

from .desk_forms import ContributeForm, HandOverForm, ReasonForm

Failed = Mapping[str, forms.Form]


def may_ask(request: HttpRequest, case: Case) -> bool:
    """Whether this person may ask departments to contribute: who assigns, and the department that leads."""
    return may(request.user, "case.assign") or may(request.user, "answer.draft", department=case.department)


def hands_box(request: HttpRequest, case: Case, now: datetime, failed: Failed) -> dict[str, Any]:
    """The way through the departments, who contributes, and the forms this person may use."""
    hands = list(case.hands.select_related("department").order_by("since", "pk"))
    open_ = case.closed_at is None
    hand = open_ and case.department is not None and may(request.user, "case.hand", department=case.department)
    joined = [one for one in hands if one.part == "contributing"]
    lead = [case.department.pk] if case.department else []
    now_in = [one.department_id for one in joined if one.until is None]
    return {
        "hands": told(hands, now, case.closed_at),
        "contributing": [
            {"who": department_name(one.department), "since": one.since, "until": one.until, "outcome": one.outcome}
            for one in joined
        ],
        "hand_over": failed.get("hand_over") or HandOverForm(auto_id="id_hand_%s") if hand else None,
        "refuse": failed.get("refuse") or ReasonForm(auto_id="id_refuse_%s") if hand else None,
        "contribute": failed.get("contribute") or ContributeForm(auto_id="id_contribute_%s", without=[*lead, *now_in])
        if open_ and may_ask(request, case)
        else None,
        "may_route": open_ and may(request.user, "case.route"),
        "failed": set(failed),
    }
