"""Sending what the outbox holds: who gets it how, and the letters themselves.

A row is claimed by moving its ``send_after`` on: a worker that dies leaves it to the next. Just before a letter is handed
over its row gets ``sending_at``, just after it ``sent_at``: so at most one letter of a dead worker is in doubt (decision
0008 says what becomes of it).
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.db.models import Q

from madang.notices import channels
from madang.notices.channels import Down, Mail, Rejected, Unsure
from madang.notices.kinds import DAILY, NOW, WEEKLY, kind_of
from madang.notices.models import Bounce, Broadcast, Line, Notice, Watch
from madang.notices.queries import unreachable

from . import audiences, reminders, ways
from .wording import Proposals, digest_of, letter_of, proposals_of, words_of

log = logging.getLogger("madang.notices")
FIRST_RETRY = timedelta(minutes=1)
LONGEST_RETRY = timedelta(minutes=10)  # of a server that is down
CLAIMED_FOR = timedelta(minutes=5)  # longer than any letter may take (EMAIL_TIMEOUT)
TRIES = 16  # of a reader whose server says "not now": with doubling, about a month
WIRE = "mail"


@dataclass
class Letter:
    """What goes out as one mail: one notice, or the several of a digest. ``waited`` is each one's ``send_after``."""

    rows: list[Notice]
    waited: list[datetime]

    @property
    def pks(self) -> list[int]:
        """Its notices."""
        return [row.pk for row in self.rows]

    @property
    def address(self) -> str:
        """Whom it goes to."""
        first = self.rows[0]
        return str(first.person.email) if first.person else first.email

    def mail(self, proposals: Proposals, at: datetime) -> EmailMultiAlternatives:
        """The letter as it goes out."""
        if self.rows[0].how in (DAILY, WEEKLY):
            return digest_of(self.rows, proposals, at)
        return letter_of(self.rows[0], proposals)


def send_due(*, at: datetime, limit: int = 100, enough: Callable[[], bool] = lambda: False) -> int:
    """Send what should have been sent by ``at``; how many letters went out. ``enough`` ends it between two letters.

    A mail server that is down is tried again later; nothing is lost by it, and nothing changes its order.
    """
    sent = 0
    while sent < limit and not enough() and Notice.objects.waiting(at).exists():
        ways.write_out(at)
        _sorted(at, limit)
        if _line_is_down(at):
            break
        letters = _claimed(at, limit - sent)
        if not letters:
            break
        went, well = _send(letters, at, enough)
        sent += went
        if not well:
            break
    return sent


def next_due() -> datetime | None:
    """The earliest moment at which a notice or a broadcast needs the worker."""
    letter = Notice.objects.filter(sent_at=None).order_by("send_after").values_list("send_after", flat=True).first()
    again = Line.objects.filter(name=WIRE).values_list("again_at", flat=True).first()
    if letter is not None and again is not None:
        letter = max(letter, again)
    crowd = Broadcast.objects.filter(done_at=None).order_by("at").values_list("at", flat=True).first()
    return min(filter(None, (letter, crowd)), default=None)


def _line_is_down(at: datetime) -> bool:
    return Line.objects.filter(name=WIRE, again_at__gt=at).exists()


# ── which ──


def _sorted(at: datetime, limit: int) -> int:
    """Decide for the next ``limit`` new rows how their readers get them; how many there were."""
    with transaction.atomic():
        rows = list(
            Notice.objects.waiting(at)
            .filter(how="", department=None)
            .select_for_update(of=("self",), skip_locked=True)
            .select_related("person")[:limit]
        )
        ways.choose(rows, at)
        Notice.objects.bulk_update(rows, ["how", "send_after", "sent_at", "outcome"])
    return len(rows)


def _claimed(at: datetime, limit: int) -> list[Letter]:
    """The next letters, ours for a while. Those in doubt since a worker died are settled here."""
    with transaction.atomic():
        waiting = Notice.objects.waiting(at).filter(department=None).exclude(how="")
        locked = waiting.select_for_update(of=("self",), skip_locked=True).select_related("person")
        rows = list(locked[:limit])
        digests = {row.person_id for row in rows if row.how in (DAILY, WEEKLY)}
        if digests:  # all that the person waits for goes in one letter
            known = [row.pk for row in rows]
            rows += locked.filter(person__in=digests, how__in=(DAILY, WEEKLY)).exclude(pk__in=known)
        rows = [row for row in rows if not _doubtful(row, at)]
        letters = list(_letters(rows))
        Notice.objects.filter(pk__in=[row.pk for row in rows]).update(send_after=at + CLAIMED_FOR, sending_at=None)
    return letters


def _doubtful(row: Notice, at: datetime) -> bool:
    """Whether the row stays unsent because it may have been delivered. What must be said is said again, under the same
    Message-ID; what one can do without is not: it stands on the site.
    """
    if row.sending_at is None or not kind_of(row.kind).optional:
        return False
    Notice.objects.filter(pk=row.pk).update(sent_at=at, outcome="unsure")
    return True


def _letters(rows: Iterable[Notice]) -> Iterator[Letter]:
    digests: dict[int, Letter] = {}
    for row in rows:
        if row.how not in (DAILY, WEEKLY) or row.person_id is None:
            yield Letter([row], [row.send_after])
        elif row.person_id in digests:
            digests[row.person_id].rows.append(row)
            digests[row.person_id].waited.append(row.send_after)
        else:
            digests[row.person_id] = Letter([row], [row.send_after])
    yield from digests.values()


# ── sending ──


