"""What the letter and the page of an invitation say about it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.urls import reverse

from madang.actions.invitations import token_of
from madang.people.models import Invitation

from . import words
from .answer_letter import department_name


def told(invitation: Invitation) -> dict[str, Any]:
    """The role, the department, who invites, until when."""
    return {
        "role": words.role(invitation.role),
        "department": department_name(invitation.department),
        "by": str(invitation.invited_by) if invitation.invited_by else "",
        "until": invitation.expires_at,
    }


def invitation_of(pk: int) -> dict[str, Any]:
    """The same for a letter, with the link; the token in it stands nowhere else. The link of one that is gone is empty."""
    found = Invitation.objects.select_related("department", "invited_by").filter(pk=pk).first()
    if found is None:
        return {"role": "", "department": "", "by": "", "until": None, "link": settings.SITE_URL}
    link = settings.SITE_URL + reverse("invitation", kwargs={"token": token_of(found)})
    return {**told(found), "link": link}
