"""뒤쪽 단계의 알림: 공감했든 참여했든 묶인 제안이든, 한 일은 한 사람에게 한 번."""

import time
from datetime import timedelta

import pytest

from madang.actions import answers, audiences, decisions, deliveries, follows, notices, reminders, tasks
from madang.actions.wording import on_site
from madang.agenda.models import AgendaItem
from madang.forums.models import Participant
from madang.notices.models import Broadcast, Follow, Notice, Preference
from madang.people.models import Person
from madang.proposals.models import Support
from tests import make
from tests.make import AT, days

pytestmark = pytest.mark.django_db


def reader(name):
    return make.person(name, email=f"{name.encode().hex()}@gaon.example")


@pytest.fixture
def 하나():
    return reader("하나")


@pytest.fixture
def 두리():
    return reader("두리")


@pytest.fixture
def 세나():
    return reader("세나")


@pytest.fixture
def 교통과():
    return make.department("교통정책과", key="mobility")


@pytest.fixture
def 자전거(하나, 두리, 교통과):
    """하나의 제안, 두리가 공감해 의제 후보가 되었다."""
    made = make.proposal("자전거 도로", key="bike", by=하나, department=교통과)
    make.support(made, 두리)
    make.supports(made, 499)
    return made


def told(person, *kinds):
    found = Notice.objects.filter(person=person)
    return list((found.filter(kind__in=kinds) if kinds else found).values_list("kind", flat=True).order_by("at", "pk"))


def 퍼뜨리기(at):
    reminders.remind(at=at)
    audiences.expand(at=at, gap=0)


def 글(person, kind):
    """(제목, 첫 문단, 주소) as it stands on the site."""
    [shown] = on_site(list(Notice.objects.filter(person=person, kind=kind).select_related("person")))
    return shown["title"], shown["text"], shown["link"]


def test_선정과_미선정과_다음_회의를_이유와_함께_제안자와_공감한_사람이_안다(자전거, 하나, 두리):
    decisions.decide(
        case_key="bike", kind="agenda", decision="defer", reason="자료가 더 필요합니다", at=AT + days(1), actor=None
    )
    make.selected(자전거, question="자전거 도로를 이을까요?", at=AT + days(2))
    퍼뜨리기(AT + days(3))
    for person in (하나, 두리):
        assert told(person, "agenda-decided") == ["agenda-decided"] * 2
    again, chosen = on_site(list(Notice.objects.filter(person=두리, kind="agenda-decided").order_by("pk")))
    assert again["title"] == "‘자전거 도로’ 제안을 다음 회의에서 다시 봐요"
    assert chosen["title"] == "‘자전거 도로’ 제안이 토론 의제로 뽑혔어요"
    row = Notice.objects.filter(kind="agenda-decided").earliest("pk")
    assert "이유: 자료가 더 필요합니다" in notices.letter_of(row, notices.proposals_of([row])).body


def test_기준에_못_미쳐_올린_것은_제안자가_안다(하나, 두리):
    make.proposal("작은 공원", key="park", by=하나)
    make.tick(AT + days(31))
    Follow.objects.create(person=두리, what="matter", value="park", since=AT)
    decisions.pick_up(case_key="park", reason="여러 동네에 닿아서", at=AT + days(40), actor=None)
    퍼뜨리기(AT + days(41))
    assert told(하나, "picked-up") == told(두리, "picked-up") == ["picked-up"]
    assert "공감이 기준에 이르지 않았지만" in 글(하나, "picked-up")[1]


def test_토론이_열리면_공감한_사람과_받는_사람과_제안자가_한_번씩_안다(자전거, 하나, 두리, 세나):
    Follow.objects.create(person=두리, what="matter", value="bike", since=AT)
    Follow.objects.create(person=세나, what="matter", value="bike", since=AT)
    make.selected(자전거, at=AT + days(1))
    make.forum(자전거, question="자전거 도로를 이을까요?", at=AT + days(2))
    퍼뜨리기(AT + days(3))
    for person in (하나, 두리, 세나):
        assert told(person, "forum-opened") == ["forum-opened"]
    title, text, link = 글(두리, "forum-opened")
    assert title == "토론이 열렸어요: 자전거 도로를 이을까요?"
    assert text.startswith("‘자전거 도로’ 제안이 토론으로 이어졌어요.")
    assert link.endswith("/forums/bike")


