"""사업 쪽: written in the browser, run, moved, given up; and a full year stays quick."""

from __future__ import annotations

import time
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from madang.actions import projects
from madang.actions.project_templates import TEMPLATES, start_from_template
from madang.actions.todos import finish_todo
from madang.base import clock
from madang.people.models import Role
from madang.plans.models import Project, Run, Todo
from tests import make, make_plans

pytestmark = pytest.mark.django_db
NOW = {"at": make.AT, "actor": None}


@pytest.fixture
def 계획(db):
    with clock.standing_at(make.AT):
        yield make_plans.plan(2019)


@pytest.fixture
def 네온(계획):
    return make.staff("네온 PM", Role.PM)


@pytest.fixture
def 브라우저(네온):
    browser = Client()
    browser.force_login(네온)
    return browser


def 시작(계획, template="proposal-workshop", runs=2, **more):
    days = {"starts": date(2019, 2, 1), "ends": date(2019, 12, 15), **more}
    return start_from_template(plan=계획, template=template, runs=runs, **days, **NOW)


def test_빈_목록은_첫_사업을_권한다(브라우저):
    page = 브라우저.get("/staff/plans/2019/projects").content.decode()
    assert "아직 사업이 없습니다" in page
    assert "/staff/plans/2019/projects/new" in page


def test_없는_해의_계획은_없다(브라우저):
    for path in ("projects", "schedule", "roles", "projects/new", "projects/x", "projects/x/edit"):
        assert 브라우저.get(f"/staff/plans/2018/{path}").status_code == 404
    assert 브라우저.get("/staff/plans/99999999999999999999999/projects").status_code == 404


def test_서식을_고르고_날짜를_본_다음_시작한다(브라우저):
    page = 브라우저.get("/staff/plans/2019/projects/new").content.decode()
    for template in TEMPLATES.values():
        assert template.name in page
    address = "/staff/plans/2019/projects/new?template=online-forum"
    assert "D-30" in 브라우저.get(address).content.decode()
    typed = {"name": "봄 공론장", "starts": "2019-03-01", "ends": "2019-10-31", "runs_planned": "3"}
    preview = 브라우저.post(address, {**typed, "act": "preview"}).content.decode()
    assert "3회" in preview
    assert not Project.objects.exists()
    assert 브라우저.post(address, {**typed, "act": "start"}).status_code == 302
    사업 = Project.objects.get()
    assert (사업.name, 사업.runs.count(), 사업.todos.count()) == ("봄 공론장", 3, 42)
    assert 브라우저.get(f"/staff/plans/2019/projects/{사업.key}").status_code == 200


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"ends": "2019-01-01"}, "끝나는 날이 시작하는 날보다"),
        ({"runs_planned": "-1"}, "0 이상"),
        ({"runs_planned": "9999"}, "366회"),
        ({"starts": "어제"}, "2027-03-02처럼"),
        ({"starts": "2023-01-01", "ends": "2023-03-01"}, "2019년과 겹쳐야"),
        ({"name": ""}, "이름을 적어"),
    ],
)
def test_말이_안_되는_것을_적으면_적은_것을_두고_알려_준다(브라우저, wrong, said):
    typed = {"name": "봄 공론장", "starts": "2019-03-01", "ends": "2019-10-31", "runs_planned": "3", **wrong}
    answer = 브라우저.post("/staff/plans/2019/projects/new?template=online-forum", {**typed, "act": "start"})
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not Project.objects.exists()


def test_사업의_아홉_줄이_한_쪽에_있다(브라우저, 계획):
    사업 = 시작(계획, runs=6)
    projects.finish_run(run=사업.runs.first(), **NOW)
    page = 브라우저.get(f"/staff/plans/2019/projects/{사업.key}").content.decode()
    for line in (
        "사업명",
        "목적",
        "대상",
        "운영 횟수",
        "연간 일정",
        "주요 내용",
        "운영 방법",
        "운영 절차",
        "운영팀 역할",
    ):
        assert f"<dt>{line}</dt>" in page
    assert "1/6회" in page
    assert 사업.purpose in page


