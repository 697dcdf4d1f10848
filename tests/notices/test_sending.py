"""알림: 한 번에 한 통씩, 읽는 사람의 말로, 고른 대로."""

import re
from datetime import timedelta

import pytest

from madang.actions import audiences, notices, reminders
from madang.notices import marks
from madang.notices.models import Bounce, Broadcast, Follow, Line, Notice, Preference
from madang.notices.outbox import put
from madang.people.models import Role
from tests import make

pytestmark = pytest.mark.django_db
AT = make.AT


@pytest.fixture
def 하나():
    return make.person("하나", email="hana@gaon.example")


@pytest.fixture
def 두리():
    return make.person("두리", email="duri@gaon.example")


def wants(person, kind, how):
    Preference.objects.update_or_create(person=person, kind=kind, defaults={"how": how})


def told(person):
    return list(Notice.objects.of(person).values_list("kind", "outcome").order_by("pk"))


def worker(at):
    """What the worker does in a round."""
    reminders.remind(at=at)
    audiences.expand(at=at)
    return notices.send_due(at=at)


def 답변된_제안(author, *, supporters=(), at=AT):
    교통과 = make.department("교통정책과")
    proposal = make.proposal("자전거 <도로> & 보도", by=author, at=at, department=교통과)
    for each in supporters:
        make.support(proposal, each, at=at)
    make.supports(proposal, 50 - len(supporters), at=at)
    make.answered(proposal, by=교통과, at=at + timedelta(hours=1))
    return proposal


def test_편지는_글과_HTML로_가고_저절로_온_것이라고_말한다(하나, mailoutbox):
    답변된_제안(하나)
    notices.send_due(at=AT + make.days(1))
    letter = next(one for one in mailoutbox if one.to == ["hana@gaon.example"])
    assert "자전거 <도로> & 보도" in letter.body
    page = letter.alternatives[0].content
    assert "자전거 &lt;도로&gt; &amp; 보도" in page
    assert '<html lang="ko">' in page
    assert re.search(r'<a href="http://localhost:\d+/proposals/\w+"', page)
    headers = letter.message()
    assert headers["Auto-Submitted"] == "auto-generated"
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    link = headers["List-Unsubscribe"].strip("<>")
    assert link in letter.body
    assert marks.stopped_by(link.rsplit("/", 1)[1]) == (하나.pk, "answered")
    assert marks.notice_ids(headers["Message-ID"]) == [Notice.objects.get(kind="answered").pk]


def test_꼭_해야_하는_말에는_그만_받기가_없다(mailoutbox):
    교통과 = make.department("교통정책과")
    make.officer("세종", department=교통과)
    put("answer-requested", "1", at=AT, department=교통과, case=make.proposal(department=교통과).case.key)
    assert notices.send_due(at=AT) == 1
    assert "List-Unsubscribe" not in mailoutbox[0].message()


def test_읽는_사람의_말로_쓴다(하나, mailoutbox):
    하나.language = "en"
    하나.save()
    put("content-nothing", "1", at=AT, person=하나)  # no such text: it must not stop the others
    put("answered", "1", at=AT, person=하나, case=make.proposal(by=하나).case.key)
    notices.send_due(at=AT)
    [letter] = mailoutbox
    assert '<html lang="en">' in letter.alternatives[0].content
    assert Notice.objects.get(kind="content-nothing").attempts == 1


def test_부서에_온_알림은_부서_담당자마다_한_통씩이다(mailoutbox):
    교통과 = make.department("교통정책과")
    둘 = [make.officer(name, department=교통과) for name in ("세종", "나리")]
    put("answer-requested", "1", at=AT, department=교통과, case=make.proposal().case.key)
    assert notices.send_due(at=AT) == 2
    assert notices.send_due(at=AT) == 0
    assert sorted(letter.to[0] for letter in mailoutbox) == sorted(person.email for person in 둘)
    assert [told(person) for person in 둘] == [[("answer-requested", "sent")]] * 2


def test_부서_담당자가_없으면_담당자가_안다(mailoutbox):
    담당자 = make.staff("담당", Role.OFFICER)
    put("answer-requested", "1", at=AT, department=make.department("빈 부서"), case=make.proposal().case.key)
    notices.send_due(at=AT)
    assert [letter.to for letter in mailoutbox] == [[담당자.email]]


def test_공감한_사람은_답변을_한_번_받고_소식도_받는다고_두_번_받지_않는다(하나, 두리, mailoutbox):
    proposal = 답변된_제안(하나, supporters=[두리, 하나])
    Follow.objects.create(person=두리, what="matter", value=proposal.case.key, since=AT)
    for _ in range(3):
        worker(AT + make.days(1))
    assert told(하나) == [("answered", "sent"), ("tier-reached", "sent")]
    assert told(두리) == [("tier-reached", "sent"), ("answered-supporter", "sent")]
    assert len(mailoutbox) == 4