def test_함께_묶인_제안에_공감한_사람도_한_번만_듣는다(자전거, 하나, 두리, 세나):
    둘째 = make.proposal("보도 넓히기", key="walk", by=세나)
    make.support(둘째, 두리)
    make.supports(둘째, 499)
    lead, other = AgendaItem.objects.get(case__key="bike"), AgendaItem.objects.get(case__key="walk")
    other.lead = lead
    other.save()
    make.selected(자전거, at=AT + days(1))
    decisions.decide(case_key="walk", kind="agenda", decision="select", at=AT + days(1), actor=None)
    make.forum(자전거, at=AT + days(2))
    퍼뜨리기(AT + days(3))
    for person in (하나, 두리, 세나):
        assert told(person, "agenda-decided", "forum-opened") == ["agenda-decided", "forum-opened"]


def test_끝나기_사흘_전_아침에_받는_사람과_청한_참여자가_안다(자전거, 하나, 두리, 세나):
    make.selected(자전거, at=AT + days(1))
    forum = make.forum(자전거, at=AT + days(2))
    for person in (두리, 세나):
        make.opinion(forum, person, at=AT + days(3))
    Preference.objects.create(person=두리, kind="forum-ending-participant", how="now")
    due = forum.visit.due
    reminders.remind(at=due - timedelta(days=5))
    퍼뜨리기(due - timedelta(days=2, hours=1))
    assert told(하나, "forum-ending") == ["forum-ending"]
    assert told(두리, "forum-ending", "forum-ending-participant") == ["forum-ending-participant"]
    assert told(세나, "forum-ending", "forum-ending-participant") == []
    assert 글(두리, "forum-ending-participant")[0].startswith("토론이 곧 끝나요:")
    퍼뜨리기(due - timedelta(days=1))
    assert told(하나, "forum-ending") == ["forum-ending"], "한 번만"


def test_받기도_하고_청하기도_한_참여자는_끝난다는_말을_한_번_듣는다(자전거, 두리):
    make.selected(자전거, at=AT + days(1))
    forum = make.forum(자전거, at=AT + days(2))
    make.opinion(forum, 두리, at=AT + days(3))
    Preference.objects.create(person=두리, kind="forum-ending-participant", how="now")
    Follow.objects.create(person=두리, what="matter", value="bike", since=AT)
    due = forum.visit.due
    reminders.remind(at=due - timedelta(days=5))
    퍼뜨리기(due - timedelta(days=2, hours=1))
    assert told(두리, "forum-ending", "forum-ending-participant") == ["forum-ending"]


def test_전달에서_성과까지_공감한_사람과_참여한_사람이_한_번씩_안다(자전거, 하나, 두리, 세나, 교통과):
    세종 = make.officer("세종 주무관", department=교통과)
    make.selected(자전거, at=AT + days(1))
    forum = make.forum(자전거, at=AT + days(2))
    for person in (두리, 세나):  # 두리 supported and took part
        make.opinion(forum, person, at=AT + days(3))
    make.tick(AT + days(40))
    tasks.finish_task(case_key="bike", act="deliver", at=AT + days(41), actor=None)
    make_answer(자전거, AT + days(42))
    tasks.finish_task(case_key="bike", act="publish", at=AT + days(43), actor=None)
    deliveries.start_delivery(case_key="bike", plan="설계하고 놓습니다.", at=AT + days(44), actor=None)
    deliveries.update_delivery(case_key="bike", progress="설계를 마침", percent=40, at=AT + days(45), actor=None)
    deliveries.finish_delivery(case_key="bike", result="3km를 이었습니다.", at=AT + days(46), actor=None)
    퍼뜨리기(AT + days(47))
    notices.send_due(at=AT + days(47))
    assert told(세종, "result-delivered") == ["result-delivered"]
    later = ["result-published", "delivery-planned", "delivery-updated", "delivery-finished"]
    for person in (두리, 세나):
        assert told(person, "answered-supporter", *later) == ["answered-supporter", *later]
    assert told(하나, "answered", "answered-supporter", *later) == ["answered", *later]
    how = dict(Notice.objects.filter(person=세나).values_list("kind", "how"))
    assert [how[kind] for kind in later] == ["now", "daily", "weekly", "now"]
    assert 글(세나, "delivery-updated")[1] == "지금까지 40% 했어요. 어디까지 왔는지 새로 알려 왔어요."
    assert 글(세나, "result-published")[2].endswith("/proposals/bike")