def test_할_일을_마치고_더하고_회차를_취소한다(브라우저, 계획):
    사업 = 시작(계획, runs=1)
    path, 회차 = f"/staff/plans/2019/projects/{사업.key}", 사업.runs.get()
    첫일 = 회차.todos.first()
    브라우저.post(path, {"act": "todo-finish", "key": 첫일.key})
    assert Todo.objects.get(pk=첫일.pk).done_by.name == "네온 PM"
    typed = {"act": "add", "title": "간식 준비하기", "run": 회차.key, "offset": "-2", "role": "citizen_proposals"}
    assert 브라우저.post(path, typed).status_code == 302
    assert Todo.objects.get(title="간식 준비하기").due == 회차.on - timedelta(days=2)
    assert 브라우저.post(path, {**typed, "offset": "", "title": "떡"}).status_code == 422
    assert 브라우저.post(path, {**typed, "role": "", "title": "떡"}).status_code == 422
    브라우저.post(path, {"act": "run-cancel", "key": 회차.key})
    assert Run.objects.get().cancelled_at is not None
    브라우저.post(path, {"act": "run-reopen", "key": 회차.key})
    assert projects.open_todos(사업).count() == 11
    assert 브라우저.post(path, {"act": "todo-finish", "key": "없는것\x00"}).status_code == 404
    assert 브라우저.post(path, {"act": "벼락"}).status_code == 404


def test_회차의_날을_옮기면_할_일도_옮긴다(브라우저, 계획):
    사업 = 시작(계획, runs=1)
    회차 = 사업.runs.get()
    path = f"/staff/plans/2019/projects/{사업.key}/runs/{회차.key}"
    typed = {"on": "2019-09-18", "title": "", "until": "", "place": "시청 로비", "there": "", "matter": ""}
    assert 브라우저.post(path, {**typed, "edition": "99"}).status_code == 422
    again = 브라우저.post(path, {**typed, "edition": str(회차.edition)})
    assert again.status_code == 302
    assert Run.objects.get().place == "시청 로비"
    for todo in Todo.objects.filter(run=회차):
        assert todo.due == date(2019, 9, 18) + timedelta(days=todo.offset)


def test_회차를_플랫폼의_제안과_잇는다(브라우저, 계획):
    make.procedure()
    제안 = make.proposal()
    사업 = make_plans.project()
    path = f"/staff/plans/2019/projects/{사업.key}/runs/new"
    typed = {"on": "2019-09-18", "matter": f"https://gaon.example/proposals/{제안.case.key}"}
    assert 브라우저.post(path, {**typed, "matter": "없는-제안"}).status_code == 422
    assert 브라우저.post(path, typed).status_code == 302
    assert Run.objects.get().case == 제안.case


def test_남의_글을_덮어쓰지_않고_지금_글을_보여_준다(브라우저, 계획):
    사업 = make_plans.project()
    path = f"/staff/plans/2019/projects/{사업.key}/edit"
    typed = {
        "name": "내가 지은 이름", "stage": "proposal", "runs_planned": "2", "starts": "2019-03-01", "ends": "2019-11-30",
        "edition": str(사업.edition),
    }  # fmt: skip
    projects.set_project(plan=계획, key=사업.key, name="먼저 고친 이름", starts=사업.starts, ends=사업.ends, **NOW)
    answer = 브라우저.post(path, typed)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "먼저 고친 이름" in page
    assert "내가 지은 이름" in page
    assert Project.objects.get().name == "먼저 고친 이름"
    typed["edition"] = str(Project.objects.get().edition)
    assert 브라우저.post(path, typed).status_code == 302
    assert Project.objects.get().name == "내가 지은 이름"


