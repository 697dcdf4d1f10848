"""진짜 메일 서버와: 꺼져도, 거절해도, 보내다 죽어도 두 번 가지 않고 잃지 않는다."""

import time
from collections import Counter
from datetime import timedelta

import pytest
from django.db import transaction

from madang.actions import audiences, notices
from madang.notices.models import Broadcast, Follow, Line, Notice
from madang.notices.outbox import put, spread
from madang.people.models import Person
from madang.proposals.models import Support
from tests import make, processes
from tests.notices.catcher import Catcher

AT = make.AT
PATIENCE = 180  # seconds, on a busy machine; alone it is done in twenty


@pytest.fixture
def 우체국(tmp_path):
    catcher = Catcher(tmp_path)
    yield catcher
    catcher.stop()


@pytest.fixture
def 메일로(settings, 우체국):
    """This process sends to the catcher."""
    by_smtp(settings, 우체국.port)
    return 우체국


def by_smtp(settings, port):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    settings.EMAIL_TIMEOUT = 5


def 편지들(number, names=None):
    case = make.proposal().case.key
    people = [make.person(f"시민 {n}", email=f"{(names or {}).get(n, 'c')}{n}@gaon.example") for n in range(number)]
    for n, person in enumerate(people):
        put("answered", str(n), at=AT, person=person, case=case)
    return people


@pytest.mark.django_db
def test_편지는_한_연결로_차례대로_두_가지_모양으로_간다(메일로):
    메일로.start()
    people = 편지들(30)
    assert notices.send_due(at=AT) == 30
    assert [to for to, _ in 메일로.taken] == [person.email for person in people]
    assert 메일로.sessions == 1
    letter = 메일로.taken[0][1]
    assert [part.get_content_type() for part in letter.walk()] == ["multipart/alternative", "text/plain", "text/html"]
    assert "자전거 도로를 이어 주세요" in letter.get_body(("plain",)).get_content()
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


@pytest.mark.django_db
def test_하루_꺼져_있던_서버가_돌아오면_차례대로_한_번씩_간다(메일로):
    people = 편지들(30)
    at = AT
    tried = 0
    while at < AT + make.days(1):
        before = Line.objects.values_list("failures", flat=True).first() or 0
        assert notices.send_due(at=at) == 0
        tried += (Line.objects.values_list("failures", flat=True).first() or 0) > before
        at += timedelta(minutes=1)
    assert 140 < tried < 160, "물어보기는 하되 10분에 한 번"
    메일로.start()
    assert notices.send_due(at=at + timedelta(minutes=10)) == 30
    assert [to for to, _ in 메일로.taken] == [person.email for person in people]
    assert notices.send_due(at=at + make.days(1)) == 0
    assert not Line.objects.exclude(down_since=None).exists()


@pytest.mark.django_db
def test_받지_않는_주소_하나가_다른_편지를_막지_않는다(메일로):
    메일로.start()
    편지들(6, names={1: "gone", 3: "later"})
    assert notices.send_due(at=AT) == 4
    assert [to for to, _ in 메일로.taken] == [f"c{n}@gaon.example" for n in (0, 2, 4, 5)]
    assert Notice.objects.get(person__email="gone1@gaon.example").outcome == "refused"
    assert Notice.objects.get(person__email="gone1@gaon.example").bounce.detail.startswith("550")
    later = Notice.objects.get(person__email="later3@gaon.example")
    assert later.sent_at is None
    assert later.send_after == AT + timedelta(minutes=1)


@pytest.mark.django_db
def test_언제까지나_나중에_오라는_주소는_언젠가_그만둔다(메일로):
    메일로.start()
    편지들(1, names={0: "later"})
    at = AT
    for _ in range(notices.TRIES):
        notices.send_due(at=at)
        at += make.days(3)
    assert Notice.objects.get().outcome == "refused"


@pytest.mark.django_db
def test_편지_사이에_끊긴_서버는_나머지를_나중에_받는다(메일로, monkeypatch):
    메일로.start()
    people = 편지들(10)
    real, left = notices.Mail.send, [4]

    def dying(self, letter):
        left[0] -= 1
        if left[0] < 0:
            메일로.stop()
        real(self, letter)

    monkeypatch.setattr(notices.Mail, "send", dying)
    notices.send_due(at=AT)
    monkeypatch.setattr(notices.Mail, "send", real)
    메일로.start()
    notices.send_due(at=AT + timedelta(hours=1))
    assert [to for to, _ in 메일로.taken] == [person.email for person in people]


