"""감사기록의 사슬: 고치고, 지우고, 바꾸고, 끼우고, 자르고, 새로 만들어도 드러난다."""

import json
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from madang.audit import chain, protect
from madang.audit.models import Entry, Inspection, Link, record
from madang.base import clock
from tests import make, processes

AT = make.AT
LATER = AT + timedelta(days=3)


def write(number, at=AT):
    for n in range(number):
        record(at=at, actor="system", verb="case.close", subject=f"case:{n}", nth=n, why="다 했어요")


@pytest.fixture
def 사슬(db):
    write(30)
    assert chain.seal(at=AT) == 30


def codes(*, kept=(), at=LATER):
    return [(each.code, each.number) for each in chain.faults(at=at, kept=kept)]


def test_아무도_손대지_않으면_그대로다(사슬):
    assert codes() == []
    assert chain.head().number == 30


def test_봉인은_한_번뿐이고_새_기록만_잇는다(사슬):
    assert chain.seal(at=LATER) == 0
    write(2)
    assert chain.seal(at=LATER) == 2
    assert codes() == []


@pytest.mark.parametrize(
    "change",
    [
        {"facts": {"nth": 8, "why": "다 했어요"}},
        {"actor": "person:x"},
        {"verb": "case.enter"},
        {"subject": "case:8"},
        {"at": AT + timedelta(microseconds=1)},
    ],
)
def test_어느_칸을_고쳐도_그_고리가_어긋난다(사슬, change):
    Entry.objects.filter(pk=Link.objects.get(number=7).entry_id).update(**change)
    assert codes() == [("changed", 7)]


def test_지운_기록이_드러난다(사슬):
    Entry.objects.filter(pk=Link.objects.get(number=7).entry_id)._raw_delete("default")
    assert codes() == [("missing", 7)]


def test_기록과_고리를_함께_지워도_드러난다(사슬):
    link = Link.objects.get(number=7)
    Entry.objects.filter(pk=link.entry_id)._raw_delete("default")
    link.delete()
    assert [code for code, _ in codes()] == ["gap", "changed"]


def test_두_기록의_자리를_바꾸면_둘_다_어긋난다(사슬):
    one, other = Link.objects.get(number=7), Link.objects.get(number=9)
    Link.objects.filter(pk=7).update(entry_id=-1)
    Link.objects.filter(pk=9).update(entry_id=one.entry_id)
    Link.objects.filter(pk=7).update(entry_id=other.entry_id)
    assert codes() == [("changed", 7), ("changed", 9)]


def test_끝을_자르면_따로_적어_둔_머리가_알아본다(사슬):
    kept = chain.head()
    links = Link.objects.filter(number__gt=25)
    Entry.objects.filter(pk__in=list(links.values_list("entry_id", flat=True)))._raw_delete("default")
    links.delete()
    assert codes() == [], "사슬만으로는 모른다"
    assert codes(kept=[kept]) == [("cut", 30)]


def test_고치고_사슬을_새로_만들어도_머리가_알아본다(사슬):
    kept = chain.head()
    Entry.objects.filter(pk=Link.objects.get(number=7).entry_id).update(actor="person:x")
    Link.objects.all().delete()
    chain.seal(at=AT)
    assert codes() == []
    assert codes(kept=[kept]) == [("other-chain", 30)]


def test_번호_사이에_나중에_끼워_넣은_기록이_드러난다(사슬):
    gap = Entry.objects.order_by("pk").last().pk + 1
    with connection.cursor() as cursor:  # a number that was given out and never used
        if connection.vendor == "postgresql":
            cursor.execute("SELECT nextval(pg_get_serial_sequence('audit_entry', 'id'))")
        else:
            cursor.execute("UPDATE sqlite_sequence SET seq = seq + 1 WHERE name = 'audit_entry'")
    write(5)
    chain.seal(at=AT)
    Entry.objects.bulk_create([Entry(pk=gap, at=AT, actor="person:x", verb="case.close", subject="case:1")])
    assert ("unsealed", 35) in codes()
    chain.seal(at=LATER)
    assert codes() == [("behind", 36)]


