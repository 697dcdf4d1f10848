"""메일이 되돌아왔을 때: reading what mail servers send back, and remembering which addresses do not work."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from email.message import Message

from django.db import transaction
from flufl.bounce import all_failures

from madang.audit.models import record
from madang.notices.marks import notice_ids
from madang.notices.models import Bounce, Notice
from madang.notices.queries import unreachable

from .journey import SYSTEM

READ = 1_000_000  # characters of a returned letter in which our own name is looked for


@dataclass(frozen=True)
class Returned:
    """What one returned letter was. ``outcome``: counted, again (the same letter came back before), later (not for good
    yet), foreign (not a letter of ours, or not to that address), nothing (no report of a failure).
    """

    outcome: str
    address: str = ""
    silent: bool = False  # from now on only what must be said is sent there


def take_in(*, mail: Message, at: datetime) -> Returned:
    """Read one mail that came back. It counts only when it quotes the signed name of a letter of ours that went to the
    very address it complains of: anyone can write to the address for returned mail.
    """
    later, for_good = all_failures(mail)
    failed = {_text(address) for address in for_good}
    if not failed:
        return Returned("later" if later else "nothing")
    notice = _letter(mail, failed)
    if notice is None:
        return Returned("foreign", sorted(failed)[0])
    address = _address(notice)
    with transaction.atomic():
        silent = bool(unreachable([address]))
        _, new = Bounce.objects.get_or_create(
            notice=notice, defaults={"email": address, "at": at, "detail": _detail(mail)}
        )
        if not new:
            return Returned("again", address, silent)
        falls_silent = not silent and bool(unreachable([address]))
        if falls_silent and notice.person is not None:
            record(at=at, actor=SYSTEM, verb="notice.mail-lost", subject=notice.person.actor)
    return Returned("counted", address, silent or falls_silent)


def _text(address: bytes | str) -> str:
    plain = address.decode("utf-8", "replace") if isinstance(address, bytes) else address
    return plain.strip().casefold()


def _address(notice: Notice) -> str:
    return (str(notice.person.email or "") if notice.person else notice.email) or ""


def _letter(mail: Message, failed: set[str]) -> Notice | None:
    """The letter of ours that came back."""
    named = Notice.objects.filter(pk__in=notice_ids(_whole(mail))).select_related("person")
    return next((notice for notice in named if _address(notice).casefold() in failed), None)


def _whole(mail: Message) -> str:
    """Everything it says, decoded: the headers of our letter stand in a part of it, or in its text."""
    parts = []
    for part in mail.walk():
        parts.append("\n".join(f"{name}: {value}" for name, value in part.items()))
        if not part.is_multipart():
            payload = part.get_payload(decode=True)
            parts.append(payload.decode("utf-8", "replace") if isinstance(payload, bytes) else "")
    return "\n".join(parts)[:READ]


def _detail(mail: Message) -> str:
    """Why, in the mail server's words."""
    for part in mail.walk():
        if part.get_content_type() == "message/delivery-status":
            blocks = part.get_payload()
            for block in blocks if isinstance(blocks, list) else []:
                if not isinstance(block, Message):
                    continue
                said = block.get("Diagnostic-Code") or block.get("Status")
                if said:
                    return " ".join(str(said).split())[:300]
    return " ".join(str(mail.get("Subject", "")).split())[:300]
