"""A small town for browser tests, made in a process of its own: departments, staff, neighbours."""

from __future__ import annotations

from datetime import timedelta

PASSWORD = "마당에서 만나요 2026"
하나, 두리, 세종, 네온 = "hana@gaon.example", "duri@gaon.example", "sejong@gaon.example", "neon@gaon.example"


def build() -> None:
    """교통정책과 with 세종 주무관, 네온 PM, the citizens 하나 and 두리, and the seoul-2019 rules."""
    from allauth.account.models import EmailAddress
    from django.contrib.auth.hashers import make_password

    from madang.actions import people, procedures
    from madang.base import clock
    from madang.people.models import Person

    at = clock.now() - timedelta(days=20)
    procedures.install_preset(name="seoul-2019", slug="gaon", at=at, actor=None)
    mobility = people.register_department(key="mobility", name="교통정책과", at=at, actor=None)
    password = make_password(PASSWORD)
    for key, name, email in (
        ("hana", "하나", 하나),
        ("duri", "두리", 두리),
        ("sejong", "세종 주무관", 세종),
        ("neon", "네온 PM", 네온),
    ):
        person = people.register_person(key=key, name=name, email=email, at=at, actor=None)
        Person.objects.filter(pk=person.pk).update(password=password)
        EmailAddress.objects.create(user=person, email=email, verified=True, primary=True)
    person = Person.objects.get(key="sejong")
    people.grant_role(person=person, role="department_officer", department=mobility, at=at, actor=None)
    people.grant_role(person=Person.objects.get(key="neon"), role="pm", at=at, actor=None)
    people.grant_role(person=Person.objects.get(key="neon"), role="officer", at=at, actor=None)


def neighbours_support(key: str, number: int, street: str = "neighbour") -> None:
    """So many neighbours (of another ``street``, others) support a proposal, one after the other."""
    from madang.actions import supports
    from madang.actions.people import register_person
    from madang.base import clock
    from madang.proposals.models import Proposal

    at = clock.now()
    proposal = Proposal.objects.get(case__key=key)
    for n in range(number):
        person = register_person(key=f"{key}-{street}-{n}", name=f"이웃 {n}", at=at, actor=None)
        supports.cast_support(proposal=proposal, person=person, at=at)


def assign(key: str) -> None:
    """The team gives the case to 교통정책과."""
    from madang.actions.duties import assign_department
    from madang.actions.people import find_department
    from madang.base import clock

    assign_department(case_key=key, department=find_department("mobility"), at=clock.now(), actor=None)


def state(key: str) -> dict[str, object]:
    """What the database says of a case."""
    from madang.procedures.models import Case

    case = Case.objects.get(key=key)
    return {
        "supports": case.tallies.get(what="supports").value,
        "marks": list(case.marks.values_list("key", flat=True)),
        "kept": case.duties.exclude(kept_at=None).count(),
        "owed": case.duties.filter(kept_at=None).count(),
    }