def test_늦게_끝난_거래의_기록은_빠지지도_의심받지도_않는다(사슬):
    pk = Entry.objects.order_by("pk").last().pk
    Entry.objects.bulk_create([Entry(pk=pk + 2, at=AT, actor="system", verb="case.close", subject="case:2")])
    chain.seal(at=AT)
    Entry.objects.bulk_create([Entry(pk=pk + 1, at=AT, actor="system", verb="case.close", subject="case:1")])
    assert chain.seal(at=AT + timedelta(minutes=5)) == 1
    assert codes(at=AT + timedelta(minutes=6)) == []


def test_아주_늦게_끝난_거래도_온_기록을_뒤지면_봉인된다(db, monkeypatch):
    monkeypatch.setattr(chain, "LOOK_BACK", 3)
    write(10)
    chain.seal(at=AT)
    Link.objects.filter(number__gt=0).delete()
    Link.objects.create(number=1, entry_id=Entry.objects.last().pk, sealed_at=AT, digest=b"x")
    assert chain.seal(at=AT) < 9
    chain.seal(at=AT, whole=True)
    assert not chain.unsealed().exists()


def test_명령이_어긋난_첫_곳을_말하고_실패한다(사슬, capsys, tmp_path):
    with clock.standing_at(LATER):
        call_command("audit", "head")
        kept = tmp_path / "head.json"
        kept.write_text(capsys.readouterr().out)
        call_command("audit", "verify", "--from", str(kept))
        assert "30개가 모두 그대로" in capsys.readouterr().out
        Entry.objects.filter(subject="case:7").update(actor="person:x")
        Entry.objects.filter(subject="case:20").update(actor="person:x")
        with pytest.raises(CommandError, match="2군데"):
            call_command("audit", "verify")
        assert "8번째 고리" in capsys.readouterr().out
        with pytest.raises(CommandError):
            call_command("audit", "verify", "--json")
        assert json.loads(capsys.readouterr().out)["first"][0]["number"] == 8
    assert Inspection.objects.last().faults == 2


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"number": "1", "digest": "00"}', "\x00", '{"number": 1, "digest": "zz"}']
)
def test_머리가_아닌_파일은_알아보고_말한다(사슬, tmp_path, text):
    kept = tmp_path / "head.json"
    kept.write_text(text)
    with pytest.raises(CommandError, match="머리 파일이 아니에요"):
        call_command("audit", "verify", "--from", str(kept))


def test_방아쇠를_걸면_데이터베이스가_막는다(사슬):
    protect.protect()
    protect.protect()
    for act in (
        lambda: Entry.objects.filter(subject="case:7").update(actor="person:x"),
        lambda: Entry.objects.filter(subject="case:7")._raw_delete("default"),
        lambda: Link.objects.filter(number=7).delete(),
    ):
        with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
            act()
    write(1)
    assert chain.seal(at=LATER) == 1
    protect.unprotect()
    assert Link.objects.filter(number=7).delete()[0] == 1


def test_십만_개도_몇_초면_봉인하고_살핀다(db):
    """Measured: see docs/decisions/0009; here a tenth of it, so that the suite stays quick."""
    rows = (
        Entry(at=AT, actor="system", verb="support.cast", subject=f"case:{n}", facts={"n": n}) for n in range(10_000)
    )
    Entry.objects.bulk_create(rows, batch_size=2000)
    began = clock.now()
    assert chain.seal(at=AT) == 10_000
    assert codes() == []
    assert clock.now() - began < timedelta(seconds=20)


# ── real processes ──


def writing(start, number):
    start.wait(30)
    for n in range(number):
        with transaction.atomic():
            write(1 + n % 3)


def sealing(start, rounds):
    start.wait(30)
    return sum(chain.seal(at=AT) for _ in range(rounds))


def count_and_check():
    chain.seal(at=AT, whole=True)
    faults = [str(each) for each in chain.faults(at=AT)]
    return Entry.objects.count(), Link.objects.count(), chain.unsealed().count(), faults


def test_여럿이_쓰고_여럿이_봉인해도_하나도_빠지지_않고_한_줄이다(database):
    start = processes.barrier(6)
    writers = [processes.start(database, writing, start, 60) for _ in range(4)]
    sealers = [processes.start(database, sealing, start, 60) for _ in range(2)]
    for each in writers:
        each.result()
    sealed = sum(each.result() for each in sealers)
    entries, links, left, faults = processes.ask(database, count_and_check)
    assert entries == links == 480
    assert left == 0
    assert faults == []
    assert sealed > 0
