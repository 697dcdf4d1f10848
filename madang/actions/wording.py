"""What a notice says: its words in the reader's language, as a letter (text and HTML) and as a line on the site."""

from __future__ import annotations

import html
import logging
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template import TemplateDoesNotExist
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext
from jinja2 import TemplateError

from madang.notices import marks
from madang.notices.kinds import kind_of
from madang.notices.models import Notice
from madang.people.models import Person
from madang.proposals.models import Proposal
from madang.rules import words as rule_words

log = logging.getLogger("madang.notices")
Proposals = Mapping[str, Proposal]
_BUTTON = re.compile(r"(?:(?P<label>[^\n]{1,80}?):?\s+)?(?P<href>https?://\S+)")
_OUR_NAME = re.compile(r"^\[[^\]]*\]\s*")


@dataclass(frozen=True)
class Piece:
    """A paragraph, or something to press (``href``)."""

    text: str
    href: str = ""


@dataclass(frozen=True)
class Words:
    """The subject, and the text in pieces."""

    subject: str
    pieces: tuple[Piece, ...]
    text: str

    @property
    def title(self) -> str:
        """The subject without whose letter it is: on our own site that is known."""
        return _OUR_NAME.sub("", self.subject)

    @property
    def first(self) -> str:
        """The first paragraph."""
        return next((piece.text for piece in self.pieces if not piece.href), "")

    @property
    def link(self) -> str:
        """Where it leads; empty when nowhere."""
        return next((piece.href for piece in self.pieces if piece.href), "")


def proposals_of(notices: Iterable[Notice]) -> Proposals:
    """The proposals some notices are about, by key, in one question."""
    keys = {str(notice.facts["case"]) for notice in notices if notice.facts.get("case")}
    if not keys:
        return {}
    found = Proposal.objects.filter(case__key__in=keys).select_related("case").defer("body")
    return {proposal.case.key: proposal for proposal in found}


def language_of(notice: Notice) -> str:
    """The reader's."""
    wanted = notice.person.language if notice.person else str(notice.facts.get("language", ""))
    return wanted if wanted in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


def words_of(notice: Notice, proposals: Proposals) -> Words:
    """What it says, in the reader's language."""
    with translation.override(language_of(notice)):
        return _rendered(kind_of(notice.kind).text or notice.kind, _context(notice, proposals))


def _context(notice: Notice, proposals: Proposals) -> dict[str, Any]:
    key, due = str(notice.facts.get("case", "")), notice.facts.get("due")
    return {
        "due": datetime.fromisoformat(due) if due else None,
        "say": gettext,
        "owner": _owner(str(notice.facts.get("owner", ""))),
        "person": notice.person,
        "proposal": proposals.get(key),
        "facts": notice.facts,
        "institution": institution(),
        "link": f"{settings.SITE_URL}/proposals/{key}",
        "site": settings.SITE_URL,
    }


def _owner(owner: str) -> str:
    """Who owes: a department by its name, the others by the word for them."""
    language = (translation.get_language() or settings.LANGUAGE_CODE)[:2]
    return rule_words.word(rule_words.OWNERS, owner, language) if owner in rule_words.OWNERS else owner


def _rendered(template: str, context: dict[str, Any]) -> Words:
    # The environment escapes for HTML; this is plain text.
    text = html.unescape(render_to_string(f"notices/{template}.txt", context)).strip()
    subject, _, body = text.partition("\n")
    return Words(" ".join(subject.split()), tuple(_pieces(body)), body.strip())


def _pieces(body: str) -> Iterable[Piece]:
    """Paragraphs are divided by empty lines; an address that ends one, alone or after its label, is a button."""
    for paragraph in re.split(r"\n\s*\n", body.strip()):
        lines = [line.strip() for line in paragraph.splitlines() if line.strip()]
        found = _BUTTON.fullmatch("\n".join(lines[-2:])) or (_BUTTON.fullmatch(lines[-1]) if lines else None)
        if found is None:
            if lines:
                yield Piece(" ".join(lines))
            continue
        used = 2 if found["label"] and "\n" in found[0] else 1
        if lines[:-used]:
            yield Piece(" ".join(lines[:-used]))
        yield Piece((found["label"] or gettext("열어 보기")).rstrip(":").strip(), found["href"])


