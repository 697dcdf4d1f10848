"""감사기록: 거르고, 풀어 보고, 내려받고, 사슬을 살핀다. 시민의 이름은 어디에도 없다."""

from datetime import timedelta

import pytest
from django.urls import reverse

from madang.audit import chain
from madang.audit.models import Entry, record
from madang.people.models import Role
from tests import make


@pytest.fixture
def 감사(db):
    return make.staff("감사 담당", Role.AUDITOR)


@pytest.fixture
def 창(브라우저, 감사, 자전거):
    return 브라우저(감사, at=make.AT + timedelta(days=1))


def sheet(창, **data):
    return b"".join(창.get("/staff/audit", {"format": "csv", **data}).streaming_content).decode("utf-8-sig")


def test_한_일이_쉬운_말로_보이고_건으로_이어진다(창):
    page = 창.page("/staff/audit")
    assert "50인 요건" not in page
    assert "자전거 도로를 이어 주세요" in page
    assert "/staff/cases/bike" in page
    assert "답변" in page
    assert "%(" not in page


def test_공감은_따로_볼_때만_보이고_누구인지는_볼_수_없다(창, 두리, 자전거):
    assert "공감했습니다" not in 창.page("/staff/audit")
    page = 창.page("/staff/audit", group="support")
    assert "공감했습니다" in page
    assert "시민 한 사람" in page
    one = Entry.objects.filter(verb="support.cast").first()
    assert one.actor not in page
    detail = 창.page(f"/staff/audit/{one.pk}")
    assert one.actor.partition(":")[2] not in detail
    assert "support.cast" not in sheet(창, group="support", actor=one.actor)
    assert one.actor.partition(":")[2] not in sheet(창, group="support")


def test_시민의_이름과_주소는_화면에도_파일에도_없다(창, 하나):
    record(at=make.AT, actor=하나.actor, verb="person.join", subject=하나.actor, name="하나", email="hana@gaon.example")
    for text in (창.page("/staff/audit", group="people"), sheet(창)):
        assert "hana@gaon.example" not in text
        assert 하나.key not in text or len(하나.key) <= 4
    entry = Entry.objects.latest("pk")
    assert "hana@gaon.example" not in 창.page(f"/staff/audit/{entry.pk}")


def test_거르면_그것만_남는다(창, 감사):
    assert "역할을 주었습니다" in 창.page("/staff/audit", group="team")
    assert "제안을 올렸습니다" not in 창.page("/staff/audit", group="team")
    assert "제안을 올렸습니다" in 창.page("/staff/audit", q="자전거")
    assert "역할을 주었습니다" not in 창.page("/staff/audit", q="bike")
    assert "찾는 기록이 없습니다" in 창.page("/staff/audit", since="2030-01-01")
    assert "찾는 기록이 없습니다" not in 창.page("/staff/audit", until="2019-03-04")


@pytest.mark.parametrize(
    "query",
    [
        {"since": "어제"}, {"since": "0001-01-01"}, {"until": "9999-12-31"}, {"group": "없음"}, {"actor": "person:x"},
        {"after": "x~y"}, {"after": "2019-03-04T00:00:00+00:00~99999999999999999999"}, {"q": "\x00"}, {"q": "가" * 500},
        {"after": "2019-03-04~1"},
    ],
)  # fmt: skip
def test_말이_안_되는_것을_물어도_목록은_열린다(창, query):
    assert 창.get("/staff/audit", query).status_code == 200


def test_한_줄은_그때_적용된_기준과_함께_풀린다(창, 자전거):
    entry = Entry.objects.filter(verb="case.mark", subject="case:bike").first() or Entry.objects.get(
        verb="case.enter", subject="case:bike", facts__stage="answer"
    )
    page = 창.page(f"/staff/audit/{entry.pk}")
    assert "기준 1판" in page
    assert "50" in page


def test_없는_기록은_404다(창):
    창.page("/staff/audit/999999999", status=404)
    창.page(f"/staff/audit/{10**30}", status=404)


def test_파일에는_거른_것이_모두_들어_있다(창, monkeypatch):
    monkeypatch.setattr("madang.web.staff.audit.EXPORTED", 7)
    assert sheet(창).count("\r\n") == Entry.objects.exclude(verb__startswith="support.").count() + 1


def test_목록은_한_쪽씩_끝까지_이어진다(창):
    for n in range(120):
        record(
            at=make.AT + timedelta(minutes=n // 7), actor="system", verb="holiday.add", subject=f"day:{n}", name=str(n)
        )
    seen, href = [], "/staff/audit"
    while href:
        answer = 창.get(href)
        assert answer.status_code == 200
        page = answer.content.decode()
        seen += [part.partition('"')[0] for part in page.split('href="/staff/audit/')[1:] if part[0].isdigit()]
        more = [
            part.partition('"')[0]
            for part in page.split('href="')[1:]
            if "after=" in part.partition('"')[0] and "format=" not in part.partition('"')[0]
        ]
        href = more[0].replace("&amp;", "&") if more else ""
    assert len(seen) == len(set(seen)) == Entry.objects.exclude(verb__startswith="support.").count()


def test_사슬을_살피고_고친_줄이_드러난다(창):
    chain.seal(at=make.AT)
    창.send("/staff/audit/verify")
    assert "모두 그대로" in 창.page("/staff/audit")
    entry = Entry.objects.get(verb="proposal.submit")
    Entry.objects.filter(pk=entry.pk).update(actor="system")
    창.send("/staff/audit/verify")
    page = 창.page("/staff/audit")
    assert "어긋난 곳" in page
    assert "봉인한 뒤에 바뀌었습니다" in 창.page(f"/staff/audit/{entry.pk}")


def test_머리는_누구나_가져가_보관한다(client, 자전거):
    chain.seal(at=make.AT)
    assert client.get(reverse("audit_head")).json()["digest"] == chain.head().digest


def test_목록은_몇_번만_묻는다(창, django_assert_max_num_queries):
    with django_assert_max_num_queries(26):
        창.page("/staff/audit")
