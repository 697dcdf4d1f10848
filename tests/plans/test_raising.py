"""절차가 할 일을 만든다: …하면 …할 일. 한 번씩, 그 일이 일어난 때로, 누가 언제 보든 똑같이."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from madang.actions import (
    clockwork,
    handing,
    raising,
    results,
    sessions,
    tasks,
    todo_defaults,
    todos,
    todos_due,
    watching,
)
from madang.base.errors import Refused
from madang.plans.models import Todo, TodoRule
from tests import make, make_forums, make_plans
from tests.plans import at_once
from tests.processes import Madang, ask

pytestmark = pytest.mark.django_db
BEFORE = make.AT - make.days(1)


def rule(when: str = "case-opened", title: str = "부서 정하기", *, role: str = "pm", at=BEFORE, **more) -> TodoRule:
    return raising.set_rule(when=when, title=title, role=role, at=at, actor=None, **more)


def due() -> list[tuple[str, date]]:
    return list(Todo.objects.order_by("due", "title").values_list("title", "due"))


def test_건이_들어오면_할_일이_한_번_생긴다() -> None:
    rule(days=1, working=True)
    make.proposal(at=make.moment("2019-03-08 10:00"))  # a Friday
    for _ in range(3):
        raising.raise_due(at=make.moment("2019-03-10 09:00"))
    일 = Todo.objects.get()
    assert (일.title, 일.due) == ("부서 정하기", date(2019, 3, 11))  # the next working day
    assert 일.at == make.moment("2019-03-08 10:00")
    assert raising.raise_due(at=make.moment("2020-03-10 09:00")) == 0


def test_규칙이_생기기_전의_일은_할_일을_만들지_않는다() -> None:
    make.proposal("지난 제안")
    rule(at=make.AT + make.days(1))
    make.proposal("새 제안", at=make.AT + make.days(2))
    raising.raise_due(at=make.AT + make.days(3))
    assert [one.case.proposal.title for one in Todo.objects.all()] == ["새 제안"]


def test_시계가_멈췄던_동안의_일도_그때로_생긴다() -> None:
    rule("stage-entered", "검토 자료", what="kind:agenda", days=14)
    제안 = make.proposal()
    make.supports(제안, 500, at=make.AT + make.days(1))
    raising.raise_due(at=make.AT + make.days(200))  # the first look for half a year
    assert due() == [("검토 자료", date(2019, 3, 19))]


def test_참여한_사람이_천_명이_된_바로_그때가_적힌다() -> None:
    rule("count-reached", "보도자료", what="participants", least=3, role="promotion")
    공론장 = make_forums.forum()
    for n in range(5):
        make_forums.opinion(공론장, "찬성", by=make.person(f"시민 {n}"), at=make.AT + make.days(n))
    raising.raise_due(at=make.AT + make.days(30))
    assert Todo.objects.get().at == make.AT + make.days(2)


def test_끝나기_며칠_전에_생기고_마감은_끝에서_거꾸로_센다() -> None:
    rule("stage-ending", "마감 안내", what="kind:forum", least=7, days=-3, role="promotion")
    make_forums.forum(days=30)  # the last day is 3 April
    raising.raise_due(at=make.moment("2019-03-26 23:59"))
    assert not Todo.objects.exists()
    raising.raise_due(at=make.moment("2019-03-27 00:00"))
    assert due() == [("마감 안내", date(2019, 3, 31))]


def test_모든_때가_정말_할_일을_만든다() -> None:
    """Each trigger of the table, once, by the thing itself."""
    more = {
        "stage-entered": {"what": "kind:forum"}, "stage-ending": {"what": "forum", "least": 3},
        "mark-made": {"what": "agenda-candidate"}, "count-reached": {"what": "supports", "least": 500},
        "report-owed": {"least": 5}, "case-opened": {"what": "citizen"},
    }  # fmt: skip
    for when in raising.WHEN:
        rule(when, when, **more.get(when, {}))
    교통 = make.department()
    제안 = make.proposal(at=make.AT)
    make.assigned(제안, 교통)
    make.supports(제안, 500, at=make.AT + make.days(1))
    make.selected(제안, at=make.AT + make.days(40))
    공론장 = make.forum(제안, at=make.AT + make.days(41))
    자리 = sessions.Plan(
        "open_talk", "열린토론회", make.AT + make.days(50), make.AT + make.days(50.1), place="구청", capacity=10
    )
    sessions.plan_session(forum=공론장, plan=자리, at=make.AT + make.days(42), actor=None)
    clockwork.tick(at=make.AT + make.days(75))
    results_at = make.AT + make.days(75)
    tasks.finish_task(case_key=제안.case.key, act="deliver", at=results_at, actor=None)
    for day in (78, 80):  # the department's, then the one on the discussion
        make.answered(제안, by=교통, at=make.AT + make.days(day))
    results.publish_result(case_key=제안.case.key, at=make.AT + make.days(81), actor=None, text="결과")
    clockwork.tick(at=make.AT + make.days(400))
    raising.raise_due(at=make.AT + make.days(400))
    assert set(Todo.objects.values_list("title", flat=True)) == set(raising.WHEN)


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"when": "moon-rises"}, "unknown-when"), ({"when": "stage-entered"}, "what-missing"),
        ({"when": "count-reached", "what": "likes", "least": 5}, "unknown-count"),
        ({"when": "count-reached", "what": "supports"}, "least-missing"), ({"days": -3}, "days-backwards"),
        ({"days": 5000}, "days-out-of-range"), ({"watch": "wishes"}, "unknown-watch"), ({"role": ""}, "todo-of-nobody"),
        ({"role": "king"}, "unknown-role"), ({"title": "  "}, "title-empty"), ({"procedure": "narnia"}, "no-procedure"),
        ({"when": "stage-ending", "what": "forum", "least": 9000}, "days-out-of-range"),
    ],
)  # fmt: skip
def test_잘못된_규칙은_까닭을_말하고_받지_않는다(fields, code) -> None:
    with pytest.raises(Refused) as refused:
        rule(**{"when": "case-opened", "title": "일", "role": "pm", **fields})
    assert refused.value.code == code
    assert not TodoRule.objects.exists()


def test_고친_규칙은_앞으로만_달라지고_그때까지의_일은_옛_규칙대로_생긴다() -> None:
    규칙 = rule(title="옛 이름")
    make.proposal("앞의 제안")
    규칙 = raising.set_rule(
        rule=규칙,
        after=규칙.edition,
        when="case-opened",
        title="새 이름",
        role="pl",
        at=make.AT + make.days(1),
        actor=None,
    )
    make.proposal("뒤의 제안", at=make.AT + make.days(2))
    raising.raise_due(at=make.AT + make.days(3))
    assert {one.case.proposal.title: one.title for one in Todo.objects.all()} == {
        "앞의 제안": "옛 이름", "뒤의 제안": "새 이름",
    }  # fmt: skip
    raising.drop_rule(rule=규칙, at=make.AT + make.days(4), actor=None)
    make.proposal("거둔 뒤의 제안", at=make.AT + make.days(5))
    assert raising.raise_due(at=make.AT + make.days(6)) == 0


def test_둘이_함께_규칙을_고치면_나중_사람에게_말해_준다() -> None:
    규칙 = rule()
    본판 = 규칙.edition
    raising.set_rule(rule=규칙, after=본판, when="case-opened", title="네온의 말", role="pm", at=make.AT, actor=None)
    with pytest.raises(Refused) as refused:
        raising.set_rule(
            rule=규칙, after=본판, when="case-opened", title="세종의 말", role="pm", at=make.AT, actor=None
        )
    assert refused.value.code == "changed-meanwhile"


def test_지난_석_달이라면_몇_번_생겼을지_미리_본다() -> None:
    for n in range(3):
        make.proposal(f"제안 {n}", at=make.AT + make.days(n))
    make.proposal("오래전 제안", at=make.AT - make.days(200))
    규칙 = [TodoRule(when=when, title="일", role="pm") for when in ("case-opened", "forum-opened")]
    본, 없음 = raising.would_have(규칙, at=make.AT + make.days(10))
    assert (본.count, 본.last) == (3, make.AT + make.days(2))
    assert 없음.count == 0


# ── by itself ──


def test_맡을_부서를_정하면_저절로_마친다() -> None:
    rule(watch="department-assigned", days=1)
    제안 = make.proposal()
    todos_due.look(at=make.AT + make.days(1))
    make.assigned(제안, make.department(), at=make.AT + make.days(2))
    for _ in range(2):
        todos_due.look(at=make.AT + make.days(3))
    일 = Todo.objects.get()
    assert (일.done_at, 일.seen, 일.done_by) == (make.AT + make.days(2), True, None)


def test_다시_연_일은_저절로_마치지_않는다() -> None:
    rule(watch="department-assigned")
    제안 = make.proposal()
    make.assigned(제안, make.department(), at=make.AT + make.days(1))
    todos_due.look(at=make.AT + make.days(2))
    todos.reopen_todo(todo=Todo.objects.get(), at=make.AT + make.days(3), actor=None)
    assert watching.watch_due(at=make.AT + make.days(4)) == 0
    assert Todo.objects.get().done_at is None


def test_먼저_나온_답변은_뒤에_생긴_일을_마치지_않는다() -> None:
    교통 = make.department()
    제안 = make.proposal()
    make.assigned(제안, 교통)
    make.supports(제안, 50)
    make.answered(제안, "decline", by=교통, at=make.AT + make.days(1))
    make_plans.todo("다음 답변 알리기", case=제안.case, watch="answer-published", at=make.AT + make.days(2))
    assert watching.watch_due(at=make.AT + make.days(3)) == 0


def test_끝난_건을_기다리던_일은_없어진다() -> None:
    rule(watch="department-assigned")
    make.proposal()
    clockwork.tick(at=make.AT + make.days(60))  # nobody supported it
    todos_due.look(at=make.AT + make.days(61))
    assert Todo.objects.get().dropped_at is not None


def test_건을_넘기면_부서의_할_일도_따라간다() -> None:
    교통, 녹지 = make.department(), make.department("녹지과")
    세종, 라온 = make.officer(department=교통), make.officer("라온 주무관", department=녹지)
    rule(role="department_officer")
    제안 = make.proposal()
    make.assigned(제안, 교통)
    raising.raise_due(at=make.AT + make.days(1))
    assert Todo.objects.for_person(세종).count() == 1
    handing.hand_over(
        case_key=제안.case.key, department=녹지, reason="녹지과 일", at=make.AT + make.days(2), actor=세종
    )
    assert (Todo.objects.for_person(세종).count(), Todo.objects.for_person(라온).count()) == (0, 1)


# ── the rules one begins with ──


def test_처음_규칙은_그_절차에서_일어날_수_있는_것만_두_번_깔리지_않고_깔린다() -> None:
    make.procedure("seoul-2019")
    깔린 = todo_defaults.install_default_rules(procedure="seoul-2019", at=make.AT, actor=None)
    assert {one.key.removeprefix("seoul-2019-") for one in 깔린} == set(todo_defaults.DEFAULTS)
    assert todo_defaults.install_default_rules(procedure="seoul-2019", at=make.AT, actor=None) == []
    make.procedure("bluehouse-2019")
    청원 = todo_defaults.install_default_rules(procedure="bluehouse-2019", at=make.AT, actor=None)
    assert {one.key.removeprefix("bluehouse-2019-") for one in 청원} & {"card-news", "report", "dossier"} == set()
    assert 청원


def test_내보내_다시_넣으면_같은_할_일이_같은_이름으로_있다(madang, databases, tmp_path: Path) -> None:
    앞 = ask(madang.url, at_once.lived)
    assert len(앞) > 5
    madang("export", tmp_path / "모두.jsonl")
    another = Madang(databases.new(), tmp_path)
    another("replay", tmp_path / "모두.jsonl")
    assert ask(another.url, at_once.todos_told) == 앞
    databases.drop(another.url)
