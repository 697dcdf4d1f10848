"""알림의 쪽: 종, 고르기, 그만 받기, 소식 받기."""

import pytest
from django.core.signing import dumps
from django.test import Client
from django.urls import reverse

from madang.actions import notices
from madang.notices import marks
from madang.notices.models import Bounce, Follow, Notice, Preference
from madang.notices.outbox import put
from madang.people.models import Role
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def 하나():
    person = make.person("하나", email="hana@gaon.example")
    person.set_password("마당에서 만나요 2026")
    person.save()
    return person


@pytest.fixture
def 브라우저(하나):
    browser = Client(headers={"accept-language": "ko"})
    browser.force_login(하나)
    return browser


def 알림들(person, number):
    for n in range(number):
        proposal = make.proposal(f"제안 {n}", by=person)
        put("answered", str(n), at=make.AT, person=person, case=proposal.case.key)
    return list(Notice.objects.of(person))


def test_종은_안_읽은_수를_말하고_누르면_줄어든다(브라우저, 하나):
    rows = 알림들(하나, 3)
    assert "안 읽은 것 3개" in 브라우저.get("/").text
    answer = 브라우저.get(f"/notices/{rows[0].pk}/open")
    assert answer.url == f"/proposals/{rows[0].facts['case']}"
    assert "안 읽은 것 2개" in 브라우저.get("/notices").text
    브라우저.post("/notices/read", {"upto": rows[1].pk})
    assert "안 읽은 것" not in 브라우저.get("/notices").text


def test_모두_읽음은_쪽을_연_뒤에_온_것을_읽었다고_하지_않는다(브라우저, 하나):
    rows = 알림들(하나, 2)
    브라우저.post("/notices/read", {"upto": rows[1].pk})
    assert [row.pk for row in Notice.objects.of(하나).unread()] == [rows[0].pk]


def test_알림은_스무_개씩_이어지고_제목에_보낸_곳을_되풀이하지_않는다(브라우저, 하나):
    알림들(하나, 25)
    first = 브라우저.get("/notices").text
    assert first.count("told__title") == 20
    assert "[가온시 마당]" not in first
    rest = 브라우저.get(f"/notices?before={Notice.objects.of(하나)[19].pk}").text
    assert rest.count("told__title") == 5


def test_알림_쪽은_많아도_몇_번만_묻는다(브라우저, 하나, django_assert_max_num_queries):
    알림들(하나, 25)
    with django_assert_max_num_queries(8):
        브라우저.get("/notices")


def test_남의_알림은_없는_쪽이다(브라우저):
    두리 = make.person("두리", email="duri@gaon.example")
    [row] = 알림들(두리, 1)
    assert 브라우저.get(f"/notices/{row.pk}/open").status_code == 404
    row.refresh_from_db()
    assert row.read_at is None


@pytest.mark.parametrize("path", ["/notices?before=x", "/notices?before=99999999999999999999", "/notices?before=-1"])
def test_이상한_주소도_쪽이_열린다(브라우저, path):
    assert 브라우저.get(path).status_code == 200


def test_알림_글이_없는_갈래도_목록을_막지_않는다(브라우저, 하나):
    put("of-another-release", "1", at=make.AT, person=하나)
    assert 브라우저.get("/notices").status_code == 200


# ── 고르기 ──


def test_고른_대로_남고_고를_수_없는_것은_남지_않는다(브라우저, 하나):
    답 = 브라우저.post("/my/notices", {"answered": "weekly", "content-hidden": "off", "due-soon": "off"})
    assert 답.status_code == 302
    assert list(Preference.objects.values_list("kind", "how")) == [("answered", "weekly")]
    assert '<option value="weekly" selected' in 브라우저.get("/my/notices").text


def test_없는_방법은_거절하고_아무것도_바꾸지_않는다(브라우저):
    answer = 브라우저.post("/my/notices", {"answered": "often", "near-tier": "off"})
    assert answer.status_code == 200
    assert "고를 수 없는 것" in answer.text
    assert not Preference.objects.exists()


def test_업무_알림은_업무를_하는_사람만_고른다(브라우저, 하나):
    assert "다가오는 마감" not in 브라우저.get("/my/notices").text
    pm = make.staff("네온", Role.PM)
    browser = Client(headers={"accept-language": "ko"})
    browser.force_login(pm)
    assert "다가오는 마감" in browser.get("/my/notices").text


def test_메일이_닿지_않으면_말하고_다시_보내_달라고_할_수_있다(브라우저, 하나):
    for row in 알림들(하나, 3):
        Bounce.objects.create(notice=row, email=하나.email, at=make.AT)
    assert "메일이 닿지 않아요" in 브라우저.get("/notices").text
    브라우저.post("/my/notices/mail")
    assert "메일이 닿지 않아요" not in 브라우저.get("/notices").text


# ── 그만 받기 ──


def 그만(person, kind):
    return marks.stop_link(person.pk, kind).split("/notices/", 1)[1]


