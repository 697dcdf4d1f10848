"""사건 파일 넣기, 큰일들: 도중에 죽는 것, 기관 전체를 내보내 옮기는 것, 큰 파일에도 늘지 않는 기억."""

import json
import resource
import time

import pytest

from tests import eventfile
from tests.eventfile import batch, busy_month, cast, event, opening, submit, write
from tests.flows.scenarios import SCENARIOS
from tests.processes import Madang, ask, start


@pytest.fixture
def another(databases, tmp_path):
    """A second, empty instance."""
    folder = tmp_path / "another"
    folder.mkdir()
    second = Madang(databases.new(), folder)
    yield second
    databases.drop(second.url)


def everything(madang):
    return madang("cases", "--json").out


def taken_in():
    from madang.audit.models import Intake

    return Intake.objects.count()


# Numbers of rows: what a killed transaction had taken of PostgreSQL's sequences is not given out again.
ROWS = {"version", "batch", "request", "extension", "clarification", "decision", "contribution", "invalidation"}


def trail():
    """Every act on record, in order, with everything about it but the numbers of rows."""
    from madang.audit.models import Entry

    return [
        (
            entry.at,
            entry.actor,
            entry.verb,
            entry.subject,
            {k: v for k, v in entry.facts.items() if k not in ROWS or isinstance(v, str)},
        )
        for entry in Entry.objects.order_by("pk")
    ]


def changed_rules():
    from madang.procedures.models import RuleVersion

    found = RuleVersion.objects.filter(procedure__slug="seoul-change").order_by("number")
    return list(found.values_list("number", "published_at", "note", "digest"))


def in_small_chunks(args):
    from django.core.management import call_command

    from madang.ops import intake

    intake.CHUNK = 50
    call_command("replay", *args, verbosity=0)


@pytest.mark.parametrize("mode", [[], ["--skip-bad"]], ids=["모두 아니면 아무것도", "나쁜 줄은 건너뛰며"])
def test_넣다가_죽어도_다시_넣으면_한번에_넣은_것과_같다(madang, another, tmp_path, mode):
    lines = busy_month(8, 600, people=60)
    file = write(tmp_path / "한 달.jsonl", lines)
    for instance in (madang, another):
        instance("procedures", "install", "seoul-2019")
    another("replay", file, "--until", "2019-06-01", *mode)

    dying = start(madang.url, in_small_chunks, [str(file), *mode])
    waited_until = time.monotonic() + 30
    if mode:
        while ask(madang.url, taken_in) == 0 and time.monotonic() < waited_until:
            time.sleep(0.01)
    else:
        time.sleep(0.3)
    assert dying.process.is_alive()
    dying.kill()

    kept = ask(madang.url, taken_in)
    assert 0 < kept < len(lines) if mode else kept == 0
    assert madang("sweep").code == 0
    madang("replay", file, "--until", "2019-06-01", *mode)
    assert everything(madang) == everything(another)
    assert ask(madang.url, trail)[1:] == ask(another.url, trail)[1:]  # the first is the installation, dated today
    assert "모두 맞아요" in madang("sweep").out


@pytest.fixture
def lived(madang, tmp_path):
    """An instance that has lived through every scenario at once, with drafts, roles and a second kind of everything."""
    for preset in sorted({scenario.preset for scenario in SCENARIOS if scenario.preset}):
        madang("procedures", "install", preset)
    madang("procedures", "install", "seoul-2019", "--as", "seoul-twin")
    lines = {}
    for scenario in SCENARIOS:
        for line in scenario.lines:  # the same people and departments live in many of them
            told = json.loads(line)
            who = told.get("person") or told.get("department")
            key = (told["do"], who) if told["do"].endswith(".register") else (str(scenario.file), len(lines))
            if told["do"].endswith(".register"):
                told["at"] = "2017-01-02T09:00:00+09:00"
            if told["do"] != "holiday.add" or "쉬는-날" in scenario.file.name:
                lines.setdefault(key, told)
    file = tmp_path / "모두.jsonl"
    file.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines.values()), "utf-8")
    madang("replay", file, "--skip-bad", "--until", "2020-12-31", fails=True)
    more = [
        event("role.grant", "2021-01-04 09:00", person="하나", role="pm"),
        event("role.grant", "2021-01-04 09:00", person="두리", role="department_officer", department="mobility"),
        event("role.revoke", "2021-01-05 09:00", person="하나", role="pm", by="두리"),
        event("person.verify", "2021-01-05 09:00", person="두리", level="resident", born=1990, area="마포구", identifier="x"),
        submit("draft", "2021-01-05 10:00", procedure="seoul-twin", category="교통", area="마포구", body="첫 줄\n\n  둘째 줄"),
        batch("draft", 60, "2021-01-06 10:00", by="두리"),
        event("answer.draft", "2021-01-07 10:00", proposal="draft", text="처음 초안", decision="accept", by="두리"),
        event("answer.draft", "2021-01-08 10:00", proposal="draft", text="나중 초안", decision="decline", by="하나"),
        submit("alone", "2021-01-08 11:00", by="두리", procedure="seoul-twin"),
    ]  # fmt: skip
    madang("replay", write(tmp_path / "더.jsonl", more))
    return madang


