"""What someone wrote when their session had ended: kept on our side until they have signed in again.

In the session of the same browser, and given back only to the person whose form it was (``who``), so that on a shared
machine nobody finds another's words. A citizen's form takes its text back by itself (:func:`take`); of every form of the
desks the whole POST is kept (:func:`keep_post`) and shown on one page, from which its writer sends it once more by hand.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.crypto import constant_time_compare, salted_hmac

from madang.people.models import Person

NAME, LONGEST = "kept", 200_000
POST = "post"  # the name under which a whole POST is kept
FIELDS = 200  # no form of ours has more
SERVICE = ("csrfmiddlewaretoken", "who", "next")
MARK = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True)
class Kept:
    """A POST that was sent by nobody: where it was going, its fields in their order, and whether files were with it."""

    path: str
    fields: list[tuple[str, str]]
    files: bool


def mark_of(person: Person) -> str:
    """What a form carries to say whose it is; it says nothing to anybody else."""
    return salted_hmac("madang.kept", person.key).hexdigest()[:32]


def keep(request: HttpRequest, form: str, fields: dict[str, str]) -> None:
    """Keep the fields of a form that was sent by nobody."""
    short = {name: _clean(value) for name, value in fields.items()}
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


def keep_post(request: HttpRequest) -> bool:
    """Keep a whole POST; False when there is nothing in it, or it does not say whose it is."""
    who = request.POST.get("who", "")
    fields = [(name, value) for name, values in request.POST.lists() for value in values if name not in SERVICE]
    if not MARK.fullmatch(who) or not any(value.strip() for _name, value in fields):
        return False
    short = [[name[:100], _clean(value)] for name, value in fields[:FIELDS]]
    request.session[NAME] = {
        "form": POST, "who": who, "path": request.get_full_path(), "fields": short, "files": bool(request.FILES),
    }  # fmt: skip
    return True


def waiting_post(request: HttpRequest, person: Person) -> Kept | None:
    """The POST that waits for this person; somebody else's is forgotten by looking for it."""
    found = request.session.get(NAME)
    if not found or found["form"] != POST:
        return None
    if not constant_time_compare(found["who"], mark_of(person)):
        del request.session[NAME]
        return None
    return Kept(found["path"], [(name, value) for name, value in found["fields"]], found["files"])


def forget_post(request: HttpRequest) -> None:
    """It has been sent, or put away."""
    found = request.session.get(NAME)
    if found and found["form"] == POST:
        del request.session[NAME]


def _clean(value: str) -> str:
    return value[:LONGEST].replace("\x00", "")
