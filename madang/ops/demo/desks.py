"""Doing what ``house.py`` plans, each act through the ordinary action of whoever does it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import cache
from random import Random

from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import default_storage

from madang.actions import (
    contributions,
    departures,
    drafts,
    duties,
    follows,
    handing,
    handovers,
    invalidations,
    invitations,
    pages,
    register,
    supports,
    texts,
)
from madang.answers.models import Contribution
from madang.base.errors import Refused
from madang.pages.models import Page
from madang.people.limits import hashed
from madang.people.models import Department, Person
from madang.proposals.models import Attachment, Draft, Proposal

from . import told
from .material import Json, address
from .pictures import DRAWN, picture_of

CARRIERS = 14  # networks that very many people share


@cache
def trace_of(person: str) -> supports.Trace:
    """From where someone supports: their own device, at home or through a telephone company."""
    rng = Random(person)
    network = f"carrier {rng.randrange(CARRIERS)}" if rng.random() < 0.4 else f"home {rng.randrange(900)}"
    return supports.Trace(hashed("network", network), hashed("device", person))


class Desks:
    """The player's acts inside the house."""

    _persons: dict[str, Person]
    _departments: dict[str, Department]
    _proposals: dict[str, Proposal]

    _register: Callable[[datetime, str, str, Json | None, str | None], Person]

    # ── the team ──

    def _invite(self, *, at: datetime, email: str, role: str, department: str | None) -> None:
        where = self._departments[department] if department else None
        invitations.send_invitation(email=email, role=role, department=where, at=at, actor=self._persons["officer"])

    def _join_team(self, *, at: datetime, key: str, name: str, department: str) -> None:
        person = self._register(at, key, name, None, address(key))
        made = invitations.send_invitation(
            email=address(key), role="department_officer", department=self._departments[department],
            at=at + timedelta(minutes=5), actor=self._persons["officer"],
        )  # fmt: skip
        invitations.accept_invitation(token=invitations.token_of(made), person=person, at=at + timedelta(minutes=48))

    def _leave_team(self, *, at: datetime, key: str, to: str) -> None:
        person = self._persons[key]
        receivers = {work.key: self._persons[to] for work in handovers.open_work(person)}
        handovers.leave_team(person=person, receivers=receivers, at=at, actor=self._persons["officer"])

    def _load_register(self, *, at: datetime) -> None:
        rows = [
            register.Resident(name, date.fromisoformat(born), phone, area, gender)
            for name, born, phone, area, gender in told.RESIDENTS
        ]
        register.load_register(residents=rows, at=at, actor=self._persons["officer"])

    # ── from department to department ──

    def _ask(self, *, at: datetime, case: str, department: str, note: str, by: str, wanted: date) -> None:
        handing.ask_to_contribute(
            case_key=case, department=self._departments[department], note=note, wanted_by=wanted, at=at,
            actor=self._persons[by],
        )  # fmt: skip

    def _contributed(self, *, at: datetime, case: str, department: str, by: str, came: str, text: str) -> None:
        asked = Contribution.objects.get(request__case__key=case, department__key=department)
        if came == "given":
            contributions.give_contribution(contribution=asked, text=text, at=at, actor=self._persons[by])
        else:
            contributions.decline_contribution(contribution=asked, reason=text, at=at, actor=self._persons[by])

    def _refuse(self, *, at: datetime, case: str, by: str, reason: str) -> None:
        handing.refuse_case(case_key=case, reason=reason, at=at, actor=self._persons[by])

    def _explain(self, *, at: datetime, case: str, by: str, reason: str, duty: str = "answer") -> None:
        try:
            duties.explain_lateness(case_key=case, duty=duty, reason=reason, at=at, actor=self._persons[by])
        except Refused as refused:
            if refused.code != "not-late":  # around long holidays there is time yet
                raise

    # ── writers ──

    def _edit(self, *, at: datetime, case: str, by: str, body: str) -> None:
        title = self._proposals[case].title
        texts.edit_proposal(case_key=case, title=title, body=body, at=at, actor=self._persons[by])

    def _write(self, *, at: datetime, by: str, draft: Json) -> None:
        data = {"procedure": "gaon", **{name: draft[name] for name in ("title", "body", "category", "area")}}
        drafts.save_draft(person=self._persons[by], key=draft["key"], data=data, edition=0, at=at)

    def _illustrated(self, at: datetime, case: str, by: str, texts_: Json) -> Draft | None:
        """The draft of a proposal that has a picture, with it; None for the others."""
        if texts_["title"] not in DRAWN:
            return None
        person, (_, name, words) = self._persons[by], DRAWN[texts_["title"]]
        draft = drafts.save_draft(person=person, key=case, data=texts_, edition=0, at=at)
        limit = (settings.UPLOAD_IMAGE_MB, settings.UPLOAD_FILE_MB)
        file = File(picture_of(texts_["title"]), name=name)
        made = drafts.attach(draft=draft, file=file, name=name, at=at, limit_mb=limit)
        return drafts.save_draft(
            person=person, key=case, data=texts_, edition=draft.edition, alts={made.key: words}, at=at
        )

    def forget_files(self) -> None:
        """Delete the pictures again; for a demonstration that could not be filled in."""
        for paths in Attachment.objects.values_list("path", "small_path"):
            for path in filter(None, paths):
                default_storage.delete(path)

    def _choose(self, *, at: datetime, by: str, chosen: Json) -> None:
        follows.choose_ways(person=self._persons[by], chosen=chosen, at=at, actor=self._persons[by])

    def _close(self, *, at: datetime, by: str) -> None:
        departures.close_account(person=self._persons[by], at=at, actor=self._persons[by])

    # ── a wave ──

    def _wave(self, *, at: datetime, case: str, number: int, count: int, devices: int) -> None:
        rng = Random(f"wave {number}")
        network = hashed("network", f"wave {number}")
        casts = []
        for nth in range(count):
            key = f"wave{number}x{nth:02}"
            moment = at + nth * timedelta(minutes=50) / count
            name = f"{rng.choice(('gaon', 'user', 'happy', 'city'))}{rng.randrange(1000, 9999)}"
            person = self._register(moment - timedelta(minutes=rng.uniform(3, 30)), key, name, None, None)
            device = hashed("device", f"wave {number} {nth % devices}")
            casts.append(supports.Cast(self._proposals[case].pk, person, moment, supports.Trace(network, device)))
        if any(result is not True for result in supports.flush(casts)):
            raise RuntimeError(f"the wave on {case} was not taken")

    def _invalidate(self, *, at: datetime, case: str, number: int, since: datetime, reason: str, applied: bool) -> None:
        actor = self._persons["citizen_proposals"]
        query = {
            "networks": [hashed("network", f"wave {number}")],
            "since": since.isoformat(),
            "joined_within_hours": 24,
            "spare_verified": True,
        }
        made = invalidations.plan_invalidation(
            proposal=self._proposals[case], query=query, reason=reason, at=at, actor=actor
        )
        if applied:
            then = at + timedelta(minutes=40)
            invalidations.apply_invalidation(invalidation=made, at=then, actor=actor)
            invalidations.work(at=then)

    # ── pages ──

    def _page(self, *, at: datetime, slug: str, number: int) -> None:
        actor, words = self._persons["site"], told.FAQ[number]
        page = Page.objects.filter(slug=slug).first() or pages.create_page(kind="page", slug=slug, at=at, actor=actor)
        note = "고치기와 창구 안내를 더함" if number else ""
        version = pages.save_page(
            page=page, edition=number, title=words["title"], body=words["body"], note=note, at=at, actor=actor
        )
        then = at + timedelta(minutes=20)
        pages.publish_page(page=page, number=version.number, in_footer=True, at=then, actor=actor)