# ── 죽은 일꾼 ──


@transaction.atomic
def _filled(number):
    make.person("일", at=AT)
    first = Person.objects.latest("pk").pk
    people = [Person(key=f"k{n}", email=f"k{n}@gaon.example", password="!") for n in range(number)]
    Person.objects.bulk_create(people, batch_size=5000)
    proposal = make.proposal()
    pks = list(Person.objects.filter(pk__gt=first, key__startswith="k").values_list("pk", flat=True))
    rows = [Support(proposal=proposal, person_id=pk, at=AT) for pk in pks]
    Support.objects.bulk_create(rows, batch_size=5000)
    Follow.objects.bulk_create(
        Follow(person_id=pk, what="matter", value=proposal.case.key, since=AT) for pk in pks[:50]
    )
    spread("answered-supporter", occasion="1", at=AT, case=proposal.case.key)


def _expand():
    return audiences.expand(at=AT)


def _counted():
    return Notice.objects.filter(kind="answered-supporter").count()


def _state():
    one = Notice.objects.filter(kind="answered-supporter")
    return one.count(), one.values("person").distinct().count(), Broadcast.objects.filter(done_at=None).count()


def _send(port, minutes, database_may_wait=True):
    from django.conf import settings

    by_smtp(settings, port)
    at, sent = AT + timedelta(minutes=minutes), 0
    while went := notices.send_due(at=at):
        sent += went
    return sent


def _outcomes():
    return dict(Counter(Notice.objects.filter(kind="answered-supporter").values_list("outcome", flat=True)))


def _unsure():
    return list(Notice.objects.filter(outcome="unsure").values_list("person__email", flat=True))


@pytest.mark.slow
def test_십만_명의_알림을_쓰다_죽어도_한_사람에_하나씩이다(database):
    number = 100_000
    processes.start(database, _filled, number).result(PATIENCE)
    written = 0
    for _ in range(3):
        worker = processes.start(database, _expand)
        until = written + 10_000
        while (written := processes.ask(database, _counted)) < until and worker.process.is_alive():
            time.sleep(0.1)
        worker.kill()
    assert 0 < processes.ask(database, _counted) < number, "쓰는 사이에 죽었다"
    둘 = [processes.start(database, _expand) for _ in range(2)]
    for one in 둘:
        one.result(PATIENCE)
    processes.ask(database, _expand)
    assert processes.ask(database, _state) == (number, number, 0)


@pytest.mark.slow
def test_보내다_죽어도_두_번_가지_않고_한_통만_의심스럽다(database, 우체국):
    number, deaths = 600, 3
    우체국.slow = 0.002
    우체국.start()
    processes.ask(database, _filled, number)
    processes.ask(database, _expand)
    for death in range(1, deaths + 1):
        worker = processes.start(database, _send, 우체국.port, 10 * death)
        우체국.wait_for(100 * death)
        worker.kill()
    processes.ask(database, _send, 우체국.port, 100)
    times = Counter(to for to, _ in 우체국.taken)
    assert max(times.values()) == 1, "아무에게도 두 번 가지 않는다"
    unsure = processes.ask(database, _unsure)
    assert len(unsure) <= deaths
    missing = {f"k{n}@gaon.example" for n in range(number)} - set(times)
    assert missing <= set(unsure), "가지 않은 것은 모두 적혀 있다"
    outcomes = processes.ask(database, _outcomes)
    assert outcomes.pop("sent") + outcomes.pop("unsure", 0) == number
    assert not outcomes


@pytest.mark.slow
def test_일꾼_둘이_함께_보내도_한_번씩이다(database, 우체국):
    우체국.start()
    processes.ask(database, _filled, 400)
    processes.ask(database, _expand)
    둘 = [processes.start(database, _send, 우체국.port, 1) for _ in range(2)]
    sent = [one.result() for one in 둘]
    sent.append(processes.ask(database, _send, 우체국.port, 60))
    times = Counter(to for to, _ in 우체국.taken)
    assert sum(sent) == 400
    assert len(times) == 400
    assert max(times.values()) == 1