def drafts():
    from madang.answers.models import AnswerRequest

    found = AnswerRequest.objects.exclude(draft_text="").order_by("case__key")
    return list(found.values_list("case__key", "draft_decision", "draft_text", "draft_by__key", "draft_at"))


def answers():
    from madang.answers.models import AnswerVersion

    fields = ("request__case__key", "number", "decision", "text", "reason", "department__key", "published_at")
    return list(AnswerVersion.objects.order_by("request__case__key", "request", "number").values_list(*fields))


def people():
    from madang.people.models import Membership, Verification

    roles = Membership.objects.order_by("person__key", "role").values_list("person__key", "role", "department__key")
    known = Verification.objects.order_by("person__key").values_list("person__key", "level", "born", "area", "at")
    return list(roles), list(known)


def test_내보내_빈_곳에_넣으면_모든_건이_똑같다(lived, another, tmp_path):
    file = tmp_path / "기관 전체.jsonl.gz"
    lived("export", file)
    another("replay", file, "--until", "2021-01-09")
    lived("tick", "--at", "2021-01-09")
    before = everything(lived)
    assert before.count("\n") > 50
    assert everything(another) == before
    for seen in (drafts, answers, people, changed_rules):
        assert ask(another.url, seen) == ask(lived.url, seen), seen.__name__
    assert len(ask(lived.url, drafts)) == 1

    another("replay", file, "--until", "2021-01-09")
    assert everything(another) == before, "the export taken in twice changes nothing"
    assert ask(another.url, drafts) == ask(lived.url, drafts)

    second = tmp_path / "다시.jsonl"
    another("export", second)
    third = tmp_path / "처음.jsonl"
    lived("export", third)
    assert sorted(second.read_text("utf-8").splitlines()) == sorted(third.read_text("utf-8").splitlines())


def growth(file):
    """The memory (MB) that a process needs at its peak, and how much of it to take ``file`` in."""
    from django.core.management import call_command

    from madang.ops import intake

    intake.CHUNK = 20
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    call_command("replay", str(file), verbosity=0)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / 1024, (peak - before) / 1024


def test_파일이_두_배여도_기억은_늘지_않는다(databases, tmp_path):
    """9 MB of proposals more, all of one moment, would show, were any of it kept."""
    found = []
    for number in (100, 250):
        madang = Madang(databases.new(), tmp_path)
        madang("procedures", "install", "seoul-2019")
        lines = [*opening("하나"), *(submit(f"n{n}", body="x" * 59_000) for n in range(number))]
        found.append(ask(madang.url, growth, write(tmp_path / f"{number}.jsonl", lines)))
        databases.drop(madang.url)
    (once, added_once), (twice, added_twice) = found
    assert twice < once * 1.2
    assert added_twice - added_once < 5, found


def look(file):
    """The memory (MB) that the first reading of ``file`` adds."""
    from madang.ops import intake

    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with intake.opened(file) as raw:
        intake.look_through(raw, None, lambda n: None)
    return (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024


def test_훑어보는_데에는_한_줄에_수십_바이트면_된다(database, tmp_path):
    line = eventfile.text([cast("a", "하나")]).encode()
    file = tmp_path / "큰.jsonl"
    file.write_bytes(line * 60_000)
    assert ask(database, look, file) < 12


def test_지운_뒤_남은_없는_이름은_내보내기를_막지_않는다(madang, another, tmp_path):
    """An instance whose first act is a proposal without author or department can be moved too."""
    madang("procedures", "install", "seoul-2019")
    lines = [*opening("하나"), {**submit("a"), "by": None}, batch("a", 3)]
    madang("replay", write(tmp_path / "사건.jsonl", lines))
    madang("export", tmp_path / "내보냄.jsonl")
    another("replay", tmp_path / "내보냄.jsonl")
    assert everything(another) == everything(madang)