def test_로그인하지_않고_한_번_누르면_그만_받는다(하나):
    path = f"/notices/{그만(하나, 'answered')}"
    browser = Client(enforce_csrf_checks=True, headers={"accept-language": "ko"})
    assert "그만 받으시겠어요" in browser.get(path).text
    assert not Preference.objects.exists(), "보기만 해서는 바뀌지 않는다"
    answer = browser.post(path, "List-Unsubscribe=One-Click", content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 200
    assert list(Preference.objects.values_list("kind", "how")) == [("answered", "site")]
    put("answered", "1", at=make.AT, person=하나, case=make.proposal(by=하나).case.key)
    assert notices.send_due(at=make.AT) == 0
    assert Notice.objects.of(하나).get().outcome == "site"


def test_모아_보내기를_그만두면_모아_받던_것이_모두_그친다(하나):
    Preference.objects.create(person=하나, kind="answered", how="daily")
    Client().post(f"/notices/{그만(하나, 'digest')}")
    gathered = {"answered", "followed-news", "delivery-planned", "delivery-updated"}
    assert dict(Preference.objects.values_list("kind", "how")) == dict.fromkeys(gathered, "site")


FORGED = {
    "no token": lambda: "x",
    "like one": lambda: "a:b:c",
    "signed for something else": lambda: dumps([1, "answered"]),
    "signed nonsense": lambda: dumps("x", salt="madang.notices.unsubscribe"),
}


@pytest.mark.parametrize("forged", FORGED)  # made within the test: a signature tells the time, a test's name must not
def test_지어낸_표로는_아무것도_그만두지_못한다(하나, forged):
    token = FORGED[forged]()
    assert Client().get(f"/notices/unsubscribe/{token}").status_code == 404
    assert Client().post(f"/notices/unsubscribe/{token}").status_code == 404


def test_꼭_해야_할_말은_표가_있어도_그만두지_못한다(하나):
    assert Client().post(f"/notices/{그만(하나, 'answer-requested')}").status_code == 404


# ── 소식 받기 ──


def test_제안의_소식을_받고_그만_받는다(브라우저, 하나):
    proposal = make.proposal()
    home = reverse("proposal", args=[proposal.case.key])
    assert "소식 받기" in 브라우저.get(home).text
    form = {"what": "matter", "value": proposal.case.key, "then": home}
    assert 브라우저.post("/follow", form).url == home
    브라우저.post("/follow", form)
    assert Follow.objects.count() == 1
    assert "소식 그만 받기" in 브라우저.get(home).text
    assert proposal.title in 브라우저.get("/my/follows").text
    브라우저.post("/unfollow", form)
    assert not Follow.objects.exists()


def test_로그인하지_않았으면_로그인한_다음_그_자리로_돌아온다(하나):
    answer = Client().post("/follow", {"what": "area", "value": "가온동", "then": "/proposals?area=가온동"})
    assert answer.url.startswith("/accounts/sign-in/?next=/proposals")


@pytest.mark.parametrize(
    ("query", "what", "value"),
    [
        ("category=교통", "category", "교통"),
        ("area=가온동", "area", "가온동"),
        ("q=자전거&sort=supports", "search", "q=%EC%9E%90%EC%A0%84%EA%B1%B0"),
        ("category=교통&q=도로", "search", "q=%EB%8F%84%EB%A1%9C&category=%EA%B5%90%ED%86%B5"),
    ],
)
def test_목록에서_고른_것의_소식을_받는다(브라우저, query, what, value):
    assert f'name="what" value="{what}"' in 브라우저.get(f"/proposals?{query}").text
    브라우저.post("/follow", {"what": what, "value": value, "then": "/my/follows"})
    assert list(Follow.objects.values_list("what", "value")) == [(what, value)]
    assert 브라우저.get("/my/follows").status_code == 200
    assert "소식 그만 받기" in 브라우저.get(f"/proposals?{query}").text


@pytest.mark.parametrize(
    ("what", "value"),
    [
        ("matter", "nothing"),
        ("", ""),
        ("person", "하나"),
        ("search", "sort=newest"),
        ("area", "\x00 "),
        ("area", "가" * 301),
    ],
)
def test_없는_것의_소식은_받을_수_없다(브라우저, what, value):
    assert 브라우저.post("/follow", {"what": what, "value": value}).url == "/my/follows"
    assert not Follow.objects.exists()


def test_볼_수_없는_제안의_소식은_받을_수_없다(브라우저):
    proposal = make.proposal()
    proposal.visibility = "hidden"
    proposal.save()
    브라우저.post("/follow", {"what": "matter", "value": proposal.case.key})
    assert not Follow.objects.exists()


@pytest.mark.parametrize("then", ["https://evil.example/", "//evil.example", "javascript:x", ""])
def test_다른_곳으로_보내지_않는다(브라우저, then):
    assert 브라우저.post("/follow", {"what": "area", "value": "가온동", "then": then}).url == "/my/follows"


def test_소식은_이백_가지까지(브라우저, 하나):
    Follow.objects.bulk_create(Follow(person=하나, what="area", value=f"{n}동", since=make.AT) for n in range(200))
    브라우저.post("/follow", {"what": "area", "value": "새동"})
    assert Follow.objects.count() == 200