class _Round:
    """Letters on their way: what was handed over is written down together with what comes next, in one commit."""

    def __init__(self, at: datetime) -> None:
        self.at = at
        self._done: list[tuple[list[int], str]] = []

    def begin(self, letter: Letter) -> None:
        """From here on the letter may have been delivered."""
        with transaction.atomic():
            self.settle()
            Notice.objects.filter(pk__in=letter.pks).update(sending_at=self.at)

    def over(self, pks: list[int], outcome: str) -> None:
        """The worker is done with these."""
        self._done.append((pks, outcome))

    def settle(self) -> None:
        """Write down what is over."""
        for pks, outcome in self._done:
            Notice.objects.filter(pk__in=pks).update(sent_at=self.at, outcome=outcome)
        self._done.clear()


def _send(letters: Sequence[Letter], at: datetime, enough: Callable[[], bool]) -> tuple[int, bool]:
    """Send them; how many went out, and whether the server took what it was given."""
    proposals = proposals_of([row for letter in letters for row in letter.rows])
    silent = unreachable({letter.address for letter in letters})
    round_, sent = _Round(at), 0
    with Mail() as mail:
        for place, letter in enumerate(letters):
            try:
                if enough():
                    _give_back(letters[place:])
                    break
                if not _still_wanted(letter, proposals, silent, round_):
                    continue
                if _post(letter, letter.mail(proposals, at), mail, round_):
                    sent += 1
                    _short(letter, proposals, at)
            except Down as error:
                round_.settle()
                _give_back(letters[place:])
                _line_broke(str(error), at)
                return sent, False
            except Exception:  # one letter that cannot be written must not hold up the others
                log.exception("letter %s could not be written", letter.rows[0].unique)
                _later(letter, at, round_)
        round_.settle()
    if sent:
        _line_mended(at)
    return sent, True


def _post(letter: Letter, mail: EmailMultiAlternatives, wire: Mail, round_: _Round) -> bool:
    """Hand it over; False when this one was not taken. Raises Down when none will be."""
    wire.open()
    round_.begin(letter)
    try:
        wire.send(mail)
    except Unsure as error:
        log.warning("letter %s: the wire broke on the way: %s", letter.rows[0].unique, error)
        if kind_of(letter.rows[0].kind).optional:
            round_.over(letter.pks, "unsure")
        raise Down(str(error)) from error
    except Rejected as error:
        log.warning("letter %s not taken: %s", letter.rows[0].unique, error)
        if not error.permanent:
            _later(letter, round_.at, round_)
            return False
        round_.over(letter.pks, "refused")
        if error.address:
            _came_back(letter, str(error), round_.at)
        return False
    round_.over(letter.pks, "sent")
    return True


def _still_wanted(letter: Letter, proposals: Proposals, silent: set[str], round_: _Round) -> bool:
    """Leave out what may not be told any more, and what one can do without where mail does not arrive."""
    kept = []
    for row in letter.rows:
        if not ways.theirs(row, proposals):
            round_.over([row.pk], "not-theirs")
        elif letter.address in silent and kind_of(row.kind).optional:
            round_.over([row.pk], "unreachable")
        else:
            kept.append(row)
    letter.rows = kept
    return bool(kept)


def _later(letter: Letter, at: datetime, round_: _Round) -> None:
    """Try these again after a while, longer each time; after many times no more."""
    for row in letter.rows:
        if row.attempts + 1 >= TRIES:
            round_.over([row.pk], "refused")
            continue
        after = at + FIRST_RETRY * 2 ** min(row.attempts, 11)
        Notice.objects.filter(pk=row.pk).update(attempts=row.attempts + 1, send_after=after, sending_at=None)


def _give_back(letters: Sequence[Letter]) -> None:
    """Not sent: as they were before they were claimed, so that their order stays."""
    with transaction.atomic():
        for letter in letters:
            for row, waited in zip(letter.rows, letter.waited, strict=False):
                mine = Notice.objects.filter(pk=row.pk, sent_at=None)
                mine.update(send_after=waited, sending_at=None)


def _came_back(letter: Letter, detail: str, at: datetime) -> None:
    row = letter.rows[0]
    Bounce.objects.get_or_create(notice=row, defaults={"email": letter.address, "at": at, "detail": detail[:300]})


def _short(letter: Letter, proposals: Proposals, at: datetime) -> None:
    """The short message beside the mail, where the institution has an adapter for it."""
    row = letter.rows[0]
    if row.how == NOW and channels.wanted(row):
        words = words_of(row, proposals)
        channels.message(row, words.title, words.link)


def _line_broke(detail: str, at: datetime) -> None:
    with transaction.atomic():
        line, _ = Line.objects.select_for_update().get_or_create(name=WIRE)
        line.failures += 1
        line.down_since = line.down_since or at
        line.again_at = at + min(FIRST_RETRY * 2 ** min(line.failures - 1, 10), LONGEST_RETRY)
        line.detail = detail[:300]
        line.save()
    log.warning("the mail server takes nothing, again at %s: %s", line.again_at, detail)


def _line_mended(at: datetime) -> None:
    Line.objects.filter(name=WIRE, failures__gt=0).update(failures=0, down_since=None, again_at=None, detail="")


# ── the past ──


def let_pass(*, before: datetime, at: datetime) -> int:
    """Put aside unsent what should have gone out ``before`` then: nobody is told old news. How many notices that were.

    It stands on the site all the same, as read. For an instance that was filled with the past (the demonstration,
    another platform's history).
    """
    audiences.pass_over(at=at, before=before)
    audiences.expand(at=at, before=before, gap=0)
    for name in reminders.WATCHED:
        Watch.objects.update_or_create(name=name, defaults={"until": before})
    ways.write_out(at, before=before)
    passed = Notice.objects.filter(sent_at=None).filter(
        Q(send_after__lt=before) | Q(at__lt=before, how__in=(DAILY, WEEKLY))
    )
    return passed.update(sent_at=at, outcome="passed", read_at=at)
