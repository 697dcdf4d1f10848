"""What staff type about a panel: its size, people, targets, a seed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from madang.actions.panel_draws import SEED_LIMIT
from madang.actions.panel_file import USUAL, categories_of, category_of, value_of
from madang.actions.panels import MEMBER_LIMIT, MOST_SEATS, NAME_LIMIT, WORD_LIMIT, Enrolled
from madang.actions.participation import BANDS
from madang.agenda.models import Panel
from madang.results import naming
from madang.web.ui import lots

LARGEST = 20 * 1024 * 1024  # bytes
SPARE = 6  # empty rows for more targets


class PanelForm(forms.Form):
    """A new panel."""

    use_required_attribute = False
    name = forms.CharField(
        label=_("이름"), max_length=NAME_LIMIT, help_text=_("예: 2026년 봄 의제선정단"),
        error_messages={"required": _("선정단의 이름을 적어 주십시오.")},
    )  # fmt: skip
    size = forms.IntegerField(
        label=_("정원"), min_value=1, max_value=MOST_SEATS,
        error_messages={
            "required": _("몇 명을 뽑을지 적어 주십시오."), "invalid": _("사람 수를 숫자로 적어 주십시오."),
            "min_value": _("1명 이상이어야 합니다."), "max_value": _("1,000명까지 뽑을 수 있습니다."),
        },
    )  # fmt: skip


class EnrolForm(forms.Form):
    """One person; a field for each category of the targets (the usual three while there are none)."""

    use_required_attribute = False
    name = forms.CharField(
        label=_("이름"), max_length=MEMBER_LIMIT, help_text=_("팀만 봅니다."),
        error_messages={"required": _("이름을 적어 주십시오.")},
    )  # fmt: skip

    def __init__(self, data: Any = None, *, panel: Panel) -> None:
        super().__init__(data, auto_id="id_enrol_%s")
        self.known = categories_of(panel)
        for at, (category, values) in enumerate(self.known.items()):
            offered = values or _usual(category)
            needed = {
                "required": gettext("%(category)s을(를) 골라 주십시오.") % {"category": naming.attribute(category)}
            }
            if offered:
                choices = [("", gettext("골라 주십시오")), *((one, lots.value(category, one)) for one in offered)]
                field: forms.Field = forms.ChoiceField(choices=choices, error_messages=needed)
            else:
                field = forms.CharField(max_length=WORD_LIMIT, error_messages=needed)
            field.label = naming.attribute(category)
            self.fields[f"c{at}"] = field

    def asked(self) -> list[Any]:
        """The fields of the categories."""
        return [self[f"c{at}"] for at in range(len(self.known))]

    def person(self) -> Enrolled:
        """As :func:`madang.actions.panels.enrol` takes them."""
        told = {category: self.cleaned_data[f"c{at}"] for at, category in enumerate(self.known)}
        return Enrolled(told, name=self.cleaned_data["name"])


def _usual(category: str) -> list[str]:
    if category == "gender":
        return list(naming.GENDERS)
    return [*(name for _, name in BANDS), "70-"] if category == "age_band" else []


class FileForm(forms.Form):
    """A file of people, or of targets."""

    use_required_attribute = False
    file = forms.FileField(
        label=_("파일"),
        error_messages={"required": _("파일을 골라 주십시오."), "empty": _("빈 파일입니다.")},
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.xlsx"}),
    )

    def clean_file(self) -> UploadedFile:
        """Not larger than such a file is."""
        file: UploadedFile = self.cleaned_data["file"]
        if (file.size or 0) > LARGEST:
            raise forms.ValidationError(gettext("파일이 너무 큽니다. 20MB까지 올릴 수 있습니다."))
        return file


class SeedForm(forms.Form):
    """The public seed and how it was made."""

    use_required_attribute = False
    seed = forms.CharField(
        label=_("씨앗"), max_length=SEED_LIMIT, required=False,
        help_text=_("명부를 마감한 다음 모두가 보는 곳에서 만든 숫자나 글자. 예: 1201회 복권 당첨 번호 ‘3 11 19 24 38 42’. 비워 두면 여기에서 만듭니다."),
    )  # fmt: skip
    source = forms.CharField(
        label=_("씨앗을 만든 방법"), max_length=SEED_LIMIT, required=False,
        help_text=_("누구나 볼 수 있습니다. 예: 3월 28일 공개 회의에서 주사위를 열 번 던졌습니다."),
    )  # fmt: skip


# ── targets, a row each ──


def rows_of(panel: Panel) -> list[dict[str, str]]:
    """The targets as the form shows them, and some empty rows."""
    told = [
        {
            "category": naming.attribute(one["category"]),
            "name": lots.value(one["category"], one["name"]) if one["category"] == "gender" else one["name"],
            "min": str(one["min"]), "max": str(one["max"]),
        }
        for one in panel.targets
    ]  # fmt: skip
    return told + [dict.fromkeys(("category", "name", "min", "max"), "")] * SPARE


def sent_rows(data: Any) -> list[dict[str, str]]:
    """The rows as they were typed."""
    columns = [data.getlist(name) for name in ("category", "name", "min", "max")]
    return [
        dict(zip(("category", "name", "min", "max"), (cell.strip()[:100] for cell in row), strict=True))
        for row in zip(*columns, strict=False)
    ]


def targets_from(rows: list[dict[str, str]]) -> list[dict[str, Any]]:
    """As :func:`madang.actions.panels.set_targets` takes them; rows without a word are left out."""
    return [_target(row) for row in rows if any(row.values())]


def _target(row: Mapping[str, str]) -> dict[str, Any]:
    category = category_of(row["category"])
    named = {gettext(label): key for key, label in naming.GENDERS.items()} if category == "gender" else {}
    name = named.get(row["name"]) or value_of(category, row["name"], ()) or ""
    numbers = {at: int(row[at]) if row[at].isascii() and row[at].isdigit() else row[at] for at in ("min", "max")}
    return {"category": category, "name": name, **numbers}


def usual_names() -> dict[str, str]:
    """What the usual categories are called: key → label."""
    return {key: naming.attribute(key) for key in USUAL}
