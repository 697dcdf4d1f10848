"""한꺼번에: 여러 프로세스가 같은 글을 신고하고, 맡고, 결정해도 하나만 이긴다. 의견을 한꺼번에 써도 센 것이 맞는다."""

from contextlib import suppress

import pytest

from tests.processes import ask, barrier, start


def prepare():
    from madang.actions import moderation
    from madang.people.models import Role
    from tests import make

    make.proposal("자전거 도로", key="bike", by=make.person("하나", key="hana"))
    for n in range(4):
        make.staff(f"주무관 {n}", Role.PM)
    return moderation.report(
        subject="case:bike", code="abuse", text="", person=make.person("두리", key="duri"), at=make.AT
    ).item_id


def moderators():
    from madang.people.models import Person

    return list(Person.objects.filter(memberships__role="pm").order_by("pk"))


def decide(gate, item_id, nth):
    from madang.actions import moderation
    from madang.base.errors import Refused
    from madang.moderation.models import Item
    from tests import make

    actor, item = moderators()[nth], Item.objects.get(pk=item_id)
    outcome, code = ("hide", "abuse") if nth % 2 else ("keep", "")
    gate.wait(30)
    try:
        moderation.decide(item=item, outcome=outcome, code=code, at=make.AT, actor=actor)
    except Refused as refused:
        return refused.code
    return "decided"


def hold(gate, item_id, nth):
    from madang.actions import moderation
    from madang.moderation.models import Item
    from tests import make

    actor, item = moderators()[nth], Item.objects.get(pk=item_id)
    gate.wait(30)
    return moderation.hold(item=item, at=make.AT, actor=actor) is None


def talk(gate, nth):
    from madang.actions import comments, moderation
    from madang.base.errors import Refused
    from madang.comments.models import Comment
    from tests import make

    person = make.person(f"시민 {nth}", key=f"p-{nth}")
    gate.wait(30)
    for n in range(10):
        made = comments.write_comment(case_key="bike", text=f"의견 {n}", author=person, actor=person, at=make.AT)
        if n % 3 == 0:
            comments.delete_comment(comment=made, at=make.AT, actor=person)
    first = Comment.objects.order_by("pk").first()
    for act in (
        lambda: comments.support_comment(comment=first, person=person, at=make.AT),
        lambda: moderation.report(subject="case:bike", code="false", text="", person=person, at=make.AT),
    ):
        with suppress(Refused):  # one's own comment, or one that is gone by now
            act()


def outcome():
    from madang.audit.models import Entry
    from madang.comments.models import Comment, CommentSupport, Thread
    from madang.moderation.models import Decision, Item, Report
    from madang.proposals.models import Proposal

    first = Comment.objects.order_by("pk").first()
    return {
        "decisions": Decision.objects.count(),
        "entries": Entry.objects.filter(verb__in=("proposal.hide", "content.keep")).count(),
        "visibility": Proposal.objects.get().visibility,
        "open": Item.objects.open().count(),
        "reports": (Report.objects.count(), sum(Item.objects.values_list("reports", flat=True))),
        "shown": (Comment.objects.filter(state="shown").count(), sum(Thread.objects.values_list("shown", flat=True))),
        "supports": (CommentSupport.objects.count(), first.supports if first else 0),
    }


def test_네_사람이_한꺼번에_결정하면_한_사람의_결정만_남는다(database):
    item, gate = ask(database, prepare), barrier(4)
    found = [child.result() for child in [start(database, decide, gate, item, n) for n in range(4)]]
    assert sorted(found) == ["already-decided"] * 3 + ["decided"]
    state = ask(database, outcome)
    assert (state["decisions"], state["entries"], state["open"]) == (1, 1, 0)
    assert state["visibility"] == ("hidden" if found.index("decided") % 2 else "public")


def test_네_사람이_한꺼번에_열면_한_사람만_맡는다(database):
    item, gate = ask(database, prepare), barrier(4)
    assert sum(child.result() for child in [start(database, hold, gate, item, n) for n in range(4)]) == 1


@pytest.mark.slow
def test_한꺼번에_쓰고_지우고_공감하고_신고해도_센_것이_맞는다(database):
    ask(database, prepare)
    gate = barrier(4)
    for child in [start(database, talk, gate, n) for n in range(4)]:
        child.result()
    state = ask(database, outcome)
    assert state["shown"] == (24, 24)
    assert state["reports"] == (5, 5)
    assert state["supports"][0] == state["supports"][1]
    assert state["open"] == 1