def test_그만둘_때_남은_할_일을_어떻게_할지_묻는다(브라우저, 계획):
    사업, 다른 = 시작(계획, runs=1), make_plans.project("홍보")
    path = f"/staff/plans/2019/projects/{사업.key}/drop"
    assert "남은 할 일 11건" in 브라우저.get(path).content.decode()
    assert 브라우저.post(path, {}).status_code == 422
    assert 브라우저.post(path, {"todos": "move"}).status_code == 422
    assert 브라우저.post(path, {"todos": "move", "to": 다른.key}).status_code == 302
    assert 다른.todos.count() == 11
    assert 사업.name not in 브라우저.get("/staff/plans/2019/projects").content.decode().split("<tbody>")[1]
    assert 사업.name in 브라우저.get("/staff/plans/2019/projects?state=dropped").content.decode()
    브라우저.post(f"/staff/plans/2019/projects/{사업.key}", {"act": "restore"})
    assert Project.objects.get(pk=사업.pk).dropped_at is None


def test_역할_분담을_고치고_다른_사람의_것은_덮어쓰지_않는다(브라우저, 계획, 네온):
    사업 = 시작(계획, runs=1)
    path = f"/staff/plans/2019/projects/{사업.key}/roles"
    assert "이끔" in 브라우저.get("/staff/plans/2019/roles").content.decode()
    assert 브라우저.post(path, {"part-pl-": "lead", "was-pl-": ""}).status_code == 302
    assert 브라우저.post(path, {"part-pl-": "informed", "was-pl-": ""}).status_code == 422
    assert 브라우저.post(path, {"person": 네온.key, "role": "pm", "part": "consulted"}).status_code == 302
    page = 브라우저.get("/staff/plans/2019/roles").content.decode()
    assert "네온 PM" in page
    assert 사업.shares.count() == 2


def test_보기만_하는_사람에게는_고치는_문이_없다(계획):
    사업 = 시작(계획, runs=1)
    browser = Client()
    browser.force_login(make.staff("감사", Role.AUDITOR))
    page = browser.get(f"/staff/plans/2019/projects/{사업.key}").content.decode()
    assert "마쳤음" not in page
    todo = 사업.todos.first()
    assert (
        browser.post(f"/staff/plans/2019/projects/{사업.key}", {"act": "todo-finish", "key": todo.key}).status_code
        == 404
    )
    for path in ("edit", "drop", "roles", "runs/new"):
        assert browser.get(f"/staff/plans/2019/projects/{사업.key}/{path}").status_code == 404


def test_사람과_역할로_골라_본다(브라우저, 계획, 네온):
    워크숍, 공론장 = 시작(계획, name="봄 워크숍"), 시작(계획, "online-forum", name="봄 공론장")
    site = make_plans.project("누리집 고치기")
    make_plans.todo("서버 옮기기", role="site", person=네온, project=site, due=date(2019, 5, 1))

    def 보이는(query):
        page = 브라우저.get(f"/staff/plans/2019/projects?{query}").content.decode()
        return [one.name for one in (워크숍, 공론장, site) if f">{one.name}</a>" in page or f"{one.name}</bdi>" in page]

    assert 보이는("") == ["봄 워크숍", "봄 공론장", "누리집 고치기"]
    assert 보이는("role=site") == ["누리집 고치기"]
    assert 보이는(f"person={네온.key}") == ["누리집 고치기"]
    assert 보이는("stage=discussion") == ["봄 공론장"]
    assert 보이는("role=citizen_proposals&stage=proposal") == ["봄 워크숍"]


