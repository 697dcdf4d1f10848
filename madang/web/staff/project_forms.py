"""What staff type about projects: the nine lines, a beginning from a usual one, a run, a todo of the checklist."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from madang.actions.project_templates import Template
from madang.actions.projects import AUDIENCE_LIMIT, RUNS_LIMIT
from madang.actions.shares import ROLES
from madang.base.errors import Refused
from madang.forums.models import Forum, ForumSession
from madang.people.models import Person
from madang.plans.models import Project, Run
from madang.procedures.models import Case
from madang.web.ui import project_words, words
from madang.web.ui.refusals import said

DAY = {"required": _("날짜를 골라 주십시오."), "invalid": _("날짜를 2027-03-02처럼 적어 주십시오.")}
CHANGED = _(
    "그 사이에 다른 사람이 고쳤습니다. 적은 것은 그대로 두었습니다. 아래의 지금 글과 견주어 다시 저장해 주십시오."
)
FIELDS = {
    "title-empty": "name", "period-backwards": "ends", "project-outside-year": "starts", "runs-out-of-range": "runs_planned",
    "year-out-of-range": "starts",
}  # fmt: skip
LISTED = 100  # discussions and sessions to choose from, the newest first


def day_field(label: Any, *, required: bool = True, help_text: Any = "") -> forms.DateField:
    """A day, by the browser's own calendar."""
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=required, widget=widget, help_text=help_text, error_messages=DAY)


class Refusing(forms.Form):
    """A form that says what an act refused, beside what it is about."""

    places: dict[str, str] = FIELDS

    def refuse(self, refused: Refused) -> None:
        """Why it cannot be."""
        if refused.code == "changed-meanwhile":
            self.add_error(None, str(CHANGED))
            return
        place = self.places.get(refused.code)
        self.add_error(place if place in self.fields else None, said(refused))


class ProjectForm(Refusing):
    """The lines of the founding document that are texts, numbers and days; checklist and roles are pages of their own."""

    name = forms.CharField(
        label=_("사업명"), max_length=200, error_messages={"required": _("사업의 이름을 적어 주십시오.")}
    )
    stage = forms.ChoiceField(label=_("단계"), widget=forms.RadioSelect, initial="everywhere")
    purpose = forms.CharField(label=_("목적"), required=False, max_length=20_000, widget=forms.Textarea)
    audience = forms.CharField(label=_("대상"), required=False, max_length=AUDIENCE_LIMIT)
    runs_planned = forms.IntegerField(
        label=_("운영 횟수"), min_value=0, max_value=RUNS_LIMIT, initial=1, help_text=_("늘 하는 사업이면 0을 적습니다."),
        error_messages={
            "required": _("몇 번 운영하는지 적어 주십시오."), "invalid": _("운영 횟수를 수로 적어 주십시오."),
            "min_value": _("운영 횟수는 0 이상이어야 합니다."),
            "max_value": _("운영 횟수는 %(limit_value)s회까지 적을 수 있습니다."),
        },
    )  # fmt: skip
    starts = day_field(_("연간 일정: 시작하는 날"), help_text=_("첫 준비를 시작하는 날입니다."))
    ends = day_field(_("연간 일정: 끝나는 날"), help_text=_("마지막 정리까지 마치는 날입니다."))
    content = forms.CharField(label=_("주요 내용"), required=False, max_length=20_000, widget=forms.Textarea)
    method = forms.CharField(label=_("운영 방법"), required=False, max_length=20_000, widget=forms.Textarea)
    edition = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice: Any = self.fields["stage"]
        choice.choices = [(key, project_words.stage(key)) for key in Project.STAGES]
        for name in ("purpose", "content", "method"):
            self.fields[name].widget.attrs["rows"] = 4

    @classmethod
    def of(cls, project: Project) -> ProjectForm:
        """As the project stands."""
        return cls(initial={name: getattr(project, name) for name in cls.base_fields})

    @property
    def facts(self) -> dict[str, Any]:
        """What was typed, once it is valid, as ``set_project`` takes it."""
        return {name: value for name, value in self.cleaned_data.items() if name != "edition"}


class StartForm(Refusing):
    """How a project begins from a usual one: its name, its days in the year, how often."""

    name = ProjectForm.base_fields["name"]
    starts = day_field(_("연간 일정: 시작하는 날"))
    ends = day_field(_("연간 일정: 끝나는 날"))
    runs_planned = ProjectForm.base_fields["runs_planned"]

    @classmethod
    def of(cls, template: Template, year: int) -> StartForm:
        """What a usual one suggests: from February to the middle of December."""
        known = {
            "name": gettext(template.name), "starts": date(year, 2, 1), "ends": date(year, 12, 15),
            "runs_planned": template.runs,
        }  # fmt: skip
        return cls(initial=known)