@pytest.mark.parametrize(("how", "mails", "rows"), [("site", 0, 1), ("off", 0, 0), ("now", 1, 1)])
def test_고른_대로_받는다(하나, 두리, mailoutbox, how, mails, rows):
    wants(두리, "answered-supporter", how)
    답변된_제안(하나, supporters=[두리])
    worker(AT + make.days(1))
    assert len([1 for letter in mailoutbox if letter.to == [두리.email]]) == mails
    assert Notice.objects.of(두리).count() == rows


def test_공감한_제안의_기준_도달은_바란_사람만_듣는다(하나, 두리, mailoutbox):
    세나 = make.person("세나", email="sena@gaon.example")
    wants(세나, "tier-reached-supporter", "now")
    답변된_제안(하나, supporters=[두리, 세나])
    worker(AT + make.days(1))
    assert "tier-reached-supporter" in dict(told(세나))
    assert "tier-reached-supporter" not in dict(told(두리))


def test_가려진_제안의_소식은_나가지_않는다(하나, 두리, mailoutbox):
    proposal = 답변된_제안(하나, supporters=[두리])
    proposal.visibility = "hidden"
    proposal.save()
    worker(AT + make.days(1))
    assert told(두리) == [("answered-supporter", "not-theirs")]
    assert ("answered", "sent") in told(하나)


def test_주소가_없는_사람의_알림은_줄을_막지_않는다(mailoutbox):
    누구 = make.person("이름만")
    put("answered", "1", at=AT, person=누구, case=make.proposal(by=누구).case.key)
    assert notices.send_due(at=AT) == 0
    assert told(누구) == [("answered", "no-address")]


# ── 모아 보내기 ──


def test_모아_보내기는_여덟_시에_한_통이고_없으면_없다(하나, mailoutbox):
    for kind in ("answered", "comment-new", "near-tier"):
        wants(하나, kind, "daily")
    proposals = [make.proposal(f"제안 {n}", by=하나) for n in range(3)]
    for n, proposal in enumerate(proposals):
        put("answered", str(n), at=AT, person=하나, case=proposal.case.key)
    assert worker(AT) == 0
    assert notices.next_due() == AT.replace(hour=8) + make.days(1)
    assert worker(AT.replace(hour=7, minute=59) + make.days(1)) == 0
    assert worker(AT.replace(hour=8) + make.days(1)) == 1
    assert worker(AT + make.days(2)) == 0
    [letter] = mailoutbox
    assert all(proposal.title in letter.body for proposal in proposals)
    assert set(told(하나)) == {("answered", "sent")}
    link = letter.message()["List-Unsubscribe"].strip("<>")
    assert marks.stopped_by(link.rsplit("/", 1)[1]) == (하나.pk, "digest")


def test_주마다_모은_것은_월요일_여덟_시에_간다(하나, mailoutbox):
    wants(하나, "answered", "weekly")
    put("answered", "1", at=AT, person=하나, case=make.proposal(by=하나).case.key)
    worker(AT)
    assert notices.next_due() == AT.replace(hour=8) + make.days(7)
    assert worker(AT.replace(hour=8) + make.days(7)) == 1


# ── 시계가 하는 말 ──


@pytest.fixture
def 의무():
    """교통과가 답할 의무. 마감은 20일 뒤."""
    교통과 = make.department("교통정책과")
    세종 = make.officer("세종", department=교통과)
    담당자, 시장 = make.staff("담당", Role.OFFICER), make.staff("시장", Role.REPRESENTATIVE)
    proposal = make.proposal(department=교통과)
    make.supports(proposal, 50)
    reminders.remind(at=AT)
    return proposal.case.duties.get(), 세종, 담당자, 시장


def kinds_of(person):
    return [kind for kind, _ in told(person) if kind.startswith(("due", "over"))]


def test_마감_사흘_하루_전과_지난_아침에_저마다_한_번씩_알린다(의무, mailoutbox):
    duty, 세종, 담당자, 시장 = 의무
    at = AT
    while at < duty.due_now + make.days(12):
        worker(at)
        at += timedelta(hours=6)
    assert kinds_of(세종) == ["due-soon", "due-soon", "overdue"]
    assert kinds_of(담당자) == ["overdue"]
    assert kinds_of(시장) == ["overdue-head"]
    assert all(row.at.astimezone(make.SEOUL).hour == 8 for row in Notice.objects.filter(kind__contains="due"))


