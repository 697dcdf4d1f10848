"""할 일의 쪽: 오늘 할 일, 목록, 한 일, 규칙, 인수인계."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from madang.actions import passing, raising, todo_defaults
from madang.base import clock
from madang.people.models import Person, Role
from madang.plans.models import HandoverNote, Todo, TodoRule
from tests import make, make_plans

pytestmark = pytest.mark.django_db


def today() -> date:
    return timezone.localtime(clock.now()).date()


def browser(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def 네온() -> Person:
    return make.staff("네온 PM")


@pytest.fixture
def 교통():
    return make.department("교통정책과")


@pytest.fixture
def 세종(교통) -> Person:
    return make.officer(department=교통)


def text(answer) -> str:
    return answer.content.decode()


# ── 오늘 할 일 ──


def test_오늘_할_일에는_내_것과_역할의_것이_모이고_가려_볼_수_있다(네온) -> None:
    make_plans.todo("내 보도자료", person=네온, due=today())
    make_plans.todo("역할의 회의", role="pm", due=today() + timedelta(days=3))
    make_plans.todo("남의 카드뉴스", role="forums", due=today())
    make.staff("토론 스탭", Role.FORUMS)
    쪽 = browser(네온)
    모두 = text(쪽.get("/staff/"))
    assert "내 보도자료" in 모두
    assert "역할의 회의" in 모두
    assert "남의 카드뉴스" not in 모두
    assert "역할의 회의" not in text(쪽.get("/staff/?whose=me"))
    assert "내 보도자료" not in text(쪽.get("/staff/?whose=role"))


def test_석_달_뒤의_일은_오늘_할_일을_어지럽히지_않는다(네온) -> None:
    make_plans.todo("먼 일", role="pm", due=today() + timedelta(days=90))
    assert "먼 일" not in text(browser(네온).get("/staff/"))
    assert "먼 일" in text(browser(네온).get("/staff/todos"))


def test_부서의_일은_그_부서_담당자에게만_보인다(네온, 세종, 교통) -> None:
    제안 = make.proposal(at=clock.now())
    make.assigned(제안, 교통, at=clock.now())
    make_plans.todo("추진 개요 쓰기", role="department_officer", case=제안.case, due=today())
    라온 = make.officer("라온 주무관", department=make.department("녹지과"))
    assert "추진 개요 쓰기" in text(browser(세종).get("/staff/"))
    assert "추진 개요 쓰기" in text(browser(세종).get("/staff/todos?whose=department"))
    assert "추진 개요 쓰기" not in text(browser(라온).get("/staff/todos"))
    assert browser(라온).get(f"/staff/todos/{Todo.objects.get().key}").status_code == 404


def test_아무도_없는_역할의_일은_이끄는_사람의_목록에_그렇다고_나온다(네온) -> None:
    make_plans.todo("카드뉴스", role="promotion", due=today())
    assert "맡은 사람이 없는 역할" in text(browser(네온).get("/staff/"))
    make.staff("홍보 스탭", Role.PROMOTION)
    assert "카드뉴스" not in text(browser(네온).get("/staff/"))


def test_마침은_스크립트_없이_되고_바로_되돌릴_수_있다(네온) -> None:
    일 = make_plans.todo("보도자료", person=네온, due=today())
    쪽 = browser(네온)
    갔다 = 쪽.post(f"/staff/todos/{일.key}/finish", {"next": "/staff/?whose=me"}, follow=True)
    assert 갔다.redirect_chain[-1][0] == f"/staff/?whose=me&finished={일.key}"
    assert "되돌리기" in text(갔다)
    assert Todo.objects.get().done_by == 네온
    쪽.post(f"/staff/todos/{일.key}/reopen", {"next": "/staff/"})
    assert Todo.objects.get().done_at is None


def test_남의_일은_마칠_수_없다(세종) -> None:
    일 = make_plans.todo("보도자료", role="promotion", due=today())
    assert browser(세종).post(f"/staff/todos/{일.key}/finish").status_code == 404
    assert Todo.objects.get().done_at is None


# ── one todo ──


def test_고치고_다른_사람에게_주고_그만둔다(네온) -> None:
    라온 = make.staff("라온 PL", Role.PL)
    일 = make_plans.todo("보도자료", person=네온, due=today())
    쪽, 주소 = browser(네온), f"/staff/todos/{일.key}"
    보냄 = {
        "title": "보도자료 두 장",
        "due": "2027-03-05",
        "role": "pl",
        "person": 라온.key,
        "note": "사진과 함께",
        "after": 1,
    }
    assert 쪽.post(주소, 보냄).status_code == 302
    일.refresh_from_db()
    assert (일.title, 일.person, 일.due, 일.note) == ("보도자료 두 장", 라온, date(2027, 3, 5), "사진과 함께")
    다시 = 쪽.post(주소, {**보냄, "title": "늦게 온 제목"})
    assert 다시.status_code == 422
    assert "늦게 온 제목" in text(다시), "쓴 것이 남는다"
    쪽.post(f"{주소}/drop", {"next": "/staff/todos"})
    assert Todo.objects.get().dropped_at is not None


@pytest.mark.parametrize(
    "wrong", [{"title": ""}, {"title": "긴" * 500}, {"due": "어제"}, {"due": "9999-01-01"}, {"role": "", "person": ""}, {"person": "없음"}]
)  # fmt: skip
def test_잘못_적으면_까닭을_말하고_쓴_것이_남는다(네온, wrong) -> None:
    쪽 = browser(네온).post("/staff/todos/new", {"title": "보도자료", "role": "pm", "note": "남아야 할 메모", **wrong})
    assert 쪽.status_code == 422
    assert "남아야 할 메모" in text(쪽)
    assert not Todo.objects.exists()


def test_건의_쪽에서_할_일을_더하고_마친다(네온) -> None:
    제안 = make.proposal(at=clock.now())
    쪽, 건 = browser(네온), f"/staff/cases/{제안.case.key}"
    assert f"/staff/todos/new?case={제안.case.key}" in text(쪽.get(건))
    쪽.post(f"/staff/todos/new?case={제안.case.key}", {"title": "현장 가 보기", "role": "pm"})
    assert Todo.objects.get().case == 제안.case
    assert "현장 가 보기" in text(쪽.get(건))
    assert browser(네온).post("/staff/todos/new?case=없는-건", {"title": "일", "role": "pm"}).status_code == 404


# ── rules ──


def test_규칙은_문장으로_보이고_고칠_수_있다(네온) -> None:
    make.procedure("seoul-2019")
    쪽 = browser(네온)
    쪽.post("/staff/todo-rules/install", {"procedure": "seoul-2019"})
    assert TodoRule.objects.count() == len(todo_defaults.DEFAULTS)
    목록 = text(쪽.get("/staff/todo-rules"))
    assert "참여한 사람이 1,000명이 되면" in 목록
    assert "보도자료 내기" in 목록
    주소 = "/staff/todo-rules/seoul-2019-press"
    보냄 = {
        "procedure": "seoul-2019",
        "what": "participants",
        "least": 500,
        "role": "pm",
        "title": "보도자료",
        "days": 2,
        "after": 1,
    }
    assert "한 번도 생기지 않았을" in text(쪽.post(주소, {**보냄, "do": "preview"}))
    assert TodoRule.objects.get(key="seoul-2019-press").least == 1000, "보기만 했다"
    assert 쪽.post(주소, 보냄).status_code == 302
    assert TodoRule.objects.get(key="seoul-2019-press").least == 500
    assert 쪽.post(주소, 보냄).status_code == 422, "다른 사람이 먼저 고쳤다"
    쪽.post(f"{주소}/drop")
    assert 쪽.get(주소).status_code == 404


def test_새_규칙은_때부터_고르고_모든_때에_쓸_수_있다(네온) -> None:
    make.procedure("seoul-2019")
    쪽 = browser(네온)
    assert 쪽.get("/staff/todo-rules/new").status_code == 200
    for when in raising.WHEN:
        assert 쪽.get(f"/staff/todo-rules/new?when={when}").status_code == 200, when
    assert (
        쪽.post("/staff/todo-rules/new?when=case-opened", {"role": "pm", "title": "", "days": "많이"}).status_code
        == 422
    )
    쪽.post("/staff/todo-rules/new?when=case-opened", {"role": "pm", "title": "읽기", "days": "1", "working": "on"})
    assert TodoRule.objects.get().working
    assert 쪽.get("/staff/todo-rules/new?when=달이-뜨면").status_code == 404


# ── handing over ──


def test_넘길_것을_적어_두고_받은_사람이_읽는다(네온) -> None:
    make_plans.todo("보도자료", person=네온)
    쪽 = browser(네온)
    쪽.post("/staff/handover", {"note": "기자 명단은 폴더에"})
    assert "기자 명단은 폴더에" in text(쪽.get("/staff/handover"))
    라온 = make.staff("라온 PL", Role.PL)
    쪽지 = passing.pass_on(giver=네온, receiver=라온, text="기자 명단은 폴더에", at=clock.now(), actor=None)
    assert "네온 PM 님이 넘긴 것" in text(browser(라온).get("/staff/"))
    assert "기자 명단은 폴더에" in text(browser(라온).get(f"/staff/handover/{쪽지.key}"))
    browser(라온).post(f"/staff/handover/{쪽지.key}")
    assert HandoverNote.objects.get(key=쪽지.key).read_at is not None
    assert "님이 넘긴 것" not in text(browser(라온).get("/staff/"))
    assert browser(make.staff("다른 사람", Role.FORUMS)).get(f"/staff/handover/{쪽지.key}").status_code == 404


def test_떠나는_쪽에_맡은_것이_보이고_글과_함께_넘어간다(네온) -> None:
    담당자 = make.staff("하늘 담당자", Role.OFFICER)
    make_plans.todo("보도자료", person=네온)
    쪽 = browser(담당자)
    session = 쪽.session
    session["account_authentication_methods"] = [{"method": "password", "at": clock.now().timestamp()}]
    session.save()
    주소 = f"/staff/people/{네온.key}/leave"
    assert "보도자료" in text(쪽.get(주소))
    쪽.post(주소, {"plan": 담당자.key, "note": "수고하셨습니다"})
    assert Todo.objects.get().person == 담당자
    assert passing.waiting_for(담당자).get().note == "수고하셨습니다"


# ── quick with very many ──


@pytest.fixture
def 오천(네온) -> None:
    rows = [
        Todo(
            key=f"t{n}", title=f"할 일 {n}", role=("pm", "pl", "forums", "promotion")[n % 4], at=make.AT,
            person=네온 if n % 10 == 0 else None, due=today() + timedelta(days=n % 300 - 100),
        )
        for n in range(5000)
    ]  # fmt: skip
    Todo.objects.bulk_create(rows)


@pytest.mark.parametrize(
    ("where", "most"),
    [("/staff/todos", 13), ("/staff/todos?whose=all&state=late", 13), ("/staff/todos?state=done", 13)],
)
def test_할_일이_오천_개여도_물음은_열셋을_넘지_않는다(네온, 오천, where, most) -> None:
    쪽 = browser(네온)
    쪽.get("/staff/todos")
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert 쪽.get(where).status_code == 200
    assert len(asked) <= most, "\n".join(one["sql"][:160] for one in asked)


def test_규칙이_많아도_물음은_때의_수만큼이다(네온, django_assert_max_num_queries) -> None:
    make.procedure("seoul-2019")
    for n in range(40):
        raising.set_rule(when="case-opened", title=f"일 {n}", role="pm", at=make.AT, actor=None)
    rules = list(TodoRule.objects.all())
    with django_assert_max_num_queries(1):
        raising.would_have(rules, at=clock.now())
