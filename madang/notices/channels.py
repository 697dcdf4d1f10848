"""The ways out of the house: mail, and the adapter point for short messages (SMS, 알림톡).

**Short messages.** ``MESSAGE_ADAPTER`` names a class (``package.module.Class``) with one method, :class:`Messages`. We
keep no telephone numbers: the adapter knows where it has them from, and says so by returning False when it has none.
What is sent that way is listed in ``MESSAGE_KINDS``; the mail goes out all the same.
"""

from __future__ import annotations

import json
import logging
import smtplib
from contextlib import suppress
from email.headerregistry import Address
from email.utils import parseaddr
from typing import Any, Protocol, Self

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.smtp import EmailBackend as Smtp
from django.core.mail.message import sanitize_address
from django.utils.module_loading import import_string

from .models import Notice

log = logging.getLogger("madang.notices")


class Down(Exception):
    """The mail server does not take anything now; nothing was handed over."""


class Rejected(Exception):
    """The mail server does not take this letter: for good (``permanent``), or not now. ``address``: whether it is the
    reader's address that it does not want.
    """

    def __init__(self, detail: str, *, permanent: bool, address: bool = False) -> None:
        self.permanent, self.address = permanent, address
        super().__init__(detail)


class Unsure(Exception):
    """The wire broke while the letter itself was on its way: nobody here knows whether it arrived."""


class Mail:
    """The mail server, reached once for many letters; nothing is opened before the first."""

    def __enter__(self) -> Self:
        self._wire: Any = None
        return self

    def __exit__(self, *gone: object) -> None:
        self.hang_up()

    def open(self) -> None:
        """Reach the server, unless it is reached already. Raises Down."""
        if self._wire is None:
            wire = get_connection()
            if isinstance(wire, Smtp):
                try:
                    wire.open()
                except (OSError, smtplib.SMTPException) as error:
                    raise Down(_said(error)) from error
                self._wire = wire

    def send(self, letter: EmailMultiAlternatives) -> None:
        """Hand one letter over. Raises Down, Rejected or Unsure; returns only when the server has taken it."""
        self.open()
        if self._wire is None:  # no server: files, the console, a test's memory
            get_connection().send_messages([letter])
            return
        try:
            self._speak(self._wire.connection, letter)
        except (Down, Unsure):
            self.hang_up()
            raise
        except UnicodeError as error:
            raise Rejected(str(error), permanent=True, address=True) from error
        except ValueError as error:  # a header that cannot be one
            raise Rejected(str(error), permanent=True) from error

    def _speak(self, smtp: smtplib.SMTP, letter: EmailMultiAlternatives) -> None:
        """Like ``smtplib.sendmail``, but it knows whether the letter itself was already on its way when the wire broke."""
        content = letter.message().as_bytes(linesep="\r\n")  # type: ignore[call-arg]
        sender = sanitize_address(letter.from_email, "utf-8")
        reader = sanitize_address(letter.to[0], "utf-8")
        try:
            smtp.ehlo_or_helo_if_needed()
            self._take(smtp, smtp.mail(parseaddr(sender)[1]), of_address=False)
            self._take(smtp, smtp.rcpt(parseaddr(reader)[1]), of_address=True)
        except (OSError, smtplib.SMTPException) as error:
            raise Down(_said(error)) from error
        try:
            code, said = smtp.data(content)
        except smtplib.SMTPDataError as error:  # it did not even want to begin
            raise Rejected(_said(error), permanent=error.smtp_code >= 500) from error
        except (OSError, smtplib.SMTPException) as error:
            raise Unsure(_said(error)) from error
        if code != 250:
            self._forget(smtp)
            raise Rejected(_words(code, said), permanent=code >= 500)

    def _take(self, smtp: smtplib.SMTP, answer: tuple[int, bytes], *, of_address: bool) -> None:
        code, said = answer
        if code in (250, 251):
            return
        self._forget(smtp)
        if code == 421 or not of_address:  # it closes, or wants nothing of ours
            raise Down(_words(code, said))
        raise Rejected(_words(code, said), permanent=code >= 500, address=True)

    def _forget(self, smtp: smtplib.SMTP) -> None:
        with suppress(OSError, smtplib.SMTPException):
            smtp.rset()

    def hang_up(self) -> None:
        """Let the server go, whatever state it is in."""
        wire, self._wire = self._wire, None
        if wire is not None:
            with suppress(OSError, smtplib.SMTPException):  # it had hung up already
                wire.close()


def _said(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        return _words(error.smtp_code, error.smtp_error)
    return str(error) or type(error).__name__


def _words(code: int, said: bytes | str) -> str:
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    return f"{code} {text}"[:300]


def sender_domain() -> str:
    """The domain our letters come from."""
    given = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip(" >") or "localhost"
    try:
        return Address(domain=given).domain or "localhost"
    except (ValueError, IndexError):
        return "localhost"


# ── short messages ──


class Messages(Protocol):
    """What an adapter for short messages does."""

    def send(self, *, person_key: str, text: str, link: str, kind: str, unique: str) -> bool:
        """Hand a message over to the provider; False when the person has no number there.

        ``unique`` names the message: an adapter asked twice with the same one sends once. Any exception is logged,
        and the message is given up: the mail and the site say the same.
        """


class MessageFile:
    """An adapter that writes messages to ``messages.jsonl`` in MADANG_VAR: for trying out, and for tests."""

    def send(self, *, person_key: str, text: str, link: str, kind: str, unique: str) -> bool:
        line = {"person": person_key, "kind": kind, "text": text, "link": link, "unique": unique}
        with (settings.VAR / "messages.jsonl").open("a", encoding="utf-8") as file:
            file.write(json.dumps(line, ensure_ascii=False) + "\n")
        return True


def wanted(notice: Notice) -> bool:
    """Whether ``notice`` goes out as a short message too."""
    return bool(settings.MESSAGE_ADAPTER) and notice.kind in settings.MESSAGE_KINDS and notice.person is not None


def message(notice: Notice, text: str, link: str) -> bool:
    """Send the short message of ``notice``; whether it went out."""
    assert notice.person is not None
    try:
        adapter: Messages = import_string(settings.MESSAGE_ADAPTER)()
        return adapter.send(person_key=notice.person.key, text=text, link=link, kind=notice.kind, unique=notice.unique)
    except Exception:  # whatever an adapter of somebody else's does, the mail goes out
        log.exception("message %s could not be sent", notice.unique)
        return False