def institution() -> str:
    """The institution's name in the language that is active."""
    language = (translation.get_language() or settings.LANGUAGE_CODE)[:2]
    return settings.INSTITUTION.get(language, settings.INSTITUTION["ko"])


# ── as a letter ──


def letter_of(notice: Notice, proposals: Proposals) -> EmailMultiAlternatives:
    """The letter of one notice."""
    return _letter(notice, words_of(notice, proposals), stop=notice.kind if kind_of(notice.kind).optional else "")


def digest_of(notices: Sequence[Notice], proposals: Proposals, at: datetime) -> EmailMultiAlternatives:
    """One letter that sums up some notices of one person."""
    with translation.override(language_of(notices[0])):
        told = [(words.title, words.first, words.link) for words in (words_of(each, proposals) for each in notices)]
        context = {
            "institution": institution(),
            "count": len(told),
            "weekly": all(each.how == "weekly" for each in notices),
            "day": timezone.localtime(at).date().isoformat(),
        }
        opening = _rendered("digest", context)
    pieces = list(opening.pieces)
    text = [opening.text] if opening.text else []
    for title, first, link in told:
        text.append("\n".join(filter(None, (f"• {title}", first, link))))
        pieces.append(Piece(f"{title}: {first}" if first else title))
        if link:
            pieces.append(Piece(gettext("열어 보기"), link))
    return _letter(notices[0], Words(opening.subject, tuple(pieces), "\n\n".join(text)), stop="digest")


def _letter(notice: Notice, words: Words, *, stop: str) -> EmailMultiAlternatives:
    language = language_of(notice)
    link = marks.stop_link(notice.person.pk, stop) if stop and notice.person else ""
    with translation.override(language):
        context = {
            "words": words,
            "language": language,
            "institution": institution(),
            "home": settings.SITE_URL,
            "choices": f"{settings.SITE_URL}/my/notices" if notice.person else "",
            "stop": link,
        }
        text = html.unescape(render_to_string("notices/_letter.txt", context)).strip() + "\n"
        page = render_to_string("notices/_letter.html", context)
    headers = {
        "Message-ID": marks.message_id(notice.pk),
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "All",
        "Content-Language": language,
    }
    if link:
        headers |= {"List-Unsubscribe": f"<{link}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    to = str(notice.person.email) if notice.person else notice.email
    mail = EmailMultiAlternatives(words.subject, text, None, [to], headers=headers)
    mail.attach_alternative(page, "text/html")
    return mail


def on_site(notices: Sequence[Notice]) -> list[dict[str, Any]]:
    """Notices as the list on the site shows them, in the language that is active. What may not be seen is left out."""
    proposals, shown = proposals_of(notices), []
    for notice in notices:
        if not theirs(notice, notice.person, proposals):
            continue
        try:
            words = _rendered(kind_of(notice.kind).text or notice.kind, _context(notice, proposals))
        except (TemplateError, TemplateDoesNotExist):  # of another release, or about what is no more
            log.exception("notice %s could not be written", notice.unique)
            continue
        shown.append({"pk": notice.pk, "title": words.title, "text": words.first, "link": words.link,
                      "at": notice.at or notice.send_after, "unread": notice.read_at is None})  # fmt: skip
    return shown


def theirs(notice: Notice, person: Person | None, proposals: Proposals) -> bool:
    """Whether the person may still be told: what has been hidden since is for its author and for who must be told."""
    kind = kind_of(notice.kind)
    proposal = proposals.get(str(notice.facts.get("case", "")))
    if proposal is None or not kind.optional or kind.group == "work":
        return True
    mine = person is not None and proposal.author_id == person.pk
    return mine or proposal.visibility not in ("hidden", "private")


def local(link: str) -> str:
    """A link of our own as a path of this site; empty when it leads elsewhere."""
    return link.removeprefix(settings.SITE_URL) if link.startswith(f"{settings.SITE_URL}/") else ""
