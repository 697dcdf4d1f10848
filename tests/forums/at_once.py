"""What one of several processes does in the tests of a forum that everyone enters at once."""

from __future__ import annotations

import copy
import random
from datetime import datetime
from typing import Any

TIER = 60  # participants at which the mayor is asked, in the rules of these tests


def prepare(number: int) -> dict[str, Any]:
    """Two open forums under rules with a low tier, and so many people."""
    from madang.actions import forums, procedures
    from madang.rules.document import preset
    from tests import make

    document = copy.deepcopy(preset("seoul-2019").data)
    document["stages"]["forum"]["starts"][0]["when"]["at_least"] = TIER
    procedures.publish_rules(slug="small", data=document, at=make.AT, actor=None)
    found = {}
    for key, form in (("night", "pro_con"), ("yard", "open")):
        rules = procedures.find_procedure("small").current
        asked = forums.ask_citizens(rules=rules, question="열까요?", at=make.AT, actor=None, key=key)
        forums.open_forum(case_key=asked.case.key, at=make.AT, actor=None, form=form)
        found[key] = asked.case.key
    return {"at": make.AT + make.days(1), "people": [one.pk for one in make.crowd(number)]}


def speaking(start: Any, people: list[int], seed: int, at: datetime) -> int:
    """Everyone takes a position, answers, supports and changes it, in this process's own order; how many acts went well."""
    from madang.actions import opinions
    from madang.base.errors import Refused
    from madang.forums.models import Forum, Opinion
    from madang.people.models import Person

    dice, forum = random.Random(seed), Forum.objects.get(key="night")
    known = list(Person.objects.filter(pk__in=people))
    dice.shuffle(known)
    start.wait()
    well = 0
    for person in known:
        try:
            opinions.post_opinion(
                forum=forum, text=f"글 {dice.random()}", author=person, at=at, actor=person,
                position=dice.choice(("for", "against", "other")),
            )  # fmt: skip
            other = Opinion.objects.exclude(author=person).order_by("?").first()
            if other is not None:
                opinions.support_opinion(opinion=other, person=person, at=at)
            well += 1
        except Refused as refused:
            if refused.code not in ("opinion-unchanged",):
                raise
    return well


def voting(start: Any, people: list[int], seed: int, at: datetime) -> int:
    """Everyone votes on every statement, some twice and differently; how many votes were new or changed."""
    from madang.actions import statements
    from madang.forums.models import Statement
    from madang.people.models import Person

    dice = random.Random(seed)
    known = list(Person.objects.filter(pk__in=people))
    todo = [(one, each) for one in Statement.objects.select_related("forum") for each in known]
    todo += dice.sample(todo, len(todo) // 4)
    dice.shuffle(todo)
    start.wait()
    return sum(
        statements.vote_statement(statement=one, vote=dice.choice(("agree", "disagree", "pass")), person=each, at=at)
        for one, each in todo
    )


def stating(number: int, at: datetime) -> None:
    """So many statements that nobody has written."""
    from madang.actions import statements
    from madang.forums.models import Forum

    for n in range(number):
        forum = Forum.objects.get(key="yard")
        statements.post_statement(forum=forum, text=f"진술 {n}", author=None, at=at, actor=None)


def state(case_key: str) -> dict[str, Any]:
    """What must agree, of one forum."""
    from collections import Counter

    from madang.actions import clockwork
    from madang.forums.models import Opinion, OpinionSupport, Participant, Statement, StatementVote
    from madang.procedures.models import Crossing, Mark, Tally
    from tests import make

    sole = Opinion.objects.filter(forum__key=case_key, sole=True)
    votes = Counter(StatementVote.objects.values_list("statement_id", "vote"))
    counted: Counter[Any] = Counter()
    for pk, agree, disagree, passed in Statement.objects.values_list("pk", "agree", "disagree", "passed"):
        counted.update({(pk, 1): agree, (pk, -1): disagree, (pk, 0): passed})
    supports = dict(Counter(OpinionSupport.objects.values_list("opinion_id", flat=True)))
    return {
        "value": Tally.objects.get(case__key=case_key, what="participants").value,
        "participants": Participant.objects.filter(forum__key=case_key).count(),
        "positions": sole.count(),
        "holders": sole.values("author").distinct().count(),
        "versions": sum(one.number == 1 + one.earlier.count() for one in sole),
        "marks": list(Mark.objects.filter(case__key=case_key, key="ask-mayor").values_list("facts", flat=True)),
        "waiting": Crossing.objects.filter(case__key=case_key).count(),
        "votes_agree": +votes == +counted,
        "supports_agree": supports == dict(Opinion.objects.filter(supports__gt=0).values_list("pk", "supports")),
        "differences": [str(one) for one in clockwork.sweep(at=make.AT + make.days(2))],
    }
