"""What someone wrote when their session had ended: kept on our side until they have signed in again.

In the session of the same browser, and given back only to the person whose form it was (``who``), so that on a shared
machine nobody finds another's words.
"""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.crypto import constant_time_compare, salted_hmac

from madang.people.models import Person

NAME, LONGEST = "kept", 200_000


def mark_of(person: Person) -> str:
    """What a form carries to say whose it is; it says nothing to anybody else."""
    return salted_hmac("madang.kept", person.key).hexdigest()[:32]


def keep(request: HttpRequest, form: str, fields: dict[str, str]) -> None:
    """Keep the fields of a form that was sent by nobody."""
    short = {name: value[:LONGEST].replace("\x00", "") for name, value in fields.items()}
    request.session[NAME] = {"form": form, "who": request.POST.get("who", ""), "fields": short}


def take(request: HttpRequest, form: str, person: Person) -> dict[str, str] | None:
    """What was kept of this form, if it is theirs; then it is kept no longer."""
    found = request.session.get(NAME)
    if not found or found["form"] != form:
        return None
    del request.session[NAME]
    theirs = not found["who"] or constant_time_compare(found["who"], mark_of(person))
    fields: dict[str, str] = found["fields"]
    return fields if theirs else None