def make_answer(proposal, at):
    answers.publish_answer(
        case_key=proposal.case.key, stage="forum-answering", decision="accept", text="하겠습니다.", at=at, actor=None
    )


def test_그만_받기를_누르면_그_갈래만_멈춘다(자전거, 두리):
    assert follows.knows("delivery-updated")
    assert not follows.knows("result-delivered"), "부서가 꼭 알아야 하는 일"
    follows.stop(person=두리, kind="forum-opened", at=AT, actor=None)
    make.selected(자전거, at=AT + days(1))
    make.forum(자전거, at=AT + days(2))
    퍼뜨리기(AT + days(3))
    assert Notice.objects.get(person=두리, kind="forum-opened").outcome == "site"


@pytest.mark.parametrize(
    ("kind", "who"),
    [
        ("forum-opened", "supports"),
        ("delivery-updated", "takes part"),
        ("result-published", "bundled"),
        ("x", "nobody"),
    ],
)
def test_읽을_사람이_있는_옛_일만_펼쳐진다(두리, kind, who):
    proposal = make.proposal("옛 제안", key="old")
    if who == "supports":
        make.support(proposal, 두리)
    elif who == "takes part":
        Participant.objects.create(forum=_forum_of(proposal), person=두리, at=AT, first_way="opinion")
    elif who == "bundled":
        other = make.proposal("묶인 옛 제안", key="with")
        make.support(other, 두리)
        make.supports(proposal, 500)
        make.supports(other, 500)
        AgendaItem.objects.filter(case__key="with").update(lead=AgendaItem.objects.get(case__key="old"))
    Broadcast.objects.all().delete()
    for each in {"forum-opened", "delivery-updated", "result-published", kind} - {"x"}:
        Broadcast.objects.create(kind=each, occasion="1", at=AT, facts={"case": "old"})
    audiences.pass_over(at=AT + days(9), before=AT + days(8))
    kept = set(Broadcast.objects.filter(done_at=None).values_list("kind", flat=True))
    expected = {
        "supports": {"forum-opened", "delivery-updated", "result-published"},
        "takes part": {"delivery-updated", "result-published"},
        "bundled": {"forum-opened", "delivery-updated", "result-published"},
        "nobody": set(),
    }
    assert kept == expected[who]


def _forum_of(proposal):
    make.supports(proposal, 500)
    make.selected(proposal, at=AT + days(1))
    return make.forum(proposal, at=AT + days(2))


@pytest.mark.slow
def test_공감과_참여가_십만이어도_한_사람에_한_번_금방_쓴다(자전거):
    """60,000 who support, 60,000 who take part, 20,000 of them both: 100,000 notices, in any order of batches."""
    make.selected(자전거, at=AT + days(1))
    forum = make.forum(자전거, at=AT + days(2))
    audiences.expand(at=AT + days(3), gap=0)
    before = Notice.objects.count()
    people = Person.objects.bulk_create(
        [Person(key=f"m{n}", name="", email=f"m{n}@gaon.example", password="!", joined_at=AT) for n in range(100_000)],
        batch_size=5000,
    )
    Support.objects.bulk_create([Support(proposal=자전거, person=p, at=AT) for p in people[:60_000]], batch_size=5000)
    Participant.objects.bulk_create(
        [Participant(forum=forum, person=p, at=AT, first_way="opinion") for p in people[40_000:]], batch_size=5000
    )
    audiences.expand(at=AT + days(3), gap=0)
    before = Notice.objects.count()
    broadcast = Broadcast.objects.create(
        kind="result-published", occasion="many", at=AT + days(3), facts={"case": "bike"}
    )
    begun, batches = time.process_time(), 0
    while audiences._next_batch(AT + days(4), AT + days(4)) is not None:
        batches += 1
    took = time.process_time() - begun
    mine = Notice.objects.filter(kind="result-published", person__key__startswith="m")
    assert mine.count() == mine.values("person").distinct().count() == 100_000
    assert Notice.objects.count() - before == 100_000 + 2  # 하나 and 두리
    broadcast.refresh_from_db()
    assert broadcast.done_at is not None
    assert took < 60, f"{took:.0f}s for {batches} batches"
