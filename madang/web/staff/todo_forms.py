"""What staff type about todos and about the rules that raise them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from madang.actions.occasions import WHEN
from madang.actions.passing import NOTE_LIMIT
from madang.actions.planning import TITLE_LIMIT
from madang.actions.sights import WATCH
from madang.actions.todos import Task
from madang.people.models import Department, Person, Role
from madang.plans.models import Todo, TodoRule
from madang.web.ui.answer_letter import department_name

from . import todo_rule_words

NOTE = 4_000


class TodoForm(forms.Form):
    """A todo: what, whose, by when."""

    use_required_attribute = False
    title = forms.CharField(
        label=_("할 일"), max_length=TITLE_LIMIT, error_messages={"required": _("무엇을 할지 적어 주십시오.")}
    )
    due = forms.DateField(
        label=_("언제까지"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": _("날짜를 2026-11-28처럼 적어 주십시오.")},
    )  # fmt: skip
    role = forms.ChoiceField(
        label=_("어느 역할의 일"), required=False, help_text=_("사람을 고르지 않으면 이 역할의 모두에게 보입니다.")
    )
    person = forms.ChoiceField(label=_("누가"), required=False)
    department = forms.ChoiceField(
        label=_("어느 부서"), required=False,
        help_text=_("부서 담당자의 일일 때만 고릅니다. 건에 딸린 일은 그 건을 맡은 부서로 갑니다."),
    )  # fmt: skip
    note = forms.CharField(label=_("메모"), required=False, max_length=NOTE, widget=forms.Textarea(attrs={"rows": 4}))
    after = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, todo: Todo | None = None, **more: Any) -> None:
        super().__init__(data, initial=_initial(todo) if todo is not None else {"role": Role.PM}, **more)
        team = Person.objects.filter(is_active=True, memberships__isnull=False).distinct()
        self.people = {one.key: one for one in sorted(team, key=str)}
        self.departments = {one.key: one for one in Department.objects.all()}
        self._choices("role", [("", gettext("정하지 않음")), *Role.choices])
        self._choices("person", [("", gettext("역할의 모두")), *((key, str(one)) for key, one in self.people.items())])
        listed = [(key, department_name(one)) for key, one in self.departments.items()]
        self._choices("department", [("", gettext("정하지 않음")), *listed])

    def _choices(self, name: str, choices: list[Any]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def task(self, todo: Todo | None = None) -> Task:
        """What was typed, as the action takes it; what the form does not ask stays as it is."""
        typed = self.cleaned_data
        due, offset = typed["due"], todo.offset if todo is not None else None
        if todo is not None and todo.run is not None and offset is not None and due is not None:
            offset = (due - todo.run.on).days
        return Task(
            title=typed["title"], note=typed["note"], role=typed["role"], person=self.people.get(typed["person"]),
            department=self.departments.get(typed["department"]), due=due, offset=offset if due else None,
            starts=todo.starts if todo is not None and (due is None or todo.starts is None or todo.starts <= due) else None,
            watch=todo.watch if todo is not None else "", order=todo.order if todo is not None else 0,
        )  # fmt: skip


def _initial(todo: Todo) -> dict[str, Any]:
    return {
        "title": todo.title, "note": todo.note, "role": todo.role, "due": todo.due, "after": todo.edition,
        "person": todo.person.key if todo.person else "", "department": todo.department.key if todo.department else "",
    }  # fmt: skip


class HandoverForm(forms.Form):
    """What someone who leaves writes for whoever takes over."""

    use_required_attribute = False
    note = forms.CharField(
        label=_("다음 사람에게 남기는 글"), required=False, max_length=NOTE_LIMIT,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("하던 일이 어디까지 왔는지, 누구와 약속했는지, 무엇을 조심해야 하는지 적어 두면 넘길 때 함께 갑니다."),
    )  # fmt: skip


class RuleForm(forms.Form):
    """A rule "…하면 …할 일" of one trigger: all its blanks."""

    use_required_attribute = False
    procedure = forms.ChoiceField(label=_("어느 절차에서"), required=False)
    what = forms.ChoiceField(
        label=_("무엇이"), required=False, error_messages={"required": _("어느 것일 때인지 골라 주십시오.")}
    )
    least = forms.IntegerField(
        label=_("수"), required=False, error_messages={"invalid": _("수를 숫자로 적어 주십시오.")}
    )
    role = forms.ChoiceField(label=_("누가"))
    title = forms.CharField(
        label=_("할 일"), max_length=TITLE_LIMIT, error_messages={"required": _("무엇을 할지 적어 주십시오.")}
    )
    days = forms.IntegerField(
        label=_("며칠 안에"),
        error_messages={"invalid": _("날수를 숫자로 적어 주십시오."), "required": _("날수를 적어 주십시오.")},
    )
    working = forms.BooleanField(label=_("영업일로 세기"), required=False)
    watch = forms.ChoiceField(
        label=_("저절로 마침"), required=False, help_text=_("플랫폼이 이것을 보면 아무도 누르지 않아도 마칩니다.")
    )
    note = forms.CharField(label=_("메모"), required=False, max_length=NOTE, widget=forms.Textarea(attrs={"rows": 3}))
    after = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, when: str, rule: TodoRule | None = None) -> None:
        initial = {name: getattr(rule, name) for name in self.base_fields if name != "after"} if rule else {"days": 3}
        super().__init__(data, initial={**initial, "after": rule.edition if rule else None})
        self.when, self.trigger = when, WHEN[when]
        known = todo_rule_words.documents()
        names = [(slug, todo_rule_words.procedure_name(slug, known)) for slug in known]
        self._choices("procedure", [("", gettext("모든 절차")), *names])
        if self.trigger.what:
            empty = [] if self.trigger.needed else [("", gettext("무엇이든"))]
            self._choices("what", [*empty, *todo_rule_words.what_choices(self.trigger.what, known.values())])
            self.fields["what"].required = self.trigger.needed
        else:
            del self.fields["what"]
        if self.trigger.least:
            self.fields["least"].label, self.fields["least"].required = gettext(self.trigger.least), True
        else:
            del self.fields["least"]
        if self.trigger.backwards:
            self.fields["days"].help_text = gettext("끝나는 날에서 거꾸로 셀 때는 -3처럼 적습니다.")
        self._choices("role", list(todo_rule_words.roles()))
        self._choices(
            "watch", [("", gettext("없음: 사람이 마칩니다")), *((key, gettext(one.name)) for key, one in WATCH.items())]
        )

    def _choices(self, name: str, choices: list[Any]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def fields_of_rule(self) -> dict[str, Any]:
        """What was typed, as ``raising.set_rule`` takes it."""
        typed = {name: value for name, value in self.cleaned_data.items() if name != "after"}
        return {"what": "", "least": None, **typed, "when": self.when}
