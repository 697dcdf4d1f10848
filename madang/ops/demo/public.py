"""Doing what ``promised.py`` and ``course.py`` plan, each act through the ordinary action of whoever does it."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.core.files.base import File

from madang.actions import (
    agenda,
    answers,
    blocks,
    decisions,
    deliveries,
    experiments,
    forum_desk,
    forums,
    meetings,
    opinions,
    panel_draws,
    panels,
    registrations,
    reports,
    results,
    sessions,
    statements,
    tasks,
    verdicts,
)
from madang.agenda.models import DossierCheck, Meeting, Panel
from madang.forums.models import Forum
from madang.people.models import Person

from .material import Json
from .sketches import sketch

APART = timedelta(seconds=23)  # between two people who do the same in one act


class Public:
    """The player's acts in discussions and in execution."""

    _persons: dict[str, Person]

    # ── the panel ──

    def _dossier(self, *, at: datetime, case: str, section: str, side: str, text: str, source: str) -> None:
        actor, item = self._persons["forums"], agenda.find_item(case)
        agenda.add_entry(item=item, section=section, side=side, text=text, source=source, at=at, actor=actor)

    def _meeting(self, *, at: datetime, case: str, key: str, name: str, starts_at: datetime) -> None:
        actor, item = self._persons["forums"], agenda.find_item(case)
        for code in DossierCheck.CODES if item.entries.there().exists() else ():
            agenda.check_dossier(item=item, code=code, at=at, actor=actor)
        made = meetings.plan_meeting(
            name=name,
            starts_at=starts_at,
            place="시청 3층 시민회의실",
            key=key,
            at=at,
            actor=actor,
            panel=Panel.objects.exclude(drawn_at=None).first(),
        )
        meetings.put_on(meeting=made, item=item, at=at, actor=actor)

    def _make_panel(
        self, *, at: datetime, key: str, name: str, size: int, people: list[Json], targets: list[Json]
    ) -> None:
        actor = self._persons["forums"]
        made = panels.make_panel(name=name, size=size, key=key, at=at, actor=actor)
        panels.set_targets(panel=made, targets=targets, at=at + timedelta(minutes=5), actor=actor)
        rows = [(self._persons[one["key"]], one["attributes"]) for one in people]
        enrolled = [panels.Enrolled(attributes, name=who.name, person=who) for who, attributes in rows]
        panels.enrol(panel=made, people=enrolled, at=at + timedelta(minutes=20), actor=actor)

    def _close_pool(self, *, at: datetime, key: str) -> None:
        panels.close_pool(panel=panels.find_panel(key), at=at, actor=self._persons["forums"])

    def _draw_panel(self, *, at: datetime, key: str, seed: str) -> None:
        panel_draws.draw_panel(
            panel=panels.find_panel(key), seed=seed, source="시민회관 대강당에서 시민이 뽑은 공", at=at,
            actor=self._persons["forums"],
        )  # fmt: skip

    def _fill_seats(self, *, at: datetime, key: str, seed: str) -> None:
        """All but two take their seats; for those two others are drawn, who do."""
        actor, panel = self._persons["forums"], panels.find_panel(key)
        for turn in range(2):
            then = at + turn * timedelta(minutes=40)
            seated = panel.members.filter(state="drawn").order_by("number")
            for nth, number in enumerate(list(seated.values_list("number", flat=True))):
                answer = "declined" if not turn and nth in (4, 15) else "accepted"
                panel_draws.answer_seat(panel=panel, number=number, answer=answer, at=then, actor=actor)
            if not turn:
                again = at + timedelta(minutes=20)
                panel_draws.replace_seat(
                    panel=panel, seed=seed, source="같은 자리에서 다시 뽑은 공", at=again, actor=actor
                )

    def _agenda(
        self, *, at: datetime, case: str, decision: str, reason: str, meeting: Json | None = None, form: str = "",
        question: str = "",
    ) -> None:  # fmt: skip
        actor = self._persons["forums"]
        if meeting is None:
            decisions.decide(case_key=case, kind="agenda", decision=decision, reason=reason, at=at, actor=actor)
            return
        held = Meeting.objects.get(key=meeting["key"])
        talked = held.discussed.get(item__case__key=case)
        talked = meetings.vote(discussed=talked, round="first", votes=meeting["first"], at=at, actor=actor)
        talked = meetings.vote(
            discussed=talked, round="last", votes=meeting["last"], notes=meeting["notes"], at=at, actor=actor
        )
        done = meetings.conclude(discussed=talked, reason=reason, form=form, question=question, at=at, actor=actor)
        if done.decision != decision:
            raise RuntimeError(f"the panel decided {done.decision} on {case}, not {decision}")
        held.refresh_from_db()
        meetings.write_minutes(
            meeting=held, minutes=meeting["minutes"], edition=held.edition, publish=True, at=at, actor=actor
        )

    # ── a discussion ──

    def _forum(self, case: str) -> Forum:
        return forums.find_forum(case)

    def _prepare(self, *, at: datetime, case: str, by: str, what: Json, blocks: list[Json]) -> None:
        forum, actor = self._forum(case), self._persons[by]
        if "promised_on" in what:
            what = {**what, "promised_on": date.fromisoformat(what["promised_on"])}
        forum = forum_desk.prepare_forum(forum=forum, what=what, edition=forum.edition, at=at, actor=actor)
        for number, block in enumerate(blocks, 1):
            self._block(forum, block, at + number * timedelta(minutes=2), actor)

    def _block(self, forum: Forum, block: Json, at: datetime, actor: Person) -> None:
        file = sketch(block["picture"]) if "picture" in block else None
        what = {name: value for name, value in block.items() if name != "picture"}
        made = File(file, name=f"{block['picture']}.png") if file is not None else None
        blocks.add_block(forum=forum, what=what, at=at, actor=actor, file=made)

    def _side_agrees(self, *, at: datetime, case: str, side: str, by: str) -> None:
        forum = self._forum(case)
        forum_desk.agree_forum(forum=forum, side=side, edition=forum.edition, at=at, actor=self._persons[by])

    def _open_forum(self, *, at: datetime, case: str, long_running: bool) -> None:
        forum = self._forum(case)
        forums.open_forum(
            case_key=case, edition=forum.edition, long_running=long_running, at=at, actor=self._persons["forums"]
        )

    def _say(
        self, *, at: datetime, case: str, key: str, by: str, position: str, text: str, to: str | None,
        consent: bool | None,
    ) -> None:  # fmt: skip
        author = self._persons[by]
        opinions.post_opinion(
            forum=self._forum(case), text=text, position=position, author=author, reply_to=to, key=key,
            consent=consent, at=at, actor=author,
        )  # fmt: skip

    def _stand_behind(self, *, at: datetime, case: str, pairs: list[tuple[str, str]]) -> None:
        known: dict[str, Any] = {}
        for number, (key, who) in enumerate(pairs):
            found = known.get(key) or known.setdefault(key, opinions.find_opinion(key))
            opinions.support_opinion(opinion=found, person=self._persons[who], at=at + number * APART)

    def _put_statement(self, *, at: datetime, case: str, key: str, text: str, by: str | None) -> None:
        author = self._persons[by] if by else None
        statements.post_statement(
            forum=self._forum(case), text=text, author=author, key=key, at=at, actor=author or self._persons["forums"]
        )

    def _vote(self, *, at: datetime, case: str, votes: list[tuple[str, str, str]]) -> None:
        known: dict[str, Any] = {}
        for number, (key, who, vote) in enumerate(votes):
            found = known.get(key) or known.setdefault(key, statements.find_statement(key))
            then = at + number * timedelta(seconds=5)
            statements.vote_statement(statement=found, vote=vote, person=self._persons[who], consent=True, at=then)

    def _count(self, *, at: datetime, case: str, text: str, count: int, evidence: str) -> None:
        forums.note_forum(
            forum=self._forum(case), text=text, count=count, evidence=evidence, at=at, actor=self._persons["forums"]
        )

    def _summary(self, *, at: datetime, case: str, text: str) -> None:
        forums.note_forum(forum=self._forum(case), text=text, kind="summary", at=at, actor=self._persons["forums"])

    def _observe(self, *, at: datetime, case: str, on: date, text: str, picture: Json | None) -> None:
        file = File(sketch(picture["name"]), name=f"{picture['name']}.png") if picture else None
        experiments.observe(
            forum=self._forum(case), on=on, text=text, file=file, alt=picture["alt"] if picture else "", at=at,
            actor=self._persons["forums"],
        )  # fmt: skip

    # ── sessions ──

    def _plan_session(self, *, at: datetime, case: str, key: str, plan: Json) -> None:
        sessions.plan_session(
            forum=self._forum(case), plan=sessions.Plan(**plan), key=key, at=at, actor=self._persons["forums"]
        )

    def _sign_up(self, *, at: datetime, case: str, session: str, people: list[str]) -> None:
        found = sessions.find_session(session)
        for number, who in enumerate(people):
            person = self._persons[who]
            registrations.register(session=found, person=person, at=at + number * APART, actor=person)

    def _held(
        self, *, at: datetime, case: str, session: str, came: list[str], record: str, count: int, evidence: str,
        papers: list[tuple[str, str]],
    ) -> None:  # fmt: skip
        found, actor = sessions.find_session(session), self._persons["forums"]
        registrations.attend(session=found, came=[self._persons[who] for who in came], at=at, actor=actor)
        then = at + timedelta(minutes=25)
        forums.note_forum(
            forum=found.forum, text=record, count=count, evidence=evidence, session=found, at=then, actor=actor
        )
        for number, (position, text) in enumerate(papers):
            opinions.post_opinion(
                forum=found.forum, text=text, position=position, author=None, channel="paper", session=found,
                key=f"{session}-paper{number}", at=then + (number + 1) * timedelta(minutes=3), actor=actor,
            )  # fmt: skip

    # ── what comes of it ──

    def _write_report(self, *, at: datetime, case: str, sections: Json) -> None:
        forum, actor = self._forum(case), self._persons["forums"]
        version = reports.edit_report(forum=forum, sections=sections, at=at, actor=actor)
        reports.publish_report(forum=forum, number=version.number, at=at + timedelta(minutes=35), actor=actor)

    def _deliver(self, *, at: datetime, case: str, text: str) -> None:
        tasks.finish_task(case_key=case, act="deliver", text=text, at=at, actor=self._persons["forums"])

    def _answer_forum(self, *, at: datetime, case: str, by: str, decision: str, text: str) -> None:
        answers.publish_answer(
            case_key=case, stage="forum-answering", decision=decision, text=text, at=at, actor=self._persons[by]
        )

    def _publish_result(self, *, at: datetime, case: str, text: str) -> None:
        results.publish_result(case_key=case, text=text, at=at, actor=self._persons["forums"])

    # ── execution ──

    def _plan_delivery(
        self, *, at: datetime, case: str, by: str, plan: str, who: str, budget: str, steps: list[tuple[str, str]],
        reason: str = "",
    ) -> None:  # fmt: skip
        deliveries.start_delivery(
            case_key=case, plan=plan, who=who, budget=budget, reason=reason, at=at, actor=self._persons[by],
            milestones=[(name, date.fromisoformat(day)) for name, day in steps],
        )  # fmt: skip

    def _progress(
        self, *, at: datetime, case: str, by: str, percent: int, text: str, reached: list[tuple[str, date]]
    ) -> None:
        deliveries.update_delivery(
            case_key=case, progress=text, percent=percent, reached=reached, at=at, actor=self._persons[by]
        )

    def _finish(
        self, *, at: datetime, case: str, by: str, result: str, before: str, after: str,
        figures: list[tuple[str, str, str]],
    ) -> None:  # fmt: skip
        deliveries.finish_delivery(
            case_key=case, result=result, before=before, after=after, figures=figures, at=at, actor=self._persons[by]
        )

    def _verdict(self, *, at: datetime, case: str, by: str, verdict: str, text: str) -> None:
        delivery = verdicts.find_delivery(case)
        verdicts.give_verdict(delivery=delivery, person=self._persons[by], verdict=verdict, text=text, at=at)
