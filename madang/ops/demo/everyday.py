"""Doing what ``life.py`` plans, each act through the ordinary action of whoever does it."""

from __future__ import annotations

from datetime import datetime, timedelta

from madang.actions import (
    comments,
    decisions,
    follows,
    handing,
    moderation,
    monitoring,
    objections,
    pages,
    templates,
    texts,
)
from madang.base.errors import Refused
from madang.comments.models import Comment
from madang.moderation.models import Decision, Item
from madang.people.models import Department, Person

from .material import BANNER, NEWS, NOTES, TEMPLATES


class Everyday:
    """The player's acts of everyday life."""

    _persons: dict[str, Person]
    _departments: dict[str, Department]

    def _comment(self, *, at: datetime, case: str, key: str, by: str, text: str, to: str | None) -> None:
        author = self._persons[by]
        comments.write_comment(case_key=case, text=text, author=author, reply_to=to, key=key, at=at, actor=author)

    def _agree(self, *, at: datetime, comment: str, by: list[str]) -> None:
        found = Comment.objects.get(key=comment)
        for number, key in enumerate(sorted(set(by))):
            moment = at + number * timedelta(minutes=7)
            if found.author_id != self._persons[key].pk and moment < at + timedelta(hours=1):
                comments.support_comment(comment=found, person=self._persons[key], at=moment)

    def _report(self, *, at: datetime, comment: str, by: str, code: str) -> None:
        try:
            moderation.report(subject=f"comment:{comment}", code=code, text="", person=self._persons[by], at=at)
        except Refused as refused:
            if refused.code != "already-reported":
                raise

    def _moderate(self, *, at: datetime, comment: str, outcome: str, code: str, note: str) -> None:
        item = Item.objects.open().get(subject=f"comment:{comment}")
        code = code if outcome == "hide" else ""
        actor = self._persons["citizen_proposals"]
        moderation.decide(item=item, outcome=outcome, code=code, note=note, at=at, actor=actor)

    def _object(self, *, at: datetime, comment: str, by: str, text: str) -> None:
        decision = Decision.objects.filter(subject=f"comment:{comment}").latest("pk")
        objections.object_to(decision=decision, text=text, person=self._persons[by], at=at)

    def _review_objection(self, *, at: datetime, comment: str, reason: str) -> None:
        decision = Decision.objects.filter(subject=f"comment:{comment}").latest("pk")
        objections.decide_objection(
            objection=decision.objection, outcome="upheld", reason=reason, at=at, actor=self._persons["pl"]
        )

    def _template(self, *, at: datetime, name: str, number: int) -> None:
        text = TEMPLATES[number][1]
        templates.save_template(name=name, text=text, department=None, at=at, actor=self._persons["officer"])

    def _hand_over(self, *, at: datetime, case: str, department: str) -> None:
        handing.hand_over(
            case_key=case,
            department=self._departments[department],
            reason="현장이 귀 부서가 관리하는 시설이어서 넘겨 드립니다.",
            at=at,
            actor=self._persons["officer"],
        )

    def _note(self, *, at: datetime, case: str, tag: str) -> None:
        actor = self._persons["citizen_proposals"]
        monitoring.note_day(day=at.date(), case_key=case, tag=tag, text=NOTES[tag], at=at, actor=actor)

    def _route(self, *, at: datetime, case: str, code: str, to: str, reason: str) -> None:
        actor = self._persons["citizen_proposals"]
        decisions.route_case(case_key=case, code=code, to=to, reason=reason, at=at, actor=actor)

    def _retire(self, *, at: datetime, case: str, by: str, code: str, reason: str) -> None:
        texts.retire_proposal(case_key=case, code=code, reason=reason, at=at, actor=self._persons[by])

    def _clarify(self, *, at: datetime, case: str, by: str, text: str) -> None:
        texts.clarify_proposal(case_key=case, text=text, at=at, actor=self._persons[by])

    def _follow(self, *, at: datetime, by: str, what: str, value: str) -> None:
        person = self._persons[by]
        follows.follow(person=person, what=what, value=value, at=at, actor=person)

    def _news(self, *, at: datetime, number: int) -> None:
        actor, told = self._persons["promotion"], NEWS[number]
        page = pages.create_page(kind="notice", at=at, actor=actor)
        version = pages.save_page(page=page, edition=0, title=told["title"], body=told["body"], at=at, actor=actor)
        pages.publish_page(page=page, number=version.number, at=at, actor=actor)

    def _banner(self, *, at: datetime) -> None:
        pages.put_banner(
            text=BANNER, tone="info", audience="everyone", starts=at, ends=at + timedelta(days=12), at=at,
            actor=self._persons["site"],
        )  # fmt: skip
