"""The first day of an empty instance: what an administrator does at the command line, in a process of its own."""

from __future__ import annotations

PASSWORD = "마당에서 만나요 2026"
담당자, 하나 = "officer@gaon.example", "hana@gaon.example"


def officer() -> None:
    """``madang staff add``, and the password that the officer has set for themselves."""
    from allauth.account.models import EmailAddress
    from django.core.management import call_command

    from madang.people.models import Person

    call_command("staff", "add", 담당자, "officer", "--name", "가온 담당자")
    person = Person.objects.get(email=담당자)
    person.set_password(PASSWORD)
    person.save()
    EmailAddress.objects.update_or_create(user=person, email=담당자, defaults={"verified": True, "primary": True})


def citizen() -> None:
    """하나, who has signed up."""
    from allauth.account.models import EmailAddress

    from madang.actions.people import register_person
    from madang.base import clock

    person = register_person(key="hana", name="하나", email=하나, at=clock.now(), actor=None)
    person.set_password(PASSWORD)
    person.save()
    EmailAddress.objects.create(user=person, email=하나, verified=True, primary=True)


def state() -> dict[str, object]:
    """What is there by now."""
    from madang.people.models import Department, Invitation
    from madang.plans.models import Goal, Plan, Project, Todo
    from madang.procedures.models import Procedure
    from madang.proposals.models import Proposal

    plan = Plan.objects.first()
    return {
        "visited": plan.visited if plan else [],
        "public": bool(plan and plan.published_at),
        "goals": Goal.objects.filter(dropped_at=None).count(),
        "ask": [
            one.current.data["stages"]["collecting"]["starts"][0]["when"]["at_least"] for one in Procedure.objects.all()
        ],
        "projects": Project.objects.count(),
        "todos": Todo.objects.count(),
        "departments": list(Department.objects.values_list("name", flat=True)),
        "invited": sorted(Invitation.objects.values_list("email", flat=True)),
        "proposals": list(Proposal.objects.values_list("title", flat=True)),
    }