def test_한_해의_그림과_한_달의_달력에_회차가_있다(브라우저, 계획):
    사업 = 시작(계획, runs=6)
    회차 = 사업.runs.first()
    page = 브라우저.get("/staff/plans/2019/schedule").content.decode()
    assert page.count('data-kind="coming" d="M0') == 6
    assert "2월" in page
    month = 브라우저.get(f"/staff/plans/2019/schedule?view=month&month={회차.on:%Y-%m}").content.decode()
    assert "1회" in month
    for odd in ("2019-99", "이상", "1999-01", "2020-01", ""):
        assert 브라우저.get(f"/staff/plans/2019/schedule?view=month&month={odd}").status_code == 200


def 꽉_찬_해(계획, 사업수=200, 할일=25):
    """200 projects with six runs each, and 5,000 todos of eight roles and four people."""
    team = [make.staff(f"스탭 {n}", role) for n, role in enumerate((Role.PL, Role.FORUMS, Role.PROMOTION, Role.SITE))]
    made = Project.objects.bulk_create(
        Project(
            plan=계획, name=f"사업 {n}", stage=Project.STAGES[n % 4], runs_planned=6, starts=date(2019, 1 + n % 6, 1),
            ends=date(2019, 12, 20),
        )
        for n in range(사업수)
    )  # fmt: skip
    runs = Run.objects.bulk_create(
        Run(project=one, number=k + 1, on=one.starts + timedelta(days=30 * k + n % 20))
        for n, one in enumerate(made) for k in range(6)
    )  # fmt: skip
    Todo.objects.bulk_create(
        Todo(
            title=f"할 일 {k}", project=one, run=runs[n * 6 + k % 6], role=Role.values[k % 8], offset=k - 12,
            person=team[k % 4] if k % 3 else None, at=make.AT, due=runs[n * 6 + k % 6].on + timedelta(days=k - 12),
        )
        for n, one in enumerate(made) for k in range(할일)
    )  # fmt: skip
    return made


# Queries of the page itself; what the staff's frame and menu ask on every page comes on top (``/staff/calendar-links``
# asks for two rows of its own).
QUICK = {
    "/staff/plans/2019/projects": 10,
    "/staff/plans/2019/schedule": 15,
    "/staff/plans/2019/schedule?view=month": 10,
    "/staff/plans/2019/roles": 10,
}


def asked(browser, path):
    """(how many queries, how long, the answer)"""
    with CaptureQueriesContext(connection) as queries:
        begun = time.perf_counter()
        answer = browser.get(path)
        took = time.perf_counter() - begun
    return len(queries), took, answer


@pytest.mark.parametrize("path", QUICK)
def test_사업_200개와_할_일_5000건의_해도_빠르다(path, 브라우저, 계획):
    꽉_찬_해(계획)
    브라우저.get("/staff/calendar-links")  # the templates of the frame are read once
    frame, _, _ = asked(브라우저, "/staff/calendar-links")
    number, took, answer = asked(브라우저, path)
    assert answer.status_code == 200
    print(f"{path}: {number} queries ({frame} of the frame), {took:.2f} s, {len(answer.content):,} bytes")
    assert number - frame <= QUICK[path]
    assert took < 5  # warm it is well under a second; the machine may be busy
    assert len(answer.content) < 1_500_000


def test_사업의_쪽은_할_일이_많아도_몇_번만_묻는다(브라우저, 계획):
    사업 = 꽉_찬_해(계획, 1, 300)[0]
    frame, _, _ = asked(브라우저, "/staff/calendar-links")
    number, _, answer = asked(브라우저, f"/staff/plans/2019/projects/{사업.key}")
    assert answer.status_code == 200
    assert number - frame <= 8


def test_마친_일은_저절로_마친_것과_나누어_보인다(브라우저, 계획):
    사업 = 시작(계획, runs=1)
    하나, 둘 = 사업.todos.all()[:2]
    finish_todo(todo=하나, **NOW)
    Todo.objects.filter(pk=둘.pk).update(done_at=make.AT, seen=True)
    page = 브라우저.get(f"/staff/plans/2019/projects/{사업.key}").content.decode()
    assert "저절로 마침" in page
    assert "2/11" in page