def test_일꾼이_오래_멈췄어도_나중에_한_번씩_알린다(의무, mailoutbox):
    duty, 세종, 담당자, 시장 = 의무
    for _ in range(2):
        worker(duty.due_now + make.days(30))
    assert kinds_of(세종) == ["overdue"]  # "곧 마감"은 지난 말이라 하지 않는다
    assert kinds_of(담당자) == ["overdue"]
    assert kinds_of(시장) == ["overdue-head"]


def test_지킨_의무는_재촉하지_않는다(의무, mailoutbox):
    duty, 세종, *_ = 의무
    make.answered(duty.case.proposal, at=AT + make.days(1))
    worker(duty.due_now + make.days(30))
    assert kinds_of(세종) == []


def test_기준에_가까우면_한_번_알린다(하나, 두리, mailoutbox):
    proposal = make.proposal(by=하나)
    Follow.objects.create(person=두리, what="matter", value=proposal.case.key, since=AT)
    make.supports(proposal, 40)
    worker(AT + make.days(1))
    assert told(하나) == []
    for hour in range(3):
        worker(AT + make.days(25) + timedelta(hours=hour))
    assert told(하나) == told(두리) == [("near-tier", "sent")]
    assert "10명이 더 공감하면" in mailoutbox[0].body


def test_아직_먼_제안은_가깝다고_하지_않는다(하나, mailoutbox):
    make.supports(make.proposal(by=하나), 39)
    worker(AT + make.days(25))
    assert told(하나) == []


# ── 새 제안 소식 ──


def test_분야_동네_찾기의_새_제안을_주마다_한_통으로_알린다(하나, mailoutbox):
    make.procedure()
    for what, value in (("category", "교통"), ("area", "가온동"), ("search", "q=자전거")):
        Follow.objects.create(person=하나, what=what, value=value, since=AT)
    make.proposal("옛 자전거", at=AT - timedelta(hours=1))
    make.proposal("자전거 도로", category="교통", area="가온동", at=AT + timedelta(hours=1))
    make.proposal("버스 정류장", category="교통", at=AT + timedelta(hours=1))
    make.proposal("놀이터", category="안전", at=AT + timedelta(hours=1))
    make.proposal("내 자전거", by=하나, at=AT + timedelta(hours=1))
    for hour in (2, 3):
        worker(AT + timedelta(hours=hour))
    assert Notice.objects.of(하나).count() == 2
    assert worker(AT + make.days(8)) == 1
    assert "자전거 도로" in mailoutbox[0].body
    assert "버스 정류장" in mailoutbox[0].body
    assert "놀이터" not in mailoutbox[0].body


# ── 의심스러운 줄, 돌아온 메일 ──


def test_보내다_멈춘_줄은_꼭_해야_할_말이면_다시_하고_아니면_적어만_둔다(하나, mailoutbox):
    case = make.proposal(by=하나).case.key
    put("answered", "1", at=AT, person=하나, case=case)
    put("approval-asked", "1", at=AT, person=하나, case=case)
    (optional, must) = Notice.objects.order_by("pk")
    Notice.objects.update(how="now", sending_at=AT, send_after=AT + timedelta(minutes=5))
    must.kind = "answer-requested"
    Notice.objects.filter(pk=must.pk).update(kind="answer-requested")
    assert notices.send_due(at=AT + timedelta(minutes=1)) == 0
    assert notices.send_due(at=AT + timedelta(minutes=6)) == 1
    assert mailoutbox[0].message()["Message-ID"] == marks.message_id(must.pk)
    optional.refresh_from_db()
    assert optional.outcome == "unsure"


def test_자꾸_돌아오는_주소에는_꼭_해야_할_말만_보낸다(하나, mailoutbox):
    case = make.proposal(by=하나).case.key
    for n in range(3):
        put("answered", str(n), at=AT, person=하나, case=case)
        Bounce.objects.create(notice=Notice.objects.get(unique=f"answered:{n}"), email=하나.email, at=AT)
    put("answer-requested", "1", at=AT, person=하나, case=case)
    assert notices.send_due(at=AT) == 1
    assert dict(told(하나)) == {"answered": "unreachable", "answer-requested": "sent"}


def test_지난_것은_흘려보내되_여기서는_볼_수_있다(하나, 두리, mailoutbox):
    답변된_제안(하나, supporters=[두리])
    notices.let_pass(before=AT + make.days(2), at=AT + make.days(2))
    assert worker(AT + make.days(3)) == 0
    assert not mailoutbox
    assert Notice.objects.of(두리).count() == 1
    assert not Notice.objects.of(두리).unread().exists()
    assert not Broadcast.objects.filter(done_at=None).exists()
    assert not Line.objects.exists()


def test_할_일이_없는_일꾼은_몇_번만_묻는다(하나, django_assert_max_num_queries):
    worker(AT)
    with django_assert_max_num_queries(12):
        worker(AT + timedelta(seconds=5))