class RunForm(Refusing):
    """When and where a project is run, and what that is on the platform."""

    places = {"period-backwards": "until", "year-out-of-range": "on", "title-too-long": "title"}

    title = forms.CharField(
        label=_("이름"), required=False, max_length=200, help_text=_("예: 청년과 함께하는 제안 워크숍")
    )
    on = day_field(_("여는 날 (D-day)"), help_text=_("날을 옮기면 아직 마치지 않은 할 일의 날짜도 함께 옮깁니다."))
    until = day_field(_("끝나는 날"), required=False, help_text=_("하루에 끝나면 비워 둡니다."))
    place = forms.CharField(label=_("곳"), required=False, max_length=200)
    there = forms.ChoiceField(
        label=_("플랫폼의 공론장이나 현장 토론"), required=False,
        help_text=_("고르면 공론장을 열거나 답변을 공개할 때 할 일이 저절로 마쳐집니다."),
    )  # fmt: skip
    matter = forms.CharField(
        label=_("플랫폼의 제안"), required=False, max_length=300,
        help_text=_("제안 한 건을 위한 회차라면 그 제안의 주소나 이름을 적습니다."),
    )  # fmt: skip
    edition = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice: Any = self.fields["there"]
        kept = (self.initial.get("there") or "").partition(":")[2]
        choice.choices = there_choices(kept)

    @classmethod
    def of(cls, run: Run) -> RunForm:
        """As the run stands."""
        there = f"session:{run.session}" if run.session else f"forum:{run.forum}" if run.forum else ""
        known = {name: getattr(run, name) for name in ("title", "on", "until", "place", "edition")}
        matter = run.case.key if run.case is not None and not there else ""
        return cls(initial={**known, "there": there, "matter": matter})

    def clean_matter(self) -> Case | None:
        """The matter by its page's address or its key."""
        raw = self.cleaned_data["matter"].replace("\x00", "").strip()
        if not raw:
            return None
        key = raw.rstrip("/").rpartition("/")[2].partition("?")[0].partition("#")[0]
        found = Case.objects.filter(key=key).first()
        if found is None:
            raise forms.ValidationError(gettext("그런 제안이 없습니다. 제안의 주소를 그대로 붙여 넣어 주십시오."))
        return found

    @property
    def facts(self) -> dict[str, Any]:
        """What was typed, as ``plan_run`` and ``change_run`` take it."""
        data = self.cleaned_data
        kind, _, key = data["there"].partition(":")
        return {
            "title": data["title"], "on": data["on"], "until": data["until"], "place": data["place"], "case": data["matter"],
            "forum": key if kind == "forum" else "", "session": key if kind == "session" else "",
        }  # fmt: skip


def there_choices(kept: str = "") -> list[tuple[str, Any]]:
    """The newest discussions and sessions, and the one that is chosen already. Two queries."""
    found = Forum.objects.order_by("-pk").values_list("key", "question")
    forums = list(found[:LISTED])
    sessions = list(
        ForumSession.objects.order_by("-starts_at", "-pk").values_list("key", "title", "starts_at")[:LISTED]
    )
    if kept and kept not in {key for key, _name in forums} | {key for key, _name, _at in sessions}:
        forums += list(found.filter(key=kept))
        sessions += list(ForumSession.objects.filter(key=kept).values_list("key", "title", "starts_at"))
    return [
        ("", gettext("고르지 않음")),
        (gettext("공론장"), [(f"forum:{key}", question) for key, question in forums]),
        (gettext("현장 토론"), [(f"session:{key}", f"{words.day(at)} {title}") for key, title, at in sessions]),
    ]


class ChecklistForm(Refusing):
    """Another line of a checklist: of a run by days from its D-day, or of the project by a day."""

    places = {"title-empty": "title", "todo-of-nobody": "role"}

    title = forms.CharField(
        label=_("할 일"), max_length=200, error_messages={"required": _("무엇을 할지 적어 주십시오.")}
    )
    run = forms.ChoiceField(label=_("언제 하는 일"), required=False)
    offset = forms.IntegerField(
        label=_("D-day로부터 며칠"), required=False, min_value=-366, max_value=366,
        help_text=_("30일 전이면 -30, 일주일 뒤면 7을 적습니다. 회차의 할 일에만 씁니다."),
        error_messages={"invalid": _("며칠인지 수로 적어 주십시오. 예: -30")},
    )  # fmt: skip
    due = day_field(_("마감"), required=False, help_text=_("회차의 할 일이면 비워 둡니다. D-day에서 셉니다."))
    role = forms.ChoiceField(label=_("맡은 역할"), required=False)
    person = forms.ChoiceField(label=_("맡은 사람"), required=False)

    def __init__(self, *args: Any, runs: list[Run], team: list[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.runs, self.team = {run.key: run for run in runs}, {person.key: person for person in team}
        fields: Any = self.fields
        fields["run"].choices = [("", gettext("사업 전체"))] + [
            (run.key, f"{project_words.run_name(run)} · {words.day(run.on)}") for run in runs
        ]
        fields["role"].choices = [("", gettext("고르지 않음"))] + [(role, words.role(role)) for role in ROLES]
        fields["person"].choices = [("", gettext("역할을 맡은 사람 누구나"))] + [
            (person.key, str(person)) for person in team
        ]

    def clean(self) -> dict[str, Any]:
        """In a run a todo needs a number of days or a day."""
        data: dict[str, Any] = super().clean() or {}
        if data.get("run") and data.get("offset") is None and not data.get("due") and not self.errors:
            self.add_error("offset", gettext("D-day로부터 며칠인지, 아니면 마감 날짜를 적어 주십시오."))
        return data
